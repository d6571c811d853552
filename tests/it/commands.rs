//! The command line, run as whoever runs a service runs it: what it makes, what it leaves alone, and what it says.

use std::fs::{self, File};
use std::io::pipe;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use schuifruimte::acts::{self, ActError, Context, Signing};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::import::ImportedElection;
use schuifruimte::tally::{Rule, pb};

use crate::support::{Browser, Site, Town, days, on_both};

const ELECTION: &str = "META\nkey;value\ndescription;Voorbeeld\ncountry;Netherlands\nunit;Assen\ninstance;2024\n\
    num_projects;2\nnum_votes;2\nbudget;1000\nvote_type;approval\nrule;greedy\ndate_begin;01.03.2024\n\
    PROJECTS\nproject_id;cost;name\n1;600;Bankje\n2;500;Boom\nVOTES\nvoter_id;vote\n1;1\n2;1,2\n";
const CODE_KEY: &str = "schuifruimte-code-key/1\nround zuilen\n\
    key 0123456789abcdeffedcba98765432100f1e2d3c4b5a69788796a5b4c3d2e1f0\n";
const SEM: &str = "staff add sem --name Sem --function Beheer --role platform-admin";

/// A folder of its own to stand in, which goes away with the test.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Desk {
        let folder =
            std::env::temp_dir().join(format!("schuifruimte-commands-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Desk(folder)
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_schuifruimte"));
        command.args(words.split(' ')).current_dir(&self.0).stdin(Stdio::null());
        command
    }

    /// Its exit status, and what it says.
    fn run(&self, words: &str) -> (Option<i32>, String) {
        let Output { status, stdout, stderr } = self.command(words).output().expect("it runs");
        (status.code(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).expect("written");
    }

    fn names(&self) -> Vec<String> {
        let found = fs::read_dir(&self.0).expect("a folder");
        let mut names: Vec<String> =
            found.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_command_that_looks_for_a_service_makes_none() {
    let desk = Desk::new("looks");
    desk.write("code.key", CODE_KEY);
    desk.write("register.upload", "schuifruimte-register/1\nround zuilen\n");
    desk.write("wijken.csv", "code,name\nWK034402,Noordwest\n");
    desk.write("one.pb", ELECTION);
    let before = desk.names();
    let districts = "import --what districts --source x --year 2026 --licence x wijken.csv";
    let first = format!("{SEM} --origin https://ruimte.example");
    let election = "import one.pb --origin https://ruimte.example";
    for words in [
        "migrate",
        "fsck",
        "staff list",
        "staff invite sem --origin https://ruimte.example",
        &first,
        "import code.key",
        "import register.upload",
        districts,
        election,
        "export zuilen --out out",
    ] {
        let (status, said) = desk.run(words);
        assert!(status == Some(2) && said.contains("there is no service in ."), "{words}: {status:?} {said}");
        assert!(said.contains("--data") && said.contains("--config"), "{words}: {said}");
        assert_eq!(desk.names(), before, "{words}");
    }
    // A slip in the name of the folder is no wish for a new service either.
    for words in ["migrate", "fsck", "staff list", "import code.key", "import register.upload", districts] {
        let (status, said) = desk.run(&format!("{words} --data slip"));
        let told = "there is no service in slip: it has no database\n";
        assert!(status == Some(2) && said.ends_with(told), "{words}: {status:?} {said}");
        assert_eq!(desk.names(), before, "{words}");
    }
}

#[test]
fn the_link_for_a_colleague_begins_with_the_address_of_the_service_or_is_not_made() {
    let desk = Desk::new("link");
    let (status, said) = desk.run(&format!("{SEM} --data try"));
    assert!(status == Some(2) && said.contains("--config") && said.contains("--origin"), "{said}");
    assert_eq!(desk.names(), Vec::<String>::new(), "and nothing was made");
    desk.write("settings.toml", "origin = \"https://ruimte.example\"\ndata = \"try\"\n");
    let (status, said) = desk.run(&format!("{SEM} --config settings.toml"));
    assert!(status == Some(0) && said.starts_with("https://ruimte.example/bureau/uitnodiging/"), "{said}");
    // What has no link in it asks for no address.
    let (status, said) = desk.run("staff list --data try");
    assert!(status == Some(0) && said.contains("platform-admin"), "{said}");
    for (login, words) in [("t1", "3 to 64 small letters"), ("Sem", "3 to 64"), ("sem", "already")] {
        let add = SEM.replace("sem", login);
        let (status, said) = desk.run(&format!("{add} --config settings.toml"));
        assert!(status == Some(2) && said.contains(words) && said.contains(login), "{said}");
    }
}

#[test]
fn an_election_is_taken_in_under_the_address_that_the_service_has() {
    let desk = Desk::new("election");
    desk.write("one.pb", ELECTION);
    let (status, said) = desk.run("import one.pb --data try");
    assert!(status == Some(2) && said.contains("--origin"), "{said}");
    assert_eq!(desk.names(), ["one.pb"], "and nothing was made");
    let (status, said) = desk.run("import one.pb --data try --origin http://localhost:8080");
    assert!(status == Some(0) && said.contains("2 ballots, 2 projects, sealed"), "{said}");
    for (origin, holds) in [("", true), (" --origin http://localhost:8080", true)] {
        let (status, said) = desk.run(&format!("fsck --data try{origin}"));
        assert_eq!(status, Some(0), "{holds}: {said}");
    }
    let (status, said) = desk.run("fsck --data try --origin http://localhost:8099");
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("under another address (--origin): its log is localhost:8080/"), "{said}");
    let (status, said) = desk.run("export nergens --data try --out out");
    assert!(status == Some(2) && said.contains("there is no round nergens here"), "{said}");
}

#[test]
fn a_demonstration_leaves_a_service_that_is_there_alone() {
    let desk = Desk::new("demo");
    let (status, said) = desk.run(&format!("{SEM} --data try --origin http://localhost:8080"));
    assert_eq!(status, Some(0), "{said}");
    let list = || desk.run("staff list --data try");
    let before = list();
    let (status, said) = desk.run("demo --once --data try");
    assert!(status == Some(2) && said.contains("try holds a service already"), "{said}");
    assert_eq!(list(), before, "nobody was added");
    // Keys of a service whose database is elsewhere are no keys for a demonstration.
    fs::rename(desk.0.join("try/schuifruimte.db"), desk.0.join("away.db")).expect("moved");
    let (status, said) = desk.run("demo --once --data try");
    assert!(status == Some(2) && said.contains("holds a service already"), "{said}");
    assert!(!desk.0.join("try/schuifruimte.db").exists());
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure_and_hides_none() {
    let desk = Desk::new("pipe");
    desk.write("one.pb", ELECTION);
    let (status, said) = desk.run("import one.pb --data try --origin http://localhost:8080");
    assert_eq!(status, Some(0), "{said}");
    let unread = |words: &str| {
        let (reader, writer) = pipe().expect("a pipe");
        drop(reader);
        let done = desk.command(words).stdout(writer).stderr(Stdio::piped()).output().expect("it runs");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    for words in
        ["routes", "routes --format json", "tally one.pb", "staff list --data try", "fsck --data try"]
    {
        assert_eq!(unread(words), (Some(0), String::new()), "{words}");
    }
    // What is wrong is still told by the exit status.
    let (status, said) = unread("fsck --data try --origin http://localhost:8099");
    assert_eq!((status, said.as_str()), (Some(1), "schuifruimte: one thing does not hold\n"));
    // A full disk is not a reader that went away: what was asked for is not all there.
    let full = File::options().write(true).open("/dev/full").expect("it is there");
    let done = desk.command("routes").stdout(full).stderr(Stdio::piped()).output().expect("it runs");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code() == Some(1) && said.contains("standard output"), "{said}");
    // Nor does it matter that nobody reads what goes wrong.
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    let status = desk.command("fsck --data nowhere").stderr(writer).status().expect("it runs");
    assert_eq!(status.code(), Some(2));
}

#[test]
fn an_address_that_no_browser_can_go_to_is_not_the_name_of_a_service() {
    let desk = Desk::new("anywhere");
    let (status, said) = desk.run("serve --listen 0.0.0.0:8719 --data try");
    assert!(status == Some(2) && said.contains("--origin"), "{said}");
    assert_eq!(desk.names(), Vec::<String>::new(), "and nothing was made");
}

#[test]
fn an_election_under_another_address_is_told_at_once_and_not_counted_in_vain() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let election = pb::read(ELECTION.as_bytes()).unwrap();
        let rule = CountRule(Rule::greedy());
        let imported = ImportedElection::new(&election, "one.pb", ELECTION.as_bytes(), rule).unwrap();
        let own = &place.signing;
        let elsewhere = Signing {
            log: own.log.clone(),
            receipt: own.receipt.clone(),
            vault: own.vault.clone(),
            host: "elders.example".to_string(),
        };
        let mut context = Context { signing: &elsewhere, ..town.nobody_at(days(1)) };
        acts::election::import(&mut context, &imported).await.unwrap();
        let refused = acts::round::count(&town.joris_at(days(15)), &imported.round).await.unwrap_err();
        assert!(
            matches!(&refused, ActError::Integrity(why) if why.contains("address (--origin)")),
            "{refused}"
        );
        let site = Site::of(&town, days(15));
        let ready = Browser::default().get(&site, "/readyz").await;
        assert_eq!(ready.status.as_u16(), 200);
        let told = format!(
            "{}: it was imported with other keys (log.key, receipt.key) or under another address (--origin): its log is \
             elders.example/{}",
            imported.round, imported.round
        );
        assert_eq!(ready.body.lines().collect::<Vec<_>>(), ["ready", told.as_str()]);
    });
}
