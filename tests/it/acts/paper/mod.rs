//! Paper, desk, telephone and kiosk beside the own device: one letter counts once, whatever came first; two people and a
//! third; what is counted of ways; and the last moment of a vote.

mod attack;
mod ends;
mod mixed;
mod tampered;
mod two;

use schuifruimte::acts::ballot::{Vote, Way, Writer};
use schuifruimte::acts::paper::{Ended, Which, cast, enter};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::deadline::{Deadline, PaperRule};
use schuifruimte::domain::id::{AccountId, CastId, PaperBatchId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::paper::{Entry, HandedIn, State, numbered};
use schuifruimte::domain::receipt::Receipt;
use schuifruimte::domain::round::Plan;
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use crate::support::people::Staff;
use crate::support::town::{plan, plans};
use crate::support::{OpenRound, Place, Town, days};

/// A town with a round that takes paper, and three people at its desk.
pub struct Hall {
    pub town: Town,
    pub round: OpenRound,
    pub writer: Writer,
    pub desk: [AccountId; 3],
}

/// What is posted in these rounds, unless a test says otherwise.
pub fn posted(paper: PaperRule) -> Deadline {
    Deadline { grace_minutes: 15, paper, extend_until: Some(days(17)) }
}

impl Hall {
    pub async fn new(place: &Place, paper: PaperRule) -> Hall {
        let town = Town::new(place).await;
        let wanted = Plan { deadline: Some(posted(paper)), ..plan("zuilen") };
        let round = town.open_round_with("zuilen", &wanted, &plans()).await;
        let mut desk = Vec::new();
        for (login, name) in [("ans", "Ans Bakker"), ("bas", "Bas de Boer"), ("cor", "Cor Kok")] {
            let who = Staff { login, name, function: "Balie", role: Role::Desk };
            desk.push(place.employ(who, Scope::City).await);
        }
        let writer = Writer::start(place.store.clone());
        Hall { town, round, writer, desk: desk.try_into().expect("three") }
    }

    pub fn ctx(&self, who: usize, at: Moment) -> acts::Context<'_> {
        self.town.place.context(Actor::Staff(self.desk[who].clone()), at)
    }

    /// A stack of so many papers, handed in at a moment.
    pub async fn stack(&self, papers: u64, at: Moment) -> PaperBatchId {
        let handed = if at < days(14) { HandedIn::InTime } else { HandedIn::TooLate };
        acts::paper::receive(&mut self.ctx(0, at), &self.round.id, papers, handed).await.expect("a stack")
    }

    pub fn which(&self, batch: &PaperBatchId, number: u64) -> Which {
        Which { round: self.round.id.clone(), batch: batch.clone(), number }
    }

    /// What stands on the paper of a letter: the numbers of these plans.
    pub fn paper(&self, letter: usize, plans: &[&str]) -> Entry {
        let order = numbered(&self.round.rules);
        let place = |id: &&str| order.iter().position(|plan| plan.id.as_str() == *id).expect("a plan") + 1;
        let mut numbers: Vec<u64> =
            plans.iter().map(|id| u64::try_from(place(id)).expect("a number")).collect();
        numbers.sort_unstable();
        let code = self.round.letters.key.mac(&self.round.id, &self.round.letters.printed[letter].0);
        Entry::Ballot { code, numbers }
    }

    pub async fn enter(&self, who: usize, which: &Which, entry: &Entry) -> Result<State, ActError> {
        enter(&mut self.ctx(who, days(1)), &self.round.ballots, which, entry).await
    }

    /// Two people enter the same, and it goes to the box.
    pub async fn by_two(&self, which: &Which, entry: &Entry) -> Result<Ended, ActError> {
        self.enter(0, which, entry).await?;
        assert_eq!(self.enter(1, which, entry).await?, State::Equal);
        cast(&self.writer, &mut self.ctx(1, days(1)), &self.round.ballots, which).await
    }

    /// The holder of a letter votes in some way.
    pub async fn by(&self, way: Way, vote: Vote) -> Result<Receipt, ActError> {
        let mut ctx = self.town.nobody_at(days(1));
        acts::ballot::cast_by(&self.writer, &mut ctx, &self.round.ballots, (vote, way)).await
    }

    /// A vote of the holder of a letter that is no other's.
    pub fn fresh(&self, letter: usize, choices: &[&str], cast: &str) -> Vote {
        Vote { cast: CastId::new(cast), ..self.round.vote(letter, choices) }
    }

    pub async fn state(&self, which: &Which) -> (State, Option<&'static str>) {
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let found = store::paper::find(&mut conn, &which.round, &which.batch, which.number).await;
        let found = found.expect("a look").expect("a paper");
        (found.state, found.reason.map(|reason| reason.name()))
    }
}
