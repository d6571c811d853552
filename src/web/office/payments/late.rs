//! Accounts that are waited for, and what is to be paid back.

use std::collections::BTreeSet;

use jiff::civil::Date;
use maud::{Markup, html};

use crate::acts::settlement::standing;
use crate::domain::accountability::Waiting;
use crate::domain::decision::DecisionNumber;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::GrantId;
use crate::domain::money::Cents;
use crate::domain::settlement::pay_back_until;
use crate::store::settlement::Reclaim;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::parts::amount;
use crate::web::parts::form;
use crate::web::paths;
use crate::web::visit::Visit;

/// A grant whose account, or whose settlement, is late.
pub struct Late {
    grant: GrantRecord,
    waiting: Waiting,
}

/// A grant of which something is to be paid back.
pub struct Owed {
    grant: GrantRecord,
    sum: Cents,
    last: Option<Reclaim>,
    /// The last day to pay: counted from the day on which its letter went, and none before that (Awb art. 4:87).
    until: Option<Date>,
}

/// The grants that are late, the oldest first.
pub async fn accounts(visit: &Visit, conn: &mut Conn) -> Answer<Vec<Late>> {
    let today = visit.now.local().date();
    let plans = store::payment::plans(conn).await?;
    let ended: BTreeSet<GrantId> =
        plans.into_iter().filter(|(_, plan)| plan.ends_on < today).map(|(id, _)| id).collect();
    let mut late = Vec::new();
    for grant in store::grant::list(conn).await? {
        let is_running =
            matches!(grant.state, GrantState::Objection | GrantState::Advances | GrantState::Running);
        if !is_running || !ended.contains(&grant.id) {
            continue;
        }
        let waiting = standing(conn, &grant, today).await?.waiting;
        if let Some(waiting) = waiting.filter(|waiting| waiting.is_late() || waiting.day() < today) {
            late.push(Late { grant, waiting });
        }
    }
    late.sort_by_key(|one| one.waiting.day());
    Ok(late)
}

/// The grants of which something is to be paid back.
pub async fn owed(conn: &mut Conn) -> Answer<Vec<Owed>> {
    let reclaims = store::settlement::reclaims(conn).await?;
    let mut owed = Vec::new();
    for (id, sum) in store::settlement::owed(conn).await? {
        let Some(grant) = store::grant::find(conn, &id).await? else { continue };
        let last = reclaims.iter().rfind(|(grant, _)| grant == &id).map(|(_, made)| made.clone());
        let mut until = None;
        if let Some(made) = &last {
            let number = DecisionNumber(made.decision.clone());
            until = store::decision::sending(conn, &number).await?.map(|sent| pay_back_until(sent.on));
        }
        owed.push(Owed { grant, sum, last, until });
    }
    Ok(owed)
}

/// The table of what is late.
pub fn accounts_table(visit: &Visit, late: &[Late]) -> Markup {
    let (text, title) = (visit.text, visit.say("bank-late"));
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (title) }
            @if late.is_empty() { p { (visit.say("bank-late-none")) } } @else {
                (form::table(&title, html! {
                    table.utrecht-table.sr-wide {
                        caption.sr-hidden { (title) }
                        thead { tr {
                            th scope="col" { (visit.say("grant-plan")) }
                            th scope="col" { (visit.say("grant-applicant")) }
                            th scope="col" { (visit.say("pay-when")) }
                        } }
                        tbody {
                            @for Late { grant, waiting } in late {
                                tr {
                                    th scope="row" { (link(visit, grant)) }
                                    td { (grant.applicant) }
                                    td {
                                        (text.with(
                                            &format!("ledger-waiting-{}", waiting.name()),
                                            &[("day", text.civil_day(waiting.day()).into())],
                                        ))
                                    }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}

/// The table of what is to be paid back.
pub fn owed_table(visit: &Visit, owed: &[Owed]) -> Markup {
    let (text, title) = (visit.text, visit.say("bank-owed"));
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (title) }
            @if owed.is_empty() { p { (visit.say("bank-owed-none")) } } @else {
                (form::table(&title, html! {
                    table.utrecht-table.sr-wide {
                        caption.sr-hidden { (title) }
                        thead { tr {
                            th scope="col" { (visit.say("grant-plan")) }
                            th scope="col" { (visit.say("grant-applicant")) }
                            th.sr-number scope="col" { (visit.say("pay-back")) }
                            th scope="col" { (visit.say("bank-pay-until")) }
                            th scope="col" { (visit.say("grant-why")) }
                        } }
                        tbody {
                            @for Owed { grant, sum, last, until } in owed {
                                tr {
                                    th scope="row" { (link(visit, grant)) }
                                    td { (grant.applicant) }
                                    td.sr-number { (amount(text, *sum)) }
                                    td { @match until { Some(until) => { (text.civil_day(*until)) } None => { (visit.say("letter-due")) } } }
                                    td { @if let Some(last) = last { (last.reason) } }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}

fn link(visit: &Visit, grant: &GrantRecord) -> Markup {
    html! { a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])) { (grant.title) } }
}
