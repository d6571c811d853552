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
    /// Until when the office does what is asked of it; nothing where it waits for nothing of the office.
    pub due: Option<Moment>,
}

impl Sent {
    /// Its course.
    pub fn course(&self) -> Course<'_> {
        Course { events: &self.events, clocks: self.clocks }
    }
}

/// The plans of a round that were sent in, at a moment: what waits for the office first, the shortest term first.
pub async fn of_round(conn: &mut Conn, round: &Round, now: Moment) -> Result<Vec<Sent>, ActError> {
    let all = titles::sent_in(conn, &round.id).await?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let clocks = terms(conn, round).await?.clocks;
    let mut events = life::of_round(conn, &round.id).await?;
    let mut officers = assessment::assigned(conn, &round.id).await?;
    let sent = all.into_iter().map(|pitch| {
        let events = events.remove(&pitch.id).unwrap_or_default();
        let due = Course { events: &events, clocks }.due(pitch.state, now);
        Sent { officer: officers.remove(&pitch.id), events, clocks, due, pitch }
    });
    let mut sent: Vec<Sent> = sent.collect();
    sent.sort_by_key(|one| (one.due.is_none(), one.due, one.pitch.submitted));
    Ok(sent)
}

/// How many plans the list for the ballot of a round waits for at a moment.
pub async fn holding_up(conn: &mut Conn, round: &Round, now: Moment) -> Result<usize, ActError> {
    if round.origin != Origin::Vote {
        return Ok(0);
    }
    let sent = of_round(conn, round, now).await?;
    let holds = |one: &&Sent| one.course().holds_up((one.pitch.state, one.pitch.group.as_ref()), now);
    let waiting = sent.iter().filter(holds).count();
    let parts = regroup::drafts(conn, &round.id, now).await?;
    Ok(waiting + usize::try_from(parts).unwrap_or(usize::MAX))
}
