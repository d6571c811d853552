//! Payments: the plan of a grant, its orders, and the batches in which they go to the bank.

mod batch;
mod order;
mod plan;

pub use batch::{
    add_batch, approve_batch, batch, batches, export_batch, next_batch, some_batches, withdraw_batch,
};
pub use order::{
    add_order, counted, gather_orders, next_order, order, orders, orders_of_batch, orders_of_grant,
    pay_order, release_orders, replacing, return_reasons, say_returned, send_orders, some_orders, step_order,
    waiting_orders,
};
pub use plan::{
    Plan, add_advance, advance, advances, all_advances, payer, plan, plans, remove_advance, set_payer,
    set_plan,
};

pub(super) use plan::read_plan;

use jiff::civil::Date;

use super::{Row, StoreError, row};

/// A day.
pub(super) fn day(found: &Row, column: &str) -> Result<Date, StoreError> {
    row::text(found, column)?.parse().map_err(|_| row::corrupt(column))
}

/// A day that may be absent.
pub(super) fn maybe_day(found: &Row, column: &str) -> Result<Option<Date>, StoreError> {
    row::maybe_text(found, column)?.map(|text| text.parse().map_err(|_| row::corrupt(column))).transpose()
}
