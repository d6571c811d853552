//! Forms as browsers send them: read whole within limits, fields in order, repeated ones kept.

use axum::extract::{FromRequest, Request};
use axum::http::header;

use super::limits::{BODY_TIME, MAX_BODY, MAX_FIELDS, MAX_OFFICE_FIELDS};
use super::session::Staff;
use crate::web::error::{Kind, Refusal};

/// The fields of a form. What was typed shows only when asked for.
#[derive(Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Form(***)")
    }
}

impl Form {
    /// Reads fields from the text of a query or a body. A zero byte becomes the sign for what cannot be read, as it
    /// does in HTML: no database keeps one.
    pub fn parse(text: &[u8]) -> Form {
        let readable = |text: String| text.replace('\0', "\u{fffd}");
        let fields = form_urlencoded::parse(text).into_owned();
        Form(fields.map(|(name, value)| (readable(name), readable(value))).collect())
    }

    /// The first value of a field; empty when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the field is there.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Forgets what was typed in a field, so that it does not come back on the page.
    pub fn forget(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Adds a field that came beside a file, with the same mending as [`Form::parse`].
    pub fn set_sent(&mut self, name: &str, value: &str) {
        self.0.push((name.to_string(), value.replace('\0', "\u{fffd}")));
    }

    /// Every field with its value, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Gives a field a value; for the first look at a form.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_string(), value.into()));
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Form, Refusal> {
        let told = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = told.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        let is_of_office = request.extensions().get::<Staff>().is_some();
        let most = if is_of_office { MAX_OFFICE_FIELDS } else { MAX_FIELDS };
        if kind != "application/x-www-form-urlencoded" {
            return Err(Refusal(Kind::UnsupportedType));
        }
        // Who sends slowly holds a place that others need.
        let read = tokio::time::timeout(BODY_TIME, axum::body::to_bytes(request.into_body(), MAX_BODY)).await;
        let bytes = read.map_err(|_| Refusal(Kind::BadRequest))?;
        let form = Form::parse(&bytes.map_err(|_| Refusal(Kind::TooLarge))?);
        if form.0.len() > most {
            return Err(Refusal(Kind::TooLarge));
        }
        Ok(form)
    }
}
