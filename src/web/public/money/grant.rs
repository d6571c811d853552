//! A grant: what it is for, where its money stands, what happened, and each of its postings.

use std::collections::BTreeMap;

use axum::extract::Path;
use maud::{Markup, html};

use super::side::Names;
use super::{Books, Way};
use crate::domain::grant::{GrantRecord, Source, Whole};
use crate::domain::id::{GrantId, LineId};
use crate::domain::ledger::Balance;
use crate::domain::report::Meter;
use crate::store;
use crate::store::grant::Event;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, form, meter as meter_part};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows a grant. It exists once its certificate does.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let grant = store::grant::find(&mut conn, &GrantId::new(id)).await?.ok_or(Refusal::NOT_FOUND)?;
    let whole = store::slice::whole(&mut conn, &grant).await?;
    let books = Books::now(&mut conn, &visit).await?;
    let purse = super::round::purse(&mut conn, grant.source.round().as_str()).await?;
    let (line, part) = (books.line(&grant.line)?, books.allocation(&grant.allocation)?);
    let accounts = store::ledger::accounts_of_grant(&mut conn, &grant.id).await?;
    let meter: Meter = accounts.iter().map(|one| (one.key.kind, one.balance())).collect();
    let history = store::grant::history(&mut conn, &grant.id).await?;
    let postings = store::ledger::postings_of_grant(&mut conn, &grant.id).await?;
    let names = Names::of(&mut conn, &books, &postings).await?;
    let text = visit.text;
    let up = visit.to(paths::ROUND_MONEY, &[purse.id.as_str()]);
    let here = visit.to(paths::PUBLIC_GRANT, &[grant.id.as_str()]);
    let way = Way::top(&visit)
        .line(&visit, line)
        .area(&visit, part)
        .step(&purse.title, up)
        .step(&grant.title, here);
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            (crumbs(&visit, &way.here()))
            h1.utrecht-heading-1 { (grant.title) }
            p.utrecht-paragraph.utrecht-paragraph--lead { (lead(&visit, &grant, &whole)) }
            @if meter.reserved().get() > 0 {
                (meter_part::figure(&visit, &meter, |_| Some("#boekingen".to_string())))
                (meter_part::table(&visit, &meter))
            } @else { p.utrecht-paragraph { (text.get("walk-grant-empty")) } }
            (plan(&visit, &grant))
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
            (steps(&visit, &history))
            (years(&visit, &books, &accounts))
            section.sr-stack #boekingen {
                h2.utrecht-heading-2 { (text.get("walk-postings")) }
                (names.table(&visit, &postings))
            }
        } }
    };
    let title = grant.title.clone();
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

/// The group is named as it was on the ballot. Who asked for a small sum without a vote was on no ballot, and may be
/// one person: that name is not shown.
fn lead(visit: &Visit, grant: &GrantRecord, whole: &Whole) -> String {
    let text = visit.text;
    let state = text.get(&format!("grant-is-{}", grant.state.name()));
    let amount = text.euros(whole.sum());
    match &grant.source {
        Source::Vote { .. } => text.with(
            "walk-grant-lead",
            &[
                ("applicant", grant.applicant.as_str().into()),
                ("amount", amount.into()),
                ("state", state.into()),
            ],
        ),
        Source::Standing { .. } => {
            text.with("walk-grant-lead-quick", &[("amount", amount.into()), ("state", state.into())])
        }
    }
}

fn plan(visit: &Visit, grant: &GrantRecord) -> Markup {
    html! {
        @if let Source::Vote { round, proposal, .. } = &grant.source {
            p { a.utrecht-link href=(visit.to(paths::PROPOSAL, &[round.as_str(), proposal.as_str()])) { (visit.say("walk-plan")) } }
        }
    }
}

/// What happened, without who did it.
fn steps(visit: &Visit, history: &[Event]) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("walk-history")) }
            ol.sr-timeline {
                @for event in history {
                    li.sr-done {
                        h3.utrecht-heading-3 { (text.get(&format!("grant-is-{}", event.to.name()))) }
                        p { (text.date(event.at)) }
                    }
                }
            }
        }
    }
}

/// A grant of more years, year by year.
fn years(visit: &Visit, books: &Books, accounts: &[Balance]) -> Markup {
    let text = visit.text;
    let mut by_line: BTreeMap<&LineId, Vec<&Balance>> = BTreeMap::new();
    for account in accounts {
        by_line.entry(&account.key.line).or_default().push(account);
    }
    let mut years: Vec<_> = by_line
        .into_iter()
        .filter_map(|(id, accounts)| Some((books.lines.iter().find(|line| &line.id == id)?, accounts)))
        .collect();
    years.sort_by_key(|(line, _)| line.year);
    html! {
        @if years.len() > 1 {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("walk-grant-years")) }
                (form::table(&text.get("walk-grant-years"), html! {
                    table.utrecht-table {
                        caption.sr-hidden { (text.get("walk-grant-years")) }
                        thead { tr { th scope="col" { (text.get("walk-line")) } th scope="col" { (text.get("meter-step")) } th.sr-number scope="col" { (text.get("amount")) } } }
                        tbody {
                            @for (line, accounts) in &years {
                                @for account in accounts.iter().filter(|one| one.balance().get() > 0) {
                                    tr {
                                        th scope="row" { a.utrecht-link href=(visit.to(paths::PUBLIC_LINE, &[line.id.as_str()])) { (super::line_name(line)) } }
                                        td { (meter_part::account(visit, account.key.kind)) }
                                        td.sr-number { (amount(text, account.balance())) }
                                    }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}
