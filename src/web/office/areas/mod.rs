//! Areas: a section of the page of the municipality, and the pages behind it.

pub mod area;
pub mod drawing;
pub mod figures;
pub mod files;
pub mod page;

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::municipality::{Back, page};
use crate::acts::{self, ActError};
use crate::domain::account::Permission;
use crate::domain::area::{Area, utrecht};
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Adds one area, or the example set.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let wanted = if form.get("set") == "utrecht" {
        utrecht()
    } else {
        vec![Area::new(form.get("code").trim(), form.get("name").trim())]
    };
    let done = if form.has("code") && is_known(&visit, &wanted).await? {
        Err(ActError::field("code", "taken"))
    } else {
        acts::area::add(&visit.context(), &wanted).await
    };
    match done {
        Ok(()) => {
            let address = format!("{}#gebieden", visit.to(paths::MUNICIPALITY, &[]));
            Ok(Redirect::to(&address).into_response())
        }
        Err(error) => {
            let refused = Refused::of(error, "code")?;
            Ok(answer(Some(&refused), page(&visit, &Back::Area(&form, &refused)).await?))
        }
    }
}

/// Whether one of these areas is there already; adding it again would change nothing.
async fn is_known(visit: &Visit, wanted: &[Area]) -> Answer<bool> {
    let known = store::area::list(&mut *visit.app.store.read().await?).await?;
    Ok(wanted.iter().any(|one| known.iter().any(|area| area.id == one.id)))
}

/// The areas, and the forms to add some.
pub fn section(visit: &Visit, areas: &[Area], back: &Back<'_>) -> Markup {
    let text = visit.text;
    let missing = utrecht().iter().any(|one| !areas.iter().any(|area| area.id == one.id));
    html! {
        section.sr-stack #gebieden {
            h2.utrecht-heading-2 { (text.get("office-areas-title")) }
            @if areas.is_empty() { p { (text.get("office-areas-none")) } } @else {
                (form::table(&text.get("office-areas-title"), html! {
                    table.utrecht-table {
                        caption.sr-hidden { (text.get("office-areas-title")) }
                        thead { tr { th scope="col" { (text.get("area")) } th scope="col" { (text.get("field-code")) } } }
                        tbody { @for area in areas { tr { th scope="row" { (area.name) } td.sr-mono { (area.id) } } } }
                    }
                }))
            }
            p { a.utrecht-link href=(visit.to(paths::AREAS, &[])) { (text.get("areas-page")) } }
            @if visit.may(Permission::ManageMunicipality) {
                @if missing {
                    form method="post" action=(visit.to(paths::AREAS, &[])) {
                        button.utrecht-button type="submit" name="set" value="utrecht" { (text.get("areas-utrecht")) }
                    }
                }
                (new_area(visit, back))
            }
        }
    }
}

fn new_area(visit: &Visit, back: &Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, refused) = match back {
        Back::Area(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Town(..) | Back::Auditor(..) => (&empty, None),
    };
    let filled = Filled::new(visit.text, form, refused).within("area-");
    html! {
        details open[refused.is_some()] {
            summary { (visit.say("area-add")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::AREAS, &[])) {
                (filled.field(&Field::text("name", "field-name")))
                (filled.field(&Field::text("code", "field-code")))
                (form::submit(&visit.say("area-add")))
            }
        }
    }
}
