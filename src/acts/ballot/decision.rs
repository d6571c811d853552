//! What a vote means for the letter it is sent under.

use super::{Cast, Sending, Way, Who};
use crate::acts::ActError;
use crate::domain::ballot_box::{Locked, Owner};
use crate::domain::register::LetterState;
use crate::domain::round::Change;
use crate::store::ballot::{Stored, Voter};

/// So many wrong change codes, and the ballot can only be changed at the desk.
pub const MAX_WRONG_CHANGE_CODES: u64 = 5;

/// What is to be done with a vote.
pub enum Decision<'a> {
    /// The first ballot under the letter.
    First(&'a Voter, Locked),
    /// Another ballot in the place of the one there.
    Change(&'a Voter, &'a Stored, Locked),
    /// The ballot there is the very one that is sent again.
    Again(Cast),
    /// A wrong change code, which is counted.
    WrongChangeCode(&'a Voter),
    /// Nothing.
    Refuse(ActError),
}

/// Decides about a vote, given the letter it names and the ballot under it.
pub fn decide<'a>(sending: &mut Sending, voter: Option<&'a Voter>) -> Decision<'a> {
    let Some(voter) = voter else { return Decision::Refuse(ActError::CodeNotAccepted) };
    match voter.state {
        LetterState::Issued => {}
        LetterState::Spare => return Decision::Refuse(ActError::CodeNotAccepted),
        LetterState::Revoked => return Decision::Refuse(ActError::CodeReplaced),
    }
    let Some(stored) = &voter.ballot else {
        return match sending.who {
            Who::Letter { .. } | Who::Resident { .. } => Decision::First(voter, lock(sending, voter)),
            Who::Visit { .. } => Decision::Refuse(ActError::CodeNotAccepted),
        };
    };
    // Whoever sends it again from a device that many use may be the next voter, in front of what the last one left:
    // the answer shows nothing of it, on whichever copy of the service the turn ended.
    if stored.cast == sending.cast {
        return match sending.way {
            Way::Kiosk => Decision::Refuse(ActError::CastConflict),
            Way::Online | Way::Desk(_) | Way::Telephone(_) | Way::Paper(_) => again(sending, voter, stored),
        };
    }
    match (sending.ballots.rules().change, &sending.who) {
        (Change::None, _)
        | (Change::Allowed, Who::Letter { change: None, .. } | Who::Resident { change: None, .. }) => {
            Decision::Refuse(ActError::AlreadyVoted)
        }
        (Change::Allowed, Who::Visit { commitment, .. }) if *commitment != stored.locked.commitment => {
            Decision::Refuse(ActError::AlreadyVoted)
        }
        (Change::Allowed, Who::Visit { .. }) => Decision::Change(voter, stored, lock(sending, voter)),
        (Change::Allowed, Who::Letter { .. } | Who::Resident { .. })
            if stored.wrong_change_codes >= MAX_WRONG_CHANGE_CODES =>
        {
            Decision::Refuse(ActError::ChangeLocked)
        }
        (
            Change::Allowed,
            Who::Letter { change: Some(typed), .. } | Who::Resident { change: Some(typed), .. },
        ) => {
            if *typed == sending.ballots.change_code(&stored.locked.commitment) {
                Decision::Change(voter, stored, lock(sending, voter))
            } else {
                Decision::WrongChangeCode(voter)
            }
        }
    }
}

/// The same sending again is answered as the first time; with other choices it is refused.
fn again<'a>(sending: &Sending, voter: &Voter, stored: &Stored) -> Decision<'a> {
    let Some(opened) = sending.ballots.open(owner(voter), &stored.locked) else {
        // Which one it is, fsck tells; a line at the moment of a vote would name the voter's letter.
        return Decision::Refuse(ActError::Integrity("a ballot does not open".to_string()));
    };
    if opened.ballot == sending.ballot {
        Decision::Again(Cast { control: voter.control, commitment: stored.locked.commitment })
    } else {
        Decision::Refuse(ActError::CastConflict)
    }
}

fn lock(sending: &mut Sending, voter: &Voter) -> Locked {
    sending.ballots.lock(owner(voter), &sending.ballot, &mut sending.seed)
}

fn owner(voter: &Voter) -> Owner<'_> {
    Owner { letter: &voter.letter, control: voter.control }
}
