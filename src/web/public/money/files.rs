//! A report in the form that is wanted: as a page, for a spreadsheet or for a program.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use crate::documents;
use crate::domain::report::Report;
use crate::web::visit::Visit;

/// In which form a report is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A page.
    Page,
    /// For a spreadsheet.
    Csv,
    /// For a program.
    Json,
}

impl Wanted {
    /// Takes the ending off a name.
    pub fn of(name: &str) -> (&str, Wanted) {
        match name.rsplit_once('.') {
            Some((stem, "csv")) => (stem, Wanted::Csv),
            Some((stem, "json")) => (stem, Wanted::Json),
            _ => (name, Wanted::Page),
        }
    }
}

/// The answer: the page, or the file of the same rows.
pub fn give(wanted: Wanted, report: &Report, page: impl FnOnce(&Report) -> Markup) -> Response {
    match wanted {
        Wanted::Csv => file("text/csv; charset=utf-8", documents::report::csv(report)),
        Wanted::Json => file("application/json", documents::report::json(report)),
        Wanted::Page => page(report).into_response(),
    }
}

/// A file that is looked after again each time.
fn file(kind: &'static str, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, body).into_response()
}

/// The links to both files of the page at `here`, under the same query.
pub fn links(visit: &Visit, here: &str, query: &str) -> Markup {
    html! {
        p.utrecht-button-group.sr-noprint {
            a.utrecht-link href={ (here) ".csv" (query) } { (visit.say("report-csv")) }
            a.utrecht-link href={ (here) ".json" (query) } { (visit.say("report-json")) }
        }
    }
}
