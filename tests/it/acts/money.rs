//! I8: no set of parts passes its whole: refused by the domain, by the act and by the database.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::budget::{CeilingExceeded, fits};
use schuifruimte::domain::grant::{self, Grant};
use schuifruimte::domain::id::{AreaId, ProposalId, RoundId};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::round::Plan;
use schuifruimte::store::{Guard, StoreError};

use crate::support::town::{NOORDWEST, line_decision, plan, plans};
use crate::support::{Place, Town, days, now, on_both};

const RESERVED: Cents = Cents::euros(2_100_000);

fn cents(cents: i64) -> Cents {
    Cents::new(cents).expect("an amount")
}

fn is_check(done: Result<u64, StoreError>) -> bool {
    matches!(done, Err(StoreError::Refused(Guard::Check)))
}

fn whole_plan(ceiling: Cents) -> Plan {
    Plan { ceiling, objection_reserve: Cents::ZERO, ..plan("Alles") }
}

#[test]
fn the_domain_takes_the_whole_reserve_and_not_a_cent_more() {
    let reserved = BasisPoints::new(3_000).unwrap().of(Cents::euros(7_000_000));
    assert_eq!(reserved, RESERVED);
    assert_eq!(fits(reserved, Cents::ZERO, RESERVED), Ok(()));
    assert_eq!(fits(reserved, Cents::ZERO, cents(210_000_001)), Err(CeilingExceeded { room: RESERVED }));
}

#[test]
fn an_area_may_have_the_whole_reserve_and_not_a_cent_more() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let area = AreaId::new(NOORDWEST);
        let mut ctx = town.nobody_at(now());
        crate::support::allocate(&mut ctx, &town.line, &area, RESERVED).await.unwrap();
        let more = crate::support::allocate(&mut ctx, &town.line, &area, cents(210_000_001)).await;
        assert!(matches!(more, Err(ActError::Ceiling(CeilingExceeded { room })) if room == RESERVED));
        let other = crate::support::allocate(&mut ctx, &town.line, &AreaId::new("WK034401"), cents(1)).await;
        assert!(matches!(other, Err(ActError::Ceiling(CeilingExceeded { room })) if room == Cents::ZERO));
        let less = acts::budget::LineDecision {
            total: Cents::euros(6_999_999),
            ..line_decision(Some(town.line.clone()))
        };
        assert!(matches!(acts::budget::decide_line(&mut ctx, less).await, Err(ActError::Ceiling(_))));

        let insert = format!("INSERT INTO allocation VALUES ('x', '{}', 'WK034403')", town.line);
        assert_eq!(place.sql(insert).await.unwrap(), 1, "without money");
        assert!(is_check(place.sql(posting("allocate", "reserve/%", "area/%", 1)).await));
        assert!(is_check(
            place.sql("UPDATE budget_line SET total_cents = 699999999, reserved_cents = 209999999").await
        ));
        assert!(is_check(place.sql("UPDATE budget_line SET reserved_cents = 210000001").await));
    });
}

#[test]
fn rounds_may_have_the_whole_allocation_and_not_a_cent_more() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let area = AreaId::new(NOORDWEST);
        crate::support::allocate(&mut town.nobody_at(now()), &town.line, &area, RESERVED).await.unwrap();
        let (ctx, id) = (town.joris_at(now()), RoundId::new("alles"));
        let more = acts::round::create(&ctx, &id, &town.noordwest, &whole_plan(cents(210_000_001))).await;
        assert!(matches!(more, Err(ActError::Ceiling(CeilingExceeded { room })) if room == RESERVED));
        acts::round::create(&ctx, &id, &town.noordwest, &whole_plan(RESERVED)).await.unwrap();
        let more = acts::round::change(&ctx, &id, &town.noordwest, &whole_plan(cents(210_000_001))).await;
        assert!(matches!(more, Err(ActError::Ceiling(_))));
        let other =
            acts::round::create(&ctx, &RoundId::new("nog-een"), &town.noordwest, &whole_plan(cents(1))).await;
        assert!(matches!(other, Err(ActError::Ceiling(_))));

        assert!(is_check(place.sql("UPDATE round SET ceiling_cents = 210000001").await));
        assert!(is_check(place.sql(posting("allocate", "area/%", "reserve/%", 1)).await));
        assert!(is_check(place.sql(posting("ceiling", "area/%", "round/%", 1)).await));
        assert!(is_check(place.sql(copy_round("nog-een", 1)).await));
        assert_eq!(place.sql(copy_round("niets", 0)).await.unwrap(), 1, "the statement itself is good");
    });
}

/// A posting made past all acts, between the first accounts of these names.
fn posting(kind: &str, from: &str, to: &str, cents: u32) -> String {
    let account = |name: &str| format!("(SELECT MIN(id) FROM ledger_account WHERE id LIKE '{name}')");
    format!(
        "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
         SELECT COUNT(*) + 1, '{kind}', {}, {}, {cents}, 0, 'test', '', '' FROM posting",
        account(from),
        account(to)
    )
}

fn copy_round(id: &str, ceiling: u32) -> String {
    format!(
        "INSERT INTO round (id, allocation_id, origin, phase, title, ceiling_cents, objection_cents, granted_cents, \
         ballot_min, ballot_max, count_rule, change, publish, writer_epoch) SELECT '{id}', allocation_id, origin, phase, \
         title, {ceiling}, 0, 0, ballot_min, ballot_max, count_rule, change, publish, 0 FROM round WHERE id = 'alles'"
    )
}

#[test]
fn a_cancelled_round_gives_its_money_back() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let taken = "SELECT CAST(SUM(credit_cents - debit_cents) AS BIGINT) FROM ledger_account WHERE kind IN ('round', 'objection')";
        let id = town.draft_round("zuilen").await;
        assert_eq!(place.number(taken).await, 2_000_000);
        acts::round::step(&town.joris_at(now()), &id, schuifruimte::domain::round::Step::Cancel)
            .await
            .unwrap();
        assert_eq!(place.number(taken).await, 0);
    });
}

/// A certified round of two plans that together cost exactly the whole reserve, and both won.
async fn everything_granted(place: &Place) -> Town {
    let town = Town::new(place).await;
    let area = AreaId::new(NOORDWEST);
    crate::support::allocate(&mut town.nobody_at(days(-40)), &town.line, &area, RESERVED)
        .await
        .expect("room");
    let mut two = plans()[..2].to_vec();
    two[0].amount = Cents::euros(2_000_000);
    two[1].amount = Cents::euros(100_000);
    let round = town.open_round_with("alles", &whole_plan(RESERVED), &two).await;
    town.cast(&round, 0, &["01", "02"]).await.expect("a receipt");
    town.close_and_seal(&round.id).await;
    let hash = town.count_and_propose(&round.id).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
    town
}

#[test]
fn grants_may_take_the_whole_reserve_and_the_database_refuses_a_cent_more() {
    on_both(|place| async move {
        everything_granted(&place).await;
        assert_eq!(place.number("SELECT granted_cents FROM round").await, 210_000_000);
        assert!(is_check(
            place.sql("UPDATE round_grant SET amount_cents = 10000001 WHERE proposal_id = '02'").await
        ));
        assert!(is_check(place.sql("UPDATE round SET granted_cents = 210000001").await));
        assert!(
            is_check(place.sql(posting("select", "round/%", "selected/%", 1)).await),
            "the ledger as well"
        );
        place.sql("DELETE FROM round_grant WHERE proposal_id = '02'").await.unwrap();
        let grant = |amount: u32| format!("INSERT INTO round_grant VALUES ('alles', '02', {amount}, 1)");
        assert!(is_check(place.sql(grant(10_000_001)).await));
        assert_eq!(place.sql(grant(10_000_000)).await.unwrap(), 1, "what was there fits again");
    });
}

#[test]
fn grants_may_not_touch_what_is_held_back_for_objections() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let left = 1_900_000 - place.number("SELECT granted_cents FROM round").await;
        let raise = format!(
            "UPDATE round_grant SET amount_cents = amount_cents + {} WHERE proposal_id = (SELECT MIN(proposal_id) FROM round_grant)",
            left + 1
        );
        assert!(is_check(place.sql(raise).await), "{left} left of the 19,000.00 that may be spent");
        let grants =
            |cents: i64| vec![Grant { proposal: ProposalId::new("01"), amount: Cents::new(cents).unwrap() }];
        assert_eq!(grant::check(&round.rules, &grants(1_900_000)), Ok(()));
        assert!(grant::check(&round.rules, &grants(1_900_001)).is_err());
    });
}

/// What the domain does not draft, the database does not take either.
#[test]
fn money_of_one_grant_never_becomes_that_of_another_one() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grants = town.grants(&round.id).await;
        let between = |to: &str| {
            format!(
                "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
                 SELECT (SELECT COUNT(*) + 1 FROM posting), 'award', d.id, c.id, 1, 0, 'test', '', '' \
                 FROM ledger_account d, ledger_account c WHERE d.kind = 'selected' AND d.grant_id = '{}' \
                 AND c.kind = 'selected' AND c.grant_id = '{to}'",
                grants[0]
            )
        };
        let astray = place.sql(between(grants[1].as_str())).await;
        assert!(
            matches!(&astray, Err(StoreError::Refused(Guard::Trigger(word))) if word == "astray"),
            "{astray:?}"
        );
    });
}
