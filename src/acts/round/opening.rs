//! Opening a round: everything that decides what a ballot is worth freezes and gets its fingerprint.

use serde_json::json;

use super::super::log::{self, Note};
use super::super::pitch::waiting;
use super::super::{ActError, Context, ledger, pot};
use super::{RULES, begin_step};
use crate::domain::ballot_key::BallotKey;
use crate::domain::check::RecipientTerms;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::limits::Clash;
use crate::domain::log::entry::Entry as LogEntry;
use crate::domain::proposal::Proposal;
use crate::domain::register::{Register, codes_mark};
use crate::domain::round::{Condition, Origin, Readiness, Round, Step};
use crate::domain::rules::{FORMAT, Rules};
use crate::domain::time::Moment;
use crate::domain::voting_code::CodeKey;
use crate::store::{
    self, Conn, Tx, auditor, check, document, mix, municipality, proposal, register, round, smo,
};

/// Each condition for opening a round, and whether it is met.
pub async fn conditions(
    conn: &mut Conn,
    found: &Round,
    codes: Option<&CodeKey>,
    now: Moment,
) -> Result<Vec<(Condition, bool)>, ActError> {
    let proposals = proposal::list(conn, &found.id).await?;
    let accepted = register::find(conn, &found.id).await?.filter(|register| register.accepted.is_some());
    let (letters, wanted) = accepted.map_or((0, None), |found| (found.letters, Some(found.code_key)));
    let auditors = &auditor::list(conn).await?;
    let mix = public_mix(conn, found, now).await?;
    let proven = &pot::proven(conn, found).await?;
    let waiting = waiting::holding_up(conn, found, now).await?;
    let ready = Readiness { proposals: &proposals, letters, wanted, codes, auditors, mix, proven, waiting };
    Ok(found.conditions(&ready, now))
}

/// When the vote of a round began, as its public log says; `None` before that. Only the rules and the letters stand in
/// the log before it.
pub async fn opened_at(conn: &mut Conn, id: &RoundId) -> Result<Option<Moment>, ActError> {
    let first = store::log::first_of_round(conn, id, 8).await?;
    let opening = |entry: &[u8]| match LogEntry::parse(entry) {
        Some(LogEntry::Open { at, .. }) => Some(at),
        Some(_) | None => None,
    };
    Ok(first.iter().find_map(|stored| opening(&stored.entry)))
}

/// The fingerprint of the newest mix statement of a round's area and year that is public at this moment.
async fn public_mix(conn: &mut Conn, found: &Round, now: Moment) -> Result<Option<Digest>, ActError> {
    let statements = mix::of_area(conn, &found.area, found.year).await?;
    Ok(statements.iter().find(|one| one.at <= now).map(|newest| newest.hash))
}

/// The keys with which a round opens.
#[derive(Debug, Clone, Copy)]
pub struct RoundKeys<'a> {
    /// The key of its codes, if it is on the server.
    pub codes: Option<&'a CodeKey>,
    /// The key under which its ballots will lie.
    pub ballots: &'a BallotKey,
}

/// Opens the vote.
pub async fn open(ctx: &Context<'_>, id: &RoundId, keys: RoundKeys<'_>) -> Result<Digest, ActError> {
    let mut tx = ctx.begin().await?;
    let found = begin_step(&mut tx, id, Step::Open).await?;
    let proposals = proposal::list(&mut tx, id).await?;
    let fits = found.plan.count.adds_up(found.plan.ballot.marking.worth());
    let clash = found.plan.limits.clash(&proposals, found.plan.spendable(), &found.plan.count);
    let clash = clash.or((!fits).then_some(Clash::Form));
    if let Some(clash) = clash {
        return Err(ActError::Incompatible(clash));
    }
    let conditions = conditions(&mut tx, &found, keys.codes, ctx.now).await?;
    let missing: Vec<Condition> = conditions.into_iter().filter(|(_, met)| !met).map(|(c, _)| c).collect();
    if !missing.is_empty() {
        return Err(ActError::NotReady(missing));
    }
    let town = municipality::find(&mut tx).await?.ok_or(ActError::NotFound)?;
    let told = register::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let letters = register::letters(&mut tx, id).await?;
    // What was accepted is what goes into the log: not a letter more, not a letter less, no other code or key.
    let stored = Register::new(id.clone(), told.code_key, told.issuer.clone(), letters.clone());
    let stored = stored.map(|register| register.write());
    if stored.is_none_or(|stored| Digest::of(stored.as_bytes()) != told.upload) {
        return Err(ActError::Integrity(format!("the letters of {id} are not the ones that were accepted")));
    }
    let rules = freeze(ctx, &mut tx, &found, town.name).await?;
    let entries = [
        LogEntry::Config { round: id.clone(), rules: rules.fingerprint() },
        LogEntry::Register {
            letters: told.letters,
            spares: told.spares,
            root: told.root,
            codes: codes_mark(&letters),
        },
        LogEntry::Open { at: ctx.now.whole_seconds(), ballot_key: keys.ballots.mark() },
    ];
    log::append(ctx, &mut tx, id, &entries).await?;
    let hash = rules.fingerprint();
    ctx.finish(tx, Note::with("round.open", id, json!({ "rules": hash }))).await?;
    Ok(hash)
}

/// What a round holds recipients to: what was frozen when it opened, or before that what would be frozen now. None for an
/// imported election, and for a round that opened before this was frozen with it.
pub async fn recipients(conn: &mut Conn, found: &Round) -> Result<Option<RecipientTerms>, ActError> {
    match (found.origin, found.rules.is_some()) {
        (Origin::Import, _) => Ok(None),
        (Origin::Vote, true) => Ok(super::rules(conn, &found.id).await?.recipients),
        (Origin::Vote, false) => Ok(Some(current_terms(conn, found).await?)),
    }
}

async fn current_terms(conn: &mut Conn, found: &Round) -> Result<RecipientTerms, ActError> {
    let terms = check::terms(conn, &found.id, found.year).await?;
    Ok(RecipientTerms::new(terms, smo::newest(conn).await?.version))
}

/// What a round holds recipients to from its opening on, whatever is set for others later.
async fn recipient_terms(tx: &mut Tx, found: &Round) -> Result<RecipientTerms, ActError> {
    // No register changes between this reading and the opening: both take the turn of the ledger.
    ledger::hold(tx).await?;
    current_terms(tx, found).await
}

/// Takes out of the list what was taken off by now: what the rules say they say for ever.
async fn silence(tx: &mut Tx, round: &RoundId) -> Result<(), ActError> {
    let off = store::moderation::plans_off(tx, round).await?;
    for plan in proposal::list(tx, round).await? {
        if off.iter().any(|(_, id)| id.as_ref() == Some(&plan.id)) {
            proposal::set(tx, round, &plan.without_words()).await?;
        }
    }
    Ok(())
}

/// Writes down the rules of a round and fixes their fingerprint.
pub(in super::super) async fn freeze(
    ctx: &Context<'_>,
    tx: &mut Tx,
    found: &Round,
    municipality: String,
) -> Result<Rules, ActError> {
    silence(tx, &found.id).await?;
    let proposals: Vec<Proposal> = proposal::list(tx, &found.id).await?;
    let plan = found.plan.clone();
    let auditors = match found.origin {
        Origin::Vote => auditor::list(tx).await?,
        Origin::Import => Vec::new(),
    };
    let mix = match found.origin {
        Origin::Vote => public_mix(tx, found, ctx.now).await?,
        Origin::Import => None,
    };
    let recipients = match found.origin {
        Origin::Vote => Some(recipient_terms(tx, found).await?),
        Origin::Import => None,
    };
    let support = Some(store::support::threshold(tx, &found.id).await?).filter(|asked| asked.supporters > 0);
    pot::fix(tx, found).await?;
    let rules = Rules {
        format: FORMAT.to_string(),
        municipality,
        round: found.id.clone(),
        title: plan.title,
        area: found.area.clone(),
        area_name: found.area_name.clone(),
        year: found.year,
        ceiling: plan.ceiling,
        objection_reserve: plan.objection_reserve,
        regulation: plan.regulation.ok_or(ActError::NotReady(vec![Condition::Regulation]))?,
        recipients,
        vote_from: plan.dates.vote_from,
        vote_until: plan.dates.vote_until,
        deadline: plan.deadline,
        ballot: plan.ballot,
        count: plan.count,
        lot: plan.lot,
        support,
        limits: plan.limits,
        mix,
        change: plan.change,
        publish: plan.publish,
        log_key: ctx.signing.log_of(&found.id).verifier().text(),
        receipt_key: ctx.signing.receipt_key(),
        auditors,
        proposals,
    };
    document::add(tx, &found.id, RULES, &rules.write()).await?;
    if !round::freeze(tx, &found.id, &rules.fingerprint()).await? {
        return Err(ActError::Frozen);
    }
    Ok(rules)
}
