//! What a voter's form says of the plans: boxes, points and places as they were typed, and the choices they make. The
//! same fields go along hidden where a choice is only looked over. Nothing here mends what was typed: a field that
//! cannot be read is told as it is, and stays as it is.

use maud::{Markup, html};

use crate::domain::ballot::{Ballot, BallotFault, Choice, Mark};
use crate::domain::id::ProposalId;
use crate::domain::rules::Rules;
use crate::web::guard::body::Form;

/// The field of plans that are chosen: a box or a button for each.
const CHOSEN: &str = "plan";
/// The field of points is this and the id of its plan.
const POINTS: &str = "points-";
/// The field of a place is this and the id of its plan.
const PLACE: &str = "place-";

/// The fields of a form that are about plans, as they were typed.
#[derive(Default)]
pub struct Marks(Vec<Typed>);

struct Typed {
    asked: Asked,
    plan: ProposalId,
    value: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Chosen,
    Points,
    Place,
}

/// Why a form holds no ballot.
#[derive(Debug)]
pub enum WrongMark {
    /// A field holds something else than a whole number; its plan.
    Unreadable(ProposalId),
    /// It can be read, and the rules do not allow it.
    Ballot(BallotFault),
}

impl WrongMark {
    /// The plan whose field is wrong, where it is one.
    pub fn plan(&self) -> Option<&ProposalId> {
        match self {
            WrongMark::Unreadable(plan) => Some(plan),
            WrongMark::Ballot(fault) => fault.plan(),
        }
    }
}

impl Marks {
    /// Reads the fields about plans.
    pub fn read(form: &Form) -> Marks {
        let typed = |(name, value): (&str, &str)| {
            let value = value.trim();
            let (asked, plan) = if name == CHOSEN {
                (Asked::Chosen, value)
            } else if let Some(plan) = name.strip_prefix(POINTS) {
                (Asked::Points, plan)
            } else {
                (Asked::Place, name.strip_prefix(PLACE)?)
            };
            (!value.is_empty()).then(|| Typed {
                asked,
                plan: ProposalId::new(plan),
                value: value.to_string(),
            })
        };
        Marks(form.fields().filter_map(typed).collect())
    }

    /// The choices, and the first plan whose field cannot be read. No points are the same as an empty field.
    fn parted(&self) -> (Vec<Choice>, Option<&ProposalId>) {
        let (mut choices, mut wrong) = (Vec::new(), None);
        for typed in &self.0 {
            let mark = match (typed.asked, typed.value.parse()) {
                (Asked::Chosen, _) => Mark::Chosen,
                (Asked::Points, Ok(0)) => continue,
                (Asked::Points, Ok(points)) => Mark::Points(points),
                (Asked::Place, Ok(place)) => Mark::Place(place),
                (Asked::Points | Asked::Place, Err(_)) => {
                    wrong = wrong.or(Some(&typed.plan));
                    continue;
                }
            };
            choices.push(Choice { plan: typed.plan.clone(), mark });
        }
        (choices, wrong)
    }

    /// The choices that can be read.
    pub fn choices(&self) -> Vec<Choice> {
        self.parted().0
    }

    /// The choices, if they are a ballot under these rules.
    pub fn checked(&self, rules: &Rules) -> Result<Vec<Choice>, WrongMark> {
        match self.parted() {
            (_, Some(plan)) => Err(WrongMark::Unreadable(plan.clone())),
            (choices, None) => match Ballot::new(rules, &choices) {
                Ok(_) => Ok(choices),
                Err(fault) => Err(WrongMark::Ballot(fault)),
            },
        }
    }

    /// Whether the form says something of a plan; no points say nothing.
    pub fn has(&self, plan: &ProposalId) -> bool {
        let is_none = |typed: &Typed| typed.asked == Asked::Points && typed.value.parse() == Ok(0_u64);
        self.0.iter().any(|typed| &typed.plan == plan && !is_none(typed))
    }

    /// What was typed as points or place of a plan.
    pub fn typed(&self, plan: &ProposalId) -> &str {
        let found = self.0.iter().find(|typed| &typed.plan == plan && typed.asked != Asked::Chosen);
        found.map_or("", |typed| typed.value.as_str())
    }
}

/// The name of the field of a plan with points; also its id.
pub fn points_field(plan: &ProposalId) -> String {
    format!("{POINTS}{plan}")
}

/// The name of the field of a plan with a place; also its id.
pub fn place_field(plan: &ProposalId) -> String {
    format!("{PLACE}{plan}")
}

/// The fields that say the same as these choices.
pub fn fields(choices: &[Choice]) -> impl Iterator<Item = (String, String)> {
    choices.iter().map(|choice| match choice.mark {
        Mark::Chosen => (CHOSEN.to_string(), choice.plan.to_string()),
        Mark::Points(points) => (points_field(&choice.plan), points.to_string()),
        Mark::Place(place) => (place_field(&choice.plan), place.to_string()),
    })
}

/// The same, hidden in a form.
pub fn hidden(choices: &[Choice]) -> Markup {
    html! { @for (name, value) in fields(choices) { input type="hidden" name=(name) value=(value); } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(form: &str) -> Vec<String> {
        let choices = Marks::read(&Form::parse(form.as_bytes())).choices();
        choices.iter().map(Choice::to_string).collect()
    }

    #[test]
    fn boxes_points_and_places_are_read_and_come_back_as_they_were_typed() {
        assert_eq!(told("plan=03&order=x&plan=01&next=review"), ["03", "01"]);
        assert_eq!(told("points-03=5&points-01=&points-02=0&points-04=+2+"), ["03:5", "04:2"]);
        assert_eq!(told("place-03=2&place-01=1&place-02="), ["03:2", "01:1"]);
        assert_eq!(told("plan="), Vec::<String>::new(), "the button for no plan at all");
        for wrong in ["veel", "-1", "1.5", "1,5", "99999999999999999999999"] {
            let marks = Marks::read(&Form::parse(format!("points-03={wrong}").as_bytes()));
            let plan = ProposalId::new("03");
            assert_eq!((marks.typed(&plan), marks.parted().1), (wrong, Some(&plan)), "{wrong}");
            assert!(marks.has(&plan) && marks.choices().is_empty());
        }
    }

    #[test]
    fn what_goes_along_hidden_says_the_same() {
        for form in ["plan=03&plan=01", "points-03=5&points-04=2", "place-03=2&place-01=1"] {
            let choices = Marks::read(&Form::parse(form.as_bytes())).choices();
            let sent: Vec<String> = fields(&choices).map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(sent.join("&"), form);
        }
    }
}
