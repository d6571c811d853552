//! Two hundred awards at once for the last euro of a later year, through two stores with connections of their own, as
//! two processes have them: never over, none lost, the ledger balanced.

use futures_util::future::join_all;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::ballot::BallotForm;
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::id::{GrantId, LineId, ProposalId};
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::Plan;
use schuifruimte::store;

use crate::support::town::{line_decision, plan, plans};
use crate::support::{Place, Town, days, on_both};

/// So many grants ask for money of the next year.
const ASK: usize = 200;
/// So many can have it: the year has a cent less than one more needs.
const FIT: usize = 77;

const SLICE: Cents = Cents::euros(1_000);

/// So many certified grants of 10.00 each, of one round.
pub async fn many_grants(town: &Town, count: usize) -> Vec<GrantId> {
    let one = |number: usize| Proposal {
        title: format!("Plan {number}"),
        amount: Cents::euros(10),
        ..plans()[1].clone()
    };
    let all: Vec<Proposal> = (1..=count).map(one).collect();
    let max = u64::try_from(count).expect("few");
    let wide = Plan { ballot: BallotForm { min: 1, max }, ..plan("Veel") };
    let round = town.open_round_with("veel", &wide, &all).await;
    let names: Vec<String> = round.rules.proposals.iter().map(|plan| plan.id.to_string()).collect();
    let choices: Vec<&str> = names.iter().map(String::as_str).collect();
    town.cast(&round, 0, &choices).await.expect("a receipt");
    town.close_and_seal(&round.id).await;
    let hash = town.count_and_propose(&round.id).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
    names
        .iter()
        .map(|name| schuifruimte::domain::grant::GrantRecord::id_of(&round.id, &ProposalId::new(name)))
        .collect()
}

/// The line of the next year, with a reserved share of exactly so many cents.
async fn next_year(town: &Town, reserved: Cents) -> LineId {
    let share = schuifruimte::domain::money::BasisPoints::new(10_000).expect("all of it");
    let decision = acts::budget::LineDecision { year: 2028, total: reserved, share, ..line_decision(None) };
    acts::budget::decide_line(&mut town.nobody_at(days(-80)), decision).await.expect("a line")
}

async fn states(place: &Place) -> Vec<GrantState> {
    let mut conn = place.store.read().await.expect("a connection");
    let all = store::grant::list(&mut conn).await.expect("grants");
    all.iter().map(|grant| grant.state).collect()
}

#[test]
fn two_hundred_awards_race_for_the_last_euro_and_exactly_those_that_fit_win() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let all_but_a_cent = SLICE.get() * i64::try_from(FIT + 1).expect("few") - 1;
        let line = next_year(&town, Cents::new(all_but_a_cent).expect("an amount")).await;
        let grants = many_grants(&town, ASK).await;
        assert_eq!(grants.len(), ASK);
        for grant in &grants {
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
