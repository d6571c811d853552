//! All budget lines and years: where every walk begins.

use maud::{Markup, html};

use super::{Books, line_name};
use crate::domain::budget::Line;
use crate::domain::money::Cents;
use crate::domain::report::{Meter, Part};
use crate::web::error::Answer;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::meter::legend_of_line;
use crate::web::parts::{amount, form, large_amount};
use crate::web::paths;
use crate::web::public::beside;
use crate::web::visit::Visit;

/// Shows all lines.
pub async fn show(visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let books = Books::now(&mut conn, &visit).await?;
    let near = beside::find(&mut conn, &visit, None).await?;
    let text = visit.text;
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            h1.utrecht-heading-1 { (text.get("walk-title")) }
            p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("walk-lead")) }
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
            @if books.lines.is_empty() { p.utrecht-paragraph { (text.get("walk-none")) } }
            @for line in in_order(&books.lines, visit.now.local().year().into()) { (year(&visit, line, &Meter::of_line(&books.controls, &line.id))) }
            @if books.lines.len() > 1 { (years(&visit, &books)) }
            (beside::links(&visit, &near))
            section.sr-stack.sr-stack--tight {
                h2.utrecht-heading-2 { (text.get("walk-all-postings")) }
                p.utrecht-paragraph { (text.get("walk-all-postings-line")) }
                p { a.utrecht-link href=(visit.to(paths::POSTINGS, &[])) { (text.get("walk-open-postings")) } }
            }
        } }
    };
    let title = text.get("walk-title");
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

/// What is spent this year comes first; then the years that come, the nearest first; then those that were, the latest
/// first.
fn in_order(lines: &[Line], this_year: i64) -> Vec<&Line> {
    let mut order: Vec<&Line> = lines.iter().collect();
    order.sort_by_key(|line| (line.year < this_year, (line.year - this_year).abs()));
    order
}

fn year(visit: &Visit, line: &Line, meter: &Meter) -> Markup {
    let text = visit.text;
    let address = visit.to(paths::PUBLIC_LINE, &[line.id.as_str()]);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { a.utrecht-link href=(address) { (line_name(line)) } }
            figure.sr-bar {
                (Bar::of(meter.total()).money(Look::Fixed, line.fixed()).grip().money(Look::Main, meter.reserved()).draw())
                figcaption.sr-ends {
                    span { (text.get("money-fixed")) br; (large_amount(text, line.fixed())) }
                    span.sr-ends__2 {
                        (text.with("money-reserved", &[("share", text.percent(line.share).into())])) br;
                        a.utrecht-link href=(address) { (large_amount(text, meter.reserved())) }
                    }
                }
            }
            p.utrecht-paragraph {
                (text.with("walk-year-line", &[
                    ("spent", text.euros(meter.part(Part::Spent)).into()),
                    ("promised", text.euros(meter.part(Part::Promised)).into()),
                    ("free", text.euros(free(meter)).into()),
                ]))
            }
        }
    }
}

/// What no round and no grant has.
fn free(meter: &Meter) -> Cents {
    meter.part(Part::Free).plus(meter.part(Part::Undivided)).unwrap_or(Cents::MAX)
}

/// All years as numbers.
fn years(visit: &Visit, books: &Books) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("walk-years")) }
            (form::table(&text.get("walk-years"), html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (text.get("walk-years")) }
                    thead { tr {
                        th scope="col" { (text.get("walk-line")) }
                        th.sr-number scope="col" { (text.get("money-fixed")) }
                        th.sr-number scope="col" { (text.get("walk-can-shift")) }
                        @for (_, name) in Part::NAMES { th.sr-number scope="col" { (text.get(&format!("meter-{name}"))) } }
                    } }
                    tbody { @for line in &books.lines {
                        @let meter = Meter::of_line(&books.controls, &line.id);
                        tr {
                            th scope="row" { a.utrecht-link href=(visit.to(paths::PUBLIC_LINE, &[line.id.as_str()])) { (line_name(line)) } }
                            td.sr-number { (amount(text, line.fixed())) }
                            td.sr-number { (amount(text, meter.reserved())) }
                            @for (part, _) in Part::NAMES { td.sr-number { (amount(text, meter.part(part))) } }
                        }
                    } }
                }
            }))
            (legend_of_line(visit))
        }
    }
}
