//! `schuifruimte tally` as people and programs run it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

/// Four plans, one dearer than the budget; five ballots of sets, one blank.
const ELECTION: &str = "META
key;value
description;Four plans
country;Netherlands
unit;Zuilen
instance;2026
num_projects;4
num_votes;5
budget;100.50
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name;category
swing;40;A swing;play
bench;30.5;A bench;rest
lamp;30;A lamp;rest
hall;200;A hall;rest
VOTES
voter_id;vote
1;swing,bench
2;swing
3;bench,lamp
4;lamp
5;
";

/// Two plans of one price with one vote each, and money for one.
const TIED: &str = "META
key;value
num_projects;2
num_votes;2
budget;10
vote_type;approval
PROJECTS
project_id;cost
a;10
b;10
VOTES
voter_id;vote
1;a
2;b
";

/// A folder with elections that goes away.
pub struct Desk(pub PathBuf);

/// What a run of the program gave.
pub struct Said {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}

impl Desk {
    pub fn with(name: &str, files: &[(&str, &str)]) -> Desk {
        let folder = std::env::temp_dir().join(format!("schuifruimte-tally-{name}-{}", std::process::id()));
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Desk(folder)
    }

    /// `schuifruimte tally` with these words, in the folder.
    pub fn tally(&self, words: &str) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_schuifruimte"));
        let output =
            command.arg("tally").args(words.split(' ')).current_dir(&self.0).output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { status: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn the_json_says_everything_by_name() {
    let desk = Desk::with("json", &[("four.pb", ELECTION)]);
    let said = desk.tally(
        "four.pb --preset assen --then greedy --threshold 1 --compare satisfaction --explain --format json",
    );
    assert_eq!((said.status, said.err.as_str()), (Some(0), ""));
    let report = said.json();
    assert_eq!(report["file"], "four.pb");
    assert_eq!(
        report["rule"],
        json!({
            "method": { "equal-shares": {
                "utility": "cost",
                "completion": { "add1": { "start": "integral", "step": "1.00", "stop": "over-budget" } },
                "then": { "greedy": { "score": "votes", "no_fit": "skip", "threshold": 1 } },
            } },
            "ties": ["id-text"],
        })
    );
    assert_eq!(
        [&report["budget"], &report["voters"], &report["projects"]],
        [&json!("100.50"), &json!(5), &json!(4)]
    );
    // The bench takes 15.25 of the first voter; with 28, and the 28 of the second, the swing is paid.
    assert_eq!(report["winners"], json!(["bench", "lamp", "swing"]));
    assert_eq!(report["dearer_than_budget"], json!(["hall"]), "out at the start, and reported");
    assert_eq!(report["cost"], "100.50");
    assert_eq!(report["endowment"], "28");
    assert_eq!(
        report["comparison"],
        json!({ "by": "satisfaction", "prefer_rule": 0, "prefer_greedy": 0, "kept": "rule" })
    );
    assert_eq!(report["measures"]["voters_without_winner"], 1);
    for key in ["value", "ties"] {
        assert!(report.get(key).is_some(), "{key} is always there");
    }
    let results = report["results"].as_array().expect("a list");
    let hall = &results[3];
    for (key, value) in [
        ("id", json!("hall")),
        ("cost", json!("200")),
        ("votes", json!(0)),
        ("selected", json!(false)),
        ("round", Value::Null),
        ("effective_votes", Value::Null),
        ("reason", json!("dearer_than_budget")),
        ("supporters_needed", Value::Null),
    ] {
        assert_eq!(hall.get(key), Some(&value), "{key}");
    }
    assert!(hall.get("short_by").is_some());
    assert_eq!((&results[0]["selected"], &results[0]["round"]), (&json!(true), &json!(3)));
}

#[test]
fn an_amount_that_is_no_decimal_is_a_fraction() {
    let desk = Desk::with("fraction", &[("tied.pb", TIED)]);
    let election = TIED.replace("num_votes;2", "num_votes;3") + "3;a\n";
    fs::write(desk.0.join("three.pb"), election).expect("a file");
    let report = desk.tally("three.pb --format json").json();
    assert_eq!(report["endowment"], "10/3");
}

#[test]
fn an_option_of_another_rule_is_refused_with_a_sentence() {
    let desk = Desk::with("options", &[("four.pb", ELECTION)]);
    for (words, option) in [
        ("--score votes", "--score"),
        ("--rule greedy --utility cost", "--utility"),
        ("--rule greedy --then greedy", "--then"),
        ("--rule equal-shares --stop over-budget", "--stop"),
        ("--preset assen --completion none --step 5", "--step"),
        ("--rule equal-shares --start integral", "--start"),
        ("--rule equal-shares --add-opt best", "--add-opt"),
        ("--rule equal-shares --completion add-opt", "--completion"),
        ("--rule exact-equal-shares --completion add1", "--completion"),
        ("--rule exact-equal-shares --add-opt skip", "--add-opt"),
        ("--rule exact-equal-shares --affordable raise", "--affordable"),
        ("--rule phragmen --threshold 2", "--threshold"),
        ("--rule maximin-support --no-fit skip", "--no-fit"),
        ("--rule max-welfare --completion none", "--completion"),
        ("--preset assen --step 0", "--step"),
        ("--preset assen --step 1.005", "--step"),
        ("--ties dice", "--ties"),
        ("--ties lot:", "--ties"),
        ("--side-by-side assen,dice", "--side-by-side"),
        ("--side-by-side assen --budgets 0", "--budgets"),
        ("--budgets 5", "--side-by-side"),
        ("--threads 0", "--threads"),
        ("--preset aarau", "--preset"),
    ] {
        let said = desk.tally(&format!("four.pb {words}"));
        assert_eq!(said.status, Some(2), "{words}: {}", said.err);
        assert_eq!(said.out, "", "{words}");
        assert!(said.err.contains(option), "{words}: {}", said.err);
    }
}

#[test]
fn options_override_what_a_preset_says_and_may_repeat_what_holds() {
    let desk = Desk::with("preset", &[("four.pb", ELECTION)]);
    let rule = |words: &str| desk.tally(&format!("four.pb --format json {words}")).json()["rule"].take();
    let net =
        rule("--preset equalshares-net --threshold 3 --utility cardinality --ties lot:2026-11-25,id-text");
    let shares = &net["method"]["equal-shares"];
    assert_eq!(shares["then"]["greedy"]["threshold"], 3);
    assert_eq!(shares["completion"]["add1"]["stop"], "exhaustive-all");
    assert_eq!(shares["completion"]["add1"]["affordable"], "count-once");
    assert_eq!(shares["utility"], "cardinality");
    assert_eq!(net["ties"], json!(["lot:2026-11-25", "id-text"]));
    assert_eq!(rule("--rule equal-shares --completion none --start exact"), rule("--rule equal-shares"));
    assert_eq!(rule("--preset assen --completion none"), rule("--rule equal-shares"));
    assert_eq!(rule("--preset assen --rule greedy"), rule("--rule greedy"));
    let raised = rule("--completion add1 --start exact --stop exhaustive-supported");
    assert_eq!(raised, rule("--preset pabutools"));
}

#[test]
fn a_broken_file_is_refused_with_its_line() {
    let broken = ELECTION.replace("3;bench,lamp", "3;bench,tram");
    let desk = Desk::with("broken", &[("broken.pb", &broken)]);
    let said = desk.tally("broken.pb");
    assert_eq!((said.status, said.out.as_str()), (Some(2), ""));
    assert!(said.err.starts_with("schuifruimte: broken.pb: line 22: "), "{}", said.err);
    assert!(said.err.contains("tram"), "{}", said.err);
    let told: Value = serde_json::from_str(&desk.tally("broken.pb --format json").err).expect("JSON");
    assert_eq!((&told["error"], &told["line"]), (&json!("file_invalid"), &json!(22)));
    assert_eq!(told["file"], "broken.pb");
    let absent = desk.tally("absent.pb --format json");
    let told: Value = serde_json::from_str(&absent.err).expect("JSON");
    assert_eq!((absent.status, &told["error"]), (Some(2), &json!("file_unreadable")));
}

#[test]
fn a_tie_that_nobody_decided_is_not_decided_here() {
    let desk = Desk::with("draw", &[("tied.pb", TIED)]);
    let open = "tied.pb --rule greedy --ties most-votes,lowest-cost";
    let said = desk.tally(open);
    assert_eq!((said.status, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("draw_required") && said.err.contains("lot:SEED"), "{}", said.err);
    let told: Value = serde_json::from_str(&desk.tally(&format!("{open} --format json")).err).expect("JSON");
    assert_eq!((&told["error"], &told["tied"]), (&json!("draw_required"), &json!(["a", "b"])));
    let drawn = desk.tally(&format!("{open},lot:seed-1 --format json"));
    assert_eq!(drawn.status, Some(0), "{}", drawn.err);
    let report = drawn.json();
    assert_eq!(report["ties"][0]["changes_outcome"], true);
    assert_eq!(report["ties"][0]["chosen"], report["winners"][0]);
    assert_eq!(report, desk.tally(&format!("{open},lot:seed-1 --format json")).json(), "drawn again");
}

#[test]
fn several_files_and_folders_give_a_line_each_in_a_fixed_order() {
    let broken = ELECTION.replace("budget;100.50", "budget;a lot");
    let files: Vec<(String, &str)> = (0..12).map(|n| (format!("folder/{n:02}.pb"), ELECTION)).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    files.extend([("tied.pb", TIED), ("folder/05b.pb", broken.as_str()), ("folder/note.txt", "no election")]);
    let desk = Desk::with("many", &files);
    let words =
        |threads: usize| format!("tied.pb folder tied.pb --rule greedy --threads {threads} --format json");
    let said = desk.tally(&words(2));
    assert_eq!(said.status, Some(2), "one was refused");
    let names: Vec<String> =
        said.lines().iter().map(|line| line["file"].as_str().unwrap().to_string()).collect();
    let mut wanted: Vec<String> = (0..12).map(|n| format!("folder/{n:02}.pb")).collect();
    wanted.insert(0, "tied.pb".to_string());
    wanted.push("tied.pb".to_string());
    assert_eq!(names, wanted);
    let told: Value = serde_json::from_str(&said.err).expect("one line of JSON");
    assert_eq!(told["file"], "folder/05b.pb");
    let alone = desk.tally(&words(1));
    assert_eq!((alone.out, alone.err), (said.out, said.err), "as many threads as there are");
    let people = desk.tally("folder/00.pb tied.pb --rule greedy");
    assert_eq!(people.status, Some(0));
    assert!(people.out.starts_with("folder/00.pb\n3 of 4 projects for 100.50"), "{}", people.out);

    let empty = Desk::with("empty", &[("folder/note.txt", "no election")]);
    let said = empty.tally("folder");
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("folder: there is no .pb file"), "{}", said.err);
}

#[test]
fn rules_stand_beside_each_other_at_several_budgets() {
    let desk = Desk::with("table", &[("four.pb", ELECTION)]);
    let words = "four.pb --side-by-side assen,greedy --budgets 30,100";
    let report = desk.tally(&format!("{words} --format json")).json();
    let cells: Vec<(String, String, String)> = report["side_by_side"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|cell| {
            ["rule", "budget", "cost"].map(|key| cell[key].as_str().expect("a text").to_string()).into()
        })
        .collect();
    let cell =
        |rule: &str, budget: &str, cost: &str| (rule.to_string(), budget.to_string(), cost.to_string());
    assert_eq!(
        cells,
        [
            cell("assen", "30.15", "30"),
            cell("greedy", "30.15", "30"),
            cell("assen", "100.50", "100.50"),
            cell("greedy", "100.50", "100.50")
        ]
    );
    let text = desk.tally(words).out;
    assert!(text.contains("B: greedy with 30% of the budget (30.15): 1 project"), "{text}");
    assert!(text.lines().any(|line| line.split_whitespace().eq(["lamp", "x", "x", "x", "x"])), "{text}");
    assert!(text.lines().any(|line| line.split_whitespace().eq(["swing", ".", ".", "x", "x"])), "{text}");
}

#[test]
fn help_says_what_a_reader_needs() {
    let desk = Desk::with("help", &[]);
    let said = desk.tally("--help");
    assert_eq!(said.status, Some(0));
    for words in ["Example: schuifruimte tally", "draw_required", "Exit status 0", "lot:SEED"] {
        assert!(said.out.contains(words), "{words}");
    }
}

#[test]
fn a_trace_is_replayed_and_a_changed_one_does_not_hold() {
    let desk = Desk::with("replay", &[("four.pb", ELECTION)]);
    let written = desk.tally("four.pb --preset assen --then greedy --trace trace.txt");
    assert_eq!((written.status, written.err.as_str()), (Some(0), ""));
    let said = desk.tally("four.pb --replay trace.txt --format json").json();
    assert_eq!((&said["holds"], &said["confirms"]), (&json!(true), &json!("decisions")));
    assert_eq!(said["winners"], json!(["bench", "lamp", "swing"]));
    assert_eq!(said["rule"]["method"]["equal-shares"]["completion"]["add1"]["start"], "integral");
    assert!(desk.tally("four.pb --replay trace.txt").out.starts_with("ok  the trace holds, 3 projects"));

    let trace = fs::read_to_string(desk.0.join("trace.txt")).expect("it was written");
    let at = 1 + trace.lines().position(|line| line.starts_with("voters ")).expect("it tells the voters");
    fs::write(desk.0.join("trace.txt"), trace.replace("voters 5", "voters 6")).expect("a file");
    let said = desk.tally("four.pb --replay trace.txt");
    assert_eq!((said.status, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains(&format!("does not hold: trace.txt: line {at}: ")), "{}", said.err);

    let said = desk.tally("four.pb --replay trace.txt --rule greedy");
    assert_eq!(said.status, Some(2), "the rule stands in the trace");
    assert_eq!(desk.tally("four.pb four.pb --replay trace.txt").status, Some(2));
    assert_eq!(desk.tally("four.pb --replay nowhere.txt").status, Some(2));
}
