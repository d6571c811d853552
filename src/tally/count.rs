//! A whole count: a method, then greedy with what it leaves where the rule says so.

use super::CountError;
use super::completion;
use super::constraints;
use super::instance::Instance;
use super::outcome::Outcome;
use super::reserve;
use super::rule::{Method, Rule, Then};
use super::rules::equal_shares::Arithmetic;
use super::rules::greedy;
use super::ties::{TieLog, TieOrder, undecided};

/// Counts an election.
pub fn count(instance: &Instance, rule: &Rule) -> Result<Outcome, CountError> {
    let order = TieOrder::new(instance, &rule.ties);
    let Counted { mut outcome, ties, .. } = count_in_order(instance, &rule.method, &order)?;
    let winners = |order: &TieOrder| {
        count_in_order(instance, &rule.method, order).map(|counted| counted.outcome.winner_set())
    };
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
    constraints::check(instance, method)?;
    let mut ties = TieLog::default();
    let mut outcome = Outcome::nothing();
    let then = match method {
        Method::Greedy(greedy) => &Then::Greedy(greedy.clone()),
        Method::EqualShares(shares) => {
            let (bought, endowment) =
                completion::shares(instance, shares, Arithmetic::Swift, order, &mut ties)?;
            (outcome.purchases, outcome.endowment) = (bought, Some(endowment));
            &shares.then
        }
        Method::ExactEqualShares(_)
        | Method::Phragmen(_)
        | Method::MaximinSupport
        | Method::MaxWelfare(_)
        | Method::BoundedOverspending(_) => return Err(CountError::Incompatible("not on this branch yet")),
    };
    if let Then::Greedy(rule) = then {
        greedy::select(instance, rule, order, &mut outcome.purchases, &mut ties);
    }
    Ok(Counted { outcome, ties })
}
