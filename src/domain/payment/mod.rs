//! Payments (Dutch: betalingen): what was promised for when ([`Advance`]), what is ordered ([`Order`]), and what goes
//! to the bank together ([`Batch`]).
//!
//! ```text
//! ordered -> gathered -> sent -> paid
//!     \-> cancelled  \-> ordered (the batch is withdrawn)
//!                          sent, paid -> returned -> renewed (another order in its place), cancelled
//! ```

mod receipt;

pub use receipt::{MAX_REFERENCE, NoticeFault, PaymentNotice, Unread, read_notices};

use jiff::civil::Date;

use super::digest::Digest;
use super::id::{AccountId, GrantId, LineId};
use super::money::Cents;
use super::time::Moment;

/// A part of a grant that is paid before the settlement (Dutch: voorschot).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// 1 for the first that was planned.
    pub number: u64,
    /// The line, and with it the year, that it comes from.
    pub line: LineId,
    /// Not before this day.
    pub due_on: Date,
    /// How much.
    pub amount: Cents,
    /// What must be the case first, in words; may be empty.
    pub condition: String,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderState {
    /// Waits for a batch.
    Ordered,
    /// In a batch.
    Gathered,
    /// In a file for the bank.
    Sent,
    /// The bank paid.
    Paid,
    /// The bank gave it back, or refused it.
    Returned,
    /// Given up; the money stands with the grant again.
    Cancelled,
    /// Another order took its place.
    Renewed,
}

impl OrderState {
    /// Every state with its name in the database and in texts.
    pub const NAMES: [(OrderState, &'static str); 7] = [
        (OrderState::Ordered, "ordered"),
        (OrderState::Gathered, "gathered"),
        (OrderState::Sent, "sent"),
        (OrderState::Paid, "paid"),
        (OrderState::Returned, "returned"),
        (OrderState::Cancelled, "cancelled"),
        (OrderState::Renewed, "renewed"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        OrderState::NAMES.iter().find(|(state, _)| *state == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<OrderState> {
        OrderState::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }

    /// Whether its money stands as to be paid.
    pub fn is_payable(self) -> bool {
        match self {
            OrderState::Ordered | OrderState::Gathered | OrderState::Sent | OrderState::Returned => true,
            OrderState::Paid | OrderState::Cancelled | OrderState::Renewed => false,
        }
    }
}

/// The number of an order: it goes to the bank and comes back from it, at most 35 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderNumber(pub String);

impl OrderNumber {
    /// The number of the `seq`-th order, made in a year.
    pub fn new(year: i16, seq: u64) -> OrderNumber {
        OrderNumber(format!("SR-{year}-{seq:06}"))
    }

    /// Reads a number as this service gives them.
    pub fn read(text: &str) -> Option<OrderNumber> {
        let (year, seq) = text.strip_prefix("SR-")?.split_once('-')?;
        let number = OrderNumber::new(year.parse().ok()?, seq.parse().ok()?);
        (number.0 == text).then_some(number)
    }
}

impl std::fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of a batch: the message identification of its file, at most 35 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatchNumber(pub String);

impl BatchNumber {
    /// The number of the `seq`-th batch, made in a year.
    pub fn new(year: i16, seq: u64) -> BatchNumber {
        BatchNumber(format!("SR-{year}-B{seq:04}"))
    }
}

impl std::fmt::Display for BatchNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which part of a grant an order pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The advance of this number.
    Advance(u64),
    /// What is still due after the settlement.
    Rest,
}

impl Part {
    /// As the database keeps it: 0 for the rest.
    pub fn number(self) -> u64 {
        match self {
            Part::Advance(number) => number,
            Part::Rest => 0,
        }
    }

    /// What the database kept.
    pub fn numbered(number: u64) -> Part {
        if number == 0 { Part::Rest } else { Part::Advance(number) }
    }
}

/// An order to pay (Dutch: betaalopdracht). Its sum never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its number.
    pub number: OrderNumber,
    /// To the recipient of this grant.
    pub grant: GrantId,
    /// Out of this line.
    pub line: LineId,
    /// Which part of the grant.
    pub part: Part,
    /// How much.
    pub amount: Cents,
    /// Not before this day.
    pub due_on: Date,
    /// Where it stands.
    pub state: OrderState,
    /// The batch it is, or was last, in.
    pub batch: Option<BatchNumber>,
    /// When the bank paid.
    pub paid_on: Option<Date>,
    /// The number in the bookkeeping system.
    pub reference: String,
    /// For which revision of who is paid, see [`super::payee::PayeeRevision`]; `None` for what left before this was kept.
    pub payee: Option<u64>,
    /// What the bank said when it gave it back.
    pub returned: Option<Returned>,
    /// The order that came back and that this one stands in the place of.
    pub replaces: Option<OrderNumber>,
}

/// A payment that the bank refused or gave back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The day of the bank.
    pub on: Date,
    /// The reference of the bank.
    pub reference: String,
    /// Who wrote it down, as in the staff log.
    pub by: String,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BatchState {
    /// Put together by one person.
    Gathered,
    /// Approved by another one.
    Approved,
    /// Its file was handed out.
    Exported,
    /// Given up before it was sent.
    Withdrawn,
}

impl BatchState {
    /// Every state with its name in the database and in texts.
    pub const NAMES: [(BatchState, &'static str); 4] = [
        (BatchState::Gathered, "gathered"),
        (BatchState::Approved, "approved"),
        (BatchState::Exported, "exported"),
        (BatchState::Withdrawn, "withdrawn"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        BatchState::NAMES.iter().find(|(state, _)| *state == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<BatchState> {
        BatchState::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }
}

/// Orders that go to the bank in one file (Dutch: betaalrun).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its number.
    pub number: BatchNumber,
    /// Where it stands.
    pub state: BatchState,
    /// On which day the bank is to pay.
    pub execute_on: Date,
    /// How many orders.
    pub count: u64,
    /// Their sum.
    pub sum: Cents,
    /// Who put it together, and when.
    pub gathered: (AccountId, Moment),
    /// Who approved it, and when.
    pub approved: Option<(AccountId, Moment)>,
    /// The fingerprint of the file that was approved. The file is made anew when it is handed out, and must be the
    /// same: no account number is kept here.
    pub file: Option<Digest>,
    /// Who took the file first, and when.
    pub exported: Option<(AccountId, Moment)>,
}

/// The account of the municipality that pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// Name of the account holder.
    pub name: String,
    /// The account number.
    pub iban: String,
}

/// Who is paid. It is made for a file and goes with it: nothing here is kept in the clear.
#[derive(Clone, PartialEq, Eq)]
pub struct Payee {
    /// Name of the account holder.
    pub name: String,
    /// The account number.
    pub iban: String,
}

impl std::fmt::Debug for Payee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Payee(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fit_where_the_bank_puts_them() {
        assert_eq!(OrderNumber::new(2027, 17).0, "SR-2027-000017");
        assert_eq!(BatchNumber::new(2027, 3).0, "SR-2027-B0003");
        assert!(OrderNumber::new(9999, u64::MAX).0.len() <= 35);
        let payee = Payee { name: "Henk".to_string(), iban: "NL91ABNA0417164300".to_string() };
        assert!(!format!("{payee:?}").contains("NL91"), "an account number is never shown by accident");
    }
}
