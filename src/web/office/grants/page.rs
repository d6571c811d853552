//! One grant: its facts, its money, what is to be done, what happened.

use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::{account_key, checks, decisions, payments, years};
use crate::domain::grant::{GrantRecord, Source};
use crate::domain::id::GrantId;
use crate::domain::ledger::Balance;
use crate::store::grant::Event;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Refusal};
use crate::web::guard::scope::Of;
use crate::web::office::casefile;
use crate::web::office::frame::{Frame, facts};
use crate::web::parts::{amount, form};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows a grant.
pub async fn show(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let grant = find(&mut conn, &id).await?;
    Ok(page(&visit, &mut conn, &grant, html! {}).await?.into_response())
}

/// The grant of an address.
pub async fn find(conn: &mut Conn, id: &GrantId) -> Answer<GrantRecord> {
    store::grant::find(conn, id).await?.ok_or(Refusal::NOT_FOUND)
}

/// The page of a grant, below a notice.
pub async fn page(visit: &Visit, conn: &mut Conn, grant: &GrantRecord, notice: Markup) -> Answer<Markup> {
    let accounts = store::ledger::accounts_of_grant(conn, &grant.id).await?;
    let history = store::grant::history(conn, &grant.id).await?;
    let whole = store::slice::whole(conn, grant).await?;
    let round = grant.source.round();
    let origin = match &grant.source {
        Source::Vote { .. } => paths::OFFICE_ROUND,
        Source::Standing { .. } => paths::OFFICE_QUICK_ROUND,
    };
    let state = visit.say(&format!("grant-state-{}", grant.state.name()));
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (notice)
            (facts(&[
                (visit.say("grant-state"), html! { (state) }),
                (visit.say("grant-applicant"), html! { (grant.applicant) }),
                (visit.say("grant-amount"), amount(visit.text, whole.sum())),
                (visit.say("grant-round"), html! {
                    a.utrecht-link href=(visit.to(origin, &[round.as_str()])) { (round) }
                }),
            ]))
            @if grant.source.proposal().is_some() {
                p { a.utrecht-link href=(visit.to(paths::GRANT_PROGRESS, &[grant.id.as_str()])) { (visit.say("after-title")) } }
            }
            (years::section(visit, conn, grant).await?)
            (checks::section(visit, conn, grant).await?)
            (decisions::section(visit, conn, grant).await?)
            (payments::section(visit, conn, grant).await?)
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("grant-money")) }
                (money(visit, &accounts))
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("grant-history")) }
                (events(visit, &history))
            }
            (casefile::section(visit, paths::GRANT_CASE, grant.id.as_str()))
        }
    };
    let above = vec![(visit.say("grants-list-title"), visit.to(paths::GRANTS, &[]))];
    Ok(Frame { menu: paths::GRANTS, title: grant.title.clone(), above, mark: html! {} }.show(visit, content))
}

fn money(visit: &Visit, accounts: &[Balance]) -> Markup {
    let held: Vec<&Balance> = accounts.iter().filter(|account| account.balance().get() > 0).collect();
    let title = visit.say("grant-money");
    html! {
        @if held.is_empty() { p { (visit.say("grant-money-none")) } } @else {
            (form::table(&title, html! {
                table.utrecht-table {
                    caption.sr-hidden { (title) }
                    tbody {
                        @for account in held {
                            tr {
                                th scope="row" { (visit.say(&account_key(account.key.kind))) }
                                td.sr-number { (amount(visit.text, account.balance())) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn events(visit: &Visit, history: &[Event]) -> Markup {
    let title = visit.say("grant-history");
    form::table(
        &title,
        html! {
            table.utrecht-table {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (visit.say("grant-when")) }
                        th scope="col" { (visit.say("grant-step")) }
                        th scope="col" { (visit.say("grant-why")) }
                    }
                }
                tbody {
                    @for event in history {
                        tr {
                            td { (visit.text.moment(event.at)) }
                            td { (visit.say(&format!("grant-step-{}", event.step.name()))) }
                            td { (event.reason) }
                        }
                    }
                }
            }
        },
    )
}
