//! The last minute, with few voters; `tests/long` has the crowd.

use crate::support::last_minute::last_minute;
use crate::support::on_server;

#[test]
fn a_vote_that_is_closed_while_voters_cast_counts_every_receipt_and_nothing_else_whatever_the_clocks_say() {
    on_server(|place| async move { last_minute(&place, 300, 16).await });
}
