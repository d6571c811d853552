//! The page of a plan on the ballot, and what groups wrote that stands on it.

use schuifruimte::acts::moderation;
use schuifruimte::domain::moderation::{Ground, Written};
use schuifruimte::domain::pitch::ally::Reply;

use super::{admit, regroups, today};
use crate::support::{Browser, DAY, Site, Town, on_both};

/// Why a group proposed to go on as one can be reported from the ballot, too; taken off, ground and reason stand in its place.
#[test]
fn why_plans_went_on_as_one_can_be_reported_from_the_ballot_and_says_there_that_it_was_taken_off() {
    const WORDS: &str = "Wij koken op hetzelfde plein.";
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, one) = regroups::plan(&town, &round, "henk@buurt.example", "Soep").await;
        let (truus, other) = regroups::plan(&town, &round, "truus@buurt.example", "Brood").await;
        let pair = std::slice::from_ref(&other);
        let asked = regroups::ask(&place, (&henk, &one), &round, (&one, pair)).await.expect("proposed");
        let seen = regroups::standing(&place, &other, today()).await;
        regroups::say(&place, (&truus, &other), &seen, Reply::Yes).await.expect("as one");
        // Its group had the time to take it in hand.
        let after = today().plus_minutes(8 * DAY);
        let plan = admit(&town.joris_at(after), &round, &one).await.expect("on the ballot");
        let site = Site::of(&town, after);
        let ballot = format!("/rondes/{round}/plannen/{plan}");
        let way = format!("/rondes/{round}/melden/samengaan/{asked}");
        let page = Browser::default().get(&site, &ballot).await;
        assert!(page.says(WORDS), "{}", page.body);
        assert!(page.body.contains(&way) && page.says("Meld dit"), "{}", page.body);
        let off = (Ground::Insult, "Dit is niet aardig.");
        let reason = Written::Merge(asked);
        moderation::withhold(&mut town.joris_at(after), (&round, &reason), off).await.expect("taken off");
        let page = Browser::default().get(&site, &ballot).await;
        assert!(!page.says(WORDS) && !page.body.contains(&way), "{}", page.body);
        assert!(
            page.says("Dit is niet aardig.") && page.says("Weggehaald door het wijkbureau"),
            "{}",
            page.body
        );
    });
}
