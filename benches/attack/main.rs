//! Wrong passwords for one person, from one address and from everywhere, beside people who look at pages and the person
//! who signs in. benches/README.md says what each line means.
//!
//! `cargo bench --bench attack` takes about a minute.

mod client;
mod served;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;

use client::Client;
use served::{LOGIN, PASSWORD, Served};

/// What people look at meanwhile.
const PAGES: [&str; 3] = ["/", "/geld", "/bureau/aanmelden"];
/// How long the person waits between one sign-in and the next.
const BETWEEN: Duration = Duration::from_millis(500);
/// How long the person waits who is told that the service is too busy, as `Retry-After` says.
const AWAY: Duration = Duration::from_secs(2);

/// Measures what an attack on the sign-in does to everyone else
#[derive(Debug, Clone, Parser)]
struct Args {
    /// Seconds of each phase
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often all phases are gone through; the time in the middle is shown
    #[arg(long, default_value_t = 3)]
    repeat: usize,
    /// Connections of attackers
    #[arg(long, default_value_t = 16)]
    attackers: usize,
    /// People who look at pages
    #[arg(long, default_value_t = 4)]
    readers: usize,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

/// From where passwords are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attack {
    /// Nobody attacks.
    None,
    /// A hundred wrong passwords from one address, then it is over.
    Hundred,
    /// From one address, without end.
    OneAddress,
    /// Each try from an address of its own, without end.
    Everywhere,
}

impl Attack {
    const ALL: [(Attack, &'static str); 4] = [
        (Attack::None, "quiet"),
        (Attack::Hundred, "100 wrong passwords from one address"),
        (Attack::OneAddress, "wrong passwords from one address, without end"),
        (Attack::Everywhere, "wrong passwords from everywhere, without end"),
    ];

    /// From where try number `number` comes; `None` when it is over.
    fn address(self, number: u64) -> Option<String> {
        match self {
            Attack::None => None,
            Attack::Hundred if number >= 100 => None,
            Attack::Hundred | Attack::OneAddress => Some("203.0.113.9".to_string()),
            Attack::Everywhere => {
                Some(format!("10.{}.{}.{}", number / 65_536 % 256, number / 256 % 256, number % 256))
            }
        }
    }
}

/// What a phase came to.
#[derive(Debug, Default, Clone)]
struct Seen {
    /// How long pages took, in microseconds.
    pages: Vec<u64>,
    /// Pages that were not given.
    lost: u64,
    /// The answers to wrong passwords, by status.
    wrong: BTreeMap<u16, u64>,
    /// How long sign-ins of the person took from the first try until they were in, in microseconds.
    came_in: Vec<u64>,
    /// Sign-ins that were tried again because the service was too busy.
    again: u64,
    /// Sign-ins that were refused.
    refused: u64,
    /// Memory at the end, in KiB.
    memory: u64,
}

fn main() {
    let args = Args::parse();
    let served = Served::start();
    let counter = AtomicU64::new(0);
    let mut seen: Vec<Seen> = Attack::ALL.iter().map(|_| Seen::default()).collect();
    // Once without being counted, so that nobody pays for first times.
    phase(&args, &served, Attack::None, &counter);
    for _ in 0..args.repeat {
        for (place, (attack, name)) in Attack::ALL.into_iter().enumerate() {
            eprintln!("{name}");
            let one = phase(&args, &served, attack, &counter);
            let all = &mut seen[place];
            all.pages.extend(one.pages);
            all.came_in.extend(one.came_in);
            for (status, times) in one.wrong {
                *all.wrong.entry(status).or_default() += times;
            }
            (all.lost, all.again, all.refused) =
                (all.lost + one.lost, all.again + one.again, all.refused + one.refused);
            all.memory = all.memory.max(one.memory);
        }
    }
    print(&args, &seen, served.memory("VmHWM:"));
}

/// One phase: people look at pages, the person signs in, attackers try.
fn phase(args: &Args, served: &Served, attack: Attack, counter: &AtomicU64) -> Seen {
    let over = AtomicBool::new(false);
    let tries = AtomicU64::new(0);
    let mut seen = Seen::default();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..args.readers)
            .map(|number| {
                scope.spawn({
                    let over = &over;
                    move || read(served, number, over)
                })
            })
            .collect();
        let attackers: Vec<_> =
            (0..args.attackers).map(|_| scope.spawn(|| attacked(served, attack, &tries, &over))).collect();
        let person = scope.spawn(|| sign_in(served, counter, &over));
        std::thread::sleep(Duration::from_secs(args.seconds));
        over.store(true, Ordering::SeqCst);
        for reader in readers {
            let (pages, lost) = reader.join().expect("a reader goes on");
            seen.pages.extend(pages);
            seen.lost += lost;
        }
        for attacker in attackers {
            for (status, times) in attacker.join().expect("an attacker goes on") {
                *seen.wrong.entry(status).or_default() += times;
            }
        }
        (seen.came_in, seen.again, seen.refused) = person.join().expect("the person goes on");
    });
    seen.memory = served.memory("VmRSS:");
    seen
}

/// Looks at one page after the other: how long each took, and how many were not given.
fn read(served: &Served, number: usize, over: &AtomicBool) -> (Vec<u64>, u64) {
    let (mut client, from) = (Client::of(served.address), format!("198.51.100.{}", number + 1));
    let (mut times, mut lost) = (Vec::new(), 0);
    for page in PAGES.into_iter().cycle() {
        if over.load(Ordering::SeqCst) {
            break;
        }
        match client.get(&from, page) {
            Ok(answer) if answer.status == 200 => times.push(micros(answer.time)),
            _ => lost += 1,
        }
    }
    (times, lost)
}

/// Tries wrong passwords as fast as answers come: the answers by status, 0 for a connection that broke.
fn attacked(served: &Served, attack: Attack, tries: &AtomicU64, over: &AtomicBool) -> BTreeMap<u16, u64> {
    let mut client = Client::of(served.address);
    let mut answers = BTreeMap::new();
    while !over.load(Ordering::SeqCst) {
        let Some(from) = attack.address(tries.fetch_add(1, Ordering::SeqCst)) else { break };
        let status = client.sign_in(&from, LOGIN, "een zin die niet klopt").map_or(0, |answer| answer.status);
        *answers.entry(status).or_default() += 1;
    }
    answers
}

/// The person signs in now and then, each time from another place, and comes back when the service is too busy.
fn sign_in(served: &Served, counter: &AtomicU64, over: &AtomicBool) -> (Vec<u64>, u64, u64) {
    let (mut came_in, mut again, mut refused) = (Vec::new(), 0, 0);
    while !over.load(Ordering::SeqCst) {
        let place = counter.fetch_add(1, Ordering::SeqCst);
        let from = format!("192.0.{}.{}", place / 250, place % 250 + 1);
        let begin = Instant::now();
        loop {
            match Client::of(served.address).sign_in(&from, LOGIN, PASSWORD).map_or(0, |answer| answer.status)
            {
                303 => came_in.push(micros(begin.elapsed())),
                503 if begin.elapsed() < Duration::from_secs(30) => {
                    again += 1;
                    std::thread::sleep(AWAY);
                    continue;
                }
                _ => refused += 1,
            }
            break;
        }
        std::thread::sleep(BETWEEN);
    }
    (came_in, again, refused)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).expect("a wait of a human life at most")
}

/// The time that so many in a hundred do not pass.
fn within(times: &[u64], percent: usize) -> u64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or(0)
}

fn print(args: &Args, seen: &[Seen], most: u64) {
    println!(
        "| attack | pages a second | of quiet | p50 ms | p99 ms | p99, times quiet | pages lost | answers to wrong passwords | \
         sign-ins: came in, came back, refused | sign-in p50 ms, longest | memory MB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let seconds = args.seconds * u64::try_from(args.repeat).expect("few");
    let rate = |one: &Seen| u64::try_from(one.pages.len()).expect("a count") / seconds.max(1);
    let quiet = &seen[0];
    for (one, (_, name)) in seen.iter().zip(Attack::ALL) {
        let wrong: Vec<String> =
            one.wrong.iter().map(|(status, times)| format!("{times} × {status}")).collect();
        println!(
            "| {name} | {} | {} | {} | {} | {} | {} | {} | {}, {}, {} | {}, {} | {} |",
            rate(one),
            ratio(rate(one), rate(quiet)),
            millis(within(&one.pages, 50)),
            millis(within(&one.pages, 99)),
            ratio(within(&one.pages, 99), within(&quiet.pages, 99)),
            one.lost,
            wrong.join(", "),
            one.came_in.len(),
            one.again,
            one.refused,
            millis(within(&one.came_in, 50)),
            millis(one.came_in.iter().copied().max().unwrap_or(0)),
            one.memory / 1_024,
        );
    }
    println!("\nThe most memory at any moment: {} MB.", most / 1_024);
}

/// Two decimals of a quotient.
fn ratio(part: u64, whole: u64) -> String {
    let hundredths = part * 100 / whole.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Milliseconds with two decimals.
fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10)
}
