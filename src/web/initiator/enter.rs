//! Coming in: asking for a link, and using it; passkeys are in `keys`. Whether an address has an account is told to nobody: the answer and the work
//! are the same. Looking at a link does not use it up, since mail programs look at links by themselves; the button does.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::chosen::Chosen;
use super::page;
use crate::acts::initiator::Opened;
use crate::acts::initiator::session::Already;
use crate::acts::{self, ActError};
use crate::domain::initiator::Purpose;
use crate::domain::mail::Address;
use crate::store::{self, initiator::link::Link};
use crate::web::error::{Answer, Kind, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::initiator::{SignedIn, cookie, signed_in};
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the form.
pub async fn show(visit: Visit) -> Answer<Markup> {
    Ok(ask_page(&visit, &Form::default(), None, None))
}

/// Asks for a link.
pub async fn ask(visit: Visit, form: Form) -> Answer {
    let asked = match Address::parse(form.get("post_email")) {
        Err(_) => Err(ActError::field("post_email", "post-email")),
        Ok(email) => {
            let mut ctx = visit.context();
            let client = visit.client.name();
            let to = (&email, visit.text.lang.tag());
            acts::initiator::ask_for(&mut ctx, &client, to, Chosen::of(&visit.query).0).await
        }
    };
    if let Err(error) = asked {
        let refused = Refused::of(error, "post_email")?;
        return Ok(answer(Some(&refused), ask_page(&visit, &form, Some(&refused), None)));
    }
    let content = html! {
        div.sr-stack {
            p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("post-asked")) }
            p.utrecht-paragraph { (visit.say("post-asked-next")) }
            p.utrecht-paragraph { (visit.say("post-asked-none")) }
        }
    };
    Ok((StatusCode::ACCEPTED, page(&visit, visit.say("post-asked-title"), None, content)).into_response())
}

/// The form for a link, and the way in with a passkey; `failed` is how another way in ended.
pub(super) fn ask_page(
    visit: &Visit,
    form: &Form,
    refused: Option<&Refused>,
    failed: Option<Kind>,
) -> Markup {
    let (fields, chosen) = (Filled::new(visit.text, form, refused), Chosen::of(&visit.query));
    let content = html! {
        @if let Some(kind) = failed { (key_failed(visit, kind)) }
        div.sr-stack {
            p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("post-enter-lead")) }
            p.utrecht-paragraph { (visit.say("post-enter-vote")) }
        }
        div.sr-stack {
            (fields.notice())
            form.sr-stack method="post" action=(chosen.along(visit.to(paths::ENTER, &[]))) {
                (fields.field(&Field { autocomplete: "email", ..Field::of("email", "post_email", "field-post_email") }))
                (submit(&visit.say("post-enter-do")))
            }
            p.utrecht-paragraph { (visit.say("post-enter-desk")) }
        }
        @if visit.app.passkeys.work() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("six-enter-key")) }
                p.utrecht-paragraph { (visit.say("six-enter-key-line")) }
                form method="post" action=(chosen.along(visit.to(paths::ENTER_KEY, &[]))) {
                    p { button.utrecht-button type="submit" { (visit.say("signin-key-in")) } }
                }
            }
        }
    };
    page(visit, visit.say("post-enter-title"), None, content)
}

fn key_failed(visit: &Visit, kind: Kind) -> Markup {
    html! {
        div.utrecht-alert.utrecht-alert--error role="alert" tabindex="-1" autofocus data-kind=(kind.name()) {
            p { (visit.say("six-key-failed")) }
        }
    }
}

/// Shows what a link opens. It holds for one person only, so nobody keeps the page.
pub async fn look(Path(token): Path<String>, visit: Visit, headers: HeaderMap) -> Answer {
    let link = match acts::initiator::look(&visit.context(), &token).await {
        Err(ActError::LinkExpired) => return Ok(expired_page(&visit)),
        found => found?,
    };
    let already = signed_in(&visit.app, &headers).await?;
    let shown = match already.filter(|already| is_for_another(&link, already)) {
        Some(already) => other_page(&visit, &already),
        None => link_page(&visit, &token, &link).await?.into_response(),
    };
    let mut shown = shown.into_response();
    shown.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(shown)
}

fn is_for_another(link: &Link, already: &SignedIn) -> bool {
    match link.purpose {
        Purpose::Enter | Purpose::Join { .. } => already.who.email.as_ref() != Some(&link.email),
        Purpose::MoveFrom(_) | Purpose::MoveTo(_) => false,
    }
}

async fn link_page(visit: &Visit, token: &str, link: &Link) -> Answer<Markup> {
    let text = visit.text;
    let mut conn = visit.app.store.read().await?;
    let email = ("email", link.email.as_str().into());
    let (title, lines, button) = match &link.purpose {
        Purpose::Enter => {
            ("post-link-enter", vec![text.with("post-link-as", &[email])], "post-mail-enter-do")
        }
        Purpose::Join { initiative, role } => {
            let group = store::initiative::find(&mut conn, initiative).await?.ok_or(ActError::LinkExpired)?;
            let lines = vec![
                text.with("post-mail-invitation-line", &[("group", group.name.as_str().into())]),
                text.get(&format!("post-may-{}", role.name())),
                text.with("post-link-as", &[email]),
            ];
            ("post-mail-invitation", lines, "post-link-join-do")
        }
        Purpose::MoveFrom(who) | Purpose::MoveTo(who) => {
            let asked = store::initiator::find_move(&mut conn, who).await?.ok_or(ActError::LinkExpired)?;
            let to = asked.to.shortened();
            let lines = vec![text.with("post-link-move", &[("to", to.as_str().into())])];
            ("post-mail-move", lines, "post-link-move-do")
        }
    };
    let content = html! {
        div.sr-stack {
            @for line in &lines { p.utrecht-paragraph { (line) } }
            form method="post" action=(Chosen::of(&visit.query).along(visit.to(paths::LINK, &[token]))) { (submit(&text.get(button))) }
            p.utrecht-paragraph { (text.with("post-mail-until", &[("when", text.moment(link.until).into())])) }
        }
    };
    Ok(page(visit, text.get(title), None, content))
}

/// A link that opens nothing, and the way to a new one.
fn expired_page(visit: &Visit) -> Response {
    let name = Kind::LinkExpired.name();
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead data-kind=(name) { (visit.say(&format!("kind-{name}-help"))) }
        p { a.utrecht-link href=(visit.to(paths::ENTER, &[])) { (visit.say("post-enter-do")) } }
    };
    with_kind(Kind::LinkExpired, page(visit, visit.say(&format!("kind-{name}")), None, content))
}

/// Whoever is signed in with another address signs out first.
pub(super) fn other_page(visit: &Visit, already: &SignedIn) -> Response {
    let email = already.who.email.as_ref().map_or("", Address::as_str);
    let words = html! {
        p { (visit.text.with("post-link-other-line", &[("email", email.into())])) }
        form method="post" action=(visit.to(paths::INITIATOR_SIGN_OUT, &[])) { (submit(&visit.say("sign-out"))) }
    };
    let content = form::alert("warning", &visit.say("post-link-other"), words);
    page(visit, visit.say("post-link-enter"), None, content).into_response()
}

/// Uses a link.
pub async fn open(Path(token): Path<String>, visit: Visit, headers: HeaderMap, _: Form) -> Answer {
    let already = signed_in(&visit.app, &headers).await?;
    let already = already.as_ref().map(|already| Already { who: &already.who.id, handle: &already.handle });
    let opened = match acts::initiator::open(&mut visit.context(), &token, already).await {
        Ok(opened) => opened,
        Err(ActError::LinkExpired) => return Ok(expired_page(&visit)),
        Err(ActError::Fields(_)) => {
            let words = html! { p { (visit.say("post-moved-taken")) } };
            let content = form::alert("error", &visit.say("post-moved-not"), words);
            let shown = page(&visit, visit.say("post-mail-move"), None, content);
            return Ok(with_kind(Kind::WrongState, shown));
        }
        Err(error) => return Err(error.into()),
    };
    let (title, line) = match opened {
        Opened::In(token) => {
            let answer = Redirect::to(&Chosen::of(&visit.query).next(&visit));
            let cookie = cookie(visit.app.settings.is_https(), &token);
            return Ok(([(header::SET_COOKIE, cookie)], answer).into_response());
        }
        Opened::HalfMoved => ("post-half-moved", "post-half-moved-line"),
        Opened::Moved => ("post-moved", "post-moved-line"),
    };
    let content = form::alert("ok", &visit.say(title), html! { p { (visit.say(line)) } });
    Ok(page(&visit, visit.say("post-mail-move"), None, content).into_response())
}
