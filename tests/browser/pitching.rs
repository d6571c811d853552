//! People who pitch and a passkey, in a real browser with a device that is not there: in with a link, a passkey added, in
//! with that alone, and never where staff come in.

use fantoccini::{Client, Locator};
use schuifruimte::acts;
use schuifruimte::domain::account::SecondFactor;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mail::Address;
use serde_json::json;
use tokio::net::TcpListener;

use super::driver::Driver;
use super::served::served;
use super::{keep, send, text, type_into};
use crate::support::people::{MARIJKE, PASSWORD};
use crate::support::{Place, Site, Town, days, on_both};

const ADDRESS: &str = "truus@buurt.example";

#[test]
fn who_pitches_comes_in_with_a_passkey_or_a_link_and_never_needs_one() {
    on_both(|place| async move {
        let _town = Town::new(&place).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        // Browsers make no passkeys for a bare number.
        let origin = format!("http://localhost:{}", listener.local_addr().expect("an address").port());
        let site = Site::asking(&place, &origin, days(1), SecondFactor::Optional);
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.listening().await;
            let device = driver.add_authenticator(&client).await;
            let truus = Truus { place: &place, site: &site, client: &client, origin };
            truus.by_link(0).await;
            truus.add().await;
            let mails = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE kind = 'key_added'";
            assert_eq!(place.number(mails).await, 1, "a mail tells of it");
            truus.by_key().await;
            // A device that does not know who holds it is not enough.
            driver.ask(&format!("{device}/uv"), &json!({ "isUserVerified": false }));
            truus.not_verified().await;
            driver.ask(&format!("{device}/uv"), &json!({ "isUserVerified": true }));
            truus.never_as_staff().await;
            // Nor does the key of someone of the staff open an account of who pitches.
            driver.take_away(&device);
            driver.add_authenticator(&client).await;
            truus.never_of_staff().await;
            truus.remove_after_signing_in_anew().await;
            assert!(place.fsck().await.is_empty());
            client.close().await.expect("the browser closes");
        })
        .await;
    });
}

/// Someone who pitches, at a browser.
struct Truus<'a> {
    place: &'a Place,
    site: &'a Site,
    client: &'a Client,
    origin: &'a str,
}

impl Truus<'_> {
    async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.expect(path);
    }

    async fn says(&self, words: &str) -> bool {
        text(self.client, "main").await.contains(words)
    }

    /// In with a link, so many minutes later.
    async fn by_link(&self, minutes: i64) {
        let at = days(1).plus_minutes(minutes);
        self.site.clock.set(at);
        let mut ctx = self.place.context(Actor::Visitor, at);
        let email = Address::parse(ADDRESS).expect("an address");
        acts::initiator::ask(&mut ctx, "a", &email, "nl").await.expect("asked");
        let mut ctx = self.place.context(Actor::Service, at);
        // Mail that tells of something may lie before it.
        let link = loop {
            let held = acts::outbox::claim(&mut ctx).await.expect("a query").expect("a mail");
            if let Some(link) = held.content.token() {
                break link.to_string();
            }
        };
        self.open(&format!("/initiatief/link/{link}")).await;
        send(self.client, "main form button").await;
        assert_eq!(text(self.client, "h1").await, "Uw account");
    }

    async fn add(&self) {
        keep(self.client, "initiatief-zonder-passkey").await;
        type_into(self.client, "passkey-key_name", "toestel van Truus").await;
        send(self.client, "form[action='/initiatief/passkeys'] button").await;
        keep(self.client, "initiatief-passkey-maken").await;
        send(self.client, "form[data-passkey='new'] button").await;
        assert_eq!(text(self.client, "h1").await, "Uw account", "{}", text(self.client, "main").await);
        assert!(self.says("toestel van Truus").await);
        keep(self.client, "initiatief-met-passkey").await;
    }

    async fn sign_out(&self) {
        self.open("/initiatief").await;
        if self.client.find(Locator::Css("form[action='/initiatief/afmelden'] button")).await.is_ok() {
            send(self.client, "form[action='/initiatief/afmelden'] button").await;
        }
    }

    async fn ask_device(&self) {
        self.sign_out().await;
        self.open("/initiatief/aanmelden").await;
        keep(self.client, "initiatief-aanmelden").await;
        send(self.client, "form[action='/initiatief/aanmelden/passkey'] button").await;
        assert_eq!(text(self.client, "h1").await, "Aanmelden met een passkey");
    }

    async fn by_key(&self) {
        self.ask_device().await;
        keep(self.client, "initiatief-passkey-tonen").await;
        send(self.client, "form[data-passkey='known'] button").await;
        assert_eq!(text(self.client, "h1").await, "Uw account", "{}", text(self.client, "main").await);
        assert!(self.says(ADDRESS).await);
    }

    async fn not_verified(&self) {
        self.ask_device().await;
        let button = self.client.find(Locator::Css("form[data-passkey] button")).await.expect("a button");
        button.click().await.expect("pressed");
        let told = self.client.wait().for_element(Locator::Css("#passkey-mislukt:not([hidden])")).await;
        assert!(told.expect("the page says so").text().await.expect("words").contains("niet gelukt"));
        self.open("/initiatief").await;
        assert_eq!(text(self.client, "h1").await, "Aanmelden");
    }

    async fn never_as_staff(&self) {
        self.open("/bureau/aanmelden").await;
        send(self.client, "form[action='/bureau/aanmelden/passkey'] button").await;
        send(self.client, "form[data-passkey='known'] button").await;
        assert!(self.says("Aanmelden is niet gelukt").await, "{}", text(self.client, "main").await);
        self.open("/bureau").await;
        assert_ne!(text(self.client, "h1").await, "Uw werk");
    }

    /// Marijke adds a passkey, the only one of another device.
    async fn never_of_staff(&self) {
        self.open("/bureau/aanmelden").await;
        type_into(self.client, "login", MARIJKE.login).await;
        type_into(self.client, "password", PASSWORD).await;
        send(self.client, "form[action='/bureau/aanmelden'] button").await;
        self.open("/bureau/account").await;
        type_into(self.client, "key_name", "toestel van Marijke").await;
        send(self.client, "form[action='/bureau/account/passkeys'] button").await;
        send(self.client, "form[data-passkey='new'] button").await;
        assert!(self.says("toestel van Marijke").await);
        self.ask_device().await;
        send(self.client, "form[data-passkey='known'] button").await;
        assert!(self.says("Deze passkey werkt hier niet").await, "{}", text(self.client, "main").await);
        keep(self.client, "initiatief-andere-passkey").await;
    }

    async fn remove_after_signing_in_anew(&self) {
        let removal = "form[action*='/verwijdering'][action*='passkeys'] button";
        self.by_link(20).await;
        assert!(self.client.find(Locator::Css(removal)).await.is_ok());
        send(self.client, removal).await;
        assert!(!self.says("toestel van Truus").await, "removed");
        self.sign_out().await;
        self.by_link(60).await;
        assert!(!self.says("toestel van Truus").await, "and a link still opens the account");
    }
}
