//! A data set: where it comes from, its figures as a map and as a table.

use axum::extract::RawQuery;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::drawing::City;
use crate::domain::id::{DataSetId, NeighbourhoodId};
use crate::domain::indicator::{DataSet, Number, Values};
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::{Frame, facts};
use crate::web::parts::form;
use crate::web::parts::map::Level;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows a data set; the query chooses the column on the map.
pub async fn show(Of(id, _): Of<DataSetId>, RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let set = store::indicator::find(&mut conn, &id).await?.ok_or(Refusal::NOT_FOUND)?;
    let values = store::indicator::values(&mut conn, &id).await?;
    let city = City::of(&mut conn).await?;
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let column = set.columns.iter().find(|column| *column == asked.get("kolom"));
    let column = column.or_else(|| set.columns.first()).ok_or(Refusal::NOT_FOUND)?;
    Ok(page(&visit, &set, &values, &city, column).into_response())
}

/// The name of a data set with its version.
pub fn name(visit: &Visit, set: &DataSet) -> String {
    visit.text.with("figures-named", &[("name", set.name.as_str().into()), ("version", number(set.version))])
}

fn page(visit: &Visit, set: &DataSet, values: &Values, city: &City, column: &str) -> Markup {
    let text = visit.text;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (facts(&[
                (text.get("field-year"), html! { (set.year) }),
                (text.get("field-source"), html! { (set.source) }),
                (text.get("field-licence"), html! { (set.licence) }),
                (text.get("figures-at"), html! { (text.moment(set.at)) }),
                (text.get("figures-file"), html! { span.sr-hash { (set.file) } }),
            ]))
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("figures-map")) }
                (choice(visit, set, column))
                (map(visit, values, city, column))
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("figures-table")) }
                p.utrecht-paragraph { (text.get("figures-missing-line")) }
                (table(visit, set, values, city))
            }
        }
    };
    let above = vec![(text.get("areas-page"), visit.to(paths::AREAS, &[]))];
    Frame { menu: paths::MUNICIPALITY, title: name(visit, set), above, mark: html! {} }.show(visit, content)
}

fn choice(visit: &Visit, set: &DataSet, column: &str) -> Markup {
    html! {
        form.utrecht-button-group method="get" action=(visit.to(paths::FIGURE_SET, &[set.id.as_str()])) {
            label.utrecht-form-label for="kolom" { (visit.say("figures-column")) }
            select.utrecht-select #kolom name="kolom" {
                @for name in &set.columns { option value=(name) selected[name == column] { (name) } }
            }
            button.utrecht-button type="submit" { (visit.say("figures-show")) }
        }
    }
}

fn figure(values: &Values, code: &NeighbourhoodId, column: &str) -> Option<Number> {
    values.get(code).and_then(|own| own.get(column)).copied()
}

/// A figure in words: never zero for what is not published.
pub fn said(visit: &Visit, figure: Option<Number>) -> String {
    figure.map_or_else(|| visit.say("figures-missing"), |figure| visit.text.decimal(&figure.to_string()))
}

fn map(visit: &Visit, values: &Values, city: &City, column: &str) -> Markup {
    let mut known: Vec<Number> =
        city.current().filter_map(|piece| figure(values, &piece.code, column)).collect();
    known.sort();
    // Five steps with as many neighbourhoods each, as far as equal figures allow.
    let edge = |fifth: usize| known.get(known.len() * fifth / 5).copied().unwrap_or(Number::ZERO);
    let edges = [edge(1), edge(2), edge(3), edge(4)];
    let title = visit.text.with("figures-map-of", &[("column", column.into())]);
    let map = city.map(visit, title, |piece| {
        let figure = figure(values, &piece.code, column);
        let level = figure.map_or(Level::Missing, |figure| Level::among(&figure, &edges));
        (level, said(visit, figure))
    });
    let mut legend = vec![(
        Level::Step(0),
        visit.text.with("map-below", &[("edge", visit.text.decimal(&edges[0].to_string()).into())]),
    )];
    for (step, edge) in (1..).zip(edges) {
        let edge = visit.text.decimal(&edge.to_string());
        legend.push((Level::Step(step), visit.text.with("map-from", &[("edge", edge.into())])));
    }
    legend.push((Level::Missing, visit.say("figures-missing")));
    html! { (map.legend(&legend)) (map.draw()) }
}

fn table(visit: &Visit, set: &DataSet, values: &Values, city: &City) -> Markup {
    let text = visit.text;
    html! {
        (form::table(&text.get("figures-table"), html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (text.get("figures-table")) }
                thead {
                    tr {
                        th scope="col" { (text.get("areas-piece")) }
                        th scope="col" { (text.get("level-district")) }
                        @for column in &set.columns { th.sr-number scope="col" { (column) } }
                    }
                }
                tbody {
                    @for piece in &city.pieces {
                        tr {
                            th scope="row" { (piece.name) }
                            td { (city.name(&piece.district)) }
                            @for column in &set.columns {
                                td.sr-number { (said(visit, figure(values, &piece.code, column))) }
                            }
                        }
                    }
                }
            }
        }))
    }
}
