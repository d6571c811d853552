//! What many wrong codes have made careful, for as long as it lasts: kept at hand, so that right codes cost nothing more.
//! What is counted stands in the database; a copy of the service that starts learns it with the next wrong code.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::digest::Digest;
use crate::domain::time::Moment;

/// Most things that are kept; beyond it the database tells once more.
const MOST: usize = 65_536;

/// Until when something is watched, by its keyed hash.
#[derive(Default)]
pub struct Watched {
    until: Mutex<HashMap<Digest, Moment>>,
    number: AtomicUsize,
}

impl Watched {
    /// Whether nothing is watched, as on nearly every day.
    pub fn is_empty(&self) -> bool {
        self.number.load(Ordering::Relaxed) == 0
    }

    /// Whether this is watched at a moment.
    pub fn holds(&self, what: &Digest, now: Moment) -> bool {
        self.lock().get(what).is_some_and(|until| now < *until)
    }

    /// Watches something until a moment.
    pub fn watch(&self, what: Digest, until: Moment) {
        let mut all = self.lock();
        if all.len() < MOST || all.contains_key(&what) {
            all.insert(what, until);
        }
        self.number.store(all.len(), Ordering::Relaxed);
    }

    /// Forgets what is over.
    pub fn forget(&self, now: Moment) {
        let mut all = self.lock();
        all.retain(|_, until| now < *until);
        all.shrink_to_fit();
        self.number.store(all.len(), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Digest, Moment>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_watched_is_over_by_itself_and_has_an_end() {
        let (watched, now) = (Watched::default(), Moment::from_micros(0));
        assert!(watched.is_empty() && !watched.holds(&Digest::of(b"a"), now));
        watched.watch(Digest::of(b"a"), now.plus_minutes(10));
        assert!(!watched.is_empty() && watched.holds(&Digest::of(b"a"), now.plus_minutes(9)));
        assert!(!watched.holds(&Digest::of(b"a"), now.plus_minutes(10)));
        for number in 0..MOST + 10 {
            watched.watch(Digest::of(&number.to_be_bytes()), now.plus_minutes(5));
        }
        assert_eq!(watched.lock().len(), MOST);
        watched.forget(now.plus_minutes(5));
        assert_eq!(watched.lock().len(), 1);
        watched.forget(now.plus_minutes(10));
        assert!(watched.is_empty());
    }
}
