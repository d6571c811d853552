//! The mix statement (Dutch: mixverklaring): what a wijkbureau plans for an area in a year: which types of provider and
//! which pots get what part of the money, each with its reason, on a named version of the social wijkanalyse. It is
//! signed and public before anyone votes, and held against what came of it afterwards (S49, S52).

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::id::AreaId;
use super::money::{BasisPoints, Cents};
use super::pot::Pot;
use super::recipient::ProviderClass;
use super::time::Moment;

/// Version of the published form.
pub const FORMAT: &str = "schuifruimte-mix/1";
/// Longest reason, in characters.
pub const MAX_REASON: usize = 500;
/// Longest name of a data set.
pub const MAX_NAME: usize = 120;

/// Who offers something to the buurt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provider {
    /// A social-brokerage organisation (Dutch: sociaal makelaarsorganisatie).
    Smo,
    /// A resident initiative.
    Residents,
    /// A small professional organisation.
    Professionals,
    /// Another organisation.
    Other,
}

impl Provider {
    /// Every type with its name in published documents.
    pub const NAMES: [(Provider, &'static str); 4] = [
        (Provider::Smo, "smo"),
        (Provider::Residents, "residents"),
        (Provider::Professionals, "professionals"),
        (Provider::Other, "other"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Provider::NAMES.iter().find(|(one, _)| *one == self).expect("every type has a name").1
    }
}

/// A planned part and its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned<T> {
    /// Whose part.
    pub of: T,
    /// How much of the money, in basis points.
    pub share: BasisPoints,
    /// Why.
    pub reason: String,
}

/// The version of the social wijkanalyse on which a statement rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Name of the data set.
    pub name: String,
    /// Its year.
    pub year: i64,
    /// SHA-256 of the file.
    pub digest: Digest,
}

/// A signed statement: the file that is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixStatement {
    /// [`FORMAT`].
    pub format: String,
    /// Which area.
    pub area: AreaId,
    /// Name of the area.
    pub area_name: String,
    /// Which year.
    pub year: i64,
    /// Its number in that area and year, from 1.
    pub number: u64,
    /// The wijkanalyse.
    pub basis: Basis,
    /// Of all money for the area, fixed part included: by type of provider; together 100 percent.
    pub providers: Vec<Planned<Provider>>,
    /// Of the flexible money for the area: by pot; together 100 percent.
    pub pots: Vec<Planned<Pot>>,
    /// Function of whoever signed.
    pub function: String,
    /// When it was signed and made public.
    pub signed: Moment,
}

/// What is wrong with a statement that is to be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MixFault {
    /// The data set has no name, or a very long one.
    Basis,
    /// Parts of the providers are not 100 percent together, or one is missing or stands twice.
    Providers,
    /// The same of the pots.
    Pots,
    /// A part has no reason, or a very long one.
    Reason,
}

impl MixStatement {
    /// The file.
    pub fn write(&self) -> Vec<u8> {
        super::certificate::pretty(self)
    }

    /// Reads the file; only what [`MixStatement::write`] gives is such a file.
    pub fn parse(bytes: &[u8]) -> Option<MixStatement> {
        let statement: MixStatement = serde_json::from_slice(bytes).ok()?;
        (statement.format == FORMAT && statement.write() == bytes).then_some(statement)
    }

    /// What is wrong with it.
    pub fn faults(&self) -> Vec<MixFault> {
        let told = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
        let mut faults = Vec::new();
        if !told(&self.basis.name, MAX_NAME) {
            faults.push(MixFault::Basis);
        }
        if !whole(&self.providers, &Provider::NAMES.map(|(one, _)| one)) {
            faults.push(MixFault::Providers);
        }
        if !whole(&self.pots, &Pot::OF_AN_AREA) {
            faults.push(MixFault::Pots);
        }
        let reasons = self.providers.iter().map(|one| &one.reason);
        if reasons.chain(self.pots.iter().map(|one| &one.reason)).any(|text| !told(text, MAX_REASON)) {
            faults.push(MixFault::Reason);
        }
        faults
    }
}

/// Whether the parts name each of these once, in this order, and are 100 percent together.
fn whole<T: PartialEq>(parts: &[Planned<T>], wanted: &[T]) -> bool {
    let sum: i64 = parts.iter().map(|part| part.share.get()).sum();
    sum == 10_000 && parts.iter().map(|part| &part.of).eq(wanted)
}

/// A part as planned and as it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared<T> {
    /// Whose part.
    pub of: T,
    /// Planned, in basis points.
    pub planned: BasisPoints,
    /// What came about, in cents.
    pub amount: Cents,
    /// The same in basis points of all that came about, rounded down; `None` when nothing did.
    pub realised: Option<BasisPoints>,
}

/// Planned against realised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// By type of provider, in the order of the statement.
    pub providers: Vec<Compared<Provider>>,
    /// By pot.
    pub pots: Vec<Compared<Pot>>,
    /// Awarded to whom no type was noted for.
    pub untyped: Cents,
    /// Awarded outside every pot.
    pub no_pot: Cents,
}

/// What came about in an area.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Came {
    /// The area's part of the fixed money, which social-brokerage organisations have; `None` where it is not known. Then
    /// no part of the whole can be told.
    pub fixed: Option<Cents>,
    /// Flexible money by type of provider.
    pub awarded: Vec<(Option<ProviderClass>, Cents)>,
    /// Flexible money by pot.
    pub pots: Vec<(Pot, Cents)>,
}

/// Holds a statement against what came about: amounts by type of provider (fixed part included), and flexible money by
/// pot. Amounts that no part of the statement names count in the whole.
pub fn compare(statement: &MixStatement, came: &Came) -> Comparison {
    let typed = |class: &Option<ProviderClass>| {
        class.map(|class| match class {
            ProviderClass::Resident => Provider::Residents,
            ProviderClass::Professional => Provider::Professionals,
            ProviderClass::Other => Provider::Other,
        })
    };
    let mut amounts: Vec<(Option<Provider>, Cents)> =
        came.awarded.iter().map(|(class, amount)| (typed(class), *amount)).collect();
    amounts.extend(came.fixed.map(|fixed| (Some(Provider::Smo), fixed)));
    let pots: Vec<(Option<Pot>, Cents)> =
        came.pots.iter().map(|(pot, amount)| (Some(*pot).filter(|pot| !pot.is_none()), *amount)).collect();
    let mut providers = compared(&statement.providers, &amounts);
    if came.fixed.is_none() {
        providers.iter_mut().for_each(|one| one.realised = None);
    }
    Comparison {
        providers,
        pots: compared(&statement.pots, &pots),
        untyped: unnamed(&amounts),
        no_pot: unnamed(&pots),
    }
}

/// What no part of a statement names.
fn unnamed<T>(amounts: &[(Option<T>, Cents)]) -> Cents {
    let own = amounts.iter().filter(|(of, _)| of.is_none());
    Cents::sum(own.map(|(_, amount)| *amount)).unwrap_or(Cents::MAX)
}

fn compared<T: Copy + PartialEq>(planned: &[Planned<T>], amounts: &[(Option<T>, Cents)]) -> Vec<Compared<T>> {
    let sum = |of: Option<T>| -> i128 {
        let counted = amounts.iter().filter(|(one, _)| of.is_none_or(|of| Some(of) == *one));
        counted.map(|(_, amount)| i128::from(amount.get())).sum()
    };
    let all = sum(None);
    let part = |part: &Planned<T>| {
        let own = sum(Some(part.of));
        let share = (all > 0).then(|| own * 10_000 / all.max(1));
        let share = share.and_then(|points| BasisPoints::new(i64::try_from(points).ok()?).ok());
        let amount = i64::try_from(own).ok().and_then(|cents| Cents::new(cents).ok());
        Compared { of: part.of, planned: part.share, amount: amount.unwrap_or(Cents::MAX), realised: share }
    };
    planned.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned<T>(of: T, percent: i64) -> Planned<T> {
        let share = BasisPoints::new(percent * 100).expect("a share");
        Planned { of, share, reason: "Zo is het nodig.".to_string() }
    }

    fn statement() -> MixStatement {
        MixStatement {
            format: FORMAT.to_string(),
            area: AreaId::new("WK034402"),
            area_name: "Noordwest".to_string(),
            year: 2027,
            number: 1,
            basis: Basis { name: "Wijkanalyse".to_string(), year: 2026, digest: Digest::of(b"wijkanalyse") },
            providers: vec![
                planned(Provider::Smo, 55),
                planned(Provider::Residents, 30),
                planned(Provider::Professionals, 10),
                planned(Provider::Other, 5),
            ],
            pots: vec![
                planned(Pot::Continuity, 40),
                planned(Pot::Renewal, 45),
                planned(Pot::Development, 10),
                planned(Pot::Quick, 5),
            ],
            function: "Wijkadviseur".to_string(),
            signed: Moment::parse("2027-02-01T12:00:00Z").expect("a moment"),
        }
    }

    #[test]
    fn a_statement_is_whole_and_reads_back_as_it_was_signed() {
        let good = statement();
        assert_eq!(good.faults(), []);
        assert_eq!(MixStatement::parse(&good.write()), Some(good.clone()));
        let mut bad = good.clone();
        bad.providers[0].share = BasisPoints::new(5_400).expect("a share");
        bad.pots[3].reason = "  ".to_string();
        bad.pots.swap(0, 1);
        assert_eq!(bad.faults(), [MixFault::Providers, MixFault::Pots, MixFault::Reason]);
        let again =
            String::from_utf8(good.write()).expect("text").replace("\"year\": 2027", "\"year\":  2027");
        assert_eq!(MixStatement::parse(again.as_bytes()), None, "other bytes are another statement");
    }

    #[test]
    fn planned_stands_beside_realised() {
        let came = Came {
            fixed: Some(Cents::euros(600)),
            awarded: vec![
                (Some(ProviderClass::Resident), Cents::euros(200)),
                (Some(ProviderClass::Resident), Cents::euros(50)),
                (None, Cents::euros(50)),
            ],
            pots: vec![(Pot::Renewal, Cents::euros(200)), (Pot::None, Cents::euros(100))],
        };
        let told = compare(&statement(), &came);
        let shares: Vec<_> = told.providers.iter().map(|one| one.realised.map(BasisPoints::get)).collect();
        assert_eq!(shares, [Some(6_666), Some(2_777), Some(0), Some(0)]);
        assert_eq!((told.providers[1].amount, told.untyped), (Cents::euros(250), Cents::euros(50)));
        assert_eq!(
            (told.pots[1].realised.map(BasisPoints::get), told.no_pot),
            (Some(6_666), Cents::euros(100))
        );
        let dark = compare(&statement(), &Came { fixed: None, ..came });
        assert!(
            dark.providers.iter().all(|one| one.realised.is_none()),
            "without the fixed part no whole is known"
        );
        assert!(compare(&statement(), &Came::default()).pots.iter().all(|one| one.realised.is_none()));
    }
}
