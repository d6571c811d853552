//! Mail on its way. Every step is an update that is guarded by the state before it and by the claim of one process, so two
//! processes never do one step of a mail both.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::MailId;
use crate::domain::mail::{Address, Content, Fault, MailState};
use crate::domain::time::Moment;

/// A mail that a process holds.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Which.
    pub id: MailId,
    /// The mark of the process that holds it.
    pub claim: String,
    /// To whom.
    pub address: Address,
    /// The tag of the language.
    pub language: String,
    /// What it says.
    pub content: Content,
    /// How often it was tried, this time included.
    pub tries: u64,
    /// When it was written down.
    pub queued: Moment,
}

/// A mail as the office sees it: without what it says.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Which.
    pub id: MailId,
    /// The name of its kind.
    pub kind: String,
    /// To whom, shortened.
    pub to: String,
    /// Where it is.
    pub state: MailState,
    /// Why it is there.
    pub fault: Option<Fault>,
    /// How often it was tried.
    pub tries: u64,
    /// When it was written down.
    pub queued: Moment,
    /// When it is tried next, where it waits.
    pub next: Moment,
    /// When it is of no use any more.
    pub until: Moment,
}

/// A mail before its first try.
pub struct New<'a> {
    /// Its random name.
    pub id: &'a MailId,
    /// To whom.
    pub address: &'a Address,
    /// The tag of the language.
    pub language: &'a str,
    /// What it says.
    pub content: &'a Content,
    /// When it was written down.
    pub now: Moment,
    /// When it is given up.
    pub until: Moment,
}

/// Writes a mail down.
pub async fn add(conn: &mut Conn, mail: &New<'_>) -> Result<(), StoreError> {
    let content = serde_json::to_string(mail.content).expect("a mail is plain data");
    sqlx::query(
        "INSERT INTO outbox (id, kind, language, address, content, state, queued_at, next_at, until_at) \
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $6, $7)",
    )
    .bind(mail.id.as_str())
    .bind(mail.content.kind())
    .bind(mail.language)
    .bind(mail.address.as_str())
    .bind(content)
    .bind(mail.now.micros())
    .bind(mail.until.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// The mail that waits longest for its try, taken for a process; `None` when none is due, or another process was faster.
pub async fn claim(
    conn: &mut Conn,
    claim: &str,
    now: Moment,
    lease: Moment,
) -> Result<Option<Claimed>, StoreError> {
    let found = sqlx::query(
        "UPDATE outbox SET state = 'claimed', claim = $1, lease_until = $3, tries = tries + 1 \
         WHERE state = 'waiting' AND id = (SELECT o.id FROM outbox o WHERE o.state = 'waiting' AND o.next_at <= $2 \
         AND o.until_at > $2 ORDER BY o.next_at, o.id LIMIT 1) \
         RETURNING id, claim, address, language, content, tries, queued_at",
    )
    .bind(claim)
    .bind(now.micros())
    .bind(lease.micros())
    .fetch_optional(conn)
    .await?;
    found.as_ref().map(read_claimed).transpose()
}

fn read_claimed(found: &Row) -> Result<Claimed, StoreError> {
    let address = row::text(found, "address")?;
    let content = row::text(found, "content")?;
    Ok(Claimed {
        id: MailId::new(row::text(found, "id")?),
        claim: row::text(found, "claim")?,
        address: Address::parse(&address).map_err(|_| row::corrupt("address"))?,
        language: row::text(found, "language")?,
        content: serde_json::from_str(&content).map_err(|_| row::corrupt("content"))?,
        tries: row::count(found, "tries")?,
        queued: row::moment(found, "queued_at")?,
    })
}

/// Marks that the words of a mail go out from now on; `false` when the process does not hold it any more, and then not one
/// may go out.
pub async fn begin(conn: &mut Conn, (id, claim): (&MailId, &str), lease: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'begun', lease_until = $3 WHERE id = $1 AND claim = $2 AND state = 'claimed'",
    )
    .bind(id.as_str())
    .bind(claim)
    .bind(lease.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The server took it: what it said and to whom is taken out. An answer that came late mends `unsure`.
pub async fn sent(conn: &mut Conn, (id, claim): (&MailId, &str), now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'sent', address = '', content = '', fault = NULL, ended_at = $3 \
         WHERE id = $1 AND claim = $2 AND state IN ('begun', 'unsure')",
    )
    .bind(id.as_str())
    .bind(claim)
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// It certainly was not sent and is tried again.
pub async fn put_off(
    conn: &mut Conn,
    (id, claim): (&MailId, &str),
    fault: Fault,
    next: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'waiting', fault = $3, next_at = $4 \
         WHERE id = $1 AND claim = $2 AND state IN ('claimed', 'begun')",
    )
    .bind(id.as_str())
    .bind(claim)
    .bind(fault.name())
    .bind(next.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// It is not tried again by itself: `state` is failed or unsure.
pub async fn give_up(
    conn: &mut Conn,
    (id, claim): (&MailId, &str),
    (state, fault): (MailState, Fault),
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = $3, fault = $4, ended_at = $5 \
         WHERE id = $1 AND claim = $2 AND state IN ('claimed', 'begun')",
    )
    .bind(id.as_str())
    .bind(claim)
    .bind(state.name())
    .bind(fault.name())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Mail whose process is gone before a word went out waits again; how many.
pub async fn return_claimed(conn: &mut Conn, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'waiting', fault = 'broken', next_at = $1 \
         WHERE state = 'claimed' AND lease_until <= $1",
    )
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Mail whose process is gone after its words began to go out may have arrived: which.
pub async fn leave_unsure(conn: &mut Conn, now: Moment) -> Result<Vec<MailId>, StoreError> {
    let rows = sqlx::query(
        "UPDATE outbox SET state = 'unsure', fault = 'unanswered', ended_at = $1 \
         WHERE state = 'begun' AND lease_until <= $1 RETURNING id",
    )
    .bind(now.micros())
    .fetch_all(conn)
    .await?;
    ids(&rows)
}

/// Mail that waited until it was of no use is given up: which.
pub async fn leave_late(conn: &mut Conn, now: Moment) -> Result<Vec<MailId>, StoreError> {
    let rows = sqlx::query(
        "UPDATE outbox SET state = 'failed', fault = 'late', ended_at = $1 \
         WHERE state = 'waiting' AND until_at <= $1 RETURNING id",
    )
    .bind(now.micros())
    .fetch_all(conn)
    .await?;
    ids(&rows)
}

fn ids(rows: &[Row]) -> Result<Vec<MailId>, StoreError> {
    let mut ids = rows.iter().map(|found| Ok(MailId::new(row::text(found, "id")?)));
    let mut ids = ids.by_ref().collect::<Result<Vec<_>, StoreError>>()?;
    ids.sort();
    Ok(ids)
}

/// Whether the job has something to do: mail that is due or of no use any more, or that someone held for too long.
pub async fn is_due(conn: &mut Conn, now: Moment) -> Result<bool, StoreError> {
    let found = sqlx::query(
        "SELECT id FROM outbox WHERE (state = 'waiting' AND (next_at <= $1 OR until_at <= $1)) \
         OR (state IN ('claimed', 'begun') AND lease_until <= $1) LIMIT 1",
    )
    .bind(now.micros())
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// What a person of the office wants with a mail that failed or is unsure: sent once more.
pub async fn again(conn: &mut Conn, id: &MailId, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'waiting', claim = '', tries = 0, next_at = $2, ended_at = NULL \
         WHERE id = $1 AND state IN ('failed', 'unsure') AND until_at > $2",
    )
    .bind(id.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The same: not sent any more. What it says is taken out.
pub async fn drop_one(conn: &mut Conn, id: &MailId, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'dropped', address = '', content = '', claim = '', ended_at = $2 \
         WHERE id = $1 AND state IN ('waiting', 'failed', 'unsure')",
    )
    .bind(id.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The mail in some state, newest first, at most so many.
pub async fn list(conn: &mut Conn, state: MailState, most: u64) -> Result<Vec<Listed>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, kind, address, state, fault, tries, queued_at, next_at, until_at FROM outbox \
         WHERE state = $1 ORDER BY queued_at DESC, id LIMIT $2",
    )
    .bind(state.name())
    .bind(row::stored(most))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_listed).collect()
}

fn read_listed(found: &Row) -> Result<Listed, StoreError> {
    let fault = row::maybe_text(found, "fault")?;
    let fault = fault.map(|name| Fault::named(&name).ok_or_else(|| row::corrupt("fault"))).transpose()?;
    let address = Address::parse(&row::text(found, "address")?);
    Ok(Listed {
        id: MailId::new(row::text(found, "id")?),
        kind: row::text(found, "kind")?,
        to: address.map(|address| address.shortened()).unwrap_or_default(),
        state: MailState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?,
        fault,
        tries: row::count(found, "tries")?,
        queued: row::moment(found, "queued_at")?,
        next: row::moment(found, "next_at")?,
        until: row::moment(found, "until_at")?,
    })
}

/// How many mails are in each state.
pub async fn counts(conn: &mut Conn) -> Result<Vec<(MailState, u64)>, StoreError> {
    let rows = sqlx::query("SELECT state, COUNT(*) AS many FROM outbox GROUP BY state ORDER BY state")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        let state = MailState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?;
        Ok((state, row::count(found, "many")?))
    };
    rows.iter().map(read).collect()
}

/// Removes what ended before a moment, and what waited since before another one; how many.
pub async fn remove_old(conn: &mut Conn, ended: Moment, queued: Moment) -> Result<u64, StoreError> {
    let done =
        sqlx::query("DELETE FROM outbox WHERE ended_at <= $1 OR (state = 'waiting' AND queued_at <= $2)")
            .bind(ended.micros())
            .bind(queued.micros())
            .execute(conn)
            .await?;
    Ok(done.rows_affected())
}
