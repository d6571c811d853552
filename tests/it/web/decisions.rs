//! Mandates, decisions, letters and objections in the office, through the front door.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::store;

use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Site, Town, days, on_both};

#[test]
fn refusals_are_taken_once_nobody_can_move_up() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        let (mut marijke, mut joris) = (Browser::of(&site, MARIJKE).await, Browser::of(&site, JORIS).await);
        let page = marijke.get(&site, "/bureau/besluiten").await;
        assert!(
            page.says("Er kan nog een plan opschuiven") && page.says("Alle brieven zijn verstuurd."),
            "{}",
            page.body
        );
        let early = marijke.post(&site, "/bureau/besluiten/afwijzingen", &[("round", "zuilen")]).await;
        assert_eq!((early.status, early.kind()), (StatusCode::UNPROCESSABLE_ENTITY, Some("field_invalid")));
        let grants = store::grant::list(&mut place.store.read().await.unwrap()).await.unwrap();
        for grant in &grants {
            town.check_grant(&grant.id).await;
            acts::grant::award(&town.marijke_at(days(18)), &grant.id, "Gewonnen.").await.unwrap();
        }
        let no = joris.post(&site, "/bureau/besluiten/afwijzingen", &[("round", "zuilen")]).await;
        assert_eq!(no.status, StatusCode::NOT_FOUND, "an officer decides nothing");
        let done = marijke.post(&site, "/bureau/besluiten/afwijzingen", &[("round", "zuilen")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = marijke.get(&site, "/bureau/besluiten").await;
        assert!(
            page.says("Er liggen 6 brieven klaar") && page.says("Alle aanvragers hebben een besluit."),
            "{}",
            page.body
        );
    });
}

#[test]
fn a_letter_leaves_as_it_was_shown() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let plan = acts::decision::others(&mut place.store.read().await.unwrap(), &round.id).await.unwrap();
        let plan = plan.waiting[0].id.clone();
        acts::decision::refuse_plan(&town.marijke_at(days(18)), &round.id, &plan, "").await.unwrap();
        let site = Site::of(&town, days(18));
        let (mut marijke, mut joris) = (Browser::of(&site, MARIJKE).await, Browser::of(&site, JORIS).await);
        let grants = store::grant::list(&mut place.store.read().await.unwrap()).await.unwrap();
        let all = store::decision::list(&mut place.store.read().await.unwrap()).await.unwrap();
        let refusal = all.last().unwrap().number.0.clone();
        let address = format!("/bureau/besluiten/{refusal}");
        let draft = joris.get(&site, &format!("{address}/brief")).await;
        assert!(
            draft.says("U krijgt geen subsidie voor uw plan.") && draft.says("Zo ziet de brief eruit"),
            "{}",
            draft.body
        );
        let english = joris.get(&site, &format!("/en{address}/brief")).await;
        assert!(
            english.says("You do not get a grant for your plan.") && english.says("The Dutch letter counts")
        );
        let no_address = [("letter_address", "Buren"), ("sent_on", "2027-03-19"), ("letter_means", "post")];
        let page = joris.post(&site, &address, &no_address).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.says("Met de post minstens een naam en een adres") && page.says("Buren"),
            "{}",
            page.body
        );
        let sent = [
            ("letter_address", "Buren\nMarnixlaan 1\n3551 AB Utrecht"),
            ("sent_on", "2027-03-19"),
            ("letter_means", "post"),
        ];
        assert_eq!(joris.post(&site, &address, &sent).await.status, StatusCode::SEE_OTHER);
        let page = joris.get(&site, &address).await;
        assert!(page.says("Bezwaar kan tot en met") && page.says("30 april 2027"), "{}", page.body);
        let letter = joris.get(&site, &format!("{address}/brief")).await;
        assert!(letter.says("Marnixlaan 1") && letter.says("Zo is de brief verstuurd."), "{}", letter.body);
        let twice = joris.post(&site, &address, &sent).await;
        assert_eq!((twice.status, twice.kind()), (StatusCode::CONFLICT, Some("draft_changed")));

        let page = marijke.get(&site, &format!("/bureau/subsidies/{}", grants[0].id)).await;
        assert!(page.says("Over deze subsidie is nog geen besluit."), "{}", page.body);
    });
}

#[test]
fn an_objection_is_entered_and_not_decided_by_who_refused() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let plan = acts::decision::others(&mut place.store.read().await.unwrap(), &round.id).await.unwrap();
        let plan = plan.waiting[0].id.clone();
        acts::decision::refuse_plan(&town.marijke_at(days(18)), &round.id, &plan, "").await.unwrap();
        let refusal = "2027-00001".to_string();
        let site = Site::of(&town, days(18));
        let (mut marijke, mut joris) = (Browser::of(&site, MARIJKE).await, Browser::of(&site, JORIS).await);
        let sent =
            [("letter_address", "Buren\nMarnixlaan 1"), ("sent_on", "2027-03-19"), ("letter_means", "mail")];
        let done = joris.post(&site, &format!("/bureau/besluiten/{refusal}"), &sent).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let objection = [
            ("objected", refusal.as_str()),
            ("received_on", "2027-03-19"),
            ("letter_reference", "2027-889"),
            ("advice", "none"),
        ];
        let entered = joris.post(&site, "/bureau/bezwaren", &objection).await;
        assert_eq!(entered.header("location"), "/bureau/bezwaren/B2027-00001");
        let unknown = [
            ("objected", "2027-9"),
            ("received_on", "2027-03-19"),
            ("letter_reference", "2027-889"),
            ("advice", "none"),
        ];
        let page = joris.post(&site, "/bureau/bezwaren", &unknown).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("2027-889"), "{}", page.body);
        let page = marijke.get(&site, "/bureau/bezwaren/B2027-00001").await;
        assert!(page.says("op tijd") && page.says("11 juni 2027") && page.says("€ 1.000"), "{}", page.body);
        let verdict = [("verdict", "unfounded"), ("motive", "De telling klopt."), ("uphold_pay", "")];
        let own = marijke.post(&site, "/bureau/bezwaren/B2027-00001", &verdict).await;
        assert_eq!((own.status, own.kind()), (StatusCode::CONFLICT, Some("four_eyes_required")));
    });
}

#[test]
fn a_letter_comes_as_pdf_where_the_program_makes_them() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let grants = store::grant::list(&mut place.store.read().await.unwrap()).await.unwrap();
        town.check_grant(&grants[0].id).await;
        acts::grant::award(&town.marijke_at(days(18)), &grants[0].id, "Gewonnen.").await.unwrap();
        let site = Site::of(&town, days(18));
        let mut joris = Browser::of(&site, JORIS).await;
        let page = joris.get(&site, "/bureau/besluiten/2027-00001/brief.pdf").await;
        assert_eq!(page.status, StatusCode::OK);
        if cfg!(feature = "pdf") {
            assert!(page.bytes.starts_with(b"%PDF-1.7"));
            assert_eq!(page.header("content-type"), "application/pdf");
        } else {
            assert!(page.says("Dit programma maakt geen PDF"));
        }
        assert_eq!(
            joris.get(&site, "/bureau/besluiten/2027-00002/brief").await.status,
            StatusCode::NOT_FOUND
        );
        let mut nobody = Browser::default();
        let away = nobody.get(&site, "/bureau/besluiten/2027-00001/brief.pdf").await;
        assert_ne!(away.status, StatusCode::OK);
    });
}

#[test]
fn the_register_of_mandates_is_kept_by_the_programme_manager() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let fatma = crate::support::people::Staff {
            login: "fatma",
            name: "Fatma Demir",
            function: "Programmamanager",
            role: schuifruimte::domain::account::Role::ProgrammeManager,
        };
        crate::support::town::account(&mut town.nobody_at(days(-1)), fatma).await;
        let site = Site::of(&town, days(0));
        let (mut fatma, mut marijke) = (Browser::of(&site, fatma).await, Browser::of(&site, MARIJKE).await);
        let holder = town.marijke.to_string();
        let fields = |up_to: &'static str, from: &'static str| {
            vec![
                ("mandate_holder", holder.clone()),
                ("mandate_kind", "award".to_string()),
                ("mandate_up_to", up_to.to_string()),
                ("mandate_from", from.to_string()),
                ("mandate_until", String::new()),
                ("mandate_ground", "Mandaatbesluit 2027".to_string()),
                ("mandate_date", "2027-02-01".to_string()),
            ]
        };
        let refs = |list: &'static str, from: &'static str| fields(list, from);
        let wrong = refs("veel", "2027-03-01");
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = fatma.post(&site, "/bureau/mandaten", &wrong).await;
        assert!(
            page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("Mandaatbesluit 2027"),
            "{}",
            page.body
        );
        let back = refs("5.000", "2027-02-28");
        let back: Vec<(&str, &str)> = back.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert!(fatma.post(&site, "/bureau/mandaten", &back).await.says("Een mandaat werkt nooit terug."));
        let good = refs("5.000", "2027-03-01");
        let good: Vec<(&str, &str)> = good.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(marijke.post(&site, "/bureau/mandaten", &good).await.status, StatusCode::NOT_FOUND);
        assert_eq!(fatma.post(&site, "/bureau/mandaten", &good).await.status, StatusCode::SEE_OTHER);
        let page = marijke.get(&site, "/bureau/mandaten").await;
        assert!(
            page.says("€ 5.000") && page.says("Mandaatbesluit 2027") && page.says("Geldt niet meer"),
            "{}",
            page.body
        );
        let newest = place.number("SELECT MAX(number) FROM mandate").await;
        let ended = fatma.post(&site, &format!("/bureau/mandaten/{newest}/einde"), &[]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        assert_eq!(place.number("SELECT MAX(number) FROM mandate").await, newest + 1);
    });
}
