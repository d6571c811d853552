//! One member of staff: what the person may do and where, whether the person may sign in, and how.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::{link, posted, posting, same_as, switched_off};
use crate::acts;
use crate::domain::account::{Account, Permission, Scope};
use crate::domain::id::AccountId;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::{Frame, facts};
use crate::web::parts::form::{self, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows someone.
pub async fn show(Of(id, _): Of<AccountId>, visit: Visit) -> Answer {
    let account = find(&visit, &id).await?;
    let mut form = Form::default();
    form.set("role", account.role.name());
    match &account.scope {
        Scope::City => form.set("scope", "city"),
        Scope::Districts(own) => {
            form.set("scope", "districts");
            for district in own {
                form.set("districts", district.as_str());
            }
        }
    }
    Ok(page(&visit, &account, &form, None).await?.into_response())
}

/// Gives someone another role, or other places to work.
pub async fn set_role(Of(id, _): Of<AccountId>, visit: Visit, form: Form) -> Answer {
    let account = find(&visit, &id).await?;
    let done = match posted(&form) {
        Err(refused) => Err(refused),
        Ok(_) if visit.is(&account.id) => Err(Refused::field("role", "own-account")),
        Ok((role, scope)) => {
            match acts::account::set_role(&visit.context(), &account.id, role, &scope).await {
                Ok(()) => Ok(()),
                Err(error) => Err(Refused::of(error, "role")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(back(&visit, &account)),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &account, &form, Some(&refused)).await?)),
    }
}

/// Lets someone sign in or not. Nobody closes the door behind themselves.
pub async fn set_enabled(Of(id, _): Of<AccountId>, visit: Visit, form: Form) -> Answer {
    let account = find(&visit, &id).await?;
    let enabled = form.get("enabled") == "yes";
    if !enabled && visit.is(&account.id) {
        let refused = Refused::field("login", "own-account");
        return Ok(answer(Some(&refused), page(&visit, &account, &form, Some(&refused)).await?));
    }
    let context = visit.context();
    let done = if enabled {
        acts::account::open(&context, &account.id).await
    } else {
        acts::account::close(&context, &account.id).await
    };
    match done {
        Ok(()) => Ok(back(&visit, &account)),
        Err(error) => {
            let refused = Refused::of(error, "role")?;
            Ok(answer(Some(&refused), page(&visit, &account, &form, Some(&refused)).await?))
        }
    }
}

/// Says that someone is the same human as the one with another account.
pub async fn join(Of(id, _): Of<AccountId>, visit: Visit, form: Form) -> Answer {
    let account = find(&visit, &id).await?;
    let other = AccountId::new(form.get("same"));
    match acts::account::join(&visit.context(), &account.id, &other).await {
        Ok(()) => Ok(back(&visit, &account)),
        Err(error) => {
            let refused = Refused::of(error, "same")?;
            Ok(answer(Some(&refused), page(&visit, &account, &form, Some(&refused)).await?))
        }
    }
}

/// The account of this id.
pub async fn find(visit: &Visit, id: &AccountId) -> Answer<Account> {
    let mut conn = visit.app.store.read().await?;
    store::account::find(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)
}

/// Back to the page about someone.
pub fn back(visit: &Visit, account: &Account) -> axum::response::Response {
    Redirect::to(&visit.to(paths::STAFF_MEMBER, &[account.id.as_str()])).into_response()
}

async fn page(visit: &Visit, account: &Account, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let areas = store::area::list(&mut conn).await?;
    let accounts = store::account::list(&mut conn).await?;
    let people = store::account_change::people(&mut conn).await?;
    drop(conn);
    let (id, link) = (account.id.as_str(), link::section(visit, account).await?);
    let filled = Filled::new(visit.text, form, refused);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (facts(&[
                (visit.say("field-function"), html! { (account.function) }),
                (visit.say("field-login"), html! { (account.login) (same_as(visit, &account.id, &accounts, &people)) }),
            ]))
            (filled.notice())
            (access(visit, account, &link))
            @if visit.may(Permission::ManageStaff) {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("field-role")) }
                    @if visit.is(&account.id) { p { (visit.say("role-own")) } } @else {
                        p.utrecht-paragraph { (visit.say("role-change-line")) }
                        form.sr-stack method="post" action=(visit.to(paths::STAFF_MEMBER, &[id])) {
                            (posting(visit, &filled, form, &areas))
                            (form::submit(&visit.say("save")))
                        }
                    }
                }
                (person(visit, account, &accounts, &filled))
            }
        }
    };
    let above = vec![(visit.say("staff-title"), visit.to(paths::STAFF, &[]))];
    let title = account.name.clone();
    Ok(Frame { menu: paths::STAFF, title, above, mark: switched_off(visit, account) }.show(visit, content))
}

/// How the person comes in, and whether.
fn access(visit: &Visit, account: &Account, link: &Markup) -> Markup {
    let (value, words) = if account.enabled { ("no", "staff-disable") } else { ("yes", "staff-enable") };
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("role-access")) }
            (link)
            @if visit.may(Permission::ManageStaff) && !visit.is(&account.id) {
                @if account.enabled { p.utrecht-paragraph { (visit.say("staff-disable-line")) } }
                form method="post" action=(visit.to(paths::STAFF_ENABLED, &[account.id.as_str()])) {
                    button.utrecht-button type="submit" name="enabled" value=(value) { (visit.say(words)) }
                }
            }
        }
    }
}

/// The form that says which other account is of the same human.
fn person(visit: &Visit, account: &Account, accounts: &[Account], filled: &Filled<'_>) -> Markup {
    let others: Vec<(String, String)> = accounts
        .iter()
        .filter(|one| one.id != account.id)
        .map(|one| (one.id.to_string(), format!("{}, {} ({})", one.name, one.function, one.login)))
        .collect();
    html! {
        section.sr-stack #persoon {
            h2.utrecht-heading-2 { (visit.say("role-same-title")) }
            p.utrecht-paragraph { (visit.say("role-same-line")) }
            form.sr-stack method="post" action=(visit.to(paths::STAFF_PERSON, &[account.id.as_str()])) {
                (filled.choice("same", "field-same", &others))
                (form::submit(&visit.say("role-same-add")))
            }
        }
    }
}
