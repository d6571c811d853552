//! A budget line: its fixed part, its reserved share, and what each area has of it.

use axum::extract::Path;
use maud::{Markup, html};

use super::report::REPORTS;
use super::{Books, Way, line_name};
use crate::domain::budget::{Allocation, Line};
use crate::domain::id::LineId;
use crate::domain::money::Cents;
use crate::domain::report::{Meter, Part};
use crate::web::error::Answer;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, large_amount, meter as meter_part};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows a line.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let books = Books::now(&mut conn, &visit).await?;
    let line = books.line(&LineId::new(id))?;
    let meter = Meter::of_line(&books.controls, &line.id);
    let content = html! {
        div.sr-band { div.sr-page.sr-stack { (head(&visit, line, &meter)) } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
            (reserved(&visit, line, &meter))
            (areas(&visit, line, &books))
            (reports(&visit, line))
            (ground(&visit, line))
        } }
    };
    let title = line_name(line);
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

fn head(visit: &Visit, line: &Line, meter: &Meter) -> Markup {
    let text = visit.text;
    html! {
        (crumbs(visit, &Way::top(visit).line(visit, line).here()))
        h1.utrecht-heading-1 { (line_name(line)) }
        p.utrecht-paragraph.utrecht-paragraph--lead {
            (text.with("walk-line-lead", &[("total", text.euros(line.total).into()), ("reserved", text.euros(line.reserved()).into())]))
        }
        figure.sr-bar.sr-gap {
            (Bar::of(meter.total()).money(Look::Fixed, line.fixed()).grip().money(Look::Main, meter.reserved()).draw())
            figcaption.sr-ends {
                span { (text.get("money-fixed")) br; (large_amount(text, line.fixed())) }
                span.sr-ends__2 {
                    (text.with("money-reserved", &[("share", text.percent(line.share).into())])) br;
                    a.utrecht-link href="#schuif" { (large_amount(text, meter.reserved())) }
                }
            }
        }
        @if line.carried() != 0 {
            @let key = if line.carried() > 0 { "walk-carried-in" } else { "walk-carried-out" };
            @let moved = Cents::new(line.carried().abs()).unwrap_or_default();
            p.sr-small { (text.with(key, &[("amount", text.euros(moved).into())])) }
        }
    }
}

fn reserved(visit: &Visit, line: &Line, meter: &Meter) -> Markup {
    let text = visit.text;
    let rows = format!("{}?post={}", visit.to(paths::POSTINGS, &[]), line.id);
    html! {
        section.sr-stack #schuif {
            h2.utrecht-heading-2 { (text.with("meter-title", &[("amount", text.euros(meter.reserved()).into())])) }
            (meter_part::figure(visit, meter, |part| (part != Part::Undivided).then(|| "#gebieden".to_string())))
            (meter_part::table(visit, meter))
            p.utrecht-button-group {
                a.utrecht-link href=(rows) { (text.get("walk-postings-line")) }
                a.utrecht-link href={ (rows) "&soort=transfer" } { (text.get("walk-transfers")) }
            }
        }
    }
}

fn areas(visit: &Visit, line: &Line, books: &Books) -> Markup {
    let text = visit.text;
    let parts = books.parts_of(&line.id);
    let meter = |part: &Allocation| Meter::of_allocation(&books.controls, &part.id);
    let most = parts.iter().map(|part| meter(part).reserved()).max().unwrap_or_default();
    html! {
        section.sr-stack #gebieden {
            h2.utrecht-heading-2 { (text.get("walk-areas")) }
            @if parts.is_empty() { p.utrecht-paragraph { (text.get("walk-areas-none")) } }
            ul.sr-rows.sr-rows--plain {
                @for part in parts { (area(visit, line, part, (&meter(part), most))) }
            }
        }
    }
}

/// An area: its bar is as long as what it has beside the area that has most.
fn area(visit: &Visit, line: &Line, part: &Allocation, (meter, most): (&Meter, Cents)) -> Markup {
    let text = visit.text;
    let address = visit.to(paths::PUBLIC_AREA, &[line.id.as_str(), part.area.as_str()]);
    html! {
        li.sr-bar.sr-bar--thin {
            p.sr-between {
                a.utrecht-link href=(address) { (part.area_name) } " "
                (amount(text, meter.reserved()))
            }
            (meter_part::bar_within(meter, most).thin().draw())
            p.sr-small {
                (text.with("walk-year-line", &[
                    ("spent", text.euros(meter.part(Part::Spent)).into()),
                    ("promised", text.euros(meter.part(Part::Promised)).into()),
                    ("free", text.euros(meter.part(Part::Free)).into()),
                ]))
            }
        }
    }
}

fn reports(visit: &Visit, line: &Line) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("report-title")) }
            ul.sr-links {
                @for name in REPORTS {
                    li { a.utrecht-link href=(visit.to(paths::REPORT, &[line.id.as_str(), name])) { (text.get(&format!("report-{name}"))) } }
                }
                li { a.utrecht-link href=(visit.to(paths::MIX_YEAR, &[&line.year.to_string()])) { (text.with("rep-mix-all", &[("year", line.year.to_string().into())])) } }
                li { a.utrecht-link href=(visit.to(paths::YEAR_REPORT, &[&line.year.to_string()])) { (text.with("council-title", &[("year", line.year.to_string().into())])) } }
            }
        }
    }
}

fn ground(visit: &Visit, line: &Line) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack.sr-stack--tight {
            h2.utrecht-heading-2 { (text.get("walk-ground")) }
            p.utrecht-paragraph {
                @if line.ground.link.is_empty() { (text.with("areas-ground", &[("ground", line.ground.name.as_str().into())])) }
                @else { a.utrecht-link href=(line.ground.link) { (text.with("areas-ground", &[("ground", line.ground.name.as_str().into())])) } }
            }
            p.utrecht-paragraph { (text.with("walk-base", &[("share", text.percent(line.share).into()), ("base", line.base.words.as_str().into())])) }
            p.sr-small { (text.with("walk-decided", &[("day", text.date(line.decided_at).into())])) }
        }
    }
}
