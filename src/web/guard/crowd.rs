//! How many of something there are at once: of each client, and in a queue.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limits::ClientKey;

/// How many times as much as one client a whole site may have: the /48 of an IPv6 address.
const WIDE: usize = 4;

/// So many for each client at once.
#[derive(Clone)]
pub struct Crowd(Arc<Inner>);

struct Inner {
    most: usize,
    taken: Mutex<HashMap<ClientKey, usize>>,
}

/// One of what a client may have; given back when it is dropped.
pub struct Seat {
    crowd: Crowd,
    keys: [Option<ClientKey>; 2],
}

impl Crowd {
    /// So many for each client.
    pub fn new(most: usize) -> Crowd {
        Crowd(Arc::new(Inner { most, taken: Mutex::default() }))
    }

    /// Takes one, if the client and its site have one left.
    pub fn sit(&self, client: ClientKey) -> Option<Seat> {
        let keys = [Some(client), client.site()];
        let mut taken = self.lock();
        let has = |key: Option<ClientKey>, most| {
            key.is_none_or(|key| taken.get(&key).is_none_or(|has| *has < most))
        };
        if !has(keys[0], self.0.most) || !has(keys[1], self.0.most * WIDE) {
            return None;
        }
        for key in keys.into_iter().flatten() {
            *taken.entry(key).or_default() += 1;
        }
        drop(taken);
        Some(Seat { crowd: self.clone(), keys })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ClientKey, usize>> {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.crowd.lock();
        for key in self.keys.into_iter().flatten() {
            match taken.get_mut(&key) {
                Some(number) if *number > 1 => *number -= 1,
                // Who has nothing is not remembered.
                _ => drop(taken.remove(&key)),
            }
        }
    }
}

/// A queue with an end before a few places, for work that takes a core.
pub struct Queue {
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// A place that was waited for. It goes along with the work: that goes on also when nobody waits for its end any more.
pub struct Turn {
    _place: OwnedSemaphorePermit,
    _waiting: OwnedSemaphorePermit,
}

/// The queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

impl Queue {
    /// So many places, and room for so many to wait.
    pub fn new(places: usize, waiting: usize) -> Queue {
        let all = |number| Arc::new(Semaphore::new(number));
        Queue { places: all(places), waiting: all(places + waiting) }
    }

    /// Waits for a place, or says at once that it would take too long.
    pub async fn acquire(&self) -> Result<Turn, Full> {
        let waiting = self.waiting.clone().try_acquire_owned().map_err(|_| Full)?;
        let place = self.places.clone().acquire_owned().await.map_err(|_| Full)?;
        Ok(Turn { _place: place, _waiting: waiting })
    }

    /// Turns everyone away from now on.
    pub fn close(&self) {
        self.waiting.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> ClientKey {
        ClientKey::of(address.parse().unwrap(), "", &[])
    }

    #[test]
    fn a_client_has_so_many_and_no_more_until_it_gives_one_back() {
        let crowd = Crowd::new(2);
        let one = crowd.sit(client("203.0.113.9"));
        let two = crowd.sit(client("203.0.113.9"));
        assert!(one.is_some() && two.is_some() && crowd.sit(client("203.0.113.9")).is_none());
        assert!(crowd.sit(client("203.0.113.10")).is_some(), "the neighbour has its own");
        drop(one);
        assert!(crowd.sit(client("203.0.113.9")).is_some());
        drop(two);
        assert!(crowd.lock().is_empty(), "nothing is kept of who has nothing");
    }

    #[test]
    fn a_site_has_four_times_as_many() {
        let crowd = Crowd::new(2);
        let sit = |one: u16| crowd.sit(client(&format!("2001:db8:7:{one:x}::1")));
        let seats: Vec<Seat> = (0..20).filter_map(sit).collect();
        assert_eq!(seats.len(), 8);
        assert!(crowd.sit(client("2001:db8:8::1")).is_some());
        drop(seats);
        assert!(crowd.lock().is_empty());
    }

    #[tokio::test]
    async fn a_queue_that_is_full_says_so_at_once() {
        let queue = Queue::new(1, 1);
        let first = queue.acquire().await.expect("a place");
        let (second, third) = tokio::join!(
            async {
                let second = queue.acquire();
                tokio::time::timeout(std::time::Duration::from_millis(20), second).await
            },
            async {
                tokio::task::yield_now().await;
                queue.acquire().await.err()
            }
        );
        assert!(second.is_err(), "the second one waits");
        assert_eq!(third, Some(Full));
        drop(first);
        assert!(queue.acquire().await.is_ok());
    }
}
