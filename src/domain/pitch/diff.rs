//! What changed between two versions of a plan: per answer, word by word.

use super::content::Content;

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// It stood there and stands there.
    Same(String),
    /// It stood there.
    Gone(String),
    /// It was written in.
    New(String),
}

/// An answer that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: &'static str,
    /// The old and the new answer laid over each other.
    pub pieces: Vec<Piece>,
}

/// Most words of two answers that are compared one by one; longer ones are shown whole, the old before the new.
const MOST_CELLS: usize = 4_000_000;

/// The answers that changed, in order.
pub fn changes(old: &Content, new: &Content) -> Vec<Change> {
    old.told()
        .into_iter()
        .zip(new.told())
        .filter(|(old, new)| old.text != new.text)
        .map(|(old, new)| Change { field: new.field, pieces: between(&old.text, &new.text) })
        .collect()
}

/// Words with the space behind them.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// Two texts laid over each other. What is the same or gone makes the old one, what is the same or new the new one.
pub fn between(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (words(old), words(new));
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = rest.take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut pieces = Vec::new();
    push(&mut pieces, &old[..start], Piece::Same);
    if a.len().saturating_mul(b.len()) > MOST_CELLS {
        push(&mut pieces, a, Piece::Gone);
        push(&mut pieces, b, Piece::New);
    } else {
        walk(a, b, &mut pieces);
    }
    push(&mut pieces, &old[old.len() - end..], Piece::Same);
    joined(pieces)
}

fn push(pieces: &mut Vec<Piece>, words: &[&str], kind: fn(String) -> Piece) {
    if !words.is_empty() {
        pieces.push(kind(words.concat()));
    }
}

/// The longest common row of words, by the table of its lengths.
fn walk(a: &[&str], b: &[&str], pieces: &mut Vec<Piece>) {
    let width = b.len() + 1;
    let mut table = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if a[i] == b[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            pieces.push(Piece::Same(a[i].to_string()));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && table[(i + 1) * width + j] >= table[i * width + j + 1]) {
            pieces.push(Piece::Gone(a[i].to_string()));
            i += 1;
        } else {
            pieces.push(Piece::New(b[j].to_string()));
            j += 1;
        }
    }
}

/// Neighbours of one kind as one piece.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut made: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (made.last_mut(), &piece) {
            (Some(Piece::Same(text)), Piece::Same(more))
            | (Some(Piece::Gone(text)), Piece::Gone(more))
            | (Some(Piece::New(text)), Piece::New(more)) => text.push_str(more),
            (Some(Piece::Same(_) | Piece::Gone(_) | Piece::New(_)) | None, _) => made.push(piece),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_word_that_changed_is_the_only_one_that_is_shown_so() {
        let pieces = between("een bank op het plein", "een lange bank op het dak");
        let same = |text: &str| Piece::Same(text.to_string());
        let (gone, new) = (Piece::Gone("plein".to_string()), Piece::New("dak".to_string()));
        assert_eq!(pieces, [same("een "), Piece::New("lange ".to_string()), same("bank op het "), gone, new]);
    }

    proptest! {
        #[test]
        fn both_texts_come_back_out(old in "([a-c]{1,2}[ \n]){0,12}", new in "([a-c]{1,2}[ \n]){0,12}") {
            let (mut before, mut after) = (String::new(), String::new());
            for piece in between(&old, &new) {
                match piece {
                    Piece::Same(text) => { before.push_str(&text); after.push_str(&text); }
                    Piece::Gone(text) => before.push_str(&text),
                    Piece::New(text) => after.push_str(&text),
                }
            }
            prop_assert_eq!((before, after), (old, new));
        }
    }
}
