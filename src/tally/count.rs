//! A whole count: a method, then greedy with what it leaves where the rule says so.

use super::CountError;
use super::ballots::ProjectIndex;
use super::completion;
use super::constraints;
use super::instance::Instance;
use super::outcome::{Outcome, Purchase, Stage};
use super::ratio::Ratio;
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
        Some(tie) => {
            let is_open =
                |&&project: &&ProjectIndex| project == tie.tied[0] || !order.decides(tie.tied[0], project);
            Err(CountError::DrawRequired(tie.tied.iter().filter(is_open).copied().collect()))
        }
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

/// Who won, and what it took to find out.
pub struct Brief {
    /// The winners, in the order in which they were bought.
    pub winners: Vec<ProjectIndex>,
    /// What each voter held in the run that stands, under Equal Shares.
    pub endowment: Option<Ratio>,
    /// How often about all ballots were gone through: the runs of Equal Shares, the purchases of other rules.
    /// The same on every machine.
    pub passes: u64,
}

/// Counts with this order of tied projects and tells the winners only: no payments, no ties.
pub fn winners_in_order(instance: &Instance, method: &Method, order: &TieOrder) -> Result<Brief, CountError> {
    let Method::EqualShares(shares) = method else {
        let outcome = count_in_order(instance, method, order)?.outcome;
        let winners: Vec<ProjectIndex> = outcome.winners().collect();
        let passes = u64::try_from(winners.len()).expect("a count has few purchases") + 1;
        return Ok(Brief { winners, endowment: None, passes });
    };
    constraints::check(instance, method)?;
    reading::check(instance.kind(), method)?;
    let (mut winners, endowment, passes) = completion::bought(instance, shares, order)?;
    if let Then::Greedy(greedy) = &shares.then {
        // Greedy asks what was bought and for how much, not how.
        let whole = |project| Purchase::whole(instance, project, Stage::Free);
        let mut purchases: Vec<Purchase> = winners.into_iter().map(whole).collect();
        greedy::select(instance, greedy, order, &mut purchases, &mut TieLog::default());
        winners = purchases.iter().map(|purchase| purchase.project).collect();
    }
    Ok(Brief { winners, endowment: Some(endowment), passes })
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
