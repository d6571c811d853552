//! The schema: migrations of both databases, and checks of what a connection finds.

use std::collections::BTreeSet;

use sqlx::migrate::Migrator;

use super::{Backend, Conn, Store, StoreError, names, row, search};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The oldest SQLite that keeps every committed write: 3.51.3 mends the reset of the write-ahead log.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// Brings the schema to the newest version, and the keys of names with it. On SQLite only one process may do this at a
/// time.
pub async fn migrate(store: &Store) -> Result<(), StoreError> {
    let done = migrations(store).run(&store.writes).await;
    done.map_err(|error| StoreError::passing(error.to_string()))?;
    names::refresh(store).await?;
    search::refresh(store).await
}

/// Brings the schema to an older version and no further: where data of that version is to be taken along.
pub async fn migrate_to(store: &Store, version: i64) -> Result<(), StoreError> {
    let done = migrations(store).run_to(version, &store.writes).await;
    done.map_err(|error| StoreError::passing(error.to_string()))
}

fn migrations(store: &Store) -> &'static Migrator {
    match store.backend {
        Backend::Sqlite => &SQLITE,
        Backend::Postgres => &POSTGRES,
    }
}

/// Whether the schema is the one this program was built with: every migration was done, and no other.
pub async fn is_current(store: &Store) -> Result<bool, StoreError> {
    let wanted: BTreeSet<i64> = migrations(store).iter().map(|migration| migration.version).collect();
    let mut conn = store.read().await?;
    let found = sqlx::query("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
        .fetch_all(&mut *conn)
        .await;
    match found {
        Ok(rows) => {
            let done = rows.iter().map(|found| row::int(found, "version"));
            Ok(done.collect::<Result<BTreeSet<i64>, StoreError>>()? == wanted)
        }
        Err(sqlx::Error::Database(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The triggers that the migrations made and that are not there, or do not work, by name. A database that lost one would let
/// a program do what the house forbids.
pub async fn missing_guards(store: &Store, conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let query = match store.backend {
        Backend::Sqlite => sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'trigger'"),
        Backend::Postgres => sqlx::query(
            "SELECT CAST(t.tgname AS TEXT) AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
             WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND c.relnamespace = CAST('public' AS regnamespace)",
        ),
    };
    let rows = query.fetch_all(conn).await?;
    let found: BTreeSet<String> =
        rows.iter().map(|found| row::text(found, "name")).collect::<Result<_, _>>()?;
    Ok(guards(migrations(store)).difference(&found).cloned().collect())
}

/// The triggers that stand when all migrations were done. Each statement about one begins its line.
fn guards(migrations: &Migrator) -> BTreeSet<String> {
    let mut guards = BTreeSet::new();
    for line in migrations.iter().flat_map(|migration| migration.sql.as_str().lines()) {
        let name = |rest: &str| rest.split([' ', ';']).next().unwrap_or_default().to_string();
        if let Some(rest) = line.strip_prefix("CREATE TRIGGER ") {
            guards.insert(name(rest));
        } else if let Some(rest) = line.strip_prefix("DROP TRIGGER ") {
            guards.remove(&name(rest));
        }
    }
    guards
}

/// Refuses a SQLite that can lose writes.
pub(super) async fn check_engine(store: &Store) -> Result<(), StoreError> {
    if store.backend == Backend::Postgres {
        return Ok(());
    }
    let mut conn = store.read().await?;
    let found = sqlx::query("SELECT sqlite_version() AS version").fetch_one(&mut *conn).await?;
    let version = row::text(&found, "version")?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < OLDEST_SQLITE.as_slice() {
        return Err(StoreError::passing(format!(
            "SQLite {version} can lose committed writes; version 3.51.3 or newer is needed"
        )));
    }
    Ok(())
}

/// Every table and view with its columns as `table.column`, sorted: the same on both databases.
pub async fn columns(store: &Store) -> Result<Vec<String>, StoreError> {
    let mut conn = store.read().await?;
    let query = match store.backend {
        Backend::Sqlite => sqlx::query(
            "SELECT t.name AS table_name, c.name AS column_name FROM sqlite_schema t, pragma_table_info(t.name) c \
             WHERE t.type IN ('table', 'view') AND t.name NOT LIKE '\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'",
        ),
        Backend::Postgres => sqlx::query(
            "SELECT CAST(table_name AS TEXT) AS table_name, CAST(column_name AS TEXT) AS column_name \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'",
        ),
    };
    let rows = query.fetch_all(&mut *conn).await?;
    let mut columns = Vec::new();
    for found in &rows {
        columns.push(format!("{}.{}", row::text(found, "table_name")?, row::text(found, "column_name")?));
    }
    columns.sort();
    Ok(columns)
}
