//! The rules of a round (Dutch: de regels van de ronde), frozen at opening. Their fingerprint stands in
//! the log, on every later page and on the certificate.
//!
//! The way of dividing money must be known before anyone votes (Awb art. 4:26); these bytes are it.

use serde::{Deserialize, Serialize};

use super::auditor::Auditor;
use super::ballot::BallotForm;
use super::check::RecipientTerms;
use super::count_rule::CountRule;
use super::deadline::{Deadline, UNPOSTED};
use super::digest::Digest;
use super::id::{AreaId, ProposalId, RoundId};
use super::limits::RoundLimits;
use super::lot::{Draw, LotSource};
use super::money::Cents;
use super::proposal::Proposal;
use super::round::{Change, Publish, Regulation};
use super::support::Threshold;
use super::time::Moment;
use crate::tally::ties::TieRule;

/// Version of the published form.
pub const FORMAT: &str = "schuifruimte-rules/1";

/// Ballots are published from so many ballots on; below, choices could be traced to people.
pub const MIN_PUBLISHED_BALLOTS: u64 = 50;
/// Ballots are published from so many plans on.
pub const MIN_PUBLISHED_PROPOSALS: usize = 3;

/// Everything that decides what a ballot is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// [`FORMAT`].
    pub format: String,
    /// Name of the municipality.
    pub municipality: String,
    /// Which round.
    pub round: RoundId,
    /// Its title.
    pub title: String,
    /// Which area.
    pub area: AreaId,
    /// Name of the area.
    pub area_name: String,
    /// Year of the budget line.
    pub year: i64,
    /// The most the round may grant, money held for objections included.
    pub ceiling: Cents,
    /// Held back for upheld objections (Awb art. 4:25 lid 3).
    pub objection_reserve: Cents,
    /// The regulation in which this way of dividing was announced.
    pub regulation: Regulation,
    /// What the round holds recipients to; left out of imported elections, and of rounds from before it was frozen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<RecipientTerms>,
    /// From when votes are taken; absent for an imported election.
    pub vote_from: Option<Moment>,
    /// Until when votes are taken; absent for an imported election.
    pub vote_until: Option<Moment>,
    /// What holds around the last moment; left out of imported elections, and of rounds from before it was posted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// What a voter does with the plans, and within which numbers.
    pub ballot: BallotForm,
    /// How the ballots are counted.
    pub count: CountRule,
    /// What is read after the vote when a tie is left open; left out where the order of ties leaves none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotSource>,
    /// How many supporters a plan needed to come on the ballot; left out of rounds that asked for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Threshold>,
    /// What the count may buy, beside the money there is; left out when nothing limits it.
    #[serde(default, skip_serializing_if = "RoundLimits::is_empty")]
    pub limits: RoundLimits,
    /// SHA-256 of the mix statement that was public when the round opened; left out of rounds without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mix: Option<Digest>,
    /// Whether a ballot can be changed until the close.
    pub change: Change,
    /// Whether the ballots are published after the count.
    pub publish: Publish,
    /// The public key of the log, as C2SP note key.
    pub log_key: String,
    /// The Ed25519 public key of receipts, in hexadecimal.
    pub receipt_key: String,
    /// Who can open every commitment after the seal; none for an imported election.
    pub auditors: Vec<Auditor>,
    /// The plans on the ballot, in the order of their ids.
    pub proposals: Vec<Proposal>,
}

impl Rules {
    /// The file `rules.json`.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("rules are plain data");
        bytes.push(b'\n');
        bytes
    }

    /// Reads the file; only what [`Rules::write`] gives is such a file.
    pub fn parse(bytes: &[u8]) -> Option<Rules> {
        let rules: Rules = serde_json::from_slice(bytes).ok()?;
        (rules.format == FORMAT && rules.write() == bytes).then_some(rules)
    }

    /// The fingerprint of the round.
    pub fn fingerprint(&self) -> Digest {
        Digest::of(&self.write())
    }

    /// One plan.
    pub fn proposal(&self, id: &ProposalId) -> Option<&Proposal> {
        self.proposals.iter().find(|proposal| &proposal.id == id)
    }

    /// What holds around the last moment.
    pub fn deadline(&self) -> Deadline {
        self.deadline.unwrap_or(UNPOSTED)
    }

    /// Length in bytes of the longest ballot these rules allow, as [`super::ballot::Ballot::canonical`] writes it.
    pub fn longest_ballot(&self) -> usize {
        let mark = self.ballot.marking.mark_length();
        let mut lengths: Vec<usize> =
            self.proposals.iter().map(|plan| plan.id.as_str().len() + mark).collect();
        lengths.sort_unstable_by(|one, other| other.cmp(one));
        let most = usize::try_from(self.ballot.max).unwrap_or(usize::MAX);
        lengths.into_iter().take(most).sum()
    }

    /// How the ballots are counted once a lot was drawn, if one was: the lot is the last step of the order of ties.
    pub fn count_with(&self, draw: Option<&Draw>) -> CountRule {
        let mut count = self.count.clone();
        count.0.ties.extend(draw.map(|draw| TieRule::Lot(draw.seed.clone())));
        count
    }

    /// What the count may spend.
    pub fn spendable(&self) -> Cents {
        self.ceiling.minus(self.objection_reserve).unwrap_or(Cents::ZERO)
    }

    /// Whether the ballots of this round are published when there are so many. If not, the round is
    /// published in totals only.
    pub fn publishes_ballots(&self, ballots: u64) -> bool {
        self.publish == Publish::Ballots
            && ballots >= MIN_PUBLISHED_BALLOTS
            && self.proposals.len() >= MIN_PUBLISHED_PROPOSALS
    }
}
