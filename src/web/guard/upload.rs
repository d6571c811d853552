//! One file out of a form, as browsers send it (RFC 7578): a form with the field `file`, alone or with others
//! beside it. Only routes of staff take it, and those on which a group reports with a picture.

use axum::extract::{FromRequest, Request};
use axum::http::header;

use super::body::Form;
use super::limits::{MAX_BODY, MAX_PARTS, MAX_UPLOAD, UPLOAD_TIME};
use crate::domain::picture;
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

/// A file with the other fields of its form.
pub struct FileForm {
    /// The bytes of the file; empty when none was chosen.
    pub file: Vec<u8>,
    /// The other fields.
    pub form: Form,
}

impl<S: Send + Sync> FromRequest<S> for FileForm {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<FileForm, Refusal> {
        let Sent { file, form, .. } = sent(request, MAX_UPLOAD).await?;
        Ok(FileForm { file, form })
    }
}

/// A picture with the other fields of its form.
pub struct PictureForm {
    /// The bytes of the file; empty when none was chosen.
    pub file: Vec<u8>,
    /// What the browser says it is called.
    pub name: String,
    /// The other fields.
    pub form: Form,
}

impl<S: Send + Sync> FromRequest<S> for PictureForm {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<PictureForm, Refusal> {
        let Sent { file, name, form } = sent(request, picture::MAX_BYTES).await?;
        Ok(PictureForm { file, name, form })
    }
}

/// A form as it came.
#[derive(Default)]
struct Sent {
    file: Vec<u8>,
    name: String,
    form: Form,
}

/// Reads a form with a file of at most so many bytes.
async fn sent(request: Request, most: usize) -> Result<Sent, Refusal> {
    let told = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = told.and_then(boundary).ok_or(Refusal(Kind::UnsupportedType))?.to_string();
    let body = axum::body::to_bytes(request.into_body(), most + MAX_BODY);
    let read = tokio::time::timeout(UPLOAD_TIME, body).await.map_err(|_| Refusal(Kind::BadRequest))?;
    let bytes = read.map_err(|_| Refusal(Kind::TooLarge))?;
    let (mut found, mut size, mut has_file) = (Sent::default(), 0, false);
    for part in parts(&bytes, &boundary).map_err(Refusal)? {
        if part.name == "file" {
            if has_file {
                return Err(Refusal(Kind::BadRequest));
            }
            has_file = true;
            found.file = part.content.to_vec();
            found.name = part.file_name;
            continue;
        }
        size += part.content.len();
        if size > MAX_BODY {
            return Err(Refusal(Kind::TooLarge));
        }
        let text = std::str::from_utf8(part.content).map_err(|_| Refusal(Kind::BadRequest))?;
        found.form.set_sent(&part.name, text);
    }
    if found.file.len() > most {
        return Err(Refusal(Kind::TooLarge));
    }
    Ok(found)
}

/// A part of a form.
#[derive(Debug, PartialEq, Eq)]
struct Part<'a> {
    name: String,
    file_name: String,
    content: &'a [u8],
}

/// Every part of a form, in order.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<Part<'a>>, Kind> {
    let between = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(&between.as_bytes()[2..]).ok_or(Kind::BadRequest)?;
    let mut found = Vec::new();
    while rest != b"--" && rest != b"--\r\n" {
        if found.len() == MAX_PARTS {
            return Err(Kind::TooLarge);
        }
        let (part, end) = part(rest, between.as_bytes()).ok_or(Kind::BadRequest)?;
        found.push(part);
        rest = &rest[end..];
    }
    Ok(found)
}

/// The first part of what is left, and where the rest begins.
fn part<'a>(rest: &'a [u8], between: &[u8]) -> Option<(Part<'a>, usize)> {
    let part = rest.strip_prefix(b"\r\n")?;
    let end = place(part, between)?;
    let blank = place(&part[..end.min(AROUND)], b"\r\n\r\n")?;
    let head = std::str::from_utf8(&part[..blank]).ok()?;
    let (name, file_name) = named(head)?;
    Some((Part { name, file_name, content: &part[blank + 4..end] }, 2 + end + between.len()))
}

/// Where bytes begin in others.
fn place(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let (first, mut from) = (wanted[0], 0);
    while let Some(next) = bytes[from..].iter().position(|byte| *byte == first) {
        from += next;
        if bytes[from..].starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
    None
}

/// The name of a part and that of its file, out of its head.
fn named(head: &str) -> Option<(String, String)> {
    let line = head.lines().find(|line| {
        line.get(..20).is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:"))
    })?;
    let name = line.split(';').find_map(|one| one.trim().strip_prefix("name=\""))?;
    let file_name = line.split_once("filename=\"").and_then(|(_, rest)| rest.rsplit_once('"'));
    Some((name.strip_suffix('"')?.to_string(), file_name.map_or("", |(name, _)| name).to_string()))
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
    fn a_form_with_a_file_gives_its_fields_as_well() {
        let part = |head: &str, content: &str| {
            format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
        };
        let one = part("name=\"source\"", "CBS");
        let two = part("name=\"file\"; filename=\"a; b.csv\"", "een\r\n--twee\r\n");
        let body = format!("{one}{two}--x--\r\n");
        let found = parts(body.as_bytes(), "x").unwrap();
        let told: Vec<_> =
            found.iter().map(|one| (one.name.as_str(), one.file_name.as_str(), one.content)).collect();
        assert_eq!(told, [("source", "", &b"CBS"[..]), ("file", "a; b.csv", &b"een\r\n--twee\r\n"[..])]);
        assert_eq!(parts(b"--x--", "x"), Ok(Vec::new()));
        assert_eq!(parts(one.as_bytes(), "x"), Err(Kind::BadRequest), "cut short");
        assert_eq!(parts(body.as_bytes(), "y"), Err(Kind::BadRequest));
        assert_eq!(parts(b"--x\r\nno head\r\n--x--", "x"), Err(Kind::BadRequest));
        let many = |number: usize| format!("{}--x--", one.repeat(number));
        assert_eq!(parts(many(MAX_PARTS).as_bytes(), "x").map(|found| found.len()), Ok(MAX_PARTS));
        assert_eq!(parts(many(MAX_PARTS + 1).as_bytes(), "x"), Err(Kind::TooLarge));
    }

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
