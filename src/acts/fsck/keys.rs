//! The key files beside the database: what was frozen or stored names keys, and each of them must be at hand.

use super::{Finding, Findings};
use crate::acts::{ActError, Signing, log, round::rules};
use crate::domain::ballot_key::BallotKey;
use crate::domain::id::RoundId;
use crate::domain::log::entry;
use crate::domain::round::{Origin, Phase, Round};
use crate::domain::voting_code::CodeKey;
use crate::store::{self, Conn, Store};

/// Whether it is known under which address the service is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// It serves, so it is.
    Known,
    /// A command looks at the data only.
    Unknown,
}

/// The keys of a service, as they are found.
pub struct AtHand<'a, B, C> {
    /// The keys that sign.
    pub signing: &'a Signing,
    /// Whether the address in front of the key of a log counts as well.
    pub address: Address,
    /// The key of a round's ballots.
    pub ballots: B,
    /// The key of a round's codes.
    pub codes: C,
}

/// What is wrong with the keys of rounds that still need them. Rounds that were certified need none.
pub async fn check<B, C>(store: &Store, keys: &AtHand<'_, B, C>) -> Result<Vec<Finding>, ActError>
where
    B: Fn(&RoundId) -> Option<BallotKey>,
    C: Fn(&RoundId) -> Option<CodeKey>,
{
    let mut conn = store.read().await?;
    let mut findings = Findings::default();
    for round in store::round::list(&mut conn).await? {
        if round.origin == Origin::Vote && (Phase::Open..=Phase::Proposed).contains(&round.phase) {
            signing(&mut conn, &round, (keys.signing, keys.address), &mut findings).await?;
        }
        if matches!(round.phase, Phase::Open | Phase::Closed) {
            let named = entry::ballot_key(&log::entries(&mut conn, &round.id).await?);
            let found = (keys.ballots)(&round.id).map(|key| key.mark());
            findings.unless(named == found, "I3", || {
                let id = &round.id;
                format!("{id}: the key of the ballots is missing or another one; bring back the copy from the safe")
            });
        }
        if round.phase == Phase::Open {
            let register = store::register::find(&mut conn, &round.id).await?;
            let found = (keys.codes)(&round.id).map(|key| key.mark());
            findings.unless(register.map(|register| register.code_key) == found, "I3", || {
                format!("{}: the key of the codes is missing or another one; import code.key again", round.id)
            });
        }
    }
    Ok(findings.0)
}

/// What is wrong with the keys and the address of imported elections that are not certified yet: their logs go no further.
/// No receipt hangs on them, so it is no reason for the other rounds to stop.
pub async fn imported(
    store: &Store,
    signing_keys: &Signing,
    address: Address,
) -> Result<Vec<Finding>, ActError> {
    let mut conn = store.read().await?;
    let mut findings = Findings::default();
    for round in store::round::list(&mut conn).await? {
        if round.origin == Origin::Import && (Phase::Sealed..=Phase::Proposed).contains(&round.phase) {
            signing(&mut conn, &round, (signing_keys, address), &mut findings).await?;
        }
    }
    Ok(findings.0)
}

/// Receipts and the log of a round are signed with the keys, and under the address, that its rules name.
async fn signing(
    conn: &mut Conn,
    round: &Round,
    (signing, address): (&Signing, Address),
    findings: &mut Findings,
) -> Result<(), ActError> {
    let rules = rules(conn, &round.id).await?;
    let log_key = signing.log_of(&round.id).verifier().text();
    // C2SP signed-note: name, then the hash of name and key, then the key, with a plus between them.
    let key_of = |text: &str| text.splitn(3, '+').nth(2).map(str::to_string);
    let is_same_log = match address {
        Address::Known => rules.log_key == log_key,
        Address::Unknown => key_of(&rules.log_key) == key_of(&log_key),
    };
    findings.unless(is_same_log && rules.receipt_key == signing.receipt_key(), "I5", || {
        let did = match round.origin {
            Origin::Vote => "opened",
            Origin::Import => "imported",
        };
        let log = rules.log_key.split('+').next().unwrap_or("");
        format!(
            "{}: it was {did} with other keys (log.key, receipt.key) or under another address (--origin): its log is {log}",
            round.id
        )
    });
    Ok(())
}
