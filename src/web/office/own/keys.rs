//! Passkeys of one's own: adding and removing.

use maud::html;

use super::super::frame::Frame;
use super::{back, signed_in, with};
use crate::acts::{self, ActError};
use crate::domain::passkey::{Owner, name_fault};
use crate::web::ceremony;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::Refused;
use crate::web::parts::passkey::scripted;
use crate::web::passkey::Person;
use crate::web::paths;
use crate::web::visit::Visit;

/// Asks the device to make a passkey under a name.
pub async fn begin(visit: Visit, form: Form) -> Answer {
    let account = &signed_in(&visit)?.account;
    let name = form.get("key_name").trim();
    if let Some(fault) = name_fault(name) {
        let refused = Refused::field("key_name", fault);
        return with(&visit, &form, Some(&refused)).await;
    }
    let owner = Owner::Staff(account.id.clone());
    let person = Person { owner: &owner, login: &account.login, name: &account.name };
    let content = html! {
        (ceremony::ask_new(&visit, &person, &visit.to(paths::OWN_KEYS_DONE, &[]), name).await?)
        p { a.utrecht-link href=(visit.to(paths::OWN, &[])) { (visit.say("signin-presence-not")) } }
    };
    let above = vec![(visit.say("signin-own-title"), visit.to(paths::OWN, &[]))];
    let frame = Frame { above, ..Frame::menu(paths::OWN, visit.say("signin-key-add")) };
    Ok(scripted(frame.show(&visit, content)))
}

/// Takes what the device made.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let owner = Owner::Staff(signed_in(&visit)?.account.id.clone());
    match ceremony::add(&visit, &owner, &form).await {
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
    acts::passkey::remove(&visit.context(), &key).await?;
    Ok(back(&visit))
}
