//! Voting for someone at the desk who shows the letter, or on the telephone who reads the code. Two pages and a receipt,
//! all of them answers that no browser keeps; the choice and the code are in them as long as the voter is there.

use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts::ballot::{Vote, Who};
use crate::acts::help::ByTelephone;
use crate::acts::{self, ActError};
use crate::domain::ballot::Choice;
use crate::domain::ballot_key::ChangeCode;
use crate::domain::deadline::PaperRule;
use crate::domain::id::{CastId, RoundId};
use crate::domain::paper::numbered;
use crate::domain::proposal::Proposal;
use crate::domain::receipt::Receipt;
use crate::domain::round::Round;
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
use crate::domain::voting_code::VotingCode;
use crate::web::booth::{self, Booth};
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::headers::{CLEAR_SITE_DATA, CLEARED_PAGES};
use crate::web::guard::scope::Of;
use crate::web::guard::token::{self, Review};
use crate::web::marks::{self, Marks, WrongMark};
use crate::web::parts::form::{self, Field, Filled, Refused};
use crate::web::parts::{amount, choice};
use crate::web::paths;
use crate::web::public::late;
use crate::web::visit::Visit;

/// Shows the plans.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let booth = booth::enter(&visit.app, &id, visit.now).await?;
    Ok(forgetting(choose_page(&visit, &booth, &Form::default(), (None, None)).into_response()))
}

/// Takes the choice: shows it once more, or casts what was shown. What comes after the end stays on the screen.
pub async fn take(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let booth = match booth::enter(&visit.app, &id, visit.now).await {
        Err(Refusal(Kind::RoundClosed)) => {
            return Ok(forgetting(late::closed(&visit, id.as_str(), &form).await?));
        }
        booth => booth?,
    };
    let marks = Marks::read(&form);
    if let Err(wrong) = marks.checked(booth.ballots.rules()) {
        let shown = choose_page(&visit, &booth, &form, (None, Some(&wrong)));
        return Ok(forgetting(with_kind(Kind::BallotInvalid, shown)));
    }
    let choices = marks.choices();
    let refused = if VotingCode::parse(form.get("code")).is_err() {
        Some((Refused::field("code", "paper-code"), Kind::CodeTypo))
    } else if way(&form).is_none() {
        Some((Refused::field("way", "choose"), Kind::FieldInvalid))
    } else {
        None
    };
    if let Some((refused, kind)) = refused {
        let shown = choose_page(&visit, &booth, &form, (Some(&refused), None));
        return Ok(forgetting(with_kind(kind, shown)));
    }
    if form.get("next") == "back" {
        return Ok(forgetting(choose_page(&visit, &booth, &form, (None, None)).into_response()));
    }
    let review = sent(&id, choices, &form);
    if !review.is_good(&visit.app.form_key, None, form.get("token"), visit.now) {
        // Made here, so that nobody at a desk writes a mark of their own beside a ballot.
        let cast = CastId::new(Seed::new(visit.app.entropy.seed()).id());
        let review = Review { cast, until: visit.now.plus_minutes(token::MINUTES), ..review };
        return Ok(forgetting(review_page(&visit, &booth, &form, &review).into_response()));
    }
    match cast(&visit, &booth, &form, review).await {
        Ok(receipt) => Ok(forgetting(receipt_page(&visit, &booth.round, &receipt).into_response())),
        Err(ActError::VoteClosed) => {
            visit.app.booths.forget(&id);
            Ok(forgetting(late::closed(&visit, id.as_str(), &form).await?))
        }
        Err(error) => {
            let (field, fault) = match &error {
                ActError::CodeNotAccepted => ("code", "paper-no-letter"),
                ActError::CodeReplaced => ("code", "paper-revoked"),
                ActError::AlreadyVoted => ("change_code", "paper-voted"),
                ActError::ChangeLocked => ("change_code", "paper-locked"),
                ActError::ChangeCodeNotAccepted => ("change_code", "paper-change"),
                _ => return Err(error.into()),
            };
            let refused = Refused::field(field, fault);
            let shown = choose_page(&visit, &booth, &form, (Some(&refused), None));
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

/// What was looked over, as the form says.
fn sent(id: &RoundId, choices: Vec<Choice>, form: &Form) -> Review {
    let until = Moment::from_micros(form.get("until").parse().unwrap_or(0));
    Review { round: id.clone(), choices, cast: CastId::new(form.get("cast")), until }
}

async fn cast(visit: &Visit, booth: &Booth, form: &Form, review: Review) -> Result<Receipt, ActError> {
    let code = VotingCode::parse(form.get("code")).map_err(|_| ActError::CodeNotAccepted)?;
    let change = match form.get("change_code").trim() {
        "" => None,
        typed => Some(ChangeCode::parse(typed).ok_or(ActError::ChangeCodeNotAccepted)?),
    };
    let by_telephone = way(form).unwrap_or(ByTelephone::No);
    let mut context = visit.context();
    let way = acts::help::begin(&context, &booth.round.id, by_telephone).await?;
    let who = Who::Letter { code: booth.codes.mac(&booth.round.id, &code), change };
    let vote = Vote { choices: review.choices, who, cast: review.cast };
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

fn choose_page(
    visit: &Visit,
    booth: &Booth,
    form: &Form,
    (refused, wrong): (Option<&Refused>, Option<&WrongMark>),
) -> Markup {
    let text = visit.text;
    let rules = booth.ballots.rules();
    let marks = Marks::read(form);
    let filled = Filled::new(text, form, refused);
    let ways = ["desk", "telephone"].map(|name| (name.to_string(), text.get(&format!("paper-way-{name}"))));
    let content = html! {
        p.utrecht-paragraph { (text.get("paper-help-line")) }
        @for rule in choice::rules(text, &rules.ballot, rules.ceiling) { p.utrecht-paragraph { (rule) } }
        @if let Some(wrong) = wrong { (choice::notice(visit, &rules.ballot, wrong)) }
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::HELPING, &[booth.round.id.as_str()])) autocomplete="off" {
            (filled.choice("way", "field-way", &ways))
            fieldset.sr-stack #(choice::LIST) {
                legend { h2.utrecht-heading-3 { (text.get("field-plan")) } }
                @if booth.round.deadline().paper != PaperRule::None { p.sr-small { (text.get("paper-help-plans")) } }
                @for (place, plan) in (1_u64..).zip(numbered(rules)) {
                    div.sr-stack.sr-stack--tight {
                        p { span.sr-rank { (place) } " " (plan.title) " · " (amount(text, plan.amount)) }
                        (choice::control(visit, &booth.round, plan, &marks, wrong))
                    }
                }
                (choice::none(visit, &booth.round, &marks))
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

fn review_page(visit: &Visit, booth: &Booth, form: &Form, review: &Review) -> Markup {
    let text = visit.text;
    let (rules, choices) = (booth.ballots.rules(), &review.choices);
    let is_chosen = |plan: &&Proposal| choices.iter().any(|choice| choice.plan == plan.id);
    let plans: Vec<&Proposal> = numbered(rules).into_iter().filter(is_chosen).collect();
    let content = html! {
        h2.utrecht-heading-2 { (text.get("paper-help-check")) }
        @if plans.is_empty() { p { (text.get("review-blank")) } } @else { (choice::table(visit, &rules.ballot, &plans, choices)) }
        form.utrecht-button-group method="post" action=(visit.to(paths::HELPING, &[booth.round.id.as_str()])) autocomplete="off" {
            (marks::hidden(choices))
            input type="hidden" name="cast" value=(review.cast);
            input type="hidden" name="until" value=(review.until.micros());
            input type="hidden" name="token" value=(review.token(&visit.app.form_key, None));
            @for name in ["way", "code", "change_code"] { input type="hidden" name=(name) value=(form.get(name)); }
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
