//! A plan from nothing to sent in, by a group of three with one phone and without scripts: begun by one, carried on by the
//! second with the same phone, ended by the third on another device; and the same typed at the desk.

use fantoccini::{Client, Locator};
use schuifruimte::acts;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mail::Address;
use schuifruimte::domain::time::Moment;
use serde_json::json;
use tokio::net::TcpListener;

use super::driver::Driver;
use super::served::served;
use super::{click, keep, send, text, type_into};
use crate::support::people::{MARIJKE, PASSWORD};
use crate::support::picture::photo;
use crate::support::{Place, Site, Town, days, on_both};

/// The three of the group.
const HENK: &str = "henk@buurt.example";
const ANS: &str = "ans@buurt.example";
const BO: &str = "bo@buurt.example";
/// Beginnings of the names of pictures: of whoever writes with a phone, and of the desk, which writes over none of them.
const PHONE: &str = "plan";
const DESK: &str = "balie-plan";
/// Most screens of a journey.
const MOST: usize = 9;

#[test]
fn a_group_of_three_with_one_phone_gets_a_plan_from_nothing_to_sent_in() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Site::on(&place, &origin, days(-20));
        served(&site, listener, async |origin| {
            let (phone, other) = (Driver::start().await, Driver::start().await);
            let client = phone.client().await;
            enter(&place, &client, origin, (HENK, days(-20))).await;
            send(&client, "a[href='/initiatief/plannen']").await;
            let mut screens = begin(&client, (PHONE, "Soepgroep")).await + idea(&client, PHONE).await;
            invite(&client, origin, [ANS, BO]).await;
            client.delete_all_cookies().await.expect("signed out");

            join(&place, &client, origin, days(-20)).await;
            to_plan(&client, origin).await;
            assert!(text(&client, "main").await.contains("Dit mist nog"));
            keep(&client, "plan-mist").await;
            send(&client, "a[href$='/stap/plek']").await;
            screens += place_and_time(&client, PHONE).await + costs(&client, PHONE).await;
            client.close().await.expect("the browser closes");

            let client = other.client().await;
            join(&place, &client, origin, days(-20)).await;
            to_plan(&client, origin).await;
            send(&client, "a[href$='/stap/wie']").await;
            screens +=
                who(&client, PHONE).await + help(&client, PHONE).await + paid(&client, PHONE).await + 1;
            picture(&client).await;
            keep(&client, "plan-overzicht").await;
            assert!(text(&client, "main").await.contains("U vraagt € 900,50"));
            send(&client, "form[action$='/insturen'] button").await;
            assert!(text(&client, "main").await.contains("Uw plan is ingestuurd"));
            keep(&client, "plan-ingestuurd").await;
            assert!(screens <= MOST, "{screens} screens");
            everyone_sees(&client).await;

            client.delete_all_cookies().await.expect("another person");
            assert!(at_desk(&client, origin).await <= MOST);
            keep(&client, "plan-balie").await;
            assert!(place.fsck().await.is_empty());
            client.close().await.expect("the browser closes");
        })
        .await;
    });
}

/// What is typed stays without a button, where scripts run; and the button after it meets no stranger.
#[test]
fn a_plan_saves_itself_while_it_is_written() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Site::on(&place, &origin, days(-20));
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.listening().await;
            enter(&place, &client, origin, (HENK, days(-20))).await;
            send(&client, "a[href='/initiatief/plannen']").await;
            begin(&client, (PHONE, "Soepgroep")).await;
            type_into(&client, "pt_title", "Samen soep").await;
            let kept = "#pt_kept:not(:empty)";
            client.wait().for_element(Locator::Css(kept)).await.expect("it says so");
            assert_eq!(text(&client, "#pt_kept").await, "Bewaard.");
            keep(&client, "plan-bewaard").await;
            let rows = place.dump().await;
            let is_there = rows.iter().any(|row| row.starts_with("pitch: ") && row.contains("Samen soep"));
            assert!(is_there, "before any button: {rows:?}");
            type_into(&client, "pt_summary", "Elke week koken wij soep.").await;
            choose(&client, "pt_category", "Samen eten").await;
            send(&client, "button[value='go']").await;
            assert_eq!(text(&client, "h1").await, "Waar en wanneer");
            client.close().await.expect("the browser closes");
        })
        .await;
    });
}

/// In with a link, on a phone.
async fn enter(place: &Place, client: &Client, origin: &str, (email, at): (&str, Moment)) {
    let mut ctx = place.context(Actor::Visitor, at);
    let address = Address::parse(email).expect("an address");
    acts::initiator::ask(&mut ctx, email, &address, "nl").await.expect("asked");
    join(place, client, origin, at).await;
    assert_eq!(text(client, "h1").await, "Uw account");
}

/// In with the link of the next mail, on a phone.
async fn join(place: &Place, client: &Client, origin: &str, at: Moment) {
    let mut ctx = place.context(Actor::Service, at);
    let held = acts::outbox::claim(&mut ctx).await.expect("a query").expect("a mail");
    let link = held.content.token().expect("a link").to_string();
    client.set_window_size(360, 740).await.expect("a phone");
    client.goto(&format!("{origin}/initiatief/link/{link}")).await.expect("the link");
    send(client, "main form button").await;
}

/// The owner asks others to write along.
async fn invite(client: &Client, origin: &str, others: [&str; 2]) {
    for email in others {
        client.goto(&format!("{origin}/initiatief")).await.expect("the account");
        send(client, "a[href^='/initiatief/groepen/']").await;
        type_into(client, "post_email", email).await;
        choose(client, "post_role", "editor").await;
        send(client, "form[action$='/uitnodigingen'] button").await;
    }
    keep(client, "plan-groep").await;
}

/// From the own account to the plan of the group.
async fn to_plan(client: &Client, origin: &str) {
    client.goto(&format!("{origin}/initiatief/plannen")).await.expect("the plans");
    client.set_window_size(360, 740).await.expect("a phone");
    send(client, ".sr-rows a").await;
}

/// A photo from the phone, with what can be seen on it.
async fn picture(client: &Client) {
    let file = std::env::temp_dir().join(format!("schuifruimte-plan-{}.jpg", std::process::id()));
    std::fs::write(&file, photo(1_600, 1_200)).expect("a file");
    click(client, "#fotos summary").await;
    let field = client.find(Locator::Id("file")).await.expect("a field");
    field.send_keys(&file.display().to_string()).await.expect("a photo");
    type_into(client, "words_alt", "Een pan soep op het plein").await;
    keep(client, "plan-foto").await;
    client.set_window_size(360, 740).await.expect("a phone");
    send(client, "#fotos form[enctype] button").await;
    std::fs::remove_file(&file).ok();
    assert!(client.find(Locator::Css("#fotos img[alt='Een pan soep op het plein']")).await.is_ok());
}

/// The plan with its photo, on the page for everyone.
async fn everyone_sees(client: &Client) {
    send(client, "a[href*='/ingestuurd/']").await;
    let width = "return document.querySelector(\"img[alt='Een pan soep op het plein']\").naturalWidth";
    let width = client.execute(width, Vec::new()).await.expect("the photo");
    assert!(width.as_u64().is_some_and(|width| width > 0), "it is really shown: {width}");
    keep(client, "plan-openbaar").await;
}

async fn choose(client: &Client, id: &str, value: &str) {
    let list = client.find(Locator::Id(id)).await.expect(id);
    list.select_by_value(value).await.expect(value);
}

/// Goes on; one screen.
async fn on(client: &Client, name: &str) -> usize {
    keep(client, name).await;
    client.set_window_size(360, 740).await.expect("a phone");
    send(client, "button[value='go']").await;
    1
}

async fn begin(client: &Client, (seat, group): (&str, &str)) -> usize {
    type_into(client, "pt_group_name", group).await;
    choose(client, "pt_size", "light").await;
    keep(client, &format!("{seat}-begin")).await;
    send(client, "main form button").await;
    1
}

async fn idea(client: &Client, seat: &str) -> usize {
    type_into(client, "pt_title", "Samen soep").await;
    type_into(client, "pt_summary", "Elke week koken wij soep voor de straat.").await;
    choose(client, "pt_category", "Samen eten").await;
    on(client, &format!("{seat}-idee")).await
}

async fn place_and_time(client: &Client, seat: &str) -> usize {
    type_into(client, "pt_place", "Het plein").await;
    // How a date is typed differs by the language of the browser.
    for (id, day) in [("pt_from", "2027-05-01"), ("pt_until", "2027-09-01")] {
        let set = "document.getElementById(arguments[0]).value = arguments[1]";
        client.execute(set, vec![json!(id), json!(day)]).await.expect("a date");
    }
    on(client, &format!("{seat}-plek")).await
}

async fn costs(client: &Client, seat: &str) -> usize {
    for (id, typed) in [
        ("pt_cost_what_1", "Pannen"),
        ("pt_cost_sum_1", "400"),
        ("pt_cost_what_2", "Groente"),
        ("pt_cost_sum_2", "500,50"),
    ] {
        type_into(client, id, typed).await;
    }
    on(client, &format!("{seat}-kosten")).await
}

async fn who(client: &Client, seat: &str) -> usize {
    choose(client, "pt_kind", "group").await;
    choose(client, "pt_class", "resident").await;
    on(client, &format!("{seat}-wie")).await
}

async fn help(client: &Client, seat: &str) -> usize {
    choose(client, "pt_help", "none").await;
    on(client, &format!("{seat}-hulp")).await
}

async fn paid(client: &Client, seat: &str) -> usize {
    on(client, &format!("{seat}-betaald")).await
}

/// The same by the desk, for someone who comes with a paper: how many screens.
async fn at_desk(client: &Client, origin: &str) -> usize {
    client.goto(&format!("{origin}/bureau/aanmelden")).await.expect("the office");
    type_into(client, "login", MARIJKE.login).await;
    type_into(client, "password", PASSWORD).await;
    send(client, "form[action='/bureau/aanmelden'] button").await;
    client.goto(&format!("{origin}/bureau/initiatiefnemers")).await.expect("the desk");
    type_into(client, "post_name", "Truus van Dijk").await;
    send(client, "form[action='/bureau/initiatiefnemers'] button").await;
    send(client, "a[href$='/plannen'][href*='/initiatiefnemers/']").await;
    let mut screens = begin(client, (DESK, "Truus van Dijk")).await;
    screens += idea(client, DESK).await + place_and_time(client, DESK).await + costs(client, DESK).await;
    screens += who(client, DESK).await + help(client, DESK).await + paid(client, DESK).await + 1;
    send(client, "form[action$='/insturen'] button").await;
    assert!(text(client, "main").await.contains("getypt door het wijkbureau"));
    screens
}
