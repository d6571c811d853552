//! Budgets, areas, divisions and payments.

use super::{Access, Route, get, post};
use crate::domain::account::Permission;
use crate::web::{office, paths as p};

/// Budgets, areas' parts of them, and transfers.
pub(super) fn money() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let money = Staff(Permission::ManageMoney);
    let (propose, confirm) = (Staff(Permission::ProposeTransfers), Staff(Permission::ConfirmTransfers));
    vec![
        get(p::DIVISIONS, view, office::division::show),
        get(p::DIVISION, view, office::division::arithmetic::show),
        get(p::DIVISION_KEY, money, office::division::key_form::show),
        post(p::DIVISION_PROPOSAL, money, office::division::propose),
        post(p::DIVISIONS, money, office::division::decide),
        get(p::MONEY, view, office::money::show),
        post(p::MONEY, money, office::budgets::add),
        get(p::BUDGET_NEW, money, office::budgets::new),
        get(p::BUDGET, view, office::budgets::show),
        post(p::BUDGET_TERMS, money, office::budget_terms::change),
        get(p::TRANSFERS, view, office::transfers::show),
        post(p::TRANSFERS, propose, office::transfers::propose),
        get(p::TRANSFER, view, office::transfers::one),
        post(p::TRANSFER_APPROVAL, confirm, office::transfers::confirm),
        // Whoever proposed takes back what was proposed in the same way.
        post(p::TRANSFER_REFUSAL, propose, office::transfers::refuse),
        get(p::LINE, view, office::line::show),
        post(p::LINE, money, office::line::change),
        post(p::ALLOCATIONS, money, office::line::set_allocation),
    ]
}

/// Payments, accounts and what is paid back.
pub(super) fn payment() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let money = Staff(Permission::ManageMoney);
    let handle = Staff(Permission::HandleGrants);
    let decide = Staff(Permission::DecideGrants);
    vec![
        post(p::GRANT_PLAN, handle, office::grants::payment_steps::plan),
        post(p::GRANT_ADVANCES, handle, office::grants::payment_steps::advance),
        post(p::GRANT_ADVANCE, handle, office::grants::payment_steps::advance_step),
        post(p::GRANT_ORDER, handle, office::grants::payment_steps::order_step),
        post(p::GRANT_ORDER_RETURN, money, office::grants::payment_steps::order_return),
        post(p::GRANT_ORDER_END, decide, office::grants::payment_steps::order_end),
        post(p::GRANT_ACCOUNT, handle, office::grants::payment_steps::account),
        post(p::GRANT_REMINDER, handle, office::grants::payment_steps::remind),
        post(p::GRANT_SETTLEMENT, decide, office::grants::payment_steps::settle),
        post(p::GRANT_RECLAIM, decide, office::grants::payment_steps::reclaim),
        post(p::GRANT_REPAYMENT, money, office::grants::payment_steps::repay),
        post(p::GRANT_WRITE_OFF, decide, office::grants::payment_steps::write_off),
        post(p::GRANT_CASE, handle, office::casefile::of_grant),
        post(p::ROUND_CASE, handle, office::casefile::of_round),
        post(p::QUICK_CASE, handle, office::casefile::of_standing),
        post(p::GRANT_CLOSE, handle, office::grants::payment_steps::close),
        get(p::PAYMENTS, view, office::payments::show),
        post(p::PAYMENTS, handle, office::payments::gather),
        post(p::PAYER, money, office::payments::bank::set_payer),
        post(p::PAYMENT_RECEIPTS, money, office::payments::bank::take_receipts),
        get(p::PAYMENT_BOUNDS, view, office::payments::bounds::show),
        post(p::PAYMENT_BOUNDS, money, office::payments::bounds::set),
        get(p::PAYMENT_BATCH, view, office::payments::batch::show),
        post(p::PAYMENT_APPROVAL, decide, office::payments::batch::approve),
        post(p::PAYMENT_WITHDRAWAL, handle, office::payments::batch::withdraw),
        post(p::PAYMENT_FILE, money, office::payments::batch::file),
    ]
}
