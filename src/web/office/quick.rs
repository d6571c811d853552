//! Quick pots in the office: all of them with what is late, opening one, and one with its requests.

mod interest;

pub use interest::state;

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::casefile;
use super::frame::Frame;
use crate::acts::standing as acts;
use crate::acts::{ActError, FieldFault};
use crate::domain::account::Permission;
use crate::domain::budget::Allocation;
use crate::domain::id::{AllocationId, RoundId};
use crate::domain::money::Cents;
use crate::domain::round::Regulation;
use crate::domain::standing::{Asked, QuickRequest, StandingPlan, StandingRound};
use crate::domain::time::Moment;
use crate::store::{self, standing};
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::quick::{self, Reader};
use crate::web::paths;
use crate::web::sight::Sight;
use crate::web::visit::Visit;

/// Shows all of them.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &Form::default(), None).await?.into_response())
}

/// Opens one.
pub async fn open(visit: Visit, form: Form) -> Answer {
    let id = RoundId::new(form.get("id").trim());
    let done = match read_plan(&form) {
        Err(refused) => Err(refused),
        Ok(plan) => {
            let allocation = AllocationId::new(form.get("allocation"));
            if !visit.may_spend(&allocation).await? {
                let refused = Refused::field("allocation", "choose");
                return Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?));
            }
            mended(acts::open(&visit.context(), &id, &allocation, &plan).await, "ceiling")?
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::OFFICE_QUICK_ROUND, &[id.as_str()])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?)),
    }
}

/// Shows one.
pub async fn one(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let round = find(&visit, &id).await?;
    Ok(round_page(&visit, &round, &Form::default(), None).await?.into_response())
}

/// Enters a request.
pub async fn ask(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let round = find(&visit, &id).await?;
    let done = match read_request(&form) {
        Err(refused) => Err(refused),
        Ok(asked) => mended(acts::ask(&visit.context(), &round.id, asked).await.map(drop), "amount")?,
    };
    after(&visit, &round, &form, done).await
}

/// Decides a request.
pub async fn decide(Of((id, which), _): Of<(RoundId, u64)>, visit: Visit, form: Form) -> Answer {
    let round = find(&visit, &id).await?;
    if form.get("decision") == "answer" {
        let done = acts::answer(&visit.context(), &round.id, which).await;
        return after(&visit, &round, &form, mended(done.map(drop), "decision")?).await;
    }
    let done = match form.get("decision") {
        "grant" => Ok(acts::Decision::Grant),
        "refuse" => Ok(acts::Decision::Refuse),
        _ => Err(Refused::field("decision", "choose")),
    };
    let done = match done {
        Err(refused) => Err(refused),
        Ok(decision) => {
            let done = acts::decide(&visit.context(), &round.id, which, decision, form.get("why")).await;
            mended(done.map(drop), "decision")?
        }
    };
    after(&visit, &round, &form, done).await
}

/// Ends one; the typed word says that it is meant.
pub async fn end(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let round = find(&visit, &id).await?;
    let done = if visit.is_word("quick-end-word", form.get("word")) {
        mended(acts::end(&visit.context(), &round.id).await, "word")?
    } else {
        Err(Refused::field("word", "word"))
    };
    after(&visit, &round, &form, done).await
}

async fn after(visit: &Visit, round: &StandingRound, form: &Form, done: Result<(), Refused>) -> Answer {
    match done {
        Ok(()) => {
            Ok(Redirect::to(&visit.to(paths::OFFICE_QUICK_ROUND, &[round.id.as_str()])).into_response())
        }
        Err(refused) => Ok(answer(Some(&refused), round_page(visit, round, form, Some(&refused)).await?)),
    }
}

fn mended(done: Result<(), ActError>, amount: &'static str) -> Answer<Result<(), Refused>> {
    match done {
        Ok(()) => Ok(Ok(())),
        Err(error) => Refused::of(error, amount).map(Err),
    }
}

async fn find(visit: &Visit, id: &RoundId) -> Answer<StandingRound> {
    let mut conn = visit.app.store.read().await?;
    standing::find(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)
}

fn read_plan(form: &Form) -> Result<StandingPlan, Refused> {
    let amount =
        |field| Cents::parse_typed(form.get(field)).map_err(|_| FieldFault { field, fault: "amount" });
    let (ceiling, most) = (amount("ceiling"), amount("most"));
    let days = form.get("term_days").trim().parse::<u64>();
    let days = days.map_err(|_| FieldFault { field: "term_days", fault: "number" });
    match (ceiling, most, days) {
        (Ok(ceiling), Ok(most), Ok(term_days)) => {
            let typed = |field| form.get(field).trim().to_string();
            let regulation = Regulation {
                title: typed("regulation_title"),
                place: typed("regulation_place"),
                date: typed("regulation_date"),
            };
            Ok(StandingPlan { title: typed("title"), ceiling, most, term_days, regulation })
        }
        (ceiling, most, days) => {
            let faults = [ceiling.err(), most.err(), days.err()];
            Err(Refused::fields(faults.into_iter().flatten().collect()))
        }
    }
}

fn read_request(form: &Form) -> Result<Asked, Refused> {
    let amount = Cents::parse_typed(form.get("amount")).map_err(|_| Refused::field("amount", "amount"))?;
    let received = Moment::parse_local(form.get("received_at").trim());
    let typed = |field| form.get(field).trim().to_string();
    Ok(Asked {
        applicant: typed("applicant"),
        title: typed("title"),
        place: typed("place"),
        amount,
        received_at: received.ok_or_else(|| Refused::field("received_at", "moment"))?,
    })
}

async fn page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let sight = Sight::of(visit, &mut conn).await?;
    let mut rounds = standing::list(&mut conn).await?;
    rounds.retain(|round| sight.has_area(&round.area));
    let mut allocations = store::budget::allocations(&mut conn).await?;
    allocations.retain(|one| sight.has_area(&one.area));
    let mut late: Vec<(StandingRound, QuickRequest)> = Vec::new();
    for round in &rounds {
        let requests = standing::requests(&mut conn, &round.id).await?;
        let overdue = requests.into_iter().filter(|one| one.is_overdue(visit.now));
        late.extend(overdue.map(|one| (round.clone(), one)));
    }
    drop(conn);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("quick-office-line")) }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("quick-late")) }
                @if late.is_empty() { p { (visit.say("quick-late-none")) } } @else {
                    ul.sr-rows.sr-rows--plain { @for (round, one) in &late { li { (late_line(visit, round, one)) } } }
                }
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("quick-all")) }
                @if rounds.is_empty() { p { (visit.say("quick-all-none")) } }
                ul.sr-rows.sr-rows--plain {
                    @for round in &rounds {
                        li {
                            div.sr-between {
                                h3.utrecht-heading-3 {
                                    a.utrecht-link href=(visit.to(paths::OFFICE_QUICK_ROUND, &[round.id.as_str()])) { (round.plan.title) }
                                }
                                p { (amount(visit.text, round.plan.ceiling)) }
                            }
                            p.sr-small {
                                (round.area_name)
                                @if round.ended_at.is_some() { " · " (visit.say("quick-over")) }
                            }
                        }
                    }
                }
            }
            @if visit.may(Permission::RunRounds) {
                details #nieuw open[rounds.is_empty() || refused.is_some()] {
                    summary { (visit.say("quick-new")) }
                    (open_form(visit, &Filled::new(visit.text, form, refused), &allocations))
                }
            }
        }
    };
    Ok(Frame::menu(paths::ROUNDS, visit.say("quick-title")).show(visit, content))
}

fn late_line(visit: &Visit, round: &StandingRound, one: &QuickRequest) -> Markup {
    html! {
        h3.utrecht-heading-3 {
            a.utrecht-link href=(visit.to(paths::OFFICE_QUICK_ROUND, &[round.id.as_str()])) { (one.asked.title) }
        }
        p.sr-small {
            (one.asked.applicant) " · "
            (visit.text.with("quick-due", &[("moment", visit.text.moment(one.due_at).into())]))
        }
    }
}

fn open_form(visit: &Visit, filled: &Filled<'_>, allocations: &[Allocation]) -> Markup {
    let text = visit.text;
    let options: Vec<(String, String)> = allocations
        .iter()
        .map(|one| (one.id.to_string(), format!("{} {}", one.area_name, one.year)))
        .collect();
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::OFFICE_QUICK, &[])) {
            (filled.field(&Field::text("id", "field-id")))
            (filled.field(&Field::text("title", "field-title")))
            (filled.choice("allocation", "field-allocation", &options))
            (filled.field(&Field::text("ceiling", "field-quick-ceiling")))
            (filled.field(&Field::text("most", "field-quick-most")))
            (filled.field(&Field::of("number", "term_days", "field-term_days")))
            (filled.field(&Field::text("regulation_title", "field-regulation_title")))
            (filled.field(&Field::text("regulation_place", "field-regulation_place")))
            (filled.field(&Field::of("date", "regulation_date", "field-regulation_date")))
            p.utrecht-paragraph { strong { (text.get("quick-open-line")) } }
            (form::submit(&text.get("quick-open")))
        }
    }
}

async fn round_page(
    visit: &Visit,
    round: &StandingRound,
    form: &Form,
    refused: Option<&Refused>,
) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let known = quick::Known::read(&mut conn, &round.id).await?;
    let requests = &known.requests;
    let left = acts::room(&mut conn, round).await?;
    let interests = interest::section(visit, &mut conn, (round, requests), form, refused).await?;
    drop(conn);
    let text = visit.text;
    let filled = Filled::new(text, form, refused)
        .saying("word", text.get("quick-end-word"))
        .saying("most", text.euros(round.plan.most));
    let runs = visit.may(Permission::RunRounds) && round.ended_at.is_none();
    let waits = requests.iter().filter(|one| one.decided.is_none());
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (filled.notice())
            div.sr-stack {
                (quick::bar(text, round, left))
                (quick::rule(text, round))
                p { a.utrecht-link href=(visit.to(paths::QUICK, &[round.id.as_str()])) { (text.get("quick-public")) } }
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("quick-waits")) }
                @if requests.iter().all(|one| one.decided.is_some()) { p { (text.get("quick-waits-none")) } }
                @for one in waits { (request(visit, round, one, runs)) }
            }
            (interests)
            @if runs { (ask_form(visit, round, &filled)) }
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("quick-decided")) }
                (quick::decided(visit, round, &known, Reader::Office))
            }
            (casefile::section(visit, paths::QUICK_CASE, round.id.as_str()))
            @if runs { (end_form(visit, round, &filled)) }
        }
    };
    let above = vec![(text.get("quick-title"), visit.to(paths::OFFICE_QUICK, &[]))];
    let title = round.plan.title.clone();
    Ok(Frame { menu: paths::ROUNDS, title, above, mark: html! {} }.show(visit, content))
}

/// A request that waits, with the form that decides it.
fn request(visit: &Visit, round: &StandingRound, one: &QuickRequest, runs: bool) -> Markup {
    let (text, which) = (visit.text, one.number.to_string());
    let choices = [("grant", "quick-grant"), ("refuse", "quick-refuse")];
    let prefix = if one.is_overdue(visit.now) { "quick-was-due" } else { "quick-due" };
    html! {
        article.sr-stack.sr-stack--tight {
            div.sr-between {
                h3.utrecht-heading-3 { (one.number) ". " (one.asked.title) }
                p { (amount(text, one.asked.amount)) }
            }
            p { (one.asked.applicant) @if !one.asked.place.is_empty() { " · " (one.asked.place) } }
            p { strong { (text.with(prefix, &[("moment", text.moment(one.due_at).into())])) } }
            @if runs {
                form.sr-stack method="post" action=(visit.to(paths::QUICK_DECISION, &[round.id.as_str(), &which])) {
                    fieldset.sr-stack.sr-stack--tight {
                        legend { (text.get("field-decision")) ": " (text.with("quick-decide-about", &[("number", number(one.number))])) }
                        @for (value, words) in choices {
                            p { label { input type="radio" name="decision" value=(value); " " (text.get(words)) } }
                        }
                    }
                    p.sr-small { (text.get("ans-refuse-line")) }
                    div.utrecht-form-field {
                        label.utrecht-form-label for={ "why-" (which) } { (text.get("field-why")) }
                        p.utrecht-form-field-description #{ "why-" (which) "-uitleg" } { (text.get("field-why-help")) }
                        textarea.utrecht-textbox.sr-wide-field #{ "why-" (which) } name="why" rows="3"
                            aria-describedby={ "why-" (which) "-uitleg" } {}
                    }
                    (form::submit(&text.get("quick-decide")))
                }
            }
        }
    }
}

fn ask_form(visit: &Visit, round: &StandingRound, filled: &Filled<'_>) -> Markup {
    html! {
        details {
            summary { (visit.say("quick-ask")) }
            form.sr-stack method="post" action=(visit.to(paths::OFFICE_QUICK_ROUND, &[round.id.as_str()])) {
                (filled.field(&Field::text("applicant", "field-applicant")))
                (filled.field(&Field::text("title", "field-quick-what")))
                (filled.field(&Field::text("place", "field-place")))
                (filled.field(&Field::text("amount", "field-amount")))
                (filled.field(&Field::of("datetime-local", "received_at", "field-received_at")))
                (form::submit(&visit.say("quick-ask-save")))
            }
        }
    }
}

fn end_form(visit: &Visit, round: &StandingRound, filled: &Filled<'_>) -> Markup {
    html! {
        section.sr-danger.sr-stack {
            h2.utrecht-heading-2 { (visit.say("quick-end")) }
            p.utrecht-paragraph { (visit.say("quick-end-line")) }
            form.sr-stack method="post" action=(visit.to(paths::QUICK_END, &[round.id.as_str()])) {
                (filled.field(&Field::text("word", "field-word")))
                p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("quick-end")) } }
            }
        }
    }
}
