//! Pots: what the city wants, limits that cannot hold, and money set apart inside an area.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::budget::CeilingExceeded;
use schuifruimte::domain::id::{AreaId, RoundId};
use schuifruimte::domain::ledger::AccountKey;
use schuifruimte::domain::limits::{Bound, CategoryCeiling, Clash, PotLimit, RoundLimits};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::pot::{CityLimit, Pot};
use schuifruimte::domain::round::Plan;
use schuifruimte::domain::transfer::{Place, ProposedTransfer};
use schuifruimte::store;

use crate::support::town::{NOORDWEST, plan, plans};
use crate::support::{Town, days, now, on_both};

fn points(percent: i64) -> BasisPoints {
    BasisPoints::new(percent * 100).expect("done")
}

/// Minima and maxima of the two pots, in percents.
pub fn pots(continuity: (i64, i64), renewal: (i64, i64)) -> RoundLimits {
    let limit = |pot, (least, most)| {
        let [least, most] = [least, most].map(|percent| Bound::Share(points(percent)));
        PotLimit { pot, least, most }
    };
    let pots = vec![limit(Pot::Continuity, continuity), limit(Pot::Renewal, renewal)];
    RoundLimits { pots, ..RoundLimits::default() }
}

/// Joris proposes that money of Noordwest goes from one pot to another, and Marijke confirms.
pub async fn set_apart(town: &Town, (from, to): (Pot, Pot), euros: u32) -> Result<(), ActError> {
    let place = |pot| Place { line: town.line.clone(), area: Some(AreaId::new(NOORDWEST)), pot };
    let amount = Cents::euros(euros);
    let proposal =
        ProposedTransfer { from: place(from), to: place(to), amount, reason: "Voor de buurt".to_string() };
    let number = acts::transfer::propose(&town.joris_at(days(-2)), &proposal).await?;
    acts::transfer::confirm(&mut town.marijke_at(days(-2)), number).await
}

#[test]
fn a_wijkbureau_sets_pots_within_what_the_city_wants() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (ctx, id) = (town.joris_at(days(-30)), RoundId::new("zuilen"));
        let with = |limits| Plan { limits, ..plan("Zuilen") };
        let wide = acts::round::create(&ctx, &id, &town.noordwest, &with(pots((20, 61), (29, 70)))).await;
        let Err(ActError::Fields(faults)) = wide else { panic!("{wide:?}") };
        let told: Vec<_> = faults.iter().map(|one| (one.field, one.fault)).collect();
        assert_eq!(told, [("pot_continuity_most", "city-most"), ("pot_renewal_least", "city-least")]);
        acts::round::create(&ctx, &id, &town.noordwest, &with(pots((20, 60), (30, 70)))).await.unwrap();

        // The city changes its mind, with a reason; a round that is still planned follows when it is changed.
        let limit = CityLimit { pot: Pot::Renewal, least: points(25), most: points(70) };
        let silent = acts::pot::decide_city(&ctx, limit, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))));
        acts::pot::decide_city(&ctx, limit, "Meer ruimte voor wat loopt").await.unwrap();
        let less = with(pots((20, 60), (25, 70)));
        acts::round::change(&ctx, &id, &town.noordwest, &less).await.unwrap();
        let found = store::round::find(&mut place.store.read().await.unwrap(), &id).await.unwrap().unwrap();
        assert_eq!(found.plan.limits, less.limits, "pots read back as they were set");
    });
}

#[test]
fn limits_that_cannot_hold_are_refused_before_anyone_votes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let limit = |pot, least, most| CityLimit { pot, least: points(least), most: points(most) };
        for (pot, least, most) in [(Pot::Continuity, 0, 100), (Pot::Renewal, 0, 100)] {
            acts::pot::decide_city(&town.joris_at(days(-40)), limit(pot, least, most), "proef")
                .await
                .unwrap();
        }
        let (ctx, id) = (town.joris_at(days(-30)), RoundId::new("zuilen"));
        for (limits, clash) in [
            (pots((60, 70), (50, 70)), Clash::Minima),
            (pots((60, 50), (10, 70)), Clash::AboveMaximum(Pot::Continuity)),
        ] {
            let refused =
                acts::round::create(&ctx, &id, &town.noordwest, &Plan { limits, ..plan("Zuilen") }).await;
            assert!(matches!(&refused, Err(ActError::Incompatible(found)) if *found == clash), "{refused:?}");
        }
        // The theme of all plans in a pot may cost less than the minimum of that pot: seen once the plans are there.
        let street = CategoryCeiling { category: "Straat".to_string(), most: Cents::euros(3_000) };
        let limits = RoundLimits { categories: vec![street], ..pots((0, 60), (30, 100)) };
        let mut renewing = plans();
        renewing.iter_mut().for_each(|plan| plan.pot = Pot::Renewal);
        let id = town.draft_round_with("straat", &Plan { limits, ..plan("Straat") }, &renewing).await;
        let letters = town.letters_for(&id).await;
        let opened = town.open_at(&id, Some(&letters), now()).await;
        let clash = Clash::AboveMaximum(Pot::Renewal);
        assert!(matches!(&opened, Err(ActError::Incompatible(found)) if *found == clash), "{opened:?}");
    });
}

#[test]
fn money_is_set_apart_in_a_pot_of_an_area_and_taken_back_on_the_word_of_two_persons() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        set_apart(&town, (Pot::None, Pot::Quick), 4_000).await.unwrap();
        set_apart(&town, (Pot::Quick, Pot::Development), 1_000).await.unwrap();
        let more = set_apart(&town, (Pot::Quick, Pot::None), 3_001).await;
        assert!(
            matches!(more, Err(ActError::Ceiling(CeilingExceeded { room })) if room == Cents::euros(3_000))
        );

        let mut conn = place.store.read().await.unwrap();
        let area = AccountKey::area(&town.line, &town.noordwest);
        for (pot, euros) in [(Pot::None, 96_000), (Pot::Quick, 3_000), (Pot::Development, 1_000)] {
            let held = store::ledger::balance(&mut conn, &area.clone().in_pot(pot)).await.unwrap();
            assert_eq!(held, Cents::euros(euros), "{pot:?}");
        }
        let part = store::budget::allocation(&mut conn, &town.noordwest).await.unwrap().unwrap();
        assert_eq!(part.ceiling, Cents::euros(100_000), "nothing left the area");
        drop(conn);
        // What is set apart is not there for a vote.
        let whole = Plan { ceiling: Cents::euros(96_001), objection_reserve: Cents::ZERO, ..plan("Alles") };
        let whole =
            acts::round::create(&town.joris_at(now()), &RoundId::new("alles"), &town.noordwest, &whole).await;
        assert!(
            matches!(whole, Err(ActError::Ceiling(CeilingExceeded { room })) if room == Cents::euros(96_000))
        );
    });
}
