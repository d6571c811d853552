//! Who is paid: on orders and batches by name and last four, with a mark when it changed since the award, and the form
//! with which a second person confirms such a change.

use std::collections::BTreeMap;

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use crate::acts::payee::{self, Seen};
use crate::acts::{ActError, FieldFault};
use crate::domain::account::Permission;
use crate::domain::calendar::parse_day;
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::payee::{Confirmed, PayeeRevision};
use crate::domain::payment::Order;
use crate::domain::recipient::{PayBy, Recipient};
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Names of staff by account.
pub type Names = BTreeMap<String, String>;

impl Shown {
    /// How the recipient is paid.
    pub fn pay_by(&self) -> Option<PayBy> {
        self.recipient.as_ref().map(|own| own.pay_by)
    }

    /// The name of the recipient.
    pub fn name(&self) -> &str {
        self.recipient.as_ref().map_or("", |own| &own.name)
    }
}

/// Reads the names of staff.
pub async fn names(conn: &mut Conn) -> Answer<Names> {
    let accounts = store::account::list(conn).await?;
    Ok(accounts.into_iter().map(|account| (account.id.as_str().to_string(), account.name)).collect())
}

/// The name of an account; its identifier when it is nobody's.
pub fn name<'a>(names: &'a Names, id: &'a str) -> &'a str {
    names.get(id).map_or(id, String::as_str)
}

/// Who is paid by an order.
pub struct Shown {
    recipient: Option<Recipient>,
    /// The revision that it is, or was, paid on.
    payee: Option<PayeeRevision>,
    /// The changes since the award.
    changes: Vec<PayeeRevision>,
    /// The order that came back and that this one stands in the place of.
    replaces: Option<Order>,
}

/// Who is paid by each of these orders, as it stands or as it left.
pub async fn of_orders(conn: &mut Conn, orders: &[Order]) -> Answer<Vec<Shown>> {
    let grants = || orders.iter().map(|order| &order.grant);
    let recipients = store::recipient::of_some(conn, grants()).await?;
    let known = store::payee::of_some(conn, grants()).await?;
    let awards = store::grant::awarded_at(conn, grants()).await?;
    let replaced: Vec<_> = orders.iter().filter_map(|order| order.replaces.clone()).collect();
    let replaced = store::payment::some_orders(conn, &replaced).await?;
    let shown = |order: &Order| {
        let known = known.get(&order.grant).map_or(&[][..], Vec::as_slice);
        let awarded = awards.get(&order.grant);
        let since = |one: &&PayeeRevision| {
            one.needs_second && awarded.is_some_and(|awarded| one.changed_at >= *awarded)
        };
        Shown {
            recipient: recipients.get(&order.grant).cloned(),
            // What left before this was kept says nothing.
            payee: known.iter().find(|one| Some(one.revision) == order.payee).cloned(),
            changes: known.iter().filter(since).cloned().collect(),
            replaces: order.replaces.as_ref().and_then(|number| replaced.get(number)).cloned(),
        }
    };
    Ok(orders.iter().map(shown).collect())
}

/// Which order an order stands in the place of, and who is paid.
pub fn cells(visit: &Visit, names: &Names, shown: &Shown) -> (Markup, Markup) {
    (before(visit, names, shown), cell(visit, names, shown))
}

/// That an order replaces one that came back: when, by which reference, and who wrote that down.
fn before(visit: &Visit, names: &Names, shown: &Shown) -> Markup {
    let Some(first) = &shown.replaces else { return html! {} };
    let Some(bank) = &first.returned else { return html! {} };
    let values = [
        ("order", first.number.0.clone().into()),
        ("day", visit.text.civil_day(bank.on).into()),
        ("reference", bank.reference.clone().into()),
        ("who", name(names, &bank.by).to_string().into()),
    ];
    html! { div { (visit.text.with("pay2-replaces", &values)) } }
}

/// The cell of an order that says who is paid and on which account.
fn cell(visit: &Visit, names: &Names, shown: &Shown) -> Markup {
    html! {
        @if let Some(own) = &shown.recipient {
            a.utrecht-link href=(visit.to(paths::RECIPIENT, &[own.id.as_str()])) { (own.name) }
        }
        " " (last_four(visit, shown.payee.as_ref()))
        @for change in &shown.changes { div { strong { (changed(visit, names, change)) } } }
    }
}

/// The last four of an account.
pub fn last_four(visit: &Visit, payee: Option<&PayeeRevision>) -> Markup {
    match payee {
        None => html! { (visit.say("pay2-unkept")) },
        Some(payee) => match &payee.account {
            Some(account) => html! { span.sr-mono { "•••• " (account.last_four) } },
            None => html! { (visit.say("pay2-no-account")) },
        },
    }
}

fn changed(visit: &Visit, names: &Names, change: &PayeeRevision) -> String {
    let who = name(names, &change.changed_by).to_string();
    let told = visit
        .text
        .with("pay2-changed", &[("who", who.into()), ("when", visit.text.moment(change.changed_at).into())]);
    let seen = match &change.confirmed {
        None => visit.say("pay2-waits"),
        Some(seen) => visit.text.with(
            confirmed(change, seen),
            &[
                ("who", name(names, &seen.by).to_string().into()),
                ("when", visit.text.moment(seen.at).into()),
                ("day", visit.text.civil_day(seen.statement_on).into()),
            ],
        ),
    };
    format!("{told} {seen}")
}

/// The grants among these with a change of who is paid that waits for a second person.
async fn unconfirmed(conn: &mut Conn, grants: &[GrantId]) -> Answer<Vec<GrantId>> {
    let known = store::payee::of_some(conn, grants).await?.into_iter();
    Ok(known.filter(|(_, known)| known.iter().any(PayeeRevision::waits)).map(|(grant, _)| grant).collect())
}

/// The words for what the second person saw: of what was erased nothing tells any more whether it was a card.
fn confirmed(change: &PayeeRevision, seen: &Confirmed) -> &'static str {
    match (&change.account, seen.ground.as_str()) {
        (Some(_), _) => "pay2-confirmed",
        (None, "") => "mnda-confirmed-erased",
        (None, _) => "mnda-confirmed-card",
    }
}

/// A notice above orders of which some wait for a second person.
pub async fn notice(visit: &Visit, conn: &mut Conn, grants: &[GrantId]) -> Answer<Markup> {
    let waiting = unconfirmed(conn, grants).await?;
    if waiting.is_empty() {
        return Ok(html! {});
    }
    Ok(form::alert("error", &visit.say("pay2-waits-title"), told(visit, conn, &waiting).await?))
}

/// The answer to an act that was refused because who is paid was not confirmed.
pub async fn refused(visit: &Visit, conn: &mut Conn, grants: &[GrantId]) -> Answer<Response> {
    let waiting = unconfirmed(conn, grants).await?;
    let title = visit.say("pay2-waits-title");
    let above = vec![(visit.say("grants-list-title"), visit.to(paths::GRANTS, &[]))];
    let frame = Frame { menu: paths::GRANTS, title, above, mark: html! {} };
    let kind = Kind::FourEyesRequired;
    let content = html! {
        div.sr-stack role="alert" data-kind=(kind.name()) { (told(visit, conn, &waiting).await?) }
    };
    Ok(with_kind(kind, frame.show(visit, content)))
}

async fn told(visit: &Visit, conn: &mut Conn, grants: &[GrantId]) -> Answer<Markup> {
    let names = names(conn).await?;
    let (mut lines, mut ways) = (Vec::new(), Vec::new());
    for grant in grants {
        let Some(own) = store::recipient::of_grant(conn, grant).await? else { continue };
        if !ways.contains(&own.pay_by) {
            ways.push(own.pay_by);
        }
        for change in store::payee::of_grant(conn, grant).await?.iter().filter(|one| one.waits()) {
            lines.push((own.clone(), changed(visit, &names, change)));
        }
    }
    Ok(html! {
        ul {
            @for (own, line) in &lines {
                li {
                    a.utrecht-link href=(visit.to(paths::RECIPIENT, &[own.id.as_str()])) { (own.name) }
                    ": " (line)
                }
            }
        }
        @for way in &ways { p.utrecht-paragraph { (visit.say(Asked::of(*way).waits)) } }
    })
}

/// The words with which a second person is asked to look, by how the recipient is paid.
struct Asked {
    waits: &'static str,
    line: &'static str,
    on: &'static str,
    ground: &'static str,
    confirm: &'static str,
}

impl Asked {
    fn of(pay_by: PayBy) -> Asked {
        match pay_by {
            PayBy::Account => Asked {
                waits: "pay2-waits-next",
                line: "pay2-confirm-line",
                on: "field-statement_on",
                ground: "field-payee_ground",
                confirm: "pay2-confirm",
            },
            PayBy::Card => Asked {
                waits: "mnda-card-waits",
                line: "mnda-card-line",
                on: "mnda-card-on",
                ground: "mnda-card-ground",
                confirm: "mnda-card-confirm",
            },
        }
    }
}

/// On the page of a recipient: what changed since an award, and the form of the second person.
pub async fn section(visit: &Visit, conn: &mut Conn, own: &Recipient, back: Back<'_>) -> Answer<Markup> {
    let known = store::payee::of_recipient(conn, &own.id).await?;
    let changes: Vec<&PayeeRevision> = known.iter().filter(|one| one.needs_second).collect();
    let waiting: Vec<&&PayeeRevision> = changes.iter().filter(|one| one.waits()).collect();
    if changes.is_empty() {
        return Ok(html! {});
    }
    let names = names(conn).await?;
    let asked = Asked::of(own.pay_by);
    let is_own = waiting.iter().any(|change| visit.is_named(&change.changed_by));
    let empty = Form::default();
    let (form, refused) = back.map_or((&empty, None), |(form, refused)| (form, Some(refused)));
    let filled = Filled::new(visit.text, form, refused).within("payee-");
    Ok(html! {
        section.sr-stack #rekening {
            h2.utrecht-heading-2 { (visit.say("pay2-title")) }
            ul { @for change in &changes {
                li {
                    (last_four(visit, Some(change))) ": " (changed(visit, &names, change))
                    @if let Some(ground) = change.confirmed.as_ref().map(|seen| &seen.ground).filter(|told| !told.is_empty()) {
                        " " (visit.text.with("mnda-saw", &[("ground", ground.as_str().into())]))
                    }
                }
            } }
            @if !waiting.is_empty() {
                p.utrecht-paragraph { (visit.say(asked.waits)) }
                @if is_own { p.utrecht-paragraph { strong { (visit.say("pay2-other-person")) } } }
                @else if visit.may(Permission::HandleGrants) {
                    (filled.notice())
                    form.sr-stack.sr-danger method="post" action=(visit.to(paths::RECIPIENT_PAYEE, &[own.id.as_str()])) {
                        input type="hidden" name="revision" value=(own.revision);
                        p.utrecht-paragraph { (visit.say(asked.line)) }
                        (filled.field(&Field::of("date", "statement_on", asked.on)))
                        (filled.field(&Field::text("payee_ground", asked.ground)))
                        (submit(&visit.say(asked.confirm)))
                    }
                }
            }
        }
    })
}

/// The form that comes back: what was typed, and why.
pub type Back<'a> = Option<(&'a Form, &'a Refused)>;

/// A second person confirms who is paid.
pub async fn confirm(Of(id, _): Of<RecipientId>, visit: Visit, form: Form) -> Answer {
    let revision: u64 = form.get("revision").parse().map_err(|_| Refusal(Kind::BadRequest))?;
    let done = match parse_day(form.get("statement_on")) {
        None => Err(Refused::fields(vec![FieldFault { field: "statement_on", fault: "date" }])),
        Some(statement_on) => {
            let seen = Seen { revision, statement_on, ground: form.get("payee_ground").to_string() };
            match payee::confirm(&visit.context(), &id, &seen).await {
                Ok(()) => Ok(()),
                Err(ActError::FourEyes) => return Err(Refusal(Kind::FourEyesRequired)),
                Err(error) => Err(Refused::of(error, "payee_ground")?),
            }
        }
    };
    let Err(refused) = done else {
        return Ok(Redirect::to(&visit.to(paths::RECIPIENT, &[id.as_str()])).into_response());
    };
    let mut conn = visit.app.store.read().await?;
    let own = store::recipient::find(&mut conn, &id).await?.ok_or(Refusal::NOT_FOUND)?;
    let above = vec![
        (visit.say("recipients-title"), visit.to(paths::RECIPIENTS, &[])),
        (own.name.clone(), visit.to(paths::RECIPIENT, &[own.id.as_str()])),
    ];
    let content = section(&visit, &mut conn, &own, Some((&form, &refused))).await?;
    let title = visit.say("pay2-title");
    let frame = Frame { menu: paths::GRANTS, title, above, mark: html! {} };
    Ok(answer(Some(&refused), frame.show(&visit, content)))
}
