//! One transaction for all votes that wait. Each vote is decided by itself: what is wrong with one never
//! fails another.

use std::collections::{BTreeMap, BTreeSet};

use super::decision::{Decision, decide};
use super::way::Came;
use super::{Cast, Sending, Way, Who};
use crate::acts::ActError;
use crate::domain::ballot_box::Locked;
use crate::domain::digest::Digest;
use crate::domain::id::{LetterId, RoundId};
use crate::domain::leaf::Leaf;
use crate::domain::round::Phase;
use crate::store::ballot::{Stored, Voter};
use crate::store::{self, Store, StoreError, Tx, Wait, ballot, round};

/// What became of a vote.
pub type CastResult = Result<Cast, ActError>;

/// How often a transaction that another one crossed is tried.
const TRIALS: u32 = 3;

/// One turn for votes that wait: the outcome of each, or `None` for one that must wait for another turn because
/// someone else's vote under the same letter came first.
pub async fn turn(store: &Store, sendings: &mut [Sending]) -> Vec<Option<CastResult>> {
    let all: Vec<usize> = (0..sendings.len()).collect();
    match tried(store, sendings, &all).await {
        Ok(outcomes) => outcomes,
        Err(error) if all.len() > 1 && is_about_one(&error) => {
            let mut outcomes = Vec::with_capacity(all.len());
            for one in all {
                let alone = tried(store, sendings, &[one]).await;
                outcomes.extend(alone.unwrap_or_else(|error| vec![Some(Err(error.into()))]));
            }
            outcomes
        }
        Err(error) => all.iter().map(|_| Some(Err(error.clone().into()))).collect(),
    }
}

/// Whether an error can come from one vote among many, rather than from the database itself.
fn is_about_one(error: &StoreError) -> bool {
    match error {
        StoreError::Refused(_) | StoreError::Corrupt(_) => true,
        StoreError::Busy(_) | StoreError::Unavailable(_) => false,
    }
}

/// One transaction for some of the votes, once more when another one crossed it.
async fn tried(
    store: &Store,
    sendings: &mut [Sending],
    places: &[usize],
) -> Result<Vec<Option<CastResult>>, StoreError> {
    let mut trials = 1;
    loop {
        match store.noting(transaction(store, sendings, places).await) {
            Err(StoreError::Busy(Wait::Crossed)) if trials < TRIALS => trials += 1,
            answered => return answered,
        }
    }
}

async fn transaction(
    store: &Store,
    sendings: &mut [Sending],
    places: &[usize],
) -> Result<Vec<Option<CastResult>>, StoreError> {
    let mut tx = store.begin().await?;
    let mut answers: BTreeMap<usize, CastResult> = BTreeMap::new();
    // In the order of their names, so that two copies never wait for each other.
    let mut rounds: BTreeMap<RoundId, Vec<usize>> = BTreeMap::new();
    for &place in places {
        rounds.entry(sendings[place].ballots.rules().round.clone()).or_default().push(place);
    }
    for (id, places) in &rounds {
        if round::claim(&mut tx, id, Phase::Open).await? {
            let voters = voters(&mut tx, id, sendings, places).await?;
            let mut turn = Turn { round: id, answers: &mut answers, first: Vec::new(), leaves: Vec::new() };
            let mut taken: BTreeSet<&LetterId> = BTreeSet::new();
            for (&place, voter) in places.iter().zip(&voters) {
                if voter.as_ref().is_none_or(|voter| taken.insert(&voter.letter)) {
                    turn.take(&mut tx, place, &mut sendings[place], voter.as_ref()).await?;
                }
            }
            turn.store(&mut tx).await?;
        } else {
            for &place in places {
                answers.insert(place, Err(not_open(&mut tx, id).await?));
            }
        }
    }
    store::commit(tx).await?;
    Ok(places.iter().map(|place| answers.remove(place)).collect())
}

/// What the votes of one round come to.
struct Turn<'a> {
    round: &'a RoundId,
    answers: &'a mut BTreeMap<usize, CastResult>,
    first: Vec<First>,
    leaves: Vec<Leaf>,
}

/// A first ballot under a letter, and whose vote it is.
struct First {
    place: usize,
    cast: Cast,
    way: Way,
    row: (LetterId, Stored),
}

impl Turn<'_> {
    /// Decides about one vote and does what cannot be done for many at once.
    async fn take(
        &mut self,
        tx: &mut Tx,
        place: usize,
        sending: &mut Sending,
        voter: Option<&Voter>,
    ) -> Result<(), StoreError> {
        if !sending.way.is_good(tx).await? {
            self.answers.insert(place, Err(ActError::DraftChanged));
            return Ok(());
        }
        let answer = match decide(sending, voter) {
            Decision::First(voter, locked) => {
                let cast = Cast { control: voter.control, commitment: locked.commitment };
                let row = (voter.letter.clone(), stored(locked, sending));
                self.first.push(First { place, cast, way: sending.way.clone(), row });
                return Ok(());
            }
            Decision::Change(voter, old, locked) => {
                let cast = Cast { control: voter.control, commitment: locked.commitment };
                let replaced = old.locked.commitment;
                let changed = stored(locked, sending);
                if ballot::replace(tx, &voter.letter, &replaced, &changed).await? {
                    self.leaves.push(leaf(cast, Some(replaced)));
                    Ok(cast)
                } else {
                    Err(ActError::AlreadyVoted)
                }
            }
            Decision::WrongChangeCode(voter) => {
                ballot::note_wrong_change_code(tx, &voter.letter).await?;
                Err(ActError::ChangeCodeNotAccepted)
            }
            Decision::Again(cast) => Ok(cast),
            Decision::Refuse(error) => Err(error),
        };
        self.answers.insert(place, answer);
        Ok(())
    }

    /// Stores the first ballots and the leaves of all.
    async fn store(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let (rows, firsts): (Vec<_>, Vec<_>) =
            self.first.into_iter().map(|first| (first.row, (first.place, first.cast, first.way))).unzip();
        let added = ballot::add(tx, self.round, &rows).await?;
        let mut came = Came::default();
        for (place, cast, way) in firsts {
            // A ballot under the letter would have been found before; the key of the table has the last word.
            let is_added = added.contains(&cast.commitment);
            if is_added {
                self.leaves.push(leaf(cast, None));
                way.came_in(tx, self.round).await?;
                came.add(&way);
            }
            self.answers.insert(place, if is_added { Ok(cast) } else { Err(ActError::AlreadyVoted) });
        }
        came.count(tx, self.round).await?;
        ballot::queue(tx, self.round, &self.leaves).await
    }
}

fn stored(locked: Locked, sending: &Sending) -> Stored {
    Stored { locked, cast: sending.cast.clone(), wrong_change_codes: 0 }
}

fn leaf(cast: Cast, replaces: Option<Digest>) -> Leaf {
    Leaf { control: cast.control, commitment: cast.commitment, replaces, voided: false }
}

/// The letters that votes are sent under, with the ballots there are.
async fn voters(
    tx: &mut Tx,
    id: &RoundId,
    sendings: &[Sending],
    places: &[usize],
) -> Result<Vec<Option<Voter>>, StoreError> {
    let code = |place: &usize| match &sendings[*place].who {
        Who::Letter { code, .. } => Some(*code),
        Who::Resident { .. } | Who::Visit { .. } => None,
    };
    let codes: BTreeSet<Digest> = places.iter().filter_map(code).collect();
    let codes: Vec<Digest> = codes.into_iter().collect();
    let by_code = ballot::by_code(tx, id, &codes).await?;
    let mut voters = Vec::with_capacity(places.len());
    for &place in places {
        voters.push(match &sendings[place].who {
            Who::Letter { code, .. } => by_code.get(code).cloned(),
            Who::Resident { control, .. } | Who::Visit { control, .. } => {
                ballot::by_control(tx, id, *control).await?
            }
        });
    }
    Ok(voters)
}

/// Why a round takes no votes.
async fn not_open(tx: &mut Tx, id: &RoundId) -> Result<ActError, StoreError> {
    Ok(match round::find(tx, id).await? {
        None => ActError::NotFound,
        Some(found) if found.phase < Phase::Open => ActError::VoteNotOpen,
        Some(_) => ActError::VoteClosed,
    })
}
