//! How many ballots came in which way, and whom officers helped: numbers of a round, never of a ballot.

use super::{Conn, StoreError, row};
use crate::domain::channel::Channel;
use crate::domain::id::{AccountId, RoundId};

/// Counts first ballots that came in a way. Only in a transaction that holds the round.
pub async fn count(
    conn: &mut Conn,
    round: &RoundId,
    channel: Channel,
    ballots: u64,
) -> Result<(), StoreError> {
    let more =
        sqlx::query("UPDATE ballot_channel SET ballots = ballots + $3 WHERE round_id = $1 AND channel = $2");
    let more = more.bind(round.as_str()).bind(channel.name()).bind(row::stored(ballots));
    if more.execute(&mut *conn).await?.rows_affected() == 0 {
        sqlx::query("INSERT INTO ballot_channel (round_id, channel, ballots) VALUES ($1, $2, $3)")
            .bind(round.as_str())
            .bind(channel.name())
            .bind(row::stored(ballots))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// How many first ballots of a round came in which way; a way without any is not there.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<(Channel, u64)>, StoreError> {
    let rows =
        sqlx::query("SELECT channel, ballots FROM ballot_channel WHERE round_id = $1 ORDER BY channel")
            .bind(round.as_str())
            .fetch_all(conn)
            .await?;
    rows.iter()
        .map(|found| {
            let channel = Channel::named(&row::text(found, "channel")?);
            Ok((channel.ok_or_else(|| row::corrupt("channel"))?, row::count(found, "ballots")?))
        })
        .collect()
}

/// Forgets the numbers of a round that was stopped.
pub async fn remove_all(conn: &mut Conn, round: &RoundId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM ballot_channel WHERE round_id = $1").bind(round.as_str()).execute(conn).await?;
    Ok(())
}

/// Whom an officer helped on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The day, as `2027-03-01`.
    pub day: String,
    /// In which way.
    pub channel: Channel,
    /// Who helped.
    pub by: AccountId,
    /// How many voters.
    pub ballots: u64,
}

/// Makes room to count whom an officer helps on a day; `false` when it is there. Only in a transaction that holds the round.
pub async fn begin_help(
    conn: &mut Conn,
    round: &RoundId,
    day: &str,
    (channel, by): (Channel, &AccountId),
) -> Result<bool, StoreError> {
    let there = sqlx::query(
        "SELECT ballots FROM ballot_help WHERE round_id = $1 AND day = $2 AND channel = $3 AND by_account = $4",
    );
    let there = there.bind(round.as_str()).bind(day).bind(channel.name()).bind(by.as_str());
    if there.fetch_optional(&mut *conn).await?.is_some() {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO ballot_help (round_id, day, channel, by_account, ballots) VALUES ($1, $2, $3, $4, 0)",
    )
    .bind(round.as_str())
    .bind(day)
    .bind(channel.name())
    .bind(by.as_str())
    .execute(conn)
    .await?;
    Ok(true)
}

/// Counts a first ballot that an officer helped with; `false` when nothing was begun.
pub async fn count_help(
    conn: &mut Conn,
    round: &RoundId,
    day: &str,
    (channel, by): (Channel, &AccountId),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE ballot_help SET ballots = ballots + 1 \
         WHERE round_id = $1 AND day = $2 AND channel = $3 AND by_account = $4",
    )
    .bind(round.as_str())
    .bind(day)
    .bind(channel.name())
    .bind(by.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whom officers helped in a round, by day.
pub async fn helped(conn: &mut Conn, round: &RoundId) -> Result<Vec<Help>, StoreError> {
    let rows = sqlx::query(
        "SELECT day, channel, by_account, ballots FROM ballot_help WHERE round_id = $1 \
         ORDER BY day, channel, by_account",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|found| {
            let channel = Channel::named(&row::text(found, "channel")?);
            Ok(Help {
                day: row::text(found, "day")?,
                channel: channel.ok_or_else(|| row::corrupt("channel"))?,
                by: AccountId::new(row::text(found, "by_account")?),
                ballots: row::count(found, "ballots")?,
            })
        })
        .collect()
}
