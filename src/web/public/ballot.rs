//! The vote itself, and why one was not taken.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};

use super::guess::Try;
use super::late;
use super::receipt::{Shown, receipt_page};
use super::review::{Review, Typed, review_page};
use super::second_look;
use super::sign_in::{self, of_provider};
use crate::acts::ballot::{Vote, Way, Who};
use crate::acts::{self, ActError};
use crate::domain::ballot::Ballot;
use crate::domain::ballot_key::ChangeCode;
use crate::domain::id::{CastId, RoundId};
use crate::domain::receipt::Receipt;
use crate::domain::round::{Change, Round};
use crate::domain::rules::Rules;
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
use crate::domain::voting_code::{BadCode, VotingCode};
use crate::store::StoreError;
use crate::text::number;
use crate::web::booth::{self, Booth};
use crate::web::error::{Answer, Kind, Refusal, kind_of};
use crate::web::guard::body::Form;
use crate::web::guard::token::{self, Pass, Right};
use crate::web::kiosk;
use crate::web::marks::Marks;
use crate::web::visit::{QuickVisit, Visit};

/// Takes a vote.
pub async fn cast(Path(id): Path<String>, visit: QuickVisit, form: Form) -> Answer {
    let visit = match kiosk::go_on(visit.0, &form).await? {
        Ok(visit) => visit,
        Err(beginning) => return Ok(beginning.into_response()),
    };
    let booth = match booth::enter(&visit.app, &RoundId::new(id.as_str()), visit.now).await {
        Err(Refusal(Kind::RoundClosed)) => return late::closed(&visit, &id, &form).await,
        booth => booth?,
    };
    let visit = visit.with_town(booth.town.clone());
    let (round, rules) = (&booth.round, booth.ballots.rules());
    let way = sign_in::way_of(&visit.app, booth.issuer.as_deref()).filter(|_| visit.kiosk.is_none());
    let review = Review { way, ..sent(&visit, round, rules, &form) };
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
    if !form.has("sure")
        && let Some(reason) = second_look::reason(&review, rules)
    {
        return Ok(second_look::page(&visit, &review, reason));
    }
    if let Some(tried) = &tried
        && !tried.is_let_through(&visit).await
    {
        let fault = Fault::refused(&visit, Kind::RateLimited, At::Code);
        return Ok(review_page(&visit, &review, Some(&fault)));
    }
    let vote = Vote { choices: review.token.choices.clone(), who, cast: review.token.cast.clone() };
    let mut context = visit.context();
    let by = if visit.kiosk.is_some() { Way::Kiosk } else { Way::Online };
    match acts::ballot::cast_by(&visit.app.writer, &mut context, &booth.ballots, (vote, by)).await {
        Ok(receipt) => Ok(taken(&visit, &booth, &receipt).await),
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
                _ => Fault::of(&visit, &error, rules.change, review.pass.as_ref()),
            };
            match fault {
                Some(fault) => Ok(review_page(&visit, &review.after(&error), Some(&fault))),
                None => Err(error.into()),
            }
        }
    }
}

/// The receipt; at a kiosk the turn of its voter is over with it.
async fn taken(visit: &Visit, booth: &Booth, receipt: &Receipt) -> Response {
    kiosk::end(visit).await;
    let page = receipt_page(visit, &Shown::of(visit, booth, receipt));
    kiosk::stays(visit, kiosk::RECEIPT_SECONDS, page)
}

/// The review as it was sent.
pub fn sent<'a>(visit: &Visit, round: &'a Round, rules: &'a Rules, form: &'a Form) -> Review<'a> {
    let token = token::Review {
        round: round.id.clone(),
        choices: Marks::read(form).choices(),
        cast: CastId::new(form.get("cast")),
        until: Moment::from_micros(form.get("until").parse().unwrap_or(0)),
    };
    Review {
        round,
        plans: token.choices.iter().filter_map(|choice| rules.proposal(&choice.plan)).collect(),
        typed: Typed { code: form.get("code"), change: form.get("change") },
        order: form.get("order"),
        pass: Pass::read(&visit.app.form_key, &round.id, form.get("pass"), visit.now),
        way: None,
        token,
    }
}

/// On whose behalf a vote is sent: the ballot of this visit, the letter of who signed in, or the letter whose code was
/// typed, with what stands before a look at a code.
fn who(visit: &Visit, booth: &Booth, review: &Review<'_>) -> Result<(Who, Option<Try>), Fault> {
    let change = || match review.typed.change.trim() {
        "" => Ok(None),
        typed => ChangeCode::parse(typed).map(Some).ok_or_else(|| Fault::change_typo(visit)),
    };
    match review.pass.as_ref().map(|pass| (pass.control, pass.right)) {
        Some((control, Right::Change(commitment))) => Ok((Who::Visit { control, commitment }, None)),
        Some((control, Right::Vote)) => Ok((Who::Resident { control, change: change()? }, None)),
        None => {
            let code = VotingCode::parse(review.typed.code).map_err(|bad| Fault::typo(visit, bad))?;
            let tried = Try::of(visit, &review.round.id, &code);
            let code = booth.codes.mac(&review.round.id, &code);
            Ok((Who::Letter { code, change: change()? }, Some(tried)))
        }
    }
}

/// A review that lay open for too long, or is not ours, is shown anew with the same choices: the voter looks
/// them over once more.
pub fn again(visit: &Visit, rules: &Rules, review: Review<'_>) -> Answer {
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
    /// The kind of refusal.
    pub kind: Kind,
    /// The field.
    pub at: At,
    /// What is wrong.
    pub sentence: String,
    /// What to do about it.
    pub tip: String,
}

/// The field that a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The code of the letter.
    Code,
    /// The change code of the receipt.
    ChangeCode,
    /// The way by the provider.
    SignIn,
}

impl At {
    /// Where the field stands on the page.
    pub fn anchor(self) -> &'static str {
        match self {
            At::Code => "#code",
            At::ChangeCode => "#change",
            At::SignIn => "#inloggen",
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

    /// The fault of who signed in, and whose letter has a ballot: cast with the letter itself, or signed in before.
    pub fn voted(visit: &Visit, change: Change) -> Fault {
        let (at, tip) = match change {
            Change::Allowed => (At::ChangeCode, "oidc-voted-change"),
            Change::None => (At::SignIn, "vote-stands"),
        };
        Fault { kind: Kind::AlreadyVoted, at, sentence: visit.say("oidc-voted"), tip: visit.say(tip) }
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
    fn of(visit: &Visit, error: &ActError, change: Change, pass: Option<&Pass>) -> Option<Fault> {
        let kind = kind_of(error);
        let signed_in = pass.is_some_and(|pass| pass.right == Right::Vote);
        match error {
            ActError::AlreadyVoted if signed_in => Some(Fault::voted(visit, change)),
            ActError::CodeReplaced | ActError::CodeNotAccepted if signed_in => {
                Some(of_provider(visit, kind, "oidc-no-letter"))
            }
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
