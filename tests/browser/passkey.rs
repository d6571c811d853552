//! Passkeys in a real browser with a device that is not there: adding one, signing in with it, proving anew to be there.

use fantoccini::{Client, Locator};
use schuifruimte::domain::account::SecondFactor;
use serde_json::json;
use tokio::net::TcpListener;

use super::driver::Driver;
use super::served::served;
use super::{keep, send, text, type_into};
use crate::support::people::{MARIJKE, PASSWORD};
use crate::support::{Site, Town, days, on_both};

#[test]
fn who_certifies_adds_a_passkey_and_comes_in_with_it_alone() {
    on_both(|place| async move {
        let _town = Town::new(&place).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        // Browsers make no passkeys for a bare number.
        let origin = format!("http://localhost:{}", listener.local_addr().expect("an address").port());
        let site = Site::asking(&place, &origin, days(1), SecondFactor::Required);
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.listening().await;
            let device = driver.add_authenticator(&client).await;
            add(&client, origin).await;
            come_in(&client, origin).await;
            password_alone(&client, origin).await;
            // A device that does not know who holds it is not enough.
            driver.ask(&format!("{device}/uv"), &json!({ "isUserVerified": false }));
            not_verified(&client, origin).await;
            driver.ask(&format!("{device}/uv"), &json!({ "isUserVerified": true }));
            come_in(&client, origin).await;
            site.clock.set(days(1).plus_minutes(6));
            prove_and_remove(&client, origin).await;
            assert!(place.fsck().await.is_empty());
            assert_eq!(place.number("SELECT COUNT(*) FROM ceremony WHERE kind = 'passkey-new'").await, 0);
            client.close().await.expect("the browser closes");
        })
        .await;
    });
}

async fn open(client: &Client, origin: &str, path: &str) {
    client.goto(&format!("{origin}{path}")).await.expect(path);
}

async fn by_password(client: &Client, origin: &str) {
    open(client, origin, "/bureau/aanmelden").await;
    keep(client, "aanmelden-met-passkey").await;
    type_into(client, "login", MARIJKE.login).await;
    type_into(client, "password", PASSWORD).await;
    send(client, "form[action='/bureau/aanmelden'] button").await;
}

async fn add(client: &Client, origin: &str) {
    by_password(client, origin).await;
    assert_eq!(text(client, "h1").await, "Uw account", "nothing else before there is more than a password");
    assert!(text(client, "main").await.contains("Voeg een passkey of een app toe"));
    keep(client, "account-zonder-passkey").await;
    type_into(client, "key_name", "toestel van Marijke").await;
    send(client, "form[action='/bureau/account/passkeys'] button").await;
    keep(client, "passkey-maken").await;
    send(client, "form[data-passkey='new'] button").await;
    assert_eq!(text(client, "h1").await, "Uw account", "{}", text(client, "main").await);
    assert!(text(client, "main").await.contains("toestel van Marijke"));
    keep(client, "account-met-passkey").await;
    open(client, origin, "/bureau").await;
    assert_eq!(text(client, "h1").await, "Uw werk");
}

async fn sign_out(client: &Client, origin: &str) {
    open(client, origin, "/bureau").await;
    if client.find(Locator::Css("form[action='/bureau/afmelden'] button")).await.is_ok() {
        send(client, "form[action='/bureau/afmelden'] button").await;
    }
}

async fn ask_device(client: &Client, origin: &str) {
    sign_out(client, origin).await;
    open(client, origin, "/bureau/aanmelden").await;
    send(client, "form[action='/bureau/aanmelden/passkey'] button").await;
    assert_eq!(text(client, "h1").await, "Aanmelden met een passkey");
}

async fn come_in(client: &Client, origin: &str) {
    ask_device(client, origin).await;
    keep(client, "passkey-tonen").await;
    send(client, "form[data-passkey='known'] button").await;
    assert_eq!(text(client, "h1").await, "Uw werk", "{}", text(client, "main").await);
}

async fn password_alone(client: &Client, origin: &str) {
    sign_out(client, origin).await;
    by_password(client, origin).await;
    assert!(text(client, "main").await.contains("U hebt een passkey."));
    open(client, origin, "/bureau").await;
    assert_ne!(text(client, "h1").await, "Uw werk");
}

async fn not_verified(client: &Client, origin: &str) {
    ask_device(client, origin).await;
    client
        .find(Locator::Css("form[data-passkey] button"))
        .await
        .expect("a button")
        .click()
        .await
        .expect("pressed");
    let told = client.wait().for_element(Locator::Css("#passkey-mislukt:not([hidden])")).await;
    assert!(told.expect("the page says so").text().await.expect("words").contains("niet gelukt"));
    open(client, origin, "/bureau").await;
    assert_ne!(text(client, "h1").await, "Uw werk");
}

async fn prove_and_remove(client: &Client, origin: &str) {
    open(client, origin, "/bureau/account").await;
    send(client, "form[action*='/verwijdering'] button").await;
    assert_eq!(text(client, "h1").await, "Bent u het?");
    keep(client, "bent-u-het").await;
    send(client, "form[action='/bureau/bevestiging/passkey'] button").await;
    send(client, "form[data-passkey='known'] button").await;
    assert!(text(client, "main").await.contains("U bent het"), "{}", text(client, "main").await);
    keep(client, "verstuur-nu").await;
    send(client, "main form button").await;
    assert_eq!(text(client, "h1").await, "Uw account");
    assert!(!text(client, "main").await.contains("toestel van Marijke"), "removed");
}
