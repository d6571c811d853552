//! A small mail server of our own: it takes mail, refuses it, puts it off, hangs up or says nothing, as a test wants.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use schuifruimte::domain::digest::Digest;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader, Lines, ReadHalf,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What the server does with one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Takes it.
    Take,
    /// Answers the receiver with this reply.
    Receiver(u16),
    /// Answers the words with this reply, and does not keep them.
    Words(u16),
    /// Hangs up before it asks for the words.
    HangUpBefore,
    /// Hangs up in the middle of the words.
    HangUpAmid,
    /// Takes it and hangs up without an answer.
    TakeAndHangUp,
    /// Takes it and never answers.
    TakeAndWait,
    /// Says nothing at all.
    Silent,
    /// Fails half of the time, each in one of three ways before it takes anything, and not more than five times for one
    /// receiver: that hangs on the letters of the address, so it is the same in every run.
    HalfOfTheTime,
}

/// When a server protects the talk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// From the first byte.
    AtOnce,
    /// When it is asked to.
    Asked,
}

/// A server's way to protect the talk, with the certificate that its clients must know.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    begin: Begin,
    /// The certificate, for the settings.
    pub certificate: Vec<u8>,
}

impl Tls {
    /// A fresh certificate for this machine.
    pub fn new(begin: Begin) -> Tls {
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_string()]).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("a certificate with its key");
        let certificate = made.cert.pem().into_bytes();
        Tls { acceptor: TlsAcceptor::from(Arc::new(config)), begin, certificate }
    }
}

/// The server.
pub struct MailServer {
    /// Where it listens.
    pub address: SocketAddr,
    arrived: Arc<Mutex<Vec<String>>>,
    asked: Arc<Mutex<Vec<String>>>,
    /// Told each time a mail arrived.
    pub news: Arc<Notify>,
}

impl MailServer {
    /// Starts it; `manner` says what it does with its connections, by number.
    pub async fn start(manner: impl Fn(usize) -> Manner + Send + Sync + 'static) -> MailServer {
        MailServer::with(manner, None).await
    }

    /// Starts one that takes everything, and protects the talk.
    pub async fn start_protected(tls: &Tls) -> MailServer {
        MailServer::with(|_| Manner::Take, Some(tls.clone())).await
    }

    async fn with(manner: impl Fn(usize) -> Manner + Send + Sync + 'static, tls: Option<Tls>) -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = MailServer {
            address: listener.local_addr().expect("an address"),
            arrived: Arc::default(),
            asked: Arc::default(),
            news: Arc::default(),
        };
        let (arrived, asked, news) = (server.arrived.clone(), server.asked.clone(), server.news.clone());
        tokio::spawn(async move {
            let mut number = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Talk {
                    manner: manner(number),
                    arrived: arrived.clone(),
                    asked: asked.clone(),
                    news: news.clone(),
                };
                number += 1;
                let tls = tls.clone();
                tokio::spawn(async move { talk.take(stream, tls).await });
            }
        });
        server
    }

    /// Every mail that arrived, as it came.
    pub fn arrived(&self) -> Vec<String> {
        self.arrived.lock().expect("nobody stops with it in hands").clone()
    }

    /// Every command that was given.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody stops with it in hands").clone()
    }
}

struct Talk {
    manner: Manner,
    arrived: Arc<Mutex<Vec<String>>>,
    asked: Arc<Mutex<Vec<String>>>,
    news: Arc<Notify>,
}

impl Talk {
    /// A connection, protected or not.
    async fn take(self, mut stream: TcpStream, tls: Option<Tls>) -> Option<()> {
        let Some(tls) = tls else { return self.hold(stream, b"220 proef.example\r\n").await };
        if tls.begin == Begin::AtOnce {
            return self.hold(tls.acceptor.accept(stream).await.ok()?, b"220 proef.example\r\n").await;
        }
        stream.write_all(b"220 proef.example\r\n").await.ok()?;
        let (read, mut write) = stream.split();
        let mut lines = BufReader::new(read).lines();
        lines.next_line().await.ok()??;
        write.write_all(b"250-proef.example\r\n250 STARTTLS\r\n").await.ok()?;
        let asked = lines.next_line().await.ok()??;
        if asked != "STARTTLS" {
            return None;
        }
        write.write_all(b"220 go on\r\n").await.ok()?;
        drop((lines, write));
        self.hold(tls.acceptor.accept(stream).await.ok()?, b"").await
    }

    /// The whole talk. A connection that breaks ends it.
    async fn hold<S: AsyncRead + AsyncWrite>(mut self, stream: S, greeting: &[u8]) -> Option<()> {
        let (read, mut write) = tokio::io::split(stream);
        let mut lines = BufReader::new(read).lines();
        if self.manner == Manner::Silent {
            while lines.next_line().await.ok()?.is_some() {}
            return None;
        }
        write.write_all(greeting).await.ok()?;
        while let Some(line) = lines.next_line().await.ok()? {
            self.asked.lock().expect("nobody stops with it in hands").push(line.clone());
            if let Some(receiver) = line.strip_prefix("RCPT TO:") {
                self.manner = self.half(receiver);
            }
            let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match (word.as_str(), self.manner) {
                ("EHLO", _) => "250 proef.example\r\n".to_string(),
                ("RCPT", Manner::Receiver(code)) => format!("{code} no\r\n"),
                ("DATA", Manner::HangUpBefore) => return None,
                ("DATA", _) => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    self.words(&mut lines).await?
                }
                ("QUIT", _) => "221 bye\r\n".to_string(),
                _ => "250 ok\r\n".to_string(),
            };
            write.write_all(answer.as_bytes()).await.ok()?;
        }
        None
    }

    /// What it does with this receiver now, where it fails half of the time.
    fn half(&self, receiver: &str) -> Manner {
        if self.manner != Manner::HalfOfTheTime {
            return self.manner;
        }
        let asked = self.asked.lock().expect("nobody stops with it in hands");
        let tries = asked.iter().filter(|line| line.contains(receiver)).count();
        let lot = Digest::of_parts(&[receiver.as_bytes(), &tries.to_be_bytes()]).bytes()[0];
        match lot {
            _ if tries > 5 => Manner::Take,
            0..=127 => Manner::Take,
            128..=170 => Manner::Receiver(450),
            171..=212 => Manner::HangUpBefore,
            213..=255 => Manner::Words(451),
        }
    }

    /// Reads the words of a mail; the answer to them.
    async fn words<S: AsyncRead>(&self, lines: &mut Lines<BufReader<ReadHalf<S>>>) -> Option<String> {
        let mut mail = String::new();
        loop {
            let line = lines.next_line().await.ok()??;
            if self.manner == Manner::HangUpAmid {
                return None;
            }
            if line == "." {
                break;
            }
            mail.push_str(&line);
            mail.push_str("\r\n");
        }
        if let Manner::Words(code) = self.manner {
            return Some(format!("{code} no\r\n"));
        }
        self.arrived.lock().expect("nobody stops with it in hands").push(mail);
        self.news.notify_one();
        match self.manner {
            Manner::TakeAndHangUp => None,
            Manner::TakeAndWait => std::future::pending().await,
            _ => Some("250 taken\r\n".to_string()),
        }
    }
}

/// The value of a header of a mail.
pub fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let start = format!("{name}: ");
    mail.lines().find_map(|line| line.strip_prefix(start.as_str())).unwrap_or_default()
}
