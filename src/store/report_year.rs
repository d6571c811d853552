//! Counts for the report of a year: rounds that were decided, who sent in plans, how far grants came.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::pitch::Content;
use crate::domain::report::council::{Applicants, Decided, Dependency, Grants};
use crate::domain::time::Moment;

/// The rounds of a year that were decided before a moment, by name. An imported election is none.
pub async fn decided(conn: &mut Conn, year: i64, before: Moment) -> Result<Vec<Decided>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.id, r.title, e.name AS area_name, \
         COALESCE((SELECT g.letters FROM register g WHERE g.round_id = r.id), 0) AS letters, \
         (SELECT COUNT(*) FROM sealed_ballot b WHERE b.round_id = r.id) AS ballots, \
         (SELECT COUNT(*) FROM proposal p WHERE p.round_id = r.id) + (SELECT COUNT(*) FROM pitch t \
         WHERE t.round_id = r.id AND t.submitted_at IS NOT NULL AND t.proposal_id IS NULL) AS pitched, \
         (SELECT COUNT(*) FROM proposal p WHERE p.round_id = r.id AND p.status = 'on-ballot') AS admitted, \
         (SELECT COUNT(*) FROM proven_statement s WHERE s.round_id = r.id AND s.checked_at < $2) AS building \
         FROM round r JOIN allocation a ON a.id = r.allocation_id JOIN area e ON e.id = a.area_id \
         JOIN budget_line l ON l.id = a.line_id WHERE l.year = $1 AND r.origin = 'vote' AND EXISTS \
         (SELECT 1 FROM certificate c WHERE c.round_id = r.id AND c.approved_at < $2) ORDER BY r.id",
    )
    .bind(year)
    .bind(before.micros())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Decided {
            id: row::text(found, "id")?,
            title: row::text(found, "title")?,
            area_name: row::text(found, "area_name")?,
            letters: row::count(found, "letters")?,
            ballots: row::count(found, "ballots")?,
            pitched: row::count(found, "pitched")?,
            admitted: row::count(found, "admitted")?,
            building: row::count(found, "building")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many groups and persons sent in plans for the rounds of a year that were decided before a moment, and how many
/// of them did for such rounds of an earlier year. One is told from another by the name on the ballot.
pub async fn applicants(conn: &mut Conn, year: i64, before: Moment) -> Result<Applicants, StoreError> {
    let found = sqlx::query(
        "WITH sent AS (SELECT DISTINCT p.applicant, l.year AS sent_in FROM proposal p \
         JOIN round r ON r.id = p.round_id JOIN allocation a ON a.id = r.allocation_id \
         JOIN budget_line l ON l.id = a.line_id WHERE l.year <= $1 AND r.origin = 'vote' AND EXISTS \
         (SELECT 1 FROM certificate c WHERE c.round_id = r.id AND c.approved_at < $2)) \
         SELECT (SELECT COUNT(*) FROM sent WHERE sent_in = $1) AS everyone, \
         (SELECT COUNT(*) FROM sent WHERE sent_in = $1 AND applicant IN \
         (SELECT applicant FROM sent WHERE sent_in < $1)) AS back",
    )
    .bind(year)
    .bind(before.micros())
    .fetch_one(conn)
    .await?;
    Ok(Applicants { all: row::count(&found, "everyone")?, returning: row::count(&found, "back")? })
}

/// How far groups with plans on the ballots of the rounds of a year that were decided before a moment depend on social-brokerage
/// organisations, as they said last (S43). A group counts once.
pub async fn dependency(conn: &mut Conn, year: i64, before: Moment) -> Result<Dependency, StoreError> {
    let rows = sqlx::query(
        "SELECT p.applicant, v.content FROM pitch p JOIN pitch_version v ON v.pitch_id = p.id \
         JOIN round r ON r.id = p.round_id JOIN allocation a ON a.id = r.allocation_id \
         JOIN budget_line l ON l.id = a.line_id WHERE l.year = $1 AND r.origin = 'vote' AND p.state = 'admissible' \
         AND v.content <> '' AND EXISTS (SELECT 1 FROM certificate c WHERE c.round_id = r.id AND c.approved_at < $2) \
         ORDER BY v.at, v.pitch_id, v.number",
    )
    .bind(year)
    .bind(before.micros())
    .fetch_all(conn)
    .await?;
    let mut said = BTreeMap::new();
    for found in &rows {
        let content = Content::read(&row::text(found, "content")?).ok_or_else(|| row::corrupt("content"))?;
        if content.via_smo.is_some() {
            said.insert(row::text(found, "applicant")?, content.via_smo);
        }
    }
    Ok(Dependency::of(said.into_values().flatten()))
}

/// How far the grants of a year had come before a moment. The grants of other years are left out, not those of the year
/// looked up: the steps are many and their index has all that is counted.
pub async fn grants(conn: &mut Conn, year: i64, before: Moment) -> Result<Grants, StoreError> {
    let rows = sqlx::query(
        "SELECT v.step, COUNT(*) AS number FROM grant_event v \
         WHERE v.step IN ('certify', 'award', 'settle', 'withdraw', 'refuse', 'revoke', 'lapse') AND v.at < $2 \
         AND v.grant_id NOT IN (SELECT g.id FROM grant_record g WHERE g.allocation_id NOT IN \
         (SELECT a.id FROM allocation a JOIN budget_line l ON l.id = a.line_id WHERE l.year = $1)) GROUP BY v.step",
    )
    .bind(year)
    .bind(before.micros())
    .fetch_all(conn)
    .await?;
    let mut grants = Grants::default();
    for found in &rows {
        let number = row::count(found, "number")?;
        match row::text(found, "step")?.as_str() {
            "certify" => grants.certified = number,
            "award" => grants.awarded = number,
            "settle" => grants.settled = number,
            "withdraw" | "refuse" | "revoke" | "lapse" => grants.ended += number,
            _ => {}
        }
    }
    Ok(grants)
}
