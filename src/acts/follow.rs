//! Following a round or a plan by mail: asking, saying yes, ending, and the mail with news. No act here tells anybody whether
//! an address follows something, but for who comes from a mail to it.

use serde_json::json;

use super::initiator::mailbox::Mailbox;
use super::log::Note;
use super::{ActError, Context, news, outbox};
use crate::domain::digest::{Digest, hex};
use crate::domain::follow::{CONFIRM_MINUTES, Follow, MOST, NEWS_MINUTES};
use crate::domain::mail::{Address, Content, Told};
use crate::domain::news::{MOST as MOST_NEWS, News, Topic};
use crate::domain::pace::{FOLLOWS_OF_CLIENT, FOLLOWS_TO_ADDRESS, MAIL_CHOICES, MAIL_TO_ADDRESS};
use crate::domain::time::Moment;
use crate::store::{self, Conn, Tx, follow, pace};

/// How long news lies before it is mailed: what is still being written down comes along, or the next day.
const SETTLED_MINUTES: i64 = 2;
/// Most addresses that are looked up at once.
const AT_ONCE: u64 = 100;

/// What the database keeps of the text of a link.
pub fn key(token: &str) -> Digest {
    Digest::of_parts(&[b"schuifruimte-follow/1\0", token.as_bytes()])
}

/// Asks whether the owner of an address wants to follow something. The answer is the same whether a mail goes or not; an
/// address that gets mail often enough gets no more. `client` is where it comes from. Refused with [`ActError::TooOften`]
/// when that client asks too often.
pub async fn ask(
    ctx: &mut Context<'_>,
    client: &str,
    (email, language): (&Address, &str),
    topic: &Topic,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let title = title(&mut tx, topic).await?.ok_or(ActError::NotFound)?;
    if !pace::take(&mut tx, &FOLLOWS_OF_CLIENT, client, ctx.now).await? {
        return Err(ActError::TooOften);
    }
    let mailbox = Mailbox::of(&mut tx, email).await?;
    let has_room = pace::take(&mut tx, &FOLLOWS_TO_ADDRESS, email.as_str(), ctx.now).await?
        && pace::take(&mut tx, &MAIL_TO_ADDRESS, email.as_str(), ctx.now).await?;
    let known = u64::try_from(follow::of(&mut tx, &email.mark()).await?.len()).unwrap_or(u64::MAX);
    let token = hex(&ctx.seed.bytes());
    if has_room && mailbox.takes_unasked() && known < MOST {
        let language = mailbox.language(language);
        let new = Follow {
            key: key(&token),
            email: email.clone(),
            language: language.to_string(),
            topic: topic.clone(),
            asked: ctx.now,
            since: None,
            told: ctx.now,
        };
        if follow::ask(&mut tx, &new).await? {
            let content = Content::Follow { token, until: ctx.now.plus_minutes(CONFIRM_MINUTES), title };
            outbox::queue(&mut tx, &mut ctx.seed, ctx.now, (email, language, &content)).await?;
        }
    }
    ctx.finish(tx, Note::new("follow.ask", "visitor")).await
}

/// What a link in a first mail says yes to, with its name. A link that was used, is too old or never was is all the same.
pub async fn look(ctx: &Context<'_>, token: &str) -> Result<(Follow, String), ActError> {
    let mut conn = ctx.store.read().await?;
    let found = follow::find(&mut conn, &key(token)).await?;
    let found = found.filter(|one| one.is_open(ctx.now)).ok_or(ActError::LinkExpired)?;
    let title = title(&mut conn, &found.topic).await?.ok_or(ActError::LinkExpired)?;
    Ok((found, title))
}

/// Says yes: from now on news is mailed.
pub async fn confirm(ctx: &Context<'_>, token: &str) -> Result<Follow, ActError> {
    let mut tx = ctx.begin().await?;
    let key = key(token);
    let made_after = ctx.now.plus_minutes(-CONFIRM_MINUTES);
    if !follow::confirm(&mut tx, &key, made_after, ctx.now).await? {
        return Err(ActError::LinkExpired);
    }
    let found = follow::find(&mut tx, &key).await?.ok_or(ActError::LinkExpired)?;
    ctx.finish(tx, Note::new("follow.begin", &found.topic.round)).await?;
    Ok(found)
}

/// What the owner of an address follows, with the name of each.
pub async fn followed(conn: &mut Conn, mark: &Digest) -> Result<Vec<(Follow, String)>, ActError> {
    let mut all = Vec::new();
    for one in follow::of(conn, mark).await? {
        if let Some(title) = title(conn, &one.topic).await?.filter(|_| one.since.is_some()) {
            all.push((one, title));
        }
    }
    Ok(all)
}

/// The owner of an address ends following one thing, or everything. What is not there any more is ended.
pub async fn end(ctx: &Context<'_>, mark: &Digest, one: Option<&Digest>) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let ended = match one {
        Some(key) => u64::from(follow::end(&mut tx, mark, key).await?),
        None => follow::end_all(&mut tx, mark).await?,
    };
    if ended == 0 {
        return Ok(());
    }
    // Ending must always work; the log gets a line at the pace of one address, since each is kept for ever.
    if pace::take(&mut tx, &MAIL_CHOICES, &mark.to_string(), ctx.now).await? {
        return ctx.finish(tx, Note::with("follow.end", "visitor", json!({ "ended": ended }))).await;
    }
    store::commit(tx).await?;
    Ok(())
}

/// The name of a topic; nothing when it is not there for everyone.
async fn title(conn: &mut Conn, topic: &Topic) -> Result<Option<String>, ActError> {
    let round = store::round::find(conn, &topic.round).await?.filter(|round| round.phase.is_public());
    let Some(round) = round else { return Ok(None) };
    if let Some(pitch) = &topic.pitch {
        return Ok(store::pitch::life::title(conn, &topic.round, pitch).await?);
    }
    let Some(plan) = &topic.plan else { return Ok(Some(round.plan.title)) };
    Ok(store::proposal::title(conn, &topic.round, plan).await?)
}

/// Mails news to who follows something and had no such mail for a day; how many mails. Done again at once, it sends none:
/// each address has its turn once a day, whichever copy of the service looks.
pub async fn tell(ctx: &mut Context<'_>) -> Result<u64, ActError> {
    let (mut after, mut mails) = (String::new(), 0);
    loop {
        let since = ctx.now.plus_minutes(-NEWS_MINUTES);
        let marks = follow::waiting(&mut *ctx.store.read().await?, &after, since, AT_ONCE).await?;
        let Some(last) = marks.last() else { return Ok(mails) };
        after = last.to_string();
        for mark in &marks {
            mails += u64::from(tell_one(ctx, mark, since).await?);
        }
    }
}

/// Mails what is new to one address; `false` when nothing is.
async fn tell_one(ctx: &mut Context<'_>, mark: &Digest, since: Moment) -> Result<bool, ActError> {
    let until = ctx.now.plus_minutes(-SETTLED_MINUTES);
    let mut conn = ctx.store.read().await?;
    let mut about = Vec::new();
    let all = followed(&mut conn, mark).await?;
    for (one, title) in &all {
        let news = fresh(&mut conn, one, until).await?;
        if !news.is_empty() {
            about.push(Told { topic: one.topic.clone(), title: title.clone(), news });
        }
    }
    drop(conn);
    let Some((first, _)) = all.first().filter(|_| !about.is_empty()) else { return Ok(false) };
    let mut tx = ctx.begin().await?;
    if !follow::take_turn(&mut tx, mark, since, ctx.now).await? {
        return Ok(false);
    }
    for (one, _) in &all {
        follow::told(&mut tx, &one.key, until).await?;
    }
    let mailbox = Mailbox::of(&mut tx, &first.email).await?;
    let takes = mailbox.takes_unasked();
    if takes {
        mail(ctx, &mut tx, first, Content::News { about }).await?;
    }
    ctx.store.noting(store::commit(tx).await)?;
    Ok(takes)
}

async fn mail(ctx: &mut Context<'_>, tx: &mut Tx, to: &Follow, content: Content) -> Result<(), ActError> {
    outbox::queue(tx, &mut ctx.seed, ctx.now, (&to.email, &to.language, &content)).await
}

/// What a follower was not told yet, with the name of the plan where that is not what is followed.
async fn fresh(
    conn: &mut Conn,
    one: &Follow,
    until: Moment,
) -> Result<Vec<(News, Option<String>)>, ActError> {
    let all = news::of(conn, &one.topic).await?;
    let mut new: Vec<News> = all.into_iter().filter(|news| one.told < news.at && news.at <= until).collect();
    new.drain(..new.len().saturating_sub(MOST_NEWS));
    let mut named = Vec::new();
    for news in new {
        // What is followed has its name above; who follows a round reads of which plan it is.
        let plan = if one.topic.is_round() { news::name(conn, &one.topic.round, &news).await? } else { None };
        named.push((news, plan));
    }
    Ok(named)
}
