//! Proven in the wijk (Dutch: bewezen): the objective test for plans that ask from the pot for continuity (S20).
//! Nobody guesses it: the applicant states since when the group is active and which earlier grants it had, and the
//! statement is held against what is known.

use super::grant::GrantState;
use super::id::GrantId;

/// A group is proven from so many years on.
pub const LEAST_YEARS: i64 = 2;
/// The most characters of each text of a statement.
pub const MAX_TEXT: usize = 500;

/// What an applicant states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Active in the wijk since this year.
    pub since: i64,
    /// Earlier grants in this service.
    pub earlier: Vec<GrantId>,
    /// The decision that settled an earlier grant from before this service; empty when there is none.
    pub reference: String,
    /// What the group did, in its own words.
    pub text: String,
}

/// Why a statement does not prove it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unproven {
    /// The group was not active for [`LEAST_YEARS`] when the year of the round began.
    TooYoung,
    /// It names no earlier grant and no decision.
    NoGrant,
    /// There is no such grant.
    Unknown(GrantId),
    /// That grant is not settled, or was taken back.
    NotSettled(GrantId),
}

impl Statement {
    /// What is missing for a round of this year; `state` tells where an earlier grant stands. Empty: proven.
    pub fn unproven(&self, year: i64, state: impl Fn(&GrantId) -> Option<GrantState>) -> Vec<Unproven> {
        let mut missing = Vec::new();
        if self.since > year - LEAST_YEARS {
            missing.push(Unproven::TooYoung);
        }
        if self.earlier.is_empty() && self.reference.trim().is_empty() {
            missing.push(Unproven::NoGrant);
        }
        for grant in &self.earlier {
            match state(grant) {
                None => missing.push(Unproven::Unknown(grant.clone())),
                Some(GrantState::Settled | GrantState::Closed) => {}
                Some(_) => missing.push(Unproven::NotSettled(grant.clone())),
            }
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proven_is_two_years_and_every_earlier_grant_settled() {
        let known = |grant: &GrantId| match grant.as_str() {
            "zuilen.01" => Some(GrantState::Closed),
            "zuilen.02" => Some(GrantState::Revoked),
            _ => None,
        };
        let stated = |since, earlier: &[&str], reference: &str| {
            let earlier = earlier.iter().map(|id| GrantId::new(*id)).collect();
            let text = String::new();
            Statement { since, earlier, reference: reference.to_string(), text }.unproven(2027, known)
        };
        assert_eq!(stated(2025, &["zuilen.01"], ""), []);
        assert_eq!(stated(2020, &[], "besluit 2024-118"), []);
        assert_eq!(stated(2026, &[], ""), [Unproven::TooYoung, Unproven::NoGrant]);
        let bad = stated(2025, &["zuilen.01", "zuilen.02", "zuilen.09"], "");
        let id = |text| GrantId::new(text);
        assert_eq!(bad, [Unproven::NotSettled(id("zuilen.02")), Unproven::Unknown(id("zuilen.09"))]);
    }
}
