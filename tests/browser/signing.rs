//! The doors of the office with the keyboard alone, as a screen reader is told of them, and in the dark.

use fantoccini::{Client, Locator};
use schuifruimte::acts;
use schuifruimte::domain::account::SecondFactor;
use schuifruimte::web::serve;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::driver::Driver;
use super::{keep, text};
use crate::support::people::{JORIS, PASSWORD};
use crate::support::{Site, Town, days, on_both};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// What someone can work in a page: its role and its name.
type Control = (String, String);

#[test]
fn the_doors_of_the_office_open_with_the_keyboard_and_say_what_they_are() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://localhost:{}", listener.local_addr().expect("an address").port());
        let site = Site::asking(&place, &origin, days(1), SecondFactor::Optional);
        let token = acts::invitation::reset_by_operator(&mut town.nobody_at(days(1)), &town.marijke).await;
        let link = format!("{origin}/bureau/uitnodiging/{}", token.expect("a link"));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let app = site.app.clone();
        let serving =
            tokio::spawn(async move { serve::run(listener, app, async { drop(stopped.await) }).await });
        let driver = Driver::start().await;
        let client = driver.listening().await;
        let reader = Reader { driver: &driver, client: &client };
        reader.sign_in_page(&origin).await;
        reader.invitation(&link).await;
        client.close().await.expect("the browser closes");
        stop.send(()).expect("the service still runs");
        serving.await.expect("the service ends").expect("in order");
    });
}

/// A browser, and what it tells a screen reader.
struct Reader<'a> {
    driver: &'a Driver,
    client: &'a Client,
}

impl Reader<'_> {
    async fn command(&self, name: &str, params: Value) -> Value {
        let session = self.client.session_id().await.expect("a session").expect("it has begun");
        let asked = json!({ "cmd": name, "params": params });
        self.driver.ask(&format!("/session/{session}/goog/cdp/execute"), &asked)["value"].clone()
    }

    /// Everything in the main part of the page that has a role someone works with or finds a way by, in its order. The
    /// whole tree stays beside the pictures.
    async fn told(&self, page: &str) -> Vec<Control> {
        let tree = self.command("Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().expect("a tree").clone();
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
        let whole = serde_json::to_string_pretty(&tree).expect("JSON");
        std::fs::write(folder.join(format!("{page}.tree.json")), whole).expect("a file");
        let role = |node: &Value| node["role"]["value"].as_str().unwrap_or("").to_string();
        let main = nodes.iter().find(|node| role(node) == "main").expect("a main part");
        let mut told = Vec::new();
        let mut open = vec![main];
        while let Some(node) = open.pop() {
            let name = node["name"]["value"].as_str().unwrap_or("").to_string();
            if ["button", "textbox", "link", "heading", "alert", "checkbox"].contains(&role(node).as_str()) {
                told.push((role(node), name));
            }
            let children = node["childIds"].as_array().cloned().unwrap_or_default();
            let child = |id: &Value| nodes.iter().find(|node| node["nodeId"] == *id);
            open.extend(children.iter().rev().filter_map(child));
        }
        told
    }

    /// What the Tab key goes through in the main part, from the top of the page.
    async fn tabbed(&self) -> Vec<String> {
        let here = "const at = document.activeElement; \
            return at.closest('main') ? (at.id || at.textContent.trim()) : (at === document.body ? 'body' : 'outside')";
        let mut went = Vec::new();
        for _ in 0..60 {
            let body = self.client.active_element().await.expect("something has the focus");
            body.send_keys(TAB).await.expect("Tab");
            let at = self.client.execute(here, Vec::new()).await.expect("a place");
            let at = at.as_str().expect("words").to_string();
            if at == "body" || (at == "outside" && !went.is_empty()) {
                break;
            }
            if at != "outside" {
                went.push(at);
            }
        }
        went
    }

    /// Pictures in the light and in the dark.
    async fn pictures(&self, name: &str) {
        keep(self.client, name).await;
        let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        self.command("Emulation.setEmulatedMedia", dark).await;
        keep(self.client, &format!("{name}-donker")).await;
        self.command("Emulation.setEmulatedMedia", json!({ "features": [] })).await;
    }

    async fn type_here(&self, typed: &str) {
        let at = self.client.active_element().await.expect("something has the focus");
        at.send_keys(typed).await.expect("typed");
    }

    async fn sign_in_page(&self, origin: &str) {
        self.client.goto(&format!("{origin}/bureau/aanmelden")).await.expect("the door");
        self.pictures("deur").await;
        self.client.goto(&format!("{origin}/bureau/aanmelden")).await.expect("the door");
        assert_eq!(
            self.told("deur").await,
            controls(&[
                ("heading", "Aanmelden voor medewerkers"),
                ("button", "Meld aan met een passkey"),
                ("heading", "Of met een wachtwoord"),
                ("textbox", "Aanmeldnaam"),
                ("textbox", "Wachtwoord"),
                ("button", "Meld aan"),
            ])
        );
        let order = ["Meld aan met een passkey", "login", "password", "Meld aan"];
        assert_eq!(self.tabbed().await, order);
        // A wrong password, with the keyboard alone.
        let login = self.client.find(Locator::Id("login")).await.expect("the field");
        login.send_keys(&format!("{}{TAB}", JORIS.login)).await.expect("typed");
        self.type_here(&format!("een andere zin dan hij koos{ENTER}")).await;
        self.client.wait().for_element(Locator::Css("[data-kind='login_failed']")).await.expect("refused");
        let told = self.told("deur-geweigerd").await;
        assert_eq!(told[0].0, "alert", "what went wrong is told before anything else: {told:?}");
        self.pictures("deur-geweigerd").await;
        let login = self.client.find(Locator::Id("login")).await.expect("the field");
        assert_eq!(
            login.prop("value").await.expect("read").as_deref(),
            Some(JORIS.login),
            "what was typed stays"
        );
        login.send_keys(TAB).await.expect("Tab");
        self.type_here(&format!("{PASSWORD}{ENTER}")).await;
        self.client.wait().for_element(Locator::Css("form[action='/bureau/afmelden']")).await.expect("in");
        assert_eq!(text(self.client, "h1").await, "Uw werk");
        self.client.delete_all_cookies().await.expect("signed out");
    }

    async fn invitation(&self, link: &str) {
        self.client.goto(link).await.expect("the link");
        self.pictures("uitnodiging").await;
        self.client.goto(link).await.expect("the link");
        assert_eq!(
            self.told("uitnodiging").await,
            controls(&[
                ("heading", "Welkom"),
                ("heading", "Aanmeldnaam"),
                ("textbox", "Nieuw wachtwoord"),
                ("button", "Bewaar en meld aan"),
            ])
        );
        assert_eq!(self.tabbed().await, ["new_password", "Bewaar en meld aan"]);
        self.client.find(Locator::Id("new_password")).await.expect("the field").click().await.expect("focus");
        self.type_here(&format!("te kort{ENTER}")).await;
        self.client.wait().for_element(Locator::Css("[data-kind='field_invalid']")).await.expect("refused");
        let described = "const at = document.getElementById('new_password'); \
            return at.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' ')";
        let described = self.client.execute(described, Vec::new()).await.expect("a description");
        let described = described.as_str().expect("words").to_string();
        assert!(described.contains("15 tot 128 tekens"), "the fault stands with the field: {described}");
        self.pictures("uitnodiging-geweigerd").await;
        self.client.find(Locator::Id("new_password")).await.expect("the field").click().await.expect("focus");
        self.type_here(&format!("zeven ganzen drinken karnemelk{ENTER}")).await;
        self.client.wait().for_element(Locator::Css("form[action='/bureau/afmelden']")).await.expect("in");
        assert_eq!(text(self.client, "h1").await, "Uw account");
        self.client.goto(link).await.expect("the link");
        assert!(text(self.client, "main").await.contains("Deze link werkt niet meer"));
        self.pictures("uitnodiging-gebruikt").await;
    }
}

fn controls(all: &[(&str, &str)]) -> Vec<Control> {
    all.iter().map(|(role, name)| (role.to_string(), name.to_string())).collect()
}
