//! Payments of all grants: what waits, batches for the bank, what the bank did, accounts that are late, and what is
//! to be paid back.

pub mod bank;
pub mod batch;
pub mod bounds;
pub mod late;

use std::collections::BTreeSet;

use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Redirect};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::acts::grant::checks::{Held, held_back};
use crate::acts::{ActError, payment, settlement};
use crate::domain::account::Permission;
use crate::domain::calendar::parse_day;
use crate::domain::id::GrantId;
use crate::domain::money::Cents;
use crate::domain::payment::{Batch, BatchState, Order, OrderNumber, Payer};
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::office::frame::Frame;
use crate::web::office::grants::held;
use crate::web::office::payee::{self, Names, Shown};
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::parts::pages::Turns;
use crate::web::paths;
use crate::web::visit::Visit;

/// A form of the page that comes back: its name, what was typed, and why.
pub type Back<'a> = Option<(&'static str, &'a Form, &'a Refused)>;

/// What the page tells.
struct Desk {
    /// All that waits.
    waiting: Vec<Order>,
    /// The page of it that is shown, with who is paid.
    shown: Vec<(Order, Shown)>,
    names: Names,
    unconfirmed: Markup,
    held: Vec<Held>,
    batches: Vec<Batch>,
    payer: Option<Payer>,
    late: Vec<settlement::Late>,
    owed: Vec<late::Owed>,
}

impl Desk {
    async fn read(visit: &Visit, conn: &mut Conn, turns: &Turns) -> Answer<Desk> {
        let waiting = store::payment::waiting_orders(conn).await?;
        let grants: Vec<GrantId> = waiting.iter().map(|order| order.grant.clone()).collect();
        let held = held_back(conn, &grants, visit.now).await?;
        let unconfirmed = payee::notice(visit, conn, &grants).await?;
        let shown = with_payees(conn, turns.rows(WAITING, &waiting).to_vec()).await?;
        let names = payee::names(conn).await?;
        let batches = store::payment::batches(conn).await?;
        let payer = store::payment::payer(conn).await?;
        let late = settlement::late(conn, visit.now.local().date()).await?;
        let owed = late::owed(conn).await?;
        Ok(Desk { waiting, shown, names, unconfirmed, held, batches, payer, late, owed })
    }
}

/// The list of what waits, in addresses.
const WAITING: &str = "wachten";

/// Orders with who is paid by each.
pub async fn with_payees(conn: &mut Conn, orders: Vec<Order>) -> Answer<Vec<(Order, Shown)>> {
    let shown = payee::of_orders(conn, &orders).await?;
    Ok(orders.into_iter().zip(shown).collect())
}

/// Shows the page.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let turns = Turns::of(query.as_deref());
    Ok(page_at(&visit, &turns, None, html! {}).await?.into_response())
}

/// Puts orders together.
pub async fn gather(visit: Visit, form: Form) -> Answer {
    let refused = match parse_day(form.get("execute_on")) {
        None => Refused::field("execute_on", "date"),
        Some(execute_on) => {
            let numbers = chosen(&visit, &form, execute_on).await?;
            match payment::gather(&visit.context(), &numbers, execute_on).await {
                Ok(batch) => {
                    return Ok(Redirect::to(&visit.to(paths::PAYMENT_BATCH, &[&batch.0])).into_response());
                }
                Err(ActError::Excluded(_)) => return excluded(&visit, &numbers).await,
                Err(ActError::PayeeUnconfirmed(grants)) => {
                    let mut conn = visit.app.store.read().await?;
                    return payee::refused(&visit, &mut conn, &grants).await;
                }
                Err(error) => Refused::of(error, "orders")?,
            }
        }
    };
    let turns = Turns::of(Some(&format!("{WAITING}={}", form.get(WAITING))));
    let back = Some(("gather", &form, &refused));
    Ok(answer(Some(&refused), page_at(&visit, &turns, back, html! {}).await?))
}

/// The orders that were ticked and, when that was asked, those on other pages whose day has come, as many as one batch
/// holds.
async fn chosen(visit: &Visit, form: &Form, execute_on: Date) -> Answer<Vec<OrderNumber>> {
    let mut numbers: Vec<OrderNumber> =
        form.all("orders").map(|number| OrderNumber(number.to_string())).collect();
    if form.get("others") != "1" {
        return Ok(numbers);
    }
    let shown: BTreeSet<&str> = form.all("shown").collect();
    let waiting = store::payment::waiting_orders(&mut *visit.app.store.read().await?).await?.into_iter();
    let others =
        waiting.filter(|order| !shown.contains(order.number.0.as_str()) && order.due_on <= execute_on);
    let room = payment::MAX_ORDERS.saturating_sub(numbers.len());
    numbers.extend(others.map(|order| order.number).take(room));
    Ok(numbers)
}

async fn excluded(visit: &Visit, numbers: &[OrderNumber]) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let known = store::payment::some_orders(&mut conn, numbers).await?;
    let grants: Vec<GrantId> = known.into_values().map(|order| order.grant).collect();
    held::refused(visit, &mut conn, &grants).await
}

/// The page, with a form that comes back, below a notice.
pub async fn page(visit: &Visit, back: Back<'_>, notice: Markup) -> Answer<Markup> {
    page_at(visit, &Turns::default(), back, notice).await
}

/// The same, with other pages of its lists.
async fn page_at(visit: &Visit, turns: &Turns, back: Back<'_>, notice: Markup) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let desk = Desk::read(visit, &mut conn, turns).await?;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (notice)
            p.utrecht-paragraph { (visit.say("bank-line")) }
            (held::notice(visit, &desk.held))
            (desk.unconfirmed)
            (waiting(visit, turns, &desk, back))
            (batches(visit, turns, &desk.batches))
            @if visit.may(Permission::ManageMoney) { (bank::receipts_form(visit, back)) }
            (late::accounts_table(visit, turns, &desk.late))
            (late::owed_table(visit, turns, &desk.owed))
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("bank-settings")) }
                p { a.utrecht-link href=(visit.to(paths::PAYMENT_BOUNDS, &[])) { (visit.say("bounds-title")) } }
                (bank::payer(visit, desk.payer.as_ref(), back))
            }
        }
    };
    Ok(Frame::menu(paths::GRANTS, visit.say("bank-title")).show(visit, content))
}

fn waiting(visit: &Visit, turns: &Turns, desk: &Desk, back: Back<'_>) -> Markup {
    let (text, title) = (visit.text, visit.say("bank-waiting"));
    let orders = &desk.waiting;
    let sum = Cents::sum(orders.iter().map(|order| order.amount)).unwrap_or(Cents::MAX);
    let others = orders.len() - desk.shown.len();
    let mut first = Form::default();
    first.set("execute_on", visit.now.local().date().to_string());
    let (form, refused) = match back {
        Some(("gather", form, refused)) => (form, Some(refused)),
        Some(_) | None => (&first, None),
    };
    let filled = Filled::new(text, form, refused).within("gather");
    let may = visit.may(Permission::HandleGrants) && !orders.is_empty();
    let is_chosen = |order: &Order| refused.is_none() || form.all("orders").any(|one| one == order.number.0);
    html! {
        section.sr-stack #wachten {
            h2.utrecht-heading-2 { (title) }
            @if orders.is_empty() { p { (visit.say("bank-waiting-none")) } } @else {
                p.utrecht-paragraph { (text.with("bank-waiting-sum", &[("count", orders.len().into()), ("sum", text.euros(sum).into())])) }
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::PAYMENTS, &[])) {
                    p.utrecht-form-label #gatherorders { (visit.say("field-orders")) }
                    (form::table(&title, html! {
                        table.utrecht-table.sr-wide {
                            caption.sr-hidden { (title) }
                            (order_head(visit, may))
                            tbody {
                                @for (order, shown) in &desk.shown {
                                    tr {
                                        @if may {
                                            td { input type="checkbox" name="orders" value=(order.number) checked[is_chosen(order)] aria-label=(order.number); }
                                        }
                                        (order_cells(visit, order, payee::cells(visit, &desk.names, shown)))
                                    }
                                }
                            }
                        }
                    }))
                    @if may {
                        @if others > 0 { (others_too(visit, turns, desk, (others, form.get("others") == "1"))) }
                        (filled.field(&Field::of("date", "execute_on", "field-execute_on")))
                        (submit(&visit.say("bank-gather")))
                    }
                }
                (turns.links(visit, &visit.to(paths::PAYMENTS, &[]), (WAITING, WAITING), orders.len()))
            }
        }
    }
}

/// The choice to take along what waits on other pages.
fn others_too(visit: &Visit, turns: &Turns, desk: &Desk, (others, is_chosen): (usize, bool)) -> Markup {
    html! {
        input type="hidden" name=(WAITING) value=(turns.page(WAITING));
        @for (order, _) in &desk.shown { input type="hidden" name="shown" value=(order.number); }
        ul.sr-ticks { li { label {
            input type="checkbox" name="others" value="1" checked[is_chosen];
            span { (visit.text.with("mndb-others", &[("count", others.into())])) }
        } } }
    }
}

/// The head of a table of orders.
pub fn order_head(visit: &Visit, is_choice: bool) -> Markup {
    html! {
        thead { tr {
            @if is_choice { td {} }
            th scope="col" { (visit.say("pay-number")) }
            th scope="col" { (visit.say("bank-grant")) }
            th scope="col" { (visit.say("pay2-payee")) }
            th scope="col" { (visit.say("pay-due")) }
            th.sr-number scope="col" { (visit.say("grant-amount")) }
            th scope="col" { (visit.say("grant-state")) }
        } }
    }
}

/// The cells of an order; `before` says which one it stands in the place of, `payee` who is paid.
pub fn order_cells(visit: &Visit, order: &Order, (before, payee): (Markup, Markup)) -> Markup {
    html! {
        th scope="row" { span.sr-mono { (order.number) } (before) }
        td { a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[order.grant.as_str()])) { (order.grant) } }
        td { (payee) }
        td { (visit.text.civil_day(order.due_on)) }
        td.sr-number { (amount(visit.text, order.amount)) }
        td { (visit.say(&format!("ledger-order-{}", order.state.name()))) }
    }
}

fn batches(visit: &Visit, turns: &Turns, batches: &[Batch]) -> Markup {
    let (text, title) = (visit.text, visit.say("bank-batches"));
    html! {
        section.sr-stack #opdrachten {
            h2.utrecht-heading-2 { (title) }
            @if batches.is_empty() { p { (visit.say("bank-batches-none")) } } @else {
                (form::table(&title, html! {
                    table.utrecht-table.sr-wide {
                        caption.sr-hidden { (title) }
                        thead { tr {
                            th scope="col" { (visit.say("pay-number")) }
                            th scope="col" { (visit.say("field-execute_on")) }
                            th.sr-number scope="col" { (visit.say("bank-count")) }
                            th.sr-number scope="col" { (visit.say("grant-amount")) }
                            th scope="col" { (visit.say("grant-state")) }
                        } }
                        tbody {
                            @for batch in turns.rows("opdrachten", batches) {
                                tr {
                                    th.sr-mono scope="row" {
                                        a.utrecht-link href=(visit.to(paths::PAYMENT_BATCH, &[&batch.number.0])) { (batch.number) }
                                    }
                                    td { (text.civil_day(batch.execute_on)) }
                                    td.sr-number { (text.number(batch.count)) }
                                    td.sr-number { (amount(text, batch.sum)) }
                                    td { (batch_state(visit, batch.state)) }
                                }
                            }
                        }
                    }
                }))
                (turns.links(visit, &visit.to(paths::PAYMENTS, &[]), ("opdrachten", "opdrachten"), batches.len()))
            }
        }
    }
}

/// The words for the state of a batch.
pub fn batch_state(visit: &Visit, state: BatchState) -> String {
    visit.say(&format!("ledger-batch-{}", state.name()))
}
