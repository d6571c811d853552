//! Erasing what has had its time (General Data Protection Regulation art. 5(1)(e); the terms stand in
//! `docs/retention.md`). Whatever is published or proves a result stays.

use serde_json::json;

use super::log::Note;
use super::retention::{self, Emptied};
use super::{ActError, Context, initiator, round, session};
use crate::domain::call::KEPT_DAYS;
use crate::domain::follow::{CONFIRM_MINUTES, NEWS_MINUTES};
use crate::domain::id::RoundId;
use crate::domain::log::kept::Kept;
use crate::domain::mail::{KEPT_MINUTES, WAITING_KEPT_MINUTES};
use crate::domain::round::{Phase, Round};
use crate::domain::talk::contribution::CONFIRM_MINUTES as SAY_YES_MINUTES;
use crate::domain::time::Moment;
use crate::store::{self, Tx};

/// Minutes for which a link that opens nothing any more is kept.
const LINKS_KEPT_MINUTES: i64 = 24 * 60;
/// Minutes for which what someone asked for an account waits for a second person.
const WAITING_MINUTES: i64 = 14 * 24 * 60;

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Sessions of staff and of people who pitch that had ended by themselves at least a day before.
    pub sessions: u64,
    /// Requests for a call of the desk that had their time.
    pub calls: u64,
    /// Links that opened nothing any more, and mail that is done.
    pub mail: u64,
    /// Keyed hashes of codes of rounds in which nobody can vote any more.
    pub codes: u64,
    /// The rounds whose keys are of no use any more.
    pub rounds: Vec<RoundId>,
    /// What named people in the files of grants.
    pub emptied: Emptied,
}

/// Erases what has had its time. Done again, it changes nothing and notes nothing.
pub async fn run(ctx: &Context<'_>) -> Result<Erased, ActError> {
    let mut tx = ctx.begin().await?;
    let mut sessions = store::session::remove_ended(&mut tx, session::ended_before(ctx.now)).await?;
    store::tries::remove_old(&mut tx, session::ended_before(ctx.now)).await?;
    store::ceremony::forget(&mut tx, ctx.now).await?;
    store::kiosk_turn::remove_old(&mut tx, ctx.now).await?;
    store::code_try::remove_old(&mut tx, session::ended_before(ctx.now)).await?;
    let ended = initiator::session::ended_before(ctx.now);
    sessions += store::initiator::session::remove_ended(&mut tx, ended).await?;
    let mail = of_mail(&mut tx, ctx.now).await?;
    let waiting = ctx.now.plus_minutes(-WAITING_MINUTES);
    let links = ctx.now.plus_minutes(-LINKS_KEPT_MINUTES);
    let entries = store::invitation::remove_ended(&mut tx, links, waiting).await?;
    let changes = store::account_change::end_old(&mut tx, waiting, ctx.now).await?;
    let calls = store::call::remove_old(&mut tx, ctx.now.plus_minutes(-KEPT_DAYS * 24 * 60)).await?;
    let rounds = store::round::list(&mut tx).await?;
    let rounds: Vec<RoundId> = rounds.into_iter().filter(is_over).map(|round| round.id).collect();
    let mut codes = 0;
    store::resident::remove_ended(&mut tx, ctx.now).await?;
    for id in &rounds {
        store::resident::remove_all(&mut tx, id).await?;
        codes += store::register::forget_codes(&mut tx, id).await?;
    }
    if sessions + codes + mail + calls > 0 || !entries.is_empty() || !changes.is_empty() {
        let detail = json!({ "sessions": sessions, "codes": codes, "mail": mail, "calls": calls });
        let note = Note::with("erasure.run", "service", detail);
        let note = entries.iter().fold(note, |note, id| note.of_rows(Kept::Entry, id));
        ctx.finish(tx, changes.iter().fold(note, |note, id| note.of_rows(Kept::Change, id))).await?;
    } else {
        store::commit(tx).await?;
    }
    let emptied = retention::run(ctx).await?;
    // Also without anything new: what was removed earlier may have been in someone's way.
    round::forget(ctx).await?;
    Ok(Erased { sessions, calls, mail, codes, rounds, emptied })
}

/// Mail that is done, links that open nothing any more, followers who never said yes, and counters that say nothing any more; how much, without these.
async fn of_mail(tx: &mut Tx, now: Moment) -> Result<u64, ActError> {
    store::pace::remove_quiet(tx, now).await?;
    let links = store::initiator::link::remove_ended(tx, now.plus_minutes(-LINKS_KEPT_MINUTES)).await?;
    let (asked, mailed) =
        (now.plus_minutes(-CONFIRM_MINUTES - LINKS_KEPT_MINUTES), now.plus_minutes(-2 * NEWS_MINUTES));
    let links = links + store::follow::remove_asked(tx, asked, mailed).await?;
    let unsaid = now.plus_minutes(-SAY_YES_MINUTES - LINKS_KEPT_MINUTES);
    let links = links + store::talk::contribution::remove_old(tx, unsaid).await?;
    let (ended, queued) = (now.plus_minutes(-KEPT_MINUTES), now.plus_minutes(-WAITING_KEPT_MINUTES));
    Ok(links + store::outbox::remove_old(tx, ended, queued).await?)
}

/// Whether nobody will ever vote or open ballots in a round again. A round that is sealed but whose key still
/// has to be destroyed is left to the seal.
fn is_over(round: &Round) -> bool {
    round.phase == Phase::Cancelled || round.phase > Phase::Sealed
}
