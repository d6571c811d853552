//! Groups that pitch: who is in them, as what. Every act is done by a member; for who is not in a group it does not exist.

use super::initiator::account::at_pace;
use super::initiator::mailbox::Mailbox;
use super::initiator::{Draft, make_link};
use super::log::Note;
use super::{ActError, Context, outbox};
use crate::domain::id::{InitiativeId, InitiatorId};
use crate::domain::initiator::{
    INVITATION_MINUTES, Initiative, Initiator, MAX_GROUPS, MAX_MEMBERS, MemberRole, Purpose, heir, name_fault,
};
use crate::domain::log::kept::Kept;
use crate::domain::mail::{Address, Content};
use crate::domain::pace::{INVITATIONS, INVITATIONS_TO_ADDRESS};
use crate::store::initiator::link;
use crate::store::{Tx, initiative, pace, pitch};

/// Makes a group; who makes it owns it.
pub async fn make(ctx: &mut Context<'_>, who: &Initiator, name: &str) -> Result<InitiativeId, ActError> {
    if let Some(fault) = name_fault(name) {
        return Err(ActError::field("post_group", fault));
    }
    let group = Initiative { id: InitiativeId::new(ctx.seed.id()), name: name.trim().to_string() };
    let mut tx = ctx.begin().await?;
    at_pace(ctx, &mut tx, &who.id).await?;
    if initiative::of(&mut tx, &who.id).await?.len() >= MAX_GROUPS {
        return Err(ActError::field("post_group", "post-many"));
    }
    initiative::add(&mut tx, &group, &who.id, ctx.now).await?;
    ctx.finish(tx, told("initiative.make", &group.id)).await?;
    Ok(group.id)
}

/// Asks someone by mail to join. Who is not in is not told whether the address has an account.
pub async fn invite(
    ctx: &mut Context<'_>,
    who: &Initiator,
    group: &InitiativeId,
    (email, role): (&Address, MemberRole),
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let group = owned(&mut tx, group, &who.id).await?;
    let members = initiative::members(&mut tx, &group.id).await?;
    let asked = link::invitations(&mut tx, &group.id, ctx.now).await?;
    if members.len() + asked.len() >= MAX_MEMBERS {
        return Err(ActError::field("post_email", "post-many"));
    }
    if asked.iter().any(|one| &one.email == email) {
        return Err(ActError::field("post_email", "post-asked"));
    }
    let may_ask = pace::take(&mut tx, &INVITATIONS, who.id.as_str(), ctx.now).await?;
    if !may_ask {
        return Err(ActError::TooOften);
    }
    // What others ask of the same address must not show here, so the link is made and its mail is not sent.
    let has_room = pace::take(&mut tx, &INVITATIONS_TO_ADDRESS, email.as_str(), ctx.now).await?;
    let until = ctx.now.plus_minutes(INVITATION_MINUTES);
    let purpose = Purpose::Join { initiative: group.id.clone(), role };
    let mailbox = Mailbox::of(&mut tx, email).await?;
    let language = mailbox.language(&who.language);
    let token = make_link(ctx, &mut tx, Draft { purpose, email, language, until }).await?;
    if has_room && mailbox.takes_unasked() {
        let content = Content::Invitation { token, until, initiative: group.name, role };
        outbox::queue(&mut tx, &mut ctx.seed, ctx.now, (email, language, &content)).await?;
    }
    ctx.finish(tx, Note::new("initiative.invite", &group.id)).await
}

/// Takes an invitation back.
pub async fn withdraw(
    ctx: &Context<'_>,
    who: &InitiatorId,
    group: &InitiativeId,
    handle: &str,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    at_pace(ctx, &mut tx, who).await?;
    owned(&mut tx, group, who).await?;
    if !link::withdraw(&mut tx, group, handle).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, Note::new("initiative.withdraw_invitation", group)).await
}

/// Puts who used an invitation in the group. Who is in it already stays what they are.
pub(super) async fn join(
    ctx: &Context<'_>,
    tx: &mut Tx,
    group: &InitiativeId,
    who: &InitiatorId,
    role: MemberRole,
) -> Result<(), ActError> {
    initiative::find(tx, group).await?.ok_or(ActError::LinkExpired)?;
    if initiative::join(tx, group, who, role, ctx.now).await? {
        super::log::note(tx, &ctx.actor, ctx.now, told("initiative.join", group)).await?;
    }
    Ok(())
}

/// Gives a member another role, never that of the owner.
pub async fn set_role(
    ctx: &Context<'_>,
    who: &InitiatorId,
    (group, member): (&InitiativeId, &InitiatorId),
    role: MemberRole,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    at_pace(ctx, &mut tx, who).await?;
    owned(&mut tx, group, who).await?;
    let before = initiative::role_of(&mut tx, group, member).await?.ok_or(ActError::NotFound)?;
    if role == MemberRole::Owner || before == MemberRole::Owner {
        return Err(ActError::StillNeeded);
    }
    if !initiative::set_role(&mut tx, group, member, (before, role)).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, told("initiative.set_role", group)).await
}

/// Hands the ownership over to another member; who had it writes from then on.
pub async fn hand_over(
    ctx: &Context<'_>,
    who: &InitiatorId,
    group: &InitiativeId,
    to: &InitiatorId,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    at_pace(ctx, &mut tx, who).await?;
    owned(&mut tx, group, who).await?;
    let before = initiative::role_of(&mut tx, group, to).await?.ok_or(ActError::NotFound)?;
    if to == who {
        return Err(ActError::StillNeeded);
    }
    let done = initiative::set_role(&mut tx, group, who, (MemberRole::Owner, MemberRole::Editor)).await?
        && initiative::set_role(&mut tx, group, to, (before, MemberRole::Owner)).await?;
    if !done {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, told("initiative.hand_over", group)).await
}

/// Takes a member out of the group.
pub async fn remove(
    ctx: &Context<'_>,
    who: &InitiatorId,
    group: &InitiativeId,
    member: &InitiatorId,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    at_pace(ctx, &mut tx, who).await?;
    owned(&mut tx, group, who).await?;
    if member == who {
        return Err(ActError::StillNeeded);
    }
    if !initiative::leave(&mut tx, group, member).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, told("initiative.remove", group)).await
}

/// Leaves a group. Its owner hands it over first; whoever is the last one ends it.
pub async fn leave(ctx: &Context<'_>, who: &InitiatorId, group: &InitiativeId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    at_pace(ctx, &mut tx, who).await?;
    // Held as what they are: whoever becomes the owner at this moment does not leave as a reader.
    let role = initiative::role_of(&mut tx, group, who).await?.ok_or(ActError::NotFound)?;
    if !initiative::set_role(&mut tx, group, who, (role, role)).await? {
        return Err(ActError::DraftChanged);
    }
    let members = initiative::members(&mut tx, group).await?;
    if role == MemberRole::Owner && members.len() > 1 {
        return Err(ActError::StillNeeded);
    }
    if !initiative::leave(&mut tx, group, who).await? {
        return Err(ActError::DraftChanged);
    }
    if members.len() == 1 {
        pitch::part_from(&mut tx, group).await?;
        initiative::remove(&mut tx, group).await?;
    }
    ctx.finish(tx, told("initiative.leave", group)).await
}

/// Takes someone whose time has passed out of all groups: who writes in them takes the place of an owner. The groups.
pub(super) async fn take_out(tx: &mut Tx, who: &InitiatorId) -> Result<Vec<InitiativeId>, ActError> {
    let mut groups = Vec::new();
    for (group, role) in initiative::of(tx, who).await? {
        let members = initiative::members(tx, &group.id).await?;
        initiative::leave(tx, &group.id, who).await?;
        match heir(&members, who) {
            None => {
                pitch::part_from(tx, &group.id).await?;
                initiative::remove(tx, &group.id).await?;
            }
            Some(heir) if role == MemberRole::Owner => {
                let before = initiative::role_of(tx, &group.id, &heir).await?.ok_or(ActError::NotFound)?;
                initiative::set_role(tx, &group.id, &heir, (before, MemberRole::Owner)).await?;
            }
            Some(_) => {}
        }
        groups.push(group.id);
    }
    Ok(groups)
}

/// The group, for its owner, who stays that until the transaction ends. For other members the act is not theirs; for who is not in it there is no such group.
async fn owned(tx: &mut Tx, group: &InitiativeId, who: &InitiatorId) -> Result<Initiative, ActError> {
    let owner = (MemberRole::Owner, MemberRole::Owner);
    let is_owner = initiative::set_role(tx, group, who, owner).await?;
    let found = initiative::find(tx, group).await?;
    found.filter(|_| is_owner).ok_or(ActError::NotFound)
}

pub(super) fn told(act: &'static str, group: &InitiativeId) -> Note {
    Note::new(act, group).of_rows(Kept::Members, group)
}
