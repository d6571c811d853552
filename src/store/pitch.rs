//! Plans as their initiators write them: what is being written, what was sent in, what happened to it.

pub mod ally;
pub mod assessment;
pub mod help;
pub mod joining;
pub mod life;
pub mod picture;
pub mod regroup;
pub mod terms;
pub mod titles;
pub mod wish;

use super::{Conn, Row, StoreError, row, search};
use crate::domain::id::{InitiativeId, InitiatorId, PitchId, ProposalId, RoundId};
use crate::domain::pitch::{Content, Pitch, State};
use crate::domain::time::Moment;

/// The columns of a plan, for [`read`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.round_id, p.initiative_id, p.applicant, p.state, p.content, p.made_at, p.changed_at, \
             p.submitted_at, p.until_at, p.proposal_id, p.merged_into FROM pitch p ",
            $rest
        )
    };
}

/// The name of a state as the table knows it: a plan that goes on in another one ended by its own group, and names the other.
fn stored(state: State) -> &'static str {
    match state {
        State::Merged => State::Withdrawn.name(),
        State::Draft
        | State::Submitted
        | State::Incomplete
        | State::Admissible
        | State::NotAdmitted
        | State::Withdrawn => state.name(),
    }
}

fn read(found: &Row) -> Result<Pitch, StoreError> {
    let text = row::text(found, "content")?;
    // What was erased says nothing any more.
    let content = match text.as_str() {
        "" => Some(Content::default()),
        text => Content::read(text),
    };
    let merged_into = row::maybe_text(found, "merged_into")?.map(PitchId::new);
    let state = State::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?;
    Ok(Pitch {
        id: PitchId::new(row::text(found, "id")?),
        round: RoundId::new(row::text(found, "round_id")?),
        group: row::maybe_text(found, "initiative_id")?.map(InitiativeId::new),
        applicant: row::text(found, "applicant")?,
        state: if merged_into.is_some() { State::Merged } else { state },
        content: content.ok_or_else(|| row::corrupt("content"))?,
        made: row::moment(found, "made_at")?,
        changed: row::moment(found, "changed_at")?,
        submitted: row::maybe_moment(found, "submitted_at")?,
        until: row::maybe_moment(found, "until_at")?,
        proposal: row::maybe_text(found, "proposal_id")?.map(ProposalId::new),
        merged_into,
    })
}

/// One plan.
pub async fn find(conn: &mut Conn, id: &PitchId) -> Result<Option<Pitch>, StoreError> {
    let found = sqlx::query(columns!("WHERE p.id = $1")).bind(id.as_str()).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

/// The plans of a group, the newest first.
pub async fn of_group(conn: &mut Conn, group: &InitiativeId) -> Result<Vec<Pitch>, StoreError> {
    let rows = sqlx::query(columns!("WHERE p.initiative_id = $1 ORDER BY p.made_at DESC, p.id"))
        .bind(group.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// The plans of everyone's groups in which someone is, the newest first.
pub async fn of_person(conn: &mut Conn, who: &InitiatorId) -> Result<Vec<Pitch>, StoreError> {
    let rows = sqlx::query(columns!(
        "JOIN initiative_member m ON m.initiative_id = p.initiative_id WHERE m.initiator_id = $1 \
         ORDER BY p.made_at DESC, p.id"
    ))
    .bind(who.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The plans that stand or stood on a ballot, of every round.
pub async fn on_ballots(conn: &mut Conn) -> Result<Vec<Pitch>, StoreError> {
    let rows = sqlx::query(columns!("WHERE p.proposal_id IS NOT NULL ORDER BY p.id")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// The plan that a plan on the ballot came from, if it came from one.
pub async fn of_proposal(
    conn: &mut Conn,
    round: &RoundId,
    proposal: &ProposalId,
) -> Result<Option<Pitch>, StoreError> {
    let found = sqlx::query(columns!("WHERE p.round_id = $1 AND p.proposal_id = $2"))
        .bind(round.as_str())
        .bind(proposal.as_str())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// The rounds whose list was fixed before there were reviews.
pub async fn before_reviews(conn: &mut Conn) -> Result<Vec<RoundId>, StoreError> {
    let rows =
        sqlx::query("SELECT round_id FROM round_before_reviews ORDER BY round_id").fetch_all(conn).await?;
    rows.iter().map(|found| Ok(RoundId::new(row::text(found, "round_id")?))).collect()
}

/// Begins one.
pub async fn add(conn: &mut Conn, pitch: &Pitch) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch (id, round_id, initiative_id, applicant, state, content, made_at, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
    )
    .bind(pitch.id.as_str())
    .bind(pitch.round.as_str())
    .bind(pitch.group.as_ref().map(InitiativeId::as_str))
    .bind(&pitch.applicant)
    .bind(stored(pitch.state))
    .bind(pitch.content.write())
    .bind(pitch.made.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes what it says; `false` when its group does not write in it any more.
pub async fn write(
    conn: &mut Conn,
    id: &PitchId,
    content: &Content,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE pitch SET content = $2, changed_at = $3 WHERE id = $1 AND state IN ('draft', 'incomplete')",
    )
    .bind(id.as_str())
    .bind(content.write())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Holds a plan for this transaction as what it is; `false` when it is not that any more.
pub async fn claim(conn: &mut Conn, id: &PitchId, state: State) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE pitch SET state = $2 WHERE id = $1 AND state = $2")
        .bind(id.as_str())
        .bind(stored(state))
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// What a plan becomes.
pub struct Turn<'a> {
    /// What it was.
    pub from: State,
    /// What it becomes.
    pub to: State,
    /// Until when it is to be mended.
    pub until: Option<Moment>,
    /// The plan on the ballot that it becomes.
    pub proposal: Option<&'a ProposalId>,
    /// The name of its group, as it stands with the plan from now on.
    pub applicant: &'a str,
}

/// Brings it from one state to another; `false` when it is not in the first.
pub async fn turn(conn: &mut Conn, id: &PitchId, turn: &Turn<'_>, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE pitch SET state = $3, until_at = $4, proposal_id = COALESCE($5, proposal_id), changed_at = $6, \
         applicant = $7, submitted_at = CASE WHEN $3 = 'submitted' THEN COALESCE(submitted_at, $6) ELSE submitted_at END \
         WHERE id = $1 AND state = $2",
    )
    .bind(id.as_str())
    .bind(stored(turn.from))
    .bind(stored(turn.to))
    .bind(turn.until.map(Moment::micros))
    .bind(turn.proposal.map(ProposalId::as_str))
    .bind(now.micros())
    .bind(turn.applicant)
    .execute(&mut *conn)
    .await?;
    search::keep(conn, id).await?;
    Ok(done.rows_affected() == 1)
}

/// Throws a draft away; `false` when it is none.
pub async fn remove_draft(conn: &mut Conn, id: &PitchId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM pitch WHERE id = $1 AND state = 'draft'")
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a group off its plans when it ends: its drafts go, what was sent in stays as it is.
pub async fn part_from(conn: &mut Conn, group: &InitiativeId) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE ally_consent SET email = '', link = '' WHERE pitch_id IN \
         (SELECT id FROM pitch WHERE initiative_id = $1)",
    )
    .bind(group.as_str())
    .execute(&mut *conn)
    .await?;
    help::ended_of_group(&mut *conn, group).await?;
    sqlx::query("DELETE FROM pitch WHERE initiative_id = $1 AND state = 'draft'")
        .bind(group.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE pitch SET initiative_id = NULL WHERE initiative_id = $1 AND erased_at IS NULL")
        .bind(group.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes drafts of rounds that are over, or that no longer take plans and were not touched since a moment.
pub async fn remove_old_drafts(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    sqlx::query(
        "UPDATE ally_consent SET email = '', link = '' WHERE pitch_id IN (SELECT id FROM pitch WHERE state = 'draft' \
         AND changed_at < $1 AND round_id IN (SELECT id FROM round WHERE phase NOT IN ('draft', 'propose')))",
    )
    .bind(before.micros())
    .execute(&mut *conn)
    .await?;
    help::ended_old(&mut *conn, before).await?;
    let done = sqlx::query(
        "DELETE FROM pitch WHERE state = 'draft' AND changed_at < $1 AND round_id IN \
         (SELECT id FROM round WHERE phase NOT IN ('draft', 'propose'))",
    )
    .bind(before.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Erases what plans said that came on no ballot or went off it again, and the words about them, in rounds that are over. How
/// many.
pub async fn erase(conn: &mut Conn, before: Moment, now: Moment) -> Result<u64, StoreError> {
    help::erase(&mut *conn, before).await?;
    regroup::erase(&mut *conn, before).await?;
    wish::erase(&mut *conn, before).await?;
    let rows = sqlx::query(
        "SELECT id FROM pitch WHERE state IN ('not_admitted', 'withdrawn', 'submitted', 'incomplete') \
         AND erased_at IS NULL AND changed_at < $1 \
         AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .fetch_all(&mut *conn)
    .await?;
    for found in &rows {
        let id = row::text(found, "id")?;
        for query in [
            // Every number that it had: one that came on the list again after a second look has another.
            sqlx::query(
                "UPDATE proposal SET title = '', summary = '', body = '', applicant = '', place = '', category = '' \
                 WHERE status = 'withdrawn' AND EXISTS (SELECT 1 FROM pitch p WHERE p.id = $1 \
                 AND p.proposal_id IS NOT NULL AND p.round_id = proposal.round_id AND (p.proposal_id = proposal.id \
                 OR (p.sent_title = proposal.title AND p.applicant = proposal.applicant)))",
            ),
            sqlx::query("UPDATE pitch_version SET content = '' WHERE pitch_id = $1"),
            sqlx::query("UPDATE pitch_event SET reason = '' WHERE pitch_id = $1"),
            sqlx::query("UPDATE bid_verdict SET reason = '' WHERE pitch_id = $1"),
            sqlx::query("UPDATE pitch_assessment SET content = '' WHERE pitch_id = $1"),
            sqlx::query("UPDATE pitch_wish SET words = '' WHERE pitch_id = $1"),
        ] {
            query.bind(id.clone()).execute(&mut *conn).await?;
        }
        picture::erase_of(conn, &PitchId::new(id.clone()), now).await?;
        sqlx::query("UPDATE pitch SET content = '', sent_title = '', sent_task = '', applicant = '', initiative_id = NULL, erased_at = $2 WHERE id = $1")
            .bind(id.clone())
            .bind(now.micros())
            .execute(&mut *conn)
            .await?;
        search::keep(conn, &PitchId::new(id)).await?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}
