//! Where is it kept? SQLite (embedded, the default) and PostgreSQL behind one set of queries.
//!
//! Only this file names `sqlx::Any` and the differences between the two: how a write begins, which
//! migrations run, how a connection is set up. Every other file is one noun with its queries beside the
//! functions. Nothing here decides anything: rows go in and out, constraints guard.

pub mod account;
pub mod account_change;
pub mod anchor;
mod anew;
pub mod area;
pub mod auditor;
pub mod ballot;
pub mod bid;
pub mod bounds;
pub mod budget;
pub mod call;
pub mod ceremony;
pub mod certificate;
pub mod channel;
pub mod check;
pub mod chunk;
pub mod code_try;
pub mod decision;
pub mod disclosure;
pub mod division;
pub mod document;
pub mod earlier;
pub mod erasure;
pub mod error;
pub mod extension;
pub mod factor;
pub mod follow;
pub mod grant;
pub mod growth;
pub mod indicator;
pub mod initiative;
pub mod initiator;
pub mod interest;
pub mod invitation;
pub mod kept;
pub mod kiosk_turn;
pub mod ledger;
pub mod location;
pub mod log;
pub mod lot;
pub mod mail_stop;
pub mod mandate;
pub mod meeting;
pub mod mix;
pub mod moderation;
pub mod municipality;
mod names;
pub mod neighbourhood;
pub mod objection;
pub mod outbox;
pub mod pace;
pub mod paper;
pub mod passkey;
pub mod payee;
pub mod payment;
pub mod picture;
pub mod pitch;
pub mod pot;
pub mod progress;
pub mod proposal;
pub mod proven;
pub mod recipient;
pub mod register;
pub mod report;
pub mod report_year;
pub mod reserve_list;
pub mod resident;
pub mod revocation;
pub mod round;
pub mod row;
pub mod schema;
pub mod scope;
pub mod sealed;
pub mod search;
pub mod session;
pub mod settlement;
pub mod slice;
pub mod smo;
pub mod standing;
pub mod support;
pub mod talk;
pub mod transfer;
pub mod tries;
pub mod vault;

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Executor as _};
use tokio::sync::SetOnce;

pub use error::{Guard, Outage, StoreError, Wait};

/// A connection that reads, or a transaction that writes.
pub type Conn = AnyConnection;
/// A transaction that writes.
pub type Tx = sqlx::Transaction<'static, Any>;
/// A row of an answer.
pub type Row = sqlx::any::AnyRow;
/// A statement with what is bound to it.
pub type Query<'q> = sqlx::query::Query<'q, Any, <Any as sqlx::Database>::Arguments>;

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded.
    Sqlite,
    /// A server, shared by several copies of the program.
    Postgres,
}

/// Whether votes are taken in some round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Votes {
    /// In none.
    None,
    /// In one or more.
    Open,
}

/// The database of the service.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
    reads: AnyPool,
    writes: AnyPool,
    failed: Arc<SetOnce<String>>,
}

/// Connections of the SQLite pool for reading, and of the one PostgreSQL pool.
const CONNECTIONS: u32 = 8;

/// How every SQLite connection is set up: durable at each commit, guarded, and nothing left behind of
/// what is deleted.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
    PRAGMA busy_timeout = 3000; PRAGMA recursive_triggers = ON; PRAGMA trusted_schema = OFF; \
    PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; \
    PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -32768;";

/// The same on PostgreSQL: nobody waits for a lock until the browser gives up, no query is made into machine code first
/// (ours are short: making it takes longer than running them), and what was answered is durable also where the server is
/// set to answer before it is.
const POSTGRES_SETTINGS: [&str; 3] = [
    "SET lock_timeout = '3s'",
    "SET jit = off",
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
];

impl Store {
    /// Opens the database at `url` (`sqlite://FILE` or `postgres://…`) without changing its schema.
    pub async fn connect(url: &str) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        let backend = if url.starts_with("postgres") { Backend::Postgres } else { Backend::Sqlite };
        let pool = |connections: u32| {
            let options =
                AnyPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(10));
            // SQLite ends a transaction by itself when the disk is full; the driver goes on believing in it and would
            // refuse to begin another one for ever. Such a connection is replaced.
            let options = options
                .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }));
            // An embedded database does not hang up.
            let options = options.test_before_acquire(backend == Backend::Postgres);
            options.after_connect(move |connection, _| {
                Box::pin(async move {
                    if backend == Backend::Sqlite {
                        connection.execute(SQLITE_SETTINGS).await?;
                    } else {
                        for setting in POSTGRES_SETTINGS {
                            connection.execute(setting).await?;
                        }
                    }
                    Ok(())
                })
            })
        };
        let failed = Arc::default();
        let store = match backend {
            Backend::Postgres => {
                let pool = pool(CONNECTIONS).connect(url).await?;
                Store { backend, reads: pool.clone(), writes: pool, failed }
            }
            Backend::Sqlite => {
                make_private(url)?;
                let writable = if url.contains('?') { url.to_string() } else { format!("{url}?mode=rwc") };
                let writes = pool(1).connect(&writable).await?;
                Store { backend, reads: pool(CONNECTIONS).connect(&writable).await?, writes, failed }
            }
        };
        schema::check_engine(&store).await?;
        Ok(store)
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.reads.acquire().await?)
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once, so that it never
    /// fails half-way because another writer came first.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self.backend {
            Backend::Sqlite => {
                self.noting(self.writes.begin_with("BEGIN IMMEDIATE").await.map_err(StoreError::from))?
            }
            Backend::Postgres => self.writes.begin().await?,
        })
    }

    /// Passes a result on, and remembers when it says that the disk failed.
    pub fn noting<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Unavailable(Outage::Disk(reason))) = &result {
            // The first failure counts; whatever follows may follow from it.
            let _known = self.failed.set(reason.clone());
        }
        result
    }

    /// Done when the disk failed under this process: what the database said. Nothing that this process still
    /// holds in memory is to be trusted then; it ends, and the next one starts from what stands on the disk.
    pub async fn failed(&self) -> String {
        self.failed.wait().await.clone()
    }

    /// Whether, and how, the disk failed.
    pub fn failure(&self) -> Option<&str> {
        self.failed.get().map(String::as_str)
    }

    /// Lets nothing linger of what was deleted: overwritten pages leave the write-ahead log of SQLite; on PostgreSQL
    /// the tables are written anew, which is put off while votes are taken. `false` when it must be tried again:
    /// someone who reads, a backup or another old transaction is in the way.
    pub async fn forget(&self, votes: Votes) -> Result<bool, StoreError> {
        match self.backend {
            Backend::Sqlite => self.empty_journal().await,
            Backend::Postgres if votes == Votes::Open => Ok(false),
            Backend::Postgres => self.write_anew().await,
        }
    }

    /// Whether an older transaction would keep [`Store::forget`] from saying that everything is gone.
    pub async fn is_held_back(&self) -> Result<bool, StoreError> {
        match self.backend {
            // Whoever reads there is asked to wait for a moment by the work itself.
            Backend::Sqlite => Ok(false),
            Backend::Postgres => Ok(anew::older(&mut *self.reads.acquire().await?).await? > 0),
        }
    }

    /// Whether trying again is of no use as long as votes are taken.
    pub fn puts_off(&self, votes: Votes) -> bool {
        self.backend == Backend::Postgres && votes == Votes::Open
    }

    async fn write_anew(&self) -> Result<bool, StoreError> {
        let mut conn = self.writes.acquire().await?;
        // Connections are looked at one after the other. After the first look no transaction is left that wrote before
        // it; but while it lasted, someone may still have begun to read what such a one had not ended yet: the second
        // look sees them.
        let before = anew::older(&mut conn).await? + anew::older(&mut conn).await?;
        match anew::write(&mut conn).await {
            Ok(()) => {
                let after = anew::older(&mut conn).await?;
                Ok(before == 0 && after == 0)
            }
            // Whoever makes a backup holds the tables until it is made.
            Err(StoreError::Busy(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Empties the write-ahead log of SQLite; `false` when someone is reading and it must be tried again. It waits
    /// for readers for a moment only, because writers wait for it. On PostgreSQL that is the server's own business.
    pub async fn empty_journal(&self) -> Result<bool, StoreError> {
        match self.backend {
            Backend::Sqlite => {
                let mut conn = self.writes.acquire().await?;
                conn.execute("PRAGMA busy_timeout = 100").await?;
                let done = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *conn).await;
                conn.execute("PRAGMA busy_timeout = 3000").await?;
                Ok(row::int(&done?, "busy")? == 0)
            }
            Backend::Postgres => Ok(true),
        }
    }

    /// Whether a receipt outlives a power cut: PostgreSQL may be set not to write through to its disk.
    pub async fn writes_through(&self) -> Result<bool, StoreError> {
        match self.backend {
            Backend::Sqlite => Ok(true),
            Backend::Postgres => {
                let found = sqlx::query("SELECT current_setting('fsync') AS fsync")
                    .fetch_one(&mut *self.reads.acquire().await?)
                    .await?;
                Ok(row::text(&found, "fsync")? == "on")
            }
        }
    }

    /// A view of everything at one moment, for whoever compares tables with each other. Others write on meanwhile.
    pub async fn snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match self.backend {
            Backend::Sqlite => self.reads.begin_with("BEGIN").await?,
            Backend::Postgres => {
                self.reads.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?
            }
        })
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.reads.close().await;
        self.writes.close().await;
    }
}

/// Makes a transaction durable.
pub async fn commit(tx: Tx) -> Result<(), StoreError> {
    Ok(tx.commit().await?)
}

/// A database file that is not there yet is made for the service alone; its journals follow it.
fn make_private(url: &str) -> Result<(), StoreError> {
    let path = url.trim_start_matches("sqlite://").split('?').next().unwrap_or("");
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::passing(format!("{path}: {error}"))),
    }
}
