//! Where a grant stands, and the steps between (Dutch: van toekenning tot vaststelling).
//!
//! ```text
//! selected -> certified -> awarded -> objection -> advances -> running -> accounted -> settled -> closed
//!     before the award: withdrawn, refused, lapsed; after it: withdrawn, lapsed, revoked
//!     refused -> certified, when an objection against the refusal is right
//!     closed -> settled, when what the recipient keeps is changed afterwards, within five years
//! ```
//!
//! Objection is the term in which the applicant and others may object; money may be paid meanwhile (Awb 6:16). A
//! small grant that is settled at once, or ex officio, needs no account.

use serde::{Deserialize, Serialize};

/// Where a grant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantState {
    /// In an outcome that is not certified yet.
    Selected,
    /// In a certificate; no decision yet.
    Certified,
    /// The decision is taken (Dutch: verleend).
    Awarded,
    /// The decision was sent; the objection term runs.
    Objection,
    /// An advance is ordered, or paid.
    Advances,
    /// The plan is carried out.
    Running,
    /// The recipient accounted for it.
    Accounted,
    /// The municipality decided what the recipient keeps.
    Settled,
    /// Everything is paid or paid back.
    Closed,
    /// The applicant stopped.
    Withdrawn,
    /// The municipality decided not to award.
    Refused,
    /// The municipality took the award back.
    Revoked,
    /// It came to nothing by itself.
    Lapsed,
}

/// What takes a grant from one state to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantStep {
    /// A certificate holds it.
    Certify,
    /// Award it.
    Award,
    /// The decision was sent.
    Announce,
    /// Order the first advance.
    Advance,
    /// The plan begins.
    Start,
    /// The account came in.
    Account,
    /// Decide what the recipient keeps.
    Settle,
    /// Everything is paid or paid back.
    Close,
    /// The applicant stops.
    Withdraw,
    /// Decide not to award.
    Refuse,
    /// Take the award back.
    Revoke,
    /// It came to nothing.
    Lapse,
    /// An objection against its refusal was right: it is decided on once more.
    Uphold,
    /// Something came out afterwards: what the recipient keeps is changed (Awb art. 4:49).
    Reopen,
}

/// The step does not belong to the state the grant is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongState {
    /// Where the grant stands.
    pub state: GrantState,
}

impl GrantState {
    /// Every state with its name in the database and in published documents.
    pub const NAMES: [(GrantState, &'static str); 13] = [
        (GrantState::Selected, "selected"),
        (GrantState::Certified, "certified"),
        (GrantState::Awarded, "awarded"),
        (GrantState::Objection, "objection"),
        (GrantState::Advances, "advances"),
        (GrantState::Running, "running"),
        (GrantState::Accounted, "accounted"),
        (GrantState::Settled, "settled"),
        (GrantState::Closed, "closed"),
        (GrantState::Withdrawn, "withdrawn"),
        (GrantState::Refused, "refused"),
        (GrantState::Revoked, "revoked"),
        (GrantState::Lapsed, "lapsed"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        GrantState::NAMES.iter().find(|(state, _)| *state == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<GrantState> {
        GrantState::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }

    /// Whether nothing more can happen to it.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            GrantState::Closed
                | GrantState::Withdrawn
                | GrantState::Refused
                | GrantState::Revoked
                | GrantState::Lapsed
        )
    }

    /// Whether the municipality is bound to it: awarded and not taken back.
    pub fn is_awarded(self) -> bool {
        matches!(
            self,
            GrantState::Awarded
                | GrantState::Objection
                | GrantState::Advances
                | GrantState::Running
                | GrantState::Accounted
                | GrantState::Settled
                | GrantState::Closed
        )
    }

    /// Where a step leads from here.
    pub fn after(self, step: GrantStep) -> Result<GrantState, WrongState> {
        use GrantState as S;
        let next = match (step, self) {
            (GrantStep::Certify, S::Selected) => Some(S::Certified),
            (GrantStep::Award, S::Certified) => Some(S::Awarded),
            (GrantStep::Announce, S::Awarded) => Some(S::Objection),
            (GrantStep::Advance, S::Objection) => Some(S::Advances),
            (GrantStep::Start, S::Objection | S::Advances) => Some(S::Running),
            (GrantStep::Account, S::Advances | S::Running) => Some(S::Accounted),
            (GrantStep::Settle, S::Objection | S::Advances | S::Running | S::Accounted) => Some(S::Settled),
            (GrantStep::Close, S::Settled) => Some(S::Closed),
            (GrantStep::Withdraw, S::Selected | S::Certified | S::Awarded | S::Objection) => {
                Some(S::Withdrawn)
            }
            (GrantStep::Refuse, S::Certified) => Some(S::Refused),
            (GrantStep::Uphold, S::Refused) => Some(S::Certified),
            (GrantStep::Reopen, S::Closed) => Some(S::Settled),
            (
                GrantStep::Revoke,
                S::Awarded | S::Objection | S::Advances | S::Running | S::Accounted | S::Settled,
            ) => Some(S::Revoked),
            (GrantStep::Lapse, S::Selected | S::Certified | S::Awarded | S::Objection) => Some(S::Lapsed),
            (
                GrantStep::Certify
                | GrantStep::Award
                | GrantStep::Announce
                | GrantStep::Advance
                | GrantStep::Start
                | GrantStep::Account
                | GrantStep::Settle
                | GrantStep::Close
                | GrantStep::Withdraw
                | GrantStep::Refuse
                | GrantStep::Revoke
                | GrantStep::Lapse
                | GrantStep::Uphold
                | GrantStep::Reopen,
                _,
            ) => None,
        };
        next.ok_or(WrongState { state: self })
    }
}

impl GrantStep {
    /// Every step with its name in addresses and in the history of a grant.
    pub const NAMES: [(GrantStep, &'static str); 14] = [
        (GrantStep::Certify, "certify"),
        (GrantStep::Award, "award"),
        (GrantStep::Announce, "announce"),
        (GrantStep::Advance, "advance"),
        (GrantStep::Start, "start"),
        (GrantStep::Account, "account"),
        (GrantStep::Settle, "settle"),
        (GrantStep::Close, "close"),
        (GrantStep::Withdraw, "withdraw"),
        (GrantStep::Refuse, "refuse"),
        (GrantStep::Revoke, "revoke"),
        (GrantStep::Lapse, "lapse"),
        (GrantStep::Uphold, "uphold"),
        (GrantStep::Reopen, "reopen"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        GrantStep::NAMES.iter().find(|(step, _)| *step == self).expect("every step has a name").1
    }

    /// The step of this name.
    pub fn named(name: &str) -> Option<GrantStep> {
        GrantStep::NAMES.iter().find(|(_, known)| *known == name).map(|(step, _)| *step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_walks_from_the_outcome_to_its_end() {
        let steps = [
            GrantStep::Certify,
            GrantStep::Award,
            GrantStep::Announce,
            GrantStep::Advance,
            GrantStep::Start,
            GrantStep::Account,
            GrantStep::Settle,
            GrantStep::Close,
        ];
        let end = steps.into_iter().try_fold(GrantState::Selected, GrantState::after);
        assert_eq!(end, Ok(GrantState::Closed));
    }

    #[test]
    fn what_is_over_stays_over_but_for_an_objection_that_is_right_and_for_what_comes_out_afterwards() {
        for (state, _) in GrantState::NAMES {
            for (step, _) in GrantStep::NAMES {
                let goes_on =
                    [(GrantState::Refused, GrantStep::Uphold), (GrantState::Closed, GrantStep::Reopen)];
                let may = goes_on.contains(&(state, step));
                assert!(!state.is_over() || may || state.after(step).is_err(), "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn nothing_is_paid_before_the_decision_was_sent() {
        for early in [GrantState::Selected, GrantState::Certified, GrantState::Awarded] {
            assert!(early.after(GrantStep::Advance).is_err());
            assert!(early.after(GrantStep::Settle).is_err());
        }
    }
}
