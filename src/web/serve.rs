//! The accept loop: so many connections, with time limits on reading and on taking answers, ended in order when the
//! service is stopped.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use hyper_util::rt::{TokioIo, TokioTimer};
use maud::{DOCTYPE, html};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::booth;
use super::error::Kind;
use super::guard::crowd::Seat;
use super::guard::limits::{ClientKey, MAX_HEADERS, READ_TIME, WRITE_LEAST, WRITE_TIME};
use super::guard::patient::Patient;
use super::guard::{Peer, headers};
use super::posted;
use super::state::App;
use crate::acts;
use crate::domain::log::chain::Actor;
use crate::domain::mail::{Address, Content};
use crate::mailing::{self, Turn, Way, smtp};
use crate::text::{Lang, Text};

/// How long connections may take to finish what they began when the service is stopped.
const FAREWELL: Duration = Duration::from_secs(10);
/// How often quiet clients, and the keys of rounds that closed, are forgotten.
const TIDY: Duration = Duration::from_secs(60);

/// How often the service does what it does by itself.
const HOUR: Duration = Duration::from_secs(3_600);

/// How often the service looks whether mail is due.
const MAIL: Duration = Duration::from_secs(2);
/// The same, at most, while the mail server is away.
const MAIL_AWAY: Duration = Duration::from_secs(300);
/// For how long a connection may keep its place.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until its headers are there; also from one request to the next.
    pub read: Duration,
    /// Until it took another [`WRITE_LEAST`] bytes of its answer.
    pub write: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { read: READ_TIME, write: WRITE_TIME }
    }
}

/// Serves until `stop` is done.
pub async fn run(listener: TcpListener, app: App, stop: impl Future<Output = ()>) -> io::Result<()> {
    run_with(listener, app, stop, Patience::default()).await
}

/// The same with another patience.
pub async fn run_with(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()>,
    patience: Patience,
) -> io::Result<()> {
    let service = super::service(&app);
    let full: Arc<[u8]> = full(&app).into();
    let (stopping, stopped) = watch::channel(());
    tokio::spawn(carry_mail(app.clone(), stopped.clone()));
    let (mut tidy, mut hourly) = (tokio::time::interval(TIDY), tokio::time::interval(HOUR));
    tokio::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            _ = tidy.tick() => {
                tidied(&app);
                continue;
            }
            _ = hourly.tick() => {
                tokio::spawn(hour(app.clone()));
                continue;
            }
            // A connection that breaks while it is accepted is no reason to stop.
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!("a connection was not accepted: {error}");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
        };
        let Some(place) = place(&app, peer) else {
            turn_away(stream, &full);
            continue;
        };
        // Answers are small and whole; waiting to fill packets only delays them.
        let _ = stream.set_nodelay(true);
        let (service, stopped) = (service.clone(), stopped.clone());
        tokio::spawn(async move {
            talk(stream, peer, service, patience, stopped).await;
            drop(place);
        });
    }
    drop(stopped);
    let _ = stopping.send(());
    let _ = tokio::time::timeout(FAREWELL, stopping.closed()).await;
    Ok(())
}

/// Carries mail until the service stops: a mail that is on its way then is finished. Without a server mail waits.
async fn carry_mail(app: App, mut stopped: watch::Receiver<()>) {
    let Some(server) = &app.settings.mail else { return };
    let origin = &app.settings.origin;
    let link = |lang, content: &Content| posted::link(origin, &app.form_key, lang, content);
    let host = app.settings.host();
    let stop =
        |lang, to: &Address, content: &Content| posted::stop(origin, &app.form_key, (lang, to), content);
    let way = Way { server, host, patience: smtp::Patience::default(), link: &link, stop: &stop };
    let mut pause = MAIL;
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = match mailing::turn(|| app.context(Actor::Service), &way).await {
            Ok(Turn::Done) => MAIL,
            Ok(Turn::ServerAway) => (pause * 2).min(MAIL_AWAY),
            Err(error) => {
                tracing::warn!("mail was not carried: {error}");
                (pause * 2).min(MAIL_AWAY)
            }
        };
    }
}

/// Answers on one connection until it ends, or until the service is stopped and the answer under way is given.
async fn talk<S>(
    stream: TcpStream,
    peer: SocketAddr,
    service: S,
    patience: Patience,
    mut stopped: watch::Receiver<()>,
) where
    S: tower::Service<Request, Response = Response, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static,
{
    let answer = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request: Request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(Peer(peer));
        service.clone().call(request)
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.read)
        .max_buf_size(MAX_HEADERS)
        .serve_connection(TokioIo::new(Patient::new(stream, patience.write, WRITE_LEAST)), answer);
    tokio::pin!(connection);
    tokio::select! {
        // Whatever the other side did wrong, nobody is left to be told.
        _ = connection.as_mut() => {}
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// A place for a connection: one of all there are, and one of those of its client. Those of a proxy are of many clients.
fn place(app: &App, peer: SocketAddr) -> Option<(OwnedSemaphorePermit, Option<Seat>)> {
    let one = app.limits.connections.clone().try_acquire_owned().ok()?;
    let address = peer.ip().to_canonical();
    if app.settings.trusted_proxies.iter().any(|network| network.contains(address)) {
        return Some((one, None));
    }
    let seat = app.limits.connections_each.sit(ClientKey::of(address, "", &[]))?;
    Some((one, Some(seat)))
}

/// Says that there is no place, as far as that can be said without waiting, and closes.
fn turn_away(stream: TcpStream, full: &[u8]) {
    let Ok(mut stream) = stream.into_std() else { return };
    // A fresh connection has room for it; whoever does not get it finds the door closed.
    let _ = io::Write::write(&mut stream, full);
    let _ = stream.shutdown(std::net::Shutdown::Write);
}

/// The answer to a connection for which there is no place: made once, with the headers of every answer.
fn full(app: &App) -> Vec<u8> {
    let kind = Kind::Shedding.name();
    let say = |lang, key: String| Text { lang }.get(&key);
    let page = html! {
        (DOCTYPE)
        html lang="nl" {
            head { meta charset="utf-8"; title { (say(Lang::Nl, format!("kind-{kind}"))) } }
            body data-kind=(kind) {
                h1 { (say(Lang::Nl, format!("kind-{kind}"))) }
                p { (say(Lang::Nl, format!("kind-{kind}-help"))) }
                p lang="en" { (say(Lang::En, format!("kind-{kind}"))) " " (say(Lang::En, format!("kind-{kind}-help"))) }
            }
        }
    }
    .into_string();
    let mut response = headers::add(super::error::with_kind(Kind::Shedding, ()), app.settings.is_https());
    let more = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_LENGTH, HeaderValue::from(page.len())),
        (header::CONNECTION, HeaderValue::from_static("close")),
    ];
    for (name, value) in more {
        response.headers_mut().insert(name, value);
    }
    let mut bytes = format!("HTTP/1.1 {}\r\n", response.status()).into_bytes();
    for (name, value) in response.headers() {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    [bytes.as_slice(), b"\r\n", page.as_bytes()].concat()
}

/// Forgets what has had its time.
fn tidied(app: &App) {
    app.limits.forget_quiet_clients();
    app.limits.watched.forget(app.clock.now());
    app.limits.noted.forget(app.clock.now());
    let app = app.clone();
    // A database that does not answer now is asked again at the next turn.
    tokio::spawn(async move { booth::forget_closed(&app).await.ok() });
}

/// The work of an hour. What fails now is tried again in the next one.
async fn hour(app: App) {
    if let Err(error) = crate::sealing::tidy(&app.context(Actor::Service), &app.keys).await {
        tracing::warn!("the hourly work was not done: {error}");
    }
    if let Err(error) = acts::follow::tell(&mut app.context(Actor::Service)).await {
        tracing::warn!("news was not mailed to who follows it: {error}");
    }
    // A staff log that is not the one that was published before is told every hour until someone looks.
    if let Err(error) = acts::anchor::make(&app.context(Actor::Service)).await {
        tracing::error!("the staff log was not anchored: {error}");
    }
}
