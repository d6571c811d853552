//! The limits of a round (Dutch: plafonds) as published text: what its count may buy, beside the money there
//! is. What each limit means stands in [`crate::tally::constraints`].
//!
//! In `rules.json` limits name categories, not plans: the list of plans is frozen later than the regulation
//! that sets the limits. Limits that a round does not have are left out of the text, so the rules of a round
//! without limits are the same bytes as before there were any; a program that does not know a limit
//! refuses the file instead of counting without it.

use serde::{Deserialize, Serialize};

use super::money::Cents;
use super::proposal::Proposal;
use crate::tally::ProjectIndex;
use crate::tally::constraints::{Ceiling, Limits};

/// What a round adds to its count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundLimits {
    /// The most that the winners of a category may cost together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryCeiling>,
}

/// The ceiling of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryCeiling {
    /// The category, as the plans name it.
    pub category: String,
    /// The most that its winners may cost together.
    pub most: Cents,
}

impl RoundLimits {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self == &RoundLimits::default()
    }

    /// The same as limits on these plans, in their order. A category that no plan names limits nothing.
    pub fn on(&self, proposals: &[Proposal]) -> Limits {
        let ceiling = |row: &CategoryCeiling| {
            let named = (0..).zip(proposals).filter(|(_, plan)| plan.category == row.category);
            let projects: Vec<ProjectIndex> = named.map(|(project, _)| project).collect();
            Ceiling { name: row.category.clone(), projects, most: row.most.unsigned() }
        };
        Limits { ceilings: self.categories.iter().map(ceiling).collect(), ..Limits::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_published_by_the_name_of_the_category() {
        let text = r#"{"categories":[{"category":"groen","most":"5000.00"}]}"#;
        let limits: RoundLimits = serde_json::from_str(text).expect("limits");
        assert_eq!(limits.categories[0].most, Cents::euros(5_000));
        assert_eq!(serde_json::to_string(&limits).expect("plain data"), text);
        let unknown = r#"{"categories":[],"buurten":[]}"#;
        assert!(serde_json::from_str::<RoundLimits>(unknown).is_err(), "nothing unknown is ignored");
        assert!(RoundLimits::default().is_empty() && !limits.is_empty());
    }
}
