//! What the supporters of a project would pay for it, with everyone on the right side: those who give all
//! they hold, and those who pay in full.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::book::{Book, Class, FEW};
use super::exact::{Exact, Question};
use super::field::{Field, Seat};
use super::float;

/// No part yet.
const NONE: u32 = u32::MAX;

/// Supporters of equal balance to whom the project is worth the same.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// What they hold.
    pub class: Class,
    /// What it is worth to each.
    pub worth: u32,
    /// How many voters they are.
    pub weight: u64,
    /// Whether each gives all it holds; otherwise ρ times the worth.
    pub poor: bool,
}

/// What the supporters of a project would pay.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Which project.
    pub seat: Seat,
    /// Its supporters.
    pub parts: Vec<Part>,
    /// The part of each supporter, in the order of the field.
    pub places: Vec<u32>,
    /// ρ in parts of a cent, and the most by which it is wrong.
    pub rho: i128,
    /// See there.
    pub error: u64,
    /// What the project is worth to those who pay in full, together.
    pub rest: u128,
}

/// How the sides are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// By the errors the book knows, exactly only where these leave a doubt.
    Bounds,
    /// Exactly, always.
    Nothing,
}

/// Finds offers; keeps its tables from one to the next.
#[derive(Default)]
pub struct Bidder {
    slots: Vec<u32>,
    pairs: HashMap<(Class, u32), u32>,
    /// Lists of offers that are over.
    spare: Vec<(Vec<Part>, Vec<u32>)>,
}

impl Bidder {
    /// The offer of a project's supporters; `None` when they hold too little. `guess` is near ρ, in cents.
    pub fn offer(
        &mut self,
        (field, book): (&Field, &Book),
        exact: &mut Exact,
        (seat, guess): (Seat, f64),
        trust: Trust,
    ) -> Option<Offer> {
        let mut offer = self.parts(field, book, seat);
        for part in &mut offer.parts {
            part.poor = float::is_below(book.cents(part.class), guess, part.worth);
        }
        loop {
            let due = i128::from(field.cost(seat)) << book.shift();
            let (held, error) = offer.held(book);
            offer.rest = offer.worth_of_rich();
            let Ok(rest) = i128::try_from(offer.rest) else {
                unreachable!("worths and weights have 96 bits")
            };
            if rest == 0 {
                if !suffices(&offer, (field, book), exact, (held - due, error), trust) {
                    self.done(offer);
                    return None;
                }
                offer.parts.iter_mut().for_each(|part| part.poor = false);
                continue;
            }
            offer.rho = (due - held).div_euclid(rest);
            offer.error = u64::try_from(error / offer.rest + 2).unwrap_or(u64::MAX);
            if !offer.resort((field, book), exact, trust) {
                return Some(offer);
            }
        }
    }

    /// Takes back the lists of an offer that is over.
    pub fn done(&mut self, offer: Offer) {
        let Offer { mut parts, mut places, .. } = offer;
        parts.clear();
        places.clear();
        self.spare.push((parts, places));
    }

    /// The supporters of a project by class.
    fn parts(&mut self, field: &Field, book: &Book, seat: Seat) -> Offer {
        let supporters = field.supporters(seat);
        let (mut parts, mut places) = self.spare.pop().unwrap_or_default();
        places.reserve(supporters.len());
        parts.reserve(supporters.len().min(FEW));
        if field.uniform() {
            self.slots.reserve(FEW);
            self.slots.resize(book.classes().max(self.slots.len()), NONE);
            supporters.each().for_each(|(group, weight, worth)| {
                let class = book.class_of(group);
                let slot = &mut self.slots[class as usize];
                join(slot, &mut parts, Part { class, worth, weight, poor: false });
                places.push(*slot);
            });
            parts.iter().for_each(|part| self.slots[part.class as usize] = NONE);
        } else {
            self.pairs.clear();
            supporters.each().for_each(|(group, weight, worth)| {
                let class = book.class_of(group);
                let slot = self.pairs.entry((class, worth)).or_insert(NONE);
                join(slot, &mut parts, Part { class, worth, weight, poor: false });
                places.push(*slot);
            });
        }
        Offer { seat, parts, places, rho: 0, error: 0, rest: 0 }
    }
}

fn join(slot: &mut u32, parts: &mut Vec<Part>, part: Part) {
    match parts.get_mut(*slot as usize) {
        Some(known) => known.weight += part.weight,
        None => {
            *slot = u32::try_from(parts.len()).expect("no more parts than groups");
            parts.push(part);
        }
    }
}

/// Whether all supporters together hold the price: `over` is what they hold beyond it.
fn suffices(
    offer: &Offer,
    books: (&Field, &Book),
    exact: &mut Exact,
    (over, error): (i128, u128),
    trust: Trust,
) -> bool {
    if trust == Trust::Bounds && over.unsigned_abs() > error {
        return over > 0;
    }
    exact.ask(books, &Question::Held(offer)).is_ge()
}

impl Offer {
    /// What the poor hold together, in parts, and the most by which that is wrong.
    fn held(&self, book: &Book) -> (i128, u128) {
        let mut held = (0, 0);
        for part in self.parts.iter().filter(|part| part.poor) {
            let (value, error) = book.value(part.class);
            held.0 += value * i128::from(part.weight);
            held.1 += u128::from(error) * u128::from(part.weight);
        }
        held
    }

    fn worth_of_rich(&self) -> u128 {
        let rich = self.parts.iter().filter(|part| !part.poor);
        rich.map(|part| u128::from(part.weight) * u128::from(part.worth)).sum()
    }

    /// Puts everyone who stands on the wrong side of ρ on the other; whether anyone did.
    fn resort(&mut self, books: (&Field, &Book), exact: &mut Exact, trust: Trust) -> bool {
        let (rho, error) = (self.rho, self.error);
        let mut moved = false;
        let mut doubtful = Vec::new();
        for (at, part) in self.parts.iter_mut().enumerate() {
            let (value, own) = books.1.value(part.class);
            let worth = i128::from(part.worth);
            let margin = u128::from(own) + u128::from(error) * u128::from(part.worth);
            // A charge too large for 128 bits is more than anyone holds.
            let over = rho.checked_mul(worth).map_or(i128::MIN / 2, |charge| value - charge);
            if trust == Trust::Nothing || over.unsigned_abs() <= margin {
                doubtful.push(at);
            } else if part.poor != (over < 0) {
                part.poor = over < 0;
                moved = true;
            }
        }
        if moved || doubtful.is_empty() {
            return moved;
        }
        let asked = self.clone();
        for at in doubtful {
            let part = &mut self.parts[at];
            let poor = match exact.ask(books, &Question::Balance { offer: &asked, part: *part }) {
                Ordering::Less => true,
                Ordering::Greater => false,
                Ordering::Equal => part.poor,
            };
            moved |= poor != part.poor;
            part.poor = poor;
        }
        moved
    }
}
