//! How far groups depend on social brokers, together (S43).

use schuifruimte::acts;
use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::domain::id::{PitchId, RoundId};
use schuifruimte::domain::pitch::budget::Budget;
use schuifruimte::domain::pitch::content::Content;
use schuifruimte::domain::report::council::{Dependency, end_of};
use schuifruimte::store;

use super::{admit, decider, fill, kitchen, line, own, someone, today};
use crate::support::{Town, days, on_both};

/// A plan of a group of this name that was sent in, with which part of its income comes by way of a social broker.
async fn stated(town: &Town, round: &RoundId, name: &str, via_smo: Option<u8>) -> PitchId {
    let who = someone(&town.place, &format!("{name}@buurt.example"), today()).await;
    let budget = Budget { costs: vec![line("Pannen", 300)], ..Budget::default() };
    let content = Content { via_smo, budget, ..kitchen() };
    let start = Start { round: round.clone(), group: None, name, form: content.form, task: "" };
    let author = Author::Member(&who.id);
    let mut ctx = own(&town.place, &who, today());
    let id = acts::pitch::start(&mut ctx, author, &start).await.expect("begun");
    fill(&ctx, author, &id, &content).await.expect("written");
    acts::pitch::submit(&ctx, author, &id).await.expect("sent in");
    id
}

async fn dependency(town: &Town, year: i64, day: i64) -> Dependency {
    let mut conn = town.place.store.read().await.expect("a connection");
    store::report_year::dependency(&mut conn, year, days(day)).await.expect("readable")
}

/// S43: what groups with a plan on the ballot said is counted once the result is certified, each group once, as it said last; who said
/// nothing is not counted, nor who is not on the ballot.
#[test]
fn s43_the_report_counts_each_group_on_the_ballot_once_as_it_said_last() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let bea = decider(&place).await;
        for (name, share) in [("a", 0), ("b", 100), ("c", 50), ("d", 49), ("e", 1)] {
            let id = stated(&town, &round, name, Some(share)).await;
            admit(&bea, &round, &id).await.expect("on the ballot");
        }
        // One that says nothing about it, and one that is on no ballot.
        let silent = stated(&town, &round, "f", None).await;
        admit(&bea, &round, &silent).await.expect("on the ballot");
        let refused = stated(&town, &round, "g", Some(100)).await;
        let ground = (schuifruimte::domain::pitch::Ground::Unfeasible, "Kan niet.");
        super::refuse(&place, &bea, (&round, &refused), ground).await.expect("refused");
        town.certify_draft(round.clone()).await;
        assert_eq!(
            dependency(&town, 2027, 17).await,
            Dependency::default(),
            "not before the result is certified"
        );
        let counted = dependency(&town, 2027, 18).await;
        assert_eq!(counted, Dependency { stated: 5, half: 2, together: 200 });
        assert_eq!(dependency(&town, 2028, 18).await, Dependency::default(), "of another year");
        let over = end_of(2027).expect("a year");
        let mut conn = place.store.read().await.expect("a connection");
        let at_the_end = store::report_year::dependency(&mut conn, 2027, over).await.expect("readable");
        assert_eq!(at_the_end, counted);
    });
}
