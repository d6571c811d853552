//! Who is paid, through time: each revision of a recipient that changed its name, its account or the way it is paid. After
//! an award another person confirms such a change before any money leaves.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::digest::Digest;
use super::id::RecipientId;
use super::recipient::Recipient;
use super::time::Moment;

/// Longest reason of a confirmation, in characters.
pub const MAX_GROUND: usize = 400;

/// The oldest day that what a second person saw may have: three months back. No law names a term; an account that was
/// the recipient's own longer ago can have been closed since.
pub fn seen_since(today: Date) -> Date {
    today.saturating_sub(3.months())
}

/// The account of a revision, told apart from others without its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAccount {
    /// The last four characters, for pages.
    pub last_four: String,
    /// The same for the same number, see [`super::vault::LockedIban::mark`].
    pub mark: Digest,
}

/// Who confirmed a change, and what was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Who: never the one who changed it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// The day of the statement of the bank that was seen, or the day on which a payment card was handed over or shown.
    pub statement_on: Date,
    /// What was seen and how it came; empty once the recipient was erased.
    pub ground: String,
}

/// A revision of a recipient that changed who is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeRevision {
    /// Of which recipient.
    pub recipient: RecipientId,
    /// Which revision.
    pub revision: u64,
    /// Its account; `None` when it had none, is paid by card, or was erased.
    pub account: Option<KnownAccount>,
    /// Who changed it; empty for what was known before this was kept.
    pub changed_by: String,
    /// When.
    pub changed_at: Moment,
    /// Whether money was awarded already, so that a second person must confirm it.
    pub needs_second: bool,
    /// The second person, once there was one.
    pub confirmed: Option<Confirmed>,
}

impl PayeeRevision {
    /// What a recipient becomes by a change.
    pub fn of(recipient: &Recipient, by: String, at: Moment, needs_second: bool) -> PayeeRevision {
        let account = recipient.iban.as_ref();
        let account = account.map(|iban| KnownAccount { last_four: iban.last_four.clone(), mark: iban.mark });
        PayeeRevision {
            recipient: recipient.id.clone(),
            revision: recipient.revision,
            account,
            changed_by: by,
            changed_at: at,
            needs_second,
            confirmed: None,
        }
    }

    /// Whether it waits for a second person: no money leaves until then.
    pub fn waits(&self) -> bool {
        self.needs_second && self.confirmed.is_none()
    }

    /// Whether money may have left for it at a moment.
    pub fn stands_at(&self, moment: Moment) -> bool {
        self.changed_at <= moment
            && (!self.needs_second || self.confirmed.as_ref().is_some_and(|seen| seen.at <= moment))
    }
}

/// What the staff log keeps of the account of a revision, for good: it tells whether the account of a revision is the one
/// of then, as long as the mark of that account is kept, and nothing once that is erased.
pub fn fingerprint(recipient: &Recipient) -> Option<Digest> {
    let iban = recipient.iban.as_ref()?;
    let (id, revision) = (recipient.id.as_str().as_bytes(), recipient.revision.to_be_bytes());
    Some(Digest::of_parts(&[b"schuifruimte-payee/1\0", id, b"\0", &revision, iban.mark.bytes()]))
}

/// Whether a change is about who is paid.
pub fn is_other(old: &Recipient, new: &Recipient) -> bool {
    let mark = |one: &Recipient| one.iban.as_ref().map(|iban| iban.mark);
    (&old.name, &old.account_name, old.pay_by, mark(old))
        != (&new.name, &new.account_name, new.pay_by, mark(new))
}
