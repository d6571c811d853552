//! The pages of a bid (S25): one group of questions each, as those of every plan.

use maud::{Markup, html};

use super::fields::{Choices, day, one_of};
use super::rows::sum;
use crate::domain::money::Cents;
use crate::domain::pitch::content::Step;
use crate::domain::pitch::offer::{MAX_NUMBER, Offer};
use crate::domain::plain::kept;
use crate::web::guard::body::Form;
use crate::web::parts::bid as parts;
use crate::web::parts::form::{Field, Filled, Refused, choosing, typed_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// Reads a page.
pub fn read(form: &Form, step: Step, choices: &Choices) -> Result<Offer, Refused> {
    let text = |name: &str| kept(form.get(name));
    let empty = Offer::default();
    Ok(match step {
        Step::Task => {
            let known: Vec<String> = choices.tasks.iter().map(|one| one.id.to_string()).collect();
            Offer { task: one_of(&known, text("bid_task"), "bid_task")?, part: text("bid_part"), ..empty }
        }
        Step::Offer => Offer {
            once: amount(form, "bid_once")?,
            yearly: amount(form, "bid_yearly")?,
            hours: count(form, "bid_hours")?,
            hour_value: amount(form, "bid_hour_value")?,
            ..empty
        },
        Step::Quality => Offer {
            quality_now: text("bid_quality_now"),
            quality_offered: text("bid_quality_offered"),
            ..empty
        },
        Step::Reach => Offer {
            whom: text("bid_whom"),
            people: count(form, "bid_people")?,
            reached: text("bid_reached"),
            ..empty
        },
        Step::Support => Offer { support: text("bid_support"), ..empty },
        Step::Fallback => Offer {
            backups: text("bid_backups"),
            risks: text("bid_risks"),
            fallback: text("bid_fallback"),
            ..empty
        },
        Step::Duties => duties(form),
        Step::Term => Offer {
            start: day(form, "bid_start")?,
            years: count(form, "bid_years")?,
            break_clause: text("bid_break"),
            ..empty
        },
        Step::Account => Offer {
            told_whom: text("bid_told_whom"),
            told_often: text("bid_told_often"),
            evaluate_on: day(form, "bid_evaluate_on")?,
            measures: text("bid_measures"),
            ..empty
        },
        Step::Idea
        | Step::Where
        | Step::Goal
        | Step::Costs
        | Step::Who
        | Step::Allies
        | Step::Help
        | Step::Paid => empty,
    })
}

fn duties(form: &Form) -> Offer {
    let text = |name: &str| kept(form.get(name));
    Offer {
        staff: yes(form, "bid_staff"),
        staff_text: text("bid_staff_text"),
        privacy: yes(form, "bid_privacy"),
        privacy_text: text("bid_privacy_text"),
        permits: text("bid_permits"),
        insurance: text("bid_insurance"),
        ..Offer::default()
    }
}

fn amount(form: &Form, field: &'static str) -> Result<Option<Cents>, Refused> {
    match form.get(field).trim() {
        "" => Ok(None),
        typed => sum(typed, field).map(Some),
    }
}

fn count(form: &Form, field: &'static str) -> Result<Option<u64>, Refused> {
    match form.get(field).trim() {
        "" => Ok(None),
        typed => {
            let number = typed.replace('.', "").parse().ok().filter(|number| *number <= MAX_NUMBER);
            number.map(Some).ok_or_else(|| Refused::field(field, "bid-number"))
        }
    }
}

fn yes(form: &Form, field: &str) -> Option<bool> {
    match form.get(field) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Puts sums in a form as they are typed; other answers stand in it as they are.
pub fn fill(form: &mut Form, offer: &Offer) {
    for (field, sum) in
        [("bid_once", offer.once), ("bid_yearly", offer.yearly), ("bid_hour_value", offer.hour_value)]
    {
        form.forget(field);
        form.set(field, sum.map(typed_amount).unwrap_or_default());
    }
}

/// The fields of a page.
pub fn show(visit: &Visit, step: Step, filled: &Filled<'_>, choices: &Choices) -> Markup {
    let line = |name: &'static str, label: &'static str| filled.field(&Field::text(name, label));
    let area = |name: &'static str, label: &'static str| filled.field(&Field::of("area", name, label));
    let date = |name: &'static str, label: &'static str| filled.field(&Field::of("date", name, label));
    match step {
        Step::Task => html! {
            (filled.choice("bid_task", "field-bid_task", &tasks(visit, choices)))
            @if choices.tasks.is_empty() { p.utrecht-paragraph { (visit.say("tasks-none")) } }
            p.sr-small { a.utrecht-link href=(visit.to(paths::TASKS, &[])) { (visit.say("tasks-to-list")) } }
            (line("bid_part", "field-bid_part"))
        },
        Step::Offer => html! {
            (line("bid_yearly", "field-bid_yearly"))
            (line("bid_once", "field-bid_once"))
            (line("bid_hours", "field-bid_hours"))
            (line("bid_hour_value", "field-bid_hour_value"))
        },
        Step::Quality => html! {
            (area("bid_quality_now", "field-bid_quality_now"))
            (area("bid_quality_offered", "field-bid_quality_offered"))
        },
        Step::Reach => html! {
            (line("bid_whom", "field-bid_whom"))
            (line("bid_people", "field-bid_people"))
            (line("bid_reached", "field-bid_reached"))
        },
        Step::Support => area("bid_support", "field-bid_support"),
        Step::Fallback => html! {
            (line("bid_backups", "field-bid_backups"))
            (line("bid_risks", "field-bid_risks"))
            (line("bid_fallback", "field-bid_fallback"))
        },
        Step::Duties => duty_fields(visit, filled),
        Step::Term => html! {
            (date("bid_start", "field-bid_start"))
            (line("bid_years", "field-bid_years"))
            (line("bid_break", "field-bid_break"))
        },
        Step::Account => html! {
            (line("bid_told_whom", "field-bid_told_whom"))
            (line("bid_told_often", "field-bid_told_often"))
            (date("bid_evaluate_on", "field-bid_evaluate_on"))
            (area("bid_measures", "field-bid_measures"))
        },
        Step::Idea
        | Step::Where
        | Step::Goal
        | Step::Costs
        | Step::Who
        | Step::Allies
        | Step::Help
        | Step::Paid => {
            html! {}
        }
    }
}

fn duty_fields(visit: &Visit, filled: &Filled<'_>) -> Markup {
    let line = |name: &'static str, label: &'static str| filled.field(&Field::text(name, label));
    let yes = |name: &'static str, label: &'static str| filled.choice(name, label, &yes_or_no(visit));
    html! {
        (yes("bid_staff", "field-bid_staff"))
        (line("bid_staff_text", "field-bid_staff_text"))
        (yes("bid_privacy", "field-bid_privacy"))
        (line("bid_privacy_text", "field-bid_privacy_text"))
        (line("bid_permits", "field-bid_permits"))
        (line("bid_insurance", "field-bid_insurance"))
    }
}

fn tasks(visit: &Visit, choices: &Choices) -> Vec<(String, String)> {
    let words = |one: &crate::domain::bid::Task| {
        let name = format!("{}, {} — {}", one.facts.name, one.facts.place, parts::cost(visit, &one.facts));
        (one.id.to_string(), name)
    };
    choosing(visit.text, choices.tasks.iter().map(words))
}

fn yes_or_no(visit: &Visit) -> Vec<(String, String)> {
    choosing(
        visit.text,
        ["no", "yes"].into_iter().map(|name| (name, visit.say(&format!("bid-answer-{name}")))),
    )
}
