//! Recipients (Dutch: ontvanger): who a grant is made out to and paid to. They are one and the same.

mod name;

pub use name::name_key;

use std::collections::{BTreeMap, BTreeSet};

use super::digest::Digest;
use super::id::RecipientId;
use super::money::Cents;
use super::registration::{Kvk, Rsin};
use super::time::Moment;
use super::vault::LockedIban;

/// Longest name and line of an address, in characters.
pub const MAX_NAME: usize = 120;
/// Most people who sign for a recipient.
pub const MAX_SIGNERS: usize = 10;

/// What a recipient is in law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecipientKind {
    /// One human.
    Person,
    /// A group without a form in law: one person signs and is liable.
    Group,
    /// An association by notarial deed (Dutch: formele vereniging).
    Association,
    /// An association without one (Dutch: informele vereniging): its board is liable.
    InformalAssociation,
    /// A foundation (Dutch: stichting).
    Foundation,
    /// A cooperative.
    Cooperative,
    /// A company, such as a social enterprise.
    Company,
}

/// What type of provider it is, for reports and for limits per class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProviderClass {
    /// An initiative of residents.
    Resident,
    /// A small professional organisation.
    Professional,
    /// Something else.
    Other,
}

/// How it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayBy {
    /// On its own bank account.
    Account,
    /// With a prepaid card, which only a natural person can have.
    Card,
}

/// Where letters go. It is not published.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Postcode, as `3551 AB`.
    pub postcode: String,
    /// Town.
    pub place: String,
}

/// A recipient as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Which recipient. Random.
    pub id: RecipientId,
    /// What it is in law.
    pub kind: RecipientKind,
    /// What type of provider it is.
    pub class: ProviderClass,
    /// Its name; a person's name when it is one.
    pub name: String,
    /// Where letters go.
    pub address: Address,
    /// Its number in the trade register.
    pub kvk: Option<Kvk>,
    /// Its number as a legal person.
    pub rsin: Option<Rsin>,
    /// How it is paid.
    pub pay_by: PayBy,
    /// Its bank account, locked: [`super::vault::VaultKey::open`] opens it for a payment file.
    pub iban: Option<LockedIban>,
    /// The name of the holder of the account, as the bank has it.
    pub account_name: String,
    /// Whether it is an enterprise in the sense of the rules on state aid.
    pub is_enterprise: bool,
    /// Who may sign for it.
    pub signers: Vec<String>,
    /// Everyone with the same one counts as one recipient: the least of their identifiers.
    pub family: RecipientId,
    /// 1 at first, one more with each change.
    pub revision: u64,
}

/// Aid that an enterprise declared to have had from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aid {
    /// The day it was given, as `2026-09-04`.
    pub day: String,
    /// How much.
    pub amount: Cents,
    /// By whom.
    pub giver: String,
}

/// Two recipients that belong together, from when and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// Both, the lesser identifier first.
    pub pair: (RecipientId, RecipientId),
    /// From when.
    pub since: Moment,
    /// Until when, once it ended.
    pub ended: Option<Moment>,
    /// What it follows from, such as one board.
    pub ground: String,
    /// Who asked to end it and why, once someone did.
    pub parting: Option<Parting>,
}

/// Why two recipients no longer belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// When it was asked for.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Who ended it; someone else where a social-brokerage organisation was in it.
    pub ended_by: Option<String>,
}

impl RecipientKind {
    /// Every kind with its name in the database and in forms.
    pub const NAMES: [(RecipientKind, &'static str); 7] = [
        (RecipientKind::Person, "person"),
        (RecipientKind::Group, "group"),
        (RecipientKind::InformalAssociation, "informal-association"),
        (RecipientKind::Association, "association"),
        (RecipientKind::Foundation, "foundation"),
        (RecipientKind::Cooperative, "cooperative"),
        (RecipientKind::Company, "company"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        RecipientKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<RecipientKind> {
        RecipientKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Whether it must stand in the trade register.
    pub fn is_registered(self) -> bool {
        match self {
            RecipientKind::Person | RecipientKind::Group | RecipientKind::InformalAssociation => false,
            RecipientKind::Association
            | RecipientKind::Foundation
            | RecipientKind::Cooperative
            | RecipientKind::Company => true,
        }
    }

    /// Whether humans are liable for it themselves, so that one of age must take the grant.
    pub fn binds_people(self) -> bool {
        matches!(self, RecipientKind::Person | RecipientKind::Group)
    }
}

impl ProviderClass {
    /// Every class with its name in the database and in forms.
    pub const NAMES: [(ProviderClass, &'static str); 3] = [
        (ProviderClass::Resident, "resident"),
        (ProviderClass::Professional, "professional"),
        (ProviderClass::Other, "other"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        ProviderClass::NAMES.iter().find(|(class, _)| *class == self).expect("every class has a name").1
    }

    /// The class of this name.
    pub fn named(name: &str) -> Option<ProviderClass> {
        ProviderClass::NAMES.iter().find(|(_, known)| *known == name).map(|(class, _)| *class)
    }
}

impl PayBy {
    /// Its name in the database and in forms.
    pub fn name(self) -> &'static str {
        match self {
            PayBy::Account => "account",
            PayBy::Card => "card",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<PayBy> {
        [PayBy::Account, PayBy::Card].into_iter().find(|one| one.name() == name)
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(***)")
    }
}

/// The families of recipients that belong together at a moment: each recipient with the least identifier that a chain
/// of affiliations leads to. Who is not in it stands alone.
pub fn families(links: &[Affiliation], at: Moment) -> BTreeMap<RecipientId, RecipientId> {
    let mut near: BTreeMap<&RecipientId, Vec<&RecipientId>> = BTreeMap::new();
    for link in links.iter().filter(|link| link.holds(at)) {
        near.entry(&link.pair.0).or_default().push(&link.pair.1);
        near.entry(&link.pair.1).or_default().push(&link.pair.0);
    }
    let mut found = BTreeMap::new();
    // In their order, so that the first that reaches a recipient is the least.
    for first in near.keys() {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![*first]);
        while let Some(one) = waiting.pop() {
            if !found.contains_key(one) && seen.insert(one) {
                waiting.extend(&near[one]);
            }
        }
        found.extend(seen.into_iter().map(|one| (one.clone(), (*first).clone())));
    }
    found
}

/// A number that no two legal persons have, as a recipient had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Who.
    pub recipient: RecipientId,
    /// The number with its kind, as [`Recipient::numbers`] gives it.
    pub number: String,
    /// From when it is known to have it.
    pub since: Moment,
    /// Until when, once it has another one.
    pub until: Option<Moment>,
}

/// Affiliations with, beside them, each pair of recipients that share a number of a register or an account: one legal
/// person that was written down twice counts once, from the first day (S13).
pub fn linked(links: Vec<Affiliation>, everyone: &[Recipient]) -> Vec<Affiliation> {
    let numbers = everyone.iter().flat_map(|one| {
        let (recipient, since) = (&one.id, Moment::from_micros(i64::MIN));
        one.numbers().map(move |number| Numbered { recipient: recipient.clone(), number, since, until: None })
    });
    linked_while(links, numbers)
}

/// The same for moments in the past: each pair only while both of them had the number.
pub fn linked_while(
    mut links: Vec<Affiliation>,
    numbers: impl IntoIterator<Item = Numbered>,
) -> Vec<Affiliation> {
    let mut holders: BTreeMap<String, Vec<Numbered>> = BTreeMap::new();
    for one in numbers {
        holders.entry(one.number.clone()).or_default().push(one);
    }
    for mut own in holders.into_values() {
        own.sort_by(|one, other| (one.since, &one.recipient).cmp(&(other.since, &other.recipient)));
        // Those that have it when the next one gets it. One of them that keeps it for good stands for all others that do.
        let mut having: Vec<Numbered> = Vec::new();
        for next in own {
            having.retain(|one| one.until.is_none_or(|until| until > next.since));
            for one in having.iter().filter(|one| one.recipient != next.recipient) {
                let ended = one.until.into_iter().chain(next.until).min();
                let (one, other) = (one.recipient.clone(), next.recipient.clone());
                let pair = if one < other { (one, other) } else { (other, one) };
                let (since, ground) = (next.since, String::new());
                links.push(Affiliation { pair, since, ended, ground, parting: None });
            }
            if next.until.is_some() || having.iter().all(|one| one.until.is_some()) {
                having.push(next);
            }
        }
    }
    links
}

/// An account as a number of [`Recipient::numbers`].
pub fn account_number(mark: &Digest) -> String {
    format!("account {mark}")
}

impl Recipient {
    /// What no other legal person has: its numbers of the registers and the mark of its account, each with its kind.
    pub fn numbers(&self) -> impl Iterator<Item = String> {
        let kvk = self.kvk.as_ref().map(|kvk| format!("kvk {}", kvk.as_str()));
        let rsin = self.rsin.as_ref().map(|rsin| format!("rsin {}", rsin.as_str()));
        let account = self.iban.as_ref().map(|iban| account_number(&iban.mark));
        [kvk, rsin, account].into_iter().flatten()
    }
}

impl Affiliation {
    /// Whether it holds at a moment.
    pub fn holds(&self, at: Moment) -> bool {
        self.since <= at && self.ended.is_none_or(|ended| at < ended)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn link((one, other): (u8, u8)) -> Affiliation {
        let id = |number: u8| RecipientId::new(format!("{number:03}"));
        let pair = (id(one.min(other)), id(one.max(other)));
        Affiliation {
            pair,
            since: Moment::from_micros(10),
            ended: None,
            ground: String::new(),
            parting: None,
        }
    }

    #[test]
    fn an_affiliation_counts_while_it_holds() {
        let mut links = [link((1, 2)), link((2, 3))];
        let at = |links: &[Affiliation], micros| families(links, Moment::from_micros(micros)).len();
        assert_eq!((at(&links, 9), at(&links, 10)), (0, 3));
        links[1].ended = Some(Moment::from_micros(20));
        assert_eq!((at(&links, 19), at(&links, 20)), (3, 2));
    }

    #[test]
    fn who_shares_a_number_counts_as_one_while_both_have_it() {
        let had = |id: u8, since: i64, until: Option<i64>| Numbered {
            recipient: RecipientId::new(format!("{id:03}")),
            number: "account".to_string(),
            since: Moment::from_micros(since),
            until: until.map(Moment::from_micros),
        };
        let numbers = [had(3, 30, None), had(1, 10, Some(20)), had(2, 15, None), had(4, 40, Some(50))];
        let links = linked_while(Vec::new(), numbers);
        let at = |micros| families(&links, Moment::from_micros(micros)).into_keys().collect::<Vec<_>>();
        let ids = |ids: &[u8]| ids.iter().map(|id| RecipientId::new(format!("{id:03}"))).collect::<Vec<_>>();
        assert_eq!(at(14), ids(&[]));
        assert_eq!(at(15), ids(&[1, 2]));
        assert_eq!(at(20), ids(&[]));
        assert_eq!(at(30), ids(&[2, 3]));
        assert_eq!(at(49), ids(&[2, 3, 4]));
        assert_eq!(at(50), ids(&[2, 3]));
    }

    proptest! {
        #[test]
        fn affiliates_count_as_one_whatever_the_chain_between_them(pairs in prop::collection::vec((0u8..12, 0u8..12), 0..16)) {
            let pairs: Vec<_> = pairs.into_iter().filter(|(one, other)| one != other).collect();
            let links: Vec<Affiliation> = pairs.iter().copied().map(link).collect();
            let found = families(&links, Moment::from_micros(10));
            // Another way to the same: join sets until nothing changes.
            let mut own: Vec<u8> = (0..12).collect();
            loop {
                let before = own.clone();
                for &(one, other) in &pairs {
                    let least = own[usize::from(one)].min(own[usize::from(other)]);
                    own[usize::from(one)] = least;
                    own[usize::from(other)] = least;
                }
                if own == before { break }
            }
            for number in 0..12u8 {
                let id = RecipientId::new(format!("{number:03}"));
                let family = found.get(&id).unwrap_or(&id).clone();
                prop_assert_eq!(family, RecipientId::new(format!("{:03}", own[usize::from(number)])));
            }
        }
    }
}
