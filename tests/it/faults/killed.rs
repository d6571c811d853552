//! Kill -9 under load (R1), a few rounds of it; `tests/long` does hundreds.

use schuifruimte::store::Backend;

use crate::support::kill::{Trouble, run};
use crate::support::on_one;

#[test]
fn a_service_that_is_killed_under_load_loses_no_receipt_and_counts_nobody_twice() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        on_one(backend, |place| run(place, Trouble::Kill, 6, 1));
    }
}

#[test]
fn a_service_that_loses_its_connections_under_load_loses_no_receipt_and_counts_nobody_twice() {
    on_one(Backend::Postgres, |place| run(place, Trouble::Disconnect, 6, 1));
}
