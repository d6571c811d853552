//! The public log of the office: each day a mark of everything that staff did until then.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use crate::domain::digest::Digest;
use crate::domain::log::anchor::Anchor;
use crate::store::{self, anchor::Stored};
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::form;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::visit::Visit;

/// Days on the page; all of them are in the file.
const DAYS: usize = 60;

/// Shows the newest days, and how to check them.
pub async fn show(visit: Visit) -> Answer<Markup> {
    let stored = store::anchor::list(&mut *visit.app.store.read().await?).await?;
    let text = visit.text;
    let title = text.get("anch-title");
    let key = visit.app.signing.office_log().verifier().text();
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--mid {
                div.sr-stack {
                    h1.utrecht-heading-1 { (title) }
                    p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("anch-lead")) }
                    p.utrecht-paragraph { (text.get("anch-line")) }
                }
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("anch-days")) }
                    @if stored.is_empty() { p { (text.get("anch-none")) } } @else { (days(&visit, &stored)) }
                }
                @if !stored.is_empty() {
                    section.sr-stack {
                        h2.utrecht-heading-2 { (text.get("anch-keep")) }
                        p.utrecht-paragraph { (text.get("anch-keep-line")) }
                        p.sr-links {
                            a.utrecht-link href=(visit.to(paths::OFFICE_LOG_ANCHORS, &[])) download="anchors.jsonl" { (text.get("anch-file")) } " · "
                            a.utrecht-link href=(visit.to(paths::OFFICE_LOG_STATE, &[])) download="state.txt" { (text.get("anch-state")) }
                        }
                        p.utrecht-paragraph { (text.get("anch-key")) }
                        p.sr-hash { (key) }
                    }
                }
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

fn days(visit: &Visit, stored: &[Stored]) -> Markup {
    let text = visit.text;
    let title = text.get("anch-days");
    let read = stored.iter().rev().take(DAYS).filter_map(|one| Anchor::parse(&one.entry));
    form::table(
        &title,
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead { tr {
                    th scope="col" { (text.get("anch-when")) }
                    th.sr-number scope="col" { (text.get("anch-count")) }
                    th scope="col" { (text.get("anch-mark")) }
                } }
                tbody {
                    @for anchor in read {
                        tr {
                            th scope="row" { (text.moment(anchor.at)) }
                            td.sr-number { (text.with("anch-acts", &[("count", number(anchor.entries))])) }
                            td { span.sr-mono { (short(&anchor.head)) } }
                        }
                    }
                }
            }
        },
    )
}

/// Enough of a mark to compare it by eye; the whole one is in the file.
fn short(mark: &Digest) -> String {
    mark.to_string().chars().take(16).collect()
}

/// Gives every anchor in the bytes that were hashed, one a line.
pub async fn anchors(visit: Visit) -> Answer {
    let stored = store::anchor::list(&mut *visit.app.store.read().await?).await?;
    let mut body = Vec::new();
    for one in stored {
        body.extend_from_slice(&one.entry);
        body.push(b'\n');
    }
    Ok(published("application/jsonl; charset=utf-8", body))
}

/// Gives the newest signed state.
pub async fn state(visit: Visit) -> Answer {
    let stored = store::anchor::list(&mut *visit.app.store.read().await?).await?;
    let newest = stored.into_iter().next_back().ok_or(Refusal::NOT_FOUND)?;
    Ok(published("text/plain; charset=utf-8", newest.note.into_bytes()))
}

fn published(kind: &'static str, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, body).into_response()
}
