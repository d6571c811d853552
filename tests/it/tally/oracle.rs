//! The whole engine against a second program: `tests/oracle/count.py` counts small made-up elections under every
//! rule and convention with nothing but its definitions. The same winners in the same order, the same cost,
//! value and endowment, and a draw asked for by both or by neither.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use schuifruimte::tally::{CountError, Instance, Rule, count};
use serde_json::{Value, json};

use super::made_up::{Made, election};
use super::options::{self, options};
use crate::support::debian::program;

/// Python as this machine has it.
fn python() -> Option<PathBuf> {
    let runs = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    runs.then(|| PathBuf::from("python3"))
}

/// A running second program.
struct Oracle {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    fn start() -> Oracle {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/count.py");
        let mut command = Command::new(program("python3", &["python3"], python));
        command.arg("-B").arg(script).arg("--lines").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("python3 runs");
        let questions = child.stdin.take().expect("it was piped");
        let answers = BufReader::new(child.stdout.take().expect("it was piped"));
        Oracle { child, questions, answers }
    }

    fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.questions, "{question}").expect("the second program listens");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the second program answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?} to {question}"))
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It ends by itself when its input does; a test that failed does not wait for that.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the engine says, in the words of the second program. `None` when the limits and the rule do not go
/// together, of which the second program knows nothing.
fn ours(made: &Made, instance: &Instance, rule: &Rule) -> Option<Value> {
    match count(instance, rule) {
        Ok(outcome) => {
            let id = |project| instance.project(project).id.clone();
            let mut answer = json!({
                "winners": outcome.winners().map(id).collect::<Vec<String>>(),
                "cost": outcome.cost(),
            });
            if let Some(endowment) = outcome.endowment {
                answer["endowment"] = endowment.to_string().into();
            }
            if let Some(value) = outcome.value {
                answer["value"] = value.to_string().into();
            }
            Some(answer)
        }
        Err(CountError::DrawRequired(_)) => Some(json!({"error": "draw_required"})),
        Err(CountError::Incompatible(_)) if made.has_limits() => None,
        Err(other) => panic!("{rule:?} refuses: {other}"),
    }
}

/// Counts one election under all rules by both programs; how many answers were compared.
fn agree(oracle: &mut Oracle, made: &Made) -> Result<usize, String> {
    let instance = made.instance();
    let mut compared = 0;
    for rule in options::rules(made.kind, &made.ties) {
        let Some(ours) = ours(made, &instance, &rule) else { continue };
        let mut question = made.question();
        question["options"] = options(&rule).into();
        let theirs = oracle.ask(&question);
        if ours != theirs {
            return Err(format!("\n{rule:?}\nasked  {question}\nours   {ours}\ntheirs {theirs}"));
        }
        compared += 1;
    }
    Ok(compared)
}

/// How many elections are made up: in every run, or as many as `SCHUIFRUIMTE_ORACLE_CASES` says.
fn cases() -> u32 {
    let asked = std::env::var("SCHUIFRUIMTE_ORACLE_CASES").ok();
    asked.map_or(24, |number| number.parse().expect("a number of elections"))
}

#[test]
fn every_rule_counts_as_the_second_program_does() {
    let seed = std::env::var("SCHUIFRUIMTE_ORACLE_SEED").unwrap_or_default();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &options::seed(&seed));
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    let oracle = std::cell::RefCell::new(Oracle::start());
    let compared = std::cell::Cell::new(0);
    let outcome = TestRunner::new_with_rng(config, rng).run(&election(), |made| {
        let found = agree(&mut oracle.borrow_mut(), &made);
        compared.set(compared.get() + found.map_err(TestCaseError::fail)?);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    println!("{} answers compared", compared.get());
    assert!(compared.get() > cases() as usize * 20, "each election is counted under many rules");
}

#[test]
fn the_second_program_says_no_to_what_it_does_not_know() {
    let mut oracle = Oracle::start();
    let question = json!({
        "budget": 100, "type": "approval", "projects": [["a", 50]], "ballots": [["a"]],
        "options": ["--rule", "greedy", "--score", "beauty"],
    });
    assert!(oracle.ask(&question)["error"].is_string(), "agreement is not silence");
    let mut question = question;
    question["options"] = json!(["--rule", "greedy"]);
    assert_eq!(oracle.ask(&question), json!({"winners": ["a"], "cost": 50}));
}
