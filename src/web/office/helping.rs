//! Voting for someone at the desk who shows the letter, or on the telephone who reads the code. Two pages and a receipt,
//! all of them answers that no browser keeps; the choice and the code are in them as long as the voter is there.

use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts::ballot::{Vote, Who};
use crate::acts::help::ByTelephone;
use crate::acts::{self, ActError};
use crate::domain::ballot::Ballot;
use crate::domain::ballot_key::ChangeCode;
use crate::domain::id::{CastId, ProposalId, RoundId};
use crate::domain::paper::numbered;
use crate::domain::proposal::Proposal;
use crate::domain::receipt::Receipt;
use crate::domain::round::Round;
use crate::domain::seed::Seed;
use crate::domain::voting_code::VotingCode;
use crate::text::number;
use crate::web::booth::{self, Booth};
use crate::web::error::{Answer, Kind, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::headers::{CLEAR_SITE_DATA, CLEARED_PAGES};
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused};
use crate::web::parts::{amount, plan as plan_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the plans.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let booth = booth::enter(&visit.app, &id, visit.now).await?;
    Ok(forgetting(choose_page(&visit, &booth, &Form::default(), None).into_response()))
}

/// Takes the choice: shows it once more, or casts it.
pub async fn take(Of(id, _): Of<RoundId>, visit: Visit, mut form: Form) -> Answer {
    let booth = booth::enter(&visit.app, &id, visit.now).await?;
    let choices: Vec<ProposalId> = form.all("plan").map(ProposalId::new).collect();
    let refused = if Ballot::new(booth.ballots.rules(), &choices).is_err() {
        Some((Refused::field("plan", "paper-plans"), Kind::BallotInvalid))
    } else if VotingCode::parse(form.get("code")).is_err() {
        Some((Refused::field("code", "paper-code"), Kind::CodeTypo))
    } else if way(&form).is_none() {
        Some((Refused::field("way", "choose"), Kind::FieldInvalid))
    } else {
        None
    };
    if let Some((refused, kind)) = refused {
        let shown = choose_page(&visit, &booth, &form, Some(&refused));
        return Ok(forgetting(with_kind(kind, shown)));
    }
    if form.get("next") == "back" {
        return Ok(forgetting(choose_page(&visit, &booth, &form, None).into_response()));
    }
    if form.get("cast").is_empty() {
        let cast = Seed::new(visit.app.entropy.seed()).id();
        form.forget("cast");
        form.set("cast", cast);
        return Ok(forgetting(review_page(&visit, &booth, &form).into_response()));
    }
    match cast(&visit, &booth, &form, choices).await {
        Ok(receipt) => Ok(forgetting(receipt_page(&visit, &booth.round, &receipt).into_response())),
        Err(error) => {
            let (field, fault) = match &error {
                ActError::CodeNotAccepted => ("code", "paper-no-letter"),
                ActError::CodeReplaced => ("code", "paper-revoked"),
                ActError::AlreadyVoted | ActError::ChangeLocked => ("change_code", "paper-voted"),
                ActError::ChangeCodeNotAccepted => ("change_code", "paper-change"),
                _ => return Err(error.into()),
            };
            let refused = Refused::field(field, fault);
            let shown = choose_page(&visit, &booth, &form, Some(&refused));
            Ok(forgetting(with_kind(crate::web::error::kind_of(&error), shown)))
        }
    }
}

fn way(form: &Form) -> Option<ByTelephone> {
    match form.get("way") {
        "desk" => Some(ByTelephone::No),
        "telephone" => Some(ByTelephone::Yes),
        _ => None,
    }
}

async fn cast(
    visit: &Visit,
    booth: &Booth,
    form: &Form,
    choices: Vec<ProposalId>,
) -> Result<Receipt, ActError> {
    let code = VotingCode::parse(form.get("code")).map_err(|_| ActError::CodeNotAccepted)?;
    let change = match form.get("change_code").trim() {
        "" => None,
        typed => Some(ChangeCode::parse(typed).ok_or(ActError::ChangeCodeNotAccepted)?),
    };
    let by_telephone = way(form).unwrap_or(ByTelephone::No);
    let mut context = visit.context();
    let way = acts::help::begin(&context, &booth.round.id, by_telephone).await?;
    let who = Who::Letter { code: booth.codes.mac(&booth.round.id, &code), change };
    let vote = Vote { choices, who, cast: CastId::new(form.get("cast")) };
    acts::ballot::cast_by(&visit.app.writer, &mut context, &booth.ballots, (vote, way)).await
}

/// An answer of which the browser lets go, with every page that it kept before.
fn forgetting(mut response: Response) -> Response {
    response.headers_mut().insert(CLEAR_SITE_DATA, CLEARED_PAGES);
    response
}

fn frame(visit: &Visit, round: &Round) -> Frame {
    Frame::below_round(visit, round, visit.say("paper-help-title"))
}

fn choose_page(visit: &Visit, booth: &Booth, form: &Form, refused: Option<&Refused>) -> Markup {
    let text = visit.text;
    let rules = booth.ballots.rules();
    let chosen: Vec<&str> = form.all("plan").collect();
    let filled = Filled::new(text, form, refused);
    let ways = ["desk", "telephone"].map(|name| (name.to_string(), text.get(&format!("paper-way-{name}"))));
    let content = html! {
        p.utrecht-paragraph { (text.get("paper-help-line")) }
        p.utrecht-paragraph { (text.with("rules-ballot", &[("min", number(rules.ballot.min)), ("max", number(rules.ballot.max))])) }
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::HELPING, &[booth.round.id.as_str()])) autocomplete="off" {
            (filled.choice("way", "field-way", &ways))
            fieldset.sr-stack #plan {
                legend { h2.utrecht-heading-3 { (text.get("field-plan")) } }
                p.sr-small { (text.get("paper-help-plans")) }
                @for (place, plan) in (1_u64..).zip(numbered(rules)) {
                    p {
                        label.sr-choose {
                            input type="checkbox" name="plan" value=(plan.id) checked[chosen.contains(&plan.id.as_str())];
                            span.sr-choose__off { (text.get("choose")) }
                            span.sr-choose__on { (text.get("chosen")) }
                        }
                        " " span.sr-rank { (place) } " " (plan.title) " · " (amount(text, plan.amount))
                    }
                }
            }
            (filled.field(&Field::text("code", "paper-field-code")))
            @if refused.is_some_and(|refused| refused.faults.iter().any(|fault| fault.field == "change_code")) {
                (filled.field(&Field::text("change_code", "field-change_code")))
            }
            (form::submit(&text.get("paper-help-review")))
        }
    };
    frame(visit, &booth.round).show(visit, content)
}

fn review_page(visit: &Visit, booth: &Booth, form: &Form) -> Markup {
    let text = visit.text;
    let rules = booth.ballots.rules();
    let ids = form.all("plan").map(ProposalId::new).collect::<Vec<_>>();
    let plans: Vec<&Proposal> = numbered(rules).into_iter().filter(|plan| ids.contains(&plan.id)).collect();
    let content = html! {
        h2.utrecht-heading-2 { (text.get("paper-help-check")) }
        @if plans.is_empty() { p { (text.get("review-blank")) } } @else { (plan_parts::table(visit, &plans)) }
        form.utrecht-button-group method="post" action=(visit.to(paths::HELPING, &[booth.round.id.as_str()])) autocomplete="off" {
            @for plan in &plans { input type="hidden" name="plan" value=(plan.id); }
            @for name in ["way", "code", "change_code", "cast"] { input type="hidden" name=(name) value=(form.get(name)); }
            button.utrecht-button.utrecht-button--primary-action type="submit" { (text.get("paper-help-cast")) }
            button.utrecht-button name="next" value="back" { (text.get("change-choice")) }
        }
    };
    frame(visit, &booth.round).show(visit, content)
}

/// The receipt for the voter, to print or to read out; it shows no choice.
fn receipt_page(visit: &Visit, round: &Round, receipt: &Receipt) -> Markup {
    let text = visit.text;
    let content = html! {
        section.sr-slip.sr-stack data-kind="receipt" {
            h2.utrecht-heading-2 { (text.get("receipt-slip")) }
            p { (text.with("receipt-round", &[("title", round.plan.title.as_str().into())])) }
            dl.sr-stack {
                div { dt { (text.get("control-number")) } dd.sr-key { (receipt.control) } }
                div { dt { (text.get("tracker")) } dd.sr-key { (receipt.tracker()) } dd.sr-small { (text.get("tracker-line")) } }
                @if let Some(change) = &receipt.change {
                    div { dt { (text.get("change-code")) } dd.sr-key { (change.for_the_receipt()) } dd.sr-small { (text.get("change-code-line")) } }
                }
            }
        }
        p.utrecht-paragraph.sr-noprint { (text.get("paper-help-done")) }
        p.sr-noprint { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::HELPING, &[round.id.as_str()])) { (text.get("paper-help-next")) } }
    };
    frame(visit, round).show(visit, content)
}
