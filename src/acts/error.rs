//! Why an act was refused.

use std::fmt;

use crate::domain::ballot::BallotFault;
use crate::domain::borders::BordersError;
use crate::domain::budget::{CeilingExceeded, ShareKept};
use crate::domain::check::MissingCheck;
use crate::domain::division::DivisionFault;
use crate::domain::grant::{GrantState, WrongState};
use crate::domain::id::{GrantId, ProposalId};
use crate::domain::limits::Clash;
use crate::domain::outcome::CountRefused;
use crate::domain::round::{Condition, Phase};
use crate::domain::smo::Exclusion;
use crate::store::{Guard, StoreError};

/// Why an act was refused or failed.
#[derive(Debug, Clone)]
pub enum ActError {
    /// There is no such thing.
    NotFound,
    /// The round is not in the phase that the act belongs to.
    WrongPhase(Phase),
    /// The grant is not in the state that the act belongs to.
    WrongState(GrantState),
    /// The seal of the round was stopped half-way: its key is still to be destroyed.
    SealUnfinished,
    /// So many paper ballots were handed in and are not at their end: the vote cannot be closed yet.
    PapersWait(u64),
    /// The rules of the round are frozen.
    Frozen,
    /// A part does not fit in the whole above it.
    Ceiling(CeilingExceeded),
    /// The reserved share of a year stays what it is, for now.
    ShareKept(ShareKept),
    /// Who acts may not sign this decision, or not up to this sum.
    NoMandate,
    /// Something has to be checked before the award.
    Unchecked(Vec<MissingCheck>),
    /// The money would reach a social-brokerage organisation, or one that belongs to it.
    Excluded(Vec<Exclusion>),
    /// Who acts stated an interest in a plan of the round.
    ConflictOfInterest,
    /// Who acts did not state yet whether there is an own interest in a plan of this round.
    InterestUnstated,
    /// A second, different person must do this.
    FourEyes,
    /// Who is paid for these grants changed after their award, and no second person confirmed it yet.
    PayeeUnconfirmed(Vec<GrantId>),
    /// What is there is not what the person saw.
    DraftChanged,
    /// Fields of a form are not acceptable.
    Fields(Vec<FieldFault>),
    /// The limits of a round cannot hold together, or not with its rule.
    Incompatible(Clash),
    /// Conditions for opening are not met.
    NotReady(Vec<Condition>),
    /// Votes are not taken yet.
    VoteNotOpen,
    /// Votes are no longer taken.
    VoteClosed,
    /// No letter has this code.
    CodeNotAccepted,
    /// The letter was revoked.
    CodeReplaced,
    /// The letter has a ballot.
    AlreadyVoted,
    /// It is not the change code of the ballot.
    ChangeCodeNotAccepted,
    /// Too many wrong change codes: only the desk can help.
    ChangeLocked,
    /// The same sending was used for another ballot.
    CastConflict,
    /// The choices are not a ballot of this round.
    Ballot(BallotFault),
    /// The outcome depends on a tie between these plans that the rules leave open.
    DrawRequired(Vec<ProposalId>),
    /// A file was refused.
    Import(String),
    /// A file of areas or figures was refused, with the place and the reason.
    File(BordersError),
    /// Money cannot be divided this way.
    Division(DivisionFault),
    /// What is stored contradicts itself: nothing may be built on it.
    Integrity(String),
    /// The key of account numbers of this process is not the one that locked what is stored.
    OtherVaultKey,
    /// The link was used, or is too old.
    LinkExpired,
    /// It is not a code of the app or of the paper, or it was used before.
    OtpNotAccepted,
    /// It was asked for, or went wrong, too often; it can be done later.
    TooOften,
    /// Who wants to come in did not prove it.
    SignInFailed,
    /// Others need it: it cannot go yet.
    StillNeeded,
    /// The database did not do it.
    Store(StoreError),
}

/// A field of a form and what is wrong with it, as the ending of a text key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldFault {
    /// Name of the field in the form.
    pub field: &'static str,
    /// What is wrong, such as `empty` or `amount`.
    pub fault: &'static str,
}

impl ActError {
    /// One field that is not acceptable.
    pub fn field(field: &'static str, fault: &'static str) -> ActError {
        ActError::Fields(vec![FieldFault { field, fault }])
    }

    /// A write that a CHECK on a sum may refuse: what the caller found to be the room.
    pub fn at_ceiling(error: StoreError, room: CeilingExceeded) -> ActError {
        match error {
            StoreError::Refused(Guard::Check) => ActError::Ceiling(room),
            other => other.into(),
        }
    }
}

impl From<StoreError> for ActError {
    fn from(error: StoreError) -> ActError {
        match &error {
            StoreError::Refused(Guard::Trigger(word)) => match word.as_str() {
                "round_frozen" => ActError::Frozen,
                "round_closed" => ActError::VoteClosed,
                "excluded_recipient" => ActError::Excluded(Vec::new()),
                "recipient_twin" => {
                    ActError::Integrity("two recipients with one number do not count as one".to_string())
                }
                "recipient_unknown" => ActError::Unchecked(vec![MissingCheck::Recipient]),
                "conflict_of_interest" => ActError::ConflictOfInterest,
                "interest_unstated" => ActError::InterestUnstated,
                "no_mandate" => ActError::NoMandate,
                "own_decision" => ActError::FourEyes,
                "unsupported" => ActError::field("pt_admit", "support-few"),
                "payee_unconfirmed" => ActError::PayeeUnconfirmed(Vec::new()),
                _ => ActError::Store(error),
            },
            _ => ActError::Store(error),
        }
    }
}

impl From<BordersError> for ActError {
    fn from(error: BordersError) -> ActError {
        ActError::File(error)
    }
}

impl From<WrongState> for ActError {
    fn from(wrong: WrongState) -> ActError {
        ActError::WrongState(wrong.state)
    }
}

impl From<CountRefused> for ActError {
    fn from(refused: CountRefused) -> ActError {
        match refused {
            CountRefused::DrawRequired(tied) => ActError::DrawRequired(tied),
            CountRefused::Count(error) => ActError::Integrity(error.to_string()),
        }
    }
}

/// What to do about a key that is not the one.
const OTHER_KEY: &str = "vault.key is not the key that locked the account numbers in this database; bring back the copy from \
    the safe";

impl fmt::Display for ActError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ActError::NotFound => f.write_str("there is no such thing"),
            ActError::LinkExpired => f.write_str("the link opens nothing"),
            ActError::StillNeeded => f.write_str("others still need it"),
            ActError::WrongPhase(phase) => write!(f, "the round is in the phase {}", phase.name()),
            ActError::WrongState(state) => write!(f, "the grant is in the state {}", state.name()),
            ActError::SealUnfinished => f.write_str("the seal of the round is not finished"),
            ActError::PapersWait(papers) => write!(f, "{papers} paper ballots wait to be entered"),
            ActError::Frozen => f.write_str("the rules of the round are frozen"),
            ActError::Ceiling(CeilingExceeded { room }) => write!(f, "there is room for {room} and no more"),
            ActError::NoMandate => f.write_str("there is no mandate for this decision"),
            ActError::Unchecked(missing) => write!(f, "not checked yet: {missing:?}"),
            ActError::Excluded(found) => {
                let ways: Vec<&str> = found.iter().map(Exclusion::name).collect();
                write!(f, "money would reach a social-brokerage organisation: {}", ways.join(", "))
            }
            ActError::ConflictOfInterest => f.write_str("who acts has an interest in the round"),
            ActError::InterestUnstated => f.write_str("who acts did not state an own interest, or none"),
            ActError::ShareKept(ShareKept::RoundRuns(title)) => {
                write!(f, "less cannot be reserved while the round {title} runs")
            }
            ActError::ShareKept(ShareKept::BeforeReview(day)) => {
                write!(f, "the share cannot be lowered before {day}")
            }
            ActError::FourEyes => f.write_str("another person must do this"),
            ActError::PayeeUnconfirmed(grants) => {
                let grants: Vec<&str> = grants.iter().map(GrantId::as_str).collect();
                write!(f, "who is paid changed after the award and is not confirmed: {}", grants.join(", "))
            }
            ActError::DraftChanged => f.write_str("it has changed since it was looked at"),
            ActError::Fields(faults) => {
                let list: Vec<String> = faults.iter().map(|f| format!("{}: {}", f.field, f.fault)).collect();
                f.write_str(&list.join(", "))
            }
            ActError::Incompatible(clash) => write!(f, "these limits cannot hold: {clash:?}"),
            ActError::NotReady(missing) => write!(f, "not ready to open: {missing:?}"),
            ActError::VoteNotOpen => f.write_str("the vote has not begun"),
            ActError::VoteClosed => f.write_str("the vote has ended"),
            ActError::CodeNotAccepted => f.write_str("the code is not accepted"),
            ActError::CodeReplaced => f.write_str("the letter was revoked"),
            ActError::ChangeCodeNotAccepted => f.write_str("the change code is not accepted"),
            ActError::ChangeLocked => f.write_str("too many wrong change codes"),
            ActError::AlreadyVoted => f.write_str("this letter has a ballot"),
            ActError::CastConflict => f.write_str("this sending was used for another ballot"),
            ActError::Ballot(fault) => write!(f, "not a ballot of this round: {fault:?}"),
            ActError::DrawRequired(tied) => CountRefused::DrawRequired(tied.clone()).fmt(f),
            ActError::Import(reason) => f.write_str(reason),
            ActError::File(error) => error.fmt(f),
            ActError::Division(fault) => write!(f, "not divided: {fault:?}"),
            ActError::Integrity(what) => write!(f, "what is stored contradicts itself: {what}"),
            ActError::OtpNotAccepted => f.write_str("the code is not accepted"),
            ActError::TooOften => f.write_str("it went wrong too often"),
            ActError::SignInFailed => f.write_str("signing in failed"),
            ActError::OtherVaultKey => f.write_str(OTHER_KEY),
            ActError::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ActError {}
