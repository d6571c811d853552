//! Signing in with a password and a code, and out.

use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::html;

use super::signing::{Tried, page, try_password};
use crate::acts::{self, ActError, factor};
use crate::domain::passkey::Owner;
use crate::store;
use crate::store::ceremony::Begun;
use crate::web::error::{Answer, Kind, Refusal, kind_of};
use crate::web::guard::body::Form;
use crate::web::guard::session::cookie;
use crate::web::parts::form::{Field, Filled, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the form.
pub async fn show(visit: Visit) -> Answer {
    Ok(sign_in_page(&visit, &Form::default(), None))
}

/// Takes a password. A wrong login and a wrong password give the same answer in the same time. Who has an app is asked for
/// a code; who has a passkey and no app comes in with that.
pub async fn start(visit: Visit, form: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let mut context = visit.context();
    let account = match try_password(&visit, form.get("login").trim(), form.get("password")).await? {
        Tried::Right(account) => account,
        Tried::Wrong(found) => {
            acts::session::failed(&context, found.as_ref().map(|account| &account.id)).await?;
            return Ok(sign_in_page(&visit, &form, Some(Kind::LoginFailed)));
        }
    };
    let factors = store::factor::of(&mut *visit.app.store.read().await?, &account.id).await?;
    if factors.has_code {
        let owner = Owner::Staff(account.id.clone());
        let ticket = acts::session::begin(&mut context, Begun::Code, Some(&owner), "").await?;
        return Ok(code_page(&visit, &ticket, None));
    }
    if factors.keys > 0 {
        acts::session::failed(&context, Some(&account.id)).await?;
        return Ok(key_only_page(&visit));
    }
    let token = acts::session::start(&mut context, &account, &visit.device).await?;
    Ok(entered(&visit, &token))
}

/// Takes the code of the app, or one on paper.
pub async fn code(visit: Visit, form: Form) -> Answer {
    let (mut context, client) = (visit.context(), visit.client.to_string());
    let from = factor::From { key: &visit.app.form_key, client: &client };
    let (ticket, typed) = (form.get("page"), form.get("otp"));
    match acts::session::start_with_code(&mut context, &from, ticket, typed, &visit.device).await {
        Ok(token) => Ok(entered(&visit, &token)),
        Err(error @ (ActError::OtpNotAccepted | ActError::TooOften)) => {
            Ok(code_page(&visit, ticket, Some(kind_of(&error))))
        }
        Err(ActError::SignInFailed) => Ok(sign_in_page(&visit, &Form::default(), Some(Kind::LoginFailed))),
        Err(error) => Err(error.into()),
    }
}

/// Signs out.
pub async fn end(visit: Visit) -> Answer {
    if let Some(staff) = &visit.staff {
        acts::session::end(&visit.context(), &staff.token).await?;
    }
    let answer = Redirect::to(&visit.to(paths::SIGN_IN, &[]));
    Ok(([(header::SET_COOKIE, cookie(visit.app.settings.is_https(), ""))], answer).into_response())
}

/// The way to the work, with the cookie of a session that has just begun.
pub fn entered(visit: &Visit, token: &str) -> Response {
    let answer = Redirect::to(&visit.to(paths::OFFICE, &[]));
    ([(header::SET_COOKIE, cookie(visit.app.settings.is_https(), token))], answer).into_response()
}

/// The form for login and password, and the way to come in with a passkey.
pub fn sign_in_page(visit: &Visit, form: &Form, refused: Option<Kind>) -> Response {
    let text = visit.text;
    let fields = Filled::new(text, form, None);
    let content = html! {
        p.utrecht-paragraph { (text.get("sign-in-lead")) }
        @if visit.app.passkeys.work() {
            form method="post" action=(visit.to(paths::SIGN_IN_KEY, &[])) {
                p { button.utrecht-button.utrecht-button--primary-action type="submit" { (text.get("signin-key-in")) } }
            }
            h2.utrecht-heading-2 { (text.get("signin-by-password")) }
        }
        form.sr-stack method="post" action=(visit.to(paths::SIGN_IN, &[])) {
            (fields.field(&Field { autocomplete: "username", ..Field::text("login", "field-login") }))
            (fields.field(&Field { autocomplete: "current-password", ..Field::of("password", "password", "field-password") }))
            (submit(&text.get("sign-in-action")))
        }
    };
    page(visit, text.get("sign-in-title"), refused, content)
}

fn code_page(visit: &Visit, ticket: &str, refused: Option<Kind>) -> Response {
    let form = Form::default();
    let fields = Filled::new(visit.text, &form, None);
    let content = html! {
        form.sr-stack method="post" action=(visit.to(paths::SIGN_IN_CODE, &[])) {
            input type="hidden" name="page" value=(ticket);
            (fields.field(&Field { autocomplete: "one-time-code", ..Field::text("otp", "field-otp") }))
            (submit(&visit.say("sign-in-action")))
        }
        p { a.utrecht-link href=(visit.to(paths::SIGN_IN, &[])) { (visit.say("signin-again")) } }
    };
    page(visit, visit.say("signin-code-title"), refused, content)
}

/// For who knows the password and has a passkey: the password alone is not enough any more.
fn key_only_page(visit: &Visit) -> Response {
    let content = html! {
        p.utrecht-paragraph { (visit.say("signin-key-only")) }
        form method="post" action=(visit.to(paths::SIGN_IN_KEY, &[])) {
            p { button.utrecht-button.utrecht-button--primary-action type="submit" { (visit.say("signin-key-in")) } }
        }
    };
    page(visit, visit.say("signin-key-title"), Some(Kind::LoginFailed), content)
}
