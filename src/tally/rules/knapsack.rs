//! The set of items that is worth most, under a budget and ceilings that lie within each other.
//!
//! *The limits* form a tree: every node is an item, parts that may not cost more than an amount together, or
//! items of which at most one may be taken. Parts with money of their own cost what is above them at least
//! that money: what they leave of it is lost to the others.
//!
//! *How it is exact.* Each node gets the list of its sets that no other of its sets beats: costing no more
//! and being worth more (or as much, and standing before it in the order of picks). Lists of parts are
//! combined and cut again, so the best set of the root is the best of all (G. Nemhauser, Z. Ullmann, 1969).
//!
//! *Why it is quick.* Every ceiling gets a price per cent, from filling the budget with the best items per
//! cent. At these prices each node has a best margin (worth minus price of what it uses), and a set loses
//! what it stays below that. The losses of a whole set are the same bound minus its worth, so the best set
//! loses least. Only sets that lose no more than a gap are kept; a gap too small for any set to remain is
//! doubled. Prices need not be the best ones: any whole numbers from nothing up keep all this true, as long
//! as only parts with money of their own are cheaper inside than around.
//!
//! *It ends*: the gap doubles until the empty set would remain, or more than [`MOST_SETS`] sets are made.

use std::cmp::Ordering;

/// Something to take or to leave.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// In cents; no more than any limit that the item is under.
    pub cost: u64,
    /// More than 0.
    pub value: u128,
}

/// What may be taken. Items are named by their place in the declared order.
#[derive(Debug, Clone)]
pub enum Part {
    /// This item.
    Item(usize),
    /// Any of these that cost no more than `most` together.
    Within {
        /// The parts.
        parts: Vec<Part>,
        /// In cents.
        most: u64,
    },
    /// Any of these, and they cost at least `least` together, whatever they cost.
    Own {
        /// The parts.
        parts: Vec<Part>,
        /// In cents.
        least: u64,
    },
    /// At most one of these items.
    OneOf(Vec<usize>),
}

/// Which of several best sets is wanted, comparing the places of the items in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// The first.
    First,
    /// The last.
    Last,
}

/// The most sets that are made.
const MOST_SETS: usize = 5_000_000;

/// The best set of items, ascending; `None` when more than [`MOST_SETS`] sets would have to be compared.
pub fn best(items: &[Item], root: &Part, among: Among) -> Option<Vec<usize>> {
    let values = items.iter().fold(1_u128, |sum, item| sum.saturating_add(item.value));
    let shift = values.leading_zeros().saturating_sub(8).min(64);
    let priced = priced(items, root, shift);
    let largest = items.iter().map(|item| item.value).max().unwrap_or(0);
    let mut gap = (signed(largest << shift) / 256).max(1);
    let mut search = Search { items, among, shift, gap, made: 0 };
    loop {
        let front = search.front(&priced, 0)?;
        if let Some(best) = front.sets.last() {
            let has = |place: &usize| best.picks[place / 64] & bit(*place) != 0;
            return Some((0..items.len()).filter(has).collect());
        }
        gap = gap.checked_mul(2)?;
        search.gap = gap;
    }
}

/// A part with the price per cent of all the limits it is under.
enum Priced {
    Item(usize),
    Within { parts: Vec<Priced>, most: u64, price: i128 },
    Own { parts: Vec<Priced>, least: u64, price: i128 },
    OneOf(Vec<usize>),
}

/// A limit while it is being filled.
struct Tank {
    above: Option<usize>,
    /// What it can still take.
    left: u64,
    /// What it still takes without asking the limits above.
    own: u64,
    price: i128,
}

/// Finds prices: fills the budget with the items that are worth most per cent; a limit that is full has as its
/// price what the last item was worth.
fn priced(items: &[Item], root: &Part, shift: u32) -> Priced {
    let mut tanks = Vec::new();
    let mut tank_of = vec![0; items.len()];
    place(root, None, items, &mut tanks, &mut tank_of);
    let mut order: Vec<usize> = (0..items.len()).filter(|&at| items[at].cost > 0).collect();
    let per_cent = |at: usize| signed((items[at].value << shift) / u128::from(items[at].cost));
    order.sort_by_key(|&at| (std::cmp::Reverse(per_cent(at)), at));
    for at in order {
        let mut due = items[at].cost;
        while due > 0 {
            let filled = fill(&mut tanks, tank_of[at], due, per_cent(at));
            if filled == 0 {
                break;
            }
            due -= filled;
        }
    }
    with_prices(root, 0, &mut tanks.iter())
}

/// Puts at most `due` in a limit and in those above it, as far as it has no money of its own; how much it was.
/// What is full by this gets the price.
fn fill(tanks: &mut [Tank], lowest: usize, due: u64, price: i128) -> u64 {
    let mut way = vec![lowest];
    let mut amount = due;
    let mut here = lowest;
    loop {
        amount = amount.min(tanks[here].left);
        if tanks[here].own > 0 {
            amount = amount.min(tanks[here].own);
            break;
        }
        let Some(above) = tanks[here].above else { break };
        way.push(above);
        here = above;
    }
    if amount == 0 {
        return 0;
    }
    for at in way {
        let tank = &mut tanks[at];
        tank.left -= amount;
        let was_own = tank.own > 0;
        tank.own = tank.own.saturating_sub(amount);
        if tank.left == 0 || (was_own && tank.own == 0) {
            tank.price = price;
        }
    }
    amount
}

/// Lists the limits from the root down, and the lowest one of each item. Of the items of which one may be taken
/// only the dearest can be needed to fill a limit.
fn place(part: &Part, above: Option<usize>, items: &[Item], tanks: &mut Vec<Tank>, tank_of: &mut [usize]) {
    let here = tanks.len();
    match part {
        Part::Item(at) => tank_of[*at] = above.expect("the root is a limit"),
        Part::Within { parts, most } => {
            tanks.push(Tank { above, left: *most, own: 0, price: 0 });
            parts.iter().for_each(|part| place(part, Some(here), items, tanks, tank_of));
        }
        Part::Own { parts, least } => {
            tanks.push(Tank { above, left: u64::MAX, own: *least, price: 0 });
            let mut next = above;
            while let Some(at) = next {
                tanks[at].left = tanks[at].left.saturating_sub(*least);
                next = tanks[at].above;
            }
            parts.iter().for_each(|part| place(part, Some(here), items, tanks, tank_of));
        }
        Part::OneOf(places) => {
            let left = places.iter().map(|&at| items[at].cost).max().unwrap_or(0);
            tanks.push(Tank { above, left, own: 0, price: 0 });
            places.iter().for_each(|&at| tank_of[at] = here);
        }
    }
}

/// The tree with prices: inside a limit nothing is cheaper than around it, inside money of its own nothing is
/// dearer.
fn with_prices(part: &Part, around: i128, tanks: &mut std::slice::Iter<Tank>) -> Priced {
    match part {
        Part::Item(at) => Priced::Item(*at),
        Part::Within { parts, most } => {
            let price = tanks.next().expect("one for each limit").price.max(around);
            let parts = parts.iter().map(|part| with_prices(part, price, tanks)).collect();
            Priced::Within { parts, most: *most, price }
        }
        Part::Own { parts, least } => {
            let price = tanks.next().expect("one for each limit").price.min(around);
            let parts = parts.iter().map(|part| with_prices(part, price, tanks)).collect();
            Priced::Own { parts, least: *least, price }
        }
        Part::OneOf(places) => {
            tanks.next();
            Priced::OneOf(places.clone())
        }
    }
}

/// A set of items of one part.
#[derive(Debug, Clone)]
struct Set {
    cost: u64,
    value: u128,
    /// A bit for each item, that of the first item the highest.
    picks: Vec<u64>,
}

/// The sets of a part that no other beats, by cost.
struct Front {
    sets: Vec<Set>,
    /// No set has a larger margin at the prices around the part.
    margin: i128,
}

/// One try with one gap.
struct Search<'a> {
    items: &'a [Item],
    among: Among,
    /// Values are compared with prices times two to this power.
    shift: u32,
    gap: i128,
    made: usize,
}

impl Search<'_> {
    /// The sets of a part that may belong to a best set; `around` is the price around it. `None` when there
    /// are too many.
    fn front(&mut self, part: &Priced, around: i128) -> Option<Front> {
        match part {
            Priced::Item(at) => self.choice(&[*at], around),
            Priced::OneOf(places) => self.choice(places, around),
            Priced::Within { parts, most, price } => {
                let mut front = self.all(parts, *most, *price)?;
                front.margin += (price - around) * i128::from(*most);
                self.cut(&mut front, around);
                Some(front)
            }
            Priced::Own { parts, least, price } => {
                let mut front = self.all(parts, u64::MAX, *price)?;
                front.margin -= (around - price) * i128::from(*least);
                front.sets.iter_mut().for_each(|set| set.cost = set.cost.max(*least));
                self.cut(&mut front, around);
                Some(front)
            }
        }
    }

    /// The sets of several parts together that cost no more than `most`.
    fn all(&mut self, parts: &[Priced], most: u64, price: i128) -> Option<Front> {
        let nothing = Set { cost: 0, value: 0, picks: vec![0; self.items.len().div_ceil(64)] };
        let mut front = Front { sets: vec![nothing], margin: 0 };
        let mut fronts = Vec::new();
        for part in parts {
            fronts.push(self.front(part, price)?);
        }
        fronts.sort_by_key(|front| front.sets.len());
        for part in &fronts {
            front = self.both(&front, part, most, price)?;
        }
        Some(front)
    }

    /// None or one of these items.
    fn choice(&mut self, places: &[usize], around: i128) -> Option<Front> {
        let words = self.items.len().div_ceil(64);
        let mut sets = vec![Set { cost: 0, value: 0, picks: vec![0; words] }];
        for &at in places {
            let mut picks = vec![0; words];
            picks[at / 64] = bit(at);
            sets.push(Set { cost: self.items[at].cost, value: self.items[at].value, picks });
        }
        let margin = sets.iter().map(|set| self.margin(set, around)).max().expect("there is a set");
        let mut front = Front { sets, margin };
        self.cut(&mut front, around);
        Some(front)
    }

    /// Every set of one part with every set of another.
    fn both(&mut self, left: &Front, right: &Front, most: u64, price: i128) -> Option<Front> {
        self.made += left.sets.len().checked_mul(right.sets.len())?;
        if self.made > MOST_SETS {
            return None;
        }
        let mut both = Front { sets: Vec::new(), margin: left.margin + right.margin };
        let least = both.margin - self.gap;
        for other in &right.sets {
            let margin = self.margin(other, price);
            for set in &left.sets {
                if u128::from(set.cost) + u128::from(other.cost) > u128::from(most) {
                    break;
                }
                if self.margin(set, price) + margin >= least {
                    let picks = set.picks.iter().zip(&other.picks).map(|(a, b)| a | b).collect();
                    let (cost, value) = (set.cost + other.cost, set.value + other.value);
                    both.sets.push(Set { cost, value, picks });
                }
            }
        }
        self.cut(&mut both, price);
        Some(both)
    }

    /// What a set is worth above the price of what it uses.
    fn margin(&self, set: &Set, price: i128) -> i128 {
        signed(set.value << self.shift) - price * i128::from(set.cost)
    }

    /// Leaves out what another set beats and what loses more than the gap.
    fn cut(&self, front: &mut Front, price: i128) {
        let least = front.margin - self.gap;
        front.sets.retain(|set| self.margin(set, price) >= least);
        front.sets.sort_by(|a, b| a.cost.cmp(&b.cost).then_with(|| self.compare(b, a)));
        let mut kept: Vec<Set> = Vec::new();
        for set in front.sets.drain(..) {
            if kept.last().is_none_or(|last| self.compare(&set, last).is_gt()) {
                kept.push(set);
            }
        }
        front.sets = kept;
    }

    /// The better of two sets is the greater: worth more, or before it in the order of picks.
    fn compare(&self, a: &Set, b: &Set) -> Ordering {
        a.value.cmp(&b.value).then_with(|| match self.among {
            Among::First => a.picks.cmp(&b.picks),
            Among::Last => b.picks.cmp(&a.picks),
        })
    }
}

/// The place of an item in its word of picks.
fn bit(place: usize) -> u64 {
    1 << (63 - place % 64)
}

fn signed(value: u128) -> i128 {
    i128::try_from(value).expect("values are shifted to less than 120 bits")
}
