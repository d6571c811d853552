//! The projects that wait, the one with the smallest bound first.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::field::Seat;

/// A lower bound of ρ divided by what the field says, in cents.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// At least this.
    pub bound: f64,
    /// How fast it grows with what every voter holds more, at least; 0 where nobody asked.
    pub slope: f64,
    /// Of which project.
    pub seat: Seat,
}

impl Ord for Bound {
    fn cmp(&self, other: &Bound) -> Ordering {
        self.bound.total_cmp(&other.bound).then(self.seat.cmp(&other.seat))
    }
}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Bound) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Bound {
    fn eq(&self, other: &Bound) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Bound {}

/// Projects that wait.
#[derive(Clone, Default)]
pub struct Queue {
    heap: BinaryHeap<Reverse<Bound>>,
}

impl FromIterator<Bound> for Queue {
    fn from_iter<I: IntoIterator<Item = Bound>>(bounds: I) -> Queue {
        Queue { heap: bounds.into_iter().map(Reverse).collect() }
    }
}

impl Queue {
    /// Adds a project.
    pub fn add(&mut self, bound: Bound) {
        self.heap.push(Reverse(bound));
    }

    /// The smallest bound.
    pub fn first(&self) -> Option<Bound> {
        self.heap.peek().map(|Reverse(bound)| *bound)
    }

    /// Takes the project with the smallest bound.
    pub fn take(&mut self) -> Option<Bound> {
        self.heap.pop().map(|Reverse(bound)| bound)
    }

    /// All that wait, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Bound> {
        self.heap.iter().map(|Reverse(bound)| bound)
    }

    /// Becomes like another queue.
    pub fn restart(&mut self, other: &Queue) {
        self.heap.clone_from(&other.heap);
    }
}
