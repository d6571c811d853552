//! What waits for the office: plans about which it decides, and requests to look again, each with its term and with who looks.

use super::terms;
use crate::acts::ActError;
use crate::domain::id::AccountId;
use crate::domain::pitch::{Clocks, Course, Event, Pitch};
use crate::domain::round::{Origin, Round};
use crate::domain::time::Moment;
use crate::store::Conn;
use crate::store::pitch::{assessment, life, regroup, titles};

/// A plan that was sent in, with what happened to it.
pub struct Sent {
    /// The plan; of what it says only its name.
    pub pitch: Pitch,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Who looks at it.
    pub officer: Option<AccountId>,
    /// The terms of the round.
    pub clocks: Clocks,
}

impl Sent {
    /// Its course.
    pub fn course(&self) -> Course<'_> {
        Course { events: &self.events, clocks: self.clocks }
    }

    /// Until when the office does what is asked of it; nothing where it waits for nothing of the office.
    pub fn due(&self) -> Option<Moment> {
        self.course().due(self.pitch.state)
    }
}

/// The plans of a round that were sent in: what waits for the office first, the shortest term first.
pub async fn of_round(conn: &mut Conn, round: &Round) -> Result<Vec<Sent>, ActError> {
    let all = titles::sent_in(conn, &round.id).await?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let clocks = terms(conn, round).await?.clocks;
    let mut events = life::of_round(conn, &round.id).await?;
    let mut officers = assessment::assigned(conn, &round.id).await?;
    let sent = all.into_iter().map(|pitch| Sent {
        events: events.remove(&pitch.id).unwrap_or_default(),
        officer: officers.remove(&pitch.id),
        clocks,
        pitch,
    });
    let mut sent: Vec<Sent> = sent.collect();
    sent.sort_by_key(|one| {
        let due = one.due();
        (due.is_none(), due, one.pitch.submitted)
    });
    Ok(sent)
}

/// How many plans the list for the ballot of a round waits for at a moment.
pub async fn holding_up(conn: &mut Conn, round: &Round, now: Moment) -> Result<usize, ActError> {
    if round.origin != Origin::Vote {
        return Ok(0);
    }
    let sent = of_round(conn, round).await?;
    let holds = |one: &&Sent| one.course().holds_up((one.pitch.state, one.pitch.group.as_ref()), now);
    let waiting = sent.iter().filter(holds).count();
    let parts = regroup::drafts(conn, &round.id, now).await?;
    Ok(waiting + usize::try_from(parts).unwrap_or(usize::MAX))
}
