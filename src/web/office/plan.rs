//! What an officer decides about a round before it opens, as a form.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::{ballot_form, deadline, limits, rounds, tie_order};
use crate::acts::{self, FieldFault};
use crate::domain::ballot::BallotForm;
use crate::domain::budget::Allocation;
use crate::domain::count_rule::CountRule;
use crate::domain::id::{AllocationId, RoundId};
use crate::domain::money::Cents;
use crate::domain::round::{Change, Dates, Plan, Publish, Regulation, Round};
use crate::domain::time::Moment;
use crate::store;
use crate::tally::Rule;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, typed_amount};
use crate::web::paths;
use crate::web::sight::Sight;
use crate::web::visit::Visit;

/// Shows what was planned as a form, while it can change.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let round = find(&visit, &id).await?;
    Ok(page(&visit, &round, &known(&round), None).await?.into_response())
}

/// Changes what was planned.
pub async fn change(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let round = find(&visit, &id).await?;
    let done = match read(&form) {
        Err(refused) => Err(refused),
        Ok((allocation, _)) if !visit.may_spend(&allocation).await? => {
            Err(Refused::field("allocation", "choose"))
        }
        Ok((allocation, plan)) => {
            match acts::round::change(&visit.context(), &round.id, &allocation, &plan).await {
                Ok(()) => Ok(()),
                Err(error) => Err(Refused::of(error, "ceiling")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &round, &form, Some(&refused)).await?)),
    }
}

/// The round of an address, if its plan can still change.
async fn find(visit: &Visit, id: &RoundId) -> Answer<Round> {
    let round = rounds::find(&mut *visit.app.store.read().await?, id).await?;
    if round.rules.is_some() { Err(Refusal(Kind::RoundFrozen)) } else { Ok(round) }
}

/// Reads fields and remembers what could not be read.
struct Reader<'a> {
    form: &'a Form,
    faults: Vec<FieldFault>,
}

impl Reader<'_> {
    fn keep<T>(&mut self, field: &'static str, fault: &'static str, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.faults.push(FieldFault { field, fault });
        }
        read
    }

    fn amount(&mut self, field: &'static str) -> Option<Cents> {
        let read = Cents::parse_typed(self.form.get(field)).ok();
        self.keep(field, "amount", read)
    }

    fn moment(&mut self, field: &'static str) -> Option<Moment> {
        match self.form.get(field).trim() {
            "" => None,
            typed => self.keep(field, "moment", Moment::parse_local(typed)),
        }
    }

    /// The regulation: all of it or nothing yet.
    fn regulation(&mut self) -> Option<Regulation> {
        let [title, place, date] = ["regulation_title", "regulation_place", "regulation_date"]
            .map(|field| (field, self.form.get(field).trim().to_string()));
        if [&title, &place, &date].iter().all(|(_, typed)| typed.is_empty()) {
            return None;
        }
        for (field, typed) in [&title, &place] {
            self.keep(field, "empty", (!typed.is_empty() && typed.chars().count() <= 200).then_some(()));
        }
        let is_date = date.1.len() == 10 && Moment::parse_local(&format!("{}T00:00", date.1)).is_some();
        self.keep(date.0, "date", is_date.then_some(()));
        Some(Regulation { title: title.1, place: place.1, date: date.1 })
    }
}

/// Whether ballots can be changed, and whether they are published.
fn said(form: &Form) -> (Option<Change>, Option<Publish>) {
    let change = match form.get("change") {
        "allowed" => Some(Change::Allowed),
        "none" => Some(Change::None),
        _ => None,
    };
    let publish = match form.get("publish") {
        "ballots" => Some(Publish::Ballots),
        "totals" => Some(Publish::Totals),
        _ => None,
    };
    (change, publish)
}

/// The allocation and the plan that a form holds.
pub fn read(form: &Form) -> Result<(AllocationId, Plan), Refused> {
    let mut reader = Reader { form, faults: Vec::new() };
    let ceiling = reader.amount("ceiling");
    let reserve = match form.get("objection_reserve").trim() {
        "" => Some(Cents::ZERO),
        _ => reader.amount("objection_reserve"),
    };
    let ballot = ballot_form::read(form, &mut reader.faults);
    let rule = reader.keep("rule", "choose", CountRule::named(form.get("rule")));
    let (change, publish) = said(form);
    let (publish, change) =
        (reader.keep("publish", "choose", publish), reader.keep("change", "choose", change));
    let regulation = reader.regulation();
    let limits = limits::read(form, &mut reader.faults);
    let (ties, lot) = tie_order::read(form, &mut reader.faults);
    let deadline = deadline::read(form, &mut reader.faults);
    let dates = Dates {
        propose_until: reader.moment("propose_until"),
        vote_from: reader.moment("vote_from"),
        vote_until: reader.moment("vote_until"),
        outcome_at: reader.moment("outcome_at"),
    };
    match (ceiling, reserve, ballot, rule, change.zip(publish)) {
        (Some(ceiling), Some(objection_reserve), Some(ballot), Some(rule), Some((change, publish)))
            if reader.faults.is_empty() =>
        {
            let title = form.get("title").trim().to_string();
            let count = CountRule(Rule { ties, ..rule });
            let plan = Plan {
                title,
                ceiling,
                objection_reserve,
                ballot,
                count,
                lot,
                limits,
                change,
                publish,
                regulation,
                deadline,
                dates,
            };
            Ok((AllocationId::new(form.get("allocation")), plan))
        }
        _ => Err(Refused::fields(reader.faults)),
    }
}

/// What stands in the form of a new round.
pub fn new() -> Form {
    let mut form = Form::default();
    ballot_form::known(&mut form, &BallotForm::approval(0, 5));
    form.set("rule", "equal-shares");
    form.set("lot_order", "lot");
    form.set("change", "allowed");
    form.set("publish", "ballots");
    deadline::new(&mut form);
    form
}

/// What stands in the form of a round that is known.
fn known(round: &Round) -> Form {
    let (plan, mut form) = (&round.plan, Form::default());
    form.set("title", &plan.title);
    form.set("allocation", round.allocation.as_str());
    form.set("ceiling", typed_amount(plan.ceiling));
    form.set("objection_reserve", typed_amount(plan.objection_reserve));
    ballot_form::known(&mut form, &plan.ballot);
    form.set("rule", plan.count.name());
    form.set(
        "change",
        match plan.change {
            Change::Allowed => "allowed",
            Change::None => "none",
        },
    );
    form.set(
        "publish",
        match plan.publish {
            Publish::Ballots => "ballots",
            Publish::Totals => "totals",
        },
    );
    tie_order::known(&mut form, plan, typed_moment);
    deadline::known(&mut form, plan, typed_moment);
    limits::known(&mut form, &plan.limits);
    if let Some(regulation) = &plan.regulation {
        form.set("regulation_title", &regulation.title);
        form.set("regulation_place", &regulation.place);
        form.set("regulation_date", &regulation.date);
    }
    let Dates { propose_until, vote_from, vote_until, outcome_at } = plan.dates;
    for (field, moment) in [
        ("propose_until", propose_until),
        ("vote_from", vote_from),
        ("vote_until", vote_until),
        ("outcome_at", outcome_at),
    ] {
        form.set(field, moment.map(typed_moment).unwrap_or_default());
    }
    form
}

/// A moment as browsers want it in a field: the clock in the Netherlands, to the minute.
fn typed_moment(moment: Moment) -> String {
    let local = moment.local();
    format!("{}T{:02}:{:02}", local.date(), local.hour(), local.minute())
}

async fn page(visit: &Visit, round: &Round, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let sight = Sight::of(visit, &mut conn).await?;
    let mut allocations = store::budget::allocations(&mut conn).await?;
    drop(conn);
    allocations.retain(|one| sight.has_area(&one.area));
    let filled = Filled::new(visit.text, form, refused);
    let content = html! {
        p.utrecht-paragraph { (visit.say("plan-line")) }
        (filled.notice())
        form.sr-stack.sr-stack--mid method="post" action=(visit.to(paths::ROUND_PLAN, &[round.id.as_str()])) {
            (fields(visit, &filled, &allocations))
            (form::submit(&visit.say("save")))
        }
    };
    Ok(Frame::below_round(visit, round, visit.say("plan-title")).show(visit, content))
}

/// The fields of a plan in groups.
pub fn fields(visit: &Visit, filled: &Filled<'_>, allocations: &[Allocation]) -> Markup {
    let text = visit.text;
    let options: Vec<(String, String)> = allocations
        .iter()
        .map(|one| {
            let words = text.with(
                "allocation-option",
                &[
                    ("area", one.area_name.as_str().into()),
                    ("year", one.year.to_string().into()),
                    ("room", text.euros(one.room()).into()),
                ],
            );
            (one.id.to_string(), words)
        })
        .collect();
    html! {
        (group(visit, "plan-money", html! {
            (filled.field(&Field::text("title", "field-title")))
            (filled.choice("allocation", "field-allocation", &options))
            (filled.field(&Field::text("ceiling", "field-round-ceiling")))
            (filled.field(&Field::text("objection_reserve", "field-objection_reserve")))
        }))
        (group(visit, "plan-dates", html! {
            @for (name, label) in [
                ("propose_until", "field-propose_until"),
                ("vote_from", "field-vote_from"),
                ("vote_until", "field-vote_until"),
                ("outcome_at", "field-outcome_at"),
            ] { (filled.field(&Field::of("datetime-local", name, label))) }
        }))
        (group(visit, "plan-ballot", html! {
            (ballot_form::fields(visit, filled))
            (filled.choice("change", "field-change", &[
                ("allowed".to_string(), text.get("change-allowed")),
                ("none".to_string(), text.get("change-none")),
            ]))
            (filled.choice("publish", "field-publish", &[
                ("ballots".to_string(), text.get("publish-ballots")),
                ("totals".to_string(), text.get("publish-totals")),
            ]))
        }))
        (group(visit, "deadline-group", deadline::fields(visit, filled)))
        (group(visit, "lot-group", tie_order::fields(visit, filled)))
        (group(visit, "plan-limits", limits::fields(visit, filled)))
        (group(visit, "plan-regulation", html! {
            p.sr-small { (text.get("plan-regulation-line")) }
            (filled.field(&Field::text("regulation_title", "field-regulation_title")))
            (filled.field(&Field::text("regulation_place", "field-regulation_place")))
            (filled.field(&Field::of("date", "regulation_date", "field-regulation_date")))
        }))
    }
}

fn group(visit: &Visit, title: &str, content: Markup) -> Markup {
    html! {
        fieldset.sr-stack {
            legend { h2.utrecht-heading-3 { (visit.say(title)) } }
            (content)
        }
    }
}
