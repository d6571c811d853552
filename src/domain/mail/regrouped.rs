//! What a group hears about a proposal that plans go on as one, or one as two.

use serde::{Deserialize, Serialize};

/// What a group hears about a proposal that plans go on as one, or one as two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regrouped {
    /// It is asked whether plans go on as one.
    MergeAsked,
    /// It is asked whether its plan goes on as two.
    SplitAsked,
    /// A group said no.
    Refused,
    /// It was taken back.
    Withdrawn,
}

impl Regrouped {
    /// Its name in texts.
    pub fn name(self) -> &'static str {
        match self {
            Regrouped::MergeAsked => "merge-asked",
            Regrouped::SplitAsked => "split-asked",
            Regrouped::Refused => "regroup-refused",
            Regrouped::Withdrawn => "regroup-withdrawn",
        }
    }
}
