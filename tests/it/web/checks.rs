//! The file of a grant through its pages, up to the award; what is secret does not stand on them.

use schuifruimte::acts;
use schuifruimte::domain::grant::GrantState;
use schuifruimte::store;

use crate::support::checked::{foundation, iban, kvk};
use crate::support::people::JORIS;
use crate::support::site::between;
use crate::support::{Browser, Page, Site, Town, days, on_both};

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

/// A form for a foundation whose account number is wrong and whose number is not there.
pub(super) const TYPED: [(&str, &str); 12] = [
    ("recipient_kind", "foundation"),
    ("recipient_class", "resident"),
    ("recipient_name", "Buurtkamer Zuilen"),
    ("street", "Elinkwijkstraat 12"),
    ("postcode", "3551 AB"),
    ("residence", "Utrecht"),
    ("kvk", ""),
    ("pay_by", "account"),
    ("iban", "NL00SRUM0000000000"),
    ("account_name", "Stichting Buurtkamer Zuilen"),
    ("is_enterprise", "no"),
    ("signers", "Truus van Dijk"),
];

#[test]
fn an_officer_brings_the_file_of_a_grant_in_order_and_nobody_sees_the_account() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        let site = Site::of(&town, days(17));
        let mut joris = Browser::of(&site, JORIS).await;
        let number = iban("Buurtkamer");
        let kvk = kvk("Buurtkamer");
        let mut form = TYPED;
        let page = joris.post(&site, "/bureau/ontvangers", &form).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("Dit rekeningnummer klopt niet.") && page.says("value=\"Elinkwijkstraat 12\""));
        form[6].1 = kvk.as_str();
        form[8].1 = number.whole();
        assert_eq!(answer(&joris.post(&site, "/bureau/ontvangers", &form).await), (303, None));
        let list = joris.get(&site, "/bureau/ontvangers").await;
        let own = between(&list.body, "<a class=\"utrecht-link\" href=\"/bureau/ontvangers/", "\"")
            .expect("its page")
            .to_string();
        let page = joris.get(&site, &format!("/bureau/ontvangers/{own}")).await;
        assert!(
            page.says(number.last_four()) && !page.says(&number.whole()[4..]),
            "the last four and no more"
        );

        let file = format!("/bureau/subsidies/{grant}/toets");
        let page = joris.get(&site, &file).await;
        assert!(page.says("Er is nog geen ontvanger."));
        assert_eq!(
            answer(&joris.post(&site, &format!("{file}/ontvanger"), &[("recipient", &own)]).await),
            (303, None)
        );
        assert_eq!(answer(&joris.post(&site, &format!("{file}/narekenen"), &[]).await), (303, None));
        let silent = joris
            .post(&site, &format!("{file}/permit/antwoord"), &[("answer", "yes"), ("check_why", "")])
            .await;
        assert_eq!(answer(&silent), (422, Some("field_invalid")));
        for check in ["applicant", "double-funding", "statement", "legal-form", "registration", "permit"] {
            let given = [("answer", "yes"), ("check_why", "gezien aan de balie")];
            assert_eq!(
                answer(&joris.post(&site, &format!("{file}/{check}/antwoord"), &given).await),
                (303, None),
                "{check}"
            );
        }
        let page = joris.get(&site, &format!("/bureau/subsidies/{grant}")).await;
        assert!(page.says("11 van de 11 controles zijn in orde."), "{}", page.body);
        acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await.unwrap();
        let found =
            store::grant::find(&mut place.store.read().await.unwrap(), &grant).await.unwrap().unwrap();
        assert_eq!(found.state, GrantState::Awarded);
    });
}

#[test]
fn the_pages_of_alliance_interest_and_plan_take_what_they_ask_for() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        let lead = town.recipient(&foundation("Buurtkamer Zuilen")).await;
        town.make_out(&grant, &lead).await;
        let site = Site::of(&town, days(17));
        let mut joris = Browser::of(&site, JORIS).await;
        let file = format!("/bureau/subsidies/{grant}/toets");
        let part = [("member_1", lead.as_str()), ("share_1", "1"), ("consent_1", "2027-03-01")];
        let page = joris.post(&site, &format!("{file}/alliantie"), &part).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("De delen zijn samen niet het hele bedrag"));
        let payment = [("payee_1", "Drukker"), ("payee_sum_1", "1"), ("payee_for_1", "posters")];
        assert_eq!(
            answer(&joris.post(&site, &format!("{file}/doorbetalingen"), &payment).await),
            (303, None)
        );
        assert!(joris.get(&site, &file).await.says("posters"));

        let office = format!("/bureau/rondes/{}", round.id);
        let check = [("answer", "yes"), ("check_why", "past op de stoep")];
        let late = joris.post(&site, &format!("{office}/plannen/01/haalbaarheid"), &check).await;
        assert_eq!(answer(&late), (409, Some("wrong_state")), "the list is fixed");
        let draft = town.draft_round("ondiep").await;
        let plan = format!("/bureau/rondes/{draft}/plannen/01");
        let done = joris.post(&site, &format!("{plan}/haalbaarheid"), &check).await;
        assert_eq!(answer(&done), (303, None));
        assert!(joris.get(&site, &plan).await.says("past op de stoep"));
        let interest = [("interest_plan", "02"), ("check_why", "")];
        let page = joris.post(&site, &format!("{office}/belang"), &interest).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        let interest = [("interest_plan", "02"), ("check_why", "mijn zus doet mee")];
        assert_eq!(answer(&joris.post(&site, &format!("{office}/belang"), &interest).await), (303, None));
        assert!(joris.get(&site, &office).await.says("mijn zus doet mee"));
        let refused = joris.post(&site, &format!("{file}/narekenen"), &[]).await;
        assert_eq!(answer(&refused), (409, Some("conflict_of_interest")));
    });
}
