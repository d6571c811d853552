//! One vote that is held twice: by the service, and by the model.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use schuifruimte::acts::ballot::{self, Vote, Who, Writer};
use schuifruimte::acts::letter::Wanted;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::ballot::BallotForm;
use schuifruimte::domain::ballot_box::Owner;
use schuifruimte::domain::ballot_key::ChangeCode;
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{CastId, ProposalId};
use schuifruimte::domain::leaf::{self, Leaf};
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::receipt::Receipt;
use schuifruimte::domain::revocation::Reason;
use schuifruimte::domain::round::Plan;
use schuifruimte::domain::voting_code::{LENGTH, VotingCode};
use schuifruimte::store;

use super::rules::{By, Model, No, Sent, Stage};
use crate::support::town::{plan, plans};
use crate::support::{OpenRound, Town, days};

/// Letters that vote; few, so that they meet again and again.
pub const LETTERS: usize = 3;
/// Letters at the desk that may take the place of a revoked one.
pub const SPARES: usize = 2;
/// All of them; the spare ones come last.
pub const ALL: usize = LETTERS + SPARES;
/// What can be chosen.
pub const CHOICES: [&[&str]; 4] = [&["01"], &["02"], &["01", "02"], &["03"]];

/// What somebody who sent something got.
pub type Answer = Result<Receipt, No>;

/// What is stored under a letter, or what should be.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Held {
    /// Each ballot there ever was, the one it took the place of, and whether it was voided.
    chain: BTreeSet<(Digest, Option<Digest>, bool)>,
    /// The ballot that counts, with its choices and the wrong change codes given for it.
    counts: Option<(Digest, String, u64)>,
}

/// A round in which the same is sent to both.
pub struct Twice<'a> {
    pub town: &'a Town,
    pub round: OpenRound,
    pub known: Known,
    /// Everything that was sent so far.
    pub sent: Vec<Sent>,
}

/// The model, with the receipts of its ballots by number.
#[derive(Clone)]
pub struct Known {
    pub model: Model,
    pub receipts: Vec<Receipt>,
}

impl Known {
    /// Whether the model gives this answer as well; then it has gone on.
    pub fn says(&mut self, sent: Sent, answer: &Answer) -> bool {
        match (self.model.send(sent), answer) {
            (Err(ours), Err(theirs)) => ours == *theirs,
            (Ok(number), Ok(receipt)) if number < self.receipts.len() => self.receipts[number] == *receipt,
            (Ok(_), Ok(receipt)) => {
                let is_new = self.receipts.iter().all(|old| old.commitment != receipt.commitment);
                self.receipts.push(receipt.clone());
                is_new
            }
            (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
        }
    }

    /// What should be stored under a letter until the seal.
    pub fn held(&self, letter: usize) -> Held {
        let name = |number: usize| self.receipts[number].commitment;
        let own = (0..).zip(&self.model.accepted).filter(|(_, one)| one.letter == letter);
        let counts = self.model.counting.get(&letter).map(|&(ballot, wrong)| {
            let choices = CHOICES[self.model.accepted[ballot].choice].join(",");
            (name(ballot), choices, wrong)
        });
        let chain = own.map(|(number, one)| (name(number), one.replaces.map(name), one.voided));
        Held { chain: chain.collect(), counts }
    }

    /// What should stand in the sealed list.
    pub fn list(&self) -> Vec<String> {
        let ballots = self.model.counting.values().map(|(ballot, _)| self.model.accepted[*ballot]);
        let mut list: Vec<String> = ballots.map(|ballot| CHOICES[ballot.choice].join(",")).collect();
        list.sort();
        list
    }
}

/// A small round: many of them fit in one town.
fn small() -> (Plan, Vec<Proposal>) {
    let mut three = plans();
    three.truncate(3);
    three.iter_mut().for_each(|one| one.amount = Cents::euros(100));
    let (ceiling, objection_reserve) = (Cents::euros(500), Cents::ZERO);
    (Plan { ceiling, objection_reserve, ballot: BallotForm::approval(1, 3), ..plan("Zuilen") }, three)
}

impl<'a> Twice<'a> {
    pub async fn new(town: &'a Town, number: usize) -> Twice<'a> {
        let (plan, proposals) = small();
        let round = town.open_round_with(&format!("ronde-{number}"), &plan, &proposals).await;
        let known = Known { model: Model::new(LETTERS, SPARES), receipts: Vec::new() };
        Twice { town, round, known, sent: Vec::new() }
    }

    /// What stands on a letter: its code and its number.
    fn paper(&self, letter: usize) -> &(VotingCode, ControlNumber) {
        match letter.checked_sub(LETTERS) {
            None => &self.round.letters.printed[letter],
            Some(spare) => &self.round.letters.spares[spare],
        }
    }

    fn control(&self, letter: usize) -> ControlNumber {
        self.paper(letter).1
    }

    fn vote(&self, sent: Sent) -> Vote {
        let commitment = |ballot: Option<usize>| match ballot {
            Some(number) => self.known.receipts[number].commitment,
            None => Digest::of(b"a ballot that never was"),
        };
        let code = match sent.by {
            By::Stranger => VotingCode::from_values([4; LENGTH - 1]),
            By::Code | By::ChangeCode(_) | By::Visit(_) => self.paper(sent.letter).0.clone(),
        };
        let code = self.round.letters.key.mac(&self.round.id, &code);
        let who = match sent.by {
            By::Stranger | By::Code => Who::Letter { code, change: None },
            By::ChangeCode(None) => Who::Letter { code, change: ChangeCode::parse("AAA-AAA") },
            By::ChangeCode(ballot @ Some(_)) => {
                let change = Some(self.round.ballots.change_code(&commitment(ballot)));
                Who::Letter { code, change }
            }
            By::Visit(ballot) => {
                Who::Visit { control: self.control(sent.letter), commitment: commitment(ballot) }
            }
        };
        let choices = CHOICES[sent.choice].iter().map(|id| ProposalId::new(*id).into()).collect();
        Vote { choices, who, cast: CastId::new(format!("{}-{}", self.round.id, sent.cast)) }
    }

    /// Sends one thing to the service and waits.
    pub async fn send(&self, sent: Sent) -> Answer {
        self.town.cast_at(&self.round, self.vote(sent), days(1)).await.map_err(|error| no(&error))
    }

    /// Sends much at once, by turns through each of the writers; if asked, a letter is
    /// revoked and the round closes in the midst of it. The answers, and whether that was done.
    pub async fn send_all(
        &self,
        writers: &[Writer],
        all: &[Sent],
        (revokes, closes): (Option<(usize, Option<usize>)>, bool),
    ) -> (Vec<Answer>, bool, bool) {
        let sendings = (0..).zip(all).map(|(place, sent)| async move {
            let mut ctx = self.town.nobody_at(days(1));
            let writer: &Writer = &writers[place % writers.len()];
            let sent = ballot::cast_with(writer, &mut ctx, &self.round.ballots, self.vote(*sent)).await;
            sent.map_err(|error| no(&error))
        });
        let close = async { closes && self.close().await };
        let revoke = async {
            match revokes {
                Some((letter, by)) => self.revoke(letter, by).await,
                None => false,
            }
        };
        futures_util::future::join3(join_all(sendings), revoke, close).await
    }

    /// Joris asks to revoke a letter and Marijke agrees; whether it could be.
    pub async fn revoke(&self, letter: usize, by: Option<usize>) -> bool {
        let wanted = Wanted {
            control: self.control(letter),
            by: by.map(|by| self.control(by)),
            reason: Reason::Damaged,
        };
        let asked = acts::letter::ask(&mut self.town.joris_at(days(1)), &self.round.id, &wanted).await;
        let done = match asked {
            Ok(request) => {
                acts::letter::approve(&self.town.marijke_at(days(1)), &self.round.id, &request).await
            }
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => true,
            Err(ActError::WrongPhase(_) | ActError::Fields(_)) => false,
            Err(error) => panic!("the desk: {error}"),
        }
    }

    /// Closes the round; whether it was open.
    pub async fn close(&self) -> bool {
        match acts::round::close(&mut self.town.marijke_at(days(15)), &self.round.id).await {
            Ok(()) => true,
            Err(ActError::WrongPhase(_)) => false,
            Err(error) => panic!("the close: {error}"),
        }
    }

    /// Seals the round; whether it was closed.
    pub async fn seal(&self) -> bool {
        match self.town.seal(&self.round.id).await {
            Ok(()) => true,
            Err(ActError::WrongPhase(_)) => false,
            Err(error) => panic!("the seal: {error}"),
        }
    }

    /// What waits in the queue until the close, and stands in the log from then on.
    async fn leaves(&self) -> Result<Vec<Leaf>, String> {
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let queued = store::ballot::queued(&mut conn, &self.round.id).await.expect("a queue");
        let entries = acts::log::entries(&mut conn, &self.round.id).await.expect("a log");
        let logged = leaf::of_log(&entries).expect("leaves that add up");
        match self.known.model.stage {
            Stage::Open if logged.is_empty() => Ok(queued),
            Stage::Closed | Stage::Sealed if queued.is_empty() => Ok(logged),
            stage => Err(format!("{stage:?}, and {queued:?} wait and {logged:?} stand in the log")),
        }
    }

    /// How many ballots the close and the seal name in the log.
    pub async fn told(&self) -> Vec<u64> {
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let entries = acts::log::entries(&mut conn, &self.round.id).await.expect("a log");
        let told = entries.iter().filter_map(|entry| match entry {
            Entry::Close { ballots, .. } | Entry::Seal { ballots, .. } => Some(*ballots),
            _ => None,
        });
        told.collect()
    }

    /// What is stored under each letter.
    pub async fn stored(&self) -> Result<Vec<Held>, String> {
        let leaves = self.leaves().await?;
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let voters = store::ballot::list(&mut conn, &self.round.id).await.expect("ballots");
        let held = (0..ALL).map(|letter| {
            let control = self.control(letter);
            let own = leaves.iter().filter(|leaf| leaf.control == control);
            let voter = voters.iter().find(|voter| voter.control == control);
            let counts = voter.and_then(|voter| {
                let stored = voter.ballot.as_ref()?;
                let owner = Owner { letter: &voter.letter, control };
                let opened = self.round.ballots.open(owner, &stored.locked).expect("the key opens it");
                Some((stored.locked.commitment, opened.ballot.canonical(), stored.wrong_change_codes))
            });
            let chain = own.map(|leaf| (leaf.commitment, leaf.replaces, leaf.voided)).collect();
            Held { chain, counts }
        });
        Ok(held.collect())
    }

    /// The sealed list as it is stored, and whether anything still stands beside a letter.
    pub async fn sealed(&self) -> (Vec<String>, usize) {
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let rows = store::sealed::list(&mut conn, &self.round.id).await.expect("a list");
        let left = store::ballot::list(&mut conn, &self.round.id).await.expect("ballots").len();
        (rows.into_iter().map(|row| row.choices).collect(), left)
    }
}

fn no(error: &ActError) -> No {
    match error {
        ActError::VoteClosed => No::Closed,
        ActError::CodeNotAccepted => No::UnknownCode,
        ActError::AlreadyVoted => No::Voted,
        ActError::CastConflict => No::OtherSending,
        ActError::CodeReplaced => No::Replaced,
        ActError::ChangeCodeNotAccepted => No::WrongChangeCode,
        ActError::ChangeLocked => No::Locked,
        other => No::Other(other.to_string()),
    }
}
