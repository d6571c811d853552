//! Signing in with a passkey: the device finds it by itself, so nobody types a login.

use axum::response::Response;
use maud::html;

use super::super::session::{entered, sign_in_page};
use super::page;
use crate::acts::session::Way;
use crate::acts::{self, ActError, Context};
use crate::domain::id::AccountId;
use crate::store::ceremony::Begun;
use crate::store::{self};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::passkey::{Wanted, form as passkey_form, scripted};
use crate::web::passkey::Passkeys;
use crate::web::paths;
use crate::web::visit::Visit;

/// Asks for a passkey.
pub async fn begin(visit: Visit, _: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let asked = visit.app.passkeys.ask_anyone()?;
    let ticket = acts::session::begin(&mut visit.context(), Begun::PasskeyIn, None, &asked.state).await?;
    let action = visit.to(paths::SIGN_IN_KEY_DONE, &[]);
    let content = html! {
        p.utrecht-paragraph { (visit.say("signin-key-line")) }
        (passkey_form(&visit, Wanted::Known, &action, [&asked.options, &ticket], &[]))
        p { a.utrecht-link href=(visit.to(paths::SIGN_IN, &[])) { (visit.say("signin-other-way")) } }
    };
    Ok(scripted(page(&visit, visit.say("signin-key-title"), None, content)))
}

/// Takes the answer.
pub async fn done(visit: Visit, form: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let mut context = visit.context();
    // Gone before it is looked at: one question has one answer. An answer to a question that nobody asked is not worth a line
    // in the log: anyone can send as many as they like.
    let begun = match acts::session::take(&context, Begun::PasskeyIn, form.get("page")).await {
        Err(ActError::SignInFailed) => {
            return Ok(sign_in_page(&visit, &Form::default(), Some(Kind::LoginFailed)));
        }
        begun => begun?,
    };
    match enter(&visit, &form, &mut context, begun).await {
        Ok(response) => Ok(response),
        Err(ActError::SignInFailed) => {
            acts::session::failed(&visit.context(), None).await?;
            Ok(sign_in_page(&visit, &Form::default(), Some(Kind::LoginFailed)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn enter(
    visit: &Visit,
    form: &Form,
    context: &mut Context<'_>,
    (state, whose): (String, Option<AccountId>),
) -> Result<Response, ActError> {
    if whose.is_some() {
        return Err(ActError::SignInFailed);
    }
    let answer = form.get("answer");
    let mut conn = visit.app.store.read().await?;
    let key = store::passkey::find(&mut conn, &Passkeys::claimed(answer)?).await?;
    let key = key.ok_or(ActError::SignInFailed)?;
    let account = store::account::find(&mut conn, &key.account).await?;
    drop(conn);
    let account = account.filter(|account| account.enabled).ok_or(ActError::SignInFailed)?;
    let right = visit.app.passkeys.is_right(&key, [&state, answer])?;
    let way = Way::Passkey(&right.id, right.counter);
    let token = acts::session::start(context, &account.id, way, &visit.browser()).await?;
    Ok(entered(visit, &token))
}
