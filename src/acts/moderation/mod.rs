//! What may not stand with a plan: readers report it, an officer takes it off with a ground and a reason, its writer is told
//! and can ask for a second look, and another officer gives it. Everyone sees how often that happens. It is the same for whatever people
//! write ([`Written`]); what differs by kind is in `written` (where it stands, who wrote it) and `notice` (who is told).

pub(super) mod notice;
pub mod written;

use serde_json::json;
pub use written::{About, Found, Reach, What, Writer};

use super::budget::function_of;
use super::log::Note;
use super::person::require_other;
use super::{ActError, Context, interest, plain};
use crate::domain::id::{RoundId, WithholdingId};
use crate::domain::log::kept::Kept;
use crate::domain::mail::Took;
use crate::domain::moderation::{
    ByOffice, Ground, MAX_REPORT, MOST_REPORTS, Report, Ruling, ToTell, Withholding, Written, to_tell,
};
use crate::domain::pace::REPORTS_OF_CLIENT;
use crate::domain::progress::Side;
use crate::store::{Tx, moderation, pace, search};

/// Longest reason and longest words of a writer, in characters.
const MAX_WORDS: usize = 2_000;

/// A reader tells the office that something may not stand there. Who that is is not kept; `client` is where it comes from.
pub async fn report(
    ctx: &Context<'_>,
    client: &str,
    (round, one): (&RoundId, &Written),
    (ground, words): (Ground, &str),
) -> Result<(), ActError> {
    let words = words.trim();
    if words.chars().count() > MAX_REPORT {
        return Err(ActError::field("talk_report", "long"));
    }
    plain::texts(&[("talk_report", words)])?;
    let mut tx = ctx.begin().await?;
    let found = written::of_round(&mut tx, round, one).await?;
    if !found.is_shown() {
        return Err(ActError::NotFound);
    }
    if !pace::take(&mut tx, &REPORTS_OF_CLIENT, client, ctx.now).await? {
        return Err(ActError::TooOften);
    }
    let new = Report { ground, words: words.to_string(), at: ctx.now, looked: None };
    // One that was reported very often waits for the office anyway.
    moderation::report(&mut tx, (one, round, &found.about.with()), &new, MOST_REPORTS).await?;
    ctx.finish(
        tx,
        Note::with("moderation.report", found.about.with().as_str(), json!({ "of": one.to_string() })),
    )
    .await
}

/// An officer, not the one who typed it at the desk, looked at what was reported, and leaves it where it is.
pub async fn keep(ctx: &Context<'_>, (round, one): (&RoundId, &Written)) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let found = written::of_round(&mut tx, round, one).await?;
    if let Some(typist) = found.typist() {
        require_other(ctx, &mut tx, typist).await?;
    }
    let looked = moderation::look(&mut tx, one, &by, ctx.now).await?;
    if looked == 0 {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "of": one.to_string(), "reports": looked });
    ctx.finish(tx, Note::with("moderation.keep", found.about.with().as_str(), detail)).await
}

/// An officer takes it off: everyone sees that, the ground and the reason, and nobody the words. Its writer is told by mail.
pub async fn withhold(
    ctx: &mut Context<'_>,
    (round, one): (&RoundId, &Written),
    (ground, reason): (Ground, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("talk_reason", reason, MAX_WORDS)?.to_string();
    let mut tx = ctx.begin().await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let found = written::of_round(&mut tx, round, one).await?;
    if found.is_gone() {
        return Err(ActError::DraftChanged);
    }
    let taken = match one {
        Written::Plan(id, number) => {
            if written::is_repeated(&mut tx, id, *number).await? {
                return Err(ActError::DraftChanged);
            }
            moderation::of_pitch(&mut tx, id).await?
        }
        Written::Comment(_)
        | Written::Meeting(_)
        | Written::Account(..)
        | Written::Merge(_)
        | Written::Said(..)
        | Written::Picture(..)
        | Written::Progress(..) => found.taken.clone(),
    };
    for before in taken.iter().filter(|before| before.of.kind() == one.kind()) {
        // What another officer put back is not taken off again by who took it off, on what was looked at already.
        if !before.stands() && before.ground == ground {
            require_other(ctx, &mut tx, &before.taken.by).await?;
        }
    }
    let function = function_of(ctx, &mut tx).await?;
    let new = Withholding {
        id: WithholdingId::new(ctx.seed.id()),
        round: round.clone(),
        with: found.about.with(),
        of: one.clone(),
        ground,
        taken: ByOffice { by: by.clone(), function, reason: reason.clone(), at: ctx.now },
        appeal: None,
        desk: None,
        told: None,
        ruled: None,
        ruling_told: None,
    };
    if !moderation::add(&mut tx, &new).await? {
        return Err(ActError::DraftChanged);
    }
    moderation::look(&mut tx, one, &by, ctx.now).await?;
    found_by(&mut tx, one).await?;
    let took = Took::Off { title: found.title.clone(), ground, reason, until: new.appeal_until() };
    notice::tell(ctx, &mut tx, (&found, &new), took).await?;
    let detail = json!({ "of": one.to_string(), "ground": ground.name() });
    finish(ctx, tx, ("moderation.withhold", &found), detail).await
}

/// Whoever wrote what was taken off asks for a second look.
pub async fn appeal(
    ctx: &Context<'_>,
    writer: Writer<'_>,
    one: &Written,
    words: &str,
) -> Result<(), ActError> {
    let words = plain::told("talk_appeal", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let found = written::owned(ctx, &mut tx, writer, one).await?;
    let standing = found.standing().filter(|_| !found.is_gone()).ok_or(ActError::NotFound)?;
    if !standing.takes_appeal(ctx.now) {
        return Err(ActError::field("talk_appeal", "talk-late"));
    }
    let desk = writer.desk(ctx)?;
    if desk.is_some() {
        for_group(ctx, &mut tx, (&found, standing)).await?;
    }
    if !moderation::appeal(&mut tx, &standing.id, (words, desk.as_ref()), ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "of": one.to_string(), "at_desk": desk.is_some() });
    finish(ctx, tx, ("moderation.appeal", &found), detail).await
}

/// Whoever of the office asks for a second look does so for somebody who cannot, and took nothing off.
async fn for_group(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (found, taken): (&Found, &Withholding),
) -> Result<(), ActError> {
    require_other(ctx, tx, &taken.taken.by).await?;
    match &found.what {
        What::Progress(report) if report.side == Side::Group => {
            match moderation::waiting::has_mail(tx, &found.about.with()).await? {
                true => Err(ActError::field("talk_appeal", "talk-itself")),
                false => Ok(()),
            }
        }
        // Who helps with a plan helps a group without e-mail.
        What::Progress(_)
        | What::Comment(_)
        | What::Meeting(_)
        | What::Words(..)
        | What::Picture(..)
        | What::Plan(..) => Ok(()),
    }
}

/// The desk told a group in which nobody has e-mail that something was taken off, and from then on its term to ask for a second look runs; or
/// what that look came to.
pub async fn told(ctx: &Context<'_>, writer: Writer<'_>, one: &Written) -> Result<(), ActError> {
    let by = writer.desk(ctx)?.ok_or(ActError::NotFound)?;
    let mut tx = ctx.begin().await?;
    let found = written::owned(ctx, &mut tx, writer, one).await?;
    let (taken, what) = to_tell(&found.taken, ctx.now).ok_or(ActError::DraftChanged)?;
    // Whoever has e-mail was told by it, and its term runs.
    let (round, with) = (found.about.round(), found.about.with());
    if !moderation::waiting::to_tell(&mut tx, (round, &with), ctx.now).await?.contains(&what) {
        return Err(ActError::StillNeeded);
    }
    let done = match what {
        ToTell::Off => moderation::tell(&mut tx, &taken.id, &by, ctx.now).await?,
        ToTell::Ruling => moderation::tell_ruling(&mut tx, &taken.id, &by, ctx.now).await?,
    };
    if !done {
        return Err(ActError::DraftChanged);
    }
    let is_ruling = what == ToTell::Ruling;
    finish(ctx, tx, ("moderation.tell", &found), json!({ "of": one.to_string(), "ruling": is_ruling })).await
}

/// Another officer than who took it off, and than who typed at the desk what it is or why it should stand there, rules on the second look, and tells the writer.
pub async fn rule(
    ctx: &mut Context<'_>,
    (round, one): (&RoundId, &Written),
    (ruling, reason): (Ruling, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("talk_ruling_reason", reason, MAX_WORDS)?.to_string();
    let mut tx = ctx.begin().await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let found = written::of_round(&mut tx, round, one).await?;
    let waiting = found.standing().filter(|taken| taken.waits()).ok_or(ActError::DraftChanged)?;
    for by in std::iter::once(&waiting.taken.by).chain(&waiting.desk).chain(found.typist()) {
        require_other(ctx, &mut tx, by).await?;
    }
    let function = function_of(ctx, &mut tx).await?;
    let ruled = ByOffice { by, function, reason: reason.clone(), at: ctx.now };
    if !moderation::rule(&mut tx, &waiting.id, ruling, &ruled).await? {
        return Err(ActError::DraftChanged);
    }
    found_by(&mut tx, one).await?;
    let took = Took::Ruled { title: found.title.clone(), ruling, reason };
    notice::tell(ctx, &mut tx, (&found, waiting), took).await?;
    let detail = json!({ "of": one.to_string(), "ruling": ruling.name() });
    finish(ctx, tx, ("moderation.rule", &found), detail).await
}

/// A plan is found by the words that everyone reads of it.
async fn found_by(tx: &mut Tx, one: &Written) -> Result<(), ActError> {
    match one {
        Written::Plan(id, _) => Ok(search::keep(tx, id).await?),
        Written::Comment(_)
        | Written::Meeting(_)
        | Written::Account(..)
        | Written::Merge(_)
        | Written::Said(..)
        | Written::Picture(..)
        | Written::Progress(..) => Ok(()),
    }
}

async fn finish(
    ctx: &Context<'_>,
    tx: Tx,
    (act, found): (&'static str, &Found),
    detail: serde_json::Value,
) -> Result<(), ActError> {
    let with = found.about.with();
    let id = with.as_str();
    ctx.finish(tx, Note::with(act, id, detail).of_rows(Kept::Withholdings, id)).await
}
