//! Bids about which nothing is decided, and drafts of bids about which help was asked.

use super::super::{Conn, StoreError, pitch, row};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::{Form, Pitch};

/// Those of a round, in order of their identifiers.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Pitch>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.id FROM pitch p WHERE p.round_id = $1 AND p.merged_into IS NULL AND p.content LIKE '%\"form\":\"bid\"%' \
         AND (p.state IN ('submitted', 'incomplete') OR (p.state = 'draft' AND EXISTS (SELECT 1 FROM pitch_help h \
         WHERE h.pitch_id = p.id))) ORDER BY p.id",
    )
    .bind(round.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let mut all = Vec::new();
    for found in &rows {
        let id = PitchId::new(row::text(found, "id")?);
        // Words of a group can look like a form.
        all.extend(pitch::find(conn, &id).await?.filter(|one| one.content.form == Form::Bid));
    }
    Ok(all)
}
