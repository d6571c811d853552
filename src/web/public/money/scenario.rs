//! What if: the same ballots of a decided round, had the reserved share been another part of the line.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use maud::{Markup, html};

use super::files::{self, Wanted};
use super::people::People;
use super::round::purse;
use super::{Books, Until, Way, line_name};
use crate::acts::{self, publication};
use crate::domain::budget::{Allocation, Line};
use crate::domain::id::ProposalId;
use crate::domain::lot::Draw;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::report::scenario::{
    AreaMoney, COLUMNS, MOST_SHARES, Opened, Scenario, USUAL_SHARES, rows,
};
use crate::domain::report::{Cell, Meter, Report};
use crate::domain::rules::Rules;
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, form, large_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page tells of.
struct Told<'a> {
    visit: &'a Visit,
    rules: Rules,
    line: &'a Line,
    part: &'a Allocation,
    scenarios: Vec<Arc<Scenario>>,
    /// The money as it stood when the round opened.
    opened: Opened,
    /// Until when postings count in it.
    until: Until,
    postings: u64,
    /// Whether other shares may be asked for.
    is_open: bool,
    /// Whether a lot was drawn, which then decides under every share.
    has_lot: bool,
}

/// Shows the scenarios of a round as a page.
pub async fn show(Path(id): Path<String>, RawQuery(query): RawQuery, visit: Visit) -> Answer {
    give(id, query, visit, Wanted::Page).await
}

/// Gives them for a spreadsheet.
pub async fn csv(Path(id): Path<String>, RawQuery(query): RawQuery, visit: Visit) -> Answer {
    give(id, query, visit, Wanted::Csv).await
}

/// Gives them for a program.
pub async fn json(Path(id): Path<String>, RawQuery(query): RawQuery, visit: Visit) -> Answer {
    give(id, query, visit, Wanted::Json).await
}

async fn give(id: String, query: Option<String>, visit: Visit, wanted: Wanted) -> Answer {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    super::only_now(&visit)?;
    let mut conn = visit.app.store.read().await?;
    let purse = purse(&mut conn, &id).await?;
    if !purse.decided {
        return Err(Refusal::NOT_FOUND);
    }
    let opening = acts::round::opened_at(&mut conn, &purse.id).await?.ok_or(Refusal::NOT_FOUND)?;
    let until = Until::moment(opening.plus_seconds(1));
    let books = Books::open(&mut conn, &until).await?;
    let part = books.allocation(&purse.allocation)?;
    let line = books.line(&part.line)?;
    let opened = opened(&mut conn, &visit, &books, part, opening).await?;
    let rules = acts::round::rules(&mut conn, &purse.id).await?;
    let outcome = publication::outcome(&mut conn, &purse.id).await?.ok_or(Refusal::NOT_FOUND)?;
    // Who may ask for any share of a round in totals only could put its ballots together from the answers.
    let is_open = rules.publishes_ballots(outcome.ballots);
    let shares = shares(asked.get("delen"), is_open)?;
    let draw = publication::draw(&mut conn, &purse.id).await?;
    let has_lot = draw.is_some();
    let scenarios = counted(&visit, &mut conn, (&rules, draw), opened.share, &shares).await?;
    let postings = until.postings(&mut conn).await?;
    let told =
        Told { visit: &visit, rules, line, part, scenarios, opened, until, postings, is_open, has_lot };
    Ok(files::give(wanted, &told.report(), |_| told.page(asked.get("delen"))))
}

/// The money as it stood when the vote began: what was decided about the year, and what each area had.
async fn opened(
    conn: &mut Conn,
    visit: &Visit,
    books: &Books,
    part: &Allocation,
    opening: Moment,
) -> Answer<Opened> {
    let line = books.line(&part.line)?;
    let decisions = store::budget::decisions(conn).await?;
    let decided = decisions.into_iter().rfind(|one| one.line == line.id && one.at <= opening);
    let stand = decided.map_or_else(|| line.stand(), |decided| decided.after);
    let mut people = People::of(conn, opening).await?;
    if people.source.is_empty() {
        people = People::of(conn, visit.now).await?;
    }
    let parts = books.parts_of(&line.id);
    let money = |part: &Allocation| {
        let own = parts.iter().filter(|one| one.id == part.id || one.parent.as_ref() == Some(&part.area));
        let amounts = own.map(|one| Meter::of_allocation(&books.controls, &one.id).reserved());
        AreaMoney {
            name: part.area_name.clone(),
            amount: Cents::sum(amounts).unwrap_or(Cents::MAX),
            inhabitants: people.in_area(&part.area),
        }
    };
    let around = |part: &Allocation| parts.iter().any(|one| part.parent.as_ref() == Some(&one.area));
    let districts = parts.iter().filter(|part| !around(part)).map(|part| money(part));
    let areas = std::iter::once(money(part)).chain(districts).collect();
    Ok(Opened { total: stand.total, share: stand.share, areas })
}

/// The shares that are asked for: whole percents, such as `5,10,30`.
fn shares(typed: &str, is_open: bool) -> Answer<Vec<BasisPoints>> {
    let bad = Refusal(Kind::BadQuery);
    let usual = || USUAL_SHARES.iter().map(|points| BasisPoints::new(*points).map_err(|_| bad)).collect();
    if typed.trim().is_empty() {
        return usual();
    }
    let mut shares = Vec::new();
    for word in typed.split([',', ' ']).filter(|word| !word.is_empty()) {
        let percent: i64 = word.trim_end_matches('%').parse().map_err(|_| bad)?;
        let share = (1..=100).contains(&percent).then_some(percent * 100).ok_or(bad)?;
        shares.push(BasisPoints::new(share).map_err(|_| bad)?);
    }
    shares.sort_unstable();
    shares.dedup();
    let allowed = is_open || shares.iter().all(|share| USUAL_SHARES.contains(&share.get()));
    if shares.is_empty() || shares.len() > MOST_SHARES || !allowed {
        return Err(bad);
    }
    Ok(shares)
}

/// The scenarios, from the shelf or counted now, away from the threads that answer.
async fn counted(
    visit: &Visit,
    conn: &mut Conn,
    (rules, draw): (&Rules, Option<Draw>),
    actual: BasisPoints,
    shares: &[BasisPoints],
) -> Answer<Vec<Arc<Scenario>>> {
    let key = |share: &BasisPoints| (rules.round.clone(), share.get(), actual.get());
    let shelf = &visit.app.scenarios;
    if let Some(all) = shares.iter().map(|share| shelf.find(&key(share))).collect() {
        return Ok(all);
    }
    let ballots = publication::sealed(conn, rules).await?;
    let (own, wanted) = (rules.clone(), shares.to_vec());
    let turn = visit.app.limits.counts.acquire().await.map_err(|_| Refusal(Kind::Shedding))?;
    let made = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let one = |share: &BasisPoints| Scenario::count(&own, draw.as_ref(), &ballots, (*share, actual));
        wanted.iter().map(one).collect::<Result<Vec<Scenario>, _>>()
    });
    let made = made.await.map_err(|_| Refusal(Kind::Busy))?.map_err(|_| Refusal(Kind::IntegrityFailed))?;
    let made: Vec<Arc<Scenario>> = made.into_iter().map(Arc::new).collect();
    for (share, scenario) in shares.iter().zip(&made) {
        shelf.keep(key(share), scenario.clone());
    }
    Ok(made)
}

impl Told<'_> {
    fn report(&self) -> Report {
        Report {
            name: "scenario",
            version: 1,
            before: self.until.before,
            postings: self.postings,
            about: vec![
                ("year", Cell::Number(self.line.year)),
                ("round", Cell::Text(self.rules.round.to_string())),
                ("area_name", Cell::Text(self.part.area_name.clone())),
                ("share_there_was", Cell::Share(self.opened.share)),
            ],
            columns: COLUMNS.to_vec(),
            rows: self.scenarios.iter().flat_map(|one| rows(&self.rules, one, &self.opened)).collect(),
        }
    }

    fn page(&self, typed: &str) -> Markup {
        let (visit, text) = (self.visit, self.visit.text);
        let id = self.rules.round.as_str();
        let up = visit.to(paths::ROUND_MONEY, &[id]);
        let here = visit.to(paths::SCENARIO, &[id]);
        let title = text.with("scenario-title", &[("title", self.rules.title.as_str().into())]);
        let way = Way::top(visit).line(visit, self.line).area(visit, self.part);
        let way = way.step(&self.rules.title, up).step(&text.get("scenario-short"), here.clone());
        let query = if typed.is_empty() { String::new() } else { format!("?delen={}", self.written()) };
        let content = html! {
            div.sr-band { div.sr-page.sr-stack {
                (crumbs(visit, &way.here()))
                h1.utrecht-heading-1 { (title) }
                p.utrecht-paragraph.utrecht-paragraph--lead {
                    (text.with("scenario-lead", &[("share", text.percent(self.opened.share).into()), ("year", self.line.year.to_string().into())]))
                }
            } }
            div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
                div.sr-thirds { @for scenario in &self.scenarios { (self.column(scenario)) } }
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("scenario-plans")) }
                    (form::table(&text.get("scenario-plans"), self.table()))
                }
                (self.districts())
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("scenario-how")) }
                    @for key in ["scenario-how-1", "scenario-how-2", "scenario-how-3"] { p.utrecht-paragraph { (text.get(key)) } }
                    @if self.has_lot { p.utrecht-paragraph { (text.get("tidy-scenario-lot")) } }
                    @if self.is_open { (self.ask(&here)) }
                    @else { p.utrecht-paragraph { (text.get("scenario-fixed")) } }
                }
                (files::links(visit, &here, &query))
            } }
        };
        layout::page(visit, &Head { title, place: Place::Public }, content)
    }

    fn written(&self) -> String {
        let percents: Vec<String> =
            self.scenarios.iter().map(|one| (one.share.get() / 100).to_string()).collect();
        percents.join(",")
    }

    fn column(&self, scenario: &Scenario) -> Markup {
        let text = self.visit.text;
        let (opened, own) = (&self.opened, self.opened.areas.first());
        let winners = scenario.winners.as_deref();
        let bar = (1_u64..)
            .zip(winners.into_iter().flatten())
            .fold(Bar::of(scenario.spendable), |bar, (rank, winner)| {
                bar.labelled(Look::Main, winner.amount.unsigned(), rank.to_string())
            });
        let count = u64::try_from(winners.map_or(0, <[_]>::len)).unwrap_or(u64::MAX);
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 {
                    (text.percent(scenario.share))
                    @if scenario.share == self.opened.share { " " span.sr-small { (text.get("scenario-real")) } }
                }
                dl.utrecht-data-list {
                    div { dt { (text.with("scenario-year", &[("line", line_name(self.line).into())])) } dd { (amount(text, opened.year(scenario.share))) } }
                    @if let Some(own) = own {
                        div { dt { (text.with("scenario-area", &[("area", own.name.as_str().into())])) } dd { (amount(text, opened.area(own, scenario.share))) } }
                        @if let Some(each) = opened.each(own, scenario.share) {
                            div { dt { (text.get("scenario-each")) } dd { (amount(text, each)) } }
                        }
                    }
                    div { dt { (text.get("scenario-round")) } dd { (large_amount(text, scenario.spendable)) } }
                }
                figure.sr-bar { (bar.room().draw()) }
                @match winners {
                    None => p { (text.get("scenario-lot")) },
                    Some(winners) => {
                        p { strong { (text.with("scenario-count", &[("count", number(count))])) } }
                        ol.sr-counted.sr-stack.sr-stack--tight {
                            @for winner in winners {
                                li { (self.title(&winner.id)) " " (amount(text, winner.amount)) }
                            }
                        }
                        p { (text.get("left-over")) " " (amount(text, scenario.left())) }
                    },
                }
            }
        }
    }

    fn title<'b>(&'b self, id: &'b ProposalId) -> &'b str {
        self.rules.proposal(id).map_or(id.as_str(), |plan| &plan.title)
    }

    /// Each plan with the shares under which it wins.
    fn table(&self) -> Markup {
        let text = self.visit.text;
        html! {
            table.utrecht-table.sr-side role="table" {
                caption.sr-hidden { (text.get("scenario-plans")) }
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { (text.get("plan")) }
                    @for one in &self.scenarios { th.sr-number scope="col" role="columnheader" { (text.percent(one.share)) } }
                } }
                tbody role="rowgroup" {
                    @for plan in &self.rules.proposals {
                        tr role="row" {
                            th scope="row" role="rowheader" { (plan.title) " " (amount(text, plan.amount)) }
                            @for one in &self.scenarios {
                                td.sr-number role="cell" { @if one.has(&plan.id) { (text.get("side-wins")) } @else { "–" } }
                            }
                        }
                    }
                    tr role="row" {
                        th scope="row" role="rowheader" { (text.get("left-over")) }
                        @for one in &self.scenarios { td.sr-number role="cell" { (amount(text, one.left())) } }
                    }
                }
            }
        }
    }

    /// Other shares.
    fn ask(&self, here: &str) -> Markup {
        html! {
            form.utrecht-form-field method="get" action=(here) {
                label.utrecht-form-label for="delen" { (self.visit.say("scenario-ask")) }
                p.utrecht-form-field-description #delen-uitleg { (self.visit.say("scenario-ask-line")) }
                span.utrecht-button-group {
                    input.utrecht-textbox #delen name="delen" value=(self.written()) autocomplete="off" aria-describedby="delen-uitleg";
                    button.utrecht-button type="submit" { (self.visit.say("scenario-action")) }
                }
            }
        }
    }

    /// What each district and other area would have had.
    fn districts(&self) -> Markup {
        let text = self.visit.text;
        let title = text.get("rep-scenario-areas");
        let districts = self.opened.areas.iter().skip(1);
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (title) }
                p.utrecht-paragraph { (text.get("rep-scenario-areas-line")) }
                (form::table(&title, html! {
                    table.utrecht-table role="table" {
                        caption.sr-hidden { (title) }
                        thead role="rowgroup" { tr role="row" {
                            th scope="col" role="columnheader" { (text.get("column-area_name")) }
                            @for one in &self.scenarios { th.sr-number scope="col" role="columnheader" { (text.percent(one.share)) } }
                        } }
                        tbody role="rowgroup" { @for area in districts {
                            tr role="row" {
                                th scope="row" role="rowheader" { (area.name) }
                                @for one in &self.scenarios {
                                    td.sr-number role="cell" {
                                        (amount(text, self.opened.area(area, one.share)))
                                        @if let Some(each) = self.opened.each(area, one.share) {
                                            br; span.sr-small { (text.with("rep-scenario-each", &[("amount", text.euros(each).into())])) }
                                        }
                                    }
                                }
                            }
                        } }
                    }
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_percents_and_few() {
        let read = |typed, is_open| {
            shares(typed, is_open).map(|shares| shares.iter().map(|one| one.get() / 100).collect::<Vec<_>>())
        };
        assert_eq!(read("", false).ok(), Some(vec![5, 10, 30]));
        assert_eq!(read("30, 5%", false).ok(), Some(vec![5, 30]));
        assert_eq!(read("15,20", true).ok(), Some(vec![15, 20]));
        for (typed, is_open) in
            [("15", false), ("0", true), ("101", true), ("1,2,3,4,5,6", true), ("x", true)]
        {
            assert!(read(typed, is_open).is_err(), "{typed}");
        }
    }
}
