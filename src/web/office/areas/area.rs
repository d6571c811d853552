//! One area: what it is made of, and the form to make it or to change it.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::drawing::City;
use super::page::{Back, level, page};
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::area::{Area, Level as AreaLevel, Overlap};
use crate::domain::id::{AreaId, NeighbourhoodId};
use crate::domain::neighbourhood::Status;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::{Frame, facts};
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::map::Level;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows an area.
pub async fn show(Of(id, _): Of<AreaId>, visit: Visit) -> Answer {
    let city = City::of(&mut *visit.app.store.read().await?).await?;
    let area = city.areas.iter().find(|area| area.id == id).ok_or(Refusal::NOT_FOUND)?;
    Ok(of_area(&visit, &city, area).into_response())
}

/// Makes an area, or makes it anew.
pub async fn set(visit: Visit, form: Form) -> Answer {
    let field = |name| form.get(name).trim().to_string();
    let parent = field("parent");
    let wanted = Area {
        id: AreaId::new(field("code")),
        name: field("name"),
        level: AreaLevel::named(&field("level")).unwrap_or(AreaLevel::Area),
        parent: (!parent.is_empty()).then(|| AreaId::new(parent)),
        overlap: if form.get("overlap") == "yes" { Overlap::Allowed } else { Overlap::Refused },
    };
    let members: Vec<NeighbourhoodId> = form.all("pieces").map(NeighbourhoodId::new).collect();
    match acts::area::set(&visit.context(), &wanted, &members).await {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::AREA, &[wanted.id.as_str()])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "code")?;
            Ok(answer(Some(&refused), page(&visit, &Back::Area(&form, &refused)).await?))
        }
    }
}

fn of_area(visit: &Visit, city: &City, area: &Area) -> Markup {
    let members = city.of_area(&area.id);
    let title = visit.text.with("area-map", &[("name", area.name.as_str().into())]);
    let map = city.map(visit, title, |piece| {
        let is_own = members.contains(&piece.code);
        (if is_own { Level::Step(3) } else { Level::Step(0) }, String::new())
    });
    let mut list = vec![
        (visit.say("field-code"), html! { span.sr-mono { (area.id) } }),
        (visit.say("field-level"), html! { (level(visit, area.level)) }),
    ];
    if let Some(parent) = &area.parent {
        list.push((visit.say("areas-inside"), html! { (city.name(parent)) }));
    }
    if area.overlap == Overlap::Allowed {
        list.push((visit.say("field-overlap"), html! { (visit.say("areas-overlaps")) }));
    }
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (facts(&list))
            @if members.is_empty() { p { (visit.say("area-no-members")) } } @else {
                (map.draw())
                (table(visit, city, members))
            }
            @if visit.may(Permission::ManageMunicipality) && area.level != AreaLevel::District {
                details { summary { (visit.say("area-change")) } (change(visit, city, area)) }
            }
        }
    };
    let above = vec![(visit.say("areas-page"), visit.to(paths::AREAS, &[]))];
    Frame { menu: paths::MUNICIPALITY, title: area.name.clone(), above, mark: html! {} }.show(visit, content)
}

fn table(visit: &Visit, city: &City, members: &[NeighbourhoodId]) -> Markup {
    let text = visit.text;
    html! {
        (form::table(&text.get("areas-pieces"), html! {
            table.utrecht-table {
                caption.sr-hidden { (text.get("areas-pieces")) }
                thead {
                    tr {
                        th scope="col" { (text.get("areas-piece")) }
                        th scope="col" { (text.get("field-code")) }
                        th scope="col" { (text.get("level-district")) }
                    }
                }
                tbody {
                    @for piece in members.iter().filter_map(|code| city.piece(code)) {
                        tr {
                            th scope="row" { (piece.name) @if piece.status == Status::Ended { " (" (text.get("areas-ended")) ")" } }
                            td.sr-mono { (piece.code) }
                            td { (city.name(&piece.district)) }
                        }
                    }
                }
            }
        }))
    }
}

fn change(visit: &Visit, city: &City, area: &Area) -> Markup {
    let mut known = Form::default();
    known.set("code", area.id.as_str());
    known.set("name", &area.name);
    known.set("level", area.level.name());
    known.set("parent", area.parent.as_ref().map_or("", |parent| parent.as_str()));
    known.set("overlap", if area.overlap == Overlap::Allowed { "yes" } else { "" });
    for code in city.of_area(&area.id) {
        known.set("pieces", code.as_str());
    }
    let filled = Filled::new(visit.text, &known, None).within("area-");
    fields(visit, city, &known, &filled, Some(area))
}

/// The form for a new area.
pub fn new(visit: &Visit, city: &City, back: &Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, refused) = match back {
        Back::Area(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::File(..) | Back::Figures(..) => (&empty, None),
    };
    let filled = Filled::new(visit.text, form, refused).within("area-");
    html! {
        details open[refused.is_some()] {
            summary { (visit.say("area-new")) }
            p.utrecht-paragraph { (visit.say("area-new-line")) }
            (filled.notice())
            (fields(visit, city, form, &filled, None))
        }
    }
}

fn fields(visit: &Visit, city: &City, form: &Form, filled: &Filled<'_>, old: Option<&Area>) -> Markup {
    let levels = [
        (AreaLevel::Area.name().to_string(), visit.say("level-area")),
        (AreaLevel::City.name().to_string(), visit.say("level-city")),
    ];
    let mut parents = vec![(String::new(), visit.say("area-no-parent"))];
    parents.extend(city.districts().map(|area| (area.id.to_string(), area.name.clone())));
    let overlaps = [(String::new(), visit.say("overlap-no")), ("yes".to_string(), visit.say("overlap-yes"))];
    html! {
        form.sr-stack method="post" action=(visit.to(paths::AREA_SETS, &[])) {
            (filled.field(&Field::text("name", "field-name")))
            @match old {
                Some(area) => input type="hidden" name="code" value=(area.id);,
                None => (filled.field(&Field::text("code", "field-code"))),
            }
            (filled.choice("level", "field-level", &levels))
            (filled.choice("parent", "field-parent", &parents))
            (filled.choice("overlap", "field-overlap", &overlaps))
            (members(visit, city, form))
            (form::submit(&visit.say("save")))
        }
    }
}

/// A tick for each neighbourhood, by district.
fn members(visit: &Visit, city: &City, form: &Form) -> Markup {
    let chosen: Vec<&str> = form.all("pieces").collect();
    html! {
        fieldset.sr-stack #area-pieces {
            legend.utrecht-form-label { (visit.say("field-pieces")) }
            @for district in city.districts() {
                @let own = || city.current().filter(|piece| piece.district == district.id);
                details open[own().any(|piece| chosen.contains(&piece.code.as_str()))] {
                    summary { (district.name) }
                    ul.sr-ticks {
                        @for piece in own() {
                            li {
                                label {
                                    input type="checkbox" name="pieces" value=(piece.code) checked[chosen.contains(&piece.code.as_str())];
                                    span { (piece.name) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
