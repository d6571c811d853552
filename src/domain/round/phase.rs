//! The phases of a round and the steps between them.
//!
//! ```text
//! draft -> propose -> check -> ready -> open -> closed -> sealed -> counted -> proposed -> certified -> final
//!   each of propose, check, ready may go one step back; a refused certificate goes back to counted;
//!   draft to open may be cancelled
//! ```

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Being prepared; not public.
    Draft,
    /// Plans can be sent in.
    Propose,
    /// The office checks whether plans can be done.
    Check,
    /// The list for the ballot is fixed; letters go out.
    Ready,
    /// The rules are frozen; votes are taken.
    Open,
    /// No more votes; the leaves stand in the log.
    Closed,
    /// Ballots stand without their letters.
    Sealed,
    /// The outcome is computed.
    Counted,
    /// One officer proposed the certificate.
    Proposed,
    /// Two officers signed; the outcome is public.
    Certified,
    /// The objection term has passed.
    Final,
    /// Stopped before it closed.
    Cancelled,
}

/// What takes a round from one phase to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Make the round public and take plans.
    Announce,
    /// Stop taking plans and check them.
    Check,
    /// Fix the list for the ballot.
    Fix,
    /// Go one step back while nothing is frozen.
    Back,
    /// Freeze the rules and open the vote.
    Open,
    /// End the vote.
    Close,
    /// Take the ballots from their letters.
    Seal,
    /// Count.
    Count,
    /// Propose the certificate.
    Propose,
    /// Refuse the proposed certificate.
    Refuse,
    /// Sign as second officer.
    Certify,
    /// Stop the round.
    Cancel,
}

/// The step does not belong to the phase the round is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongPhase {
    /// Where the round stands.
    pub phase: Phase,
}

impl Step {
    /// Every step with its name in addresses.
    pub const NAMES: [(Step, &'static str); 12] = [
        (Step::Announce, "announce"),
        (Step::Check, "check"),
        (Step::Fix, "fix"),
        (Step::Back, "back"),
        (Step::Open, "open"),
        (Step::Close, "close"),
        (Step::Seal, "seal"),
        (Step::Count, "count"),
        (Step::Propose, "propose"),
        (Step::Refuse, "refuse"),
        (Step::Certify, "certify"),
        (Step::Cancel, "cancel"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Step::NAMES.iter().find(|(step, _)| *step == self).expect("every step has a name").1
    }

    /// The step of this name.
    pub fn named(name: &str) -> Option<Step> {
        Step::NAMES.iter().find(|(_, known)| *known == name).map(|(step, _)| *step)
    }
}

impl Phase {
    /// Every phase with its name in the database and in the log.
    pub const NAMES: [(Phase, &'static str); 12] = [
        (Phase::Draft, "draft"),
        (Phase::Propose, "propose"),
        (Phase::Check, "check"),
        (Phase::Ready, "ready"),
        (Phase::Open, "open"),
        (Phase::Closed, "closed"),
        (Phase::Sealed, "sealed"),
        (Phase::Counted, "counted"),
        (Phase::Proposed, "proposed"),
        (Phase::Certified, "certified"),
        (Phase::Final, "final"),
        (Phase::Cancelled, "cancelled"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Phase::NAMES.iter().find(|(phase, _)| *phase == self).expect("every phase has a name").1
    }

    /// The phase of this name.
    pub fn named(name: &str) -> Option<Phase> {
        Phase::NAMES.iter().find(|(_, known)| *known == name).map(|(phase, _)| *phase)
    }

    /// Where a step leads from here.
    pub fn after(self, step: Step) -> Result<Phase, WrongPhase> {
        let next = match (self, step) {
            (Phase::Draft, Step::Announce) => Phase::Propose,
            (Phase::Propose, Step::Check) => Phase::Check,
            (Phase::Check, Step::Fix) => Phase::Ready,
            (Phase::Propose, Step::Back) => Phase::Draft,
            (Phase::Check, Step::Back) => Phase::Propose,
            (Phase::Ready, Step::Back) => Phase::Check,
            (Phase::Ready, Step::Open) => Phase::Open,
            (Phase::Open, Step::Close) => Phase::Closed,
            (Phase::Closed, Step::Seal) => Phase::Sealed,
            (Phase::Sealed, Step::Count) => Phase::Counted,
            (Phase::Counted, Step::Propose) => Phase::Proposed,
            (Phase::Proposed, Step::Refuse) => Phase::Counted,
            (Phase::Proposed, Step::Certify) => Phase::Certified,
            (Phase::Draft | Phase::Propose | Phase::Check | Phase::Ready | Phase::Open, Step::Cancel) => {
                Phase::Cancelled
            }
            (
                _,
                Step::Announce
                | Step::Check
                | Step::Fix
                | Step::Back
                | Step::Open
                | Step::Close
                | Step::Seal
                | Step::Count
                | Step::Propose
                | Step::Refuse
                | Step::Certify
                | Step::Cancel,
            ) => return Err(WrongPhase { phase: self }),
        };
        Ok(next)
    }

    /// Whether plans and the plan of the round may still be changed.
    pub fn is_editable(self) -> bool {
        matches!(self, Phase::Draft | Phase::Propose | Phase::Check)
    }

    /// Whether residents can see the round.
    pub fn is_public(self) -> bool {
        self != Phase::Draft
    }

    /// Whether the outcome is public.
    pub fn shows_outcome(self) -> bool {
        matches!(self, Phase::Certified | Phase::Final)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_road_leads_from_draft_to_certified_and_back_before_opening() {
        use Step::{Announce, Certify, Check, Close, Count, Fix, Open, Propose, Seal};
        let road = [Announce, Check, Fix, Open, Close, Seal, Count, Propose, Certify];
        let end = road.into_iter().try_fold(Phase::Draft, Phase::after);
        assert_eq!(end, Ok(Phase::Certified));
        assert_eq!(Phase::Ready.after(Step::Back), Ok(Phase::Check));
        assert_eq!(Phase::Open.after(Step::Back), Err(WrongPhase { phase: Phase::Open }));
    }

    #[test]
    fn nothing_reopens_and_nothing_is_cancelled_after_the_close() {
        for (phase, _) in Phase::NAMES {
            assert_eq!(phase.after(Step::Open).is_ok(), phase == Phase::Ready);
            assert_eq!(phase.after(Step::Cancel).is_ok(), phase <= Phase::Open);
            assert_eq!(Phase::named(phase.name()), Some(phase));
        }
    }
}
