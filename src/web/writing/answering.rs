//! What the office found about a plan, for its group: until when it decides, its answers once they are shown, the reply, and asking
//! that another officer looks again.

use maud::{Markup, html};

use super::{Seat, overview, to};
use crate::acts::pitch::assessment::Known;
use crate::acts::pitch::{appeal as appeal_acts, assessment as acts};
use crate::domain::id::PitchId;
use crate::domain::pitch::{Assessment, Pitch, State};
use crate::domain::round::{Phase, Round};
use crate::domain::time::Moment;
use crate::store::Conn;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::assessment as parts;
use crate::web::parts::form::{Field, Filled, submit};
use crate::web::visit::Visit;

/// What there is to answer to.
pub struct Open {
    known: Known,
    found: Option<Assessment>,
    /// Whether the list for the ballot is not fixed.
    is_open: bool,
}

/// Reads it.
pub async fn find(conn: &mut Conn, round: &Round, pitch: &Pitch) -> Answer<Open> {
    let known = Known::of(conn, round, &pitch.id).await?;
    let found = parts::for_group(conn, pitch, &known.course()).await?;
    Ok(Open { known, found, is_open: matches!(round.phase, Phase::Propose | Phase::Check) })
}

/// Replies to what the office found.
pub async fn reply(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    match acts::reply(&visit.context(), seat.author(), pitch, form.get("pt_reply")).await {
        Ok(()) => Ok(to(&seat.to_pitch(visit, pitch))),
        Err(error) => overview::refused(visit, seat, pitch, (form, error)).await,
    }
}

/// Asks that another officer looks again.
pub async fn appeal(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    match appeal_acts::ask(&visit.context(), seat.author(), pitch, form.get("pt_appeal")).await {
        Ok(()) => Ok(to(&seat.to_pitch(visit, pitch))),
        Err(error) => overview::refused(visit, seat, pitch, (form, error)).await,
    }
}

/// Whether its group had the plan in hand longer than it might.
pub(super) fn is_late(open: &Open, state: State, now: Moment) -> bool {
    open.known.course().is_late(state, now)
}

/// Until when the office decides, as far as it has to.
pub fn deadline(visit: &Visit, open: &Open, state: State) -> Markup {
    let course = open.known.course();
    let due = match state {
        State::Submitted | State::Incomplete => course.decide_by().map(|until| ("pt-hear-by", until)),
        State::NotAdmitted => {
            course.appeal().and_then(|asked| asked.until).map(|until| ("pt-hear-again-by", until))
        }
        State::Draft | State::Admissible | State::Withdrawn | State::Merged => None,
    };
    html! {
        @if let Some((key, until)) = due {
            p.utrecht-paragraph { (visit.text.with(key, &[("when", visit.text.day(until).into())])) }
        }
    }
}

/// What the office found, and what the group can do about it.
pub fn section(visit: &Visit, seat: &Seat, (pitch, open): (&Pitch, &Open), filled: &Filled<'_>) -> Markup {
    let course = open.known.course();
    let may = seat.writes() && open.is_open;
    let shown = course.shown().and_then(|shown| shown.until).filter(|_| pitch.state.is_undecided());
    let ask_until =
        course.appeal_until().filter(|until| pitch.state == State::NotAdmitted && visit.now <= *until);
    html! {
        @if let Some(until) = ask_until.filter(|_| may) {
            section.sr-stack #opnieuw {
                h2.utrecht-heading-2 { (visit.say("pt-appeal")) }
                p.utrecht-paragraph { (visit.text.with("pt-appeal-line", &[("when", visit.text.day(until).into())])) }
                form.sr-stack method="post" action=(seat.to_appeal(visit, &pitch.id)) {
                    (filled.field(&Field::of("area", "pt_appeal", "field-pt_appeal")))
                    (submit(&visit.say("pt-appeal-do")))
                }
            }
        }
        @if let Some(found) = &open.found {
            (parts::found(visit, found))
            @if may {
                section.sr-stack #reactie {
                    h2.utrecht-heading-2 { (visit.say("pt-reply")) }
                    @match shown {
                        Some(until) => p.utrecht-paragraph { (visit.text.with("pt-reply-until", &[("when", visit.text.day(until).into())])) },
                        None => p.utrecht-paragraph { (visit.say("pt-reply-line")) },
                    }
                    form.sr-stack method="post" action=(seat.to_reply(visit, &pitch.id)) {
                        (filled.field(&Field::of("area", "pt_reply", "field-pt_reply")))
                        (submit(&visit.say("pt-reply-do")))
                    }
                }
            }
        }
    }
}
