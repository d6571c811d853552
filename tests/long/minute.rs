//! The last minute, with the crowd.

use crate::support::last_minute::last_minute;
use crate::support::on_server;

#[test]
fn three_thousand_voters_in_the_last_minute() {
    on_server(|place| async move { last_minute(&place, 3_000, 64).await });
}
