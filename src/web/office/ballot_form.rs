//! The form of the ballot of a round, as fields of its plan.

use maud::{Markup, html};

use crate::acts::FieldFault;
use crate::domain::ballot::{BallotForm, Marking, Points, Spend};
use crate::domain::count_rule::CountRule;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled};
use crate::web::visit::Visit;

/// The forms by name, with the key of what they are called.
const FORMS: [(&str, &str); 5] = [
    ("approval", "form-approval"),
    ("knapsack", "form-knapsack"),
    ("one-choice", "form-one"),
    ("points", "form-of-points"),
    ("ranking", "form-ranking"),
];

/// The rules that a round can have by name, with the key of what they are called.
const RULES: [(&str, &str); 6] = [
    ("equal-shares", "rule-equal-shares"),
    ("greedy", "rule-greedy"),
    ("equal-shares-points", "rule-equal-shares-points"),
    ("greedy-points", "rule-greedy-points"),
    ("equal-shares-places", "rule-equal-shares-places"),
    ("greedy-places", "rule-greedy-places"),
];

/// Whether points may be left, by name.
const SPENDS: [(&str, &str); 2] = [("all", "form-spend-all"), ("up-to", "form-spend-up-to")];

/// The form that a form holds, if it can be read; what cannot is told per field.
pub fn read(form: &Form, faults: &mut Vec<FieldFault>) -> Option<BallotForm> {
    let mut number = |field: &'static str| {
        let read = form.get(field).trim().parse::<u32>().ok().map(u64::from);
        if read.is_none() {
            faults.push(FieldFault { field, fault: "number" });
        }
        read
    };
    let (min, max) = (number("ballot_min"), number("ballot_max"));
    let per_theme = match form.get("per_theme").trim() {
        "" => Some(None),
        _ => number("per_theme").map(Some),
    };
    let marking = match form.get("ballot_form") {
        // A form that does not ask for it means what it meant before there were others.
        "" | "approval" => Some(Marking::Approval),
        "knapsack" => Some(Marking::Knapsack),
        "one-choice" => Some(Marking::OneChoice),
        "ranking" => Some(Marking::Ranking),
        "points" => {
            let (total, each) = (number("points_total"), number("points_each"));
            let spend = match form.get("points_spend") {
                "all" => Some(Spend::All),
                "up-to" => Some(Spend::UpTo),
                _ => None,
            };
            if spend.is_none() {
                faults.push(FieldFault { field: "points_spend", fault: "choose" });
            }
            let points = total.zip(each).zip(spend);
            points.map(|((total, each), spend)| Marking::Points(Points { total, each, spend }))
        }
        _ => {
            faults.push(FieldFault { field: "ballot_form", fault: "choose" });
            None
        }
    };
    let (min, max) = min.zip(max)?;
    Some(BallotForm { min, max, marking: marking?, per_theme: per_theme? })
}

/// Puts a form of the ballot into a form.
pub fn known(form: &mut Form, ballot: &BallotForm) {
    form.set("ballot_min", ballot.min.to_string());
    form.set("ballot_max", ballot.max.to_string());
    form.set("per_theme", ballot.per_theme.map(|most| most.to_string()).unwrap_or_default());
    let name = match ballot.marking {
        Marking::Approval => "approval",
        Marking::Knapsack => "knapsack",
        Marking::OneChoice => "one-choice",
        Marking::Ranking => "ranking",
        Marking::Points(Points { total, each, spend }) => {
            form.set("points_total", total.to_string());
            form.set("points_each", each.to_string());
            form.set(
                "points_spend",
                match spend {
                    Spend::All => "all",
                    Spend::UpTo => "up-to",
                },
            );
            "points"
        }
    };
    form.set("ballot_form", name);
}

/// The fields, and with them the rule that must fit.
pub fn fields(visit: &Visit, filled: &Filled<'_>) -> Markup {
    html! {
        (filled.choice("ballot_form", "field-ballot_form", &options(visit, &FORMS)))
        (filled.field(&Field::of("number", "ballot_min", "field-ballot_min")))
        (filled.field(&Field::of("number", "ballot_max", "field-ballot_max")))
        (filled.field(&Field::of("number", "per_theme", "field-per_theme")))
        p.sr-small { (visit.say("form-points-line")) }
        (filled.field(&Field::of("number", "points_total", "field-points_total")))
        (filled.field(&Field::of("number", "points_each", "field-points_each")))
        (filled.choice("points_spend", "field-points_spend", &options(visit, &SPENDS)))
        (filled.choice("rule", "field-rule", &options(visit, &RULES)))
    }
}

/// What the rule of a round is called.
pub fn rule(visit: &Visit, count: &CountRule) -> String {
    let found = RULES.iter().find(|(name, _)| *name == count.name());
    found.map(|(_, key)| visit.say(key)).unwrap_or_default()
}

fn options(visit: &Visit, list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, key)| (name.to_string(), visit.say(key))).collect()
}
