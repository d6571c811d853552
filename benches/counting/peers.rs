//! Other programs of the field, kept running beside this one: a line in, a line of JSON out. How to get them
//! stands in peers/README.md; without them the bench says so and goes on.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A peer that is running.
pub struct Peer {
    /// What the table calls it.
    pub name: &'static str,
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

/// What a peer answered to one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The time of one call, in picoseconds.
    pub time: u64,
    /// How many projects won, and what they cost in cents.
    pub won: (u64, u64),
}

/// The peers at hand; a line for each that is not.
pub fn at_hand(python: &str, measures: Option<&Path>) -> (Vec<Peer>, Vec<String>) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/counting/peers/muo.py");
    let script = if Path::new(script).is_file() { script } else { "benches/counting/peers/muo.py" };
    let mut muo = Command::new(python);
    muo.arg(script);
    let found = Command::new(python).args(["-c", "import muoblpbindings"]).stderr(Stdio::null()).status();
    let muo = found.is_ok_and(|status| status.success()).then(|| Peer::start("muoblpbindings", muo));
    let measures = measures.map(|program| Peer::start("pabumeasures", Command::new(program)));
    let named = [
        (
            muo.flatten(),
            "muoblpbindings",
            "install its wheel for Python 3.11 and name that Python in COUNTING_PYTHON",
        ),
        (measures.flatten(), "pabumeasures", "build its core and name the program in COUNTING_MEASURES"),
    ];
    let (mut peers, mut missing) = (Vec::new(), Vec::new());
    for (peer, name, how) in named {
        match peer {
            Some(peer) => peers.push(peer),
            None => missing.push(format!("{name}: NOT RUN; {how} (benches/counting/peers/README.md)")),
        }
    }
    (peers, missing)
}

impl Peer {
    fn start(name: &'static str, mut command: Command) -> Option<Peer> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        let to = child.stdin.take().expect("it was piped");
        let from = BufReader::new(child.stdout.take().expect("it was piped"));
        Some(Peer { name, child, to, from })
    }

    /// Says a line and waits for the answer; `None` when the peer has no such word or refuses.
    pub fn ask(&mut self, line: &str) -> Option<Answer> {
        writeln!(self.to, "{line}").ok()?;
        self.to.flush().ok()?;
        let mut answer = String::new();
        self.from.read_line(&mut answer).ok()?;
        let answer: Value = serde_json::from_str(&answer).ok()?;
        if let Some(why) = answer.get("refused") {
            eprintln!("{} refuses: {why}", self.name);
        }
        let number = |name: &str| answer.get(name).and_then(Value::as_u64);
        let won = (number("winners").unwrap_or(0), number("cost").unwrap_or(0));
        Some(Answer { time: number("nanos")? * 1_000, won })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
