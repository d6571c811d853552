//! Proposals (Dutch: voorstel; on screens: plan).

use serde::{Deserialize, Serialize};

use super::id::ProposalId;
use super::money::Cents;
use super::pot::Pot;

/// A plan for which money is asked, as it stands on the ballot and in the frozen rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// Its number in the round.
    pub id: ProposalId,
    /// Name of the plan.
    pub title: String,
    /// The plan in one sentence.
    pub summary: String,
    /// The plan.
    pub text: String,
    /// The group that signs for it.
    pub applicant: String,
    /// Where in the area.
    pub place: String,
    /// Theme.
    pub category: String,
    /// Asked amount.
    pub amount: Cents,
    /// The pot it asks from, in a round that has pots; left out of the text when it asks from none.
    #[serde(default, skip_serializing_if = "Pot::is_none")]
    pub pot: Pot,
}

/// What is wrong with a proposal, per field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalFault {
    /// The title is empty or longer than [`MAX_TITLE`].
    Title,
    /// The summary is longer than [`MAX_SUMMARY`].
    Summary,
    /// The text is longer than [`MAX_TEXT`].
    Text,
    /// The applicant is empty or longer than [`MAX_TITLE`].
    Applicant,
    /// Place or category is longer than [`MAX_TITLE`].
    Label,
    /// The amount is nothing, or more than the round can spend.
    Amount,
}

/// Longest title, applicant, place and category, in characters.
pub const MAX_TITLE: usize = 120;
/// Longest summary.
pub const MAX_SUMMARY: usize = 300;
/// Longest text.
pub const MAX_TEXT: usize = 8_000;

impl Proposal {
    /// What stays of it where the office took its text off.
    pub fn without_words(self) -> Proposal {
        Proposal { summary: String::new(), text: String::new(), place: String::new(), ..self }
    }

    /// Its theme, if it has one.
    pub fn theme(&self) -> Option<&str> {
        Some(self.category.trim()).filter(|theme| !theme.is_empty())
    }

    /// What is wrong with it, when the round can spend `most`.
    pub fn faults(&self, most: Cents) -> Vec<ProposalFault> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        let bad_name = |text: &str| text.trim().is_empty() || long(text, MAX_TITLE);
        [
            (bad_name(&self.title), ProposalFault::Title),
            (long(&self.summary, MAX_SUMMARY), ProposalFault::Summary),
            (long(&self.text, MAX_TEXT), ProposalFault::Text),
            (bad_name(&self.applicant), ProposalFault::Applicant),
            (long(&self.place, MAX_TITLE) || long(&self.category, MAX_TITLE), ProposalFault::Label),
            (self.amount == Cents::ZERO || self.amount > most, ProposalFault::Amount),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }
}
