//! Decisions, their letters, and objections.

use maud::{Markup, html};

use crate::domain::grant::GrantRecord;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::office::decisions::{decision::outcome, kind, link};
use crate::web::parts::{amount, form};
use crate::web::paths;
use crate::web::visit::Visit;

/// The section of the page of a grant.
pub async fn section(visit: &Visit, conn: &mut Conn, grant: &GrantRecord) -> Answer<Markup> {
    let mut rows = Vec::new();
    for decision in store::decision::of_grant(conn, &grant.id).await? {
        let sending = store::decision::sending(conn, &decision.number).await?;
        let objections = store::objection::of_decision(conn, &decision.number).await?;
        rows.push((decision, sending, objections));
    }
    let title = visit.say("decisions-title");
    Ok(html! {
        section.sr-stack #besluiten {
            h2.utrecht-heading-2 { (title) }
            @if rows.is_empty() { p { (visit.say("grant-no-decision")) } } @else {
                (form::table(&title, html! {
                    table.utrecht-table.sr-wide {
                        caption.sr-hidden { (title) }
                        thead { tr {
                            th scope="col" { (visit.say("decision-number")) }
                            th scope="col" { (visit.say("decision-what")) }
                            th.sr-number scope="col" { (visit.say("grant-amount")) }
                            th scope="col" { (visit.say("letter-sent")) }
                            th scope="col" { (visit.say("letter-objection-end")) }
                            th scope="col" { (visit.say("objections-title")) }
                        } }
                        tbody {
                            @for (decision, sending, objections) in &rows {
                                tr {
                                    th scope="row" { (link(visit, decision)) }
                                    td { (kind(visit, decision)) }
                                    td.sr-number { (amount(visit.text, decision.sum)) }
                                    @match sending {
                                        Some(sending) => {
                                            td { (visit.text.civil_day(sending.on)) }
                                            td { (visit.text.civil_day(sending.objection_until)) }
                                        },
                                        None => { td { (visit.say("letter-due")) } td {} },
                                    }
                                    td {
                                        @for one in objections {
                                            a.utrecht-link href=(visit.to(paths::OBJECTION, &[&one.number])) { (one.number) }
                                            " " (outcome(visit, one)) " "
                                        }
                                    }
                                }
                            }
                        }
                    }
                }))
            }
        }
    })
}
