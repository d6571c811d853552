//! What the staff log keeps of the postings of an act: so the chain of that log holds the ledger too.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Posting;
use crate::domain::digest::Digest;

/// Postings that follow each other, with the fingerprint of all that they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Number of the first one.
    pub first: u64,
    /// Number of the last one.
    pub last: u64,
    /// Fingerprint over each of them, in order: kind, accounts, cents, moment, who and reference. The words of a reason can
    /// be erased when their term has passed, so they do not count.
    pub digest: Digest,
}

impl Stretch {
    /// The stretch of postings that follow each other; `None` of none.
    pub fn of(postings: &[Posting]) -> Option<Stretch> {
        let (first, last) = (postings.first()?.seq, postings.last()?.seq);
        let lines: Vec<Vec<u8>> = postings.iter().map(line).collect();
        let parts: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        Some(Stretch { first, last, digest: Digest::of_parts(&parts) })
    }
}

/// A posting as one line of JSON.
fn line(posting: &Posting) -> Vec<u8> {
    let Posting { seq, at, by, draft } = posting;
    let (kind, from, to) = (draft.kind.name(), draft.from.id(), draft.to.id());
    let line = json!([seq, kind, from, to, draft.amount.get(), at.micros(), by, draft.reference]);
    format!("{line}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::LineId;
    use crate::domain::ledger::{AccountKey, Draft, PostingKind, Reference};
    use crate::domain::money::Cents;
    use crate::domain::time::Moment;

    #[test]
    fn whatever_changes_in_a_posting_but_its_words_changes_the_fingerprint() {
        let line = LineId::new("2027");
        let (from, to) = (AccountKey::line(&line), AccountKey::reserve(&line));
        let draft = Draft::new(PostingKind::Budget, from.clone(), to.clone(), Cents::euros(5));
        let good = Posting { seq: 1, at: Moment::from_micros(7), by: "fatma".to_string(), draft };
        let draft = |draft: Draft| Posting { draft, ..good.clone() };
        let others = [
            Posting { seq: 2, ..good.clone() },
            Posting { at: Moment::from_micros(8), ..good.clone() },
            Posting { by: "joris".to_string(), ..good.clone() },
            draft(Draft { amount: Cents::euros(6), ..good.draft.clone() }),
            draft(Draft { from: to, to: from, ..good.draft.clone() }),
            draft(Draft { kind: PostingKind::Release, ..good.draft.clone() }),
            draft(good.draft.clone().referring(Reference::Request(1))),
        ];
        let own = Stretch::of(std::slice::from_ref(&good)).expect("one").digest;
        for other in others {
            assert_ne!(Stretch::of(&[other]).expect("one").digest, own);
        }
        let erased = draft(good.draft.clone().because("nood"));
        assert_eq!(Stretch::of(&[erased]).expect("one").digest, own, "words can be erased");
        assert_eq!(Stretch::of(&[]), None);
    }
}
