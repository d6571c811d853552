//! Statements over many rows at once. The one place where the text of a statement is built at run time: from
//! constants of this program only, in four fixed sizes, so that a database sees few different texts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use sqlx::AssertSqlSafe;

use super::{Conn, Row, StoreError};

/// Rows per statement.
const SIZES: [usize; 4] = [1, 8, 64, 512];

/// One statement in its four sizes.
pub type Chunked = LazyLock<[String; 4]>;

/// The statement before its rows, with its rows, and after them, in each size. Rows follow each other as
/// `($k, $k+1, …)`, `columns` values each, from parameter `first` on; a single column without brackets.
pub fn texts(before: &str, (columns, first): (usize, usize), after: &str) -> [String; 4] {
    SIZES.map(|rows| {
        let row = |row: usize| {
            let start = first + row * columns;
            let values: Vec<String> = (start..start + columns).map(|number| format!("${number}")).collect();
            if columns == 1 { values.concat() } else { format!("({})", values.join(", ")) }
        };
        let rows: Vec<String> = (0..rows).map(row).collect();
        format!("{before}{}{after}", rows.join(", "))
    })
}

/// How to do `count` rows: the size of each statement and how many of its rows are filled. The last ones of
/// a statement may stay empty when that saves statements.
fn plan(mut count: usize) -> Vec<(usize, usize)> {
    let mut plan = Vec::new();
    for (place, size) in (0..SIZES.len()).zip(SIZES).rev() {
        let smaller = place.checked_sub(1).map_or(0, |below| SIZES[below]);
        while count >= size || count > smaller.max(1) * 4 || (count > 0 && size == 1) {
            let filled = count.min(size);
            plan.push((place, filled));
            count -= filled;
        }
    }
    plan
}

/// Rows for one statement.
#[derive(Debug)]
pub struct Piece<'a, T> {
    /// Which of the texts of a [`Chunked`] statement.
    pub place: usize,
    /// The rows that are filled, in their order.
    pub rows: &'a [T],
}

impl<'a, T> Piece<'a, T> {
    /// Every row of the statement; `None` for one that stays empty.
    pub fn slots(&self) -> impl Iterator<Item = Option<&'a T>> + use<'a, T> {
        let rows = self.rows;
        (0..SIZES[self.place]).map(move |slot| rows.get(slot))
    }
}

/// Cuts rows into pieces for statements, in their order.
pub fn pieces<T>(rows: &[T]) -> impl Iterator<Item = Piece<'_, T>> {
    let mut rest = rows;
    plan(rows.len()).into_iter().map(move |(place, filled)| {
        let (rows, later) = rest.split_at(filled);
        rest = later;
        Piece { place, rows }
    })
}

/// The rows of a statement whose parameters are ids and nothing else; each id is asked for once.
pub async fn rows(conn: &mut Conn, statement: &Chunked, ids: &[&str]) -> Result<Vec<Row>, StoreError> {
    let ids: Vec<&str> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut rows = Vec::with_capacity(ids.len());
    for piece in pieces(&ids) {
        let mut query = sqlx::query(AssertSqlSafe(statement[piece.place].as_str()));
        for one in piece.slots() {
            query = query.bind(one.copied());
        }
        rows.extend(query.fetch_all(&mut *conn).await?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_done_once_in_few_statements() {
        for count in 0..3_000 {
            let plan = plan(count);
            assert_eq!(plan.iter().map(|(_, filled)| filled).sum::<usize>(), count);
            assert!(plan.iter().all(|&(place, filled)| filled > 0 && filled <= SIZES[place]), "{count}");
            assert!(plan.len() <= count / 512 + 12, "{count}: {plan:?}");
        }
        assert_eq!(plan(0), []);
        assert_eq!(plan(3), [(0, 1), (0, 1), (0, 1)]);
        assert_eq!(plan(5), [(1, 5)]);
        assert_eq!(plan(40), [(2, 40)]);
        assert_eq!(plan(600), [(3, 512), (2, 64), (1, 8), (1, 8), (1, 8)]);
    }

    #[test]
    fn a_statement_numbers_its_parameters() {
        assert_eq!(texts("A ", (2, 3), " Z")[0], "A ($3, $4) Z");
        assert!(texts("IN (", (1, 2), ")")[1].ends_with("$8, $9)"));
    }
}
