//! A16: a letter and signing in are one credential of one person.

use schuifruimte::acts;
use schuifruimte::acts::letter::Wanted;
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::revocation::Reason;
use schuifruimte::domain::round::{Change, Plan};

use super::{KARIM, Stand, TRUUS, come_back, form, told, vote, vote_by_letter};
use crate::support::town::plan;
use crate::support::{Browser, Page, Town, days, on_both};

/// The change code on a receipt.
fn change_code(receipt: &Page) -> String {
    let keys: Vec<&str> = receipt.body.split("sr-key\">").skip(1).collect();
    keys[2].split('<').next().expect("its end").to_string()
}

#[test]
fn a16_who_voted_by_letter_does_not_vote_again_by_signing_in_nor_the_other_way_round() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let receipt = vote_by_letter(&stand, 0, &["01"]).await;
        assert_eq!(told(&receipt), (200, Some("receipt")));
        let page = come_back(&stand, &mut Browser::default(), &["02"], TRUUS).await;
        assert_eq!(told(&page), (409, Some("already_voted")), "{}", page.body);
        assert!(page.says("Met uw brief is al gestemd") && page.says("U kiest 1 plan"));
        let page = vote(&stand, &mut Browser::default(), &page, &[]).await;
        assert_eq!(told(&page), (409, Some("already_voted")));
        // With the change code of the receipt it is the voter, and the ballot takes the place of the first.
        let wrong = vote(&stand, &mut Browser::default(), &page, &[("change", "222222")]).await;
        assert!(matches!(told(&wrong), (422, Some("code_not_accepted" | "code_typo"))), "{:?}", told(&wrong));
        let changed =
            vote(&stand, &mut Browser::default(), &page, &[("change", &change_code(&receipt))]).await;
        assert_eq!(told(&changed), (200, Some("receipt")), "{}", changed.body);

        let page = come_back(&stand, &mut Browser::default(), &["03"], KARIM).await;
        assert_eq!(told(&vote(&stand, &mut Browser::default(), &page, &[]).await), (200, Some("receipt")));
        let page = vote_by_letter(&stand, 1, &["01"]).await;
        assert_eq!(told(&page), (409, Some("already_voted")));
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 2);
    });
}

#[test]
fn a16_at_the_same_moment_one_of_both_counts() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut signed_in = Vec::new();
        for _ in 0..8 {
            signed_in.push(come_back(&stand, &mut Browser::default(), &["02"], TRUUS).await);
        }
        let by_letter = (0..8).map(|_| vote_by_letter(&stand, 0, &["01"]));
        let by_provider =
            signed_in.iter().map(|page| async { vote(&stand, &mut Browser::default(), page, &[]).await });
        let (letters, others) = futures_util::future::join(
            futures_util::future::join_all(by_letter),
            futures_util::future::join_all(by_provider),
        )
        .await;
        let all: Vec<_> = letters.iter().chain(&others).map(told).collect();
        let receipts = all.iter().filter(|told| **told == (200, Some("receipt"))).count();
        let refused = all.iter().filter(|told| **told == (409, Some("already_voted"))).count();
        assert_eq!((receipts, refused), (1, 15), "{all:?}");
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM leaf_queue").await, 1);
    });
}

#[test]
fn where_a_vote_stands_signing_in_does_not_change_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let fixed = Plan { change: Change::None, ..plan("zuilen") };
        let stand = Stand::with(&town, &fixed).await;
        assert_eq!(told(&vote_by_letter(&stand, 0, &["01"]).await), (200, Some("receipt")));
        let page = come_back(&stand, &mut Browser::default(), &["02"], TRUUS).await;
        assert_eq!(told(&page), (409, Some("already_voted")));
        assert!(!page.says("name=\"change\""), "there is nothing to change: {}", page.body);
        assert_eq!(
            told(&vote(&stand, &mut Browser::default(), &page, &[]).await),
            (409, Some("already_voted"))
        );
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
    });
}

/// The desk revokes a letter, and hands out a spare one or not.
async fn revoke(town: &Town, stand: &Stand, letter: ControlNumber, by: Option<ControlNumber>) {
    let wanted = Wanted { control: letter, by, reason: Reason::Lost };
    let request =
        acts::letter::ask(&mut town.joris_at(days(1)), &stand.round.id, &wanted).await.expect("asked");
    acts::letter::approve(&town.marijke_at(days(1)), &stand.round.id, &request).await.expect("approved");
}

#[test]
fn signing_in_follows_the_letter_that_took_the_place_of_a_lost_one() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let (lost, spares) = (stand.round.letters.printed[0].1, &stand.round.letters.spares);
        let before = come_back(&stand, &mut Browser::default(), &["01"], TRUUS).await;
        revoke(&town, &stand, lost, Some(spares[0].1)).await;
        let page = vote(&stand, &mut Browser::default(), &before, &[]).await;
        assert_eq!(told(&page), (422, Some("code_replaced")), "{}", page.body);
        revoke(&town, &stand, spares[0].1, Some(spares[1].1)).await;
        let page = come_back(&stand, &mut Browser::default(), &["01"], TRUUS).await;
        let receipt = vote(&stand, &mut Browser::default(), &page, &[]).await;
        assert_eq!(told(&receipt), (200, Some("receipt")), "{}", receipt.body);
        assert!(receipt.says(&spares[1].1.to_string()), "under the newest letter");
        // Who may no longer vote has no letter to follow.
        revoke(&town, &stand, stand.round.letters.printed[1].1, None).await;
        let page = come_back(&stand, &mut Browser::default(), &["01"], KARIM).await;
        assert_eq!(told(&page), (422, Some("code_replaced")), "{}", page.body);
        assert!(form(&page, super::LEAVE).iter().all(|(name, _)| name != "pass"));
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
    });
}
