//! Casting a ballot. The one act without an entry of staff; its record is the queue of leaves.

mod batch;
mod decision;
pub mod way;
pub mod writer;

use std::fmt;
use std::sync::Arc;

pub use decision::MAX_WRONG_CHANGE_CODES;
pub use way::{Helper, Way};
pub use writer::Writer;

use super::{ActError, Context};
use crate::domain::ballot::{Ballot, Choice};
use crate::domain::ballot_box::BallotBox;
use crate::domain::ballot_key::ChangeCode;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::CastId;
use crate::domain::receipt::Receipt;
use crate::domain::round::Change;
use crate::domain::seed::Seed;
use crate::domain::time::Moment;

/// What a voter sends. It shows nothing of itself.
#[derive(Clone)]
pub struct Vote {
    /// The plans and what is done with each.
    pub choices: Vec<Choice>,
    /// On whose behalf.
    pub who: Who,
    /// What makes sending the same twice count once.
    pub cast: CastId,
}

impl fmt::Debug for Vote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vote(***)")
    }
}

/// What gives the right to cast or change a ballot.
#[derive(Debug, Clone)]
pub enum Who {
    /// A letter.
    Letter {
        /// The keyed hash of its code.
        code: Digest,
        /// The change code of the ballot under it, for who voted before.
        change: Option<ChangeCode>,
    },
    /// A letter whose holder the provider of the round named.
    Resident {
        /// The number on the letter.
        control: ControlNumber,
        /// The change code of the ballot under it, for who voted before.
        change: Option<ChangeCode>,
    },
    /// Whoever cast this ballot a moment ago and is still at the same page.
    Visit {
        /// The number on the letter.
        control: ControlNumber,
        /// The commitment of the ballot.
        commitment: Digest,
    },
}

/// A vote that follows the rules of its round, on its way to the ballot box.
#[derive(Debug)]
pub struct Sending {
    ballots: Arc<BallotBox>,
    ballot: Ballot,
    who: Who,
    cast: CastId,
    way: Way,
    seed: Seed,
}

/// A ballot that stands in the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cast {
    /// The number on the letter.
    pub control: ControlNumber,
    /// The commitment.
    pub commitment: Digest,
}

impl Sending {
    /// Checks everything about a vote that needs no database.
    pub fn new(ballots: Arc<BallotBox>, vote: Vote, now: Moment, seed: Seed) -> Result<Sending, ActError> {
        Sending::by(Way::Online, (ballots, vote), now, seed)
    }

    /// The same for a vote that comes in another way. Paper that was handed in before the last moment is still entered
    /// after it, up to the close.
    pub fn by(
        way: Way,
        (ballots, vote): (Arc<BallotBox>, Vote),
        now: Moment,
        seed: Seed,
    ) -> Result<Sending, ActError> {
        let rules = ballots.rules();
        let ballot = Ballot::new(rules, &vote.choices).map_err(ActError::Ballot)?;
        if rules.vote_from.is_some_and(|from| now < from) {
            return Err(ActError::VoteNotOpen);
        }
        let is_over = ballots.until().is_some_and(|until| rules.deadline().taken_until(until) <= now);
        if is_over && !matches!(way, Way::Paper(_)) {
            return Err(ActError::VoteClosed);
        }
        Ok(Sending { ballots, ballot, who: vote.who, cast: vote.cast, way, seed })
    }
}

/// Casts or changes a ballot: one transaction that either stores it with its leaf, or changes nothing.
/// Sending the same again gives the same receipt.
pub async fn cast(ctx: &mut Context<'_>, ballots: &Arc<BallotBox>, vote: Vote) -> Result<Receipt, ActError> {
    let sending = Sending::new(ballots.clone(), vote, ctx.now, Seed::new(ctx.seed.bytes()))?;
    let mut outcomes = batch::turn(ctx.store, &mut [sending]).await;
    let cast = outcomes.pop().flatten().expect("a vote by itself waits for no other")?;
    Ok(receipt(ctx, ballots, cast))
}

/// The same among everything that is sent at the same moment: one transaction for all that waits.
pub async fn cast_with(
    writer: &Writer,
    ctx: &mut Context<'_>,
    ballots: &Arc<BallotBox>,
    vote: Vote,
) -> Result<Receipt, ActError> {
    cast_by(writer, ctx, ballots, (vote, Way::Online)).await
}

/// The same for a vote that comes in another way.
pub async fn cast_by(
    writer: &Writer,
    ctx: &mut Context<'_>,
    ballots: &Arc<BallotBox>,
    (vote, way): (Vote, Way),
) -> Result<Receipt, ActError> {
    let seed = Seed::new(ctx.seed.bytes());
    let sending = Sending::by(way, (ballots.clone(), vote), ctx.now, seed)?;
    let cast = writer.cast(sending).await?;
    Ok(receipt(ctx, ballots, cast))
}

/// The receipt for a ballot that stands in the box.
fn receipt(ctx: &Context<'_>, ballots: &BallotBox, cast: Cast) -> Receipt {
    let rules = ballots.rules();
    let change = match rules.change {
        Change::Allowed => Some(ballots.change_code(&cast.commitment)),
        Change::None => None,
    };
    Receipt::sign(&ctx.signing.receipt, &rules.round, cast.control, cast.commitment).with_change(change)
}
