//! Which pot kept a plan out.

use super::story::Reason;
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::proposal::Proposal;
use crate::domain::rules::Rules;

/// Why the limits keep a plan out beside what was bought, each plan with what it got. What is true at the end of the
/// count was enough to keep it out: a limit that refuses once refuses for ever.
pub(super) fn reason(rules: &Rules, plan: &Proposal, bought: &[(&Proposal, Cents)]) -> Reason {
    let Some(own) = rules.limits.pot(plan.pot) else { return Reason::Limits };
    let spendable = rules.spendable();
    let sum = |of: Option<Pot>| {
        let counted = bought.iter().filter(|(one, _)| of.is_none_or(|pot| one.pot == pot));
        Cents::sum(counted.map(|(_, amount)| *amount)).unwrap_or(Cents::MAX)
    };
    let less = |whole: Cents, part: Cents| whole.minus(part).unwrap_or(Cents::ZERO);
    let left = less(own.most.of(spendable), sum(Some(plan.pot)));
    if left < plan.amount {
        return Reason::PotFull { pot: plan.pot, left };
    }
    let others = rules.limits.pots.iter().filter(|limit| limit.pot != plan.pot);
    let owed: Vec<(Pot, Cents)> = others
        .map(|limit| (limit.pot, less(limit.least.of(spendable), sum(Some(limit.pot)))))
        .filter(|(_, owed)| *owed > Cents::ZERO)
        .collect();
    let kept = Cents::sum(owed.iter().map(|(_, owed)| *owed)).unwrap_or(Cents::MAX);
    let left = less(less(spendable, sum(None)), kept);
    if left < plan.amount && !owed.is_empty() {
        return Reason::PotKept { pots: owed.into_iter().map(|(pot, _)| pot).collect(), left };
    }
    Reason::Limits
}
