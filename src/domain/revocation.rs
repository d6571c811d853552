//! Revoking a letter (Dutch: een brief ongeldig maken): one member of staff asks, another one decides. A spare
//! letter in its sealed envelope may take its place; nobody at the desk ever sees a code, or whether the letter
//! was voted with.

use super::control_number::ControlNumber;
use super::id::{AccountId, RevocationId};
use super::time::Moment;

/// Why a letter is revoked: a class, so that nothing about a person is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It never came, or was lost.
    Lost,
    /// It cannot be read any more.
    Damaged,
    /// Who it was meant for does not live in the area.
    Moved,
    /// Someone else has it.
    Stolen,
    /// The post brought it back.
    Undeliverable,
}

impl Reason {
    /// Every reason with its name in the database and in forms.
    pub const NAMES: [(Reason, &'static str); 5] = [
        (Reason::Lost, "lost"),
        (Reason::Damaged, "damaged"),
        (Reason::Moved, "moved"),
        (Reason::Stolen, "stolen"),
        (Reason::Undeliverable, "undeliverable"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Reason::NAMES.iter().find(|(reason, _)| *reason == self).expect("every reason has a name").1
    }

    /// The reason of this name.
    pub fn named(name: &str) -> Option<Reason> {
        Reason::NAMES.iter().find(|(_, known)| *known == name).map(|(reason, _)| *reason)
    }
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for a second person.
    Asked,
    /// The letter was revoked.
    Done,
    /// The second person refused.
    Refused,
    /// The vote closed before anyone decided.
    Lapsed,
}

impl State {
    /// Every state with its name in the database.
    pub const NAMES: [(State, &'static str); 4] = [
        (State::Asked, "asked"),
        (State::Done, "done"),
        (State::Refused, "refused"),
        (State::Lapsed, "lapsed"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        State::NAMES.iter().find(|(state, _)| *state == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<State> {
        State::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }
}

/// A request to revoke a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Which request.
    pub id: RevocationId,
    /// The number on the letter.
    pub control: ControlNumber,
    /// The number on the spare letter that takes its place.
    pub by: Option<ControlNumber>,
    /// Why.
    pub reason: Reason,
    /// Who asked.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: Moment,
    /// How far it is.
    pub state: State,
}

/// Revoked letters per hundred of all from which on someone should look into it.
pub const ALARM_PERCENT: u64 = 2;

/// Whether so many letters are revoked that someone should look into it.
pub fn is_alarming(revoked: u64, letters: u64) -> bool {
    revoked > 1 && revoked * 100 >= letters * ALARM_PERCENT
}
