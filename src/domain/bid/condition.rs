//! The seven conditions of a bid, each with a verdict that says why. A new verdict stands beside the old ones.

use crate::domain::id::AccountId;
use crate::domain::time::Moment;

/// Longest reason of a verdict, in characters.
pub const MAX_REASON: usize = 2_000;

/// A condition, in the order in which the city names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// It is a task of the municipality or a part of one, and fits its aims.
    Task,
    /// There is money for it.
    Money,
    /// It is not dearer than now.
    Cost,
    /// It has more value for society.
    Value,
    /// The people whom it is for support it.
    Support,
    /// A legal person takes it over.
    Form,
    /// Those who use it and partners are told how it goes (horizontal accountability).
    Account,
}

impl Condition {
    /// Every condition with its name in the database and in texts.
    pub const NAMES: [(Condition, &'static str); 7] = [
        (Condition::Task, "task"),
        (Condition::Money, "money"),
        (Condition::Cost, "cost"),
        (Condition::Value, "value"),
        (Condition::Support, "support"),
        (Condition::Form, "form"),
        (Condition::Account, "account"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Condition::NAMES.iter().find(|(one, _)| *one == self).expect("every condition has a name").1
    }

    /// The condition of this name.
    pub fn named(name: &str) -> Option<Condition> {
        Condition::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// That is not known yet.
    Unknown,
}

impl Answer {
    /// Every answer with its name in the database and in texts.
    pub const NAMES: [(Answer, &'static str); 3] =
        [(Answer::Yes, "yes"), (Answer::No, "no"), (Answer::Unknown, "unknown")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Answer::NAMES.iter().find(|(one, _)| *one == self).expect("every answer has a name").1
    }

    /// The answer of this name.
    pub fn named(name: &str) -> Option<Answer> {
        Answer::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }
}

/// A verdict on one condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// In order of all verdicts on the bid; set when it is stored.
    pub number: u64,
    /// On which condition.
    pub condition: Condition,
    /// Whether it holds.
    pub answer: Answer,
    /// Why; nothing once it was erased.
    pub reason: String,
    /// By whom.
    pub by: AccountId,
    /// The function of that person then.
    pub function: String,
    /// When.
    pub at: Moment,
}

/// The verdict in force on each condition; nothing where nobody gave one.
pub fn in_force(all: &[Verdict]) -> [(Condition, Option<&Verdict>); 7] {
    Condition::NAMES.map(|(condition, _)| {
        let newest = all.iter().filter(|one| one.condition == condition).max_by_key(|one| one.number);
        (condition, newest)
    })
}

/// The conditions of which it is not said that they hold.
pub fn open(all: &[Verdict]) -> Vec<Condition> {
    let holds = |one: Option<&Verdict>| one.is_some_and(|one| one.answer == Answer::Yes);
    in_force(all).into_iter().filter(|(_, one)| !holds(*one)).map(|(condition, _)| condition).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(number: u64, condition: Condition, answer: Answer) -> Verdict {
        let (by, at) = (AccountId::new("joris"), Moment::from_micros(0));
        Verdict { number, condition, answer, reason: "omdat".to_string(), by, function: String::new(), at }
    }

    #[test]
    fn only_seven_times_yes_is_yes_and_the_newest_verdict_counts() {
        let mut all: Vec<Verdict> = Condition::NAMES
            .iter()
            .zip(1..)
            .map(|((one, _), number)| verdict(number, *one, Answer::Yes))
            .collect();
        assert_eq!(open(&all), []);
        for answer in [Answer::No, Answer::Unknown] {
            all.push(verdict(8, Condition::Cost, answer));
            assert_eq!(open(&all), [Condition::Cost], "{answer:?}");
            all.pop();
        }
        all.push(verdict(8, Condition::Cost, Answer::No));
        all.push(verdict(9, Condition::Cost, Answer::Yes));
        assert_eq!(open(&all), []);
        assert_eq!(open(&[]).len(), 7, "silence is no yes");
    }
}
