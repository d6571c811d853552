//! How much is asked of who pitches, and what help can be asked that is no money.

use serde::{Deserialize, Serialize};

use super::step::Step;

/// How much is asked of who pitches: less for a small sum (S18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Few steps, for a small sum.
    #[default]
    Light,
    /// All steps.
    Full,
    /// All steps, and those of a bid (S25).
    Bid,
}

impl Form {
    /// Its name in forms and texts.
    pub fn name(self) -> &'static str {
        match self {
            Form::Light => "light",
            Form::Full => "full",
            Form::Bid => "bid",
        }
    }

    /// The form of this name.
    pub fn named(name: &str) -> Option<Form> {
        [Form::Light, Form::Full, Form::Bid].into_iter().find(|form| form.name() == name)
    }

    /// Whether all questions about a plan are asked.
    pub fn is_full(self) -> bool {
        self != Form::Light
    }

    /// Its steps, in order.
    pub fn steps(self) -> &'static [Step] {
        match self {
            Form::Light => &[Step::Idea, Step::Where, Step::Costs, Step::Who, Step::Help, Step::Paid],
            Form::Full => {
                &[Step::Idea, Step::Where, Step::Goal, Step::Costs, Step::Who, Step::Help, Step::Paid]
            }
            Form::Bid => &[
                Step::Idea,
                Step::Task,
                Step::Where,
                Step::Goal,
                Step::Offer,
                Step::Quality,
                Step::Reach,
                Step::Support,
                Step::Fallback,
                Step::Duties,
                Step::Term,
                Step::Account,
                Step::Costs,
                Step::Who,
                Step::Help,
                Step::Paid,
            ],
        }
    }
}

/// Help that is no money (S12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// A room or a piece of land.
    Space,
    /// Advice.
    Advice,
    /// A permit.
    Permit,
    /// Materials or tools.
    Materials,
    /// Contacts.
    Contacts,
}

impl Wish {
    /// Every wish with its name in forms and texts.
    pub const NAMES: [(Wish, &'static str); 5] = [
        (Wish::Space, "space"),
        (Wish::Advice, "advice"),
        (Wish::Permit, "permit"),
        (Wish::Materials, "materials"),
        (Wish::Contacts, "contacts"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Wish::NAMES.iter().find(|(wish, _)| *wish == self).expect("every wish has a name").1
    }

    /// The wish of this name.
    pub fn named(name: &str) -> Option<Wish> {
        Wish::NAMES.iter().find(|(_, known)| *known == name).map(|(wish, _)| *wish)
    }
}
