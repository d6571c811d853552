//! Raw bytes: the files of the database, and copies of them that were made while the vote was open.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use schuifruimte::domain::ballot_box::{BallotBox, Locked, Owner};
use schuifruimte::domain::ballot_key::BallotKey;
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::digest::{Digest, hex, unhex};
use schuifruimte::domain::id::LetterId;
use schuifruimte::store::{Backend, Votes};

use super::{Truth, VOTERS, cast_forty, rows};
use crate::support::{OpenRound, Place, Town, on_both, on_server};

/// What is looked for, under its name.
type Secrets = BTreeMap<&'static str, Vec<Vec<u8>>>;

/// Bytes that must be equal before the rest is compared.
const START: usize = 8;

fn secrets(truths: &[Truth]) -> Secrets {
    let all = |bytes: fn(&Truth) -> Vec<u8>| {
        truths.iter().map(bytes).filter(|bytes| bytes.len() >= START).collect()
    };
    BTreeMap::from([
        ("names of letters", all(|truth| truth.letter.clone().into_bytes())),
        ("cast ids", all(|truth| truth.cast_id.clone().into_bytes())),
        ("hashes of codes", all(|truth| truth.code.clone().into_bytes())),
        ("locked ballots", all(|truth| truth.locked[..32].to_vec())),
        ("nonces", all(|truth| truth.nonce.to_vec())),
        ("nonces as text", all(|truth| hex(&truth.nonce).into_bytes())),
        // Those of three plans: shorter ones stand in any file by chance.
        ("choices", all(|truth| truth.choices.clone().into_bytes())),
    ])
}

/// How many of each stand in the files.
fn found(files: &[PathBuf], secrets: &Secrets) -> BTreeMap<&'static str, usize> {
    let mut wanted: HashMap<&[u8], Vec<(&'static str, &[u8])>> = HashMap::new();
    for (name, list) in secrets {
        for bytes in list {
            wanted.entry(&bytes[..START]).or_default().push((name, bytes));
        }
    }
    let mut hits: BTreeMap<(&'static str, &[u8]), ()> = BTreeMap::new();
    for file in files {
        let bytes = std::fs::read(file).unwrap_or_default();
        for (place, start) in bytes.windows(START).enumerate() {
            for (name, whole) in wanted.get(start).into_iter().flatten() {
                if bytes[place..].starts_with(whole) {
                    hits.insert((*name, *whole), ());
                }
            }
        }
    }
    secrets.keys().map(|name| (*name, hits.keys().filter(|(hit, _)| hit == name).count())).collect()
}

/// The files of the database: on SQLite the file and its journals, on PostgreSQL its whole folder, after everything in
/// memory was written.
async fn files(place: &Place) -> Vec<PathBuf> {
    match place.store.backend() {
        Backend::Sqlite => {
            let file = place.url.trim_start_matches("sqlite://");
            ["", "-wal", "-shm", "-journal"].iter().map(|end| PathBuf::from(format!("{file}{end}"))).collect()
        }
        Backend::Postgres => {
            let folder = "SELECT current_setting('data_directory') || '/base/' || oid::text FROM pg_database \
                          WHERE datname = current_database()";
            let folder = rows(place, folder.to_string()).await.remove(0).remove(0);
            let mut conn = place.store.read().await.expect("a connection");
            sqlx::query("CHECKPOINT").execute(&mut *conn).await.expect("a superuser may");
            folder_files(Path::new(&folder))
        }
    }
}

fn folder_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a file").path());
    paths.filter(|path| path.is_file()).collect()
}

/// A backup made in the middle of the vote, kept by someone.
async fn backup(place: &Place, folder: &Path) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).expect("a folder");
    if place.store.backend() == Backend::Sqlite {
        let whole = folder.join("whole.db");
        let mut conn = place.store.read().await.expect("a connection");
        let query = sqlx::AssertSqlSafe(format!("VACUUM INTO '{}'", whole.display()));
        sqlx::query(query).execute(&mut *conn).await.expect("a backup");
    }
    for file in files(place).await {
        let name = file.file_name().expect("a name");
        if file.exists() {
            std::fs::copy(&file, folder.join(name)).expect("a copy");
        }
    }
    folder_files(folder)
}

/// How many ballots of the box someone with this key can open from what the database holds.
async fn opened_with(place: &Place, round: &OpenRound, key: BallotKey) -> usize {
    let ballots = BallotBox::new(round.rules.clone(), key);
    let query =
        "SELECT l.id, l.control_no, b.locked, b.commitment FROM ballot b JOIN letter l ON l.id = b.letter_id";
    let opens = |row: &Vec<String>| {
        let owner = Owner {
            letter: &LetterId::new(row[0].as_str()),
            control: ControlNumber::parse(&row[1]).expect("a number"),
        };
        let bytes = unhex(&row[2]).expect("bytes");
        ballots
            .open(owner, &Locked { bytes, commitment: Digest::parse(&row[3]).expect("a digest") })
            .is_some()
    };
    rows(place, query.to_string()).await.iter().filter(|row| opens(row)).count()
}

/// Empties what lingers, as the next starts of the service do: other tests write on the same server.
async fn forget(place: &Place) {
    for _ in 0..500 {
        if place.store.forget(Votes::None).await.expect("tried") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("someone is in the way all the time");
}

fn assert_none(found: &BTreeMap<&'static str, usize>, names: &[&str], when: &str) {
    for name in names {
        assert_eq!(found[name], 0, "{name} {when}: {found:?}");
    }
}

#[test]
fn a_backup_from_during_the_vote_shows_no_choice_and_after_the_seal_no_file_joins_anything() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let truths = cast_forty(&town, &round).await;
        let secrets = secrets(&truths);
        let folder = std::env::temp_dir().join(format!("schuifruimte-backup-{}", std::process::id()));
        let kept = backup(&place, &folder).await;
        let in_backup = found(&kept, &secrets);
        for name in ["names of letters", "cast ids", "hashes of codes", "locked ballots"] {
            assert_eq!(
                in_backup[name], VOTERS,
                "the probe finds {name} while the vote is open: {in_backup:?}"
            );
        }
        assert_none(&in_backup, &["nonces", "nonces as text", "choices"], "in a backup from during the vote");
        std::fs::remove_dir_all(&folder).expect("it is there");
        let key = crate::support::town::ballot_key(&round.id);
        assert_eq!(opened_with(&place, &round, key).await, VOTERS, "with the key everything opens");
        let another = BallotKey::from_bytes([9; 32]);
        assert_eq!(opened_with(&place, &round, another).await, 0, "without it nothing does");

        town.close_and_seal(&round.id).await;
        forget(&place).await;
        let now = found(&files(&place).await, &secrets);
        assert_eq!(now["names of letters"], VOTERS, "the letters stay: {now:?}");
        assert_eq!(now["choices"], secrets["choices"].len(), "the choices stay: {now:?}");
        let gone = ["cast ids", "hashes of codes", "locked ballots", "nonces", "nonces as text"];
        assert_none(&now, &gone, "after the seal");
        remains_of_the_server(&place, &secrets).await;
    });
}

/// The write-ahead log of PostgreSQL keeps what was written until it is used again, and for ever where it is
/// archived. It must show no choice beside a letter: what joins them, a nonce or the key, never was in it.
async fn remains_of_the_server(place: &Place, secrets: &Secrets) {
    if place.store.backend() == Backend::Sqlite {
        return;
    }
    let folder = rows(place, "SELECT current_setting('data_directory') || '/pg_wal'".to_string()).await;
    let in_wal = found(&folder_files(Path::new(&folder[0][0])), secrets);
    eprintln!("in the write-ahead log of the server after the seal: {in_wal:?}");
    assert_none(&in_wal, &["nonces", "nonces as text"], "in the write-ahead log");
}

#[test]
fn what_an_old_reader_may_still_see_is_not_said_to_be_gone() {
    on_server(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let secrets = secrets(&cast_forty(&town, &round).await);
        // A backup that began before the seal and is not ready yet.
        let reader = place.second().await;
        let mut old = reader.store.begin().await.expect("a transaction");
        sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut *old).await.expect("set");
        sqlx::query("SELECT 1 FROM area").fetch_optional(&mut *old).await.expect("a snapshot");
        town.close_and_seal(&round.id).await;
        assert!(!place.store.forget(Votes::None).await.expect("tried"), "it is not said to be gone");
        assert_eq!(found(&files(&place).await, &secrets)["cast ids"], VOTERS, "because it is not");
        // One that reads the table itself keeps it from being written anew; that is no reason not to start.
        sqlx::query("LOCK TABLE ballot IN ACCESS SHARE MODE").execute(&mut *old).await.expect("held");
        assert!(!place.store.forget(Votes::None).await.expect("tried"));
        old.rollback().await.expect("the backup is made");
        reader.store.close().await;
        forget(&place).await;
        assert_eq!(found(&files(&place).await, &secrets)["cast ids"], 0);
    });
}
