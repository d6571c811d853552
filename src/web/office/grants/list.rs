//! All grants.

use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::domain::grant::{GrantRecord, Whole};
use crate::store;
use crate::web::error::Answer;
use crate::web::office::frame::Frame;
use crate::web::parts::{amount, form};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the grants.
pub async fn show(visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let grants = store::grant::list(&mut conn).await?;
    let wholes = store::slice::wholes(&mut conn, &grants).await?;
    let grants: Vec<(GrantRecord, Whole)> = grants.into_iter().zip(wholes).collect();
    let content = html! {
        p { a.utrecht-link href=(visit.to(paths::RECIPIENTS, &[])) { (visit.say("recipients-title")) } }
        p { a.utrecht-link href=(visit.to(paths::PAYMENTS, &[])) { (visit.say("bank-title")) } }
        @if grants.is_empty() { p { (visit.say("grants-list-none")) } } @else { (table(&visit, &grants)) }
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
