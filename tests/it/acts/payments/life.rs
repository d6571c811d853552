//! The whole life of a grant, and the ways it can go.

use schuifruimte::acts::settlement::{close, receive, remind, repaid, standing, write_off};
use schuifruimte::acts::{ActError, payment};
use schuifruimte::domain::accountability::{Class, Waiting};
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::payment::{OrderState, Part};
use schuifruimte::domain::settlement::Way;
use schuifruimte::store;

use super::{account, day, granted, receipt, returned, settle};
use crate::support::{Place, days, on_both};

#[test]
fn a_grant_lives_from_the_certificate_to_a_reclaim_that_returns_to_its_year() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        assert_eq!(life.held(AccountKind::Committed).await, whole);
        life.ends(days(200)).await;
        life.pay(whole / 2, days(30)).await;
        assert_eq!(life.state().await, GrantState::Advances);
        life.pay(whole - whole / 2, days(100)).await;
        assert_eq!(life.held(AccountKind::Paid).await, whole);

        let spent = whole - 150_000;
        receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(spent), days(210))).await.unwrap();
        assert_eq!(life.state().await, GrantState::Accounted);
        assert_eq!(
            (life.held(AccountKind::Accounted).await, life.held(AccountKind::Paid).await),
            (spent, 150_000)
        );

        let before = life.area().await;
        settle(&life.town.marijke_at(days(220)), &life.grant, spent).await.unwrap();
        assert_eq!(life.state().await, GrantState::Settled);
        assert_eq!(life.held(AccountKind::Settled).await, spent);
        assert_eq!(life.held(AccountKind::Receivable).await, 150_000);
        let early = close(&life.town.joris_at(days(221)), &life.grant).await;
        assert!(matches!(early, Err(ActError::Fields(_))), "something is to be paid back");

        let (ctx, sum) = (life.town.joris_at(days(230)), Cents::new(150_000).unwrap());
        repaid(&ctx, &life.grant, sum, day(days(229)), "BK 77").await.unwrap();
        assert_eq!(life.area().await, before + 150_000, "it returned to its area, in its year");
        close(&life.town.joris_at(days(231)), &life.grant).await.unwrap();
        assert_eq!(life.state().await, GrantState::Closed);
        let lines = "SELECT COUNT(DISTINCT a.line_id) FROM posting p JOIN ledger_account a ON a.id = p.credit_id \
                     WHERE p.kind = 'receipt'";
        assert_eq!(place.number(lines).await, 1);
    });
}

#[test]
fn what_is_due_after_the_settlement_is_ordered_and_what_is_not_needed_returns() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        life.ends(days(200)).await;
        life.pay(whole / 2, days(30)).await;
        let spent = whole - 50_000;
        receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(spent), days(210))).await.unwrap();
        let before = life.free().await;
        settle(&life.town.marijke_at(days(220)), &life.grant, spent).await.unwrap();
        assert_eq!(life.free().await, before + 50_000, "what is not needed is free again");
        assert_eq!(life.held(AccountKind::Payable).await, spent - whole / 2);
        let mut conn = place.store.read().await.unwrap();
        let orders = store::payment::orders_of_grant(&mut conn, &life.grant).await.unwrap();
        drop(conn);
        let rest = orders.iter().find(|order| order.part == Part::Rest).unwrap();
        assert_eq!((rest.amount.get(), rest.state), (spent - whole / 2, OrderState::Ordered));
        assert!(payment::cancel(&life.town.joris_at(days(221)), &rest.number).await.is_err());
        life.send(std::slice::from_ref(&rest.number), days(222)).await;
        life.paid(&rest.number, days(223)).await;
        // The bank gives it back once, and it is paid to a better account.
        payment::give_back(
            &life.town.marijke_at(days(224)),
            &rest.number,
            &returned(days(224), "rekening bestaat niet"),
        )
        .await
        .unwrap();
        assert_eq!(life.held(AccountKind::Payable).await, spent - whole / 2);
        let again = payment::renew(&life.town.joris_at(days(225)), &rest.number).await.unwrap();
        assert_ne!(again, rest.number, "the bank knows each number once");
        life.send(std::slice::from_ref(&again), days(226)).await;
        life.paid(&again, days(227)).await;
        close(&life.town.joris_at(days(240)), &life.grant).await.unwrap();
        assert_eq!((life.state().await, life.held(AccountKind::Settled).await), (GrantState::Closed, spent));
    });
}

/// A small grant of the same certified round, alone in its year.
async fn small(place: &Place) -> super::Granted {
    let life = granted(place).await;
    // Bounds of a regulation under which its whole sum is small.
    let row = schuifruimte::domain::accountability::Thresholds {
        direct: life.amount,
        ..schuifruimte::domain::accountability::Thresholds::usual()
    };
    let ctx = life.town.nobody_at(days(-1));
    schuifruimte::acts::settlement::set_thresholds(&ctx, &row, "Raadsbesluit.").await.expect("bounds");
    life
}

#[test]
fn a_small_grant_is_settled_at_once_and_paid_in_one_sum() {
    on_both(|place| async move {
        let life = small(&place).await;
        let now = life.standing(days(25)).await;
        assert_eq!((now.class, now.way()), (Class::Direct, Some(Way::Direct)));
        settle(&life.town.marijke_at(days(25)), &life.grant, life.amount.get()).await.unwrap();
        assert_eq!(life.held(AccountKind::Payable).await, life.amount.get());
        let early = close(&life.town.joris_at(days(26)), &life.grant).await;
        assert!(matches!(early, Err(ActError::Fields(_))), "it is not paid yet");
        let mut conn = place.store.read().await.unwrap();
        let rest = store::payment::orders_of_grant(&mut conn, &life.grant).await.unwrap().remove(0);
        drop(conn);
        life.send(std::slice::from_ref(&rest.number), days(26)).await;
        life.paid(&rest.number, days(27)).await;
        close(&life.town.joris_at(days(28)), &life.grant).await.unwrap();
    });
}

#[test]
fn when_nothing_comes_there_is_a_reminder_and_then_the_municipality_decides_itself() {
    on_both(|place| async move {
        let life = granted(&place).await;
        life.ends(days(100)).await;
        life.pay(life.amount.get(), days(30)).await;
        // 13 weeks after the end.
        assert!(matches!(life.standing(days(191)).await.waiting, Some(Waiting::ForAccount(_))));
        assert!(remind(&life.town.joris_at(days(191)), &life.grant).await.is_err(), "not late yet");
        assert!(settle(&life.town.marijke_at(days(192)), &life.grant, 0).await.is_err());
        remind(&life.town.joris_at(days(192)), &life.grant).await.unwrap();
        assert!(remind(&life.town.joris_at(days(193)), &life.grant).await.is_err(), "once is enough");
        assert!(settle(&life.town.marijke_at(days(220)), &life.grant, 0).await.is_err(), "four weeks more");
        let after = life.standing(days(221)).await;
        assert_eq!(after.way(), Some(Way::ExOfficio));
        settle(&life.town.marijke_at(days(221)), &life.grant, 0).await.unwrap();
        assert_eq!(life.held(AccountKind::Receivable).await, life.amount.get());
        let half = Cents::new(life.amount.get() / 2).unwrap();
        write_off(&life.town.marijke_at(days(500)), &life.grant, half, "failliet").await.unwrap();
        let rest = life.amount.minus(half).unwrap();
        repaid(&life.town.joris_at(days(501)), &life.grant, rest, day(days(500)), "BK 9").await.unwrap();
        close(&life.town.joris_at(days(502)), &life.grant).await.unwrap();
    });
}

#[test]
fn a_recipient_is_counted_per_year_over_all_its_grants() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let mut conn = place.store.read().await.unwrap();
        let all = store::grant::list(&mut conn).await.unwrap();
        drop(conn);
        assert!(all.len() > 1, "the round gave more than one grant");
        let class = |sum: i64| {
            schuifruimte::domain::accountability::Thresholds::usual().class(Cents::new(sum).unwrap(), None)
        };
        assert_eq!(life.standing(days(30)).await.class, class(life.amount.get()));
        let mut conn = place.store.read().await.unwrap();
        let recipient = store::recipient::of_grant(&mut conn, &all[0].id).await.unwrap().unwrap();
        drop(conn);
        life.town.make_out(&all[1].id, &recipient.id).await;
        life.town.do_checks(&all[1].id).await;
        life.town.award_and_send(&all[1].id).await;
        let now = life.standing(days(30)).await;
        let sum = all[0].amount.plus(all[1].amount).unwrap();
        assert_eq!(now.years, [(2027, sum, class(sum.get()))]);
    });
}

impl super::Granted {
    async fn standing(
        &self,
        at: schuifruimte::domain::time::Moment,
    ) -> schuifruimte::acts::settlement::Standing {
        let record = self.record().await;
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let told = standing(&mut conn, &record, day(at)).await.expect("readable");
        // The list of what is late reads all grants at once: it says the same.
        let late = schuifruimte::acts::settlement::late(&mut conn, day(at)).await.expect("readable");
        let listed = late.iter().find(|one| one.grant == record).map(|one| one.waiting);
        let runs = matches!(record.state, GrantState::Objection | GrantState::Advances | GrantState::Running);
        let ended = told.plan.as_ref().is_some_and(|plan| plan.ends_on < day(at));
        let is_late = |one: &Waiting| one.is_late() || one.day() < day(at);
        assert_eq!(listed, told.waiting.filter(|one| runs && ended && is_late(one)));
        told
    }
}

#[test]
fn an_import_that_comes_twice_does_no_harm() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let order = life.pay(100_000, days(30)).await;
        let ctx = life.town.marijke_at(days(31));
        let again = payment::pay(&ctx, &[receipt(&order, days(30))]).await.unwrap();
        assert_eq!((again.new, again.known), (0, 1));
        assert_eq!(life.held(AccountKind::Paid).await, 100_000);
    });
}
