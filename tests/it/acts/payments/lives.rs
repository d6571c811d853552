//! Random lives: whatever is tried, in whatever order and with whatever sums, every sum holds after every step.

use std::collections::{BTreeMap, BTreeSet};

use schuifruimte::acts::settlement::{close, receive, reclaim, remind, repaid, settle, write_off};
use schuifruimte::acts::{ActError, Context, payment};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::GrantRecord;
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::payment::{Order, OrderState};
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::payment::Plan;
use schuifruimte::store::{self, Guard, StoreError};

use super::{account, day, export, planned, receipt, returned};
use crate::support::{Place, Town, days, on_both};

/// What may be tried.
const STEPS: [&str; 16] = [
    "plan",
    "plan",
    "order",
    "order",
    "send",
    "pay",
    "pay",
    "return",
    "renew",
    "cancel",
    "receive",
    "remind",
    "settle",
    "repaid",
    "write-off",
    "close",
];

/// A town with its grants, and what is known about them outside the database.
struct Walk {
    town: Town,
    grants: Vec<GrantRecord>,
    /// All money of the areas, in cents: payments and settlements move it and never change it.
    whole: i64,
    seed: Seed,
    /// Steps that were carried out, by name.
    done: BTreeMap<&'static str, u32>,
    /// Steps that were refused at least once.
    refused: BTreeSet<&'static str>,
}

impl Walk {
    async fn new(place: &Place, seed: u8) -> Walk {
        let town = Town::new(place).await;
        town.certified_round("zuilen").await;
        let mut conn = place.store.read().await.expect("it does");
        let grants = store::grant::list(&mut conn).await.expect("it does");
        drop(conn);
        for grant in &grants {
            town.announce_grant(&grant.id).await;
            let plan = Plan { ends_on: day(days(60)), income: None };
            payment::set_plan(&town.joris_at(days(21)), &grant.id, &plan).await.expect("it does");
        }
        let whole = town.allocated().await;
        let (done, refused) = (BTreeMap::new(), BTreeSet::new());
        Walk { town, grants, whole, seed: Seed::new([seed; 32]), done, refused }
    }

    fn pick(&mut self, most: usize) -> usize {
        usize::try_from(self.seed.below(u32::try_from(most).expect("it does"))).expect("it does")
    }

    /// A sum that is often too large.
    fn sum(&mut self, grant: &GrantRecord) -> Cents {
        let parts = i64::try_from(self.pick(5)).expect("it does");
        let odd = i64::try_from(self.pick(3)).expect("it does");
        Cents::new(grant.amount.get() * parts / 4 + odd).expect("it does")
    }

    async fn orders(&self) -> Vec<Order> {
        let mut conn = self.town.place.store.read().await.expect("it does");
        store::payment::orders(&mut conn).await.expect("it does")
    }

    async fn step(&mut self, at: Moment) {
        let step = STEPS[self.pick(STEPS.len())];
        let place = self.pick(self.grants.len());
        let grant = self.grants[place].clone();
        let sum = self.sum(&grant);
        let orders = self.orders().await;
        let order = if orders.is_empty() { None } else { Some(orders[self.pick(orders.len())].clone()) };
        let seldom = self.pick(4) == 0;
        let ctx = self.town.marijke_at(at);
        let tried = match step {
            "send" => send(&self.town, &orders, at).await,
            "pay" | "return" | "renew" | "cancel" => match order {
                Some(order) => on_order(&ctx, step, &order, at).await,
                None => Err(ActError::NotFound),
            },
            // Otherwise every life is short.
            "settle" | "receive" if !seldom => Err(ActError::NotFound),
            _ => on_grant(&ctx, step, &grant, sum, at).await,
        };
        match tried {
            Ok(()) => *self.done.entry(step).or_default() += 1,
            Err(error) => {
                assert!(is_refusal(&error), "{step} of {sum} on {}: {error}", grant.id);
                self.refused.insert(step);
            }
        }
    }

    async fn holds(&self) {
        assert_eq!(self.town.allocated().await, self.whole, "no cent came or went");
        let mut conn = self.town.place.store.read().await.expect("it does");
        for grant in &self.grants {
            let accounts = store::ledger::accounts_of_grant(&mut conn, &grant.id).await.expect("it does");
            let sum = |kinds: &[AccountKind]| -> i64 {
                accounts
                    .iter()
                    .filter(|one| kinds.contains(&one.key.kind))
                    .map(|one| one.balance().get())
                    .sum()
            };
            let all: i64 = accounts.iter().map(|one| one.balance().get()).sum();
            assert!(all <= grant.amount.get(), "{}: more than was granted", grant.id);
            let paid = sum(&[
                AccountKind::Paid,
                AccountKind::Accounted,
                AccountKind::Settled,
                AccountKind::Receivable,
            ]);
            let orders = store::payment::orders_of_grant(&mut conn, &grant.id).await.expect("it does");
            let total = |state: fn(OrderState) -> bool| -> i64 {
                orders.iter().filter(|order| state(order.state)).map(|order| order.amount.get()).sum()
            };
            assert!(paid <= total(|state| state == OrderState::Paid), "{}: paid without an order", grant.id);
            assert_eq!(sum(&[AccountKind::Payable]), total(OrderState::is_payable), "{}", grant.id);
            let advances = store::payment::advances(&mut conn, &grant.id).await.expect("it does");
            let planned: i64 = advances.iter().map(|one| one.amount.get()).sum();
            assert!(planned <= grant.amount.get(), "{}: advances", grant.id);
            if let Some(made) = store::settlement::settlement(&mut conn, &grant.id).await.expect("it does") {
                assert!(made.settled <= made.granted && made.granted <= grant.amount, "{}", grant.id);
            }
        }
    }
}

/// Whether an act said no, and did not break.
fn is_refusal(error: &ActError) -> bool {
    match error {
        ActError::Store(StoreError::Refused(guard)) => {
            *guard == Guard::Unique || matches!(guard, Guard::Trigger(_))
        }
        ActError::Integrity(_) | ActError::Store(_) => false,
        _ => true,
    }
}

async fn send(town: &Town, orders: &[Order], at: Moment) -> Result<(), ActError> {
    let waiting = orders.iter().filter(|order| order.state == OrderState::Ordered);
    let numbers: Vec<_> = waiting.map(|order| order.number.clone()).collect();
    let batch = payment::gather(&town.joris_at(at), &numbers, day(at)).await?;
    let file = Digest::of(batch.0.as_bytes());
    assert!(payment::approve(&town.joris_at(at), &batch, &file).await.is_err());
    payment::approve(&town.marijke_at(at), &batch, &file).await?;
    payment::export(&town.marijke_at(at), &batch, &export(&file)).await
}

async fn on_order(ctx: &Context<'_>, step: &str, order: &Order, at: Moment) -> Result<(), ActError> {
    match step {
        "pay" => payment::pay(ctx, &[receipt(&order.number, at)]).await.map(|_| ()),
        "return" => payment::give_back(ctx, &order.number, &returned(at, "rekening bestaat niet")).await,
        "renew" => payment::renew(ctx, &order.number).await.map(|_| ()),
        _ => payment::cancel(ctx, &order.number).await,
    }
}

async fn on_grant(
    ctx: &Context<'_>,
    step: &str,
    grant: &GrantRecord,
    sum: Cents,
    at: Moment,
) -> Result<(), ActError> {
    let id = &grant.id;
    match step {
        "plan" => payment::add_advance(ctx, id, &planned(&grant.line, day(at), sum)).await.map(|_| ()),
        "order" => {
            let mut conn = ctx.store.read().await?;
            let planned = store::payment::advances(&mut conn, id).await?;
            drop(conn);
            let number = planned.last().ok_or(ActError::NotFound)?.number;
            payment::order_advance(ctx, id, number).await.map(|_| ())
        }
        "receive" => receive(ctx, id, &account(Some(sum.get()), at)).await,
        "remind" => remind(ctx, id).await,
        "settle" => settle(ctx, id, sum, "zoals verantwoord").await,
        "repaid" => repaid(ctx, id, sum, day(at), "BK 1").await,
        "write-off" if sum.get() % 2 == 0 => write_off(ctx, id, sum, "failliet").await,
        "write-off" => reclaim(ctx, id, sum, "controle").await,
        _ => close(ctx, id).await,
    }
}

#[test]
fn whatever_is_tried_every_sum_holds() {
    on_both(|place| async move {
        let mut walk = Walk::new(&place, 42).await;
        for number in 0..400 {
            walk.step(days(30 + number / 2)).await;
            walk.holds().await;
        }
        for step in ["plan", "order", "send", "pay", "return", "renew", "cancel", "receive", "settle"] {
            assert!(walk.done.contains_key(step), "{step} never worked: {:?}", walk.done);
            assert!(walk.refused.contains(step) || step == "send", "{step} was never refused");
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_ledger_that_was_spoiled_is_found() {
    crate::support::on_both_tampered(|place| async move {
        let life = super::granted(&place).await;
        life.pay(100_000, days(30)).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
        payment::add_advance(
            &life.town.joris_at(days(31)),
            &life.grant,
            &planned(&life.line, day(days(40)), Cents::new(100).expect("it does")),
        )
        .await
        .expect("it does");
        place.sql("UPDATE payment_order SET state = 'returned'").await.expect("it does");
        let found = place.fsck().await.join("\n");
        assert!(found.contains("is to be paid") && found.contains("in the ledger, not 0"), "{found}");
    });
}
