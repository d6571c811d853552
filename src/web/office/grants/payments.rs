//! Advances, payments, account and settlement: one bar of the grant, what is asked of the recipient, what is planned
//! and paid, and the forms of the steps that are open now.

use maud::{Markup, html};

use super::payment_forms as forms;
use crate::acts::settlement::{Standing, standing};
use crate::domain::account::Permission;
use crate::domain::accountability::Class;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::ledger::AccountKind;
use crate::domain::money::Cents;
use crate::domain::payment::{Advance, Order, OrderState, Part};
use crate::domain::settlement::reclaim_until;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::office::frame::{Frame, facts};
use crate::web::parts::amount;
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::form::{self, Refused};
use crate::web::paths;
use crate::web::visit::Visit;

/// A form of the section that comes back: its name, what was typed, and why.
pub type Back<'a> = Option<(&'static str, &'a Form, &'a Refused)>;

/// What the section tells about one grant.
pub struct Told {
    /// The grant.
    pub record: GrantRecord,
    /// Where it stands.
    pub standing: Standing,
    /// What is planned.
    pub advances: Vec<Advance>,
    /// What was ordered.
    pub orders: Vec<Order>,
    /// Whether the letter about one of its decisions did not go out yet.
    pub has_letters_due: bool,
}

impl Told {
    /// Reads what the section tells.
    pub async fn read(visit: &Visit, conn: &mut Conn, grant: &GrantRecord) -> Answer<Told> {
        let today = visit.now.local().date();
        let standing = standing(conn, grant, today).await?;
        let advances = store::payment::advances(conn, &grant.id).await?;
        let orders = store::payment::orders_of_grant(conn, &grant.id).await?;
        let mut has_letters_due = false;
        for taken in store::decision::of_grant(conn, &grant.id).await? {
            has_letters_due |= store::decision::sending(conn, &taken.number).await?.is_none();
        }
        Ok(Told { record: grant.clone(), standing, advances, orders, has_letters_due })
    }

    /// The order of an advance that counts now.
    fn order_of(&self, advance: &Advance) -> Option<&Order> {
        let is_gone = |state| matches!(state, OrderState::Cancelled | OrderState::Renewed);
        let part = Part::Advance(advance.number);
        self.orders.iter().rev().find(|order| order.part == part && !is_gone(order.state))
    }

    fn year(&self, line: &crate::domain::id::LineId) -> String {
        let found = self.standing.lines.iter().find(|(_, known)| known == line);
        found.map_or_else(String::new, |(year, _)| year.to_string())
    }
}

/// The section of the page of a grant.
pub async fn section(visit: &Visit, conn: &mut Conn, grant: &GrantRecord) -> Answer<Markup> {
    let told = Told::read(visit, conn, grant).await?;
    Ok(whole(visit, &told, None))
}

/// The section as a page of its own, with a form that comes back.
pub async fn page(visit: &Visit, conn: &mut Conn, grant: &GrantRecord, back: Back<'_>) -> Answer<Markup> {
    let told = Told::read(visit, conn, grant).await?;
    let above = vec![
        (visit.say("grants-list-title"), visit.to(paths::GRANTS, &[])),
        (grant.title.clone(), visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])),
    ];
    let title = visit.say("pay-title");
    let frame = Frame { menu: paths::GRANTS, title, above, mark: html! {} };
    Ok(frame.show(visit, whole(visit, &told, back)))
}

fn whole(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let has_money = told.standing.accounts.iter().any(|one| one.key.kind != AccountKind::Selected);
    let may = visit.may(Permission::HandleGrants);
    html! {
        section.sr-stack.sr-stack--mid #betalen {
            @if back.is_none() { h2.utrecht-heading-2 { (visit.say("pay-title")) } }
            @if has_money { (picture(visit, &told.standing)) }
            p.utrecht-paragraph { strong { (visit.say(next(told))) } }
            (asked(visit, told))
            @if !told.advances.is_empty() || may { (advances(visit, told)) }
            @if !told.orders.is_empty() { (orders(visit, told)) }
            @if let Some(account) = &told.standing.account { (forms::handed_in(visit, account)) }
            (forms::open(visit, told, back))
        }
    }
}

/// What happens next, as a key of the texts.
fn next(told: &Told) -> &'static str {
    let standing = &told.standing;
    let is_open = |kind| standing.held(kind) > Cents::ZERO;
    match told.record.state {
        GrantState::Selected | GrantState::Certified => "pay-next-award",
        GrantState::Awarded => "pay-next-announce",
        GrantState::Objection | GrantState::Advances | GrantState::Running => {
            match (standing.class, is_open(AccountKind::Payable)) {
                (_, true) => "pay-next-bank",
                (Class::Direct, false) => "pay-next-direct",
                (_, false) if standing.plan.is_none() => "pay-next-plan",
                (_, false) => "pay-next-account",
            }
        }
        GrantState::Accounted => "pay-next-settle",
        GrantState::Settled if is_open(AccountKind::Receivable) => "pay-next-back",
        GrantState::Settled if is_open(AccountKind::Payable) => "pay-next-bank",
        GrantState::Settled => "pay-next-close",
        GrantState::Revoked if is_open(AccountKind::Receivable) => "pay-next-back",
        GrantState::Closed
        | GrantState::Withdrawn
        | GrantState::Refused
        | GrantState::Revoked
        | GrantState::Lapsed
            if told.has_letters_due =>
        {
            "wrd-next-letters"
        }
        GrantState::Closed
        | GrantState::Withdrawn
        | GrantState::Refused
        | GrantState::Revoked
        | GrantState::Lapsed => "pay-next-nothing",
    }
}

/// The bar of a grant: what is certain first, then what can still change.
fn picture(visit: &Visit, standing: &Standing) -> Markup {
    let held = |kind| standing.held(kind);
    let (settled, payable) = (held(AccountKind::Settled), held(AccountKind::Payable));
    let (accounted, paid) = (held(AccountKind::Accounted), held(AccountKind::Paid));
    let (back, free) = (held(AccountKind::Receivable), held(AccountKind::Committed));
    let out = accounted.plus(paid).unwrap_or(Cents::MAX);
    let whole = Cents::sum([settled, out, payable, back, free]).unwrap_or(Cents::MAX);
    let bar = Bar::of(whole)
        .money(Look::Main, settled)
        .money(Look::Mid, out)
        .money(Look::Fixed, payable)
        .money(Look::Empty, back)
        .room();
    let rows = [
        ("pay-settled", settled),
        ("pay-accounted", accounted),
        ("pay-paid", paid),
        ("pay-ordered", payable),
        ("pay-back", back),
        ("pay-free", free),
    ];
    let title = visit.say("pay-money");
    html! {
        div.sr-bar {
            (bar.draw())
            (legend(&[
                (Look::Main, visit.say("pay-settled")),
                (Look::Mid, visit.say("pay-out")),
                (Look::Fixed, visit.say("pay-ordered")),
                (Look::Empty, visit.say("pay-back")),
                (Look::Room, visit.say("pay-free")),
            ]))
        }
        (form::table(&title, html! {
            table.utrecht-table {
                caption.sr-hidden { (title) }
                tbody {
                    @for (key, sum) in rows {
                        tr { th scope="row" { (visit.say(key)) } td.sr-number { (amount(visit.text, sum)) } }
                    }
                }
                tfoot { tr {
                    th scope="row" { (visit.say("pay-whole")) }
                    td.sr-number { (amount(visit.text, whole)) }
                } }
            }
        }))
    }
}

/// What the recipient must hand in, why, and when.
fn asked(visit: &Visit, told: &Told) -> Markup {
    let standing = &told.standing;
    let text = visit.text;
    let mut list = vec![(
        visit.say("pay-class"),
        html! {
            (visit.say(&format!("ledger-class-{}", standing.class.name())))
            @if !standing.class.papers().is_empty() {
                ul { @for paper in standing.class.papers() { li { (visit.say(&format!("ledger-paper-{}", paper.name()))) } } }
            }
        },
    )];
    for (year, sum, _) in &standing.years {
        let year = year.to_string();
        list.push((text.with("pay-year", &[("year", year.into())]), amount(text, *sum)));
    }
    if let Some(plan) = &standing.plan {
        list.push((visit.say("field-ends_on"), html! { (text.civil_day(plan.ends_on)) }));
    }
    if let Some(waiting) = standing.waiting {
        let words = text.with(
            &format!("ledger-waiting-{}", waiting.name()),
            &[("day", text.civil_day(waiting.day()).into())],
        );
        list.push((visit.say("pay-when"), html! { (words) }));
    }
    if let Some(made) = &standing.settlement {
        list.push((
            visit.say("pay-decided"),
            html! { (amount(text, made.settled)) ", " (text.civil_day(made.settled_on)) },
        ));
        list.push((visit.say("pay-way"), html! { (visit.say(&format!("ledger-way-{}", made.way.name()))) }));
        list.push((visit.say("pay-until"), html! { (text.civil_day(reclaim_until(made.settled_on))) }));
    }
    facts(&list)
}

fn advances(visit: &Visit, told: &Told) -> Markup {
    let (text, title) = (visit.text, visit.say("pay-advances"));
    html! {
        h3.utrecht-heading-3 { (title) }
        @if told.advances.is_empty() { p { (visit.say("pay-advances-none")) } } @else {
            (form::table(&title, html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (title) }
                    thead { tr {
                        th scope="col" { (visit.say("pay-number")) }
                        th scope="col" { (visit.say("pay-of-year")) }
                        th scope="col" { (visit.say("pay-due")) }
                        th.sr-number scope="col" { (visit.say("grant-amount")) }
                        th scope="col" { (visit.say("pay-condition")) }
                        th scope="col" { (visit.say("grant-state")) }
                    } }
                    tbody {
                        @for advance in &told.advances {
                            tr {
                                th scope="row" { (advance.number) }
                                td { (told.year(&advance.line)) }
                                td { (text.civil_day(advance.due_on)) }
                                td.sr-number { (amount(text, advance.amount)) }
                                td { (advance.condition) }
                                td { @match told.order_of(advance) {
                                    Some(order) => (visit.say(&format!("ledger-order-{}", order.state.name()))),
                                    None => (forms::advance_steps(visit, told, advance)),
                                } }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn orders(visit: &Visit, told: &Told) -> Markup {
    let (text, title) = (visit.text, visit.say("pay-orders"));
    html! {
        h3.utrecht-heading-3 { (title) }
        (form::table(&title, html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead { tr {
                    th scope="col" { (visit.say("pay-number")) }
                    th scope="col" { (visit.say("pay-for")) }
                    th.sr-number scope="col" { (visit.say("grant-amount")) }
                    th scope="col" { (visit.say("grant-state")) }
                    th scope="col" { (visit.say("pay-reference")) }
                } }
                tbody {
                    @for order in &told.orders {
                        tr {
                            th.sr-mono scope="row" { (order.number) }
                            td { @match order.part {
                                Part::Rest => (visit.say("pay-rest")),
                                Part::Advance(number) => (text.with("pay-advance-number", &[("number", number.into())])),
                            } }
                            td.sr-number { (amount(text, order.amount)) }
                            td {
                                (visit.say(&format!("ledger-order-{}", order.state.name())))
                                @if let Some(batch) = &order.batch {
                                    " "
                                    @if visit.viewer().is_empty() {
                                        a.utrecht-link href=(visit.to(paths::PAYMENT_BATCH, &[&batch.0])) { (batch) }
                                    } @else { (batch) }
                                }
                                (forms::order_steps(visit, told, order))
                            }
                            td { @if let Some(paid_on) = order.paid_on { (text.civil_day(paid_on)) ", " (order.reference) } }
                        }
                    }
                }
            }
        }))
    }
}
