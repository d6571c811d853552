//! Payments through their pages: who may do what, what comes back, and where account numbers go.

use schuifruimte::acts::payment;
use schuifruimte::acts::recipient::{self, Wanted};
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::recipient::{PayBy, RecipientKind};
use schuifruimte::store;

use crate::acts::payments::granted;
use crate::sepa::definition::faults;
use crate::support::announced::{FATMA, employ};
use crate::support::checked::{foundation, iban};
use crate::support::people::{JORIS, MARIJKE};
use crate::support::site::between;
use crate::support::{Browser, Page, Place, Site, Town, days, on_both, on_both_tampered};

/// The desk: the town, its pages, and the three who pay together.
struct Desk {
    town: Town,
    site: Site,
    grant: GrantId,
    joris: Browser,
    marijke: Browser,
    fatma: Browser,
}

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

async fn desk(place: &Place) -> Desk {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await;
    let grant = town.grants(&round.id).await.remove(0);
    town.announce_grant(&grant).await;
    employ(place, FATMA).await;
    let site = Site::of(&town, days(21));
    let joris = Browser::of(&site, JORIS).await;
    let marijke = Browser::of(&site, MARIJKE).await;
    let fatma = Browser::of(&site, FATMA).await;
    Desk { town, site, grant, joris, marijke, fatma }
}

impl Desk {
    fn of_grant(&self, step: &str) -> String {
        format!("/bureau/subsidies/{}{step}", self.grant)
    }

    /// An advance of so much is planned and ordered.
    async fn order(&mut self, sum: &str) {
        let page = self.joris.get(&self.site, &self.of_grant("")).await;
        let line = between(&page.body, "id=\"advancepay_line\"", "</select>").expect("the years");
        let line = between(line, "value=\"", "\"").expect("a year").to_string();
        let fields =
            [("pay_line", line.as_str()), ("due_on", "2027-03-22"), ("advance", sum), ("condition", "")];
        let page = self.joris.post(&self.site, &self.of_grant("/voorschotten"), &fields).await;
        assert_eq!(answer(&page), (303, None), "{}", page.body);
        let page = self.joris.post(&self.site, &self.of_grant("/voorschotten/1"), &[("do", "order")]).await;
        assert_eq!(answer(&page), (303, None), "{}", page.body);
    }

    async fn state(&self) -> GrantState {
        let mut conn = self.town.place.store.read().await.expect("a connection");
        store::grant::find(&mut conn, &self.grant).await.expect("read").expect("there").state
    }
}

#[test]
fn three_people_bring_a_payment_to_the_bank_and_its_account_number_stays_nowhere() {
    on_both(|place| async move {
        let mut desk = desk(&place).await;
        desk.order("1.000").await;
        assert_eq!(desk.state().await, GrantState::Advances);
        let page = desk.joris.get(&desk.site, "/bureau/betalingen").await;
        assert!(page.says("SR-2027-000001") && page.says("Wacht op betaling"));
        let chosen = [("orders", "SR-2027-000001"), ("execute_on", "2027-03-22")];
        let page = desk.joris.post(&desk.site, "/bureau/betalingen", &chosen).await;
        assert_eq!(answer(&page), (303, None), "{}", page.body);
        let batch = "/bureau/betalingen/SR-2027-B0001";
        let page = desk.marijke.post(&desk.site, &format!("{batch}/akkoord"), &[]).await;
        assert_eq!(answer(&page), (409, Some("check_required")), "who pays is not known yet");
        let own = [("payer", "Gemeente Utrecht"), ("payer_iban", "NL91 ABNA 0417 1643 01")];
        let page = desk.fatma.post(&desk.site, "/bureau/betalingen/rekening", &own).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("value=\"NL91 ABNA 0417 1643 01\""), "what was typed comes back");
        let own = [("payer", "Gemeente Utrecht"), ("payer_iban", "NL91 ABNA 0417 1643 00")];
        assert_eq!(
            answer(&desk.fatma.post(&desk.site, "/bureau/betalingen/rekening", &own).await),
            (303, None)
        );
        let page = desk.joris.post(&desk.site, &format!("{batch}/akkoord"), &[]).await;
        assert_eq!(page.status.as_u16(), 404, "an officer does not decide");
        let page = desk.marijke.post(&desk.site, &format!("{batch}/akkoord"), &[]).await;
        assert_eq!(answer(&page), (303, None), "{}", page.body);

        let file = [("form", "bank")];
        let address = format!("{batch}/bestand");
        for browser in [&mut desk.joris, &mut desk.marijke] {
            assert_eq!(browser.post(&desk.site, &address, &file).await.status.as_u16(), 404);
        }
        let page = desk.fatma.post(&desk.site, &address, &file).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
        assert_eq!(faults(&page.bytes), Vec::<String>::new(), "{}", page.body);
        assert_eq!(page.header("cache-control"), "no-store");
        let iban =
            between(&page.body, "<CdtrAcct>", "</CdtrAcct>").and_then(|own| between(own, "<IBAN>", "<"));
        let iban = iban.expect("who is paid").to_string();
        let list = desk.fatma.post(&desk.site, &address, &[("form", "list")]).await;
        assert!(list.says(&iban) && list.header("content-type").starts_with("text/csv"));
        let again = desk.fatma.post(&desk.site, &address, &file).await;
        assert_eq!(again.bytes, page.bytes, "the same file each time");
        let kept = place.dump().await.join("\n");
        assert!(!kept.contains(&iban), "an account number is kept nowhere in the clear");
        assert!(!desk.fatma.get(&desk.site, batch).await.says(&iban), "and shown on no page");
    });
}

#[test]
fn what_the_bank_paid_is_taken_in_whole_or_not_at_all() {
    on_both(|place| async move {
        let mut desk = desk(&place).await;
        desk.order("1.000").await;
        let receipts = |text: &'static str| [("receipts", text)];
        let post = "/bureau/betalingen/afschrift";
        let page = desk.fatma.post(&desk.site, post, &receipts("SR-2027-000001;gisteren;BK 1")).await;
        assert_eq!(answer(&page), (422, Some("import_invalid")));
        assert!(page.says("Regel 1 kunnen wij niet lezen") && page.says("gisteren"));
        let page = desk.fatma.post(&desk.site, post, &receipts("SR-2027-000001;2027-03-22;BK 1")).await;
        assert_eq!(answer(&page), (422, Some("import_invalid")));
        assert!(page.says("Nummer SR-2027-000001 is niet onderweg"));
    });
}

#[test]
fn a_refused_form_of_a_grant_comes_back_with_what_was_typed() {
    on_both(|place| async move {
        let mut desk = desk(&place).await;
        let page = desk.joris.get(&desk.site, &desk.of_grant("")).await;
        assert!(page.says("Betalen en verantwoorden") && page.says("Zet een voorschot in het plan"));
        let line = between(&page.body, "id=\"advancepay_line\"", "</select>").expect("the years");
        let line = between(line, "value=\"", "\"").expect("a year").to_string();
        let fields = [
            ("pay_line", line.as_str()),
            ("due_on", "2027-03-22"),
            ("advance", "900.000"),
            ("condition", "na de start"),
        ];
        let page = desk.joris.post(&desk.site, &desk.of_grant("/voorschotten"), &fields).await;
        assert_eq!(answer(&page), (409, Some("ceiling_exceeded")));
        assert!(
            page.says("value=\"900.000\"")
                && page.says("value=\"na de start\"")
                && page.says("Er is ruimte voor")
        );
        let page = desk
            .joris
            .post(&desk.site, &desk.of_grant("/verantwoording"), &[("spent", "12,5"), ("k1", "samen")])
            .await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("value=\"12,5\"") && page.says(">samen</textarea>"));
        let page = desk.joris.post(&desk.site, &desk.of_grant("/vaststelling"), &[("settled", "1")]).await;
        assert_eq!(page.status.as_u16(), 404, "an officer does not settle");
        let page = desk
            .marijke
            .post(&desk.site, &desk.of_grant("/vaststelling"), &[("settled", "1"), ("pay_why", "x")])
            .await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "there is no account yet");
        let english = desk.joris.get(&desk.site, &format!("/en{}", desk.of_grant(""))).await;
        assert!(english.says("Payment and account") && english.says("Put an advance in the plan"));
    });
}

#[test]
fn the_bounds_of_a_regulation_are_a_table() {
    on_both_tampered(|place| async move {
        let mut desk = desk(&place).await;
        let page = desk.joris.get(&desk.site, "/bureau/betalingen/grenzen").await;
        assert!(page.says("€ 5.000") && page.says("€ 500.000"));
        let mut fields =
            vec![("regulation", "Zelfbeheer"), ("year", "2027"), ("direct", "5.000"), ("report", "4.000")];
        fields.extend([
            ("financial", "100.000"),
            ("audited", "500.000"),
            ("income", "50"),
            ("weeks", "13"),
            ("reminder_weeks", "4"),
        ]);
        let address = "/bureau/betalingen/grenzen";
        assert_eq!(
            answer(&desk.fatma.post(&desk.site, address, &fields).await),
            (422, Some("field_invalid"))
        );
        fields[3].1 = "40.000";
        let page = desk.fatma.post(&desk.site, address, &fields).await;
        assert_eq!(answer(&page), (422, Some("reason_required")), "bounds are set for a reason");
        fields.push(("reason", "Raadsbesluit van 3 februari."));
        assert_eq!(answer(&desk.fatma.post(&desk.site, address, &fields).await), (303, None));
        let page = desk.fatma.get(&desk.site, address).await;
        assert!(page.says("Zelfbeheer") && page.says("Raadsbesluit van 3 februari."), "{}", page.body);
        assert!(page.says("meer dan 50% van het inkomen"), "all that was decided: {}", page.body);
        assert!(
            page.says("binnen 13 weken na het einde, en na een herinnering binnen 4 weken"),
            "{}",
            page.body
        );
        let year = [("year", "2027"), ("of_year", "10")];
        let page = desk.fatma.post(&desk.site, "/bureau/ontvangers/jaargrens", &year).await;
        assert_eq!(answer(&page), (422, Some("reason_required")));
        let year = [year[0], year[1], ("reason", "Eén ontvanger mag niet alles hebben.")];
        assert_eq!(
            answer(&desk.fatma.post(&desk.site, "/bureau/ontvangers/jaargrens", &year).await),
            (303, None)
        );
        let page = desk.fatma.get(&desk.site, "/bureau/ontvangers").await;
        assert!(page.says("Eén ontvanger mag niet alles hebben."), "{}", page.body);
        assert!(page.says("In 2027 krijgt één ontvanger ten hoogste 10%"), "{}", page.body);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        place
            .slip(
                "accountability",
                "UPDATE accountability SET direct_cents = 1 WHERE regulation = 'Zelfbeheer'",
            )
            .await;
        assert_eq!(place.fsck().await.len(), 1, "bounds that nobody decided");
    });
}

#[test]
fn the_batch_names_who_is_paid_and_a_changed_account_waits_for_a_second_person() {
    on_both(|place| async move {
        let mut desk = desk(&place).await;
        desk.order("1.000").await;
        let chosen = [("orders", "SR-2027-000001"), ("execute_on", "2027-03-22")];
        desk.joris.post(&desk.site, "/bureau/betalingen", &chosen).await;
        let batch = "/bureau/betalingen/SR-2027-B0001";
        let mut conn = place.store.read().await.expect("a connection");
        let own =
            store::recipient::of_grant(&mut conn, &desk.grant).await.expect("it reads").expect("made out");
        drop(conn);
        let last_four = |name: &str| format!("•••• {}", iban(name).last_four());
        let page = desk.marijke.get(&desk.site, batch).await;
        assert!(page.says(&own.name) && page.says(&last_four(&own.name)), "{}", page.body);
        assert!(!page.says("veranderd na de verlening"));
        let wanted = Wanted { iban: Some(iban("van een ander")), ..foundation(&own.name) };
        let done = recipient::change(&mut desk.town.joris_at(days(21)), &own.id, 1, &wanted).await;
        done.expect("changed");
        let payer = [("payer", "Gemeente Utrecht"), ("payer_iban", "NL91 ABNA 0417 1643 00")];
        desk.fatma.post(&desk.site, "/bureau/betalingen/rekening", &payer).await;
        let page = desk.marijke.post(&desk.site, &format!("{batch}/akkoord"), &[]).await;
        assert_eq!(answer(&page), (409, Some("four_eyes_required")));
        assert!(page.says("Joris") && page.says("bankafschrift"), "who, and what now: {}", page.body);
        let page = desk.marijke.get(&desk.site, batch).await;
        assert!(page.says("is veranderd na de verlening: door Joris"), "{}", page.body);
        let address = format!("/bureau/ontvangers/{}", own.id);
        let seen =
            [("revision", "2"), ("statement_on", "2027-03-20"), ("payee_ground", "afschrift op papier")];
        let page = desk.joris.post(&desk.site, &format!("{address}/rekening"), &seen).await;
        assert_eq!(answer(&page), (409, Some("four_eyes_required")), "not whoever changed it");
        assert!(desk.joris.get(&desk.site, &address).await.says("U hebt dit zelf veranderd"));
        let late = [seen[0], ("statement_on", "2028-01-01"), seen[2]];
        let page = desk.marijke.post(&desk.site, &format!("{address}/rekening"), &late).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("afschrift op papier"), "what was typed comes back");
        let page = desk.marijke.post(&desk.site, &format!("{address}/rekening"), &seen).await;
        assert_eq!(answer(&page), (303, None), "{}", page.body);
        let page = desk.marijke.post(&desk.site, &format!("{batch}/akkoord"), &[]).await;
        assert_eq!(answer(&page), (409, Some("draft_changed")), "it was gathered for the other account");
        desk.joris.post(&desk.site, &format!("{batch}/intrekking"), &[]).await;
        desk.joris.post(&desk.site, "/bureau/betalingen", &chosen).await;
        let page = desk.marijke.get(&desk.site, "/bureau/betalingen/SR-2027-B0002").await;
        assert!(
            page.says(&last_four("van een ander")) && page.says("Bevestigd door Marijke"),
            "{}",
            page.body
        );
    });
}

#[test]
fn an_order_is_touched_at_the_address_of_its_own_grant_only() {
    on_both(|place| async move {
        let mut desk = desk(&place).await;
        desk.order("1.000").await;
        let mut conn = place.store.read().await.expect("a connection");
        let grants = store::grant::list(&mut conn).await.expect("grants");
        drop(conn);
        let other = grants.iter().find(|one| one.id != desk.grant).expect("another grant").id.clone();
        let steps = [
            (format!("/bureau/subsidies/{other}/betalingen/SR-2027-000001"), vec![("do", "cancel")]),
            (
                format!("/bureau/subsidies/{other}/betalingen/SR-2027-000001/retour"),
                vec![("returned_on", "2027-03-22"), ("pay_reference", "R 1"), ("pay_why", "x")],
            ),
            (
                format!("/bureau/subsidies/{other}/betalingen/SR-2027-000001/vervallen"),
                vec![("pay_why", "x")],
            ),
        ];
        for (address, fields) in steps {
            let page = desk.marijke.post(&desk.site, &address, &fields).await;
            assert_eq!(page.status.as_u16(), 404, "{address}");
        }
        let address = desk.of_grant("/betalingen/SR-2027-000001");
        let page = desk.joris.post(&desk.site, &address, &[("do", "cancel")]).await;
        assert_eq!(answer(&page), (303, None), "at its own address");
    });
}

#[test]
fn payments_on_cards_leave_as_a_list_for_the_desk() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        let on_card = Wanted {
            kind: RecipientKind::Person,
            kvk: None,
            pay_by: PayBy::Card,
            iban: None,
            account_name: String::new(),
            ..foundation("Truus van Dijk")
        };
        let truus = town.recipient(&on_card).await;
        town.make_out(&grant, &truus).await;
        town.do_checks(&grant).await;
        town.award_and_send(&grant).await;
        employ(&place, FATMA).await;
        let site = Site::of(&town, days(21));
        let joris = Browser::of(&site, JORIS).await;
        let marijke = Browser::of(&site, MARIJKE).await;
        let fatma = Browser::of(&site, FATMA).await;
        let mut desk = Desk { town, site, grant, joris, marijke, fatma };
        desk.order("1.000").await;
        let chosen = [("orders", "SR-2027-000001"), ("execute_on", "2027-03-22")];
        let page = desk.joris.post(&desk.site, "/bureau/betalingen", &chosen).await;
        assert_eq!(answer(&page), (303, None), "{}", page.body);
        let batch = "/bureau/betalingen/SR-2027-B0001";
        let page = desk.marijke.post(&desk.site, &format!("{batch}/akkoord"), &[]).await;
        assert_eq!(answer(&page), (303, None), "{}", page.body);
        let address = format!("{batch}/bestand");
        let page = desk.fatma.post(&desk.site, &address, &[("form", "bank")]).await;
        assert_eq!(answer(&page), (400, Some("bad_request")), "there is no account to pay to");
        let list = desk.fatma.post(&desk.site, &address, &[("form", "list")]).await;
        assert_eq!(list.status.as_u16(), 200, "{}", list.body);
        assert!(list.says("SR-2027-000001;") && list.says(";1000.00;Truus van Dijk;"), "{}", list.body);
        let paid = [("receipts", "SR-2027-000001;2027-03-22;KAART 1")];
        let page = desk.fatma.post(&desk.site, "/bureau/betalingen/afschrift", &paid).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    });
}

#[test]
fn what_waits_stands_on_pages_and_one_batch_takes_it_all() {
    on_both(|place| async move {
        let life = granted(&place).await;
        for _ in 0..53 {
            life.order(1_000, days(30)).await;
        }
        let later = life.plan(2_000, days(60)).await;
        payment::order_advance(&life.town.joris_at(days(30)), &life.grant, later).await.expect("ordered");
        let site = Site::of(&life.town, days(31));
        let mut joris = Browser::of(&site, JORIS).await;
        let page = joris.get(&site, "/bureau/betalingen").await;
        let ticks = |page: &Page| page.body.matches("name=\"orders\"").count();
        assert_eq!(ticks(&page), 50, "a page of them");
        assert!(page.says("de 4 andere betalingen") && page.body.contains("wachten=2"), "{}", page.body);
        let second = joris.get(&site, "/bureau/betalingen?wachten=2").await;
        assert_eq!(ticks(&second), 4);
        assert!(second.says("de 50 andere betalingen"), "{}", second.body);

        // The first of the page is left out, all others go along whose day has come.
        let shown: Vec<String> = (1..=50).map(|number| format!("SR-2027-{number:06}")).collect();
        let mut fields = vec![("others", "1"), ("wachten", "1"), ("execute_on", "2027-04-01")];
        fields.extend(shown.iter().map(|number| ("shown", number.as_str())));
        fields.extend(shown[1..].iter().map(|number| ("orders", number.as_str())));
        let page = joris.post(&site, "/bureau/betalingen", &fields).await;
        assert_eq!(answer(&page), (303, None), "{}", page.body);
        let states = "SELECT COUNT(*) FROM payment_order WHERE state = 'gathered'";
        assert_eq!(place.number(states).await, 52);
        let left = joris.get(&site, "/bureau/betalingen").await;
        assert_eq!(ticks(&left), 2, "the one that was left out, and the one of a later day");

        let late = [("orders", "SR-2027-000001"), ("wachten", "1"), ("execute_on", "2027-01-01")];
        let page = joris.post(&site, "/bureau/betalingen", &late).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "what was typed comes back");
    });
}
