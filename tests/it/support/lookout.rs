//! Every test is watched: what was typed in secret, or handed out as a secret, must not come back in what the service
//! writes for operators, nor in either log. The whole suite is one long scan.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use schuifruimte::domain::voting_code::VotingCode;
use tracing_subscriber::EnvFilter;

use super::Place;

/// What must stand nowhere: codes of letters, passwords, cookies, addresses of people.
static SECRETS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
/// Where one of them stood all the same.
static FOUND: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Too short to be told from anything else.
const LEAST: usize = 8;

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

/// Remembers what someone typed in a field, if it is nobody else's business.
pub fn typed(field: &str, value: &str) {
    let value = value.trim();
    let is_secret = match field {
        "password" | "old_password" | "new_password" => true,
        "email" => value.contains('@'),
        "code" => VotingCode::parse(value).is_ok(),
        _ => false,
    };
    if is_secret {
        handed_out(value);
    }
}

/// Remembers what the service handed out to one person.
pub fn handed_out(secret: &str) {
    if secret.len() >= LEAST {
        hold(&SECRETS).insert(secret.to_string());
    }
}

/// Looks through both logs of a database, and fails when a secret stood anywhere.
pub async fn check(place: &Place) {
    let mut conn = place.store.read().await.expect("a connection");
    for query in ["SELECT entry FROM staff_log", "SELECT entry FROM round_log"] {
        let entries: Vec<Vec<u8>> = sqlx::query_scalar(query).fetch_all(&mut *conn).await.expect("a log");
        for entry in entries {
            look(&String::from_utf8_lossy(&entry), "a log");
        }
    }
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
        typed(field, value);
        assert_eq!(hold(&SECRETS).contains(value), is_secret, "{field}");
    }
    let secrets = hold(&SECRETS);
    assert!(secrets.iter().any(|secret| "van iemand@ergens.example hier".contains(secret.as_str())));
}
