//! Where a count stops and a lot must be drawn first.

use super::OutcomeDocument;
use super::counting::{CountRefused, Plans};
use crate::domain::id::ProposalId;
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;
use crate::domain::succession;
use crate::tally::{CountError, Outcome, ProjectIndex, count};

impl OutcomeDocument {
    /// The plans at which a count without a lot stops; `None` when no lot is needed.
    pub fn left_open(
        rules: &Rules,
        ballots: &SealedBallots,
    ) -> Result<Option<Vec<ProposalId>>, CountRefused> {
        let instance = ballots.instance(rules);
        let plans = Plans { rules, draw: None, rule: rules.count.clone(), instance: &instance };
        match plans.decided() {
            Ok(_) => Ok(None),
            Err(CountError::DrawRequired(tied)) => Ok(Some(plans.ids(&tied))),
            Err(other) => Err(CountRefused::Count(other)),
        }
    }
}

impl Plans<'_> {
    /// Counts, unless a lot must be drawn first: for the winners, and where the rules name a source for a lot also for
    /// the order of the reserve list, of which the last euro may depend later.
    pub(super) fn decided(&self) -> Result<Outcome, CountError> {
        let outcome = count(self.instance, &self.rule.0)?;
        if self.rules.lot.is_some() && self.draw.is_none() {
            let won: Vec<ProjectIndex> = outcome.winners().collect();
            if let Some(tied) = succession::left_open(self.instance, &self.rule, &won) {
                return Err(CountError::DrawRequired(tied));
            }
        }
        Ok(outcome)
    }
}
