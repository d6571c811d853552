//! What is refused, by the act and by the database.

use schuifruimte::acts::settlement::receive;
use schuifruimte::acts::{self, ActError, payment};
use schuifruimte::domain::budget::CeilingExceeded;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::store::{self, Guard, StoreError};

use super::{account, day, export, granted, planned, receipt, settle};
use crate::support::{Town, days, on_both};

fn is_check(done: Result<u64, StoreError>) -> bool {
    matches!(done, Err(StoreError::Refused(Guard::Check)))
}

fn is_trigger(done: Result<u64, StoreError>, word: &str) -> bool {
    matches!(done, Err(StoreError::Refused(Guard::Trigger(found))) if found.contains(word))
}

#[test]
fn advances_are_never_more_than_what_was_granted() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        life.plan(whole - 1, days(30)).await;
        let (ctx, two) = (life.town.joris_at(days(21)), Cents::new(2).unwrap());
        let more = payment::add_advance(&ctx, &life.grant, &planned(&life.line, day(days(30)), two)).await;
        assert!(matches!(more, Err(ActError::Ceiling(CeilingExceeded { room })) if room.get() == 1));
        let insert = |number: u32, cents: i64| {
            format!(
                "INSERT INTO advance (grant_id, number, line_id, due_on, amount_cents, condition) \
                 VALUES ('{}', {number}, '{}', '2027-04-01', {cents}, '')",
                life.grant, life.line
            )
        };
        assert!(is_check(place.sql(insert(2, 2)).await));
        assert_eq!(place.sql(insert(2, 1)).await.unwrap(), 1, "the last cent fits");
        assert!(is_trigger(place.sql("UPDATE advance SET amount_cents = 1").await, "append_only"));
    });
}

#[test]
fn nothing_is_ordered_before_the_decision_was_sent_and_nothing_twice() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let mut conn = place.store.read().await.unwrap();
        let record = store::grant::list(&mut conn).await.unwrap().remove(0);
        drop(conn);
        let ctx = town.joris_at(days(19));
        payment::add_advance(&ctx, &record.id, &planned(&record.line, day(days(30)), record.amount))
            .await
            .unwrap();
        let early = payment::order_advance(&ctx, &record.id, 1).await;
        assert!(matches!(early, Err(ActError::WrongState(GrantState::Certified))));
        town.announce_grant(&record.id).await;
        let order = payment::order_advance(&town.joris_at(days(21)), &record.id, 1).await.unwrap();
        let twice = payment::order_advance(&town.joris_at(days(21)), &record.id, 1).await;
        assert!(matches!(twice, Err(ActError::Store(StoreError::Refused(Guard::Unique)))));
        assert!(payment::remove_advance(&town.joris_at(days(21)), &record.id, 1).await.is_err());
        let copy = "INSERT INTO payment_order (number, grant_id, line_id, part, amount_cents, due_on, state, reference) \
                    SELECT 'x', grant_id, line_id, part, amount_cents, due_on, 'ordered', '' FROM payment_order";
        assert!(matches!(place.sql(copy).await, Err(StoreError::Refused(Guard::Unique))));
        assert!(is_trigger(place.sql("UPDATE payment_order SET amount_cents = 1").await, "append_only"));
        payment::cancel(&town.joris_at(days(22)), &order).await.unwrap();
        payment::order_advance(&town.joris_at(days(23)), &record.id, 1).await.unwrap();
    });
}

#[test]
fn a_batch_takes_two_persons_and_its_file_stays_the_one_that_was_approved() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let order = life.order(100_000, days(30)).await;
        let early =
            payment::gather(&life.town.joris_at(days(25)), std::slice::from_ref(&order), day(days(26))).await;
        assert!(matches!(early, Err(ActError::Fields(_))), "not before its day");
        let ctx = life.town.joris_at(days(30));
        let twice = payment::gather(&ctx, &[order.clone(), order.clone()], day(days(30))).await;
        assert!(matches!(twice, Err(ActError::DraftChanged)));
        let batch = payment::gather(&ctx, std::slice::from_ref(&order), day(days(30))).await.unwrap();
        let file = Digest::of(b"file");
        assert!(matches!(payment::approve(&ctx, &batch, &file).await, Err(ActError::FourEyes)));
        let nobody = life.town.nobody_at(days(30));
        assert!(matches!(payment::approve(&nobody, &batch, &file).await, Err(ActError::FourEyes)));
        let same = "UPDATE payment_batch SET state = 'approved', approved_by = gathered_by, approved_at = 1, file_hash = 'x'";
        assert!(is_check(place.sql(same).await));
        let unapproved = payment::export(&ctx, &batch, &export(&file)).await;
        assert!(matches!(unapproved, Err(ActError::DraftChanged)));
        payment::approve(&life.town.marijke_at(days(30)), &batch, &file).await.unwrap();
        let other = payment::export(&ctx, &batch, &export(&Digest::of(b"another account"))).await;
        assert!(matches!(other, Err(ActError::DraftChanged)), "an account number changed meanwhile");
        let unsent = payment::pay(&ctx, &[receipt(&order, days(30))]).await;
        assert!(matches!(unsent, Err(ActError::Import(number)) if number == order.0));
        payment::export(&ctx, &batch, &export(&file)).await.unwrap();
        payment::export(&ctx, &batch, &export(&file)).await.unwrap();
        assert!(payment::withdraw(&ctx, &batch).await.is_err(), "it is at the bank");
        life.paid(&order, days(31)).await;
        let other = payment::pay(&ctx, &[receipt(&order, days(32))]).await;
        assert!(matches!(other, Err(ActError::Import(_))), "paid once, on one day");
        assert_eq!(life.held(AccountKind::Paid).await, 100_000);
    });
}

#[test]
fn orders_of_a_withdrawn_batch_wait_again() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let order = life.order(100_000, days(30)).await;
        let ctx = life.town.joris_at(days(30));
        let batch = payment::gather(&ctx, std::slice::from_ref(&order), day(days(30))).await.unwrap();
        assert!(payment::cancel(&ctx, &order).await.is_err(), "it is in a batch");
        payment::withdraw(&ctx, &batch).await.unwrap();
        let next = payment::gather(&ctx, &[order], day(days(31))).await.unwrap();
        assert_ne!(batch, next);
    });
}

#[test]
fn nobody_keeps_more_than_was_granted_or_spent() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        life.ends(days(100)).await;
        life.pay(whole / 2, days(30)).await;
        let under_way = life.order(1_000, days(40)).await;
        life.send(std::slice::from_ref(&under_way), days(40)).await;
        receive(&life.town.joris_at(days(110)), &life.grant, &account(Some(whole + 5_000), days(110)))
            .await
            .unwrap();
        let ctx = life.town.marijke_at(days(120));
        let more = settle(&ctx, &life.grant, whole + 1).await;
        assert!(matches!(more, Err(ActError::Ceiling(CeilingExceeded { room })) if room == life.amount));
        let open = settle(&ctx, &life.grant, whole).await;
        assert!(matches!(open, Err(ActError::Fields(_))), "a payment is on its way");
        life.paid(&under_way, days(121)).await;
        let silent = acts::settlement::settle(&ctx, &life.grant, Cents::new(whole - 1).unwrap(), " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "less needs a reason");
        let insert = |cents: i64| {
            format!(
                "INSERT INTO settlement (grant_id, decision, way, granted_cents, settled_cents, settled_on, reason) \
                 VALUES ('{}', 'x', 'account', {cents}, {cents}, '2027-09-01', '')",
                life.grant
            )
        };
        assert!(is_check(place.sql(insert(whole + 1)).await));
        settle(&ctx, &life.grant, whole).await.unwrap();
        assert!(is_trigger(place.sql("UPDATE settlement SET settled_cents = 0").await, "append_only"));
        let close = format!("UPDATE grant_record SET state = 'closed' WHERE id = '{}'", life.grant);
        assert!(is_trigger(place.sql(close).await, "grant_not_empty"));
    });
}

#[test]
fn a_reclaim_never_leaves_its_year() {
    on_both(|place| async move {
        let life = granted(&place).await;
        life.ends(days(100)).await;
        life.pay(life.amount.get(), days(30)).await;
        receive(&life.town.joris_at(days(110)), &life.grant, &account(Some(100), days(110))).await.unwrap();
        settle(&life.town.marijke_at(days(120)), &life.grant, 100).await.unwrap();
        let next = acts::budget::LineDecision { year: 2028, ..crate::support::town::line_decision(None) };
        let line = acts::budget::decide_line(&mut life.town.nobody_at(days(121)), next).await.unwrap();
        let other = format!(
            "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
             SELECT COUNT(*) + 1, 'receipt', (SELECT MIN(id) FROM ledger_account WHERE kind = 'receivable'), \
             'reserve/{line}', 1, 0, 'test', '', '' FROM posting"
        );
        assert!(is_trigger(place.sql(other).await, "outside_year"));
        let at = |years: i64| life.town.marijke_at(days(120 + years * 366));
        let (all, part) = (Cents::new(100).unwrap(), Cents::new(40).unwrap());
        let too_late = acts::settlement::reclaim(&at(5), &life.grant, all, "controle").await;
        assert!(matches!(too_late, Err(ActError::Fields(_))), "after five years it is too late");
        acts::settlement::reclaim(&at(4), &life.grant, part, "controle").await.unwrap();
        assert_eq!(life.held(AccountKind::Settled).await, 60);
    });
}
