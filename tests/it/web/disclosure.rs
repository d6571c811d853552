//! What an applicant states about a plan: entered by the office, shown to everyone, fixed when the round opens, and of no
//! weight in the count.

use schuifruimte::acts::{self, ActError, disclosure::Wanted};
use schuifruimte::domain::disclosure::Help;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::recipient::ProviderClass;
use schuifruimte::store::{Guard, StoreError};

use crate::support::people::JORIS;
use crate::support::{Browser, Site, Town, days, on_both};

#[test]
fn what_an_applicant_states_is_shown_to_everyone_and_fixed_when_the_round_opens() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let site = Site::of(&town, days(-20));
        let mut joris = Browser::of(&site, JORIS).await;
        let address = "/bureau/rondes/zuilen/plannen/01/verklaring";
        let mut form =
            [("chk_class", "resident"), ("chk_help", "smo"), ("chk_paid", "Onze buurman, als kok.")];
        let long = "x".repeat(501);
        for (place, wrong) in [(0, "partij"), (1, ""), (2, long.as_str())] {
            let mut bad = form;
            bad[place].1 = wrong;
            let page = joris.post(&site, address, &bad).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")), "{wrong}");
            assert!(place == 2 || page.says("Onze buurman, als kok."), "what was typed comes back");
        }
        assert_eq!(joris.post(&site, "/bureau/rondes/zuilen/plannen/99/verklaring", &form).await.status, 404);
        assert_eq!(joris.post(&site, address, &form).await.status, 303);
        let told = |page: &crate::support::Page| {
            page.says("Een sociaal makelaar") && page.says("Onze buurman, als kok.")
        };
        assert!(told(&joris.get(&site, "/bureau/rondes/zuilen/plannen/01").await));
        assert!(told(&Browser::default().get(&site, "/rondes/zuilen/plannen/01").await));
        form[2].1 = "";
        assert_eq!(joris.post(&site, address, &form).await.status, 303);
        let page = Browser::default().get(&site, "/rondes/zuilen/plannen/01").await;
        assert!(page.says("Niemand") && !page.says("buurman"), "the last statement holds");
        assert_eq!(place.number("SELECT COUNT(*) FROM disclosure").await, 2, "the first one stays");

        town.open_drafted(id.clone()).await;
        let wanted = Wanted { class: ProviderClass::Other, help: Help::None, paid: String::new() };
        let late =
            acts::disclosure::state(&town.joris_at(days(1)), &id, &ProposalId::new("01"), &wanted).await;
        assert!(matches!(late, Err(ActError::Frozen)), "{late:?}");
        for (statement, word) in [
            (
                "INSERT INTO disclosure SELECT round_id, proposal_id, 3, class, help, paid, by_account, at FROM disclosure WHERE number = 1",
                "round_frozen",
            ),
            ("UPDATE disclosure SET help = 'none'", "append_only"),
            ("DELETE FROM disclosure", "append_only"),
        ] {
            let raw = place.sql(statement).await;
            assert!(
                matches!(&raw, Err(StoreError::Refused(Guard::Trigger(told))) if told == word),
                "{statement}: {raw:?}"
            );
        }
        let rules = String::from_utf8(
            acts::round::rules(&mut place.store.read().await.unwrap(), &id).await.unwrap().write(),
        )
        .unwrap();
        assert!(!rules.contains("smo\"") && !rules.contains("chk"), "no help stands in what is counted by");
    });
}
