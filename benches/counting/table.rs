//! The tables, in Markdown.

use super::case::{Case, WORDS, What};
use super::corpus::Corpus;
use super::times::{Times, decimal, millis, ratio};

/// Prints a row.
fn row(name: &str, cells: impl Iterator<Item = String>) {
    println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
}

fn head(first: &str, cases: &[Case]) {
    row(first, cases.iter().map(|case| case.name.replace('_', " ")));
    println!("|---{}|", "|---".repeat(cases.len()));
}

/// The elections one by one: sizes, times, ratios.
pub fn cases(cases: &[Case], peers: &[&str]) {
    head("milliseconds: best (middle, longest)", cases);
    row("bytes", cases.iter().map(|case| case.bytes.to_string()));
    for (at, name) in ["ballots", "projects", "groups of equal ballots", "approvals"].iter().enumerate() {
        row(name, cases.iter().map(|case| case.size[at].to_string()));
    }
    for (name, what) in [
        ("split, in memory", What::Split),
        ("split, from the file", What::FetchSplit),
        ("read and build, in memory", What::Read),
        ("read and build, from the file", What::FetchRead),
        ("gather pass", What::Gather),
        ("greedy", What::Greedy),
        ("Equal Shares", What::Plain),
        ("… with what ties change, reserve", What::PlainWhole),
        ("add1, equalshares-net", What::Net),
        ("add1, assen", What::Assen),
        ("… with what ties change, reserve", What::AssenWhole),
        ("Phragmén", What::Phragmen),
        ("Exact Equal Shares", What::Exact),
    ] {
        row(name, cases.iter().map(|case| cell(case.times(what))));
    }
    for (at, peer) in peers.iter().enumerate() {
        for word in WORDS {
            let times = |case: &Case| cell(case.times(What::Peer(at, word)));
            if cases.iter().any(|case| case.best(What::Peer(at, word)).is_some()) {
                row(&format!("{peer}: {word}"), cases.iter().map(times));
            }
        }
    }
    println!();
    ratios(cases, peers);
    cases.iter().for_each(|case| {
        case.remarks.iter().for_each(|remark| println!("- {}: {remark}", case.name));
    });
    println!();
}

fn cell(times: Option<&Times>) -> String {
    times.map_or("–".to_string(), Times::cell)
}

fn ratios(cases: &[Case], peers: &[&str]) {
    head("ratios of the best", cases);
    for (name, one, other) in [
        ("read / split, in memory", What::Read, What::Split),
        ("read / split, from the file", What::FetchRead, What::FetchSplit),
        ("Equal Shares, in gather passes", What::Plain, What::Gather),
        ("Equal Shares / read", What::Plain, What::Read),
        ("add1 assen / Equal Shares", What::Assen, What::Plain),
    ] {
        row(name, cases.iter().map(|case| ratio(case.best(one), case.best(other))));
    }
    let units = |case: &Case| format!("{} / {}", case.raised[0], case.raised[1]);
    row("raised by units: net / assen", cases.iter().map(units));
    let each = |case: &Case| {
        let runs = case.raised[1] + 1;
        case.best(What::Assen).map_or("–".to_string(), |time| decimal(time / runs / 10_000, 2))
    };
    row("add1 assen, µs for each endowment", cases.iter().map(each));
    for (at, peer) in peers.iter().enumerate() {
        for (word, own) in [("plain", What::Plain), ("add1", What::Net), ("greedy", What::Greedy)] {
            let beside = |case: &Case| ratio(case.best(What::Peer(at, word)), case.best(own));
            if cases.iter().any(|case| case.best(What::Peer(at, word)).is_some()) {
                row(&format!("{peer} / own, {word}"), cases.iter().map(beside));
            }
        }
    }
    println!();
}

/// All files in one process.
pub fn corpus(corpus: &Corpus) {
    let (files, bytes) = corpus.size;
    println!("| {files} files, {bytes} bytes | ms: best (middle, longest) | of fetching and splitting |");
    println!("|---|---|---|");
    let line = |name: &str, times: &Times| {
        let cells = [times.cell(), ratio(times.best(), corpus.split.best())];
        row(name, cells.into_iter());
    };
    line("fetching and splitting", &corpus.split);
    line("fetching, reading and building", &corpus.read);
    line("Equal Shares", &corpus.plain);
    line("all of it", &corpus.whole);
    line("all of it, two threads", &corpus.by_two);
    for (name, read, count) in &corpus.peers {
        line(&format!("{name}: read by our driver"), read);
        line(&format!("{name}: Equal Shares"), count);
    }
    println!();
}

/// The most memory of a process of its own for each election, in kB.
pub fn memory(cases: &[Case], most: &[u64], idle: u64) {
    head("kB", cases);
    row("most memory, read and count", most.iter().map(u64::to_string));
    row("4 × the file + 3 MB", cases.iter().map(|case| allowed(case).to_string()));
    println!("\nA process that does nothing in this program: {idle} kB\n");
}

fn allowed(case: &Case) -> u64 {
    (u64::try_from(case.bytes).expect("a file") * 4 + 3_000_000) / 1_000
}

/// The whole program beside an empty one.
pub fn whole((ours, empty): &(Times, Times)) {
    println!("| whole process, made-up election of 84 voters | ms: best (middle, longest) |\n|---|---|");
    row("schuifruimte tally", std::iter::once(ours.cell()));
    row("empty process", std::iter::once(empty.cell()));
    let more = |one: Option<u64>, other: Option<u64>| {
        one.zip(other).map_or("–".to_string(), |(one, other)| millis(one.saturating_sub(other)))
    };
    let best = more(ours.best(), empty.best());
    row("more", std::iter::once(format!("{best} ({})", more(ours.middle(), empty.middle()))));
    println!();
}

/// What was aimed at, and the worst that was found.
pub fn goals(cases: &[Case], memory: &[u64], peers: &[&str]) {
    println!("| goal | measured |\n|---|---|");
    let large: Vec<&Case> = cases.iter().filter(|case| case.bytes >= 1_000_000).collect();
    let read = large.iter().map(|case| (ratio(case.best(What::Read), case.best(What::Split)), &case.name));
    row("read at most 3 × splitting, files from 1 MB", std::iter::once(list(read)));
    for (at, peer) in peers.iter().enumerate() {
        for (word, own) in [("plain", What::Plain), ("add1", What::Net)] {
            let beside = cases
                .iter()
                .filter(|case| case.best(What::Peer(at, word)).is_some())
                .map(|case| (ratio(case.best(What::Peer(at, word)), case.best(own)), &case.name));
            row(&format!("times faster than {peer}, {word}"), std::iter::once(list(beside)));
        }
    }
    let over = |(case, &most): (&Case, &u64)| (most > allowed(case)).then(|| case.name.clone());
    let over: Vec<String> = cases.iter().zip(memory).filter_map(over).collect();
    let met = if over.is_empty() { "met by all".to_string() } else { format!("missed: {}", over.join(", ")) };
    row("memory at most 4 × the file + 3 MB", std::iter::once(met));
    let forint = cases.iter().find(|case| case.name.contains("Budapest"));
    let seconds = forint.and_then(|case| case.best(What::Net));
    let seconds = seconds.map_or("–".to_string(), |time| format!("{} s", decimal(time / 1_000_000_000, 3)));
    row("add1 in forints (Budapest VIII), step 1, in seconds", std::iter::once(seconds));
    println!();
}

fn list<'a>(all: impl Iterator<Item = (String, &'a String)>) -> String {
    let short = |name: &str| name.split('_').skip(1).collect::<Vec<_>>().join(" ");
    all.map(|(ratio, name)| format!("{ratio} {}", short(name))).collect::<Vec<_>>().join(", ")
}
