//! Choosing: the plans with their boxes, and the review of what was chosen. No cookie, no script, and
//! nothing is stored: the answer to the form carries the choices.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::review::{Review, Typed, pass_field, review_page};
use super::{late, round_with_plans, sign_in, ways};
use crate::domain::ballot::{Ballot, BallotFault};
use crate::domain::digest::Digest;
use crate::domain::id::{CastId, ProposalId};
use crate::domain::money::Cents;
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::domain::seed::Seed;
use crate::provider::Provider;
use crate::store;
use crate::text::number;
use crate::web::booth;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::token::{self, Pass, Right};
use crate::web::kiosk;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::picture::{self, Pictures};
use crate::web::parts::{amount, large_amount, plan as plan_parts, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// The plans, and what is chosen of them.
struct Choosing<'a> {
    round: &'a Round,
    plans: Vec<&'a Proposal>,
    chosen: Vec<&'a Proposal>,
    /// Decides the order of the plans, so that it stays the same while one chooses.
    order: String,
    pictures: &'a Pictures,
    /// The right to change the ballot that was just cast, or to vote after signing in.
    pass: Option<Pass>,
    /// The provider with which the voter may sign in, if the round has one.
    way: Option<&'a Provider>,
}

/// Shows the plans.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    booth::is_open(&visit.app, &round, visit.now)?;
    let order = Seed::new(visit.app.entropy.seed()).id();
    let pictures = store::picture::list(&mut conn, &round.id).await?;
    let way = sign_in::way(&visit.app, &mut conn, &round).await?.filter(|_| visit.kiosk.is_none());
    let choosing = Choosing { way, ..Choosing::new(&round, (&plans, &pictures), &[], order, None) };
    Ok(choose_page(&visit, &choosing, None).into_response())
}

/// Takes the choices: counts them up, or goes on to the review.
pub async fn review(Path(id): Path<String>, visit: Visit, form: Form) -> Answer {
    let visit = match kiosk::go_on(visit, &form) {
        Ok(visit) => visit,
        Err(beginning) => return Ok(beginning.into_response()),
    };
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    match booth::is_open(&visit.app, &round, visit.now) {
        Err(Refusal(Kind::RoundClosed)) => {
            return Ok(late::closed_page(&visit, &round, &late::chosen(&form, &plans)));
        }
        open => open?,
    }
    let choices: Vec<ProposalId> = form.all("plan").map(ProposalId::new).collect();
    let order = form.get("order").chars().take(32).collect();
    let pass = Pass::read(&visit.app.form_key, &round.id, form.get("pass"), visit.now);
    let pictures = store::picture::list(&mut conn, &round.id).await?;
    let way = sign_in::way(&visit.app, &mut conn, &round).await?.filter(|_| visit.kiosk.is_none());
    let choosing = Choosing { way, ..Choosing::new(&round, (&plans, &pictures), &choices, order, pass) };
    if form.get("next") != "review" {
        return Ok(choose_page(&visit, &choosing, None).into_response());
    }
    let rules = crate::acts::round::rules(&mut conn, &round.id).await?;
    match Ballot::new(&rules, &choices) {
        Err(fault) => Ok(with_kind(Kind::BallotInvalid, choose_page(&visit, &choosing, Some(&fault)))),
        Ok(_) => {
            let mut seed = Seed::new(visit.app.entropy.seed());
            let review = token::Review {
                round: round.id.clone(),
                choices: choosing.chosen.iter().map(|plan| plan.id.clone()).collect(),
                cast: CastId::new(seed.id()),
                until: visit.now.plus_minutes(token::MINUTES),
            };
            let review = Review {
                round: &round,
                plans: choosing.chosen,
                token: review,
                typed: Typed::default(),
                order: &choosing.order,
                pass: choosing.pass,
                way,
            };
            Ok(review_page(&visit, &review, None))
        }
    }
}

impl<'a> Choosing<'a> {
    fn new(
        round: &'a Round,
        (plans, pictures): (&'a [Proposal], &'a Pictures),
        choices: &[ProposalId],
        order: String,
        pass: Option<Pass>,
    ) -> Choosing<'a> {
        let mut plans: Vec<&Proposal> = plans.iter().collect();
        plans.sort_by_key(|plan| Digest::of_parts(&[order.as_bytes(), b":", plan.id.as_str().as_bytes()]));
        let chosen = plans.iter().copied().filter(|plan| choices.contains(&plan.id)).collect();
        Choosing { round, plans, chosen, order, pictures, pass, way: None }
    }
}

fn choose_page(visit: &Visit, choosing: &Choosing<'_>, fault: Option<&BallotFault>) -> Markup {
    let (text, round) = (visit.text, choosing.round);
    let money = text.euros(round.plan.ceiling);
    let title =
        text.with("choose-title", &[("amount", money.into()), ("title", round.plan.title.as_str().into())]);
    let count = u64::try_from(choosing.plans.len()).unwrap_or(u64::MAX);
    let action = visit.to(paths::CHOOSE, &[round.id.as_str()]);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page {
                div.sr-stack {
                    @if let Some(fault) = fault { (notice(visit, fault)) }
                    p.sr-step { (text.get("choose-step")) }
                    h1.utrecht-heading-1 { (title) }
                    (ways::notice(visit, round))
                    @if choosing.pass.as_ref().is_some_and(|pass| pass.right != Right::Vote) { p.utrecht-paragraph { strong { (text.get("change-busy")) } } }
                    p.utrecht-paragraph.utrecht-paragraph--lead {
                        (text.get("choose-lead"))
                        @if let Some(line) = round_parts::now_line(text, round, visit.now) { " " (line) }
                    }
                    @if let (Some(way), None) = (choosing.way, &choosing.pass) {
                        p.utrecht-paragraph { (text.with("oidc-choose", &[("name", way.settings.name.as_str().into())])) }
                    }
                    p.utrecht-paragraph { (text.with("rules-ballot", &[("min", number(round.plan.ballot.min)), ("max", number(round.plan.ballot.max))])) }
                }
                form.sr-split.sr-split--aside.sr-gap method="post" action=(action) aria-label=(text.get("your-vote")) {
                    fieldset.sr-stack {
                        legend.sr-hidden { (text.get("choose-legend")) }
                        h2.utrecht-heading-2 { (text.with("count-plans", &[("count", number(count))])) }
                        p { (text.get("choose-order")) }
                        input type="hidden" name="order" value=(choosing.order);
                        (pass_field(visit, choosing.pass.as_ref()))
                        ul.sr-plan-list { @for plan in &choosing.plans { (option(visit, choosing, plan)) } }
                    }
                    (tray(visit, choosing))
                }
                (round_parts::fingerprint(visit, round))
            }
        }
    };
    layout::page(visit, &Head { title, place: Place::Booth }, content)
}

fn notice(visit: &Visit, fault: &BallotFault) -> Markup {
    let sentence = match fault {
        BallotFault::TooFew { min } => visit.text.with("ballot-too-few", &[("min", number(*min))]),
        BallotFault::TooMany { max } => visit.text.with("ballot-too-many", &[("max", number(*max))]),
        BallotFault::Unknown => visit.say("ballot-unknown"),
        BallotFault::Twice => visit.say("ballot-twice"),
    };
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind="ballot_invalid" {
            h2.utrecht-heading-3 { (visit.say("not-sent")) }
            p { (sentence) }
        }
    }
}

fn option(visit: &Visit, choosing: &Choosing<'_>, plan: &Proposal) -> Markup {
    let text = visit.text;
    let is_chosen = choosing.chosen.iter().any(|one| one.id == plan.id);
    let ends = plan_parts::Ends {
        picture: picture::first(choosing.pictures, &plan.id),
        act: html! {
            p {
                label.sr-choose {
                    input type="checkbox" name="plan" value=(plan.id) checked[is_chosen];
                    span.sr-choose__off { (text.get("choose")) }
                    span.sr-choose__on { (text.get("chosen")) }
                    span.sr-hidden { ": " (plan.title) }
                }
            }
        },
        ..plan_parts::Ends::default()
    };
    plan_parts::card(visit, &choosing.round.id, plan, None, &ends)
}

/// The bar that goes along: what was chosen when it was last counted up.
fn tray(visit: &Visit, choosing: &Choosing<'_>) -> Markup {
    let text = visit.text;
    let bar = choosing
        .chosen
        .iter()
        .fold(Bar::of(choosing.round.plan.ceiling).thin(), |bar, plan| bar.money(Look::Own, plan.amount));
    html! {
        div.sr-tray role="group" aria-label=(text.get("your-choice")) {
            div.sr-stack.sr-stack--tight {
                div.sr-bar.sr-bar--thin { (bar.room().draw()) }
                (sum_line(visit, choosing.round, &choosing.chosen))
                div.utrecht-button-group {
                    button.utrecht-button name="next" value="sum" { (text.get("sum-action")) }
                    button.utrecht-button.utrecht-button--primary-action name="next" value="review" { (text.get("review-action")) }
                }
            }
        }
    }
}

/// What the chosen plans cost together, beside what there is. More than there is may be chosen: a vote
/// says which plans are good, the count says which can be paid.
pub fn sum_line(visit: &Visit, round: &Round, chosen: &[&Proposal]) -> Markup {
    let text = visit.text;
    let sum = Cents::sum(chosen.iter().map(|plan| plan.amount)).unwrap_or(Cents::MAX);
    let count = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
    let ceiling = round.plan.ceiling;
    html! {
        p {
            (text.with("sum-chosen", &[("count", number(count))])) " "
            (amount(text, sum)) " " (text.get("of")) " " (amount(text, ceiling)) "."
        }
        @match ceiling.minus(sum) {
            Ok(left) => p { (text.get("sum-left")) " " (large_amount(text, left)) },
            Err(_) => p { (text.get("sum-over")) },
        }
    }
}
