//! What recipients have of grants that were awarded.

use super::{Conn, Row, StoreError, row};
use crate::domain::check::Earlier;
use crate::domain::grant::years::divide;
use crate::domain::id::{GrantId, LineId, RecipientId, RoundId};
use crate::domain::money::Cents;

/// A year of a grant, for one of those who share it.
struct Part {
    grant: String,
    family: String,
    share: Option<Cents>,
    stands: bool,
    year: Earlier,
}

/// What everyone of a family has of grants that were awarded, year by year, another one left out. Members of an alliance
/// share each year as they share the whole, to the cent. Of a grant that ended early it is what the recipient keeps.
pub async fn of_family(
    conn: &mut Conn,
    family: &RecipientId,
    without: &GrantId,
) -> Result<Vec<Earlier>, StoreError> {
    let rows = sqlx::query(
        "SELECT g.id, r.family_id AS family, COALESCE(g.round_id, g.standing_id) AS round, l.year, l.id AS line, \
         CASE WHEN g.state IN ('withdrawn', 'revoked', 'lapsed') THEN (SELECT \
         CAST(COALESCE(SUM(k.credit_cents - k.debit_cents), 0) AS BIGINT) FROM ledger_account k \
         WHERE k.grant_id = g.id AND k.line_id = y.line_id AND k.kind IN ('payable', 'paid', 'accounted', 'settled')) \
         ELSE y.cents END AS cents, x.decision_number AS called, m.share_cents AS share, e.at FROM grant_record g \
         JOIN (SELECT own.id AS grant_id, a.line_id, own.amount_cents AS cents \
         FROM grant_record own JOIN allocation a ON a.id = own.allocation_id \
         UNION ALL SELECT grant_id, line_id, amount_cents FROM grant_slice) y ON y.grant_id = g.id \
         JOIN budget_line l ON l.id = y.line_id \
         LEFT JOIN grant_slice_end x ON x.grant_id = y.grant_id AND x.line_id = y.line_id \
         JOIN grant_event e ON e.grant_id = g.id AND e.step = 'award' \
         LEFT JOIN grant_member m ON m.grant_id = g.id \
         LEFT JOIN grant_recipient o ON o.grant_id = g.id AND m.grant_id IS NULL \
         JOIN recipient r ON r.id = COALESCE(m.recipient_id, o.recipient_id) \
         WHERE g.id <> $2 AND g.state IN ('awarded', 'objection', 'advances', 'running', 'accounted', 'settled', \
         'closed', 'withdrawn', 'revoked', 'lapsed') \
         AND g.id IN (SELECT one.grant_id FROM grant_recipient one JOIN recipient f ON f.id = one.recipient_id \
         WHERE f.family_id = $1 UNION SELECT one.grant_id FROM grant_member one \
         JOIN recipient f ON f.id = one.recipient_id WHERE f.family_id = $1) ORDER BY g.id, l.year, l.id, r.id",
    )
    .bind(family.as_str())
    .bind(without.as_str())
    .fetch_all(conn)
    .await?;
    let mut parts = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    for of_year in
        parts.chunk_by_mut(|one, next| (&one.grant, &one.year.line) == (&next.grant, &next.year.line))
    {
        let shares: Vec<Cents> = of_year.iter().map(|one| one.share.unwrap_or(one.year.amount)).collect();
        let whole = of_year[0].year.amount;
        for (one, amount) in of_year.iter_mut().zip(divide(whole, &shares)) {
            one.year.amount = amount;
        }
    }
    let counts = |one: &Part| one.stands && one.family == family.as_str() && one.year.amount > Cents::ZERO;
    Ok(parts.into_iter().filter(counts).map(|one| one.year).collect())
}

fn read(found: &Row) -> Result<Part, StoreError> {
    let share = sqlx::Row::try_get::<Option<i64>, _>(found, "share")?.map(Cents::new).transpose();
    Ok(Part {
        grant: row::text(found, "id")?,
        family: row::text(found, "family")?,
        share: share.map_err(|_| row::corrupt("share"))?,
        stands: row::maybe_text(found, "called")?.is_none(),
        year: Earlier {
            round: RoundId::new(row::text(found, "round")?),
            year: row::int(found, "year")?,
            line: LineId::new(row::text(found, "line")?),
            amount: row::cents(found, "cents")?,
            at: row::moment(found, "at")?,
        },
    })
}
