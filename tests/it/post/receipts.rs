//! The receipt of a vote by mail: only for who asks, without the choices, and without a trace in the database.

use schuifruimte::acts;
use schuifruimte::config::ListenArgs;
use schuifruimte::config::MailArgs;

use super::address;
use crate::support::site::between;
use crate::support::smtp::{MailServer, Manner, header};
use crate::support::{Browser, OpenRound, Page, Place, Site, Town, days, on_both};

const MAIL: &str = "/rondes/zuilen/bewijs";
const ADDRESS: &str = "truus@buurt.example";

/// A round, its site with a mail server, and the receipt of its first letter.
async fn voted(place: &Place, manner: Manner) -> (OpenRound, Site, MailServer, Page) {
    let town = Town::new(place).await;
    let round = town.open_round("zuilen").await;
    let server = MailServer::start(move |_| manner).await;
    let mail = MailArgs {
        mail_server: Some(server.address.to_string()),
        mail_tls: Some("none".to_string()),
        mail_from: Some("post@schuif.example".to_string()),
        ..MailArgs::default()
    };
    let listen = ListenArgs { mail, second_factor: Some("optional".to_string()), ..ListenArgs::default() };
    let site = Site::with(place, "https://schuif.example", days(1), &listen);
    site.add_keys(&round);
    let fields = [("plan", "01"), ("order", "x"), ("next", "review")];
    let review = Browser::default().post(&site, "/rondes/zuilen/stemmen", &fields).await;
    let (cast, until, token) = (review.field("cast"), review.field("until"), review.field("token"));
    let code = round.letters.printed[0].0.for_the_letter();
    let vote = [("plan", "01"), ("cast", &*cast), ("until", &*until), ("token", &*token), ("code", &*code)];
    let receipt = Browser::default().post(&site, "/rondes/zuilen/stem", &vote).await;
    assert_eq!(receipt.kind(), Some("receipt"), "{}", receipt.body);
    (round, site, server, receipt)
}

/// The form on a receipt, with an address.
fn form(receipt: &Page, email: &str) -> Vec<(String, String)> {
    let form = between(&receipt.body, &format!("action=\"{MAIL}\""), "</form>").expect("a form");
    let hidden = form.split("type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once('"').expect("a name");
        (name.to_string(), between(rest, "value=\"", "\"").expect("a value").to_string())
    });
    hidden.chain([("email".to_string(), email.to_string())]).collect()
}

async fn ask(site: &Site, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    Browser::default().post(site, MAIL, &fields).await
}

fn slip(page: &Page) -> &str {
    between(&page.body, "<section class=\"sr-slip", "</section>").expect("a slip")
}

#[test]
fn who_asks_gets_the_receipt_once_and_no_row_tells_of_it() {
    on_both(|place| async move {
        let (round, site, server, receipt) = voted(&place, Manner::Take).await;
        assert!(receipt.says("Wij gebruiken uw adres één keer en bewaren het niet."), "{}", receipt.body);
        assert!(server.arrived().is_empty(), "nobody asked yet");
        let before = place.dump().await;
        let page = ask(&site, &form(&receipt, ADDRESS)).await;
        assert_eq!(page.status, 200);
        assert!(page.says("Wij sturen uw bewijs naar truus@buurt.example."), "{}", page.body);
        assert_eq!(slip(&page), slip(&receipt), "the codes stay on the screen");
        assert_eq!(page.field("pass"), receipt.field("pass"), "no new right, and no longer one");
        assert_eq!(place.dump().await, before, "no address, no moment: nothing is written down");
        let mails = server.arrived();
        let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
        assert!(header(mail, "To").contains(ADDRESS));
        let control = round.letters.printed[0].1.to_string();
        let keys: Vec<&str> =
            slip(&receipt).split("sr-key\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        assert!(keys[0] == control && mail.contains(&control) && mail.contains(keys[1]), "{mail}");
        assert!(!mail.contains(keys[2]), "what changes the vote is not in it: {mail}");
        assert!(!mail.contains("Ahornstraat") && !mail.contains("bankje"), "and no choice: {mail}");
    });
}

#[test]
fn a_receipt_is_sent_to_nobody_who_does_not_want_it_and_nobody_else_can_send_one() {
    on_both(|place| async move {
        let (_, site, server, receipt) = voted(&place, Manner::Take).await;
        for strange in ["", "geen adres", "a@b.example\r\nBcc: c@d.example"] {
            let page = ask(&site, &form(&receipt, strange)).await;
            assert_eq!((page.status.as_u16(), slip(&page) == slip(&receipt)), (422, true), "{strange}");
        }
        let forged = |name: &str, value: &str| {
            let mut fields = form(&receipt, ADDRESS);
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_string(), value.to_string()));
            fields
        };
        for fields in
            [forged("control", "00000001"), forged("commitment", &"0".repeat(64)), forged("signature", "")]
        {
            let page = ask(&site, &fields).await;
            assert_eq!((page.status.as_u16(), page.kind()), (403, Some("form_expired")));
        }
        // A receipt alone gives no right to change the vote: none is made, however often it is asked for.
        for pass in ["", "iets anders"] {
            let page = ask(&site, &forged("pass", pass)).await;
            assert!(page.status == 200 && !page.says("name=\"pass\""), "{}", page.body);
        }
        let sent = server.arrived().len();
        let stopped = address(ADDRESS).mark();
        let mut tx = place.store.begin().await.expect("a transaction");
        schuifruimte::store::mail_stop::add(&mut tx, &stopped, days(1)).await.expect("stopped");
        schuifruimte::store::commit(tx).await.expect("written");
        let page = ask(&site, &form(&receipt, ADDRESS)).await;
        assert!(page.says("Wij sturen uw bewijs naar"), "the answer does not tell");
        assert_eq!(server.arrived().len(), sent, "but nothing is sent");
        for _ in 0..40 {
            ask(&site, &form(&receipt, ADDRESS)).await;
        }
        let page = ask(&site, &form(&receipt, ADDRESS)).await;
        assert_eq!(page.status, 429, "no cannon");
        assert_eq!(slip(&page), slip(&receipt), "and the codes stay");
    });
}

#[test]
fn a_receipt_that_cannot_be_sent_is_said_so_and_is_not_tried_later() {
    on_both(|place| async move {
        let (_, site, server, receipt) = voted(&place, Manner::Words(554)).await;
        let before = place.dump().await;
        let page = ask(&site, &form(&receipt, ADDRESS)).await;
        assert!(page.says("De e-mail kon niet weg.") && slip(&page) == slip(&receipt), "{}", page.body);
        assert_eq!(place.dump().await, before);
        assert!(server.arrived().is_empty());
        acts::outbox::tidy(&place.context(schuifruimte::domain::log::chain::Actor::Service, days(2)))
            .await
            .expect("tidy");
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox").await, 0);
        // Without a mail server no page speaks of mail.
        let plain = Site::on(&place, "https://schuif.example", days(1));
        assert_eq!(ask(&plain, &form(&receipt, ADDRESS)).await.kind(), Some("not_found"));
    });
}
