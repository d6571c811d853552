//! How far endowments can grow before anything about a run changes.
//!
//! While the purchases and the sides of all supporters stay as they are, every balance and every ρ is a
//! straight line in what each voter holds more, and so is the bound of each project that lost: it comes from
//! one fixed split of its supporters. So a run knows how far it can be raised: as long as whoever paid in full
//! still can, whoever gave everything still must, every loser's bound stays above ρ of the winner of each
//! round, and the supporters of each project that was out still hold less than its price. All of these are
//! lines that start above zero; the first to reach it ends the [`Growth::reach`]. Up to there each run buys the
//! same projects in the same order.
//!
//! Lines are floats with a bound on their error, and every margin is taken at its unfavourable end: a reach can
//! be too short, never too long. Equal ρ stay equal only when nobody gives everything, so that they are
//! constant; other ties, and whatever was decided exactly because bounds met, end the reach at once.

#![expect(clippy::float_arithmetic, reason = "a reach only skips runs that are proven to be the same")]

use super::book::{Book, Class, NOTHING};
use super::field::{Field, Seat};
use super::float::{self, ROUNDING};
use super::offer::Offer;
use super::queue::Bound;

/// How fast something grows with what every voter holds more, to within an error.
#[derive(Debug, Clone, Copy, Default)]
struct Slope {
    value: f64,
    error: f64,
}

/// A sum of slopes.
#[derive(Default)]
struct Sum {
    value: f64,
    size: f64,
    error: f64,
    terms: f64,
}

impl Sum {
    fn add(&mut self, slope: Slope, weight: f64) {
        self.value += slope.value * weight;
        self.size += slope.value.abs() * weight;
        self.error += slope.error * weight;
        self.terms += 4.0;
    }

    fn slope(&self) -> Slope {
        let loss = (self.size + self.error) * self.terms * ROUNDING;
        Slope { value: self.value, error: self.error + loss }
    }
}

impl Slope {
    /// The slope of ρ when the poor give together what grows like this, and the rest share what is left.
    fn of_rest(self, rest: f64) -> Slope {
        let value = -self.value / rest;
        Slope { value, error: (self.error / rest + value.abs()) * 4.0 * ROUNDING + self.error / rest }
    }

    fn low(self) -> f64 {
        self.value - self.error
    }

    fn high(self) -> f64 {
        self.value + self.error
    }

    /// This minus `factor` times another.
    fn minus(self, factor: f64, other: Slope) -> Slope {
        let value = self.value - factor * other.value;
        let loss = (self.value.abs() + (factor * other.value).abs()) * 4.0 * ROUNDING;
        Slope { value, error: self.error + factor * other.error + loss }
    }
}

/// The lines of one run.
pub struct Growth {
    step: f64,
    slopes: Vec<Slope>,
    reach: f64,
}

impl Growth {
    /// For raising by steps of so many cents.
    pub fn new(step: u64) -> Growth {
        Growth { step: float::near_unsigned(step.into()), slopes: Vec::new(), reach: f64::INFINITY }
    }

    /// Begins a run: every voter who holds something holds more.
    pub fn open(&mut self, book: &Book) {
        self.slopes.resize(book.classes(), Slope { value: 1.0, error: 0.0 });
        self.slopes[NOTHING as usize] = Slope::default();
    }

    /// Whole steps by which the run can be raised and stay the same.
    pub fn steps(&self) -> u64 {
        float::whole(self.reach / self.step * (1.0 - 1e-9))
    }

    /// A line that must stay above zero: at least `margin` now, and it grows at least like `slope`.
    fn keep(&mut self, margin: f64, slope: f64) {
        if margin <= 0.0 || margin.is_nan() || slope.is_nan() {
            self.reach = 0.0;
        } else if slope < 0.0 {
            self.reach = self.reach.min(margin / -slope * (1.0 - 4.0 * ROUNDING));
        }
    }

    fn slope(&self, class: Class) -> Slope {
        self.slopes[class as usize]
    }

    /// The slope at least of the bound that a threshold gave (ρ of the project, in cents).
    pub fn of_bound(&self, field: &Field, book: &Book, seat: Seat, threshold: f64) -> f64 {
        let (mut poor, mut worth, mut terms) = (Sum::default(), 0.0, 8.0);
        for (group, weight, own) in field.supporters(seat).each() {
            if float::is_below(book.balances()[group as usize], threshold, own) {
                let weight = float::near_unsigned(weight.into());
                poor.add(self.slope(book.class_of(group)), weight);
                worth += weight * f64::from(own);
                terms += 1.0;
            }
        }
        let rest = float::near_unsigned(field.total(seat)) - worth;
        let slope = poor.slope().of_rest(rest);
        let per = float::near_unsigned(field.per(seat).into());
        // Twice the error, for the rest is a float too.
        (slope.value - 2.0 * slope.error - slope.value.abs() * terms * ROUNDING) / per
    }

    /// The same for a project whose offer is known.
    pub fn of_offer(&self, field: &Field, offer: &Offer) -> f64 {
        let slope = self.of_rho(offer);
        let per = float::near_unsigned(field.per(offer.seat).into());
        (slope.low() - slope.value.abs() * 4.0 * ROUNDING) / per
    }

    fn of_rho(&self, offer: &Offer) -> Slope {
        let mut poor = Sum::default();
        for part in offer.parts.iter().filter(|part| part.poor) {
            poor.add(self.slope(part.class), float::near_unsigned(part.weight.into()));
        }
        poor.slope().of_rest(float::near_unsigned(offer.rest))
    }

    /// A project is out: its supporters hold less than its price, and must go on to.
    pub fn out(&mut self, field: &Field, book: &Book, seat: Seat) {
        let (mut all, mut held) = (Sum::default(), i128::from(field.cost(seat)) << book.shift());
        for (group, weight, _) in field.supporters(seat).each() {
            let (value, error) = book.value(book.class_of(group));
            held -= (value + i128::from(error)) * i128::from(weight);
            all.add(self.slope(book.class_of(group)), float::near_unsigned(weight.into()));
        }
        self.keep(float::cents(held, book.shift()) * (1.0 - ROUNDING), -all.slope().high());
    }

    /// A purchase: the first of `tied`, each with the same ρ; `waiting` are all other projects.
    pub fn purchase<'b>(
        &mut self,
        (field, book): (&Field, &Book),
        tied: &[Offer],
        high: f64,
        waiting: impl Iterator<Item = &'b Bound>,
    ) {
        let constant = |offer: &Offer| !offer.parts.iter().any(|part| part.poor && part.class != NOTHING);
        if tied.len() > 1 && !tied.iter().all(constant) {
            self.reach = 0.0;
        }
        for offer in tied {
            self.sides(book, offer);
        }
        let rho = self.of_rho(&tied[0]);
        let per = float::near_unsigned(field.per(tied[0].seat).into());
        let rising = (rho.high() + rho.value.abs() * 4.0 * ROUNDING) / per;
        for other in waiting {
            let slope = other.slope - rising;
            self.keep(other.bound - high, slope - (other.slope.abs() + rising.abs()) * 2.0 * ROUNDING);
        }
    }

    /// Everyone stays on the own side of an offer.
    fn sides(&mut self, book: &Book, offer: &Offer) {
        let rho = self.of_rho(offer);
        for part in &offer.parts {
            let (value, error) = book.value(part.class);
            let margin = i128::from(error) + i128::from(offer.error) * i128::from(part.worth) + 1;
            let Some(charge) = offer.rho.checked_mul(part.worth.into()) else {
                self.reach = 0.0;
                return;
            };
            let left = self.slope(part.class).minus(f64::from(part.worth), rho);
            let (over, slope) =
                if part.poor { (charge - value, -left.high()) } else { (value - charge, left.low()) };
            self.keep(float::cents(over - margin, book.shift()) * (1.0 - ROUNDING), slope);
        }
    }

    /// After the book has charged for an offer: the lines of the new classes. `rho` is taken before.
    pub fn follow(&mut self, book: &Book, offer: &Offer) {
        let rho = self.of_rho(offer);
        for class in self.slopes.len()..book.classes() {
            let (parent, worth) = book.origin(class);
            self.slopes.push(self.slope(parent).minus(f64::from(worth), rho));
        }
    }
}
