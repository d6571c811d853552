//! Money: every budget with its years as bars, and what is shown and asked of one year.

use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::budgets;
use super::frame::Frame;
use crate::acts::budget::{LineDecision, decide_line};
use crate::acts::{ActError, FieldFault};
use crate::domain::account::Permission;
use crate::domain::budget::{
    Base, Budget, CeilingExceeded, Commitments, Ground, Indexing, Line, ShareKept, YearLock, lock_in,
};
use crate::domain::calendar::parse_day;
use crate::domain::id::LineId;
use crate::domain::money::{BasisPoints, Cents};
use crate::store;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::form::{self, Field, Filled, Refused, typed_amount};
use crate::web::parts::{amount, large_amount, lock};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the budgets.
pub async fn show(visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let all = store::budget::budgets(&mut conn).await?;
    let lines = store::budget::lines(&mut conn).await?;
    let locks = lock_in(&lines, &store::ledger::controls(&mut conn).await?);
    drop(conn);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("money-line")) }
            @if all.is_empty() { p { (visit.say("money-none")) } }
            ul.utrecht-button-group {
                @if visit.may(Permission::ManageMoney) {
                    li { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::BUDGET_NEW, &[])) { (visit.say("budget-new")) } }
                }
                @if !all.is_empty() {
                    li { a.utrecht-button.utrecht-button--secondary-action href=(visit.to(paths::TRANSFERS, &[])) { (visit.say("transfers-link")) } }
                }
            }
            @for one in &all { (summary(&visit, one, &lines, &locks)) }
        }
    };
    Ok(Frame::menu(paths::MONEY, visit.say("money-title")).show(&visit, content).into_response())
}

fn summary(visit: &Visit, whole: &Budget, lines: &[Line], locks: &[YearLock]) -> Markup {
    let own = budgets::years_of(whole, lines);
    let total = Cents::sum(own.iter().map(|line| line.total)).unwrap_or(Cents::MAX);
    html! {
        section.sr-stack {
            div.sr-between {
                h2.utrecht-heading-2 {
                    a.utrecht-link href=(visit.to(paths::BUDGET, &[whole.id.as_str()])) { (budgets::name(whole)) }
                }
                p { (large_amount(visit.text, total)) }
            }
            (budgets::picture(visit, &own))
            (lock::warnings(visit, whole, locks, visit.now.local().year().into()))
        }
    }
}

/// Decides what a form says about a year that is known.
pub async fn decide(visit: &Visit, line: &Line, form: &Form) -> Answer<Result<LineId, Refused>> {
    let decision = match read(line, form) {
        Ok(decision) => decision,
        Err(refused) => return Ok(Err(refused)),
    };
    let kept = |kind: Kind, fault: &'static str, room: Option<Cents>| {
        Ok(Err(Refused { kind, faults: vec![FieldFault { field: "share", fault }], room }))
    };
    match decide_line(&mut visit.context(), decision).await {
        Ok(line) => Ok(Ok(line)),
        // The share would become less than what areas have already.
        Err(ActError::Ceiling(CeilingExceeded { room })) => {
            kept(Kind::CeilingExceeded, "below-areas", Some(room))
        }
        Err(ActError::ShareKept(ShareKept::RoundRuns(_))) => kept(Kind::WrongState, "round-runs", None),
        Err(ActError::ShareKept(ShareKept::BeforeReview(_))) => kept(Kind::WrongState, "before-review", None),
        Err(error) => Refused::of(error, "share").map(Err),
    }
}

fn read(line: &Line, form: &Form) -> Result<LineDecision, Refused> {
    let total = Cents::parse_typed(form.get("total")).map_err(|_| "amount");
    let share = BasisPoints::parse_typed(form.get("share")).map_err(|_| "percent");
    match (total, share) {
        (Ok(total), Ok(share)) => Ok(LineDecision {
            id: Some(line.id.clone()),
            year: line.year,
            name: form.get("name").trim().to_string(),
            total,
            share,
            base: read_base(form),
            ground: read_ground(form),
            reason: form.get("why").trim().to_string(),
        }),
        (total, share) => {
            let faults = [("total", total.err()), ("share", share.err())];
            let named = |(field, fault): (&'static str, Option<&'static str>)| {
                fault.map(|fault| FieldFault { field, fault })
            };
            Err(Refused::fields(faults.into_iter().filter_map(named).collect()))
        }
    }
}

/// What a form says of the base of a share.
pub fn read_base(form: &Form) -> Base {
    Base {
        commitments: Commitments::named(form.get("commitments")).unwrap_or(Commitments::Unstated),
        indexing: Indexing::named(form.get("indexing")).unwrap_or(Indexing::Unstated),
        words: form.get("base").trim().to_string(),
    }
}

/// What a form says of the ground of a decision.
pub fn read_ground(form: &Form) -> Ground {
    let text = |name: &str| form.get(name).trim().to_string();
    Ground { name: text("ground"), date: text("ground_date"), link: text("ground_link") }
}

/// Name and year of a line.
pub fn name(line: &Line) -> String {
    format!("{} {}", line.name, line.year)
}

/// A line as a bar, with its numbers.
pub fn bar(visit: &Visit, line: &Line) -> Markup {
    let text = visit.text;
    let whole = Cents::sum([line.fixed(), line.allocated, line.room()]).unwrap_or(line.total);
    let bar = Bar::of(whole)
        .money(Look::Fixed, line.fixed())
        .grip()
        .money(Look::Main, line.allocated)
        .money(Look::Room, line.room());
    let numbers = [
        (text.get("money-fixed"), line.fixed()),
        (text.with("money-reserved", &[("share", text.percent(line.share).into())]), line.reserved()),
    ];
    let came = Cents::new(line.carried()).ok().filter(|came| *came > Cents::ZERO);
    let went = Cents::new(-line.carried()).ok().filter(|went| *went > Cents::ZERO);
    let shifted = [(text.get("money-came"), came), (text.get("money-went"), went)];
    let held = [(text.get("money-allocated"), line.allocated), (text.get("money-room"), line.room())];
    let moved = shifted.into_iter().filter_map(|(words, sum)| sum.map(|sum| (words, sum)));
    let numbers: Vec<(String, Cents)> = numbers.into_iter().chain(moved).chain(held).collect();
    html! {
        div.sr-bar {
            (bar.draw())
            (legend(&[
                (Look::Fixed, text.get("money-fixed")),
                (Look::Main, text.get("money-allocated")),
                (Look::Room, text.get("money-room")),
            ]))
        }
        (form::table(&name(line), html! {
            table.utrecht-table {
                caption.sr-hidden { (name(line)) }
                tbody {
                    @for (words, sum) in numbers {
                        tr { th scope="row" { (words) } td.sr-number { (amount(text, sum)) } }
                    }
                }
                tfoot { tr { th scope="row" { (text.get("together-line")) } td.sr-number { (amount(text, line.total)) } } }
            }
        }))
    }
}

/// The form of a year.
pub fn line_form(visit: &Visit, filled: &Filled<'_>, action: &str) -> Markup {
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(action) {
            (filled.field(&Field::text("name", "field-line")))
            (filled.field(&Field::text("total", "field-total")))
            (filled.field(&Field::of("percent", "share", "field-share")))
            (ground_fields(visit, filled))
            (filled.field(&Field::of("area", "why", "field-why")))
            (form::submit(&visit.say("line-save")))
        }
    }
}

/// The fields of what a share is taken of and of the decision behind it.
pub fn ground_fields(visit: &Visit, filled: &Filled<'_>) -> Markup {
    let options = |names: [(&'static str, &'static str); 3]| {
        names.map(|(name, key)| (name.to_string(), visit.say(key)))
    };
    let commitments =
        options([("gross", "base-gross"), ("net", "base-net"), ("unstated", "base-commitments-unstated")]);
    let indexing = options([
        ("indexed", "base-indexed"),
        ("nominal", "base-nominal"),
        ("unstated", "base-indexing-unstated"),
    ]);
    html! {
        (filled.field(&Field::text("base", "field-base")))
        (filled.choice("commitments", "field-commitments", &commitments))
        (filled.choice("indexing", "field-indexing", &indexing))
        (filled.field(&Field::text("ground", "field-ground")))
        (filled.field(&Field::of("date", "ground_date", "field-ground_date")))
        (filled.field(&Field::of("url", "ground_link", "field-ground_link")))
    }
}

/// What a share is taken of, in words.
pub fn base(visit: &Visit, base: &Base) -> Markup {
    let commitments = match base.commitments {
        Commitments::Gross => Some("base-gross"),
        Commitments::Net => Some("base-net"),
        Commitments::Unstated => None,
    };
    let indexing = match base.indexing {
        Indexing::Indexed => Some("base-indexed"),
        Indexing::Nominal => Some("base-nominal"),
        Indexing::Unstated => None,
    };
    html! {
        (base.words)
        @for key in [commitments, indexing].into_iter().flatten() { br; (visit.say(key)) }
    }
}

/// The decision that money stands on: its name, its day, and where it can be read.
pub fn ground(visit: &Visit, ground: &Ground) -> Markup {
    html! {
        @if ground.link.is_empty() { (ground.name) } @else {
            a.utrecht-link href=(ground.link) rel="noopener noreferrer" { (ground.name) }
        }
        @if let Some(day) = day(visit, &ground.date) { ", " (day) }
    }
}

/// A day as people write it.
pub fn day(visit: &Visit, day: &str) -> Option<String> {
    parse_day(day).map(|day| visit.text.civil_day(day))
}

/// What stands in the form of a year that is known.
pub fn known(visit: &Visit, line: &Line) -> Form {
    let mut form = Form::default();
    form.set("name", &line.name);
    form.set("total", typed_amount(line.total));
    form.set("share", percent(visit, line.share));
    form.set("base", &line.base.words);
    form.set("commitments", line.base.commitments.name());
    form.set("indexing", line.base.indexing.name());
    form
}

/// Percentages are typed with a comma in any language.
pub fn percent(visit: &Visit, share: BasisPoints) -> String {
    visit.text.percent(share).replace('.', ",")
}

/// The line of an address.
pub async fn find(visit: &Visit, id: &LineId) -> Answer<Line> {
    let mut conn = visit.app.store.read().await?;
    store::budget::line(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)
}
