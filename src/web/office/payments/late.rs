//! Accounts that are waited for, and what is to be paid back.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::acts::settlement::Late;
use crate::domain::decision::DecisionNumber;
use crate::domain::grant::GrantRecord;
use crate::domain::money::Cents;
use crate::domain::settlement::pay_back_until;
use crate::store::settlement::Reclaim;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::parts::amount;
use crate::web::parts::form;
use crate::web::parts::pages::Turns;
use crate::web::paths;
use crate::web::visit::Visit;

/// A grant of which something is to be paid back.
pub struct Owed {
    grant: GrantRecord,
    sum: Cents,
    last: Option<Reclaim>,
    /// The last day to pay: counted from the day on which its letter went, and none before that (Awb art. 4:87).
    until: Option<Date>,
}

/// The grants of which something is to be paid back.
pub async fn owed(conn: &mut Conn) -> Answer<Vec<Owed>> {
    let reclaims = store::settlement::reclaims(conn).await?;
    let mut owed = Vec::new();
    let sums = store::settlement::owed(conn).await?;
    let mut grants = store::grant::some(conn, sums.iter().map(|(id, _)| id)).await?;
    for (id, sum) in sums {
        let Some(grant) = grants.remove(&id) else { continue };
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
pub fn accounts_table(visit: &Visit, turns: &Turns, late: &[Late]) -> Markup {
    let (text, title) = (visit.text, visit.say("bank-late"));
    html! {
        section.sr-stack #laat {
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
                            @for Late { grant, waiting } in turns.rows("laat", late) {
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
                (turns.links(visit, &visit.to(paths::PAYMENTS, &[]), ("laat", "laat"), late.len()))
            }
        }
    }
}

/// The table of what is to be paid back.
pub fn owed_table(visit: &Visit, turns: &Turns, owed: &[Owed]) -> Markup {
    let (text, title) = (visit.text, visit.say("bank-owed"));
    html! {
        section.sr-stack #terug {
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
                            @for Owed { grant, sum, last, until } in turns.rows("terug", owed) {
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
                (turns.links(visit, &visit.to(paths::PAYMENTS, &[]), ("terug", "terug"), owed.len()))
            }
        }
    }
}

fn link(visit: &Visit, grant: &GrantRecord) -> Markup {
    html! { a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])) { (grant.title) } }
}
