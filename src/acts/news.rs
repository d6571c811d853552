//! What is on record of a round and its plans, put together as news. It reads only.

use super::ActError;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::ledger::PostingKind;
use crate::domain::log::entry::Entry;
use crate::domain::news::{self, Course, News, Topic};
use crate::store::pitch::{self, life};
use crate::store::{self, Conn};

/// Entries at the beginning of a log among which the opening stands.
const FIRST: u64 = 8;
/// Entries at its end among which stands what came after the ballots, however often a plan moved up.
const LAST: u64 = 200;

/// The news of a topic, oldest first.
pub async fn of(conn: &mut Conn, topic: &Topic) -> Result<Vec<News>, ActError> {
    let log = log(conn, &topic.round).await?;
    let whole = whole(conn, topic).await?;
    let mut reviews = match (&whole.pitch, whole.is_round()) {
        (_, true) => life::reviews(conn, &topic.round, None).await?,
        (Some(pitch), false) => life::reviews(conn, &topic.round, Some(pitch)).await?,
        (None, false) => Vec::new(),
    };
    let one = whole.pitch.as_ref().filter(|_| !whole.is_round());
    if whole.is_round() || one.is_some() {
        for (pitch, step) in store::bid::news(conn, &topic.round, one).await? {
            let of = reviews.iter_mut().find(|review| review.pitch == pitch);
            of.into_iter().for_each(|review| review.takeover.push(step));
        }
    }
    let courses = match (&whole.plan, whole.is_round()) {
        (_, true) => courses(conn, &topic.round, None).await?,
        (Some(plan), false) => courses(conn, &topic.round, Some(plan)).await?,
        (None, false) => Vec::new(),
    };
    let mut meetings = store::meeting::of_round(conn, &topic.round).await?;
    let taken = store::moderation::meetings_off(conn, &topic.round).await?;
    meetings.retain(|one| !one.is_gone() && !taken.contains_key(&one.id));
    Ok(news::about(news::of(&log, &reviews, &meetings, &courses), &whole))
}

/// The topic with both names of its plan: as it was sent in, and on the ballot.
async fn whole(conn: &mut Conn, topic: &Topic) -> Result<Topic, ActError> {
    let mut whole = topic.clone();
    if let Some(plan) = &topic.plan {
        whole.pitch = pitch::of_proposal(conn, &topic.round, plan).await?.map(|found| found.id);
    } else if let Some(id) = &topic.pitch {
        whole.plan = pitch::find(conn, id).await?.and_then(|found| found.proposal);
    }
    Ok(whole)
}

/// What the plan is called that news is about; nothing where it is about the whole round, or its group took it back.
pub async fn name(conn: &mut Conn, round: &RoundId, news: &News) -> Result<Option<String>, ActError> {
    if let Some(plan) = &news.plan
        && let Some(title) = store::proposal::title(conn, round, plan).await?
    {
        return Ok(Some(title));
    }
    match &news.pitch {
        Some(pitch) => Ok(life::title(conn, round, pitch).await?),
        None => Ok(None),
    }
}

/// The entries of a round's log that are no ballots; a round that is not open yet has none.
async fn log(conn: &mut Conn, round: &RoundId) -> Result<Vec<Entry>, ActError> {
    let mut stored = store::log::first_of_round(conn, round, FIRST).await?;
    let seen = stored.last().map_or(0, |last| last.seq);
    let last = store::log::newest_of_round(conn, round, LAST).await?;
    stored.extend(last.into_iter().rev().filter(|entry| entry.seq > seen));
    Ok(stored.iter().filter_map(|stored| Entry::parse(&stored.entry)).collect())
}

/// What is on record of the grants of a round, or of one of its plans.
async fn courses(
    conn: &mut Conn,
    round: &RoundId,
    plan: Option<&ProposalId>,
) -> Result<Vec<Course>, ActError> {
    let mut courses = Vec::new();
    for grant in store::grant::of_round(conn, round).await? {
        let Some(of) = grant.source.proposal().filter(|of| plan.is_none_or(|plan| plan == *of)) else {
            continue;
        };
        let history = store::grant::history(conn, &grant.id).await?;
        let postings = store::ledger::postings_of_grant(conn, &grant.id).await?;
        let paid = postings.iter().filter(|posting| posting.draft.kind == PostingKind::Payment);
        courses.push(Course {
            plan: of.clone(),
            steps: history.iter().map(|event| (event.number, event.step, event.at)).collect(),
            paid: paid.map(|posting| (posting.seq, posting.at, posting.draft.amount)).collect(),
            milestones: store::progress::milestone::of(conn, &grant.id).await?,
            reports: store::progress::report::of(conn, &grant.id).await?,
            changes: store::progress::change::of(conn, &grant.id).await?,
            evaluated: store::growth::evaluation(conn, &grant.id).await?.map(|made| (made.at, made.to)),
        });
    }
    Ok(courses)
}
