//! The register of social-brokerage organisations.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts;
use crate::acts::smo::{Organisation, TypedAccount};
use crate::domain::account::Permission;
use crate::domain::iban::Iban;
use crate::domain::registration::Kvk;
use crate::domain::smo::{Party, SmoRegister};
use crate::domain::time::Moment;
use crate::store::{self, smo::Version};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the register.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, None).await?.into_response())
}

/// Writes down that an organisation with the name of one of those is another one.
pub async fn tell_apart(visit: Visit, form: Form) -> Answer {
    let done = match Kvk::parse(form.get("namesake_kvk").trim()) {
        Err(_) => Err(Refused::field("namesake_kvk", "kvk")),
        Ok(kvk) => {
            let (name, why) = (form.get("namesake_name"), form.get("namesake_why"));
            match acts::smo::tell_apart(&visit.context(), name, &kvk, why).await {
                Ok(()) => Ok(()),
                Err(error) => Err(Refused::of(error, "namesake_name")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::SMO, &[])).into_response()),
        Err(refused) => {
            Ok(answer(Some(&refused), page(&visit, Some((Which::Namesake, &form, &refused))).await?))
        }
    }
}

/// Which form comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Party,
    Namesake,
}

/// Puts an organisation into it, or in the place of one of the same name.
pub async fn enter(visit: Visit, form: Form) -> Answer {
    let seen: u64 = form.get("version").parse().map_err(|_| Refusal(Kind::BadRequest))?;
    let done = match read(&form) {
        Err(refused) => Err(refused),
        Ok(wanted) => match acts::smo::enter(&visit.context(), seen, &wanted, form.get("check_why")).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Refused::of(error, "org_name")?),
        },
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::SMO, &[])).into_response()),
        Err(refused) => {
            Ok(answer(Some(&refused), page(&visit, Some((Which::Party, &form, &refused))).await?))
        }
    }
}

fn read(form: &Form) -> Result<Organisation, Refused> {
    let day = |name: &str| Moment::parse_local(&format!("{}T00:00", form.get(name).trim()));
    let kvk = |typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => Kvk::parse(typed).map(Some),
    };
    let account = match form.get("org_iban").trim() {
        "" => TypedAccount::Kept,
        typed => TypedAccount::Number(Iban::parse(typed).map_err(|_| Refused::field("org_iban", "iban"))?),
    };
    let until = match form.get("org_until").trim() {
        "" => None,
        _ => Some(day("org_until").ok_or(Refused::field("org_until", "date"))?),
    };
    let mut affiliates = Vec::new();
    for line in form.get("affiliates").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, number) = line.split_once(';').unwrap_or((line, ""));
        let number = kvk(number).map_err(|_| Refused::field("affiliates", "affiliates"))?;
        affiliates.push((name.trim().to_string(), number));
    }
    Ok(Organisation {
        name: form.get("org_name").trim().to_string(),
        kvk: kvk(form.get("org_kvk")).map_err(|_| Refused::field("org_kvk", "kvk"))?,
        account,
        from: day("org_from").ok_or(Refused::field("org_from", "date"))?,
        until,
        affiliates,
    })
}

async fn page(visit: &Visit, back: Option<(Which, &Form, &Refused)>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let register = store::smo::newest(&mut conn).await?;
    let versions = store::smo::versions(&mut conn).await?;
    drop(conn);
    let empty = Form::default();
    let filled = |which| match back {
        Some((same, form, refused)) if same == which => (Filled::new(visit.text, form, Some(refused)), true),
        Some(_) | None => (Filled::new(visit.text, &empty, None), false),
    };
    let content = html! {
        div.sr-stack.sr-stack--mid {
        p.utrecht-paragraph { (visit.say("smo-line")) }
        @if register.parties.is_empty() { p { (visit.say("smo-none")) } } @else { (table(visit, &register)) }
        @if visit.may(Permission::ManageMunicipality) { (enter_form(visit, &register, &filled(Which::Party).0)) }
        @if !register.parties.is_empty() { (namesakes(visit, &register, filled(Which::Namesake))) }
        @if !versions.is_empty() { (history(visit, &versions)) }
        }
    };
    let above = vec![(visit.say("recipients-title"), visit.to(paths::RECIPIENTS, &[]))];
    let title = visit.say("smo-title");
    Ok(Frame { menu: paths::GRANTS, title, above, mark: html! {} }.show(visit, content))
}

fn enter_form(visit: &Visit, register: &SmoRegister, filled: &Filled<'_>) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("smo-enter")) }
            p.utrecht-paragraph { (visit.say("smo-enter-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::SMO, &[])) {
                input type="hidden" name="version" value=(register.version);
                (filled.field(&Field::text("org_name", "field-org_name")))
                (filled.field(&Field::text("org_kvk", "field-org_kvk")))
                (filled.field(&Field::text("org_iban", "field-org_iban")))
                (filled.field(&Field::of("date", "org_from", "field-org_from")))
                (filled.field(&Field::of("date", "org_until", "field-org_until")))
                (filled.field(&Field::of("area", "affiliates", "field-affiliates")))
                (filled.field(&Field::text("check_why", "field-check_why")))
                (form::submit(&visit.say("save")))
            }
        }
    }
}

/// Who only shares a name with one of them, and the form for one more.
fn namesakes(visit: &Visit, register: &SmoRegister, (filled, is_back): (Filled<'_>, bool)) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("smo2-namesakes")) }
            p.utrecht-paragraph { (visit.say("smo2-namesakes-line")) }
            @if !register.namesakes.is_empty() {
                ul {
                    @for one in &register.namesakes {
                        li { strong { (one.name) } ", " (visit.say("field-kvk")) " " (one.kvk) ". " (visit.text.day(one.at)) ": " (one.reason) }
                    }
                }
            }
            @if visit.may(Permission::HandleGrants) {
                details open[is_back] {
                    summary { (visit.say("smo2-tell-apart")) }
                    (filled.notice())
                    form.sr-stack method="post" action=(visit.to(paths::SMO_NAMESAKES, &[])) {
                        (filled.field(&Field::text("namesake_name", "field-namesake_name")))
                        (filled.field(&Field::text("namesake_kvk", "field-namesake_kvk")))
                        (filled.field(&Field::text("namesake_why", "field-namesake_why")))
                        (form::submit(&visit.say("save")))
                    }
                }
            }
        }
    }
}

fn table(visit: &Visit, register: &SmoRegister) -> Markup {
    let title = visit.say("smo-title");
    let owner =
        |party: &Party| party.of.and_then(|of| register.parties.get(of)).map(|owner| owner.name.clone());
    form::table(
        &title,
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (visit.say("field-org_name")) }
                        th scope="col" { (visit.say("smo-of")) }
                        th scope="col" { (visit.say("field-kvk")) }
                        th scope="col" { (visit.say("recipient-account")) }
                        th scope="col" { (visit.say("field-org_from")) }
                        th scope="col" { (visit.say("field-org_until")) }
                    }
                }
                tbody {
                    @for party in &register.parties {
                        tr {
                            th scope="row" { (party.name) }
                            td { @if let Some(owner) = owner(party) { (owner) } }
                            td { @if let Some(kvk) = &party.kvk { (kvk) } }
                            td.sr-mono { @if let Some((last, _)) = &party.account { "•••• " (last) } }
                            td { (visit.text.day(party.from)) }
                            td { @if let Some(until) = party.until { (visit.text.day(until)) } }
                        }
                    }
                }
            }
        },
    )
}

fn history(visit: &Visit, versions: &[Version]) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("smo-history")) }
            ol reversed {
                @for version in versions { li value=(version.number) { (visit.text.moment(version.at)) ": " (version.reason) } }
            }
        }
    }
}
