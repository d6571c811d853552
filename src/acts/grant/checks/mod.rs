//! Checks before an award: what is still missing, and the acts that bring the file of a grant in order.

mod file;
mod leaving;
mod record;

pub use file::{set_members, set_onward, set_recipient, set_round_terms, set_year_terms};
pub(in crate::acts) use leaving::keep_out;
pub use leaving::{Held, held_back};
pub use record::{answer, compute};

use std::collections::BTreeSet;

use crate::acts::person::require_other;
use crate::acts::{ActError, Context, interest, ledger};
use crate::domain::check::agreed::Agreed;
use crate::domain::check::dossier::without_recipient;
use crate::domain::check::{self, CheckKind, Dossier, MissingCheck, Onward, Part, Terms};
use crate::domain::grant::{GrantRecord, Source, Whole};
use crate::domain::id::RecipientId;
use crate::domain::ledger::AccountKind;
use crate::domain::money::Cents;
use crate::domain::recipient::{Recipient, name_key};
use crate::domain::smo::Reach;
use crate::store::{self, Conn, Tx, budget, recipient, smo};

/// What still stands in the way of an award by whoever acts, now. What is computed is computed here, while the turn of
/// the ledger is held: no other award, register or affiliation comes in between. Refused with the reason when the money
/// would reach a social-brokerage organisation, and when who acts has an interest, did not state anything about it, or did one of the checks.
pub(in crate::acts) async fn missing(
    ctx: &Context<'_>,
    tx: &mut Tx,
    record: &GrantRecord,
) -> Result<Vec<MissingCheck>, ActError> {
    ledger::hold(tx).await?;
    interest::require_stated(ctx, tx, record.source.round()).await?;
    let Some(dossier) = dossier(tx, record).await? else { return Ok(without_recipient()) };
    let exclusions = dossier.exclusions(ctx.now);
    if !exclusions.is_empty() {
        return Err(ActError::Excluded(exclusions));
    }
    let answers = store::check::answers(tx, &record.id).await?;
    let missing = check::missing(&dossier, &answers, ctx.now);
    if missing.is_empty() {
        let last = CheckKind::all().filter_map(|kind| check::last(&answers, &dossier, kind));
        let mut who: BTreeSet<_> = last.map(|answer| &answer.by).collect();
        who.extend(dossier.register.vouched(&dossier.reach));
        for one in who {
            require_other(ctx, tx, one).await?;
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
    let sharing: Vec<_> = parts.iter().map(|part| (&part.recipient, part.share)).collect();
    let reach = reach(conn, &own, &sharing, &onward).await?;
    let round = record.source.round();
    let terms = terms(conn, &record.source, whole.first().year).await?;
    let most_of_years = most_of_years(conn, &record.source, &whole).await?;
    let pitch = match record.source.proposal() {
        Some(proposal) => store::pitch::of_proposal(conn, round, proposal).await?,
        None => None,
    };
    Ok(Some(Dossier {
        agreed: pitch.and_then(|pitch| Agreed::of(&pitch.content)),
        members,
        onward,
        parts,
        reach,
        register: smo::newest(conn).await?,
        terms,
        set_aside: store::ledger::balance(conn, &record.account(AccountKind::Selected)).await?,
        round_ceiling: store::check::round_ceiling(conn, round).await?,
        most_of_years,
        answers_before: usize::try_from(store::slice::answers_before(conn, &record.id).await?)
            .unwrap_or(usize::MAX),
        whole,
        file: store::check::file(conn, &record.id).await?,
        grant: record.clone(),
        recipient: own,
    }))
}

/// The most that one recipient may have of the reserved share of each year of a grant: of its own budget, and of no other.
async fn most_of_years(conn: &mut Conn, source: &Source, whole: &Whole) -> Result<Vec<Cents>, ActError> {
    let lines = budget::lines(conn).await?;
    let mut most = Vec::new();
    for slice in whole.slices() {
        let reserves = lines.iter().filter(|line| line.id == slice.line).map(|line| line.reserved());
        let of_year = terms(conn, source, slice.year).await?.of_year;
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
    let earlier = store::earlier::of_family(conn, &recipient.family, &record.id).await?;
    let aid = recipient::aid(conn, &recipient.family).await?;
    Ok(Part { recipient, share, earlier, aid: aid.into_iter().map(|(_, aid)| aid).collect() })
}

/// What holds for a grant: what was frozen when its round opened. A standing round, and a round that opened before this
/// was frozen with it, is held to what is set for it and its year.
async fn terms(conn: &mut Conn, source: &Source, year: i64) -> Result<Terms, ActError> {
    if let Source::Vote { round, .. } = source {
        let frozen = crate::acts::round::rules(conn, round).await?.recipients;
        if let Some(frozen) = frozen {
            return Ok(frozen.terms());
        }
    }
    Ok(store::check::terms(conn, source.round(), year).await?)
}

/// Whom the money of a grant may reach, with everyone of their families.
async fn reach(
    conn: &mut Conn,
    own: &Recipient,
    sharing: &[(&Recipient, Cents)],
    onward: &[Onward],
) -> Result<Reach, ActError> {
    let mut families: BTreeSet<RecipientId> = sharing.iter().map(|(one, _)| one.family.clone()).collect();
    families.insert(own.family.clone());
    for one in onward {
        families.extend(recipient::families_named(conn, &name_key(&one.name), one.kvk.as_ref()).await?);
    }
    let paid = std::iter::once(own).chain(sharing.iter().map(|(one, _)| *one));
    for iban in paid.filter_map(|one| one.iban.as_ref()) {
        families.extend(recipient::families_on(conn, &iban.mark).await?);
    }
    let mut everyone = Vec::new();
    for family in &families {
        everyone.extend(recipient::family(conn, family).await?);
    }
    let namesakes = smo::namesakes(conn).await?;
    Ok(Reach::of(own, sharing, onward, (&everyone, &namesakes)))
}
