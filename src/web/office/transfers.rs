//! Money that shifts: the list with its form, and a page per proposal on which a second person decides.

use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::places::{Names, places, typed_place, value};
use crate::acts::{self, ActError, FieldFault};
use crate::domain::account::{Account, Permission};
use crate::domain::ledger::PostingKind;
use crate::domain::money::Cents;
use crate::domain::transfer::{Place, ProposedTransfer, Signed, Transfer, TransferState};
use crate::store::{self, Conn};
use crate::text::Text;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::pages::Turns;
use crate::web::parts::{amount, large_amount};
use crate::web::paths;
use crate::web::sight::Sight;
use crate::web::visit::Visit;

/// Shows what shifted and what waits.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let turns = Turns::of(query.as_deref());
    Ok(page_at(&visit, &turns, &Form::default(), None).await?.into_response())
}

/// Proposes that money shifts.
pub async fn propose(visit: Visit, form: Form) -> Answer {
    let made = match read(&form) {
        Err(refused) => Err(refused),
        Ok(proposal) if !may_shift(&visit, &proposal).await? => Err(Refused::field("from", "role-shift")),
        Ok(proposal) => match acts::transfer::propose(&visit.context(), &proposal).await {
            Ok(number) => Ok(number),
            Err(error) => Err(Refused::of(error, "sum")?),
        },
    };
    match made {
        Ok(number) => Ok(again(&visit, number)),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?)),
    }
}

/// Who works in districts shifts money of one of their areas, or to one. The rest is the city's.
async fn may_shift(visit: &Visit, wanted: &ProposedTransfer) -> Answer<bool> {
    for area in [&wanted.from.area, &wanted.to.area].into_iter().flatten() {
        if visit.is_in_hands(area).await? {
            return Ok(true);
        }
    }
    Ok(visit.viewer().is_empty())
}

fn again(visit: &Visit, number: u64) -> axum::response::Response {
    Redirect::to(&visit.to(paths::TRANSFER, &[&number.to_string()])).into_response()
}

fn read(form: &Form) -> Result<ProposedTransfer, Refused> {
    let (from, to) = (typed_place(form.get("from")), typed_place(form.get("to")));
    let amount = Cents::parse_typed(form.get("sum"));
    match (from, to, amount) {
        (Some(from), Some(to), Ok(amount)) => {
            Ok(ProposedTransfer { from, to, amount, reason: form.get("why").trim().to_string() })
        }
        (from, to, amount) => {
            let missing = [
                (from.is_none(), "from", "choose"),
                (to.is_none(), "to", "choose"),
                (amount.is_err(), "sum", "amount"),
            ];
            let faults = missing.into_iter().filter(|(wrong, ..)| *wrong);
            Err(Refused::fields(faults.map(|(_, field, fault)| FieldFault { field, fault }).collect()))
        }
    }
}

async fn page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    page_at(visit, &Turns::default(), form, refused).await
}

/// The page, with another page of what was done.
async fn page_at(visit: &Visit, turns: &Turns, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let names = Names::read(&mut conn).await?;
    let sight = Sight::of(visit, &mut conn).await?;
    let mut all = store::transfer::list(&mut conn).await?;
    all.retain(|one| is_seen(&sight, one));
    let places = places(&mut conn, &names, i64::from(visit.now.local().year())).await?;
    drop(conn);
    let (waiting, done): (Vec<Transfer>, Vec<Transfer>) =
        all.into_iter().partition(|one| one.state == TransferState::Proposed);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("transfers-line")) }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("transfers-waiting")) }
                (list(visit, &names, &waiting))
            }
            @if visit.may(Permission::ProposeTransfers) {
                details open[refused.is_some()] {
                    summary { (visit.say("transfer-new")) }
                    (proposal_form(visit, &Filled::new(visit.text, form, refused), &names, &places))
                }
            }
            section.sr-stack #gedaan {
                h2.utrecht-heading-2 { (visit.say("transfers-done")) }
                (list(visit, &names, turns.rows("gedaan", &done)))
                (turns.links(visit, &visit.to(paths::TRANSFERS, &[]), ("gedaan", "gedaan"), done.len()))
            }
        }
    };
    let above = vec![(visit.say("money-title"), visit.to(paths::MONEY, &[]))];
    let frame = Frame { menu: paths::MONEY, title: visit.say("transfers-title"), above, mark: html! {} };
    Ok(frame.show(visit, content))
}

fn list(visit: &Visit, names: &Names, transfers: &[Transfer]) -> Markup {
    let text = visit.text;
    html! {
        @if transfers.is_empty() { p { (text.get("transfers-none")) } } @else {
            ul.sr-rows.sr-rows--plain {
                @for one in transfers {
                    li {
                        div.sr-between {
                            h3.utrecht-heading-3 {
                                a.utrecht-link href=(visit.to(paths::TRANSFER, &[&one.number.to_string()])) { (way(text, names, one)) }
                            }
                            p { (large_amount(text, one.proposal.amount)) }
                        }
                        p { (badge(text, one)) " " (one.proposal.reason) }
                        p.sr-small { (one.proposed.function) ", " (text.day(one.proposed.at)) }
                    }
                }
            }
        }
    }
}

/// From where to where, in words.
fn way(text: Text, names: &Names, one: &Transfer) -> String {
    let (from, to) = (names.place(text, &one.proposal.from), names.place(text, &one.proposal.to));
    text.with("transfer-way", &[("from", from.into()), ("to", to.into())])
}

fn badge(text: Text, one: &Transfer) -> Markup {
    let (look, key) = match one.state {
        TransferState::Proposed => ("warning", "transfer-proposed"),
        TransferState::Confirmed => ("safe", "transfer-confirmed"),
        TransferState::Refused => ("danger", "transfer-refused"),
        TransferState::Withdrawn => ("plain", "transfer-withdrawn"),
    };
    html! { span class={ "utrecht-status-badge utrecht-status-badge--" (look) } { (text.get(key)) } }
}

fn proposal_form(visit: &Visit, filled: &Filled<'_>, names: &Names, places: &[(Place, Cents)]) -> Markup {
    let text = visit.text;
    let told = |place: &Place| match names.budget(place) {
        None => names.place(text, place),
        Some(budget) => format!("{} ({budget})", names.place(text, place)),
    };
    let from: Vec<(String, String)> = places
        .iter()
        .filter(|(_, free)| *free > Cents::ZERO)
        .map(|(place, free)| {
            let values = [("place", told(place).into()), ("free", text.euros(*free).into())];
            (value(place), text.with("transfer-option", &values))
        })
        .collect();
    let this_year = i64::from(visit.now.local().year());
    let is_open =
        |place: &Place| names.lines.iter().any(|line| line.id == place.line && line.year >= this_year);
    let to: Vec<(String, String)> = places
        .iter()
        .filter(|(place, _)| is_open(place))
        .map(|(place, _)| (value(place), told(place)))
        .collect();
    html! {
        @if from.is_empty() || to.is_empty() { p { (text.get("transfer-nothing")) } } @else {
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::TRANSFERS, &[])) {
                (filled.choice("from", "field-from", &from))
                (filled.choice("to", "field-to", &to))
                (filled.field(&Field::text("sum", "field-sum")))
                (filled.field(&Field::of("area", "why", "field-why")))
                (form::submit(&text.get("transfer-propose")))
            }
        }
    }
}

/// Shows one transfer.
pub async fn one(Of(number, _): Of<u64>, visit: Visit) -> Answer {
    let found = find(&visit, number).await?;
    Ok(detail(&visit, &found, None).await?.into_response())
}

/// Confirms as second person.
pub async fn confirm(Of(number, _): Of<u64>, visit: Visit) -> Answer {
    let found = find(&visit, number).await?;
    match acts::transfer::confirm(&mut visit.context(), found.number).await {
        Ok(()) => Ok(again(&visit, found.number)),
        // Someone else used the money meanwhile.
        Err(error @ ActError::Ceiling(_)) => {
            let refused = Refused::of(error, "sum")?;
            let form = Form::default();
            Ok(answer(Some(&refused), detail(&visit, &found, Some((&form, &refused))).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Refuses with a reason, or takes back what oneself proposed.
pub async fn refuse(Of(number, _): Of<u64>, visit: Visit, form: Form) -> Answer {
    let found = find(&visit, number).await?;
    if !may_refuse(&visit, &found) {
        return Err(Refusal(Kind::NotFound));
    }
    match acts::transfer::refuse(&visit.context(), found.number, form.get("reason")).await {
        Ok(()) => Ok(again(&visit, found.number)),
        Err(error @ ActError::Fields(_)) => {
            let refused = Refused::of(error, "reason")?;
            Ok(answer(Some(&refused), detail(&visit, &found, Some((&form, &refused))).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Who may confirm may refuse; everyone may take back what is their own.
fn may_refuse(visit: &Visit, found: &Transfer) -> bool {
    visit.may(Permission::ConfirmTransfers) || visit.is(&found.proposed.by)
}

async fn find(visit: &Visit, number: u64) -> Answer<Transfer> {
    let mut conn = visit.app.store.read().await?;
    store::transfer::find(&mut conn, number).await?.ok_or(Refusal::NOT_FOUND)
}

async fn detail(visit: &Visit, found: &Transfer, back: Option<(&Form, &Refused)>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let names = Names::read(&mut conn).await?;
    let accounts = store::account::list(&mut conn).await?;
    let room = acts::transfer::room(&mut conn, &found.proposal.from).await?;
    drop(conn);
    let text = visit.text;
    let title = way(text, &names, found);
    let kind = if found.kind == PostingKind::CarryOver { "transfer-carried" } else { "transfer-shifted" };
    let waits = found.state == TransferState::Proposed;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            @if waits { (picture(visit, found, room)) }
            (facts(&[
                (text.get("transfer-kind"), html! { (text.get(kind)) }),
                (text.get("transfer-number"), html! { (found.number) }),
                (text.get("field-why"), html! { (found.proposal.reason) }),
                (text.get("transfer-proposed-by"), signature(visit, &accounts, &found.proposed)),
            ]))
            @if let Some((signed, reason)) = &found.decided {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("transfer-decided")) }
                    p { (signature(visit, &accounts, signed)) }
                    @if !reason.is_empty() { p { (reason) } }
                    @if let Some(posting) = found.posting {
                        p.sr-small { (text.with("transfer-posting", &[("number", posting.to_string().into())])) }
                    }
                }
            }
            @if waits { (decision(visit, found, back)) }
        }
    };
    let above = vec![
        (text.get("money-title"), visit.to(paths::MONEY, &[])),
        (text.get("transfers-title"), visit.to(paths::TRANSFERS, &[])),
    ];
    let heading = html! {
        div.sr-between { h1.utrecht-heading-1 { (title) } p { (large_amount(text, found.proposal.amount)) } }
        p { (badge(text, found)) }
    };
    let frame = Frame { menu: paths::MONEY, title: title.clone(), above, mark: html! {} };
    Ok(frame.show_headed(visit, heading, content))
}

/// What is free where the money comes from, and how much of that would go.
fn picture(visit: &Visit, found: &Transfer, room: Cents) -> Markup {
    let text = visit.text;
    let stays = room.minus(found.proposal.amount).unwrap_or(Cents::ZERO);
    html! {
        section.sr-stack {
            p { (text.get("transfer-room")) " " (amount(text, room)) }
            div.sr-bar {
                (Bar::of(room).money(Look::Main, found.proposal.amount).grip().money(Look::Room, stays).draw())
                (legend(&[(Look::Main, text.get("transfer-goes")), (Look::Room, text.get("transfer-stays"))]))
            }
        }
    }
}

fn signature(visit: &Visit, accounts: &[Account], signed: &Signed) -> Markup {
    let name = accounts.iter().find(|account| account.id == signed.by).map(|account| account.name.as_str());
    html! { (name.unwrap_or_default()) ", " (signed.function) ", " (visit.text.moment(signed.at)) }
}

/// What whoever looks can do with a proposal.
fn decision(visit: &Visit, found: &Transfer, back: Option<(&Form, &Refused)>) -> Markup {
    let own = visit.is(&found.proposed.by);
    let empty = Form::default();
    let (form, refused) = back.map_or((&empty, None), |(form, refused)| (form, Some(refused)));
    let filled = Filled::new(visit.text, form, refused);
    let number = found.number.to_string();
    let (refuse, action) = if own {
        ("transfer-take-back", "transfer-take-back-action")
    } else {
        ("transfer-refuse", "transfer-refuse-action")
    };
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("transfer-decide")) }
            (filled.notice())
            @if own { p { (visit.say("transfer-own")) } } @else if visit.may(Permission::ConfirmTransfers) {
                p.utrecht-paragraph { (visit.say("transfer-confirm-line")) }
                form.sr-stack method="post" action=(visit.to(paths::TRANSFER_APPROVAL, &[&number])) {
                    (form::submit(&visit.text.with("transfer-confirm", &[("amount", visit.text.euros(found.proposal.amount).into())])))
                }
            } @else { p { (visit.say("transfer-waits")) } }
            @if may_refuse(visit, found) {
                details open[refused.is_some_and(|refused| refused.room.is_none())] {
                    summary { (visit.say(refuse)) }
                    form.sr-stack method="post" action=(visit.to(paths::TRANSFER_REFUSAL, &[&number])) {
                        (filled.field(&Field::of("area", "reason", "field-reason-public")))
                        p { button.utrecht-button.utrecht-button--secondary-action type="submit" { (visit.say(action)) } }
                    }
                }
            }
        }
    }
}

/// Whether the money comes from or goes to where someone works. What only goes between lines of the city is everyone's.
fn is_seen(sight: &Sight, one: &Transfer) -> bool {
    let areas: Vec<_> = [&one.proposal.from.area, &one.proposal.to.area].into_iter().flatten().collect();
    areas.is_empty() || areas.into_iter().any(|area| sight.has_area(area))
}

/// The proposals that wait for whoever looks: what to do in words, and where.
pub async fn waiting(visit: &Visit, conn: &mut Conn) -> Answer<Vec<(String, String)>> {
    if !visit.may(Permission::ConfirmTransfers) {
        return Ok(Vec::new());
    }
    let sight = Sight::of(visit, conn).await?;
    let mut tasks = Vec::new();
    for one in store::transfer::list(conn).await? {
        let areas = [&one.proposal.from.area, &one.proposal.to.area];
        let own = areas.into_iter().flatten().any(|area| sight.has_area(area)) || visit.viewer().is_empty();
        if own && one.state == TransferState::Proposed && !visit.is(&one.proposed.by) {
            let amount = visit.text.euros(one.proposal.amount);
            let words = visit.text.with("task-transfer", &[("amount", amount.into())]);
            tasks.push((words, visit.to(paths::TRANSFER, &[&one.number.to_string()])));
        }
    }
    Ok(tasks)
}
