//! The letters about decisions: which are due and which were sent, for who works everywhere or in some districts.

use super::{Conn, Row, StoreError, read, read_sending, row};
use crate::domain::decision::{Decision, Sending};
use crate::domain::id::RoundId;
use crate::domain::time::Moment;

/// Whether a decision, in the table of this name, has the words to find ($1, and as patterns $2 and $3) in its number or
/// in the name of its plan, its request or its applicant, and lies where the viewer ($4) works; an empty viewer works
/// everywhere.
macro_rules! found {
    ($decision:literal) => {
        concat!(
            "($1 = '' OR ",
            $decision,
            ".number LIKE $2 ESCAPE '!' OR EXISTS (SELECT 1 FROM grant_record g WHERE g.id = ",
            $decision,
            ".grant_id AND (g.title LIKE $2 ESCAPE '!' OR LOWER(g.title) LIKE $3 ESCAPE '!' \
             OR g.applicant LIKE $2 ESCAPE '!' OR LOWER(g.applicant) LIKE $3 ESCAPE '!')) \
             OR EXISTS (SELECT 1 FROM proposal p WHERE p.round_id = ",
            $decision,
            ".round_id AND p.id = ",
            $decision,
            ".proposal_id AND (p.title LIKE $2 ESCAPE '!' OR LOWER(p.title) LIKE $3 ESCAPE '!' \
             OR p.applicant LIKE $2 ESCAPE '!' OR LOWER(p.applicant) LIKE $3 ESCAPE '!')) \
             OR EXISTS (SELECT 1 FROM quick_request q WHERE q.standing_id = ",
            $decision,
            ".standing_id AND q.number = ",
            $decision,
            ".request_number AND (q.title LIKE $2 ESCAPE '!' OR LOWER(q.title) LIKE $3 ESCAPE '!' \
             OR q.applicant LIKE $2 ESCAPE '!' OR LOWER(q.applicant) LIKE $3 ESCAPE '!'))) AND ($4 = '' OR ",
            $decision,
            ".number IN (SELECT v.number FROM account_decision v WHERE v.account_id = $4))"
        )
    };
}

/// The decisions whose letter is due, the oldest first: after the `skip` oldest ones at most `most`, of those with `find`
/// in their number or in the name of their plan or applicant. An award that came to nothing before its letter was sent
/// has none.
pub async fn due(
    conn: &mut Conn,
    find: &str,
    (skip, most): (u64, u64),
    viewer: &str,
) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(concat!(
        select!(
            "WHERE NOT EXISTS (SELECT 1 FROM decision_sending s WHERE s.decision_number = decision.number) \
             AND NOT (kind = 'award' AND EXISTS (SELECT 1 FROM grant_record g WHERE g.id = decision.grant_id \
             AND g.state <> 'awarded')) AND "
        ),
        found!("decision"),
        " ORDER BY year, seq LIMIT $5 OFFSET $6"
    ))
    .bind(find)
    .bind(row::within(find))
    .bind(row::within(&find.to_lowercase()))
    .bind(viewer)
    .bind(row::stored(most))
    .bind(row::stored(skip))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The decisions of a round or standing round whose letter is due, the oldest first.
pub async fn due_of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE COALESCE(round_id, standing_id) = $1 \
         AND NOT EXISTS (SELECT 1 FROM decision_sending s WHERE s.decision_number = decision.number) \
         AND NOT (kind = 'award' AND EXISTS (SELECT 1 FROM grant_record g WHERE g.id = decision.grant_id \
         AND g.state <> 'awarded')) ORDER BY year, seq"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Letters due of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundDue {
    /// The round or standing round.
    pub round: RoundId,
    /// Its title.
    pub title: String,
    /// How many letters.
    pub count: u64,
    /// When the oldest of these decisions was taken.
    pub since: Moment,
}

/// The rounds of which letters are due, the longest waiting first.
pub async fn due_by_round(conn: &mut Conn, viewer: &str) -> Result<Vec<RoundDue>, StoreError> {
    let rows = sqlx::query(
        "SELECT COALESCE(d.round_id, d.standing_id) AS round, MIN(COALESCE(r.title, s.title)) AS title, \
         COUNT(*) AS number, MIN(d.at) AS since FROM decision d LEFT JOIN round r ON r.id = d.round_id \
         LEFT JOIN standing_round s ON s.id = d.standing_id \
         WHERE NOT EXISTS (SELECT 1 FROM decision_sending l WHERE l.decision_number = d.number) \
         AND NOT (d.kind = 'award' AND EXISTS (SELECT 1 FROM grant_record g WHERE g.id = d.grant_id \
         AND g.state <> 'awarded')) AND ($1 = '' OR d.number IN (SELECT v.number FROM account_decision v \
         WHERE v.account_id = $1)) GROUP BY COALESCE(d.round_id, d.standing_id) ORDER BY MIN(d.at), 1",
    )
    .bind(viewer)
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(RoundDue {
            round: RoundId::new(row::text(found, "round")?),
            title: row::text(found, "title")?,
            count: row::count(found, "number")?,
            since: row::moment(found, "since")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many letters were not sent, of decisions with `find` in them.
pub async fn count_due(conn: &mut Conn, find: &str, viewer: &str) -> Result<u64, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT COUNT(*) AS number FROM decision \
         WHERE NOT EXISTS (SELECT 1 FROM decision_sending s WHERE s.decision_number = decision.number) \
         AND NOT (kind = 'award' AND EXISTS (SELECT 1 FROM grant_record g WHERE g.id = decision.grant_id \
         AND g.state <> 'awarded')) AND ",
        found!("decision")
    ))
    .bind(find)
    .bind(row::within(find))
    .bind(row::within(&find.to_lowercase()))
    .bind(viewer)
    .fetch_one(conn)
    .await?;
    row::count(&found, "number")
}

/// How many letters were sent, of decisions with `find` in them.
pub async fn count_sent(conn: &mut Conn, find: &str, viewer: &str) -> Result<u64, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT COUNT(*) AS number FROM decision d \
         WHERE EXISTS (SELECT 1 FROM decision_sending s WHERE s.decision_number = d.number) AND ",
        found!("d")
    ))
    .bind(find)
    .bind(row::within(find))
    .bind(row::within(&find.to_lowercase()))
    .bind(viewer)
    .fetch_one(conn)
    .await?;
    row::count(&found, "number")
}

/// The decisions whose letter was sent, the newest first: after the `skip` newest ones at most `most`, of those with
/// `find` in them.
pub async fn sent(
    conn: &mut Conn,
    find: &str,
    (skip, most): (u64, u64),
    viewer: &str,
) -> Result<Vec<(Decision, Sending)>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT d.number, d.kind, d.grant_id, COALESCE(d.round_id, d.standing_id) AS round_id, d.proposal_id, \
         d.request_number, d.sum_cents, d.at, d.by_account, d.job, d.mandate_number, d.reason, d.facts, d.facts_hash, \
         s.decision_number, s.sent_on, s.means, s.objection_until, s.at AS noted_at, s.by_account AS sent_by, \
         s.letter_hash \
         FROM decision d JOIN decision_sending s ON s.decision_number = d.number WHERE ",
        found!("d"),
        " ORDER BY d.year DESC, d.seq DESC LIMIT $5 OFFSET $6"
    ))
    .bind(find)
    .bind(row::within(find))
    .bind(row::within(&find.to_lowercase()))
    .bind(viewer)
    .bind(row::stored(most))
    .bind(row::stored(skip))
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((read(found)?, read_sending(found)?))).collect()
}
