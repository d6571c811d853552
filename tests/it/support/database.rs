//! Throw-away databases: a fresh one for each test, of each kind.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use ed25519_dalek::SigningKey;
use schuifruimte::acts::{self, Context, Signing};
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::round::Phase;
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{self, Backend, Store, StoreError, schema};
use sqlx::{AssertSqlSafe, Connection as _};

use super::postgres::Server;
use super::{checked, folder, lookout, town};

/// A fresh database with the newest schema, and everything an act is done with.
#[derive(Clone)]
pub struct Place {
    /// The database.
    pub store: Store,
    /// Its address, for a second process.
    pub url: String,
    /// Keys that are the same in every test.
    pub signing: Arc<Signing>,
    acts: Arc<AtomicU64>,
}

/// Runs a test on both databases. At the end `fsck` must find nothing wrong.
pub fn on_both<F: Future<Output = ()>>(body: impl Fn(Place) -> F) {
    on_each(body, true);
}

/// The same for a test that spoils something on purpose: without the `fsck` at the end.
pub fn on_both_tampered<F: Future<Output = ()>>(body: impl Fn(Place) -> F) {
    on_each(body, false);
}

/// On one database, for a test that closes it for itself: without the `fsck` at the end.
pub fn on_one<F: Future<Output = ()>>(backend: Backend, body: impl Fn(Place) -> F) {
    on(&[backend], body, false);
}

/// On both databases at an older version of the schema, for a test that fills it and then takes it forward.
pub fn on_both_at<F: Future<Output = ()>>(version: i64, body: impl Fn(Place) -> F) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for backend in [Backend::Sqlite, Backend::Postgres] {
        eprintln!("on {backend:?}");
        let fresh = Fresh::new(backend, Made::Empty, &runtime);
        runtime.block_on(async {
            let place = Place::open(&fresh.url).await;
            schema::migrate_to(&place.store, version).await.expect("a database of that version");
            body(place.clone()).await;
            place.store.close().await;
        });
        runtime.block_on(fresh.remove());
    }
}

/// The same on the embedded database alone: for what takes long and has its twin on both.
pub fn on_embedded<F: Future<Output = ()>>(body: impl Fn(Place) -> F) {
    on(&[Backend::Sqlite], body, true);
}

/// The same on the server alone: for what only a server can do.
pub fn on_server<F: Future<Output = ()>>(body: impl Fn(Place) -> F) {
    on(&[Backend::Postgres], body, true);
}

fn on_each<F: Future<Output = ()>>(body: impl Fn(Place) -> F, must_hold: bool) {
    on(&[Backend::Sqlite, Backend::Postgres], body, must_hold);
}

fn on<F: Future<Output = ()>>(backends: &[Backend], body: impl Fn(Place) -> F, must_hold: bool) {
    lookout::begin();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for &backend in backends {
        eprintln!("on {backend:?}");
        let fresh = Fresh::new(backend, Made::Whole, &runtime);
        runtime.block_on(async {
            let place = Place::open(&fresh.url).await;
            body(place.clone()).await;
            if must_hold {
                lookout::check(&place).await;
                assert_eq!(place.fsck().await, Vec::<String>::new(), "fsck at the end on {backend:?}");
            }
            place.store.close().await;
        });
        runtime.block_on(fresh.remove());
    }
}

impl Place {
    async fn open(url: &str) -> Place {
        let key = |name| SigningKey::from_bytes(&town::service_key(name));
        let signing = Signing {
            log: key("log"),
            receipt: key("receipt"),
            vault: checked::vault(),
            host: "schuif.example".to_string(),
        };
        let store = Store::connect(url).await.expect("a fresh database opens");
        Place { store, url: url.to_string(), signing: Arc::new(signing), acts: Arc::new(AtomicU64::new(0)) }
    }

    /// The same database through connections of its own, as a second process has it.
    pub async fn second(&self) -> Place {
        let store = Store::connect(&self.url).await.expect("the database opens twice");
        Place { store, ..self.clone() }
    }

    /// The same place once its database was brought to another address.
    pub async fn moved(&self, url: &str) -> Place {
        let store = Store::connect(url).await.expect("the database opens elsewhere");
        Place { store, url: url.to_string(), ..self.clone() }
    }

    /// What an act is done with; each has a seed of its own, the same in every run.
    pub fn context(&self, actor: Actor, now: Moment) -> Context<'_> {
        let number = self.acts.fetch_add(1, Ordering::SeqCst);
        let mut key = [7; 32];
        key[..8].copy_from_slice(&number.to_be_bytes());
        Context { store: &self.store, actor, now, seed: Seed::new(key), signing: &self.signing }
    }

    /// Runs one statement past all acts; how many rows it touched.
    pub async fn sql(&self, text: impl Into<String>) -> Result<u64, StoreError> {
        let mut tx = self.store.begin().await?;
        let done = sqlx::query(AssertSqlSafe(text.into())).execute(&mut *tx).await?;
        store::commit(tx).await?;
        Ok(done.rows_affected())
    }

    /// The one number that a query answers.
    pub async fn number(&self, query: impl Into<String>) -> i64 {
        let mut conn = self.store.read().await.expect("a connection");
        let query = sqlx::query_scalar(AssertSqlSafe(query.into()));
        query.fetch_one(&mut *conn).await.expect("a number")
    }

    /// Everything that is stored: each row of each table, as text.
    pub async fn dump(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (table, row) in self.tables().await {
            let query = format!("SELECT {row} FROM {table} AS whole");
            let mut rows = self.texts(query).await;
            rows.sort();
            lines.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        lines
    }

    /// The tables, each with the expression for one of its rows as text.
    async fn tables(&self) -> Vec<(String, String)> {
        if self.store.backend() == Backend::Postgres {
            let tables = self.texts(
                "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
            );
            return tables
                .await
                .into_iter()
                .map(|table| (table, "CAST(whole AS TEXT)".to_string()))
                .collect();
        }
        let tables = self.texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").await;
        let mut with_rows = Vec::new();
        for table in tables {
            let columns = self.texts(format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
            with_rows.push((table, quoted.join(" || ',' || ")));
        }
        with_rows
    }

    /// The tables that only grow: those with a trigger that refuses to remove a row. On PostgreSQL, where all rows go at
    /// once by another way, also those with a trigger that only looks at each row that goes.
    pub async fn growing(&self) -> Vec<String> {
        let query = match self.store.backend() {
            Backend::Sqlite => {
                "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name = tbl_name || '_removed' \
                 AND sql LIKE '%BEFORE DELETE%' ORDER BY tbl_name"
            }
            Backend::Postgres => {
                "SELECT DISTINCT CAST(c.relname AS TEXT) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
                 WHERE NOT t.tgisinternal AND t.tgtype & 1 = 1 AND t.tgtype & 8 = 8 ORDER BY 1"
            }
        };
        self.texts(query).await
    }

    pub async fn texts(&self, query: impl Into<String>) -> Vec<String> {
        let mut conn = self.store.read().await.expect("a connection");
        let query = sqlx::query_scalar(AssertSqlSafe(query.into()));
        query.fetch_all(&mut *conn).await.expect("texts")
    }

    /// Takes away the triggers of a table, as someone with the database in hands can.
    pub async fn disarm(&self, table: &str) {
        if self.store.backend() == Backend::Postgres {
            self.sql(format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).await.expect("a superuser may");
            return;
        }
        let query = format!("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'");
        let mut conn = self.store.read().await.expect("a connection");
        let names: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut *conn).await.expect("names");
        drop(conn);
        for name in names {
            self.sql(format!("DROP TRIGGER {name}")).await.expect("whoever holds the file may");
        }
    }

    /// Runs a statement past the triggers of a table and puts them back, as someone careful with the database in hands can.
    pub async fn slip(&self, table: &str, statement: impl Into<String>) {
        if self.store.backend() == Backend::Postgres {
            self.disarm(table).await;
            self.sql(statement).await.expect("a superuser may");
            self.sql(format!("ALTER TABLE {table} ENABLE TRIGGER ALL")).await.expect("a superuser may");
            return;
        }
        let query = format!("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'");
        let mut conn = self.store.read().await.expect("a connection");
        let triggers: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut *conn).await.expect("texts");
        drop(conn);
        self.disarm(table).await;
        self.sql(statement).await.expect("whoever holds the file may");
        for trigger in triggers {
            self.sql(trigger).await.expect("as it was");
        }
    }

    /// What `fsck` finds, as its lines of text. Keys are there until the seal.
    pub async fn fsck(&self) -> Vec<String> {
        let mut conn = self.store.read().await.expect("a connection");
        let rounds = store::round::list(&mut conn).await.unwrap_or_default();
        drop(conn);
        let has_key =
            |id: &RoundId| rounds.iter().any(|round| &round.id == id && round.phase <= Phase::Closed);
        let found = acts::fsck::check(&self.store, |id| has_key(id).then(|| town::ballot_key(id)))
            .await
            .expect("fsck can read");
        let locked = acts::fsck::vault::check(&self.store, &self.signing.vault).await.expect("fsck can read");
        found.iter().chain(&locked).map(ToString::to_string).collect()
    }
}

/// What is in a fresh database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Nothing.
    Empty,
    /// The newest schema, by all migrations in their order: done once for the whole run, and copied.
    Whole,
}

/// The name of the database of the server that is copied.
fn whole_database(runtime: &tokio::runtime::Runtime) -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let name = format!("whole_{}", std::process::id());
        runtime.block_on(async {
            admin(format!("CREATE DATABASE {name}")).await;
            migrated(&Server::shared().url(&name)).await;
        });
        name
    })
}

/// The file of the embedded database that is copied.
fn whole_file(runtime: &tokio::runtime::Runtime) -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let file = folder::databases().join(format!("schuifruimte-whole-{}.db", std::process::id()));
        runtime.block_on(migrated(&format!("sqlite://{}", file.display())));
        let bytes = std::fs::read(&file).expect("a database");
        std::fs::remove_file(&file).expect("it was there");
        bytes
    })
}

/// Brings an empty database to the newest schema, and lets go of it.
async fn migrated(url: &str) {
    let store = Store::connect(url).await.expect("a fresh database opens");
    schema::migrate(&store).await.expect("a migrated database");
    store.empty_journal().await.expect("everything is in the file");
    store.close().await;
}

/// A database that is not there yet, and what must be removed afterwards.
struct Fresh {
    url: String,
    folder: Option<PathBuf>,
    database: Option<String>,
}

impl Fresh {
    fn new(backend: Backend, made: Made, runtime: &tokio::runtime::Runtime) -> Fresh {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let name = format!("town_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        match backend {
            Backend::Sqlite => {
                let folder = folder::databases().join(format!("schuifruimte-{name}"));
                std::fs::create_dir_all(&folder).expect("a temporary folder");
                let file = folder.join("town.db");
                if made == Made::Whole {
                    std::fs::write(&file, whole_file(runtime)).expect("a copy");
                }
                let url = format!("sqlite://{}", file.display());
                Fresh { url, folder: Some(folder), database: None }
            }
            Backend::Postgres => {
                let url = Server::shared().url(&name);
                let copied = match made {
                    Made::Empty => "template1",
                    Made::Whole => whole_database(runtime),
                };
                runtime.block_on(admin(format!("CREATE DATABASE {name} TEMPLATE {copied}")));
                Fresh { url, folder: None, database: Some(name) }
            }
        }
    }

    async fn remove(mut self) {
        if let Some(name) = self.database.take() {
            admin(format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            std::fs::remove_dir_all(folder).ok();
        }
    }
}

async fn admin(statement: String) {
    sqlx::any::install_default_drivers();
    let url = Server::shared().url("postgres");
    let mut conn = sqlx::AnyConnection::connect(&url).await.expect("the server answers");
    sqlx::query(AssertSqlSafe(statement)).execute(&mut conn).await.expect("the server does it");
    conn.close().await.ok();
}
