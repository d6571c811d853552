//! Mail on its way, and people who pitch.

mod carrying;
pub mod entering;
pub mod groups;
mod keeping;
mod keys;
mod office;
mod receipts;
mod stopping;

use std::time::Duration;

use schuifruimte::acts::{self, ActError};
use schuifruimte::config::{MailServer as Settings, Protection};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mail::{Address, Content};
use schuifruimte::domain::time::Moment;
use schuifruimte::mailing::smtp::Patience;
use schuifruimte::mailing::{self, Turn, Way};
use schuifruimte::text::Lang;
use schuifruimte::web::posted;

use crate::support::smtp::MailServer;
use crate::support::town::service_key;
use crate::support::{Place, lookout};

/// An address out of a text.
pub fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

/// The settings of mail for a server of our own.
pub fn settings(server: &MailServer) -> Settings {
    Settings {
        host: server.address.ip().to_string(),
        port: server.address.port(),
        protection: Protection::None,
        authority_file: None,
        authority: None,
        login: None,
        password_file: None,
        from: address("post@schuif.example"),
    }
}

/// One turn of a process at a moment.
pub async fn turn_with(place: &Place, settings: &Settings, now: Moment) -> Result<Turn, ActError> {
    let origin = "https://schuif.example";
    let link = |lang: Lang, content: &Content| posted::link(origin, &service_key("form"), lang, content);
    let patience = Patience { open: Duration::from_millis(700), answer: Duration::from_millis(700) };
    let stop = |lang: Lang, to: &Address, content: &Content| {
        posted::stop(origin, &service_key("form"), (lang, to), content)
    };
    let way = Way { server: settings, host: "schuif.example", patience, link: &link, stop: &stop };
    mailing::turn(|| place.context(Actor::Service, now), &way).await
}

/// The same with a server of our own.
pub async fn turn(place: &Place, server: &MailServer, now: Moment) -> Turn {
    turn_with(place, &settings(server), now).await.expect("a turn")
}

/// Somebody asks for a link for an address, each time from elsewhere.
pub async fn ask(place: &Place, client: &str, email: &str, now: Moment) -> Result<(), ActError> {
    let mut ctx = place.context(Actor::Visitor, now);
    acts::initiator::ask(&mut ctx, client, &address(email), "nl").await
}

/// The texts of the links that wait to be mailed to an address, oldest first.
pub async fn links(place: &Place, email: &str) -> Vec<String> {
    let rows = place.dump().await;
    let mut found: Vec<(String, String)> = rows
        .iter()
        .filter(|row| row.starts_with("outbox: ") && row.contains(email))
        .filter_map(|row| {
            let row = row.replace("\"\"", "\"");
            let rest = row.split("\"token\":\"").nth(1)?;
            let until = row.split("\"until\":\"").nth(1)?.split('"').next()?.to_string();
            Some((until, rest.split('"').next()?.to_string()))
        })
        .collect();
    found.sort();
    found.iter().for_each(|(_, token)| lookout::handed_out(token));
    found.into_iter().map(|(_, token)| token).collect()
}

/// The text of the newest link that waits to be mailed to an address and was not used.
pub async fn newest_link(place: &Place, email: &str) -> String {
    for link in links(place, email).await.into_iter().rev() {
        let key = acts::initiator::key(&link);
        let unused = "SELECT CAST(COUNT(*) AS BIGINT) FROM initiator_link WHERE used_at IS NULL AND id =";
        if place.number(format!("{unused} '{key}'")).await == 1 {
            return link;
        }
    }
    panic!("no link waits")
}

/// How many mails are in a state.
pub async fn count(place: &Place, state: &str) -> i64 {
    place.number(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = '{state}'")).await
}
