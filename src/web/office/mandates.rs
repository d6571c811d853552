//! The mandate register: who may sign which decision, up to which sum.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts;
use crate::acts::mandate::Wanted;
use crate::domain::account::{Account, Permission};
use crate::domain::calendar::{day_of, days_after, parse_day, start_of};
use crate::domain::decision::DecisionKind;
use crate::domain::id::AccountId;
use crate::domain::mandate::{Mandate, held};
use crate::domain::money::Cents;
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the register.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &first(&visit), None).await?.into_response())
}

/// Enters mandates.
pub async fn enter(visit: Visit, form: Form) -> Answer {
    let wanted = match read(&form) {
        Ok(wanted) => wanted,
        Err(refused) => return Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?)),
    };
    match acts::mandate::enter(&visit.context(), &wanted).await {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::MANDATES, &[])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "mandate_up_to")?;
            Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?))
        }
    }
}

/// Ends a mandate at once.
pub async fn end(Of(number, _): Of<u64>, visit: Visit) -> Answer {
    acts::mandate::end(&visit.context(), number).await?;
    Ok(Redirect::to(&visit.to(paths::MANDATES, &[])).into_response())
}

/// The form as it is offered: from today on.
fn first(visit: &Visit) -> Form {
    let mut form = Form::default();
    form.set("mandate_from", day_of(visit.now).to_string());
    form
}

fn read(form: &Form) -> Result<Wanted, Refused> {
    let kinds = match form.get("mandate_kind") {
        "all" => DecisionKind::NAMES.map(|(kind, _)| kind).to_vec(),
        name => DecisionKind::named(name).into_iter().collect(),
    };
    let up_to = Cents::parse_typed(form.get("mandate_up_to"))
        .map_err(|_| Refused::field("mandate_up_to", "amount"))?;
    let from = parse_day(form.get("mandate_from")).ok_or_else(|| Refused::field("mandate_from", "date"))?;
    let until = match form.get("mandate_until") {
        "" => None,
        typed => Some(parse_day(typed).ok_or_else(|| Refused::field("mandate_until", "date"))?),
    };
    Ok(Wanted {
        account: AccountId::new(form.get("mandate_holder")),
        kinds,
        up_to,
        from: start_of(from),
        // The last day counts.
        until: until.map(|day| start_of(days_after(day, 1))),
        ground: form.get("mandate_ground").to_string(),
        ground_date: form.get("mandate_date").to_string(),
    })
}

async fn page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let register = store::mandate::list(&mut conn).await?;
    let accounts = store::account::list(&mut conn).await?;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("mandates-lead")) }
            (table(visit, &register, &accounts))
            @if visit.may(Permission::ManageMunicipality) { (new(visit, &accounts, form, refused)) }
        }
    };
    let above = vec![(visit.say("decisions-title"), visit.to(paths::DECISIONS, &[]))];
    let frame = Frame { menu: paths::DECISIONS, title: visit.say("mandates-title"), above, mark: html! {} };
    Ok(frame.show(visit, content))
}

fn table(visit: &Visit, register: &[Mandate], accounts: &[Account]) -> Markup {
    let rows: Vec<&Mandate> = register.iter().rev().filter(|row| row.gives()).collect();
    let title = visit.say("mandates-title");
    html! {
        @if rows.is_empty() { p { (visit.say("mandates-none")) } } @else {
            (form::table(&title, html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (title) }
                    thead { tr {
                        th scope="col" { (visit.say("field-mandate_holder")) }
                        th scope="col" { (visit.say("field-mandate_kind")) }
                        th.sr-number scope="col" { (visit.say("field-mandate_up_to")) }
                        th scope="col" { (visit.say("mandate-term")) }
                        th scope="col" { (visit.say("field-mandate_ground")) }
                        th scope="col" { (visit.say("mandate-now")) }
                    } }
                    tbody { @for row in rows { (line(visit, row, register, accounts)) } }
                }
            }))
        }
    }
}

fn line(visit: &Visit, row: &Mandate, register: &[Mandate], accounts: &[Account]) -> Markup {
    let text = visit.text;
    let who = accounts.iter().find(|one| one.id == row.account);
    let holds = held(register, &row.account, row.kind, visit.now).is_some_and(|one| one.number == row.number);
    let later = visit.now < row.from;
    let state = if holds {
        "mandate-holds"
    } else if later {
        "mandate-later"
    } else {
        "mandate-over"
    };
    html! {
        tr {
            th scope="row" {
                @if let Some(who) = who { (who.name) br; span.sr-small { (who.function) } }
            }
            td { (visit.say(&format!("decision-kind-{}", row.kind.name()))) }
            td.sr-number { (amount(text, row.up_to)) }
            td {
                (text.day(row.from))
                @if let Some(until) = row.until { " – " (text.day(until.plus_seconds(-1))) }
            }
            td { (row.ground) br; span.sr-small { (parse_day(&row.ground_date).map(|day| text.civil_day(day)).unwrap_or_default()) } }
            td {
                (visit.say(state))
                @if holds && visit.may(Permission::ManageMunicipality) {
                    form method="post" action=(visit.to(paths::MANDATE_END, &[&row.number.to_string()])) {
                        button.sr-link-button.utrecht-link type="submit" {
                            (visit.say("mandate-end")) span.sr-hidden { ": " @if let Some(who) = who { (who.name) } }
                        }
                    }
                }
            }
        }
    }
}

fn new(visit: &Visit, accounts: &[Account], form: &Form, refused: Option<&Refused>) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let holders: Vec<(String, String)> = accounts
        .iter()
        .filter(|one| one.enabled && one.role.may(Permission::DecideGrants))
        .map(|one| (one.id.to_string(), format!("{}, {}", one.name, one.function)))
        .collect();
    let mut kinds = vec![("all".to_string(), visit.say("mandate-all-kinds"))];
    kinds.extend(
        DecisionKind::NAMES
            .iter()
            .map(|(_, name)| ((*name).to_string(), visit.say(&format!("decision-kind-{name}")))),
    );
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("mandate-new")) }
            p.utrecht-paragraph { (visit.say("mandate-new-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::MANDATES, &[])) {
                (filled.choice("mandate_holder", "field-mandate_holder", &holders))
                (filled.choice("mandate_kind", "field-mandate_kind", &kinds))
                (filled.field(&Field::text("mandate_up_to", "field-mandate_up_to")))
                (filled.field(&Field::of("date", "mandate_from", "field-mandate_from")))
                (filled.field(&Field::of("date", "mandate_until", "field-mandate_until")))
                (filled.field(&Field::text("mandate_ground", "field-mandate_ground")))
                (filled.field(&Field::of("date", "mandate_date", "field-mandate_date")))
                (submit(&visit.say("mandate-enter")))
            }
        }
    }
}
