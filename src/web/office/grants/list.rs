//! All grants.

use axum::extract::RawQuery;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::domain::grant::{GrantRecord, Whole};
use crate::store;
use crate::web::error::Answer;
use crate::web::office::frame::Frame;
use crate::web::parts::pages::{Asked, PER_PAGE, cut};
use crate::web::parts::{amount, form};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the grants.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let asked = Asked::of(query.as_deref());
    let mut conn = visit.app.store.read().await?;
    let mut grants =
        store::grant::page(&mut conn, &asked.find, &asked.after, visit.viewer(), PER_PAGE + 1).await?;
    let has_more = cut(&mut grants);
    let wholes = store::slice::wholes(&mut conn, &grants).await?;
    let grants: Vec<(GrantRecord, Whole)> = grants.into_iter().zip(wholes).collect();
    let address = visit.to(paths::GRANTS, &[]);
    let content = html! {
        p { a.utrecht-link href=(visit.to(paths::RECIPIENTS, &[])) { (visit.say("recipients-title")) } }
        @if visit.viewer().is_empty() {
            p { a.utrecht-link href=(visit.to(paths::PAYMENTS, &[])) { (visit.say("bank-title")) } }
        }
        (asked.form(&visit, &address))
        @if !grants.is_empty() { (table(&visit, &grants)) }
        @else if asked == Asked::default() { p { (visit.say("grants-list-none")) } }
        @else { p { (visit.say("slw-find-none")) } }
        @if has_more && let Some((last, _)) = grants.last() { (asked.next(&visit, &address, last.id.as_str())) }
    };
    Ok(Frame::menu(paths::GRANTS, visit.say("grants-list-title")).show(&visit, content).into_response())
}

fn table(visit: &Visit, grants: &[(GrantRecord, Whole)]) -> Markup {
    let title = visit.say("grants-list-title");
    form::table(
        &title,
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (visit.say("grant-plan")) }
                        th scope="col" { (visit.say("grant-applicant")) }
                        th.sr-number scope="col" { (visit.say("grant-amount")) }
                        th scope="col" { (visit.say("grant-state")) }
                    }
                }
                tbody {
                    @for (grant, whole) in grants {
                        tr {
                            th scope="row" {
                                a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])) { (grant.title) }
                            }
                            td { (grant.applicant) }
                            td.sr-number { (amount(visit.text, whole.sum())) }
                            td { (visit.say(&format!("grant-state-{}", grant.state.name()))) }
                        }
                    }
                }
            }
        },
    )
}
