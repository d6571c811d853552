//! The reports of a budget line: each as a page, a CSV and a JSON, now or at the end of a day.

use axum::extract::{Path, RawQuery};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::people::People;
use super::{Books, Until, Way, line_name, pictures};
use crate::documents;
use crate::domain::budget::{Allocation, Line};
use crate::domain::id::LineId;
use crate::domain::money::Cents;
use crate::domain::neighbourhood::Neighbourhood;
use crate::domain::recipient::ProviderClass;
use crate::domain::report::{Cell, Lived, Received, Report, Year};
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, form};
use crate::web::paths;
use crate::web::visit::Visit;

/// The reports of a line by their names in addresses.
pub const REPORTS: [&str; 6] = ["meter", "vooruit", "ontvangers", "themas", "bewoners", "buurten"];

/// In which form a report is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A page.
    Page,
    /// For a spreadsheet.
    Csv,
    /// For a program.
    Json,
}

impl Wanted {
    /// Takes the ending off a name.
    pub fn of(name: &str) -> (&str, Wanted) {
        match name.rsplit_once('.') {
            Some((stem, "csv")) => (stem, Wanted::Csv),
            Some((stem, "json")) => (stem, Wanted::Json),
            _ => (name, Wanted::Page),
        }
    }
}

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
    Ok(match wanted {
        Wanted::Csv => file("text/csv; charset=utf-8", documents::report::csv(&report)),
        Wanted::Json => file("application/json", documents::report::json(&report)),
        Wanted::Page => {
            let map = match name {
                "buurten" => pictures::map(&visit, &People::of(&mut conn, until.before).await?, &report),
                _ => html! {},
            };
            page(&visit, &Asked { line, name, until: &until }, &report, map).into_response()
        }
    })
}

async fn make(conn: &mut Conn, books: &Books, line: &Line, until: &Until, name: &str) -> Answer<Report> {
    let before = until.day.as_ref().map(|_| until.before);
    let parts = books.parts_of(&line.id);
    let postings = match before {
        Some(before) => store::report::postings_before(conn, before).await?,
        None => store::ledger::size(conn).await?,
    };
    let year = Year {
        line,
        lines: &books.lines,
        parts: &parts,
        controls: &books.controls,
        before: until.before,
        postings,
    };
    Ok(match name {
        "vooruit" => year.ahead(),
        "ontvangers" => year.recipients(&received(conn, line, until.before).await?),
        "themas" => year.themes(&store::report::themes(conn, &line.id, until.before).await?),
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

/// What recipients got, by the type of provider that they are.
async fn received(conn: &mut Conn, line: &Line, before: Moment) -> Answer<Vec<Received>> {
    let awarded = store::report::awarded(conn, &line.id, before).await?;
    let of = |class: Option<ProviderClass>| {
        let own = || awarded.iter().filter(|one| one.class == class);
        let kind = match class {
            Some(ProviderClass::Resident) => "residents",
            Some(ProviderClass::Professional) => "professionals",
            Some(ProviderClass::Other) => "other_type",
            None => "unknown_type",
        };
        let amounts: Vec<Cents> = own().map(|one| one.amount).collect();
        Received { kind, grants: own().map(|one| one.grants).sum(), amounts }
    };
    let classes = [ProviderClass::Resident, ProviderClass::Professional, ProviderClass::Other];
    let mut received: Vec<Received> = classes.into_iter().map(|class| of(Some(class))).collect();
    received.extend(Some(of(None)).filter(|unknown| unknown.grants > 0));
    Ok(received)
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

/// A file that is looked after again each time.
pub fn file(kind: &'static str, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, body).into_response()
}

/// Which report, of which line, until when.
struct Asked<'a> {
    line: &'a Line,
    name: &'a str,
    until: &'a Until,
}

fn page(visit: &Visit, asked: &Asked<'_>, report: &Report, map: Markup) -> Markup {
    let text = visit.text;
    let Asked { line, name, until } = *asked;
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
            (map)
            (pictures::of(visit, name, report))
            (about(visit, report))
            (table(visit, &title, report))
            (at_a_day(visit, &here, until))
            (files(visit, &here, &until.query()))
        } }
    };
    layout::page(visit, &Head { title, place: Place::Public }, content)
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
fn at_a_day(visit: &Visit, here: &str, until: &Until) -> Markup {
    let text = visit.text;
    html! {
        form.utrecht-form-field method="get" action=(here) {
            label.utrecht-form-label for="op" { (text.get("report-day")) }
            p.utrecht-form-field-description #op-uitleg { (text.get("report-day-line")) }
            span.utrecht-button-group {
                input.utrecht-textbox #op name="op" type="date" value=[until.day.as_ref()] max=(visit.now.local().date()) aria-describedby="op-uitleg";
                button.utrecht-button type="submit" { (text.get("report-day-action")) }
            }
        }
    }
}

/// The files beside a page.
pub fn files(visit: &Visit, here: &str, query: &str) -> Markup {
    html! {
        p.utrecht-button-group.sr-noprint {
            a.utrecht-link href={ (here) ".csv" (query) } { (visit.say("report-csv")) }
            a.utrecht-link href={ (here) ".json" (query) } { (visit.say("report-json")) }
        }
    }
}

/// What a report says besides its rows, where that is more than the year.
fn about(visit: &Visit, report: &Report) -> Markup {
    let told: Vec<_> =
        report.about.iter().filter(|(name, _)| !["year", "line", "line_id"].contains(name)).collect();
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
        Cell::Nothing => html! { "–" },
    }
}
