//! Who receives: by type of provider, and how much of all money the largest recipients have (S8, S13).

use std::collections::BTreeMap;

use super::table::share;
use super::{Cell, Report, Year};
use crate::domain::id::{AllocationId, RecipientId};
use crate::domain::ledger::AccountKind;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::recipient::ProviderClass;

/// What one recipient was awarded of an area's money. No page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awarded {
    /// Its identifier, or the name on the ballot where no recipient was noted. Who counts as one has one.
    pub who: String,
    /// What type of provider it is; `None` when that was not noted.
    pub class: Option<ProviderClass>,
    /// Of which area's money.
    pub allocation: AllocationId,
    /// How many grants.
    pub grants: u64,
    /// Their sum.
    pub amount: Cents,
}

/// Lets recipients that belong together count as one: families as [`crate::domain::recipient::families`] finds them.
pub fn as_one(awarded: &mut [Awarded], families: &BTreeMap<RecipientId, RecipientId>) {
    for one in awarded {
        if let Some(first) = families.get(&RecipientId::new(&one.who)) {
            one.who = first.to_string();
        }
    }
}

/// The sum of each recipient.
pub fn each<'a>(awarded: impl IntoIterator<Item = &'a Awarded>) -> Vec<Cents> {
    let mut sums: BTreeMap<&str, Cents> = BTreeMap::new();
    for one in awarded {
        let sum = sums.entry(&one.who).or_default();
        *sum = sum.plus(one.amount).unwrap_or(Cents::MAX);
    }
    sums.into_values().collect()
}

/// How much of the money the largest recipient has, and the index of concentration (Herfindahl-Hirschman): the sum of
/// the squares of all shares, from near 0 (many small ones) to 10,000 (one has all). `None` when there is no money.
pub fn concentration(amounts: &[Cents]) -> Option<(BasisPoints, u64)> {
    let total = Cents::sum(amounts.iter().copied()).ok().filter(|total| *total > Cents::ZERO)?;
    let largest = share(*amounts.iter().max()?, total)?;
    let square = |amount: i64| i128::from(amount) * i128::from(amount);
    let squares: i128 = amounts.iter().map(|amount| square(amount.get())).sum();
    let index = squares * 10_000 / square(total.get());
    Some((largest, u64::try_from(index).ok()?))
}

/// The types of provider, by the word that has a sentence; the last one is what was not noted.
const TYPES: [(Option<ProviderClass>, &str); 4] = [
    (Some(ProviderClass::Resident), "residents"),
    (Some(ProviderClass::Professional), "professionals"),
    (Some(ProviderClass::Other), "other_type"),
    (None, "unknown_type"),
];

impl Year<'_> {
    /// What was awarded by type of recipient, beside the fixed part (S8, S10). Recipients are not named and not put in
    /// an order of size. A family of recipients of two types stands in the row of each, and once in the concentration.
    pub fn recipients(&self, awarded: &[Awarded]) -> Report {
        let columns = vec!["part", "type", "grants", "recipients", "amount", "share"];
        let sum = |own: &[&Awarded]| Cents::sum(own.iter().map(|one| one.amount)).unwrap_or(Cents::MAX);
        let total = sum(&awarded.iter().collect::<Vec<_>>());
        let row = |(class, word): (Option<ProviderClass>, &'static str)| {
            let own: Vec<&Awarded> = awarded.iter().filter(|one| one.class == class).collect();
            let grants = own.iter().map(|one| one.grants).sum();
            let recipients = u64::try_from(each(own.iter().copied()).len()).unwrap_or(u64::MAX);
            (class.is_some() || grants > 0).then(|| {
                vec![
                    Cell::Word("flexible"),
                    Cell::Word(word),
                    Cell::Count(grants),
                    Cell::Count(recipients),
                    Cell::Money(sum(&own)),
                    Cell::share_of(sum(&own), total),
                ]
            })
        };
        let mut rows: Vec<Vec<Cell>> = TYPES.into_iter().filter_map(row).collect();
        rows.push(vec![
            Cell::Word("fixed"),
            Cell::Text(self.line.name.clone()),
            Cell::Nothing,
            Cell::Nothing,
            Cell::Money(self.whole().held(AccountKind::Fixed)),
            Cell::Nothing,
        ]);
        let mut report = self.report("recipients", columns, rows);
        let (largest, index) = match concentration(&each(awarded)) {
            Some((largest, index)) => (Cell::Share(largest), Cell::Count(index)),
            None => (Cell::Nothing, Cell::Nothing),
        };
        report.about.extend([
            ("awarded", Cell::Money(total)),
            ("largest_share", largest),
            ("concentration", index),
        ]);
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_recipient_with_everything_is_ten_thousand_and_four_equal_ones_are_a_quarter_of_that() {
        let told = |euros: &[u32]| {
            let amounts: Vec<Cents> = euros.iter().map(|euros| Cents::euros(*euros)).collect();
            concentration(&amounts).map(|(largest, index)| (largest.get(), index))
        };
        assert_eq!(told(&[500]), Some((10_000, 10_000)));
        assert_eq!(told(&[100, 100, 100, 100]), Some((2_500, 2_500)));
        assert_eq!(told(&[600, 400]), Some((6_000, 5_200)));
        assert_eq!((told(&[]), told(&[0])), (None, None));
        let most = [Cents::MAX];
        assert_eq!(concentration(&most).map(|(_, index)| index), Some(10_000), "no sum is too large");
    }

    #[test]
    fn recipients_that_belong_together_count_as_one_whatever_their_type() {
        let one = |who: &str, class, euros| Awarded {
            who: who.to_string(),
            class,
            allocation: AllocationId::new("a"),
            grants: 1,
            amount: Cents::euros(euros),
        };
        let mut awarded = [
            one("fiets", Some(ProviderClass::Resident), 300),
            one("garage", Some(ProviderClass::Professional), 300),
            one("soep", Some(ProviderClass::Resident), 400),
        ];
        let told = |awarded: &[Awarded]| concentration(&each(awarded)).map(|(largest, _)| largest.get());
        assert_eq!(told(&awarded), Some(4_000), "apart, the soup is the largest");
        let first = RecipientId::new("fiets");
        let families = ["fiets", "garage"].map(|who| (RecipientId::new(who), first.clone()));
        as_one(&mut awarded, &families.into_iter().collect());
        assert_eq!(told(&awarded), Some(6_000), "together, the garage and its bicycles are");
    }
}
