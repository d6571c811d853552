//! What every voter holds in one run, to within a known error.
//!
//! Voters with the same history form a class. A class knows the class it came from, the purchase that made
//! it, and its balance as a whole number of tiny parts of a cent with the most by which that number can be
//! wrong. The history is exact: a balance is the endowment minus what was charged on the way, so
//! [`super::exact`] can always say what it is. The tree of classes grows during a run; class 0 holds nothing.

use super::field::{Field, Seat};
use super::float;
use super::offer::Offer;

/// A class of voters; its place in the book.
pub type Class = u32;

/// The class of all who gave everything.
pub const NOTHING: Class = 0;

/// Errors above this many parts are worth an exact look.
pub const LARGE_ERROR: u64 = 1 << 40;

/// The purchase of a root class.
const NO_PURCHASE: u32 = u32::MAX;

/// The balances of one run.
#[derive(Default)]
pub struct Book {
    /// A part is a cent divided by two to this power.
    shift: u32,
    classes: Vec<Known>,
    /// Root classes: [`NOTHING`] and one for each endowment.
    roots: usize,
    class_of: Vec<Class>,
    /// The balance of each group in cents, to steer by.
    balances: Vec<f64>,
    bought: Vec<Bought>,
    poor: Vec<(Class, u64)>,
    worst: u64,
    /// The class and the balance of each part that is charged.
    next: Vec<(Class, f64)>,
}

/// What is known of a class.
#[derive(Debug, Clone, Copy)]
struct Known {
    value: i128,
    error: u64,
    /// The value in cents, to steer by.
    cents: f64,
    parent: Class,
    /// The purchase that made the class.
    purchase: u32,
    /// What the project was worth to its voters: they were charged ρ times this.
    worth: u32,
}

/// Room for the classes of a small election.
pub const FEW: usize = 20;

/// A purchase as the book remembers it.
#[derive(Debug, Clone, Copy)]
pub struct Bought {
    /// Which project.
    pub seat: Seat,
    /// Where in the list of classes that gave everything its own begin.
    poor_start: usize,
    /// What the project is worth to those who paid in full, together.
    pub rest: u128,
    /// The most that it is worth to one of them.
    pub top_worth: u32,
    /// How many they are.
    pub full: u64,
}

impl Book {
    /// Opens the book of a run: the balance of each root in parts with its error, and the root of each
    /// group.
    pub fn open(
        &mut self,
        shift: u32,
        roots: impl Iterator<Item = (i128, u64)>,
        homes: impl Iterator<Item = usize>,
    ) {
        self.shift = shift;
        self.classes.clear();
        self.classes.reserve(FEW);
        self.bought.clear();
        self.poor.clear();
        self.poor.reserve(FEW);
        self.worst = 0;
        self.class((0, 0), NOTHING, NO_PURCHASE, 0);
        for balance in roots {
            self.class(balance, NOTHING, NO_PURCHASE, 0);
        }
        self.roots = self.classes.len();
        let root = |home: usize| u32::try_from(home + 1).expect("few homes");
        self.class_of.clear();
        self.class_of.extend(homes.map(root));
        self.balances.clear();
        self.balances.extend(self.class_of.iter().map(|&class| self.classes[class as usize].cents));
    }

    fn class(&mut self, (value, error): (i128, u64), parent: Class, purchase: u32, worth: u32) -> Class {
        let class = u32::try_from(self.classes.len()).expect("fewer than 2^32 classes");
        let cents = float::cents(value, self.shift);
        if self.classes.len() == self.classes.capacity() {
            // By a quarter and not by doubling: this is the largest list of a count.
            self.classes.reserve_exact((self.classes.len() / 4).max(FEW));
        }
        self.classes.push(Known { value, error, cents, parent, purchase, worth });
        self.worst = self.worst.max(error);
        class
    }

    /// A part is a cent divided by two to this power.
    pub fn shift(&self) -> u32 {
        self.shift
    }

    /// The balance of each group in cents, wrong by at most [`Book::slack`] and one rounding.
    pub fn balances(&self) -> &[f64] {
        &self.balances
    }

    /// The most by which a balance is wrong, in cents.
    pub fn slack(&self) -> f64 {
        float::cents(i128::from(self.worst), self.shift)
    }

    /// Whether errors have grown so much that an exact look pays.
    pub fn is_worn(&self) -> bool {
        self.worst > LARGE_ERROR
    }

    /// The balance of a class in parts, and the most by which it is wrong.
    pub fn value(&self, class: Class) -> (i128, u64) {
        let Known { value, error, .. } = self.classes[class as usize];
        (value, error)
    }

    /// The same in cents, to one rounding.
    pub fn cents(&self, class: Class) -> f64 {
        self.classes[class as usize].cents
    }

    /// The class of a group.
    pub fn class_of(&self, group: u32) -> Class {
        self.class_of[group as usize]
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.classes.len()
    }

    /// The class a class came from, and what the project that made it was worth to its voters.
    pub fn origin(&self, class: usize) -> (Class, u32) {
        (self.classes[class].parent, self.classes[class].worth)
    }

    /// The root of a class (an endowment, counted from 0; `None` for [`NOTHING`]), after telling every
    /// charge on the way: the purchase and the multiple of its ρ.
    pub fn history(&self, mut class: Class, mut charge: impl FnMut(usize, u32)) -> Option<usize> {
        while class as usize >= self.roots {
            let Known { parent, purchase, worth, .. } = self.classes[class as usize];
            charge(purchase as usize, worth);
            class = parent;
        }
        (class as usize).checked_sub(1)
    }

    /// The purchases so far.
    pub fn bought(&self) -> &[Bought] {
        &self.bought
    }

    /// The classes whose voters gave everything at a purchase, with the number of those voters.
    pub fn poor_at(&self, purchase: usize) -> &[(Class, u64)] {
        let end = self.bought.get(purchase + 1).map_or(self.poor.len(), |next| next.poor_start);
        &self.poor[self.bought[purchase].poor_start..end]
    }

    /// Charges the supporters of a project as its offer says.
    pub fn charge(&mut self, field: &Field, offer: &Offer) {
        let purchase = u32::try_from(self.bought.len()).expect("few purchases");
        let rich = offer.parts.iter().filter(|part| !part.poor);
        let full = rich.clone().map(|part| part.weight).sum();
        let top_worth = rich.map(|part| part.worth).max().unwrap_or(0);
        let poor_start = self.poor.len();
        self.bought.push(Bought { seat: offer.seat, poor_start, rest: offer.rest, top_worth, full });
        self.next.clear();
        self.next.reserve(offer.parts.len());
        for part in &offer.parts {
            if part.poor {
                if part.class != NOTHING {
                    self.poor.push((part.class, part.weight));
                }
                self.next.push((NOTHING, 0.0));
                continue;
            }
            let (value, error) = self.value(part.class);
            let worth = u64::from(part.worth);
            let left = (value - offer.rho * i128::from(worth)).max(0);
            let error = error.saturating_add(offer.error.saturating_mul(worth));
            let class = self.class((left, error), part.class, purchase, part.worth);
            self.next.push((class, self.cents(class)));
        }
        field.supporters(offer.seat).each().zip(&offer.places).for_each(|((group, _, _), &place)| {
            let (class, balance) = self.next[place as usize];
            self.class_of[group as usize] = class;
            self.balances[group as usize] = balance;
        });
    }

    /// Replaces every balance by one computed from the exact endowments and charges (in parts, rounded
    /// down).
    pub fn renew(&mut self, roots: &[i128], rhos: &[i128]) {
        for (class, &root) in self.classes[1..].iter_mut().zip(roots) {
            (class.value, class.error) = (root, 1);
        }
        self.worst = 1;
        for at in self.roots..self.classes.len() {
            let Known { parent, purchase, worth, .. } = self.classes[at];
            let from = self.classes[parent as usize];
            let charge = rhos[purchase as usize] * i128::from(worth);
            let value = (from.value - charge).max(0);
            let error = from.error + u64::from(worth);
            (self.classes[at].value, self.classes[at].error) = (value, error);
            self.worst = self.worst.max(error);
        }
        for class in &mut self.classes {
            class.cents = float::cents(class.value, self.shift);
        }
        for (balance, &class) in self.balances.iter_mut().zip(&self.class_of) {
            *balance = self.classes[class as usize].cents;
        }
    }
}
