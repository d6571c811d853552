//! Rules beside each other at several budgets: which projects would have won under each?

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::file::shown;
use super::refusal::{Refusal, kind};
use super::rule::{known_names, rule_named};
use super::units::{amount, places};
use crate::tally::metrics::{Cell, Labels, Shares, Table, compare};
use crate::tally::rule::Rule;
use crate::tally::ties::TieRule;
use crate::tally::{CountError, Instance, ProjectIndex, pb};

/// The rules and the parts of the budget that are tried.
pub(super) struct SideBySide {
    names: Vec<String>,
    rules: Vec<Rule>,
    /// In hundredths of a percent of the budget in the file.
    parts: Vec<u32>,
}

/// The same as it was counted.
pub(super) struct Counted {
    names: Vec<String>,
    table: Table,
}

/// The largest part: a hundred times the budget.
const MAX_PART: u32 = 1_000_000;
/// The most rules, and the most budgets.
const MAX_LIST: usize = 20;

impl SideBySide {
    /// Reads a comma list of rules and presets and a comma list of percentages.
    pub(super) fn parse(names: &str, percents: &str, ties: &[TieRule]) -> Result<SideBySide, Refusal> {
        let rule = |name: &&str| {
            let rule = rule_named(name).map(|rule| Rule { ties: ties.to_vec(), ..rule });
            rule.ok_or_else(|| {
                Refusal::option(format!("--side-by-side: '{name}' is none of {}", known_names()))
            })
        };
        let part = |text: &str| {
            let part = pb::cents(text).and_then(|part| u32::try_from(part).ok());
            let part = part.filter(|part| (1..=MAX_PART).contains(part));
            part.ok_or_else(|| Refusal::option(format!("--budgets: '{text}' is not a percentage above 0")))
        };
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        let rules: Vec<Rule> = names.iter().map(rule).collect::<Result<_, _>>()?;
        let parts: Vec<u32> = percents.split(',').map(str::trim).map(part).collect::<Result<_, _>>()?;
        if rules.len() > MAX_LIST || parts.len() > MAX_LIST {
            return Err(Refusal::option(format!("at most {MAX_LIST} rules and {MAX_LIST} budgets")));
        }
        Ok(SideBySide { names: names.into_iter().map(str::to_string).collect(), rules, parts })
    }

    /// Counts each rule at each budget.
    pub(super) fn count(&self, instance: &Instance, labels: &Labels) -> Counted {
        let shares = Shares { of: instance.budget(), basis_points: self.parts.clone() };
        Counted { names: self.names.clone(), table: compare(instance, &self.rules, &shares, labels) }
    }
}

/// One rule at one budget.
struct Column<'a> {
    rule: &'a str,
    percent: String,
    budget: String,
    cell: &'a Result<Cell, CountError>,
}

impl Counted {
    fn columns(&self) -> impl Iterator<Item = Column<'_>> {
        self.table.rows.iter().flat_map(|row| {
            self.names.iter().zip(&row.cells).map(|(rule, cell)| Column {
                rule,
                percent: amount(row.basis_points.into()),
                budget: amount(row.budget),
                cell,
            })
        })
    }

    /// The table for programs: one object a rule and budget.
    pub(super) fn json(&self, instance: &Instance) -> Value {
        self.columns().map(|column| column.json(instance)).collect()
    }

    /// The table for people: a line a project that wins somewhere, a column a rule and budget.
    pub(super) fn text(&self, instance: &Instance) -> String {
        let columns: Vec<Column> = self.columns().collect();
        let mut text = String::new();
        for (place, column) in columns.iter().enumerate() {
            let letter = letter(place);
            let _ = writeln!(text, "{letter:>3}: {}", column.line());
        }
        let mut rows: BTreeMap<ProjectIndex, Vec<bool>> = BTreeMap::new();
        for (place, column) in columns.iter().enumerate() {
            for winner in column.cell.iter().flat_map(|cell| cell.outcome.winners()) {
                rows.entry(winner).or_insert_with(|| vec![false; columns.len()])[place] = true;
            }
        }
        let head: String = (0..columns.len()).map(|place| format!(" {:>3}", letter(place))).collect();
        let _ = writeln!(text, "{:<12}{head}", "");
        for (project, won) in rows {
            let marks: String = won.iter().map(|won| if *won { "   x" } else { "   ." }).collect();
            let _ = writeln!(text, "{:<12}{marks}", shown(&instance.project(project).id));
        }
        text
    }
}

impl Column<'_> {
    fn json(&self, instance: &Instance) -> Value {
        let mut told = json!({ "rule": self.rule, "percent": self.percent, "budget": self.budget });
        match self.cell {
            Ok(cell) => {
                let ids = cell.outcome.winners().map(|p| instance.project(p).id.as_str());
                told["winners"] = ids.collect();
                told["cost"] = amount(cell.outcome.cost()).into();
                told["measures"] = json!({
                    "voters_without_winner": cell.measures.without_winner,
                    "average_winners": cell.measures.average_winners.to_string(),
                });
                told["prefer_first"] = cell.against_first.as_ref().map(|known| known.first).into();
                told["prefer_this"] = cell.against_first.as_ref().map(|known| known.second).into();
            }
            Err(error) => {
                told["error"] = kind(error).into();
                told["reason"] = error.to_string().into();
            }
        }
        told
    }

    fn line(&self) -> String {
        let Column { rule, percent, budget, cell } = self;
        let told = match cell {
            Ok(cell) => format!(
                "{} projects for {}, {} voters without one, {} on a ballot",
                cell.outcome.purchases.len(),
                amount(cell.outcome.cost()),
                cell.measures.without_winner,
                places(&cell.measures.average_winners)
            ),
            Err(error) => error.to_string(),
        };
        format!("{rule} with {percent}% of the budget ({budget}): {told}")
    }
}

/// The name of a column: A to Z, then AA and on.
fn letter(place: usize) -> String {
    let last = char::from(b'A' + u8::try_from(place % 26).expect("below 26"));
    match place / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letter(more - 1)),
    }
}
