//! Areas, what they are made of, and the figures about them.

use std::collections::BTreeSet;

use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::area;
use super::drawing::City;
use super::files;
use crate::domain::account::Permission;
use crate::domain::area::{Area, Level as AreaLevel, Overlap};
use crate::domain::indicator::DataSet;
use crate::store;
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{self, Refused};
use crate::web::parts::map::Level;
use crate::web::paths;
use crate::web::sight::Sight;
use crate::web::visit::Visit;

/// Which form of the page comes back, with what was typed.
pub enum Back<'a> {
    /// None: the page is shown for the first time.
    Nothing,
    /// A file of borders or areas.
    File(&'a Form, &'a files::Fault),
    /// A file of figures.
    Figures(&'a Form, &'a files::Fault),
    /// A new area.
    Area(&'a Form, &'a Refused),
}

/// Shows the page.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &Back::Nothing).await?.into_response())
}

/// The page, with the form that comes back.
pub async fn page(visit: &Visit, back: &Back<'_>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let city = City::of(&mut conn).await?;
    let sight = Sight::of(visit, &mut conn).await?;
    let sets = store::indicator::list(&mut conn).await?;
    let manages = visit.may(Permission::ManageMunicipality);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (map(visit, &city))
            section.sr-stack #lijst {
                h2.utrecht-heading-2 { (visit.say("areas-list")) }
                @if city.areas.is_empty() { p { (visit.say("office-areas-none")) } } @else { (table(visit, &city, &sight)) }
                @if manages && city.current().next().is_some() {
                    (area::new(visit, &city, back))
                }
            }
            section.sr-stack #cijfers {
                h2.utrecht-heading-2 { (visit.say("figures-title")) }
                p.utrecht-paragraph { (visit.say("figures-line")) }
                @if sets.is_empty() { p { (visit.say("figures-none")) } } @else { (sets_table(visit, &sets)) }
                @if manages && city.current().next().is_some() { (files::figures_form(visit, back)) }
                p { a.utrecht-button href=(visit.to(paths::DIVISIONS, &[])) { (visit.say("division-title")) } }
            }
            @if manages { (files::borders_form(visit, back)) }
        }
    };
    let above = vec![(visit.say("municipality-title"), visit.to(paths::MUNICIPALITY, &[]))];
    let title = visit.say("areas-page");
    Ok(Frame { menu: paths::MUNICIPALITY, title, above, mark: html! {} }.show(visit, content))
}

fn map(visit: &Visit, city: &City) -> Markup {
    let pieces = city.current().count();
    let count = |count: usize| number(u64::try_from(count).unwrap_or(u64::MAX));
    let told = visit
        .text
        .with("areas-count", &[("pieces", count(pieces)), ("districts", count(city.districts().count()))]);
    html! {
        section.sr-stack {
            @if pieces == 0 {
                p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("areas-empty")) }
            } @else {
                p.utrecht-paragraph.utrecht-paragraph--lead { (told) }
                (city.map(visit, visit.say("areas-map"), |_| (Level::Step(0), String::new())).draw())
                p.sr-small { (visit.say("areas-map-line")) " " (sources(visit, city)) }
            }
        }
    }
}

/// Where the borders come from.
fn sources(visit: &Visit, city: &City) -> String {
    let all: BTreeSet<(&str, i64, &str)> = city
        .current()
        .map(|piece| (piece.origin.source.as_str(), piece.origin.year, piece.origin.licence.as_str()))
        .collect();
    let told = all.into_iter().map(|(source, year, licence)| {
        let values =
            [("source", source.into()), ("year", year.to_string().into()), ("licence", licence.into())];
        visit.text.with("areas-source", &values)
    });
    told.collect::<Vec<_>>().join(" ")
}

fn table(visit: &Visit, city: &City, sight: &Sight) -> Markup {
    let text = visit.text;
    html! {
        (form::table(&text.get("areas-list"), html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (text.get("areas-list")) }
                thead {
                    tr {
                        th scope="col" { (text.get("areas-number")) }
                        th scope="col" { (text.get("area")) }
                        th scope="col" { (text.get("field-level")) }
                        th scope="col" { (text.get("areas-inside")) }
                        th.sr-number scope="col" { (text.get("areas-pieces")) }
                    }
                }
                tbody { @for area in &city.areas { (row(visit, city, sight, area)) } }
            }
        }))
    }
}

fn row(visit: &Visit, city: &City, sight: &Sight, area: &Area) -> Markup {
    let text = visit.text;
    let members = u64::try_from(city.of_area(&area.id).len()).unwrap_or(u64::MAX);
    html! {
        tr {
            td { @if let Some(number) = city.number(&area.id) { (number) } }
            th scope="row" {
                @if sight.has_area(&area.id) {
                    a.utrecht-link href=(visit.to(paths::AREA, &[area.id.as_str()])) { (area.name) }
                } @else {
                    (area.name)
                }
            }
            td {
                (level(visit, area.level))
                @if area.overlap == Overlap::Allowed { ", " (text.get("areas-overlaps")) }
            }
            td { @if let Some(parent) = &area.parent { (city.name(parent)) } }
            td.sr-number { (text.number(members)) }
        }
    }
}

/// A level in words.
pub fn level(visit: &Visit, level: AreaLevel) -> String {
    match level {
        AreaLevel::City => visit.say("level-city"),
        AreaLevel::District => visit.say("level-district"),
        AreaLevel::Area => visit.say("level-area"),
    }
}

fn sets_table(visit: &Visit, sets: &[DataSet]) -> Markup {
    let text = visit.text;
    html! {
        (form::table(&text.get("figures-title"), html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (text.get("figures-title")) }
                thead {
                    tr {
                        th scope="col" { (text.get("field-name")) }
                        th.sr-number scope="col" { (text.get("figures-version")) }
                        th.sr-number scope="col" { (text.get("field-year")) }
                        th scope="col" { (text.get("field-source")) }
                        th scope="col" { (text.get("figures-at")) }
                    }
                }
                tbody {
                    @for set in sets {
                        tr {
                            th scope="row" { a.utrecht-link href=(visit.to(paths::FIGURE_SET, &[set.id.as_str()])) { (set.name) } }
                            td.sr-number { (text.number(set.version)) }
                            td.sr-number { (set.year) }
                            td { (set.source) ", " (set.licence) }
                            td { (text.day(set.at)) }
                        }
                    }
                }
            }
        }))
    }
}
