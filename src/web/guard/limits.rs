//! How much is allowed: sizes, times, rates. Rates are per process and forget at a restart; what must
//! hold for ever is a constraint in the database.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::Quota;
use tokio::sync::Semaphore;

use super::crowd::{Crowd, Queue};
use super::rates::Rates;
use super::watched::Watched;
use crate::config::{Network, open_files};

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
/// How long a client may take to read its answer until the next piece of it can be sent.
pub const WRITE_TIME: Duration = Duration::from_secs(30);
/// Fewest bytes of an answer that a client reads in that time.
pub const WRITE_LEAST: usize = 16 * 1024;
/// Requests at work at once; more are shed rather than queued without end.
const AT_WORK: usize = 2_048;
/// Requests of one client at work at once: a library full of people, and a small part of all.
pub const AT_WORK_EACH: usize = 128;
/// Connections at once, where the system allows so many files.
pub const CONNECTIONS: usize = 8_192;
/// Files that the service keeps for itself beside its connections: database, keys, what it writes.
pub const OWN_FILES: usize = 128;
/// Connections of one client at once; a browser keeps six. A trusted proxy has the connections of everyone.
pub const CONNECTIONS_EACH: usize = 256;
/// Most password hashes at once: each takes 19 MiB and a core, and half of the cores are for pages.
const HASHES: usize = 4;
/// Password hashes that wait for their turn; more are shed, for they would not be done in time.
const HASHES_WAITING: usize = 64;
/// Documents that are made at once: letters, case files.
const DOCUMENTS: usize = 1;
/// Documents that wait for their turn.
const DOCUMENTS_WAITING: usize = 16;
/// Counts that anyone may ask for at once: each takes a core.
const COUNTS: usize = 1;
/// Such counts that wait for their turn; each holds a connection to the database.
const COUNTS_WAITING: usize = 2;

/// Where a request comes from, as far as rates are concerned: an IPv4 address, or the /64 of an IPv6
/// address, since a household has as many of those as it likes. With the bits of it that tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientKey(IpAddr, u8);

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
            let Some(address) = address(hop.trim()) else { break };
            client = address.to_canonical();
        }
        ClientKey::within(client, if client.is_ipv4() { 32 } else { 64 })
    }

    /// The largest network that a provider hands to one customer: the /48 of an IPv6 address. Of IPv4 there is none, for
    /// neighbours there have nothing to do with each other.
    pub fn site(self) -> Option<ClientKey> {
        self.0.is_ipv6().then(|| ClientKey::within(self.0, 48))
    }

    /// The part of the internet that it lies in, for when there are too many clients to tell apart.
    pub fn region(self) -> ClientKey {
        ClientKey::within(self.0, if self.0.is_ipv4() { 16 } else { 32 })
    }

    /// What is hashed of it, where what is kept must tell no address.
    pub fn bytes(self) -> Vec<u8> {
        let mut bytes = match self.0 {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets().to_vec(),
        };
        bytes.push(self.1);
        bytes
    }

    fn within(address: IpAddr, prefix: u8) -> ClientKey {
        let cut = |own: u32| u32::from(prefix).min(own);
        let network = match address {
            IpAddr::V4(v4) => {
                let mask = u32::MAX.checked_shl(32 - cut(32)).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
            }
            IpAddr::V6(v6) => {
                let mask = u128::MAX.checked_shl(128 - cut(128)).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
            }
        };
        ClientKey(network, prefix)
    }
}

/// An address as proxies write it: some add a port, and write IPv6 between brackets.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|both| both.ip()))
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
    /// Receipts that go by mail: a whole library may share an address, and nobody needs many.
    receipt_mails: Rates,
    /// Requests at work.
    pub at_work: Semaphore,
    /// Requests at work of each client.
    pub at_work_each: Crowd,
    /// Connections of all clients and proxies.
    pub connections: Arc<Semaphore>,
    /// Connections of each client.
    pub connections_each: Crowd,
    /// Password hashes at work.
    pub hashes: Queue,
    /// Pictures at work: one, since each takes a core and much memory for as long as it takes.
    pub pictures: Arc<Semaphore>,
    /// Documents at work.
    pub documents: Queue,
    /// Counts at work that anyone may ask for.
    pub counts: Queue,
    /// What many wrong codes have made careful.
    pub watched: Watched,
    /// Refusals that stand in the staff log already.
    pub noted: Watched,
}

impl Default for Limits {
    fn default() -> Limits {
        let per_minute = |number: u32| {
            let number = NonZeroU32::new(number).expect("a rate is not zero");
            Rates::new(Quota::per_minute(number))
        };
        let ten = NonZeroU32::new(10).expect("ten is not zero");
        let wrong =
            Quota::with_period(Duration::from_secs(60)).expect("a minute is not zero").allow_burst(ten);
        Limits {
            writes: per_minute(600),
            wrong_codes: Rates::new(wrong),
            sign_ins: per_minute(60),
            receipt_mails: Rates::new(Quota::per_hour(NonZeroU32::new(30).expect("a rate is not zero"))),
            at_work: Semaphore::new(AT_WORK),
            at_work_each: Crowd::new(AT_WORK_EACH),
            connections: Arc::new(Semaphore::new(connections(open_files()))),
            connections_each: Crowd::new(CONNECTIONS_EACH),
            hashes: Queue::new((cores() / 2).clamp(1, HASHES), HASHES_WAITING),
            pictures: Arc::new(Semaphore::new(1)),
            documents: Queue::new(DOCUMENTS, DOCUMENTS_WAITING),
            counts: Queue::new(COUNTS, COUNTS_WAITING),
            watched: Watched::default(),
            noted: Watched::default(),
        }
    }
}

impl Limits {
    /// Whether this client may change something once more.
    pub fn allows_write(&self, client: ClientKey) -> bool {
        self.writes.allows(client)
    }

    /// Notes a code that was not accepted; `false` when there were too many.
    pub fn allows_wrong_code(&self, client: ClientKey) -> bool {
        self.wrong_codes.allows(client)
    }

    /// Whether this client may try to sign in once more.
    pub fn allows_sign_in(&self, client: ClientKey) -> bool {
        self.sign_ins.allows(client)
    }

    /// Whether this client may have one more receipt sent by mail.
    pub fn allows_receipt_mail(&self, client: ClientKey) -> bool {
        self.receipt_mails.allows(client)
    }

    /// Forgets clients that were quiet for long.
    pub fn forget_quiet_clients(&self) {
        for rates in [&self.writes, &self.wrong_codes, &self.sign_ins, &self.receipt_mails] {
            rates.forget_quiet_clients();
        }
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

/// How many connections fit beside the files of the service, of so many files that the system allows. Without files left, a
/// database cannot even be opened.
fn connections(files: Option<usize>) -> usize {
    files.unwrap_or(1_024).saturating_sub(OWN_FILES).clamp(OWN_FILES, CONNECTIONS)
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
        assert_eq!(client("10.0.0.1", "203.0.113.9:4711"), direct("203.0.113.9"), "with a port");
        assert_eq!(client("10.0.0.1", "[2001:db8::1]:443"), direct("2001:db8::1"));
        assert_eq!(client("10.0.0.1", "[2001:db8::1]"), direct("2001:db8::1"));
        assert_eq!(client("10.0.0.1", "::ffff:203.0.113.9"), direct("203.0.113.9"), "IPv4 in IPv6 is IPv4");
        assert_eq!(client("10.0.0.1", "1.1.1.1, unknown, 10.0.0.9"), direct("10.0.0.9"), "not past a riddle");
    }

    #[test]
    fn a_site_is_a_48_and_a_region_holds_many() {
        let direct = |address: &str| ClientKey::of(address.parse().unwrap(), "", &[]);
        assert_eq!(direct("2001:db8:1:2::1").site(), direct("2001:db8:1:ffff::1").site());
        assert_ne!(direct("2001:db8:1::1").site(), direct("2001:db8:2::1").site());
        assert_ne!(direct("2001:db8:1::1").site(), Some(direct("2001:db8:1::1")), "no site is a household");
        assert_eq!(direct("203.0.113.9").site(), None);
        assert_eq!(direct("203.0.113.9").region(), direct("203.0.1.2").region());
        assert_ne!(direct("203.0.113.9").region(), direct("203.1.113.9").region());
        assert_eq!(direct("2001:db8:1::1").region(), direct("2001:db8:ffff::1").region());
        assert_ne!(direct("203.0.113.9").bytes(), direct("203.0.113.9").region().bytes());
    }

    #[test]
    fn connections_leave_files_for_the_service() {
        assert_eq!(connections(Some(1_024)), 1_024 - OWN_FILES);
        assert_eq!((connections(Some(1_048_576)), connections(None)), (CONNECTIONS, 1_024 - OWN_FILES));
        assert_eq!(connections(Some(64)), OWN_FILES);
    }

    #[test]
    fn the_eleventh_wrong_code_of_a_client_is_one_too_many() {
        let (limits, client) = (Limits::default(), client("203.0.113.9", ""));
        let allowed = (0..11).filter(|_| limits.allows_wrong_code(client)).count();
        assert_eq!(allowed, 10);
    }
}
