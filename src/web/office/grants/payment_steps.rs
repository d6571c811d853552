//! The steps of a grant between award and close: each a form that is sent.

use axum::response::{IntoResponse as _, Redirect};
use jiff::civil::Date;

use super::page::find;
use super::{held, payments};
use crate::acts::payment::GivenBack;
use crate::acts::settlement::NewAccount;
use crate::acts::{ActError, FieldFault, payment, settlement};
use crate::domain::calendar::parse_day;
use crate::domain::id::{GrantId, LineId};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::payment::{Advance, OrderNumber};
use crate::domain::settlement::{Done, Growth};
use crate::store::{self, payment::Plan};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::payee;
use crate::web::parts::form::{Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Back to the grant, or the form again with why it was refused. `amount` is its field that holds a sum.
async fn after(
    visit: &Visit,
    id: &GrantId,
    (name, form, amount): (&'static str, &Form, &'static str),
    done: Result<Result<(), ActError>, Refused>,
) -> Answer {
    let refused = match done {
        Ok(Ok(())) => return Ok(Redirect::to(&visit.to(paths::OFFICE_GRANT, &[id.as_str()])).into_response()),
        Ok(Err(ActError::Excluded(_))) => {
            let mut conn = visit.app.store.read().await?;
            return held::refused(visit, &mut conn, std::slice::from_ref(id)).await;
        }
        Ok(Err(ActError::PayeeUnconfirmed(grants))) => {
            let mut conn = visit.app.store.read().await?;
            return payee::refused(visit, &mut conn, &grants).await;
        }
        Ok(Err(error)) => Refused::of(error, amount)?,
        Err(refused) => refused,
    };
    let mut conn = visit.app.store.read().await?;
    let grant = find(&mut conn, id).await?;
    let page = payments::page(visit, &mut conn, &grant, Some((name, form, &refused))).await?;
    Ok(answer(Some(&refused), page))
}

/// Reads fields that may each be wrong; all faults are told at once.
#[derive(Default)]
struct Read(Vec<FieldFault>);

impl Read {
    fn take<T, E>(&mut self, field: &'static str, fault: &'static str, read: Result<T, E>) -> Option<T> {
        if read.is_err() {
            self.0.push(FieldFault { field, fault });
        }
        read.ok()
    }

    fn sum(&mut self, form: &Form, field: &'static str) -> Option<Cents> {
        self.take(field, "amount", Cents::parse_typed(form.get(field)))
    }

    fn date(&mut self, form: &Form, field: &'static str) -> Option<Date> {
        self.take(field, "date", parse_day(form.get(field)).ok_or(()))
    }

    fn refused(self) -> Refused {
        Refused::fields(self.0)
    }
}

/// Writes when the activities end.
pub async fn plan(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let mut read = Read::default();
    let ends_on = read.date(&form, "ends_on");
    let income = match form.get("income").trim() {
        "" => Some(None),
        typed => read.take("income", "percent", BasisPoints::parse_typed(typed)).map(Some),
    };
    let done = match (ends_on, income) {
        (Some(ends_on), Some(income)) => {
            Ok(payment::set_plan(&visit.context(), &grant.id, &Plan { ends_on, income }).await)
        }
        _ => Err(read.refused()),
    };
    after(&visit, &id, ("plan", &form, "ends_on"), done).await
}

/// Plans an advance.
pub async fn advance(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let mut read = Read::default();
    let (due_on, sum) = (read.date(&form, "due_on"), read.sum(&form, "advance"));
    let line = LineId::new(form.get("pay_line"));
    let done = match (due_on, sum) {
        (Some(due_on), Some(sum)) => {
            let condition = form.get("condition").to_string();
            let wanted = Advance { number: 0, line, due_on, amount: sum, condition };
            let made = payment::add_advance(&visit.context(), &grant.id, &wanted).await;
            Ok(made.map(|_| ()))
        }
        _ => Err(read.refused()),
    };
    after(&visit, &id, ("advance", &form, "advance"), done).await
}

/// Orders an advance, or takes it out of the plan.
pub async fn advance_step(Of((id, number), _): Of<(GrantId, u64)>, visit: Visit, form: Form) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let context = visit.context();
    let done = match form.get("do") {
        "order" => payment::order_advance(&context, &grant.id, number).await.map(|_| ()),
        "remove" => payment::remove_advance(&context, &grant.id, number).await,
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    after(&visit, &id, ("advance", &form, "advance"), Ok(done)).await
}

/// The order of an address: it is one of the grant of that address.
async fn own_order(visit: &Visit, id: &GrantId, order: String) -> Answer<OrderNumber> {
    let mut conn = visit.app.store.read().await?;
    let number = OrderNumber(order);
    let found = store::payment::order(&mut conn, &number).await?;
    let is_own = found.is_some_and(|order| &order.grant == id);
    if is_own { Ok(number) } else { Err(Refusal::NOT_FOUND) }
}

/// Gives an order up, or renews it.
pub async fn order_step(Of((id, order), _): Of<(GrantId, String)>, visit: Visit, form: Form) -> Answer {
    let (context, number) = (visit.context(), own_order(&visit, &id, order).await?);
    let done = match form.get("do") {
        "cancel" => payment::cancel(&context, &number).await,
        "renew" => payment::renew(&context, &number).await.map(|_| ()),
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    after(&visit, &id, ("order", &form, "advance"), Ok(done)).await
}

/// The bank gave a payment back.
pub async fn order_return(Of((id, order), _): Of<(GrantId, String)>, visit: Visit, form: Form) -> Answer {
    let number = own_order(&visit, &id, order).await?;
    let mut read = Read::default();
    let done = match read.date(&form, "returned_on") {
        None => Err(read.refused()),
        Some(on) => {
            let [reference, reason] = ["pay_reference", "pay_why"].map(|field| form.get(field).to_string());
            Ok(payment::give_back(&visit.context(), &number, &GivenBack { on, reference, reason }).await)
        }
    };
    after(&visit, &id, ("order", &form, "advance"), done).await
}

/// What is still due is given up by decision.
pub async fn order_end(Of((id, order), _): Of<(GrantId, String)>, visit: Visit, form: Form) -> Answer {
    let number = own_order(&visit, &id, order).await?;
    let done = payment::give_up(&visit.context(), &number, form.get("pay_why")).await;
    after(&visit, &id, ("order", &form, "advance"), Ok(done)).await
}

/// Takes in the account of the recipient.
pub async fn account(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let done = match read_account(&form) {
        Ok(new) => Ok(settlement::receive(&visit.context(), &grant.id, &new).await),
        Err(refused) => Err(refused),
    };
    after(&visit, &id, ("account", &form, "spent"), done).await
}

fn read_account(form: &Form) -> Result<NewAccount, Refused> {
    let mut read = Read::default();
    let received_on = read.date(form, "handed_in_on");
    let spent = match form.get("spent").trim() {
        "" => Some(None),
        _ => read.sum(form, "spent").map(Some),
    };
    let done = read.take("done", "choose", Done::named(form.get("done")).ok_or(()));
    let reached = read.take("reached", "number", form.get("reached").trim().parse::<u64>());
    let growth = read.take("growth", "choose", Growth::named(form.get("growth")).ok_or(()));
    match (received_on, spent, done, reached, growth) {
        (Some(received_on), Some(spent), Some(done), Some(reached), Some(growth)) => Ok(NewAccount {
            received_on,
            spent,
            done,
            activities: form.get("activities").to_string(),
            reached,
            results: ["k1", "k2", "k3"].map(|field| form.get(field).to_string()),
            growth,
        }),
        _ => Err(read.refused()),
    }
}

/// Notes that the recipient was reminded.
pub async fn remind(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let done = settlement::remind(&visit.context(), &grant.id).await;
    after(&visit, &id, ("reminder", &Form::default(), "spent"), Ok(done)).await
}

/// Decides what the recipient keeps.
pub async fn settle(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let mut read = Read::default();
    let done = match read.sum(&form, "settled") {
        Some(sum) => Ok(settlement::settle(&visit.context(), &grant.id, sum, form.get("pay_why")).await),
        None => Err(read.refused()),
    };
    after(&visit, &id, ("settlement", &form, "settled"), done).await
}

/// Reclaims more of what the recipient kept.
pub async fn reclaim(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let mut read = Read::default();
    let done = match read.sum(&form, "reclaim") {
        Some(sum) => Ok(settlement::reclaim(&visit.context(), &grant.id, sum, form.get("pay_why")).await),
        None => Err(read.refused()),
    };
    after(&visit, &id, ("reclaim", &form, "reclaim"), done).await
}

/// The recipient paid back.
pub async fn repay(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let mut read = Read::default();
    let done = match (read.sum(&form, "repaid"), read.date(&form, "paid_on")) {
        (Some(sum), Some(paid_on)) => {
            let reference = form.get("pay_reference");
            Ok(settlement::repaid(&visit.context(), &grant.id, sum, paid_on, reference).await)
        }
        _ => Err(read.refused()),
    };
    after(&visit, &id, ("repayment", &form, "repaid"), done).await
}

/// Gives up what cannot be got back.
pub async fn write_off(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let mut read = Read::default();
    let done = match read.sum(&form, "write_off") {
        Some(sum) => Ok(settlement::write_off(&visit.context(), &grant.id, sum, form.get("pay_why")).await),
        None => Err(read.refused()),
    };
    after(&visit, &id, ("write-off", &form, "write_off"), done).await
}

/// Closes the grant.
pub async fn close(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    let grant = find(&mut *visit.app.store.read().await?, &id).await?;
    let done = settlement::close(&visit.context(), &grant.id).await;
    after(&visit, &id, ("close", &Form::default(), "close"), Ok(done)).await
}
