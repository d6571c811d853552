//! The register of social-brokerage organisations (Dutch: SMO), and the four ways in which money of residents' plans
//! could reach one. Which organisations they are is data with dates, never part of the program (S45).

mod reach;

pub use reach::{Identity, Payee, Reach};

use std::collections::BTreeSet;

use super::digest::Digest;
use super::iban::Iban;
use super::id::AccountId;
use super::recipient::name_key;
use super::registration::Kvk;
use super::time::Moment;
use super::vault::VaultKey;

/// Most organisations and affiliates in the register.
pub const MAX_PARTIES: usize = 200;

/// An organisation in the register, or one that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The place in the register of the organisation that it belongs to; `None` when it is one itself.
    pub of: Option<usize>,
    /// Its name.
    pub name: String,
    /// Its number in the trade register.
    pub kvk: Option<Kvk>,
    /// An account that is known to be its own: the last four characters and the mark under the key of the service.
    pub account: Option<(String, Digest)>,
    /// From when it is shut out.
    pub from: Moment,
    /// Until when, if that is known.
    pub until: Option<Moment>,
}

/// One version of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SmoRegister {
    /// 1 for the first; nothing was ever entered when it is 0.
    pub version: u64,
    /// In order; affiliates come after the organisation that they belong to.
    pub parties: Vec<Party>,
    /// Organisations that are called as one of those and are another one.
    pub namesakes: Vec<Namesake>,
}

/// An organisation that bears a name of the register and is another one, as a person looked up and said with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesake {
    /// Its name.
    pub name: String,
    /// Its number in the trade register, by which it is known.
    pub kvk: Kvk,
    /// Who looked it up. That person awards nothing that rests on it.
    pub by: AccountId,
    /// When it was said.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

/// By which of the four ways the money would reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It asks for the grant itself.
    Applicant,
    /// It gets a share as member of an alliance.
    Member,
    /// The recipient pays it for a part of the work.
    Onward,
    /// The account is its own, whatever name stands on the application.
    Payee,
}

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// A social-brokerage organisation.
    Own,
    /// An organisation that belongs to one.
    Affiliate,
}

/// Why a recipient gets nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exclusion {
    /// The way.
    pub way: Way,
    /// What stands at its end.
    pub tie: Tie,
    /// The name in the register.
    pub party: String,
}

impl Exclusion {
    /// The ending of the key of its sentence: each way and tie has its own.
    pub fn name(&self) -> &'static str {
        match (self.way, self.tie) {
            (Way::Applicant, Tie::Own) => "applicant",
            (Way::Applicant, Tie::Affiliate) => "applicant-affiliate",
            (Way::Member, Tie::Own) => "member",
            (Way::Member, Tie::Affiliate) => "member-affiliate",
            (Way::Onward, Tie::Own) => "onward",
            (Way::Onward, Tie::Affiliate) => "onward-affiliate",
            (Way::Payee, Tie::Own) => "payee",
            (Way::Payee, Tie::Affiliate) => "payee-affiliate",
        }
    }
}

impl Party {
    /// Whether it is shut out at a moment.
    pub fn holds(&self, at: Moment) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    fn tie(&self) -> Tie {
        if self.of.is_some() { Tie::Affiliate } else { Tie::Own }
    }

    /// The account of someone as the register keeps it.
    pub fn account(key: &VaultKey, iban: &Iban) -> (String, Digest) {
        (iban.last_four().to_string(), key.mark(iban))
    }
}

impl SmoRegister {
    /// Why the money of a grant may not go where it would go at a moment: every reason, ordered by way.
    pub fn exclusions(&self, reach: &Reach, at: Moment) -> Vec<Exclusion> {
        let mut found = self.of(Way::Applicant, &reach.applicant, at);
        found.extend(reach.members.iter().flat_map(|member| self.of(Way::Member, member, at)));
        found.extend(reach.onward.iter().flat_map(|payee| self.of(Way::Onward, payee, at)));
        for payee in &reach.payees {
            let own = |party: &&Party| {
                let known = party.account.as_ref().map(|(_, mark)| mark);
                let same_account = payee.mark.is_some() && known == payee.mark.as_ref();
                party.holds(at) && (same_account || self.is(party, &payee.holder))
            };
            let own = self.parties.iter().filter(own);
            found.extend(own.map(|party| party.exclusion(Way::Payee, party.tie())));
            found.extend(self.of(Way::Payee, &payee.same, at));
        }
        // One reason says it all: an account of an organisation that asks for the grant itself is no second one.
        let direct: Vec<String> =
            found.iter().filter(|one| one.way != Way::Payee).map(|one| one.party.clone()).collect();
        found.retain(|one| one.way != Way::Payee || !direct.contains(&one.party));
        found.sort();
        // Nor is it two ties at the end of one way.
        let mut told = BTreeSet::new();
        found.retain(|one| told.insert((one.way, one.party.clone())));
        found
    }

    /// Who said of someone in this reach that it is another organisation than its name says.
    pub fn vouched(&self, reach: &Reach) -> BTreeSet<&AccountId> {
        let within = |one: &&Namesake| reach.everyone().any(|other| one.is(other));
        self.namesakes.iter().filter(within).map(|one| &one.by).collect()
    }

    /// Whether someone is or becomes one of those in the register from a moment on.
    pub fn names(&self, who: &Identity, now: Moment) -> bool {
        let stands = |party: &&Party| party.until.is_none_or(|until| now < until);
        self.parties.iter().filter(stands).any(|party| self.is(party, who))
    }

    /// Whether a party is this one: by its number or by its name, whatever number stands beside that, unless a person
    /// said that the one with that name and number is another.
    fn is(&self, party: &Party, other: &Identity) -> bool {
        let same_number = party.kvk.is_some() && party.kvk == other.kvk;
        let same_name = !other.name_key.is_empty() && name_key(&party.name) == other.name_key;
        same_number || (same_name && !self.namesakes.iter().any(|one| one.is(other)))
    }

    /// The first of `family` is who it is about; others of the family make it an affiliate.
    fn of(&self, way: Way, family: &[Identity], at: Moment) -> Vec<Exclusion> {
        let mut found = Vec::new();
        for party in self.parties.iter().filter(|party| party.holds(at)) {
            let place = family.iter().position(|one| self.is(party, one));
            let tie = |place| if place == 0 { party.tie() } else { Tie::Affiliate };
            found.extend(place.map(|place| party.exclusion(way, tie(place))));
        }
        found
    }
}

impl Namesake {
    /// Whether it is about this one.
    fn is(&self, other: &Identity) -> bool {
        other.kvk.as_ref() == Some(&self.kvk) && name_key(&self.name) == other.name_key
    }
}

impl Party {
    fn exclusion(&self, way: Way, tie: Tie) -> Exclusion {
        Exclusion { way, tie, party: self.name.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register() -> SmoRegister {
        let at = Moment::from_micros;
        let party = |of, name: &str, kvk: &str| Party {
            of,
            name: name.to_string(),
            kvk: Kvk::parse(kvk).ok(),
            account: None,
            from: at(100),
            until: Some(at(200)),
        };
        SmoRegister {
            version: 1,
            parties: vec![
                party(None, "Stichting Makelaars", "12345678"),
                party(Some(0), "Makelaars Vastgoed BV", "87654321"),
            ],
            namesakes: Vec::new(),
        }
    }

    fn identity(name: &str, kvk: Option<&str>) -> Identity {
        Identity::new(name, kvk.map(|kvk| Kvk::parse(kvk).unwrap()))
    }

    fn reach(name: &str, kvk: Option<&str>) -> Reach {
        Reach { applicant: vec![identity(name, kvk)], ..Reach::default() }
    }

    fn payee(name: &str) -> Vec<Payee> {
        vec![Payee { holder: identity(name, None), mark: None, same: Vec::new() }]
    }

    fn names(reach: &Reach, micros: i64) -> Vec<&'static str> {
        register().exclusions(reach, Moment::from_micros(micros)).iter().map(Exclusion::name).collect()
    }

    #[test]
    fn a_name_or_a_number_is_enough() {
        assert_eq!(names(&reach("Iets anders", Some("12345678")), 100), ["applicant"]);
        assert_eq!(names(&reach("Makelaars", None), 100), ["applicant"]);
        assert_eq!(names(&reach("Makelaars", Some("11112222")), 100), ["applicant"], "with any other digits");
        assert_eq!(names(&reach("De Мakelaars", None), 100), ["applicant"], "with an M that is none");
        assert_eq!(names(&reach("Makelaars vastgoed b.v.", None), 100), ["applicant-affiliate"]);
        assert_eq!(names(&reach("", None), 100), [""; 0], "a name that was erased");
    }

    #[test]
    fn a_namesake_is_the_one_with_its_number_and_nobody_else() {
        let mut register = register();
        register.namesakes.push(Namesake {
            name: "De Makelaars".to_string(),
            kvk: Kvk::parse("11112222").unwrap(),
            by: AccountId::new("joris"),
            at: Moment::from_micros(50),
            reason: "een dansgroep".to_string(),
        });
        let is_out = |name, kvk| !register.exclusions(&reach(name, kvk), Moment::from_micros(100)).is_empty();
        assert!(!is_out("Stichting Makelaars", Some("11112222")));
        assert!(is_out("Stichting Makelaars", Some("22221111")) && is_out("Stichting Makelaars", None));
        assert!(is_out("Stichting Makelaars", Some("12345678")));
        let vouched = register.vouched(&reach("Makelaars", Some("11112222")));
        assert_eq!(vouched.into_iter().map(AccountId::as_str).collect::<Vec<_>>(), ["joris"]);
        assert!(register.vouched(&reach("Makelaars", None)).is_empty());
    }

    #[test]
    fn an_organisation_is_shut_out_from_its_first_day_until_its_last() {
        let smo = reach("Makelaars", None);
        assert_eq!([99, 100, 199, 200].map(|at| names(&smo, at).len()), [0, 1, 1, 0]);
    }

    #[test]
    fn each_way_has_its_own_reason_and_one_account_is_no_second_one() {
        let smo = vec![Identity::new("Makelaars", None)];
        let friend = Identity::new("Buurtkamer", None);
        let all = Reach {
            applicant: vec![friend.clone()],
            members: vec![vec![friend.clone()], smo.clone()],
            onward: vec![vec![friend, smo[0].clone()]],
            payees: payee("Makelaars Vastgoed"),
        };
        assert_eq!(names(&all, 100), ["member", "onward-affiliate", "payee-affiliate"]);
        let own = Reach { payees: payee("St. Makelaars"), ..reach("Makelaars", None) };
        assert_eq!(names(&own, 100), ["applicant"]);
    }

    #[test]
    fn an_account_of_a_family_in_the_register_is_a_way_of_its_own() {
        let mut reach = reach("Buurtkamer", None);
        reach.payees = payee("Buurtkamer");
        reach.payees[0].same = vec![identity("Buurtkamer", None)];
        assert_eq!(names(&reach, 100), [""; 0]);
        reach.payees[0].same.extend([identity("Beheer", None), identity("Iets anders", Some("12345678"))]);
        assert_eq!(names(&reach, 100), ["payee-affiliate"]);
    }
}
