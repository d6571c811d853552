//! The form of a key: first what is divided and with which figures, then how.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use crate::acts::ActError;
use crate::domain::area::{Area, Level};
use crate::domain::budget::{Allocation, Line};
use crate::domain::division::DivisionFault;
use crate::domain::id::{AreaId, DataSetId, LineId, NeighbourhoodId};
use crate::domain::indicator::DataSet;
use crate::domain::key::KeyError;
use crate::domain::money::Cents;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind, Refusal, kind_of, with_kind};
use crate::web::guard::body::Form;
use crate::web::office::areas::figures;
use crate::web::office::frame::{Frame, facts};
use crate::web::office::money;
use crate::web::parts::form::{self, Field, Filled, Refused, typed_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// What is divided, over what, with which figures.
pub struct Ground {
    /// The line.
    pub line: Line,
    /// The district whose part is divided; `None` for the reserved share.
    pub parent: Option<Area>,
    /// The areas that get a part.
    pub areas: Vec<Area>,
    /// The figures.
    pub set: DataSet,
    /// What these areas have, with what is free where it comes from.
    pub room: Cents,
    /// The names of neighbourhoods.
    pub names: BTreeMap<NeighbourhoodId, String>,
}

impl Ground {
    /// Finds what a form names.
    pub async fn of(conn: &mut Conn, form: &Form) -> Answer<Ground> {
        let line = store::budget::line(conn, &LineId::new(form.get("line"))).await?;
        let line = line.ok_or(Refusal::NOT_FOUND)?;
        let set = store::indicator::find(conn, &DataSetId::new(form.get("set"))).await?;
        let all = store::area::list(conn).await?;
        let inside = form.get("inside");
        let parent = match inside {
            "" => None,
            id => Some(all.iter().find(|area| area.id.as_str() == id).ok_or(Refusal::NOT_FOUND)?.clone()),
        };
        let parent_id: Option<&AreaId> = parent.as_ref().map(|area| &area.id);
        let members = store::area::members(conn).await?;
        // Out of the reserve districts get their part; inside a district the areas that are made of neighbourhoods do.
        let gets = |area: &&Area| match parent_id {
            None => area.level == Level::District,
            Some(id) => area.parent.as_ref() == Some(id) && members.contains_key(&area.id),
        };
        let mut areas: Vec<Area> = all.iter().filter(gets).cloned().collect();
        areas.sort_by(|a, b| a.id.cmp(&b.id));
        let allocations = store::budget::allocations(conn).await?;
        let own = |id: &AreaId| allocations.iter().find(|one| one.line == line.id && one.area == *id);
        let free = match parent_id {
            None => line.free,
            Some(id) => own(id).map_or(Cents::ZERO, Allocation::room),
        };
        let held = areas.iter().filter_map(|area| own(&area.id)).map(Allocation::whole);
        let room = Cents::sum(held.chain([free])).unwrap_or(Cents::MAX);
        let pieces = store::neighbourhood::list(conn).await?;
        let names = pieces.into_iter().map(|piece| (piece.code, piece.name)).collect();
        Ok(Ground { line, parent, areas, set: set.ok_or(Refusal::NOT_FOUND)?, room, names })
    }

    /// What is divided and over what, in words.
    pub fn facts(&self, visit: &Visit) -> Markup {
        let over = match &self.parent {
            None => visit.say("division-over-districts"),
            Some(area) => visit.text.with("division-over-inside", &[("name", area.name.as_str().into())]),
        };
        let set = visit.to(paths::FIGURE_SET, &[self.set.id.as_str()]);
        let line = visit.to(paths::LINE, &[self.line.id.as_str()]);
        facts(&[
            (visit.say("face-line"), html! { a.utrecht-link href=(line) { (money::name(&self.line)) } }),
            (visit.say("division-over"), html! { (over) }),
            (
                visit.say("field-set"),
                html! { a.utrecht-link href=(set) { (figures::name(visit, &self.set)) } ", " (self.set.source) ", " (self.set.year) },
            ),
        ])
    }
}

/// The first step: which line, over what, with which figures.
pub fn start(visit: &Visit, lines: &[Line], sets: &[DataSet], areas: &[Area]) -> Markup {
    let empty = Form::default();
    let filled = Filled::new(visit.text, &empty, None);
    let line_options: Vec<_> = lines.iter().map(|line| (line.id.to_string(), money::name(line))).collect();
    let set_options: Vec<_> =
        sets.iter().map(|set| (set.id.to_string(), figures::name(visit, set))).collect();
    let mut inside = vec![(String::new(), visit.say("division-over-districts"))];
    let has_areas = |area: &&Area| areas.iter().any(|one| one.parent.as_ref() == Some(&area.id));
    inside.extend(areas.iter().filter(has_areas).map(|area| {
        let words = visit.text.with("division-over-inside", &[("name", area.name.as_str().into())]);
        (area.id.to_string(), words)
    }));
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("division-new")) }
            @if lines.is_empty() || sets.is_empty() {
                p.utrecht-paragraph { (visit.say("division-first")) }
                p { a.utrecht-link href=(visit.to(paths::AREAS, &[])) { (visit.say("areas-page")) } }
            } @else {
                form.sr-stack method="get" action=(visit.to(paths::DIVISION_KEY, &[])) {
                    (filled.choice("line", "face-line", &line_options))
                    (filled.choice("inside", "division-over", &inside))
                    (filled.choice("set", "field-set", &set_options))
                    (form::submit(&visit.say("division-next")))
                }
            }
        }
    }
}

/// Shows the second step: the key.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let ground = Ground::of(&mut *visit.app.store.read().await?, &asked).await?;
    let mut form = Form::default();
    let usual =
        [("equal", "20"), ("measure", "inhabitants"), ("least", "0,5"), ("most", "2"), ("step", "0,1")];
    for (name, value) in usual {
        form.set(name, value);
    }
    form.set("divide", typed_amount(ground.room));
    let people = ground.set.columns.iter().find(|column| column.eq_ignore_ascii_case("inwoners"));
    form.set("people", people.cloned().unwrap_or_default());
    for place in 0..ground.set.columns.len() {
        form.set(&format!("weight-{place}"), "1");
    }
    Ok(page(&visit, &ground, &form, None).into_response())
}

/// The form again, with why it cannot be divided so.
pub fn refused(visit: &Visit, ground: &Ground, form: &Form, error: ActError) -> Answer<Response> {
    let kind = kind_of(&error);
    match error {
        ActError::Division(fault) => {
            let words = words(visit, &fault);
            Ok(with_kind(kind, told(visit, ground, form, None, Some((kind, words)))))
        }
        other => {
            let refused = Refused::of(other, "divide")?;
            Ok(form::answer(Some(&refused), page(visit, ground, form, Some(&refused))))
        }
    }
}

/// Why it cannot be divided so, in words.
pub fn words(visit: &Visit, fault: &DivisionFault) -> String {
    let text = visit.text;
    let about = |key: &str, what: &str| text.with(key, &[("what", what.into())]);
    match fault {
        DivisionFault::BelowUse { area, least } => text
            .with("division-below", &[("area", area.as_str().into()), ("least", text.euros(*least).into())]),
        DivisionFault::Elsewhere(area) => about("division-elsewhere", area),
        DivisionFault::Key(KeyError::NoAreas) => text.get("key-no-areas"),
        DivisionFault::Key(KeyError::EmptyArea(area)) => about("key-empty-area", area),
        DivisionFault::Key(KeyError::Overlap(code, one, other)) => text.with(
            "key-overlap",
            &[("what", code.as_str().into()), ("one", one.as_str().into()), ("other", other.as_str().into())],
        ),
        DivisionFault::Key(KeyError::NotPublished(code)) => about("key-not-published", code.as_str()),
        DivisionFault::Key(KeyError::Negative(code)) => about("key-negative", code.as_str()),
        DivisionFault::Key(KeyError::NoFigures(column)) => about("key-no-figures", column),
        DivisionFault::Key(KeyError::NoIndicators) => text.get("fault-indicators"),
        DivisionFault::Key(KeyError::Bounds) => text.get("fault-key-bounds"),
        DivisionFault::Key(KeyError::NoWeight) => text.get("key-no-weight"),
    }
}

/// The form of the key.
pub fn page(visit: &Visit, ground: &Ground, form: &Form, refused: Option<&Refused>) -> Markup {
    told(visit, ground, form, refused, None)
}

fn told(
    visit: &Visit,
    ground: &Ground,
    form: &Form,
    refused: Option<&Refused>,
    why: Option<(Kind, String)>,
) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (ground.facts(visit))
            @if let Some((kind, words)) = why {
                div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(kind.name()) {
                    h2.utrecht-heading-3 { (visit.say("division-refused")) }
                    p { (words) }
                }
            }
            (filled.notice())
            (key_form(visit, ground, form, &filled))
        }
    };
    let above = vec![(visit.say("division-title"), visit.to(paths::DIVISIONS, &[]))];
    let title = visit.say("division-choose-key");
    Frame { menu: paths::MONEY, title, above, mark: html! {} }.show(visit, content)
}

fn key_form(visit: &Visit, ground: &Ground, form: &Form, filled: &Filled<'_>) -> Markup {
    let columns: Vec<_> = ground.set.columns.iter().map(|name| (name.clone(), name.clone())).collect();
    let measures = [
        ("inhabitants".to_string(), visit.say("measure-inhabitants")),
        ("need".to_string(), visit.say("measure-need")),
        ("stacked".to_string(), visit.say("measure-stacked")),
    ];
    html! {
        form.sr-stack method="post" action=(visit.to(paths::DIVISION_PROPOSAL, &[])) {
            input type="hidden" name="line" value=(ground.line.id);
            input type="hidden" name="inside" value=(ground.parent.as_ref().map_or("", |area| area.id.as_str()));
            input type="hidden" name="set" value=(ground.set.id);
            (filled.field(&Field::text("divide", "field-divide")))
            (filled.field(&Field::text("equal", "field-equal")))
            (filled.choice("people", "field-people", &columns))
            (filled.choice("measure", "field-measure", &measures))
            fieldset.sr-stack #indicators {
                legend.utrecht-heading-3.utrecht-form-label { (visit.say("field-indicators")) }
                p.utrecht-paragraph { (visit.say("indicators-line")) }
                (indicators(visit, ground, form))
                (filled.field(&Field::text("step", "field-step")))
                (filled.field(&Field::text("least", "field-least")))
                (filled.field(&Field::text("most", "field-most")))
            }
            (form::submit(&visit.say("division-reckon")))
        }
    }
}

/// A row for each column: whether it counts, on which side, and how much.
fn indicators(visit: &Visit, ground: &Ground, form: &Form) -> Markup {
    let sides = [("", "side-none"), ("low", "side-low"), ("high", "side-high")];
    html! {
        (form::table(&visit.say("field-indicators"), html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (visit.say("field-indicators")) }
                thead {
                    tr {
                        th scope="col" { (visit.say("figures-column")) }
                        th scope="col" { (visit.say("indicator-side")) }
                        th scope="col" { (visit.say("indicator-weight")) }
                    }
                }
                tbody {
                    @for (place, column) in ground.set.columns.iter().enumerate() {
                        @let (need, weight) = (format!("need-{place}"), format!("weight-{place}"));
                        tr {
                            th scope="row" { (column) }
                            td {
                                select.utrecht-select name=(need) aria-label={ (column) ": " (visit.say("indicator-side")) } {
                                    @for (value, key) in sides {
                                        option value=(value) selected[form.get(&need) == value] { (visit.say(key)) }
                                    }
                                }
                            }
                            td {
                                input.utrecht-textbox.sr-short name=(weight) value=(form.get(&weight)) inputmode="decimal"
                                    autocomplete="off" aria-label={ (column) ": " (visit.say("indicator-weight")) };
                            }
                        }
                    }
                }
            }
        }))
    }
}
