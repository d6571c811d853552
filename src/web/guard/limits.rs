//! How much is allowed: sizes, times, rates. Rates are per process and forget at a restart; what must
//! hold for ever is a constraint in the database.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::sync::Semaphore;

use crate::config::Network;

/// Largest form.
pub const MAX_BODY: usize = 64 * 1024;
/// Largest file: a register of 200,000 letters. Larger ones come by the command `import`.
pub const MAX_UPLOAD: usize = 16 * 1024 * 1024;
/// How long a member of staff may take to send a file.
pub const UPLOAD_TIME: Duration = Duration::from_secs(8);
/// Most fields in a form.
pub const MAX_FIELDS: usize = 200;
/// Most fields in a form of the office: its largest one has a field for every letter of a round.
pub const MAX_OFFICE_FIELDS: usize = 400;
/// Most parts of a form with a file.
pub const MAX_PARTS: usize = 50;
/// Most bytes of a body that only staff may send.
pub const MAX_OFFICE_BODY: usize = MAX_UPLOAD + MAX_BODY;
/// How long a picture waits for another one.
pub const PICTURE_TIME: Duration = Duration::from_secs(5);
/// Longest address.
pub const MAX_URI: usize = 4 * 1024;
/// Most bytes of headers.
pub const MAX_HEADERS: usize = 16 * 1024;
/// How long a client may take to send its headers.
pub const READ_TIME: Duration = Duration::from_secs(10);
/// How long a client may take to send its form.
pub const BODY_TIME: Duration = Duration::from_secs(5);
/// How long a request may take, its body included.
pub const ANSWER_TIME: Duration = Duration::from_secs(15);
/// Requests at work at once; more are shed rather than queued without end.
const AT_WORK: usize = 2_048;
/// Password hashes at once: each takes 19 MiB and a core.
const HASHES: usize = 2;

type Rates = RateLimiter<ClientKey, DashMapStateStore<ClientKey>, DefaultClock>;

/// Where a request comes from, as far as rates are concerned: an IPv4 address, or the /64 of an IPv6
/// address, since a household has as many of those as it likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientKey(IpAddr);

impl ClientKey {
    /// Its name, for counters in the database.
    pub fn name(self) -> String {
        self.0.to_string()
    }

    /// The client behind a connection. Only what a trusted proxy adds is believed: from the right, past
    /// trusted hops, never the leftmost, which the client writes itself.
    pub fn of(peer: IpAddr, forwarded: &str, trusted: &[Network]) -> ClientKey {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(*address));
        let mut client = peer.to_canonical();
        for hop in forwarded.rsplit(',') {
            if !is_trusted(&client) {
                break;
            }
            let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
            client = address.to_canonical();
        }
        ClientKey(match client {
            IpAddr::V4(_) => client,
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        })
    }
}

impl std::fmt::Display for ClientKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The limits of a running service.
pub struct Limits {
    /// Anything that changes something.
    writes: Rates,
    /// Codes that were not accepted. Homes and libraries share addresses, so right codes are free.
    wrong_codes: Rates,
    /// Attempts to sign in: a whole office may share an address. How often it may go wrong is counted in the database.
    sign_ins: Rates,
    /// Requests at work.
    pub at_work: Semaphore,
    /// Password hashes at work.
    pub hashes: Semaphore,
    /// Pictures at work: one, since each takes a core and much memory for as long as it takes.
    pub pictures: Arc<Semaphore>,
}

impl Default for Limits {
    fn default() -> Limits {
        let per_minute = |number: u32| {
            let number = NonZeroU32::new(number).expect("a rate is not zero");
            RateLimiter::keyed(Quota::per_minute(number))
        };
        let ten = NonZeroU32::new(10).expect("ten is not zero");
        let wrong =
            Quota::with_period(Duration::from_secs(60)).expect("a minute is not zero").allow_burst(ten);
        Limits {
            writes: per_minute(600),
            wrong_codes: RateLimiter::keyed(wrong),
            sign_ins: per_minute(60),
            at_work: Semaphore::new(AT_WORK),
            hashes: Semaphore::new(HASHES),
            pictures: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Limits {
    /// Whether this client may change something once more.
    pub fn allows_write(&self, client: ClientKey) -> bool {
        self.writes.check_key(&client).is_ok()
    }

    /// Notes a code that was not accepted; `false` when there were too many.
    pub fn allows_wrong_code(&self, client: ClientKey) -> bool {
        self.wrong_codes.check_key(&client).is_ok()
    }

    /// Whether this client may try to sign in once more.
    pub fn allows_sign_in(&self, client: ClientKey) -> bool {
        self.sign_ins.check_key(&client).is_ok()
    }

    /// Forgets clients that were quiet for long.
    pub fn forget_quiet_clients(&self) {
        for rates in [&self.writes, &self.wrong_codes, &self.sign_ins] {
            rates.retain_recent();
            rates.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &str) -> ClientKey {
        let trusted = [Network::parse("10.0.0.0/8").unwrap()];
        ClientKey::of(peer.parse().unwrap(), forwarded, &trusted)
    }

    #[test]
    fn only_a_trusted_proxy_tells_who_the_client_is() {
        let direct = |address: &str| ClientKey::of(address.parse().unwrap(), "", &[]);
        assert_eq!(client("198.51.100.7", "203.0.113.9"), direct("198.51.100.7"));
        assert_eq!(client("10.0.0.1", "203.0.113.9"), direct("203.0.113.9"));
        assert_eq!(
            client("10.0.0.1", "1.2.3.4, 203.0.113.9"),
            direct("203.0.113.9"),
            "the leftmost is a lie"
        );
        assert_eq!(client("10.0.0.1", "203.0.113.9, 10.2.2.2"), direct("203.0.113.9"));
        assert_eq!(client("::ffff:10.0.0.1", "203.0.113.9"), direct("203.0.113.9"));
        assert_eq!(client("10.0.0.1", "nonsense"), direct("10.0.0.1"));
        assert_eq!(direct("2001:db8:1:2::1"), direct("2001:db8:1:2:ffff::9"), "one /64 is one client");
        assert_ne!(direct("2001:db8:1:2::1"), direct("2001:db8:1:3::1"));
    }

    #[test]
    fn the_eleventh_wrong_code_of_a_client_is_one_too_many() {
        let (limits, client) = (Limits::default(), client("203.0.113.9", ""));
        let allowed = (0..11).filter(|_| limits.allows_wrong_code(client)).count();
        assert_eq!(allowed, 10);
    }
}
