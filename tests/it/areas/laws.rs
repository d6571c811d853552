//! Laws of every division: cents add up, order makes no difference, and a larger total takes no more than a cent.

use proptest::prelude::*;
use schuifruimte::domain::fraction::Fraction;
use schuifruimte::domain::id::{AreaId, NeighbourhoodId};
use schuifruimte::domain::indicator::{Number, Values};
use schuifruimte::domain::key::{Bounds, Indicator, Key, Measure, Part, Reckoning, Side, reckon};
use schuifruimte::domain::money::{BasisPoints, Cents};

/// A city: per neighbourhood its area, its inhabitants and two figures that may be missing.
#[derive(Debug, Clone)]
struct City {
    rows: Vec<(u8, i64, Option<i64>, Option<i64>)>,
    key: Key,
}

fn cities() -> impl Strategy<Value = City> {
    let figure = || proptest::option::weighted(0.8, -3_000_000..3_000_000_i64);
    let row = (0..5_u8, 0..9_000_i64, figure(), figure());
    let rows = proptest::collection::vec(row, 1..30).prop_map(|mut rows| {
        rows[0].1 += 1;
        rows[0].2 = Some(100_000);
        rows[0].3 = Some(-7);
        rows
    });
    let number =
        |range: std::ops::Range<i64>| range.prop_map(|n| Number::from_millionths(n).expect("a figure"));
    let weight = || number(-2_000_000..2_000_000);
    let side = || prop_oneof![Just(Side::Low), Just(Side::High)];
    let indicator = |column: &'static str| {
        (side(), weight()).prop_map(move |(need, weight)| Indicator {
            column: column.to_string(),
            need,
            weight,
        })
    };
    let bounds =
        (number(1..900_000), number(900_000..4_000_000)).prop_map(|(least, most)| Bounds { least, most });
    let indicators = (indicator("a"), indicator("b")).prop_map(|(a, b)| vec![a, b]);
    let measure =
        (0..3_u8, indicators, bounds, weight()).prop_map(|(kind, indicators, bounds, step)| match kind {
            0 => Measure::Inhabitants,
            1 => Measure::Need { indicators, bounds },
            _ => Measure::Stacked { indicators, step, bounds },
        });
    (rows, 0..=10_000_i64, measure).prop_map(|(rows, equal, measure)| City {
        rows,
        key: Key {
            equal: BasisPoints::new(equal).expect("a share"),
            inhabitants: "mensen".to_string(),
            measure,
        },
    })
}

impl City {
    /// Figures and areas, the rows in another order: turned by so many places.
    fn turned(&self, turn: usize) -> (Values, Vec<Part>) {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.rotate_left(turn % self.rows.len());
        let (mut values, mut parts) = (Values::new(), Vec::<Part>::new());
        for place in order {
            let (area, people, a, b) = self.rows[place];
            let code = NeighbourhoodId::new(format!("B{place:02}"));
            let own = values.entry(code.clone()).or_default();
            own.insert("mensen".to_string(), Number::from_millionths(people * 1_000_000).expect("people"));
            a.map(|a| own.insert("a".to_string(), Number::from_millionths(a).expect("a figure")));
            b.map(|b| own.insert("b".to_string(), Number::from_millionths(b).expect("a figure")));
            let area = AreaId::new(format!("A{area}"));
            match parts.iter_mut().find(|part| part.area == area) {
                Some(part) => part.members.push(code),
                None => parts.push(Part { name: area.to_string(), area, members: vec![code] }),
            }
        }
        (values, parts)
    }

    fn divide(&self, turn: usize, cents: i64) -> Reckoning {
        let (values, parts) = self.turned(turn);
        reckon(&self.key, &values, &parts, Cents::new(cents).expect("an amount")).expect("a division")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn cents_add_up_and_each_part_is_within_a_cent_of_its_exact_value(
        city in cities(), cents in 0..5_000_000_000_i64
    ) {
        let divided = city.divide(0, cents);
        prop_assert_eq!(divided.areas.iter().map(|area| area.amount.get()).sum::<i64>(), cents);
        for area in &divided.areas {
            let off = Fraction::whole(area.amount.get()).minus(&area.exact());
            prop_assert!(off < Fraction::whole(1) && off > Fraction::whole(-1));
        }
    }

    #[test]
    fn the_order_of_rows_makes_no_difference(city in cities(), cents in 0..5_000_000_000_i64, turn in 1..29_usize) {
        prop_assert_eq!(city.divide(0, cents), city.divide(turn, cents));
    }

    /// Exact parts never shrink when the total grows; rounding by largest remainder can take one cent, never two.
    #[test]
    fn a_larger_total_takes_at_most_the_cent_of_rounding(
        city in cities(), cents in 0..1_000_000_i64, more in 0..1_000_000_i64
    ) {
        let (small, large) = (city.divide(0, cents), city.divide(0, cents + more));
        for (small, large) in small.areas.iter().zip(&large.areas) {
            prop_assert!(small.exact() <= large.exact());
            prop_assert!(large.amount.get() >= small.amount.get() - 1);
        }
    }

    #[test]
    fn a_stored_reckoning_reads_back_as_it_was(city in cities(), cents in 0..5_000_000_000_i64) {
        let divided = city.divide(0, cents);
        let text = serde_json::to_string(&divided).unwrap();
        prop_assert_eq!(serde_json::from_str::<Reckoning>(&text).unwrap(), divided);
    }
}
