//! What every voter holds, exactly, when somebody asks.
//!
//! Each purchase j has a ρ of its own. A balance is an endowment minus ρ times worth for each purchase on
//! the way of its class ([`Book::history`]), and ρ of a purchase is its price, minus what the poor gave,
//! divided by what it is worth to the others. So all is known from the purchases alone, however many
//! classes there are: whole numbers over one denominator, which grows by the worth of those who paid in
//! full. They are counted in 128 bits first; where these do not hold them, all is done again in integers
//! without a limit.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::Zero;

use super::book::{Book, Class, NOTHING};
use super::field::Field;
use super::offer::{Offer, Part};
use crate::tally::constraints::Endowments;
use crate::tally::outcome::Payment;
use crate::tally::ratio::{self, Ratio};

/// What can be asked.
pub enum Question<'a> {
    /// What all supporters hold together, against the price.
    Held(&'a Offer),
    /// What one of a part holds, against what it would pay.
    Balance {
        /// The offer.
        offer: &'a Offer,
        /// One of its parts.
        part: Part,
    },
    /// ρ of the first against ρ of the second, each divided by what the field says.
    Better(&'a Offer, &'a Offer),
}

/// Whole numbers that may have a limit: `None` is where it was passed.
trait Whole: Sized + Clone + Ord {
    fn from_unsigned(value: u128) -> Option<Self>;
    fn from_big(value: &BigUint) -> Option<Self>;
    fn plus(&self, other: &Self) -> Option<Self>;
    fn minus(&self, other: &Self) -> Option<Self>;
    fn times(&self, factor: u128) -> Option<Self>;
    /// The greatest common divisor with a number above 0. The number itself is not negative.
    fn common(&self, other: u128) -> u128;
    /// The quotient of an exact division.
    fn over(&self, divisor: u128) -> Self;
    /// How many bits it has.
    fn bits(&self) -> u64;
    /// This number, which is not negative, divided by one that is above 0.
    fn ratio(&self, denominator: &Self) -> Ratio;
}

impl Whole for i128 {
    fn from_unsigned(value: u128) -> Option<i128> {
        i128::try_from(value).ok()
    }
    fn from_big(value: &BigUint) -> Option<i128> {
        i128::try_from(value).ok()
    }
    fn plus(&self, other: &i128) -> Option<i128> {
        self.checked_add(*other)
    }
    fn minus(&self, other: &i128) -> Option<i128> {
        self.checked_sub(*other)
    }
    fn times(&self, factor: u128) -> Option<i128> {
        self.checked_mul(i128::try_from(factor).ok()?)
    }
    fn common(&self, other: u128) -> u128 {
        ratio::common(self.unsigned_abs(), other)
    }
    fn over(&self, divisor: u128) -> i128 {
        self / i128::try_from(divisor).expect("a divisor of a number of this kind")
    }
    fn bits(&self) -> u64 {
        u64::from(u128::BITS - self.unsigned_abs().leading_zeros())
    }
    fn ratio(&self, denominator: &i128) -> Ratio {
        Ratio::of_wide(self.unsigned_abs(), denominator.unsigned_abs())
    }
}

impl Whole for BigInt {
    fn from_unsigned(value: u128) -> Option<BigInt> {
        Some(BigInt::from(value))
    }
    fn from_big(value: &BigUint) -> Option<BigInt> {
        Some(BigInt::from_biguint(Sign::Plus, value.clone()))
    }
    fn plus(&self, other: &BigInt) -> Option<BigInt> {
        Some(self + other)
    }
    fn minus(&self, other: &BigInt) -> Option<BigInt> {
        Some(self - other)
    }
    fn times(&self, factor: u128) -> Option<BigInt> {
        Some(self * factor)
    }
    fn common(&self, other: u128) -> u128 {
        let rest = u128::try_from(self.magnitude() % other).expect("less than the divisor");
        rest.gcd(&other)
    }
    fn over(&self, divisor: u128) -> BigInt {
        self / divisor
    }
    fn bits(&self) -> u64 {
        BigInt::bits(self)
    }
    fn ratio(&self, denominator: &BigInt) -> Ratio {
        Ratio::new(self.magnitude().clone(), denominator.magnitude().clone())
    }
}

/// Endowments and ρ of all purchases, over one denominator.
struct Numbers<N> {
    denominator: N,
    endowments: Vec<N>,
    rhos: Vec<N>,
}

impl<N: Whole> Numbers<N> {
    fn open((endowments, raised): (&Endowments, u64)) -> Option<Numbers<N>> {
        let denominator = N::from_big(endowments.denominator())?;
        let raised = denominator.times(raised.into())?;
        let numerators = endowments.numerators().iter();
        let endowments = numerators.map(|own| N::from_big(own)?.plus(&raised)).collect::<Option<_>>()?;
        Some(Numbers { denominator, endowments, rhos: Vec::new() })
    }

    /// Takes in the purchases that the book has made since.
    fn catch_up(&mut self, field: &Field, book: &Book, most_bits: u64) -> Option<()> {
        self.rhos.reserve(book.bought().len() - self.rhos.len());
        while self.rhos.len() < book.bought().len() {
            let at = self.rhos.len();
            let bought = &book.bought()[at];
            let due = self.due(field.cost(bought.seat), book, book.poor_at(at).iter().copied())?;
            let common = due.common(bought.rest);
            let factor = bought.rest / common;
            if factor > 1 {
                self.denominator = self.denominator.times(factor)?;
                for number in self.endowments.iter_mut().chain(&mut self.rhos) {
                    *number = number.times(factor)?;
                }
            }
            self.rhos.push(due.over(common));
            if self.denominator.bits() > most_bits {
                return None;
            }
        }
        Some(())
    }

    /// What these voters hold together.
    fn held(&self, book: &Book, voters: impl Iterator<Item = (Class, u64)>) -> Option<N> {
        let mut voters = voters.filter(|&(class, _)| class != NOTHING).peekable();
        if voters.peek().is_none() {
            return N::from_unsigned(0);
        }
        let mut charges = vec![0_u128; self.rhos.len()];
        let mut endowed = vec![0_u128; self.endowments.len()];
        for (class, weight) in voters {
            let root = book.history(class, |purchase, worth| {
                charges[purchase] += u128::from(weight) * u128::from(worth);
            });
            if let Some(root) = root {
                endowed[root] += u128::from(weight);
            }
        }
        let mut held = N::from_unsigned(0)?;
        for (own, weight) in self.endowments.iter().zip(endowed).filter(|(_, weight)| *weight > 0) {
            held = held.plus(&own.times(weight)?)?;
        }
        for (rho, charge) in self.rhos.iter().zip(charges).filter(|(_, charge)| *charge > 0) {
            held = held.minus(&rho.times(charge)?)?;
        }
        Some(held)
    }

    /// A price minus what these voters hold together.
    fn due(&self, cost: u64, book: &Book, poor: impl Iterator<Item = (Class, u64)>) -> Option<N> {
        self.denominator.times(cost.into())?.minus(&self.held(book, poor)?)
    }

    fn due_of(&self, offer: &Offer, field: &Field, book: &Book) -> Option<N> {
        let poor = offer.parts.iter().filter(|part| part.poor);
        self.due(field.cost(offer.seat), book, poor.map(|part| (part.class, part.weight)))
    }

    /// Who paid at each purchase.
    fn payments(&self, field: &Field, book: &Book) -> Option<Vec<Payment>> {
        let payment = |(at, rho): (usize, &N)| {
            let bought = &book.bought()[at];
            let (mut payers, mut most) = (bought.full, rho.times(bought.top_worth.into())?);
            for &(class, voters) in book.poor_at(at) {
                // Whoever paid to the last part of a cent before has a class with a history, and nothing in it.
                let (value, error) = book.value(class);
                if field.uniform() && value > error.into() {
                    payers += voters;
                    continue;
                }
                let held = self.held(book, std::iter::once((class, 1)))?;
                payers += if held > N::from_unsigned(0)? { voters } else { 0 };
                most = most.max(held);
            }
            Some(Payment { payers, highest: most.ratio(&self.denominator) })
        };
        self.rhos.iter().enumerate().map(payment).collect()
    }

    fn answer(&self, (field, book): (&Field, &Book), question: &Question) -> Option<Ordering> {
        match question {
            Question::Held(offer) => {
                let all = offer.parts.iter().map(|part| (part.class, part.weight));
                Some(N::from_unsigned(0)?.cmp(&self.due(field.cost(offer.seat), book, all)?))
            }
            Question::Balance { offer, part } => {
                let held = self.held(book, std::iter::once((part.class, 1)))?.times(offer.rest)?;
                Some(held.cmp(&self.due_of(offer, field, book)?.times(part.worth.into())?))
            }
            Question::Better(one, other) => {
                let side = |own: &Offer, across: &Offer| {
                    let due = self.due_of(own, field, book)?;
                    due.times(across.rest)?.times(field.per(across.seat).into())
                };
                Some(side(one, other)?.cmp(&side(other, one)?))
            }
        }
    }
}

/// The exact numbers of a run.
pub struct Exact {
    endowments: Endowments,
    /// What every voter holds more in the present run, in whole cents.
    raised: u64,
    most_bits: u64,
    numbers: Size,
    /// The first endowment of each home in whole cents, rounded down.
    floors: Vec<u64>,
    /// The shift of the last run, and the first endowments in such parts: see [`Exact::roots`].
    roots: (u32, Vec<(i128, u64)>),
}

enum Size {
    /// Nothing was asked yet.
    Closed,
    Small(Numbers<i128>),
    Large(Numbers<BigInt>),
}

impl Exact {
    /// For runs that begin with these endowments. Above `most_bits` for the denominator, 128-bit numbers
    /// are given up (fewer than 128 to try that out).
    pub fn new(endowments: Endowments, most_bits: u64) -> Exact {
        let floor = |whole: BigUint| u64::try_from(whole).unwrap_or(u64::MAX);
        let floors =
            endowments.numerators().iter().map(|own| floor(own / endowments.denominator())).collect();
        Exact { endowments, raised: 0, most_bits, numbers: Size::Closed, floors, roots: (0, Vec::new()) }
    }

    /// Begins another run, in which every voter holds `raised` cents more than the first endowment.
    pub fn open(&mut self, raised: u64) {
        self.raised = raised;
        self.numbers = Size::Closed;
    }

    /// How many homes of voters there are.
    pub fn homes(&self) -> usize {
        self.endowments.numerators().len()
    }

    /// What a voter of this home begins with in whole cents, rounded down; the largest `u64` if it does not
    /// fit.
    pub fn floor(&self, home: usize) -> u64 {
        self.floors[home].saturating_add(self.raised)
    }

    /// What a voter of each home begins with in parts of a cent (two to the power `-shift`), rounded down,
    /// and the most by which that is wrong.
    pub fn roots(&mut self, shift: u32) -> impl Iterator<Item = (i128, u64)> {
        if self.roots.0 != shift || self.roots.1.is_empty() {
            let numerators = self.endowments.numerators().iter();
            let first = numerators.map(|own| parts(own, self.endowments.denominator(), shift));
            self.roots = (shift, first.collect());
        }
        let raised = i128::from(self.raised) << shift;
        self.roots.1.iter().map(move |&(own, error)| (own + raised, error))
    }

    /// Answers exactly.
    pub fn ask(&mut self, (field, book): (&Field, &Book), question: &Question) -> Ordering {
        if let Some(numbers) = self.small(field, book)
            && let Some(answer) = numbers.answer((field, book), question)
        {
            return answer;
        }
        let numbers = self.numbers_without_limit(field, book);
        numbers.answer((field, book), question).expect("integers without a limit do not overflow")
    }

    /// The numbers up to the last purchase in 128 bits; `None` where these do not hold them.
    fn small(&mut self, field: &Field, book: &Book) -> Option<&Numbers<i128>> {
        if matches!(self.numbers, Size::Closed) {
            self.numbers = match Numbers::open((&self.endowments, self.raised)) {
                Some(numbers) => Size::Small(numbers),
                None => Exact::large((&self.endowments, self.raised)),
            };
        }
        let Size::Small(numbers) = &mut self.numbers else { return None };
        if numbers.catch_up(field, book, self.most_bits).is_none() {
            self.numbers = Exact::large((&self.endowments, self.raised));
        }
        let Size::Small(numbers) = &self.numbers else { return None };
        Some(numbers)
    }

    fn large(start: (&Endowments, u64)) -> Size {
        Size::Large(Numbers::open(start).expect("integers without a limit do not overflow"))
    }

    fn numbers_without_limit(&mut self, field: &Field, book: &Book) -> &Numbers<BigInt> {
        if !matches!(self.numbers, Size::Large(_)) {
            self.numbers = Exact::large((&self.endowments, self.raised));
        }
        let Size::Large(numbers) = &mut self.numbers else { unreachable!("it was just made large") };
        numbers.catch_up(field, book, u64::MAX).expect("integers without a limit do not overflow");
        numbers
    }

    /// The balance of each root and ρ of each purchase in parts of the book, rounded down.
    pub fn parts(&mut self, field: &Field, book: &Book) -> (Vec<i128>, Vec<i128>) {
        let numbers = self.numbers_without_limit(field, book);
        let part = |number: &BigInt| -> i128 {
            let parts = (number << book.shift()).div_floor(&numbers.denominator);
            i128::try_from(parts).expect("the shift leaves room for all money of the run")
        };
        (numbers.endowments.iter().map(part).collect(), numbers.rhos.iter().map(part).collect())
    }

    /// Who paid at each purchase: how many voters something, and the most that one of them paid.
    pub fn payments(&mut self, field: &Field, book: &Book) -> Vec<Payment> {
        if let Some(numbers) = self.small(field, book)
            && let Some(payments) = numbers.payments(field, book)
        {
            return payments;
        }
        let numbers = self.numbers_without_limit(field, book);
        numbers.payments(field, book).expect("integers without a limit do not overflow")
    }

    /// What a voter of this home begins with, in cents.
    pub fn endowment(&self, home: usize) -> Ratio {
        let (numerator, denominator) = (&self.endowments.numerators()[home], self.endowments.denominator());
        Ratio::new(numerator + denominator * self.raised, denominator.clone())
    }
}

/// A fraction of cents in parts of a cent, rounded down, and the most by which that is wrong.
fn parts(numerator: &BigUint, denominator: &BigUint, shift: u32) -> (i128, u64) {
    if let (Ok(above), Ok(below)) = (u64::try_from(numerator), u64::try_from(denominator))
        && below.leading_zeros() + u64::BITS >= shift
    {
        // The rest is less than what it is divided by, so that there is room to shift it.
        let (whole, rest) = above.div_rem(&below);
        let (more, rest) = (u128::from(rest) << shift).div_rem(&below.into());
        let own = (i128::from(whole) << shift) + i128::try_from(more).expect("less than a cent");
        return (own, u64::from(rest > 0));
    }
    let (whole, rest) = (numerator << shift).div_rem(denominator);
    let own = i128::try_from(whole).expect("the shift leaves room for all money of the run");
    (own, u64::from(!rest.is_zero()))
}
