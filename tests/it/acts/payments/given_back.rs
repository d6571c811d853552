//! Payments that the bank gives back after the settlement, beside money that is to be paid back anyway.

use futures_util::future::join;
use schuifruimte::acts::settlement::{close, receive, reclaim};
use schuifruimte::acts::{ActError, payment};
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::payment::{Order, OrderNumber, OrderState, Part};
use schuifruimte::store;

use super::{Granted, account, day, granted, returned, settle};
use crate::support::{Place, days, on_both};

async fn orders(life: &Granted) -> Vec<Order> {
    let mut conn = life.town.place.store.read().await.expect("a connection");
    store::payment::orders_of_grant(&mut conn, &life.grant).await.expect("orders")
}

/// The one order of a grant that waits.
async fn waiting(life: &Granted) -> Order {
    let mut found = orders(life).await;
    found.retain(|order| order.state == OrderState::Ordered);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// A grant that was settled whole, half of it paid before and half after that; 3,000.00 of it is reclaimed. The order of
/// the advance and that of the rest.
async fn reclaimed(place: &Place) -> (Granted, OrderNumber, OrderNumber) {
    let life = granted(place).await;
    let whole = life.amount.get();
    life.ends(days(200)).await;
    let advance = life.pay(whole / 2, days(30)).await;
    receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(whole), days(210))).await.expect("in");
    settle(&life.town.marijke_at(days(220)), &life.grant, whole).await.expect("settled");
    let rest = waiting(&life).await.number;
    life.send(std::slice::from_ref(&rest), days(221)).await;
    life.paid(&rest, days(222)).await;
    let sum = Cents::new(300_000).expect("an amount");
    reclaim(&life.town.marijke_at(days(225)), &life.grant, sum, "Valse bonnen.").await.expect("reclaimed");
    (life, advance, rest)
}

/// What is still due after a payment came back is paid and the grant closed: it keeps all but what was reclaimed.
async fn ends_well(place: &Place, life: &Granted, back: &OrderNumber) {
    let again = waiting(life).await;
    assert_eq!((again.part, again.replaces.as_ref()), (Part::Rest, Some(back)));
    assert_eq!(again.amount.get(), life.amount.get() / 2 - 300_000, "less what was to be paid back");
    assert_eq!(life.held(AccountKind::Receivable).await, 0);
    assert_eq!(place.fsck().await, Vec::<String>::new(), "while it is due");
    life.send(std::slice::from_ref(&again.number), days(232)).await;
    life.paid(&again.number, days(233)).await;
    close(&life.town.joris_at(days(240)), &life.grant).await.expect("closed");
    assert_eq!(life.held(AccountKind::Settled).await, life.amount.get() - 300_000);
    assert_eq!(place.fsck().await, Vec::<String>::new());
}

#[test]
fn a_rest_that_comes_back_is_ordered_less_what_was_reclaimed() {
    on_both(|place| async move {
        let (life, _, rest) = reclaimed(&place).await;
        let marijke = life.town.marijke_at(days(230));
        payment::give_back(&marijke, &rest, &returned(days(230), "opgeheven")).await.expect("back");
        ends_well(&place, &life, &rest).await;
    });
}

#[test]
fn an_advance_that_comes_back_is_ordered_anew_beside_a_rest_that_was_paid() {
    on_both(|place| async move {
        let (life, advance, _) = reclaimed(&place).await;
        let marijke = life.town.marijke_at(days(230));
        payment::give_back(&marijke, &advance, &returned(days(230), "opgeheven")).await.expect("back");
        ends_well(&place, &life, &advance).await;
    });
}

#[test]
fn both_payments_come_back_one_after_the_other() {
    on_both(|place| async move {
        let (life, advance, rest) = reclaimed(&place).await;
        let marijke = life.town.marijke_at(days(230));
        payment::give_back(&marijke, &advance, &returned(days(230), "opgeheven")).await.expect("back");
        payment::give_back(&marijke, &rest, &returned(days(230), "opgeheven")).await.expect("back as well");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let joris = life.town.joris_at(days(231));
        let again = payment::renew(&joris, &rest).await.expect("ordered on another account");
        let twice = payment::renew(&joris, &rest).await;
        assert!(matches!(twice, Err(ActError::DraftChanged)), "{twice:?}");
        let first = orders(&life).await.into_iter().find(|one| one.replaces.as_ref() == Some(&advance));
        life.send(&[first.expect("the first").number, again], days(232)).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn two_who_note_the_same_return_hear_that_the_other_was_first() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let order = life.pay(life.amount.get(), days(30)).await;
        let other = life.town.second().await;
        let (joris, marijke) = (life.town.joris_at(days(33)), other.marijke_at(days(33)));
        let late = payment::GivenBack { reference: "RET 2".to_string(), ..returned(days(32), "onbekend") };
        let early = returned(days(31), "onbekend");
        let (one, two) =
            join(payment::give_back(&joris, &order, &early), payment::give_back(&marijke, &order, &late))
                .await;
        assert_eq!([&one, &two].iter().filter(|done| done.is_ok()).count(), 1, "{one:?} {two:?}");
        let lost = [one, two].into_iter().find(Result::is_err);
        assert!(matches!(lost, Some(Err(ActError::DraftChanged))), "{lost:?}");
        for bank in [&early, &late] {
            let again = payment::give_back(&joris, &order, bank).await;
            assert!(matches!(again, Err(ActError::DraftChanged)), "{again:?}");
        }
        let told = orders(&life).await.remove(0).returned.expect("what the bank said");
        assert!([day(days(31)), day(days(32))].contains(&told.on));
        assert_eq!(life.held(AccountKind::Payable).await, life.amount.get(), "once");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        other.place.store.close().await;
    });
}
