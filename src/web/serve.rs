//! The accept loop: connections with time limits on reading, ended in order when the service is stopped.

use std::io;
use std::time::Duration;

use axum::extract::Request;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::Service as _;

use super::booth;
use super::guard::Peer;
use super::guard::limits::{MAX_HEADERS, READ_TIME};
use super::guard::token;
use super::paths;
use super::state::App;
use crate::domain::log::chain::Actor;
use crate::domain::mail::Address;
use crate::mailing::smtp::Patience;
use crate::mailing::{self, Turn, Way};

/// How long connections may take to finish what they began when the service is stopped.
const FAREWELL: Duration = Duration::from_secs(10);
/// How often quiet clients, and the keys of rounds that closed, are forgotten.
const TIDY: Duration = Duration::from_secs(300);

/// How often the service does what it does by itself.
const HOUR: Duration = Duration::from_secs(3_600);

/// How often the service looks whether mail is due.
const MAIL: Duration = Duration::from_secs(2);
/// The same, at most, while the mail server is away.
const MAIL_AWAY: Duration = Duration::from_secs(300);

/// Serves until `stop` is done.
pub async fn run(listener: TcpListener, app: App, stop: impl Future<Output = ()>) -> io::Result<()> {
    let service = super::service(&app);
    let (stopping, stopped) = watch::channel(());
    tokio::spawn(carry_mail(app.clone(), stopped.clone()));
    let (mut tidy, mut hourly) = (tokio::time::interval(TIDY), tokio::time::interval(HOUR));
    tokio::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            _ = tidy.tick() => {
                app.limits.forget_quiet_clients();
                let app = app.clone();
                // A database that does not answer now is asked again at the next turn.
                tokio::spawn(async move { booth::forget_closed(&app).await.ok() });
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
        // Answers are small and whole; waiting to fill packets only delays them.
        let _ = stream.set_nodelay(true);
        let (service, mut stopped) = (service.clone(), stopped.clone());
        tokio::spawn(async move {
            let answer = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                let mut request: Request = request.map(axum::body::Body::new);
                request.extensions_mut().insert(Peer(peer));
                service.clone().call(request)
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(READ_TIME)
                .max_buf_size(MAX_HEADERS)
                .serve_connection(TokioIo::new(stream), answer);
            tokio::pin!(connection);
            tokio::select! {
                // Whatever the other side did wrong, nobody is left to be told.
                _ = connection.as_mut() => {}
                _ = stopped.changed() => {
                    connection.as_mut().graceful_shutdown();
                    let _ = connection.await;
                }
            }
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
    let link = |lang, token: Option<&str>| {
        let place = match token {
            Some(token) => paths::fill(lang, paths::LINK, &[token]),
            None => paths::fill(lang, paths::ENTER, &[]),
        };
        format!("{}{place}", app.settings.origin)
    };
    let host = app.settings.host();
    let stop = |lang, to: &Address| {
        let token = token::of_mailbox(&app.form_key, &to.mark());
        format!("{}{}", app.settings.origin, paths::fill(lang, paths::NO_MAIL, &[&token]))
    };
    let way = Way { server, host, patience: Patience::default(), link: &link, stop: &stop };
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

/// The work of an hour. What fails now is tried again in the next one.
async fn hour(app: App) {
    if let Err(error) = crate::sealing::tidy(&app.context(Actor::Service), &app.keys).await {
        tracing::warn!("the hourly work was not done: {error}");
    }
}
