//! How much of the processors a process, a family of processes and the whole machine used, as Linux counts
//! it: in hundredths of a second.

use std::collections::BTreeMap;
use std::fs;

/// Microseconds in a tick of `/proc`; Linux fixes them at a hundredth of a second for programs.
const TICK: u64 = 10_000;

/// Microseconds that a process has used.
pub fn of(pid: u32) -> u64 {
    stat(pid).map_or(0, |stat| stat.own * TICK)
}

/// Microseconds that a process has used with its children, those that ended included.
pub fn of_family(pid: u32) -> u64 {
    let all: BTreeMap<u32, Stat> = pids().filter_map(|pid| Some((pid, stat(pid)?))).collect();
    let Some(parent) = all.get(&pid) else { return 0 };
    let children = all.values().filter(|stat| stat.parent == pid).map(|stat| stat.own);
    (parent.own + parent.ended + children.sum::<u64>()) * TICK
}

/// Microseconds that all processes of the machine have used, on all its processors together.
pub fn of_machine() -> u64 {
    let text = fs::read_to_string("/proc/stat").expect("this is Linux");
    let line = text.lines().next().expect("the first line is the whole machine");
    let ticks: Vec<u64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    // user, nice, system, then idle and waiting, which are no work, then interrupts.
    [0, 1, 2, 5, 6].iter().filter_map(|&place| ticks.get(place)).sum::<u64>() * TICK
}

/// How many processes wanted to run in the last minute, as the system words it.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").expect("this is Linux");
    text.split(' ').next().unwrap_or("").to_string()
}

/// What `/proc` tells of a process, in ticks.
struct Stat {
    parent: u32,
    own: u64,
    ended: u64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name may hold anything; fields are counted from behind it.
    let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok());
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        own: ticks(11)? + ticks(12)?,
        ended: ticks(13)? + ticks(14)?,
    })
}

fn pids() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}
