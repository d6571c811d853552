//! Plans that groups sent in for a round: the list with how long each waits, and what the round asks of who pitches.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::{pitch_review, rounds};
use crate::acts::pitch::waiting::{self, Sent};
use crate::acts::pitch::{self as acts, review};
use crate::domain::account::{Account, Permission};
use crate::domain::calendar::day_of;
use crate::domain::id::RoundId;
use crate::domain::money::Cents;
use crate::domain::pitch::{Clocks, Pitch, State, Terms};
use crate::domain::round::Round;
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit, typed_amount};
use crate::web::parts::{amount, pages, pitch as parts};
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// Plans on one page of the list.
const PER_PAGE: usize = 50;

/// Which plans are asked for in the address.
struct Asked {
    state: Option<State>,
    page: usize,
}

impl Asked {
    fn of(query: &str) -> Asked {
        let form = Form::parse(query.as_bytes());
        let page = form.get("blad").parse().ok().filter(|page| (1..=10_000).contains(page)).unwrap_or(1);
        Asked { state: State::named(form.get("stand")).filter(|state| *state != State::Draft), page }
    }
}

/// A page of the list.
struct Listed {
    asked: Asked,
    /// How many there are in each state.
    counts: Vec<(State, usize)>,
    /// How many are asked for.
    found: usize,
    /// Those on the page, each with what it asks.
    shown: Vec<(Sent, Option<Cents>)>,
}

/// Shows the list.
pub async fn list(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    Ok(answer(None, page(&visit, &round, None).await?))
}

/// Sets what the round asks of who pitches.
pub async fn set_terms(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    let done = match read(&form) {
        Err(refused) => Err(refused),
        Ok(terms) => match review::set_terms(&visit.context(), &round.id, &terms).await {
            Ok(()) => Ok(()),
            Err(error) => Err(Refused::of(error, "pt_light")?),
        },
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::ROUND_PITCHES, &[round.id.as_str()])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &round, Some((&form, &refused))).await?)),
    }
}

fn read(form: &Form) -> Result<Terms, Refused> {
    let light = Cents::parse_typed(form.get("pt_light")).map_err(|_| Refused::field("pt_light", "amount"))?;
    let bid = Cents::parse_typed(form.get("pt_bid")).map_err(|_| Refused::field("pt_bid", "amount"))?;
    let days = |field: &'static str| {
        form.get(field).trim().parse::<i64>().map_err(|_| Refused::field(field, "pt-days"))
    };
    let clocks = Clocks {
        decide: days("pt_decide_days")?,
        reply: days("pt_reply_days")?,
        appeal: days("pt_appeal_days")?,
        ruling: days("pt_ruling_days")?,
        consent: days("pt_consent_days")?,
        talk: days("pt_talk_days")?,
        facts: days("pt_facts_days")?,
    };
    let repair_days = days("pt_repair_days")?;
    Ok(Terms { light, repair_days, bid, clocks, categories: Terms::list(form.get("pt_categories")) })
}

/// The terms in days, each with its field.
fn days_of(terms: &Terms) -> [(&'static str, &'static str, i64); 8] {
    let clocks = terms.clocks;
    [
        ("pt_repair_days", "field-pt_repair_days", terms.repair_days),
        ("pt_decide_days", "field-pt_decide_days", clocks.decide),
        ("pt_reply_days", "field-pt_reply_days", clocks.reply),
        ("pt_appeal_days", "field-pt_appeal_days", clocks.appeal),
        ("pt_ruling_days", "field-pt_ruling_days", clocks.ruling),
        ("pt_consent_days", "field-pt_consent_days", clocks.consent),
        ("pt_talk_days", "field-pt_talk_days", clocks.talk),
        ("pt_facts_days", "field-pt_facts_days", clocks.facts),
    ]
}

async fn page(visit: &Visit, round: &Round, back: Option<(&Form, &Refused)>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let listed = listed(&mut conn, (round, visit.now), Asked::of(&visit.query)).await?;
    let staff = store::account::list(&mut conn).await?;
    let terms = acts::terms(&mut conn, round).await?;
    drop(conn);
    let mut first = Form::default();
    first.set("pt_light", typed_amount(terms.light));
    first.set("pt_bid", typed_amount(terms.bid));
    for (field, _, days) in days_of(&terms) {
        first.set(field, days.to_string());
    }
    first.set("pt_categories", terms.categories.join("\n"));
    let (form, refused) = back.map_or((&first, None), |(form, refused)| (form, Some(refused)));
    let filled = Filled::new(visit.text, form, refused);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            @if visit.may(Permission::HelpInitiators) {
                p { a.utrecht-link href=(visit.to(paths::ROUND_HELP, &[round.id.as_str()])) { (visit.say("pt-help-title")) } }
            }
            @if listed.counts.is_empty() { p { (visit.say("pt-office-none")) } } @else {
                (choosing(visit, round, &listed))
                (table(visit, round, &listed.shown, &staff))
                (turning(visit, round, &listed))
            }
            @if visit.may(Permission::RunRounds) && round.phase.is_editable() && round.rules.is_none() {
                section.sr-stack #voorwaarden {
                    h2.utrecht-heading-2 { (visit.say("pt-terms")) }
                    p.utrecht-paragraph { (visit.say("pt-terms-line")) }
                    (filled.notice())
                    form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_TERMS, &[round.id.as_str()])) {
                        (filled.field(&Field::text("pt_light", "field-pt_light")))
                        (filled.field(&Field::text("pt_bid", "field-pt_bid")))
                        @for (field, label, _) in days_of(&terms) { (filled.field(&Field::of("number", field, label))) }
                        (filled.field(&Field::of("area", "pt_categories", "field-pt_categories")))
                        (submit(&visit.say("save")))
                    }
                }
            }
        }
    };
    Ok(Frame::below_round(visit, round, visit.say("pt-office-title")).show(visit, content))
}

async fn listed(conn: &mut Conn, (round, now): (&Round, Moment), asked: Asked) -> Answer<Listed> {
    let mut all = waiting::of_round(conn, round, now).await?;
    let count = |state: State| (state, all.iter().filter(|one| one.pitch.state == state).count());
    let counts = State::NAMES.map(|(state, _)| count(state)).into_iter().filter(|(_, count)| *count > 0);
    let counts = counts.collect();
    if let Some(state) = asked.state {
        all.retain(|one| one.pitch.state == state);
    }
    let found = all.len();
    let mut shown = Vec::new();
    for one in all.into_iter().skip((asked.page - 1) * PER_PAGE).take(PER_PAGE) {
        let sent = store::pitch::life::newest_of(conn, &one.pitch.id).await?;
        shown.push((one, sent.and_then(|sent| sent.budget.asked())));
    }
    Ok(Listed { asked, counts, found, shown })
}

/// The address of a page of the plans in a state.
fn address(visit: &Visit, round: &Round, asked: &Asked) -> String {
    let list = visit.to(paths::ROUND_PITCHES, &[round.id.as_str()]);
    format!("{list}?stand={}&blad={}", asked.state.map_or("", State::name), asked.page)
}

/// Which plans: all, or those in one state.
fn choosing(visit: &Visit, round: &Round, listed: &Listed) -> Markup {
    let link = |state: Option<State>, words: String, count: usize| {
        let to = address(visit, round, &Asked { state, page: 1 });
        let count = number(u64::try_from(count).unwrap_or(u64::MAX));
        html! {
            a.utrecht-link href=(to) aria-current=[(listed.asked.state == state).then_some("true")] {
                (visit.text.with("pt-office-filter", &[("state", words.into()), ("count", count)]))
            }
        }
    };
    let all = listed.counts.iter().map(|(_, count)| count).sum();
    html! {
        nav.utrecht-button-group aria-label=(visit.say("pt-office-state")) {
            (link(None, visit.say("pt-office-all"), all))
            @for (state, count) in &listed.counts {
                (link(Some(*state), visit.say(&format!("pt-state-{}", state.name())), *count))
            }
        }
    }
}

fn turning(visit: &Visit, round: &Round, listed: &Listed) -> Markup {
    let Asked { state, page } = listed.asked;
    let at = |page: usize| address(visit, round, &Asked { state, page });
    let ways = [(page > 1).then(|| at(page - 1)), (page * PER_PAGE < listed.found).then(|| at(page + 1))];
    pages::turning(visit, ways)
}

fn table(visit: &Visit, round: &Round, shown: &[(Sent, Option<Cents>)], staff: &[Account]) -> Markup {
    let text = visit.text;
    let title = text.get("pt-office-title");
    let today = day_of(visit.now);
    let days = |one: &Pitch| {
        let since = one.submitted.map_or(today, day_of);
        let days = today.since(since).map_or(0, |span| span.get_days());
        u64::try_from(days).unwrap_or(0)
    };
    form::table(
        &title,
        html! {
            table.utrecht-table {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (text.get("plan")) }
                        th scope="col" { (text.get("field-applicant")) }
                        th scope="col" { (text.get("pt-office-state")) }
                        th scope="col" { (text.get("pt-due")) }
                        th scope="col" { (text.get("pt-officer")) }
                        th scope="col" { (text.get("pt-office-age")) }
                        th.sr-number scope="col" { (text.get("field-amount")) }
                    }
                }
                tbody {
                    @for (sent, asked) in shown {
                        @let Sent { pitch: one, officer, .. } = sent;
                        @let (due, is_appeal) = (sent.due, sent.course().appeal().is_some());
                        tr {
                            th scope="row" {
                                a.utrecht-link href=(visit.to(paths::ROUND_PITCH, &[round.id.as_str(), one.id.as_str()])) { (named(visit, one)) }
                            }
                            td { bdi { (one.applicant) } }
                            td { (parts::badge(visit, one.state)) @if is_appeal { " " (text.get("pt-appeal-runs")) } }
                            td { @if let Some(due) = due { (pitch_review::due(visit, due)) } }
                            td { @if let Some(officer) = staff.iter().find(|one| Some(&one.id) == officer.as_ref()) { (officer.name) } }
                            td { (text.with("pt-office-days", &[("days", number(days(one)))])) }
                            td.sr-number { @if let Some(asked) = *asked { (amount(text, asked)) } }
                        }
                    }
                }
            }
        },
    )
}
