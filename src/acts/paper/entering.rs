//! Entering a paper: one person, another one who does not see the first, and a third one where they differ.

use serde_json::json;

use super::super::interest::require_none;
use super::super::log::Note;
use super::super::person::require_other;
use super::super::{ActError, Context};
use super::claim_open;
use crate::domain::ballot::{Ballot, BallotFault};
use crate::domain::ballot_box::BallotBox;
use crate::domain::id::{PaperBatchId, PaperId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::paper::{Dispute, Entry, Paper, Rejection, State, choices};
use crate::store::{Conn, Tx, paper};

/// Which paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// The round.
    pub round: RoundId,
    /// The stack.
    pub batch: PaperBatchId,
    /// The number in the stack.
    pub number: u64,
}

/// In what two entries differ; never how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// One of the two saw no ballot, or another fault.
    Kind,
    /// The codes.
    Code,
    /// The numbers of plans.
    Numbers,
}

impl Difference {
    /// Its name, as the ending of a text key.
    pub fn name(self) -> &'static str {
        match self {
            Difference::Kind => "kind",
            Difference::Code => "code",
            Difference::Numbers => "numbers",
        }
    }
}

/// Enters what one person read off a paper: as first, or as second, who must be another human; neither has an interest in a
/// plan of the round. How far it is then; an
/// equal one is on its way to the box with [`super::cast`].
pub async fn enter(
    ctx: &mut Context<'_>,
    ballots: &BallotBox,
    which: &Which,
    entry: &Entry,
) -> Result<State, ActError> {
    let who = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, &which.round).await?;
    require_none(ctx, &mut tx, &which.round).await?;
    let found = find(&mut tx, which).await?;
    let (act, state) = match found.state {
        State::Waiting => {
            keep(ctx, &mut tx, ballots, (&found.id, 1), entry).await?;
            must(paper::enter_first(&mut tx, &found.id, &who).await?)?;
            ("paper.enter", State::Once)
        }
        State::Once => {
            require_other(ctx, &mut tx, found.by.first().ok_or(ActError::FourEyes)?).await?;
            let first = read(&mut tx, ballots, &found.id).await?;
            let is_equal = first.first() == Some(entry);
            let state = if is_equal { State::Equal } else { State::Differs };
            must(paper::enter_second(&mut tx, &found.id, &who, state).await?)?;
            let state = if is_equal {
                agreed(ctx, &mut tx, ballots, (&found.id, entry)).await?
            } else {
                keep(ctx, &mut tx, ballots, (&found.id, 2), entry).await?;
                state
            };
            ("paper.enter-again", state)
        }
        State::Equal | State::Differs | State::Cast | State::Rejected => return Err(ActError::DraftChanged),
    };
    finish(ctx, tx, which, (act, state, None)).await
}

/// Decides between two entries that differ: a third human reads the paper again. What two of the three read alike holds;
/// when the third reads something else again, only that it is no ballot can be said of it.
pub async fn resolve(
    ctx: &mut Context<'_>,
    ballots: &BallotBox,
    which: &Which,
    (entry, dispute): (&Entry, Dispute),
) -> Result<State, ActError> {
    let who = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, &which.round).await?;
    require_none(ctx, &mut tx, &which.round).await?;
    let found = find(&mut tx, which).await?;
    if found.state != State::Differs {
        return Err(ActError::DraftChanged);
    }
    for earlier in &found.by {
        require_other(ctx, &mut tx, earlier).await?;
    }
    let entries = read(&mut tx, ballots, &found.id).await?;
    if !entries.contains(entry) && matches!(entry, Entry::Ballot { .. }) {
        return Err(ActError::field("numbers", "neither"));
    }
    must(paper::enter_third(&mut tx, &found.id, &who, dispute).await?)?;
    let state = agreed(ctx, &mut tx, ballots, (&found.id, entry)).await?;
    finish(ctx, tx, which, ("paper.resolve", state, Some(dispute))).await
}

/// In what the entries of a paper differ.
pub async fn differences(
    conn: &mut Conn,
    ballots: &BallotBox,
    found: &Paper,
) -> Result<Vec<Difference>, ActError> {
    let entries = read(conn, ballots, &found.id).await?;
    let [first, second] = entries.as_slice() else { return Ok(Vec::new()) };
    Ok(match (first, second) {
        (Entry::Ballot { code: one, numbers: some }, Entry::Ballot { code: other, numbers: others }) => {
            let code = (one != other).then_some(Difference::Code);
            code.into_iter().chain((some != others).then_some(Difference::Numbers)).collect()
        }
        (Entry::Mark(_), _) | (_, Entry::Mark(_)) => vec![Difference::Kind],
    })
}

/// What two people read alike: on its way to the box, or no ballot of this round.
async fn agreed(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    ballots: &BallotBox,
    (id, entry): (&PaperId, &Entry),
) -> Result<State, ActError> {
    paper::forget(tx, id).await?;
    if let Some(reason) = fault(ballots, entry) {
        must(paper::reject(tx, id, reason).await?)?;
        return Ok(State::Rejected);
    }
    keep(ctx, tx, ballots, (id, 1), entry).await?;
    Ok(State::Equal)
}

/// Why an entry is no ballot, as far as that can be said without looking for its letter.
fn fault(ballots: &BallotBox, entry: &Entry) -> Option<Rejection> {
    let numbers = match entry {
        Entry::Mark(mark) => return Some(mark.rejection()),
        Entry::Ballot { numbers, .. } => numbers,
    };
    let Some(choices) = choices(ballots.rules(), numbers) else { return Some(Rejection::Unknown) };
    Ballot::new(ballots.rules(), &choices).err().map(|fault| match fault {
        BallotFault::TooFew { .. } => Rejection::TooFew,
        BallotFault::TooMany { .. } => Rejection::TooMany,
        BallotFault::OverCeiling { .. } => Rejection::OverCeiling,
        BallotFault::Theme { .. } => Rejection::Theme,
        BallotFault::Twice => Rejection::Twice,
        // Numbers of plans say nothing else, and a round with another form takes no paper.
        BallotFault::Unknown
        | BallotFault::OtherForm(_)
        | BallotFault::Each { .. }
        | BallotFault::TooManyPoints { .. }
        | BallotFault::PointsLeft { .. }
        | BallotFault::SamePlace { .. }
        | BallotFault::NoPlace { .. } => Rejection::Unknown,
    })
}

/// What was read off a paper, opened, in the order of who read it.
pub(super) async fn read(conn: &mut Conn, ballots: &BallotBox, id: &PaperId) -> Result<Vec<Entry>, ActError> {
    let mut entries = Vec::new();
    for (half, locked) in paper::entries(conn, id).await? {
        let plain = ballots.take_out(&place(id, half), &locked);
        let entry = plain.and_then(|plain| Entry::parse(&plain));
        entries
            .push(entry.ok_or_else(|| ActError::Integrity("an entry of a paper does not open".to_string()))?);
    }
    Ok(entries)
}

async fn keep(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    ballots: &BallotBox,
    (id, half): (&PaperId, i64),
    entry: &Entry,
) -> Result<(), ActError> {
    let locked = ballots.put_away(&place(id, half), &entry.bytes(), &mut ctx.seed);
    Ok(paper::keep(tx, id, half, &locked).await?)
}

/// Where an entry lies: moved to another paper, it does not open.
pub(in super::super) fn place(id: &PaperId, half: i64) -> String {
    format!("paper {id} {half}")
}

pub(super) async fn find(conn: &mut Conn, which: &Which) -> Result<Paper, ActError> {
    let found = paper::find(conn, &which.round, &which.batch, which.number).await?;
    found.ok_or(ActError::NotFound)
}

/// The number of a stack, for the log.
pub(super) async fn stack(conn: &mut Conn, which: &Which) -> Result<u64, ActError> {
    let batches = paper::batches(conn, &which.round).await?;
    batches.iter().find(|one| one.id == which.batch).map(|one| one.number).ok_or(ActError::NotFound)
}

async fn finish(
    ctx: &Context<'_>,
    mut tx: Tx,
    which: &Which,
    (act, state, dispute): (&'static str, State, Option<Dispute>),
) -> Result<State, ActError> {
    let stack = stack(&mut tx, which).await?;
    let detail = json!({
        "stack": stack,
        "paper": which.number,
        "state": state.name(),
        "cause": dispute.map(Dispute::name),
    });
    ctx.finish(tx, Note::with(act, &which.round, detail).of_rows(Kept::Papers, &which.batch)).await?;
    Ok(state)
}

/// A guarded update that touched no row: someone else was first.
pub(super) fn must(touched: bool) -> Result<(), ActError> {
    if touched { Ok(()) } else { Err(ActError::DraftChanged) }
}
