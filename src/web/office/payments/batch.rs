//! One batch: what is in it, who approved it, and its file for the bank.
//!
//! The file holds account numbers. Only who keeps the money of the municipality may take it (`ManageMoney`): who decides
//! about grants does not pay, and who pays does not decide. It is made when it is asked for and never kept; the
//! staff log says who took it, and when.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::{batch_state, order_cells, order_head, with_payees};
use crate::acts::grant::checks::held_back;
use crate::acts::payment::{Export, FileForm};
use crate::acts::{ActError, payment};
use crate::documents::payment_list::{self, OnCard};
use crate::documents::sepa::{self, Transfer, Transfers};
use crate::domain::account::Permission;
use crate::domain::digest::Digest;
use crate::domain::id::GrantId;
use crate::domain::payment::{Batch, BatchNumber, BatchState, Order, Payee, Payer};
use crate::domain::recipient::PayBy;
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::{Frame, facts};
use crate::web::office::grants::held;
use crate::web::office::payee::{self as payees, Names, Shown};
use crate::web::parts::form::{self, submit};
use crate::web::parts::{amount, large_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page tells.
struct Told {
    batch: Batch,
    orders: Vec<Order>,
    shown: Vec<Shown>,
    names: Names,
}

impl Told {
    /// Whether all of it goes on cards.
    fn is_of_cards(&self) -> bool {
        !self.shown.is_empty() && self.shown.iter().all(|one| one.pay_by() == Some(PayBy::Card))
    }
}

/// What a file is made from, or what is missing for it.
enum Ready {
    /// Everything, for the bank.
    Yes(Payer, Vec<Transfer>),
    /// Everything, for the desk that puts money on cards.
    Cards(Vec<OnCard>),
    /// Nobody entered the account that pays.
    NoPayer,
    /// The recipients of these grants have no account number.
    NoPayee(Vec<GrantId>),
}

/// Shows a batch.
pub async fn show(Of(number, _): Of<BatchNumber>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let told = find(&mut conn, &number).await?;
    let notices = match told.batch.state {
        BatchState::Gathered | BatchState::Approved => {
            let grants = grants_of(&told.orders);
            let held = held_back(&mut conn, &grants, visit.now).await?;
            let unconfirmed = payees::notice(&visit, &mut conn, &grants).await?;
            html! { (held::notice(&visit, &held)) (unconfirmed) }
        }
        BatchState::Exported | BatchState::Withdrawn => html! {},
    };
    Ok(page(&visit, &told, notices).into_response())
}

/// Another person approves the batch, and the file that follows from it.
pub async fn approve(Of(number, _): Of<BatchNumber>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let told = find(&mut conn, &number).await?;
    let file = match ready(&visit, &mut conn, &told).await? {
        Ready::Yes(payer, list) => bank_file(&told.batch, visit.now, &payer, &list),
        Ready::Cards(list) => payment_list::write_cards(&list),
        Ready::NoPayer => return Ok(stopped(&visit, &told, visit.say("bank-no-payer"))),
        Ready::NoPayee(grants) => {
            let names: Vec<&str> = grants.iter().map(GrantId::as_str).collect();
            let words = visit.text.with("batch-no-payee", &[("grants", names.join(", ").into())]);
            return Ok(stopped(&visit, &told, words));
        }
    };
    drop(conn);
    match payment::approve(&visit.context(), &told.batch.number, &Digest::of(&file)).await {
        Ok(()) => Ok(to_batch(&visit, &told.batch)),
        Err(ActError::FourEyes) => {
            let notice = notice(&visit, Kind::FourEyesRequired, visit.say("batch-other-person"));
            Ok(with_kind(Kind::FourEyesRequired, page(&visit, &told, notice)))
        }
        Err(error) => refused(&visit, &told, error).await,
    }
}

/// Gives the batch up.
pub async fn withdraw(Of(number, _): Of<BatchNumber>, visit: Visit) -> Answer {
    let told = find(&mut *visit.app.store.read().await?, &number).await?;
    payment::withdraw(&visit.context(), &told.batch.number).await?;
    Ok(to_batch(&visit, &told.batch))
}

/// Hands out the file of the batch.
pub async fn file(Of(number, _): Of<BatchNumber>, visit: Visit, form: Form) -> Answer {
    let form = match form.get("form") {
        "bank" => FileForm::Bank,
        "list" => FileForm::List,
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    let mut conn = visit.app.store.read().await?;
    let told = find(&mut conn, &number).await?;
    let Some((_, approved_at)) = told.batch.approved.clone() else { return Err(Refusal(Kind::WrongState)) };
    let csv = |bytes| (bytes, "text/csv; charset=utf-8", format!("{}.csv", told.batch.number));
    let (mark, (bytes, kind, name)) = match (ready(&visit, &mut conn, &told).await?, form) {
        (Ready::Yes(payer, list), form) => {
            let bank = bank_file(&told.batch, approved_at, &payer, &list);
            let mark = Digest::of(&bank);
            let file = match form {
                FileForm::Bank => (bank, "application/xml", format!("{}.xml", told.batch.number)),
                FileForm::List => csv(payment_list::write(&list)),
            };
            (mark, file)
        }
        (Ready::Cards(list), FileForm::List) => {
            let list = payment_list::write_cards(&list);
            (Digest::of(&list), csv(list))
        }
        (Ready::Cards(_), FileForm::Bank) => return Err(Refusal(Kind::BadRequest)),
        (Ready::NoPayer | Ready::NoPayee(_), _) => return Ok(changed(&visit, &told)),
    };
    drop(conn);
    let export = Export { bank: mark, form, file: Digest::of(&bytes) };
    match payment::export(&visit.context(), &told.batch.number, &export).await {
        Ok(()) => Ok(download(bytes, kind, &name)),
        Err(error) => refused(&visit, &told, error).await,
    }
}

/// Why a batch goes no further, with what can be done.
async fn refused(visit: &Visit, told: &Told, error: ActError) -> Answer {
    let mut conn = visit.app.store.read().await?;
    match error {
        ActError::DraftChanged => Ok(changed(visit, told)),
        ActError::Excluded(_) => held::refused(visit, &mut conn, &grants_of(&told.orders)).await,
        ActError::PayeeUnconfirmed(grants) => payees::refused(visit, &mut conn, &grants).await,
        // Its day has passed.
        ActError::Fields(_) => {
            let notice = notice(visit, Kind::WrongState, visit.say("pay2-batch-past"));
            Ok(with_kind(Kind::WrongState, page(visit, told, notice)))
        }
        error => Err(error.into()),
    }
}

fn grants_of(orders: &[Order]) -> Vec<GrantId> {
    orders.iter().map(|order| order.grant.clone()).collect()
}

fn download(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let disposition = disposition.expect("the number of a batch is made of letters, digits and hyphens");
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// The file for the bank: the moment of the approval stands in it, so that it is the same each time it is made.
fn bank_file(batch: &Batch, made_at: Moment, payer: &Payer, list: &[Transfer]) -> Vec<u8> {
    sepa::write(&Transfers { batch, made_at, payer, list })
}

fn changed(visit: &Visit, told: &Told) -> Response {
    let notice = notice(visit, Kind::DraftChanged, visit.say("batch-changed"));
    with_kind(Kind::DraftChanged, page(visit, told, notice))
}

fn stopped(visit: &Visit, told: &Told, words: String) -> Response {
    let notice = notice(visit, Kind::CheckRequired, words);
    with_kind(Kind::CheckRequired, page(visit, told, notice))
}

fn notice(visit: &Visit, kind: Kind, words: String) -> Markup {
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(kind.name()) {
            h2.utrecht-heading-3 { (visit.say(&format!("kind-{}", kind.name()))) }
            p { (words) }
        }
    }
}

fn to_batch(visit: &Visit, batch: &Batch) -> Response {
    Redirect::to(&visit.to(paths::PAYMENT_BATCH, &[&batch.number.0])).into_response()
}

async fn find(conn: &mut Conn, number: &BatchNumber) -> Answer<Told> {
    let batch = store::payment::batch(conn, number).await?.ok_or(Refusal::NOT_FOUND)?;
    let orders = store::payment::orders_of_batch(conn, number).await?;
    let (orders, shown) = with_payees(conn, orders).await?.into_iter().unzip();
    let names = payees::names(conn).await?;
    Ok(Told { batch, orders, shown, names })
}

/// Who is paid for each order, with what the recipient reads.
async fn ready(visit: &Visit, conn: &mut Conn, told: &Told) -> Answer<Ready> {
    if told.is_of_cards() {
        let mut list = Vec::new();
        for (order, shown) in told.orders.iter().zip(&told.shown) {
            let (note, name) = (note(conn, order).await?, shown.name().to_string());
            list.push(OnCard { order: order.clone(), name, note });
        }
        return Ok(Ready::Cards(list));
    }
    let Some(payer) = store::payment::payer(conn).await? else { return Ok(Ready::NoPayer) };
    let (mut list, mut missing) = (Vec::new(), Vec::new());
    for order in &told.orders {
        match payee(visit, conn, &order.grant).await? {
            Some(payee) => {
                let note = note(conn, order).await?;
                list.push(Transfer { order: order.clone(), payee, note });
            }
            None => missing.push(order.grant.clone()),
        }
    }
    Ok(if missing.is_empty() { Ready::Yes(payer, list) } else { Ready::NoPayee(missing) })
}

/// What the recipient reads.
async fn note(conn: &mut Conn, order: &Order) -> Answer<String> {
    let grant = store::grant::find(conn, &order.grant).await?.ok_or(Refusal::NOT_FOUND)?;
    Ok(format!("{} {} {}", order.number, order.grant, grant.title))
}

/// The recipient of a grant with its account number, opened for the file only.
async fn payee(visit: &Visit, conn: &mut Conn, grant: &GrantId) -> Answer<Option<Payee>> {
    let Some(recipient) = store::recipient::of_grant(conn, grant).await? else { return Ok(None) };
    let Some(locked) = &recipient.iban else { return Ok(None) };
    let iban = visit.context().signing.vault.open(&recipient.id, locked);
    // What the key of the service does not open was not locked with it.
    let iban = iban.ok_or(Refusal(Kind::IntegrityFailed))?;
    Ok(Some(Payee { name: recipient.account_name, iban: iban.whole().to_string() }))
}

fn page(visit: &Visit, told: &Told, above: Markup) -> Markup {
    let (text, batch) = (visit.text, &told.batch);
    let number: &[&str] = &[&batch.number.0];
    let title = text.with("batch-title", &[("number", batch.number.0.as_str().into())]);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (above)
            p { (large_amount(text, batch.sum)) }
            (facts(&about(visit, told)))
            p.utrecht-paragraph { strong { (visit.say(next(batch.state))) } }
            @if batch.state == BatchState::Gathered && visit.may(Permission::DecideGrants) {
                @if visit.is(&batch.gathered.0) { p.utrecht-paragraph { (visit.say("batch-other-person")) } } @else {
                    form.sr-stack.sr-danger method="post" action=(visit.to(paths::PAYMENT_APPROVAL, number)) {
                        p.utrecht-paragraph { (visit.say("batch-approve-line")) }
                        (submit(&visit.say("batch-approve")))
                    }
                }
            }
            @if matches!(batch.state, BatchState::Approved | BatchState::Exported) && visit.may(Permission::ManageMoney) {
                form.sr-stack.sr-danger method="post" action=(visit.to(paths::PAYMENT_FILE, number)) {
                    @if told.is_of_cards() {
                        p.utrecht-paragraph { (visit.say("pay2-card-line")) }
                        button.utrecht-button.utrecht-button--primary-action name="form" value="list" { (visit.say("pay2-card-list")) }
                    } @else {
                        p.utrecht-paragraph { (visit.say("batch-file-line")) }
                        div.utrecht-button-group {
                            button.utrecht-button.utrecht-button--primary-action name="form" value="bank" { (visit.say("batch-file")) }
                            button.utrecht-button name="form" value="list" { (visit.say("batch-list")) }
                        }
                    }
                }
            }
            (form::table(&title, html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (title) }
                    (order_head(visit, false))
                    tbody { @for (order, shown) in told.orders.iter().zip(&told.shown) {
                        tr { (order_cells(visit, order, payees::cells(visit, &told.names, shown))) }
                    } }
                    tfoot { tr {
                        th scope="row" colspan="4" { (visit.say("together-line")) }
                        td.sr-number { (amount(text, batch.sum)) }
                        td {}
                    } }
                }
            }))
            @if matches!(batch.state, BatchState::Gathered | BatchState::Approved) && visit.may(Permission::HandleGrants) {
                form method="post" action=(visit.to(paths::PAYMENT_WITHDRAWAL, number)) {
                    button.utrecht-button type="submit" { (visit.say("batch-withdraw")) }
                }
            }
        }
    };
    let above = vec![(visit.say("bank-title"), visit.to(paths::PAYMENTS, &[]))];
    Frame { menu: paths::GRANTS, title: title.clone(), above, mark: html! {} }.show(visit, content)
}

/// What happens next, as a key of the texts.
fn next(state: BatchState) -> &'static str {
    match state {
        BatchState::Gathered => "batch-next-approve",
        BatchState::Approved => "batch-next-file",
        BatchState::Exported => "batch-next-receipts",
        BatchState::Withdrawn => "batch-next-nothing",
    }
}

fn about(visit: &Visit, told: &Told) -> Vec<(String, Markup)> {
    let (text, batch) = (visit.text, &told.batch);
    let mut list = vec![
        (visit.say("grant-state"), html! { (batch_state(visit, batch.state)) }),
        (visit.say("bank-count"), html! { (text.number(batch.count)) }),
        (visit.say("field-execute_on"), html! { (text.civil_day(batch.execute_on)) }),
    ];
    let signed = [
        ("batch-gathered", Some(&batch.gathered)),
        ("batch-approved", batch.approved.as_ref()),
        ("batch-exported", batch.exported.as_ref()),
    ];
    for (key, person) in signed {
        if let Some((by, at)) = person {
            list.push((
                visit.say(key),
                html! { (payees::name(&told.names, by.as_str())) ", " (text.moment(*at)) },
            ));
        }
    }
    if let Some(file) = &batch.file {
        list.push((visit.say("batch-mark"), html! { span.sr-hash { (file) } }));
    }
    list
}
