//! Drafts about which groups ask for help (S7): the list, and one of them with what is said beside it. A draft about which nobody
//! asks does not exist here, and nothing here changes a word of one (S44).

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::rounds;
use crate::acts::pitch::help as acts;
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::Pitch;
use crate::domain::pitch::help::Help;
use crate::domain::round::Round;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::parts::{help as parts, pitch as pitch_parts};
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// A draft about which help is asked.
struct Asked {
    round: Round,
    pitch: Pitch,
    all: Vec<Help>,
    places: Vec<(String, String)>,
}

/// Shows the list.
pub async fn list(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, &id).await?;
    let all = acts::all_asked(&mut conn, &round.id).await?;
    drop(conn);
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("pt-help-office-line")) }
        @if all.is_empty() { p { (visit.say("pt-help-none")) } }
        ul.sr-rows.sr-rows--plain {
            @for one in &all {
                li {
                    a.utrecht-link href=(visit.to(paths::ROUND_HELP_DRAFT, &[round.id.as_str(), one.id.as_str()])) { (named(&visit, one)) }
                    ", " bdi { (one.applicant) }
                }
            }
        }
    };
    Ok(answer(None, Frame::below_round(&visit, &round, visit.say("pt-help-title")).show(&visit, content)))
}

/// Shows a draft.
pub async fn show(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit) -> Answer {
    let asked = find(&visit, &id, &pitch).await?;
    Ok(answer(None, page(&visit, &asked, (&Form::default(), None))))
}

/// Says something beside it.
pub async fn say(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    match acts::say(&visit.context(), &id, &pitch, form.get("pt_help_say")).await {
        Ok(()) => {
            let to = visit.to(paths::ROUND_HELP_DRAFT, &[id.as_str(), pitch.as_str()]);
            Ok(Redirect::to(&format!("{to}#meedenken")).into_response())
        }
        Err(error) => {
            let refused = Refused::of(error, "pt_help_say")?;
            let asked = find(&visit, &id, &pitch).await?;
            Ok(answer(Some(&refused), page(&visit, &asked, (&form, Some(&refused)))))
        }
    }
}

async fn find(visit: &Visit, id: &RoundId, pitch: &PitchId) -> Answer<Asked> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let pitch = acts::read(&visit.context(), &mut conn, &round.id, pitch).await?.ok_or(Refusal::NOT_FOUND)?;
    let all = store::pitch::help::of(&mut conn, &pitch.id).await?;
    let places = pitch_parts::places(&mut conn).await?;
    Ok(Asked { round, pitch, all, places })
}

fn page(visit: &Visit, asked: &Asked, (form, refused): (&Form, Option<&Refused>)) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let parts = [asked.round.id.as_str(), asked.pitch.id.as_str()];
    let content = html! {
        p { (pitch_parts::badge(visit, asked.pitch.state)) " " bdi { (asked.pitch.applicant) } }
        section.sr-stack #meedenken {
            h2.utrecht-heading-2 { (visit.say("pt-help")) }
            (parts::said(visit, &asked.all))
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::ROUND_HELP_DRAFT, &parts)) {
                (filled.field(&Field::of("area", "pt_help_say", "field-pt_help_say")))
                (submit(&visit.say("pt-help-say-do")))
            }
        }
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("pt-says")) }
            (pitch_parts::steps(visit, (&asked.pitch.content, pitch_parts::Eyes::Office), &asked.places, |_| None))
        }
    };
    let mut frame = Frame::below_round(visit, &asked.round, named(visit, &asked.pitch));
    frame.above.push((visit.say("pt-help-title"), visit.to(paths::ROUND_HELP, &[parts[0]])));
    frame.show(visit, content)
}
