//! The mix that a wijkbureau planned beside the mix that came about: for one area, and for all areas of a year.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, RawQuery};
use maud::{Markup, html};

use super::files::{Wanted, give, links};
use super::people::People;
use super::report::{as_of, at_a_day, cell, received_in};
use super::{Books, Until, Way};
use crate::acts;
use crate::domain::budget::Allocation;
use crate::domain::id::AreaId;
use crate::domain::ledger::AccountKind;
use crate::domain::mix::{Came, Compared, Comparison, compare};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::pot::Pot;
use crate::domain::report::mix::{COLUMNS, Realised, fixed_of};
use crate::domain::report::{Awarded, Cell, Meter, Report};
use crate::domain::time::Moment;
use crate::store::mix::Stored;
use crate::store::{self, Conn};
use crate::text::Text;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, form, mix as mix_part, pot};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows an area as a page.
pub async fn show(
    Path((area, year)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Answer {
    of_area(&visit, &area, &year, query, Wanted::Page).await
}

/// Gives it for a spreadsheet.
pub async fn csv(
    Path((area, year)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Answer {
    of_area(&visit, &area, &year, query, Wanted::Csv).await
}

/// Gives it for a program.
pub async fn json(
    Path((area, year)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Answer {
    of_area(&visit, &area, &year, query, Wanted::Json).await
}

async fn of_area(visit: &Visit, area: &str, year: &str, query: Option<String>, wanted: Wanted) -> Answer {
    let until = Until::of(visit, &Form::parse(query.unwrap_or_default().as_bytes()))?;
    let mut conn = visit.app.store.read().await?;
    let books = Books::open(&mut conn, &until).await?;
    let year: i64 = year.parse().map_err(|_| Refusal::NOT_FOUND)?;
    let awarded = received_in(&mut conn, &books, &until, year).await?;
    let mut all = realised(&mut conn, &books, &until, (year, &awarded)).await?;
    all.retain(|one| one.statement.area.as_str() == area);
    let one = all.first().ok_or(Refusal::NOT_FOUND)?;
    let report = report(&mut conn, &until, year, &all).await?;
    Ok(give(wanted, &report, |report| area_page(visit, one, &until, report)))
}

/// Gives all areas of a year that have a statement.
pub async fn all(Path(name): Path<String>, RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let until = Until::of(&visit, &Form::parse(query.unwrap_or_default().as_bytes()))?;
    let (name, wanted) = Wanted::of(&name);
    let year: i64 = name.parse().map_err(|_| Refusal::NOT_FOUND)?;
    let mut conn = visit.app.store.read().await?;
    let books = Books::open(&mut conn, &until).await?;
    if !books.lines.iter().any(|line| line.year == year) {
        return Err(Refusal::NOT_FOUND);
    }
    let awarded = received_in(&mut conn, &books, &until, year).await?;
    let all = realised(&mut conn, &books, &until, (year, &awarded)).await?;
    let report = report(&mut conn, &until, year, &all).await?;
    Ok(give(wanted, &report, |report| year_page(&visit, year, &all, &until, report)))
}

/// Each area with a statement for a year, by name, beside what came about.
pub async fn realised(
    conn: &mut Conn,
    books: &Books,
    until: &Until,
    (year, awarded): (i64, &[Awarded]),
) -> Answer<Vec<Realised>> {
    let signed = binding(conn, until, year).await?;
    if signed.is_empty() {
        return Ok(Vec::new());
    }
    let lines: Vec<_> = books.lines.iter().filter(|line| line.year == year).collect();
    let fixed = lines.iter().map(|line| Meter::of_line(&books.controls, &line.id).held(AccountKind::Fixed));
    let fixed = Cents::sum(fixed).unwrap_or(Cents::MAX);
    let people = People::of(conn, until.before).await?;
    let parts: Vec<&Allocation> = books.allocations.iter().filter(|part| part.year == year).collect();
    let one = |stored: Stored| {
        let area = &stored.statement.area;
        let own = |part: &&&Allocation| &part.area == area || part.parent.as_ref() == Some(area);
        let own: Vec<&Allocation> = parts.iter().filter(own).copied().collect();
        let fixed = fixed_of(fixed, people.in_area(area), people.everyone());
        let comparison = compare(&stored.statement, &came(books, &own, fixed, awarded));
        Realised { statement: stored.statement, comparison }
    };
    let mut all: Vec<Realised> = signed.into_iter().map(one).collect();
    all.sort_by(|a, b| a.statement.area_name.cmp(&b.statement.area_name));
    Ok(all)
}

/// What came about on these allocations.
fn came(books: &Books, parts: &[&Allocation], fixed: Option<Cents>, awarded: &[Awarded]) -> Came {
    let own = awarded.iter().filter(|one| parts.iter().any(|part| part.id == one.allocation));
    let pots = Pot::NAMES.iter().map(|(pot, _)| {
        let own = books.controls.iter().filter(|control| {
            control.pot == *pot && parts.iter().any(|part| Some(&part.id) == control.allocation.as_ref())
        });
        (*pot, Meter::of(own).awarded())
    });
    Came { fixed, awarded: own.map(|one| (one.class, one.amount)).collect(), pots: pots.collect() }
}

/// The statement of each area that counts: the newest one under which a round opened, so that a later one cannot make
/// a plan out of what came about; before any round opened, the newest.
async fn binding(conn: &mut Conn, until: &Until, year: i64) -> Answer<Vec<Stored>> {
    let mut signed = store::mix::of_year(conn, year).await?;
    signed.retain(|one| one.at < until.before);
    // The last moment at which a round of an area opened.
    let mut opened: BTreeMap<AreaId, Moment> = BTreeMap::new();
    for round in store::round::list(conn).await? {
        if round.year == year
            && round.rules.is_some()
            && let Some(at) = acts::round::opened_at(conn, &round.id).await?
            && at < until.before
        {
            let last = opened.entry(round.area).or_insert(at);
            *last = at.max(*last);
        }
    }
    let areas: BTreeSet<AreaId> = signed.iter().map(|one| one.statement.area.clone()).collect();
    let newest = |area: &AreaId| {
        let own = || signed.iter().filter(|one| &one.statement.area == area);
        // The log knows whole seconds.
        let bound = opened.get(area).map(|at| at.plus_seconds(1));
        let under = own().filter(|one| bound.is_some_and(|at| one.at < at)).max_by_key(|one| one.number);
        under.or_else(|| own().max_by_key(|one| one.number)).cloned()
    };
    Ok(areas.iter().filter_map(newest).collect())
}

async fn report(conn: &mut Conn, until: &Until, year: i64, all: &[Realised]) -> Answer<Report> {
    Ok(Report {
        name: "mix",
        version: 1,
        before: until.before,
        postings: until.postings(conn).await?,
        about: vec![("year", Cell::Number(year))],
        columns: COLUMNS.to_vec(),
        rows: all.iter().flat_map(Realised::rows).collect(),
    })
}

fn area_page(visit: &Visit, one: &Realised, until: &Until, report: &Report) -> Markup {
    let text = visit.text;
    let (area, year) = (one.statement.area.as_str(), one.statement.year.to_string());
    let here = visit.to(paths::MIX_REALISED, &[area, &year]);
    let values = [("area", one.statement.area_name.as_str().into()), ("year", year.as_str().into())];
    let title = text.with("rep-mix-title", &values);
    let way = Way::top(visit).step(
        &text.with("rep-mix-all", &[("year", year.as_str().into())]),
        visit.to(paths::MIX_YEAR, &[&year]),
    );
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            (crumbs(visit, &way.step(&one.statement.area_name, here.clone()).here()))
            h1.utrecht-heading-1 { (title) }
            p.utrecht-paragraph.utrecht-paragraph--lead { (text.with("rep-mix-lead", &values)) }
            p { a.utrecht-link href=(visit.to(paths::MIX, &[area, &year])) { (text.get("rep-mix-statement")) } }
            p.sr-small { (as_of(visit, until, report.postings)) }
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
            (comparison(visit, one))
            (at_a_day(visit, &here, until))
            (links(visit, &here, &until.query()))
        } }
    };
    layout::page(visit, &Head { title, place: Place::Public }, content)
}

/// Both comparisons of an area with what they rest on.
fn comparison(visit: &Visit, one: &Realised) -> Markup {
    let text = visit.text;
    let Comparison { providers, pots, untyped, no_pot } = &one.comparison;
    let known = providers.iter().any(|one| one.realised.is_some());
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("mix-providers")) }
            (parts(visit, &text.get("mix-providers"), providers, |one| mix_part::provider(text, one)))
            @if *untyped > Cents::ZERO { p { (text.with("rep-mix-untyped", &[("amount", text.euros(*untyped).into())])) } }
            p.sr-small { (text.get(if known { "rep-mix-fixed" } else { "rep-mix-fixed-unknown" })) }
        }
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("mix-pots")) }
            (parts(visit, &text.get("mix-pots"), pots, |one| pot::name(text, one)))
            @if *no_pot > Cents::ZERO { p { (text.with("rep-mix-no-pot", &[("amount", text.euros(*no_pot).into())])) } }
        }
    }
}

/// Planned above realised for each part, then the same as a table.
fn parts<T: Copy>(visit: &Visit, title: &str, parts: &[Compared<T>], name: impl Fn(T) -> String) -> Markup {
    let text = visit.text;
    let came = parts.iter().any(|one| one.realised.is_some());
    html! {
        @if came {
            figure.sr-bar {
                ul.sr-stack {
                    @for one in parts {
                        li.sr-bar.sr-bar--thin {
                            p.sr-between { span { (name(one.of)) } " " span { (told(text, one)) } }
                            (line(Look::Room, one.planned))
                            (line(Look::Main, one.realised.unwrap_or_default()))
                        }
                    }
                }
                figcaption { (mix_part::planned_and_came(visit)) }
            }
        } @else { p.utrecht-paragraph { (text.get("rep-mix-nothing")) } }
        (form::table(title, html! {
            table.utrecht-table role="table" {
                caption.sr-hidden { (title) }
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { (text.get("mix-who")) }
                    th.sr-number scope="col" role="columnheader" { (text.get("column-planned")) }
                    th.sr-number scope="col" role="columnheader" { (text.get("column-realised")) }
                    th.sr-number scope="col" role="columnheader" { (text.get("column-difference")) }
                    th.sr-number scope="col" role="columnheader" { (text.get("column-amount")) }
                } }
                tbody role="rowgroup" { @for one in parts {
                    @let realised = one.realised.map_or(Cell::Nothing, Cell::Share);
                    @let shift = one.realised.map(|came| Cell::Shift(came.get() - one.planned.get()));
                    tr role="row" {
                        th scope="row" role="rowheader" { (name(one.of)) }
                        td.sr-number role="cell" { (text.percent(one.planned)) }
                        td.sr-number role="cell" { (cell(visit, &realised)) }
                        td.sr-number role="cell" { (cell(visit, &shift.unwrap_or(Cell::Nothing))) }
                        td.sr-number role="cell" {
                            @if one.realised.is_none() && one.amount == Cents::ZERO { "–" } @else { (amount(text, one.amount)) }
                        }
                    }
                } }
            }
        }))
    }
}

fn told<T>(text: Text, one: &Compared<T>) -> String {
    let came = one.realised.map_or_else(|| "–".to_string(), |share| text.percent(share));
    text.with("rep-mix-told", &[("planned", text.percent(one.planned).into()), ("realised", came.into())])
}

/// A thin bar of a share of everything.
fn line(look: Look, share: BasisPoints) -> Markup {
    let size = u64::try_from(share.get()).unwrap_or(0);
    Bar::new(10_000).thin().part(look, size).part(Look::Empty, 10_000_u64.saturating_sub(size)).draw()
}

fn year_page(visit: &Visit, year: i64, all: &[Realised], until: &Until, report: &Report) -> Markup {
    let text = visit.text;
    let here = visit.to(paths::MIX_YEAR, &[&year.to_string()]);
    let title = text.with("rep-mix-all", &[("year", year.to_string().into())]);
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            (crumbs(visit, &Way::top(visit).step(&title, here.clone()).here()))
            h1.utrecht-heading-1 { (title) }
            p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("rep-mix-all-lead")) }
            p.sr-small { (as_of(visit, until, report.postings)) }
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
            (areas(visit, all))
            (at_a_day(visit, &here, until))
            (links(visit, &here, &until.query()))
        } }
    };
    layout::page(visit, &Head { title, place: Place::Public }, content)
}

/// Each area: planned and realised of each type of provider.
pub fn areas(visit: &Visit, all: &[Realised]) -> Markup {
    let text = visit.text;
    html! {
        @if all.is_empty() { p.utrecht-paragraph { (text.get("mix-none")) } }
        @else {
            ul.sr-rows.sr-rows--plain { @for one in all {
                @let year = one.statement.year.to_string();
                li.sr-stack.sr-stack--tight {
                    p { a.utrecht-link href=(visit.to(paths::MIX_REALISED, &[one.statement.area.as_str(), &year])) { (one.statement.area_name) } }
                    dl.utrecht-data-list.sr-facts { @for part in &one.comparison.providers {
                        div { dt { (mix_part::provider(text, part.of)) } dd { (told(text, part)) } }
                    } }
                }
            } }
        }
    }
}
