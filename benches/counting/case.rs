//! One election: every way of reading and counting it, in rounds, each way once a round.

use std::path::{Path, PathBuf};

use schuifruimte::tally::count::count_in_order;
use schuifruimte::tally::outcome::spent;
use schuifruimte::tally::rule::{
    Completion, ExactEqualShares, Greedy, Method, NoFit, Phragmen, Then, Utility,
};
use schuifruimte::tally::ties::{TieOrder, TieRule};
use schuifruimte::tally::{Instance, Rule, count, pb};

use super::floor::{self, Approvals};
use super::peers::Peer;
use super::times::{self, Times};

/// A thing that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The bytes in memory into cells.
    Split,
    /// The same from the file.
    FetchSplit,
    /// An election from bytes in memory.
    Read,
    /// The same from the file.
    FetchRead,
    /// One pass over the approvals.
    Gather,
    /// Greedy by votes.
    Greedy,
    /// Equal Shares, one run.
    Plain,
    /// The same, and what each tie would have changed, and the reserve list.
    PlainWhole,
    /// Raising the endowment as equalshares.net does, without its greedy end.
    Net,
    /// Raising the endowment as Assen and Wieliczka did.
    Assen,
    /// The same, and what each tie would have changed, and the reserve list.
    AssenWhole,
    /// Sequential Phragmén.
    Phragmen,
    /// Exact Equal Shares, one run.
    Exact,
    /// A peer: its place and a word.
    Peer(usize, &'static str),
}

/// The ways of this program.
const OWN: [What; 13] = [
    What::Split,
    What::FetchSplit,
    What::Read,
    What::FetchRead,
    What::Gather,
    What::Greedy,
    What::Plain,
    What::PlainWhole,
    What::Net,
    What::Assen,
    What::AssenWhole,
    What::Phragmen,
    What::Exact,
];

/// In picoseconds.
const SECOND: u64 = 1_000_000_000_000;

/// What a peer may be asked.
pub const WORDS: [&str; 4] = ["load", "plain", "add1", "greedy"];

/// One election with what was measured.
pub struct Case {
    /// What the table calls it.
    pub name: String,
    /// Bytes of its file.
    pub bytes: usize,
    /// Ballots, projects, groups of equal ballots, approvals.
    pub size: [usize; 4],
    /// By how many units the endowment was raised: [`What::Net`], [`What::Assen`].
    pub raised: [u64; 2],
    times: Vec<(What, Times)>,
    /// Where a peer bought something else.
    pub remarks: Vec<String>,
}

/// What is needed to measure it.
struct Bench {
    path: PathBuf,
    bytes: Vec<u8>,
    instance: Instance,
    approvals: Approvals,
    ends: Vec<u32>,
}

impl Case {
    /// Measures an election in so many rounds.
    /// A peer is asked for add1 where that seems to take at most `patience` seconds.
    pub fn measure(path: &Path, (rounds, patience): (usize, u64), peers: &mut [Peer]) -> Case {
        let bytes = std::fs::read(path).expect("a file of the cases");
        let instance = pb::read(&bytes).expect("an election").instance;
        let approvals = Approvals::of(&instance);
        let mut bench = Bench { path: path.to_path_buf(), bytes, instance, approvals, ends: Vec::new() };
        let voters = usize::try_from(bench.instance.voters()).expect("ballots in memory");
        let groups = bench.instance.group_weights().len();
        let asked = |peer: usize| WORDS.map(|word| What::Peer(peer, word));
        let all = OWN.into_iter().chain((0..peers.len()).flat_map(asked));
        let mut case = Case {
            name: path.file_stem().expect("a file").to_string_lossy().into_owned(),
            bytes: bench.bytes.len(),
            size: [voters, bench.instance.projects().len(), groups, bench.approvals.len()],
            raised: [&net(), &assen()].map(|rule| raised(&bench.instance, rule)),
            times: all.map(|what| (what, Times::default())).collect(),
            remarks: Vec::new(),
        };
        let mut seems = vec![u64::MAX; peers.len()];
        for round in 0..rounds {
            for (what, times) in case.times.iter_mut().filter(|(_, times)| !times.is_enough()) {
                let remark = |won| remark(*what, &bench.instance, won).filter(|_| round == 0);
                let time = match *what {
                    What::Peer(peer, "add1") if seems[peer] > patience.saturating_mul(SECOND) => None,
                    What::Peer(peer, word) => {
                        let answer = ask(&mut peers[peer], word, &bench.path);
                        let remark = answer.and_then(|answer| remark(answer.won));
                        case.remarks.extend(remark.map(|remark| format!("{}: {remark}", peers[peer].name)));
                        if let Some(answer) = answer.filter(|_| word == "plain") {
                            seems[peer] = answer.time.saturating_mul(case.raised[0] + 1);
                        }
                        answer.map(|answer| answer.time)
                    }
                    own => bench.time(own),
                };
                time.into_iter().for_each(|time| times.add(time));
            }
        }
        case
    }

    /// The times of one way.
    pub fn times(&self, what: What) -> Option<&Times> {
        self.times.iter().find(|(known, _)| *known == what).map(|(_, times)| times)
    }

    /// The best time of one way, in picoseconds.
    pub fn best(&self, what: What) -> Option<u64> {
        self.times(what)?.best()
    }
}

fn ask(peer: &mut Peer, word: &'static str, path: &Path) -> Option<super::peers::Answer> {
    match word {
        "load" => peer.ask(&format!("load {}", path.display())),
        word => peer.ask(word),
    }
}

/// What a peer bought otherwise, if it did.
fn remark(what: What, instance: &Instance, won: (u64, u64)) -> Option<String> {
    let (word, rule) = match what {
        What::Peer(_, "plain") => ("plain", Rule::equal_shares()),
        What::Peer(_, "add1") => ("add1", net()),
        What::Peer(_, "greedy") => ("greedy", Rule::greedy()),
        _ => return None,
    };
    let own = count(instance, &rule).expect("a count").purchases;
    let own = (u64::try_from(own.len()).expect("few projects"), spent(&own));
    (own != won).then(|| format!("{word} buys {} for {}, here {} for {} cents", won.0, won.1, own.0, own.1))
}

impl Bench {
    /// The time of one call in picoseconds; `None` where the rule does not go with these ballots.
    fn time(&mut self, what: What) -> Option<u64> {
        let Bench { path, bytes, instance, approvals, ends } = self;
        Some(match what {
            What::Split => times::of(|| floor::split(bytes, ends)),
            What::FetchSplit => {
                times::of(|| floor::split(&std::fs::read(&*path).expect("the file"), &mut Vec::new()))
            }
            What::Read => times::of(|| pb::read(bytes).expect("an election")),
            What::FetchRead => {
                times::of(|| pb::read(&std::fs::read(&*path).expect("the file")).expect("an election"))
            }
            What::Gather => times::of(|| approvals.gather()),
            What::Greedy => counting(instance, &Rule::greedy())?,
            What::Plain => counting(instance, &Rule::equal_shares())?,
            What::Net => counting(instance, &net())?,
            What::Assen => counting(instance, &assen())?,
            What::PlainWhole => times::of(|| count(instance, &Rule::equal_shares()).expect("a count")),
            What::AssenWhole => times::of(|| count(instance, &assen()).expect("a count")),
            What::Phragmen => counting(instance, &phragmen())?,
            What::Exact => counting(instance, &exact())?,
            What::Peer(..) => return None,
        })
    }
}

/// The time of one count, the order of tied projects included, what ties would have changed not.
fn counting(instance: &Instance, rule: &Rule) -> Option<u64> {
    let count = || count_in_order(instance, &rule.method, &TieOrder::new(instance, &[TieRule::IdText]));
    count().ok()?;
    Some(times::of(count))
}

/// The conventions of equalshares.net, without greedy at the end: those of the loop around pabumeasures.
pub fn net() -> Rule {
    let mut rule = Rule::preset("equalshares-net").expect("a preset");
    if let Method::EqualShares(shares) = &mut rule.method {
        shares.then = Then::None;
    }
    rule
}

/// The conventions of Assen.
pub fn assen() -> Rule {
    Rule::preset("assen").expect("a preset")
}

fn phragmen() -> Rule {
    Rule::by_id(Method::Phragmen(Phragmen { no_fit: NoFit::Stop, then: Then::None }))
}

fn exact() -> Rule {
    let then = Then::Greedy(Greedy::by_votes(0));
    Rule::by_id(Method::ExactEqualShares(ExactEqualShares { utility: Utility::Cost, add_opt: None, then }))
}

/// By how many whole units the endowment was raised before the outcome stood.
fn raised(instance: &Instance, rule: &Rule) -> u64 {
    let Method::EqualShares(shares) = &rule.method else { return 0 };
    let Completion::Add1(_) = shares.completion else { return 0 };
    let end = count(instance, rule).ok().and_then(|outcome| outcome.endowment).map_or(0, |end| end.floor());
    end / 100 - (instance.budget() / instance.voters().max(1) / 100).min(end / 100)
}
