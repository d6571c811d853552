//! The public log of a round, and looking up one's own ballot in it.

use axum::extract::{Path, RawQuery};
use maud::{Markup, html};

use super::visible_round;
use crate::acts;
use crate::domain::control_number::ControlNumber;
use crate::domain::leaf;
use crate::domain::log::entry::Entry;
use crate::domain::receipt::tracker;
use crate::domain::round::Round;
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{form as form_parts, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Entries on one page.
const PER_PAGE: usize = 100;
/// More pages than any log has.
const MAX_PAGES: usize = 1_000_000;

/// Shows the log: newest checkpoint, entries a page at a time, and the search.
pub async fn show(Path(id): Path<String>, RawQuery(query): RawQuery, visit: Visit) -> Answer<Markup> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    if round.rules.is_none() {
        return Err(Refusal::NOT_FOUND);
    }
    let entries = acts::log::entries(&mut conn, &round.id).await?;
    let signed = store::log::checkpoints(&mut conn, &round.id).await?.pop();
    let page: usize = match asked.get("page") {
        "" => 1,
        typed => {
            typed.parse().ok().filter(|page| (1..=MAX_PAGES).contains(page)).ok_or(Refusal(Kind::BadQuery))?
        }
    };
    let text = visit.text;
    let title = text.with("log-of", &[("title", round.plan.title.as_str().into())]);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--mid {
                div.sr-stack {
                    h1.utrecht-heading-1 { (title) }
                    p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("log-lead")) }
                    (round_parts::fingerprint(&visit, &round))
                }
                (search(&visit, &round, &entries, asked.get("number")))
                @if let Some(signed) = signed {
                    section.sr-stack {
                        h2.utrecht-heading-2 { (text.get("checkpoint-title")) }
                        p.utrecht-paragraph { (text.get("checkpoint-line")) }
                        pre tabindex="0" aria-label=(text.get("checkpoint-title")) { code { (signed.note) } }
                    }
                }
                (list(&visit, &round, &entries, page))
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

fn search(visit: &Visit, round: &Round, entries: &[Entry], asked: &str) -> Markup {
    let text = visit.text;
    let has_ballots = entries.iter().any(|entry| matches!(entry, Entry::Close { .. }));
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("search-title")) }
            @if has_ballots {
                form.utrecht-form-field method="get" action=(visit.to(paths::LOG, &[round.id.as_str()])) {
                    label.utrecht-form-label for="number" { (text.get("control-number")) }
                    span.utrecht-button-group {
                        input.utrecht-textbox #number name="number" value=(asked) autocomplete="off" inputmode="numeric";
                        button.utrecht-button type="submit" { (text.get("search-action")) }
                    }
                }
                @if !asked.is_empty() { (found(visit, entries, asked)) }
            } @else {
                p.utrecht-paragraph { (text.get("search-later")) }
            }
        }
    }
}

fn found(visit: &Visit, entries: &[Entry], asked: &str) -> Markup {
    let text = visit.text;
    let Some(wanted) = ControlNumber::parse(asked) else {
        return form_parts::alert(
            "warning",
            &text.get("search-typo"),
            html! { p { (text.get("search-typo-line")) } },
        );
    };
    let leaves = leaf::of_log(entries).unwrap_or_default();
    let counting = leaf::counting(&leaves).unwrap_or_default();
    let is_void = leaves.iter().any(|leaf| leaf.control == wanted && leaf.voided);
    match counting.get(&wanted) {
        Some(commitment) => form_parts::alert(
            "ok",
            &text.get("search-found"),
            html! {
                p { (text.get("tracker")) ": " span.sr-mono { (tracker(commitment)) } }
                p { (text.get("search-found-line")) }
            },
        ),
        None if is_void => form_parts::alert(
            "warning",
            &text.get("search-void"),
            html! { p { (text.get("search-void-line")) } },
        ),
        None => form_parts::alert(
            "warning",
            &text.get("search-missing"),
            html! { p { (text.get("search-missing-line")) } },
        ),
    }
}

fn list(visit: &Visit, round: &Round, entries: &[Entry], page: usize) -> Markup {
    let text = visit.text;
    let (skip, total) = ((page - 1) * PER_PAGE, u64::try_from(entries.len()).unwrap_or(u64::MAX));
    let turn = |page: usize, key: &str| {
        html! {
            a.utrecht-link href={ (visit.to(paths::LOG, &[round.id.as_str()])) "?page=" (page) } { (text.get(key)) }
        }
    };
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.with("log-entries", &[("count", number(total))])) }
            (form_parts::table(&text.get("log-title"), html! {
                table.utrecht-table.sr-wide.sr-log {
                    caption.sr-hidden { (text.get("log-title")) }
                    thead { tr { th.sr-number scope="col" { (text.get("rank")) } th scope="col" { (text.get("log-what")) } th scope="col" { (text.get("log-bytes")) } } }
                    tbody {
                        @for (place, entry) in entries.iter().enumerate().skip(skip).take(PER_PAGE) {
                            tr {
                                td.sr-number { (place + 1) }
                                th scope="row" { (text.get(&format!("entry-{}", entry.name().replace('.', "-")))) }
                                td { (String::from_utf8_lossy(&entry.bytes())) }
                            }
                        }
                    }
                }
            }))
            p.utrecht-button-group {
                @if page > 1 { (turn(page - 1, "page-before")) }
                @if skip + PER_PAGE < entries.len() { (turn(page + 1, "page-after")) }
            }
        }
    }
}
