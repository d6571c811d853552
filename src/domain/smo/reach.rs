//! Whom the money of a grant may reach, by each of the four ways.

use super::Namesake;
use crate::domain::check::Onward;
use crate::domain::digest::Digest;
use crate::domain::money::Cents;
use crate::domain::recipient::{Recipient, name_key};
use crate::domain::registration::Kvk;

/// What is known of someone that money may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The key of the name.
    pub name_key: String,
    /// The number in the trade register.
    pub kvk: Option<Kvk>,
}

impl Identity {
    /// Someone known by name, perhaps by number.
    pub fn new(name: &str, kvk: Option<Kvk>) -> Identity {
        Identity { name_key: name_key(name), kvk }
    }

    /// What is known of a recipient.
    pub fn of(recipient: &Recipient) -> Identity {
        Identity::new(&recipient.name, recipient.kvk.clone())
    }

    fn has_number_of(&self, other: &Identity) -> bool {
        self.kvk.is_some() && self.kvk == other.kvk
    }

    /// A name that was erased is nobody's.
    fn has_name_of(&self, other: &Identity) -> bool {
        !self.name_key.is_empty() && self.name_key == other.name_key
    }
}

/// Everyone whom the money of one grant may reach.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// The recipient first, then everyone of its family.
    pub applicant: Vec<Identity>,
    /// The same for each member of the alliance with a share of the money.
    pub members: Vec<Vec<Identity>>,
    /// The same for each onward payment: who is named, then every known recipient of that name or number, with its family.
    pub onward: Vec<Vec<Identity>>,
    /// Each account that is paid.
    pub payees: Vec<Payee>,
}

/// An account that is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    /// Its holder, with the number of the recipient that is paid on it.
    pub holder: Identity,
    /// The mark of its number.
    pub mark: Option<Digest>,
    /// Everyone of the families of all recipients that have the same account.
    pub same: Vec<Identity>,
}

impl Reach {
    /// Whom the money of a grant may reach: its recipient, those who share the sum, those who are paid on. `everyone`
    /// holds at least the families of them all, of whoever has the name or number of someone who is paid on, and of
    /// whoever has one of the accounts.
    pub fn of(
        own: &Recipient,
        members: &[(&Recipient, Cents)],
        onward: &[Onward],
        (everyone, namesakes): (&[Recipient], &[Namesake]),
    ) -> Reach {
        let sharing = || {
            members
                .iter()
                .filter(|(one, share)| one.id != own.id && *share > Cents::ZERO)
                .map(|(one, _)| *one)
        };
        let payee = |one: &Recipient| {
            let mark = one.iban.as_ref().map(|iban| iban.mark);
            let has_it =
                |known: &&Recipient| mark.is_some() && known.iban.as_ref().map(|iban| iban.mark) == mark;
            let same = everyone.iter().filter(has_it).flat_map(|known| family(known, everyone)).collect();
            Payee { holder: Identity::new(&one.account_name, one.kvk.clone()), mark, same }
        };
        let paid_on = |one: &Onward| {
            let named = Identity::new(&one.name, one.kvk.clone());
            let is_other = namesakes.iter().any(|one| one.is(&named));
            let same = everyone.iter().filter(|known| {
                let known = Identity::of(known);
                named.has_number_of(&known) || (!is_other && named.has_name_of(&known))
            });
            let families = same.flat_map(|known| family(known, everyone));
            std::iter::once(named.clone()).chain(families).collect()
        };
        Reach {
            applicant: family(own, everyone),
            members: sharing().map(|one| family(one, everyone)).collect(),
            onward: onward.iter().map(paid_on).collect(),
            payees: std::iter::once(own).chain(sharing()).map(payee).collect(),
        }
    }

    /// Everyone in it.
    pub(super) fn everyone(&self) -> impl Iterator<Item = &Identity> {
        let payees = self.payees.iter().flat_map(|payee| std::iter::once(&payee.holder).chain(&payee.same));
        let families = self.members.iter().chain(&self.onward).flatten();
        self.applicant.iter().chain(families).chain(payees)
    }
}

/// The recipient first, then everyone who counts as one with it.
fn family(own: &Recipient, everyone: &[Recipient]) -> Vec<Identity> {
    let others = everyone.iter().filter(|other| other.family == own.family && other.id != own.id);
    std::iter::once(Identity::of(own)).chain(others.map(Identity::of)).collect()
}
