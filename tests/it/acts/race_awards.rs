//! Two hundred awards at once for the last euro of a later year, through two stores with connections of their own, as
//! two processes have them: never over, none lost, the ledger balanced.

use futures_util::future::join_all;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::store;

use super::several_years::{on_years, small_plans};
use crate::support::{Place, days, on_both};

/// So many grants ask for money of the next year.
const ASK: usize = 200;
/// So many can have it: the year has a cent less than one more needs.
const FIT: usize = 77;

const SLICE: Cents = Cents::euros(1_000);

async fn states(place: &Place) -> Vec<GrantState> {
    let mut conn = place.store.read().await.expect("a connection");
    let all = store::grant::list(&mut conn).await.expect("grants");
    all.iter().map(|grant| grant.state).collect()
}

#[test]
fn two_hundred_awards_race_for_the_last_euro_and_exactly_those_that_fit_win() {
    on_both(|place| async move {
        let all_but_a_cent = SLICE.get() * i64::try_from(FIT + 1).expect("few") - 1;
        let (town, lines) = on_years(&place, &[Cents::new(all_but_a_cent).expect("an amount")]).await;
        let line = lines[0].clone();
        let (_, grants) = small_plans(&town, ASK, Cents::euros(5_000)).await;
        assert_eq!(grants.len(), ASK);
        for grant in &grants {
            town.check_grant(grant).await;
            acts::grant::set_years(&town.joris_at(days(18)), grant, &[SLICE]).await.expect("agreed");
        }
        let other = town.second().await;
        let towns = [&town, &other];
        let attempts = grants.iter().enumerate().map(|(number, grant)| async move {
            acts::grant::award(&towns[number % 2].marijke_at(days(20)), grant, "Naar de uitslag.").await
        });
        let done = join_all(attempts).await;

        let won = done.iter().filter(|one| one.is_ok()).count();
        let full = done.iter().filter(|one| matches!(one, Err(ActError::Ceiling(_)))).count();
        assert_eq!((won, full), (FIT, ASK - FIT), "each is awarded or hears that the year is full: {done:?}");
        let states = states(&place).await;
        let count = |wanted| states.iter().filter(|state| **state == wanted).count();
        assert_eq!((count(GrantState::Awarded), count(GrantState::Certified)), (FIT, ASK - FIT));
        for (one, grant) in done.iter().zip(&grants) {
            let mut conn = place.store.read().await.expect("a connection");
            let found = store::grant::find(&mut conn, grant).await.expect("a grant").expect("it is there");
            assert_eq!(
                one.is_ok(),
                found.state == GrantState::Awarded,
                "what was said is what stands: {grant}"
            );
        }
        let mut conn = place.store.read().await.expect("a connection");
        let controls = store::ledger::controls(&mut conn).await.expect("controls");
        let of = |kind| {
            let own = controls.iter().filter(|one| one.line == line && one.kind == kind);
            own.map(|one| one.balance().get()).sum::<i64>()
        };
        let committed = SLICE.get() * i64::try_from(FIT).expect("few");
        assert_eq!(of(AccountKind::Committed), committed);
        assert_eq!(of(AccountKind::Reserve), all_but_a_cent - committed);
        drop(conn);
        other.place.store.close().await;
    });
}
