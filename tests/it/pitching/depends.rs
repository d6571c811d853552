//! How far groups depend on social brokers, together (S43).

use schuifruimte::acts;
use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::domain::id::{PitchId, RoundId};
use schuifruimte::domain::pitch::budget::Budget;
use schuifruimte::domain::pitch::content::Content;
use schuifruimte::domain::report::council::{Dependency, end_of};
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use super::{admit, decider, fill, kitchen, line, own, someone, today};
use crate::support::{Browser, Site, Town, days, on_both};

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

/// S43: between two days of January nobody reads off what the groups of one round said: a result that came after the year changes
/// nothing of what was told of it.
#[test]
fn s43_a_result_after_the_year_does_not_change_what_its_report_says() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (early, late) = (town.draft_round("zuilen").await, town.draft_round("ondiep").await);
        let bea = decider(&place).await;
        for (name, share) in [("a", 0), ("b", 100), ("c", 50), ("d", 49), ("e", 1)] {
            let id = stated(&town, &early, name, Some(share)).await;
            admit(&bea, &early, &id).await.expect("on the ballot");
        }
        let id = stated(&town, &late, "f", Some(100)).await;
        admit(&bea, &late, &id).await.expect("on the ballot");
        town.certify_draft(early).await;
        let round = town.open_drafted(late).await;
        town.cast_twelve(&round).await;
        town.close_and_seal(&round.id).await;
        let hash = town.count_and_propose(&round.id).await;
        let between = Moment::parse("2028-01-02T12:00:00Z").expect("a moment");
        acts::certificate::approve(&town.marijke_at(between), &round.id, &hash).await.expect("certified");
        let site = Site::of(&town, Moment::parse("2028-01-04T12:00:00Z").expect("a moment"));
        let told = async |day: &str, measure: &str| {
            let address = format!("/geld/verslag/2027.csv?op={day}");
            let page = Browser::default().get(&site, &address).await;
            let row = page.body.lines().find(|row| row.contains(&format!(",{measure},")));
            let row = row.unwrap_or_else(|| panic!("{measure}: {}", page.body));
            row.trim_end().rsplit(',').next().unwrap_or_default().to_string()
        };
        let (before, after) = ("2028-01-01", "2028-01-03");
        assert_eq!([told(before, "rounds").await, told(after, "rounds").await], ["1", "2"]);
        assert_eq!(told(before, "half_by_smo").await, "2", "of the five of the year");
        for measure in ["half_by_smo", "depends_on_smo"] {
            assert_eq!(told(before, measure).await, told(after, measure).await);
        }
    });
}
