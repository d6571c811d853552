//! Transfers (Dutch: schuiven): money that moves between areas, years and pots, within the reserved share of one
//! budget and never out of it (S36). One person proposes, another one confirms.

use super::budget::Budget;
use super::id::{AccountId, AreaId, LineId};
use super::ledger::PostingKind;
use super::money::Cents;
use super::pot::Pot;
use super::time::Moment;

/// Where money stands before and after it shifts: in a year, for an area or for none yet, in a pot or in none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The year, as the line of it.
    pub line: LineId,
    /// The area; `None` for what no area has yet.
    pub area: Option<AreaId>,
    /// The pot.
    pub pot: Pot,
}

/// A transfer as it is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedTransfer {
    /// Where it comes from.
    pub from: Place,
    /// Where it goes.
    pub to: Place,
    /// How much.
    pub amount: Cents,
    /// Why, for everyone to read.
    pub reason: String,
}

/// Who signed something, when, and in which function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who.
    pub by: AccountId,
    /// In which function at that time.
    pub function: String,
    /// When.
    pub at: Moment,
}

/// Where a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferState {
    /// It waits for a second person.
    Proposed,
    /// Someone else agreed: the money moved.
    Confirmed,
    /// Someone else refused.
    Refused,
    /// Whoever proposed it took it back.
    Withdrawn,
}

impl TransferState {
    /// Every state with its name.
    pub const NAMES: [(TransferState, &'static str); 4] = [
        (TransferState::Proposed, "proposed"),
        (TransferState::Confirmed, "confirmed"),
        (TransferState::Refused, "refused"),
        (TransferState::Withdrawn, "withdrawn"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        TransferState::NAMES.iter().find(|(one, _)| *one == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<TransferState> {
        TransferState::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }
}

/// A transfer as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Its number, from 1.
    pub number: u64,
    /// [`PostingKind::Transfer`] or [`PostingKind::CarryOver`].
    pub kind: PostingKind,
    /// What was proposed.
    pub proposal: ProposedTransfer,
    /// Who proposed it.
    pub proposed: Signed,
    /// Where it stands.
    pub state: TransferState,
    /// Who decided, with the reason of a refusal.
    pub decided: Option<(Signed, String)>,
    /// The posting that moved the money.
    pub posting: Option<u64>,
}

/// Why money may not shift so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferFault {
    /// Both places are the same.
    SamePlace,
    /// The years are not of one budget: it would leave its reserve.
    OtherBudget,
    /// The year it would go to is over.
    YearOver,
}

/// What kind of posting a transfer is between two years of these budgets, decided in `this_year`. What a year that is
/// over did not use is carried over (Dutch: overheveling); anything else shifts.
pub fn kind(
    proposal: &ProposedTransfer,
    from: (&Budget, i64),
    to: (&Budget, i64),
    this_year: i64,
) -> Result<PostingKind, TransferFault> {
    if proposal.from == proposal.to {
        return Err(TransferFault::SamePlace);
    }
    if from.0.id != to.0.id {
        return Err(TransferFault::OtherBudget);
    }
    let (from, to) = (from.1, to.1);
    if from != to && to < this_year {
        return Err(TransferFault::YearOver);
    }
    Ok(if from < this_year && to > from { PostingKind::CarryOver } else { PostingKind::Transfer })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::budget::Ground;
    use crate::domain::id::BudgetId;
    use crate::domain::money::BasisPoints;

    fn budget(id: &str) -> Budget {
        Budget {
            id: BudgetId::new(id),
            name: id.to_string(),
            first_year: 2027,
            years: 6,
            ground: Ground::named("nota"),
            review_on: String::new(),
            warning: BasisPoints::new(5_000).unwrap(),
        }
    }

    fn place(year: i64, area: &str) -> Place {
        Place { line: LineId::new(year.to_string()), area: Some(AreaId::new(area)), pot: Pot::None }
    }

    #[test]
    fn money_shifts_within_one_budget_and_is_carried_over_from_a_year_that_is_over() {
        let (own, other) = (budget("a"), budget("b"));
        let told = |from: (i64, &str), to: (i64, &str), this_year: i64, target: &Budget| {
            let proposal = ProposedTransfer {
                from: place(from.0, from.1),
                to: place(to.0, to.1),
                amount: Cents::euros(1),
                reason: "reden".to_string(),
            };
            kind(&proposal, (&own, from.0), (target, to.0), this_year)
        };
        assert_eq!(told((2027, "zuid"), (2027, "west"), 2027, &own), Ok(PostingKind::Transfer));
        assert_eq!(told((2027, "zuid"), (2028, "zuid"), 2027, &own), Ok(PostingKind::Transfer));
        assert_eq!(told((2029, "zuid"), (2028, "zuid"), 2027, &own), Ok(PostingKind::Transfer));
        assert_eq!(told((2027, "zuid"), (2028, "zuid"), 2028, &own), Ok(PostingKind::CarryOver));
        assert_eq!(told((2028, "zuid"), (2027, "zuid"), 2028, &own), Err(TransferFault::YearOver));
        assert_eq!(told((2027, "zuid"), (2027, "zuid"), 2027, &own), Err(TransferFault::SamePlace));
        assert_eq!(told((2027, "zuid"), (2027, "west"), 2027, &other), Err(TransferFault::OtherBudget));
    }
}
