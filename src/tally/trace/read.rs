//! Reading a trace and replaying it.

use num_bigint::BigUint;
use num_traits::Zero;

use super::follow::{Choices, confirm_raising, follow};
use super::spell::{self, Lines, in_cents};
use super::text::{FORMAT, unquoted};
use super::{Replayed, TraceError};
use crate::tally::ratio::Ratio;
use crate::tally::rule::Rule;
use crate::tally::{Instance, ProjectIndex};

/// Replays a trace: reads from it the rule, the endowment and what was bought, tells the whole story again
/// from the ballots, and compares every line. Of raised endowments, the one that stands and the next are
/// counted; [`replay_all`] counts those before as well.
pub fn replay(instance: &Instance, text: &str) -> Result<Replayed, TraceError> {
    confirm(instance, text).map(|(_, replayed)| replayed)
}

/// The same, and for raised endowments confirms that raising did not have to end before. Slow: one run for
/// each endowment from the first.
pub fn replay_all(instance: &Instance, text: &str) -> Result<Replayed, TraceError> {
    let (told, replayed) = confirm(instance, text)?;
    if let Some(endowment) = &told.choices.endowment {
        confirm_raising(instance, &told.rule, endowment)
            .map_err(|refused| TraceError { line: told.endowment_line, reason: refused.reason })?;
    }
    Ok(replayed)
}

/// What is taken from a text.
struct Told {
    rule: Rule,
    choices: Choices,
    /// The line of each purchase, from 1.
    lines: Vec<usize>,
    endowment_line: usize,
}

fn confirm(instance: &Instance, text: &str) -> Result<(Told, Replayed), TraceError> {
    let lines: Vec<&str> = text.split('\n').collect();
    let told = read(instance, &lines)?;
    let trace = follow(instance, &told.rule, &told.choices).map_err(|refused| {
        let line = refused.at.and_then(|at| told.lines.get(at).copied());
        TraceError { line: line.unwrap_or(told.endowment_line), reason: refused.reason }
    })?;
    let due = trace.write();
    let due: Vec<&str> = due.split('\n').collect();
    for at in 0..due.len().max(lines.len()) {
        let (is, should) = (lines.get(at), due.get(at));
        if is != should {
            let reason = differs(is.copied(), should.copied());
            return Err(TraceError { line: at + 1, reason });
        }
    }
    let winners = told.choices.bought.iter().map(|(project, _)| *project).collect();
    let replayed = Replayed { rule: told.rule.clone(), winners, depth: trace.depth };
    Ok((told, replayed))
}

fn differs(is: Option<&str>, should: Option<&str>) -> String {
    match (is, should) {
        (_, Some("") | None) => "nothing is expected here".to_string(),
        (Some(_), Some(should)) => format!("by the ballots this line is \"{}\"", should.trim_start()),
        (None, Some(should)) => format!("the text ends before \"{}\"", should.trim_start()),
    }
}

fn read(instance: &Instance, lines: &[&str]) -> Result<Told, TraceError> {
    if lines.first() != Some(&FORMAT) {
        return Err(TraceError { line: 1, reason: format!("the first line is \"{FORMAT}\"") });
    }
    let mut header = Lines::new(&lines[1..]);
    let rule = spell::read(&mut header).map_err(|reason| TraceError { line: header.at + 1, reason })?;
    let mut told = Told {
        rule,
        choices: Choices { endowment: None, bought: Vec::new() },
        lines: Vec::new(),
        endowment_line: 1,
    };
    let mut ids: Vec<(&str, ProjectIndex)> =
        instance.indexes().map(|project| (instance.project(project).id.as_str(), project)).collect();
    ids.sort_unstable();
    let mut open: Option<Sum> = None;
    for (number, line) in (1..).zip(lines) {
        let refuse = |reason: &str| TraceError { line: number, reason: reason.to_string() };
        match line.split_once(' ') {
            Some(("endowment", exact)) => {
                told.choices.endowment = Some(in_units(exact).ok_or_else(|| refuse("not an exact amount"))?);
                told.endowment_line = number;
            }
            Some(("buys", purchase)) => {
                Sum::close(open.take())?;
                let (project, amount) = bought(&ids, purchase)
                    .ok_or_else(|| refuse("not a purchase of a project of this election"))?;
                told.choices.bought.push((project, amount));
                told.lines.push(number);
                open = Some(Sum { line: number, price: amount.into(), over: None, paid: BigUint::zero() });
            }
            _ => {
                if let Some(sum) = &mut open {
                    sum.add(line.trim_start()).ok_or_else(|| refuse("not a payment"))?;
                }
            }
        }
    }
    Sum::close(open)?;
    Ok(told)
}

/// The payments of a purchase as the text tells them.
struct Sum {
    line: usize,
    price: BigUint,
    over: Option<BigUint>,
    paid: BigUint,
}

impl Sum {
    fn add(&mut self, line: &str) -> Option<()> {
        if let Some(over) = line.strip_prefix("over ") {
            self.over = Some(over.parse().ok()?);
        } else if let Some(class) = line.strip_prefix("paid ") {
            let (voters, rest) = class.split_once(" each ")?;
            let voters: u64 = voters.parse().ok()?;
            let each: BigUint = rest.split(' ').next()?.parse().ok()?;
            self.paid += each * voters;
        }
        Some(())
    }

    /// Whether the payments add up to the price, by the numbers of the text alone.
    fn close(open: Option<Sum>) -> Result<(), TraceError> {
        match open {
            Some(Sum { line, price, over: Some(over), paid }) if &paid * 100_u32 != &price * &over => {
                Err(TraceError { line, reason: "the payments do not add up to the price".to_string() })
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// What follows `buys`: the round, the id in quotes, `price` and an amount, `gets` and an amount where that is
/// another.
fn bought(ids: &[(&str, ProjectIndex)], purchase: &str) -> Option<(ProjectIndex, u64)> {
    let (_, rest) = purchase.split_once(' ')?;
    let (id, rest) = unquoted(rest)?;
    let at = ids.binary_search_by(|(known, _)| (*known).cmp(id.as_str())).ok()?;
    let mut words = rest.strip_prefix(" price ")?.split(' ');
    let (price, next, part) = (words.next()?, words.next()?, words.next()?);
    let amount = if next == "gets" { part } else { price };
    Some((ids[at].1, in_cents(amount)?))
}

/// An exact amount in units of the currency, as cents.
fn in_units(text: &str) -> Option<Ratio> {
    let exact = text.split(' ').next()?;
    match exact.split_once('/') {
        None => in_cents(exact).map(Ratio::whole),
        Some((above, below)) => {
            let (above, below): (BigUint, BigUint) = (above.parse().ok()?, below.parse().ok()?);
            (!below.is_zero()).then(|| Ratio::new(above * 100_u32, below))
        }
    }
}
