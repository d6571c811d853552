//! Telling the office that something may not stand with a plan. Nobody has to say who they are.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::{framed, visible_round};
use crate::acts::{self, ActError};
use crate::domain::id::CommentId;
use crate::domain::round::Round;
use crate::domain::talk::Comment;
use crate::domain::talk::withholding::Ground;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::parts::talk as parts;
use crate::web::paths;
use crate::web::visit::Visit;

async fn find(visit: &Visit, round: &str, id: &str) -> Answer<(Round, Comment)> {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, round).await?;
    let found = store::talk::find(&mut conn, &CommentId::new(id)).await?.filter(Comment::is_shown);
    let found = found.ok_or(Refusal::NOT_FOUND)?;
    let about = store::pitch::find(&mut conn, &found.pitch).await?;
    about.filter(|about| about.round == round.id).ok_or(Refusal::NOT_FOUND)?;
    Ok((round, found))
}

/// Shows the form.
pub async fn show(Path((round, id)): Path<(String, String)>, visit: Visit) -> Answer {
    let (round, found) = find(&visit, &round, &id).await?;
    Ok(page(&visit, &round, &found, (&Form::default(), None)).into_response())
}

/// Sends it.
pub async fn send(Path((round, id)): Path<(String, String)>, visit: Visit, form: Form) -> Answer {
    let (round, found) = find(&visit, &round, &id).await?;
    let done = match Ground::named(form.get("talk_ground")) {
        None => Err(ActError::field("talk_ground", "choose")),
        Some(ground) => {
            let told = (ground, form.get("talk_report"));
            acts::talk::moderation::report(&visit.context(), &visit.client.name(), &found.id, told).await
        }
    };
    if let Err(error) = done {
        let refused = Refused::of(error, "talk_report")?;
        return Ok(answer(Some(&refused), page(&visit, &round, &found, (&form, Some(&refused)))));
    }
    let content = html! {
        h1.utrecht-heading-1 { (visit.say("talk-reported-title")) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-reported")) }
        p { a.utrecht-link href=(back(&visit, &round, &found)) { (visit.say("talk-back")) } }
    };
    Ok(framed(&visit, visit.say("talk-reported-title"), content).into_response())
}

fn back(visit: &Visit, round: &Round, found: &Comment) -> String {
    visit.to(paths::TALK, &[round.id.as_str(), found.pitch.as_str()])
}

fn page(visit: &Visit, round: &Round, found: &Comment, (form, refused): (&Form, Option<&Refused>)) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let title = visit.say("talk-report-title");
    let content = html! {
        p { a.utrecht-link href=(back(visit, round, found)) { (visit.say("talk-back")) } }
        h1.utrecht-heading-1 { (title) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-report-line")) }
        blockquote.sr-stack.sr-stack--tight { (parts::comment(visit, found, &html! {})) }
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::TALK_REPORT, &[round.id.as_str(), found.id.as_str()])) {
            (filled.choice("talk_ground", "field-talk_ground", &parts::grounds(visit)))
            (filled.field(&Field::of("area", "talk_report", "field-talk_report")))
            (submit(&visit.say("talk-report-do")))
        }
    };
    framed(visit, title, content)
}
