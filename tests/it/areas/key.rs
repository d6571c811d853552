//! Allocation keys: the worked table of the domain description, and a made-up city reckoned a second time.

use std::collections::{BTreeMap, BTreeSet};

use schuifruimte::domain::borders::{self, Names, Only};
use schuifruimte::domain::fraction::Fraction;
use schuifruimte::domain::id::{AreaId, NeighbourhoodId};
use schuifruimte::domain::indicator::{Number, Values};
use schuifruimte::domain::key::{Bounds, Indicator, Key, KeyError, Measure, Part, Reckoning, Side, reckon};
use schuifruimte::domain::money::{BasisPoints, Cents};

fn number(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

/// `equal` percent equally, the rest by `measure`.
pub fn key(equal: i64, measure: Measure) -> Key {
    Key {
        equal: BasisPoints::new(equal * 100).expect("a share"),
        inhabitants: "inwoners".to_string(),
        measure,
    }
}

/// Inhabitants times `clamp(1 - (SES - mean), 0.5, 2)`.
pub fn need() -> Measure {
    let ses = Indicator { column: "ses_woa".to_string(), need: Side::Low, weight: Number::ONE };
    Measure::Need { indicators: vec![ses], bounds: Bounds { least: number("0.5"), most: number("2") } }
}

fn thousands(reckoning: &Reckoning) -> Vec<i64> {
    reckoning.areas.iter().map(|area| (area.amount.get() + 50_000) / 100_000).collect()
}

/// What domain.md section 3 works out for 2.1 million a year, in thousands of euro, by code of the wijk.
const WORKED: [(i64, i64, i64); 10] = [
    (167, 176, 166),
    (259, 249, 276),
    (201, 203, 283),
    (231, 227, 202),
    (186, 191, 210),
    (111, 131, 125),
    (160, 170, 177),
    (230, 226, 264),
    (259, 249, 194),
    (296, 279, 202),
];

#[test]
fn the_worked_table_of_utrecht_comes_out_to_the_thousand_euro() {
    let Some(folder) = super::utrecht("the worked table of Utrecht") else { return };
    let table = borders::parse(&std::fs::read(folder.join("utrecht_buurten.csv")).unwrap()).unwrap();
    let (names, only) = (Names::default(), Only::default());
    let buurten = borders::neighbourhoods(&table, &names, &only).unwrap();
    let known: BTreeSet<NeighbourhoodId> = buurten.iter().map(|one| one.code.clone()).collect();
    let columns = ["inwoners".to_string(), "ses_woa".to_string()];
    let (_, values) = borders::figures(&table, &names, &only, &columns, &known).unwrap();
    let mut wijken: BTreeMap<AreaId, Part> = BTreeMap::new();
    for buurt in &buurten {
        let new =
            Part { area: buurt.district.clone(), name: buurt.district.to_string(), members: Vec::new() };
        wijken.entry(buurt.district.clone()).or_insert(new).members.push(buurt.code.clone());
    }
    let parts: Vec<Part> = wijken.into_values().collect();
    assert_eq!((parts.len(), known.len()), (10, 111));
    let total = Cents::euros(2_100_000);
    let by = |key: Key| reckon(&key, &values, &parts, total).unwrap();
    let (people, shared, needed) =
        (by(key(0, Measure::Inhabitants)), by(key(20, Measure::Inhabitants)), by(key(20, need())));
    let found: Vec<(i64, i64, i64)> = thousands(&people)
        .into_iter()
        .zip(thousands(&shared))
        .zip(thousands(&needed))
        .map(|((a, b), c)| (a, b, c))
        .collect();
    assert_eq!(found, WORKED);
    assert_eq!(needed.bounds[0].value.rounded(3), "0.016", "the mean of the city");
    assert_eq!(needed.bounds[0].published, 97, "14 of 111 are not published");
    for reckoning in [people, shared, needed] {
        assert_eq!(Cents::sum(reckoning.areas.iter().map(|area| area.amount)), Ok(total));
    }
}

/// A neighbourhood of the made-up city.
type Row = (&'static str, &'static str, i64, Option<i64>, Option<i64>);

/// A made-up city: code, area, inhabitants, SES in hundredths, share of residents with loneliness. Nothing is a
/// figure that is not published.
const CITY: [Row; 7] = [
    ("B1", "oost", 1_000, Some(40), Some(30)),
    ("B2", "oost", 2_000, Some(-10), Some(45)),
    ("B3", "oost", 500, None, Some(50)),
    ("B4", "west", 3_000, Some(-120), Some(61)),
    ("B5", "west", 0, None, None),
    ("B6", "zuid", 1_500, Some(15), None),
    ("B7", "zuid", 700, Some(250), Some(28)),
];

/// Figures and areas of the made-up city.
pub fn city() -> (Values, Vec<Part>) {
    let mut values = Values::new();
    let mut parts: BTreeMap<&str, Vec<NeighbourhoodId>> = BTreeMap::new();
    for (code, area, people, ses, lonely) in CITY {
        let own = values.entry(NeighbourhoodId::new(code)).or_default();
        own.insert("inwoners".to_string(), number(&people.to_string()));
        ses.map(|ses| {
            own.insert("ses_woa".to_string(), Number::from_millionths(ses * 10_000).expect("a figure"))
        });
        lonely.map(|lonely| own.insert("eenzaam".to_string(), number(&lonely.to_string())));
        parts.entry(area).or_default().push(NeighbourhoodId::new(code));
    }
    let part = |(area, members): (&str, Vec<NeighbourhoodId>)| Part {
        area: AreaId::new(area),
        name: area.to_uppercase(),
        members,
    };
    (values, parts.into_iter().map(part).collect())
}

/// Parts of `total` cents by whole weights, `equal` percent equally: another way to the same cents, by common
/// denominators and without fractions.
fn reckoned_again(weights: [i128; 3], equal: i128, total: i128) -> Vec<i128> {
    let all: i128 = weights.iter().sum();
    // Over the denominator 100 x 3 x all: the equal third, and the weighted part of the rest.
    let below = 300 * all;
    let above: Vec<i128> =
        weights.iter().map(|own| total * (equal * all + (100 - equal) * 3 * own)).collect();
    let mut cents: Vec<i128> = above.iter().map(|above| above / below).collect();
    let mut order = [0, 1, 2];
    order.sort_by_key(|&place| (-(above[place] % below), place));
    let missing = usize::try_from(total - cents.iter().sum::<i128>()).expect("few cents");
    order.iter().take(missing).for_each(|&place| cents[place] += 1);
    cents
}

fn amounts(reckoning: &Reckoning) -> Vec<i128> {
    reckoning.areas.iter().map(|area| area.amount.get().into()).collect()
}

#[test]
fn a_made_up_city_gets_the_cents_that_another_reckoning_gives() {
    let (values, parts) = city();
    for total in [0_u32, 1, 2, 100_001, 210_000_000] {
        let cents = Cents::new(total.into()).unwrap();
        let by = |key: &Key| amounts(&reckon(key, &values, &parts, cents).unwrap());
        assert_eq!(by(&key(0, Measure::Inhabitants)), reckoned_again([3_500, 3_000, 2_200], 0, total.into()));
        assert_eq!(
            by(&key(20, Measure::Inhabitants)),
            reckoned_again([3_500, 3_000, 2_200], 20, total.into())
        );
        assert_eq!(by(&key(100, Measure::Inhabitants)), reckoned_again([1, 1, 1], 100, total.into()));
        // The mean of the city, in hundredths: (400 - 200 - 3600 + 225 + 1750) x 100 / 8200 people with a figure.
        let (sum, people) = (1_000 * 40 - 2_000 * 10 - 3_000 * 120 + 1_500 * 15 + 700 * 250, 8_200);
        // Factors over the denominator 100 x 8200; B4 would be 2.03 and stays at 2, B7 would be below 0.5.
        let factor = |ses: i128| (people * 100 + sum - people * ses).clamp(people * 50, people * 200);
        let mean = people * 100;
        let oost = 1_000 * factor(40) + 2_000 * factor(-10) + 500 * mean;
        let (west, zuid) = (3_000 * factor(-120), 1_500 * factor(15) + 700 * factor(250));
        assert_eq!((factor(-120), factor(250)), (people * 200, people * 50), "both bounds are reached");
        assert_eq!(by(&key(20, need())), reckoned_again([oost, west, zuid], 20, total.into()));
    }
}

#[test]
fn the_stacking_key_counts_in_how_many_indicators_a_neighbourhood_is_in_the_quarter_with_most_need() {
    let (values, parts) = city();
    let indicator = |column: &str, need| Indicator { column: column.to_string(), need, weight: Number::ONE };
    let stacked = Measure::Stacked {
        indicators: vec![indicator("ses_woa", Side::Low), indicator("eenzaam", Side::High)],
        step: number("0.5"),
        bounds: Bounds { least: Number::ONE, most: number("1.75") },
    };
    let reckoning = reckon(&key(0, stacked), &values, &parts, Cents::euros(1_000)).unwrap();
    // Five figures each: a quarter, rounded up, is two. SES: -1.20 and -0.10. Loneliness: 61 and 50.
    assert_eq!(reckoning.bounds[0].value, Fraction::of(-1, 10));
    assert_eq!(reckoning.bounds[1].value, Fraction::whole(50));
    let counts: Vec<u32> = reckoning.lines.iter().map(|line| line.count.unwrap()).collect();
    assert_eq!(counts, [0, 1, 1, 2, 0, 0, 0]);
    assert_eq!(reckoning.lines[3].raw, Fraction::whole(2));
    assert_eq!(reckoning.lines[3].factor, Fraction::of(7, 4), "held at the most");
    let weights = [2 * 1_000 + 3 * 2_000 + 3 * 500, 7 * 3_000 / 2, 2 * 2_200];
    assert_eq!(amounts(&reckoning), reckoned_again(weights, 0, 100_000));
}

#[test]
fn several_indicators_add_up_each_with_its_weight() {
    let (values, parts) = city();
    let indicators = vec![
        Indicator { column: "ses_woa".to_string(), need: Side::Low, weight: number("0.5") },
        Indicator { column: "eenzaam".to_string(), need: Side::High, weight: number("0.01") },
    ];
    let measure = Measure::Need { indicators, bounds: Bounds { least: number("0"), most: number("9") } };
    let reckoning = reckon(&key(0, measure), &values, &parts, Cents::euros(1)).unwrap();
    // Means: SES -1425/82 hundredths (as above), loneliness over 7,200 people.
    let ses = Fraction::of(1_000 * 40 - 2_000 * 10 - 3_000 * 120 + 1_500 * 15 + 700 * 250, 820_000);
    let lonely = Fraction::of(1_000 * 30 + 2_000 * 45 + 500 * 50 + 3_000 * 61 + 700 * 28, 7_200);
    let expected = Fraction::whole(1)
        .plus(&ses.minus(&Fraction::of(40, 100)).times(&Fraction::of(1, 2)))
        .plus(&Fraction::whole(30).minus(&lonely).times(&Fraction::of(1, 100)));
    assert_eq!(reckoning.lines[0].factor, expected);
    let only_lonely =
        Fraction::whole(1).plus(&Fraction::whole(50).minus(&lonely).times(&Fraction::of(1, 100)));
    assert_eq!(reckoning.lines[2].factor, only_lonely, "what is not published counts as the mean");
    assert_eq!(reckoning.lines[2].figures, [None, Some(number("50"))]);
}

#[test]
fn what_cannot_be_reckoned_is_refused_with_its_reason() {
    let (values, parts) = city();
    let total = Cents::euros(1_000);
    let inhabitants = || key(20, Measure::Inhabitants);
    let refused = |key: &Key, values: &Values, parts: &[Part]| reckon(key, values, parts, total).unwrap_err();
    assert_eq!(refused(&inhabitants(), &values, &[]), KeyError::NoAreas);
    let mut overlapping = parts.clone();
    overlapping[2].members.push(NeighbourhoodId::new("B1"));
    let expected = KeyError::Overlap(NeighbourhoodId::new("B1"), "OOST".to_string(), "ZUID".to_string());
    assert_eq!(refused(&inhabitants(), &values, &overlapping), expected);
    let mut empty = parts.clone();
    empty[1].members.clear();
    assert_eq!(refused(&inhabitants(), &values, &empty), KeyError::EmptyArea("WEST".to_string()));
    let mut unpublished = values.clone();
    unpublished.get_mut(&NeighbourhoodId::new("B5")).unwrap().clear();
    let expected = KeyError::NotPublished(NeighbourhoodId::new("B5"));
    assert_eq!(refused(&inhabitants(), &unpublished, &parts), expected, "not published is not zero");
    let nobody = [Part { members: vec![NeighbourhoodId::new("B5")], ..parts[1].clone() }];
    assert_eq!(refused(&inhabitants(), &values, &nobody), KeyError::NoWeight);
    let unknown = |column: &str| {
        let one = Indicator { column: column.to_string(), need: Side::Low, weight: Number::ONE };
        Measure::Need { indicators: vec![one], bounds: Bounds { least: Number::ZERO, most: Number::ONE } }
    };
    let expected = KeyError::NoFigures("armoede".to_string());
    assert_eq!(refused(&key(0, unknown("armoede")), &values, &parts), expected);
    let turned = Bounds { least: number("2"), most: number("0.5") };
    let Measure::Need { indicators, .. } = need() else { panic!("it is") };
    let turned = Measure::Need { indicators, bounds: turned };
    assert_eq!(refused(&key(0, turned), &values, &parts), KeyError::Bounds);
}
