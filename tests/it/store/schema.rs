//! Both schemas say the same; migrations repeat; errors have a kind.

use std::collections::BTreeMap;
use std::sync::Mutex;

use schuifruimte::store::{Backend, Guard, Store, StoreError, schema};

use crate::support::{Town, on_both};

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let seen: Mutex<BTreeMap<String, Vec<String>>> = Mutex::default();
    on_both(|place| {
        let seen = &seen;
        async move {
            let columns = schema::columns(&place.store).await.unwrap();
            seen.lock().unwrap().insert(format!("{:?}", place.store.backend()), columns);
        }
    });
    let seen = seen.into_inner().unwrap();
    assert!(seen["Sqlite"].contains(&"round.rules_hash".to_string()));
    assert_eq!(seen["Sqlite"], seen["Postgres"]);
}

#[test]
fn migrating_again_keeps_everything() {
    on_both(|place| async move {
        assert!(schema::is_current(&place.store).await.unwrap());
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        schema::migrate(&place.store).await.unwrap();
        assert_eq!(place.number("SELECT COUNT(*) FROM sealed_ballot").await, 12);
    });
}

#[test]
fn a_database_of_another_version_is_told_apart() {
    on_both(|place| async move {
        place
            .sql("DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)")
            .await
            .unwrap();
        assert!(!schema::is_current(&place.store).await.unwrap(), "an older one");
        place.sql("DROP TABLE _sqlx_migrations").await.unwrap();
        assert!(!schema::is_current(&place.store).await.unwrap(), "an empty one");
    });
}

/// Branches of work have their migrations side by side: the newest one says nothing about those before it.
#[test]
fn a_database_that_misses_a_migration_in_between_is_not_current() {
    on_both(|place| async move {
        let between = "SELECT MAX(version) FROM _sqlx_migrations WHERE version < (SELECT MAX(version) FROM _sqlx_migrations)";
        place.sql(format!("DELETE FROM _sqlx_migrations WHERE version = ({between})")).await.unwrap();
        assert!(!schema::is_current(&place.store).await.unwrap());
    });
}

#[test]
fn errors_have_a_kind() {
    on_both(|place| async move {
        Town::new(&place).await;
        let guard = |done: Result<u64, StoreError>| match done {
            Err(StoreError::Refused(guard)) => guard,
            other => panic!("not refused: {other:?}"),
        };
        assert_eq!(
            guard(place.sql("INSERT INTO area (id, name) VALUES ('WK034402', 'x')").await),
            Guard::Unique
        );
        assert_eq!(guard(place.sql("UPDATE allocation SET line_id = 'x'").await), Guard::Reference);
        assert_eq!(guard(place.sql("UPDATE municipality SET id = 2").await), Guard::Check);
        let trigger = guard(place.sql("DELETE FROM staff_log").await);
        assert_eq!(trigger, Guard::Trigger("append_only".to_string()));
        assert!(matches!(place.sql("SELEC 1").await, Err(StoreError::Unavailable(_))));
    });
}

#[test]
fn a_database_that_is_not_there_says_so() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let gone = runtime.block_on(Store::connect("sqlite:///nowhere/at/all.db"));
    assert!(matches!(gone.err(), Some(StoreError::Unavailable(_))));
}

#[test]
fn a_store_knows_which_database_it_is() {
    on_both(|place| async move {
        let expected = if place.url.starts_with("sqlite") { Backend::Sqlite } else { Backend::Postgres };
        assert_eq!(place.store.backend(), expected);
    });
}
