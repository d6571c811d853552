//! Checks before an award: what is still missing, and the acts that bring the file of a grant in order.

mod file;
mod record;

pub use file::{set_members, set_onward, set_recipient, set_round_terms, set_year_terms};
pub use record::{answer, compute};

use std::collections::BTreeSet;

use crate::acts::{ActError, Context, interest, ledger};
use crate::domain::check::dossier::without_recipient;
use crate::domain::check::{self, CheckKind, Dossier, MissingCheck, Onward, Part};
use crate::domain::grant::{GrantRecord, Whole};
use crate::domain::id::{RecipientId, RoundId};
use crate::domain::ledger::AccountKind;
use crate::domain::log::chain::Actor;
use crate::domain::money::Cents;
use crate::domain::recipient::Recipient;
use crate::domain::smo::Reach;
use crate::store::{self, Conn, Tx, budget, recipient, smo};

/// What still stands in the way of an award by whoever acts, now. What is computed is computed here, while the turn of
/// the ledger is held: no other award, register or affiliation comes in between. Refused with the reason when the money
/// would reach a social-brokerage organisation, and when who acts has an interest or did one of the checks.
pub(in crate::acts) async fn missing(
    ctx: &Context<'_>,
    tx: &mut Tx,
    record: &GrantRecord,
) -> Result<Vec<MissingCheck>, ActError> {
    ledger::hold(tx).await?;
    interest::require_none(ctx, tx, record.source.round()).await?;
    let Some(dossier) = dossier(tx, record).await? else { return Ok(without_recipient()) };
    let exclusions = dossier.exclusions(ctx.now);
    if !exclusions.is_empty() {
        return Err(ActError::Excluded(exclusions));
    }
    let answers = store::check::answers(tx, &record.id).await?;
    let missing = check::missing(&dossier, &answers, ctx.now);
    if missing.is_empty() {
        let last = CheckKind::all().filter_map(|kind| check::last(&answers, &dossier, kind));
        let who: BTreeSet<_> = last.map(|answer| &answer.by).collect();
        if let Actor::Staff(account) = &ctx.actor
            && who.contains(account)
        {
            return Err(ActError::FourEyes);
        }
    }
    Ok(missing)
}

/// Everything that the checks of a grant rest on; `None` as long as its recipient is not known.
pub async fn dossier(conn: &mut Conn, record: &GrantRecord) -> Result<Option<Dossier>, ActError> {
    let Some(own) = recipient::of_grant(conn, &record.id).await? else { return Ok(None) };
    let members = store::check::members(conn, &record.id).await?;
    let onward = store::check::onward(conn, &record.id).await?;
    let mut parts = Vec::new();
    for member in &members {
        let known = recipient::find(conn, &member.recipient).await?.ok_or(ActError::NotFound)?;
        parts.push(part(conn, record, known, member.share).await?);
    }
    let whole = store::slice::whole(conn, record).await?;
    if parts.is_empty() {
        parts.push(part(conn, record, own.clone(), whole.sum()).await?);
    }
    let everyone = everyone(conn, &own, &parts, &onward).await?;
    let sharing: Vec<_> = parts.iter().map(|part| (&part.recipient, part.share)).collect();
    let reach = Reach::of(&own, &sharing, &onward, &everyone);
    let round = record.source.round();
    let terms = store::check::terms(conn, round, whole.first().year).await?;
    let most_of_years = most_of_years(conn, round, &whole).await?;
    Ok(Some(Dossier {
        members,
        onward,
        parts,
        reach,
        register: smo::newest(conn).await?,
        terms,
        set_aside: store::ledger::balance(conn, &record.account(AccountKind::Selected)).await?,
        round_ceiling: store::check::round_ceiling(conn, round).await?,
        most_of_years,
        whole,
        grant: record.clone(),
        recipient: own,
    }))
}

/// The most that one recipient may have of the reserved shares of each year of a grant.
async fn most_of_years(conn: &mut Conn, round: &RoundId, whole: &Whole) -> Result<Vec<Cents>, ActError> {
    let lines = budget::lines(conn).await?;
    let mut most = Vec::new();
    for slice in whole.slices() {
        let reserves = lines.iter().filter(|line| line.year == slice.year).map(|line| line.reserved());
        let of_year = store::check::terms(conn, round, slice.year).await?.of_year;
        most.push(of_year.of(Cents::sum(reserves).unwrap_or(Cents::MAX)));
    }
    Ok(most)
}

async fn part(
    conn: &mut Conn,
    record: &GrantRecord,
    recipient: Recipient,
    share: Cents,
) -> Result<Part, ActError> {
    let earlier = store::check::earlier(conn, &recipient.family, &record.id).await?;
    let aid = recipient::aid(conn, &recipient.family).await?;
    Ok(Part { recipient, share, earlier, aid: aid.into_iter().map(|(_, aid)| aid).collect() })
}

/// Everyone of the families that the money of a grant may reach.
async fn everyone(
    conn: &mut Conn,
    own: &Recipient,
    parts: &[Part],
    onward: &[Onward],
) -> Result<Vec<Recipient>, ActError> {
    let mut families: BTreeSet<RecipientId> =
        parts.iter().map(|part| part.recipient.family.clone()).collect();
    families.insert(own.family.clone());
    for kvk in onward.iter().filter_map(|one| one.kvk.as_ref()) {
        families.extend(recipient::of_kvk(conn, kvk).await?.into_iter().map(|same| same.family));
    }
    let mut everyone = Vec::new();
    for family in &families {
        everyone.extend(recipient::family(conn, family).await?);
    }
    Ok(everyone)
}
