//! Links with which colleagues come in. Whoever keeps accounts hands a link over and never learns a password.

use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::one::{back, find};
use crate::acts::invitation;
use crate::domain::account::{Account, Permission};
use crate::domain::id::AccountId;
use crate::domain::passkey::Owner;
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::scope::Of;
use crate::web::office::frame::Frame;
use crate::web::parts::form;
use crate::web::paths;
use crate::web::visit::Visit;

/// Makes a link for someone who never came in, and shows it once.
pub async fn invite(Of(id, _): Of<AccountId>, visit: Visit) -> Answer {
    let account = find(&visit, &id).await?;
    let token = invitation::make(&mut visit.context(), &account.id).await?;
    Ok(link_page(&visit, &account.name, &token))
}

/// Asks that someone who lost everything begins anew.
pub async fn ask_reset(Of(id, _): Of<AccountId>, visit: Visit) -> Answer {
    let account = find(&visit, &id).await?;
    invitation::ask_reset(&visit.context(), &account.id).await?;
    Ok(back(&visit, &account))
}

/// Confirms it as second person, and shows the link once.
pub async fn confirm_reset(Of(id, _): Of<AccountId>, visit: Visit) -> Answer {
    let account = find(&visit, &id).await?;
    let token = invitation::confirm_reset(&mut visit.context(), &account.id).await?;
    Ok(link_page(&visit, &account.name, &token))
}

/// Takes the request away.
pub async fn refuse_reset(Of(id, _): Of<AccountId>, visit: Visit) -> Answer {
    let account = find(&visit, &id).await?;
    invitation::refuse_reset(&visit.context(), &account.id).await?;
    Ok(back(&visit, &account))
}

/// The link, once.
pub fn link_page(visit: &Visit, name: &str, token: &str) -> Response {
    let link = format!("{}{}", visit.app.settings.origin, visit.to(paths::INVITATION, &[token]));
    let title = visit.text.with("signin-link-title", &[("name", name.into())]);
    let content = html! {
        p.utrecht-paragraph { (visit.say("signin-link-line")) }
        p.sr-slip.sr-key.sr-hash { (link) }
        p { a.utrecht-button href=(visit.to(paths::STAFF, &[])) { (visit.say("signin-link-done")) } }
    };
    Frame::menu(paths::STAFF, title).show(visit, content).into_response()
}

/// How someone comes in, for the page about them: a first link, or beginning anew with two people.
pub async fn section(visit: &Visit, account: &Account) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let stored = store::account::stored_password(&mut conn, &account.id).await?.unwrap_or_default();
    let has_keys = !store::passkey::of(&mut conn, &Owner::Staff(account.id.clone())).await?.is_empty();
    let until = store::invitation::open_until(&mut conn, &account.id).await?;
    let asked = store::invitation::reset(&mut conn, &account.id).await?;
    let proposers = store::account_change::proposers(&mut conn, &account.id).await?;
    drop(conn);
    let id = account.id.as_str();
    let is_new = stored.is_empty() && !has_keys;
    Ok(html! {
        @if is_new && !account.enabled {
            p { (visit.say("signin-link-waits")) }
        } @else if is_new {
            p { (match until {
                Some(until) if until > visit.now =>
                    visit.text.with("signin-link-until", &[("until", visit.text.moment(until).into())]),
                Some(_) | None => visit.say("signin-link-none"),
            }) }
            @if proposers.iter().any(|first| visit.is(first)) { p { (visit.say("signin-link-other")) } }
            @else { (button(visit, paths::STAFF_INVITATION, id, "signin-link-make")) }
        } @else if visit.is(&account.id) {
            p { a.utrecht-link href=(visit.to(paths::OWN, &[])) { (visit.say("signin-own-title")) } }
        } @else {
            (reset_asked(visit, id, asked.as_ref().map(|(by, _)| by)))
        }
    })
}

fn reset_asked(visit: &Visit, id: &str, by: Option<&AccountId>) -> Markup {
    match by {
        None if !visit.may(Permission::ManageStaff) => html! {},
        None => html! {
            p { (visit.say("signin-reset-line")) }
            (button(visit, paths::STAFF_RESET, id, "signin-reset-ask"))
        },
        Some(by) if visit.is(by) => html! {
            p { (visit.say("signin-reset-wait")) }
            (button(visit, paths::STAFF_RESET_REFUSAL, id, "signin-reset-withdraw"))
        },
        Some(_) => html! {
            (form::alert("warning", &visit.say("signin-reset-asked"), html! { p { (visit.say("signin-reset-asked-line")) } }))
            div.sr-row-acts {
                (button(visit, paths::STAFF_RESET_APPROVAL, id, "signin-reset-confirm"))
                (button(visit, paths::STAFF_RESET_REFUSAL, id, "signin-reset-refuse"))
            }
        },
    }
}

fn button(visit: &Visit, path: &str, id: &str, words: &str) -> Markup {
    html! {
        form method="post" action=(visit.to(path, &[id])) {
            button.utrecht-button type="submit" { (visit.say(words)) }
        }
    }
}
