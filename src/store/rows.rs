//! The only place where text of a statement is put together: inserts of many rows.
//!
//! The text depends on three numbers, never on what is stored. Rows go in pieces of fixed sizes, so that a
//! database sees four statements per table and no more.

use sqlx::AssertSqlSafe;

/// How many rows one statement inserts, largest first.
pub const CHUNKS: [usize; 4] = [512, 64, 8, 1];

/// Cuts rows into pieces of the sizes in [`CHUNKS`], in their order.
pub fn chunks<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = CHUNKS.into_iter().find(|size| *size <= rows.len())?;
        let (piece, rest) = rows.split_at(size);
        rows = rest;
        Some(piece)
    })
}

/// `insert`, which ends in `VALUES `, with the placeholders of so many rows. The first `shared` columns of
/// each row are the same for all and take the placeholders `$1` up to `$shared`; each row has `own` columns
/// beside them, numbered on from there row by row.
pub fn statement(insert: &'static str, shared: usize, own: usize, rows: usize) -> AssertSqlSafe<String> {
    let mut text = insert.to_string();
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        let first = shared + row * own;
        for (place, number) in (1..=shared).chain(first + 1..=first + own).enumerate() {
            text.push_str(if place == 0 { "$" } else { ", $" });
            text.push_str(&number.to_string());
        }
        text.push(')');
    }
    AssertSqlSafe(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_fixed_pieces_and_none_is_lost() {
        for length in [0, 1, 7, 8, 9, 71, 512, 513, 1_105] {
            let rows: Vec<usize> = (0..length).collect();
            let pieces: Vec<&[usize]> = chunks(&rows).collect();
            assert!(pieces.iter().all(|piece| CHUNKS.contains(&piece.len())));
            assert_eq!(pieces.concat(), rows);
        }
    }

    #[test]
    fn placeholders_are_numbered_row_by_row() {
        let text = |shared, own, rows| statement("INSERT INTO t VALUES ", shared, own, rows).0;
        assert_eq!(text(1, 2, 2), "INSERT INTO t VALUES ($1, $2, $3), ($1, $4, $5)");
        assert_eq!(text(0, 1, 3), "INSERT INTO t VALUES ($1), ($2), ($3)");
        assert_eq!(text(2, 1, 1), "INSERT INTO t VALUES ($1, $2, $3)");
    }
}
