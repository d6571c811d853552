//! What an applicant states about a plan: what kind of applicant it is, who helped, and who is paid by it. It is shown
//! beside the plan and counts for nothing: no help is asked for, and none is scored (S11, S41, S58).

use super::id::{AccountId, ProposalId};
use super::recipient::ProviderClass;
use super::time::Moment;

/// Longest text about who is paid, in characters.
pub const MAX_PAID: usize = 500;

/// Who helped with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Help {
    /// Nobody.
    None,
    /// The district office (Dutch: wijkbureau).
    Office,
    /// A social-brokerage organisation.
    Smo,
    /// Someone else.
    Other,
}

/// What was stated about one plan. A later statement takes the place of it; each of them is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// The plan.
    pub plan: ProposalId,
    /// What kind of applicant it is.
    pub class: ProviderClass,
    /// Who helped.
    pub help: Help,
    /// Who is paid by the plan and for what; empty when nobody is.
    pub paid: String,
    /// Who entered it.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

impl Help {
    /// Every help with its name in the database and in forms.
    pub const NAMES: [(Help, &'static str); 4] =
        [(Help::None, "none"), (Help::Office, "office"), (Help::Smo, "smo"), (Help::Other, "other")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Help::NAMES.iter().find(|(help, _)| *help == self).expect("every help has a name").1
    }

    /// The help of this name.
    pub fn named(name: &str) -> Option<Help> {
        Help::NAMES.iter().find(|(_, known)| *known == name).map(|(help, _)| *help)
    }
}
