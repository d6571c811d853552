//! The lots of rounds: what one person entered, and what another one did with it.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, ProposalId, RoundId};
use crate::domain::lot::{DrawWay, Drawn};
use crate::domain::time::Moment;

/// A lot on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// 1 for the first of the round.
    pub number: u64,
    /// What was read or drawn.
    pub drawn: Drawn,
    /// The plans at which the count stopped.
    pub tied: Vec<ProposalId>,
    /// Who entered it.
    pub entered_by: AccountId,
    /// When.
    pub entered_at: Moment,
    /// Who read the same again, and when.
    pub confirmed: Option<(AccountId, Moment)>,
    /// Who refused it or took it back, when, and why.
    pub refused: Option<(AccountId, Moment, String)>,
}

impl Stored {
    /// Whether it waits for a second person.
    pub fn waits(&self) -> bool {
        self.confirmed.is_none() && self.refused.is_none()
    }
}

/// The lots of a round in order.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, way, source, drawn_at, why, drawn, tied, entered_by, entered_at, confirmed_by, confirmed_at, \
         refused_by, refused_at, reason FROM lot_draw WHERE round_id = $1 ORDER BY number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Stored, StoreError> {
    let person = |column| Ok::<_, StoreError>(row::maybe_text(found, column)?.map(AccountId::new));
    let refused = match (person("refused_by")?, row::maybe_moment(found, "refused_at")?) {
        (Some(by), Some(at)) => Some((by, at, row::maybe_text(found, "reason")?.unwrap_or_default())),
        _ => None,
    };
    let tied = row::text(found, "tied")?;
    Ok(Stored {
        number: row::count(found, "number")?,
        drawn: Drawn {
            way: DrawWay::named(&row::text(found, "way")?).ok_or_else(|| row::corrupt("way"))?,
            source: row::text(found, "source")?,
            at: row::moment(found, "drawn_at")?,
            why: row::text(found, "why")?,
            drawn: row::text(found, "drawn")?,
        },
        tied: tied.split('\n').map(ProposalId::new).collect(),
        entered_by: AccountId::new(row::text(found, "entered_by")?),
        entered_at: row::moment(found, "entered_at")?,
        confirmed: person("confirmed_by")?.zip(row::maybe_moment(found, "confirmed_at")?),
        refused,
    })
}

/// Enters a lot. The caller holds the round, so nobody takes the same number.
pub async fn add(conn: &mut Conn, round: &RoundId, lot: &Stored) -> Result<(), StoreError> {
    let tied: Vec<&str> = lot.tied.iter().map(ProposalId::as_str).collect();
    sqlx::query(
        "INSERT INTO lot_draw (round_id, number, way, source, drawn_at, why, drawn, tied, entered_by, entered_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(round.as_str())
    .bind(row::stored(lot.number))
    .bind(lot.drawn.way.name())
    .bind(&lot.drawn.source)
    .bind(lot.drawn.at.micros())
    .bind(&lot.drawn.why)
    .bind(&lot.drawn.drawn)
    .bind(tied.join("\n"))
    .bind(lot.entered_by.as_str())
    .bind(lot.entered_at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// A second person read the same; `false` when it does not wait. Refused by a CHECK when the same person entered it.
pub async fn confirm(
    conn: &mut Conn,
    round: &RoundId,
    number: u64,
    by: &AccountId,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE lot_draw SET confirmed_by = $3, confirmed_at = $4 \
         WHERE round_id = $1 AND number = $2 AND refused_by IS NULL AND confirmed_by IS NULL",
    )
    .bind(round.as_str())
    .bind(row::stored(number))
    .bind(by.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Refuses a lot or takes it back; `false` when it does not wait.
pub async fn refuse(
    conn: &mut Conn,
    round: &RoundId,
    number: u64,
    refused: &(AccountId, Moment, String),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE lot_draw SET refused_by = $3, refused_at = $4, reason = $5 \
         WHERE round_id = $1 AND number = $2 AND refused_by IS NULL AND confirmed_by IS NULL",
    )
    .bind(round.as_str())
    .bind(row::stored(number))
    .bind(refused.0.as_str())
    .bind(refused.1.micros())
    .bind(&refused.2)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
