//! Postings (Dutch: boekingen): money that goes from one account to another.

use super::account::{AccountKey, AccountKind};
use super::reference::Reference;
use crate::domain::money::Cents;
use crate::domain::time::Moment;

/// What a posting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PostingKind {
    /// A budget decision: how much of the line is fixed and how much reserved.
    Budget,
    /// To or from what an area may spend: out of the reserve, or out of what the district around it may spend.
    Allocate,
    /// Between areas, pots or years, within the reserve: the *schuifruimte* itself.
    Transfer,
    /// What a year did not use goes to a later one (Dutch: overheveling).
    CarryOver,
    /// A round gets its ceiling.
    Ceiling,
    /// A round holds money back for objections.
    ObjectionReserve,
    /// What is not needed goes back to where it came from (Dutch: vrijval).
    Release,
    /// A certificate sets money aside for a plan.
    Select,
    /// The grant is awarded (Dutch: verlening).
    Award,
    /// An advance is ordered, or the rest after the settlement (Dutch: betaalopdracht).
    Advance,
    /// The bank paid.
    Payment,
    /// The bank gave a payment back.
    Return,
    /// The recipient accounts for what was paid (Dutch: verantwoording).
    Account,
    /// The grant is settled: the recipient keeps it (Dutch: vaststelling).
    Settle,
    /// The recipient must pay back (Dutch: terugvordering).
    Reclaim,
    /// The recipient paid back: it returns to its year.
    Receipt,
    /// What cannot be got back is given up, by decision (Dutch: buiteninvordering).
    WriteOff,
}

impl PostingKind {
    /// Every kind with its name in the database.
    pub const NAMES: [(PostingKind, &'static str); 17] = [
        (PostingKind::Budget, "budget"),
        (PostingKind::Allocate, "allocate"),
        (PostingKind::Transfer, "transfer"),
        (PostingKind::CarryOver, "carry-over"),
        (PostingKind::Ceiling, "ceiling"),
        (PostingKind::ObjectionReserve, "objection-reserve"),
        (PostingKind::Release, "release"),
        (PostingKind::Select, "select"),
        (PostingKind::Award, "award"),
        (PostingKind::Advance, "advance"),
        (PostingKind::Payment, "payment"),
        (PostingKind::Return, "return"),
        (PostingKind::Account, "account"),
        (PostingKind::Settle, "settle"),
        (PostingKind::Reclaim, "reclaim"),
        (PostingKind::Receipt, "receipt"),
        (PostingKind::WriteOff, "write-off"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        PostingKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<PostingKind> {
        PostingKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Whether a posting of this kind may take money from one kind of account to another. Only a budget decision
    /// touches what is outside the reserved share (S9, S36).
    pub fn may_move(self, from: AccountKind, to: AccountKind) -> bool {
        use AccountKind as A;
        match self {
            PostingKind::Budget => {
                matches!((from, to), (A::Line, A::Fixed | A::Reserve) | (A::Fixed | A::Reserve, A::Line))
            }
            PostingKind::Allocate => {
                matches!((from, to), (A::Reserve | A::Area, A::Area) | (A::Area, A::Reserve))
            }
            PostingKind::Transfer => matches!((from, to), (A::Area | A::Reserve, A::Area | A::Reserve)),
            PostingKind::CarryOver => matches!((from, to), (A::Area | A::Reserve, A::Area | A::Reserve)),
            PostingKind::Ceiling => matches!((from, to), (A::Area, A::Round)),
            PostingKind::ObjectionReserve => matches!((from, to), (A::Area | A::Round, A::Objection)),
            PostingKind::Release => matches!(
                (from, to),
                (A::Round | A::Objection, A::Area)
                    | (A::Selected | A::Committed, A::Round | A::Area | A::Reserve)
                    | (A::Payable, A::Committed)
            ),
            PostingKind::Select => matches!((from, to), (A::Round | A::Objection, A::Selected)),
            PostingKind::Award => {
                matches!(
                    (from, to),
                    (A::Selected | A::Objection | A::Round | A::Area | A::Reserve, A::Committed)
                )
            }
            PostingKind::Advance => matches!((from, to), (A::Committed, A::Payable)),
            PostingKind::Payment => matches!((from, to), (A::Payable, A::Paid)),
            PostingKind::Return => {
                matches!((from, to), (A::Paid | A::Accounted | A::Settled | A::Receivable, A::Payable))
            }
            PostingKind::Account => matches!((from, to), (A::Paid, A::Accounted) | (A::Accounted, A::Paid)),
            PostingKind::Settle => matches!((from, to), (A::Paid | A::Accounted, A::Settled)),
            PostingKind::Reclaim => {
                matches!((from, to), (A::Paid | A::Accounted | A::Settled, A::Receivable))
            }
            PostingKind::Receipt => matches!((from, to), (A::Receivable, A::Area | A::Reserve)),
            PostingKind::WriteOff => matches!((from, to), (A::Receivable, A::Settled)),
        }
    }

    /// Whether its reason is for everyone: the form that asks for it says so. Every other reason is for an applicant
    /// or for the office, may name a person, and stands with its decision, where it can be erased.
    pub fn is_explained(self) -> bool {
        match self {
            PostingKind::Budget | PostingKind::Allocate | PostingKind::Transfer | PostingKind::CarryOver => {
                true
            }
            PostingKind::Ceiling
            | PostingKind::ObjectionReserve
            | PostingKind::Release
            | PostingKind::Select
            | PostingKind::Award
            | PostingKind::Advance
            | PostingKind::Payment
            | PostingKind::Return
            | PostingKind::Account
            | PostingKind::Settle
            | PostingKind::Reclaim
            | PostingKind::Receipt
            | PostingKind::WriteOff => false,
        }
    }

    /// Whether it may go from one year to another.
    pub fn may_change_year(self) -> bool {
        matches!(self, PostingKind::Transfer | PostingKind::CarryOver)
    }

    /// Whether it may go from one area to another.
    pub fn may_change_area(self) -> bool {
        matches!(self, PostingKind::Allocate | PostingKind::Transfer | PostingKind::CarryOver)
    }
}

/// Whether two owners are one, as far as both accounts have one.
fn is_same<Owner: PartialEq>(from: &Option<Owner>, to: &Option<Owner>) -> bool {
    from.is_none() || to.is_none() || from == to
}

/// A posting that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is.
    pub kind: PostingKind,
    /// The account that is debited: money leaves it.
    pub from: AccountKey,
    /// The account that is credited: money comes in.
    pub to: AccountKey,
    /// How much; a draft of nothing makes no posting.
    pub amount: Cents,
    /// Why. Pages print it only for kinds that are explained to everyone ([`PostingKind::is_explained`]).
    pub reason: String,
    /// What it stands on: a [`Reference`] as it is kept.
    pub reference: String,
}

impl Draft {
    /// A posting without reason or reference of its own.
    pub fn new(kind: PostingKind, from: AccountKey, to: AccountKey, amount: Cents) -> Draft {
        Draft { kind, from, to, amount, reason: String::new(), reference: String::new() }
    }

    /// The same with a reason.
    pub fn because(self, reason: impl Into<String>) -> Draft {
        Draft { reason: reason.into(), ..self }
    }

    /// The same with a reference.
    pub fn referring(self, reference: impl Into<Reference>) -> Draft {
        Draft { reference: reference.into().to_string(), ..self }
    }

    /// Whether such a posting may be made at all: of a kind that moves money so, and within one year, one area, one
    /// round and one grant as far as the kind asks.
    pub fn is_allowed(&self) -> bool {
        let (from, to) = (&self.from, &self.to);
        self.kind.may_move(from.kind, to.kind)
            && (from.line == to.line || self.kind.may_change_year())
            && (is_same(&from.allocation, &to.allocation) || self.kind.may_change_area())
            && is_same(&from.round, &to.round)
            && is_same(&from.grant, &to.grant)
            && from != to
    }
}

/// A posting as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Its number, from 1 without gaps.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// Who, as in the staff log.
    pub by: String,
    /// What went where.
    pub draft: Draft,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{AllocationId, GrantId, LineId, RoundId};
    use crate::domain::pot::Pot;

    #[test]
    fn only_a_budget_decision_touches_what_is_outside_the_reserved_share() {
        for (kind, _) in PostingKind::NAMES {
            for (from, _) in AccountKind::NAMES {
                for (to, _) in AccountKind::NAMES {
                    let outside = !from.is_reserved() || !to.is_reserved();
                    if kind.may_move(from, to) {
                        assert_eq!(outside, kind == PostingKind::Budget, "{kind:?}: {from:?} to {to:?}");
                        let inside = matches!(kind, PostingKind::Transfer | PostingKind::Allocate);
                        assert!(from != to || kind.may_change_year() || inside);
                    }
                }
            }
        }
    }

    #[test]
    fn money_of_one_grant_never_becomes_that_of_another_one_nor_of_another_area() {
        let (line, area) = (LineId::new("2027"), AllocationId::new("noordwest"));
        let round = AccountKey::round(&line, &area, &RoundId::new("zuilen"));
        let grant = |kind, id: &str| AccountKey::grant(kind, &round, &GrantId::new(id), Pot::None);
        let award = |to: AccountKey| {
            Draft::new(PostingKind::Award, grant(AccountKind::Selected, "one"), to, Cents::euros(1))
        };
        assert!(award(grant(AccountKind::Committed, "one")).is_allowed());
        assert!(!award(grant(AccountKind::Committed, "two")).is_allowed());
        let elsewhere = AllocationId::new("zuid");
        let release = |to: &AllocationId| {
            let to = AccountKey::area(&line, to);
            Draft::new(PostingKind::Release, grant(AccountKind::Committed, "one"), to, Cents::euros(1))
        };
        assert!(release(&area).is_allowed() && !release(&elsewhere).is_allowed());
        let shift = |kind| {
            let (from, to) = (AccountKey::area(&line, &area), AccountKey::area(&line, &elsewhere));
            Draft::new(kind, from, to, Cents::euros(1)).is_allowed()
        };
        assert!(shift(PostingKind::Transfer) && shift(PostingKind::Allocate) && !shift(PostingKind::Release));
    }

    #[test]
    fn what_is_paid_comes_from_an_order_and_an_order_from_an_award() {
        let into = |wanted: AccountKind| {
            let mut from: Vec<AccountKind> = Vec::new();
            for (kind, _) in PostingKind::NAMES {
                from.extend(AccountKind::NAMES.iter().map(|(k, _)| *k).filter(|k| kind.may_move(*k, wanted)));
            }
            from.sort();
            from.dedup();
            from
        };
        assert_eq!(into(AccountKind::Paid), [AccountKind::Payable, AccountKind::Accounted]);
        let back = [AccountKind::Paid, AccountKind::Accounted, AccountKind::Settled, AccountKind::Receivable];
        assert_eq!(into(AccountKind::Payable)[..1], [AccountKind::Committed]);
        assert_eq!(into(AccountKind::Payable)[1..], back, "what the bank gave back is to be paid again");
        assert!(!into(AccountKind::Committed).contains(&AccountKind::Line));
    }
}
