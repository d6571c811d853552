//! Staff: a section of the page of the municipality, and the page that shows a password once.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::municipality::{Back, page};
use crate::acts;
use crate::acts::account::NewAccount;
use crate::domain::account::{Account, Password, Permission, Role};
use crate::domain::id::AccountId;
use crate::domain::seed::Seed;
use crate::store;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Adds someone; the password is made here and shown once.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let Some(role) = Role::named(form.get("role")) else {
        return refused(&visit, &form, &Refused::field("role", "choose")).await;
    };
    let (login, made) = (form.get("login").trim().to_string(), made(&visit));
    let new = NewAccount {
        login: login.clone(),
        name: form.get("name").trim().to_string(),
        function: form.get("function").trim().to_string(),
        role,
        password: hashed(&visit, made.clone()).await?,
    };
    match acts::account::create(&mut visit.context(), new).await {
        Ok(_) => Ok(password_page(&visit, &login, &made).into_response()),
        Err(error) => refused(&visit, &form, &Refused::of(error, "login")?).await,
    }
}

/// Lets someone sign in or not. Nobody closes the door behind themselves.
pub async fn set_enabled(Path(id): Path<String>, visit: Visit, form: Form) -> Answer {
    let id = AccountId::new(id);
    let enabled = form.get("enabled") == "yes";
    if !enabled && visit.is(&id) {
        let refused = Refused::field("login", "own-account");
        return Ok(answer(Some(&refused), page(&visit, &Back::OwnAccount(&refused)).await?));
    }
    acts::account::set_enabled(&visit.context(), &id, enabled).await?;
    Ok(Redirect::to(&format!("{}#medewerkers", visit.to(paths::MUNICIPALITY, &[]))).into_response())
}

/// Makes a new password and shows it once.
pub async fn set_password(Path(id): Path<String>, visit: Visit) -> Answer {
    let id = AccountId::new(id);
    let mut conn = visit.app.store.read().await?;
    let account = store::account::find(&mut conn, &id).await?.ok_or(Refusal::NOT_FOUND)?;
    drop(conn);
    let made = made(&visit);
    let stored = hashed(&visit, made.clone()).await?;
    acts::account::set_password(&visit.context(), &id, &stored).await?;
    Ok(password_page(&visit, &account.login, &made).into_response())
}

async fn refused(visit: &Visit, form: &Form, refused: &Refused) -> Answer {
    Ok(answer(Some(refused), page(visit, &Back::Member(form, refused)).await?))
}

fn made(visit: &Visit) -> String {
    Password::made(&mut Seed::new(visit.app.entropy.seed()))
}

/// The stored text of a password; one place of those for hashing is taken while it is made.
async fn hashed(visit: &Visit, made: String) -> Answer<String> {
    let place = visit.app.limits.hashes.acquire().await.map_err(|_| Refusal(Kind::Shedding))?;
    let mut salt = [0; 16];
    salt.copy_from_slice(&visit.app.entropy.seed()[..16]);
    let hashed = tokio::task::spawn_blocking(move || Password::typed(&made).hash(&salt)).await;
    drop(place);
    hashed.map_err(|_| Refusal(Kind::IntegrityFailed))
}

fn password_page(visit: &Visit, login: &str, made: &str) -> Markup {
    let title = visit.text.with("password-title", &[("login", login.into())]);
    let content = html! {
        p.utrecht-paragraph { (visit.say("password-line")) }
        section.sr-slip.sr-stack {
            h2.utrecht-heading-3 { (visit.say("field-login")) }
            p.sr-key { (login) }
            h2.utrecht-heading-3 { (visit.say("field-password")) }
            p.sr-key { (made) }
        }
        p { a.utrecht-button href=(visit.to(paths::MUNICIPALITY, &[])) { (visit.say("password-done")) } }
    };
    Frame::menu(paths::MUNICIPALITY, title).show(visit, content)
}

/// Everyone who may sign in, and the form to add someone.
pub fn section(visit: &Visit, accounts: &[Account], back: &Back<'_>) -> Markup {
    let text = visit.text;
    let manages = visit.may(Permission::ManageMunicipality);
    html! {
        section.sr-stack #medewerkers {
            h2.utrecht-heading-2 { (text.get("staff-title")) }
            @if let Back::OwnAccount(refused) = back {
                div.utrecht-alert.utrecht-alert--error role="alert" data-kind=(refused.kind.name()) {
                    p { (text.get("fault-own-account")) }
                }
            }
            (form::table(&text.get("staff-title"), html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (text.get("staff-title")) }
                    thead {
                        tr {
                            th scope="col" { (text.get("field-name")) }
                            th scope="col" { (text.get("field-function")) }
                            th scope="col" { (text.get("field-role")) }
                            @if manages { th scope="col" { (text.get("field-login")) } th scope="col" { (text.get("staff-acts")) } }
                        }
                    }
                    tbody { @for account in accounts { (row(visit, account, manages)) } }
                }
            }))
            @if manages { (new_member(visit, back)) }
        }
    }
}

fn row(visit: &Visit, account: &Account, manages: bool) -> Markup {
    let text = visit.text;
    let role = text.get(&format!("role-{}", account.role.name()));
    html! {
        tr {
            th scope="row" {
                (account.name)
                @if !account.enabled { " " span.utrecht-status-badge.utrecht-status-badge--danger { (text.get("staff-off")) } }
            }
            td { (account.function) }
            td { (role) }
            @if manages {
                td { (account.login) }
                td { div.sr-row-acts { (acts(visit, account)) } }
            }
        }
    }
}

fn acts(visit: &Visit, account: &Account) -> Markup {
    let (text, id) = (visit.text, account.id.as_str());
    let (value, words) = if account.enabled { ("no", "staff-disable") } else { ("yes", "staff-enable") };
    html! {
        form method="post" action=(visit.to(paths::STAFF_PASSWORD, &[id])) {
            button.sr-link-button.utrecht-link type="submit" {
                (text.get("staff-password")) span.sr-hidden { ": " (account.name) }
            }
        }
        @if visit.is(&account.id) { span.sr-small { (text.get("staff-you")) } } @else {
            form method="post" action=(visit.to(paths::STAFF_ENABLED, &[id])) {
                button.sr-link-button.utrecht-link type="submit" name="enabled" value=(value) {
                    (text.get(words)) span.sr-hidden { ": " (account.name) }
                }
            }
        }
    }
}

fn new_member(visit: &Visit, back: &Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, refused) = match back {
        Back::Member(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Town(..) | Back::Area(..) | Back::Auditor(..) | Back::OwnAccount(_) => {
            (&empty, None)
        }
    };
    let filled = Filled::new(visit.text, form, refused).within("staff-");
    let roles: Vec<(String, String)> = Role::NAMES
        .iter()
        .map(|(_, name)| {
            let words = [visit.say(&format!("role-{name}")), visit.say(&format!("role-{name}-line"))];
            ((*name).to_string(), words.join(": "))
        })
        .collect();
    html! {
        details open[refused.is_some()] {
            summary { (visit.say("staff-add")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::STAFF, &[])) {
                (filled.field(&Field::text("name", "field-name")))
                (filled.field(&Field::text("function", "field-function")))
                (filled.choice("role", "field-role", &roles))
                (filled.field(&Field::text("login", "field-login-new")))
                (form::submit(&visit.say("staff-add")))
            }
        }
    }
}
