//! Coming in by other ways than a password alone, and proving anew to be there.

pub mod invited;
pub mod key;
pub mod presence;

use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use crate::acts::ActError;
use crate::acts::factor::{self, Pace};
use crate::domain::account::{Account, BadPassword, Password};
use crate::store;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::state::App;
use crate::web::visit::Visit;

/// How long a try at a login waits that many others try as well.
const PAUSE: std::time::Duration = std::time::Duration::from_secs(1);

/// What came of a password that was typed.
pub enum Tried {
    /// It is that of this account, which keeps it as this text.
    Right(Account, String),
    /// It is not; of this account, if there is one of that name.
    Wrong(Option<Account>),
}

/// Tries a password. Whether someone has the login changes nothing of what is done, so nothing of how long it takes.
pub async fn try_password(visit: &Visit, login: &str, typed: &str) -> Answer<Tried> {
    let context = visit.context();
    let client = visit.client.to_string();
    let from = factor::From { key: &visit.app.form_key, client: &client };
    if factor::try_password(&context, &from, login).await? == Pace::Slow {
        tokio::time::sleep(PAUSE).await;
    }
    let found = store::account::find_login(&mut *visit.app.store.read().await?, login).await?;
    let stored = found.as_ref().map(|(_, stored)| stored.clone()).filter(|stored| !stored.is_empty());
    let (typed, is_there) = (Password::typed(typed), stored.is_some());
    let matches = hashing(&visit.app, move || {
        let stored = stored.as_deref().unwrap_or(Password::of_nobody());
        typed.matches(stored)
    });
    let is_right = matches.await? && is_there;
    match found {
        Some((account, stored)) if is_right && account.enabled => {
            factor::password_was_right(&context, &from, login).await?;
            Ok(Tried::Right(account, stored))
        }
        found => Ok(Tried::Wrong(found.map(|(account, _)| account))),
    }
}

/// Does what is slow on purpose, in one of the few places for it.
pub async fn hashing<T: Send + 'static>(app: &App, work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    let place = app.limits.hashes.acquire().await.map_err(|_| Refusal(Kind::Shedding))?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(place);
    done.map_err(|_| Refusal(Kind::IntegrityFailed))
}

/// The stored text of a password that may be chosen.
pub async fn stored(visit: &Visit, password: Password) -> Answer<String> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&visit.app.entropy.seed()[..16]);
    hashing(&visit.app, move || password.hash(&salt)).await
}

/// A password that this person may choose in the place of a former one, which is empty for who has none.
pub async fn chosen(visit: &Visit, who: &Account, former: &str, typed: &str) -> Result<Password, ActError> {
    let town = visit.town.as_ref().map_or("", |town| town.name.as_str());
    let password =
        Password::choose_after(former, typed, &[&who.login, &who.name, town]).map_err(|fault| {
            let words = match fault {
                BadPassword::Length => "password-length",
                BadPassword::Weak => "password-weak",
                BadPassword::Former => "password-former",
            };
            ActError::field("new_password", words)
        })?;
    let Some(list) = visit.app.settings.breached.clone() else { return Ok(password) };
    let looked = tokio::task::spawn_blocking(move || list.holds(&password).map(|leaked| (password, leaked)));
    match looked.await {
        Ok(Ok((_, true))) => Err(ActError::field("new_password", "password-leaked")),
        Ok(Ok((password, false))) => Ok(password),
        // Nobody knows whether it leaked, so nobody chooses it.
        Ok(Err(error)) => Err(ActError::Integrity(format!("the list of leaked passwords: {error}"))),
        Err(error) => Err(ActError::Integrity(error.to_string())),
    }
}

/// A page of someone who is not in yet.
pub fn page(visit: &Visit, title: String, refused: Option<Kind>, content: Markup) -> Response {
    let body = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                (refusal(visit, refused))
                h1.utrecht-heading-1 { (title) }
                (content)
            }
        }
    };
    let page = layout::page(visit, &Head { title, place: Place::Office(paths::OFFICE) }, body);
    match refused {
        None => page.into_response(),
        Some(kind) => with_kind(kind, page),
    }
}

/// Why the page comes back.
pub fn refusal(visit: &Visit, refused: Option<Kind>) -> Markup {
    html! {
        @if let Some(kind) = refused {
            div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(kind.name()) {
                h2.utrecht-heading-3 { (visit.say(&format!("kind-{}", kind.name()))) }
                p { (visit.say(&format!("kind-{}-help", kind.name()))) }
            }
        }
    }
}
