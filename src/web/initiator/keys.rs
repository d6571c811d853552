//! Passkeys of one's own, for who wants them: signing in with one in the place of a link, adding one, taking one away. The
//! link in a mail always opens the account as well.

use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::html;

use super::account::{Back, account_page};
use super::chosen::Chosen;
use super::enter::{ask_page, other_page};
use super::{page, to_account};
use crate::acts::initiator::session::Already;
use crate::acts::{self, ActError};
use crate::domain::mail::Address;
use crate::domain::passkey::{Owner, name_fault};
use crate::store::passkey::Passkey;
use crate::web::ceremony::{self, Shown};
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::initiator::{Named, SignedIn, cookie, signed_in};
use crate::web::parts::form::{Refused, answer};
use crate::web::parts::passkey::scripted;
use crate::web::passkey::{Person, Right};
use crate::web::paths;
use crate::web::visit::Visit;

/// Asks for a passkey, to sign in.
pub async fn begin(visit: Visit, _: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let chosen = Chosen::of(&visit.query);
    let content = html! {
        div.sr-stack {
            (ceremony::ask_anyone(&visit, &chosen.along(visit.to(paths::ENTER_KEY_DONE, &[]))).await?)
            p { a.utrecht-link href=(chosen.along(visit.to(paths::ENTER, &[]))) { (visit.say("signin-other-way")) } }
        }
    };
    Ok(scripted(page(&visit, visit.say("signin-key-title"), None, content)))
}

/// Takes the answer, and begins a session. Whoever is signed in as somebody else signs out first.
pub async fn done(visit: Visit, headers: axum::http::HeaderMap, form: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let already = signed_in(&visit.app, &headers).await?;
    let token = match ceremony::shown(&visit, &form).await? {
        Shown::Unasked => return Ok(refused(&visit)),
        Shown::Wrong => Err(ActError::SignInFailed),
        Shown::Right(key, right) => match already {
            Some(already) if key.owner.initiator() != Some(&already.who.id) => {
                return Ok(other_page(&visit, &already));
            }
            already => enter(&visit, (&key, &right), already.as_ref()).await,
        },
    };
    match token {
        Ok(token) => {
            let answer = Redirect::to(&Chosen::of(&visit.query).next(&visit));
            let cookie = cookie(visit.app.settings.is_https(), &token);
            Ok(([(header::SET_COOKIE, cookie)], answer).into_response())
        }
        Err(ActError::SignInFailed) => {
            acts::session::failed(&visit.context(), None).await?;
            Ok(refused(&visit))
        }
        Err(error) => Err(error.into()),
    }
}

/// The text for the cookie of whoever pitches with the passkey.
async fn enter(
    visit: &Visit,
    (key, right): (&Passkey, &Right),
    already: Option<&SignedIn>,
) -> Result<String, ActError> {
    let who = key.owner.initiator().ok_or(ActError::SignInFailed)?;
    let already = already.map(|already| Already { who: &already.who.id, handle: &already.handle });
    let mut context = visit.context();
    acts::initiator::session::start_with_key(&mut context, who, (&right.id, right.counter), already).await
}

fn refused(visit: &Visit) -> Response {
    with_kind(Kind::LoginFailed, ask_page(visit, &Form::default(), None, Some(Kind::LoginFailed)))
}

/// Asks the device to make a passkey under a name, shortly after signing in.
pub async fn begin_new(signed_in: SignedIn, visit: Visit, form: Form) -> Answer {
    if !signed_in.is_fresh(visit.now) {
        return Ok(stale(&visit));
    }
    let name = form.get("key_name").trim();
    if let Some(fault) = name_fault(name) {
        return again(&visit, &signed_in, &form, Refused::field("key_name", fault)).await;
    }
    let who = &signed_in.who;
    let owner = Owner::Initiator(who.id.clone());
    let login = who.email.as_ref().map_or("", Address::as_str);
    let shown = if who.name.is_empty() { login } else { &who.name };
    let person = Person { owner: &owner, login, name: shown };
    let content = html! {
        div.sr-stack {
            (ceremony::ask_new(&visit, &person, &visit.to(paths::INITIATOR_KEYS_DONE, &[]), name).await?)
            p { a.utrecht-link href=(visit.to(paths::INITIATOR, &[])) { (visit.say("signin-presence-not")) } }
        }
    };
    let above = Some(visit.say("post-account-title"));
    Ok(scripted(page(&visit, visit.say("signin-key-add"), above, content)))
}

/// Takes what the device made. What was asked a moment ago, of whoever had just signed in, is asked no second time.
pub async fn add(signed_in: SignedIn, visit: Visit, form: Form) -> Answer {
    let owner = Owner::Initiator(signed_in.who.id.clone());
    match ceremony::add(&visit, &owner, &form).await {
        Ok(()) => Ok(to_account(&visit)),
        Err(error @ ActError::Fields(_)) => {
            let refused = Refused::of(error, "key_name")?;
            again(&visit, &signed_in, &form, refused).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn again(visit: &Visit, signed_in: &SignedIn, form: &Form, refused: Refused) -> Answer {
    let shown = account_page(visit, signed_in, &Back::Key(form, &refused)).await?;
    Ok(answer(Some(&refused), shown))
}

/// Removes one, shortly after signing in.
pub async fn remove(signed_in: SignedIn, Named(key): Named, visit: Visit) -> Answer {
    if !signed_in.is_fresh(visit.now) {
        return Ok(stale(&visit));
    }
    acts::passkey::remove(&visit.context(), &key).await?;
    Ok(to_account(&visit))
}

/// A session alone is not enough, and the way to prove who one is.
fn stale(visit: &Visit) -> Response {
    let name = Kind::ReauthRequired.name();
    let content = html! {
        div.sr-stack {
            p.utrecht-paragraph.utrecht-paragraph--lead data-kind=(name) { (visit.say(&format!("kind-{name}-help"))) }
            p { a.utrecht-link href=(visit.to(paths::ENTER, &[])) { (visit.say("six-key-again")) } }
        }
    };
    let above = Some(visit.say("post-account-title"));
    with_kind(Kind::ReauthRequired, page(visit, visit.say(&format!("kind-{name}")), above, content))
}
