//! What holds around the last moment of a vote, as fields of the plan of a round.

use maud::{Markup, html};

use crate::acts::FieldFault;
use crate::domain::deadline::{Deadline, MAX_GRACE, PaperRule};
use crate::domain::round::{GRACE_MINUTES, Plan};
use crate::domain::time::Moment;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled};
use crate::web::visit::Visit;

/// What a form holds; what cannot be read is told per field. A form without these fields says nothing about it.
pub fn read(form: &Form, faults: &mut Vec<FieldFault>) -> Option<Deadline> {
    if !form.has("paper") {
        return None;
    }
    let mut keep = |field, fault, is_good: bool| {
        if !is_good {
            faults.push(FieldFault { field, fault });
        }
    };
    let grace = form.get("grace_minutes").trim().parse::<u64>().ok().filter(|minutes| *minutes <= MAX_GRACE);
    keep("grace_minutes", "grace", grace.is_some());
    let paper = PaperRule::named(form.get("paper"));
    keep("paper", "choose", paper.is_some());
    let typed = form.get("extend_until").trim();
    let extend_until = Moment::parse_local(typed);
    keep("extend_until", "moment", typed.is_empty() || extend_until.is_some());
    Some(Deadline { grace_minutes: grace?, paper: paper?, extend_until })
}

/// What stands in the form of a new round.
pub fn new(form: &mut Form) {
    form.set("grace_minutes", GRACE_MINUTES.to_string());
    form.set("paper", PaperRule::HandedIn.name());
}

/// What is known of a plan, in the form; `moment` writes a moment as browsers want it.
pub fn known(form: &mut Form, plan: &Plan, moment: impl Fn(Moment) -> String) {
    let deadline = plan.deadline.unwrap_or(crate::domain::deadline::UNPOSTED);
    form.set("grace_minutes", deadline.grace_minutes.to_string());
    form.set("paper", deadline.paper.name());
    form.set("extend_until", deadline.extend_until.map(moment).unwrap_or_default());
}

/// The fields.
pub fn fields(visit: &Visit, filled: &Filled<'_>) -> Markup {
    let rules =
        PaperRule::NAMES.map(|(_, name)| (name.to_string(), visit.say(&format!("paper-rule-{name}"))));
    html! {
        (filled.field(&Field::of("number", "grace_minutes", "field-grace_minutes")))
        (filled.choice("paper", "field-paper", &rules))
        (filled.field(&Field::of("datetime-local", "extend_until", "field-extend_until")))
    }
}
