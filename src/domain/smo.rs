//! The register of social-brokerage organisations (Dutch: SMO), and the four ways in which money of residents' plans
//! could reach one. Which organisations they are is data with dates, never part of the program (S45).

use super::check::Onward;
use super::digest::Digest;
use super::iban::Iban;
use super::money::Cents;
use super::recipient::{Recipient, name_key};
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
}

/// Everyone whom the money of one grant may reach.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// The recipient first, then everyone of its family.
    pub applicant: Vec<Identity>,
    /// The same for each member of the alliance with a share of the money.
    pub members: Vec<Vec<Identity>>,
    /// The same for each onward payment.
    pub onward: Vec<Vec<Identity>>,
    /// The holder of each account that is paid, and the mark of its number.
    pub payees: Vec<(String, Option<Digest>)>,
}

impl Reach {
    /// Whom the money of a grant may reach: its recipient, those who share the sum, those who are paid on. `everyone`
    /// holds at least the families of them all.
    pub fn of(
        own: &Recipient,
        members: &[(&Recipient, Cents)],
        onward: &[Onward],
        everyone: &[Recipient],
    ) -> Reach {
        let payee = |one: &Recipient| (one.account_name.clone(), one.iban.as_ref().map(|iban| iban.mark));
        let sharing = || {
            members
                .iter()
                .filter(|(one, share)| one.id != own.id && *share > Cents::ZERO)
                .map(|(one, _)| *one)
        };
        let paid_on = |one: &Onward| {
            let same = everyone.iter().filter(|known| one.kvk.is_some() && known.kvk == one.kvk);
            let family = same.flat_map(|known| family(known, everyone)).filter(|other| other.kvk != one.kvk);
            std::iter::once(Identity::new(&one.name, one.kvk.clone())).chain(family).collect()
        };
        Reach {
            applicant: family(own, everyone),
            members: sharing().map(|one| family(one, everyone)).collect(),
            onward: onward.iter().map(paid_on).collect(),
            payees: std::iter::once(own).chain(sharing()).map(payee).collect(),
        }
    }
}

/// The recipient first, then everyone who counts as one with it.
fn family(own: &Recipient, everyone: &[Recipient]) -> Vec<Identity> {
    let others = everyone.iter().filter(|other| other.family == own.family && other.id != own.id);
    std::iter::once(Identity::of(own)).chain(others.map(Identity::of)).collect()
}

impl Party {
    /// Whether it is shut out at a moment.
    pub fn holds(&self, at: Moment) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// Whether it is this one. Numbers decide where both are known, names where they are not.
    fn is(&self, other: &Identity) -> bool {
        match (&self.kvk, &other.kvk) {
            (Some(own), Some(other)) => own == other,
            (None, _) | (_, None) => name_key(&self.name) == other.name_key,
        }
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
        for (holder, mark) in &reach.payees {
            let own = |party: &&Party| {
                let same_account =
                    mark.is_some() && party.account.as_ref().map(|(_, known)| known) == mark.as_ref();
                party.holds(at) && (same_account || name_key(&party.name) == name_key(holder))
            };
            found.extend(
                self.parties.iter().filter(own).map(|party| party.exclusion(Way::Payee, party.tie())),
            );
        }
        // One reason says it all: an account of an organisation that asks for the grant itself is no second one.
        let direct: Vec<(String, Tie)> = found
            .iter()
            .filter(|one| one.way != Way::Payee)
            .map(|one| (one.party.clone(), one.tie))
            .collect();
        found.retain(|one| one.way != Way::Payee || !direct.contains(&(one.party.clone(), one.tie)));
        found.sort();
        found.dedup();
        found
    }

    /// The first of `family` is who it is about; others of the family make it an affiliate.
    fn of(&self, way: Way, family: &[Identity], at: Moment) -> Vec<Exclusion> {
        let mut found = Vec::new();
        for (place, one) in family.iter().enumerate() {
            for party in self.parties.iter().filter(|party| party.holds(at) && party.is(one)) {
                let tie = if place == 0 { party.tie() } else { Tie::Affiliate };
                found.push(party.exclusion(way, tie));
            }
        }
        found
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
        }
    }

    fn reach(name: &str, kvk: Option<&str>) -> Reach {
        let kvk = kvk.map(|kvk| Kvk::parse(kvk).unwrap());
        Reach { applicant: vec![Identity::new(name, kvk)], ..Reach::default() }
    }

    fn names(reach: &Reach, micros: i64) -> Vec<&'static str> {
        register().exclusions(reach, Moment::from_micros(micros)).iter().map(Exclusion::name).collect()
    }

    #[test]
    fn numbers_decide_where_both_are_known_and_names_where_they_are_not() {
        assert_eq!(names(&reach("Iets anders", Some("12345678")), 100), ["applicant"]);
        assert_eq!(names(&reach("Makelaars", None), 100), ["applicant"]);
        assert_eq!(names(&reach("Makelaars", Some("11112222")), 100), [""; 0], "another one of that name");
        assert_eq!(names(&reach("Makelaars vastgoed b.v.", None), 100), ["applicant-affiliate"]);
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
            payees: vec![("Makelaars Vastgoed".to_string(), None)],
        };
        assert_eq!(names(&all, 100), ["member", "onward-affiliate", "payee-affiliate"]);
        let own = Reach { payees: vec![("St. Makelaars".to_string(), None)], ..reach("Makelaars", None) };
        assert_eq!(names(&own, 100), ["applicant"]);
    }
}
