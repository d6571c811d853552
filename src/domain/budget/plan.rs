//! A budget of several years: what it stands on, and what each of its years is to be.

use crate::domain::id::BudgetId;
use crate::domain::money::{BadAmount, BasisPoints, Cents};
use crate::domain::time::Moment;

/// A budget (Dutch: meerjarenbegroting): one line per year, decided together. A line of one year is a budget of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Which budget.
    pub id: BudgetId,
    /// Name in the budget of the municipality.
    pub name: String,
    /// Its first calendar year.
    pub first_year: i64,
    /// How many years it runs.
    pub years: i64,
    /// The policy that it carries out (S2).
    pub ground: Ground,
    /// From this day on, `2030-01-01`, the split may be decided again (Dutch: tussentijdse herijking, S14); empty when
    /// there is no such day.
    pub review_on: String,
    /// The share of a future year above which the office is warned that too much is fixed already (S33).
    pub warning: BasisPoints,
}

impl Budget {
    /// How many years a budget runs unless someone decides otherwise (S5).
    pub const YEARS: i64 = 6;
    /// The most years of a budget.
    pub const MOST_YEARS: i64 = 20;
    /// The warning share unless someone decides otherwise: half.
    pub const WARNING: i64 = 5_000;

    /// Its horizon: no grant ends later than this year (S14).
    pub fn last_year(&self) -> i64 {
        self.first_year + self.years - 1
    }

    /// Whether the day has come on which the split may be decided again. Without such a day, always.
    pub fn is_under_review(&self, now: Moment) -> bool {
        self.review_on.is_empty() || now.local().date().to_string() >= self.review_on
    }
}

/// The decision that money stands on (Dutch: grondslag): a memorandum, a regulation, a decision of the council.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ground {
    /// What it is called.
    pub name: String,
    /// Its day, as `2026-11-05`; empty when it was never noted.
    pub date: String,
    /// Where it can be read; empty when nowhere.
    pub link: String,
}

impl Ground {
    /// A ground of which no more than the name is known.
    pub fn named(name: impl Into<String>) -> Ground {
        Ground { name: name.into(), ..Ground::default() }
    }

    /// The fields of a form that do not hold: `ground`, `ground_date`, `ground_link`.
    pub fn faults(&self) -> Vec<&'static str> {
        let name = self.name.trim().is_empty() || self.name.chars().count() > 200;
        let date = !self.date.is_empty() && !is_day(&self.date);
        let web = self.link.starts_with("https://") || self.link.starts_with("http://");
        let link = !self.link.is_empty()
            && (!web || self.link.len() > 500 || self.link.contains(char::is_whitespace));
        [(name, "ground"), (date, "ground_date"), (link, "ground_link")]
            .into_iter()
            .filter_map(|(wrong, field)| wrong.then_some(field))
            .collect()
    }
}

/// Whether a text is a day of the calendar, as `2026-11-05`.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && Moment::parse_local(&format!("{text}T00:00")).is_some()
}

/// What a share is taken of. Thirty percent of what, is the first thing to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Before or after what was promised earlier.
    pub commitments: Commitments,
    /// Whether the total follows prices.
    pub indexing: Indexing,
    /// The same in words, for people.
    pub words: String,
}

impl Base {
    /// A base of which only the words are known.
    pub fn told(words: impl Into<String>) -> Base {
        Base { commitments: Commitments::Unstated, indexing: Indexing::Unstated, words: words.into() }
    }
}

/// Whether the total counts what was promised earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commitments {
    /// With what was promised earlier.
    Gross,
    /// Without it.
    Net,
    /// Nobody noted it: a line from before it was asked.
    Unstated,
}

impl Commitments {
    /// Every kind with its name.
    pub const NAMES: [(Commitments, &'static str); 3] =
        [(Commitments::Gross, "gross"), (Commitments::Net, "net"), (Commitments::Unstated, "unstated")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Commitments::NAMES.iter().find(|(one, _)| *one == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Commitments> {
        Commitments::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }
}

/// Whether the total follows prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexing {
    /// It is raised every year.
    Indexed,
    /// It stays what it is.
    Nominal,
    /// Nobody noted it: a line from before it was asked.
    Unstated,
}

impl Indexing {
    /// Every kind with its name.
    pub const NAMES: [(Indexing, &'static str); 3] =
        [(Indexing::Indexed, "indexed"), (Indexing::Nominal, "nominal"), (Indexing::Unstated, "unstated")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Indexing::NAMES.iter().find(|(one, _)| *one == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Indexing> {
        Indexing::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }
}

/// What one year of a budget is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearPlan {
    /// All money of the year.
    pub total: Cents,
    /// The share of it for residents' plans.
    pub share: BasisPoints,
}

impl YearPlan {
    /// The reserved share in cents, rounded down.
    pub fn reserved(self) -> Cents {
        self.share.of(self.total)
    }

    /// The part that stays where it is: the rest, to the cent.
    pub fn fixed(self) -> Cents {
        self.total.minus(self.reserved()).unwrap_or(Cents::ZERO)
    }
}

/// A budget that is about to be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetPlan {
    /// Name.
    pub name: String,
    /// First calendar year.
    pub first_year: i64,
    /// One plan per year, in order: its phasing (S32).
    pub years: Vec<YearPlan>,
    /// What the share is taken of, in every year.
    pub base: Base,
    /// The policy behind it.
    pub ground: Ground,
    /// See [`Budget::review_on`].
    pub review_on: String,
    /// See [`Budget::warning`].
    pub warning: BasisPoints,
}

impl BudgetPlan {
    /// The fields of a form that do not hold, each with what is wrong.
    pub fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let empty = |text: &str| text.trim().is_empty() || text.chars().count() > 200;
        let last = self.first_year + i64::try_from(self.years.len()).unwrap_or(i64::MAX / 2) - 1;
        let known_years = 2_000..=2_200;
        let years = (1..=Budget::MOST_YEARS).contains(&i64::try_from(self.years.len()).unwrap_or(0));
        let within = |day: &str| {
            let year = day.get(..4).and_then(|year| year.parse::<i64>().ok());
            is_day(day) && year.is_some_and(|year| (self.first_year..=last).contains(&year))
        };
        let mut faults: Vec<(&'static str, &'static str)> = [
            (empty(&self.name), ("name", "empty")),
            (!known_years.contains(&self.first_year) || !known_years.contains(&last), ("year", "year")),
            (!years, ("years", "years")),
            (empty(&self.base.words), ("base", "empty")),
            (!self.review_on.is_empty() && !within(&self.review_on), ("review_on", "review")),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect();
        faults.extend(self.ground.faults().into_iter().map(ground_fault));
        faults
    }
}

/// What is wrong with a field of a ground.
pub fn ground_fault(field: &'static str) -> (&'static str, &'static str) {
    let fault = match field {
        "ground_date" => "date",
        "ground_link" => "link",
        _ => "empty",
    };
    (field, fault)
}

/// Reads one value per year as people type it: values parted by semicolons, spaces or line ends, such as
/// `10; 15; 20`. One value counts for every year; any other number than `years` is refused.
pub fn read_years<T: Copy>(
    text: &str,
    years: usize,
    read: impl Fn(&str) -> Result<T, BadAmount>,
) -> Result<Vec<T>, BadAmount> {
    let text = text.replace('€', " ").replace(" %", "%");
    let parts = text.split(|at: char| at == ';' || at.is_whitespace()).filter(|part| !part.is_empty());
    let values = parts.map(read).collect::<Result<Vec<T>, BadAmount>>()?;
    match values.as_slice() {
        [one] => Ok(vec![*one; years]),
        all if all.len() == years => Ok(values),
        _ => Err(BadAmount),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Of any phasing: each year falls apart into two parts to the cent, no part is above its share, and a year
        /// with a larger share of no smaller total never has a smaller reserve.
        #[test]
        fn a_phasing_never_makes_or_loses_a_cent(
            years in prop::collection::vec((0_i64..=Cents::MAX.get(), 0_i64..=10_000), 1..=20),
        ) {
            let plans: Vec<YearPlan> = years
                .iter()
                .map(|(total, share)| YearPlan {
                    total: Cents::new(*total).unwrap(),
                    share: BasisPoints::new(*share).unwrap(),
                })
                .collect();
            for plan in &plans {
                let (total, reserved) = (plan.total.get(), plan.reserved().get());
                prop_assert_eq!(reserved + plan.fixed().get(), total);
                let exact = i128::from(total) * i128::from(plan.share.get());
                prop_assert!(i128::from(reserved) * 10_000 <= exact, "never above the share");
                prop_assert!((i128::from(reserved) + 1) * 10_000 > exact, "and never a whole cent below");
                for other in &plans {
                    let above = other.share >= plan.share && other.total >= plan.total;
                    prop_assert!(!above || other.reserved() >= plan.reserved());
                }
            }
        }

        /// What is typed for each year is what each year gets.
        #[test]
        fn a_phasing_reads_back_as_it_was_typed(shares in prop::collection::vec(0_i64..=100, 1..=20)) {
            let typed: Vec<String> = shares.iter().map(i64::to_string).collect();
            let wanted: Vec<i64> = shares.iter().map(|share| share * 100).collect();
            for between in ["; ", " ", "\r\n", "%;"] {
                let read = read_years(&typed.join(between), shares.len(), BasisPoints::parse_typed).unwrap();
                let read: Vec<i64> = read.into_iter().map(BasisPoints::get).collect();
                prop_assert_eq!(&read, &wanted);
            }
        }
    }

    #[test]
    fn six_years_grow_from_ten_to_thirty_percent() {
        let shares = read_years("10; 15; 20; 25; 30; 30", 6, BasisPoints::parse_typed).unwrap();
        let total = read_years("7.000.000", 6, Cents::parse_typed).unwrap();
        let reserved: Vec<Cents> = total
            .into_iter()
            .zip(shares)
            .map(|(total, share)| YearPlan { total, share }.reserved())
            .collect();
        let euros = [700_000, 1_050_000, 1_400_000, 1_750_000, 2_100_000, 2_100_000];
        assert_eq!(reserved, euros.map(Cents::euros));
        assert!(read_years("10; 15", 6, BasisPoints::parse_typed).is_err(), "two values are not six years");
        assert!(read_years("", 6, BasisPoints::parse_typed).is_err());
    }

    #[test]
    fn a_ground_is_a_name_a_day_and_an_address() {
        let ground = |date: &str, link: &str| Ground {
            name: "Nota".to_string(),
            date: date.to_string(),
            link: link.to_string(),
        };
        assert!(ground("2026-11-05", "https://example.org/nota.pdf").faults().is_empty());
        assert_eq!(ground("5 november", "").faults(), ["ground_date"]);
        assert_eq!(ground("2026-02-30", "javascript:alert(1)").faults(), ["ground_date", "ground_link"]);
        assert_eq!(Ground::named(" ").faults(), ["ground"]);
    }
}
