//! A client on one connection that stays open: what it sends, and how long the answer took.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// One connection, which is opened anew when it breaks.
pub struct Client {
    service: SocketAddr,
    stream: Option<TcpStream>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// From the first byte that was sent to the last one that came.
    pub time: Duration,
}

impl Client {
    /// A client of a service.
    pub fn of(service: SocketAddr) -> Client {
        Client { service, stream: None }
    }

    /// Looks at a page, as someone at an address behind the proxy.
    pub fn get(&mut self, from: &str, path: &str) -> io::Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\n{}\r\n", head(from)))
    }

    /// Tries to sign in.
    pub fn sign_in(&mut self, from: &str, login: &str, password: &str) -> io::Result<Answer> {
        let typed = [("login", login), ("password", password)];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
        self.ask(&format!(
            "POST /bureau/aanmelden HTTP/1.1\r\n{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n\
             {body}",
            head(from),
            body.len()
        ))
    }

    fn ask(&mut self, request: &str) -> io::Result<Answer> {
        let begin = Instant::now();
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(self.service)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(Duration::from_secs(30)))?;
                stream
            }
        };
        stream.write_all(request.as_bytes())?;
        let status = answer(&mut stream)?;
        self.stream = Some(stream);
        Ok(Answer { status, time: begin.elapsed() })
    }
}

/// Headers of a browser at an address.
fn head(from: &str) -> String {
    format!(
        "Host: ruimte.example\r\nX-Forwarded-For: {from}\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\n\
         Accept-Language: nl\r\n"
    )
}

/// Reads one answer whole: its status.
fn answer(stream: &mut TcpStream) -> io::Result<u16> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 16 * 1024]);
    loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&piece[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
        if bytes.len() >= end + 4 + length {
            return head
                .split(' ')
                .nth(1)
                .and_then(|status| status.parse().ok())
                .ok_or(ErrorKind::InvalidData.into());
        }
    }
}
