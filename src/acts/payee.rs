//! Who is paid after an award: a change of it is confirmed by another person, who saw a statement of the bank or to whom
//! the payment card went, before any order, batch or file for it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::json;

use super::log::Note;
use super::person::require_other_named;
use super::{ActError, Context, interest, ledger, plain};
use crate::domain::check::dossier::has_own_account;
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::log::kept::Kept;
use crate::domain::payee::{MAX_GROUND, PayeeRevision, fingerprint, seen_since};
use crate::store::{Conn, Tx, grant, payee, recipient};

/// What the second person saw.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The revision that was looked at.
    pub revision: u64,
    /// The day of the statement of the bank; for a payment card the day on which it was handed over or shown.
    pub statement_on: Date,
    /// What it shows and how it came, in words.
    pub ground: String,
}

/// Confirms who is paid, after an award: the account is the recipient's own by a statement of the bank, or the recipient
/// has the card. Refused for whoever made one of the changes, for who has an interest in a round of which a grant for
/// this recipient goes on, and for what was seen longer ago than [`seen_since`] tells.
pub async fn confirm(ctx: &Context<'_>, id: &RecipientId, seen: &Seen) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let ground = seen.ground.trim();
    if ground.is_empty() || ground.chars().count() > MAX_GROUND {
        return Err(ActError::field("payee_ground", "empty"));
    }
    plain::texts(&[("payee_ground", ground)])?;
    let today = ctx.now.local().date();
    if seen.statement_on > today {
        return Err(ActError::field("statement_on", "pay-future"));
    }
    if seen.statement_on < seen_since(today) {
        return Err(ActError::field("statement_on", "mnda-seen-old"));
    }
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let own = recipient::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let grants = unfinished(&mut tx, id).await?;
    interest::require_none_of(ctx, &mut tx, &grants).await?;
    let waiting: Vec<PayeeRevision> =
        payee::of_recipient(&mut tx, id).await?.into_iter().filter(PayeeRevision::waits).collect();
    if own.revision != seen.revision || waiting.is_empty() {
        return Err(ActError::DraftChanged);
    }
    for change in &waiting {
        require_other_named(ctx, &mut tx, &change.changed_by).await?;
    }
    if !has_own_account(&own) {
        return Err(ActError::field("payee_ground", "pay2-not-own"));
    }
    let what = (seen.statement_on, ground);
    payee::confirm(&mut tx, id, (by.as_str(), ctx.now), what).await?;
    let detail = json!({ "revision": own.revision, "account": fingerprint(&own), "changes": waiting.len() });
    ctx.finish(tx, Note::with("recipient.confirm", id, detail).of_rows(Kept::Payees, id)).await
}

/// The grants of a recipient that go on.
async fn unfinished(conn: &mut Conn, id: &RecipientId) -> Result<Vec<GrantId>, ActError> {
    let mut found = Vec::new();
    for grant_id in recipient::grants_of(conn, id).await? {
        let record = grant::find(conn, &grant_id).await?.ok_or(ActError::NotFound)?;
        found.extend((!record.state.is_over()).then_some(grant_id));
    }
    Ok(found)
}

/// The grants among these of which no money leaves, because a change of who is paid waits for a second person.
pub async fn unconfirmed(
    conn: &mut Conn,
    grants: impl IntoIterator<Item = &GrantId>,
) -> Result<Vec<GrantId>, ActError> {
    let mut found = Vec::new();
    for grant in grants.into_iter().collect::<BTreeSet<_>>() {
        if payee::of_grant(conn, grant).await?.iter().any(PayeeRevision::waits) {
            found.push(grant.clone());
        }
    }
    Ok(found)
}

/// Refuses to let money of these grants go on its way while a change of who is paid waits for a second person. The
/// caller holds the turn of the ledger: nobody changes a recipient in between.
pub(super) async fn require(tx: &mut Tx, grants: impl IntoIterator<Item = &GrantId>) -> Result<(), ActError> {
    let found = unconfirmed(tx, grants).await?;
    if found.is_empty() { Ok(()) } else { Err(ActError::PayeeUnconfirmed(found)) }
}

/// The revision of who is paid for a grant that counts now.
pub(super) async fn newest(conn: &mut Conn, grant: &GrantId) -> Result<Option<u64>, ActError> {
    Ok(payee::of_grant(conn, grant).await?.last().map(|known| known.revision))
}
