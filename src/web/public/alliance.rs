//! The link in the mail that asks whether someone takes part in a plan. Looking changes nothing; a button does.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use crate::acts::ActError;
use crate::acts::pitch::alliance::{self as acts, Answerer};
use crate::domain::pitch::ally::Reply;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::parts::alliance as parts;
use crate::web::parts::layout::{self, Head, Place, private};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows what is asked.
pub async fn look(Path(token): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let found = match acts::of_link(&mut conn, &token, visit.now).await {
        Err(ActError::LinkExpired) => return Ok(expired(&visit)),
        found => found?,
    };
    drop(conn);
    let said =
        found.asked.consent.map(|consent| if consent.is_yes { "ally-said-yes" } else { "ally-said-no" });
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("ally-lead-line")) }
        (parts::question(&visit, &found))
        @if let Some(said) = said { p { strong { (visit.say(said)) } } }
        (parts::buttons(&visit, &visit.to(paths::ALLIANCE_LINK, &[&token]), &html! {}))
        p.utrecht-paragraph { (visit.say("ally-next")) }
    };
    Ok(private(page(&visit, content)))
}

/// Keeps the answer.
pub async fn answer(Path(token): Path<String>, visit: Visit, form: Form) -> Answer {
    let reply = parts::reply(&form).ok_or(Refusal(Kind::BadRequest))?;
    match acts::answer(&visit.context(), Answerer::Link(&token), reply).await {
        Err(ActError::LinkExpired) => return Ok(expired(&visit)),
        done => done?,
    };
    let key = match reply {
        Reply::Yes => "ally-said-yes",
        Reply::No => "ally-said-no",
    };
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say(key)) }
        p.utrecht-paragraph { (visit.say("ally-next")) }
        p { a.utrecht-link href=(visit.to(paths::ALLIANCE_LINK, &[&token])) { (visit.say("ally-back")) } }
    };
    Ok(private(page(&visit, content)))
}

fn expired(visit: &Visit) -> Response {
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead data-kind=(Kind::LinkExpired.name()) { (visit.say("ally-expired")) }
    };
    with_kind(Kind::LinkExpired, page(visit, content))
}

fn page(visit: &Visit, content: Markup) -> Markup {
    let title = visit.say("ally-title");
    let body = html! {
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--mid { h1.utrecht-heading-1 { (title) } (content) } }
    };
    layout::page(visit, &Head { title, place: Place::Public }, body)
}
