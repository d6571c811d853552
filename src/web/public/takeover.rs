//! The takeover of a task by residents, for everyone: its own page, apart from the count of the round in which the bid stood.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::html;

use super::visible_round;
use crate::acts::pitch::assessment::Known;
use crate::domain::id::PitchId;
use crate::domain::pitch::{Form, State};
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::bid as parts;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::moderation;
use crate::web::parts::pitch::Eyes;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows it.
pub async fn show(Path((id, pitch)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let pitch = store::pitch::find(&mut conn, &PitchId::new(pitch)).await?;
    let is_shown = |state| !matches!(state, State::Draft | State::Withdrawn | State::Merged);
    let pitch = pitch.filter(|one| one.round == round.id && one.submitted.is_some() && is_shown(one.state));
    let pitch = pitch.ok_or(Refusal::NOT_FOUND)?;
    let sent = store::pitch::life::versions(&mut conn, &pitch.id).await?.pop();
    let sent = sent.and_then(|version| version.content).filter(|content| content.form == Form::Bid);
    let sent = sent.ok_or(Refusal::NOT_FOUND)?;
    let known = Known::of(&mut conn, &round, &pitch.id).await?;
    let written = moderation::beside(&mut conn, &pitch).await?;
    let beside = parts::find(&mut conn, &pitch, &sent).await?.for_everyone(&pitch, &known.course());
    drop(conn);
    let text = visit.text;
    let title = text.with("takeover-of", &[("title", sent.title.as_str().into())]);
    let plan = visit.to(paths::SENT_IN_ONE, &[round.id.as_str(), pitch.id.as_str()]);
    let body = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                nav.sr-small aria-label=(text.get("breadcrumb")) {
                    a.utrecht-link href=(visit.to(paths::ROUND, &[round.id.as_str()])) { (round.plan.title) } " / "
                    a.utrecht-link href=(plan) { (sent.title) } " / " (title)
                }
                h1.utrecht-heading-1 { (title) }
                p { bdi { (pitch.applicant) } }
                p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("takeover-lead")) }
                (parts::course(&visit, (&pitch.id, &written), &beside.steps, Eyes::Everyone))
                (parts::conditions(&visit, &beside))
                (parts::comparison(&visit, beside.task.as_ref(), &sent.offer))
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Rounds }, body).into_response())
}
