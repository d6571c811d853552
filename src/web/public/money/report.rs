//! The reports of a budget line: each as a page, a CSV and a JSON, now or at the end of a day.

use axum::extract::{Path, RawQuery};
use maud::{Markup, html};

use super::files::{Wanted, give, links};
use super::people::People;
use super::{Books, Until, Way, line_name, pictures, rooms};
use crate::domain::budget::{Allocation, Line, lock_in};
use crate::domain::id::LineId;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::neighbourhood::Neighbourhood;
use crate::domain::recipient::families;
use crate::domain::report::{Awarded, Cell, Lived, Report, Year, as_one};
use crate::store::{self, Conn};
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, form, lock};
use crate::web::paths;
use crate::web::visit::Visit;

/// The reports of a line by their names in addresses.
pub const REPORTS: [&str; 7] = ["ruimte", "meter", "vooruit", "ontvangers", "themas", "bewoners", "buurten"];

/// Gives a report of a line.
pub async fn show(
    Path((line, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Answer {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let until = Until::of(&visit, &asked)?;
    let (name, wanted) = Wanted::of(&name);
    let name = REPORTS.into_iter().find(|known| *known == name).ok_or(Refusal::NOT_FOUND)?;
    let mut conn = visit.app.store.read().await?;
    let books = Books::open(&mut conn, &until).await?;
    let line = books.line(&LineId::new(line))?;
    let report = make(&mut conn, &books, line, &until, name).await?;
    let map = match (wanted, name) {
        (Wanted::Page, "buurten") => {
            pictures::map(&visit, &People::of(&mut conn, until.before).await?, &report)
        }
        _ => html! {},
    };
    let asked = Asked { line, name, until: &until, books: &books };
    Ok(give(wanted, &report, |report| page(&visit, &asked, report, map)))
}

async fn make(conn: &mut Conn, books: &Books, line: &Line, until: &Until, name: &str) -> Answer<Report> {
    let parts = books.parts_of(&line.id);
    let year = Year {
        line,
        lines: &books.lines,
        budgets: &books.budgets,
        parts: &parts,
        controls: &books.controls,
        before: until.before,
        postings: until.postings(conn).await?,
    };
    Ok(match name {
        "ruimte" => year.room(&books.allocations),
        "vooruit" => year.ahead(),
        "ontvangers" => year.recipients(&received(conn, &[line], until).await?),
        "themas" => year.themes(&store::report::themes(conn, &line.id, until.at()).await?),
        "bewoners" => {
            let people = People::of(conn, until.before).await?;
            sourced(year.residents(&inhabitants(&people, &parts)), &people)
        }
        "buurten" => {
            let people = People::of(conn, until.before).await?;
            let report = year.neighbourhoods(&lived(&people, &parts), &inhabitants(&people, &parts));
            sourced(report, &people)
        }
        _ => year.meter(),
    })
}

/// What recipients were awarded of these lines; who belongs together counts as one.
async fn received(conn: &mut Conn, lines: &[&Line], until: &Until) -> Answer<Vec<Awarded>> {
    let mut awarded = Vec::new();
    for line in lines {
        awarded.extend(store::report::awarded(conn, &line.id, until.at()).await?);
    }
    let links = store::recipient::affiliations(conn).await?;
    as_one(&mut awarded, &families(&links, until.before.plus_seconds(-1)));
    Ok(awarded)
}

/// The same of all lines of a year.
pub async fn received_in(conn: &mut Conn, books: &Books, until: &Until, year: i64) -> Answer<Vec<Awarded>> {
    let lines: Vec<&Line> = books.lines.iter().filter(|line| line.year == year).collect();
    received(conn, &lines, until).await
}

/// How many people live in each area, where that is known.
fn inhabitants(people: &People, parts: &[&Allocation]) -> Vec<Option<u64>> {
    parts.iter().map(|part| people.in_area(&part.area)).collect()
}

/// The neighbourhoods with the areas that they are in.
fn lived(people: &People, parts: &[&Allocation]) -> Vec<Lived> {
    let one = |place: &Neighbourhood| Lived {
        code: place.code.to_string(),
        name: place.name.clone(),
        inhabitants: people.in_place(&place.code),
        parts: (0..)
            .zip(parts)
            .filter(|(_, part)| people.is_in(place, &part.area))
            .map(|(at, _)| at)
            .collect(),
    };
    people.places.iter().map(one).collect()
}

/// A report that says whose figures of inhabitants it rests on.
fn sourced(mut report: Report, people: &People) -> Report {
    let source = Some(people.source.clone()).filter(|source| !source.is_empty());
    report.about.push(("inhabitants_source", source.map_or(Cell::Nothing, Cell::Text)));
    report
}

/// Which report, of which line, until when.
struct Asked<'a> {
    line: &'a Line,
    name: &'a str,
    until: &'a Until,
    books: &'a Books,
}

fn page(visit: &Visit, asked: &Asked<'_>, report: &Report, map: Markup) -> Markup {
    let text = visit.text;
    let Asked { line, name, until, books } = *asked;
    let here = visit.to(paths::REPORT, &[line.id.as_str(), name]);
    let title = text.get(&format!("report-{name}"));
    let way = Way::top(visit).line(visit, line).step(&title, here.clone());
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            (crumbs(visit, &way.here()))
            h1.utrecht-heading-1 { (title) }
            p.utrecht-paragraph.utrecht-paragraph--lead { (text.get(&format!("report-{name}-lead"))) }
            p.sr-small { (line_name(line)) ". " (as_of(visit, until, report.postings)) }
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--mid {
            @if name == "vooruit" { (bound(visit, books, until)) }
            (map)
            (pictures::of(visit, name, report))
            (about(visit, report))
            @if report.about.contains(&("inhabitants_source", Cell::Nothing)) { p.utrecht-paragraph { (text.get("rep-no-people")) } }
            @if name == "ruimte" {
                (rooms::picture(visit, books))
                details { summary { (text.get("bar-as-table")) } (table(visit, &title, report)) }
            } @else { (table(visit, &title, report)) }
            p.sr-small { (text.get("tidy-rounding")) " " (text.get("tidy-dash")) }
            (at_a_day(visit, &here, until))
            (links(visit, &here, &until.query()))
        } }
    };
    layout::page(visit, &Head { title, place: Place::Public }, content)
}

/// Whether more of a later year is bound than was agreed (S33): a warning, or the sentence that there is none.
fn bound(visit: &Visit, books: &Books, until: &Until) -> Markup {
    let this_year = until.before.plus_seconds(-1).local().year().into();
    let warnings = books.budgets.iter().map(|budget| {
        let own: Vec<Line> = books.lines.iter().filter(|line| line.budget == budget.id).cloned().collect();
        lock::warnings(visit, budget, &lock_in(&own, &books.controls), this_year)
    });
    let warnings: Vec<Markup> = warnings.filter(|one| !one.0.is_empty()).collect();
    html! {
        @if warnings.is_empty() { p.utrecht-paragraph { (visit.say("rep-bound-none")) } }
        @else {
            @for one in &warnings { (one) }
            p.utrecht-paragraph { (visit.say("rep-bound-why")) }
        }
    }
}

/// Until when postings count, and how many there are.
pub fn as_of(visit: &Visit, until: &Until, postings: u64) -> String {
    let text = visit.text;
    let count = crate::text::number(postings);
    match &until.day {
        None => text.with("report-now", &[("count", count)]),
        Some(_) => {
            let day = until.before.plus_seconds(-1);
            text.with("report-at", &[("day", text.day(day).into()), ("count", count)])
        }
    }
}

/// The same report at the end of another day.
pub fn at_a_day(visit: &Visit, here: &str, until: &Until) -> Markup {
    let text = visit.text;
    html! {
        form.utrecht-form-field.sr-noprint method="get" action=(here) {
            label.utrecht-form-label for="op" { (text.get("report-day")) }
            p.utrecht-form-field-description #op-uitleg { (text.get("report-day-line")) }
            span.utrecht-button-group {
                input.utrecht-textbox #op name="op" type="date" value=[until.day.as_ref()] max=(visit.now.local().date()) aria-describedby="op-uitleg";
                button.utrecht-button type="submit" { (text.get("report-day-action")) }
            }
        }
    }
}

/// What a report says besides its rows, where that is more than the year.
fn about(visit: &Visit, report: &Report) -> Markup {
    let told = |name: &str, value: &Cell| {
        !["year", "line", "line_id"].contains(&name)
            && (name, value) != ("inhabitants_source", &Cell::Nothing)
    };
    let told: Vec<_> = report.about.iter().filter(|(name, value)| told(name, value)).collect();
    html! {
        @if !told.is_empty() {
            dl.utrecht-data-list.sr-facts {
                @for (name, value) in told {
                    div {
                        dt { (visit.say(&format!("column-{name}"))) }
                        dd { (cell(visit, value)) }
                    }
                }
            }
        }
    }
}

/// The rows of a report: numbers to the right.
pub fn table(visit: &Visit, title: &str, report: &Report) -> Markup {
    let is_number = |cell: &Cell| !matches!(cell, Cell::Text(_) | Cell::Word(_));
    // Codes are for programs.
    let shown = |name: &str| !["area", "round", "neighbourhood"].contains(&name);
    let columns: Vec<(usize, &str)> =
        report.columns.iter().copied().enumerate().filter(|(_, name)| shown(name)).collect();
    let right = |place: usize| report.rows.first().is_some_and(|row| is_number(&row[place]));
    html! {
        @if report.rows.is_empty() { p.utrecht-paragraph { (visit.say("report-empty")) } }
        @else {
            (form::table(title, html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (title) }
                    thead { tr { @for (place, name) in &columns {
                        th.sr-number[right(*place)] scope="col" { (visit.say(&format!("column-{name}"))) }
                    } } }
                    tbody { @for row in &report.rows { tr {
                        @for (order, (place, _)) in columns.iter().enumerate() {
                            @if order == 0 { th scope="row" { (cell(visit, &row[*place])) } }
                            @else { td.sr-number[right(*place)] { (cell(visit, &row[*place])) } }
                        }
                    } } }
                }
            }))
        }
    }
}

/// A cell as people read it.
pub fn cell(visit: &Visit, cell: &Cell) -> Markup {
    let text = visit.text;
    match cell {
        Cell::Text(words) => html! { (words) },
        Cell::Word(word) => html! { (text.get(&format!("word-{word}"))) },
        Cell::Money(sum) => amount(text, *sum),
        Cell::Change(cents) => {
            let size = Cents::new(cents.saturating_abs()).unwrap_or(Cents::MAX);
            html! { @if *cents < 0 { "−" } (amount(text, size)) }
        }
        Cell::Count(count) => html! { (text.number(*count)) },
        Cell::Number(number) => html! { (number) },
        Cell::Share(share) => html! { (text.percent(*share)) },
        Cell::Shift(points) => {
            let size = BasisPoints::new(points.saturating_abs()).unwrap_or_default();
            html! { bdi dir="ltr" { @if *points < 0 { "−" } @else if *points > 0 { "+" } (text.percent(size)) } }
        }
        Cell::Nothing => html! { "–" },
    }
}
