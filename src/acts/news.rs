//! What is on record of a round and its plans, put together as news. It reads only.

use super::ActError;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::ledger::PostingKind;
use crate::domain::log::entry::Entry;
use crate::domain::news::{self, Course, News, Topic};
use crate::store::{self, Conn};

/// Entries at the beginning of a log among which the opening stands.
const FIRST: u64 = 8;
/// Entries at its end among which stands what came after the ballots, however often a plan moved up.
const LAST: u64 = 200;

/// The news of a topic, oldest first.
pub async fn of(conn: &mut Conn, topic: &Topic) -> Result<Vec<News>, ActError> {
    let log = log(conn, &topic.round).await?;
    let courses = courses(conn, &topic.round, topic.plan.as_ref()).await?;
    Ok(news::about(news::of(&log, &courses), topic))
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
