//! The databases: a filled one is made once, and every measurement begins with a fresh copy of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

use super::postgres::Server;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Embedded in the service
    Sqlite,
    /// A server of its own on this machine
    Postgres,
}

impl Kind {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Sqlite => "SQLite",
            Kind::Postgres => "PostgreSQL",
        }
    }
}

/// Where databases of one kind are kept, all on the same disk.
pub enum Place {
    /// Files in this folder.
    Files(PathBuf),
    /// Databases of this server.
    Server(Server),
}

impl Place {
    /// A place below a folder.
    pub fn new(kind: Kind, folder: &Path) -> Place {
        match kind {
            Kind::Sqlite => Place::Files(folder.to_path_buf()),
            Kind::Postgres => Place::Server(Server::start(&folder.join("postgres"))),
        }
    }

    /// The process that does the work of the database, when that is not the service itself.
    pub fn pid(&self) -> Option<u32> {
        match self {
            Place::Files(_) => None,
            Place::Server(server) => Some(server.pid()),
        }
    }

    /// The address of a database.
    pub fn url(&self, name: &str) -> String {
        match self {
            Place::Files(folder) => format!("sqlite://{}", file(folder, name).display()),
            Place::Server(server) => server.url(name),
        }
    }

    /// Makes an empty database; with SQLite, opening it does.
    pub async fn make(&self, name: &str) {
        match self {
            Place::Files(_) => {}
            Place::Server(server) => admin(server, "postgres", format!("CREATE DATABASE {name}")).await,
        }
    }

    /// Lets a database that was just filled settle, as one that has been used for weeks is.
    pub async fn settle(&self, name: &str) {
        match self {
            Place::Files(_) => {}
            Place::Server(server) => admin(server, name, "VACUUM ANALYZE".to_string()).await,
        }
    }

    /// Copies a database; everything is on disk afterwards, so that a measurement does not pay for it.
    pub async fn copy(&self, from: &str, to: &str) {
        match self {
            Place::Files(folder) => {
                fs::copy(file(folder, from), file(folder, to)).expect("room for a copy");
            }
            Place::Server(server) => {
                let copy = format!("CREATE DATABASE {to} TEMPLATE {from} STRATEGY FILE_COPY");
                admin(server, "postgres", copy).await;
                admin(server, "postgres", "CHECKPOINT".to_string()).await;
            }
        }
        Command::new("sync").status().expect("a disk");
    }

    /// Removes a database.
    pub async fn remove(&self, name: &str) {
        match self {
            Place::Files(folder) => {
                for end in ["", "-wal", "-shm"] {
                    let mut path = file(folder, name).into_os_string();
                    path.push(end);
                    // The journals are gone already when the database was closed in order.
                    fs::remove_file(path).ok();
                }
            }
            Place::Server(server) => {
                admin(server, "postgres", format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}

/// How many ballots a database holds.
pub async fn ballots(url: &str) -> u64 {
    let mut conn = connect(url).await;
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM ballot").fetch_one(&mut conn).await.expect("a count");
    conn.close().await.expect("it closes");
    u64::try_from(count).expect("a count")
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.db"))
}

async fn admin(server: &Server, database: &str, statement: String) {
    let mut conn = connect(&server.url(database)).await;
    sqlx::query(AssertSqlSafe(statement)).execute(&mut conn).await.expect("the server does it");
    conn.close().await.expect("it closes");
}

async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(url).await.expect("the database answers")
}
