//! Accounts of the ledger (Dutch: rekeningen): what money is for, and whose.

use crate::domain::id::{AllocationId, GrantId, LineId, RoundId};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;

/// What money on an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountKind {
    /// The municipal line: where money comes from.
    Line,
    /// The part of the line that stays where it is.
    Fixed,
    /// The reserved share that no area has yet.
    Reserve,
    /// What an area may spend and no round holds.
    Area,
    /// What a round, or a standing round, may still grant.
    Round,
    /// What a round holds back for objections that are upheld.
    Objection,
    /// Certified for a plan, not awarded yet (Dutch: gereserveerd).
    Selected,
    /// Awarded, not ordered to be paid yet (Dutch: verplichting).
    Committed,
    /// Ordered to be paid, not out of the bank yet (Dutch: te betalen).
    Payable,
    /// Paid in advance of the settlement (Dutch: voorschot).
    Paid,
    /// Paid, and accounted for by the recipient (Dutch: verantwoord).
    Accounted,
    /// Settled: the recipient keeps it (Dutch: vastgesteld).
    Settled,
    /// To be paid back by the recipient (Dutch: vordering).
    Receivable,
}

impl AccountKind {
    /// Every kind with its name in the database, in the order in which money goes through them.
    pub const NAMES: [(AccountKind, &'static str); 13] = [
        (AccountKind::Line, "line"),
        (AccountKind::Fixed, "fixed"),
        (AccountKind::Reserve, "reserve"),
        (AccountKind::Area, "area"),
        (AccountKind::Round, "round"),
        (AccountKind::Objection, "objection"),
        (AccountKind::Selected, "selected"),
        (AccountKind::Committed, "committed"),
        (AccountKind::Payable, "payable"),
        (AccountKind::Paid, "paid"),
        (AccountKind::Accounted, "accounted"),
        (AccountKind::Settled, "settled"),
        (AccountKind::Receivable, "receivable"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        AccountKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<AccountKind> {
        AccountKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Whether it is part of the reserved share.
    pub fn is_reserved(self) -> bool {
        !matches!(self, AccountKind::Line | AccountKind::Fixed)
    }

    /// Whether it belongs to one grant.
    pub fn is_of_grant(self) -> bool {
        self >= AccountKind::Selected
    }
}

/// Which account: what for, in which year, and whose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountKey {
    /// What for.
    pub kind: AccountKind,
    /// The line, and with it the year.
    pub line: LineId,
    /// The part of the area; for every kind below the reserve.
    pub allocation: Option<AllocationId>,
    /// The round or standing round; for every kind below the area.
    pub round: Option<RoundId>,
    /// The grant; for every kind below the round.
    pub grant: Option<GrantId>,
    /// The pot.
    pub pot: Pot,
}

impl AccountKey {
    /// The municipal line itself.
    pub fn line(line: &LineId) -> AccountKey {
        AccountKey::of_line(AccountKind::Line, line)
    }

    /// The part of a line that stays where it is.
    pub fn fixed(line: &LineId) -> AccountKey {
        AccountKey::of_line(AccountKind::Fixed, line)
    }

    /// The reserved share of a line that no area has yet.
    pub fn reserve(line: &LineId) -> AccountKey {
        AccountKey::of_line(AccountKind::Reserve, line)
    }

    fn of_line(kind: AccountKind, line: &LineId) -> AccountKey {
        AccountKey { kind, line: line.clone(), allocation: None, round: None, grant: None, pot: Pot::None }
    }

    /// What an area may spend of a line and no round holds.
    pub fn area(line: &LineId, allocation: &AllocationId) -> AccountKey {
        AccountKey {
            kind: AccountKind::Area,
            allocation: Some(allocation.clone()),
            ..AccountKey::reserve(line)
        }
    }

    /// What a round may still grant.
    pub fn round(line: &LineId, allocation: &AllocationId, round: &RoundId) -> AccountKey {
        AccountKey {
            kind: AccountKind::Round,
            round: Some(round.clone()),
            ..AccountKey::area(line, allocation)
        }
    }

    /// What a round holds back for objections.
    pub fn objection(line: &LineId, allocation: &AllocationId, round: &RoundId) -> AccountKey {
        AccountKey { kind: AccountKind::Objection, ..AccountKey::round(line, allocation, round) }
    }

    /// An account of a grant: `round` is the account of the round that it comes from, or for a later year one
    /// with the line and allocation of that year.
    pub fn grant(kind: AccountKind, round: &AccountKey, grant: &GrantId, pot: Pot) -> AccountKey {
        debug_assert!(kind.is_of_grant(), "an account of a grant is below its round");
        AccountKey { kind, grant: Some(grant.clone()), pot, ..round.clone() }
    }

    /// The same account in another pot.
    pub fn in_pot(self, pot: Pot) -> AccountKey {
        AccountKey { pot, ..self }
    }

    /// The same owner's account of another kind.
    pub fn with(&self, kind: AccountKind) -> AccountKey {
        AccountKey { kind, ..self.clone() }
    }

    /// Its name in the database. It says whose the account is; nobody takes it apart again.
    pub fn id(&self) -> String {
        let mut id = format!("{}/", self.kind.name());
        match &self.allocation {
            None => id.push_str(self.line.as_str()),
            Some(allocation) => id.push_str(allocation.as_str()),
        }
        let owner = match (&self.grant, &self.round) {
            (Some(grant), _) => Some(grant.as_str()),
            (None, Some(round)) => Some(round.as_str()),
            (None, None) => None,
        };
        if let Some(owner) = owner {
            id.push('/');
            id.push_str(owner);
        }
        // A grant has one pot: only an area and a round have an account per pot.
        if self.grant.is_none() && self.pot != Pot::None {
            id.push('/');
            id.push_str(self.pot.name());
        }
        id
    }
}

/// An account with what went through it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Which account.
    pub key: AccountKey,
    /// All that left it, ever.
    pub debit: Cents,
    /// All that came in, ever.
    pub credit: Cents,
}

impl Balance {
    /// What stands on it and can still go on. For the line, which only gives, nothing.
    pub fn balance(&self) -> Cents {
        self.credit.minus(self.debit).unwrap_or(Cents::ZERO)
    }
}

/// A control account (Dutch: verzamelrekening): all accounts of a kind, in a pot of an area in a year, together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// What for.
    pub kind: AccountKind,
    /// The line, and with it the year.
    pub line: LineId,
    /// The part of the area; `None` for what no area has.
    pub allocation: Option<AllocationId>,
    /// The pot.
    pub pot: Pot,
    /// All that left, ever.
    pub debit: Cents,
    /// All that came in, ever.
    pub credit: Cents,
}

impl Control {
    /// What stands there. For the line, which only gives, nothing.
    pub fn balance(&self) -> Cents {
        self.credit.minus(self.debit).unwrap_or(Cents::ZERO)
    }
}
