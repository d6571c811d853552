//! Part-funding of the marginal proposal.
//!
//! *Definition.* A plan may state the smallest sum with which it can still be carried out. Greedy (as the
//! rule, or after Equal Shares) goes down its list. When the price of the plan that is next does not fit,
//! into what is left of the budget or below its ceilings, but its stated minimum does, it gets what is left
//! for it. This happens at most once in a count. Then greedy goes on: a part that filled a ceiling leaves
//! money that other plans can use, and a part that took the last of the budget leaves nothing anyway, so
//! to end there would only waste money. (With [`NoFit::Stop`](crate::tally::rule::NoFit::Stop) the next plan that
//! does not fit the budget ends it, as always.) A plan dearer than the whole budget is not on the list, whatever it states.
//!
//! *Examples*, in the election of [`super`]. A budget of 90 and choir states 15: park, pond, and choir gets 20
//! of its 30. Choir states 25: it gets nothing; fair gets the 20. Green at most 60 and pond states 15: park,
//! pond for 20, choir, and lamp with the last 10.
//!
//! *What it does to guarantees.* Greedy has none to lose: the plan with more votes comes first. A part never
//! comes out of the shares of voters: Equal Shares buys whole plans only. A stated minimum is a promise of
//! the applicant; one at or above the price has no effect.

use crate::tally::ballots::ProjectIndex;

/// The smallest sum with which a plan can still be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedMinimum {
    /// Which plan.
    pub project: ProjectIndex,
    /// In cents.
    pub least: u64,
}
