//! One file out of a form, as browsers send it (RFC 7578): a form with the one field `file`. Only routes of
//! staff take it.

use axum::extract::{FromRequest, Request};
use axum::http::header;

use super::limits::{MAX_UPLOAD, UPLOAD_TIME};
use crate::web::error::{Kind, Refusal};

/// Room for what stands around the file.
const AROUND: usize = 4 * 1024;
/// Longest boundary (RFC 2046 section 5.1.1).
const MAX_BOUNDARY: usize = 70;

/// The bytes of the file.
pub struct Upload(pub Vec<u8>);

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Upload, Refusal> {
        let told = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = told.and_then(boundary).ok_or(Refusal(Kind::UnsupportedType))?.to_string();
        let body = axum::body::to_bytes(request.into_body(), MAX_UPLOAD + AROUND);
        let read = tokio::time::timeout(UPLOAD_TIME, body).await.map_err(|_| Refusal(Kind::BadRequest))?;
        let bytes = read.map_err(|_| Refusal(Kind::TooLarge))?;
        let file = file(&bytes, &boundary).ok_or(Refusal(Kind::BadRequest))?;
        if file.len() > MAX_UPLOAD {
            return Err(Refusal(Kind::TooLarge));
        }
        Ok(Upload(file.to_vec()))
    }
}

/// The boundary in a content type, if it is that of a form with a file.
fn boundary(content_type: &str) -> Option<&str> {
    let (kind, rest) = content_type.split_once(';')?;
    let boundary = rest.split(';').find_map(|one| one.trim().strip_prefix("boundary="))?.trim_matches('"');
    let is_form = kind.trim().eq_ignore_ascii_case("multipart/form-data");
    (is_form && !boundary.is_empty() && boundary.len() <= MAX_BOUNDARY).then_some(boundary)
}

/// The content of the one part, which is named `file`.
fn file<'a>(body: &'a [u8], boundary: &str) -> Option<&'a [u8]> {
    let rest = body.strip_prefix(format!("--{boundary}\r\n").as_bytes())?;
    let end = format!("\r\n--{boundary}--");
    let rest = rest.strip_suffix(b"\r\n").unwrap_or(rest).strip_suffix(end.as_bytes())?;
    let blank = rest.windows(4).take(AROUND).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&rest[..blank]).ok()?.to_ascii_lowercase();
    let named = head.lines().any(|line| {
        line.starts_with("content-disposition:") && line.split(';').any(|one| one.trim() == "name=\"file\"")
    });
    named.then(|| &rest[blank + 4..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_out_of_its_form_and_nothing_else_is() {
        let form = |name: &str, end: &str| {
            format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\n\r\none\ntwo\n{end}"
            )
        };
        assert_eq!(file(form("file", "\r\n--x--\r\n").as_bytes(), "x"), Some(&b"one\ntwo\n"[..]));
        assert_eq!(file(form("file", "\r\n--x--").as_bytes(), "x"), Some(&b"one\ntwo\n"[..]));
        assert_eq!(file(form("other", "\r\n--x--\r\n").as_bytes(), "x"), None);
        assert_eq!(file(form("file", "").as_bytes(), "x"), None, "cut short");
        assert_eq!(file(form("file", "\r\n--x--\r\n").as_bytes(), "y"), None);
        assert_eq!(file(b"", "x"), None);
        assert_eq!(boundary("multipart/form-data; boundary=\"ab\""), Some("ab"));
        assert_eq!(boundary("multipart/form-data"), None);
        assert_eq!(boundary("text/plain; boundary=ab"), None);
        assert_eq!(boundary(&format!("multipart/form-data; boundary={}", "a".repeat(71))), None);
    }
}
