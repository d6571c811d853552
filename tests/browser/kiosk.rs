//! A kiosk in Chromium: one voter, then the next one at the same device, who goes back and finds nothing.

use fantoccini::{Client, Locator};
use tokio::net::TcpListener;

use crate::driver::Driver;
use crate::served::served;
use crate::support::{OpenRound, Site, Town, days, on_both};
use crate::{click, keep, send, text, type_into};

#[test]
fn the_next_voter_at_a_kiosk_finds_nothing_of_the_last_one() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Site::on(&place, &origin, days(1));
        site.add_keys(&round);
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.client().await;
            turns(&client, origin, &round).await;
            client.close().await.expect("the browser closes");
        })
        .await;
    });
}

async fn turns(client: &Client, origin: &str, round: &OpenRound) {
    let code = round.letters.printed[0].0.for_the_letter();
    client.goto(&format!("{origin}/kiosk/zuilen")).await.expect("the beginning");
    keep(client, "stemzuil").await;
    client.goto(&format!("{origin}/kiosk/rondes/zuilen/stemmen")).await.expect("the list");
    keep(client, "stemzuil-kiezen").await;
    click(client, "label:has(input[value='01'])").await;
    send(client, "button[value='review']").await;
    type_into(client, "code", &code).await;
    send(client, ".sr-vote").await;
    client.wait().for_element(Locator::Css("[data-kind='receipt']")).await.expect("a receipt");
    let control = round.letters.printed[0].1.to_string();
    assert!(text(client, "main").await.contains(&control));
    keep(client, "stemzuil-klaar").await;
    send(client, "form[action$='/kiosk/einde'] button").await;
    assert!(client.current_url().await.expect("an address").path().ends_with("/kiosk/zuilen"));
    let ticked = "return document.querySelectorAll('input:checked').length";
    for _ in 0..4 {
        client.back().await.expect("back");
        // What the browser shows by itself, and what it sends again when it is told to.
        for again in [false, true] {
            if again {
                client.refresh().await.expect("sent again");
            }
            let page = client.source().await.expect("a page");
            for trace in [control.as_str(), code.as_str(), "U kiest 1 plan"] {
                assert!(!page.contains(trace), "{trace} is still there");
            }
            assert_eq!(client.execute(ticked, Vec::new()).await.expect("a number"), 0, "nothing is chosen");
        }
    }
    client.goto(&format!("{origin}/kiosk/zuilen")).await.expect("the beginning");
    let cookies = client.get_all_cookies().await.expect("cookies");
    assert!(cookies.is_empty(), "no cookie");
    let kept = "return [localStorage.length, sessionStorage.length]";
    let kept = client.execute(kept, Vec::new()).await.expect("the storage");
    assert_eq!(kept, serde_json::json!([0, 0]));
}
