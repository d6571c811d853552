//! The forms of the steps of a grant between award and close, and what the recipient handed in.

use maud::{Markup, html};

use super::payments::{Back, Told};
use crate::domain::account::Permission;
use crate::domain::accountability::Waiting;
use crate::domain::calendar::day_of;
use crate::domain::grant::{GrantState, GrantStep};
use crate::domain::ledger::AccountKind;
use crate::domain::money::Cents;
use crate::domain::payment::{Advance, Order, OrderState, Part};
use crate::domain::settlement::{Account, Done, Growth, most, reclaim_until};
use crate::web::guard::body::Form;
use crate::web::office::frame::facts;
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, Filled, typed_amount};
use crate::web::parts::written::{Below, written};
use crate::web::paths;
use crate::web::visit::Visit;

/// A form that may come back: name, address, words on the button, what is in it at first.
struct Step<'a> {
    visit: &'a Visit,
    told: &'a Told,
    back: Back<'a>,
    name: &'static str,
    path: &'static str,
    title: &'static str,
    line: &'static str,
    first: Form,
}

impl Step<'_> {
    fn draw(&self, fields: impl Fn(&Filled<'_>) -> Markup) -> Markup {
        let (form, refused) = match self.back {
            Some((name, form, refused)) if name == self.name => (form, Some(refused)),
            Some(_) | None => (&self.first, None),
        };
        let filled = Filled::new(self.visit.text, form, refused).within(self.name);
        html! {
            details.sr-stack open[refused.is_some()] {
                summary { (self.visit.say(self.title)) }
                p.utrecht-paragraph { (self.visit.say(self.line)) }
                (filled.notice())
                form.sr-stack method="post" action=(self.visit.to(self.path, &[self.told.record.id.as_str()])) {
                    (fields(&filled))
                    (form::submit(&self.visit.say(self.title)))
                }
            }
        }
    }
}

/// The forms of the steps that are open to who looks.
pub fn open(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let (handle, decide) = (visit.may(Permission::HandleGrants), visit.may(Permission::DecideGrants));
    let money = visit.may(Permission::ManageMoney);
    let (state, standing) = (told.record.state, &told.standing);
    let is_planned = matches!(
        state,
        GrantState::Certified
            | GrantState::Awarded
            | GrantState::Objection
            | GrantState::Advances
            | GrantState::Running
    );
    let owes = standing.held(AccountKind::Receivable) > Cents::ZERO;
    let may_settle = state.after(GrantStep::Settle).is_ok() && standing.way().is_some();
    let is_late = matches!(standing.waiting, Some(Waiting::Late(_)));
    let awaited = state.after(GrantStep::Account).is_ok();
    // A form that comes back says why it was refused, also when its step is not open.
    let is_back = |name| back.is_some_and(|(known, ..)| known == name);
    html! {
        @if let Some(("order", form, refused)) = back { (Filled::new(visit.text, form, Some(refused)).notice()) }
        @if handle && (is_planned || is_back("plan")) { (plan(visit, told, back)) }
        @if handle && (is_planned || is_back("advance")) { (advance(visit, told, back)) }
        @if handle && awaited && is_late { (reminder(visit, told)) }
        @if handle && (awaited || is_back("account")) { (account(visit, told, back)) }
        @if decide && (may_settle || is_back("settlement")) { (settlement(visit, told, back)) }
        @if decide && (may_reclaim(visit, told) || is_back("reclaim")) { (reclaim(visit, told, back)) }
        @if decide && state == GrantState::Closed && !may_reclaim(visit, told) { p { (visit.say("ans-reclaim-over")) } }
        @if money && (owes || is_back("repayment")) { (repayment(visit, told, back)) }
        @if decide && (owes || is_back("write-off")) { (write_off(visit, told, back)) }
        @if handle && (state == GrantState::Settled || is_back("close")) { (close(visit, told, back)) }
    }
}

fn plan(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let mut first = Form::default();
    if let Some(plan) = &told.standing.plan {
        first.set("ends_on", plan.ends_on.to_string());
        let income =
            plan.income.map_or_else(String::new, |share| visit.text.percent(share).replace('.', ","));
        first.set("income", income);
    }
    let (title, line) = ("pay-plan", "pay-plan-line");
    let step = Step { visit, told, back, name: "plan", path: paths::GRANT_PLAN, title, line, first };
    step.draw(|filled| {
        html! {
            (filled.field(&Field::of("date", "ends_on", "field-ends_on")))
            (filled.field(&Field::of("percent", "income", "field-income")))
        }
    })
}

fn advance(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let lines = &told.standing.lines;
    let years: Vec<(String, String)> =
        lines.iter().map(|(year, line)| (line.as_str().to_string(), year.to_string())).collect();
    let (title, line) = ("pay-advance", "pay-advance-line");
    let step = Step {
        visit,
        told,
        back,
        name: "advance",
        path: paths::GRANT_ADVANCES,
        title,
        line,
        first: Form::default(),
    };
    step.draw(|filled| {
        html! {
            (filled.choice("pay_line", "field-pay_line", &years))
            (filled.field(&Field::of("date", "due_on", "field-due_on")))
            (filled.field(&Field::text("advance", "field-advance")))
            (filled.field(&Field::text("condition", "field-condition")))
        }
    })
}

/// The buttons of an advance that was not ordered.
pub fn advance_steps(visit: &Visit, told: &Told, advance: &Advance) -> Markup {
    let state = told.record.state;
    let may_order = matches!(state, GrantState::Objection | GrantState::Advances | GrantState::Running);
    let number = advance.number.to_string();
    let action = visit.to(paths::GRANT_ADVANCE, &[told.record.id.as_str(), &number]);
    let is_over = matches!(state, GrantState::Accounted | GrantState::Settled) || state.is_over();
    html! {
        (visit.say(if is_over { "pay-not-needed" } else { "pay-planned" }))
        @if visit.may(Permission::HandleGrants) && !is_over {
            form.utrecht-button-group method="post" action=(action) {
                @if may_order {
                    button.utrecht-button.utrecht-button--primary-action name="do" value="order" { (visit.say("pay-order")) }
                }
                button.utrecht-button name="do" value="remove" { (visit.say("pay-remove")) }
            }
        }
    }
}

/// The buttons of an order that is not paid, or came back.
pub fn order_steps(visit: &Visit, told: &Told, order: &Order) -> Markup {
    let handle = visit.may(Permission::HandleGrants);
    let may_cancel =
        matches!(order.state, OrderState::Ordered | OrderState::Returned) && order.part != Part::Rest;
    let may_renew = order.state == OrderState::Returned;
    let may_return = matches!(order.state, OrderState::Sent | OrderState::Paid)
        && visit.may(Permission::ManageMoney)
        && (told.record.state == GrantState::Revoked || !told.record.state.is_over());
    let may_end = matches!(order.state, OrderState::Ordered | OrderState::Returned)
        && order.part == Part::Rest
        && told.record.state == GrantState::Settled
        && visit.may(Permission::DecideGrants);
    let grant = told.record.id.as_str();
    html! {
        @if may_end {
            details {
                summary { (visit.say("pay2-end")) }
                form.sr-stack.sr-danger method="post" action=(visit.to(paths::GRANT_ORDER_END, &[grant, &order.number.0])) {
                    p.utrecht-paragraph { (visit.say("pay2-end-line")) }
                    label.utrecht-form-label for={ "vervalt-" (order.number) } { (visit.say("field-pay_why")) }
                    input.utrecht-textbox.sr-wide-field id={ "vervalt-" (order.number) } name="pay_why" required maxlength="200";
                    (form::submit(&visit.say("pay2-end")))
                }
            }
        }
        @if handle && (may_cancel || may_renew) {
            form.utrecht-button-group method="post" action=(visit.to(paths::GRANT_ORDER, &[grant, &order.number.0])) {
                @if may_renew { button.utrecht-button name="do" value="renew" { (visit.say("pay-renew")) } }
                @if may_cancel { button.utrecht-button name="do" value="cancel" { (visit.say("pay-cancel")) } }
            }
        }
        @if may_return {
            details {
                summary { (visit.say("pay-return")) }
                form.sr-stack method="post" action=(visit.to(paths::GRANT_ORDER_RETURN, &[grant, &order.number.0])) {
                    label.utrecht-form-label for={ "retour-dag-" (order.number) } { (visit.say("field-returned_on")) }
                    input.utrecht-textbox type="date" id={ "retour-dag-" (order.number) } name="returned_on" required;
                    label.utrecht-form-label for={ "retour-kenmerk-" (order.number) } { (visit.say("pay2-bank-reference")) }
                    input.utrecht-textbox id={ "retour-kenmerk-" (order.number) } name="pay_reference" required maxlength="70";
                    label.utrecht-form-label for={ "retour-" (order.number) } { (visit.say("field-pay_why")) }
                    input.utrecht-textbox.sr-wide-field id={ "retour-" (order.number) } name="pay_why" required maxlength="200";
                    (form::submit(&visit.say("pay-return")))
                }
            }
        }
    }
}

fn reminder(visit: &Visit, told: &Told) -> Markup {
    html! {
        form.sr-stack method="post" action=(visit.to(paths::GRANT_REMINDER, &[told.record.id.as_str()])) {
            p.utrecht-paragraph { (visit.say("pay-remind-line")) }
            (form::submit(&visit.say("pay-remind")))
        }
    }
}

fn account(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let words = |name: &str, kind: &str| (name.to_string(), visit.say(&format!("ledger-{kind}-{name}")));
    let done = Done::NAMES.map(|(_, name)| words(name, "done"));
    let growth = Growth::NAMES.map(|(_, name)| words(name, "growth"));
    let mut first = Form::default();
    first.set("handed_in_on", visit.now.local().date().to_string());
    let (title, line) = ("pay-account", "pay-account-line");
    let step = Step { visit, told, back, name: "account", path: paths::GRANT_ACCOUNT, title, line, first };
    step.draw(|filled| {
        html! {
            (filled.field(&Field::of("date", "handed_in_on", "field-handed_in_on")))
            (filled.field(&Field::text("spent", "field-spent")))
            (filled.choice("done", "field-done", &done))
            (filled.field(&Field::of("area", "activities", "field-activities")))
            (filled.field(&Field::of("number", "reached", "field-reached")))
            (filled.field(&Field::of("area", "k1", "field-k1")))
            (filled.field(&Field::of("area", "k2", "field-k2")))
            (filled.field(&Field::of("area", "k3", "field-k3")))
            (filled.choice("growth", "field-growth", &growth))
        }
    })
}

/// What the recipient handed in.
pub fn handed_in(visit: &Visit, account: &Account) -> Markup {
    let text = visit.text;
    let none = || visit.say("pay-unsaid");
    let spent = account.spent.map_or_else(|| html! { (none()) }, |spent| amount(text, spent));
    let result = |place: usize| html! { @if account.results[place].is_empty() { (none()) } @else { (written(&account.results[place], Below::H3)) } };
    html! {
        h3.utrecht-heading-3 { (visit.say("pay-handed-in")) }
        (facts(&[
            (visit.say("field-handed_in_on"), html! {
                (text.civil_day(account.received_on))
                @if account.is_late { " — " strong { (visit.say("pay-late")) } }
            }),
            (visit.say("field-spent"), spent),
            (visit.say("field-done"), html! { (visit.say(&format!("ledger-done-{}", account.done.name()))) }),
            (visit.say("field-activities"), written(&account.activities, Below::H3)),
            (visit.say("field-reached"), html! { (text.number(account.reached)) }),
            (visit.say("field-k1"), result(0)),
            (visit.say("field-k2"), result(1)),
            (visit.say("field-k3"), result(2)),
            (visit.say("field-growth"), html! { (visit.say(&format!("ledger-growth-{}", account.growth.name()))) }),
        ]))
    }
}

fn settlement(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let standing = &told.standing;
    let mut first = Form::default();
    first.set("settled", typed_amount(most(standing.granted(), standing.account.as_ref())));
    let (title, line) = ("pay-settle", "pay-settle-line");
    let step =
        Step { visit, told, back, name: "settlement", path: paths::GRANT_SETTLEMENT, title, line, first };
    step.draw(|filled| {
        html! {
            (filled.field(&Field::text("settled", "field-settled")))
            (filled.field(&Field::of("area", "pay_why", "field-pay_why")))
        }
    })
}

/// Whether what the recipient keeps can still be changed: within five years of the settlement (Awb art. 4:49 and 4:57).
fn may_reclaim(visit: &Visit, told: &Told) -> bool {
    let is_settled = matches!(told.record.state, GrantState::Settled | GrantState::Closed);
    let made = told.standing.settlement.as_ref().filter(|_| is_settled);
    made.is_some_and(|made| day_of(visit.now) <= reclaim_until(made.settled_on))
}

fn reclaim(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let is_closed = told.record.state == GrantState::Closed;
    let (title, line) = match is_closed {
        true => ("ans-reclaim-closed", "ans-reclaim-closed-line"),
        false => ("pay-reclaim", "pay-reclaim-line"),
    };
    let first = Form::default();
    let step = Step { visit, told, back, name: "reclaim", path: paths::GRANT_RECLAIM, title, line, first };
    step.draw(|filled| {
        html! {
            (filled.field(&Field::text("reclaim", "field-reclaim")))
            (filled.field(&Field::of("area", "pay_why", "field-pay_why")))
        }
    })
}

fn repayment(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let mut first = Form::default();
    first.set("repaid", typed_amount(told.standing.held(AccountKind::Receivable)));
    let (title, line) = ("pay-repaid", "pay-repaid-line");
    let step =
        Step { visit, told, back, name: "repayment", path: paths::GRANT_REPAYMENT, title, line, first };
    step.draw(|filled| {
        html! {
            (filled.field(&Field::text("repaid", "field-repaid")))
            (filled.field(&Field::of("date", "paid_on", "field-paid_on")))
            (filled.field(&Field::text("pay_reference", "field-pay_reference")))
        }
    })
}

fn write_off(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let (title, line) = ("pay-write-off", "pay-write-off-line");
    let first = Form::default();
    let step =
        Step { visit, told, back, name: "write-off", path: paths::GRANT_WRITE_OFF, title, line, first };
    step.draw(|filled| {
        html! {
            (filled.field(&Field::text("write_off", "field-write_off")))
            (filled.field(&Field::of("area", "pay_why", "field-pay_why")))
        }
    })
}

fn close(visit: &Visit, told: &Told, back: Back<'_>) -> Markup {
    let (title, line) = ("pay-close", "pay-close-line");
    let first = Form::default();
    let step = Step { visit, told, back, name: "close", path: paths::GRANT_CLOSE, title, line, first };
    step.draw(|_| html! { p #closeclose { (visit.say("field-close")) } })
}
