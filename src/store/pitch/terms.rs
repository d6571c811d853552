//! What a round asks of who pitches, where it is not the usual.

use super::super::{Conn, StoreError, row};
use crate::domain::id::RoundId;
use crate::domain::pitch::{Clocks, Terms};

/// What was set for a round; nothing where nothing was.
pub async fn find(conn: &mut Conn, round: &RoundId) -> Result<Option<Terms>, StoreError> {
    let found = sqlx::query(
        "SELECT light_cents, repair_days, bid_cents, categories, decide_days, reply_days, appeal_days, ruling_days, \
         consent_days, talk_days, facts_days FROM pitch_terms WHERE round_id = $1",
    )
    .bind(round.as_str())
    .fetch_optional(conn)
    .await?;
    let read = |found: super::super::Row| {
        Ok(Terms {
            light: row::cents(&found, "light_cents")?,
            repair_days: row::int(&found, "repair_days")?,
            bid: row::cents(&found, "bid_cents")?,
            clocks: Clocks {
                decide: row::int(&found, "decide_days")?,
                reply: row::int(&found, "reply_days")?,
                appeal: row::int(&found, "appeal_days")?,
                ruling: row::int(&found, "ruling_days")?,
                consent: row::int(&found, "consent_days")?,
                talk: row::int(&found, "talk_days")?,
                facts: row::int(&found, "facts_days")?,
            },
            categories: Terms::list(&row::text(&found, "categories")?),
        })
    };
    found.map(read).transpose()
}

/// Sets it. Refused by a trigger once the rules of the round are frozen.
pub async fn set(conn: &mut Conn, round: &RoundId, terms: &Terms) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_terms (round_id, light_cents, repair_days, categories, decide_days, reply_days, appeal_days, ruling_days, \
         bid_cents, consent_days, talk_days, facts_days) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (round_id) DO UPDATE SET light_cents = $2, \
         repair_days = $3, categories = $4, decide_days = $5, reply_days = $6, appeal_days = $7, ruling_days = $8, bid_cents = $9, consent_days = $10, \
         talk_days = $11, facts_days = $12",
    )
    .bind(round.as_str())
    .bind(terms.light.get())
    .bind(terms.repair_days)
    .bind(terms.categories.join("\n"))
    .bind(terms.clocks.decide)
    .bind(terms.clocks.reply)
    .bind(terms.clocks.appeal)
    .bind(terms.clocks.ruling)
    .bind(terms.bid.get())
    .bind(terms.clocks.consent)
    .bind(terms.clocks.talk)
    .bind(terms.clocks.facts)
    .execute(conn)
    .await?;
    Ok(())
}
