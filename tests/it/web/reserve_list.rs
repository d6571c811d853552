//! The steps of a grant and the reserve list through the pages: what is refused says why, and the public can read both
//! certificates.

use axum::http::StatusCode;
use schuifruimte::acts::publication;
use schuifruimte::domain::id::RoundId;

use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Place, Site, Town, days, on_both};

/// The page of the reserve list.
const LIST: &str = "/bureau/rondes/zuilen/reservelijst";

/// Joris proposes the new certificate and Marijke approves it.
async fn moves_up(
    place: &Place,
    site: &Site,
    (joris, marijke): (&mut Browser, &mut Browser),
    round: &RoundId,
) {
    let work = joris.get(site, "/bureau").await;
    assert!(work.body.contains(LIST), "it waits on the list of work");
    assert_eq!(joris.get(site, LIST).await.status, StatusCode::OK);
    let proposed = joris.post(site, LIST, &[("incidents", "")]).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.body);
    let mut conn = place.store.read().await.expect("a connection");
    let (waits, _) = publication::certificate(&mut conn, round).await.expect("it reads").expect("one waits");
    drop(conn);
    let (hash, approval) = (waits.hash.to_string(), format!("{LIST}/akkoord"));
    assert!(marijke.get(site, LIST).await.body.contains(&hash));
    let before = Browser::default().get(site, "/rondes/zuilen/uitslag").await;
    assert!(!before.body.contains("vaststellingen/2"), "what waits is not public");
    assert_eq!(joris.post(site, &approval, &[("hash", &hash)]).await.status, StatusCode::NOT_FOUND);
    let approved = marijke.post(site, &approval, &[("hash", &hash)]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.body);
}

/// Both certificates can be read by everyone.
async fn is_public(site: &Site) {
    let outcome = Browser::default().get(site, "/rondes/zuilen/uitslag").await;
    assert_eq!(outcome.status, StatusCode::OK);
    for number in [1, 2] {
        let address = format!("/rondes/zuilen/vaststellingen/{number}");
        assert!(outcome.body.contains(&address), "{}", outcome.body);
        let certificate = Browser::default().get(site, &address).await;
        assert!(
            certificate.body.contains(r#""format": "schuifruimte-certificate/1""#),
            "{}",
            certificate.body
        );
    }
}

#[test]
fn a_winner_stops_through_the_pages_and_the_reserve_list_moves_up_for_everyone_to_read() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        let site = Site::of(&town, days(18));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);

        let page = joris.get(&site, &format!("/bureau/subsidies/{grant}")).await;
        assert_eq!(page.status, StatusCode::OK);
        let step = format!("/bureau/subsidies/{grant}/stap/withdraw");
        assert!(page.body.contains(&step), "{}", page.body);
        let asked = joris.get(&site, &step).await;
        assert!(asked.body.contains("reservelijst"), "where the money goes is said before the button");
        let silent = joris.post(&site, &step, &[("reason", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.body.contains(r#"data-kind="reason_required""#), "{}", silent.body);
        let hidden = joris.get(&site, &format!("/bureau/subsidies/{grant}/stap/refuse")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "an officer does not decide");
        let done = joris.post(&site, &step, &[("reason", "De groep stopt ermee.")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let again = joris.post(&site, &step, &[("reason", "Nog eens.")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);

        let (officer, certifier) = (&mut joris, &mut marijke);
        moves_up(&place, &site, (officer, certifier), &round.id).await;
        is_public(&site).await;
        let end = format!("{LIST}/einde");
        let ended = marijke.post(&site, &end, &[("reason", "De ronde is klaar.")]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        let objections =
            marijke.post(&site, &format!("{LIST}/bezwaren"), &[("reason", "Er loopt niets.")]).await;
        // The letters of refusal did not go yet: whoever gets one may still object.
        assert_eq!(objections.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", objections.body);
        assert!(objections.says("bezwaren") && objections.body.contains("Er loopt niets."));
        assert_eq!(marijke.get(&site, LIST).await.status, StatusCode::OK);
    });
}

#[test]
fn later_years_without_a_budget_come_back_with_what_was_typed() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        let site = Site::of(&town, days(18));
        let mut joris = Browser::of(&site, JORIS).await;
        let years = format!("/bureau/subsidies/{grant}/jaren");
        assert_eq!(joris.get(&site, &years).await.status, StatusCode::OK);
        for (typed, fault) in [("duizend", "bedrag"), ("1.000", "begroting")] {
            let page = joris.post(&site, &years, &[("year-2", typed)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.body.contains(typed) && page.body.contains(fault), "{}", page.body);
        }
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let award = format!("/bureau/subsidies/{grant}/stap/award");
        assert_eq!(marijke.get(&site, &award).await.status, StatusCode::OK);
        let done = marijke.post(&site, &award, &[("reason", "Naar de uitslag.")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(
            marijke.get(&site, &format!("/bureau/subsidies/{grant}/stap/revoke")).await.status.is_success()
        );
    });
}
