//! The arithmetic of a key, with every factor of every line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::share::largest_remainder;
use super::{Bounds, Indicator, Key, KeyError, Measure, Part, Side};
use crate::domain::fraction::Fraction;
use crate::domain::id::{AreaId, NeighbourhoodId};
use crate::domain::indicator::{Number, Values};
use crate::domain::money::Cents;

/// A division with its whole arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reckoning {
    /// What is divided.
    pub total: Cents,
    /// By which key.
    pub key: Key,
    /// What the indicators are held against, in the order of the key.
    pub bounds: Vec<Bound>,
    /// A line for each neighbourhood, by code.
    pub lines: Vec<Line>,
    /// All weights together.
    pub weight: Fraction,
    /// A line for each area, by code.
    pub areas: Vec<AreaLine>,
}

/// What the figures of an indicator are held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The column.
    pub column: String,
    /// For how many neighbourhoods of the city it is published.
    pub published: usize,
    /// The mean of the city, weighted by inhabitants; for a stacking key the edge of the quarter with most need.
    pub value: Fraction,
}

/// The arithmetic for one neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which.
    pub code: NeighbourhoodId,
    /// In which area.
    pub area: AreaId,
    /// Its inhabitants.
    pub inhabitants: Number,
    /// Its figures, in the order of the key; what is not published counts as the mean, or as not in the quarter.
    pub figures: Vec<Option<Number>>,
    /// For a stacking key: in how many indicators it is in the quarter with most need.
    pub count: Option<u32>,
    /// The factor before it is held between its bounds.
    pub raw: Fraction,
    /// The factor.
    pub factor: Fraction,
    /// Inhabitants times the factor.
    pub weight: Fraction,
}

/// The arithmetic for one area. Parts are in cents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaLine {
    /// Which.
    pub area: AreaId,
    /// Its name at the time.
    pub name: String,
    /// How many neighbourhoods it has.
    pub members: usize,
    /// Their inhabitants.
    pub inhabitants: Number,
    /// Their weights.
    pub weight: Fraction,
    /// Its part of what is divided equally.
    pub equal: Fraction,
    /// Its part of what is divided by weight.
    pub weighted: Fraction,
    /// What it gets.
    pub amount: Cents,
}

/// Divides `total` over areas. The order of areas and figures makes no difference.
pub fn reckon(key: &Key, values: &Values, parts: &[Part], total: Cents) -> Result<Reckoning, KeyError> {
    check(key)?;
    let homes = homes(parts)?;
    let bounds = bounds(key, values)?;
    let lines = homes
        .iter()
        .map(|(code, area)| line(key, values, &bounds, code, area))
        .collect::<Result<Vec<_>, _>>()?;
    let weight = Fraction::sum(lines.iter().map(|line| &line.weight));
    if weight.is_zero() && key.equal.get() < 10_000 {
        return Err(KeyError::NoWeight);
    }
    let areas = divide(key, &lines, &weight, parts, total);
    Ok(Reckoning { total, key: key.clone(), bounds, lines, weight, areas })
}

fn check(key: &Key) -> Result<(), KeyError> {
    let (indicators, bounds) = match &key.measure {
        Measure::Inhabitants => return Ok(()),
        Measure::Need { indicators, bounds } | Measure::Stacked { indicators, bounds, .. } => {
            (indicators, bounds)
        }
    };
    if indicators.is_empty() {
        return Err(KeyError::NoIndicators);
    }
    let holds = Number::ZERO <= bounds.least && bounds.least <= bounds.most && bounds.most > Number::ZERO;
    if holds { Ok(()) } else { Err(KeyError::Bounds) }
}

/// In which area each neighbourhood is, by code.
fn homes(parts: &[Part]) -> Result<BTreeMap<NeighbourhoodId, AreaId>, KeyError> {
    let mut homes: BTreeMap<NeighbourhoodId, &Part> = BTreeMap::new();
    if parts.is_empty() {
        return Err(KeyError::NoAreas);
    }
    for part in parts {
        if part.members.is_empty() {
            return Err(KeyError::EmptyArea(part.name.clone()));
        }
        for code in &part.members {
            if let Some(other) = homes.insert(code.clone(), part) {
                return Err(KeyError::Overlap(code.clone(), other.name.clone(), part.name.clone()));
            }
        }
    }
    Ok(homes.into_iter().map(|(code, part)| (code, part.area.clone())).collect())
}

fn figure(values: &Values, code: &NeighbourhoodId, column: &str) -> Option<Number> {
    values.get(code).and_then(|own| own.get(column)).copied()
}

fn bounds(key: &Key, values: &Values) -> Result<Vec<Bound>, KeyError> {
    let bound = |indicator: &Indicator, value: Option<Fraction>| {
        let column = indicator.column.clone();
        let published = values.values().filter(|own| own.contains_key(&column)).count();
        let value = value.ok_or_else(|| KeyError::NoFigures(column.clone()))?;
        Ok(Bound { column, published, value })
    };
    match &key.measure {
        Measure::Inhabitants => Ok(Vec::new()),
        Measure::Need { indicators, .. } => indicators
            .iter()
            .map(|indicator| bound(indicator, mean(values, &key.inhabitants, &indicator.column)))
            .collect(),
        Measure::Stacked { indicators, .. } => {
            indicators.iter().map(|indicator| bound(indicator, quarter(values, indicator))).collect()
        }
    }
}

/// The mean of the city: over all neighbourhoods for which figure and inhabitants are published, weighted by
/// inhabitants.
fn mean(values: &Values, inhabitants: &str, column: &str) -> Option<Fraction> {
    let pairs = values.values().filter_map(|own| Some((own.get(inhabitants)?, own.get(column)?)));
    let (mut people, mut sum) = (Fraction::whole(0), Fraction::whole(0));
    for (count, figure) in pairs {
        people = people.plus(&count.fraction());
        sum = sum.plus(&count.fraction().times(&figure.fraction()));
    }
    (!people.is_zero()).then(|| sum.over(&people))
}

/// The edge of the quarter with most need, by nearest rank: a quarter of the published figures, rounded up, stand at
/// it or beyond it; equal figures are on the same side.
fn quarter(values: &Values, indicator: &Indicator) -> Option<Fraction> {
    let mut figures: Vec<Number> =
        values.values().filter_map(|own| own.get(&indicator.column)).copied().collect();
    figures.sort();
    if indicator.need == Side::High {
        figures.reverse();
    }
    let place = figures.len().div_ceil(4).checked_sub(1)?;
    figures.get(place).map(|figure| figure.fraction())
}

fn line(
    key: &Key,
    values: &Values,
    bounds: &[Bound],
    code: &NeighbourhoodId,
    area: &AreaId,
) -> Result<Line, KeyError> {
    let inhabitants =
        figure(values, code, &key.inhabitants).ok_or_else(|| KeyError::NotPublished(code.clone()))?;
    if inhabitants < Number::ZERO {
        return Err(KeyError::Negative(code.clone()));
    }
    let one = Fraction::whole(1);
    let figures_of = |indicators: &[Indicator]| -> Vec<Option<Number>> {
        indicators.iter().map(|indicator| figure(values, code, &indicator.column)).collect()
    };
    let (figures, count, raw, factor) = match &key.measure {
        Measure::Inhabitants => (Vec::new(), None, one.clone(), one),
        Measure::Need { indicators, bounds: held } => {
            let figures = figures_of(indicators);
            let raw =
                indicators.iter().zip(bounds).zip(&figures).fold(one, |sum, ((indicator, bound), figure)| {
                    figure.map_or(sum.clone(), |figure| sum.plus(&distance(indicator, bound, figure)))
                });
            let factor = clamp(&raw, *held);
            (figures, None, raw, factor)
        }
        Measure::Stacked { indicators, step, bounds: held } => {
            let figures = figures_of(indicators);
            let is_in = |((indicator, bound), figure): ((&Indicator, &Bound), &Option<Number>)| {
                figure.is_some_and(|figure| match indicator.need {
                    Side::Low => figure.fraction() <= bound.value,
                    Side::High => figure.fraction() >= bound.value,
                })
            };
            let all = indicators.iter().zip(bounds).zip(&figures);
            let count = u32::try_from(all.filter(|one| is_in(*one)).count()).expect("few indicators");
            let raw = one.plus(&step.fraction().times(&Fraction::whole(count.into())));
            let factor = clamp(&raw, *held);
            (figures, Some(count), raw, factor)
        }
    };
    let weight = inhabitants.fraction().times(&factor);
    Ok(Line { code: code.clone(), area: area.clone(), inhabitants, figures, count, raw, factor, weight })
}

/// How far a figure stands on the side of need, times the weight of the indicator.
fn distance(indicator: &Indicator, bound: &Bound, figure: Number) -> Fraction {
    let distance = match indicator.need {
        Side::Low => bound.value.minus(&figure.fraction()),
        Side::High => figure.fraction().minus(&bound.value),
    };
    distance.times(&indicator.weight.fraction())
}

fn clamp(raw: &Fraction, bounds: Bounds) -> Fraction {
    raw.clone().max(bounds.least.fraction()).min(bounds.most.fraction())
}

fn divide(key: &Key, lines: &[Line], weight: &Fraction, parts: &[Part], total: Cents) -> Vec<AreaLine> {
    let mut sorted: Vec<&Part> = parts.iter().collect();
    sorted.sort_by(|a, b| a.area.cmp(&b.area));
    let count = i64::try_from(parts.len()).expect("few areas");
    let equal = Fraction::of(total.get(), 1).times(&Fraction::of(key.equal.get(), 10_000));
    let rest = Fraction::of(total.get(), 1).minus(&equal);
    let mut areas: Vec<AreaLine> = sorted
        .into_iter()
        .map(|part| {
            let own = || lines.iter().filter(|line| line.area == part.area);
            let own_weight = Fraction::sum(own().map(|line| &line.weight));
            let weighted =
                if weight.is_zero() { Fraction::whole(0) } else { rest.times(&own_weight).over(weight) };
            let people = own().map(|line| line.inhabitants.millionths()).sum();
            AreaLine {
                area: part.area.clone(),
                name: part.name.clone(),
                members: part.members.len(),
                inhabitants: Number::from_millionths(people).unwrap_or(Number::ZERO),
                weight: own_weight,
                equal: equal.over(&Fraction::whole(count)),
                weighted,
                amount: Cents::ZERO,
            }
        })
        .collect();
    let exact: Vec<Fraction> = areas.iter().map(AreaLine::exact).collect();
    let cents = largest_remainder(&exact, total.get()).expect("equal and weighted parts are the total");
    for (area, cents) in areas.iter_mut().zip(cents) {
        area.amount = Cents::new(cents).expect("a part of an amount is an amount");
    }
    areas
}

impl AreaLine {
    /// Its part before it is rounded, in cents.
    pub fn exact(&self) -> Fraction {
        self.equal.plus(&self.weighted)
    }

    /// Whether rounding gave it the cent that was left, rather than took its fraction away.
    pub fn is_rounded_up(&self) -> bool {
        Fraction::whole(self.amount.get()) > self.exact()
    }
}
