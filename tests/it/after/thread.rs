//! One thread from an idea to its grant: the group that wrote a plan carries it out.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::grant::GrantRecord;
use schuifruimte::domain::pitch::Ground;
use schuifruimte::store;

use crate::pitching::{admit, decider, group_of, refuse, sent, soup, today};
use crate::support::town::{plan, plans};
use crate::support::{Browser, Site, Town, days, on_both};

#[test]
fn who_wrote_a_plan_carries_out_its_grant_without_being_named_again() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round_with("zuilen", &plan("zuilen"), &[]).await;
        let (_, pitch) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let number = admit(&decider(&place).await, &round, &pitch).await.expect("admitted");
        for other in plans() {
            acts::proposal::add(&town.joris_at(days(-15)), &round, other).await.expect("a plan");
        }
        let group = group_of(&town, &pitch).await;
        let round = town.certify_draft(round).await;
        let page = Browser::default().get(&Site::of(&town, days(18)), "/rondes/zuilen/plannen/01").await;
        assert!(page.body.contains(&format!("href=\"/rondes/zuilen/ingestuurd/{pitch}\"")), "{}", page.body);
        let mut conn = place.store.read().await.unwrap();
        let grants = store::grant::of_round(&mut conn, &round).await.unwrap();
        let is_own = |grant: &&GrantRecord| grant.source.proposal() == Some(&number);
        let own = grants.iter().find(is_own).expect("it was chosen");
        let by = store::progress::group(&mut conn, &own.id).await.unwrap().expect("a group");
        assert_eq!(by.id, group);
        let listed = store::progress::of_group(&mut conn, &group).await.unwrap();
        assert_eq!(listed.len(), 1);
        let other = grants.iter().find(|grant| !is_own(grant)).expect("more were chosen");
        assert!(store::progress::group(&mut conn, &other.id).await.unwrap().is_none(), "typed by the office");
    });
}

/// S55: who decided whether a plan comes on the ballot signs no certificate of its round.
#[test]
fn who_decided_about_a_plan_signs_nothing_in_its_round() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, pitch) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let reason = (Ground::Unfeasible, "Het plein gaat dicht.");
        refuse(&place, &town.joris_at(today()), (&round, &pitch), reason).await.expect("decided");
        let round = town.open_draft(round, 12).await;
        town.close_and_seal(&round.id).await;
        acts::round::count(&town.joris_at(days(16)), &round.id).await.expect("counted");
        let signed = acts::certificate::propose(&town.joris_at(days(16)), &round.id, "").await;
        assert!(matches!(signed, Err(ActError::FourEyes)), "{signed:?}");
    });
}
