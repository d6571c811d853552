//! Money that comes back: by a reclaim, by the bank, or not at all.

use schuifruimte::acts::grant::{PaidPart, revoke};
use schuifruimte::acts::settlement::{close, receive, reclaim, repaid, write_off};
use schuifruimte::acts::standing::{Decision, ask, decide, open};
use schuifruimte::acts::{self, ActError, payment};
use schuifruimte::domain::decision::DecisionKind;
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::ledger::{AccountKey, AccountKind};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::payment::OrderState;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use super::{Granted, account, day, granted, returned, settle};
use crate::acts::pots::set_apart;
use crate::acts::standing::{quick, table};
use crate::acts::whole_grant::{YEARLY, agreed};
use crate::support::town::mandate;
use crate::support::{Place, days, now, on_both};

async fn decisions(place: &Place, kind: DecisionKind) -> Vec<schuifruimte::domain::decision::Decision> {
    let mut conn = place.store.read().await.expect("a connection");
    let mut all = store::decision::list(&mut conn).await.expect("decisions");
    all.retain(|taken| taken.kind == kind);
    all
}

async fn waiting(place: &Place) -> Vec<String> {
    let mut conn = place.store.read().await.expect("a connection");
    let due = store::decision::letters::due(&mut conn, "", (0, 100), "").await.expect("letters");
    due.into_iter().map(|taken| taken.number.0).collect()
}

fn cents(cents: i64) -> Cents {
    Cents::new(cents).expect("an amount")
}

/// A grant of 8,000.00 that was paid in one order, settled at what was spent of it.
async fn settled(place: &Place, spent: i64) -> (Granted, schuifruimte::domain::payment::OrderNumber) {
    let life = granted(place).await;
    life.ends(days(200)).await;
    let order = life.pay(life.amount.get(), days(30)).await;
    receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(spent), days(210))).await.expect("in");
    settle(&life.town.marijke_at(days(220)), &life.grant, spent).await.expect("settled");
    (life, order)
}

#[test]
fn an_award_that_is_taken_back_after_payment_reclaims_with_a_decision_a_term_and_a_letter() {
    on_both(|place| async move {
        let life = granted(&place).await;
        life.pay(200_000, days(30)).await;
        let marijke = life.town.marijke_at(days(40));
        revoke(&marijke, &life.grant, "Er is niets gedaan.", PaidPart::Reclaim).await.unwrap();
        let taken = decisions(&place, DecisionKind::Reclaim).await.remove(0);
        assert_eq!(taken.sum, cents(200_000));
        assert!(waiting(&place).await.contains(&taken.number.0), "its letter is due");
        let mut conn = place.store.read().await.unwrap();
        let (grant, row) = store::settlement::reclaims(&mut conn).await.unwrap().remove(0);
        drop(conn);
        assert_eq!(
            (grant, row.decision.as_str(), row.amount),
            (life.grant.clone(), taken.number.0.as_str(), taken.sum)
        );
        assert_eq!((row.decided_on, row.pay_until > row.decided_on), (day(days(40)), true));
        let joris = life.town.joris_at(days(60));
        repaid(&joris, &life.grant, cents(200_000), day(days(59)), "BK 12").await.unwrap();
        assert_eq!(life.held(AccountKind::Receivable).await, 0);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// A closed grant that kept all of its money, by a settlement on day 220.
async fn closed(place: &Place) -> Granted {
    let life = granted(place).await;
    life.ends(days(200)).await;
    let whole = life.amount.get();
    life.pay(whole, days(30)).await;
    receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(whole), days(210))).await.expect("in");
    settle(&life.town.marijke_at(days(220)), &life.grant, whole).await.expect("settled");
    close(&life.town.joris_at(days(221)), &life.grant).await.expect("closed");
    life
}

#[test]
fn what_comes_out_after_the_end_changes_the_settlement_of_a_closed_grant() {
    on_both(|place| async move {
        let life = closed(&place).await;
        let (whole, sum) = (life.amount.get(), cents(30_000));
        let ctx = life.town.marijke_at(days(900));
        let silent = reclaim(&ctx, &life.grant, sum, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "not without a reason");
        let more = reclaim(&ctx, &life.grant, cents(whole + 1), "Valse bonnen.").await;
        assert!(matches!(more, Err(ActError::Ceiling(_))), "not more than was kept");
        let unsigned = reclaim(&life.town.joris_at(days(900)), &life.grant, sum, "Valse bonnen.").await;
        assert!(matches!(unsigned, Err(ActError::NoMandate)), "not without a mandate");
        assert_eq!(life.state().await, GrantState::Closed);

        reclaim(&ctx, &life.grant, sum, "Valse bonnen.").await.unwrap();
        assert_eq!(life.state().await, GrantState::Settled, "it is open again until that is paid");
        assert_eq!(life.held(AccountKind::Receivable).await, 30_000);
        let taken = decisions(&place, DecisionKind::Reclaim).await.remove(0);
        let settlement = decisions(&place, DecisionKind::Settlement).await.remove(0);
        let changed = taken.facts.changed.as_ref().expect("it changes a settlement");
        assert_eq!((&changed.number, changed.keeps.get()), (&settlement.number.0, whole - 30_000));
        assert!(waiting(&place).await.contains(&taken.number.0), "its letter is due");
        let mut conn = place.store.read().await.unwrap();
        let steps = store::grant::history(&mut conn, &life.grant).await.unwrap();
        let last = steps.last().expect("a step");
        assert_eq!(
            (last.from, last.to, last.reason.as_str()),
            (GrantState::Closed, GrantState::Settled, "Valse bonnen.")
        );
        drop(conn);
        let open = close(&life.town.joris_at(days(901)), &life.grant).await;
        assert!(matches!(open, Err(ActError::Fields(_))), "something is to be paid back");
        let before = life.area().await;
        repaid(&life.town.joris_at(days(930)), &life.grant, sum, day(days(929)), "BK 88").await.unwrap();
        assert_eq!(life.area().await, before + 30_000, "it returns to its area, in its year");
        close(&life.town.joris_at(days(931)), &life.grant).await.unwrap();
        assert_eq!(life.state().await, GrantState::Closed);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn five_years_after_the_settlement_a_closed_grant_stays_as_it_is() {
    on_both(|place| async move {
        let life = closed(&place).await;
        // Settled on day 220; five years on there are two leap days.
        let last = 220 + 5 * 365 + 2;
        let late = reclaim(&life.town.marijke_at(days(last + 1)), &life.grant, cents(1), "Te laat.").await;
        let told = matches!(&late, Err(ActError::Fields(faults)) if faults[0].fault == "five-years");
        assert!(told, "{late:?}");
        assert_eq!(life.state().await, GrantState::Closed);
        reclaim(&life.town.marijke_at(days(last)), &life.grant, cents(1), "Net op tijd.").await.unwrap();
        assert_eq!(life.state().await, GrantState::Settled);
    });
}

#[test]
fn nothing_is_given_up_without_a_numbered_decision_under_a_mandate() {
    on_both(|place| async move {
        let (life, _) = settled(&place, 500_000).await;
        let owed = life.held(AccountKind::Receivable).await;
        let none = write_off(&life.town.joris_at(days(300)), &life.grant, cents(owed), "failliet").await;
        assert!(matches!(none, Err(ActError::NoMandate)));
        let less = acts::mandate::Wanted { up_to: cents(owed - 1), ..mandate(&life.town.marijke, days(299)) };
        acts::mandate::enter(&life.town.nobody_at(days(299)), &less).await.unwrap();
        let marijke = life.town.marijke_at(days(300));
        let more = write_off(&marijke, &life.grant, cents(owed), "failliet").await;
        assert!(matches!(more, Err(ActError::NoMandate)), "a cent above the mandate");
        write_off(&marijke, &life.grant, cents(owed - 1), "failliet").await.unwrap();
        let taken = decisions(&place, DecisionKind::WriteOff).await.remove(0);
        assert_eq!((taken.sum, taken.reason.as_str()), (cents(owed - 1), "failliet"));
        assert!(waiting(&place).await.contains(&taken.number.0), "its letter is due");
        let referred = format!(
            "SELECT COUNT(*) FROM posting WHERE kind = 'write-off' AND reference = '{}'",
            taken.number
        );
        assert_eq!(place.number(&referred).await, 1);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn what_the_bank_gives_back_after_the_settlement_is_paid_again() {
    on_both(|place| async move {
        let (life, order) = settled(&place, 800_000).await;
        let sum = life.amount.get();
        assert_eq!(life.held(AccountKind::Settled).await, sum);
        let marijke = life.town.marijke_at(days(230));
        payment::give_back(&marijke, &order, &returned(days(230), "rekening bestaat niet")).await.unwrap();
        assert_eq!((life.held(AccountKind::Settled).await, life.held(AccountKind::Payable).await), (0, sum));
        let early = close(&life.town.joris_at(days(231)), &life.grant).await;
        assert!(matches!(early, Err(ActError::Fields(_))), "it is to be paid again first");
        let again = payment::renew(&life.town.joris_at(days(231)), &order).await.unwrap();
        life.send(std::slice::from_ref(&again), days(232)).await;
        life.paid(&again, days(233)).await;
        close(&life.town.joris_at(days(240)), &life.grant).await.unwrap();
        assert_eq!((life.state().await, life.held(AccountKind::Settled).await), (GrantState::Closed, sum));
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let late =
            payment::give_back(&life.town.marijke_at(days(241)), &again, &returned(days(241), "te laat"))
                .await;
        assert!(matches!(late, Err(ActError::WrongState(GrantState::Closed))));
    });
}

#[test]
fn who_got_nothing_by_a_payment_owes_nothing_of_it() {
    on_both(|place| async move {
        let (life, order) = settled(&place, 500_000).await;
        let owed = life.amount.get() - 500_000;
        assert_eq!(life.held(AccountKind::Receivable).await, owed);
        let before = life.area().await;
        let marijke = life.town.marijke_at(days(230));
        payment::give_back(&marijke, &order, &returned(days(230), "rekening bestaat niet")).await.unwrap();
        assert_eq!(life.held(AccountKind::Receivable).await, 0, "nothing is to be paid back any more");
        assert_eq!(life.held(AccountKind::Payable).await, 500_000, "what was settled is still due");
        assert_eq!(life.area().await, before + owed, "the rest is free again");
        let mut conn = place.store.read().await.unwrap();
        let orders = store::payment::orders_of_grant(&mut conn, &life.grant).await.unwrap();
        drop(conn);
        let states: Vec<OrderState> = orders.iter().map(|one| one.state).collect();
        assert_eq!(states, [OrderState::Cancelled, OrderState::Ordered]);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        life.send(std::slice::from_ref(&orders[1].number), days(232)).await;
        life.paid(&orders[1].number, days(233)).await;
        close(&life.town.joris_at(days(240)), &life.grant).await.unwrap();
        assert_eq!(life.held(AccountKind::Settled).await, 500_000);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn what_is_paid_back_returns_to_the_pot_that_it_came_from() {
    on_both(|place| async move {
        let town = crate::support::Town::new(&place).await;
        set_apart(&town, (Pot::None, Pot::Quick), 1_500).await.unwrap();
        let id = RoundId::new("snel-noordwest");
        open(&town.joris_at(days(-1)), &id, &town.noordwest, &quick(Cents::euros(1_500))).await.unwrap();
        town.no_interest_in_quick(&id).await;
        let number = ask(&town.joris_at(now()), &id, table(375)).await.unwrap();
        let grant =
            decide(&town.marijke_at(days(2)), &id, number, Decision::Grant, "Past.").await.unwrap().unwrap();
        town.announce_grant(&grant).await;
        acts::standing::end(&town.joris_at(days(21)), &id).await.unwrap();
        let life = Granted { grant, amount: Cents::euros(375), line: town.line.clone(), town };
        life.pay(37_500, days(30)).await;
        let pot = AccountKey::area(&life.town.line, &life.town.noordwest).in_pot(Pot::Quick);
        let held = async || {
            let mut conn = place.store.read().await.unwrap();
            store::ledger::balance(&mut conn, &pot).await.unwrap()
        };
        assert_eq!(held().await, Cents::euros(1_125));
        let marijke = life.town.marijke_at(days(40));
        revoke(&marijke, &life.grant, "Er is niets gedaan.", PaidPart::Reclaim).await.unwrap();
        repaid(&life.town.joris_at(days(60)), &life.grant, cents(37_500), day(days(59)), "BK 3")
            .await
            .unwrap();
        assert_eq!(held().await, Cents::euros(1_500), "the pot is what it was");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_later_year_that_no_area_had_is_paid_back_to_the_reserve_of_that_year() {
    on_both(|place| async move {
        let (town, lines, grant) = agreed(&place, &[YEARLY]).await;
        town.award_and_send(&grant).await;
        let life = Granted { grant, amount: YEARLY, line: lines[0].clone(), town };
        let at = |text: &str| Moment::parse_local(text).unwrap();
        life.pay(YEARLY.get(), at("2028-02-01T12:00")).await;
        let reserve = AccountKey::reserve(&lines[0]);
        let held = async || {
            let mut conn = place.store.read().await.unwrap();
            store::ledger::balance(&mut conn, &reserve).await.unwrap()
        };
        let before = held().await;
        let when = at("2028-04-03T12:00");
        revoke(&life.town.marijke_at(when), &life.grant, "Er is niets gedaan.", PaidPart::Reclaim)
            .await
            .unwrap();
        repaid(&life.town.joris_at(when), &life.grant, YEARLY, day(when), "BK 4").await.unwrap();
        assert_eq!(held().await, before.plus(YEARLY).unwrap());
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
