//! Following a round or a plan by mail, without an account: asking, saying yes by the link in the mail, and ending it. Whether
//! an address follows anything is told to nobody but who comes from a mail to it. Looking changes nothing; buttons do.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::round_with_plans;
use crate::acts::{self, ActError};
use crate::domain::digest::Digest;
use crate::domain::follow::Follow;
use crate::domain::id::{PitchId, ProposalId, RoundId};
use crate::domain::mail::Address;
use crate::domain::news::Topic;
use crate::store;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::token;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::parts::layout::{self, Head, Place, private};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the form for a round.
pub async fn show_round(Path(id): Path<String>, visit: Visit) -> Answer {
    shown(&visit, &of_round(&id)).await
}

/// Asks for a round.
pub async fn ask_round(Path(id): Path<String>, visit: Visit, form: Form) -> Answer {
    asked(&visit, of_round(&id), &form).await
}

/// Shows the form for a plan.
pub async fn show_plan(Path((id, plan)): Path<(String, String)>, visit: Visit) -> Answer {
    shown(&visit, &of_plan(&id, &plan)).await
}

/// Asks for a plan.
pub async fn ask_plan(Path((id, plan)): Path<(String, String)>, visit: Visit, form: Form) -> Answer {
    asked(&visit, of_plan(&id, &plan), &form).await
}

/// Shows the form for a plan as its group sent it in.
pub async fn show_sent_in(Path((id, pitch)): Path<(String, String)>, visit: Visit) -> Answer {
    shown(&visit, &of_pitch(&id, &pitch)).await
}

/// Asks for a plan as its group sent it in.
pub async fn ask_sent_in(Path((id, pitch)): Path<(String, String)>, visit: Visit, form: Form) -> Answer {
    asked(&visit, of_pitch(&id, &pitch), &form).await
}

fn of_round(id: &str) -> Topic {
    Topic::round(RoundId::new(id))
}

fn of_plan(id: &str, plan: &str) -> Topic {
    Topic::plan(RoundId::new(id), ProposalId::new(plan))
}

fn of_pitch(id: &str, pitch: &str) -> Topic {
    Topic::pitch(RoundId::new(id), PitchId::new(pitch))
}

/// The address of the page of a topic.
fn page_of(visit: &Visit, topic: &Topic) -> String {
    let round = topic.round.as_str();
    match (&topic.plan, &topic.pitch) {
        (Some(plan), _) => visit.to(paths::PROPOSAL, &[round, plan.as_str()]),
        (None, Some(pitch)) => visit.to(paths::SENT_IN_ONE, &[round, pitch.as_str()]),
        (None, None) => visit.to(paths::ROUND_NEWS, &[round]),
    }
}

async fn name(visit: &Visit, topic: &Topic) -> Answer<String> {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, topic.round.as_str()).await?;
    if let Some(pitch) = &topic.pitch {
        let title = store::pitch::life::title(&mut conn, &round.id, pitch).await?;
        return title.ok_or(Refusal::NOT_FOUND);
    }
    let Some(plan) = &topic.plan else { return Ok(round.plan.title) };
    let found = plans.into_iter().find(|one| &one.id == plan).ok_or(Refusal::NOT_FOUND)?;
    Ok(found.title)
}

async fn shown(visit: &Visit, topic: &Topic) -> Answer {
    Ok(form_page(visit, topic, &name(visit, topic).await?, &Form::default(), None).into_response())
}

async fn asked(visit: &Visit, topic: Topic, form: &Form) -> Answer {
    let name = name(visit, &topic).await?;
    let asked = match Address::parse(form.get("post_email")) {
        Err(_) => Err(ActError::field("post_email", "post-email")),
        Ok(email) => {
            let to = (&email, visit.text.lang.tag());
            acts::follow::ask(&mut visit.context(), &visit.client.name(), to, &topic).await
        }
    };
    if let Err(error) = asked {
        let refused = Refused::of(error, "post_email")?;
        let page = form_page(visit, &topic, &name, form, Some(&refused));
        return Ok(answer(Some(&refused), page));
    }
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("follow-asked")) }
        p.utrecht-paragraph { (visit.say("follow-asked-next")) }
        p { a.utrecht-link href=(page_of(visit, &topic)) { (name) } }
    };
    Ok((StatusCode::ACCEPTED, page(visit, visit.say("follow-asked-title"), content)).into_response())
}

fn form_page(visit: &Visit, topic: &Topic, name: &str, form: &Form, refused: Option<&Refused>) -> Markup {
    let (id, fields) = (topic.round.as_str(), Filled::new(visit.text, form, refused));
    let action = match (&topic.plan, &topic.pitch) {
        (Some(plan), _) => visit.to(paths::FOLLOW_PLAN, &[id, plan.as_str()]),
        (None, Some(pitch)) => visit.to(paths::FOLLOW_SENT_IN, &[id, pitch.as_str()]),
        (None, None) => visit.to(paths::FOLLOW_ROUND, &[id]),
    };
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("follow-lead")) }
        (fields.notice())
        form.sr-stack method="post" action=(action) {
            (fields.field(&Field { autocomplete: "email", ..Field::of("email", "post_email", "field-follow-email") }))
            (submit(&visit.say("follow-do")))
        }
        p.sr-small { (visit.say("follow-kept")) }
        p { a.utrecht-link href=(page_of(visit, topic)) { (name) } }
    };
    page(visit, visit.text.with("follow-title", &[("title", name.into())]), content)
}

fn page(visit: &Visit, title: String, content: Markup) -> Markup {
    let body = html! {
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--mid { h1.utrecht-heading-1 { (title) } (content) } }
    };
    layout::page(visit, &Head { title, place: Place::Rounds }, body)
}

/// Shows what the link in a first mail says yes to.
pub async fn look(Path(token): Path<String>, visit: Visit) -> Answer {
    let (_, name) = match acts::follow::look(&visit.context(), &token).await {
        Err(ActError::LinkExpired) => return Ok(expired(&visit)),
        found => found?,
    };
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.text.with("follow-yes-line", &[("title", name.as_str().into())])) }
        form method="post" action=(visit.to(paths::FOLLOW_LINK, &[&token])) { (submit(&visit.say("follow-yes-do"))) }
        p.utrecht-paragraph { (visit.say("follow-yes-not")) }
    };
    Ok(private(page(&visit, visit.text.with("follow-title", &[("title", name.into())]), content)))
}

/// Says yes.
pub async fn confirm(Path(token): Path<String>, visit: Visit, _: Form) -> Answer {
    let found = match acts::follow::confirm(&visit.context(), &token).await {
        Err(ActError::LinkExpired) => return Ok(expired(&visit)),
        found => found?,
    };
    let own = token::of_mailbox(&visit.app.form_key, &found.email.mark());
    Ok(Redirect::to(&visit.to(paths::FOLLOWING, &[&own])).into_response())
}

fn expired(visit: &Visit) -> Response {
    let name = Kind::LinkExpired.name();
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead data-kind=(name) { (visit.say("follow-expired")) }
        p { a.utrecht-link href=(visit.to(paths::HOME, &[])) { (visit.say("menu-rounds")) } }
    };
    with_kind(Kind::LinkExpired, page(visit, visit.say(&format!("kind-{name}")), content))
}

/// Shows what an address follows, to its owner.
pub async fn following(Path(token): Path<String>, visit: Visit) -> Answer {
    let mark = token::mailbox(&visit.app.form_key, &token).ok_or(Refusal::NOT_FOUND)?;
    let all = acts::follow::followed(&mut *visit.app.store.read().await?, &mark).await?;
    Ok(private(list(&visit, &token, &all)))
}

fn list(visit: &Visit, token: &str, all: &[(Follow, String)]) -> Markup {
    let action = visit.to(paths::FOLLOWING, &[token]);
    let content = html! {
        @if all.is_empty() {
            (form::alert("ok", &visit.say("follow-ended"), html! { p { (visit.say("follow-ended-line")) } }))
        } @else {
            p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("follow-list-lead")) }
            ul.sr-rows.sr-rows--plain {
                @for (one, name) in all {
                    li.sr-stack.sr-stack--tight {
                        p { a.utrecht-link href=(page_of(visit, &one.topic)) { (name) } }
                        form method="post" action=(action) {
                            input type="hidden" name="one" value=(one.key);
                            button.utrecht-button type="submit" { (visit.say("follow-end")) span.sr-hidden { ": " (name) } }
                        }
                    }
                }
            }
            @if all.len() > 1 {
                form method="post" action=(action) {
                    input type="hidden" name="one" value="";
                    p { button.utrecht-button type="submit" { (visit.say("follow-end-all")) } }
                }
            }
        }
    };
    page(visit, visit.say("follow-list-title"), content)
}

/// Ends one thing, or everything.
pub async fn end(Path(token): Path<String>, visit: Visit, form: Form) -> Answer {
    let mark = token::mailbox(&visit.app.form_key, &token).ok_or(Refusal::NOT_FOUND)?;
    let one = Digest::parse(form.get("one"));
    if one.is_none() && !form.get("one").is_empty() {
        return Err(Refusal(Kind::BadRequest));
    }
    acts::follow::end(&visit.context(), &mark, one.as_ref()).await?;
    Ok(Redirect::to(&visit.to(paths::FOLLOWING, &[&token])).into_response())
}
