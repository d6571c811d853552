//! Casting under load: votes per second, waits and processor time, beside an empty axum service and beside the
//! layers below the pages. benches/README.md says what each line means.
//!
//! `cargo bench --bench casting` takes about two minutes; `-- --help` lists what can be chosen.

mod bare;
mod cpu;
mod database;
mod goals;
mod load;
mod postgres;
mod served;
mod table;
mod town;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use schuifruimte::cli::service::Service;
use schuifruimte::clock::Clock;
use schuifruimte::keys::KeyRing;
use tokio::runtime::Runtime;

use database::{Kind, Place};
use load::{Taken, Work};
use served::{Role, Served};
use table::{Row, Run};
use town::Town;

/// Votes in a second that nobody expects to be passed; so many letters are ready for each second.
const MOST: usize = 12_000;
/// Votes before a measurement, so that it does not pay for first times.
const WARM_UP: usize = 500;
/// Tasks that fill a database.
const FILLERS: usize = 512;
/// Minutes in which all reviews can be sent.
const REVIEW: i64 = 24 * 60;
/// What an answer to a vote must hold.
const RECEIPT: &str = "data-kind=\"receipt\"";

/// Measures the casting of votes
#[derive(Debug, Clone, Parser)]
struct Args {
    /// Clients at once
    #[arg(long, value_delimiter = ',', default_value = "64")]
    clients: Vec<usize>,
    /// Databases
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    database: Vec<Kind>,
    /// Ballots stored before
    #[arg(long, value_delimiter = ',', default_value = "1000")]
    stored: Vec<usize>,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 4)]
    seconds: u32,
    /// How often each is done; the one in the middle is shown
    #[arg(long, default_value_t = 3)]
    repeat: usize,
    /// The whole table: 1, 16, 64 and 1,024 clients, 1,000 and 1,000,000 ballots stored
    #[arg(long)]
    all: bool,
    /// Folder for the databases, on the disk that counts
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    folder: PathBuf,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
    #[command(subcommand)]
    role: Option<Role>,
}

fn main() {
    let mut args = Args::parse();
    if let Some(role) = args.role {
        return served::run(role);
    }
    if args.all {
        args.clients = vec![1, 16, 64, 1_024];
        args.stored = vec![1_000, 1_000_000];
    }
    let folder = Folder::new(&args.folder);
    let places = args.database.iter().map(|&kind| (kind, Place::new(kind, &folder.0))).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let mut bench = Bench { args, folder: &folder.0, places, runtime, rows: Vec::new() };
    bench.all();
    table::print(&bench.rows);
    goals::print(&bench.rows);
}

/// A folder for this run alone, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(parent: &Path) -> Folder {
        let folder = parent.join(format!("schuifruimte-casting-{}", std::process::id()));
        std::fs::create_dir(&folder).expect("a folder of our own");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// A run of the whole program.
struct Bench<'a> {
    args: Args,
    folder: &'a Path,
    places: Vec<(Kind, Place)>,
    runtime: Runtime,
    rows: Vec<Row>,
}

impl Bench<'_> {
    fn all(&mut self) {
        let disk =
            self.repeated(|bench| Run::of(None, None, || bare::disk(bench.folder, Duration::from_secs(1))));
        self.add(Row::new("disk: 128 kB at a time", disk));
        for stored in self.args.stored.clone() {
            let town = Arc::new(Town::new(self.folder, stored + self.letters()));
            for (kind, place) in &self.places {
                eprintln!("filling {} with {stored} ballots", kind.name());
                self.runtime.block_on(fill(place, &town, stored));
            }
            for place in 0..self.places.len() {
                let runs = self.repeated(|bench| bench.statements(place, &town, stored));
                let row = Row::new(format!("statements: {} rows at a time", bare::ROWS), runs);
                self.add(row.on(self.places[place].0).stored(stored));
            }
            for clients in self.args.clients.clone() {
                self.with_clients(&town, stored, clients);
            }
            for (_, place) in &self.places {
                self.runtime.block_on(place.remove("filled"));
            }
        }
    }

    /// Everything that depends on the number of clients, between two looks at the empty service.
    fn with_clients(&mut self, town: &Arc<Town>, stored: usize, clients: usize) {
        let mut hello = vec![self.hello(clients)];
        let mut rows = Vec::new();
        for place in 0..self.places.len() {
            let kind = self.places[place].0;
            let runs = self.repeated(|bench| bench.service(place, town, (stored, clients)));
            rows.push(Row::new("vote", runs).on(kind).stored(stored).clients(clients));
            hello.push(self.hello(clients));
            let runs = self.repeated(|bench| bench.writer(place, town, (stored, clients)));
            rows.push(Row::new("writer", runs).on(kind).stored(stored).clients(clients));
        }
        hello.push(self.hello(clients));
        let hello = Row::new("hello", hello).clients(clients);
        let rate = hello.rate();
        self.add(hello);
        rows.into_iter().for_each(|row| self.add(row.beside(rate)));
    }

    fn add(&mut self, row: Row) {
        eprintln!("{}", row.line());
        self.rows.push(row);
    }

    fn repeated(&self, run: impl Fn(&Self) -> Run) -> Vec<Run> {
        (0..self.args.repeat).map(|_| run(self)).collect()
    }

    fn time(&self) -> Duration {
        Duration::from_secs(u64::from(self.args.seconds))
    }

    /// Letters for one measurement.
    fn letters(&self) -> usize {
        WARM_UP + MOST * usize::try_from(self.args.seconds).expect("few seconds")
    }

    /// The empty service.
    fn hello(&self, clients: usize) -> Run {
        let service = Served::hello();
        let work = || Work::Same(b"GET / HTTP/1.1\r\nHost: ruimte.utrecht.example\r\n\r\n".to_vec(), "hello");
        load::run(service.address, work(), clients, Duration::from_millis(200));
        Run::of(Some(service.pid()), None, || load::run(service.address, work(), clients, self.time()))
    }

    /// Votes over HTTP.
    fn service(&self, place: usize, town: &Town, (stored, clients): (usize, usize)) -> Run {
        let (_, place) = &self.places[place];
        self.runtime.block_on(place.copy("filled", "fresh"));
        let url = place.url("fresh");
        let service = Served::service(&town.data, &url);
        let requests = requests(town, stored..town.letters());
        let mut warm_up = requests;
        let measured = warm_up.split_off(WARM_UP);
        let warm = load::run(service.address, Work::Each(warm_up, RECEIPT), clients.min(64), self.time());
        let run = Run::of(Some(service.pid()), place.pid(), || {
            load::run(service.address, Work::Each(measured, RECEIPT), clients, self.time())
        });
        drop(service);
        self.check(place, stored, &[&warm, &run.taken]);
        run
    }

    /// Votes without HTTP.
    fn writer(&self, place: usize, town: &Arc<Town>, (stored, tasks): (usize, usize)) -> Run {
        let (_, place) = &self.places[place];
        self.in_process(place, town, stored, |service| {
            let letters = stored + WARM_UP..town.letters();
            let warm = bare::writer(town, service, stored..letters.start, (tasks.min(64), self.time()));
            let warm = self.runtime.block_on(warm);
            let run = Run::of(None, place.pid(), || {
                self.runtime.block_on(bare::writer(town, service, letters, (tasks, self.time())))
            });
            (warm, run)
        })
    }

    /// Votes without HTTP and without the writer.
    fn statements(&self, place: usize, town: &Town, stored: usize) -> Run {
        let (_, place) = &self.places[place];
        self.in_process(place, town, stored, |service| {
            let letters = stored + WARM_UP..town.letters();
            let warm = bare::statements(town, service, stored..letters.start, self.time());
            let warm = self.runtime.block_on(warm);
            let run = Run::of(None, place.pid(), || {
                self.runtime.block_on(bare::statements(town, service, letters, self.time()))
            });
            (warm, run)
        })
    }

    /// A measurement of this process on a fresh copy, after a warming up.
    fn in_process(
        &self,
        place: &Place,
        town: &Town,
        stored: usize,
        measure: impl FnOnce(&Service) -> (Taken, Run),
    ) -> Run {
        self.runtime.block_on(place.copy("filled", "fresh"));
        let settings = town::settings(&town.data, &place.url("fresh"));
        let service = self.runtime.block_on(town::open(&settings));
        let (warm, run) = measure(&service);
        self.runtime.block_on(service.store.close());
        self.check(place, stored, &[&warm, &run.taken]);
        run
    }

    /// Every receipt must stand for a ballot, and every ballot must have its receipt.
    fn check(&self, place: &Place, stored: usize, taken: &[&Taken]) {
        let receipts: u64 = taken.iter().map(|taken| taken.right()).sum();
        let expected = u64::try_from(stored).expect("a count") + receipts;
        let found = self.runtime.block_on(database::ballots(&place.url("fresh")));
        assert_eq!(found, expected, "ballots in the database, and ballots that were promised");
        self.runtime.block_on(place.remove("fresh"));
    }
}

/// The votes of letters as browsers send them.
fn requests(town: &Town, letters: std::ops::Range<usize>) -> Vec<Vec<u8>> {
    let now = Clock::system().now();
    let keys = KeyRing::open(&town.data, schuifruimte::domain::seed::Seed::new([0; 32])).expect("keys");
    let form_key = keys.form().expect("the key of forms");
    letters.map(|letter| town.request(letter, &form_key, now.plus_minutes(REVIEW))).collect()
}

/// Makes a database with a round in which so many have voted.
async fn fill(place: &Place, town: &Arc<Town>, stored: usize) {
    place.make("filled").await;
    let service = town.open_round(&place.url("filled")).await;
    let taken = bare::writer(town, &service, 0..stored, (FILLERS, Duration::MAX)).await;
    assert!(taken.others.is_empty(), "{:?}", taken.others);
    service.store.forget(schuifruimte::store::Votes::None).await.expect("nobody reads");
    service.store.close().await;
    place.settle("filled").await;
}
