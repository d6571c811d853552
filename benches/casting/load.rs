//! The load: clients on connections that stay open, each sending its next request when the last one was
//! answered. One thread, no parsing beyond what is checked, because it shares its cores with what it measures.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::sync::Barrier;

/// How long a client who was told to come back later stays away, as `Retry-After` says.
const AWAY: Duration = Duration::from_secs(2);

/// What is sent, and what is in an answer that is right.
pub enum Work {
    /// One request over and over.
    Same(Vec<u8>, &'static str),
    /// Each request once.
    Each(Vec<Vec<u8>>, &'static str),
}

/// What came of it.
#[derive(Debug, Default, Clone)]
pub struct Taken {
    /// From the first request to the last answer.
    pub time: Duration,
    /// Microseconds from a request to its right answer, ascending.
    pub waits: Vec<u64>,
    /// Every other answer, with how often it came.
    pub others: BTreeMap<String, u64>,
}

impl Taken {
    /// Puts what each client saw together.
    pub fn all(time: Duration, parts: impl IntoIterator<Item = Taken>) -> Taken {
        let mut all = Taken { time, ..Taken::default() };
        for part in parts {
            all.waits.extend(part.waits);
            for (answer, times) in part.others {
                *all.others.entry(answer).or_default() += times;
            }
        }
        all.waits.sort_unstable();
        all
    }

    /// Right answers.
    pub fn right(&self) -> u64 {
        u64::try_from(self.waits.len()).expect("a count")
    }

    /// Notes an answer that is not right.
    pub fn other(&mut self, answer: String) {
        *self.others.entry(answer).or_default() += 1;
    }
}

/// What all clients share.
struct Shared {
    address: SocketAddr,
    work: Work,
    next: AtomicUsize,
    time: Duration,
    ready: Barrier,
}

/// Sends the work to an address with so many clients, until it is done or the time is over. Connections are
/// open before the first request.
pub fn run(address: SocketAddr, work: Work, clients: usize, time: Duration) -> Taken {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let shared = Shared { address, work, next: AtomicUsize::new(0), time, ready: Barrier::new(clients + 1) };
    let shared = Arc::new(shared);
    runtime.block_on(async {
        let clients: Vec<_> = (0..clients).map(|_| tokio::spawn(client(shared.clone()))).collect();
        shared.ready.wait().await;
        let start = Instant::now();
        let mut parts = Vec::new();
        for client in clients {
            parts.push(client.await.expect("a client does not stop half-way"));
        }
        Taken::all(start.elapsed(), parts)
    })
}

impl Shared {
    fn next(&self) -> Option<(&[u8], &'static str)> {
        match &self.work {
            Work::Same(request, mark) => Some((request, mark)),
            Work::Each(requests, mark) => {
                requests.get(self.next.fetch_add(1, Ordering::Relaxed)).map(|one| (one.as_slice(), *mark))
            }
        }
    }
}

async fn client(shared: Arc<Shared>) -> Taken {
    let mut seen = Taken::default();
    let mut line = Line::open(shared.address).await;
    shared.ready.wait().await;
    let end = Instant::now() + shared.time;
    while Instant::now() < end {
        let Some((request, mark)) = shared.next() else { break };
        let sent = Instant::now();
        while Instant::now() < end {
            let answer = line.ask(request).await;
            let is_right = answer.as_ref().is_ok_and(|page| page.status == 200 && page.body.contains(mark));
            if is_right {
                let wait = sent.elapsed().as_micros();
                seen.waits.push(u64::try_from(wait).expect("a wait of a human life at most"));
                break;
            }
            let come_back = answer.as_ref().is_ok_and(|page| page.status == 503);
            match answer {
                Ok(page) => seen.other(page.name()),
                Err(error) => {
                    seen.other(format!("broken connection: {error}"));
                    line = Line::open(shared.address).await;
                }
            }
            if !come_back {
                break;
            }
            tokio::time::sleep(AWAY.min(end.saturating_duration_since(Instant::now()))).await;
        }
    }
    seen
}

/// An answer.
struct Page<'a> {
    status: u16,
    body: &'a str,
}

impl Page<'_> {
    /// What kind of answer it is: the status, and the kind that the page names.
    fn name(&self) -> String {
        let kind = self.body.split_once("data-kind=\"").and_then(|(_, rest)| rest.split_once('"'));
        format!("{} {}", self.status, kind.map_or("", |(kind, _)| kind))
    }
}

/// One connection.
struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    async fn open(address: SocketAddr) -> Line {
        let stream = TcpStream::connect(address).await.expect("the service listens");
        stream.set_nodelay(true).expect("a socket takes options");
        Line { stream, buffer: vec![0; 64 * 1024] }
    }

    /// Sends a request and reads the answer whole.
    async fn ask(&mut self, request: &[u8]) -> std::io::Result<Page<'_>> {
        let mut rest = request;
        while !rest.is_empty() {
            match self.stream.try_write(rest) {
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.stream.writable().await?,
                Err(error) => return Err(error),
            }
        }
        let (mut filled, mut whole) = (0, None);
        while whole.is_none_or(|(_, _, end)| filled < end) {
            match self.stream.try_read(&mut self.buffer[filled..]) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.stream.readable().await?,
                Err(error) => return Err(error),
            }
            whole = whole.or_else(|| head(&self.buffer[..filled]));
        }
        let (status, start, end) = whole.expect("the loop ends with it");
        let body = std::str::from_utf8(&self.buffer[start..end]).map_err(|_| ErrorKind::InvalidData)?;
        Ok(Page { status, body })
    }
}

/// The status, and where the body begins and ends, once the headers are there.
fn head(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let start = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..start]).ok()?;
    let status = head.get(9..12)?.parse().ok()?;
    let told = |line: &str| line.strip_prefix("content-length: ").and_then(|length| length.parse().ok());
    let length: usize = head.lines().find_map(told).expect("an answer tells its length");
    Some((status, start, start + length))
}
