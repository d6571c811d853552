//! Certificates (Dutch: vaststelling): what two officers sign for, one after the other, over the same
//! bytes. A certificate is never edited: a correction is a new one that names the one before it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::grant::{self, Grant};
use super::id::{AccountId, RoundId};
use super::money::Cents;
use super::outcome::OutcomeDocument;
use super::round::Regulation;
use super::rules::Rules;
use super::succession::{Changes, Succession, successors};
use super::time::Moment;

/// Version of the published form of a certificate.
const FORMAT: &str = "schuifruimte-certificate/1";
/// Version of the published form of its signatures.
const SIGNATURES_FORMAT: &str = "schuifruimte-signatures/1";
/// Longest report of incidents, in characters.
pub const MAX_INCIDENTS: usize = 2_000;

/// The file `certificate.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Version of the form.
    pub format: String,
    /// 1 for the first of the round.
    pub number: u64,
    /// Hash of the certificate that this one replaces.
    pub supersedes: Option<Digest>,
    /// Which municipality.
    pub municipality: String,
    /// Which round.
    pub round: RoundId,
    /// Its title.
    pub title: String,
    /// Where the way of dividing was announced.
    pub regulation: Regulation,
    /// Fingerprint of the rules.
    pub rules: Digest,
    /// Entries in the log, the count included.
    pub log_size: u64,
    /// Root over them.
    pub log_root: Digest,
    /// Ballots counted.
    pub ballots: u64,
    /// SHA-256 of `outcome.json`.
    pub outcome: Digest,
    /// SHA-256 of `trace.txt`, where the outcome names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Digest>,
    /// SHA-256 of `draw.json`, where the outcome names a lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<Digest>,
    /// What the round may grant.
    pub spendable: Cents,
    /// Sum of the grants.
    pub granted: Cents,
    /// The grants.
    pub grants: Vec<Grant>,
    /// Who dropped out and who moved up, where it takes the place of a certificate for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succession: Option<Succession>,
    /// The version of this program that counted.
    pub engine: String,
    /// What happened that readers should know; empty when nothing did.
    pub incidents: String,
}

/// What a certificate stands on.
pub struct Grounds<'a> {
    /// The frozen rules.
    pub rules: &'a Rules,
    /// Entries in the log and the root over them, the count included.
    pub log: (u64, Digest),
    /// The outcome.
    pub outcome: &'a OutcomeDocument,
    /// The certificate before this one: its number and hash.
    pub previous: Option<(u64, Digest)>,
    /// What happened that readers should know.
    pub incidents: &'a str,
}

impl Certificate {
    /// The certificate that follows from an outcome.
    pub fn new(grounds: &Grounds<'_>) -> Result<Certificate, super::budget::CeilingExceeded> {
        let Grounds { rules, outcome, .. } = grounds;
        let grants = grant::propose(rules, outcome)?;
        Ok(Certificate {
            format: FORMAT.to_string(),
            number: grounds.previous.map_or(1, |(number, _)| number + 1),
            supersedes: grounds.previous.map(|(_, hash)| hash),
            municipality: rules.municipality.clone(),
            round: rules.round.clone(),
            title: rules.title.clone(),
            regulation: rules.regulation.clone(),
            rules: rules.fingerprint(),
            log_size: grounds.log.0,
            log_root: grounds.log.1,
            ballots: outcome.ballots,
            outcome: Digest::of(&outcome.write()),
            trace: outcome.trace,
            draw: outcome.draw,
            spendable: rules.spendable(),
            granted: grant::total(&grants),
            grants,
            succession: None,
            engine: env!("CARGO_PKG_VERSION").to_string(),
            incidents: grounds.incidents.to_string(),
        })
    }

    /// The certificate that takes the place of the last of `chain`, all in force one after the other, because plans
    /// dropped out: the other grants stay, and the reserve list moves up. Its number follows the last one's.
    /// `None` when no plan is named, or one that the last certificate does not hold, or when a plan is passed over that is
    /// not on the list.
    pub fn after(
        chain: &[Certificate],
        changes: Changes<'_>,
        grounds: &Grounds<'_>,
    ) -> Option<Result<Certificate, super::budget::CeilingExceeded>> {
        let (last, Changes { dropped, skipped }) = (chain.last()?, changes);
        let is_out = |plan| dropped.iter().any(|out| &out.proposal == plan);
        let (out, kept): (Vec<&Grant>, Vec<&Grant>) =
            last.grants.iter().partition(|grant| is_out(&grant.proposal));
        if out.is_empty() || out.len() != dropped.len() {
            return None;
        }
        let listed = |plan| grounds.outcome.others.iter().any(|other| &other.id == plan);
        let has = |plan| last.grants.iter().any(|grant| &grant.proposal == plan);
        let may_skip = |plan| listed(plan) && !has(plan);
        let in_order = skipped.is_sorted_by(|a, b| a.proposal < b.proposal);
        if !in_order || !skipped.iter().all(|one| may_skip(&one.proposal)) {
            return None;
        }
        let before = chain.iter().filter_map(|one| one.succession.as_ref()).flat_map(|one| &one.dropped);
        let mut out: BTreeSet<_> = before.chain(dropped).map(|one| one.proposal.clone()).collect();
        out.extend(skipped.iter().map(|one| one.proposal.clone()));
        let mut grants: Vec<Grant> = kept.into_iter().cloned().collect();
        let up = successors(grounds.rules, grounds.outcome, &grants, &out);
        let moved_up = up.iter().map(|grant| grant.proposal.clone()).collect();
        grants.extend(up);
        let made = grant::check(grounds.rules, &grants).and_then(|()| Certificate::new(grounds));
        Some(made.map(|made| Certificate {
            granted: grant::total(&grants),
            grants,
            succession: Some(Succession { dropped: dropped.to_vec(), moved_up, skipped: skipped.to_vec() }),
            ..made
        }))
    }

    /// The grants that it sets money aside for: those that no certificate before it held.
    pub fn set_aside(&self) -> impl Iterator<Item = &Grant> {
        let is_new = |grant: &&Grant| match &self.succession {
            None => true,
            Some(succession) => succession.moved_up.contains(&grant.proposal),
        };
        self.grants.iter().filter(is_new)
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        pretty(self)
    }

    /// Reads the file; only what [`Certificate::write`] gives is such a file.
    pub fn parse(bytes: &[u8]) -> Option<Certificate> {
        let certificate: Certificate = serde_json::from_slice(bytes).ok()?;
        (certificate.format == FORMAT && certificate.write() == bytes).then_some(certificate)
    }
}

/// What an officer did with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Put it forward.
    Proposed,
    /// Agreed as second person.
    Approved,
}

/// One officer under a certificate: function and number, no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// What the officer did.
    pub deed: Deed,
    /// Which officer.
    pub account: AccountId,
    /// The officer's function.
    pub function: String,
    /// When.
    pub at: Moment,
}

/// The file `signatures.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatures {
    /// Version of the form.
    pub format: String,
    /// SHA-256 of `certificate.json`: what was signed for.
    pub certificate: Digest,
    /// Who signed, in order.
    pub signatures: Vec<Signature>,
}

impl Signatures {
    /// The signatures of two officers.
    pub fn new(certificate: Digest, signatures: [Signature; 2]) -> Signatures {
        Signatures { format: SIGNATURES_FORMAT.to_string(), certificate, signatures: signatures.to_vec() }
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        pretty(self)
    }

    /// Reads the file; only what [`Signatures::write`] gives is such a file.
    pub fn parse(bytes: &[u8]) -> Option<Signatures> {
        let signatures: Signatures = serde_json::from_slice(bytes).ok()?;
        (signatures.format == SIGNATURES_FORMAT && signatures.write() == bytes).then_some(signatures)
    }

    /// Whether two different persons signed: one proposed, then another approved.
    pub fn are_of_two_persons(&self) -> bool {
        match self.signatures.as_slice() {
            [first, second] => {
                first.deed == Deed::Proposed
                    && second.deed == Deed::Approved
                    && first.account != second.account
                    && first.at <= second.at
            }
            _ => false,
        }
    }
}

/// The one way in which published documents are written.
pub(super) fn pretty(document: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(document).expect("a document is plain data");
    bytes.push(b'\n');
    bytes
}
