//! The ledger: accounts, control accounts and postings. Triggers keep the balances, CHECKs hold them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::chunk::{self, Chunked};
use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AllocationId, GrantId, LineId, RoundId};
use crate::domain::ledger::{AccountKey, AccountKind, Balance, Control, Draft, Posting, PostingKind};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;

/// Takes the turn to append `count` postings: the number of the last one. The row stays locked until the transaction
/// ends, so no balance moves meanwhile.
pub async fn turn(conn: &mut Conn, count: u64) -> Result<u64, StoreError> {
    let found = sqlx::query("UPDATE ledger_head SET size = size + $1 WHERE id = 1 RETURNING size")
        .bind(row::stored(count))
        .fetch_one(conn)
        .await?;
    row::count(&found, "size")
}

/// How many postings the ledger claims to hold.
pub async fn size(conn: &mut Conn) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT size FROM ledger_head WHERE id = 1").fetch_one(conn).await?;
    row::count(&found, "size")
}

/// How many postings the staff log tells of, and how many there are.
pub async fn noted(conn: &mut Conn) -> Result<(u64, u64), StoreError> {
    let found = sqlx::query("SELECT noted, size FROM ledger_head WHERE id = 1").fetch_one(conn).await?;
    Ok((row::count(&found, "noted")?, row::count(&found, "size")?))
}

/// Says that the staff log tells of the postings up to this one.
pub async fn note(conn: &mut Conn, last: u64) -> Result<(), StoreError> {
    sqlx::query("UPDATE ledger_head SET noted = $1 WHERE id = 1")
        .bind(row::stored(last))
        .execute(conn)
        .await?;
    Ok(())
}

/// Opens an account, if it is not there yet.
pub async fn open(conn: &mut Conn, key: &AccountKey) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO ledger_account (id, kind, line_id, allocation_id, round_id, grant_id, pot, debit_cents, \
         credit_cents) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0) ON CONFLICT (id) DO NOTHING",
    )
    .bind(key.id())
    .bind(key.kind.name())
    .bind(key.line.as_str())
    .bind(key.allocation.as_ref().map(AllocationId::as_str))
    .bind(key.round.as_ref().map(RoundId::as_str))
    .bind(key.grant.as_ref().map(GrantId::as_str))
    .bind(key.pot.name())
    .execute(conn)
    .await?;
    Ok(())
}

/// Appends a posting between accounts that are open. Refused by a CHECK when the debited account does not hold as
/// much.
pub async fn add(conn: &mut Conn, posting: &Posting) -> Result<(), StoreError> {
    let draft = &posting.draft;
    sqlx::query(
        "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(row::stored(posting.seq))
    .bind(draft.kind.name())
    .bind(draft.from.id())
    .bind(draft.to.id())
    .bind(draft.amount.get())
    .bind(posting.at.micros())
    .bind(&posting.by)
    .bind(&draft.reason)
    .bind(&draft.reference)
    .execute(conn)
    .await?;
    Ok(())
}

/// What stands on an account; nothing when it was never opened.
pub async fn balance(conn: &mut Conn, key: &AccountKey) -> Result<Cents, StoreError> {
    let found = sqlx::query("SELECT credit_cents - debit_cents AS balance FROM ledger_account WHERE id = $1")
        .bind(key.id())
        .fetch_optional(conn)
        .await?;
    found.map_or(Ok(Cents::ZERO), |found| row::cents(&found, "balance"))
}

/// All accounts, by name.
pub async fn accounts(conn: &mut Conn) -> Result<Vec<Balance>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, kind, line_id, allocation_id, round_id, grant_id, pot, debit_cents, credit_cents \
         FROM ledger_account ORDER BY id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_balance).collect()
}

/// The accounts of a grant, in all its years.
pub async fn accounts_of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Balance>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, kind, line_id, allocation_id, round_id, grant_id, pot, debit_cents, credit_cents \
         FROM ledger_account WHERE grant_id = $1 ORDER BY id",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_balance).collect()
}

/// The accounts of these grants.
static OF_GRANTS: Chunked = LazyLock::new(|| {
    chunk::texts(
        "SELECT id, kind, line_id, allocation_id, round_id, grant_id, pot, debit_cents, credit_cents \
         FROM ledger_account WHERE grant_id IN (",
        (1, 1),
        ") ORDER BY id",
    )
});

/// The accounts of these grants, in all their years, in few statements.
pub async fn accounts_of_grants(
    conn: &mut Conn,
    grants: &[&GrantId],
) -> Result<BTreeMap<GrantId, Vec<Balance>>, StoreError> {
    let mut accounts: BTreeMap<GrantId, Vec<Balance>> = BTreeMap::new();
    let ids: Vec<&str> = grants.iter().map(|id| id.as_str()).collect();
    for found in chunk::rows(conn, &OF_GRANTS, &ids).await? {
        let grant = GrantId::new(row::text(&found, "grant_id")?);
        accounts.entry(grant).or_default().push(read_balance(&found)?);
    }
    Ok(accounts)
}

/// The accounts of a round and of its grants.
pub async fn accounts_of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Balance>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, kind, line_id, allocation_id, round_id, grant_id, pot, debit_cents, credit_cents \
         FROM ledger_account WHERE round_id = $1 ORDER BY id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_balance).collect()
}

fn read_balance(found: &Row) -> Result<Balance, StoreError> {
    let kind = AccountKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?;
    let key = AccountKey {
        kind,
        line: LineId::new(row::text(found, "line_id")?),
        allocation: row::maybe_text(found, "allocation_id")?.map(AllocationId::new),
        round: row::maybe_text(found, "round_id")?.map(RoundId::new),
        grant: row::maybe_text(found, "grant_id")?.map(GrantId::new),
        pot: read_pot(found)?,
    };
    if key.id() != row::text(found, "id")? {
        return Err(row::corrupt("ledger_account.id"));
    }
    Ok(Balance { key, debit: row::cents(found, "debit_cents")?, credit: row::cents(found, "credit_cents")? })
}

fn read_pot(found: &Row) -> Result<Pot, StoreError> {
    Pot::named(&row::text(found, "pot")?).ok_or_else(|| row::corrupt("pot"))
}

/// All control accounts: few rows, whatever the number of grants.
pub async fn controls(conn: &mut Conn) -> Result<Vec<Control>, StoreError> {
    let rows = sqlx::query(
        "SELECT line_id, allocation_id, kind, pot, debit_cents, credit_cents FROM ledger_control \
         ORDER BY line_id, allocation_id, kind, pot",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_control).collect()
}

/// The control accounts of a line, of all that areas have of it too.
pub async fn controls_of_line(conn: &mut Conn, line: &LineId) -> Result<Vec<Control>, StoreError> {
    let rows = sqlx::query(
        "SELECT line_id, allocation_id, kind, pot, debit_cents, credit_cents FROM ledger_control \
         WHERE line_id = $1 ORDER BY allocation_id, kind, pot",
    )
    .bind(line.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_control).collect()
}

fn read_control(found: &Row) -> Result<Control, StoreError> {
    let allocation = row::text(found, "allocation_id")?;
    Ok(Control {
        kind: AccountKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        line: LineId::new(row::text(found, "line_id")?),
        allocation: Some(allocation).filter(|id| !id.is_empty()).map(AllocationId::new),
        pot: read_pot(found)?,
        debit: row::cents(found, "debit_cents")?,
        credit: row::cents(found, "credit_cents")?,
    })
}

/// The postings of an answer: each with both its accounts.
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT p.seq, p.kind, p.amount_cents, p.at, p.by_actor, p.reason, p.reference, \
             d.kind AS d_kind, d.line_id AS d_line, d.allocation_id AS d_allocation, d.round_id AS d_round, \
             d.grant_id AS d_grant, d.pot AS d_pot, \
             c.kind AS c_kind, c.line_id AS c_line, c.allocation_id AS c_allocation, c.round_id AS c_round, \
             c.grant_id AS c_grant, c.pot AS c_pot \
             FROM posting p JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id ",
            $end
        )
    };
}

/// All postings, in order.
pub async fn postings(conn: &mut Conn) -> Result<Vec<Posting>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY p.seq")).fetch_all(conn).await?;
    rows.iter().map(read_posting).collect()
}

/// The postings after one, in order.
pub async fn postings_after(conn: &mut Conn, seq: u64) -> Result<Vec<Posting>, StoreError> {
    let rows = sqlx::query(select!("WHERE p.seq > $1 ORDER BY p.seq"))
        .bind(row::stored(seq))
        .fetch_all(conn)
        .await?;
    rows.iter().map(read_posting).collect()
}

/// The postings on accounts of a grant, in order.
pub async fn postings_of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Posting>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE p.seq IN (SELECT q.seq FROM ledger_account k JOIN posting q ON q.debit_id = k.id WHERE k.grant_id = $1 \
         UNION SELECT q.seq FROM ledger_account k JOIN posting q ON q.credit_id = k.id WHERE k.grant_id = $1) \
         ORDER BY p.seq"
    ))
        .bind(grant.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read_posting).collect()
}

/// The postings on accounts of a round and of its grants, in order.
pub async fn postings_of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Posting>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE p.seq IN (SELECT q.seq FROM ledger_account k JOIN posting q ON q.debit_id = k.id WHERE k.round_id = $1 \
         UNION SELECT q.seq FROM ledger_account k JOIN posting q ON q.credit_id = k.id WHERE k.round_id = $1) \
         ORDER BY p.seq"
    ))
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read_posting).collect()
}

/// Which postings are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// With an account of this line.
    pub line: Option<LineId>,
    /// With an account of what an area has of a line.
    pub allocation: Option<AllocationId>,
    /// With an account of this grant.
    pub grant: Option<GrantId>,
    /// Of this kind.
    pub kind: Option<PostingKind>,
    /// With a lower number than this.
    pub below: Option<u64>,
}

impl Filter {
    fn lets_pass(&self, posting: &Posting) -> bool {
        let sides = [&posting.draft.from, &posting.draft.to];
        self.kind.is_none_or(|kind| kind == posting.draft.kind)
            && self.below.is_none_or(|below| posting.seq < below)
            && self.line.as_ref().is_none_or(|line| sides.iter().any(|side| &side.line == line))
            && (self.allocation.is_none() || sides.iter().any(|side| side.allocation == self.allocation))
    }
}

/// The newest postings that pass a filter, at most so many, the newest first.
pub async fn postings_page(conn: &mut Conn, filter: &Filter, most: u64) -> Result<Vec<Posting>, StoreError> {
    if let Some(grant) = &filter.grant {
        // A grant has few, and they are found by its accounts.
        let mut own = postings_of_grant(conn, grant).await?;
        own.retain(|posting| filter.lets_pass(posting));
        own.reverse();
        own.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        return Ok(own);
    }
    let below = filter.below.map_or(i64::MAX, row::stored);
    let line = filter.line.as_ref().map_or("", LineId::as_str);
    let (kind, most) = (filter.kind.map_or("", PostingKind::name), row::stored(most));
    let query = match (&filter.allocation, kind) {
        (Some(allocation), _) => sqlx::query(select!(
            "WHERE p.seq IN (SELECT q.seq FROM ledger_account k JOIN posting q ON q.debit_id = k.id \
             WHERE k.allocation_id = $5 UNION SELECT q.seq FROM ledger_account k JOIN posting q ON q.credit_id = k.id \
             WHERE k.allocation_id = $5) AND p.seq < $1 AND ($2 = '' OR d.line_id = $2 OR c.line_id = $2) \
             AND ($3 = '' OR p.kind = $3) ORDER BY p.seq DESC LIMIT $4"
        ))
        .bind(below)
        .bind(line)
        .bind(kind)
        .bind(most)
        .bind(allocation.as_str()),
        // Most lines have much, so the newest are soon found; of some kinds there are few.
        (None, "") => sqlx::query(select!(
            "WHERE p.seq < $1 AND ($2 = '' OR d.line_id = $2 OR c.line_id = $2) ORDER BY p.seq DESC LIMIT $3"
        ))
        .bind(below)
        .bind(line)
        .bind(most),
        (None, kind) => sqlx::query(select!(
            "WHERE p.seq IN (SELECT q.seq FROM posting q WHERE q.kind = $3 AND q.seq < $1) \
             AND ($2 = '' OR d.line_id = $2 OR c.line_id = $2) ORDER BY p.seq DESC LIMIT $4"
        ))
        .bind(below)
        .bind(line)
        .bind(kind)
        .bind(most),
    };
    let rows = query.fetch_all(conn).await?;
    rows.iter().map(read_posting).collect()
}

fn read_posting(found: &Row) -> Result<Posting, StoreError> {
    let side = |prefix: &str| -> Result<AccountKey, StoreError> {
        let column = |name: &str| format!("{prefix}_{name}");
        let kind = row::text(found, &column("kind"))?;
        let pot = row::text(found, &column("pot"))?;
        Ok(AccountKey {
            kind: AccountKind::named(&kind).ok_or_else(|| row::corrupt("kind"))?,
            line: LineId::new(row::text(found, &column("line"))?),
            allocation: row::maybe_text(found, &column("allocation"))?.map(AllocationId::new),
            round: row::maybe_text(found, &column("round"))?.map(RoundId::new),
            grant: row::maybe_text(found, &column("grant"))?.map(GrantId::new),
            pot: Pot::named(&pot).ok_or_else(|| row::corrupt("pot"))?,
        })
    };
    Ok(Posting {
        seq: row::count(found, "seq")?,
        at: row::moment(found, "at")?,
        by: row::text(found, "by_actor")?,
        draft: Draft {
            kind: PostingKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
            from: side("d")?,
            to: side("c")?,
            amount: row::cents(found, "amount_cents")?,
            reason: row::text(found, "reason")?,
            reference: row::text(found, "reference")?,
        },
    })
}
