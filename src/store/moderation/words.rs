//! Words of groups that stand with their plans, as they were.

use crate::domain::id::{AccountId, PitchId};
use crate::domain::moderation::Written;
use crate::domain::retention::ERASED;
use crate::store::{Conn, Row, StoreError, row};

/// Words of a group that stand with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// With which plan.
    pub pitch: PitchId,
    /// What they are; nothing once they were erased.
    pub words: String,
    /// Who typed them at the desk.
    pub desk: Option<AccountId>,
}

/// What was told of a year, why a merge was proposed, or what was said to the office, also where it is off, with the plan whose group
/// wrote it. Nothing where that is not there; empty where it was erased.
pub async fn words(conn: &mut Conn, one: &Written) -> Result<Option<Words>, StoreError> {
    let query = match one {
        Written::Account(..) => sqlx::query(
            "SELECT pitch_id, by_desk, CASE WHEN reason = $2 THEN '' ELSE reason END AS words FROM takeover_step \
             WHERE step = 'account' AND pitch_id || '.' || CAST(number AS TEXT) = $1",
        ),
        Written::Merge(_) => sqlx::query(
            "SELECT by_pitch AS pitch_id, CAST(NULL AS TEXT) AS by_desk, CASE WHEN reason = $2 THEN '' ELSE reason END AS words FROM regroup \
             WHERE id = $1 AND kind = 'merge' AND ended = 'done' AND by_pitch IS NOT NULL",
        ),
        Written::Said(..) => sqlx::query(
            "SELECT pitch_id, by_account AS by_desk, CASE WHEN reason = $2 THEN '' ELSE reason END AS words FROM pitch_event \
             WHERE kind IN ('reply', 'appeal') AND pitch_id || '.' || CAST(number AS TEXT) = $1",
        ),
        Written::Comment(_)
        | Written::Meeting(_)
        | Written::Picture(..)
        | Written::Plan(..)
        | Written::Progress(..) => return Ok(None),
    };
    let found = query.bind(one.id()).bind(ERASED).fetch_optional(conn).await?;
    let read = |found: Row| {
        Ok(Words {
            pitch: PitchId::new(row::text(&found, "pitch_id")?),
            words: row::text(&found, "words")?,
            desk: row::maybe_text(&found, "by_desk")?.map(AccountId::new),
        })
    };
    found.map(read).transpose()
}
