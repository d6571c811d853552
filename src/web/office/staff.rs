//! Staff: everyone with what they may do and where, and adding someone.

pub mod link;
pub mod one;
pub mod waiting;

use std::collections::BTreeMap;

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts;
use crate::acts::account::NewAccount;
use crate::domain::account::{Account, Permission, Role, Scope};
use crate::domain::area::{Area, Level};
use crate::domain::id::{AccountId, AreaId};
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows everyone.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &Form::default(), None).await?.into_response())
}

/// Adds someone. Once another person confirmed it there is a link to make on the page about the person.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let (role, scope) = match posted(&form) {
        Ok(posted) => posted,
        Err(refused) => return Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?)),
    };
    let new = NewAccount {
        login: form.get("login").trim().to_string(),
        name: form.get("name").trim().to_string(),
        function: form.get("function").trim().to_string(),
        role,
        scope,
        password: String::new(),
    };
    match acts::account::create(&mut visit.context(), new).await {
        Ok(id) => {
            let answer = Redirect::to(&visit.to(paths::STAFF_MEMBER, &[id.as_str()]));
            Ok(answer.into_response())
        }
        Err(error) => {
            let refused = Refused::of(error, "login")?;
            Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?))
        }
    }
}

/// What someone may do and where, out of a form. Without a tick at any district it is the whole city.
fn posted(form: &Form) -> Result<(Role, Scope), Refused> {
    let role = Role::named(form.get("role")).ok_or_else(|| Refused::field("role", "choose"))?;
    let scope = match form.get("scope") {
        "city" => Scope::City,
        "districts" => Scope::Districts(form.all("districts").map(AreaId::new).collect()),
        _ => return Err(Refused::field("scope", "choose")),
    };
    Ok((role, scope))
}

async fn page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let accounts = store::account::list(&mut conn).await?;
    let areas = store::area::list(&mut conn).await?;
    let changes = store::account_change::waiting(&mut conn).await?;
    let waits = waiting::Waiting { changes, resets: store::invitation::resets(&mut conn).await? };
    let filled = Filled::new(visit.text, form, refused).within("staff-");
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("role-page-line")) }
            (waiting::section(visit, &waits, &accounts, &areas))
            (table(visit, &accounts, &areas))
            @if visit.may(Permission::ManageStaff) {
                details open[refused.is_some()] {
                    summary { (visit.say("staff-add")) }
                    (filled.notice())
                    form.sr-stack method="post" action=(visit.to(paths::STAFF, &[])) {
                        (filled.field(&Field::text("name", "field-name")))
                        (filled.field(&Field::text("function", "field-function")))
                        (posting(visit, &filled, form, &areas))
                        (filled.field(&Field::text("login", "field-login-new")))
                        (form::submit(&visit.say("staff-add")))
                    }
                }
            }
        }
    };
    Ok(Frame::menu(paths::STAFF, visit.say("staff-title")).show(visit, content))
}

/// The fields of a role and of where someone works.
fn posting(visit: &Visit, filled: &Filled<'_>, form: &Form, areas: &[Area]) -> Markup {
    let roles: Vec<(String, String)> = Role::NAMES
        .iter()
        .map(|(_, name)| {
            let words = [visit.say(&format!("role-{name}")), visit.say(&format!("role-{name}-line"))];
            ((*name).to_string(), words.join(": "))
        })
        .collect();
    let scopes =
        ["city", "districts"].map(|name| (name.to_string(), visit.say(&format!("role-scope-{name}"))));
    let ticked: Vec<&str> = form.all("districts").collect();
    html! {
        (filled.choice("role", "field-role", &roles))
        (filled.choice("scope", "field-scope", &scopes))
        fieldset.sr-stack.sr-stack--tight {
            legend.utrecht-form-label { (visit.say("role-districts")) }
            ul.sr-ticks {
                @for area in areas.iter().filter(|area| area.level == Level::District) {
                    li {
                        label {
                            input type="checkbox" name="districts" value=(area.id) checked[ticked.contains(&area.id.as_str())];
                            span { (area.name) }
                        }
                    }
                }
            }
        }
    }
}

fn table(visit: &Visit, accounts: &[Account], areas: &[Area]) -> Markup {
    let text = visit.text;
    form::table(
        &text.get("staff-title"),
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (text.get("staff-title")) }
                thead {
                    tr {
                        th scope="col" { (text.get("field-name")) }
                        th scope="col" { (text.get("field-function")) }
                        th scope="col" { (text.get("field-role")) }
                        th scope="col" { (text.get("field-scope")) }
                        th scope="col" { (text.get("field-login")) }
                    }
                }
                tbody {
                    @for account in accounts {
                        tr {
                            th scope="row" {
                                a.utrecht-link href=(visit.to(paths::STAFF_MEMBER, &[account.id.as_str()])) { (account.name) }
                                (switched_off(visit, account))
                            }
                            td { (account.function) }
                            td { (text.get(&format!("role-{}", account.role.name()))) }
                            td { (places(visit, &account.scope, areas)) }
                            td { (account.login) }
                        }
                    }
                }
            }
        },
    )
}

fn switched_off(visit: &Visit, account: &Account) -> Markup {
    html! {
        @if !account.enabled {
            " " span.utrecht-status-badge.utrecht-status-badge--danger { (visit.say("staff-off")) }
        }
    }
}

/// Where someone works, in words.
fn places(visit: &Visit, scope: &Scope, areas: &[Area]) -> String {
    match scope {
        Scope::City => visit.say("role-scope-city"),
        Scope::Districts(own) => {
            let named = areas.iter().filter(|area| own.contains(&area.id)).map(|area| area.name.as_str());
            named.collect::<Vec<_>>().join(", ")
        }
    }
}

/// By account the human behind it, of those who hold several.
pub type People = BTreeMap<AccountId, AccountId>;

/// The other accounts of the same human.
fn same_as(visit: &Visit, id: &AccountId, accounts: &[Account], people: &People) -> Markup {
    let own = people.get(id);
    let same = |one: &&Account| own.is_some() && one.id != *id && people.get(&one.id) == own;
    let names: Vec<&str> = accounts.iter().filter(same).map(|one| one.login.as_str()).collect();
    html! {
        @if !names.is_empty() {
            br; span.sr-small { (visit.text.with("role-same-as", &[("names", names.join(", ").into())])) }
        }
    }
}

/// Who works here, for everyone in the office.
pub fn section(visit: &Visit, accounts: &[Account], areas: &[Area], people: &People) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack #medewerkers {
            h2.utrecht-heading-2 { (text.get("staff-title")) }
            (form::table(&text.get("staff-title"), html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (text.get("staff-title")) }
                    thead {
                        tr {
                            th scope="col" { (text.get("field-name")) }
                            th scope="col" { (text.get("field-function")) }
                            th scope="col" { (text.get("field-role")) }
                            th scope="col" { (text.get("field-scope")) }
                        }
                    }
                    tbody {
                        @for account in accounts {
                            tr {
                                th scope="row" {
                                    (account.name) (switched_off(visit, account))
                                    (same_as(visit, &account.id, accounts, people))
                                }
                                td { (account.function) }
                                td { (text.get(&format!("role-{}", account.role.name()))) }
                                td { (places(visit, &account.scope, areas)) }
                            }
                        }
                    }
                }
            }))
            @if visit.may(Permission::ConfirmStaff) {
                p { a.utrecht-link href=(visit.to(paths::STAFF, &[])) { (visit.say("role-manage")) } }
            }
        }
    }
}
