//! What was asked for accounts and waits for a second person.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::places;
use crate::acts;
use crate::domain::account::{Account, Change, ChangeKind};
use crate::domain::area::Area;
use crate::domain::id::AccountId;
use crate::web::error::Answer;
use crate::web::guard::scope::Of;
use crate::web::paths;
use crate::web::visit::Visit;

/// Confirms as second person.
pub async fn confirm(Of(number, _): Of<u64>, visit: Visit) -> Answer {
    acts::account::confirm(&visit.context(), number).await?;
    Ok(Redirect::to(&visit.to(paths::STAFF, &[])).into_response())
}

/// Refuses, or takes back what oneself asked for.
pub async fn refuse(Of(number, _): Of<u64>, visit: Visit) -> Answer {
    acts::account::refuse(&visit.context(), number).await?;
    Ok(Redirect::to(&visit.to(paths::STAFF, &[])).into_response())
}

/// What waits: changes, and for whom it was asked to begin anew, with who asked.
pub struct Waiting {
    /// Changes of accounts.
    pub changes: Vec<Change>,
    /// Who begins anew, and who asked it.
    pub resets: Vec<(AccountId, AccountId)>,
}

/// What waits, with the forms for whoever may decide.
pub fn section(visit: &Visit, waits: &Waiting, accounts: &[Account], areas: &[Area]) -> Markup {
    let Waiting { changes, resets } = waits;
    html! {
        @if !changes.is_empty() || !resets.is_empty() {
            section.sr-stack #wacht {
                h2.utrecht-heading-2 { (visit.say("role-waits-title")) }
                p.utrecht-paragraph { (visit.say("role-waits-line")) }
                ul.sr-rows.sr-rows--plain {
                    @for one in changes { li { (change(visit, one, accounts, areas)) } }
                    @for (id, by) in resets { li { (reset(visit, (id, by), accounts)) } }
                }
            }
        }
    }
}

fn name<'a>(accounts: &'a [Account], id: &AccountId) -> &'a str {
    accounts.iter().find(|known| &known.id == id).map_or("", |known| &known.name)
}

/// Someone who begins anew. It is decided on the page about that person, where it says what to look at first.
fn reset(visit: &Visit, (id, by): (&AccountId, &AccountId), accounts: &[Account]) -> Markup {
    let link = visit.to(paths::STAFF_MEMBER, &[id.as_str()]);
    html! {
        p {
            a.utrecht-link href=(link) {
                strong { (visit.text.with("signin-reset-for", &[("name", name(accounts, id).into())])) }
            }
        }
        p.sr-small { (visit.text.with("signin-reset-by", &[("name", name(accounts, by).into())])) }
    }
}

fn change(visit: &Visit, one: &Change, accounts: &[Account], areas: &[Area]) -> Markup {
    let name = |id: &AccountId| name(accounts, id);
    let key = match one.kind {
        ChangeKind::Open => "role-waits-open",
        ChangeKind::Move => "role-waits-move",
    };
    let values = [
        ("name", name(&one.account).into()),
        ("role", visit.say(&format!("role-{}", one.role.name())).into()),
        ("places", places(visit, &one.scope, areas).into()),
    ];
    let asked = [("name", name(&one.by).into()), ("day", visit.text.day(one.at).into())];
    let (number, own) = (one.number.to_string(), visit.is(&one.by));
    html! {
        p { strong { (visit.text.with(key, &values)) } }
        p.sr-small { (visit.text.with("role-waits-by", &asked)) }
        @if own { p { (visit.say("role-waits-own")) } }
        div.sr-row-acts {
            @if !own && !visit.is(&one.account) {
                form method="post" action=(visit.to(paths::STAFF_CHANGE, &[&number])) {
                    button.utrecht-button.utrecht-button--primary-action type="submit" {
                        (visit.say("role-waits-confirm")) span.sr-hidden { ": " (name(&one.account)) }
                    }
                }
            }
            form method="post" action=(visit.to(paths::STAFF_CHANGE_REFUSAL, &[&number])) {
                button.utrecht-button.utrecht-button--secondary-action type="submit" {
                    (visit.say(if own { "role-waits-take-back" } else { "role-waits-refuse" }))
                    span.sr-hidden { ": " (name(&one.account)) }
                }
            }
        }
    }
}
