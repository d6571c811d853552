//! The municipality with its areas, its auditors and its staff, on one page.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::{areas, auditors, staff};
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::municipality::Municipality;
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Which form of the page comes back, with what was typed.
pub enum Back<'a> {
    /// None: the page is shown for the first time.
    Nothing,
    /// The municipality.
    Town(&'a Form, &'a Refused),
    /// A new area.
    Area(&'a Form, &'a Refused),
    /// A new auditor.
    Auditor(&'a Form, &'a Refused),
}

/// Shows the page.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &Back::Nothing).await?.into_response())
}

/// Enters or changes the municipality.
pub async fn change(visit: Visit, form: Form) -> Answer {
    let field = |name| form.get(name).trim().to_string();
    let wanted = Municipality {
        name: field("name"),
        desk_place: field("desk_place"),
        desk_hours: field("desk_hours"),
        desk_phone: field("desk_phone"),
    };
    match acts::municipality::set(&visit.context(), &wanted).await {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::MUNICIPALITY, &[])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "name")?;
            Ok(answer(Some(&refused), page(&visit, &Back::Town(&form, &refused)).await?))
        }
    }
}

/// The page, with the form that comes back.
pub async fn page(visit: &Visit, back: &Back<'_>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let listed = store::area::list(&mut conn).await?;
    let listed_auditors = store::auditor::list(&mut conn).await?;
    let accounts = store::account::list(&mut conn).await?;
    let people = store::account_change::people(&mut conn).await?;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (town(visit, back))
            (areas::section(visit, &listed, back))
            (auditors::section(visit, &listed_auditors, back))
            (staff::section(visit, &accounts, &listed, &people))
            @if visit.may(Permission::ManageMunicipality) {
                p { a.utrecht-link href=(visit.to(paths::MAIL, &[])) { (visit.say("post-title")) } }
            }
        }
    };
    Ok(Frame::menu(paths::MUNICIPALITY, visit.say("municipality-title")).show(visit, content))
}

fn town(visit: &Visit, back: &Back<'_>) -> Markup {
    let mut known = Form::default();
    if let Some(town) = &visit.town {
        known.set("name", &town.name);
        known.set("desk_place", &town.desk_place);
        known.set("desk_hours", &town.desk_hours);
        known.set("desk_phone", &town.desk_phone);
    }
    let (form, refused) = match back {
        Back::Town(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Area(..) | Back::Auditor(..) => (&known, None),
    };
    let filled = Filled::new(visit.text, form, refused);
    let fields = [
        ("name", "field-town"),
        ("desk_place", "field-desk_place"),
        ("desk_hours", "field-desk_hours"),
        ("desk_phone", "field-desk_phone"),
    ];
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("town-title")) }
            @if visit.may(Permission::ManageMunicipality) {
                p.utrecht-paragraph { (visit.say("town-line")) }
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::MUNICIPALITY, &[])) {
                    @for (name, label) in fields { (filled.field(&Field::text(name, label))) }
                    (submit(&visit.say("save")))
                }
            } @else if visit.town.is_some() {
                (facts(&fields.map(|(name, label)| (visit.say(label), html! { (known.get(name)) }))))
            } @else {
                p { (visit.say("town-none")) }
            }
        }
    }
}
