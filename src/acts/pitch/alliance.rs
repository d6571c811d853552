//! Alliances (S17, S40): the group that leads a plan asks each other member whether it takes part with this task and this share;
//! each says so itself, by the link in a mail, from its own account, or on a paper that the desk saw. What is said holds for that
//! task and share and for no other.

use serde_json::json;

use super::{Author, at_writing_pace, told, writable};
use crate::acts::initiator::mailbox::Mailbox;
use crate::acts::log::Note;
use crate::acts::person::require_other_named;
use crate::acts::{ActError, Context, outbox};
use crate::domain::account::{Scope, Subject};
use crate::domain::digest::{Digest, hex};
use crate::domain::id::PitchId;
use crate::domain::initiator::Initiator;
use crate::domain::log::kept::Kept;
use crate::domain::mail::{Address, Content as Mail};
use crate::domain::pace::{INVITATIONS, INVITATIONS_TO_ADDRESS, TALK_CHOICES};
use crate::domain::pitch::ally::{Ally, Asked, CODE, Consent, ConsentWay, Reply, silent};
use crate::domain::pitch::{Content, Pitch};
use crate::domain::time::Moment;
use crate::store::pitch::ally;
use crate::store::{Conn, Tx, account, initiative, initiator, pace, pitch, scope};

/// Minutes for which the link in the mail opens.
const LINK_MINUTES: i64 = 28 * 24 * 60;

/// What is asked of a member, for whoever answers.
#[derive(Debug, Clone)]
pub struct Question {
    /// The question.
    pub asked: Asked,
    /// What the member would be in it.
    pub ally: Ally,
    /// The plan.
    pub pitch: Pitch,
}

/// What the database keeps of the text of a link.
fn key(token: &str) -> Digest {
    Digest::of_parts(&[b"schuifruimte-ally-link/1\0", token.as_bytes()])
}

/// Asks a member: by mail where there is an address, else on a paper that it brings to the desk. Asking anew makes an earlier
/// link of no use.
pub async fn ask(
    ctx: &mut Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    (mark, email): (&Digest, Option<&Address>),
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = writable(ctx, &mut tx, author, id).await?;
    at_writing_pace(ctx, &mut tx, author).await?;
    let ally = found.content.allies.iter().find(|ally| &ally.mark(id) == mark);
    let ally = ally.ok_or(ActError::DraftChanged)?.clone();
    if let Some(email) = email {
        is_of_another(&mut tx, &found, email).await?;
    }
    let token = hex(&ctx.seed.bytes());
    let link = email.map(|_| key(&token).to_string()).unwrap_or_default();
    let to = email.map(Address::as_str).unwrap_or_default();
    let by = ctx.actor.name();
    if !ally::ask(&mut tx, (id, mark), (&link, to), (&by, ctx.now)).await? {
        return Err(ActError::StillNeeded);
    }
    if let Some(email) = email {
        mail(ctx, &mut tx, author, (&found, &ally), (email, token)).await?;
    }
    let detail = json!({ "mark": mark, "mail": email.is_some() });
    ctx.finish(tx, Note::with("pitch.ask-ally", id, detail).of_rows(Kept::Alliance, id)).await
}

/// Refuses an address of the group that leads: who takes part says yes itself.
async fn is_of_another(tx: &mut Tx, found: &Pitch, email: &Address) -> Result<(), ActError> {
    let Some(group) = &found.group else { return Ok(()) };
    let owner = initiator::find_email(tx, email).await?;
    let members = initiative::members(tx, group).await?;
    match owner.is_some_and(|owner| members.iter().any(|member| member.who == owner.id)) {
        true => Err(ActError::field("ally_email", "ally-own")),
        false => Ok(()),
    }
}

/// The mail itself: not to who wants none, nor more than an address can bear, which whoever asks does not see.
async fn mail(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    author: Author<'_>,
    (found, ally): (&Pitch, &Ally),
    (email, token): (&Address, String),
) -> Result<(), ActError> {
    let who = author.who();
    if !pace::take(tx, &INVITATIONS, who.as_str(), ctx.now).await? {
        return Err(ActError::TooOften);
    }
    let has_room = pace::take(tx, &INVITATIONS_TO_ADDRESS, email.as_str(), ctx.now).await?;
    let mailbox = Mailbox::of(tx, email).await?;
    if has_room && mailbox.takes_unasked() {
        let own = initiator::find(tx, who).await?.map(|found| found.language).unwrap_or_default();
        let language = mailbox.language(&own);
        let until = ctx.now.plus_minutes(LINK_MINUTES);
        let (lead, member) = (found.applicant.clone(), ally.name.clone());
        let content = Mail::Alliance { token, until, lead, member, title: found.content.title.clone() };
        outbox::queue(tx, &mut ctx.seed, ctx.now, (email, language, &content)).await?;
    }
    Ok(())
}

/// The question of a link. One that was never given out, is too old, or is about another share by now is all the same.
pub async fn of_link(conn: &mut Conn, token: &str, now: Moment) -> Result<Question, ActError> {
    let asked = ally::of_link(conn, &key(token)).await?;
    let asked = asked.filter(|one| now < one.at.plus_minutes(LINK_MINUTES));
    question(conn, asked.ok_or(ActError::LinkExpired)?).await?.ok_or(ActError::LinkExpired)
}

/// What someone was asked at the own address and did not answer yet.
pub async fn of_account(conn: &mut Conn, who: &Initiator) -> Result<Vec<Question>, ActError> {
    let Some(email) = &who.email else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for asked in ally::of_email(conn, email).await? {
        all.extend(question(conn, asked).await?);
    }
    Ok(all)
}

/// The question of the code on a paper.
pub async fn of_code(conn: &mut Conn, code: &str) -> Result<Option<Question>, ActError> {
    let code = code.trim().to_lowercase();
    let mut all = match code.len() == CODE {
        true => ally::of_code(conn, &code).await?,
        false => Vec::new(),
    };
    match (all.pop(), all.is_empty()) {
        (Some(asked), true) => question(conn, asked).await,
        (Some(_), false) | (None, _) => Ok(None),
    }
}

/// The same for whoever works at the desk: only of rounds in the own wijken.
pub async fn of_desk(ctx: &Context<'_>, conn: &mut Conn, code: &str) -> Result<Option<Question>, ActError> {
    let who = ctx.person()?;
    let found = of_code(conn, code).await?;
    let (Some(found), Some(desk)) = (found, account::find(conn, who).await?) else { return Ok(None) };
    let areas = scope::areas(conn, Subject::Round, found.pitch.round.as_str()).await?;
    let reach = scope::reaches(conn).await?.of_areas(&areas);
    let is_own = desk.scope == Scope::City || Subject::Round.is_in_hands_of(&desk.scope, &reach);
    Ok(is_own.then_some(found))
}

/// What is asked, as long as the plan still says so and its group still writes in it.
async fn question(conn: &mut Conn, asked: Asked) -> Result<Option<Question>, ActError> {
    let found = pitch::find(conn, &asked.pitch).await?.filter(|found| found.state.is_written());
    let Some(pitch) = found else { return Ok(None) };
    let ally = pitch.content.allies.iter().find(|ally| ally.mark(&pitch.id) == asked.mark).cloned();
    Ok(ally.map(|ally| Question { asked, ally, pitch }))
}

/// Who answers, and in which way.
#[derive(Debug, Clone, Copy)]
pub enum Answerer<'a> {
    /// Whoever has the link of a mail.
    Link(&'a str),
    /// Someone who is signed in, about what was asked at the own address.
    Account(&'a Initiator, &'a Digest),
    /// The desk, which saw the paper with this code.
    Desk(&'a str),
}

/// Says whether a member takes part. Until the plan is sent in it can say otherwise.
pub async fn answer(ctx: &Context<'_>, answerer: Answerer<'_>, reply: Reply) -> Result<PitchId, ActError> {
    let mut tx = ctx.begin().await?;
    let (question, way) = match answerer {
        Answerer::Link(token) => (of_link(&mut tx, token, ctx.now).await?, ConsentWay::Mail),
        Answerer::Account(who, mark) => {
            let all = of_account(&mut tx, who).await?;
            let own = all.into_iter().find(|one| &one.asked.mark == mark).ok_or(ActError::NotFound)?;
            (own, ConsentWay::Account)
        }
        Answerer::Desk(code) => {
            let found = of_desk(ctx, &mut tx, code).await?;
            let found = found.ok_or(ActError::field("ally_code", "ally-code"))?;
            // Whoever typed the question for the lead types no answer of a member.
            let first = ally::asked_by(&mut tx, (&found.asked.pitch, &found.asked.mark)).await?;
            require_other_named(ctx, &mut tx, &first.unwrap_or_default()).await?;
            (found, ConsentWay::Paper)
        }
    };
    // Whoever holds a link can say otherwise, and not without end.
    let mark = question.asked.mark.to_string();
    if way != ConsentWay::Paper && !pace::take(&mut tx, &TALK_CHOICES, &mark, ctx.now).await? {
        return Err(ActError::TooOften);
    }
    let (id, state) = (question.pitch.id.clone(), question.pitch.state);
    if !pitch::claim(&mut tx, &id, state).await? {
        return Err(ActError::DraftChanged);
    }
    let consent = Consent { is_yes: reply == Reply::Yes, way, at: ctx.now };
    if !ally::answer(&mut tx, (&id, &question.asked.mark), &consent, &ctx.actor.name()).await? {
        return Err(ActError::DraftChanged);
    }
    tell(ctx, &mut tx, &question, reply).await?;
    let detail = json!({ "mark": question.asked.mark, "answer": reply.name(), "way": way.name() });
    ctx.finish(tx, Note::with("pitch.ally", &id, detail).of_rows(Kept::Alliance, &id)).await?;
    Ok(id)
}

/// Tells the group that leads what a member said.
async fn tell(ctx: &Context<'_>, tx: &mut Tx, question: &Question, reply: Reply) -> Result<(), ActError> {
    let Question { asked, ally, pitch } = question;
    // Saying the same once more is no news.
    let is_news = asked.consent.as_ref().is_none_or(|consent| consent.is_yes != (reply == Reply::Yes));
    let Some(group) = pitch.group.as_ref().filter(|_| is_news) else { return Ok(()) };
    let (member, title) = (ally.name.clone(), pitch.content.title.clone());
    let content = Mail::Consented { pitch: pitch.id.clone(), title, member, reply };
    let about = format!("ally/{}/{}/{}/{}", pitch.id, asked.mark, reply.name(), ctx.now.micros());
    told::members(ctx, tx, (group, &about), &content).await
}

/// Refuses a plan of which a member did not say yes to its task and share as they stand (S40).
pub(super) async fn require_consents(
    conn: &mut Conn,
    id: &PitchId,
    (content, field): (&Content, &'static str),
) -> Result<(), ActError> {
    let asked = ally::of_pitch(conn, id).await?;
    match silent(content, id, &asked).is_empty() {
        true => Ok(()),
        false => Err(ActError::field(field, "ally-silent")),
    }
}
