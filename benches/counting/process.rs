//! Whole processes: the most memory that one takes, and how long one takes beside one that does nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use schuifruimte::tally::count::count_in_order;
use schuifruimte::tally::ties::{TieOrder, TieRule};
use schuifruimte::tally::{Rule, pb};

use super::times::{self, Times};

/// The word that makes this program count one file, or none, and tell how much memory that took.
pub const ALONE: &str = "--alone";

/// Reads and counts a file, then prints the most memory this process ever had, in kB.
pub fn alone(file: Option<&Path>) {
    if let Some(file) = file {
        let instance = pb::read(&std::fs::read(file).expect("a file")).expect("an election").instance;
        let order = TieOrder::new(&instance, &[TieRule::IdText]);
        let counted = count_in_order(&instance, &Rule::equal_shares().method, &order).expect("a count");
        assert!(counted.outcome.cost() <= instance.budget(), "the money was enough");
    }
    let status = std::fs::read_to_string("/proc/self/status").expect("this is Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
    println!("{}", line.trim().trim_end_matches(" kB"));
}

/// The most memory of a process that reads and counts this file (or none), in kB.
pub fn memory(file: Option<&Path>) -> u64 {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg(ALONE).args(file).output().expect("a child");
    let text = String::from_utf8(output.stdout).expect("a number");
    text.trim().parse().expect("a number")
}

/// The `schuifruimte` that was built with this bench.
pub fn built() -> Option<PathBuf> {
    option_env!("CARGO_BIN_EXE_schuifruimte").map(PathBuf::from).filter(|program| program.is_file())
}

/// Times of the whole program on this file, and of a process that does nothing, in turns.
pub fn whole(program: &Path, file: &Path, rounds: usize) -> (Times, Times) {
    let (mut ours, mut empty) = (Times::default(), Times::default());
    for _ in 0..rounds {
        let mut tally = Command::new(program);
        tally.arg("tally").arg(file).args(["--format", "json"]);
        ours.add(time(tally));
        empty.add(time(Command::new("/bin/true")));
    }
    (ours, empty)
}

fn time(mut command: Command) -> u64 {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let (time, status) = times::once(|| command.status().expect("a program"));
    assert!(status.success(), "{command:?} went well");
    time
}
