//! A rule spelled out, one parameter a line, and read back.

use super::text::{cents, quoted, unquoted};
use crate::tally::rule::{
    Add1, AddOpt, Affordable, Completion, EqualShares, ExactEqualShares, Greedy, Method, NoFit, Phragmen,
    Rule, Score, Start, Stop, Then, Utility,
};
use crate::tally::ties::TieRule;

const UTILITIES: [(Utility, &str); 5] = [
    (Utility::Cost, "cost"),
    (Utility::Cardinality, "cardinality"),
    (Utility::Points, "points"),
    (Utility::Borda, "borda"),
    (Utility::RankScore, "rank-score"),
];
const SCORES: [(Score, &str); 6] = [
    (Score::Votes, "votes"),
    (Score::VotesPerCost, "votes-per-cost"),
    (Score::Points, "points"),
    (Score::PointsPerCost, "points-per-cost"),
    (Score::BordaPerCost, "borda-per-cost"),
    (Score::RankScore, "rank-score"),
];
const NO_FITS: [(NoFit, &str); 2] = [(NoFit::Skip, "skip"), (NoFit::Stop, "stop")];
const STARTS: [(Start, &str); 2] = [(Start::Exact, "exact"), (Start::Integral, "integral")];
const STOPS: [(Stop, &str); 3] = [
    (Stop::OverBudget, "over-budget"),
    (Stop::ExhaustiveSupported, "exhaustive-supported"),
    (Stop::ExhaustiveAll, "exhaustive-all"),
];
const AFFORDABLE: [(Affordable, &str); 2] =
    [(Affordable::Raise, "raise"), (Affordable::CountOnce, "count-once")];
const ADD_OPTS: [(Option<AddOpt>, &str); 5] = [
    (None, "none"),
    (Some(AddOpt::Best), "best"),
    (Some(AddOpt::FirstOver), "first-over"),
    (Some(AddOpt::Exhaustive), "exhaustive"),
    (Some(AddOpt::Skip), "skip"),
];

fn name<T: PartialEq>(names: &'static [(T, &'static str)], value: &T) -> &'static str {
    names.iter().find(|(known, _)| known == value).expect("every value has a name").1
}

/// The lines that spell out a rule.
pub fn spell(rule: &Rule) -> Vec<String> {
    let mut lines = match &rule.method {
        Method::Greedy(greedy) => [vec!["method greedy".to_string()], of_greedy(greedy)].concat(),
        Method::EqualShares(shares) => {
            let utility = format!("utility {}", name(&UTILITIES, &shares.utility));
            let method = vec!["method equal-shares".to_string(), utility];
            [method, of_completion(&shares.completion), of_then(&shares.then)].concat()
        }
        Method::ExactEqualShares(shares) => {
            let utility = format!("utility {}", name(&UTILITIES, &shares.utility));
            let add_opt = format!("add-opt {}", name(&ADD_OPTS, &shares.add_opt));
            let method = vec!["method exact-equal-shares".to_string(), utility, add_opt];
            [method, of_then(&shares.then)].concat()
        }
        Method::Phragmen(phragmen) => {
            let no_fit = format!("no-fit {}", name(&NO_FITS, &phragmen.no_fit));
            [vec!["method phragmen".to_string(), no_fit], of_then(&phragmen.then)].concat()
        }
        Method::MaximinSupport => vec!["method maximin-support".to_string()],
        Method::MaxWelfare(utility) => {
            vec!["method max-welfare".to_string(), format!("utility {}", name(&UTILITIES, utility))]
        }
        Method::BoundedOverspending(utility) => {
            vec!["method bounded-overspending".to_string(), format!("utility {}", name(&UTILITIES, utility))]
        }
    };
    lines.extend(rule.ties.iter().map(|tie| format!("ties {}", quoted(&tie.name()))));
    lines
}

fn of_greedy(greedy: &Greedy) -> Vec<String> {
    vec![
        format!("score {}", name(&SCORES, &greedy.score)),
        format!("no-fit {}", name(&NO_FITS, &greedy.no_fit)),
        format!("threshold {}", greedy.threshold),
    ]
}

fn of_completion(completion: &Completion) -> Vec<String> {
    match completion {
        Completion::None => vec!["completion none".to_string()],
        Completion::Add1(add1) => vec![
            "completion add1".to_string(),
            format!("start {}", name(&STARTS, &add1.start)),
            format!("step {}", cents(add1.step)),
            format!("stop {}", name(&STOPS, &add1.stop)),
            format!("affordable {}", name(&AFFORDABLE, &add1.affordable)),
        ],
    }
}

fn of_then(then: &Then) -> Vec<String> {
    match then {
        Then::None => vec!["then none".to_string()],
        Then::Greedy(greedy) => [vec!["then greedy".to_string()], of_greedy(greedy)].concat(),
    }
}

/// Lines that are read one after the other.
pub struct Lines<'a> {
    lines: &'a [&'a str],
    /// How many were read.
    pub at: usize,
}

impl<'a> Lines<'a> {
    /// From the first line on.
    pub fn new(lines: &'a [&'a str]) -> Lines<'a> {
        Lines { lines, at: 0 }
    }

    /// What comes after `word` on the next line.
    pub fn word(&mut self, word: &str) -> Result<&'a str, String> {
        let line = self.lines.get(self.at).copied().unwrap_or("");
        self.at += 1;
        line.strip_prefix(word)
            .and_then(|rest| rest.strip_prefix(' '))
            .ok_or_else(|| format!("a line that begins with \"{word}\" is expected"))
    }

    fn one_of<T: Clone>(&mut self, word: &str, names: &[(T, &'static str)]) -> Result<T, String> {
        let told = self.word(word)?;
        let found = names.iter().find(|(_, name)| *name == told).map(|(value, _)| value.clone());
        found.ok_or_else(|| format!("\"{told}\" is no known {word}"))
    }

    /// Whether the next line begins with `word`.
    pub fn is_next(&self, word: &str) -> bool {
        self.lines.get(self.at).is_some_and(|line| line.split(' ').next() == Some(word))
    }
}

/// Reads the lines that [`spell`] gives.
pub fn read(lines: &mut Lines<'_>) -> Result<Rule, String> {
    let method = match lines.word("method")? {
        "greedy" => Method::Greedy(greedy(lines)?),
        "equal-shares" => {
            let utility = lines.one_of("utility", &UTILITIES)?;
            let completion = completion(lines)?;
            Method::EqualShares(EqualShares { utility, completion, then: then(lines)? })
        }
        "exact-equal-shares" => {
            let utility = lines.one_of("utility", &UTILITIES)?;
            let add_opt = lines.one_of("add-opt", &ADD_OPTS)?;
            Method::ExactEqualShares(ExactEqualShares { utility, add_opt, then: then(lines)? })
        }
        "phragmen" => {
            let no_fit = lines.one_of("no-fit", &NO_FITS)?;
            Method::Phragmen(Phragmen { no_fit, then: then(lines)? })
        }
        "maximin-support" => Method::MaximinSupport,
        "max-welfare" => Method::MaxWelfare(lines.one_of("utility", &UTILITIES)?),
        "bounded-overspending" => Method::BoundedOverspending(lines.one_of("utility", &UTILITIES)?),
        other => return Err(format!("\"{other}\" is no known method")),
    };
    let mut ties = Vec::new();
    while lines.is_next("ties") {
        let told = lines.word("ties")?;
        let (name, _) = unquoted(told).ok_or("the name of a tie rule stands in quotes")?;
        ties.push(TieRule::named(&name).ok_or_else(|| format!("\"{name}\" is no known tie rule"))?);
    }
    Ok(Rule { method, ties })
}

fn greedy(lines: &mut Lines<'_>) -> Result<Greedy, String> {
    let score = lines.one_of("score", &SCORES)?;
    let no_fit = lines.one_of("no-fit", &NO_FITS)?;
    let threshold = lines.word("threshold")?.parse().map_err(|_| "the threshold is a whole number")?;
    Ok(Greedy { score, no_fit, threshold })
}

fn completion(lines: &mut Lines<'_>) -> Result<Completion, String> {
    match lines.word("completion")? {
        "none" => Ok(Completion::None),
        "add1" => {
            let start = lines.one_of("start", &STARTS)?;
            let step = in_cents(lines.word("step")?).ok_or("the step is an amount")?;
            let stop = lines.one_of("stop", &STOPS)?;
            let affordable = lines.one_of("affordable", &AFFORDABLE)?;
            Ok(Completion::Add1(Add1 { start, step, stop, affordable }))
        }
        other => Err(format!("\"{other}\" is no known completion")),
    }
}

fn then(lines: &mut Lines<'_>) -> Result<Then, String> {
    match lines.word("then")? {
        "none" => Ok(Then::None),
        "greedy" => Ok(Then::Greedy(greedy(lines)?)),
        other => Err(format!("\"{other}\" is nothing that can come then")),
    }
}

/// Reads an amount of whole cents as [`cents`] writes it.
pub fn in_cents(text: &str) -> Option<u64> {
    let (units, part) = text.split_once('.').unwrap_or((text, "0"));
    let (units, part): (u64, u64) = (units.parse().ok()?, part.parse().ok()?);
    units.checked_mul(100)?.checked_add(part)
}
