//! What can be taken off: where it stands, and whose it is.

use crate::acts::pitch::{Author, of_own, typist};
use crate::acts::progress;
use crate::acts::talk::at_pace;
use crate::acts::{ActError, Context};
use crate::domain::digest::Digest;
use crate::domain::grant::GrantRecord;
use crate::domain::id::{AccountId, GrantId, InitiativeId, PitchId, RoundId};
use crate::domain::meeting::Meeting;
use crate::domain::moderation::{With, Withholding, Written};
use crate::domain::pitch::hearing::is_public;
use crate::domain::pitch::{Content, Pitch, State};
use crate::domain::progress::{Report, Shot};
use crate::domain::retention::ERASED;
use crate::domain::talk::{Comment, Side};
use crate::store::moderation::Words;
use crate::store::pitch::{life, picture};
use crate::store::progress::report;
use crate::store::{self, Conn, Tx, meeting, moderation, pitch, talk};

/// Whose something is, for who takes it back or asks for a second look.
#[derive(Debug, Clone, Copy)]
pub enum Writer<'a> {
    /// Of who comes from a mail to this address.
    Address(&'a Digest),
    /// Of a group, for who writes in it.
    Group(Author<'a>),
    /// Of a group that carries out a plan, for who tells of that: someone of it, or the office for it.
    Carrier,
    /// Of who is signed in at the office.
    Staff,
}

impl Writer<'_> {
    /// Who of the office writes it down for somebody, if anybody does.
    pub(in crate::acts) fn desk(self, ctx: &Context<'_>) -> Result<Option<AccountId>, ActError> {
        match self {
            Writer::Group(author) => typist(ctx, author),
            Writer::Carrier => Ok(ctx.person().ok().cloned()),
            Writer::Address(_) | Writer::Staff => Ok(None),
        }
    }
}

/// What was written or shown, as it was.
#[derive(Debug, Clone)]
pub enum What {
    /// Something that was said about a plan.
    Comment(Comment),
    /// A meeting of a group.
    Meeting(Meeting),
    /// Words of a group, and whether everyone may read them by now.
    Words(Words, Reach),
    /// A picture, with who added it at the desk.
    Picture(Shot, Option<AccountId>),
    /// The text of a plan, with who sent it in at the desk; nothing once it was erased. Everyone reads the newest one.
    Plan(Option<Box<Content>>, Option<AccountId>, Reach),
    /// What was told of how a plan goes.
    Progress(Report),
}

/// Who may read something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everyone.
    Everyone,
    /// The group and the office: until something was decided, or since there is a newer text.
    Parties,
}

/// With what it stands.
#[derive(Debug, Clone)]
pub enum About {
    /// With a plan; a merge with that of the group that proposed it.
    Plan(Box<Pitch>),
    /// With the grant of a plan that was chosen, and which group carries that out.
    Grant(Box<GrantRecord>, Option<InitiativeId>),
}

impl About {
    /// The round.
    pub fn round(&self) -> &RoundId {
        match self {
            About::Plan(pitch) => &pitch.round,
            About::Grant(grant, _) => grant.source.round(),
        }
    }

    /// Its name.
    pub fn with(&self) -> With {
        match self {
            About::Plan(pitch) => With::Plan(pitch.id.clone()),
            About::Grant(grant, _) => With::Grant(grant.id.clone()),
        }
    }

    /// Whether its group took it back.
    fn is_back(&self) -> bool {
        match self {
            About::Plan(pitch) => pitch.state == State::Withdrawn,
            About::Grant(..) => false,
        }
    }
}

/// Something that was written, with the plan with which it stands and what was taken off of it, the newest first.
#[derive(Debug, Clone)]
pub struct Found {
    /// With what it stands.
    pub about: About,
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
            What::Words(words, _) => words.desk.as_ref(),
            What::Picture(_, desk) | What::Plan(_, desk, _) => desk.as_ref(),
            What::Progress(report) => report.desk.as_ref(),
        }
    }

    /// Whether nothing of it is left.
    pub fn is_gone(&self) -> bool {
        match &self.what {
            What::Comment(comment) => comment.gone.is_some(),
            What::Meeting(meeting) => meeting.is_gone(),
            What::Words(words, _) => words.words.is_empty(),
            What::Picture(shot, _) => shot.alt.is_empty(),
            What::Plan(content, ..) => content.is_none(),
            What::Progress(report) => report.story == ERASED,
        }
    }

    /// Whether everyone reads it: nothing of a plan that was taken back, and nothing before it is for everyone.
    pub fn is_shown(&self) -> bool {
        let is_in = match &self.what {
            What::Comment(comment) => comment.entry.is_in(),
            What::Words(_, reach) | What::Plan(.., reach) => *reach == Reach::Everyone,
            What::Meeting(_) | What::Picture(..) | What::Progress(_) => true,
        };
        is_in && !self.is_gone() && self.standing().is_none() && !self.about.is_back()
    }
}

/// Looks it up; nothing where there is no such thing, or nobody but the office wrote it.
pub async fn find(conn: &mut Conn, one: &Written) -> Result<Option<Found>, ActError> {
    let Some((with, what)) = written(conn, one).await? else { return Ok(None) };
    let Some((about, title)) = about(conn, &with).await? else { return Ok(None) };
    Ok(Some(Found { about, title, what, taken: moderation::of(conn, one).await? }))
}

async fn about(conn: &mut Conn, with: &With) -> Result<Option<(About, String)>, ActError> {
    Ok(match with {
        With::Plan(id) => {
            let Some(found) = pitch::find(conn, id).await? else { return Ok(None) };
            let sent = life::newest_of(conn, id).await?;
            Some((About::Plan(Box::new(found)), sent.map_or_else(String::new, |content| content.title)))
        }
        With::Grant(id) => {
            let Some(found) = store::grant::find(conn, id).await? else { return Ok(None) };
            let group = store::progress::group(conn, id).await?.map(|group| group.id);
            let title = found.title.clone();
            Some((About::Grant(Box::new(found), group), title))
        }
    })
}

async fn written(conn: &mut Conn, one: &Written) -> Result<Option<(With, What)>, ActError> {
    let of = |id: &PitchId| With::Plan(id.clone());
    Ok(match one {
        Written::Comment(id) => {
            talk::find(conn, id).await?.map(|found| (of(&found.pitch), What::Comment(found)))
        }
        Written::Meeting(id) => {
            let found = meeting::find(conn, id).await?.filter(Meeting::is_of_group);
            found.and_then(|found| Some((of(found.pitch.as_ref()?), What::Meeting(found))))
        }
        Written::Account(..) | Written::Merge(_) => {
            let found = moderation::words(conn, one).await?;
            found.map(|found| (of(&found.pitch), What::Words(found, Reach::Everyone)))
        }
        Written::Said(id, number) => match moderation::words(conn, one).await? {
            None => None,
            Some(found) => Some((of(id), What::Words(found, reach(conn, id, *number).await?))),
        },
        Written::Picture(id, number) => {
            let found = picture::one(conn, id, *number).await?;
            found.map(|(shot, desk)| (of(id), What::Picture(shot, desk)))
        }
        Written::Plan(id, number) => {
            let all = life::versions(conn, id).await?;
            let is_newest = all.last().is_some_and(|last| last.number == *number);
            // How a plan became what it is stands on its page, unless one of its texts is off.
            let taken = moderation::of_pitch(conn, id).await?;
            let is_off = taken.iter().any(|taken| matches!(taken.of, Written::Plan(..)) && taken.stands());
            let reach = if is_newest || !is_off { Reach::Everyone } else { Reach::Parties };
            let found = all.into_iter().find(|version| version.number == *number);
            found.map(|found| (of(id), What::Plan(found.content.map(Box::new), found.desk, reach)))
        }
        Written::Progress(id, number) => progress_of(conn, id, *number).await?,
    })
}

/// Whether a version of a plan says the same as a newer one: then that is what is to be taken off.
pub(in crate::acts) async fn is_repeated(
    conn: &mut Conn,
    id: &PitchId,
    number: u64,
) -> Result<bool, ActError> {
    let all = life::versions(conn, id).await?;
    let one =
        all.iter().find(|version| version.number == number).and_then(|version| version.content.as_ref());
    let newest = all.last().filter(|last| last.number != number).and_then(|last| last.content.as_ref());
    Ok(one.zip(newest).is_some_and(|(one, newest)| one.says_the_same(newest)))
}

/// Who may read what a group said to the office.
async fn reach(conn: &mut Conn, id: &PitchId, number: u64) -> Result<Reach, ActError> {
    let Some(found) = pitch::find(conn, id).await? else { return Ok(Reach::Parties) };
    let all = life::events(conn, id).await?;
    let is_open = all.iter().any(|one| one.number == number && is_public(&all, one, found.state));
    Ok(if is_open { Reach::Everyone } else { Reach::Parties })
}

/// A report of a grant; one of which nothing was left before there was a second look is not found.
async fn progress_of(conn: &mut Conn, id: &GrantId, number: u64) -> Result<Option<(With, What)>, ActError> {
    let all = report::whole(conn, id).await?;
    let found = all.into_iter().find(|one| one.number == number);
    Ok(found.map(|found| (With::Grant(id.clone()), What::Progress(found))))
}

/// The same in this round.
pub async fn of_round(conn: &mut Conn, round: &RoundId, one: &Written) -> Result<Found, ActError> {
    let found = find(conn, one).await?.filter(|found| found.about.round() == round);
    found.ok_or(ActError::NotFound)
}

/// The same for whose it is; for others it does not exist.
pub(in crate::acts) async fn owned(
    ctx: &Context<'_>,
    tx: &mut Tx,
    writer: Writer<'_>,
    one: &Written,
) -> Result<Found, ActError> {
    let found = find(tx, one).await?.ok_or(ActError::NotFound)?;
    let is_own = match (writer, &found.about, &found.what) {
        (Writer::Address(mark), About::Plan(_), What::Comment(comment)) => {
            at_pace(ctx, tx, mark).await?;
            talk::is_of(tx, &comment.id, mark).await?
        }
        (Writer::Staff, About::Plan(_), What::Comment(comment)) => {
            comment.side == Side::Smo && comment.by == ctx.person()?.as_str()
        }
        (Writer::Group(author), About::Plan(plan), what) => {
            of_own(ctx, tx, author, &plan.id).await?;
            !matches!(what, What::Comment(comment) if comment.side != Side::Group)
        }
        (Writer::Carrier, About::Grant(grant, _), _) => {
            // Refused to all but the group and the office.
            progress::side(ctx, tx, &grant.id).await?;
            true
        }
        (Writer::Address(_) | Writer::Staff, About::Plan(_), _)
        | (Writer::Carrier, About::Plan(_), _)
        | (Writer::Address(_) | Writer::Staff | Writer::Group(_), About::Grant(..), _) => false,
    };
    if is_own { Ok(found) } else { Err(ActError::NotFound) }
}
