//! A whole count: a method, then greedy with what it leaves where the rule says so.

use super::CountError;
use super::completion;
use super::constraints;
use super::instance::Instance;
use super::outcome::Outcome;
use super::reserve;
use super::rule::{Method, Rule, Then};
use super::rules::add_opt::exact_shares_run;
use super::rules::equal_shares::Arithmetic;
use super::rules::{bounded_overspending, greedy, max_welfare, maximin_support, phragmen, reading};
use super::ties::{TieLog, TieOrder, undecided};

/// Counts an election.
pub fn count(instance: &Instance, rule: &Rule) -> Result<Outcome, CountError> {
    count_with(instance, rule, Arithmetic::Swift)
}

/// Counts an election with numbers of this kind; the outcome is the same with each.
pub fn count_with(instance: &Instance, rule: &Rule, numbers: Arithmetic) -> Result<Outcome, CountError> {
    let order = TieOrder::new(instance, &rule.ties);
    let counted = |order: &TieOrder| counted(instance, &rule.method, order, numbers);
    let Counted { mut outcome, ties } = counted(&order)?;
    let winners = |order: &TieOrder| counted(order).map(|counted| counted.outcome.winner_set());
    outcome.ties = ties.judge(&order, &outcome.winner_set(), winners)?;
    outcome.reserve = reserve::list(instance, &rule.method, &order, &outcome.purchases);
    match undecided(&order, &outcome.ties) {
        Some(tie) => Err(CountError::DrawRequired(tie.tied.clone())),
        None => Ok(outcome),
    }
}

/// A count before its ties are judged.
pub struct Counted {
    /// The outcome, its list of ties and its reserve still empty.
    pub outcome: Outcome,
    /// The ties met.
    pub ties: TieLog,
}

/// Counts with this order of tied projects.
pub fn count_in_order(instance: &Instance, method: &Method, order: &TieOrder) -> Result<Counted, CountError> {
    counted(instance, method, order, Arithmetic::Swift)
}

fn counted(
    instance: &Instance,
    method: &Method,
    order: &TieOrder,
    numbers: Arithmetic,
) -> Result<Counted, CountError> {
    constraints::check(instance, method)?;
    reading::check(instance.kind(), method)?;
    let mut ties = TieLog::default();
    let mut outcome = Outcome::nothing();
    let then = match method {
        Method::Greedy(greedy) => &Then::Greedy(greedy.clone()),
        Method::EqualShares(shares) => {
            let (bought, endowment) = completion::shares(instance, shares, numbers, order, &mut ties)?;
            (outcome.purchases, outcome.endowment) = (bought, Some(endowment));
            &shares.then
        }
        Method::ExactEqualShares(shares) => {
            let (run, endowment) = exact_shares_run(instance, shares, order, &mut ties)?;
            (outcome.purchases, outcome.endowment) = (run.bought, Some(endowment));
            &shares.then
        }
        Method::BoundedOverspending(utility) => {
            let (bought, endowment) = bounded_overspending::run(instance, *utility, order, &mut ties);
            (outcome.purchases, outcome.endowment) = (bought, Some(endowment));
            &Then::None
        }
        Method::Phragmen(rule) => {
            outcome.purchases = phragmen::run(instance, rule.no_fit, order, &mut ties);
            &rule.then
        }
        Method::MaximinSupport => {
            outcome.purchases = maximin_support::run(instance, order, &mut ties);
            &Then::None
        }
        Method::MaxWelfare(utility) => {
            let (won, value) = max_welfare::run(instance, *utility, order, &mut ties)?;
            (outcome.purchases, outcome.value) = (won, Some(value));
            &Then::None
        }
    };
    if let Then::Greedy(rule) = then {
        greedy::select(instance, rule, order, &mut outcome.purchases, &mut ties);
    }
    Ok(Counted { outcome, ties })
}
