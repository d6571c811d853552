//! A four-year grant is shown in each year's room meter, takes its yearly slice first, and triggers the notice clock
//! before it ends.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::budget::CeilingExceeded;
use schuifruimte::domain::id::{GrantId, LineId};
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use crate::acts::several_years::on_years;
use crate::support::{Place, Town, days, on_both};

/// A certified grant.
async fn certified(place: &Place) -> (Town, Vec<LineId>, GrantId) {
    let (town, lines) = on_years(place, &[Cents::euros(3_000); 3]).await;
    let round = town.certified_round("zuilen").await;
    let mut conn = place.store.read().await.expect("a connection");
    let id = store::grant::of_round(&mut conn, &round.id).await.expect("grants").remove(0).id;
    drop(conn);
    town.check_grant(&id).await;
    (town, lines, id)
}

/// What stands as awarded on the meter of a year, and what is free in it.
async fn meter(place: &Place, line: &LineId) -> (Cents, Cents) {
    let mut conn = place.store.read().await.expect("a connection");
    let controls = store::ledger::controls(&mut conn).await.expect("controls");
    let of = |kinds: &[AccountKind]| {
        let own = controls.iter().filter(|one| &one.line == line && kinds.contains(&one.kind));
        Cents::sum(own.map(store_balance)).expect("a sum")
    };
    (of(&[AccountKind::Committed]), of(&[AccountKind::Reserve, AccountKind::Area]))
}

fn store_balance(control: &schuifruimte::domain::ledger::Control) -> Cents {
    control.balance()
}

const FOUR_YEARS: [Cents; 3] = [Cents::euros(2_000), Cents::euros(2_000), Cents::euros(1_500)];

#[test]
fn a_four_year_grant_is_shown_in_each_years_room_meter() {
    on_both(|place| async move {
        let (town, lines, grant) = certified(&place).await;
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &FOUR_YEARS).await.unwrap();
        town.do_checks(&grant).await;
        for line in &lines {
            assert_eq!(
                meter(&place, line).await,
                (Cents::ZERO, Cents::euros(3_000)),
                "nothing before the award"
            );
        }
        acts::grant::award(&town.marijke_at(days(20)), &grant, "Naar de uitslag.").await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let first = store::grant::find(&mut conn, &grant).await.unwrap().unwrap().amount;
        drop(conn);
        assert_eq!(meter(&place, &town.line).await.0, first, "the year of the round");
        for (line, amount) in lines.iter().zip(FOUR_YEARS) {
            let free = Cents::euros(3_000).minus(amount).unwrap();
            assert_eq!(meter(&place, line).await, (amount, free));
        }
    });
}

#[test]
fn it_takes_its_yearly_slice_first_and_never_more_than_a_year_has() {
    on_both(|place| async move {
        let (town, lines, grant) = certified(&place).await;
        let five = [Cents::euros(100); 4];
        let beyond = acts::grant::set_years(&town.joris_at(days(18)), &grant, &five).await;
        assert!(matches!(beyond, Err(ActError::Fields(_))), "there is no budget for 2031");
        let much = [Cents::euros(2_000), Cents::euros(3_001)];
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &much).await.unwrap();
        town.do_checks(&grant).await;
        let more = acts::grant::award(&town.marijke_at(days(20)), &grant, "Naar de uitslag.").await;
        assert!(
            matches!(more, Err(ActError::Ceiling(CeilingExceeded { room })) if room == Cents::euros(3_000))
        );
        assert_eq!(meter(&place, &lines[0]).await.0, Cents::ZERO, "all of it or nothing");
        acts::grant::set_years(&town.joris_at(days(20)), &grant, &FOUR_YEARS).await.unwrap();
        town.do_checks(&grant).await;
        acts::grant::award(&town.marijke_at(days(20)), &grant, "Naar de uitslag.").await.unwrap();
        let late = acts::grant::set_years(&town.joris_at(days(21)), &grant, &[]).await;
        assert!(matches!(late, Err(ActError::WrongState(_))), "years stand from the award on");
        // What comes later gets the rest of the year and no more.
        let area = schuifruimte::domain::id::AreaId::new("WK034401");
        let mut ctx = town.nobody_at(days(22));
        let rest = crate::support::allocate(&mut ctx, &lines[0], &area, Cents::euros(1_001)).await;
        assert!(
            matches!(rest, Err(ActError::Ceiling(CeilingExceeded { room })) if room == Cents::euros(1_000))
        );
        crate::support::allocate(&mut ctx, &lines[0], &area, Cents::euros(1_000)).await.unwrap();
    });
}

#[test]
fn an_award_that_is_taken_back_gives_each_year_back_to_its_year() {
    on_both(|place| async move {
        let (town, lines, grant) = certified(&place).await;
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &FOUR_YEARS).await.unwrap();
        town.do_checks(&grant).await;
        town.award_and_send(&grant).await;
        acts::grant::start(&town.joris_at(days(21)), &grant).await.unwrap();
        let paid = acts::grant::PaidPart::Reclaim;
        let silent = acts::grant::revoke(&town.marijke_at(days(40)), &grant, "", paid).await;
        assert!(matches!(silent, Err(ActError::Fields(_))));
        acts::grant::revoke(&town.marijke_at(days(40)), &grant, "Er is niets gedaan.", paid).await.unwrap();
        for line in &lines {
            assert_eq!(meter(&place, line).await, (Cents::ZERO, Cents::euros(3_000)));
        }
        assert_eq!(meter(&place, &town.line).await.0, Cents::ZERO);
    });
}

#[test]
fn it_triggers_the_notice_clock_before_it_ends() {
    on_both(|place| async move {
        let (town, _, grant) = certified(&place).await;
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &FOUR_YEARS).await.unwrap();
        town.do_checks(&grant).await;
        acts::grant::award(&town.marijke_at(days(20)), &grant, "Naar de uitslag.").await.unwrap();
        let at = |text: &str| Moment::parse_local(text).unwrap();
        let mut conn = place.store.read().await.unwrap();
        let early = acts::grant::notices_due(&mut conn, at("2029-09-01T09:00")).await.unwrap();
        assert!(early.is_empty());
        let due = acts::grant::notices_due(&mut conn, at("2029-10-15T09:00")).await.unwrap();
        assert_eq!(due.len(), 1);
        assert_eq!((&due[0].grant.id, due[0].by.to_string()), (&grant, "2029-12-31".to_string()));
        drop(conn);
        let when = at("2029-11-01T09:00");
        let silent = acts::grant::give_notice(&town.marijke_at(when), &grant, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "with a reason");
        acts::grant::give_notice(&town.marijke_at(when), &grant, "De regeling stopt na 2030.").await.unwrap();
        let again = acts::grant::give_notice(&town.marijke_at(when), &grant, "Nog eens.").await;
        assert!(matches!(again, Err(ActError::WrongState(_))));
        let mut conn = place.store.read().await.unwrap();
        assert!(acts::grant::notices_due(&mut conn, at("2029-12-15T09:00")).await.unwrap().is_empty());
    });
}
