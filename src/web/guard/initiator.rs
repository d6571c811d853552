//! The cookie of people who pitch. Its name is not that of staff, so that neither is ever taken for the other; and it goes
//! along when someone comes from a link in a mail (`SameSite=Lax`), which the one of staff does not.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};

use super::session::cookie_named;
use crate::acts;
use crate::domain::initiator::Initiator;
use crate::web::error::{Kind, Refusal};
use crate::web::state::App;

/// Someone who pitches and is signed in. Handlers get it from the guard of their route and from nowhere else, so having one
/// proves that the route asked for it.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub who: Initiator,
    /// What a page may show of the session.
    pub handle: String,
}

/// `__Host-` ties a cookie to this very host over https; without https browsers refuse such a name.
fn name(https: bool) -> &'static str {
    if https { "__Host-initiatief" } else { "initiatief" }
}

/// Who is signed in.
pub async fn signed_in(app: &App, headers: &HeaderMap) -> Result<Option<SignedIn>, Refusal> {
    let Some(token) = cookie_named(headers, name(app.settings.is_https())) else { return Ok(None) };
    let days = app.settings.session_days;
    let found = acts::initiator::session::find(&app.store, &token, days, app.clock.now()).await?;
    Ok(found.map(|(who, handle)| SignedIn { who, handle }))
}

/// The header that sets the cookie, or removes it when `token` is empty.
pub fn cookie(https: bool, token: &str) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let end = if token.is_empty() { "; Max-Age=0" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{end}", name(https));
    HeaderValue::from_str(&text).expect("a token is hexadecimal")
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<SignedIn, Refusal> {
        parts.extensions.get::<SignedIn>().cloned().ok_or(Refusal(Kind::LoginRequired))
    }
}
