//! Five hundred rounds of trouble, unless the environment says otherwise.

use schuifruimte::store::Backend;

use crate::support::kill::{Trouble, run};
use crate::support::on_one;

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

fn long(backend: Backend, trouble: Trouble) {
    let rounds = setting("SCHUIFRUIMTE_ROUNDS", 500);
    let seed = setting("SCHUIFRUIMTE_SEED", u64::from(std::process::id()));
    eprintln!("again with SCHUIFRUIMTE_ROUNDS={rounds} SCHUIFRUIMTE_SEED={seed}");
    let rounds = usize::try_from(rounds).expect("a number of rounds");
    on_one(backend, |place| run(place, trouble, rounds, seed));
}

#[test]
fn killed_on_the_embedded_database() {
    long(Backend::Sqlite, Trouble::Kill);
}

#[test]
fn killed_on_the_server() {
    long(Backend::Postgres, Trouble::Kill);
}

#[test]
fn disconnected_from_the_server() {
    long(Backend::Postgres, Trouble::Disconnect);
}
