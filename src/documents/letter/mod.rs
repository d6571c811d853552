//! Letters about decisions (Dutch: beschikkingen), made from what was frozen with the decision. Every part that the law
//! and the municipality want in them has a function here or beside it.

mod award;
mod objection;
pub mod page;
mod parts;
mod reasons;
mod refusal;
mod settlement;

use jiff::civil::Date;

use crate::domain::calendar::objection_until;
use crate::domain::decision::{Decision, DecisionKind, Terms};
use crate::domain::letter::{Block, FORMAT, Letter};
use crate::text::Text;

/// To whom a letter goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recipient {
    /// Name and address, line by line; the group that signed for the plan when there is none.
    pub lines: Vec<String>,
    /// The last four signs of the bank account, where it is known.
    pub account_end: Option<String>,
    /// The name of the organisation, where it goes to one and not to a person or a group.
    pub organisation: Option<String>,
}

/// Everything a letter is written from.
pub struct Draft<'a> {
    /// The sentences, in the language of the letter.
    pub text: Text,
    /// The decision.
    pub decision: &'a Decision,
    /// To whom.
    pub recipient: &'a Recipient,
    /// The day on it: the day on which it is sent.
    pub on: Date,
    /// What an award asks.
    pub terms: Terms,
}

/// Writes the letter about a decision.
pub fn write(draft: &Draft<'_>) -> Letter {
    let blocks = match draft.decision.kind {
        DecisionKind::Award => award::blocks(draft),
        DecisionKind::Refusal => refusal::blocks(draft),
        DecisionKind::Revocation
        | DecisionKind::Settlement
        | DecisionKind::Reclaim
        | DecisionKind::Transfer
        | DecisionKind::WriteOff => settlement::blocks(draft),
        DecisionKind::Objection => objection::blocks(draft),
    };
    let facts = &draft.decision.facts;
    let mut addressee = draft.recipient.lines.clone();
    if addressee.is_empty() {
        addressee.push(facts.plan.applicant.clone());
    }
    Letter {
        format: FORMAT.to_string(),
        language: draft.text.lang.tag().to_string(),
        sender: draft.say("letter-sender", &[("municipality", &facts.municipality)]),
        addressee: addressee.iter().map(|line| clean(line)).collect(),
        marks: draft.marks(),
        subject: draft.subject(),
        date: draft.on.to_string(),
        blocks,
    }
}

/// A text of people on one line, without signs that steer how others are read.
pub(super) fn clean(text: &str) -> String {
    let steering = |sign: char| {
        sign.is_control() || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let visible: String = text.chars().map(|sign| if steering(sign) { ' ' } else { sign }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Draft<'_> {
    /// A sentence of the letter, with what people wrote put on one line.
    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let cleaned: Vec<(&str, String)> = values.iter().map(|(name, value)| (*name, clean(value))).collect();
        let values: Vec<_> = cleaned.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        self.text.with(key, &values)
    }

    fn paragraph(&self, key: &str, values: &[(&str, &str)]) -> Block {
        Block::Text(self.say(key, values))
    }

    fn heading(&self, key: &str) -> Block {
        Block::Heading(self.say(key, &[]))
    }

    fn day(&self, day: Date) -> String {
        self.text.civil_day(day)
    }

    /// A day as a regulation or a mandate has it, in words when it can be read.
    fn written_day(&self, text: &str) -> String {
        crate::domain::calendar::parse_day(text).map_or_else(|| text.to_string(), |day| self.day(day))
    }

    /// The last day for an objection or an appeal when the letter goes out on its day.
    fn until(&self) -> String {
        self.day(objection_until(self.on))
    }

    fn subject(&self) -> String {
        let title = &self.decision.facts.plan.title;
        let key = match self.decision.kind {
            DecisionKind::Award => "letter-subject-award",
            DecisionKind::Refusal => "letter-subject-refusal",
            DecisionKind::Revocation | DecisionKind::Transfer => "letter-subject-revocation",
            DecisionKind::Settlement => "letter-subject-settlement",
            DecisionKind::Reclaim => "letter-subject-reclaim",
            DecisionKind::Objection => "letter-subject-objection",
            DecisionKind::WriteOff => "yrs-subject-write-off",
        };
        self.say(key, &[("plan", title)])
    }

    fn marks(&self) -> Vec<[String; 2]> {
        let facts = &self.decision.facts;
        let mut marks = vec![
            [self.say("letter-date", &[]), self.day(self.on)],
            [self.say("letter-reference", &[]), self.decision.number.to_string()],
        ];
        let plan = clean(&facts.plan.title);
        let asked = match (facts.round.asked_until, facts.plan.received) {
            (Some(until), _) => {
                self.say("letter-request-until", &[("plan", &plan), ("date", &self.text.day(until))])
            }
            (None, Some(at)) => {
                self.say("ans-letter-received", &[("plan", &plan), ("date", &self.text.day(at))])
            }
            (None, None) => plan,
        };
        marks.push([self.say("letter-request", &[]), asked]);
        marks.push([self.say("letter-round", &[]), clean(&facts.round.title)]);
        marks
    }
}
