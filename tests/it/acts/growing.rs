//! What only grows: no row of it can be replaced, and it cannot be emptied, by whatever connection.

use schuifruimte::acts::settlement::receive;
use schuifruimte::store::{Backend, Guard, StoreError};

use super::payments::{account, granted, settle};
use crate::support::{Place, days, on_both};

/// What the service writes with ON CONFLICT DO UPDATE. Each update is one that its triggers allow: of the sums of a head,
/// which only grow, of what a round holds recipients and plans to, until it opens, and of which grant another one follows.
const UPDATED: [&str; 5] = ["grant_follows", "log_head", "pitch_terms", "round_terms", "support_terms"];

#[test]
fn what_only_grows_is_neither_replaced_nor_emptied() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        life.ends(days(200)).await;
        life.pay(whole, days(30)).await;
        let spent = whole - 150_000;
        receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(spent), days(210))).await.unwrap();
        settle(&life.town.marijke_at(days(220)), &life.grant, spent).await.unwrap();
        if place.store.backend() == Backend::Postgres {
            return not_emptied(&place).await;
        }
        let tables = place.growing().await;
        assert!(tables.len() > 50, "{tables:?}");
        let mut tried = 0;
        for table in &tables {
            if UPDATED.contains(&table.as_str()) {
                continue;
            }
            let own = format!(
                "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger' AND name = '{table}_replaced'"
            );
            assert_eq!(place.number(own).await, 1, "{table} has a guard");
            if place.number(format!("SELECT COUNT(*) FROM {table}")).await == 0 {
                continue;
            }
            let replaced = place.sql(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}")).await;
            assert!(matches!(replaced, Ok(0) | Err(StoreError::Refused(_))), "{table}: {replaced:?}");
            tried += 1;
        }
        assert!(tried >= 25, "only {tried} tables have rows");
    });
}

/// Every table with a guard of any kind against the removal of a row has one against removing all of them at once.
async fn not_emptied(place: &Place) {
    let tables = place.growing().await;
    for known in ["advance", "posting", "proposal", "proven_statement", "round_grant"] {
        assert!(tables.iter().any(|table| table == known), "{known} is not in {tables:?}");
    }
    for table in &tables {
        let emptied = place.sql(format!("TRUNCATE {table} CASCADE")).await;
        let refused =
            matches!(&emptied, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only");
        assert!(refused, "TRUNCATE {table}: {emptied:?}");
        let own = format!(
            "SELECT COUNT(*) FROM pg_trigger WHERE tgrelid = CAST('{table}' AS regclass) AND tgname = '{table}_truncated'"
        );
        assert_eq!(place.number(own).await, 1, "{table} has a guard of its own");
    }
}
