//! What applicants state about their plans.

use super::{Conn, StoreError, row};
use crate::domain::disclosure::{Disclosure, Help};
use crate::domain::id::{AccountId, ProposalId, RoundId};
use crate::domain::recipient::ProviderClass;

/// What holds for a plan now: the last statement.
pub async fn newest(
    conn: &mut Conn,
    round: &RoundId,
    plan: &ProposalId,
) -> Result<Option<Disclosure>, StoreError> {
    let found = sqlx::query(
        "SELECT class, help, paid, by_account, at FROM disclosure WHERE round_id = $1 AND proposal_id = $2 \
         ORDER BY number DESC LIMIT 1",
    )
    .bind(round.as_str())
    .bind(plan.as_str())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Disclosure {
        plan: plan.clone(),
        class: ProviderClass::named(&row::text(&found, "class")?).ok_or_else(|| row::corrupt("class"))?,
        help: Help::named(&row::text(&found, "help")?).ok_or_else(|| row::corrupt("help"))?,
        paid: row::text(&found, "paid")?,
        by: AccountId::new(row::text(&found, "by_account")?),
        at: row::moment(&found, "at")?,
    }))
}

/// Appends a statement. Refused by a trigger from the opening of the round on.
pub async fn add(conn: &mut Conn, round: &RoundId, stated: &Disclosure) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO disclosure (round_id, proposal_id, number, class, help, paid, by_account, at) \
         SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, $7 FROM disclosure \
         WHERE round_id = $1 AND proposal_id = $2",
    )
    .bind(round.as_str())
    .bind(stated.plan.as_str())
    .bind(stated.class.name())
    .bind(stated.help.name())
    .bind(&stated.paid)
    .bind(stated.by.as_str())
    .bind(stated.at.micros())
    .execute(conn)
    .await?;
    Ok(())
}
