//! Mix statements: those that were signed, signing one, and what the city wants of each pot.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts::mix::{NewMix, POTS, PROVIDERS, sign};
use crate::acts::pot::decide_city;
use crate::acts::{ActError, FieldFault};
use crate::domain::account::Permission;
use crate::domain::area::Area;
use crate::domain::digest::Digest;
use crate::domain::id::AreaId;
use crate::domain::mix::{Basis, Planned};
use crate::domain::money::BasisPoints;
use crate::domain::pot::{CityLimit, Pot};
use crate::store;
use crate::store::mix::Stored;
use crate::store::pot::CityDecision;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::{mix as parts, pot};
use crate::web::paths;
use crate::web::visit::Visit;

/// Which form of the page comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Back {
    Mix,
    City,
}

/// Shows the statements.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &Form::default(), None).await?.into_response())
}

/// Signs a statement.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let done = match read(&form) {
        Err(refused) => Err(refused),
        Ok(new) if !visit.is_in_hands(&new.area).await? => Err(Refused::field("area", "choose")),
        Ok(new) => {
            let to = visit.to(paths::MIX, &[new.area.as_str(), &new.year.to_string()]);
            refused(sign(&visit.context(), new).await.map(|_| to))?
        }
    };
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &form, Some((Back::Mix, &refused))).await?)),
    }
}

/// Who decided what holds before the city decided anything: the program came with it.
const SERVICE: &str = "service";

/// Decides what the city wants of a pot.
pub async fn city(visit: Visit, form: Form) -> Answer {
    let limit = || {
        let pot = Pot::named(form.get("city_pot")).ok_or_else(|| Refused::field("city_pot", "choose"))?;
        let share =
            |field| BasisPoints::parse_typed(form.get(field)).map_err(|_| Refused::field(field, "percent"));
        Ok(CityLimit { pot, least: share("least")?, most: share("most")? })
    };
    let done = match limit() {
        Err(refused) => Err(refused),
        Ok(limit) => refused(decide_city(&visit.context(), limit, form.get("why")).await)?,
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::OFFICE_MIX, &[])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &form, Some((Back::City, &refused))).await?)),
    }
}

fn refused<T>(done: Result<T, ActError>) -> Answer<Result<T, Refused>> {
    match done {
        Ok(value) => Ok(Ok(value)),
        Err(error) => Refused::of(error, "least").map(Err),
    }
}

fn read(form: &Form) -> Result<NewMix, Refused> {
    let mut faults = Vec::new();
    let mut year = |field: &'static str| {
        form.get(field).trim().parse::<i64>().map_err(|_| faults.push(FieldFault { field, fault: "year" }))
    };
    let (of, basis) = (year("year").unwrap_or(0), year("basis_year").unwrap_or(0));
    let digest = Digest::parse(&form.get("basis_digest").trim().to_lowercase());
    if digest.is_none() {
        faults.push(FieldFault { field: "basis_digest", fault: "digest" });
    }
    let providers = planned(form, &PROVIDERS, &mut faults);
    let pots = planned(form, &POTS, &mut faults);
    match digest {
        Some(digest) if faults.is_empty() => {
            let basis = Basis { name: form.get("basis_name").trim().to_string(), year: basis, digest };
            Ok(NewMix { area: AreaId::new(form.get("area")), year: of, basis, providers, pots })
        }
        _ => Err(Refused::fields(faults)),
    }
}

fn planned<T: Copy>(
    form: &Form,
    fields: &[(T, &'static str, &'static str)],
    faults: &mut Vec<FieldFault>,
) -> Vec<Planned<T>> {
    let mut planned = Vec::new();
    for &(of, field, reason) in fields {
        match BasisPoints::parse_typed(form.get(field)) {
            Ok(share) => planned.push(Planned { of, share, reason: form.get(reason).trim().to_string() }),
            Err(_) => faults.push(FieldFault { field, fault: "percent" }),
        }
    }
    planned
}

async fn page(visit: &Visit, form: &Form, back: Option<(Back, &Refused)>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let statements = store::mix::list(&mut conn).await?;
    let areas = store::area::list(&mut conn).await?;
    let city = store::pot::city(&mut conn).await?;
    drop(conn);
    let of = |which| back.filter(|(one, _)| *one == which).map(|(_, refused)| refused);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("mix-office-line")) }
            (list(visit, &statements))
            @if visit.may(Permission::RunRounds) {
                details #tekenen open[statements.is_empty() || of(Back::Mix).is_some()] {
                    summary { (visit.say("mix-new")) }
                    (sign_form(visit, &Filled::new(visit.text, form, of(Back::Mix)), &areas))
                }
            }
            (city_section(visit, &city, &Filled::new(visit.text, form, of(Back::City))))
        }
    };
    Ok(Frame::menu(paths::ROUNDS, visit.say("mix-office-title")).show(visit, content))
}

fn list(visit: &Visit, statements: &[Stored]) -> Markup {
    html! {
        @if statements.is_empty() { p { (visit.say("mix-none")) } } @else {
            ul.sr-rows.sr-rows--plain {
                @for one in statements {
                    @let year = one.statement.year.to_string();
                    li {
                        a.utrecht-link href=(visit.to(paths::MIX, &[one.statement.area.as_str(), &year])) {
                            (one.statement.area_name) " " (year)
                        }
                        " " (visit.text.with("mix-signed-line", &[("function", one.statement.function.as_str().into()), ("moment", visit.text.moment(one.at).into())]))
                    }
                }
            }
        }
    }
}

fn sign_form(visit: &Visit, filled: &Filled<'_>, areas: &[Area]) -> Markup {
    let options: Vec<(String, String)> =
        areas.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
    let part = |name: String, share: &'static str, reason: &'static str| {
        html! {
            fieldset.sr-stack.sr-stack--tight {
                legend { h3.utrecht-heading-3 { (name) } }
                (filled.field(&Field::of("percent", share, "field-mix-share")))
                (filled.field(&Field::text(reason, "field-mix-reason")))
            }
        }
    };
    html! {
        (filled.notice())
        form.sr-stack.sr-stack--mid method="post" action=(visit.to(paths::OFFICE_MIX, &[])) {
            (filled.choice("area", "field-area", &options))
            (filled.field(&Field::of("number", "year", "field-year")))
            (filled.field(&Field::text("basis_name", "field-basis_name")))
            (filled.field(&Field::of("number", "basis_year", "field-basis_year")))
            (filled.field(&Field::text("basis_digest", "field-basis_digest")))
            h2.utrecht-heading-2 { (visit.say("mix-providers")) }
            @for (one, share, reason) in PROVIDERS { (part(parts::provider(visit.text, one), share, reason)) }
            h2.utrecht-heading-2 { (visit.say("mix-pots")) }
            @for (one, share, reason) in POTS { (part(pot::name(visit.text, one), share, reason)) }
            p.utrecht-paragraph { strong { (visit.say("mix-sign-line")) } }
            (form::submit(&visit.say("mix-sign")))
        }
    }
}

fn city_section(visit: &Visit, city: &[CityDecision], filled: &Filled<'_>) -> Markup {
    let text = visit.text;
    let options: Vec<(String, String)> =
        Pot::OF_AN_AREA.into_iter().map(|one| (one.name().to_string(), pot::name(text, one))).collect();
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("city-title")) }
            p.utrecht-paragraph { (text.get("city-line")) }
            (form::table(&text.get("city-title"), html! {
                table.utrecht-table {
                    caption.sr-hidden { (text.get("city-title")) }
                    thead { tr {
                        th scope="col" { (text.get("field-city_pot")) }
                        th.sr-number scope="col" { (text.get("field-pot-least")) }
                        th.sr-number scope="col" { (text.get("field-pot-most")) }
                        th scope="col" { (text.get("mix-why")) }
                    } }
                    tbody { @for one in city { tr {
                        th scope="row" { (pot::name(text, one.limit.pot)) }
                        td.sr-number { (text.percent(one.limit.least)) }
                        td.sr-number { (text.percent(one.limit.most)) }
                        td { @if one.by == SERVICE { (text.get("face-pots-start")) } @else { (one.reason) } }
                    } } }
                }
            }))
            @if visit.may(Permission::ManageMoney) {
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::CITY_POTS, &[])) {
                    (filled.choice("city_pot", "field-city_pot", &options))
                    (filled.field(&Field::of("percent", "least", "field-pot-least")))
                    (filled.field(&Field::of("percent", "most", "field-pot-most")))
                    (filled.field(&Field::text("why", "field-why")))
                    (form::submit(&text.get("city-decide")))
                }
            }
        }
    }
}
