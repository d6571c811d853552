//! T19: who takes places and gives nothing: many connections, slow ones, and ones that take no answer.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use schuifruimte::web::guard::limits::{AT_WORK_EACH, CONNECTIONS_EACH, ClientKey};
use schuifruimte::web::serve::{self, Patience};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{from, post_from, told};
use crate::support::process::Start;
use crate::support::{Browser, Site, Town, days, now, on_both, on_embedded};

/// A service that listens, in this process.
struct Listening {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Listening {
    async fn of(site: &Site, patience: Patience) -> Listening {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let stopped = async move {
            stopped.await.ok();
        };
        let task = tokio::spawn(serve::run_with(listener, site.app.clone(), stopped, patience));
        Listening { address, stop, task }
    }

    async fn end(self) {
        self.stop.send(()).expect("it runs");
        self.task.await.expect("it ends").expect("without a fault");
    }

    /// A connection from an address of this machine: 127.0.0.2 is another client than 127.0.0.1.
    async fn connect(&self, from: &str) -> TcpStream {
        let socket = TcpSocket::new_v4().expect("a socket");
        let from: IpAddr = from.parse().expect("an address");
        socket.bind(SocketAddr::new(from, 0)).expect("an address of this machine");
        // Little room, so that what is not read stays with who sends it.
        socket.set_recv_buffer_size(4_096).expect("a size");
        socket.connect(self.address).await.expect("it listens")
    }

    /// One page on a connection of its own.
    async fn page(&self, from: &str) -> String {
        let mut stream = self.connect(from).await;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.ok();
        rest(&mut stream).await
    }
}

/// Everything that comes until the other side closes, or breaks off.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(60), stream.read_to_end(&mut bytes)).await;
    assert!(read.is_ok(), "the service never closes: {}", String::from_utf8_lossy(&bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_page(answer: &str) -> bool {
    answer.starts_with("HTTP/1.1 200")
}

fn is_full(answer: &str) -> bool {
    let has = |word: &str| answer.to_lowercase().contains(word);
    answer.starts_with("HTTP/1.1 503")
        && has("retry-after: ")
        && has("data-kind=\"shedding\"")
        && has("frame-ancestors 'none'")
}

#[test]
fn a_client_has_so_many_connections_and_the_next_client_has_its_own() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let service = Listening::of(&site, Patience::default()).await;
        let mut open = Vec::new();
        for _ in 0..CONNECTIONS_EACH {
            open.push(service.connect("127.0.0.1").await);
        }
        let refused = rest(&mut service.connect("127.0.0.1").await).await;
        assert!(is_full(&refused), "{refused}");
        assert!(is_page(&service.page("127.0.0.2").await), "elsewhere nobody notices");
        // Those that are open are served, and one that ends makes room for another.
        let last = open.last_mut().expect("a connection");
        last.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.expect("sent");
        assert!(is_page(&rest(last).await));
        open.pop();
        // The service sees the end of a connection a moment later.
        while !is_page(&service.page("127.0.0.1").await) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        drop(open);
        service.end().await;
    });
}

#[test]
fn connections_of_everyone_together_have_an_end_that_says_so() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let service = Listening::of(&site, Patience::default()).await;
        let free = u32::try_from(site.app.limits.connections.available_permits()).expect("a number");
        let taken = site.app.limits.connections.clone().acquire_many_owned(free).await.expect("all places");
        let refused = service.page("127.0.0.1").await;
        assert!(is_full(&refused), "{refused}");
        drop(taken);
        assert!(is_page(&service.page("127.0.0.1").await));
        service.end().await;
    });
}

#[test]
fn a_trusted_proxy_brings_the_connections_of_everyone() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::on(&place, "http://schuif.example", now());
        let process = Start::of(&site).serve();
        let open: Vec<_> = (0..CONNECTIONS_EACH + 20)
            .map(|_| std::net::TcpStream::connect(&process.address).expect("it listens"))
            .collect();
        assert_eq!(process.get("/").expect("it serves").status, 200);
        drop(open);
    });
}

#[test]
fn slow_headers_are_cut_off_and_meanwhile_everyone_is_served() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let short = Patience { read: Duration::from_millis(500), ..Patience::default() };
        let service = Listening::of(&site, short).await;
        let mut slow = Vec::new();
        for number in 0..100 {
            let mut stream = service.connect("127.0.0.1").await;
            slow.push(tokio::spawn(async move {
                // A header that never ends, a byte at a time; every other one says nothing at all.
                let mut sent = if number % 2 == 0 {
                    stream.write_all(b"GET / HTTP/1.1\r\nX-Slow: ").await
                } else {
                    Ok(())
                };
                for _ in 0..200 {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    if number % 2 == 0 {
                        sent = stream.write_all(b"a").await;
                    }
                    if sent.is_err() {
                        break;
                    }
                }
                rest(&mut stream).await
            }));
        }
        for from in ["127.0.0.1", "127.0.0.2"] {
            assert!(is_page(&service.page(from).await), "{from}");
        }
        for stream in slow {
            let answer = stream.await.expect("it ends");
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
        }
        assert!(site.app.limits.connections_each.sit(client("127.0.0.1")).is_some());
        service.end().await;
    });
}

#[test]
fn who_takes_no_answer_is_cut_off() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let short = Patience { write: Duration::from_millis(300), ..Patience::default() };
        let service = Listening::of(&site, short).await;
        let mut stream = service.connect("127.0.0.1").await;
        let asked = "GET /assets/none HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20);
        let (mut reading, mut writing) = stream.split();
        // More and more pages are asked for and none is read, until the service lets go.
        let cut = async { while writing.write_all(asked.as_bytes()).await.is_ok() {} };
        assert!(tokio::time::timeout(Duration::from_secs(60), cut).await.is_ok(), "it never lets go");
        let mut bytes = Vec::new();
        let _broken = reading.read_to_end(&mut bytes).await;
        assert!(is_page(&service.page("127.0.0.1").await), "and serves the next one");
        service.end().await;
    });
}

fn client(address: &str) -> ClientKey {
    ClientKey::of(address.parse().expect("an address"), "", &[])
}

#[test]
fn a_client_has_so_many_requests_at_work_and_the_next_client_has_its_own() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let each = &site.app.limits.at_work_each;
        let seats: Vec<_> = (0..AT_WORK_EACH).map_while(|_| each.sit(client("203.0.113.9"))).collect();
        assert_eq!(seats.len(), AT_WORK_EACH);
        let typed = [("login".to_string(), "x".to_string()), ("password".to_string(), "y".to_string())];
        let page = post_from(&site, "203.0.113.9", "/bureau/aanmelden", &typed).await;
        assert_eq!(told(&page), (503, Some("shedding")));
        assert_ne!(page.header("retry-after"), "");
        assert_eq!(
            told(&post_from(&site, "203.0.113.8", "/bureau/aanmelden", &typed).await),
            (400, Some("login_failed"))
        );
        drop(seats);
        assert_eq!(
            told(&post_from(&site, "203.0.113.9", "/bureau/aanmelden", &typed).await),
            (400, Some("login_failed"))
        );
    });
}

/// Headers that tell of another client, from one who is no proxy of ours: no fresh start with any of them.
#[test]
fn who_is_no_trusted_proxy_tells_nothing_of_who_asks() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut last = None;
        for number in 0..15 {
            let lie = format!("198.51.100.{number}");
            let request = from("203.0.113.9", "/bureau/aanmelden")
                .header("x-forwarded-for", &lie)
                .header("x-real-ip", &lie)
                .header("true-client-ip", &lie)
                .header("forwarded", format!("for={lie};proto=https"));
            let body = axum::body::Body::from("login=joris&password=fout");
            last = Some(site.send(request.body(body).expect("a request")).await);
        }
        assert_eq!(last.as_ref().map(told), Some((429, Some("rate_limited"))));
        let typed = [("login".to_string(), "x".to_string()), ("password".to_string(), "y".to_string())];
        let elsewhere = post_from(&site, "198.51.100.3", "/bureau/aanmelden", &typed).await;
        assert_eq!(told(&elsewhere), (400, Some("login_failed")), "who was named has lost nothing");
    });
}

/// A form that never comes: 60 at once from one client, while pages are asked.
#[test]
fn slow_forms_are_cut_off_and_meanwhile_everyone_is_served() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let service = Listening::of(&site, Patience::default()).await;
        let head = "POST /bureau/aanmelden HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin=";
        let mut slow = Vec::new();
        for _ in 0..60 {
            let mut stream = service.connect("127.0.0.1").await;
            stream.write_all(head.as_bytes()).await.expect("sent");
            slow.push(stream);
        }
        for from in ["127.0.0.1", "127.0.0.2"] {
            assert!(is_page(&service.page(from).await), "{from}");
        }
        for stream in &mut slow {
            let answer = rest(stream).await;
            assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("bad_request"), "{answer}");
        }
        assert_eq!(Browser::default().get(&site, "/").await.status, 200);
        service.end().await;
    });
}
