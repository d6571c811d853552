//! Every test is watched: what was typed in secret, or handed out as a secret, must not come back in what the service
//! writes for operators, nor in either log. And what names people (who pitches, who signs for a recipient, where they
//! live) comes neither there nor in anything that everybody gets. The whole suite is one long scan.

pub mod everybody;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use schuifruimte::domain::voting_code::VotingCode;
use tracing_subscriber::EnvFilter;

use super::Place;

/// What must stand nowhere: codes of letters, passwords, cookies, addresses of people.
static SECRETS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
/// The same by the address of the database in which it was planted, with what else is nobody's business there: so few
/// that long files can be searched for all of them.
static PLANTED: Mutex<BTreeMap<String, BTreeSet<String>>> = Mutex::new(BTreeMap::new());
/// Where one of them stood all the same.
static FOUND: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Too short to be told from anything else.
const LEAST: usize = 8;
/// The same for names and postcodes.
const LEAST_OF_PEOPLE: usize = 6;

fn hold<T>(what: &'static Mutex<T>) -> MutexGuard<'static, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks at everything that the program says from now on, as loud as an operator can make it.
pub fn begin() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let filter = EnvFilter::new("info,schuifruimte=trace,tower_http=debug");
        let lines = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false);
        lines.with_writer(|| Ear).try_init().expect("nobody else listens");
    });
}

/// Takes in what the program says.
struct Ear;

impl io::Write for Ear {
    fn write(&mut self, said: &[u8]) -> io::Result<usize> {
        look(&String::from_utf8_lossy(said), "what operators read");
        Ok(said.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn look(text: &str, place: &str) {
    let secrets = hold(&SECRETS);
    if let Some(secret) = secrets.iter().find(|secret| text.contains(secret.as_str())) {
        hold(&FOUND).push(format!("{secret} stands in {place}: {text}"));
    }
}

/// What of one database stands in a text of it that others get.
pub fn look_for(own: &BTreeSet<String>, text: &str, place: &str) -> Option<String> {
    let secret = own.iter().find(|secret| text.contains(secret.as_str()))?;
    let before = &text[..text.find(secret.as_str())?];
    let around = before.char_indices().rev().nth(200).map_or(before, |(at, _)| &before[at..]);
    Some(format!("{secret} stands in {place}, behind: {around}"))
}

/// Remembers what someone typed in a field, if it is nobody else's business.
pub fn typed(url: &str, field: &str, value: &str) {
    let value = value.trim();
    let is_secret = match field {
        "password" | "old_password" | "new_password" => true,
        "email" | "post_email" => value.contains('@'),
        "code" => VotingCode::parse(value).is_ok(),
        _ => false,
    };
    if is_secret {
        handed_out(value);
        planted(url, value);
    }
}

/// Remembers what one person alone may see of a database.
pub fn planted(url: &str, secret: &str) {
    if secret.len() >= LEAST {
        hold(&PLANTED).entry(url.to_string()).or_default().insert(secret.to_string());
    }
}

/// Remembers what the service handed out to one person.
pub fn handed_out(secret: &str) {
    if secret.len() >= LEAST {
        hold(&SECRETS).insert(secret.to_string());
    }
}

/// What names people in a database, where they live and how they are reached, and is in nothing that everybody gets. Who
/// enters a plan under the own name made that name public.
const PEOPLE: &str = "SELECT email FROM initiator WHERE email IS NOT NULL UNION SELECT name FROM initiator \
    UNION SELECT email FROM initiator_link UNION SELECT email FROM initiator_move UNION SELECT email FROM follow UNION SELECT address FROM outbox \
    UNION SELECT name FROM letter_call UNION SELECT phone FROM letter_call \
    UNION SELECT street FROM recipient UNION SELECT postcode FROM recipient \
    UNION SELECT w.name FROM (SELECT name FROM recipient_signer UNION SELECT name FROM recipient WHERE kind = 'person' \
    UNION SELECT account_name FROM recipient WHERE kind = 'person') w \
    WHERE NOT EXISTS (SELECT 1 FROM proposal p WHERE p.applicant = w.name)";

/// Everything that only some may see of a database.
pub async fn all_of(place: &Place) -> BTreeSet<String> {
    let mut conn = place.store.read().await.expect("a connection");
    let people: Vec<String> = sqlx::query_scalar(PEOPLE).fetch_all(&mut *conn).await.expect("people");
    let mut all = hold(&PLANTED).get(&place.url).cloned().unwrap_or_default();
    all.extend(people.into_iter().filter(|words| words.len() >= LEAST_OF_PEOPLE));
    all
}

/// Looks through both logs of a database and through what everybody gets of it, and fails when a secret stood anywhere.
pub async fn check(place: &Place) {
    let (own, mut found) = (all_of(place).await, Vec::new());
    let mut conn = place.store.read().await.expect("a connection");
    for query in ["SELECT entry FROM staff_log", "SELECT entry FROM round_log"] {
        let entries: Vec<Vec<u8>> = sqlx::query_scalar(query).fetch_all(&mut *conn).await.expect("a log");
        for entry in entries {
            let entry = String::from_utf8_lossy(&entry);
            look(&entry, "a log");
            found.extend(look_for(&own, &entry, "a log"));
        }
    }
    drop(conn);
    // A database that knows nobody has nobody to tell of.
    if !own.is_empty() {
        for (address, words) in everybody::gets(place, &everybody::EACH_TIME).await {
            found.extend(look_for(&own, &words, &address));
        }
    }
    assert_eq!(found, Vec::<String>::new(), "what only some may see came out");
    assert_eq!(*hold(&FOUND), Vec::<String>::new(), "secrets that came out");
}

#[test]
fn what_was_typed_in_secret_is_heard_when_it_comes_out() {
    for (field, value, is_secret) in [
        ("password", "een lange zin van niemand", true),
        ("email", "iemand@ergens.example", true),
        ("email", "iemand", false),
        ("code", "WK034402", false),
        ("title", "een lange titel van niemand", false),
    ] {
        typed("nowhere", field, value);
        assert_eq!(hold(&SECRETS).contains(value), is_secret, "{field}");
    }
    let secrets = hold(&SECRETS);
    assert!(secrets.iter().any(|secret| "van iemand@ergens.example hier".contains(secret.as_str())));
}
