//! The seven conditions of a bid, each with a verdict that says why. A new verdict stands beside the old ones.

use crate::domain::id::AccountId;
use crate::domain::pitch::State;
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
    /// On which version of the bid.
    pub version: u64,
    /// Why; nothing once it was erased.
    pub reason: String,
    /// By whom.
    pub by: AccountId,
    /// The function of that person then.
    pub function: String,
    /// When.
    pub at: Moment,
}

/// What a verdict must be of to count: a bid that changed is judged anew, and nobody knows the support before the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Since {
    /// The version that was sent in last.
    pub version: u64,
    /// When the result of the round was certified last, before the decision where there is one.
    pub certified: Option<Moment>,
}

impl Verdict {
    /// Whether it counts.
    pub fn counts(&self, since: &Since) -> bool {
        let is_known =
            self.condition != Condition::Support || since.certified.is_some_and(|at| at <= self.at);
        self.version == since.version && is_known
    }
}

/// The verdict in force on each condition; nothing where nobody gave one that counts.
pub fn in_force<'a>(all: &'a [Verdict], since: &Since) -> [(Condition, Option<&'a Verdict>); 7] {
    Condition::NAMES.map(|(condition, _)| {
        let newest = all.iter().filter(|one| one.condition == condition).max_by_key(|one| one.number);
        (condition, newest.filter(|one| one.counts(since)))
    })
}

/// The conditions of which it is not said that they hold.
pub fn open(all: &[Verdict], since: &Since) -> Vec<Condition> {
    let holds = |one: Option<&Verdict>| one.is_some_and(|one| one.answer == Answer::Yes);
    in_force(all, since).into_iter().filter(|(_, one)| !holds(*one)).map(|(condition, _)| condition).collect()
}

/// The verdicts that everyone may read: none before the plan is decided about, and of a second look none before it is over.
pub fn for_everyone(all: Vec<Verdict>, state: State, asked: Option<Moment>) -> Vec<Verdict> {
    let is_told = |one: &Verdict| state.is_decided() && asked.is_none_or(|asked| one.at <= asked);
    all.into_iter().filter(is_told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(number: u64, condition: Condition, answer: Answer) -> Verdict {
        let (by, at) = (AccountId::new("joris"), Moment::from_micros(10));
        let (version, reason, function) = (1, "omdat".to_string(), String::new());
        Verdict { number, condition, answer, version, reason, by, function, at }
    }

    fn since(version: u64, certified: i64) -> Since {
        Since { version, certified: Some(Moment::from_micros(certified)) }
    }

    #[test]
    fn only_seven_times_yes_is_yes_and_the_newest_verdict_counts() {
        let mut all: Vec<Verdict> = Condition::NAMES
            .iter()
            .zip(1..)
            .map(|((one, _), number)| verdict(number, *one, Answer::Yes))
            .collect();
        assert_eq!(open(&all, &since(1, 10)), []);
        for answer in [Answer::No, Answer::Unknown] {
            all.push(verdict(8, Condition::Cost, answer));
            assert_eq!(open(&all, &since(1, 10)), [Condition::Cost], "{answer:?}");
            all.pop();
        }
        all.push(verdict(8, Condition::Cost, Answer::No));
        all.push(verdict(9, Condition::Cost, Answer::Yes));
        assert_eq!(open(&all, &since(1, 10)), []);
        assert_eq!(open(&[], &since(1, 10)).len(), 7, "silence is no yes");
        assert_eq!(open(&all, &since(2, 10)).len(), 7, "another version is another bid");
        assert_eq!(
            open(&all, &since(1, 11)),
            [Condition::Support],
            "nobody knew the support before the result"
        );
        assert_eq!(open(&all, &Since { version: 1, certified: None }), [Condition::Support]);
    }

    #[test]
    fn nobody_reads_a_verdict_before_the_plan_is_decided_about() {
        let all = || vec![verdict(1, Condition::Cost, Answer::No)];
        for state in [State::Draft, State::Submitted, State::Incomplete, State::Withdrawn] {
            assert_eq!(for_everyone(all(), state, None), [], "{state:?}");
        }
        assert_eq!(for_everyone(all(), State::Admissible, None), all());
        let asked = |micros| Some(Moment::from_micros(micros));
        assert_eq!(for_everyone(all(), State::NotAdmitted, asked(9)), [], "a second look is not over");
        assert_eq!(for_everyone(all(), State::NotAdmitted, asked(10)), all());
    }
}
