//! Refusing the plans that were not selected: all of a round in one go, or one by one.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::page;
use crate::acts::decision::{Others, others, refuse_others, refuse_plan};
use crate::domain::account::{Permission, Subject};
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::proposal::Proposal;
use crate::domain::round::{Origin, Round};
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Refused, alert};
use crate::web::parts::pages::Turns;
use crate::web::parts::{amount, form};
use crate::web::paths;
use crate::web::sight::Sight;
use crate::web::visit::Visit;

/// Takes the decisions.
pub async fn refuse(visit: Visit, form: Form) -> Answer {
    let round = RoundId::new(form.get("round"));
    if !visit.holds(Subject::Round, round.as_str()).await? {
        return Err(Refusal::NOT_FOUND);
    }
    let ctx = visit.context();
    let done = match form.get("plan") {
        "" => refuse_others(&ctx, &round, form.get("motive")).await,
        plan => refuse_plan(&ctx, &round, &ProposalId::new(plan), form.get("motive")).await,
    };
    match done {
        Ok(_) => Ok(Redirect::to(&visit.to(paths::DECISIONS, &[])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "motive")?;
            let notice = form::Filled::new(visit.text, &form, Some(&refused)).notice();
            Ok(with_kind(refused.kind, page(&visit, notice).await?))
        }
    }
}

/// The list of plans that wait: its name in the address, and its place on the page.
const WAITING: (&str, &str) = ("wachten", "afwijzingen");

/// The rounds in which plans wait for a refusal, some plans at a time.
pub async fn section(visit: &Visit, conn: &mut Conn, turns: &Turns) -> Answer<Markup> {
    let mut open = Vec::new();
    let sight = Sight::of(visit, conn).await?;
    for round in store::round::list(conn).await? {
        if sight.has_area(&round.area) && round.phase.shows_outcome() && round.origin == Origin::Vote {
            let found = others(conn, &round.id).await?;
            if !found.waiting.is_empty() {
                open.push((round, found));
            }
        }
    }
    let waiting = |(place, (_, found)): (usize, &(Round, Others))| {
        found.waiting.iter().map(move |plan| (place, plan.clone())).collect::<Vec<_>>()
    };
    let all: Vec<(usize, Proposal)> = open.iter().enumerate().flat_map(waiting).collect();
    let shown = turns.rows(WAITING.0, &all);
    let of = |place: usize| -> Vec<&Proposal> {
        shown.iter().filter(|(round, _)| *round == place).map(|(_, plan)| plan).collect()
    };
    Ok(html! {
        section.sr-stack #(WAITING.1) {
            h2.utrecht-heading-2 { (visit.say("field-refusals")) }
            p.utrecht-paragraph { (visit.say("refusals-lead")) }
            @if open.is_empty() { p { (visit.say("refusals-none")) } }
            @for (place, (round, found)) in open.iter().enumerate() {
                @let plans = of(place);
                @if !plans.is_empty() { (of_round(visit, round, found, &plans)) }
            }
            (turns.links(visit, &visit.to(paths::DECISIONS, &[]), WAITING, all.len()))
        }
    })
}

fn of_round(visit: &Visit, round: &Round, found: &Others, plans: &[&Proposal]) -> Markup {
    let count = u64::try_from(found.waiting.len()).unwrap_or(u64::MAX);
    let decides = visit.may(Permission::DecideGrants);
    html! {
        h3.utrecht-heading-3 { (round.plan.title) }
        @if found.may_move_up {
            (alert("warning", &visit.say("refusals-early"), html! { p { (visit.say("refusals-early-line")) } }))
        } @else if decides {
            form.sr-stack method="post" action=(visit.to(paths::REFUSALS, &[])) {
                input type="hidden" name="round" value=(round.id);
                p {
                    button.utrecht-button.utrecht-button--primary-action type="submit" {
                        (visit.text.with("refusals-all", &[("count", number(count))]))
                    }
                }
            }
        }
        (form::table(&round.plan.title, html! {
            table.utrecht-table {
                caption.sr-hidden { (round.plan.title) }
                thead { tr {
                    th scope="col" { (visit.say("plan")) }
                    th.sr-number scope="col" { (visit.say("amount")) }
                    @if decides && found.may_move_up { th scope="col" { span.sr-hidden { (visit.say("refusals-one")) } } }
                } }
                tbody {
                    @for plan in plans {
                        tr {
                            th scope="row" { (plan.title) br; span.sr-small { (plan.applicant) } }
                            td.sr-number { (amount(visit.text, plan.amount)) }
                            @if decides && found.may_move_up {
                                td {
                                    form method="post" action=(visit.to(paths::REFUSALS, &[])) {
                                        input type="hidden" name="round" value=(round.id);
                                        input type="hidden" name="plan" value=(plan.id);
                                        button.sr-link-button.utrecht-link type="submit" {
                                            (visit.say("refusals-one")) span.sr-hidden { ": " (plan.title) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }))
    }
}
