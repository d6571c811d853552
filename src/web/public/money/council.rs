//! The yearly report for the council.

use axum::extract::{Path, RawQuery};
use maud::{Markup, html};

use super::files::{Wanted, give, links};
use super::people::People;
use super::realised::{areas, realised};
use super::report::{as_of, at_a_day, cell, received_in};
use super::{Books, Until, Way};
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::Cents;
use crate::domain::pitch::wish::Counted;
use crate::domain::report::council::{Council, Decided, end_of};
use crate::domain::report::mix::Realised;
use crate::domain::report::{Cell, Meter, Report};
use crate::domain::round::Phase;
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{form, help, large_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// Gives the report of a year.
pub async fn show(Path(name): Path<String>, RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let until = Until::of(&visit, &asked)?;
    let (name, wanted) = Wanted::of(&name);
    let year: i64 = name.parse().map_err(|_| Refusal::NOT_FOUND)?;
    let mut conn = visit.app.store.read().await?;
    let books = Books::open(&mut conn, &until).await?;
    if !books.lines.iter().any(|line| line.year == year) {
        return Err(Refusal::NOT_FOUND);
    }
    let lines = || books.lines.iter().filter(|line| line.year == year);
    let of_year = |control: &&Control| lines().any(|line| line.id == control.line);
    let controls: Vec<Control> = books.controls.iter().filter(of_year).cloned().collect();
    let received = received_in(&mut conn, &books, &until, year).await?;
    let mixes = realised(&mut conn, &books, &until, (year, &received)).await?;
    let rounds = store::report_year::decided(&mut conn, year, until.before).await?;
    let over = end_of(year).ok_or(Refusal::NOT_FOUND)?;
    let wishes = store::pitch::wish::of_year(&mut conn, year, until.before).await?;
    let report = Council {
        year,
        controls: &controls,
        rounds: &rounds,
        applicants: store::report_year::applicants(&mut conn, year, until.before).await?,
        dependency: store::report_year::dependency(&mut conn, year, over).await?,
        wishes: &wishes,
        grants: store::report_year::grants(&mut conn, year, until.before).await?,
        received: &received,
        mixes: &mixes,
        inhabitants: People::of(&mut conn, until.before).await?.everyone(),
        before: until.before,
        postings: until.postings(&mut conn).await?,
    }
    .report();
    let meter = Meter::of(&controls);
    let beside = Beside { meter: &meter, rounds: &rounds, mixes: &mixes, wishes: &wishes };
    Ok(give(wanted, &report, |report| page(&visit, year, &until, report, &beside)))
}

/// What the page shows beside the rows of the report.
struct Beside<'a> {
    meter: &'a Meter,
    rounds: &'a [Decided],
    mixes: &'a [Realised],
    wishes: &'a [Counted],
}

fn page(visit: &Visit, year: i64, until: &Until, report: &Report, beside: &Beside<'_>) -> Markup {
    let Beside { meter, rounds, mixes, wishes } = *beside;
    let text = visit.text;
    let here = visit.to(paths::YEAR_REPORT, &[&year.to_string()]);
    let title = text.with("council-title", &[("year", year.to_string().into())]);
    let fixed = meter.held(AccountKind::Fixed);
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            (crumbs(visit, &Way::top(visit).step(&title, here.clone()).here()))
            h1.utrecht-heading-1 { (title) }
            p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("council-lead")) }
            figure.sr-bar.sr-gap {
                (Bar::of(meter.total()).money(Look::Fixed, fixed).grip().money(Look::Main, meter.reserved()).draw())
                figcaption.sr-ends {
                    span { (text.get("money-fixed")) br; (large_amount(text, fixed)) }
                    span.sr-ends__2 { (text.get("walk-can-shift")) br; (large_amount(text, meter.reserved())) }
                }
            }
            p.sr-small { (as_of(visit, until, report.postings)) }
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
            @for heading in ["creative", "democratic", "valuable", "yielding"] { (section(visit, report, heading)) }
            // Of rounds that were decided.
            (help::wishes(visit, wishes, Phase::Certified))
            (turnout(visit, rounds))
            @if !mixes.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { a.utrecht-link href=(visit.to(paths::MIX_YEAR, &[&year.to_string()])) { (text.with("rep-mix-all", &[("year", year.to_string().into())])) } }
                    p.utrecht-paragraph { (text.get("rep-mix-all-lead")) }
                    (areas(visit, mixes))
                }
            }
            p.utrecht-paragraph { (text.get("council-open")) }
            p.utrecht-paragraph { (text.get("tidy-rounding")) " " (text.get("tidy-rounding-mean")) }
            (at_a_day(visit, &here, until))
            (links(visit, &here, &until.query()))
        } }
    };
    layout::page(visit, &Head { title, place: Place::Public }, content)
}

fn section(visit: &Visit, report: &Report, heading: &'static str) -> Markup {
    let text = visit.text;
    let title = text.get(&format!("word-{heading}"));
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (title) }
            p.utrecht-paragraph { (text.get(&format!("council-{heading}"))) }
            (form::table(&title, html! {
                table.utrecht-table.sr-side role="table" {
                    caption.sr-hidden { (title) }
                    thead role="rowgroup" { tr role="row" {
                        th scope="col" role="columnheader" { (text.get("column-measure")) }
                        th.sr-number scope="col" role="columnheader" { (text.get("money-fixed")) }
                        th.sr-number scope="col" role="columnheader" { (text.get("walk-can-shift")) }
                    } }
                    tbody role="rowgroup" {
                        @for row in report.rows.iter().filter(|row| row[0] == Cell::Word(heading)) {
                            tr role="row" {
                                th scope="row" role="rowheader" { (cell(visit, &row[1])) }
                                td.sr-number role="cell" { (measured(visit, &row[2])) }
                                td.sr-number role="cell" { (measured(visit, &row[3])) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

/// What is not known is said in words.
fn measured(visit: &Visit, value: &Cell) -> Markup {
    match value {
        Cell::Nothing => html! { span.sr-small { (visit.say("council-unknown")) } },
        Cell::Text(_)
        | Cell::Word(_)
        | Cell::Money(_)
        | Cell::Change(_)
        | Cell::Count(_)
        | Cell::Number(_)
        | Cell::Share(_)
        | Cell::Shift(_) => cell(visit, value),
    }
}

/// Each round with how many people voted.
fn turnout(visit: &Visit, rounds: &[Decided]) -> Markup {
    let text = visit.text;
    let people = |count| Cents::from_unsigned(count).unwrap_or(Cents::MAX);
    html! {
        @if !rounds.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("council-rounds")) }
                ul.sr-stack {
                    @for round in rounds {
                        li.sr-bar.sr-bar--thin {
                            p.sr-between {
                                a.utrecht-link href=(visit.to(paths::OUTCOME, &[&round.id])) { (round.title) } " "
                                span { (text.with("council-turnout", &[("ballots", number(round.ballots)), ("letters", number(round.letters))])) }
                            }
                            (Bar::new(round.letters).thin().money(Look::Main, people(round.ballots)).part(Look::Empty, round.letters.saturating_sub(round.ballots)).draw())
                        }
                    }
                }
            }
        }
    }
}
