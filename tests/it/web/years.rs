//! Grants of several years on their pages.

use schuifruimte::domain::money::Cents;
use schuifruimte::domain::time::Moment;

use crate::acts::whole_grant::{YEARLY, agreed};
use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Site, on_embedded};

#[test]
fn a_year_is_taken_back_on_its_own_page_and_the_grant_says_so() {
    on_embedded(|place| async move {
        let (town, _, grant) = agreed(&place, &[YEARLY, Cents::euros(20_000)]).await;
        town.award_and_send(&grant).await;
        let site = Site::of(&town, Moment::parse_local("2027-11-20T12:00").unwrap());
        let (of_grant, of_condition) =
            (format!("/bureau/subsidies/{grant}"), format!("/bureau/subsidies/{grant}/voorbehoud"));
        let mut joris = Browser::of(&site, JORIS).await;
        let hidden = joris.get(&site, &of_condition).await;
        assert_eq!(hidden.status.as_u16(), 404, "only who decides about grants");
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let page = marijke.get(&site, &of_grant).await;
        assert!(page.says("80.000"), "the sum of all years: {}", page.body);
        assert!(page.says("Deze ontvanger krijgt 3 jaar achter elkaar geld"), "{}", page.body);
        let page = marijke.get(&site, &of_condition).await;
        assert!(page.says(">2028: ") && page.says(">2029: "), "{}", page.body);
        let fields = |day| [("year", "2028"), ("adopted_on", day), ("reason", "Te weinig opgenomen.")];
        let late = marijke.post(&site, &of_condition, &fields("2027-10-01")).await;
        assert_eq!((late.status.as_u16(), late.kind()), (422, Some("field_invalid")));
        assert!(late.says("De 4 weken zijn voorbij"), "{}", late.body);
        assert!(late.says("value=\"2027-10-01\""), "what was typed comes back");
        let done = marijke.post(&site, &of_condition, &fields("2027-11-04")).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let page = marijke.get(&site, &of_grant).await;
        assert!(page.says("30.000 voor 2028 is ingetrokken"), "{}", page.body);
        assert!(page.says("50.000"), "what is left: {}", page.body);
    });
}
