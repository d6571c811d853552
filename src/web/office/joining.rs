//! Proposing that plans go on as one, for the office: the same form as groups have.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::rounds;
use crate::acts::pitch::regroup::{self as acts, By, Merge};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::Pitch;
use crate::domain::round::Round;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Refused, answer};
use crate::web::parts::joining::{self as parts, Asker, Offered};
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// What the page shows.
struct Whole {
    round: Round,
    pitch: Pitch,
    offered: Offered,
    /// Whether something can be proposed about it now.
    can: bool,
}

/// Shows the page.
pub async fn show(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit) -> Answer {
    look_for(&visit, (&id, &pitch), &parts::first()).await
}

/// Shows it with plans that were found by words.
pub async fn look_for(visit: &Visit, about: (&RoundId, &PitchId), form: &Form) -> Answer {
    let whole = find(visit, about, form).await?;
    Ok(answer(None, page(visit, &whole, (form, None))))
}

/// Proposes it.
pub async fn propose(visit: &Visit, (id, pitch): (&RoundId, &PitchId), form: &Form) -> Answer {
    let done = match parts::wanted(pitch, form) {
        Err(refused) => Err(refused),
        Ok((carrier, others)) => {
            let merge =
                Merge { round: id, carrier: &carrier, others: &others, reason: form.get("pm_reason") };
            match acts::propose(&mut visit.context(), By::Office, &merge).await {
                Ok(_) => Ok(()),
                Err(error) => Err(Refused::of(error, "pm_reason")?),
            }
        }
    };
    match done {
        Ok(()) => {
            let to = visit.to(paths::ROUND_PITCH, &[id.as_str(), pitch.as_str()]);
            Ok(Redirect::to(&to).into_response())
        }
        Err(refused) => {
            let whole = find(visit, (id, pitch), form).await?;
            Ok(answer(Some(&refused), page(visit, &whole, (form, Some(&refused)))))
        }
    }
}

async fn find(visit: &Visit, (id, pitch): (&RoundId, &PitchId), form: &Form) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let found = store::pitch::find(&mut conn, pitch).await?;
    let found = found.filter(|one| one.round == round.id && one.submitted.is_some());
    let pitch = found.ok_or(Refusal::NOT_FOUND)?;
    // What its group writes meanwhile is not for the office.
    let sent = store::pitch::life::newest_of(&mut conn, &pitch.id).await?.unwrap_or_default();
    let pitch = Pitch { content: sent, ..pitch };
    let all = acts::of_pitch(&mut conn, &pitch.id, visit.now).await?;
    let can = acts::takes_proposal(&round, &pitch, &all, visit.now);
    Ok(Whole { offered: parts::offered(&mut conn, &pitch, form, visit).await?, round, pitch, can })
}

fn page(visit: &Visit, whole: &Whole, form: (&Form, Option<&Refused>)) -> Markup {
    let ids = [whole.round.id.as_str(), whole.pitch.id.as_str()];
    let address = visit.to(paths::ROUND_PITCH_REGROUP, &ids);
    let content = html! {
        @if !whole.can { p.utrecht-paragraph { strong { (visit.say("pm-cannot")) } } }
        // What came back stays, whatever happened meanwhile.
        @if whole.can || form.0.has("pm_do") {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("pm-office-line")) }
        p.utrecht-paragraph { (visit.say("pm-support")) }
        (parts::form(visit, (&whole.pitch, &whole.offered), form, (Asker::Office, &address)))
        }
    };
    let mut frame = Frame::below_round(visit, &whole.round, visit.say("pm-office-propose"));
    frame.above.push((visit.say("pt-office-title"), visit.to(paths::ROUND_PITCHES, &ids[..1])));
    frame.above.push((named(visit, &whole.pitch), visit.to(paths::ROUND_PITCH, &ids)));
    frame.show(visit, content)
}
