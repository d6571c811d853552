//! Journeys in a real browser: Debian's Chromium, driven over WebDriver, with scripts of pages switched off.
//! Pictures of every page are left in the target folder, at the widths of a phone and of a desk.

#[path = "../it/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the journeys use a part of what the other tests stand on")]
mod support;

mod award;
mod driver;
mod forms;
mod grant;
mod kiosk;
mod passkey;
mod pitching;
mod plan;
mod served;
mod signing;
mod voting;
mod walk;

use std::path::{Path, PathBuf};
use std::time::Duration;

use driver::Driver;
use fantoccini::{Client, Locator};
use schuifruimte::acts;
use served::served;
use support::people::{MARIJKE, PASSWORD};
use support::{OpenRound, Site, Town, days, on_both};
use tokio::net::TcpListener;

/// Widths at which pages are looked at: a small phone, a phone, a desk.
const WIDTHS: [u32; 3] = [320, 360, 1280];

#[test]
fn a_resident_votes_from_the_list_to_the_receipt() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.certified_round("ondiep").await;
        let closed = town.open_round("overvecht").await;
        town.cast_twelve(&closed).await;
        town.close(&closed.id).await;
        acts::round::ask_seal(&town.joris_at(days(15)), &closed.id).await.expect("asked");
        town.ready_round("vleuten").await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Site::on(&place, &origin, days(1));
        site.add_keys(&round);
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.client().await;
            journey(&client, origin, &round).await;
            look_at_all(&client, origin).await;
            client.close().await.expect("the browser closes");
        })
        .await;
    });
}

async fn click(client: &Client, css: &str) {
    client.find(Locator::Css(css)).await.expect(css).click().await.expect(css);
}

/// Clicks what sends a form, and waits until the page it stood on is gone: the driver may answer before that.
async fn send(client: &Client, css: &str) {
    let before = client.find(Locator::Css("html")).await.expect("a page");
    click(client, css).await;
    for _ in 0..500 {
        if before.tag_name().await.is_err() {
            client.wait().for_element(Locator::Css("h1")).await.expect("the next page");
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{css} did not lead to another page");
}

async fn text(client: &Client, css: &str) -> String {
    client.find(Locator::Css(css)).await.expect(css).text().await.expect(css).replace('\u{a0}', " ")
}

async fn journey(client: &Client, origin: &str, round: &OpenRound) {
    client.goto(&format!("{origin}/rondes/zuilen/stemmen")).await.expect("the list");
    click(client, "label:has(input[value='01'])").await;
    click(client, "label:has(input[value='03'])").await;
    send(client, "button[value='sum']").await;
    assert!(text(client, ".sr-tray").await.contains("U koos 2 van 3"), "the bar goes along");
    keep(client, "kiezen").await;
    send(client, "button[value='review']").await;
    assert_eq!(text(client, "h1").await, "Klopt uw keuze?");
    keep(client, "nakijken").await;
    let code = client.find(Locator::Id("code")).await.expect("the field");
    code.send_keys("7K3M PX0R H2TV 4WQD").await.expect("typed");
    send(client, ".sr-vote").await;
    assert!(text(client, "[data-kind='code_typo']").await.contains("Kijk naar teken 7"));
    keep(client, "fout").await;
    let code = client.find(Locator::Id("code")).await.expect("the field");
    code.clear().await.expect("empty");
    // With the keyboard alone: type, and Enter.
    let typed = round.letters.printed[0].0.for_the_letter().to_lowercase();
    code.send_keys(&format!("{typed}\u{e007}")).await.expect("sent");
    client.wait().for_element(Locator::Css("[data-kind='receipt']")).await.expect("a receipt");
    assert_eq!(text(client, "h1").await, "Uw stem telt mee");
    assert!(text(client, ".sr-slip").await.contains(&round.letters.printed[0].1.to_string()));
    keep(client, "ontvangst").await;
    second_thoughts(client, origin, &typed).await;
}

/// The vote is changed from the receipt without a code, and later with the code and the change code.
async fn second_thoughts(client: &Client, origin: &str, code: &str) {
    let before = text(client, ".sr-slip").await;
    send(client, "form:has(input[name='pass']) button").await;
    assert!(text(client, "main").await.contains("U verandert uw stem"));
    click(client, "label:has(input[value='02'])").await;
    send(client, "button[value='review']").await;
    assert!(client.find(Locator::Id("code")).await.is_err(), "no code is asked");
    keep(client, "wijzigen").await;
    send(client, ".sr-vote").await;
    assert_eq!(text(client, "h1").await, "Klopt dit?", "a change is asked about once more");
    keep(client, "klopt-dit").await;
    send(client, ".sr-vote").await;
    let after = text(client, ".sr-slip").await;
    assert_ne!(before, after, "another tracker");
    let change =
        after.lines().skip_while(|line| *line != "Wijzigcode").nth(1).expect("a change code").to_string();

    client.goto(&format!("{origin}/rondes/zuilen/stemmen")).await.expect("the list");
    click(client, "label:has(input[value='04'])").await;
    send(client, "button[value='review']").await;
    type_into(client, "code", code).await;
    send(client, ".sr-vote").await;
    assert!(text(client, "[data-kind='already_voted']").await.contains("Met deze code is al gestemd"));
    keep(client, "al-gestemd").await;
    type_into(client, "change", &change).await;
    send(client, ".sr-vote").await;
    send(client, "button[name='sure']").await;
    assert_eq!(text(client, "h1").await, "Uw stem telt mee");
}

async fn type_into(client: &Client, id: &str, typed: &str) {
    client.find(Locator::Id(id)).await.expect(id).send_keys(typed).await.expect("typed");
}

/// Every public page and the pages of the office.
async fn look_at_all(client: &Client, origin: &str) {
    let public = [
        ("start", "/"),
        ("start-en", "/en/"),
        ("ronde", "/rondes/zuilen"),
        ("plan", "/rondes/zuilen/plannen/01"),
        ("geen-brief", "/rondes/zuilen/geen-brief"),
        ("uitslag", "/rondes/ondiep/uitslag"),
        ("logboek", "/rondes/ondiep/logboek"),
        ("narekenen", "/rondes/ondiep/narekenen"),
        ("zo-tellen-wij", "/zo-tellen-wij"),
        ("privacy", "/privacy"),
        ("toegankelijkheid", "/toegankelijkheid"),
        ("niet-gevonden", "/nergens"),
        ("aanmelden", "/bureau/aanmelden"),
    ];
    for (name, path) in public {
        client.goto(&format!("{origin}{path}")).await.expect(path);
        keep(client, name).await;
    }
    client.find(Locator::Id("login")).await.expect("login").send_keys(MARIJKE.login).await.expect("typed");
    client.find(Locator::Id("password")).await.expect("password").send_keys(PASSWORD).await.expect("typed");
    send(client, "main button[type='submit']").await;
    assert_eq!(text(client, "h1").await, "Uw werk");
    let office = [
        ("bureau-werk", "/bureau"),
        ("bureau-gemeente", "/bureau/gemeente"),
        ("bureau-geld", "/bureau/geld"),
        ("bureau-rondes", "/bureau/rondes"),
        ("bureau-ronde", "/bureau/rondes/zuilen"),
        ("bureau-plannen", "/bureau/rondes/zuilen/plannen"),
        ("bureau-sluiten", "/bureau/rondes/zuilen/stap/close"),
        ("bureau-balie", "/bureau/rondes/zuilen/balie"),
        ("vertrouwen", "/vertrouwen"),
        ("bureau-brieven", "/bureau/rondes/zuilen/brieven"),
        ("bureau-openen", "/bureau/rondes/vleuten/stap/open"),
        ("bureau-verzegelen", "/bureau/rondes/overvecht/stap/seal"),
        ("bureau-gesloten", "/bureau/rondes/overvecht"),
        ("bureau-vaststelling", "/bureau/rondes/ondiep/vaststelling"),
    ];
    for (name, path) in office {
        client.goto(&format!("{origin}{path}")).await.expect(path);
        keep(client, name).await;
    }
}

/// Keeps pictures of the page, and sees to it that nothing sticks out sideways at any width.
async fn keep(client: &Client, name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    for width in WIDTHS {
        client.set_window_size(width, 1_400).await.expect("a size");
        let size = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]";
        let size = client.execute(size, Vec::new()).await.expect("the size of the page");
        let (whole, seen) = (size[0].as_u64(), size[1].as_u64());
        assert!(whole <= seen, "{name} sticks out at {width}: {whole:?} of {seen:?}");
        let picture: PathBuf = folder.join(format!("{name}-{width}.png"));
        std::fs::write(picture, client.screenshot().await.expect("a picture")).expect("a file");
    }
}
