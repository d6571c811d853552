//! What people say about plans: writing it under an address, saying yes to it by the link in the mail, taking it back; the
//! answers of a group, and the contact of a social-brokerage organisation. What the office takes off is in `acts::moderation`.

pub mod endorsement;
pub mod open;
mod told;

use serde_json::json;

use super::initiator::mailbox::Mailbox;
use super::log::Note;
use super::moderation::{Writer, written};
use super::pitch::{Author, of_own, typist};
use super::{ActError, Context, plain};
use crate::domain::account::Permission;
use crate::domain::digest::Digest;
use crate::domain::id::{CommentId, ContributionId, PitchId, RoundId};
use crate::domain::initiator::name_fault;
use crate::domain::mail::{Address, Content};
use crate::domain::moderation::Written;
use crate::domain::pace::{CONTRIBUTIONS_OF_CLIENT, MAIL_TO_ADDRESS, TALK_CHOICES};
use crate::domain::pitch::Pitch;
use crate::domain::talk::contribution::{CONFIRM_MINUTES, Contribution, MOST_WAITING, Sort, What};
use crate::domain::talk::{Comment, CommentKind, Entry, MOST_ANSWERS, MOST_COMMENTS, Open, Side, is_on};
use crate::domain::time::Moment;
use crate::store::talk::contribution;
use crate::store::{self, Conn, Tx, initiative, initiator, pace, pitch, talk};

/// Keeps what somebody wrote under an address, and asks its owner by mail. The answer is the same whether a mail goes or not:
/// an address that had one a moment ago finds it behind the same link. `client` is where it comes from.
pub async fn ask(
    ctx: &mut Context<'_>,
    client: &str,
    (email, language): (&Address, &str),
    id: &PitchId,
    what: What,
) -> Result<(), ActError> {
    check(&what)?;
    let mut tx = ctx.begin().await?;
    let (found, title) = talked_about(&mut tx, id, taken(&what)).await?;
    if let What::Endorsement { organisation, .. } = &what {
        endorsement::check_name(&mut tx, id, organisation).await?;
    }
    if !pace::take(&mut tx, &CONTRIBUTIONS_OF_CLIENT, client, ctx.now).await? {
        return Err(ActError::TooOften);
    }
    let mailbox = Mailbox::of(&mut tx, email).await?;
    let (mark, sort) = (email.mark(), what.sort());
    let since = ctx.now.plus_minutes(-CONFIRM_MINUTES);
    let waiting =
        u64::try_from(contribution::waiting(&mut tx, &mark, since).await?.len()).unwrap_or(u64::MAX);
    if mailbox.takes_unasked() && waiting < MOST_WAITING {
        let language = mailbox.language(language).to_string();
        let new = Contribution {
            id: ContributionId::new(ctx.seed.id()),
            pitch: found.id.clone(),
            email: email.clone(),
            language: language.clone(),
            what,
            asked: ctx.now,
        };
        contribution::add(&mut tx, &new).await?;
        if pace::take(&mut tx, &MAIL_TO_ADDRESS, email.as_str(), ctx.now).await? {
            let until = ctx.now.plus_minutes(CONFIRM_MINUTES);
            let content = Content::Contribution { mark, at: ctx.now, until, title, sort };
            super::outbox::queue(&mut tx, &mut ctx.seed, ctx.now, (email, &language, &content)).await?;
        }
    }
    ctx.finish(tx, Note::with("talk.ask", "visitor", json!({ "plan": found.id }))).await
}

/// Refuses words that cannot stand with a plan.
fn check(what: &What) -> Result<(), ActError> {
    match what {
        What::Comment { kind, name, words } => {
            let kind = CommentKind::typed(kind).ok_or(ActError::field("talk_kind", "choose"))?;
            if let Some(fault) = name_fault(name) {
                return Err(ActError::field("talk_name", fault));
            }
            plain::names(&[("talk_name", name)])?;
            plain::told("talk_words", words, kind.most()).map(|_| ())
        }
        What::Support => Ok(()),
        What::Endorsement { organisation, words } => endorsement::check_words(organisation, words),
    }
}

/// The plans that the owner of an address supports, each with its name.
pub async fn supported(conn: &mut Conn, mark: &Digest) -> Result<Vec<(PitchId, String)>, ActError> {
    let mut all = Vec::new();
    for id in store::support::of_mark(conn, mark).await? {
        if let Some(found) = pitch::find(conn, &id).await? {
            all.push((id, title(conn, &found).await?));
        }
    }
    Ok(all)
}

/// What waits for the owner of an address, each with the name of its plan.
pub async fn waiting(
    conn: &mut Conn,
    mark: &Digest,
    now: Moment,
) -> Result<Vec<(Contribution, String)>, ActError> {
    let mut all = Vec::new();
    for one in contribution::waiting(conn, mark, now.plus_minutes(-CONFIRM_MINUTES)).await? {
        let Some(found) = pitch::find(conn, &one.pitch).await? else { continue };
        if open::found(conn, &found).await?.is_some_and(taken(&one.what)) {
            all.push((one, title(conn, &found).await?));
        }
    }
    Ok(all)
}

/// The owner of an address says yes: it stands with its plan from now on.
pub async fn confirm(ctx: &mut Context<'_>, mark: &Digest, id: &ContributionId) -> Result<PitchId, ActError> {
    let mut tx = ctx.begin().await?;
    let since = ctx.now.plus_minutes(-CONFIRM_MINUTES);
    let all = contribution::waiting(&mut tx, mark, since).await?;
    let found = all.into_iter().find(|one| &one.id == id).ok_or(ActError::LinkExpired)?;
    at_pace(ctx, &mut tx, mark).await?;
    if !contribution::take(&mut tx, id, mark).await? {
        return Err(ActError::LinkExpired);
    }
    let (about, title) = talked_about(&mut tx, &found.pitch, taken(&found.what)).await?;
    let act = settle(ctx, &mut tx, &found).await?;
    if found.what.sort() == Sort::Comment {
        told::said(ctx, &mut tx, (&about, &title)).await?;
    }
    ctx.finish(tx, Note::new(act, &found.pitch)).await?;
    Ok(found.pitch)
}

/// Puts what its owner said yes to where it belongs; what the staff log calls that.
async fn settle(ctx: &mut Context<'_>, tx: &mut Tx, found: &Contribution) -> Result<&'static str, ActError> {
    let new = |id: String, kind: CommentKind, name: &str, words: &str| Comment {
        id: CommentId::new(id),
        pitch: found.pitch.clone(),
        kind,
        parent: None,
        side: Side::Resident,
        name: name.trim().to_string(),
        words: words.trim().to_string(),
        by: String::new(),
        desk: None,
        at: ctx.now,
        gone: None,
        entry: Entry::Free,
        withheld: None,
    };
    let mail = Some((&found.email, found.language.as_str()));
    match &found.what {
        What::Comment { kind, name, words } => {
            let kind = CommentKind::typed(kind).ok_or(ActError::LinkExpired)?;
            if is_of_group(tx, found).await? {
                return Err(ActError::field("talk_words", "talk-own"));
            }
            let id = ctx.seed.id();
            place(tx, &new(id, kind, name, words), mail).await?;
            Ok("talk.place")
        }
        What::Support => {
            // One address counts once.
            store::support::add(tx, &found.pitch, &found.email.mark(), ctx.now).await?;
            Ok("support.give")
        }
        What::Endorsement { organisation, words } => {
            endorsement::check_name(tx, &found.pitch, organisation).await?;
            let id = ctx.seed.id();
            let new = endorsement::placed(new(id, CommentKind::Endorsement, organisation, words));
            place(tx, &new, mail).await?;
            Ok("talk.endorse")
        }
    }
}

/// Whether the owner of an address is in the group of the plan: who is speaks as the group, which is shown with it (S58).
async fn is_of_group(conn: &mut Conn, new: &Contribution) -> Result<bool, ActError> {
    let about = pitch::find(conn, &new.pitch).await?.and_then(|about| about.group);
    let who = initiator::find_email(conn, &new.email).await?;
    let (Some(group), Some(who)) = (about, who) else { return Ok(false) };
    Ok(initiative::role_of(conn, &group, &who.id).await?.is_some())
}

/// The owner of an address says that it was somebody else.
pub async fn refuse(ctx: &Context<'_>, mark: &Digest, id: &ContributionId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !contribution::take(&mut tx, id, mark).await? {
        return Ok(());
    }
    ctx.finish(tx, Note::new("talk.refuse", "visitor")).await
}

/// A group answers something that was said about its plan; for who comes by paper or telephone the desk types it.
pub async fn answer(
    ctx: &mut Context<'_>,
    author: Author<'_>,
    to: &CommentId,
    words: &str,
) -> Result<CommentId, ActError> {
    let words = plain::told("talk_answer", words, CommentKind::Answer.most())?;
    let mut tx = ctx.begin().await?;
    let parent = talk::find(&mut tx, to).await?.filter(Comment::is_shown).ok_or(ActError::NotFound)?;
    let (found, title) = talked_about(&mut tx, &parent.pitch, Open::takes_support).await?;
    of_own(ctx, &mut tx, author, &found.id).await?;
    let desk = typist(ctx, author)?;
    let known = talk::answers(&mut tx, std::slice::from_ref(&parent)).await?.len();
    if parent.parent.is_some() || u64::try_from(known).unwrap_or(u64::MAX) >= MOST_ANSWERS {
        return Err(ActError::field("talk_answer", "talk-many"));
    }
    let new = Comment {
        id: CommentId::new(ctx.seed.id()),
        pitch: found.id.clone(),
        kind: CommentKind::Answer,
        parent: Some(parent.id.clone()),
        side: Side::Group,
        name: found.applicant.clone(),
        words: words.to_string(),
        by: ctx.actor.name(),
        desk,
        at: ctx.now,
        gone: None,
        entry: Entry::Free,
        withheld: None,
    };
    place(&mut tx, &new, None).await?;
    told::answered(ctx, &mut tx, &parent, (&found, &title)).await?;
    let detail = json!({ "as": "group", "comment": new.id, "at_desk": new.desk.is_some() });
    ctx.finish(tx, Note::with("talk.place", &found.id, detail)).await?;
    Ok(new.id)
}

/// The contact of a social-brokerage organisation says something: it comments, and decides nothing (S56).
pub async fn speak(
    ctx: &mut Context<'_>,
    round: &RoundId,
    id: &PitchId,
    (kind, words): (CommentKind, &str),
) -> Result<CommentId, ActError> {
    let by = ctx.person()?.clone();
    let kind = CommentKind::typed(kind.name()).ok_or(ActError::field("talk_kind", "choose"))?;
    let words = plain::told("talk_words", words, kind.most())?;
    let mut tx = ctx.begin().await?;
    let account = store::account::find(&mut tx, &by).await?.ok_or(ActError::NotFound)?;
    let speaks = account.role.may(Permission::Comment);
    let (found, title) = talked_about(&mut tx, id, Open::takes_words).await?;
    if !speaks || &found.round != round {
        return Err(ActError::NotFound);
    }
    let new = Comment {
        id: CommentId::new(ctx.seed.id()),
        pitch: found.id.clone(),
        kind,
        parent: None,
        side: Side::Smo,
        name: account.function,
        words: words.to_string(),
        by: by.to_string(),
        desk: None,
        at: ctx.now,
        gone: None,
        entry: Entry::Free,
        withheld: None,
    };
    place(&mut tx, &new, None).await?;
    told::said(ctx, &mut tx, (&found, &title)).await?;
    ctx.finish(tx, Note::with("talk.place", &found.id, json!({ "as": "smo", "comment": new.id }))).await?;
    Ok(new.id)
}

/// Whoever wrote a comment takes it back: its words and whose they were go for good, also where the office took it off. Only what
/// another officer looks at again stays until that is over.
pub async fn take_back(ctx: &Context<'_>, writer: Writer<'_>, id: &CommentId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = written::owned(ctx, &mut tx, writer, &Written::Comment(id.clone())).await?;
    if !talk::take_back(&mut tx, id, ctx.now).await? {
        return Err(ActError::StillNeeded);
    }
    let detail = json!({ "comment": id, "at_desk": writer.desk(ctx)?.is_some() });
    ctx.finish(tx, Note::with("talk.take-back", found.about.with().as_str(), detail)).await
}

/// Until when what somebody wrote is taken.
fn taken(what: &What) -> fn(Open) -> bool {
    match what {
        What::Comment { .. } => Open::takes_words,
        What::Support | What::Endorsement { .. } => Open::takes_support,
    }
}

/// A plan about which this can be said now, with its name.
async fn talked_about(
    conn: &mut Conn,
    id: &PitchId,
    takes: fn(Open) -> bool,
) -> Result<(Pitch, String), ActError> {
    let found = pitch::find(conn, id).await?.ok_or(ActError::NotFound)?;
    let round = store::round::find(conn, &found.round).await?.ok_or(ActError::NotFound)?;
    let open = open::of_plan(conn, &round, &found).await?.ok_or(ActError::NotFound)?;
    if !is_on(&round) {
        return Err(ActError::field("talk_words", "talk-closed"));
    }
    if !takes(open) {
        return Err(ActError::field("talk_words", "talk-refused"));
    }
    let title = title(conn, &found).await?;
    Ok((found, title))
}

/// The name of a plan as everyone reads it: as it was sent in last.
async fn title(conn: &mut Conn, found: &Pitch) -> Result<String, ActError> {
    let sent = pitch::life::newest_of(conn, &found.id).await?;
    Ok(sent.map_or_else(String::new, |content| content.title))
}

/// Puts it with its plan, unless there is no room: what nobody reads takes none.
async fn place(tx: &mut Tx, new: &Comment, mail: Option<(&Address, &str)>) -> Result<(), ActError> {
    if talk::shown(tx, &new.pitch).await? >= MOST_COMMENTS {
        return Err(ActError::field("talk_words", "talk-many"));
    }
    Ok(talk::add(tx, new, mail).await?)
}

/// Refuses an address that chooses more than people do: each choice is a line in a log that is kept.
pub(super) async fn at_pace(ctx: &Context<'_>, tx: &mut Tx, mark: &Digest) -> Result<(), ActError> {
    match pace::take(tx, &TALK_CHOICES, &mark.to_string(), ctx.now).await? {
        true => Ok(()),
        false => Err(ActError::TooOften),
    }
}
