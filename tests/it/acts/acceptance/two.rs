//! "The same ballots under 5, 10 and 30% give three result lists side by side, each with euro left."

use schuifruimte::acts::{self, publication};
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::report::scenario::Scenario;
use schuifruimte::domain::rules::Rules;

use crate::support::town::line_decision;
use crate::support::{Browser, Site, Town, days, on_both};

#[test]
fn the_same_ballots_under_five_ten_and_thirty_percent_give_three_lists_each_with_euro_left() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let mut conn = place.store.read().await.unwrap();
        let rules = acts::round::rules(&mut conn, &round.id).await.unwrap();
        let ballots = publication::sealed(&mut conn, &rules).await.unwrap();
        let real = publication::outcome(&mut conn, &round.id).await.unwrap().expect("counted");
        drop(conn);
        let there_was = BasisPoints::new(3_000).unwrap();
        let under = |points: i64| {
            Scenario::count(&rules, None, &ballots, (BasisPoints::new(points).unwrap(), there_was)).unwrap()
        };
        let three = [under(500), under(1_000), under(3_000)];

        // The round of 20,000.00 would have been a sixth, a third, and what it was.
        let ceilings = three.each_ref().map(|one| one.ceiling.get());
        assert_eq!(ceilings, [333_333, 666_666, 2_000_000]);
        let lists = three.each_ref().map(|one| {
            let winners = one.winners.as_ref().expect("no lot is needed");
            winners.iter().map(|winner| winner.id.clone()).collect::<Vec<ProposalId>>()
        });
        let outcome: Vec<ProposalId> = real.winners.iter().map(|winner| winner.id.clone()).collect();
        assert_eq!(lists[2], outcome, "under the share there was, the outcome is the outcome there was");
        assert_eq!(three[2].left(), real.left);
        assert!(lists[0] != lists[1] && lists[1] != lists[2], "{lists:?}");
        for one in &three {
            assert_eq!(one.cost().plus(one.left()).unwrap(), one.spendable, "what is not spent is left");
            assert!(one.cost() <= one.spendable, "never a cent past the share");
            assert!(one.left() > Cents::ZERO || one.cost() == one.spendable);
        }

        on_the_page(&town, &rules, &three, &lists).await;
        // A later decision on the share does not change what there was when the vote began.
        let site = Site::of(&town, days(30));
        let file = "/rondes/zuilen/wat-als.json";
        let before = Browser::default().get(&site, file).await.bytes;
        let mut more = line_decision(Some(town.line.clone()));
        more.share = BasisPoints::new(4_000).unwrap();
        acts::budget::decide_line(&mut town.nobody_at(days(25)), more).await.unwrap();
        assert_eq!(Browser::default().get(&site, file).await.bytes, before);
        let site = Site::of(&town, days(18));
        let undecided = town.open_round("later").await;
        let early = format!("/rondes/{}/wat-als", undecided.id);
        assert_eq!(Browser::default().get(&site, &early).await.kind(), Some("not_found"));
    });
}

/// On the page they stand beside each other, each with what is left; the file says the same.
async fn on_the_page(town: &Town, rules: &Rules, three: &[Scenario; 3], lists: &[Vec<ProposalId>; 3]) {
    let site = Site::of(town, days(18));
    let page = Browser::default().get(&site, "/rondes/zuilen/wat-als").await;
    assert_eq!(page.status, 200, "{}", page.body);
    for (one, winners) in three.iter().zip(lists) {
        let text = schuifruimte::text::Text { lang: schuifruimte::text::Lang::Nl };
        let left = text.euros(one.left()).replace('\u{a0}', " ");
        assert!(page.says(&left), "{left} is left: {}", page.body);
        for plan in winners {
            assert!(page.says(&rules.proposal(plan).expect("a plan").title));
        }
    }
    let file = Browser::default().get(&site, "/rondes/zuilen/wat-als.json").await;
    let document: serde_json::Value = serde_json::from_slice(&file.bytes).expect("JSON");
    for (one, winners) in three.iter().zip(lists) {
        let share = format!("0.{:04}", one.share.get());
        let rows: Vec<_> = document["rows"].as_array().expect("rows").iter().collect();
        let of: Vec<_> = rows.into_iter().filter(|row| row["scenario"] == share.as_str()).collect();
        let (of, areas): (Vec<_>, Vec<_>) = of.into_iter().partition(|row| !row["plan"].is_null());
        assert_eq!(of.len(), rules.proposals.len(), "{share}");
        assert!(areas.iter().all(|row| row["area_name"].is_string() && row["outcome"].is_null()));
        let own = areas.iter().find(|row| row["area_name"] == "Noordwest").expect("each area that has money");
        let part = 10_000_000 * one.share.get() / 3_000;
        assert_eq!(
            own["area_amount"],
            Cents::new(part).expect("an amount").to_string(),
            "its 100,000.00 scales"
        );
        assert!(of.iter().all(|row| row["left"] == one.left().to_string()));
        let wins = of.iter().filter(|row| row["outcome"] == "wins").count();
        assert_eq!(wins, winners.len());
    }
    // Twelve ballots are not published: no other share may be asked for, or they could be put together.
    let other = Browser::default().get(&site, "/rondes/zuilen/wat-als?delen=15").await;
    assert_eq!(other.kind(), Some("bad_query"));
}
