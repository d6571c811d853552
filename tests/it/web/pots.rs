//! Pots, the mix statement and the quick pot, as the office and the public see them.

use axum::http::header;

use super::casefile::quick_pot;
use crate::acts::standing::table;
use crate::support::people::{JORIS, MARIJKE};
use crate::support::town::{plan, plans};
use crate::support::{Browser, Page, Site, Town, days, on_both};

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

#[test]
fn a_mix_statement_is_signed_in_the_office_and_read_by_everyone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        let digest = "ab".repeat(32);
        let mut form = vec![
            ("area", "WK034403"),
            ("year", "2027"),
            ("basis_name", "Sociale wijkanalyse Overvecht"),
            ("basis_year", "2026"),
            ("basis_digest", &digest),
        ];
        let parts =
            [("mix_smo", "60"), ("mix_residents", "25"), ("mix_professionals", "12,5"), ("mix_other", "2")];
        let pots =
            [("mix_continuity", "40"), ("mix_renewal", "45"), ("mix_development", "10"), ("mix_quick", "5")];
        let reasons: Vec<(String, &str)> = parts
            .iter()
            .chain(&pots)
            .map(|(field, _)| (format!("{field}_reason"), "Dat vraagt de buurt."))
            .collect();
        form.extend(parts);
        form.extend(pots);
        form.extend(reasons.iter().map(|(field, reason)| (field.as_str(), *reason)));
        let page = joris.post(&site, "/bureau/mix", &form).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "99.5 percent is not a whole");
        assert!(page.says("Sociale wijkanalyse Overvecht"), "what was typed is still there");
        form.iter_mut().filter(|(field, _)| *field == "mix_other").for_each(|(_, value)| *value = "2,5");
        let page = joris.post(&site, "/bureau/mix", &form).await;
        assert_eq!(answer(&page), (303, None));

        let mut anyone = Browser::default();
        let page = anyone.get(&site, "/mix/WK034403/2027").await;
        assert!(
            page.says("Overvecht in 2027")
                && page.says("12,5%")
                && page.says("Dat vraagt de buurt.")
                && page.says(&digest)
        );
        let file = anyone.get(&site, "/mix/WK034403/2027/1/verklaring.json").await;
        let hash = schuifruimte::domain::digest::Digest::of(&file.bytes).to_string();
        assert!(page.says(&hash), "the fingerprint on the page is that of the file");
        assert_eq!(file.headers[header::CONTENT_TYPE], "application/json");
        assert_eq!(answer(&anyone.get(&site, "/mix/WK034403/2028").await), (404, Some("not_found")));
    });
}

/// From what was granted to its grant, and to the pot and the mix from the money, the area and a round.
async fn leads_on(town: &Town, site: &Site, joris: &mut Browser, page: &Page) {
    let rest = page.body.split("href=\"/geld/subsidies/").nth(1).expect("a link to what became of it");
    let grant = rest.split('"').next().expect("its name").to_string();
    assert!(page.says("het besluit volgt nog"), "{}", page.body);
    assert_eq!(Browser::default().get(site, &format!("/geld/subsidies/{grant}")).await.status, 200);
    let page = joris.get(site, "/bureau/snel/snel-noordwest").await;
    let office = format!("/bureau/subsidies/{grant}");
    assert!(page.says(&format!("href=\"{office}\"")) && page.says("het besluit volgt nog"));
    assert_eq!(answer(&joris.get(site, &office).await), (200, None), "where the award is");
    let id = town.draft_round("zuilen").await;
    let line = &town.line;
    for public in ["/geld".to_string(), format!("/geld/{line}/WK034402"), format!("/rondes/{id}")] {
        let page = Browser::default().get(site, &public).await;
        for link in ["/snel/snel-noordwest", "/mix/WK034402/2027"] {
            assert!(page.says(&format!("href=\"{link}\"")), "{public} leads to {link}: {}", page.body);
        }
    }
}

#[test]
fn a_quick_pot_is_opened_asked_decided_and_read() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        let mut form = vec![
            ("id", "snel-noordwest"),
            ("title", "Snelle pot Noordwest"),
            ("allocation", town.noordwest.as_str()),
            ("ceiling", "50.000"),
            ("most", "500"),
            ("term_days", "10"),
            ("regulation_title", "Nadere regel snelle pot"),
            ("regulation_place", "Gemeenteblad"),
            ("regulation_date", "2026-12-01"),
        ];
        let page = joris.post(&site, "/bureau/snel", &form).await;
        assert_eq!(answer(&page), (409, Some("ceiling_exceeded")));
        assert!(page.says("5.000"), "it says what would fit");
        form[3].1 = "2.000";
        assert_eq!(answer(&joris.post(&site, "/bureau/snel", &form).await), (303, None));
        let pot = "/bureau/snel/snel-noordwest";
        let mut asked = vec![
            ("applicant", "Straatcomité"),
            ("title", "Lampjes"),
            ("place", "Zuilen"),
            ("amount", "501"),
            ("received_at", "2027-03-01T13:00"),
        ];
        let page = joris.post(&site, pot, &asked).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("ten hoogste € 500"));
        asked[3].1 = "240";
        assert_eq!(answer(&joris.post(&site, pot, &asked).await), (303, None));
        let request = format!("{pot}/aanvragen/1");
        let page = joris.post(&site, &request, &[("decision", "grant"), ("why", "")]).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "no decision without a reason");
        let decision = [("decision", "grant"), ("why", "Het feest is voor de hele straat.")];
        let page = joris.post(&site, &request, &decision).await;
        assert_eq!(answer(&page), (409, Some("interest_required")), "first whether there is an own interest");
        let none = [("interest_plan", ""), ("check_why", "")];
        assert_eq!(answer(&joris.post(&site, &format!("{pot}/belang"), &none).await), (303, None));
        assert_eq!(answer(&joris.post(&site, &request, &decision).await), (303, None));

        let page = Browser::default().get(&site, "/snel/snel-noordwest").await;
        assert!(
            page.says("Er is nog € 1.760 van € 2.000.") && page.says("Het feest is voor de hele straat.")
        );
        leads_on(&town, &site, &mut joris, &page).await;
        let page = joris.post(&site, &format!("{pot}/einde"), &[("word", "sluiten")]).await;
        assert_eq!(answer(&page), (303, None));
        assert!(Browser::default().get(&site, "/snel/snel-noordwest").await.says("De pot is gesloten."));
    });
}

#[test]
fn pots_of_a_round_are_set_in_the_office_and_told_to_everyone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let id = town.draft_round_with("zuilen", &plan("Zuilen"), &plans()).await;
        let mut joris = Browser::of(&site, JORIS).await;
        let address = format!("/bureau/rondes/{id}/opzet");
        let mut form = vec![
            ("title", "Zuilen"),
            ("allocation", town.noordwest.as_str()),
            ("ceiling", "20.000"),
            ("ballot_min", "1"),
            ("ballot_max", "3"),
            ("rule", "greedy"),
            ("change", "allowed"),
            ("publish", "ballots"),
            ("pot_continuity_least", "20%"),
            ("pot_continuity_most", "60%"),
            ("pot_renewal_least", "10%"),
            ("pot_renewal_most", "12.000"),
            ("category_ceilings", "Straat: 9.000"),
            ("lot_order", "number"),
        ];
        let page = joris.post(&site, &address, &form).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("De stad wil dat er meer voor deze pot is."));
        form[10].1 = "65%";
        let page = joris.post(&site, &address, &form).await;
        assert_eq!(
            answer(&page),
            (422, Some("rule_incompatible")),
            "13,000 for renewal alone, at most 12,000"
        );
        form[10].1 = "6.000";
        assert_eq!(answer(&joris.post(&site, &address, &form).await), (303, None));
        let page = joris.get(&site, &address).await;
        assert!(page.says("value=\"6.000\"") && page.says("value=\"60%\"") && page.says("Straat: 9.000"));
        let page = Browser::default().get(&site, &format!("/rondes/{id}")).await;
        assert!(
            page.says("Pot Vernieuwen: ten minste € 6.000")
                && page.says("Thema Straat: samen ten hoogste € 9.000")
        );
        let page = joris.get(&site, &format!("/bureau/rondes/{id}/plannen/01")).await;
        assert!(page.says("Uit welke pot?"));
    });
}

#[test]
fn a_group_is_proven_by_what_is_known_and_a_second_person() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let id = town.draft_round("zuilen").await;
        let mut joris = Browser::of(&site, JORIS).await;
        let proven = format!("/bureau/rondes/{id}/plannen/01/bewezen");
        let stated =
            [("since", "2026"), ("earlier", "zuilen.99"), ("reference", ""), ("statement", "Wij bestaan.")];
        assert_eq!(answer(&joris.post(&site, &proven, &stated).await), (303, None));
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let page = marijke.post(&site, &format!("{proven}/akkoord"), &[]).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("nog geen twee jaar") && page.says("Subsidie zuilen.99 kennen wij niet."));
        assert_eq!(
            answer(&joris.post(&site, &format!("{proven}/akkoord"), &[]).await),
            (409, Some("four_eyes_required"))
        );
        let form = [("city_pot", "renewal"), ("least", "20"), ("most", "70"), ("why", "Proef")];
        let page = joris.post(&site, "/bureau/mix/grenzen", &form).await;
        assert_eq!(answer(&page), (404, Some("not_found")), "the city decides, not the wijkbureau");
    });
}

#[test]
fn who_is_refused_gets_a_letter_and_everyone_reads_until_when_to_object() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (quick, _) = quick_pot(&town).await;
        let site = Site::of(&town, days(3));
        let public = format!("/snel/{quick}");
        let page = Browser::default().get(&site, &public).await;
        assert!(page.says("krijgt hierover een brief") && page.says("gratis bezwaar"), "{}", page.body);
        assert!(!page.says(&table(300).applicant), "the page names nobody");
        let mut joris = Browser::of(&site, JORIS).await;
        let decision = "/bureau/besluiten/2027-00001";
        let office = joris.get(&site, &format!("/bureau/snel/{quick}")).await;
        assert!(office.says(&format!("href=\"{decision}\"")), "{}", office.body);
        assert!(joris.get(&site, "/bureau").await.says("Snelle pot Noordwest: verstuur één brief"));
        let letter = joris.get(&site, &format!("{decision}/brief")).await;
        for told in [
            "U krijgt geen subsidie",
            "Er staat al een tafel.",
            "ontvangen op 1 maart 2027",
            "Nadere regel snelle pot",
            "uiterlijk 15 april 2027",
            "U kunt later iets anders vragen.",
        ] {
            assert!(letter.says(told), "{told}: {}", letter.body);
        }
        assert!(!letter.says("Zo stond het op de lijst"), "there was no list");
        let english = joris.get(&site, &format!("/en{decision}/brief")).await;
        assert!(english.says("received on"), "{}", english.body);
        let form = [
            ("letter_address", "Buren van de Amsterdamsestraatweg\nAmsterdamsestraatweg 1\n3513 AA Utrecht"),
            ("sent_on", "2027-03-04"),
            ("letter_means", "post"),
        ];
        assert_eq!(answer(&joris.post(&site, decision, &form).await), (303, None));
        let page = Browser::default().get(&site, &public).await;
        assert!(page.says("U kunt bezwaar maken tot en met 15 april 2027."), "{}", page.body);
        let english = Browser::default().get(&site, &format!("/en{public}")).await;
        assert!(english.says("You can object until"), "{}", english.body);
        let later = Site::of(&town, days(60));
        let page = Browser::default().get(&later, &public).await;
        assert!(page.says("Bezwaar maken kon tot en met 15 april 2027."), "{}", page.body);
        let mut marijke = Browser::of(&later, MARIJKE).await;
        let known = marijke.get(&later, &format!("{decision}/brief.pdf")).await;
        assert_eq!(known.status.as_u16(), 200);
        assert!(!cfg!(feature = "pdf") || known.bytes.starts_with(b"%PDF"));
    });
}
