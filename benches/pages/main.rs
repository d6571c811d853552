//! The pages of money in a year with thousands of grants, and those of plans in a round with thousands of them, public and of
//! the office, beside the first page of the service: in-process, through the router, in turns and in one run. benches/README.md says what each line means.
//!
//! `cargo bench --bench pages` takes about eight minutes; `-- --help` lists what can be chosen.

#[path = "../casting/database.rs"]
#[expect(dead_code, reason = "shared with the other bench, which uses all of it")]
mod database;
mod plans;
#[path = "../casting/postgres.rs"]
mod postgres;
mod town;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use clap::Parser;
use schuifruimte::web::{self, state::App};
use tower::ServiceExt as _;

use database::{Kind, Place};
use town::Town;

/// The goal: a page takes at most so many times what the first page takes.
const GOAL: u128 = 20;

/// Measures the pages of money and of plans
#[derive(Debug, Clone, Parser)]
struct Args {
    /// Databases
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    database: Vec<Kind>,
    /// Grants of the year; each has twelve postings
    #[arg(long, default_value_t = 5_000)]
    grants: usize,
    /// Plans of a round that takes plans
    #[arg(long, default_value_t = 2_000)]
    plans: usize,
    /// Comments on each of them
    #[arg(long, default_value_t = 50)]
    comments: usize,
    /// How often each page is asked for
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// Folder for the databases
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    folder: PathBuf,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

/// One page with the times it took.
struct Row {
    name: &'static str,
    address: String,
    bytes: usize,
    times: Vec<Duration>,
}

fn main() {
    let args = Args::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let folder = args.folder.join(format!("schuifruimte-pages-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    for kind in &args.database {
        let place = Place::new(*kind, &folder);
        runtime.block_on(async {
            place.make("pages").await;
            let made = Instant::now();
            let (app, town) = {
                let sizes = (args.grants, args.plans, args.comments);
                town::make(&folder.join(kind.name()), &place.url("pages"), sizes).await
            };
            place.settle("pages").await;
            println!(
                "\n{}: {} grants, {} postings, {} rounds, made in {} s\n",
                kind.name(),
                town.grants,
                town.postings,
                town.rounds,
                made.elapsed().as_secs()
            );
            let cookie = sign_in(&app).await;
            let mut rows = pages(&town);
            rows.extend(talk(&town));
            rows.extend(review(&town));
            rows.extend(office(&town));
            measure(&app, &cookie, &mut rows, args.rounds).await;
            print(&rows);
        });
    }
    std::fs::remove_dir_all(&folder).ok();
}

/// Every public page of money, the first page of the service first.
fn pages(town: &Town) -> Vec<Row> {
    let row = |name, address: String| Row { name, address, bytes: 0, times: Vec::new() };
    let line = &town.line;
    let report = |name: &str| format!("/geld/rapporten/{line}/{name}");
    vec![
        row("first page", "/".to_string()),
        row("all lines", "/geld".to_string()),
        row("a line", format!("/geld/{line}")),
        row("an area", format!("/geld/{line}/{}", town.area)),
        row("money of a round", format!("/rondes/{}/geld", town.round)),
        row("a grant", format!("/geld/subsidies/{}", town.grant)),
        row("ledger, newest", "/geld/boekingen".to_string()),
        row("ledger of an area", format!("/geld/boekingen?deel={}", town.allocation)),
        row("ledger of a grant", format!("/geld/boekingen?subsidie={}", town.grant)),
        row("ledger, one rare kind", "/geld/boekingen?soort=allocate".to_string()),
        row("room by area and year", report("ruimte")),
        row("meter", report("meter")),
        row("meter, CSV", report("meter.csv")),
        row("meter, JSON", report("meter.json")),
        row("meter at a day", report("meter?op=2027-07-01")),
        row("years ahead", report("vooruit")),
        row("recipients", report("ontvangers")),
        row("recipients at a day", report("ontvangers?op=2027-07-01")),
        row("themes", report("themas")),
        row("themes at a day", report("themas?op=2027-07-01")),
        row("residents", report("bewoners")),
        row("neighbourhoods", report("buurten")),
        row("mix of an area", format!("/mix/{}/2027/uitkomst", town.area)),
        row("mix of all areas", "/geld/mix/2027".to_string()),
        row("report of the year", "/geld/verslag/2027".to_string()),
        row("report of the year at a day", "/geld/verslag/2027?op=2027-07-01".to_string()),
    ]
}

/// The pages of plans that were sent in, and of what people say about them.
fn talk(town: &Town) -> Vec<Row> {
    let row = |name, address: String| Row { name, address, bytes: 0, times: Vec::new() };
    let list = format!("/rondes/{}/ingestuurd", town.plans.round);
    let plan = format!("{list}/{}", town.plans.plan);
    vec![
        row("plans sent in", format!("{list}?volgorde=abc")),
        row("plans sent in, the newest, page 40", format!("{list}?volgorde=nieuw&blad=40")),
        row("plans found by a word of every plan", format!("{list}?volgorde=abc&zoek=samen")),
        row("plans found by words and a beginning", format!("{list}?volgorde=abc&zoek=ahornstraat+groep+mu")),
        row("plans found by one rare word", format!("{list}?volgorde=abc&zoek=woord9100")),
        row("map of the plans sent in", format!("{list}/kaart")),
        row("a plan that was sent in", plan.clone()),
        row("talk about a plan", format!("{plan}/gesprek")),
        row("talk about a plan, questions, page 2", format!("{plan}/gesprek?soort=&orde=oud&blad=2")),
        row("rules and sums of talk", format!("/rondes/{}/gesprek", town.plans.round)),
        row("support for a plan", format!("{plan}/steun")),
        row("a round that takes plans", format!("/rondes/{}", town.plans.round)),
        row("news of that round, feed", format!("/rondes/{}/nieuws.atom", town.plans.round)),
    ]
}

/// The pages of the office, and of who writes at its desk, that grow with the plans.
fn review(town: &Town) -> Vec<Row> {
    let row = |name, address: String| Row { name, address, bytes: 0, times: Vec::new() };
    let list = format!("/bureau/rondes/{}/ingestuurd", town.plans.round);
    let mut rows = vec![
        row("office, plans sent in", list.clone()),
        row("office, a plan", format!("{list}/{}", town.plans.plan)),
        row("office, plans to go on as one with", format!("{list}/{}/samen-of-apart", town.plans.plan)),
        row("office, a round that takes plans", format!("/bureau/rondes/{}", town.plans.round)),
    ];
    if let Some((who, draft)) = &town.plans.draft {
        let own = format!("/bureau/initiatiefnemers/{who}/plannen/{draft}");
        rows.push(row("a plan that is written, and what looks like it", own.clone()));
        rows.push(row("a step of a plan that is written", format!("{own}/stap/idee")));
    }
    rows
}

/// The pages of the office that grow with the grants.
fn office(town: &Town) -> Vec<Row> {
    let row = |name, address: String| Row { name, address, bytes: 0, times: Vec::new() };
    let mut rows = vec![
        row("office, work", "/bureau".to_string()),
        row("office, grants", "/bureau/subsidies".to_string()),
        row("office, grants found", "/bureau/subsidies?zoek=plan+7+van+ronde+3".to_string()),
        row("office, a grant", format!("/bureau/subsidies/{}", town.grant)),
        row("office, decisions", "/bureau/besluiten".to_string()),
        row("office, payments and what is late", "/bureau/betalingen".to_string()),
        row("office, recipients", "/bureau/ontvangers".to_string()),
        row("office, recipients found", "/bureau/ontvangers?zoek=groep+12".to_string()),
        row("office, talk of a round", format!("/bureau/rondes/{}/gesprek", town.plans.round)),
    ];
    rows.extend(
        town.batch.as_ref().map(|batch| row("office, a batch", format!("/bureau/betalingen/{batch}"))),
    );
    rows
}

/// Signs in as a member of staff: the cookie.
async fn sign_in(app: &App) -> String {
    let typed = form_urlencoded::Serializer::new(String::new())
        .append_pair("login", "marijke")
        .append_pair("password", town::PASSWORD)
        .finish();
    let request = Request::post("/bureau/aanmelden")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(typed))
        .expect("a request");
    let answer = web::service(app).oneshot(request).await.expect("the service never fails");
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "signed in");
    let cookie = answer.headers().get(header::SET_COOKIE).expect("a cookie").to_str().expect("text");
    cookie.split(';').next().unwrap_or_default().to_string()
}

/// Asks for all pages in turns, so that a busy moment of the machine falls on all of them.
async fn measure(app: &App, cookie: &str, rows: &mut [Row], rounds: usize) {
    // Laid out once, as in the service that runs.
    let service = web::service(app);
    for round in 0..=rounds {
        for row in &mut *rows {
            let mut request = Request::builder().uri(&row.address);
            if row.address.starts_with("/bureau") {
                request = request.header(header::COOKIE, cookie);
            }
            let request = request.body(Body::empty()).expect("a request");
            let begin = Instant::now();
            let answer = service.clone().oneshot(request).await.expect("the service never fails");
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
            let time = begin.elapsed();
            assert_eq!(status, StatusCode::OK, "{}: {}", row.address, String::from_utf8_lossy(&body));
            row.bytes = body.len();
            // The first one warms up.
            if round > 0 {
                row.times.push(time);
            }
        }
    }
}

fn print(rows: &[Row]) {
    let middle = |row: &Row| {
        let mut times = row.times.clone();
        times.sort_unstable();
        times[times.len() / 2]
    };
    let micros = |time: Duration| time.as_micros();
    let first = micros(middle(&rows[0])).max(1);
    println!("| page | bytes | ms in the middle (shortest–longest) | times the first page | goal |");
    println!("|---|---|---|---|---|");
    for row in rows {
        let (least, most) = (row.times.iter().min(), row.times.iter().max());
        let (least, most) = (least.copied().unwrap_or_default(), most.copied().unwrap_or_default());
        let times = micros(middle(row)) * 10 / first;
        let goal = if times <= GOAL * 10 { "met" } else { "MISSED" };
        println!(
            "| {} | {} | {} ({}–{}) | {}.{} | {goal} |",
            row.name,
            row.bytes,
            millis(middle(row)),
            millis(least),
            millis(most),
            times / 10,
            times % 10
        );
    }
}

/// Milliseconds with two decimals.
fn millis(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10)
}
