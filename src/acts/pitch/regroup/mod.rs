//! Plans that go on as one, and a plan that goes on as two, with the consent of every group ([`crate::domain::pitch::regroup`] has
//! the rules): saying yes or no, and taking a proposal back. What a last yes brings about is in `effect`, making one in
//! `proposing`, and which plans are offered for one in `offering`.

mod effect;
mod offering;
mod proposing;

pub use effect::reopen;
pub use offering::{Offer, Sought, offer};
pub use proposing::{ask_split, propose};
use serde_json::json;

use super::typist;
use super::{Author, allowed, at_writing_pace, review, told};
use crate::acts::log::Note;
use crate::acts::person::require_other;
use crate::acts::{ActError, Context, proposal};
use crate::domain::digest::Digest;
use crate::domain::id::{PitchId, RegroupId, RoundId};
use crate::domain::initiator::MemberRole;
use crate::domain::log::kept::Kept;
use crate::domain::mail::{Content as Mail, Regrouped};
use crate::domain::pitch::ally::Reply;
use crate::domain::pitch::regroup::{End, Kind, Proposer, Regroup, Said};
use crate::domain::pitch::{Content, Pitch, State};
use crate::domain::round::{Phase, Round};
use crate::domain::time::Moment;
use crate::store::pitch::{life, regroup};
use crate::store::{Conn, Tx, pitch};

/// Who proposes something, or takes it back.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// The office.
    Office,
    /// The group of this plan.
    Group(Author<'a>, &'a PitchId),
}

/// Plans that would go on as one.
#[derive(Debug, Clone, Copy)]
pub struct Merge<'a> {
    /// In which round.
    pub round: &'a RoundId,
    /// The plan that goes on.
    pub carrier: &'a PitchId,
    /// Those that end.
    pub others: &'a [PitchId],
    /// Why.
    pub reason: &'a str,
}

/// A proposal as it stands: which versions it is about, and whether something can still be said to it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The proposal.
    pub one: Regroup,
    /// The plans in it.
    pub plans: Vec<Pitch>,
    /// What each of them says, as it was sent in last while the proposal stood; nothing once its group took it back.
    pub says: Vec<Content>,
    /// The fingerprint of that.
    pub mark: Digest,
    /// Whether groups can still answer.
    pub is_open: bool,
}

/// The proposals in which a plan is or was, the newest first. One that is over is about what its plans said then, and says nothing
/// of a plan that its group took back since.
pub async fn of_pitch(conn: &mut Conn, id: &PitchId, now: Moment) -> Result<Vec<Standing>, ActError> {
    let mut all = Vec::new();
    for one in regroup::of_pitch(conn, id).await? {
        let plans = plans(conn, &one).await?;
        let is_open = one.is_open(now) && plans.iter().all(|plan| plan.can_regroup(now));
        let end = one.ended.map_or(one.until, |(_, at)| at);
        let (mut says, mut versions) = (Vec::new(), Vec::new());
        for plan in &plans {
            let mut sent = life::versions(conn, &plan.id).await?;
            sent.retain(|version| version.at <= end);
            let last = sent.pop().ok_or_else(|| review::unreadable(&plan.id))?;
            versions.push((plan.id.clone(), last.digest));
            says.push(last.content.filter(|_| plan.state != State::Withdrawn).unwrap_or_default());
        }
        let mark = one.mark(&versions);
        all.push(Standing { one, plans, says, mark, is_open });
    }
    Ok(all)
}

async fn plans(conn: &mut Conn, one: &Regroup) -> Result<Vec<Pitch>, ActError> {
    let mut all = Vec::new();
    for part in &one.parts {
        all.push(pitch::find(conn, &part.pitch).await?.ok_or(ActError::NotFound)?);
    }
    Ok(all)
}

/// The fingerprint of the versions that a proposal is about now.
pub(in crate::acts) async fn mark(conn: &mut Conn, one: &Regroup) -> Result<Digest, ActError> {
    let mut versions = Vec::new();
    for part in &one.parts {
        let newest = life::versions(conn, &part.pitch).await?.pop();
        versions.push((part.pitch.clone(), newest.ok_or_else(|| review::unreadable(&part.pitch))?.digest));
    }
    Ok(one.mark(&versions))
}

/// Whether something can be proposed in a round: its list is not fixed.
pub fn is_open(round: &Round) -> bool {
    matches!(round.phase, Phase::Propose | Phase::Check) && round.rules.is_none()
}

/// Whether something new can be proposed about a plan: one proposal at a time, while nothing is fixed.
pub fn takes_proposal(round: &Round, pitch: &Pitch, all: &[Standing], now: Moment) -> bool {
    is_open(round) && pitch.can_regroup(now) && !all.iter().any(|one| one.is_open)
}

/// A round whose list is not fixed, in which groups write; held for this transaction.
async fn held(tx: &mut Tx, round: &RoundId) -> Result<Round, ActError> {
    let held = proposal::editable(tx, round).await?;
    match held.phase {
        Phase::Propose | Phase::Check => Ok(held),
        other => Err(ActError::WrongPhase(other)),
    }
}

/// Says yes or no for the group of a plan, to the versions that it saw.
pub async fn answer(
    ctx: &mut Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    (which, seen, reply): (&RegroupId, &str, Reply),
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = pitch::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let group = found.group.as_ref().ok_or(ActError::NotFound)?;
    allowed(ctx, &mut tx, author, group, MemberRole::Owner).await?;
    at_writing_pace(ctx, &mut tx, author).await?;
    let held = held(&mut tx, &found.round).await?;
    let is_there = regroup::claim(&mut tx, which).await?;
    let one = regroup::find(&mut tx, which).await?.ok_or(ActError::NotFound)?;
    if !one.parts.iter().any(|part| &part.pitch == id) {
        return Err(ActError::NotFound);
    }
    if !is_there || !one.is_open(ctx.now) {
        return Err(ActError::field("pm_answer", "pm-past"));
    }
    let typist = typist(ctx, author)?;
    if let (Some(_), Proposer::Office(first)) = (&typist, &one.by) {
        require_other(ctx, &mut tx, first).await?;
    }
    if typist.is_some() {
        // Nobody types the yes of two groups to each other.
        for first in regroup::typists(&mut tx, (which, id)).await? {
            require_other(ctx, &mut tx, &first).await?;
        }
    }
    for plan in plans(&mut tx, &one).await? {
        if !plan.can_regroup(ctx.now) || !pitch::claim(&mut tx, &plan.id, plan.state).await? {
            return Err(ActError::field("pm_answer", "pm-past"));
        }
    }
    // Read once all of them are held: nobody sends one in meanwhile.
    let agreed = mark(&mut tx, &one).await?;
    if agreed.to_string() != seen {
        return Err(ActError::DraftChanged);
    }
    let by = ctx.actor.name();
    let said = Said { is_yes: reply == Reply::Yes, agreed, at: ctx.now };
    if !regroup::answer(&mut tx, (which, id), &said, (&by, typist.as_ref())).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "round": held.id, "plan": id, "answer": reply.name(), "at_desk": typist.is_some() });
    let note = Note::with("pitch.regroup-answer", which, detail).of_rows(Kept::Regroup, which);
    match reply {
        Reply::Yes => effect::settled(ctx, tx, (which, &held), note).await,
        Reply::No => {
            regroup::end(&mut tx, which, (End::Refused, ctx.now, &by), None).await?;
            tell_others(ctx, &mut tx, (&one, Some(id)), Regrouped::Refused).await?;
            ctx.finish(tx, note).await
        }
    }
}

/// Takes a proposal back, which whoever made it does: the group of the plan that it was made for, or the office.
pub async fn take_back(ctx: &Context<'_>, by: By<'_>, which: &RegroupId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let one = regroup::find(&mut tx, which).await?.ok_or(ActError::NotFound)?;
    match (by, &one.by) {
        (By::Office, Proposer::Office(_)) => {
            review::decided(ctx, &mut tx, &one.round, &one.pitch).await?;
        }
        (By::Group(author, own), Proposer::Group(first)) if own == first => {
            let found = pitch::find(&mut tx, own).await?.ok_or(ActError::NotFound)?;
            let group = found.group.as_ref().ok_or(ActError::NotFound)?;
            allowed(ctx, &mut tx, author, group, MemberRole::Owner).await?;
            at_writing_pace(ctx, &mut tx, author).await?;
        }
        (By::Office | By::Group(..), _) => return Err(ActError::NotFound),
    }
    let by = ctx.actor.name();
    if !regroup::claim(&mut tx, which).await?
        || !regroup::end(&mut tx, which, (End::Withdrawn, ctx.now, &by), None).await?
    {
        return Err(ActError::StillNeeded);
    }
    tell_others(ctx, &mut tx, (&one, None), Regrouped::Withdrawn).await?;
    let detail = json!({ "round": one.round, "plan": one.pitch });
    ctx.finish(tx, Note::with("pitch.regroup-withdraw", which, detail).of_rows(Kept::Regroup, which)).await
}

async fn tell_others(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (one, but): (&Regroup, Option<&PitchId>),
    what: Regrouped,
) -> Result<(), ActError> {
    for plan in plans(tx, one).await?.iter().filter(|plan| Some(&plan.id) != but) {
        tell(ctx, tx, plan, (one, what)).await?;
    }
    Ok(())
}

/// Mails the group of a plan about a proposal.
async fn tell(
    ctx: &Context<'_>,
    tx: &mut Tx,
    plan: &Pitch,
    (one, what): (&Regroup, Regrouped),
) -> Result<(), ActError> {
    let Some(group) = &plan.group else { return Ok(()) };
    let (words, until) = match what {
        Regrouped::MergeAsked | Regrouped::SplitAsked => (one.reason.clone(), Some(one.until)),
        Regrouped::Refused | Regrouped::Withdrawn => (String::new(), None),
    };
    let title = life::newest_of(tx, &plan.id).await?.unwrap_or_default().title;
    let content = Mail::Regroup { pitch: plan.id.clone(), title, what, words, until };
    let about = format!("regroup/{}/{}/{}", one.id, plan.id, what.name());
    told::members(ctx, tx, (group, &about), &content).await
}
