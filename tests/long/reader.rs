//! Ten million made-up files to the reader, and files made to cost memory.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use schuifruimte::tally::pb::{self, Election, Options, PbError};

/// Numbers that look drawn; the same seed draws the same.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).expect("64 bits")).expect("below the bound")
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const IDS: [&str; 12] =
    ["1", "2", "03", "17", "1234567", "12345678", "P0028", "2023/KAR/0003", "RM-V.2", "é", "a b", "x'y"];
const NASTY: [&str; 24] = [
    "",
    " ",
    "\"",
    "\"\"",
    ";",
    ",",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "-1",
    "1,5",
    "1e9",
    "\u{feff}",
    "\u{a0}",
    "0",
    "VOTES",
    "META",
    "99999999999999999999",
    "4294967296",
    "1, 2",
    "\"a;b\"",
    "ż",
    "\u{0}",
];
/// The only quotes of a file that is sound.
const NAME: &str = "\"a;\"\"b\"";
const ENDS: [&str; 3] = ["\n", "\r\n", "\n\n"];
const TYPES: [&str; 6] = ["approval", "choose-1", "ordinal", "cumulative", "scoring", "other"];

const COLUMNS: [&[&str]; 4] = [
    &["voter_id", "vote", "points"],
    &["vote", "points", "voter_id", "age"],
    &["voter_id", "vote"],
    &["age", "voter_id", "home", "points", "vote"],
];

/// Makes a file that is nearly sound: pieces give way to nasty ones now and then.
struct Maker<'a> {
    draw: &'a mut Draw,
    text: String,
    chances: usize,
    end: &'a str,
}

impl Maker<'_> {
    fn put(&mut self, piece: &str) {
        self.text.push_str(if self.draw.one_in(self.chances) { self.draw.of(&NASTY) } else { piece });
    }

    fn line(&mut self, pieces: &[&str]) {
        pieces.iter().for_each(|piece| self.put(piece));
        self.put(self.end);
    }

    fn meta(&mut self, voters: usize) {
        self.line(&["META"]);
        self.line(&["key", ";", "value"]);
        let vote_type = self.draw.of(&TYPES);
        self.line(&["vote_type;", vote_type]);
        let budget = self.draw.of(&["100", "12.5", "7,25"]);
        self.line(&["budget;", budget]);
        if self.draw.one_in(2) {
            self.line(&["num_votes;", &voters.to_string()]);
        }
    }

    fn projects(&mut self, ids: &[&str]) {
        self.line(&["PROJECTS"]);
        self.line(&["project_id;cost;name"]);
        for id in ids {
            let cost = self.draw.below(90).to_string();
            let name = self.draw.of(&["Boom", "", NAME, "é"]);
            self.line(&[id, ";", &cost, ";", name]);
        }
    }

    fn ballot(&mut self, voter: usize, columns: &[&str], ids: &[&str]) {
        let choices = self.draw.below(4);
        for (place, column) in columns.iter().enumerate() {
            if place > 0 {
                self.put(";");
            }
            match *column {
                "voter_id" => {
                    let name = self.draw.of(&["", "", "E", "stemgerechtigde-", "10-"]);
                    let number = if self.draw.one_in(60) { self.draw.below(9) } else { voter + 5 };
                    self.put(&format!("{name}{number}"));
                }
                "vote" | "points" => {
                    for at in 0..choices {
                        let item = if *column == "vote" {
                            self.draw.of(ids).to_string()
                        } else {
                            self.draw.below(9).to_string()
                        };
                        self.put(if at > 0 { "," } else { "" });
                        self.put(&item);
                    }
                }
                _ => {
                    let text = self.draw.of(&["Noord", "Zuid", "", "44"]);
                    self.put(text);
                }
            }
        }
        self.put(self.end);
    }
}

fn structured(draw: &mut Draw) -> String {
    let chances = [1_000_000, 400, 60, 12][draw.below(4)];
    let first = draw.below(IDS.len() - 6);
    let ids = &IDS[first..first + 1 + draw.below(6)];
    let columns = COLUMNS[draw.below(COLUMNS.len())];
    let (voters, end) = (draw.below(12), draw.of(&ENDS));
    let mut maker = Maker { draw, text: String::new(), chances, end };
    maker.meta(voters);
    maker.projects(ids);
    maker.line(&["VOTES"]);
    maker.line(&[&columns.join(";")]);
    (0..voters).for_each(|voter| maker.ballot(voter, columns, ids));
    maker.text
}

/// Bytes of which nothing is known, behind a sound beginning or not.
fn raw(draw: &mut Draw) -> Vec<u8> {
    const HEAD: &str = "META\nk;v\nbudget;9\nvote_type;scoring\nPROJECTS\nproject_id;cost\n1;1\n22;2\nVOTES\nvote;points;voter_id;x\n";
    let mut bytes = if draw.one_in(2) { HEAD.as_bytes().to_vec() } else { Vec::new() };
    let likely = draw.one_in(2);
    for _ in 0..draw.below(200) {
        let byte = u8::try_from(draw.below(256)).expect("a byte");
        bytes.push(if likely { b";,\"\n\r 0123,1;1\n22;"[usize::from(byte) % 18] } else { byte });
    }
    bytes
}

/// The same file with every cell of VOTES in quotes, so that no row of it is read in one walk.
fn quoted(text: &str) -> Option<String> {
    let begin = text.find("VOTES\n")? + "VOTES\n".len();
    if text[begin..].contains(['"', '\r']) || text.replace(NAME, "").contains('"') {
        return None;
    }
    let cells = |line: &str| line.split(';').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";");
    Some(text[..begin].to_string() + &text[begin..].split('\n').map(cells).collect::<Vec<_>>().join("\n"))
}

type Read = Result<Election, PbError>;

/// What must hold of every reading.
fn holds(bytes: &[u8], read: &Read, options: &Options) {
    match read {
        Err(error) => {
            let lines = bytes.iter().filter(|&&byte| byte == b'\n').count() + 1;
            assert!((1..=lines).contains(&error.line) && !error.reason.is_empty(), "{error}");
        }
        Ok(election) => {
            let instance = &election.instance;
            assert_eq!(instance.voters(), instance.group_weights().iter().sum::<u64>());
            let named: u64 = instance.indexes().map(|project| instance.votes(project)).sum();
            let groups = instance.group_weights().iter().enumerate();
            let listed = groups.map(|(group, weight)| weight * instance.group_projects(group).len() as u64);
            assert_eq!(named, listed.sum::<u64>());
            let again = pb::read_with(pb::write(election).as_bytes(), options).map(|again| again.instance);
            assert_eq!(again.as_ref(), Ok(instance), "written and read back it is the same");
        }
    }
}

/// One input; whether it was read.
fn one(seed: u64) -> bool {
    let draw = &mut Draw(seed);
    let mut bytes = if draw.one_in(4) { raw(draw) } else { structured(draw).into_bytes() };
    if draw.one_in(3) && !bytes.is_empty() {
        let at = draw.below(bytes.len());
        bytes[at] = u8::try_from(draw.below(256)).expect("a byte");
    }
    let home = draw.one_in(8).then(|| "home".to_string());
    let options = Options { home };
    let read = pb::read_with(&bytes, &options);
    holds(&bytes, &read, &options);
    if let Some(other) = std::str::from_utf8(&bytes).ok().and_then(quoted) {
        let other = pb::read_with(other.as_bytes(), &options);
        assert_eq!(read, other, "quotes make no difference");
    }
    read.is_ok()
}

#[test]
fn ten_million_files_to_the_reader() {
    let setting =
        |name, otherwise| std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"));
    let inputs: u64 = setting("SCHUIFRUIMTE_INPUTS", 10_000_000);
    let seed: u64 = setting("SCHUIFRUIMTE_SEED", 1);
    let (next, sound, start) = (AtomicU64::new(0), AtomicU64::new(0), Instant::now());
    let work = || loop {
        let from = next.fetch_add(1_000, Ordering::Relaxed);
        if from >= inputs {
            return;
        }
        for number in from..(from + 1_000).min(inputs) {
            let seed = Draw(seed.wrapping_add(number << 20)).next();
            let sound_one = catch_unwind(AssertUnwindSafe(|| one(seed)))
                .unwrap_or_else(|_| panic!("input {number}, drawn from {seed}"));
            sound.fetch_add(u64::from(sound_one), Ordering::Relaxed);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let (sound, seconds) = (sound.into_inner(), start.elapsed().as_secs());
    eprintln!("{inputs} inputs in {seconds} s: {sound} read, {} refused", inputs - sound);
    eprintln!("most memory of the process: {} MiB", most_memory() >> 20);
    assert!(sound > inputs / 20, "enough of them are sound");
    assert!(most_memory() < 512 << 20, "inputs of two kilobytes leave nothing behind");
}

/// The most memory that this process ever held, in bytes.
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak is told");
    line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") << 10
}

/// A file of about this size, made to cost as much as it can.
fn costly(shape: &str, size: usize) -> String {
    let head = |vote_type, columns| {
        let mut text = format!("META\nk;v\nbudget;9\nvote_type;{vote_type}\nPROJECTS\nproject_id;cost\n");
        (0..40).for_each(|id| text.push_str(&format!("{id};1\n")));
        text + "VOTES\n" + columns + "\n"
    };
    let filled = |mut text: String, row: &dyn Fn(usize) -> String| {
        let mut number = 0;
        while text.len() < size {
            text.push_str(&row(number));
            number += 1;
        }
        text
    };
    // Different ballots of few letters: the bits of the number name the projects.
    let bits = |number: usize| {
        (0..24).filter(|bit| number >> bit & 1 == 1).map(|bit| bit.to_string()).collect::<Vec<_>>().join(",")
    };
    // So that no voter comes after a smaller one.
    let falling = |number: usize| 99_999_999 - number;
    match shape {
        "short rows" => filled(head("approval", "voter_id;vote"), &|n| format!("{n};\n")),
        "falling voters" => filled(head("approval", "voter_id;vote"), &|n| format!("{};\n", falling(n))),
        "different ballots" => filled(head("approval", "voter_id;vote"), &|n| format!("{n};{}\n", bits(n))),
        "different points" => {
            filled(head("cumulative", "voter_id;vote;points"), &|n| format!("{};1;{n}\n", falling(n)))
        }
        "different homes" => {
            filled(head("approval", "voter_id;vote;home"), &|n| format!("{};1;{n:x}\n", falling(n)))
        }
        "a voter twice" => filled(head("approval", "voter_id;vote"), &|n| format!("{};\n", falling(n / 2))),
        "one long ballot" => filled(head("ordinal", "voter_id;vote") + "1;1", &|_| ",1".to_string()),
        "one long cell" => {
            filled(head("approval", "voter_id;vote") + "1;\"", &|_| "\"\"".to_string()) + "\"\n"
        }
        "empty lines" => filled(head("approval", "voter_id;vote"), &|_| "\n".to_string()),
        "many cells" => filled(head("approval", "voter_id;vote"), &|_| ";".to_string()),
        "many keys" => filled("META\nk;v\n".to_string(), &|n| format!("{n:x};\n")),
        "many projects" => {
            filled("META\nk;v\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost\n".to_string(), &|n| {
                format!("{n:x};1\n")
            })
        }
        other => panic!("there is no shape '{other}'"),
    }
}

/// Not a test of its own: reads one file when the test below asks for it in a process of its own.
#[test]
fn one_costly_file() {
    let Ok(path) = std::env::var("SCHUIFRUIMTE_COSTLY") else { return };
    let bytes = std::fs::read(&path).expect("the file that was asked for");
    let home = bytes.windows(5).take(2_000).any(|five| five == b";home").then(|| "home".to_string());
    drop(pb::read_with(&bytes, &Options { home }));
    println!("peak {}", most_memory());
}

#[test]
fn files_made_to_cost_memory_cost_so_many_times_their_size() {
    let path = std::env::temp_dir().join(format!("schuifruimte-costly-{}.pb", std::process::id()));
    let peak = |shape: &str, size: usize| {
        std::fs::write(&path, costly(shape, size)).expect("a file");
        let this = std::env::current_exe().expect("this test");
        let mut command = Command::new(this);
        command.args(["one_costly_file", "--nocapture"]).env("SCHUIFRUIMTE_COSTLY", &path);
        let output = command.output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = text.lines().find_map(|line| line.split("peak ").nth(1).map(str::to_string));
        told.and_then(|told| told.trim().parse::<usize>().ok()).unwrap_or_else(|| panic!("{shape}: {text}"))
    };
    let shapes = [
        "short rows",
        "falling voters",
        "different ballots",
        "different points",
        "different homes",
        "a voter twice",
        "one long ballot",
        "one long cell",
        "empty lines",
        "many cells",
        "many keys",
        "many projects",
    ];
    let mut worst = 0;
    for shape in shapes {
        let peaks = [0, 4 << 20, 16 << 20].map(|size| peak(shape, size));
        let tenths = |at: usize, size: usize| peaks[at].saturating_sub(peaks[0]) * 10 / size;
        let factors = [tenths(1, 4 << 20), tenths(2, 16 << 20)];
        eprintln!("{shape:>20}: peak at 4 and 16 MiB {factors:?} tenths of the size of the file");
        assert!(factors[1] <= factors[0] * 3 / 2 + 10, "{shape}: more than linear");
        worst = worst.max(factors[1]);
    }
    std::fs::remove_file(&path).expect("removed");
    assert!(worst <= 160, "at most sixteen times the size of the file, itself included: {worst} tenths");
}
