//! The lot (Dutch: het lot): what decides when plans stand equal and the declared order of ties leaves it open.
//!
//! *Nobody can choose the seed.* Before the vote opens the rules name a public source and a moment after the vote: what
//! the source says then, nobody knows while plans, order and rules can still be chosen. After that moment two persons
//! read the source, each alone, and type what it says. The seed is the fingerprint of the rules, a space and that
//! reading ([`seed`]); the ticket of a plan is the SHA-256 of the seed, a line end and its id, smallest first
//! ([`ticket`]). The fingerprint keeps one reading from deciding two rounds in the same way.
//!
//! *When there is nothing to read.* Rules of before there were lots name no source, and a source can fall away. Then two
//! persons draw in public and enter what was drawn with where it was and why: [`DrawWay::Instead`], which everybody sees.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::certificate::{Deed, Signature, pretty};
use super::digest::Digest;
use super::id::{ProposalId, RoundId};
use super::rules::Rules;
use super::time::Moment;

/// Version of the published form.
pub const FORMAT: &str = "schuifruimte-draw/1";
/// Longest name of a source, place or reason, in characters.
pub const MAX_TEXT: usize = 300;
/// Longest reading, in characters.
pub const MAX_DRAWN: usize = 200;

/// The public source of a lot, named in the rules before anyone votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotSource {
    /// What is read, such as a drawing of a lottery, and what of it in which order.
    pub source: String,
    /// From when it can be read; after the vote.
    pub at: Moment,
}

impl LotSource {
    /// Whether it says what is read, at a moment after the last one of the vote.
    pub fn is_complete(&self, vote_until: Option<Moment>) -> bool {
        told(&self.source) && vote_until.is_some_and(|until| until < self.at)
    }
}

/// Whether a text says something and is not too long.
pub fn told(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_TEXT
}

/// What a source said, in the one form that counts: groups of letters and digits in lower case with one space between
/// them. Two persons who type the same with other signs between the numbers typed the same. `None` when nothing is
/// left or it is too long.
pub fn reading(typed: &str) -> Option<String> {
    let groups = typed.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|group| !group.is_empty());
    let read = groups.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    (!read.is_empty() && read.len() <= MAX_DRAWN).then_some(read)
}

/// The seed of the lot of a round.
pub fn seed(rules: &Digest, drawn: &str) -> String {
    format!("{rules} {drawn}")
}

/// The ticket of a plan: the plan with the smallest goes first.
pub fn ticket(seed: &str, plan: &ProposalId) -> Digest {
    let hash = Sha256::new().chain_update(seed).chain_update("\n").chain_update(plan.as_str());
    Digest::from_bytes(hash.finalize().into())
}

/// How a lot was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DrawWay {
    /// Read from the source that the rules name.
    Published,
    /// Drawn in public in the place of it, for a reason.
    Instead,
}

impl DrawWay {
    /// The name, as it is stored and published.
    pub fn name(self) -> &'static str {
        match self {
            DrawWay::Published => "published",
            DrawWay::Instead => "instead",
        }
    }

    /// The way of this name.
    pub fn named(name: &str) -> Option<DrawWay> {
        [DrawWay::Published, DrawWay::Instead].into_iter().find(|way| way.name() == name)
    }
}

/// What was read or drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// How.
    pub way: DrawWay,
    /// The source, or where and how it was drawn in public.
    pub source: String,
    /// From when the source could be read, or when it was drawn.
    pub at: Moment,
    /// Why it was not read from the source of the rules; nothing where it was.
    pub why: String,
    /// What it said, as [`reading`] gives it.
    pub drawn: String,
}

/// The file `draw.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// [`FORMAT`].
    pub format: String,
    /// Which round.
    pub round: RoundId,
    /// Fingerprint of its rules.
    pub rules: Digest,
    /// SHA-256 of the sealed list of ballots: the lot was drawn when these could not change any more.
    pub sealed: Digest,
    /// The plans at which the count stopped without a lot.
    pub tied: Vec<ProposalId>,
    /// How it was drawn.
    pub way: DrawWay,
    /// The source, or where and how it was drawn in public.
    pub source: String,
    /// From when the source could be read, or when it was drawn.
    pub at: Moment,
    /// Why it was not read from the source of the rules.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What it said.
    pub drawn: String,
    /// The seed of the lot.
    pub seed: String,
    /// Who read it: one entered it, another read it again.
    pub signatures: Vec<Signature>,
}

impl Draw {
    /// What two persons read, for a round and its sealed ballots.
    pub fn new(
        rules: &Rules,
        sealed: Digest,
        tied: Vec<ProposalId>,
        drawn: Drawn,
        signatures: [Signature; 2],
    ) -> Draw {
        Draw {
            format: FORMAT.to_string(),
            round: rules.round.clone(),
            rules: rules.fingerprint(),
            sealed,
            tied,
            way: drawn.way,
            source: drawn.source,
            at: drawn.at,
            why: drawn.why,
            seed: seed(&rules.fingerprint(), &drawn.drawn),
            drawn: drawn.drawn,
            signatures: signatures.to_vec(),
        }
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        pretty(self)
    }

    /// Reads the file; only what [`Draw::write`] gives is such a file.
    pub fn parse(bytes: &[u8]) -> Option<Draw> {
        let draw: Draw = serde_json::from_slice(bytes).ok()?;
        (draw.format == FORMAT && draw.write() == bytes).then_some(draw)
    }

    /// What it says that the rules and the sealed ballots contradict.
    pub fn contradiction(&self, rules: &Rules, sealed: &Digest) -> Option<&'static str> {
        let named = rules.lot.as_ref();
        let as_published = named.is_some_and(|lot| lot.source == self.source && lot.at == self.at);
        let checks = [
            (self.round == rules.round && self.rules == rules.fingerprint(), "it is of other rules"),
            (self.sealed == *sealed, "it was drawn over other ballots"),
            (reading(&self.drawn).as_ref() == Some(&self.drawn), "this is not what a source can say"),
            (self.seed == seed(&self.rules, &self.drawn), "the seed does not follow from what was drawn"),
            (
                self.way != DrawWay::Published || (as_published && self.why.is_empty()),
                "it was not read from the source that the rules name",
            ),
            (
                self.way != DrawWay::Instead || (told(&self.source) && told(&self.why)),
                "it does not say why it was not read from the source of the rules",
            ),
            (self.tied.len() > 1, "it names no plans that stood equal"),
            (self.are_two_persons(), "it is not of one who entered it and another who read it again"),
        ];
        checks.into_iter().find(|(holds, _)| !holds).map(|(_, what)| what)
    }

    fn are_two_persons(&self) -> bool {
        match self.signatures.as_slice() {
            [first, second] => {
                first.deed == Deed::Proposed
                    && second.deed == Deed::Approved
                    && first.account != second.account
                    && self.at <= first.at
                    && first.at <= second.at
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_the_same_however_it_is_written_down() {
        assert_eq!(reading(" 3, 14,15 - 27; Reserve: 9.").as_deref(), Some("3 14 15 27 reserve 9"));
        assert_eq!(reading("3 14 15 27 reserve 9").as_deref(), Some("3 14 15 27 reserve 9"));
        assert_eq!(reading(" ,;\n"), None);
        assert_eq!(reading(&"9".repeat(MAX_DRAWN + 1)), None);
        assert_ne!(reading("31 4"), reading("3 14"), "what stands between numbers is kept apart");
    }

    #[test]
    fn a_ticket_is_what_the_count_draws_with() {
        let seed = seed(&Digest::of(b"rules"), "3 14 15");
        let tool = Digest::of(format!("{seed}\n02").as_bytes());
        assert_eq!(ticket(&seed, &ProposalId::new("02")), tool, "sha256sum gives the same");
    }
}
