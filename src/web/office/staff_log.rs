//! The staff log, for the auditor: who did what when, the newest first, and the whole log as a file.

use axum::extract::RawQuery;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use maud::{Markup, html};
use serde_json::Value;

use super::frame::Frame;
use crate::domain::account::Account;
use crate::domain::time::Moment;
use crate::store::{self, Conn, log::Stored};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form;
use crate::web::paths;
use crate::web::visit::Visit;

/// Entries on one page.
const PER_PAGE: usize = 100;
/// Entries that are read at once while something is looked for.
const AT_ONCE: u64 = 1_000;

/// Beyond every entry.
const LAST: u64 = i64::MAX.cast_unsigned();

/// An entry in the parts that the page shows.
struct Line {
    seq: u64,
    at: Option<Moment>,
    by: String,
    act: String,
    object: String,
    detail: String,
}

/// Shows the newest entries before a place, of those with certain words in them.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer<Markup> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let before = match asked.get("voor") {
        "" => None,
        typed => Some(typed.parse::<u64>().map_err(|_| Refusal(Kind::BadQuery))?),
    };
    let find = asked.get("zoek").trim();
    let mut conn = visit.app.store.read().await?;
    let staff = store::account::list(&mut conn).await?;
    let lines = newest(&mut conn, &staff, before, find).await?;
    let (text, address) = (visit.text, visit.to(paths::STAFF_LOG, &[]));
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (text.get("slog-line")) }
            p.sr-links {
                a.utrecht-link href=(visit.to(paths::STAFF_LOG_FILE, &[])) download="staff-log.jsonl" { (text.get("slog-file")) } " · "
                a.utrecht-link href=(visit.to(paths::OFFICE_LOG, &[])) { (text.get("anch-title")) }
            }
            form.sr-stack.sr-stack--tight method="get" action=(address) role="search" {
                div { label.utrecht-form-label for="zoek" { (text.get("slog-find")) } }
                input.utrecht-textbox #zoek type="search" name="zoek" value=(find);
                p { button.utrecht-button type="submit" { (text.get("slw-find-do")) } }
            }
            @if before.is_some() || !find.is_empty() {
                p { a.utrecht-link href=(address) { (text.get("slw-from-start")) } }
            }
            @if lines.is_empty() { p { (text.get("slog-none")) } } @else { (table(&visit, &lines)) }
            @if lines.len() == PER_PAGE { (older(&visit, &lines, find)) }
        }
    };
    Ok(Frame::menu(paths::STAFF_LOG, text.get("slog-title")).show(&visit, content))
}

/// Gives every entry in the bytes that were hashed, one a line.
pub async fn file(visit: Visit) -> Answer {
    let stored = store::log::staff(&mut *visit.app.store.read().await?).await?;
    let mut body = Vec::new();
    for one in stored {
        body.extend_from_slice(&one.entry);
        body.push(b'\n');
    }
    let kind = HeaderValue::from_static("application/jsonl; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}

async fn newest(conn: &mut Conn, staff: &[Account], before: Option<u64>, find: &str) -> Answer<Vec<Line>> {
    let wanted = find.to_lowercase();
    let mut before = before.unwrap_or(LAST).min(LAST);
    let mut lines = Vec::new();
    while lines.len() < PER_PAGE {
        let stored = store::log::staff_before(conn, before, AT_ONCE).await?;
        let Some(oldest) = stored.last() else { break };
        before = oldest.seq;
        let read = stored.iter().map(|one| line(one, staff)).filter(|line| line.has(&wanted));
        lines.extend(read.take(PER_PAGE - lines.len()));
    }
    Ok(lines)
}

fn line(stored: &Stored, staff: &[Account]) -> Line {
    let entry: Value = serde_json::from_slice(&stored.entry).unwrap_or_default();
    let text = |name: &str| entry[name].as_str().unwrap_or_default().to_string();
    let named = |id: String| {
        let known = staff.iter().find(|account| account.id.as_str() == id);
        known.map_or(id, |account| account.name.clone())
    };
    let detail = match &entry["detail"] {
        Value::Null => String::new(),
        told => told.to_string(),
    };
    Line {
        seq: stored.seq,
        at: Moment::parse(&text("at")),
        by: named(text("by")),
        act: text("act"),
        object: named(text("object")),
        detail,
    }
}

impl Line {
    fn has(&self, wanted: &str) -> bool {
        [&self.by, &self.act, &self.object, &self.detail]
            .iter()
            .any(|part| part.to_lowercase().contains(wanted))
    }
}

fn table(visit: &Visit, lines: &[Line]) -> Markup {
    let text = visit.text;
    let title = text.get("slog-title");
    form::table(
        &title,
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead { tr {
                    th.sr-number scope="col" { (text.get("slog-number")) }
                    th scope="col" { (text.get("slog-when")) }
                    th scope="col" { (text.get("slog-who")) }
                    th scope="col" { (text.get("slog-what")) }
                    th scope="col" { (text.get("slog-about")) }
                } }
                tbody {
                    @for line in lines {
                        tr {
                            th.sr-number scope="row" { (line.seq) }
                            td { @if let Some(at) = line.at { (text.moment(at)) } }
                            td { (named(&line.by)) }
                            td { span.sr-mono { (line.act) } }
                            td {
                                (named(&line.object))
                                @if !line.detail.is_empty() { br; span.sr-hash { (line.detail) } }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// A name; an opaque id, which has no place where a line could break, may break anywhere.
fn named(words: &str) -> Markup {
    let is_id = words.len() >= 32 && !words.contains(' ');
    html! { @if is_id { span.sr-hash { (words) } } @else { (words) } }
}

fn older(visit: &Visit, lines: &[Line], find: &str) -> Markup {
    let last = lines.last().map_or(0, |line| line.seq);
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !find.is_empty() {
        query.append_pair("zoek", find);
    }
    query.append_pair("voor", &last.to_string());
    let next = format!("{}?{}", visit.to(paths::STAFF_LOG, &[]), query.finish());
    html! { p { a.utrecht-link href=(next) rel="next" { (visit.say("slog-older")) } } }
}
