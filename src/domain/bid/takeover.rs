//! The takeover of a task: the decision about it, and what follows. It stands apart from the round in which the bid got its
//! support: nothing of it is counted there, and none of its money is of the reserve.
//!
//! ```text
//! none -> agreed -> signed -> running <-> evaluated
//!    \-> refused        \        | ^ account, each year
//!                        \-------+------> stopped (handed back)
//! ```

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::day_of;
use crate::domain::id::AccountId;
use crate::domain::money::Cents;
use crate::domain::recipient::RecipientKind;
use crate::domain::registration::Kvk;
use crate::domain::time::Moment;

/// Longest reason and longest text of an account, in characters.
pub const MAX_REASON: usize = 4_000;
/// Most years of an agreement.
pub const MOST_YEARS: i16 = 15;

/// Where a takeover stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Takeover {
    /// Nothing was decided.
    #[default]
    None,
    /// The municipality agreed.
    Agreed,
    /// It did not.
    Refused,
    /// There is an agreement (Dutch: uitvoeringsovereenkomst).
    Signed,
    /// The residents do the task.
    Running,
    /// It was evaluated; what follows is still to be said.
    Evaluated,
    /// The task was handed back.
    Stopped,
}

impl Takeover {
    /// Every state with its name in the database and in texts.
    pub const NAMES: [(Takeover, &'static str); 7] = [
        (Takeover::None, "none"),
        (Takeover::Agreed, "agreed"),
        (Takeover::Refused, "refused"),
        (Takeover::Signed, "signed"),
        (Takeover::Running, "running"),
        (Takeover::Evaluated, "evaluated"),
        (Takeover::Stopped, "stopped"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Takeover::NAMES.iter().find(|(one, _)| *one == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<Takeover> {
        Takeover::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }

    /// Where a step leads from here; nothing where it cannot be taken.
    pub fn after(self, step: StepKind) -> Option<Takeover> {
        use Takeover::{Agreed, Evaluated, None as Nothing, Refused, Running, Signed, Stopped};
        match (self, step) {
            (Nothing, StepKind::Agree) => Some(Agreed),
            (Nothing, StepKind::Refuse) => Some(Refused),
            (Agreed, StepKind::Sign) => Some(Signed),
            (Signed, StepKind::Start) | (Running, StepKind::Account) | (Evaluated, StepKind::Extend) => {
                Some(Running)
            }
            (Running, StepKind::Evaluate) => Some(Evaluated),
            (Agreed | Signed | Running | Evaluated, StepKind::Stop) => Some(Stopped),
            (Nothing | Agreed | Refused | Signed | Running | Evaluated | Stopped, _) => None,
        }
    }

    /// The steps that can be taken from here.
    pub fn steps(self) -> Vec<StepKind> {
        let all = StepKind::NAMES.iter().map(|(step, _)| *step);
        all.filter(|step| self.after(*step).is_some()).collect()
    }
}

/// A kind of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The municipality decides that the task goes over.
    Agree,
    /// It decides that it does not.
    Refuse,
    /// Both sign the agreement.
    Sign,
    /// The residents begin.
    Start,
    /// They told the people whom it is for how a year went.
    Account,
    /// It was evaluated.
    Evaluate,
    /// It goes on.
    Extend,
    /// It ends; the task is handed back.
    Stop,
}

impl StepKind {
    /// Every kind with its name in the database and in texts.
    pub const NAMES: [(StepKind, &'static str); 8] = [
        (StepKind::Agree, "agree"),
        (StepKind::Refuse, "refuse"),
        (StepKind::Sign, "sign"),
        (StepKind::Start, "start"),
        (StepKind::Account, "account"),
        (StepKind::Evaluate, "evaluate"),
        (StepKind::Extend, "extend"),
        (StepKind::Stop, "stop"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        StepKind::NAMES.iter().find(|(one, _)| *one == self).expect("every step has a name").1
    }

    /// The step of this name.
    pub fn named(name: &str) -> Option<StepKind> {
        StepKind::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }

    /// Whether it is a decision of the municipality, for who has the mandate: about the bid, and later whether it goes on.
    pub fn is_decision(self) -> bool {
        self.is_first_decision() || matches!(self, StepKind::Extend | StepKind::Stop)
    }

    /// Whether it is the decision about the bid.
    pub fn is_first_decision(self) -> bool {
        matches!(self, StepKind::Agree | StepKind::Refuse)
    }
}

/// The legal person that takes the task over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legal {
    /// What it is.
    pub kind: RecipientKind,
    /// Its name.
    pub name: String,
    /// Its number in the trade register.
    pub kvk: Kvk,
}

/// What both agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// From which day.
    pub from: Date,
    /// Until and with which day.
    pub until: Date,
    /// What the municipality pays in a year.
    pub yearly: Cents,
    /// How either can end it earlier.
    pub break_clause: String,
}

/// What a step holds beside its day and reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// Of a yes: the number of the decision, and who takes over.
    Agree(String, Legal),
    /// Of a no: the number of the decision.
    Refuse(String),
    /// Of the agreement.
    Sign(Agreement),
    /// Of a yearly account: over which year.
    Account(i16),
    /// Of an extension: the new last day.
    Extend(Date),
    /// Nothing more.
    Start,
    /// Nothing more.
    Evaluate,
    /// Nothing more.
    Stop,
}

impl Says {
    /// Of which kind of step it is.
    pub fn kind(&self) -> StepKind {
        match self {
            Says::Agree(..) => StepKind::Agree,
            Says::Refuse(_) => StepKind::Refuse,
            Says::Sign(_) => StepKind::Sign,
            Says::Account(_) => StepKind::Account,
            Says::Extend(_) => StepKind::Extend,
            Says::Start => StepKind::Start,
            Says::Evaluate => StepKind::Evaluate,
            Says::Stop => StepKind::Stop,
        }
    }
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// In order; set when it is stored.
    pub number: u64,
    /// From where.
    pub from: Takeover,
    /// To where.
    pub to: Takeover,
    /// On which day it was.
    pub on: Date,
    /// Why, or what was told.
    pub reason: String,
    /// What else it says.
    pub says: Says,
    /// Who wrote it down; nothing for a yearly account that the group told itself.
    pub by: Option<AccountId>,
    /// Who typed it at the desk for the group.
    pub desk: Option<AccountId>,
    /// Whether the office took it off: then nobody heard it.
    pub is_off: bool,
    /// The function of that person then.
    pub function: String,
    /// When.
    pub at: Moment,
}

impl Step {
    /// Whether it is a yearly account that the neighbourhood can read, and over which year.
    pub fn told(&self) -> Option<i16> {
        match self.says {
            Says::Account(year) => (!self.is_off).then_some(year),
            Says::Agree(..)
            | Says::Refuse(_)
            | Says::Sign(_)
            | Says::Extend(_)
            | Says::Start
            | Says::Evaluate
            | Says::Stop => None,
        }
    }
}

/// Where the steps led.
pub fn state(steps: &[Step]) -> Takeover {
    steps.last().map_or(Takeover::None, |step| step.to)
}

/// The agreement, with the last day to which it was extended.
pub fn agreement(steps: &[Step]) -> Option<Agreement> {
    let mut found: Option<Agreement> = None;
    for step in steps {
        match &step.says {
            Says::Sign(agreement) => found = Some(agreement.clone()),
            Says::Extend(until) => found = found.map(|one| Agreement { until: *until, ..one }),
            Says::Agree(..)
            | Says::Refuse(_)
            | Says::Account(_)
            | Says::Start
            | Says::Evaluate
            | Says::Stop => {}
        }
    }
    found
}

/// The years that have passed since the start and of which the neighbourhood can read no account.
pub fn years_due(steps: &[Step], now: Moment) -> Vec<i16> {
    let Some(start) = steps.iter().find(|step| step.says == Says::Start) else { return Vec::new() };
    let last =
        steps.iter().find(|step| step.says == Says::Stop).map_or(day_of(now).year(), |step| step.on.year());
    let told = |year: &i16| steps.iter().any(|step| step.told() == Some(*year));
    (start.on.year()..last).filter(|year| !told(year)).collect()
}

/// The last day of an agreement that ends within half a year and of which nobody decided yet what follows.
pub fn ends_soon(steps: &[Step], now: Moment) -> Option<Date> {
    let is_on = matches!(state(steps), Takeover::Signed | Takeover::Running | Takeover::Evaluated);
    let until = agreement(steps).map(|agreement| agreement.until).filter(|_| is_on)?;
    (until <= day_of(now).saturating_add(6.months())).then_some(until)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::calendar::parse_day;

    pub(in crate::domain::bid) fn day(text: &str) -> Date {
        parse_day(text).expect("a day")
    }

    pub(in crate::domain::bid) fn walk(all: Vec<(Says, &str)>) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for (says, on) in all {
            let from = state(&steps);
            let to = from.after(says.kind()).expect("a step that can be taken");
            let (by, at) = (Some(AccountId::new("marijke")), Moment::from_micros(0));
            let (number, reason, function) = (0, "omdat".to_string(), String::new());
            let (desk, is_off, on) = (None, false, day(on));
            steps.push(Step { number, from, to, on, reason, says, by, desk, is_off, function, at });
        }
        steps
    }

    pub(in crate::domain::bid) fn agreed() -> Vec<(Says, &'static str)> {
        let kvk = Kvk::parse("12345678").expect("a number");
        let legal = Legal { kind: RecipientKind::Foundation, name: "Stichting De Hal".to_string(), kvk };
        let agreement = Agreement {
            from: day("2028-01-01"),
            until: day("2031-12-31"),
            yearly: Cents::euros(90_000),
            break_clause: "Een half jaar vooraf.".to_string(),
        };
        vec![
            (Says::Agree("2027-118".to_string(), legal), "2027-10-01"),
            (Says::Sign(agreement), "2027-11-01"),
            (Says::Start, "2028-01-01"),
        ]
    }

    #[test]
    fn every_step_leads_somewhere_from_somewhere_and_the_ends_are_ends() {
        for (step, name) in StepKind::NAMES {
            assert_eq!(StepKind::named(name), Some(step));
            assert!(Takeover::NAMES.iter().any(|(state, _)| state.after(step).is_some()), "{name}");
        }
        for end in [Takeover::Refused, Takeover::Stopped] {
            assert_eq!(end.steps(), []);
        }
        assert_eq!(Takeover::None.steps(), [StepKind::Agree, StepKind::Refuse]);
    }

    #[test]
    fn a_year_without_an_account_is_due_and_one_with_is_not() {
        let mut all = agreed();
        let now = Moment::parse("2030-03-01T12:00:00Z").expect("a moment");
        assert_eq!(years_due(&walk(all.clone()), now), [2028, 2029]);
        all.push((Says::Account(2028), "2029-02-01"));
        let mut steps = walk(all.clone());
        assert_eq!(years_due(&steps, now), [2029]);
        steps[3].is_off = true;
        assert_eq!(years_due(&steps, now), [2028, 2029], "what was taken off nobody heard");
        all.push((Says::Evaluate, "2030-01-15"));
        all.push((Says::Extend(day("2035-12-31")), "2030-02-01"));
        assert_eq!(agreement(&walk(all)).map(|one| one.until), Some(day("2035-12-31")));
    }

    #[test]
    fn an_agreement_that_ends_within_half_a_year_is_known_until_somebody_decides() {
        let mut all = agreed();
        let at = |day: &str| Moment::parse(&format!("{day}T12:00:00Z")).expect("a moment");
        assert_eq!(ends_soon(&walk(all.clone()), at("2031-06-30")), None);
        assert_eq!(ends_soon(&walk(all.clone()), at("2031-07-01")), Some(day("2031-12-31")));
        assert_eq!(
            ends_soon(&walk(all.clone()), at("2032-03-01")),
            Some(day("2031-12-31")),
            "it ended already"
        );
        all.push((Says::Account(2028), "2029-02-01"));
        all.push((Says::Stop, "2031-11-01"));
        assert_eq!(ends_soon(&walk(all), at("2031-11-02")), None);
    }
}
