//! Signing in with a passkey: the device finds it by itself, so nobody types a login.

use maud::html;

use super::super::session::{entered, sign_in_page};
use super::page;
use crate::acts::session::Way;
use crate::acts::{self, ActError};
use crate::store::passkey::Passkey;
use crate::store::{self};
use crate::web::ceremony::{self, Shown};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::passkey::scripted;
use crate::web::passkey::Right;
use crate::web::paths;
use crate::web::visit::Visit;

/// Asks for a passkey.
pub async fn begin(visit: Visit, _: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let content = html! {
        (ceremony::ask_anyone(&visit, &visit.to(paths::SIGN_IN_KEY_DONE, &[])).await?)
        p { a.utrecht-link href=(visit.to(paths::SIGN_IN, &[])) { (visit.say("signin-other-way")) } }
    };
    Ok(scripted(page(&visit, visit.say("signin-key-title"), None, content)))
}

/// Takes the answer.
pub async fn done(visit: Visit, form: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let token = match ceremony::shown(&visit, &form).await? {
        Shown::Unasked => return Ok(refused(&visit)),
        Shown::Wrong => Err(ActError::SignInFailed),
        Shown::Right(key, right) => enter(&visit, &key, &right).await,
    };
    match token {
        Ok(token) => Ok(entered(&visit, &token)),
        Err(ActError::SignInFailed) => {
            acts::session::failed(&visit.context(), None).await?;
            Ok(refused(&visit))
        }
        Err(error) => Err(error.into()),
    }
}

fn refused(visit: &Visit) -> axum::response::Response {
    sign_in_page(visit, &Form::default(), Some(Kind::LoginFailed))
}

/// The text for the cookie of whoever of the staff the passkey is of.
async fn enter(visit: &Visit, key: &Passkey, right: &Right) -> Result<String, ActError> {
    let id = key.owner.staff().ok_or(ActError::SignInFailed)?;
    let account = store::account::find(&mut *visit.app.store.read().await?, id).await?;
    let account = account.filter(|account| account.enabled).ok_or(ActError::SignInFailed)?;
    let way = Way::Passkey(&right.id, right.counter);
    acts::session::start(&mut visit.context(), &account.id, way, &visit.browser()).await
}
