//! Dividing money over areas by a key: what was decided, the form, the arithmetic before it is decided.

pub mod arithmetic;
pub mod key_form;
mod typed_key;

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::budget::Line;
use crate::domain::digest::Digest;
use crate::domain::division::Division;
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::office::money;
use crate::web::parts::amount;
use crate::web::parts::form::{self, Refused};
use crate::web::paths;
use crate::web::visit::Visit;
use arithmetic::{Draft, Sum};
use key_form::Ground;

/// Shows what was decided, and the first step of a new division.
pub async fn show(visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let decided = store::division::list(&mut conn).await?;
    let lines = store::budget::lines(&mut conn).await?;
    let sets = store::indicator::list(&mut conn).await?;
    let areas = store::area::list(&mut conn).await?;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("division-lead")) }
            @if visit.may(Permission::ManageMoney) { (key_form::start(&visit, &lines, &sets, &areas)) }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("division-decided")) }
                @if decided.is_empty() { p { (visit.say("division-none")) } } @else { (table(&visit, &decided, &lines)) }
            }
        }
    };
    let above = vec![(visit.say("money-title"), visit.to(paths::MONEY, &[]))];
    let title = visit.say("division-title");
    Ok(Frame { menu: paths::MONEY, title, above, mark: html! {} }.show(&visit, content).into_response())
}

/// Shows the arithmetic of what was filled in; nothing is decided by it.
pub async fn propose(visit: Visit, form: Form) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let ground = Ground::of(&mut conn, &form).await?;
    let wanted = match typed_key::wanted(&form, &ground) {
        Ok(wanted) => wanted,
        Err(refused) => {
            return Ok(form::answer(Some(&refused), key_form::page(&visit, &ground, &form, Some(&refused))));
        }
    };
    match acts::division::propose(&mut conn, &wanted).await {
        Ok(proposal) => {
            let draft = Draft { proposal: &proposal, form: &form, refused: None };
            Ok(arithmetic::proposed(&visit, &ground, &draft).into_response())
        }
        Err(error) => key_form::refused(&visit, &ground, &form, error),
    }
}

/// Decides what was shown.
pub async fn decide(visit: Visit, form: Form) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let ground = Ground::of(&mut conn, &form).await?;
    let wanted = typed_key::wanted(&form, &ground).map_err(|_| Refusal(Kind::DraftChanged))?;
    let seen = Digest::parse(form.get("seen")).ok_or(Refusal(Kind::DraftChanged))?;
    match acts::division::decide(&mut visit.context(), &wanted, &seen, form.get("key_reason")).await {
        Ok(number) => Ok(Redirect::to(&visit.to(paths::DIVISION, &[&number.to_string()])).into_response()),
        Err(acts::ActError::Fields(faults)) => {
            let refused = Refused::fields(faults);
            let proposal = acts::division::propose(&mut conn, &wanted).await?;
            let draft = Draft { proposal: &proposal, form: &form, refused: Some(&refused) };
            Ok(form::answer(Some(&refused), arithmetic::proposed(&visit, &ground, &draft)))
        }
        Err(error) => key_form::refused(&visit, &ground, &form, error),
    }
}

fn table(visit: &Visit, decided: &[Division], lines: &[Line]) -> Markup {
    let text = visit.text;
    let name = |division: &Division| {
        lines.iter().find(|line| line.id == division.line).map_or_else(String::new, money::name)
    };
    html! {
        (form::table(&text.get("division-decided"), html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (text.get("division-decided")) }
                thead {
                    tr {
                        th scope="col" { (text.get("division-title")) }
                        th scope="col" { (text.get("face-line")) }
                        th scope="col" { (text.get("division-key")) }
                        th.sr-number scope="col" { (text.get("division-amount")) }
                        th scope="col" { (text.get("decided-at")) }
                    }
                }
                tbody {
                    @for division in decided {
                        tr {
                            th scope="row" {
                                a.utrecht-link href=(visit.to(paths::DIVISION, &[&division.number.to_string()])) {
                                    (text.with("division-number", &[("number", number(division.number))]))
                                }
                            }
                            td { (name(division)) }
                            td { (Sum::of(&division.reckoning).key(visit)) }
                            td.sr-number { (amount(text, division.reckoning.total)) }
                            td { (text.day(division.at)) }
                        }
                    }
                }
            }
        }))
    }
}
