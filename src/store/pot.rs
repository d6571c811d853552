//! Pots: what the city wants of them, and those of rounds that opened.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::RoundId;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::pot::{CityLimit, Pot};
use crate::domain::time::Moment;

/// What the city decided about a pot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CityDecision {
    /// Minimum and maximum.
    pub limit: CityLimit,
    /// Why.
    pub reason: String,
    /// Who, as in the staff log.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A pot of a round that opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundPot {
    /// Which pot.
    pub pot: Pot,
    /// What only its plans may use.
    pub least: Cents,
    /// The most that its grants may come to.
    pub most: Cents,
    /// What its grants come to.
    pub granted: Cents,
}

/// The sums over the pots of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundPots {
    /// What the round may grant.
    pub spendable: Cents,
    /// What it granted.
    pub granted: Cents,
    /// What pots below their minimum still have to get.
    pub owed: Cents,
}

fn pot(found: &Row) -> Result<Pot, StoreError> {
    Pot::named(&row::text(found, "pot")?).ok_or_else(|| row::corrupt("pot"))
}

/// What the city wants of each pot, in the order of pots.
pub async fn city(conn: &mut Conn) -> Result<Vec<CityDecision>, StoreError> {
    let rows = sqlx::query("SELECT pot, least_bp, most_bp, reason, decided_by, decided_at FROM city_pot")
        .fetch_all(conn)
        .await?;
    let share =
        |found: &Row, column| BasisPoints::new(row::int(found, column)?).map_err(|_| row::corrupt(column));
    let read = |found: &Row| {
        Ok(CityDecision {
            limit: CityLimit {
                pot: pot(found)?,
                least: share(found, "least_bp")?,
                most: share(found, "most_bp")?,
            },
            reason: row::text(found, "reason")?,
            by: row::text(found, "decided_by")?,
            at: row::moment(found, "decided_at")?,
        })
    };
    let mut decisions = rows.iter().map(read).collect::<Result<Vec<CityDecision>, StoreError>>()?;
    decisions.sort_by_key(|one| one.limit.pot);
    Ok(decisions)
}

/// Decides what the city wants of a pot; `false` when it is not a pot of an area.
pub async fn decide_city(conn: &mut Conn, decision: &CityDecision) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE city_pot SET least_bp = $2, most_bp = $3, reason = $4, decided_by = $5, decided_at = $6 \
         WHERE pot = $1",
    )
    .bind(decision.limit.pot.name())
    .bind(decision.limit.least.get())
    .bind(decision.limit.most.get())
    .bind(&decision.reason)
    .bind(&decision.by)
    .bind(decision.at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Fixes the pots of a round that opens: every pot there is, those that it does not have with nothing in them.
pub async fn fix(
    conn: &mut Conn,
    round: &RoundId,
    spendable: Cents,
    pots: &[RoundPot],
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO round_pots (round_id, spendable_cents, granted_cents, owed_cents) VALUES ($1, $2, 0, 0)",
    )
    .bind(round.as_str())
    .bind(spendable.get())
    .execute(&mut *conn)
    .await?;
    for (pot, name) in Pot::NAMES {
        let own = pots.iter().find(|one| one.pot == pot);
        let (least, most) = own.map_or((0, 0), |one| (one.least.get(), one.most.get()));
        sqlx::query(
            "INSERT INTO round_pot (round_id, pot, least_cents, most_cents, granted_cents) \
             VALUES ($1, $2, $3, $4, 0)",
        )
        .bind(round.as_str())
        .bind(name)
        .bind(least)
        .bind(most)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// The pots of a round that opened, in their order; none when it has no pots.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<RoundPot>, StoreError> {
    let rows =
        sqlx::query("SELECT pot, least_cents, most_cents, granted_cents FROM round_pot WHERE round_id = $1")
            .bind(round.as_str())
            .fetch_all(conn)
            .await?;
    let read = |found: &Row| {
        Ok(RoundPot {
            pot: pot(found)?,
            least: row::cents(found, "least_cents")?,
            most: row::cents(found, "most_cents")?,
            granted: row::cents(found, "granted_cents")?,
        })
    };
    let mut pots = rows.iter().map(read).collect::<Result<Vec<RoundPot>, StoreError>>()?;
    pots.sort_by_key(|one| one.pot);
    Ok(pots)
}

/// The sums over the pots of a round; `None` when it has no pots.
pub async fn sums(conn: &mut Conn, round: &RoundId) -> Result<Option<RoundPots>, StoreError> {
    let found =
        sqlx::query("SELECT spendable_cents, granted_cents, owed_cents FROM round_pots WHERE round_id = $1")
            .bind(round.as_str())
            .fetch_optional(conn)
            .await?;
    found
        .map(|found| {
            Ok(RoundPots {
                spendable: row::cents(&found, "spendable_cents")?,
                granted: row::cents(&found, "granted_cents")?,
                owed: row::cents(&found, "owed_cents")?,
            })
        })
        .transpose()
}
