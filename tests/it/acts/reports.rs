//! Reports say what the ledger says: from the postings, from the sums that the database makes of them, and from the
//! control accounts that it keeps.

use schuifruimte::acts;
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::ledger::{AccountKind, Control};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::report::{Meter, Part, controls_at};
use schuifruimte::domain::round::Step;
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use crate::support::{Place, Town, days, on_both};

/// Those that something went through, in one order.
fn moved(mut controls: Vec<Control>) -> Vec<Control> {
    controls.retain(|one| one.debit.get() > 0 || one.credit.get() > 0);
    controls.sort_by(|a, b| {
        (&a.line, &a.allocation, a.kind, a.pot).cmp(&(&b.line, &b.allocation, b.kind, b.pot))
    });
    controls
}

/// The control accounts before a moment, from the postings alone; the sums of the database are the same.
async fn both_ways(place: &Place, before: Moment) -> Vec<Control> {
    let mut conn = place.store.read().await.expect("readable");
    let postings = store::ledger::postings(&mut conn).await.expect("readable");
    let pure = moved(controls_at(&postings, before));
    assert_eq!(
        moved(store::report::controls_at(&mut conn, before).await.expect("readable")),
        pure,
        "before {before}"
    );
    pure
}

#[test]
fn the_meter_is_the_ledger_now_and_at_every_date() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let stopped = town.draft_round("ondiep").await;
        acts::round::step(&town.joris_at(days(18)), &stopped, Step::Cancel).await.unwrap();
        let (overvecht, more) = (AreaId::new("WK034403"), Cents::new(1_234_567).unwrap());
        crate::support::allocate(&mut town.nobody_at(days(19)), &town.line, &overvecht, more).await.unwrap();

        let mut conn = place.store.read().await.unwrap();
        let kept = moved(store::ledger::controls(&mut conn).await.unwrap());
        assert_eq!(both_ways(&place, days(20)).await, kept, "now");

        // Every moment at which something was posted, and the moments just around it.
        let postings = store::ledger::postings(&mut conn).await.unwrap();
        for posting in &postings {
            for step in [0, 1] {
                let before = Moment::from_micros(posting.at.micros() + step);
                let controls = both_ways(&place, before).await;
                let meter = Meter::of(&controls);
                let parts = Part::NAMES.iter().map(|(part, _)| meter.part(*part));
                assert_eq!(Cents::sum(parts).unwrap(), meter.reserved());
                let line = controls.iter().find(|one| one.kind == AccountKind::Line);
                assert_eq!(line.map_or(Cents::ZERO, |line| line.debit), meter.total(), "before {before}");
            }
        }

        // The sums of the parts are those of the accounts in the database.
        let meter = Meter::of_line(&kept, &town.line);
        for (kind, _) in AccountKind::NAMES.into_iter().filter(|(kind, _)| *kind != AccountKind::Line) {
            let sum = format!(
                "SELECT CAST(COALESCE(SUM(credit_cents - debit_cents), 0) AS BIGINT) FROM ledger_account \
                 WHERE kind = '{}'",
                kind.name()
            );
            assert_eq!(place.number(sum).await, meter.held(kind).get(), "{kind:?}");
        }
        assert_eq!(meter.reserved(), Cents::euros(2_100_000));
        assert_eq!(Meter::of_allocation(&kept, &town.noordwest).reserved(), Cents::euros(100_000));
    });
}

#[test]
fn what_a_round_holds_is_told_by_round_and_by_grant_alike() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let mut conn = place.store.read().await.unwrap();
        let of_round = store::report::controls_of_round(&mut conn, &round.id).await.unwrap();
        let meter = Meter::of(&of_round);
        assert_eq!(meter.reserved(), Cents::euros(20_000));
        let grants = store::report::grants_of_round(&mut conn, &round.id, "", 100).await.unwrap();
        let promised = Cents::sum(grants.iter().map(|grant| grant.promised)).unwrap();
        assert_eq!(promised, meter.part(Part::Promised));
        let mut again = Vec::new();
        let mut last = String::new();
        loop {
            let page = store::report::grants_of_round(&mut conn, &round.id, &last, 1).await.unwrap();
            let Some(grant) = page.into_iter().next() else { break };
            last = grant.id.to_string();
            again.push(grant);
        }
        assert_eq!(again, grants, "page by page nothing is lost");
        let in_area = store::report::rounds_of_allocation(&mut conn, &town.noordwest).await.unwrap();
        let mut in_area: Vec<Control> = in_area.into_iter().map(|(_, control)| control).collect();
        in_area.sort_by_key(|one| one.kind);
        let mut of_round = of_round;
        of_round.sort_by_key(|one| one.kind);
        assert_eq!(in_area, of_round);
    });
}
