//! Auditors: a section of the page of the municipality.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::municipality::{Back, page};
use crate::acts::{self, ActError};
use crate::domain::account::Permission;
use crate::domain::auditor::Auditor;
use crate::sealing::{KeyFault, check_key};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Adds an auditor. A secret key is refused, and does not come back on the page.
pub async fn add(visit: Visit, mut form: Form) -> Answer {
    let done = match check_key(form.get("auditor_key")) {
        Err(KeyFault::Secret) => {
            form.forget("auditor_key");
            Err(ActError::field("auditor_key", "secret-key"))
        }
        Err(KeyFault::Unusable) => Err(ActError::field("auditor_key", "key")),
        Ok(()) => {
            acts::auditor::add(&visit.context(), form.get("auditor_name"), form.get("auditor_key")).await
        }
    };
    match done {
        Ok(()) => Ok(again(&visit)),
        Err(error) => {
            let refused = Refused::of(error, "auditor_key")?;
            Ok(answer(Some(&refused), page(&visit, &Back::Auditor(&form, &refused)).await?))
        }
    }
}

/// Takes an auditor off the list, for rounds that open from now on.
pub async fn remove(Of(key, _): Of<String>, visit: Visit) -> Answer {
    acts::auditor::remove(&visit.context(), &key).await?;
    Ok(again(&visit))
}

fn again(visit: &Visit) -> Response {
    Redirect::to(&format!("{}#controleurs", visit.to(paths::MUNICIPALITY, &[]))).into_response()
}

/// The auditors, and the form to add one.
pub fn section(visit: &Visit, auditors: &[Auditor], back: &Back<'_>) -> Markup {
    let text = visit.text;
    let manages = visit.may(Permission::ManageMunicipality);
    html! {
        section.sr-stack #controleurs {
            h2.utrecht-heading-2 { (text.get("auditors-title")) }
            p.utrecht-paragraph { (text.get("auditors-line")) }
            @if auditors.is_empty() { p { (text.get("auditors-none")) } } @else {
                (form::table(&text.get("auditors-title"), html! {
                    table.utrecht-table {
                        caption.sr-hidden { (text.get("auditors-title")) }
                        thead {
                            tr {
                                th scope="col" { (text.get("field-name")) }
                                th scope="col" { (text.get("field-auditor_key")) }
                                @if manages { th scope="col" { (text.get("role-acts")) } }
                            }
                        }
                        tbody { @for auditor in auditors { (row(visit, auditor, manages)) } }
                    }
                }))
            }
            @if manages { (new_auditor(visit, back)) }
        }
    }
}

fn row(visit: &Visit, auditor: &Auditor, manages: bool) -> Markup {
    html! {
        tr {
            th scope="row" { (auditor.name) }
            td.sr-hash { (auditor.key) }
            @if manages {
                td {
                    form method="post" action=(visit.to(paths::AUDITOR_REMOVAL, &[&auditor.key])) {
                        button.sr-link-button.utrecht-link type="submit" {
                            (visit.say("auditor-remove")) span.sr-hidden { ": " (auditor.name) }
                        }
                    }
                }
            }
        }
    }
}

fn new_auditor(visit: &Visit, back: &Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, refused) = match back {
        Back::Auditor(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Town(..) | Back::Area(..) => (&empty, None),
    };
    let filled = Filled::new(visit.text, form, refused).within("new-");
    html! {
        details open[refused.is_some()] {
            summary { (visit.say("auditor-add")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::AUDITORS, &[])) {
                (filled.field(&Field::text("auditor_name", "field-auditor_name")))
                (filled.field(&Field::text("auditor_key", "field-auditor_key")))
                (form::submit(&visit.say("auditor-add")))
            }
        }
    }
}
