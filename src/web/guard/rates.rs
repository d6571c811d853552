//! How often a client may do something, with an end to how much is remembered of clients.

use std::num::NonZeroU32;

use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::limits::ClientKey;

/// Most clients that are told apart. Beyond it those that live in one part of the internet share a rate.
const MAX_CLIENTS: usize = 65_536;
/// How many times the rate of one client a whole site may use, or a whole region when there are too many clients.
const WIDE: NonZeroU32 = NonZeroU32::new(8).expect("eight is not zero");

type Keyed = RateLimiter<ClientKey, DashMapStateStore<ClientKey>, DefaultClock>;

/// A rate for each client, and a wider one for the /48 that an IPv6 client may have to itself.
pub struct Rates {
    each: Keyed,
    wide: Keyed,
    most: usize,
}

impl Rates {
    /// Rates that give each client this much.
    pub fn new(quota: Quota) -> Rates {
        Rates::bounded(quota, MAX_CLIENTS)
    }

    fn bounded(quota: Quota, most: usize) -> Rates {
        let wide = Quota::with_period(quota.replenish_interval() / WIDE.get()).unwrap_or(quota);
        let wide = wide.allow_burst(quota.burst_size().saturating_mul(WIDE));
        Rates { each: RateLimiter::keyed(quota), wide: RateLimiter::keyed(wide), most }
    }

    /// Takes one of what a client has left; `false` when nothing is left.
    pub fn allows(&self, client: ClientKey) -> bool {
        if self.each.len() >= self.most {
            return self.wide.check_key(&client.region()).is_ok();
        }
        let site = client.site().map(|site| if self.wide.len() < self.most { site } else { client.region() });
        self.each.check_key(&client).is_ok() && site.is_none_or(|site| self.wide.check_key(&site).is_ok())
    }

    /// Forgets clients that have everything left again.
    pub fn forget_quiet_clients(&self) {
        for rates in [&self.each, &self.wide] {
            rates.retain_recent();
            rates.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: String) -> ClientKey {
        ClientKey::of(address.parse().unwrap(), "", &[])
    }

    fn ten() -> Quota {
        Quota::per_hour(NonZeroU32::new(10).unwrap())
    }

    #[test]
    fn a_client_has_its_rate_and_its_neighbours_have_theirs() {
        let rates = Rates::new(ten());
        let of = |address: &str| (0..20).filter(|_| rates.allows(client(address.to_string()))).count();
        assert_eq!((of("203.0.113.9"), of("203.0.113.10"), of("203.0.113.9")), (10, 10, 0));
        assert_eq!((of("2001:db8::1"), of("2001:db8::2")), (10, 0), "one household");
    }

    #[test]
    fn many_households_of_one_site_have_eight_times_the_rate_together() {
        let rates = Rates::new(ten());
        let tries = (0..200).filter(|one| rates.allows(client(format!("2001:db8:7:{one:x}::1"))));
        assert_eq!(tries.count(), 80);
        assert!(rates.allows(client("2001:db8:8::1".to_string())), "the next site has its own");
    }

    #[test]
    fn what_is_remembered_has_an_end_and_a_flood_takes_from_its_own_region() {
        let rates = Rates::bounded(ten(), 50);
        for one in 0..50 {
            assert!(rates.allows(client(format!("203.0.113.{one}"))));
        }
        let rest = (50..250).filter(|one| rates.allows(client(format!("203.0.113.{one}")))).count();
        assert_eq!((rest, rates.each.len()), (80, 50));
        assert!(rates.allows(client("198.51.100.7".to_string())), "elsewhere nobody notices");
        assert_eq!(rates.wide.len(), 2);
    }
}
