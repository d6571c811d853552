//! Budgets of several years: the form for a new one, and a page per budget with its years and its decisions.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::{budget_terms, money};
use crate::acts::FieldFault;
use crate::acts::budget::create;
use crate::domain::budget::{
    Budget, BudgetPlan, Decision, Line, Stand, YearLock, YearPlan, lock_in, read_years,
};
use crate::domain::id::BudgetId;
use crate::domain::money::{BasisPoints, Cents};
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::{amount, large_amount, lock};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the form for a new budget.
pub async fn new(visit: Visit) -> Answer {
    let mut form = Form::default();
    let year = i64::from(visit.now.local().year());
    form.set("year", (year + 1).to_string());
    form.set("years", Budget::YEARS.to_string());
    form.set("shares", "10; 15; 20; 25; 30; 30");
    form.set("commitments", "gross");
    form.set("indexing", "indexed");
    form.set("warning", (Budget::WARNING / 100).to_string());
    Ok(form_page(&visit, &form, None).into_response())
}

/// Decides a new budget with all its years.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let made = match read(&form) {
        Err(refused) => Err(refused),
        Ok(plan) => match create(&mut visit.context(), &plan).await {
            Ok(id) => Ok(id),
            Err(error) => Err(Refused::of(error, "totals")?),
        },
    };
    match made {
        Ok(id) => Ok(Redirect::to(&visit.to(paths::BUDGET, &[id.as_str()])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), form_page(&visit, &form, Some(&refused)))),
    }
}

fn read(form: &Form) -> Result<BudgetPlan, Refused> {
    let whole = |name: &str| form.get(name).trim().parse::<i64>().ok();
    let count = whole("years").filter(|years| (1..=Budget::MOST_YEARS).contains(years));
    let years = usize::try_from(count.unwrap_or(1)).unwrap_or(1);
    let totals = read_years(form.get("totals"), years, Cents::parse_typed).ok();
    let shares = read_years(form.get("shares"), years, BasisPoints::parse_typed).ok();
    let warning = BasisPoints::parse_typed(form.get("warning")).ok();
    let (Some(first_year), Some(_), Some(totals), Some(shares), Some(warning)) =
        (whole("year"), count, &totals, &shares, warning)
    else {
        let missing = [
            (whole("year").is_none(), "year", "year"),
            (count.is_none(), "years", "years"),
            (totals.is_none(), "totals", "totals"),
            (shares.is_none(), "shares", "shares"),
            (warning.is_none(), "warning", "percent"),
        ];
        let faults = missing.into_iter().filter(|(wrong, ..)| *wrong);
        return Err(Refused::fields(faults.map(|(_, field, fault)| FieldFault { field, fault }).collect()));
    };
    Ok(BudgetPlan {
        name: form.get("name").trim().to_string(),
        first_year,
        years: totals
            .iter()
            .zip(shares)
            .map(|(total, share)| YearPlan { total: *total, share: *share })
            .collect(),
        base: money::read_base(form),
        ground: money::read_ground(form),
        review_on: form.get("review_on").trim().to_string(),
        warning,
    })
}

fn form_page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let content = html! {
        p.utrecht-paragraph { (visit.say("budget-new-line")) }
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::MONEY, &[])) {
            (filled.field(&Field::text("name", "field-line")))
            (filled.field(&Field::of("number", "year", "field-first-year")))
            (filled.field(&Field::of("number", "years", "field-years")))
            (filled.field(&Field::text("totals", "field-totals")))
            (filled.field(&Field::text("shares", "field-shares")))
            (money::ground_fields(visit, &filled))
            (filled.field(&Field::of("date", "review_on", "field-review_on")))
            (filled.field(&Field::of("percent", "warning", "field-warning")))
            (form::submit(&visit.say("budget-save")))
        }
    };
    let above = vec![(visit.say("money-title"), visit.to(paths::MONEY, &[]))];
    Frame { menu: paths::MONEY, title: visit.say("budget-new"), above, mark: html! {} }.show(visit, content)
}

/// Shows a budget.
pub async fn show(Of(id, _): Of<BudgetId>, visit: Visit) -> Answer {
    Ok(page(&visit, &id, None).await?.into_response())
}

/// The page of a budget, with what was typed where the form of its terms comes back.
pub async fn page(visit: &Visit, id: &BudgetId, typed: Option<(&Form, &Refused)>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let whole = store::budget::budget(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)?;
    let terms = store::budget::terms(&mut conn, id).await?;
    let lines = store::budget::lines(&mut conn).await?;
    let locks = lock_in(&lines, &store::ledger::controls(&mut conn).await?);
    let mut decisions = store::budget::decisions(&mut conn).await?;
    drop(conn);
    let own = years_of(&whole, &lines);
    decisions.retain(|one| own.iter().any(|line| line.id == one.line));
    let total = Cents::sum(own.iter().map(|line| line.total)).unwrap_or(Cents::MAX);
    let last = number_of(whole.last_year());
    let content = html! {
        div.sr-stack.sr-stack--mid {
            section.sr-stack {
                (picture(visit, &own))
                (lock::warnings(visit, &whole, &locks, visit.now.local().year().into()))
                (table(visit, &own, &locks))
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("budget-stands")) }
                (facts(&[
                    (visit.say("field-ground"), money::ground(visit, &whole.ground)),
                    (visit.say("budget-review"), review(visit, &whole)),
                    (visit.say("budget-horizon"), html! { (visit.text.with("budget-horizon-line", &[("year", last.into())])) }),
                    (visit.say("field-warning"), html! { (visit.text.percent(whole.warning)) }),
                ]))
            }
            (budget_terms::section(visit, &whole, &terms, typed))
            (history(visit, &decisions, &own))
        }
    };
    let above = vec![(visit.say("money-title"), visit.to(paths::MONEY, &[]))];
    let heading = html! {
        div.sr-between { h1.utrecht-heading-1 { (name(&whole)) } p { (large_amount(visit.text, total)) } }
    };
    let frame = Frame { menu: paths::MONEY, title: name(&whole), above, mark: html! {} };
    Ok(frame.show_headed(visit, heading, content))
}

fn review(visit: &Visit, whole: &Budget) -> Markup {
    html! {
        @match money::day(visit, &whole.review_on) {
            None => (visit.say("budget-review-none")),
            Some(day) => (visit.text.with("budget-review-line", &[("day", day.into())])),
        }
    }
}

/// A year as it is written: without a point for thousands.
fn number_of(year: i64) -> String {
    year.to_string()
}

/// Name and years of a budget.
pub fn name(whole: &Budget) -> String {
    match whole.years {
        1 => format!("{} {}", whole.name, whole.first_year),
        _ => format!("{} {}\u{2013}{}", whole.name, whole.first_year, whole.last_year()),
    }
}

/// The years of a budget, in order.
pub fn years_of(whole: &Budget, lines: &[Line]) -> Vec<Line> {
    let mut own: Vec<Line> = lines.iter().filter(|line| line.budget == whole.id).cloned().collect();
    own.sort_by_key(|line| line.year);
    own
}

/// The years side by side as bars of one measure: the longest is the year with most money.
pub fn picture(visit: &Visit, own: &[Line]) -> Markup {
    let text = visit.text;
    let held = |line: &Line| Cents::sum([line.fixed(), line.allocated, line.free]).unwrap_or(Cents::MAX);
    let most = own.iter().map(held).max().unwrap_or(Cents::ZERO);
    html! {
        ul.sr-years {
            @for line in own {
                li {
                    a.utrecht-link href=(visit.to(paths::LINE, &[line.id.as_str()])) { (line.year) }
                    div.sr-bar.sr-bar--thin {
                        (Bar::of(most).thin().money(Look::Fixed, line.fixed()).grip().money(Look::Main, line.allocated).money(Look::Room, line.free).draw())
                    }
                    span.sr-years__sum {
                        (text.with("money-reserved", &[("share", text.percent(line.share).into())])) " "
                        (amount(text, line.reserved()))
                    }
                }
            }
        }
        (legend(&[
            (Look::Fixed, text.get("money-fixed")),
            (Look::Main, text.get("money-allocated")),
            (Look::Room, text.get("money-room")),
        ]))
    }
}

fn table(visit: &Visit, own: &[Line], locks: &[YearLock]) -> Markup {
    let text = visit.text;
    let title = text.get("budget-years");
    html! {
        (form::table(&title, html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (text.get("field-year")) }
                        th.sr-number scope="col" { (text.get("field-total")) }
                        th.sr-number scope="col" { (text.get("money-fixed")) }
                        th.sr-number scope="col" { (text.get("field-share")) }
                        th.sr-number scope="col" { (text.get("lock-reserved")) }
                        th.sr-number scope="col" { (text.get("lock-committed")) }
                        th.sr-number scope="col" { (text.get("lock-left")) }
                    }
                }
                tbody {
                    @for line in own {
                        tr {
                            th scope="row" { a.utrecht-link href=(visit.to(paths::LINE, &[line.id.as_str()])) { (line.year) } }
                            td.sr-number { (amount(text, line.total)) }
                            td.sr-number { (amount(text, line.fixed())) }
                            td.sr-number { (text.percent(line.share)) }
                            @if let Some(lock) = locks.iter().find(|one| one.line == line.id) {
                                td.sr-number { (amount(text, lock.reserved)) }
                                td.sr-number { (amount(text, lock.committed)) }
                                td.sr-number { (amount(text, lock.uncommitted())) }
                            }
                        }
                    }
                }
            }
        }))
    }
}

/// Every decision, the newest first: what it was, what it became, on what ground and why. Years that were decided
/// together stand together.
pub fn history(visit: &Visit, decisions: &[Decision], lines: &[Line]) -> Markup {
    let year = |one: &Decision| lines.iter().find(|line| line.id == one.line).map(|line| line.year);
    let count = u64::try_from(decisions.len()).unwrap_or(u64::MAX);
    let is_one_act = |a: &Decision, b: &Decision| {
        (a.at, &a.by, &a.ground, &a.reason) == (b.at, &b.by, &b.ground, &b.reason)
    };
    let acts: Vec<&[Decision]> = decisions.chunk_by(is_one_act).collect();
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.text.with("history-title", &[("count", number(count))])) }
            ul.sr-rows.sr-rows--plain {
                @for act in acts.into_iter().rev() {
                    li {
                        @for one in act {
                            p {
                                @if let Some(year) = year(one) { strong { (year) } ": " }
                                (change(visit, one))
                            }
                        }
                        @for one in &act[..1] {
                            @if one.reason != one.ground.name { p { (one.reason) } }
                            p.sr-small {
                                (money::ground(visit, &one.ground)) " · " (visit.text.day(one.at))
                                @if !one.function.is_empty() { " · " (one.function) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a decision changed, in one line.
fn change(visit: &Visit, one: &Decision) -> Markup {
    let text = visit.text;
    let told = |stand: &Stand| {
        format!(
            "{} · {} · {}",
            text.euros(stand.total),
            text.percent(stand.share),
            text.euros(stand.reserved())
        )
    };
    html! {
        @match &one.before {
            None => (text.with("history-first", &[("after", told(&one.after).into())])),
            Some(before) => (text.with("history-change", &[("before", told(before).into()), ("after", told(&one.after).into())])),
        }
    }
}
