//! Passkeys of one's own: adding and removing.

use maud::html;

use super::super::frame::Frame;
use super::{back, signed_in, with};
use crate::acts::{self, ActError, factor};
use crate::store;
use crate::store::ceremony::Begun;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::Refused;
use crate::web::parts::passkey::{Wanted, form as passkey_form, scripted};
use crate::web::paths;
use crate::web::visit::Visit;

/// Asks the device to make a passkey under a name.
pub async fn begin(visit: Visit, form: Form) -> Answer {
    let account = &signed_in(&visit)?.account;
    let name = form.get("key_name").trim();
    if name.is_empty() || name.chars().count() > 60 {
        let refused = Refused::field("key_name", "empty");
        return with(&visit, &form, Some(&refused)).await;
    }
    let known = store::passkey::of(&mut *visit.app.store.read().await?, &account.id).await?;
    let asked = visit.app.passkeys.ask_new(account, &known)?;
    let mut context = visit.context();
    let begun = acts::session::begin(&mut context, Begun::PasskeyNew, Some(&account.id), &asked.state);
    let ticket = begun.await?;
    let action = visit.to(paths::OWN_KEYS_DONE, &[]);
    let content = html! {
        p.utrecht-paragraph { (visit.say("signin-key-make-line")) }
        (passkey_form(&visit, Wanted::New, &action, [&asked.options, &ticket], &[("key_name", name)]))
        p { a.utrecht-link href=(visit.to(paths::OWN, &[])) { (visit.say("signin-presence-not")) } }
    };
    let above = vec![(visit.say("signin-own-title"), visit.to(paths::OWN, &[]))];
    let frame = Frame { above, ..Frame::menu(paths::OWN, visit.say("signin-key-add")) };
    Ok(scripted(frame.show(&visit, content)))
}

/// Takes what the device made.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let account = &signed_in(&visit)?.account;
    let context = visit.context();
    let (state, whose) = acts::session::take(&context, Begun::PasskeyNew, form.get("page")).await?;
    if whose.as_ref() != Some(&account.id) {
        return Err(Refusal(Kind::LoginFailed));
    }
    let answers = [state.as_str(), form.get("answer")];
    let made = visit.app.passkeys.made(account, form.get("key_name"), visit.now, answers);
    let added = match made {
        Ok(key) => factor::add_passkey(&context, key).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => Ok(back(&visit)),
        Err(error @ ActError::Fields(_)) => {
            let refused = Refused::of(error, "key_name")?;
            with(&visit, &form, Some(&refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes one.
pub async fn remove(Of(key, _): Of<String>, visit: Visit) -> Answer {
    factor::remove_passkey(&visit.context(), &key).await?;
    Ok(back(&visit))
}
