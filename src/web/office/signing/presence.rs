//! Proving anew to be there, before something is signed. The form that was sent is kept on the page and sent once more by
//! the person, after the proof.

use axum::body::Body;
use axum::extract::{FromRequest as _, FromRequestParts as _, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::super::frame::Frame;
use super::{Tried, refusal, try_password};
use crate::acts::{self, ActError, factor};
use crate::domain::passkey::Owner;
use crate::store;
use crate::store::ceremony::Begun;
use crate::store::passkey::Passkey;
use crate::web::error::{Answer, Kind, Refusal, kind_of, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::session::{Staff, cookie};
use crate::web::parts::form::{Field, Filled, submit};
use crate::web::parts::passkey::{Wanted, form as passkey_form, scripted};
use crate::web::passkey::Passkeys;
use crate::web::paths;
use crate::web::state::App;
use crate::web::visit::Visit;

/// The longest form that is kept, in bytes; a longer one, or a file, is sent again by hand.
const MOST_KEPT: usize = 16 * 1024;

/// What was sent and waits for the proof.
struct Kept {
    /// Where it was sent, with its language.
    back: String,
    /// Its fields as they were sent.
    fields: String,
}

/// Asks for the proof in the place of what the form wanted.
pub async fn asked(app: &App, mut parts: Parts, body: Body) -> Answer {
    let visit = Visit::from_request_parts(&mut parts, app).await?;
    let back = visit.to(&parts.uri.path().replace(['{', '}'], ""), &[]);
    let form = Form::from_request(Request::from_parts(parts, body), app).await;
    let written = form.map(|form| written(&form)).unwrap_or_default();
    let fields = if written.len() <= MOST_KEPT { written } else { String::new() };
    Ok(asking(&visit, &Kept { back, fields }, Kind::ReauthRequired))
}

fn written(form: &Form) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(form.fields()).finish()
}

impl Kept {
    /// What a page of ours keeps. The address leads to the office and nowhere else.
    fn of(form: &Form) -> Answer<Kept> {
        let back = form.get("back").to_string();
        let (_, path) = paths::split_language(&back);
        let is_ours =
            path.starts_with(&format!("{}/", paths::OFFICE)) && back.parse::<axum::http::Uri>().is_ok();
        if !is_ours || path.contains("..") {
            return Err(Refusal(Kind::BadRequest));
        }
        Ok(Kept { back, fields: form.get("kept").to_string() })
    }

    fn along(&self) -> [(&str, &str); 2] {
        [("back", &self.back), ("kept", &self.fields)]
    }
}

fn signed_in(visit: &Visit) -> Answer<&Staff> {
    visit.staff.as_ref().ok_or(Refusal(Kind::LoginRequired))
}

/// Takes password and code.
pub async fn by_password(visit: Visit, form: Form) -> Answer {
    let kept = Kept::of(&form)?;
    let staff = signed_in(&visit)?;
    let (account, factors) = (&staff.account, staff.factors);
    if factors.keys > 0 && !factors.has_code {
        return Ok(asking(&visit, &kept, Kind::ReauthRequired));
    }
    let mut context = visit.context();
    match try_password(&visit, &account.login, form.get("password")).await? {
        Tried::Right(..) => {}
        Tried::Wrong(_) => {
            acts::session::failed(&context, Some(&account.id)).await?;
            return Ok(asking(&visit, &kept, Kind::LoginFailed));
        }
    }
    let client = visit.client.to_string();
    let from = factor::From { key: &visit.app.form_key, client: &client };
    let proved = if factors.has_code {
        acts::session::prove_with_code(&mut context, &from, &staff.token, form.get("otp")).await
    } else {
        acts::session::prove(&mut context, &staff.token).await
    };
    match proved {
        Ok(token) => Ok(go_on(&visit, &kept, &token)),
        Err(error @ (ActError::OtpNotAccepted | ActError::TooOften)) => {
            Ok(asking(&visit, &kept, kind_of(&error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Asks the device for a passkey.
pub async fn begin_key(visit: Visit, form: Form) -> Answer {
    let kept = Kept::of(&form)?;
    let owner = Owner::Staff(signed_in(&visit)?.account.id.clone());
    let keys = store::passkey::of(&mut *visit.app.store.read().await?, &owner).await?;
    let asked = visit.app.passkeys.ask_known(&keys)?;
    let mut context = visit.context();
    let begun = acts::session::begin(&mut context, Begun::PasskeyIn, Some(&owner), &asked.state);
    let ticket = begun.await?;
    let action = visit.to(paths::PRESENCE_KEY_DONE, &[]);
    let content = html! {
        p.utrecht-paragraph { (visit.say("signin-key-line")) }
        (passkey_form(&visit, Wanted::Known, &action, [&asked.options, &ticket], &kept.along()))
    };
    Ok(scripted(Frame::menu(paths::OWN, visit.say("signin-presence-title")).show(&visit, content)))
}

/// Takes its answer.
pub async fn by_key(visit: Visit, form: Form) -> Answer {
    let kept = Kept::of(&form)?;
    match key_proved(&visit, &form).await {
        Ok(token) => Ok(go_on(&visit, &kept, &token)),
        Err(ActError::SignInFailed) => {
            acts::session::failed(&visit.context(), Some(&signed_in(&visit)?.account.id)).await?;
            Ok(asking(&visit, &kept, Kind::LoginFailed))
        }
        Err(error) => Err(error.into()),
    }
}

async fn key_proved(visit: &Visit, form: &Form) -> Result<String, ActError> {
    let mut context = visit.context();
    let staff = visit.staff.as_ref().ok_or(ActError::SignInFailed)?;
    let (state, whose) = acts::session::take(&context, Begun::PasskeyIn, form.get("page")).await?;
    let answer = form.get("answer");
    let key = store::passkey::find(&mut *visit.app.store.read().await?, &Passkeys::claimed(answer)?).await?;
    let is_own =
        |key: &Passkey| key.owner.staff() == Some(&staff.account.id) && whose.as_ref() == Some(&key.owner);
    let key = key.filter(is_own);
    let key = key.ok_or(ActError::SignInFailed)?;
    let right = visit.app.passkeys.is_known(&key, [&state, answer])?;
    acts::passkey::used(&context, &right.id, right.counter).await?;
    acts::session::prove(&mut context, &staff.token).await
}

fn asking(visit: &Visit, kept: &Kept, kind: Kind) -> Response {
    let factors = visit.staff.as_ref().map(|staff| staff.factors).unwrap_or_default();
    let form = Form::default();
    let fields = Filled::new(visit.text, &form, None);
    let content = html! {
        (refusal(visit, Some(kind)))
        p.utrecht-paragraph { (visit.say(if kept.fields.is_empty() { "signin-presence-again" } else { "signin-presence-kept" })) }
        @if factors.keys > 0 {
            form method="post" action=(visit.to(paths::PRESENCE_KEY, &[])) {
                (hidden(kept))
                p { button.utrecht-button.utrecht-button--primary-action type="submit" { (visit.say("signin-key-in")) } }
            }
        }
        @if factors.keys == 0 || factors.has_code {
            form.sr-stack method="post" action=(visit.to(paths::PRESENCE, &[])) {
                (hidden(kept))
                (fields.field(&Field { autocomplete: "current-password", ..Field::of("password", "password", "field-password") }))
                @if factors.has_code {
                    (fields.field(&Field { autocomplete: "one-time-code", ..Field::text("otp", "field-otp") }))
                }
                (submit(&visit.say("signin-presence-do")))
            }
        }
    };
    with_kind(kind, Frame::menu(paths::OWN, visit.say("signin-presence-title")).show(visit, content))
}

fn hidden(kept: &Kept) -> Markup {
    html! { @for (name, value) in kept.along() { input type="hidden" name=(name) value=(value); } }
}

/// The proof was right: the form as it was, to be sent once more.
fn go_on(visit: &Visit, kept: &Kept, token: &str) -> Response {
    let form = Form::parse(kept.fields.as_bytes());
    let content = html! {
        p.utrecht-paragraph { (visit.say("signin-presence-done")) }
        form method="post" action=(kept.back) {
            @for (name, value) in form.fields() { input type="hidden" name=(name) value=(value); }
            p { button.utrecht-button.utrecht-button--primary-action type="submit" { (visit.say("signin-presence-send")) } }
        }
        p { a.utrecht-link href=(visit.to(paths::OFFICE, &[])) { (visit.say("signin-presence-not")) } }
    };
    let page = Frame::menu(paths::OWN, visit.say("signin-presence-title")).show(visit, content);
    let cookie = cookie(visit.app.settings.is_https(), token);
    ([(header::SET_COOKIE, cookie)], page).into_response()
}
