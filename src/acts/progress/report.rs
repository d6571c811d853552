//! Reports of progress: telling, with a picture. What the office takes off of them is in `acts::moderation`.

use serde_json::json;

use super::super::log::Note;
use super::super::picture::fault_of_alt;
use super::super::{ActError, Context, plain};
use super::{held, written};
use crate::domain::id::GrantId;
use crate::domain::log::kept::Kept;
use crate::domain::picture::Pair;
use crate::domain::progress::{MAX_STORY, MAX_TITLE, MOST_REPORTS, Shot, may_tell};
use crate::store::progress::report;

/// What is wrong with the words of a report, so that a form can say it before a picture is read.
pub fn fault_of_words(title: &str, story: &str) -> Result<(), ActError> {
    plain::names(&[("report_title", plain::told("report_title", title, MAX_TITLE)?)])?;
    plain::told("report_story", story, MAX_STORY).map(|_| ())
}

/// Tells what was done: the number of the report. `pictures` are files with words for those who do not see them.
pub async fn tell(
    ctx: &Context<'_>,
    id: &GrantId,
    (title, story): (&str, &str),
    pictures: &[(Pair, String)],
) -> Result<u64, ActError> {
    fault_of_words(title, story)?;
    for (_, alt) in pictures {
        fault_of_alt(alt)?;
    }
    let mut tx = ctx.begin().await?;
    let (_, side) = held(ctx, &mut tx, id, may_tell).await?;
    let number = report::of(&mut tx, id).await?.last().map_or(1, |last| last.number + 1);
    if number > MOST_REPORTS {
        return Err(ActError::field("report_title", "after-most"));
    }
    let by = ctx.actor.name();
    let words = (number, title.trim(), story.trim());
    report::add(&mut tx, id, words, written(ctx, side, &by)).await?;
    let mut names = Vec::new();
    for (place, (files, alt)) in (1..).zip(pictures) {
        let (large, small) = (files.large.name(), files.small.name());
        names.push(large);
        let shot = Shot { number: place, large, small, alt: alt.trim().to_string() };
        report::add_shot(&mut tx, (id, number), (&shot, files), ctx.now).await?;
    }
    let detail = json!({ "number": number, "pictures": names });
    ctx.finish(tx, Note::with("report.tell", id, detail).of_rows(Kept::Progress, id)).await?;
    Ok(number)
}
