//! The voter's way in a real browser: with and without the script, on a phone and at a desk, with the keyboard alone, from
//! right to left; from a scanned letter, over a reload and in another tab; and three votes in one visit.

use fantoccini::{Client, Locator};
use serde_json::Value;
use tokio::net::TcpListener;

use super::driver::Driver;
use super::served::served;
use super::{keep, send, text, type_into};
use crate::support::town::{always_open, plans};
use crate::support::{OpenRound, Site, Town, days, on_embedded};

/// Most requests from opening the page to the receipt, and most bytes without pictures.
const MOST: (usize, u64) = (8, 60_000);
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// A served site and a browser; what it takes is counted against design section 9 and the four screens of the house.
pub(super) struct Booth<'a> {
    pub(super) driver: &'a Driver,
    pub(super) client: Client,
    pub(super) origin: String,
}

/// What a voter did and what it took.
#[derive(Debug, Default)]
pub(super) struct Taken {
    screens: usize,
    clicks: usize,
    requests: usize,
    bytes: u64,
}

/// A town with one round that is always open, and its site.
async fn one_round(place: &crate::support::Place, listener: &TcpListener) -> (OpenRound, Site) {
    let town = Town::new(place).await;
    let round = town.open_round_with("zuilen", &always_open(), &plans()).await;
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let site = Site::on(place, &origin, days(1));
    site.add_keys(&round);
    (round, site)
}

pub(super) fn code(round: &OpenRound, letter: usize) -> String {
    round.letters.printed[letter].0.for_the_letter()
}

impl Booth<'_> {
    /// What went over the line since it was last asked: requests, and bytes that are no picture.
    async fn line(&self) -> (usize, u64) {
        let (mut requests, mut bytes) = (0, 0);
        let mut pictures = std::collections::BTreeSet::new();
        for event in self.driver.log(&self.client).await {
            let told = &event["params"];
            let id = told["requestId"].as_str().unwrap_or_default().to_string();
            let length =
                |value: &Value| value.as_f64().map_or(0, |all| format!("{all:.0}").parse().unwrap_or(0));
            match event["method"].as_str().unwrap_or_default() {
                "Network.requestWillBeSent" if told["type"] == "Image" => {
                    pictures.insert(id);
                }
                "Network.requestWillBeSent" => {
                    requests += 1;
                    bytes += length(&told["redirectResponse"]["encodedDataLength"]);
                }
                "Network.requestServedFromCache" => requests -= 1,
                "Network.loadingFinished" if !pictures.contains(&id) => {
                    bytes += length(&told["encodedDataLength"]);
                }
                _ => {}
            }
        }
        (requests, bytes)
    }

    pub(super) async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.expect(path);
    }

    pub(super) async fn js(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect(script)
    }

    pub(super) async fn says(&self, css: &str, words: &str) {
        let found = text(&self.client, css).await;
        assert!(found.contains(words), "{words} in {css}: {found}");
    }

    pub(super) async fn click(&self, css: &str, taken: &mut Taken) {
        // As people do: what the bar covers is moved from under it first.
        self.js(&format!("document.querySelector({css:?}).scrollIntoView({{ block: 'center' }})")).await;
        super::click(&self.client, css).await;
        taken.clicks += 1;
    }

    pub(super) async fn go_on(&self, css: &str, taken: &mut Taken) {
        send(&self.client, css).await;
        taken.clicks += 1;
        taken.screens += 1;
    }

    /// Presses a key where the keyboard is.
    pub(super) async fn press(&self, keys: &str) {
        self.client.active_element().await.expect("a place").send_keys(keys).await.expect("pressed");
    }

    /// Goes with the keyboard to something.
    pub(super) async fn tab_to(&self, css: &str) {
        for _ in 0..80 {
            self.press(TAB).await;
            let is_there = format!("return document.activeElement.matches({css:?})");
            if self.js(&is_there).await == true {
                return;
            }
        }
        panic!("the keyboard does not come to {css}");
    }

    /// Presses Enter and waits for the next page.
    async fn enter(&self, title: &str) {
        let before = self.client.find(Locator::Css("html")).await.expect("a page");
        self.press(ENTER).await;
        for _ in 0..500 {
            if before.tag_name().await.is_err() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        self.client.wait().for_element(Locator::Css("h1")).await.expect("the next page");
        assert!(text(&self.client, "h1").await.contains(title), "{title}");
    }

    /// Looks at the page from right to left at every width.
    async fn mirrored(&self, name: &str) {
        self.js("document.documentElement.dir = 'rtl'").await;
        keep(&self.client, name).await;
        self.js("document.documentElement.dir = 'ltr'").await;
    }
}

/// Votes for two plans from the short address on the letter, with the mouse, at one width.
async fn vote(booth: &Booth<'_>, round: &OpenRound, letter: usize, name: &str) -> Taken {
    let mut taken = Taken::default();
    booth.client.set_window_size(if name.ends_with("360") { 360 } else { 1_280 }, 900).await.expect("a size");
    booth.line().await;
    booth.open("/stem").await;
    taken.screens += 1;
    booth.click("label:has(input[value='01'])", &mut taken).await;
    booth.click("label:has(input[value='03'])", &mut taken).await;
    booth.go_on("button[value='review']", &mut taken).await;
    booth.says("h1", "Klopt uw keuze?").await;
    type_into(&booth.client, "code", &code(round, letter)).await;
    booth.go_on(".sr-vote", &mut taken).await;
    booth.says("h1", "Uw stem telt mee").await;
    (taken.requests, taken.bytes) = booth.line().await;
    println!("{name}: {taken:?}");
    assert_eq!((taken.screens, taken.clicks), (3, 2 + 2), "{name}: nothing deserves a second look");
    assert!(taken.requests <= MOST.0 && taken.bytes <= MOST.1, "{name}: {taken:?}");
    assert!(taken.bytes > 5_000, "{name}: something was counted");
    taken
}

/// Changes that vote at once: the second look makes four screens and k + 3 clicks.
async fn change(booth: &Booth<'_>, name: &str) {
    let mut taken = Taken { screens: 1, ..Taken::default() };
    send(&booth.client, "form:has(input[name='pass']) button").await;
    booth.click("label:has(input[value='02'])", &mut taken).await;
    booth.go_on("button[value='review']", &mut taken).await;
    booth.go_on(".sr-vote", &mut taken).await;
    booth.says("h1", "Klopt dit?").await;
    keep(&booth.client, &format!("stemmen-klopt-{name}")).await;
    booth.go_on("button[name='sure']", &mut taken).await;
    booth.says("h1", "Uw stem telt mee").await;
    assert_eq!((taken.screens, taken.clicks), (4, 1 + 3), "{name}");
}

#[test]
fn a_vote_is_three_screens_k_and_two_clicks_and_few_requests_with_and_without_the_script() {
    on_embedded(|place| async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (round, site) = one_round(&place, &listener).await;
        served(&site, listener, async |origin| {
            for (number, scripted) in [false, true].into_iter().enumerate() {
                let driver = Driver::start().await;
                let client = if scripted { driver.listening().await } else { driver.client().await };
                let booth = Booth { driver: &driver, client, origin: origin.to_string() };
                let way = if scripted { "met" } else { "zonder" };
                vote(&booth, &round, number * 3, &format!("{way} script 360")).await;
                change(&booth, way).await;
                // Another browser, which kept nothing: the stylesheet is asked for once more.
                booth.client.clone().close().await.expect("it closes");
                drop(driver);
                let driver = Driver::start().await;
                let client = if scripted { driver.listening().await } else { driver.client().await };
                let booth = Booth { driver: &driver, client, origin: origin.to_string() };
                vote(&booth, &round, number * 3 + 1, &format!("{way} script 1280")).await;
                pictures(&booth, &round, (number * 3 + 2, way)).await;
                booth.client.clone().close().await.expect("it closes");
            }
        })
        .await;
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 6);
    });
}

/// Keeps pictures of every screen at every width, from left to right and from right to left.
async fn pictures(booth: &Booth<'_>, round: &OpenRound, (letter, way): (usize, &str)) {
    let mut taken = Taken::default();
    booth.open("/rondes/zuilen/plannen/02").await;
    keep(&booth.client, &format!("stemmen-plan-{way}")).await;
    booth.mirrored(&format!("stemmen-plan-{way}-rtl")).await;
    booth.go_on("button[data-plan-in]", &mut taken).await;
    booth.says(".sr-tray", "U koos 1 van 3").await;
    booth.click("label:has(input[value='06'])", &mut taken).await;
    booth.click("summary", &mut taken).await;
    keep(&booth.client, &format!("stemmen-zoek-{way}")).await;
    booth.go_on("button[value='filter']", &mut taken).await;
    booth.says(".sr-tray", "U koos 2 van 3").await;
    keep(&booth.client, &format!("stemmen-lijst-{way}")).await;
    booth.mirrored(&format!("stemmen-lijst-{way}-rtl")).await;
    booth.go_on("button[value='review']", &mut taken).await;
    keep(&booth.client, &format!("stemmen-code-{way}")).await;
    booth.mirrored(&format!("stemmen-code-{way}-rtl")).await;
    type_into(&booth.client, "code", &code(round, letter)).await;
    booth.go_on(".sr-vote", &mut taken).await;
    keep(&booth.client, &format!("stemmen-bewijs-{way}")).await;
    booth.mirrored(&format!("stemmen-bewijs-{way}-rtl")).await;
}

#[test]
fn with_the_keyboard_alone_and_the_code_of_a_scanned_letter_one_votes_without_typing() {
    on_embedded(|place| async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (round, site) = one_round(&place, &listener).await;
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.listening().await;
            let booth = Booth { driver: &driver, client, origin: origin.to_string() };
            let code = code(&round, 0);
            booth.open(&format!("/stem#{}", code.replace(' ', "").to_lowercase())).await;
            // The fragment came along over the redirect, and is gone at once.
            assert_eq!(booth.js("return location.pathname").await, "/rondes/zuilen/stemmen");
            assert_eq!(booth.js("return location.hash + history.length").await, "2", "in no address");
            booth.says("[data-code-kept]", "Wij onthouden de code uit uw brief").await;
            booth.tab_to("input[value='02']").await;
            booth.press(" ").await;
            booth.says(".sr-tray", "U koos 1 van 3").await;
            booth.says(".sr-tray", "Samen kosten ze € 4.000").await;
            booth.tab_to("input[name='plan']:not([value='02'])").await;
            booth.press(" ").await;
            booth.says(".sr-tray", "U koos 2 van 3").await;
            booth.press(" ").await;
            booth.says(".sr-tray", "U koos 1 van 3").await;
            booth.tab_to("button[value='review']").await;
            booth.enter("Klopt uw keuze?").await;
            assert_eq!(booth.js("return document.getElementById('code').value").await, code.as_str());
            booth.says("[data-code-filled]", "Wij vulden de code uit uw brief in").await;
            booth.tab_to(".sr-vote").await;
            booth.enter("Uw stem telt mee").await;
            assert_eq!(booth.js("return localStorage.length + sessionStorage.length").await, 0, "forgotten");
            booth.open("/rondes/zuilen/stemmen").await;
            booth.says(".sr-tray", "U koos 0 van 3").await;
            assert_eq!(booth.js("return document.querySelector('[data-code-kept]').hidden").await, true);
            booth.client.clone().close().await.expect("it closes");
        })
        .await;
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
    });
}

#[test]
fn what_is_chosen_survives_a_reload_another_tab_and_the_page_of_a_plan_and_leaving_is_asked_about() {
    on_embedded(|place| async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (round, site) = one_round(&place, &listener).await;
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.listening().await;
            let booth = Booth { driver: &driver, client, origin: origin.to_string() };
            basket(&booth).await;
            code_field(&booth, &round).await;
            booth.client.clone().close().await.expect("it closes");
        })
        .await;
    });
}

/// Whether the browser would ask before it leaves.
const ASKS: &str = "const leave = new Event('beforeunload', { cancelable: true }); dispatchEvent(leave); return leave.defaultPrevented";
const ORDER: &str = "return [...document.querySelectorAll('[data-plan]')].map(one => one.value).join()";

async fn basket(booth: &Booth<'_>) {
    let mut taken = Taken::default();
    booth.open("/rondes/zuilen/stemmen").await;
    assert_eq!(booth.js(ASKS).await, false, "nothing is chosen");
    let order = booth.js(ORDER).await;
    booth.click("label:has(input[value='04'])", &mut taken).await;
    assert_eq!(booth.js(ASKS).await, true, "something is chosen and not sent");
    booth.client.refresh().await.expect("again");
    booth.says(".sr-tray", "U koos 1 van 3").await;
    assert_eq!(booth.js(ORDER).await, order, "in the same order");

    // Another tab knows, and what it adds is known in the first.
    let first = booth.client.window().await.expect("a tab");
    let other = booth.client.new_window(true).await.expect("another tab").handle;
    booth.client.switch_to_window(other).await.expect("there");
    booth.open("/rondes/zuilen/stemmen").await;
    booth.says(".sr-tray", "U koos 1 van 3").await;
    booth.click("label:has(input[value='05'])", &mut taken).await;
    booth.client.switch_to_window(first).await.expect("back");
    booth.says(".sr-tray", "U koos 2 van 3").await;

    // A link to a plan lands with the bar, and leads on with the choice.
    booth.open("/rondes/zuilen/plannen/01").await;
    booth.says(".sr-tray", "U koos 2 van 3").await;
    booth.says("[data-plan-in]", "Kies dit plan").await;
    send(&booth.client, "[data-plan-in]").await;
    booth.says(".sr-tray", "U koos 3 van 3").await;
    booth.click("label:has(input[value='02'])", &mut taken).await;
    booth.says(".sr-tray", "Dat is te veel. Haal er 1 weg.").await;
    booth.click("label:has(input[value='02'])", &mut taken).await;
    // 8,000, 6,000 and 5,500 of 20,000 leave 500.
    booth.says("[data-why='02']", "Kost € 3.500 meer dan u overhoudt").await;
    let parts = "return [...document.querySelectorAll('.sr-tray .sr-f-own')].map(one => one.getAttribute('width')).length";
    assert_eq!(booth.js(parts).await, 3, "the bar shows three plans");
}

/// A code that is typed is grouped in fours, and what is not right stays and is named.
async fn code_field(booth: &Booth<'_>, round: &OpenRound) {
    let mut taken = Taken::default();
    booth.go_on("button[value='review']", &mut taken).await;
    assert_eq!(booth.js(ASKS).await, true, "the overview is not sent yet");
    let plain = code(round, 5).replace(' ', "").to_lowercase();
    type_into(&booth.client, "code", &plain).await;
    let value = "return document.getElementById('code').value";
    assert_eq!(booth.js(value).await, code(round, 5).as_str());
    // In the middle: the place of the keyboard stays where it was.
    booth.js("document.getElementById('code').setSelectionRange(2, 3)").await;
    booth.press("0").await;
    let wrong = booth.js(value).await;
    assert_eq!(wrong.as_str().map(|text| &text[2..3]), Some("0"), "{wrong}");
    assert_eq!(booth.js("return document.getElementById('code').selectionStart").await, 3);
    booth.go_on(".sr-vote", &mut taken).await;
    booth.says("[data-kind='code_typo']", "Kijk naar teken 3").await;
    assert_eq!(booth.js(value).await, wrong, "what was typed stays");
}

#[test]
fn three_letters_are_three_votes_in_one_visit_and_a_scanned_one_waits_for_the_right_round() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let rounds = town.three_rounds().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Site::on(&place, &origin, days(1));
        rounds.iter().for_each(|round| site.add_keys(round));
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.listening().await;
            let booth = Booth { driver: &driver, client, origin: origin.to_string() };
            let scanned = code(&rounds[0], 0);
            booth.open(&format!("/stem#{}", scanned.replace(' ', ""))).await;
            booth.says("h1", "Voor welke stemming is uw brief?").await;
            assert_eq!(booth.js("return location.hash").await, "", "out of the address");
            keep(&booth.client, "stemmen-welke").await;
            let mut next = "a[href='/rondes/buurt/stemmen']".to_string();
            for (place, round) in rounds.iter().enumerate() {
                send(&booth.client, &next).await;
                super::click(&booth.client, "label:has(input[value='01'])").await;
                send(&booth.client, "button[value='review']").await;
                let field = booth.js("return document.getElementById('code').value").await;
                if place == 0 {
                    assert_eq!(field, scanned.as_str(), "the code of the letter waited");
                } else {
                    assert_eq!(field, "", "each letter has a code of its own");
                    type_into(&booth.client, "code", &code(round, 0)).await;
                }
                send(&booth.client, ".sr-vote").await;
                booth.says("h1", "Uw stem telt mee").await;
                keep(&booth.client, &format!("stemmen-drie-{}", place + 1)).await;
                next = format!("a[href='/rondes/{}/stemmen']", ["wijk", "stad", ""][place]);
            }
            booth.client.clone().close().await.expect("it closes");
        })
        .await;
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 3);
    });
}
