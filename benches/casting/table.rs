//! The table: one line for each thing measured, in Markdown. All numbers are whole until they are written.

use super::cpu;
use super::database::Kind;
use super::load::Taken;

/// What was used during a measurement, in microseconds of one processor.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cpu {
    /// By what is measured.
    pub service: u64,
    /// By a database in processes of its own.
    pub database: u64,
    /// By the load, when that is another process than what is measured.
    pub load: u64,
    /// By everything else on the machine.
    pub others: u64,
}

/// One measurement.
#[derive(Debug, Clone)]
pub struct Run {
    /// What came of it.
    pub taken: Taken,
    /// What it used.
    pub cpu: Cpu,
    /// Processes that wanted to run in the minute before.
    pub busy: String,
}

impl Run {
    /// Measures, with an eye on the process that serves (or this one) and on the one of the database.
    pub fn of(service: Option<u32>, database: Option<u32>, work: impl FnOnce() -> Taken) -> Run {
        let usage = || {
            let own = cpu::of(std::process::id());
            let database = database.map_or(0, cpu::of_family);
            let (service, load) = service.map_or((own, 0), |pid| (cpu::of(pid), own));
            Cpu { service, database, load, others: cpu::of_machine() }
        };
        let (busy, before) = (cpu::load(), usage());
        let taken = work();
        let after = usage();
        let service = after.service - before.service;
        let (database, load) = (after.database - before.database, after.load - before.load);
        let machine = after.others - before.others;
        let others = machine.saturating_sub(service + database + load);
        Run { taken, cpu: Cpu { service, database, load, others }, busy }
    }

    /// Right answers in a second.
    fn rate(&self) -> u64 {
        per_second(&self.taken)
    }
}

fn per_second(taken: &Taken) -> u64 {
    let micros = u64::try_from(taken.time.as_micros()).expect("a measurement is short");
    taken.right() * 1_000_000 / micros.max(1)
}

/// Microseconds that so many in a hundred did not wait longer than.
fn wait(taken: &Taken, percent: usize) -> u64 {
    taken.waits.get(taken.waits.len() * percent / 100).copied().unwrap_or(0)
}

/// A line of the table: several runs of the same.
#[derive(Debug)]
pub struct Row {
    /// What is measured.
    pub what: String,
    /// On which database.
    pub database: Option<Kind>,
    /// With so many ballots before.
    pub stored: Option<usize>,
    /// With so many clients.
    pub clients: Option<usize>,
    /// The rate of the empty service.
    pub hello: Option<u64>,
    runs: Vec<Run>,
}

impl Row {
    /// A line about runs of the same.
    pub fn new(what: impl Into<String>, mut runs: Vec<Run>) -> Row {
        runs.sort_by_key(Run::rate);
        Row { what: what.into(), database: None, stored: None, clients: None, hello: None, runs }
    }

    /// On which database.
    pub fn on(self, kind: Kind) -> Row {
        Row { database: Some(kind), ..self }
    }

    /// With so many ballots before.
    pub fn stored(self, stored: usize) -> Row {
        Row { stored: Some(stored), ..self }
    }

    /// With so many clients.
    pub fn clients(self, clients: usize) -> Row {
        Row { clients: Some(clients), ..self }
    }

    /// Beside the rate of the empty service.
    pub fn beside(self, hello: u64) -> Row {
        Row { hello: Some(hello), ..self }
    }

    /// The rate in the middle.
    pub fn rate(&self) -> u64 {
        self.middle().rate()
    }

    /// Microseconds that ninety-nine in a hundred did not wait longer than.
    pub fn p99(&self) -> u64 {
        wait(&self.middle().taken, 99)
    }

    /// Microseconds of a processor for each right answer, of service and database together.
    pub fn cost(&self) -> u64 {
        let Run { taken, cpu, .. } = self.middle();
        (cpu.service + cpu.database) / taken.right().max(1)
    }

    fn middle(&self) -> &Run {
        &self.runs[self.runs.len() / 2]
    }

    /// The line in Markdown.
    pub fn line(&self) -> String {
        let (run, number) = (self.middle(), |number: Option<usize>| number.map_or(String::new(), grouped));
        let Taken { waits, .. } = &run.taken;
        let wait =
            |percent: usize| decimal(waits.get(waits.len() * percent / 100).copied().unwrap_or(0) / 10, 2);
        let longest = self.runs.iter().filter_map(|run| run.taken.waits.last()).max().copied().unwrap_or(0);
        let each = |micros: u64| decimal(micros / run.taken.right().max(1), 3);
        let rates = self.runs.first().map(Run::rate).zip(self.runs.last().map(Run::rate));
        let (low, high) = rates.unwrap_or_default();
        let busy: Vec<&str> = self.runs.iter().map(|run| run.busy.as_str()).collect();
        let cells = [
            self.what.clone(),
            self.database.map_or(String::new(), |kind| kind.name().to_string()),
            number(self.stored),
            number(self.clients),
            format!("{} ({}–{})", count(run.rate()), count(low), count(high)),
            self.hello.map_or(String::new(), |hello| decimal(run.rate() * 1_000 / hello.max(1), 3)),
            wait(50),
            wait(99),
            decimal(longest / 10, 2),
            each(run.cpu.service),
            each(run.cpu.database),
            each(run.cpu.load),
            self.others(),
            busy.join(" "),
            format!("{} %", percent(run)),
        ];
        format!("| {} |", cells.join(" | "))
    }

    /// What was answered otherwise, in all runs together.
    fn others(&self) -> String {
        let all = Taken::all(run_time(&self.runs), self.runs.iter().map(|run| run.taken.clone()));
        let others: Vec<String> =
            all.others.iter().map(|(what, times)| format!("{times} × {what}")).collect();
        if others.is_empty() { "0".to_string() } else { others.join(", ") }
    }
}

fn run_time(runs: &[Run]) -> std::time::Duration {
    runs.iter().map(|run| run.taken.time).sum()
}

/// What others took of the machine, in percent of all its processors.
fn percent(run: &Run) -> u64 {
    let micros = u64::try_from(run.taken.time.as_micros()).expect("a measurement is short");
    run.cpu.others * 100 / (micros * cores()).max(1)
}

fn cores() -> u64 {
    let cores = std::thread::available_parallelism().expect("a machine has processors");
    u64::try_from(cores.get()).expect("a count")
}

/// Prints the table.
pub fn print(rows: &[Row]) {
    println!("{} processors\n", cores());
    println!(
        "| what | database | stored | clients | per second (lowest–highest) | of hello | p50 ms | p99 ms | \
         max ms | CPU service ms | CPU database ms | CPU load ms | other answers | load before | others' CPU |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    rows.iter().for_each(|row| println!("{}", row.line()));
}

/// A number with so many digits behind the point.
pub fn decimal(value: u64, places: usize) -> String {
    let text = format!("{value:0>width$}", width = places + 1);
    let (whole, rest) = text.split_at(text.len() - places);
    format!("{whole}.{rest}")
}

fn grouped(number: usize) -> String {
    count(u64::try_from(number).expect("a count"))
}

/// A number with commas between its thousands.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
