//! Proposing that plans go on as one, or asking that one goes on as two.

use serde_json::json;

use super::super::{allowed, at_writing_pace, review, terms};
use super::{By, Kind, Merge, Proposer, Regroup, effect, held, mark, of_pitch, tell};
use crate::acts::budget::function_of;
use crate::acts::log::{Note, note};
use crate::acts::pitch::typist;
use crate::acts::{ActError, Context, plain};
use crate::domain::id::{InitiativeId, PitchId, RegroupId, RoundId};
use crate::domain::initiator::MemberRole;
use crate::domain::log::kept::Kept;
use crate::domain::mail::Regrouped;
use crate::domain::pace::{MERGE_ASKED, MERGES_ASKED};
use crate::domain::pitch::clock::end_after;
use crate::domain::pitch::regroup::{End, MAX_NAME, MAX_PARTS, MAX_PROPOSALS, Part, Said};
use crate::domain::pitch::{Form, MAX_WORDS, Pitch};
use crate::domain::round::Round;
use crate::store::pitch::{assessment, regroup};
use crate::store::{Tx, pace, pitch};

/// Proposes that plans go on as one. A group says yes for its own plans with that; every other group is asked.
pub async fn propose(ctx: &mut Context<'_>, by: By<'_>, wanted: &Merge<'_>) -> Result<RegroupId, ActError> {
    let reason = plain::told("pm_reason", wanted.reason, MAX_WORDS)?;
    let mut ids: Vec<PitchId> = wanted.others.iter().chain([wanted.carrier]).cloned().collect();
    ids.sort();
    ids.dedup();
    if ids.len() != wanted.others.len() + 1 || !(2..=MAX_PARTS).contains(&ids.len()) {
        return Err(ActError::field("pm_plans", "pm-plans"));
    }
    let mut tx = ctx.begin().await?;
    let held = held(&mut tx, wanted.round).await?;
    let (proposer, own) = proposer(ctx, &mut tx, (by, &held), &ids).await?;
    let all = undecided(ctx, &mut tx, &held, &ids).await?;
    let bids = all.iter().filter(|one| one.content.form == Form::Bid).count();
    if bids != 0 && bids != all.len() {
        return Err(ActError::field("pm_plans", "pm-bid"));
    }
    for other in wanted.others {
        if !regroup::into(&mut tx, other).await?.is_empty() {
            return Err(ActError::field("pm_plans", "pm-chain"));
        }
    }
    let new = Regroup {
        id: RegroupId::new(ctx.seed.id()),
        kind: Kind::Merge,
        round: held.id.clone(),
        pitch: wanted.carrier.clone(),
        reason: reason.to_string(),
        names: [String::new(), String::new()],
        at: ctx.now,
        until: end_after(ctx.now, terms(&mut tx, &held).await?.clocks.consent),
        by: proposer,
        function: function_of(ctx, &mut tx).await?,
        ended: None,
        draft: None,
        parts: ids.into_iter().map(|pitch| Part { pitch, said: None }).collect(),
    };
    begun(ctx, tx, (&new, &held), (&all, own.as_ref(), by)).await?;
    Ok(new.id)
}

/// Asks the group of a plan to let it go on as two: what stays in it, and what goes on apart. Only the office does.
pub async fn ask_split(
    ctx: &mut Context<'_>,
    (round, id): (&RoundId, &PitchId),
    reason: &str,
    [stays, goes]: [&str; 2],
) -> Result<RegroupId, ActError> {
    let reason = plain::told("pm_split_reason", reason, MAX_WORDS)?;
    let names = [plain::told("pm_stays", stays, MAX_NAME)?, plain::told("pm_goes", goes, MAX_NAME)?];
    plain::names(&[("pm_stays", names[0]), ("pm_goes", names[1])])?;
    let mut tx = ctx.begin().await?;
    let held = held(&mut tx, round).await?;
    let ids = [id.clone()];
    let (proposer, _) = proposer(ctx, &mut tx, (By::Office, &held), &ids).await?;
    let all = undecided(ctx, &mut tx, &held, &ids).await?;
    let new = Regroup {
        id: RegroupId::new(ctx.seed.id()),
        kind: Kind::Split,
        round: held.id.clone(),
        pitch: id.clone(),
        reason: reason.to_string(),
        names: names.map(str::to_string),
        at: ctx.now,
        until: end_after(ctx.now, terms(&mut tx, &held).await?.clocks.consent),
        by: proposer,
        function: function_of(ctx, &mut tx).await?,
        ended: None,
        draft: None,
        parts: vec![Part { pitch: id.clone(), said: None }],
    };
    begun(ctx, tx, (&new, &held), (&all, None, By::Office)).await?;
    Ok(new.id)
}

/// Who proposes, and the group whose yes comes with it. Of the office that is whoever handles one of the plans, where somebody
/// does, without an interest and without having typed one of them.
async fn proposer(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (by, held): (By<'_>, &Round),
    ids: &[PitchId],
) -> Result<(Proposer, Option<InitiativeId>), ActError> {
    match by {
        By::Office => {
            for id in ids {
                known(review::decided(ctx, tx, &held.id, id).await)?;
            }
            let who = ctx.person()?.clone();
            let officers = assessment::assigned(tx, &held.id).await?;
            let handlers: Vec<_> = ids.iter().filter_map(|id| officers.get(id)).collect();
            match handlers.is_empty() || handlers.contains(&&who) {
                true => Ok((Proposer::Office(who), None)),
                false => Err(ActError::field("pm_reason", "pm-officer")),
            }
        }
        By::Group(author, own) => {
            let found = pitch::find(tx, own).await?.filter(|_| ids.contains(own));
            let group = found.and_then(|found| found.group).ok_or(ActError::NotFound)?;
            allowed(ctx, tx, author, &group, MemberRole::Owner).await?;
            at_writing_pace(ctx, tx, author).await?;
            if regroup::made_by(tx, own).await? >= MAX_PROPOSALS {
                return Err(ActError::field("pm_reason", "pm-many"));
            }
            Ok((Proposer::Group(own.clone()), Some(group)))
        }
    }
}

/// A plan that is not there, or of another round, is a fault of what was typed.
fn known<T>(found: Result<T, ActError>) -> Result<T, ActError> {
    match found {
        Err(ActError::NotFound) => Err(ActError::field("pm_plans", "pm-plans")),
        found => found,
    }
}

/// The plans of a new proposal, each held for this transaction: sent in, not decided about, of a group that can say yes, and in no
/// other proposal that stands. One that is past is closed on the way.
async fn undecided(
    ctx: &Context<'_>,
    tx: &mut Tx,
    held: &Round,
    ids: &[PitchId],
) -> Result<Vec<Pitch>, ActError> {
    let mut all = Vec::new();
    for id in ids {
        let found = known(review::of_round(tx, &held.id, id).await)?;
        let is_fit = found.can_regroup(ctx.now) && found.group.is_some();
        if !is_fit || !pitch::claim(tx, id, found.state).await? {
            return Err(ActError::field("pm_plans", "pm-state"));
        }
        for standing in of_pitch(tx, id, ctx.now).await? {
            if standing.is_open {
                return Err(ActError::field("pm_plans", "pm-open"));
            }
            if standing.one.ended.is_none() {
                let (which, by) = (&standing.one.id, ctx.actor.name());
                regroup::end(tx, which, (End::Past, ctx.now, &by), None).await?;
                let past = Note::with("pitch.regroup-past", which, json!({ "round": held.id }));
                note(tx, &ctx.actor, ctx.now, past.of_rows(Kept::Regroup, which)).await?;
            }
        }
        all.push(found);
    }
    Ok(all)
}

/// Keeps a new proposal, says yes for the plans of the group that makes it, and asks the others.
async fn begun(
    ctx: &mut Context<'_>,
    mut tx: Tx,
    (new, held): (&Regroup, &Round),
    (all, own, by): (&[Pitch], Option<&InitiativeId>, By<'_>),
) -> Result<(), ActError> {
    let name = ctx.actor.name();
    if !regroup::add(&mut tx, new, &name).await? {
        return Err(ActError::field("pm_plans", "pm-open"));
    }
    let agreed = mark(&mut tx, new).await?;
    let typist = match by {
        By::Office => None,
        By::Group(author, _) => typist(ctx, author)?,
    };
    for plan in all {
        if own.is_some() && plan.group.as_ref() == own {
            let said = Said { is_yes: true, agreed, at: ctx.now };
            regroup::answer(&mut tx, (&new.id, &plan.id), &said, (&name, typist.as_ref())).await?;
        } else {
            let what = match new.kind {
                Kind::Merge => Regrouped::MergeAsked,
                Kind::Split => Regrouped::SplitAsked,
            };
            if may_mail(ctx, &mut tx, (plan, own, by)).await? {
                tell(ctx, &mut tx, plan, (new, what)).await?;
            }
        }
    }
    let act = match new.kind {
        Kind::Merge => "pitch.propose-merge",
        Kind::Split => "pitch.ask-split",
    };
    let detail = json!({ "round": new.round, "plan": new.pitch, "with": new.others().collect::<Vec<_>>(), "until": new.until });
    let told = Note::with(act, &new.id, detail).of_rows(Kept::Regroup, &new.id);
    effect::settled(ctx, tx, (&new.id, held), told).await
}

/// Whether the group of a plan is mailed that it is asked: by the office always; by other groups at a pace, each its own and all of them
/// together one with more room.
async fn may_mail(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (plan, own, by): (&Pitch, Option<&InitiativeId>, By<'_>),
) -> Result<bool, ActError> {
    match (by, own, &plan.group) {
        (By::Group(..), Some(own), Some(group)) => {
            let pair = format!("{own} {group}");
            Ok(pace::take(tx, &MERGE_ASKED, &pair, ctx.now).await?
                && pace::take(tx, &MERGES_ASKED, group.as_str(), ctx.now).await?)
        }
        (By::Group(..) | By::Office, _, _) => Ok(true),
    }
}
