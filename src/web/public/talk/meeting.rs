//! Telling the office that a meeting of a group may not stand there. Nobody has to say who they are.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::{framed, visible_round};
use crate::acts::ActError;
use crate::acts::meeting::moderation as acts;
use crate::domain::id::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::round::Round;
use crate::domain::talk::withholding::Ground;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::meetings::reportable;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::parts::talk as parts;
use crate::web::paths;
use crate::web::visit::Visit;

struct Found {
    round: Round,
    meeting: Meeting,
    /// As everyone reads it.
    words: Markup,
}

async fn find(visit: &Visit, round: &str, id: &str) -> Answer<Found> {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, round).await?;
    let found = reportable(visit, &mut conn, &round.id, &MeetingId::new(id)).await?;
    let (meeting, words) = found.ok_or(Refusal::NOT_FOUND)?;
    Ok(Found { round, meeting, words })
}

/// Shows the form.
pub async fn show(Path((round, id)): Path<(String, String)>, visit: Visit) -> Answer {
    let found = find(&visit, &round, &id).await?;
    Ok(page(&visit, &found, (&Form::default(), None)).into_response())
}

/// Sends it.
pub async fn send(Path((round, id)): Path<(String, String)>, visit: Visit, form: Form) -> Answer {
    let found = find(&visit, &round, &id).await?;
    let done = match Ground::named(form.get("talk_ground")) {
        None => Err(ActError::field("talk_ground", "choose")),
        Some(ground) => {
            let told = (ground, form.get("talk_report"));
            let one = (&found.round.id, &found.meeting.id);
            acts::report(&visit.context(), &visit.client.name(), one, told).await
        }
    };
    if let Err(error) = done {
        let refused = Refused::of(error, "talk_report")?;
        return Ok(answer(Some(&refused), page(&visit, &found, (&form, Some(&refused)))));
    }
    let content = html! {
        h1.utrecht-heading-1 { (visit.say("talk-reported-title")) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-reported")) }
        p { (back(&visit, &found)) }
    };
    Ok(framed(&visit, visit.say("talk-reported-title"), content).into_response())
}

fn back(visit: &Visit, found: &Found) -> Markup {
    let about = found.meeting.pitch.as_ref().map_or("", |pitch| pitch.as_str());
    let to = visit.to(paths::SENT_IN_ONE, &[found.round.id.as_str(), about]);
    html! { a.utrecht-link href=(to) { (visit.say("meet-back")) } }
}

fn page(visit: &Visit, found: &Found, (form, refused): (&Form, Option<&Refused>)) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let title = visit.say("meet-tell-title");
    let own = [found.round.id.as_str(), found.meeting.id.as_str()];
    let content = html! {
        p { (back(visit, found)) }
        h1.utrecht-heading-1 { (title) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-report-line")) }
        blockquote.sr-stack.sr-stack--tight { (found.words) }
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::MEETING_REPORT, &own)) {
            (filled.choice("talk_ground", "field-talk_ground", &parts::grounds(visit)))
            (filled.field(&Field::of("area", "talk_report", "field-talk_report")))
            (submit(&visit.say("talk-report-do")))
        }
    };
    framed(visit, title, content)
}
