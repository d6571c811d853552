//! Mail to the group of a plan about what happened to it. It goes to everyone in the group who has an address, in the
//! transaction of the act that it tells of. What the office does always comes, since it is about something of their own.

use super::assessment::Known;
use crate::acts::initiator::mailbox::Mailbox;
use crate::acts::{ActError, Context, outbox};
use crate::domain::digest::{Digest, hex};
use crate::domain::id::{InitiativeId, InitiatorId, MailId};
use crate::domain::mail::Content;
use crate::domain::pitch::{Event, EventKind, Pitch};
use crate::store::pitch::life;
use crate::store::{Tx, initiative, initiator, round};

/// Tells the group of a plan what happened to it last.
pub(in crate::acts) async fn group(ctx: &Context<'_>, tx: &mut Tx, found: &Pitch) -> Result<(), ActError> {
    let Some(group) = &found.group else { return Ok(()) };
    let round = round::find(tx, &found.round).await?.ok_or(ActError::NotFound)?;
    let known = Known::of(tx, &round, &found.id).await?;
    let happened = known.events.last().cloned().ok_or(ActError::NotFound)?;
    // As it was sent in last: of what its group writes meanwhile nothing is decided.
    let sent = life::newest_of(tx, &found.id).await?;
    let title = sent.map_or_else(|| found.content.title.clone(), |sent| sent.title);
    let Event { number, kind, ground, reason, until, .. } = happened;
    // Until when what comes next happens.
    let until = match kind {
        EventKind::Submit => known.course().decide_by(),
        EventKind::NotAdmit => known.course().appeal_until(),
        EventKind::Repair
        | EventKind::Admit
        | EventKind::Withdraw
        | EventKind::Remark
        | EventKind::Show
        | EventKind::Reply
        | EventKind::Extend
        | EventKind::Short
        | EventKind::Appeal
        | EventKind::Uphold
        | EventKind::Overturn
        | EventKind::Merge
        | EventKind::Split
        | EventKind::Reopen => until,
    };
    let about = format!("pitch/{}/{number}", found.id);
    let content = Content::Plan { pitch: found.id.clone(), title, what: kind, ground, words: reason, until };
    members(ctx, tx, (group, &about), &content).await
}

/// Mails everyone in a group. `about` names what it is about: of one thing an address gets one mail.
pub(in crate::acts) async fn members(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (group, about): (&InitiativeId, &str),
    content: &Content,
) -> Result<(), ActError> {
    for member in initiative::members(tx, group).await? {
        let Some(who) = initiator::find(tx, &member.who).await? else { continue };
        let Some(email) = &who.email else { continue };
        if content.can_be_stopped() && !Mailbox::of(tx, email).await?.takes_unasked() {
            continue;
        }
        let mail = (email, who.language.as_str(), content);
        outbox::queue_as(tx, name(about, &who.id), ctx.now, mail).await?;
    }
    Ok(())
}

/// The name of the mail about one thing to one person.
fn name(about: &str, to: &InitiatorId) -> MailId {
    let parts: [&[u8]; 4] = [b"schuifruimte-told/1\0", about.as_bytes(), b"\0", to.as_str().as_bytes()];
    MailId::new(hex(&Digest::of_parts(&parts).bytes()[..16]))
}
