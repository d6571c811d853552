//! What a plan says. Its text is canonical JSON: the same content is the same bytes, so a fingerprint of it says which.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ally::{Ally, AllyRole};
use super::budget::Budget;
pub use super::form::{Form, Wish};
use super::offer::Offer;
pub use super::step::Step;
use crate::domain::digest::Digest;
use crate::domain::disclosure::Help;
use crate::domain::money::Cents;
use crate::domain::proposal::{MAX_SUMMARY, MAX_TEXT, MAX_TITLE};
use crate::domain::recipient::{ProviderClass, RecipientKind};

/// Longest answer to one question, in characters.
pub const MAX_ANSWER: usize = 500;
/// Most payments to others that are declared.
pub const MAX_ONWARD: usize = 10;

/// Someone who is paid for a part of the work (S42).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Onward {
    /// To whom.
    pub name: String,
    /// The number in the trade register, if there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kvk: String,
    /// How much.
    pub amount: Cents,
    /// For what.
    pub purpose: String,
}

/// What a plan says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Content {
    /// Which form it is in.
    pub form: Form,
    /// Name of the plan.
    pub title: String,
    /// The plan in one sentence.
    pub summary: String,
    /// The plan.
    pub text: String,
    /// Its kind, from the list of the round.
    pub category: String,
    /// Where.
    pub place: String,
    /// The neighbourhood that it lies in; empty when it is about several.
    pub neighbourhood: String,
    /// The first day, as `2027-04-01`.
    pub from: String,
    /// The last day.
    pub until: String,
    /// What it brings: how people come together (K1), how everyone can take part (K2), how formal and informal help meet
    /// (K3).
    pub criteria: [String; 3],
    /// What it costs and who pays.
    pub budget: Budget,
    /// The least with which it can go on, if part of the money is enough.
    pub least: Option<Cents>,
    /// What it may save others (S16).
    pub avoided: Option<Cents>,
    /// Why.
    pub avoided_ground: String,
    /// What the group is in law.
    pub kind: Option<Named<RecipientKind>>,
    /// What type of provider it is.
    pub class: Option<Named<ProviderClass>>,
    /// Its number in the trade register.
    pub kvk: String,
    /// Who decides and signs for it, by function and not by name: names stand in the trade register. Left out of the text when it
    /// said nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub board: String,
    /// How it is rooted in the wijk, or what it knows (S41).
    pub roots: String,
    /// Active in the wijk since this year.
    pub since: Option<i64>,
    /// Which part of its income comes by way of a social-brokerage organisation, in percent, as it says itself (S43); left out of the
    /// text when it said nothing. A light form does not ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via_smo: Option<u8>,
    /// Earlier grants: the names of those of this service, with spaces between.
    pub earlier: String,
    /// A decision that settled an earlier grant from before.
    pub reference: String,
    /// Who helped with the plan.
    pub help: Option<Named<Help>>,
    /// What help is asked that is no money.
    pub wishes: Vec<Wish>,
    /// What exactly.
    pub wish_text: String,
    /// Who is paid by the plan and for what; empty when nobody is.
    pub paid: String,
    /// Who is paid on for a part of the work.
    pub onward: Vec<Onward>,
    /// Who carries it out together with the group; left out of the text when nobody does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allies: Vec<Ally>,
    /// What a bid says besides; left out of the text when it is no bid.
    #[serde(skip_serializing_if = "Offer::is_empty")]
    pub offer: Offer,
}

/// One of our own words, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<T>(pub T);

/// Reading and writing by name.
macro_rules! named {
    ($($kind:ty),*) => {$(
        impl Serialize for Named<$kind> {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.0.name())
            }
        }
        impl<'de> Deserialize<'de> for Named<$kind> {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let name = String::deserialize(from)?;
                <$kind>::named(&name).map(Named).ok_or_else(|| de::Error::custom("no such name"))
            }
        }
    )*};
}

named!(RecipientKind, ProviderClass, Help, AllyRole);

impl Content {
    /// Whether it says the same in its sentence and its text, the words that the office takes off.
    pub fn says_the_same(&self, other: &Content) -> bool {
        self.summary.trim() == other.summary.trim() && self.text.trim() == other.text.trim()
    }

    /// What stays of it where the office took its text off: its name, its sum and what it is, not what its group wrote.
    pub fn without_words(self) -> Content {
        let allies = self.allies.into_iter().map(|ally| Ally { task: String::new(), ..ally }).collect();
        Content { summary: String::new(), text: String::new(), place: String::new(), allies, ..self }
    }

    /// Its text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("content is plain data")
    }

    /// Reads a text; nothing when this program did not write it.
    pub fn read(text: &str) -> Option<Content> {
        serde_json::from_str(text).ok()
    }

    /// The fingerprint of a text.
    pub fn digest(text: &str) -> Digest {
        Digest::of_parts(&[b"schuifruimte-pitch/1\0", text.as_bytes()])
    }

    /// The fingerprint of the answers of one step: whoever has a page open writes over nothing else than what they saw.
    pub fn mark(&self, step: Step) -> String {
        let part: String = self.answers(step).concat().join("\u{1f}");
        Digest::of(part.as_bytes()).to_string()[..16].to_string()
    }

    /// The same plan with the answers of one step as in another.
    pub fn with_step(self, step: Step, other: Content) -> Content {
        let o = other;
        match step {
            Step::Idea => {
                Content { title: o.title, summary: o.summary, text: o.text, category: o.category, ..self }
            }
            Step::Where => Content {
                place: o.place,
                neighbourhood: o.neighbourhood,
                from: o.from,
                until: o.until,
                ..self
            },
            Step::Goal => {
                Content { criteria: o.criteria, avoided: o.avoided, avoided_ground: o.avoided_ground, ..self }
            }
            Step::Costs if self.form.is_full() => Content { budget: o.budget, least: o.least, ..self },
            // A light form does not ask who pays: what was said of it stays.
            Step::Costs => Content { budget: Budget { costs: o.budget.costs, ..self.budget }, ..self },
            Step::Who => Content {
                kind: o.kind,
                class: o.class,
                kvk: o.kvk,
                board: o.board,
                roots: o.roots,
                since: o.since,
                via_smo: o.via_smo,
                earlier: o.earlier,
                reference: o.reference,
                ..self
            },
            Step::Help => Content { help: o.help, wishes: o.wishes, wish_text: o.wish_text, ..self },
            Step::Paid => Content { paid: o.paid, onward: o.onward, ..self },
            Step::Allies => Content { allies: o.allies, ..self },
            Step::Task
            | Step::Offer
            | Step::Quality
            | Step::Reach
            | Step::Support
            | Step::Fallback
            | Step::Duties
            | Step::Term
            | Step::Account => Content { offer: self.offer.with_step(step, o.offer), ..self },
        }
    }

    /// The answers of a step as texts, each under its field.
    fn answers(&self, step: Step) -> Vec<Vec<String>> {
        self.told().into_iter().filter(|told| told.step == step).map(|told| vec![told.text]).collect()
    }

    /// Everything that it says, in order: for comparing, and for whatever lists it.
    pub fn told(&self) -> Vec<Told> {
        let told = |step, field, text: &str| Told { step, field, text: text.to_string() };
        let sum = |amount: Option<Cents>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let lines = |lines: &[super::budget::Line]| {
            let line = |one: &super::budget::Line| format!("{}: {}", one.what, one.amount);
            lines.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        let onward = |one: &Onward| format!("{} {}: {}, {}", one.name, one.kvk, one.amount, one.purpose);
        let onward: Vec<String> = self.onward.iter().map(onward).collect();
        let wishes: Vec<&str> = self.wishes.iter().map(|wish| wish.name()).collect();
        let mut all = vec![
            told(Step::Idea, "pt_title", &self.title),
            told(Step::Idea, "pt_summary", &self.summary),
            told(Step::Idea, "pt_text", &self.text),
            told(Step::Idea, "pt_category", &self.category),
            told(Step::Where, "pt_place", &self.place),
            told(Step::Where, "pt_neighbourhood", &self.neighbourhood),
            told(Step::Where, "pt_from", &self.from),
            told(Step::Where, "pt_until", &self.until),
            told(Step::Goal, "pt_k1", &self.criteria[0]),
            told(Step::Goal, "pt_k2", &self.criteria[1]),
            told(Step::Goal, "pt_k3", &self.criteria[2]),
            told(Step::Goal, "pt_avoided", &sum(self.avoided)),
            told(Step::Goal, "pt_avoided_ground", &self.avoided_ground),
            told(Step::Costs, "pt_costs", &lines(&self.budget.costs)),
            told(Step::Costs, "pt_own", &sum(self.budget.own)),
            told(Step::Costs, "pt_funding", &lines(&self.budget.funding)),
            told(Step::Costs, "pt_least", &sum(self.least)),
            told(Step::Who, "pt_kind", self.kind.map_or("", |kind| kind.0.name())),
            told(Step::Who, "pt_class", self.class.map_or("", |class| class.0.name())),
            told(Step::Who, "pt_kvk", &self.kvk),
            told(Step::Who, "pt_board", &self.board),
            told(Step::Who, "pt_roots", &self.roots),
            told(Step::Who, "pt_since", &self.since.map(|year| year.to_string()).unwrap_or_default()),
            told(Step::Who, "pt_via_smo", &self.via_smo.map(|share| share.to_string()).unwrap_or_default()),
            told(Step::Who, "pt_earlier", &self.earlier),
            told(Step::Who, "pt_reference", &self.reference),
            told(Step::Help, "pt_help", self.help.map_or("", |help| help.0.name())),
            told(Step::Help, "pt_wishes", &wishes.join(", ")),
            told(Step::Help, "pt_wish_text", &self.wish_text),
            told(Step::Paid, "pt_paid", &self.paid),
            told(Step::Paid, "pt_onward", &onward.join("\n")),
        ];
        all.extend(self.allies_told());
        all.extend(self.offer.told());
        all
    }

    /// The fields that hold more than they can keep.
    pub fn too_long(&self) -> Vec<&'static str> {
        self.told()
            .into_iter()
            .filter(|told| {
                let most = match told.field {
                    "pt_title" | "pt_place" | "pt_category" | "pt_neighbourhood" => MAX_TITLE,
                    "pt_summary" => MAX_SUMMARY,
                    "pt_text" => MAX_TEXT,
                    // Lines have their own bounds.
                    "pt_costs" | "pt_funding" | "pt_onward" | "pt_allies" | "pt_allies_kvk" => usize::MAX,
                    _ => MAX_ANSWER,
                };
                told.text.chars().count() > most
            })
            .map(|told| told.field)
            .collect()
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// On which page it is given.
    pub step: Step,
    /// The field.
    pub field: &'static str,
    /// What it says.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_back_as_what_was_written() {
        let mut content = Content { title: "Buurttuin".to_string(), form: Form::Full, ..Content::default() };
        content.kind = Some(Named(RecipientKind::Foundation));
        content.help = Some(Named(Help::Smo));
        content.wishes = vec![Wish::Space, Wish::Permit];
        assert_eq!(Content::read(&content.write()), Some(content));
        assert_eq!(Content::read("{\"kind\":\"smo\"}"), None);
        assert_eq!(Content::read(&Content::default().write()), Some(Content::default()));
        assert!(
            !Content::default().write().contains("offer"),
            "what is no bid says the same as before there were any"
        );
    }

    #[test]
    fn a_step_changes_its_own_answers_only() {
        let filled = |text: &str| Content {
            form: Form::Full,
            title: text.to_string(),
            place: text.to_string(),
            criteria: [text, text, text].map(str::to_string),
            least: Some(Cents::euros(1)),
            kvk: text.to_string(),
            paid: text.to_string(),
            offer: Offer::of(text),
            ..Content::default()
        };
        for (step, _) in Step::NAMES {
            let (old, new) = (filled("a"), Content { least: None, ..filled("b") });
            let made = old.clone().with_step(step, new.clone());
            for (other, _) in Step::NAMES {
                let source = if other == step { &new } else { &old };
                assert_eq!(made.mark(other), source.mark(other), "{step:?} {other:?}");
            }
        }
    }
}
