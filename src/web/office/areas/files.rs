//! Bringing files of borders, areas and figures.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::page::{Back, page};
use crate::acts::borders::{File, What};
use crate::acts::{self, ActError};
use crate::domain::area::Overlap;
use crate::domain::borders::{BordersError, Names, Only, Place};
use crate::domain::neighbourhood::Origin;
use crate::text::Text;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::upload::FileForm;
use crate::web::parts::form::{self, Field, Filled, Refused};
use crate::web::paths;
use crate::web::visit::Visit;

/// Why a file comes back.
pub enum Fault {
    /// A field beside it.
    Fields(Refused),
    /// The file itself, with the place and the reason.
    File(BordersError),
}

impl Fault {
    fn of(error: ActError) -> Result<Fault, Refusal> {
        match error {
            ActError::File(error) => Ok(Fault::File(error)),
            other => Refused::of(other, "file").map(Fault::Fields),
        }
    }

    fn answer(&self, page: Markup) -> Response {
        match self {
            Fault::Fields(refused) => with_kind(refused.kind, page),
            Fault::File(_) => with_kind(Kind::ImportInvalid, page),
        }
    }

    fn refused(&self) -> Option<&Refused> {
        match self {
            Fault::Fields(refused) => Some(refused),
            Fault::File(_) => None,
        }
    }
}

/// Takes in a file of borders, districts or areas.
pub async fn bring(visit: Visit, FileForm { file, form }: FileForm) -> Answer {
    let overlap = if form.get("overlap") == "yes" { Overlap::Allowed } else { Overlap::Refused };
    let what = match form.get("what") {
        "districts" => What::Districts,
        "areas" => What::Areas(overlap),
        _ => What::Neighbourhoods,
    };
    match acts::borders::import(&visit.context(), what, &read(&file, &form)).await {
        Ok(_) => Ok(again(&visit, "lijst")),
        Err(error) => {
            let fault = Fault::of(error)?;
            Ok(fault.answer(page(&visit, &Back::File(&form, &fault)).await?))
        }
    }
}

/// Takes in a file of figures.
pub async fn bring_figures(visit: Visit, FileForm { file, form }: FileForm) -> Answer {
    let named = form.get("columns").split(',').map(str::trim).filter(|name| !name.is_empty());
    let columns: Vec<String> = named.map(str::to_string).collect();
    let read = read(&file, &form);
    match acts::indicator::add(&mut visit.context(), form.get("name"), &read, &columns).await {
        Ok(_) => Ok(again(&visit, "cijfers")),
        Err(error) => {
            let fault = Fault::of(error)?;
            Ok(fault.answer(page(&visit, &Back::Figures(&form, &fault)).await?))
        }
    }
}

fn again(visit: &Visit, place: &str) -> Response {
    Redirect::to(&format!("{}#{place}", visit.to(paths::AREAS, &[]))).into_response()
}

fn read<'a>(bytes: &'a [u8], form: &Form) -> File<'a> {
    let field = |name: &str| form.get(name).trim().to_string();
    File {
        bytes,
        names: Names {
            code: field("code_column"),
            name: field("name_column"),
            district: field("district_column"),
            district_name: field("district_name_column"),
            area: field("area_column"),
            area_name: field("area_name_column"),
        },
        only: Only(field("only")),
        origin: Origin {
            source: field("source"),
            year: field("year").parse().unwrap_or_default(),
            licence: field("licence"),
        },
    }
}

/// The form for borders, districts and areas.
pub fn borders_form(visit: &Visit, back: &Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, fault) = match back {
        Back::File(form, fault) => (*form, Some(*fault)),
        Back::Nothing | Back::Figures(..) | Back::Area(..) => (&empty, None),
    };
    let filled = Filled::new(visit.text, form, fault.and_then(Fault::refused)).within("file-");
    let kinds = [
        ("neighbourhoods".to_string(), visit.say("file-neighbourhoods")),
        ("districts".to_string(), visit.say("file-districts")),
        ("areas".to_string(), visit.say("file-areas")),
    ];
    let overlaps = [(String::new(), visit.say("overlap-no")), ("yes".to_string(), visit.say("overlap-yes"))];
    html! {
        section.sr-stack #bestanden {
            h2.utrecht-heading-2 { (visit.say("areas-files")) }
            p.utrecht-paragraph { (visit.say("file-line")) }
            details open[fault.is_some()] {
                summary { (visit.say("file-bring")) }
                (notice(visit, &filled, fault))
                form.sr-stack method="post" enctype="multipart/form-data" action=(visit.to(paths::AREA_FILES, &[])) {
                    (filled.choice("what", "field-what", &kinds))
                    (filled.field(&Field::of("file", "file", "field-file")))
                    (origin(&filled))
                    (filled.choice("overlap", "field-overlap", &overlaps))
                    (columns(visit, &filled, &[
                        Field::text("only", "field-only"),
                        Field::text("code_column", "field-code_column"),
                        Field::text("name_column", "field-name_column"),
                        Field::text("district_column", "field-district_column"),
                        Field::text("district_name_column", "field-district_name_column"),
                        Field::text("area_column", "field-area_column"),
                        Field::text("area_name_column", "field-area_name_column"),
                    ]))
                    (form::submit(&visit.say("file-bring")))
                }
            }
        }
    }
}

/// The form for figures.
pub fn figures_form(visit: &Visit, back: &Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, fault) = match back {
        Back::Figures(form, fault) => (*form, Some(*fault)),
        Back::Nothing | Back::File(..) | Back::Area(..) => (&empty, None),
    };
    let filled = Filled::new(visit.text, form, fault.and_then(Fault::refused)).within("figures-");
    html! {
        details open[fault.is_some()] {
            summary { (visit.say("figures-bring")) }
            p.utrecht-paragraph { (visit.say("figures-bring-line")) }
            (notice(visit, &filled, fault))
            form.sr-stack method="post" enctype="multipart/form-data" action=(visit.to(paths::FIGURES, &[])) {
                (filled.field(&Field::text("name", "field-set")))
                (filled.field(&Field::of("file", "file", "field-file")))
                (origin(&filled))
                (filled.field(&Field::text("columns", "field-columns")))
                (columns(visit, &filled, &[
                    Field::text("only", "field-only"),
                    Field::text("code_column", "field-code_column"),
                ]))
                (form::submit(&visit.say("figures-bring")))
            }
        }
    }
}

fn origin(filled: &Filled<'_>) -> Markup {
    html! {
        (filled.field(&Field::text("source", "field-source")))
        (filled.field(&Field::of("number", "year", "field-year")))
        (filled.field(&Field::text("licence", "field-licence")))
    }
}

fn columns(visit: &Visit, filled: &Filled<'_>, fields: &[Field<'_>]) -> Markup {
    html! {
        details {
            summary { (visit.say("file-columns")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("file-columns-line")) }
                @for field in fields { (filled.field(field)) }
            }
        }
    }
}

fn notice(visit: &Visit, filled: &Filled<'_>, fault: Option<&Fault>) -> Markup {
    match fault {
        None | Some(Fault::Fields(_)) => filled.notice(),
        Some(Fault::File(error)) => html! {
            div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(Kind::ImportInvalid.name()) {
                h2.utrecht-heading-3 { (visit.say("file-refused")) }
                p { (sentence(visit.text, error)) }
                p { (visit.say("file-refused-line")) }
            }
        },
    }
}

/// Where and what, in a sentence.
fn sentence(text: Text, error: &BordersError) -> String {
    let number = |number: u64| [("number", text.number(number).into())];
    let place = match error.place {
        Place::Line(line) => text.with("file-at-line", &number(line)),
        Place::Feature(feature) => text.with("file-at-feature", &number(feature)),
        Place::File => text.get("file-at-all"),
    };
    let what =
        text.with(&format!("fault-file-{}", error.fault.name()), &[("what", error.fault.what().into())]);
    format!("{place} {what}")
}
