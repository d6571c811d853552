//! Passkeys on pages, for staff and for people who pitch alike: the form that a device answers, and what its answer proves.
//! What follows from it is the business of the pages of either.

use maud::{Markup, html};

use super::guard::body::Form;
use super::parts::passkey::{Wanted, form as passkey_form};
use super::passkey::{Passkeys, Person, Right};
use super::visit::Visit;
use crate::acts::{self, ActError};
use crate::domain::passkey::Owner;
use crate::store;
use crate::store::ceremony::Begun;
use crate::store::passkey::Passkey;

/// Asks the device of someone who is signed in for a new passkey under a name.
pub async fn ask_new(visit: &Visit, who: &Person<'_>, action: &str, name: &str) -> Result<Markup, ActError> {
    let known = store::passkey::of(&mut *visit.app.store.read().await?, who.owner).await?;
    let asked = visit.app.passkeys.ask_new(who, &known)?;
    let mut context = visit.context();
    let begun = acts::session::begin(&mut context, Begun::PasskeyNew, Some(who.owner), &asked.state);
    let ticket = begun.await?;
    Ok(html! {
        p.utrecht-paragraph { (visit.say("signin-key-make-line")) }
        (passkey_form(visit, Wanted::New, action, [&asked.options, &ticket], &[("key_name", name)]))
    })
}

/// Takes what it made.
pub async fn add(visit: &Visit, owner: &Owner, form: &Form) -> Result<(), ActError> {
    let mut context = visit.context();
    let (state, whose) = acts::session::take(&context, Begun::PasskeyNew, form.get("page")).await?;
    if whose.as_ref() != Some(owner) {
        return Err(ActError::SignInFailed);
    }
    let answers = [state.as_str(), form.get("answer")];
    let made = visit.app.passkeys.made(owner, form.get("key_name"), visit.now, answers)?;
    acts::passkey::add(&mut context, made).await
}

/// Asks any device for a passkey: it finds one by itself, so nobody says who they are.
pub async fn ask_anyone(visit: &Visit, action: &str) -> Result<Markup, ActError> {
    let asked = visit.app.passkeys.ask_anyone()?;
    let ticket = acts::session::begin(&mut visit.context(), Begun::PasskeyIn, None, &asked.state).await?;
    Ok(html! {
        p.utrecht-paragraph { (visit.say("signin-key-line")) }
        (passkey_form(visit, Wanted::Known, action, [&asked.options, &ticket], &[]))
    })
}

/// What an answer to [`ask_anyone`] is.
pub enum Shown {
    /// Nobody asked, or too long ago. Anyone can send as many as they like, so it is not worth a line in a log.
    Unasked,
    /// Not of a passkey that is known here, or not a right one.
    Wrong,
    /// Right: the passkey, and what its device said.
    Right(Box<Passkey>, Right),
}

/// Takes the answer. The question is gone before it is looked at: one question has one answer.
pub async fn shown(visit: &Visit, form: &Form) -> Result<Shown, ActError> {
    let context = visit.context();
    let begun = match acts::session::take(&context, Begun::PasskeyIn, form.get("page")).await {
        Err(ActError::SignInFailed) => return Ok(Shown::Unasked),
        begun => begun?,
    };
    match checked(visit, form, begun).await {
        Ok((key, right)) => Ok(Shown::Right(Box::new(key), right)),
        Err(ActError::SignInFailed) => Ok(Shown::Wrong),
        Err(error) => Err(error),
    }
}

async fn checked(
    visit: &Visit,
    form: &Form,
    (state, whose): (String, Option<Owner>),
) -> Result<(Passkey, Right), ActError> {
    if whose.is_some() {
        return Err(ActError::SignInFailed);
    }
    let answer = form.get("answer");
    let mut conn = visit.app.store.read().await?;
    let key = store::passkey::find(&mut conn, &Passkeys::claimed(answer)?).await?;
    drop(conn);
    let key = key.ok_or(ActError::SignInFailed)?;
    let right = visit.app.passkeys.is_right(&key, [&state, answer])?;
    Ok((key, right))
}
