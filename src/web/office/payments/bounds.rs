//! What must be handed in, per regulation and year.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use crate::acts::FieldFault;
use crate::acts::settlement::set_thresholds;
use crate::domain::account::Permission;
use crate::domain::accountability::Thresholds;
use crate::domain::bounds::{BoundsDecision, BoundsSet};
use crate::domain::money::{BasisPoints, Cents};
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::office::frame::Frame;
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit, typed_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// The fields with a sum, in order.
const SUMS: [&str; 4] = ["direct", "report", "financial", "audited"];

/// Shows the bounds.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, None).await?.into_response())
}

/// Writes the bounds of a regulation from a year on.
pub async fn set(visit: Visit, form: Form) -> Answer {
    let refused = match read(&form) {
        Err(refused) => refused,
        Ok(row) => match set_thresholds(&visit.context(), &row, form.get("reason")).await {
            Ok(()) => return Ok(Redirect::to(&visit.to(paths::PAYMENT_BOUNDS, &[])).into_response()),
            Err(error) => Refused::of(error, "direct")?,
        },
    };
    Ok(answer(Some(&refused), page(&visit, Some((&form, &refused))).await?))
}

fn read(form: &Form) -> Result<Thresholds, Refused> {
    let mut faults = Vec::new();
    let mut number = |field: &'static str, fault: &'static str| {
        let read = form.get(field).trim().parse::<i64>();
        read.unwrap_or_else(|_| {
            faults.push(FieldFault { field, fault });
            0
        })
    };
    let (year, weeks) = (number("year", "year"), number("weeks", "number"));
    let reminder_weeks = number("reminder_weeks", "number");
    let sums = SUMS.map(|field| Cents::parse_typed(form.get(field)));
    let bad = SUMS.into_iter().zip(&sums).filter(|(_, sum)| sum.is_err());
    faults.extend(bad.map(|(field, _)| FieldFault { field, fault: "amount" }));
    let income = BasisPoints::parse_typed(form.get("income"));
    if income.is_err() {
        faults.push(FieldFault { field: "income", fault: "percent" });
    }
    match (sums, income) {
        ([Ok(direct), Ok(report), Ok(financial), Ok(audited)], Ok(income)) if faults.is_empty() => {
            let regulation = form.get("regulation").trim().to_string();
            Ok(Thresholds {
                regulation,
                year,
                direct,
                report,
                financial,
                audited,
                income,
                weeks,
                reminder_weeks,
            })
        }
        _ => Err(Refused::fields(faults)),
    }
}

async fn page(visit: &Visit, back: Option<(&Form, &Refused)>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let rows = store::settlement::thresholds(&mut conn).await?;
    let decisions = store::bounds::list(&mut conn).await?;
    drop(conn);
    let usual = known(visit, rows.first().unwrap_or(&Thresholds::usual()));
    let (form, refused) = match back {
        Some((form, refused)) => (form, Some(refused)),
        None => (&usual, None),
    };
    let filled = Filled::new(visit.text, form, refused);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("bounds-line")) }
            (table(visit, &rows))
            (decided(visit, &decisions, "accountability"))
            @if visit.may(Permission::ManageMoney) {
                h2.utrecht-heading-2 { (visit.say("bounds-add")) }
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::PAYMENT_BOUNDS, &[])) {
                    (filled.field(&Field::text("regulation", "field-regulation")))
                    (filled.field(&Field::of("number", "year", "field-year")))
                    (filled.field(&Field::text("direct", "field-direct")))
                    (filled.field(&Field::text("report", "field-report")))
                    (filled.field(&Field::text("financial", "field-financial")))
                    (filled.field(&Field::text("audited", "field-audited")))
                    (filled.field(&Field::of("percent", "income", "field-income")))
                    (filled.field(&Field::of("number", "weeks", "field-weeks")))
                    (filled.field(&Field::of("number", "reminder_weeks", "field-reminder_weeks")))
                    (filled.field(&Field::of("area", "reason", "ans-bounds-why")))
                    (submit(&visit.say("save")))
                }
            }
        }
    };
    let above = vec![(visit.say("bank-title"), visit.to(paths::PAYMENTS, &[]))];
    let title = visit.say("bounds-title");
    Ok(Frame { menu: paths::GRANTS, title, above, mark: html! {} }.show(visit, content))
}

/// The decisions on bounds of a kind, the newest first: when, by which function, what, and why.
pub fn decided(visit: &Visit, all: &[BoundsDecision], kind: &str) -> Markup {
    let text = visit.text;
    let own: Vec<&BoundsDecision> = all.iter().rev().filter(|one| one.set.kind() == kind).collect();
    html! {
        @if !own.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("ans-bounds-decided")) }
                ul.sr-rows.sr-rows--plain {
                    @for one in own {
                        li {
                            p.sr-small { (text.day(one.at)) @if !one.function.is_empty() { ", " (one.function) } }
                            p { strong { (what(visit, &one.set)) } }
                            p { (one.reason) }
                        }
                    }
                }
            }
        }
    }
}

fn what(visit: &Visit, set: &BoundsSet) -> String {
    let text = visit.text;
    let year = set.year().to_string();
    match set {
        BoundsSet::Recipient(_, share) => {
            let share = text.percent(*share);
            text.with("ans-bounds-recipient", &[("year", year.into()), ("share", share.into())])
        }
        BoundsSet::Accountability(row) => {
            let name =
                if row.regulation.is_empty() { visit.say("bounds-all") } else { row.regulation.clone() };
            let from = if row.year == 0 { visit.say("bounds-always") } else { year };
            let [direct, report, financial, audited] =
                [row.direct, row.report, row.financial, row.audited].map(|sum| text.euros(sum));
            let values = [
                ("regulation", name.into()),
                ("year", from.into()),
                ("direct", direct.into()),
                ("report", report.into()),
                ("financial", financial.into()),
                ("audited", audited.into()),
            ];
            let rest = [
                ("income", text.percent(row.income).into()),
                ("weeks", row.weeks.into()),
                ("reminder", row.reminder_weeks.into()),
            ];
            format!(
                "{} {}",
                text.with("ans-bounds-accountability", &values),
                text.with("mnda-bounds-rest", &rest)
            )
        }
    }
}

fn known(visit: &Visit, row: &Thresholds) -> Form {
    let mut form = Form::default();
    form.set("year", visit.now.local().year().to_string());
    for (field, sum) in SUMS.into_iter().zip([row.direct, row.report, row.financial, row.audited]) {
        form.set(field, typed_amount(sum));
    }
    form.set("income", visit.text.percent(row.income).replace('.', ","));
    form.set("weeks", row.weeks.to_string());
    form.set("reminder_weeks", row.reminder_weeks.to_string());
    form
}

fn table(visit: &Visit, rows: &[Thresholds]) -> Markup {
    let (text, title) = (visit.text, visit.say("bounds-title"));
    let heads = [
        "field-regulation",
        "field-year",
        "field-direct",
        "field-report",
        "field-financial",
        "field-audited",
        "field-weeks",
    ];
    html! {
        (form::table(&title, html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead { tr { @for key in heads { th scope="col" { (visit.say(key)) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { @if row.regulation.is_empty() { (visit.say("bounds-all")) } @else { (row.regulation) } }
                            td { @if row.year == 0 { (visit.say("bounds-always")) } @else { (row.year) } }
                            @for sum in [row.direct, row.report, row.financial, row.audited] {
                                td.sr-number { (amount(text, sum)) }
                            }
                            td.sr-number { (row.weeks) }
                        }
                    }
                }
            }
        }))
    }
}
