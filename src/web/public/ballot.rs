//! The review with the field for the code, and the vote itself.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::choose::sum_line;
use super::guess::Try;
use super::receipt::receipt_page;
use super::{late, letter};
use crate::acts::ballot::{Vote, Who};
use crate::acts::{self, ActError};
use crate::domain::ballot::Ballot;
use crate::domain::ballot_key::ChangeCode;
use crate::domain::id::{CastId, ProposalId, RoundId};
use crate::domain::proposal::Proposal;
use crate::domain::round::{Change, Round};
use crate::domain::rules::Rules;
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
use crate::domain::voting_code::{BadCode, VotingCode};
use crate::store::StoreError;
use crate::text::number;
use crate::web::booth::{self, Booth};
use crate::web::error::{Answer, Kind, Refusal, kind_of, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::token::{self, Pass};
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{plan as plan_parts, round as round_parts};
use crate::web::paths;
use crate::web::visit::{QuickVisit, Visit};

/// A ballot that its voter looks over before typing the code.
pub struct Review<'a> {
    /// The round.
    pub round: &'a Round,
    /// The chosen plans.
    pub plans: Vec<&'a Proposal>,
    /// What ties choices, sending and time together.
    pub token: token::Review,
    /// What was typed.
    pub typed: Typed<'a>,
    /// The order in which the plans were listed.
    pub order: &'a str,
    /// The right to change the ballot that was just cast; no code is asked then.
    pub pass: Option<Pass>,
}

/// What a voter typed on the review.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// As code of the letter.
    pub code: &'a str,
    /// As change code of an earlier receipt.
    pub change: &'a str,
}

/// Takes a vote.
pub async fn cast(Path(id): Path<String>, visit: QuickVisit, form: Form) -> Answer {
    let QuickVisit(visit) = visit;
    let booth = match booth::enter(&visit.app, &RoundId::new(id.as_str()), visit.now).await {
        Err(Refusal(Kind::RoundClosed)) => return late::closed(&visit, &id, &form).await,
        booth => booth?,
    };
    let visit = visit.with_town(booth.town.clone());
    let (round, rules) = (&booth.round, booth.ballots.rules());
    let review = sent(&visit, round, rules, &form);
    let is_good =
        review.token.is_good(&visit.app.form_key, review.pass.as_ref(), form.get("token"), visit.now);
    let is_late = review.pass.is_none() && !form.get("pass").is_empty();
    if !is_good || is_late {
        return again(&visit, rules, review);
    }
    let (who, tried) = match who(&visit, &booth, &review) {
        Ok(both) => both,
        Err(fault) => return Ok(review_page(&visit, &review, Some(&fault))),
    };
    if let Some(tried) = &tried
        && !tried.is_let_through(&visit).await
    {
        let fault = Fault::refused(&visit, Kind::RateLimited, At::Code);
        return Ok(review_page(&visit, &review, Some(&fault)));
    }
    let vote = Vote { choices: review.token.choices.clone(), who, cast: review.token.cast.clone() };
    let mut context = visit.context();
    match acts::ballot::cast_with(&visit.app.writer, &mut context, &booth.ballots, vote).await {
        Ok(receipt) => Ok(receipt_page(&visit, round, &receipt).into_response()),
        Err(ActError::VoteClosed) => {
            visit.app.booths.forget(&round.id);
            late::closed(&visit, &id, &form).await
        }
        Err(error) => {
            let fault = match (&error, tried) {
                (ActError::CodeNotAccepted, Some(tried)) => {
                    let kind = tried.failed(&visit, &round.id).await.unwrap_or_else(|Refusal(kind)| kind);
                    Some(Fault::refused(&visit, kind, At::Code))
                }
                _ => Fault::of(&visit, &error, rules.change),
            };
            match fault {
                Some(fault) => Ok(review_page(&visit, &review.after(&error), Some(&fault))),
                None => Err(error.into()),
            }
        }
    }
}

impl Review<'_> {
    /// The review as it is shown after a refusal. When the ballot of this visit is no longer there, only the
    /// codes can help.
    fn after(self, error: &ActError) -> Self {
        match error {
            ActError::AlreadyVoted | ActError::CodeNotAccepted | ActError::CodeReplaced => {
                Review { pass: None, ..self }
            }
            _ => self,
        }
    }
}

/// The review as it was sent.
fn sent<'a>(visit: &Visit, round: &'a Round, rules: &'a Rules, form: &'a Form) -> Review<'a> {
    let token = token::Review {
        round: round.id.clone(),
        choices: form.all("plan").map(ProposalId::new).collect(),
        cast: CastId::new(form.get("cast")),
        until: Moment::from_micros(form.get("until").parse().unwrap_or(0)),
    };
    Review {
        round,
        plans: token.choices.iter().filter_map(|id| rules.proposal(id)).collect(),
        typed: Typed { code: form.get("code"), change: form.get("change") },
        order: form.get("order"),
        pass: Pass::read(&visit.app.form_key, &round.id, form.get("pass"), visit.now),
        token,
    }
}

/// On whose behalf a vote is sent: the ballot of this visit, or the letter whose code was typed.
fn who(visit: &Visit, booth: &Booth, review: &Review<'_>) -> Result<(Who, Option<Try>), Fault> {
    if let Some(pass) = &review.pass {
        return Ok((Who::Visit { control: pass.control, commitment: pass.commitment }, None));
    }
    let code = VotingCode::parse(review.typed.code).map_err(|bad| Fault::typo(visit, bad))?;
    let change = match review.typed.change.trim() {
        "" => None,
        typed => Some(ChangeCode::parse(typed).ok_or_else(|| Fault::change_typo(visit))?),
    };
    let tried = Try::of(visit, &review.round.id, &code);
    Ok((Who::Letter { code: booth.codes.mac(&review.round.id, &code), change }, Some(tried)))
}

/// A review that lay open for too long, or is not ours, is shown anew with the same choices: the voter looks
/// them over once more.
fn again(visit: &Visit, rules: &Rules, review: Review<'_>) -> Answer {
    if Ballot::new(rules, &review.token.choices).is_err() {
        return Err(Refusal(Kind::FormExpired));
    }
    let cast = CastId::new(Seed::new(visit.app.entropy.seed()).id());
    let until = visit.now.plus_minutes(token::MINUTES);
    let review = Review { token: token::Review { cast, until, ..review.token }, pass: None, ..review };
    Ok(review_page(visit, &review, Some(&Fault::refused(visit, Kind::FormExpired, At::Code))))
}

/// Why a vote was not taken, in words at the field that can mend it.
pub struct Fault {
    kind: Kind,
    at: At,
    sentence: String,
    tip: String,
}

/// The field that a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Code,
    ChangeCode,
}

impl At {
    fn anchor(self) -> &'static str {
        match self {
            At::Code => "#code",
            At::ChangeCode => "#change",
        }
    }
}

impl Fault {
    fn typo(visit: &Visit, bad: BadCode) -> Fault {
        let text = visit.text;
        let (sentence, tip) = match bad {
            BadCode::Empty => (text.get("code-empty"), text.get("code-where")),
            BadCode::Length(length) => {
                let length = u64::try_from(length).unwrap_or(u64::MAX);
                (text.with("code-length", &[("length", number(length))]), text.get("code-where"))
            }
            BadCode::Symbol(place, strange) => {
                let place = u64::try_from(place).unwrap_or(u64::MAX);
                let values = [("place", number(place)), ("symbol", strange.to_string().into())];
                (text.with("code-symbol", &values), text.get("code-never"))
            }
            BadCode::Check => (text.get("code-check"), text.get("code-never")),
        };
        Fault { kind: Kind::CodeTypo, at: At::Code, sentence, tip }
    }

    fn change_typo(visit: &Visit) -> Fault {
        let (sentence, tip) = (visit.say("change-typo"), visit.say("change-where"));
        Fault { kind: Kind::CodeTypo, at: At::ChangeCode, sentence, tip }
    }

    fn refused(visit: &Visit, kind: Kind, at: At) -> Fault {
        let sentence = visit.say(&format!("kind-{}", kind.name()));
        Fault { kind, at, sentence, tip: visit.say(&format!("kind-{}-help", kind.name())) }
    }

    /// The fault of a refused vote, if the voter is best helped on the same page with everything kept.
    fn of(visit: &Visit, error: &ActError, change: Change) -> Option<Fault> {
        let kind = kind_of(error);
        match error {
            ActError::AlreadyVoted if change == Change::None => {
                Some(Fault { tip: visit.say("vote-stands"), ..Fault::refused(visit, kind, At::Code) })
            }
            ActError::ChangeCodeNotAccepted => Some(Fault {
                kind,
                at: At::ChangeCode,
                sentence: visit.say("change-wrong"),
                tip: visit.say("change-where"),
            }),
            ActError::AlreadyVoted | ActError::ChangeLocked => {
                Some(Fault::refused(visit, kind, At::ChangeCode))
            }
            ActError::CodeNotAccepted
            | ActError::CodeReplaced
            | ActError::Store(StoreError::Busy(_) | StoreError::Unavailable(_)) => {
                Some(Fault::refused(visit, kind, At::Code))
            }
            _ => None,
        }
    }
}

/// The pass along with a form.
pub fn pass_field(visit: &Visit, pass: Option<&Pass>) -> Markup {
    html! { @if let Some(pass) = pass { input type="hidden" name="pass" value=(pass.write(&visit.app.form_key)); } }
}

/// The review: what was chosen, and one field for the code.
pub fn review_page(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Response {
    let text = visit.text;
    let title = text.get("review-title");
    let count = u64::try_from(review.plans.len()).unwrap_or(u64::MAX);
    let bar = (1_u64..).zip(&review.plans).fold(Bar::of(review.round.plan.ceiling), |bar, (rank, plan)| {
        bar.labelled(Look::Own, plan.amount.unsigned(), rank.to_string())
    });
    let after = match review.round.plan.change {
        Change::Allowed => "review-next-change",
        Change::None => "review-next-final",
    };
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                @if let Some(fault) = fault { (notice(visit, fault)) }
                p.sr-step { (text.get("review-step")) }
                h1.utrecht-heading-1 { (title) }
                div.sr-split.sr-split--even {
                    section.sr-stack {
                        h2.utrecht-heading-2 { (text.with("review-count", &[("count", number(count))])) }
                        @if review.plans.is_empty() { p { (text.get("review-blank")) } } @else { (plan_parts::table(visit, &review.plans)) }
                        div.sr-bar { (bar.room().draw()) (sum_line(visit, review.round, &review.plans)) }
                        (change_form(visit, review))
                    }
                    (code_form(visit, review, fault))
                }
                section.sr-stack.sr-stack--tight {
                    h2.utrecht-heading-3 { (text.get("review-next")) }
                    p.utrecht-paragraph { (text.get("review-next-line")) " " (text.get(after)) }
                }
                (round_parts::fingerprint(visit, review.round))
            }
        }
    };
    let page = layout::page(visit, &Head { title, place: Place::Booth }, content);
    match fault {
        None => page.into_response(),
        Some(fault) => with_kind(fault.kind, page),
    }
}

fn notice(visit: &Visit, fault: &Fault) -> Markup {
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(fault.kind.name()) {
            h2.utrecht-heading-3 { (visit.say("not-sent")) }
            p { a.utrecht-link href=(fault.at.anchor()) { (fault.sentence) } }
            p { (visit.say("choice-kept")) }
        }
    }
}

/// Back to the list, with the choices.
fn change_form(visit: &Visit, review: &Review<'_>) -> Markup {
    html! {
        form method="post" action=(visit.to(paths::CHOOSE, &[review.round.id.as_str()])) {
            @for plan in &review.plans { input type="hidden" name="plan" value=(plan.id); }
            input type="hidden" name="order" value=(review.order);
            (pass_field(visit, review.pass.as_ref()))
            button.utrecht-button name="next" value="sum" { (visit.say("change-choice")) }
        }
    }
}

fn code_form(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Markup {
    let text = visit.text;
    let sent = &review.token;
    html! {
        section.sr-stack {
            form.sr-stack method="post" action=(visit.to(paths::CAST, &[review.round.id.as_str()])) {
                @if review.pass.is_some() {
                    h2.utrecht-heading-2 { (text.get("change-send-title")) }
                    p.utrecht-paragraph { (text.get("change-send-line")) }
                } @else {
                    h2.utrecht-heading-2 { (text.get("code-title")) }
                    (code_field(visit, review, fault.filter(|fault| fault.at == At::Code)))
                    (change_field(visit, review, fault.filter(|fault| fault.at == At::ChangeCode)))
                }
                p { button.utrecht-button.utrecht-button--primary-action.sr-vote type="submit" { (text.get("vote-action")) } }
                @for choice in &sent.choices { input type="hidden" name="plan" value=(choice); }
                input type="hidden" name="cast" value=(sent.cast);
                input type="hidden" name="until" value=(sent.until.micros());
                input type="hidden" name="token" value=(sent.token(&visit.app.form_key, review.pass.as_ref()));
                input type="hidden" name="order" value=(review.order);
                (pass_field(visit, review.pass.as_ref()))
            }
            details {
                summary { (text.get("no-letter-title")) }
                div.sr-stack.sr-stack--tight { (letter::advice(visit, review.round)) }
            }
        }
    }
}

fn code_field(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Markup {
    let text = visit.text;
    let described = if fault.is_some() { "code-fout code-tip code-uitleg" } else { "code-uitleg" };
    html! {
        div.utrecht-form-field.utrecht-form-field--invalid[fault.is_some()] {
            label.utrecht-form-label for="code" { (text.get("code-label")) }
            p.utrecht-form-field-description #code-uitleg { (text.get("code-form")) }
            figure.sr-letter { (drawing(visit)) figcaption.sr-small { (text.get("code-where")) } }
            @if let Some(fault) = fault {
                p.utrecht-form-field-error-message #code-fout { (fault.sentence) }
                p #code-tip { (fault.tip) }
            }
            input.utrecht-textbox.sr-code #code name="code" maxlength="40" autocomplete="off" autocapitalize="characters"
                spellcheck="false" required aria-describedby=(described) aria-invalid=[fault.map(|_| "true")] value=(review.typed.code);
        }
    }
}

/// The field for who voted before. It is shown when the letter turns out to have a ballot.
fn change_field(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Markup {
    let text = visit.text;
    let is_allowed = review.round.plan.change == Change::Allowed;
    let Some(fault) = fault.filter(|_| is_allowed) else { return html! {} };
    html! {
        div.utrecht-form-field.utrecht-form-field--invalid {
            label.utrecht-form-label for="change" { (text.get("change-label")) }
            p.utrecht-form-field-description #wijzig-uitleg { (text.get("change-form")) }
            p.utrecht-form-field-error-message #wijzig-fout { (fault.sentence) }
            p #wijzig-tip { (fault.tip) }
            input.utrecht-textbox.sr-mono #change name="change" size="10" maxlength="20" autocomplete="off" autocapitalize="characters"
                spellcheck="false" aria-describedby="wijzig-fout wijzig-tip wijzig-uitleg" aria-invalid="true" value=(review.typed.change);
        }
    }
}

/// The letter, with the place of the code.
fn drawing(visit: &Visit) -> Markup {
    html! {
        svg viewBox="22 2 196 186" width="128" height="121" role="img" aria-label=(visit.say("code-drawing")) {
            path d="M30 6h180v178H30z" fill="#fff" stroke="#7a848a" stroke-width="2" {}
            path d="M46 24h14v11H46z" fill="#0b4f5e" opacity=".35" {}
            path d="M64 20h9v11h-9z" fill="#0b4f5e" {}
            path d="M60.500 17h3v22h-3z" fill="#1a1d1f" {}
            path d="M46 56h62M46 66h48M46 76h54M46 100h148M46 110h148M46 120h120M46 144h44M46 154h36" stroke="#c3c6c4" stroke-width="4" {}
            path d="M104 134h94v38h-94z" fill="#fbf0eb" stroke="#b23a12" stroke-width="3" {}
            path d="M111 147h17v10h-17zM132 147h17v10h-17zM153 147h17v10h-17zM174 147h17v10h-17z" fill="#1a1d1f" {}
        }
    }
}
