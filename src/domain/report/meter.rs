//! The meter (S30): where the money of a year, or of an area in a year, stands.

use std::collections::BTreeMap;

use crate::domain::id::{AllocationId, LineId};
use crate::domain::ledger::{AccountKey, AccountKind, Control, Posting};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::time::Moment;

/// The control accounts as they stood before a moment, from nothing but the postings. Those without any movement
/// are left out.
pub fn controls_at(postings: &[Posting], before: Moment) -> Vec<Control> {
    type Key = (LineId, Option<AllocationId>, AccountKind, Pot);
    let mut sums: BTreeMap<Key, (Cents, Cents)> = BTreeMap::new();
    let key = |key: &AccountKey| (key.line.clone(), key.allocation.clone(), key.kind, key.pot);
    for posting in postings.iter().filter(|posting| posting.at < before) {
        let draft = &posting.draft;
        let more = |sum: &mut Cents| *sum = sum.plus(draft.amount).unwrap_or(Cents::MAX);
        more(&mut sums.entry(key(&draft.from)).or_default().0);
        more(&mut sums.entry(key(&draft.to)).or_default().1);
    }
    let control = |((line, allocation, kind, pot), (debit, credit))| Control {
        kind,
        line,
        allocation,
        pot,
        debit,
        credit,
    };
    sums.into_iter().map(control).collect()
}

/// The kinds of account of the reserved share, in the order in which money goes through them.
pub const KINDS: [AccountKind; 11] = [
    AccountKind::Reserve,
    AccountKind::Area,
    AccountKind::Round,
    AccountKind::Objection,
    AccountKind::Selected,
    AccountKind::Committed,
    AccountKind::Payable,
    AccountKind::Paid,
    AccountKind::Accounted,
    AccountKind::Settled,
    AccountKind::Receivable,
];

/// A part of the meter that people understand: one or more kinds of account together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Ordered to be paid, paid, accounted for or settled.
    Spent,
    /// To be paid back by a recipient.
    Reclaim,
    /// Set aside by a certificate, or awarded and not ordered yet.
    Promised,
    /// In a round: its residents decide.
    Rounds,
    /// An area has it and no round holds it.
    Free,
    /// No area has it yet.
    Undivided,
}

impl Part {
    /// Every part with its name, in the order of the bar: what is spoken for first.
    pub const NAMES: [(Part, &'static str); 6] = [
        (Part::Spent, "spent"),
        (Part::Reclaim, "reclaim"),
        (Part::Promised, "promised"),
        (Part::Rounds, "rounds"),
        (Part::Free, "free"),
        (Part::Undivided, "undivided"),
    ];

    /// To which part a kind of account belongs; none for what is outside the reserved share.
    pub fn of(kind: AccountKind) -> Option<Part> {
        match kind {
            AccountKind::Line | AccountKind::Fixed => None,
            AccountKind::Reserve => Some(Part::Undivided),
            AccountKind::Area => Some(Part::Free),
            AccountKind::Round | AccountKind::Objection => Some(Part::Rounds),
            AccountKind::Selected | AccountKind::Committed => Some(Part::Promised),
            AccountKind::Payable | AccountKind::Paid | AccountKind::Accounted | AccountKind::Settled => {
                Some(Part::Spent)
            }
            AccountKind::Receivable => Some(Part::Reclaim),
        }
    }
}

/// Where money stands, by kind of account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meter {
    held: BTreeMap<AccountKind, Cents>,
}

impl Meter {
    /// The sum of control accounts.
    pub fn of<'a>(controls: impl IntoIterator<Item = &'a Control>) -> Meter {
        controls.into_iter().map(|control| (control.kind, control.balance())).collect()
    }

    /// The meter of a line.
    pub fn of_line(controls: &[Control], line: &LineId) -> Meter {
        Meter::of(controls.iter().filter(|control| &control.line == line))
    }

    /// The meter of what an area has of a line.
    pub fn of_allocation(controls: &[Control], allocation: &AllocationId) -> Meter {
        Meter::of(controls.iter().filter(|control| control.allocation.as_ref() == Some(allocation)))
    }

    /// What stands on accounts of a kind.
    pub fn held(&self, kind: AccountKind) -> Cents {
        self.held.get(&kind).copied().unwrap_or_default()
    }

    /// What stands in a part.
    pub fn part(&self, part: Part) -> Cents {
        self.sum(|kind| Part::of(kind) == Some(part))
    }

    /// All of it, the fixed part included.
    pub fn total(&self) -> Cents {
        self.sum(|_| true)
    }

    /// All of the reserved share, what came from other years included.
    pub fn reserved(&self) -> Cents {
        self.sum(AccountKind::is_reserved)
    }

    /// What was awarded and not taken back, wherever it stands by now; what is to be paid back is no part of it.
    pub fn awarded(&self) -> Cents {
        self.sum(|kind| Part::of(kind) == Some(Part::Spent) || kind == AccountKind::Committed)
    }

    fn sum(&self, wanted: impl Fn(AccountKind) -> bool) -> Cents {
        let held = self.held.iter().filter(|(kind, _)| wanted(**kind)).map(|(_, held)| *held);
        Cents::sum(held).unwrap_or(Cents::MAX)
    }
}

impl FromIterator<(AccountKind, Cents)> for Meter {
    fn from_iter<T: IntoIterator<Item = (AccountKind, Cents)>>(amounts: T) -> Meter {
        let mut meter = Meter::default();
        for (kind, amount) in amounts.into_iter().filter(|(kind, _)| *kind != AccountKind::Line) {
            let sum = meter.held.entry(kind).or_default();
            *sum = sum.plus(amount).unwrap_or(Cents::MAX);
        }
        meter
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{GrantId, RoundId};
    use crate::domain::ledger::{Draft, PostingKind};

    /// A line of 100.00, 30.00 of it reserved; an area, a round and a grant.
    fn postings() -> Vec<Posting> {
        let (line, allocation) = (LineId::new("l"), AllocationId::new("a"));
        let round = AccountKey::round(&line, &allocation, &RoundId::new("r"));
        let grant = |kind| AccountKey::grant(kind, &round, &GrantId::new("g"), Pot::Renewal);
        let steps = [
            (PostingKind::Budget, AccountKey::line(&line), AccountKey::fixed(&line), 70),
            (PostingKind::Budget, AccountKey::line(&line), AccountKey::reserve(&line), 30),
            (PostingKind::Allocate, AccountKey::reserve(&line), AccountKey::area(&line, &allocation), 20),
            (PostingKind::Ceiling, AccountKey::area(&line, &allocation), round.clone(), 15),
            (PostingKind::Select, round.clone(), grant(AccountKind::Selected), 10),
            (PostingKind::Award, grant(AccountKind::Selected), grant(AccountKind::Committed), 10),
            (PostingKind::Advance, grant(AccountKind::Committed), grant(AccountKind::Payable), 8),
        ];
        (1_u64..)
            .zip(steps)
            .map(|(seq, (kind, from, to, euros))| Posting {
                seq,
                at: Moment::from_micros(i64::try_from(seq).expect("few")),
                by: "operator".to_string(),
                draft: Draft::new(kind, from, to, Cents::euros(euros)),
            })
            .collect()
    }

    #[test]
    fn the_parts_fill_the_reserved_share_at_every_moment() {
        for before in 2..=8 {
            let controls = controls_at(&postings(), Moment::from_micros(before));
            let meter = Meter::of(&controls);
            let parts = Part::NAMES.iter().map(|(part, _)| meter.part(*part));
            assert_eq!(Cents::sum(parts), Ok(meter.reserved()), "before {before}");
            let line = controls.iter().find(|one| one.kind == AccountKind::Line).expect("the line gave");
            assert_eq!(meter.total(), line.debit, "before {before}");
        }
        let meter = Meter::of(&controls_at(&postings(), Moment::from_micros(8)));
        let held = |part| meter.part(part).get() / 100;
        assert_eq!(
            [Part::Spent, Part::Promised, Part::Rounds, Part::Free, Part::Undivided].map(held),
            [8, 2, 5, 5, 10]
        );
        assert_eq!(meter.awarded(), Cents::euros(10));
    }
}
