//! The text of a trace.

use std::fmt::Write;

use super::{Bought, Decision, Depth, Out, Paid, Stands, Step, Trace, Why, spell};
use crate::tally::ProjectIndex;
use crate::tally::ratio::Ratio;

/// The first line.
pub const FORMAT: &str = "schuifruimte-trace/1";

/// Writes a trace.
pub fn write(trace: &Trace) -> String {
    let mut ids: Vec<(ProjectIndex, &str)> =
        trace.projects.iter().map(|listed| (listed.project, listed.id.as_str())).collect();
    ids.sort_unstable();
    let mut prices = vec![0; trace.projects.len()];
    trace.projects.iter().for_each(|listed| prices[listed.project as usize] = listed.cost);
    let mut pen = Pen { text: String::new(), ids, prices };
    pen.line(format_args!("{FORMAT}"));
    spell::spell(&trace.rule).iter().for_each(|line| pen.line(format_args!("{line}")));
    let depth = match trace.depth {
        Depth::Decisions => "decisions",
        Depth::Facts => "facts",
    };
    pen.line(format_args!("confirms {depth}"));
    pen.line(format_args!("budget {}", cents(trace.budget)));
    pen.line(format_args!("voters {}", trace.voters));
    for listed in &trace.projects {
        let (id, price) = (quoted(&listed.id), cents(listed.cost));
        pen.line(format_args!("project {id} price {price} votes {}", listed.votes));
    }
    if let Some(endowment) = &trace.endowment {
        pen.line(format_args!("endowment {}", amount(endowment)));
    }
    for (home, held) in &trace.homes {
        pen.line(format_args!("home {} endowment {}", quoted(home), amount(held)));
    }
    for step in &trace.steps {
        pen.step(step);
    }
    if let Some(stands) = &trace.stands {
        pen.stands(stands);
    }
    let spent: u64 = trace.bought().map(|bought| bought.amount).sum();
    pen.line(format_args!("end spent {} left {}", cents(spent), cents(trace.budget.saturating_sub(spent))));
    pen.text
}

/// An id in quotes.
pub fn quoted(id: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in id.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ if letter.is_control() || turns(letter) => {
                write!(quoted, "\\u{{{:x}}}", u32::from(letter)).expect("a text takes all that is written");
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a letter turns the direction of writing, so that a line could be read as another.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What stands in quotes at the start of a text, and what comes after.
pub fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut id = String::new();
    let mut letters = text.strip_prefix('"')?.chars();
    loop {
        match letters.next()? {
            '"' => return Some((id, letters.as_str())),
            '\\' => match letters.next()? {
                'u' => {
                    let (code, rest) = letters.as_str().strip_prefix('{')?.split_once('}')?;
                    id.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                    letters = rest.chars();
                }
                letter => id.push(letter),
            },
            letter => id.push(letter),
        }
    }
}

/// Cents in units of the currency: `12` or `12.50`.
pub fn cents(amount: u64) -> String {
    match amount % 100 {
        0 => (amount / 100).to_string(),
        part => format!("{}.{part:02}", amount / 100),
    }
}

/// An exact amount in units of the currency: as whole cents, or a fraction with its value rounded down.
pub fn amount(exact: &Ratio) -> String {
    let units = Ratio::new(exact.numerator().clone(), exact.denominator() * 100_u32);
    if *exact.denominator() == num_bigint::BigUint::from(1_u32) {
        u64::try_from(exact.numerator().clone()).map_or_else(|_| units.to_string(), cents)
    } else {
        format!("{units} ({})", cents(exact.floor()))
    }
}

/// A number that need not be whole.
fn number(exact: &Ratio) -> String {
    let whole = *exact.denominator() == num_bigint::BigUint::from(1_u32);
    if whole { exact.to_string() } else { format!("{exact} ({})", exact.floor()) }
}

/// Writes line by line.
struct Pen<'a> {
    text: String,
    /// By project.
    ids: Vec<(ProjectIndex, &'a str)>,
    /// In cents, by project.
    prices: Vec<u64>,
}

impl Pen<'_> {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        writeln!(self.text, "{line}").expect("a text takes all that is written");
    }

    fn id(&self, project: ProjectIndex) -> String {
        let at = self.ids.binary_search_by_key(&project, |(known, _)| *known);
        quoted(self.ids[at.expect("a trace lists all projects")].1)
    }

    fn list(&self, projects: &[ProjectIndex]) -> String {
        projects.iter().map(|&project| self.id(project)).collect::<Vec<_>>().join(" ")
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Bought(bought) => self.bought(bought),
            Step::Out(out) => self.out(out),
            Step::Then(left) => self.line(format_args!("then greedy with {}", cents(*left))),
            Step::LastPass(left) => self.line(format_args!("last pass with {}", cents(*left))),
        }
    }

    fn bought(&mut self, bought: &Bought) {
        let (id, got, left) = (self.id(bought.project), cents(bought.amount), cents(bought.left));
        let price = self.prices[bought.project as usize];
        let part = if bought.amount == price { String::new() } else { format!(" gets {got}") };
        self.line(format_args!("buys {} {id} price {}{part} left {left}", bought.round, cents(price)));
        match &bought.decision {
            Decision::Free => self.line(format_args!("  free")),
            Decision::Shares(paid) => self.paid(paid),
            Decision::Score(scored) if scored.per == 1 => {
                self.line(format_args!("  score {}", scored.counted));
            }
            Decision::Score(scored) => {
                self.line(format_args!("  score {} per {}", scored.counted, cents(scored.per)));
            }
            Decision::Load(load) => self.line(format_args!("  load {}", amount(load))),
            Decision::Welfare(worth) => self.line(format_args!("  worth {worth}")),
            Decision::Told => self.line(format_args!("  not replayed")),
        }
        if let Some(first) = bought.tied.first() {
            let (tied, first) = (self.list(&bought.tied), self.id(*first));
            self.line(format_args!("  tied {tied} decided for {first}"));
        }
    }

    fn paid(&mut self, paid: &Paid) {
        self.line(format_args!("  effective votes {}", number(&paid.effective_votes)));
        self.line(format_args!("  rate {}", paid.rate));
        self.line(format_args!("  highest {}", amount(&paid.highest)));
        self.line(format_args!("  payers {} in full {}", paid.payers, paid.full));
        self.line(format_args!("  over {}", &paid.over * 100_u32));
        for (class, (_, exact)) in paid.classes.iter().zip(paid.floors()) {
            self.line(format_args!("  paid {} each {} ({})", class.voters, class.each, cents(exact)));
        }
    }

    fn out(&mut self, out: &Out) {
        let id = self.id(out.project);
        let why = match &out.why {
            Why::OverBudget => "costs more than the budget".to_string(),
            Why::NoSupport => "has no supporter".to_string(),
            Why::Limits => "is kept out by a limit".to_string(),
            Why::Held(held) => format!("supporters hold {}", amount(held)),
            Why::NoGroup => "no group can pay equal parts".to_string(),
            Why::Threshold { counted, least } => format!("has {counted} of {least} needed"),
            Why::NoRoom(left) => format!("does not fit in {}", cents(*left)),
            Why::Ended(left) => format!("comes after the end with {}", cents(*left)),
        };
        self.line(format_args!("out {id} after {} {why}", out.after));
    }

    fn stands(&mut self, stands: &Stands) {
        match stands {
            Stands::NextOverBudget(next) => {
                self.line(format_args!("next endowment {}", amount(&next.endowment)));
                let winners = self.list(&next.winners);
                self.line(format_args!("  buys {winners}"));
                self.line(format_args!("  costs {} more than the budget", cents(next.cost)));
            }
            Stands::NothingLeft => self.line(format_args!("stands nothing more can be bought")),
            Stands::Exhausted => self.line(format_args!("stands nothing fits in what is left")),
            Stands::CountedOnce => self.line(format_args!("stands all fit together")),
            Stands::Told => self.line(format_args!("stands not replayed")),
        }
    }
}
