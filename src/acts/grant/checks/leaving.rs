//! Money that leaves (I11): who gets it is looked at once more each time, under the register of that moment. A recipient
//! may have become a social-brokerage organisation after its award, or belong to one since.

use std::collections::BTreeSet;

use super::reach;
use crate::acts::ActError;
use crate::domain::grant::GrantRecord;
use crate::domain::id::GrantId;
use crate::domain::recipient::Recipient;
use crate::domain::smo::{Exclusion, SmoRegister};
use crate::domain::time::Moment;
use crate::store::{Conn, Tx, check, grant, recipient, smo};

/// A grant of which no money may leave now, and why: each way has its own reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The grant.
    pub grant: GrantRecord,
    /// Why.
    pub reasons: Vec<Exclusion>,
}

/// The grants among these of which no money may leave at a moment.
pub async fn held_back(
    conn: &mut Conn,
    grants: impl IntoIterator<Item = &GrantId>,
    now: Moment,
) -> Result<Vec<Held>, ActError> {
    let register = smo::newest(conn).await?;
    let ids: BTreeSet<&GrantId> = grants.into_iter().collect();
    let mut records = grant::some(conn, ids.iter().copied()).await?;
    if ids.iter().any(|id| !records.contains_key(*id)) {
        return Err(ActError::NotFound);
    }
    if !register.parties.iter().any(|party| party.holds(now)) {
        // Nobody is on the register now, so nobody needs to be looked at.
        return Ok(Vec::new());
    }
    let mut held = Vec::new();
    for id in ids {
        let record = records.remove(id).ok_or(ActError::NotFound)?;
        let reasons = reasons(conn, &record, &register, now).await?;
        if !reasons.is_empty() {
            held.push(Held { grant: record, reasons });
        }
    }
    Ok(held)
}

/// Refuses to let money of these grants leave when some of it would reach a social-brokerage organisation. The caller
/// holds the turn of the ledger: no register and no affiliation comes in between.
pub(in crate::acts) async fn keep_out(
    tx: &mut Tx,
    grants: impl IntoIterator<Item = &GrantId>,
    now: Moment,
) -> Result<(), ActError> {
    let held = held_back(tx, grants, now).await?;
    if held.is_empty() {
        return Ok(());
    }
    let mut reasons: Vec<Exclusion> = held.into_iter().flat_map(|one| one.reasons).collect();
    reasons.sort();
    reasons.dedup();
    Err(ActError::Excluded(reasons))
}

async fn reasons(
    conn: &mut Conn,
    record: &GrantRecord,
    register: &SmoRegister,
    now: Moment,
) -> Result<Vec<Exclusion>, ActError> {
    let Some(own) = recipient::of_grant(conn, &record.id).await? else { return Ok(Vec::new()) };
    let onward = check::onward(conn, &record.id).await?;
    let mut members: Vec<(Recipient, _)> = Vec::new();
    for member in check::members(conn, &record.id).await? {
        let known = recipient::find(conn, &member.recipient).await?.ok_or(ActError::NotFound)?;
        members.push((known, member.share));
    }
    let sharing: Vec<_> = members.iter().map(|(one, share)| (one, *share)).collect();
    Ok(register.exclusions(&reach(conn, &own, &sharing, &onward).await?, now))
}
