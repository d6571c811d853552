//! The record of a grant (Dutch: subsidiedossier).

use super::state::GrantState;
use crate::domain::id::{AllocationId, GrantId, LineId, ProposalId, RoundId};
use crate::domain::ledger::{AccountKey, AccountKind};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;

/// Which round the money comes from. There is no other way: no money leaves without a round (S3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A vote, by a certificate.
    Vote {
        /// The round.
        round: RoundId,
        /// The plan in it.
        proposal: ProposalId,
        /// The number of the certificate.
        certificate: u64,
    },
    /// A standing round for quick response.
    Standing {
        /// The standing round.
        round: RoundId,
    },
}

impl Source {
    /// The round.
    pub fn round(&self) -> &RoundId {
        match self {
            Source::Vote { round, .. } | Source::Standing { round } => round,
        }
    }

    /// The plan that was voted on.
    pub fn proposal(&self) -> Option<&ProposalId> {
        match self {
            Source::Vote { proposal, .. } => Some(proposal),
            Source::Standing { .. } => None,
        }
    }
}

/// A grant as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRecord {
    /// Which grant.
    pub id: GrantId,
    /// The line of its first year.
    pub line: LineId,
    /// What its area may spend in its first year.
    pub allocation: AllocationId,
    /// Where it comes from.
    pub source: Source,
    /// The pot.
    pub pot: Pot,
    /// Name of the plan.
    pub title: String,
    /// The group that signs for it, as on the ballot.
    pub applicant: String,
    /// What was certified for its first year, in whole cents; [`Whole`](super::Whole) is what it gets in all years.
    pub amount: Cents,
    /// Where it stands.
    pub state: GrantState,
}

impl GrantRecord {
    /// The account of the round that it comes from.
    pub fn round_account(&self) -> AccountKey {
        AccountKey::round(&self.line, &self.allocation, self.source.round())
    }

    /// One of its own accounts, of its first year.
    pub fn account(&self, kind: AccountKind) -> AccountKey {
        AccountKey::grant(kind, &self.round_account(), &self.id, self.pot)
    }

    /// One of its own accounts in a later year.
    pub fn account_in(&self, line: &LineId, allocation: &AllocationId, kind: AccountKind) -> AccountKey {
        AccountKey::grant(kind, &AccountKey::round(line, allocation, self.source.round()), &self.id, self.pot)
    }

    /// The name of the grant of a plan.
    pub fn id_of(round: &RoundId, proposal: &ProposalId) -> GrantId {
        GrantId::new(format!("{round}.{proposal}"))
    }
}
