//! Files of pictures. The name is the fingerprint of what is in it, so what stands under it never changes.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use crate::domain::digest::Digest;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::visit::QuickVisit;

/// Gives a file of a plan that everyone may see.
pub async fn show(Path(name): Path<String>, QuickVisit(visit): QuickVisit) -> Answer {
    let name = name.strip_suffix(".jpg").and_then(Digest::parse).ok_or(Refusal::NOT_FOUND)?;
    let mut conn = visit.app.store.read().await?;
    let bytes = store::picture::shown(&mut conn, &name).await?.ok_or(Refusal::NOT_FOUND)?;
    // Not for longer: it may be taken off.
    let kept = (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    Ok(([kept], jpeg(bytes)).into_response())
}

/// A picture: whatever was sent, it is a JPEG of our own.
pub fn jpeg(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"))], bytes).into_response()
}
