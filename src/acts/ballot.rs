//! Casting a ballot. The one act without an entry of staff; its record is the queue of leaves.

use super::{ActError, Context};
use crate::domain::ballot::Ballot;
use crate::domain::digest::hex;
use crate::domain::id::{BallotId, CastId, ProposalId, RoundId};
use crate::domain::receipt::Receipt;
use crate::domain::round::Phase;
use crate::domain::rules::Rules;
use crate::domain::voting_code::{CodeKey, VotingCode};
use crate::store::ballot::{Leaf, Stored};
use crate::store::{self, Tx, ballot, register, round};

/// What a voter sends.
pub struct Vote {
    /// The chosen plans.
    pub choices: Vec<ProposalId>,
    /// The code on the letter.
    pub code: VotingCode,
    /// What makes sending the same twice count once.
    pub cast: CastId,
}

/// Casts a ballot: one transaction that either stores it with its leaf, or changes nothing. Sending the
/// same again gives the same receipt.
pub async fn cast(
    ctx: &mut Context<'_>,
    rules: &Rules,
    key: &CodeKey,
    vote: &Vote,
) -> Result<Receipt, ActError> {
    let wanted = Ballot::new(rules, &vote.choices).map_err(ActError::Ballot)?;
    if rules.vote_from.is_some_and(|from| ctx.now < from) {
        return Err(ActError::VoteNotOpen);
    }
    if rules.vote_until.is_some_and(|until| until <= ctx.now) {
        return Err(ActError::VoteClosed);
    }
    let id = &rules.round;
    let mut tx = ctx.begin().await?;
    if !round::claim(&mut tx, id, Phase::Open).await? {
        return Err(not_open(&mut tx, id).await);
    }
    let code_mac = key.mac(id, &vote.code);
    let letter = register::letter(&mut tx, id, &code_mac).await?.ok_or(ActError::CodeNotAccepted)?;
    if let Some(stored) = ballot::of_letter(&mut tx, &letter.id).await? {
        return again(&stored, &wanted, vote)
            .map(|()| Receipt::sign(&ctx.signing.receipt, id, letter.control, stored.commitment));
    }
    let nonce = ctx.seed.bytes();
    let commitment = wanted.commitment(&rules.fingerprint(), letter.control, &nonce);
    let stored = Stored {
        id: BallotId::new(ctx.seed.id()),
        letter: letter.id,
        choices: wanted.canonical(),
        nonce: hex(&nonce),
        commitment,
        cast: vote.cast.clone(),
    };
    if !ballot::add(&mut tx, id, &stored).await? {
        // Another letter used this cast_id; a ballot of this letter would have been found above.
        return Err(ActError::CastConflict);
    }
    ballot::queue(&mut tx, id, &Leaf { control: letter.control, commitment }).await?;
    store::commit(tx).await?;
    Ok(Receipt::sign(&ctx.signing.receipt, id, letter.control, commitment))
}

/// What a letter that has a ballot means for a vote: the same sending again, or a refusal.
fn again(stored: &Stored, wanted: &Ballot, vote: &Vote) -> Result<(), ActError> {
    match (stored.cast == vote.cast, stored.choices == wanted.canonical()) {
        (true, true) => Ok(()),
        (true, false) => Err(ActError::CastConflict),
        (false, _) => Err(ActError::AlreadyVoted),
    }
}

async fn not_open(tx: &mut Tx, id: &RoundId) -> ActError {
    match round::find(tx, id).await {
        Ok(None) => ActError::NotFound,
        Ok(Some(found)) if found.phase < Phase::Open => ActError::VoteNotOpen,
        Ok(Some(_)) => ActError::VoteClosed,
        Err(error) => error.into(),
    }
}
