//! Services in processes of their own, so that what they use can be told from what the load uses. Each is this
//! program again; it ends when its input closes, however the other process ends.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use axum::Router;
use axum::routing::get;
use clap::Subcommand;
use schuifruimte::web::serve;
use schuifruimte::web::state::App;
use tokio::net::TcpListener;

use super::town;

/// What the other process does.
#[derive(Debug, Clone, Subcommand)]
pub enum Role {
    /// The service on a database; started by the measurement itself
    #[command(hide = true)]
    Serve {
        /// Folder with its keys
        data: PathBuf,
        /// Its database
        url: String,
    },
    /// An empty axum service; started by the measurement itself
    #[command(hide = true)]
    Hello,
}

/// A service while it runs.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Served {
    /// Starts the service on a database.
    pub fn service(data: &Path, url: &str) -> Served {
        Served::start(&["serve", data.to_str().expect("a path that is text"), url])
    }

    /// Starts an empty axum service.
    pub fn hello() -> Served {
        Served::start(&["hello"])
    }

    fn start(args: &[&str]) -> Served {
        let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
        let mut child =
            command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("itself");
        let mut answer = String::new();
        let output = child.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut answer).expect("an address");
        let address = answer.trim().parse().expect("the service starts; its complaint stands above");
        Served { child, address }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().expect("it ends with its input");
    }
}

/// Plays a role.
pub fn run(role: Role) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        match role {
            Role::Hello => {
                println!("{address}");
                let router = Router::new().route("/", get(|| async { "hello" }));
                axum::serve(listener, router).with_graceful_shutdown(input_closes()).await.expect("served");
            }
            Role::Serve { data, url } => {
                let settings = town::settings(&data, &url);
                let service = town::open(&settings).await;
                let store = service.store.clone();
                let app = App::new(settings, service.store, service.keys, service.clock, service.entropy);
                println!("{address}");
                serve::run(listener, app.expect("a service"), input_closes()).await.expect("served");
                store.close().await;
            }
        }
    });
}

async fn input_closes() {
    let closed = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    closed.await.expect("the input can be read").expect("the input can be read");
}
