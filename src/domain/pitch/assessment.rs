//! How the office looks at a plan (Dutch: haalbaarheidstoets): the same questions for large and small (S53), each answer with
//! its reason, its officer and its day, and a consideration in words beside them. There is no score (S54).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::time::Moment;

/// Longest reason of one answer, in characters.
pub const MAX_WHY: usize = 500;
/// Longest consideration, in characters.
pub const MAX_CONSIDERATION: usize = 4_000;
/// How often the answers about a plan are written down.
pub const MAX_ASSESSMENTS: usize = 100;
/// How often a group replies.
pub const MAX_REPLIES: usize = 10;

/// Makes an enum of questions, each with its name in the database, and the names of its fields in forms and texts: the
/// answer, and the words with it.
macro_rules! questions {
    ($(#[$doc:meta])* $kind:ident, $count:literal, $prefix:literal, $($(#[$one:meta])* $variant:ident = $name:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $kind {
            $($(#[$one])* #[serde(rename = $name)] $variant,)*
        }

        impl $kind {
            /// All of them, in order, each with its name in the database and with its fields: the answer, and why.
            pub const ALL: [($kind, &'static str, [&'static str; 2]); $count] =
                [$(($kind::$variant, $name, [concat!($prefix, $name), concat!($prefix, $name, "_why")]),)*];

            /// Its field in forms.
            pub fn field(self) -> &'static str {
                $kind::ALL.iter().find(|(one, ..)| *one == self).expect("all are there").2[0]
            }
        }
    };
}

questions! {
    /// Whether a plan can be carried out and may be. Each is put so that yes lets the plan go on.
    Question, 13, "pt_q_",
    /// It fits the money of the round.
    Money = "money",
    /// It is done once, or it is known who pays it after a year.
    Duration = "duration",
    /// It is known who maintains it.
    Upkeep = "upkeep",
    /// It is legal.
    Lawful = "lawful",
    /// It does not clash with policy.
    Policy = "policy",
    /// The owner of the place agrees.
    Owner = "owner",
    /// No permit is needed, or it can be had.
    Permit = "permit",
    /// There are no other plans for the place.
    Place = "place",
    /// No other interests are at stake.
    Interests = "interests",
    /// It is not outspokenly religious, political or commercial.
    Neutral = "neutral",
    /// It is done within twelve months.
    Year = "year",
    /// Residents of the area benefit from it.
    Residents = "residents",
    /// It is not funded already.
    Funded = "funded",
}

questions! {
    /// What a plan adds, in words: the same for large and small (S53).
    Criterion, 5, "pt_k_",
    /// People get to know and help each other.
    Cohesion = "k1",
    /// Everyone can take part.
    Inclusion = "k2",
    /// Formal and informal help meet.
    Basis = "k3",
    /// The group can carry it out.
    Strength = "strength",
    /// The group has roots in the neighbourhood, or knows its trade: what it says of that was looked at (S41).
    Roots = "roots",
}

/// An answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It holds with a change, which the reason tells.
    Changes,
}

impl Answer {
    /// Every answer with its name in forms and texts.
    pub const NAMES: [(Answer, &'static str); 3] =
        [(Answer::Yes, "yes"), (Answer::No, "no"), (Answer::Changes, "changes")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Answer::NAMES.iter().find(|(answer, _)| *answer == self).expect("every answer has a name").1
    }

    /// The answer of this name.
    pub fn named(name: &str) -> Option<Answer> {
        Answer::NAMES.iter().find(|(_, known)| *known == name).map(|(answer, _)| *answer)
    }
}

/// How much a plan adds to a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Much.
    Much,
    /// Something.
    Some,
    /// Nothing, or it is not about this.
    None,
}

impl Weight {
    /// Every weight with its name in forms and texts.
    pub const NAMES: [(Weight, &'static str); 3] =
        [(Weight::Much, "much"), (Weight::Some, "some"), (Weight::None, "none")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Weight::NAMES.iter().find(|(weight, _)| *weight == self).expect("every weight has a name").1
    }

    /// The weight of this name.
    pub fn named(name: &str) -> Option<Weight> {
        Weight::NAMES.iter().find(|(_, known)| *known == name).map(|(weight, _)| *weight)
    }
}

/// What somebody answered, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given<A> {
    /// The answer.
    pub answer: A,
    /// Why.
    pub why: String,
    /// Who answered.
    pub by: AccountId,
    /// The function of that person then.
    pub function: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// Who answers now.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    /// Who.
    pub by: &'a AccountId,
    /// The function of that person.
    pub function: &'a str,
    /// When.
    pub at: Moment,
}

/// What was typed: an answer or none yet, and why, per question.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The answers.
    pub answers: Vec<(Question, Option<Answer>, String)>,
    /// What the plan adds.
    pub weights: Vec<(Criterion, Option<Weight>, String)>,
    /// The consideration.
    pub consideration: String,
}

/// What the office answered about a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Assessment {
    /// To the questions.
    pub answers: BTreeMap<Question, Given<Answer>>,
    /// What the plan adds.
    pub weights: BTreeMap<Criterion, Given<Weight>>,
    /// What weighs beside all this, the personal factor included (S54).
    pub consideration: String,
}

/// What keeps an answer from being kept: in which field, and what.
pub type Fault = (&'static str, &'static str);

impl Typed {
    /// What is wrong with what was typed: a reason without an answer, an answer that is not yes without a reason, a reason that
    /// is too long.
    pub fn faults(&self) -> Vec<Fault> {
        let answers = self.answers.iter().map(|(question, answer, why)| {
            (question.field(), answer.is_some(), *answer != Some(Answer::Yes), why)
        });
        let weights =
            self.weights.iter().map(|(one, weight, why)| (one.field(), weight.is_some(), true, why));
        let fault = |(field, is_given, needs_why, why): (&'static str, bool, bool, &String)| {
            let fault = match (is_given, why.trim().is_empty()) {
                _ if why.chars().count() > MAX_WHY => "long",
                (true, true) if needs_why => "pt-why",
                (false, false) => "choose",
                (true, true | false) | (false, true) => return None,
            };
            Some((field, fault))
        };
        let mut faults: Vec<Fault> = answers.chain(weights).filter_map(fault).collect();
        if self.consideration.chars().count() > MAX_CONSIDERATION {
            faults.push(("pt_consideration", "long"));
        }
        faults
    }

    /// All words in it, each with its field.
    pub fn words(&self) -> Vec<(&'static str, &str)> {
        let answers = self.answers.iter().map(|(one, _, why)| (one.field(), why.as_str()));
        let weights = self.weights.iter().map(|(one, _, why)| (one.field(), why.as_str()));
        let last = std::iter::once(("pt_consideration", self.consideration.as_str()));
        answers.chain(weights).chain(last).collect()
    }
}

impl Assessment {
    /// What was typed, after what stood before: an answer that is the same keeps its officer and its day. After a new version of
    /// the plan each answer is given anew, so `before` is what stood about the same version.
    pub fn after(before: Option<&Assessment>, typed: &Typed, hand: Hand<'_>) -> Assessment {
        let mut made =
            Assessment { consideration: typed.consideration.trim().to_string(), ..Assessment::default() };
        for (question, answer, why) in &typed.answers {
            let old = before.and_then(|before| before.answers.get(question));
            if let Some(given) = given(old, *answer, why, hand) {
                made.answers.insert(*question, given);
            }
        }
        for (criterion, weight, why) in &typed.weights {
            let old = before.and_then(|before| before.weights.get(criterion));
            if let Some(given) = given(old, *weight, why, hand) {
                made.weights.insert(*criterion, given);
            }
        }
        made
    }

    /// Whether every question has its answer.
    pub fn is_complete(&self) -> bool {
        self.answers.len() == Question::ALL.len() && self.weights.len() == Criterion::ALL.len()
    }

    /// Whether a plan can go on the ballot by it: complete, and nothing is answered with no.
    pub fn lets_in(&self) -> bool {
        self.is_complete() && self.answers.values().all(|given| given.answer != Answer::No)
    }

    /// Its text as it is kept: the same answers are the same bytes.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("answers are plain data")
    }

    /// Reads such a text.
    pub fn read(text: &str) -> Option<Assessment> {
        serde_json::from_str(text).ok()
    }

    /// The fingerprint of such a text.
    pub fn digest(text: &str) -> Digest {
        Digest::of(text.as_bytes())
    }
}

fn given<A: Copy + PartialEq>(
    old: Option<&Given<A>>,
    answer: Option<A>,
    why: &str,
    hand: Hand<'_>,
) -> Option<Given<A>> {
    let (answer, why) = (answer?, why.trim());
    let same = old.filter(|old| old.answer == answer && old.why == why).cloned();
    Some(same.unwrap_or_else(|| Given {
        answer,
        why: why.to_string(),
        by: hand.by.clone(),
        function: hand.function.to_string(),
        at: hand.at.micros(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(answer: Answer) -> Typed {
        Typed {
            answers: Question::ALL.map(|(one, ..)| (one, Some(answer), "Omdat.".to_string())).to_vec(),
            weights: Criterion::ALL.map(|(one, ..)| (one, Some(Weight::Some), "Omdat.".to_string())).to_vec(),
            consideration: "Een sterke groep.".to_string(),
        }
    }

    fn made(before: Option<&Assessment>, typed: &Typed, by: &str, minute: i64) -> Assessment {
        let at = Moment::from_micros(0).plus_minutes(minute);
        Assessment::after(before, typed, Hand { by: &AccountId::new(by), function: "Adviseur", at })
    }

    #[test]
    fn each_answer_keeps_its_officer_and_its_day() {
        let first = made(None, &all(Answer::Yes), "joris", 1);
        assert!(first.lets_in());
        assert_eq!(Assessment::read(&first.write()).as_ref(), Some(&first), "it reads back");
        let mut typed = all(Answer::Yes);
        typed.answers[3] = (Question::Lawful, Some(Answer::No), "Het mag niet.".to_string());
        let second = made(Some(&first), &typed, "bea", 2);
        assert!(second.is_complete() && !second.lets_in());
        assert_eq!(second.answers[&Question::Lawful].by.as_str(), "bea");
        assert_eq!(second.answers[&Question::Policy], first.answers[&Question::Policy]);
    }

    #[test]
    fn what_is_not_yes_has_a_reason_and_a_reason_has_an_answer() {
        let mut typed = all(Answer::Yes);
        typed.answers[0] = (Question::Money, Some(Answer::Changes), " ".to_string());
        typed.answers[1] = (Question::Duration, None, "Nog vragen.".to_string());
        typed.answers[2] = (Question::Upkeep, Some(Answer::Yes), String::new());
        typed.answers[3] = (Question::Lawful, None, String::new());
        typed.weights[0] = (Criterion::Cohesion, Some(Weight::Much), String::new());
        assert_eq!(
            typed.faults(),
            [("pt_q_money", "pt-why"), ("pt_q_duration", "choose"), ("pt_k_k1", "pt-why")]
        );
        assert!(!made(None, &typed, "joris", 1).is_complete());
    }
}
