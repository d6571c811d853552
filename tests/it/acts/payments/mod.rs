//! Money from the award to the last receipt.

mod after;
mod given_back;
mod held;
mod life;
mod lives;
mod payee;
mod refusals;
mod second;

use jiff::civil::Date;
use schuifruimte::acts::settlement::NewAccount;
use schuifruimte::acts::{self, Context, payment};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::{GrantRecord, GrantState};
use schuifruimte::domain::id::{GrantId, LineId};
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::payment::{Advance, BatchNumber, OrderNumber, PaymentNotice};
use schuifruimte::domain::settlement::{Done, Growth};
use schuifruimte::domain::time::Moment;
use schuifruimte::store::payment::Plan;
use schuifruimte::store::{self};

use crate::support::{Place, Town, days};

/// The day of a moment.
pub fn day(at: Moment) -> Date {
    at.local().date()
}

/// The first grants of a certified round: 8,000.00 for plan 01 and 4,000.00 for plan 02, if both won.
pub struct Granted {
    /// The town.
    pub town: Town,
    /// A grant whose decision was sent.
    pub grant: GrantId,
    /// What it is, in cents.
    pub amount: Cents,
    /// Its line.
    pub line: LineId,
}

/// A town with one grant that was awarded and announced.
pub async fn granted(place: &Place) -> Granted {
    let town = Town::new(place).await;
    town.certified_round("zuilen").await;
    let mut conn = place.store.read().await.expect("a connection");
    let record = store::grant::list(&mut conn).await.expect("grants").remove(0);
    drop(conn);
    town.announce_grant(&record.id).await;
    Granted { grant: record.id.clone(), amount: record.amount, line: record.line.clone(), town }
}

impl Granted {
    /// The record as it stands.
    pub async fn record(&self) -> GrantRecord {
        let mut conn = self.town.place.store.read().await.expect("a connection");
        store::grant::find(&mut conn, &self.grant).await.expect("read").expect("there")
    }

    /// Where it stands.
    pub async fn state(&self) -> GrantState {
        self.record().await.state
    }

    /// What stands on an account of the grant, in cents.
    pub async fn held(&self, kind: AccountKind) -> i64 {
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let accounts = store::ledger::accounts_of_grant(&mut conn, &self.grant).await.expect("accounts");
        accounts.iter().filter(|one| one.key.kind == kind).map(|one| one.balance().get()).sum()
    }

    /// What stands with its area in its year, in cents.
    pub async fn area(&self) -> i64 {
        let record = self.record().await;
        let key = schuifruimte::domain::ledger::AccountKey::area(&record.line, &record.allocation);
        let mut conn = self.town.place.store.read().await.expect("a connection");
        store::ledger::balance(&mut conn, &key).await.expect("a balance").get()
    }

    /// What its area and the reserve list of its round have free, in cents.
    pub async fn free(&self) -> i64 {
        let free = "SELECT CAST(SUM(credit_cents - debit_cents) AS BIGINT) FROM ledger_account WHERE kind IN ('area', 'round')";
        self.town.place.number(free).await
    }

    /// Plans an advance of so many cents for a day.
    pub async fn plan(&self, cents: i64, at: Moment) -> u64 {
        let (ctx, amount) = (self.town.joris_at(days(21)), Cents::new(cents).expect("an amount"));
        payment::add_advance(&ctx, &self.grant, &planned(&self.line, day(at), amount)).await.expect("planned")
    }

    /// Says when the activities end.
    pub async fn ends(&self, at: Moment) {
        let plan = Plan { ends_on: day(at), income: None };
        payment::set_plan(&self.town.joris_at(days(21)), &self.grant, &plan).await.expect("an end");
    }

    /// Plans and orders an advance at a moment.
    pub async fn order(&self, cents: i64, at: Moment) -> OrderNumber {
        let number = self.plan(cents, at).await;
        payment::order_advance(&self.town.joris_at(at), &self.grant, number).await.expect("ordered")
    }

    /// Joris gathers orders, Marijke approves them, the money keeper takes the file.
    pub async fn send(&self, orders: &[OrderNumber], at: Moment) -> BatchNumber {
        let batch = payment::gather(&self.town.joris_at(at), orders, day(at)).await.expect("gathered");
        let file = Digest::of(batch.0.as_bytes());
        payment::approve(&self.town.marijke_at(at), &batch, &file).await.expect("approved");
        payment::export(&self.town.marijke_at(at), &batch, &export(&file)).await.expect("exported");
        batch
    }

    /// The bank pays an order.
    pub async fn paid(&self, order: &OrderNumber, at: Moment) {
        let taken = payment::pay(&self.town.marijke_at(at), &[receipt(order, at)]).await.expect("paid");
        assert_eq!((taken.new, taken.known), (1, 0));
    }

    /// Orders an advance, sends it and has it paid.
    pub async fn pay(&self, cents: i64, at: Moment) -> OrderNumber {
        let order = self.order(cents, at).await;
        self.send(std::slice::from_ref(&order), at).await;
        self.paid(&order, at).await;
        order
    }
}

/// An advance of a sum, not before a day.
pub fn planned(line: &LineId, due_on: Date, amount: Cents) -> Advance {
    Advance { number: 0, line: line.clone(), due_on, amount, condition: String::new() }
}

/// The file for the bank leaves.
pub fn export(file: &Digest) -> payment::Export {
    payment::Export { bank: *file, form: payment::FileForm::Bank, file: *file }
}

/// What the bookkeeping system says of an order.
pub fn receipt(order: &OrderNumber, at: Moment) -> PaymentNotice {
    PaymentNotice { order: order.clone(), paid_on: day(at), reference: format!("BK {order}") }
}

/// What the bank says when it gives a payment back.
pub fn returned(at: Moment, reason: &str) -> payment::GivenBack {
    payment::GivenBack { on: day(at), reference: "RET 1".to_string(), reason: reason.to_string() }
}

/// An account of so much spent, with all activities done.
pub fn account(spent: Option<i64>, at: Moment) -> NewAccount {
    NewAccount {
        received_on: day(at),
        spent: spent.map(|cents| Cents::new(cents).expect("an amount")),
        done: Done::All,
        activities: "Elke week samen gegeten.".to_string(),
        reached: 85,
        results: ["Buren kennen elkaar.".to_string(), String::new(), String::new()],
        growth: Growth::GoesOn,
    }
}

/// Settles at so many cents.
pub async fn settle(ctx: &Context<'_>, grant: &GrantId, cents: i64) -> Result<(), acts::ActError> {
    acts::settlement::settle(ctx, grant, Cents::new(cents).expect("an amount"), "zoals verantwoord").await
}
