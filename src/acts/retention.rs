//! Taking out what names people in the files of grants when its term has passed (`domain/retention`). Sums, decisions
//! and postings stay.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::log::Note;
use super::{ActError, Context, initiative, ledger, recipient};
use crate::domain::calendar::start_of;
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::log::kept::Kept;
use crate::domain::moderation::{APPEAL_DAYS, FINAL_DAYS};
use crate::domain::retention::{self, Kind};
use crate::domain::time::Moment;
use crate::store::erasure::words::{self, Refused};
use crate::store::{self, Conn, Tx, erasure};

/// How much was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Emptied {
    /// Recipients without account number, address and names.
    pub recipients: u64,
    /// Grants whose file holds no words about people.
    pub grants: u64,
    /// Letters without text.
    pub letters: u64,
    /// Lines of declared aid.
    pub aid: u64,
    /// Statements of interest without words.
    pub interests: u64,
    /// Requests for quick response that were refused, without who asked.
    pub requests: u64,
    /// Pictures of plans without files and words.
    pub pictures: u64,
    /// Plans of groups that came on no ballot, without their words, and drafts.
    pub pitches: u64,
    /// Accounts of people who pitch that were not used any more.
    pub initiators: u64,
    /// Followers to whom nothing was told for a long time.
    pub followers: u64,
    /// Comments without the address of who wrote them.
    pub speakers: u64,
    /// Marks of who supported a plan.
    pub supporters: u64,
    /// Comments without words.
    pub comments: u64,
    /// Rows about grants, decisions and rounds without the words that someone wrote.
    pub words: u64,
}

/// What has had its time.
struct Due {
    grants: Vec<GrantId>,
    recipients: Vec<RecipientId>,
    letters: Vec<String>,
    requests: Vec<Refused>,
}

/// Takes out what has had its time. Done again, it changes nothing and notes nothing.
pub(super) async fn run(ctx: &Context<'_>) -> Result<Emptied, ActError> {
    // What has no time left never gets it back, so it is looked up before anybody has to wait for the writer.
    let due = due(&mut *ctx.store.read().await?, ctx.now).await?;
    let mut tx = ctx.begin().await?;
    let mut done = Emptied::default();
    for grant in &due.grants {
        done.letters += erasure::empty_grant(&mut tx, grant).await?;
        done.words += words::of_grant(&mut tx, grant).await?;
        for decision in words::before_grant(&mut tx, grant).await? {
            done.letters += erasure::empty_letter(&mut tx, &decision).await?;
            done.words += words::of_decision(&mut tx, &decision).await?;
        }
        done.grants += 1;
    }
    if !due.recipients.is_empty() {
        // Whoever has no number left counts with nobody any more; awards wait for that.
        ledger::hold(&mut tx).await?;
        for one in &due.recipients {
            done.recipients += u64::from(erasure::empty_recipient(&mut tx, one, ctx.now).await?);
        }
        recipient::set_families(ctx, &mut tx).await?;
    }
    for decision in &due.letters {
        done.letters += erasure::empty_letter(&mut tx, decision).await?;
        done.words += words::of_decision(&mut tx, decision).await?;
    }
    for request in &due.requests {
        words::of_request(&mut tx, request).await?;
        done.requests += 1;
    }
    if let Some(day) = retention::before(Kind::Aid, ctx.now) {
        done.aid = erasure::remove_aid(&mut tx, day).await?;
    }
    if let Some(day) = retention::before(Kind::Interest, ctx.now) {
        done.interests = erasure::empty_interests(&mut tx, start_of(day)).await?;
    }
    if let Some(day) = retention::before(Kind::RoundWords, ctx.now) {
        done.words += words::of_rounds(&mut tx, start_of(day)).await?;
    }
    let mut rows = Vec::new();
    of_plans(ctx, &mut tx, &mut done, &mut rows).await?;
    if let Some(day) = retention::before(Kind::Follower, ctx.now) {
        done.followers = store::follow::remove_quiet(&mut tx, start_of(day)).await?;
    }
    if let Some(day) = retention::before(Kind::Initiator, ctx.now) {
        done.initiators = initiators(&mut tx, start_of(day), &mut rows).await?;
    }
    if done == Emptied::default() {
        store::commit(tx).await?;
        return Ok(done);
    }
    let note = Note { rows, ..Note::with("retention.run", "service", detail(&done)) };
    ctx.finish(tx, note).await?;
    Ok(done)
}

/// Pictures, plans that came on no ballot, and what people wrote with plans. `rows` is what the staff log then tells of.
async fn of_plans(
    ctx: &Context<'_>,
    tx: &mut Tx,
    done: &mut Emptied,
    rows: &mut Vec<(Kept, String)>,
) -> Result<(), ActError> {
    if let Some(day) = retention::before(Kind::Picture, ctx.now) {
        done.pictures = store::picture::erase(tx, start_of(day), ctx.now).await?;
        done.pictures += store::progress::report::erase(tx, start_of(day), ctx.now).await?;
        done.pictures += store::pitch::picture::erase(tx, start_of(day), ctx.now).await?;
    }
    if let Some(day) = retention::before(Kind::Pitch, ctx.now) {
        let drafts = store::pitch::remove_old_drafts(tx, start_of(day)).await?;
        done.pitches = drafts + store::pitch::erase(tx, start_of(day), ctx.now).await?;
    }
    let asked_before = ctx.now.plus_minutes(-FINAL_DAYS * 24 * 60);
    done.pictures += store::moderation::erase::pictures(tx, asked_before, ctx.now).await?;
    for grant in store::moderation::erase::progress(tx, asked_before, ctx.now).await? {
        done.words += 1;
        rows.push((Kept::Progress, grant.to_string()));
    }
    let appeal_before = ctx.now.plus_minutes(-APPEAL_DAYS * 24 * 60);
    done.supporters = store::support::erase(tx).await?;
    done.speakers = store::talk::erase::addresses(tx, appeal_before).await?;
    if let Some(day) = retention::before(Kind::Talk, ctx.now) {
        let before = start_of(day);
        done.comments = store::talk::erase::words(tx, before, ctx.now).await?;
        done.comments += store::meeting::erase(tx, before, ctx.now).await?;
        done.comments += store::support::erase_words(tx, before).await?;
        for bid in store::moderation::erase::accounts(tx, before).await? {
            done.words += 1;
            rows.push((Kept::Bid, bid.to_string()));
        }
        done.words += store::moderation::erase::said(tx, before).await?;
        done.words += store::moderation::erase::words(tx, before).await?;
    }
    Ok(())
}

/// What the staff log tells of it.
fn detail(done: &Emptied) -> Value {
    json!({
        "recipients": done.recipients, "grants": done.grants, "letters": done.letters, "aid": done.aid,
        "interests": done.interests, "requests": done.requests, "words": done.words, "pictures": done.pictures,
        "initiators": done.initiators, "pitches": done.pitches, "followers": done.followers,
        "speakers": done.speakers, "supporters": done.supporters, "comments": done.comments,
    })
}

/// Ends accounts that were last used before a moment; how many. `rows` is what the staff log then tells of.
async fn initiators(tx: &mut Tx, before: Moment, rows: &mut Vec<(Kept, String)>) -> Result<u64, ActError> {
    let mut ended = 0;
    for who in store::initiator::unused(tx, before).await? {
        for group in initiative::take_out(tx, &who).await? {
            rows.push((Kept::Members, group.to_string()));
        }
        store::initiator::remove(tx, &who).await?;
        rows.push((Kept::Initiator, who.to_string()));
        rows.push((Kept::Passkeys, who.to_string()));
        ended += 1;
    }
    Ok(ended)
}

async fn due(conn: &mut Conn, now: Moment) -> Result<Due, ActError> {
    let passed = |due: Option<Moment>| due.is_some_and(|due| due <= now);
    let terms = erasure::grants(conn).await?;
    let ends: BTreeMap<&GrantId, Option<Moment>> =
        terms.iter().map(|term| (&term.grant, term.ended.as_ref().and_then(retention::Ended::due))).collect();
    let of = |grant: &GrantId| ends.get(grant).copied().flatten();
    let named = erasure::recipients(conn).await?;
    let recipients = named
        .into_iter()
        .filter(|one| {
            let grants: Vec<_> = one.grants.iter().map(of).collect();
            passed(retention::recipient_due(one.changed, &grants))
        })
        .map(|one| one.id)
        .collect();
    let grants = terms.iter().filter(|term| term.left > 0 && passed(of(&term.grant)));
    let grants = grants.map(|term| term.grant.clone()).collect();
    let lone = erasure::lone_letters(conn).await?.into_iter();
    let letters =
        lone.filter(|one| one.objections == 0 && passed(retention::letter_due(one.objection_until)));
    let letters = letters.map(|one| one.decision).collect();
    let refused = words::refused(conn).await?.into_iter();
    let requests =
        refused.filter(|one| passed(retention::request_due(one.at, one.objection_until))).collect();
    Ok(Due { grants, recipients, letters, requests })
}
