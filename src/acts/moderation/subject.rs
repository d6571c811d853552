//! What can be taken off: where it stands, and whose it is.

use crate::acts::pitch::{Author, of_own};
use crate::acts::talk::at_pace;
use crate::acts::{ActError, Context};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::meeting::Meeting;
use crate::domain::moderation::{Subject, Withholding};
use crate::domain::pitch::{Pitch, State};
use crate::domain::talk::{Comment, Side};
use crate::store::moderation::Words;
use crate::store::pitch::life;
use crate::store::{Conn, Tx, meeting, moderation, pitch, talk};

/// Whose something is, for who takes it back or asks for a second look.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    /// Of who comes from a mail to this address.
    Address(&'a Digest),
    /// Of a group, for who writes in it.
    Group(Author<'a>),
    /// Of who is signed in at the office.
    Staff,
}

impl Owner<'_> {
    /// Whether the desk types it for somebody.
    pub fn is_desk(self) -> bool {
        matches!(self, Owner::Group(Author::Desk(_)))
    }
}

/// What was written, as it was.
#[derive(Debug, Clone)]
pub enum What {
    /// Something that was said about a plan.
    Comment(Comment),
    /// A meeting of a group.
    Meeting(Meeting),
    /// Words of a group.
    Words(Words),
}

/// Something that was written, with the plan with which it stands and what was taken off of it, the newest first.
#[derive(Debug, Clone)]
pub struct Found {
    /// The plan; of a merge, that of the group that proposed it.
    pub about: Pitch,
    /// The name of the plan as everyone reads it.
    pub title: String,
    /// What was written.
    pub what: What,
    /// What was taken off.
    pub taken: Vec<Withholding>,
}

impl Found {
    /// What was taken off and stands so.
    pub fn standing(&self) -> Option<&Withholding> {
        self.taken.iter().find(|taken| taken.stands())
    }

    /// Who typed it at the desk.
    pub fn typist(&self) -> Option<&AccountId> {
        match &self.what {
            What::Comment(comment) => comment.desk.as_ref(),
            What::Meeting(meeting) => meeting.desk.as_ref(),
            What::Words(words) => words.desk.as_ref(),
        }
    }

    /// Whether no word of it is left.
    pub fn is_gone(&self) -> bool {
        match &self.what {
            What::Comment(comment) => comment.gone.is_some(),
            What::Meeting(meeting) => meeting.is_gone(),
            What::Words(words) => words.words.is_empty(),
        }
    }

    /// Whether everyone reads it: nothing of a plan that was taken back.
    pub fn is_shown(&self) -> bool {
        let is_in = match &self.what {
            What::Comment(comment) => comment.entry.is_in(),
            What::Meeting(_) | What::Words(_) => true,
        };
        is_in && !self.is_gone() && self.standing().is_none() && self.about.state != State::Withdrawn
    }
}

/// Looks it up; nothing where there is no such thing, or nobody but the office wrote it.
pub async fn find(conn: &mut Conn, one: &Subject) -> Result<Option<Found>, ActError> {
    let Some((id, what)) = written(conn, one).await? else { return Ok(None) };
    let Some(about) = pitch::find(conn, &id).await? else { return Ok(None) };
    let sent = life::newest_of(conn, &id).await?;
    let title = sent.map_or_else(String::new, |content| content.title);
    Ok(Some(Found { about, title, what, taken: moderation::of(conn, one).await? }))
}

async fn written(conn: &mut Conn, one: &Subject) -> Result<Option<(PitchId, What)>, ActError> {
    Ok(match one {
        Subject::Comment(id) => {
            talk::find(conn, id).await?.map(|found| (found.pitch.clone(), What::Comment(found)))
        }
        Subject::Meeting(id) => {
            let found = meeting::find(conn, id).await?.filter(Meeting::is_of_group);
            found.and_then(|found| Some((found.pitch.clone()?, What::Meeting(found))))
        }
        Subject::Account(..) | Subject::Merge(_) => {
            moderation::words(conn, one).await?.map(|found| (found.pitch.clone(), What::Words(found)))
        }
    })
}

/// The same in this round.
pub async fn of_round(conn: &mut Conn, round: &RoundId, one: &Subject) -> Result<Found, ActError> {
    let found = find(conn, one).await?.filter(|found| &found.about.round == round);
    found.ok_or(ActError::NotFound)
}

/// The same for whose it is; for others it does not exist.
pub(in crate::acts) async fn owned(
    ctx: &Context<'_>,
    tx: &mut Tx,
    owner: Owner<'_>,
    one: &Subject,
) -> Result<Found, ActError> {
    let found = find(tx, one).await?.ok_or(ActError::NotFound)?;
    let is_own = match (owner, &found.what) {
        (Owner::Address(mark), What::Comment(comment)) => {
            at_pace(ctx, tx, mark).await?;
            talk::is_of(tx, &comment.id, mark).await?
        }
        (Owner::Staff, What::Comment(comment)) => {
            comment.side == Side::Smo && comment.by == ctx.person()?.as_str()
        }
        (Owner::Group(author), what) => {
            of_own(ctx, tx, author, &found.about.id).await?;
            !matches!(what, What::Comment(comment) if comment.side != Side::Group)
        }
        (Owner::Address(_) | Owner::Staff, What::Meeting(_) | What::Words(_)) => false,
    };
    if is_own { Ok(found) } else { Err(ActError::NotFound) }
}
