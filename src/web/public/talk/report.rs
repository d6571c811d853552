//! Telling the office that something may not stand with a plan. Nobody has to say who they are.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::visible_round;
use crate::acts::ActError;
use crate::acts::moderation::{self as acts, Found, written};
use crate::domain::moderation::{Ground, Written};
use crate::domain::round::Round;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::parts::layout::framed;
use crate::web::parts::moderation as parts;
use crate::web::parts::picture::address;
use crate::web::paths;
use crate::web::visit::Visit;

struct Whole {
    round: Round,
    one: Written,
    found: Found,
}

async fn find(visit: &Visit, round: &str, (kind, id): (&str, &str)) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, round).await?;
    let one = Written::worded(kind, id).ok_or(Refusal::NOT_FOUND)?;
    let found = written::of_round(&mut conn, &round.id, &one).await?;
    if found.is_shown() { Ok(Whole { round, one, found }) } else { Err(Refusal::NOT_FOUND) }
}

/// Shows the form.
pub async fn show(Path((round, kind, id)): Path<(String, String, String)>, visit: Visit) -> Answer {
    let whole = find(&visit, &round, (&kind, &id)).await?;
    Ok(page(&visit, &whole, (&Form::default(), None)).into_response())
}

/// Sends it.
pub async fn send(
    Path((round, kind, id)): Path<(String, String, String)>,
    visit: Visit,
    form: Form,
) -> Answer {
    let whole = find(&visit, &round, (&kind, &id)).await?;
    let done = match Ground::named(form.get("talk_ground")) {
        None => Err(ActError::field("talk_ground", "choose")),
        Some(ground) => {
            let (one, told) = ((&whole.round.id, &whole.one), (ground, form.get("talk_report")));
            acts::report(&visit.context(), &visit.client.name(), one, told).await
        }
    };
    if let Err(error) = done {
        let refused = Refused::of(error, "talk_report")?;
        return Ok(answer(Some(&refused), page(&visit, &whole, (&form, Some(&refused)))));
    }
    let content = html! {
        h1.utrecht-heading-1 { (visit.say("talk-reported-title")) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-reported")) }
        p { (back(&visit, &whole)) }
    };
    Ok(framed(&visit, visit.say("talk-reported-title"), content).into_response())
}

fn back(visit: &Visit, whole: &Whole) -> Markup {
    let to = parts::stands_at(visit, &whole.found, &whole.one);
    html! { a.utrecht-link href=(to) { (visit.text.with("moderation-back", &[("title", whole.found.title.as_str().into())])) } }
}

fn page(visit: &Visit, whole: &Whole, (form, refused): (&Form, Option<&Refused>)) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let title = visit.say("talk-report-title");
    let own = [whole.round.id.as_str(), whole.one.word(), &whole.one.id()];
    let content = html! {
        p { (back(visit, whole)) }
        h1.utrecht-heading-1 { (title) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-report-line")) }
        h2.utrecht-heading-2 { (visit.say(&format!("moderation-{}", whole.one.kind()))) }
        blockquote.sr-stack.sr-stack--tight { (parts::written_as(visit, &whole.found, |shot| address(&shot.large))) }
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::REPORT_WRITTEN, &own)) {
            (filled.choice("talk_ground", "field-talk_ground", &parts::grounds(visit)))
            (filled.field(&Field::of("area", "talk_report", "field-talk_report")))
            (submit(&visit.say("talk-report-do")))
        }
    };
    framed(visit, title, content)
}
