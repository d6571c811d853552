//! A walk through every page of the route table, as a resident, as each kind of officer, on a phone and at a desk: can
//! everyone read it and use it? The program serves its own demonstration; pages are found by following links, so a page
//! that nothing leads to is found too. All findings of all pages are told at once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::http::Method;
use fantoccini::{Client, Locator};
use schuifruimte::web::{kiosk, paths, table};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::driver::Driver;
use crate::{send, text};

/// Reads a page and says what is wrong with it.
const AUDIT: &str = include_str!("walk/audit.js");
/// Begins to write down where the keyboard goes.
const KEYBOARD: &str = include_str!("walk/keyboard.js");
/// Says where it went.
const WENT: &str = include_str!("walk/went.js");

/// Files, signs of life, and what is for one person or one browser: what is behind these is no page of the demonstration.
const NO_PAGES: [&str; 35] = [
    // Nothing of a group that the walk enters is off, and no picture.
    paths::PITCH_OFF,
    paths::ROUND_WRITTEN_PICTURE,
    paths::BUNDLE,
    paths::RULES,
    paths::TRACE,
    paths::OLD_CERTIFICATE,
    paths::SCENARIO_CSV,
    paths::SCENARIO_JSON,
    paths::MIX_FILE,
    paths::MIX_REALISED_CSV,
    paths::MIX_REALISED_JSON,
    paths::DECISION_PDF,
    paths::OPENING,
    paths::ASSET,
    paths::ALIVE,
    paths::READY,
    paths::PICTURE,
    paths::OFFICE_LOG_ANCHORS,
    paths::OFFICE_LOG_STATE,
    paths::STAFF_LOG_FILE,
    paths::SECURITY_TXT,
    paths::PLAN_PICTURE,
    // Nothing leads to a link of one person of the office; `signing` looks at it.
    paths::INVITATION,
    // Where a provider sends residents back to, which the demonstration has none of.
    paths::RESIDENT_BACK,
    paths::PAPER_BALLOT,
    paths::LETTER_ROUND,
    // Feeds, for a program that reads news.
    paths::ROUND_FEED,
    paths::PLAN_FEED,
    paths::SENT_IN_FEED,
    // Small pictures of a plan that is being written.
    paths::PITCH_PICTURE,
    paths::DESK_PITCH_PICTURE,
    // The address in news to who follows something: `after::following` asks for its page.
    paths::FOLLOWING,
    // The same to who wrote about a plan, and the page of who speaks for a social broker: `talk` asks for them.
    paths::CONTRIBUTIONS,
    paths::ROUND_SPEAKING,
    // No group of the demonstration has a grant yet: `after::course` asks for its page.
    paths::GROUP_GRANT,
];

/// Who walks, by the name to sign in with: who certifies, who keeps the money, who advises, who audits.
const STAFF: [&str; 4] = ["marijke", "fatma", "joris", "dawit"];

/// The plan with a photo, as the office sees it.
const WITH_PHOTO: &str = "/bureau/rondes/ondiep/plannen/01";

/// Pages of a device that many use. The office leads to them, and no page of a resident's own device does.
const AT_A_KIOSK: [&str; 3] = [paths::KIOSK, "/kiosk/zuilen", "/kiosk/rondes/zuilen/stemmen"];

/// Pages of one kind that are looked at per person.
const OF_A_KIND: usize = 3;

/// The same of rounds: all of them, since each stands in another phase.
const OF_ROUNDS: usize = 6;

/// The same of grants, each of which stands at another place on its way.
const OF_GRANTS: usize = 12;

/// The same of plans that were sent in and the talk about them: they stand in an order of chance, and neighbours spoke of one.
const OF_PLANS: usize = 6;

/// How many browsers walk at once.
const BROWSERS: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_can_read_and_use_every_page() {
    let demo = Arc::new(Demo::start());
    let staff = STAFF.into_iter().map(Walker::Staff);
    let waiting = [Walker::Anyone].into_iter().chain(staff).chain([Walker::Nadia]);
    let waiting = Arc::new(Mutex::new(waiting.collect::<VecDeque<Walker>>()));
    let mut browsers = JoinSet::new();
    for _ in 0..BROWSERS {
        browsers.spawn(walked(Arc::clone(&demo), Arc::clone(&waiting)));
    }
    let seen = browsers.join_all().await.into_iter().fold(Seen::default(), Seen::and);
    println!("{} pages looked at", seen.pages);
    let told = seen.told();
    assert!(told.is_empty(), "\n{told}");
}

/// Who walks.
#[derive(Clone, Copy)]
enum Walker {
    /// Somebody who is not signed in.
    Anyone,
    /// Someone of the office, by the name to sign in with.
    Staff(&'static str),
    /// The owner of a group.
    Nadia,
}

/// What one browser sees of those who wait, as one after the other.
async fn walked(demo: Arc<Demo>, waiting: Arc<Mutex<VecDeque<Walker>>>) -> Seen {
    let driver = Driver::start().await;
    let client = driver.listening().await;
    let mut walk = Walk { client: &client, origin: &demo.origin, seen: Seen::default() };
    loop {
        let next = waiting.lock().expect("nobody fell").pop_front();
        match next {
            Some(Walker::Anyone) => {
                client.delete_all_cookies().await.expect("signed out");
                let mailed = demo.mailed.iter().map(String::as_str);
                let from = ["/", paths::VOTE_SHORT, paths::ROUND_LIST].into_iter().chain(AT_A_KIOSK);
                walk.through("", &from.chain(mailed).collect::<Vec<_>>(), "").await;
            }
            Some(Walker::Staff(login)) => {
                demo.sign_in(&client, login).await;
                walk.through(login, &[WITH_PHOTO, paths::OFFICE], paths::OFFICE).await;
            }
            Some(Walker::Nadia) => {
                demo.come_in(&client).await;
                walk.through("nadia", &[paths::INITIATOR], paths::INITIATOR).await;
            }
            None => break,
        }
    }
    let seen = walk.seen;
    client.close().await.expect("the browser closes");
    seen
}

/// The demonstration, served by the program itself.
struct Demo {
    child: Child,
    origin: String,
    folder: PathBuf,
    /// Passwords by name.
    passwords: BTreeMap<String, String>,
    /// Where links in its mail lead.
    mailed: Vec<String>,
}

impl Demo {
    /// Starts it, and waits until it told everything that its visitor must know.
    fn start() -> Demo {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let folder =
            std::env::temp_dir().join(format!("schuifruimte-walk-{}-{}", std::process::id(), free.port()));
        let mut child = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
            .args(["demo", "--listen", &free.to_string(), "--data"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (mut passwords, mut mailed) = (BTreeMap::new(), Vec::new());
        let origin = format!("http://{free}");
        let said = BufReader::new(child.stdout.take().expect("what it says"));
        for line in said.lines() {
            let line = line.expect("words");
            let words: Vec<&str> = line.split_whitespace().collect();
            if let [login, password, ..] = words[..]
                && STAFF.contains(&login)
            {
                passwords.insert(login.to_string(), password.to_string());
            }
            let link = words.last().and_then(|word| word.strip_prefix(&origin));
            mailed.extend(link.filter(|link| is_mailed(link)).map(ToString::to_string));
            if line.contains("show them to nobody") {
                break;
            }
        }
        assert_eq!(passwords.len(), STAFF.len(), "the demonstration told how to sign in");
        let of = |kind: &str| mailed.iter().filter(|link| route(link) == Some(kind)).count();
        assert_eq!(of(paths::LINK), 2, "two mails with a link");
        assert!(of(paths::NO_MAIL) >= 2, "each with a way to stop them");
        Demo { child, origin, folder, passwords, mailed }
    }

    /// The owner of the group comes in with the link in her mail.
    async fn come_in(&self, client: &Client) {
        client.delete_all_cookies().await.expect("signed out");
        for link in self.mailed.iter().filter(|link| route(link) == Some(paths::LINK)) {
            client.goto(&format!("{}{link}", self.origin)).await.expect("the link");
            if text(client, "main").await.contains("nadia@buurt.example") {
                send(client, "main button[type='submit']").await;
                return;
            }
        }
        panic!("no link is for Nadia");
    }

    async fn sign_in(&self, client: &Client, login: &str) {
        client.delete_all_cookies().await.expect("signed out");
        client.goto(&format!("{}{}", self.origin, paths::SIGN_IN)).await.expect("the door");
        for (id, typed) in [("login", login), ("password", &self.passwords[login])] {
            client.find(Locator::Id(id)).await.expect(id).send_keys(typed).await.expect(id);
        }
        send(client, "main button[type='submit']").await;
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// Whether a link is one that only stands in mail.
fn is_mailed(link: &str) -> bool {
    [paths::LINK, paths::NO_MAIL, paths::ALLIANCE_LINK, paths::FOLLOW_LINK].map(Some).contains(&route(link))
}

/// The pages of the route table.
fn pages() -> Vec<&'static str> {
    let gets = table().into_iter().filter(|route| route.method == Method::GET);
    gets.map(|route| route.path).filter(|path| !NO_PAGES.contains(path)).collect()
}

/// The route of a path; the one with the fewest open parts wins, as in the router. At a kiosk there are the same pages.
fn route(path: &str) -> Option<&'static str> {
    let path = kiosk::strip(path).unwrap_or(path);
    let gets = table().into_iter().filter(|route| route.method == Method::GET).map(|route| route.path);
    let fits = |pattern: &&str| {
        let (own, given) = (pattern.split('/'), path.split('/'));
        own.clone().count() == given.clone().count()
            && own.zip(given).all(|(own, given)| own == given || own.starts_with('{') && !given.is_empty())
    };
    gets.filter(fits).min_by_key(|pattern| pattern.matches('{').count())
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    /// What is wrong, and where.
    findings: BTreeMap<String, Vec<String>>,
    /// Routes of which a page was seen.
    walked: BTreeSet<&'static str>,
    pages: u32,
}

impl Seen {
    /// What this browser and another saw.
    fn and(mut self, other: Seen) -> Seen {
        for (finding, places) in other.findings {
            self.findings.entry(finding).or_default().extend(places);
        }
        self.walked.extend(other.walked);
        self.pages += other.pages;
        self
    }

    /// Everything that is wrong.
    fn told(&self) -> String {
        let mut told = String::new();
        for (finding, places) in &self.findings {
            told += &format!("{finding}\n    {} times, first: {}\n", places.len(), places[0]);
        }
        for path in pages().into_iter().filter(|path| !self.walked.contains(path)) {
            told += &format!("no page of {path} was walked\n");
        }
        told
    }
}

/// A browser on its way.
struct Walk<'a> {
    client: &'a Client,
    origin: &'a str,
    seen: Seen,
}

impl Walk<'_> {
    /// Follows links from some pages, as one person, below a path: on a phone, in English, then at a desk.
    async fn through(&mut self, who: &str, from: &[&str], below: &str) {
        let mut waiting: VecDeque<String> = from.iter().map(ToString::to_string).collect();
        let (mut known, mut counts) = (BTreeSet::new(), BTreeMap::<(&str, bool), usize>::new());
        let (mut addresses, mut first) = (Vec::new(), BTreeMap::new());
        self.client.set_window_size(360, 900).await.expect("a phone");
        while let Some(address) = waiting.pop_front() {
            let path = address.split('?').next().unwrap_or_default();
            let Some(kind) = route(path).filter(|kind| !NO_PAGES.contains(kind)) else { continue };
            let is_asked = address.contains('?');
            let count = counts.entry((kind, is_asked)).or_default();
            let enough = match kind {
                _ if is_asked => 1,
                paths::SENT_IN_ONE | paths::TALK | paths::ROUND_PITCH => OF_PLANS,
                paths::OFFICE_GRANT | paths::GRANT_YEARS | paths::PUBLIC_GRANT => OF_GRANTS,
                paths::ROUND | paths::OFFICE_ROUND | paths::OUTCOME | paths::ROUND_MONEY => OF_ROUNDS,
                _ => OF_A_KIND,
            };
            if *count == enough || !path.starts_with(below) || !known.insert(address.clone()) {
                continue;
            }
            *count += 1;
            let place = format!("{who} {address}");
            let links = self.look(&address, &place).await;
            if first.insert(kind, address.clone()).is_none() {
                self.tab(&place).await;
            }
            self.seen.walked.insert(kind);
            waiting.extend(links);
            addresses.push(address);
        }
        for address in first.values() {
            self.look(&format!("/en{address}"), &format!("{who} /en{address}")).await;
        }
        self.client.set_window_size(1_280, 900).await.expect("a desk");
        for address in addresses {
            self.look(&address, &format!("{who} {address} at a desk")).await;
        }
    }

    /// Looks at one page: the addresses that it leads to.
    async fn look(&mut self, address: &str, place: &str) -> Vec<String> {
        self.client.goto(&format!("{}{address}", self.origin)).await.expect(address);
        let seen = self.client.execute(AUDIT, Vec::new()).await.expect(address);
        self.seen.pages += 1;
        self.tell(&seen["found"], place);
        let links = seen["links"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let own = links.filter_map(|link| link.strip_prefix(self.origin));
        let plain = own.map(|link| link.split('#').next().unwrap_or_default());
        plain.filter(|link| !link.starts_with("/en")).map(ToString::to_string).collect()
    }

    /// Goes once through the page with the keyboard.
    async fn tab(&mut self, place: &str) {
        let presses = self.client.execute(KEYBOARD, Vec::new()).await.expect(place);
        let presses = usize::try_from(presses.as_u64().expect("a number")).expect("not so many");
        if presses == 0 {
            return;
        }
        let page = self.client.find(Locator::Css("body")).await.expect("a page");
        page.send_keys(&"\u{e004}".repeat(presses)).await.expect(place);
        let went = self.client.execute(WENT, Vec::new()).await.expect(place);
        self.tell(&went, place);
    }

    fn tell(&mut self, found: &Value, place: &str) {
        for finding in found.as_array().expect("findings").iter().filter_map(Value::as_str) {
            self.seen.findings.entry(finding.to_string()).or_default().push(place.to_string());
        }
    }
}
