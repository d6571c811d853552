//! Proposing to go on as one with other plans, for the group of a plan: a page of its own, as it shows other plans.

use maud::{Markup, html};

use super::{Seat, to};
use crate::acts::pitch::regroup::{self as acts, By, Merge};
use crate::domain::id::PitchId;
use crate::domain::pitch::Pitch;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Refused, answer};
use crate::web::parts::joining::{self as parts, Asker, Offered};
use crate::web::visit::Visit;

/// What the page shows.
struct Whole {
    pitch: Pitch,
    offered: Offered,
    /// Whether something can be proposed about it now.
    can: bool,
}

/// Shows the page.
pub async fn show(visit: &Visit, seat: &Seat, pitch: &PitchId) -> Answer {
    look_for(visit, seat, pitch, &parts::first()).await
}

/// Shows it with plans that were found by words.
pub async fn look_for(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let whole = find(visit, pitch, form).await?;
    Ok(answer(None, page(visit, seat, &whole, (form, None))))
}

/// Proposes it.
pub async fn propose(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let found = store::pitch::find(&mut *visit.app.store.read().await?, pitch).await?;
    let round = found.ok_or(Refusal::NOT_FOUND)?.round;
    let done = match parts::wanted(pitch, form) {
        Err(refused) => Err(refused),
        Ok((carrier, others)) => {
            let reason = form.get("pm_reason");
            let merge = Merge { round: &round, carrier: &carrier, others: &others, reason };
            let by = By::Group(seat.author(), pitch);
            match acts::propose(&mut visit.context(), by, &merge).await {
                Ok(_) => Ok(()),
                Err(error) => Err(Refused::of(error, "pm_reason")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(to(&seat.to_pitch(visit, pitch))),
        Err(refused) => {
            let whole = find(visit, pitch, form).await?;
            Ok(answer(Some(&refused), page(visit, seat, &whole, (form, Some(&refused)))))
        }
    }
}

async fn find(visit: &Visit, pitch: &PitchId, form: &Form) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let pitch = store::pitch::find(&mut conn, pitch).await?.ok_or(Refusal::NOT_FOUND)?;
    let round = store::round::find(&mut conn, &pitch.round).await?.ok_or(Refusal::NOT_FOUND)?;
    // What others read of it: what was sent in last.
    let sent = store::pitch::life::newest_of(&mut conn, &pitch.id).await?;
    let pitch = Pitch { content: sent.unwrap_or_else(|| pitch.content.clone()), ..pitch };
    let all = acts::of_pitch(&mut conn, &pitch.id, visit.now).await?;
    let can = acts::takes_proposal(&round, &pitch, &all, visit.now);
    Ok(Whole { offered: parts::offered(&mut conn, &pitch, form, visit).await?, pitch, can })
}

fn page(visit: &Visit, seat: &Seat, whole: &Whole, form: (&Form, Option<&Refused>)) -> Markup {
    let address = seat.to_regroup(visit, &whole.pitch.id);
    let content = html! {
        @if !(whole.can && seat.owns()) { p.utrecht-paragraph { strong { (visit.say("pm-cannot")) } } }
        // What came back stays, whatever happened meanwhile.
        @if whole.can && seat.owns() || form.0.has("pm_do") {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("pm-propose-line")) }
        p.utrecht-paragraph { (visit.say("pm-support")) }
        (parts::form(visit, (&whole.pitch, &whole.offered), form, (Asker::Group, &address)))
        }
    };
    seat.page(visit, visit.say("pm-propose"), Some(&whole.pitch), content)
}
