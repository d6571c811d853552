//! Budgets, areas, divisions and payments.

use super::About::{City, Everything, Form, One};
use super::Access::Staff;
use super::{Route, get, post};
use crate::domain::account::Permission::{
    ConfirmTransfers, DecideGrants, HandleGrants, ManageMoney, ProposeTransfers, ViewGrants, ViewMoney,
};
use crate::domain::account::Subject;
use crate::web::office::grants::payment_steps as steps;
use crate::web::{office, paths as p};

/// Budgets, areas' parts of them, and transfers.
pub(super) fn money() -> Vec<Route> {
    vec![
        get(p::DIVISIONS, Staff(ViewMoney, City), office::division::show),
        get(p::DIVISION, Staff(ViewMoney, City), office::division::arithmetic::show),
        get(p::DIVISION_KEY, Staff(ManageMoney, City), office::division::key_form::show),
        post(p::DIVISION_PROPOSAL, Staff(ManageMoney, City), office::division::propose),
        post(p::DIVISIONS, Staff(ManageMoney, City), office::division::decide),
        get(p::MONEY, Staff(ViewMoney, City), office::money::show),
        post(p::MONEY, Staff(ManageMoney, City), office::budgets::add),
        get(p::BUDGET_NEW, Staff(ManageMoney, City), office::budgets::new),
        get(p::BUDGET, Staff(ViewMoney, City), office::budgets::show),
        post(p::BUDGET_TERMS, Staff(ManageMoney, City), office::budget_terms::change),
        get(p::TRANSFERS, Staff(ViewMoney, City), office::transfers::show),
        post(p::TRANSFERS, Staff(ProposeTransfers, Form), office::transfers::propose),
        get(p::TRANSFER, Staff(ViewMoney, One(Subject::Transfer)), office::transfers::one),
        post(
            p::TRANSFER_APPROVAL,
            Staff(ConfirmTransfers, One(Subject::Transfer)),
            office::transfers::confirm,
        ),
        // Whoever proposed takes back what was proposed in the same way.
        post(p::TRANSFER_REFUSAL, Staff(ProposeTransfers, One(Subject::Transfer)), office::transfers::refuse),
        get(p::LINE, Staff(ViewMoney, City), office::line::show),
        post(p::LINE, Staff(ManageMoney, City), office::line::change),
        post(p::ALLOCATIONS, Staff(ManageMoney, City), office::line::set_allocation),
    ]
}

/// Payments of a grant, its account, and what is paid back.
pub(super) fn payment() -> Vec<Route> {
    vec![
        post(p::GRANT_PLAN, Staff(HandleGrants, One(Subject::Grant)), steps::plan),
        post(p::GRANT_ADVANCES, Staff(HandleGrants, One(Subject::Grant)), steps::advance),
        post(p::GRANT_ADVANCE, Staff(HandleGrants, One(Subject::Grant)), steps::advance_step),
        post(p::GRANT_ORDER, Staff(HandleGrants, One(Subject::Grant)), steps::order_step),
        post(p::GRANT_ORDER_RETURN, Staff(ManageMoney, One(Subject::Grant)), steps::order_return),
        post(p::GRANT_ORDER_END, Staff(DecideGrants, One(Subject::Grant)), steps::order_end),
        post(p::GRANT_ACCOUNT, Staff(HandleGrants, One(Subject::Grant)), steps::account),
        post(p::GRANT_REMINDER, Staff(HandleGrants, One(Subject::Grant)), steps::remind),
        post(p::GRANT_SETTLEMENT, Staff(DecideGrants, One(Subject::Grant)), steps::settle),
        post(p::GRANT_RECLAIM, Staff(DecideGrants, One(Subject::Grant)), steps::reclaim),
        post(p::GRANT_REPAYMENT, Staff(ManageMoney, One(Subject::Grant)), steps::repay),
        post(p::GRANT_WRITE_OFF, Staff(DecideGrants, One(Subject::Grant)), steps::write_off),
        post(p::GRANT_CLOSE, Staff(HandleGrants, One(Subject::Grant)), steps::close),
    ]
}

/// Case files: everything about a grant, a round or a quick pot in one archive.
pub(super) fn case() -> Vec<Route> {
    vec![
        post(p::GRANT_CASE, Staff(HandleGrants, One(Subject::Grant)), office::casefile::of_grant),
        post(p::ROUND_CASE, Staff(HandleGrants, One(Subject::Round)), office::casefile::of_round),
        post(p::QUICK_CASE, Staff(HandleGrants, One(Subject::Standing)), office::casefile::of_standing),
    ]
}

/// Orders on their way to the bank: for the whole city at once.
pub(super) fn bank() -> Vec<Route> {
    vec![
        get(p::PAYMENTS, Staff(ViewGrants, Everything), office::payments::show),
        post(p::PAYMENTS, Staff(HandleGrants, Everything), office::payments::gather),
        post(p::PAYER, Staff(ManageMoney, Everything), office::payments::bank::set_payer),
        post(p::PAYMENT_RECEIPTS, Staff(ManageMoney, Everything), office::payments::bank::take_receipts),
        get(p::PAYMENT_BOUNDS, Staff(ViewGrants, City), office::payments::bounds::show),
        post(p::PAYMENT_BOUNDS, Staff(ManageMoney, City), office::payments::bounds::set),
        get(p::PAYMENT_BATCH, Staff(ViewGrants, Everything), office::payments::batch::show),
        post(p::PAYMENT_APPROVAL, Staff(DecideGrants, Everything), office::payments::batch::approve),
        post(p::PAYMENT_WITHDRAWAL, Staff(HandleGrants, Everything), office::payments::batch::withdraw),
        post(p::PAYMENT_FILE, Staff(ManageMoney, Everything), office::payments::batch::file),
    ]
}
