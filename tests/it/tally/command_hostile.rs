//! `schuifruimte tally` with files and places that were made to do harm.

use std::fs;

use super::command::Desk;

/// A name and an id that steer a terminal, begin a new line and turn the direction of writing.
const STEERING: &str = "META
key;value
num_projects;2
num_votes;2
budget;10
vote_type;approval
PROJECTS
project_id;cost;name
\"a\u{1b}[2J\n   9. b\";10;\u{1b}]0Title\u{7} \u{202e}live\u{202c} \u{9b}31m
b;10;B
VOTES
voter_id;vote
1;\"a\u{1b}[2J\n   9. b\"
2;b
";

/// A ballot for a project that steers a terminal.
const UNKNOWN: &str = "META
key;value
num_projects;1
num_votes;1
budget;10
vote_type;approval
PROJECTS
project_id;cost
a;10
VOTES
voter_id;vote
1;\u{1b}[31mb\u{202e}
";

fn is_plain(text: &str) -> bool {
    !text.contains(|letter: char| {
        (letter.is_control() && letter != '\n') || matches!(letter, '\u{202a}'..='\u{202e}')
    })
}

#[test]
fn what_a_file_says_does_not_steer_the_terminal() {
    let desk = Desk::with("steering", &[("a.pb", STEERING), ("b.pb", UNKNOWN)]);
    for words in [
        "a.pb --rule greedy",
        "a.pb --rule greedy --explain --side-by-side greedy",
        "a.pb a.pb --rule greedy",
    ] {
        let said = desk.tally(words);
        assert_eq!((said.status, said.err.as_str()), (Some(0), ""), "{words}");
        assert!(is_plain(&said.out), "{words}: {:?}", said.out);
        assert!(said.out.contains("a\\u{1b}[2J\\u{a}   9. b"), "{words}: {:?}", said.out);
    }
    for words in ["b.pb", "a.pb b.pb", "a.pb --rule greedy --ties most-votes"] {
        let said = desk.tally(words);
        assert_eq!(said.status, Some(2), "{words}");
        assert!(is_plain(&said.err) && said.err.lines().count() == 1, "{words}: {:?}", said.err);
    }
    let winners = desk.tally("a.pb --rule greedy --format json").json()["winners"].clone();
    assert_eq!(winners, serde_json::json!(["a\u{1b}[2J\n   9. b"]), "programs get what the file says");
}

#[test]
fn a_trace_does_not_overwrite_what_was_counted() {
    let limits = r#"{"min_votes": 0}"#;
    let desk = Desk::with("overwrite", &[("a.pb", STEERING), ("limits.json", limits)]);
    for trace in ["a.pb", "./a.pb", "limits.json"] {
        let said = desk.tally(&format!("a.pb --limits limits.json --trace {trace}"));
        assert_eq!(said.status, Some(2), "{trace}: {}", said.out);
        assert!(said.err.contains("would overwrite"), "{}", said.err);
    }
    assert_eq!(fs::read_to_string(desk.0.join("a.pb")).expect("it is there"), STEERING);
    assert_eq!(desk.tally("a.pb --trace a.txt").status, Some(0));
    assert_eq!(desk.tally("a.pb --trace a.txt").status, Some(0), "an older trace is replaced");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_without_end_and_a_full_disk_are_refused() {
    let desk = Desk::with("endless", &[("a.pb", STEERING)]);
    let said = desk.tally("a.pb --limits /dev/zero");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("/dev/zero: this is larger than"), "{}", said.err);

    let full = fs::File::options().write(true).open("/dev/full").expect("it is there");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_schuifruimte"));
    command.args(["tally", "nothing.pb"]).current_dir(&desk.0).stderr(full);
    assert_eq!(command.status().expect("it runs").code(), Some(2), "refused, though nobody can be told");
}
