//! What waits for the office of tasks that residents take over: a talk with who prepares a bid, what the task costs, years of which
//! the neighbourhood heard nothing, and agreements that end within half a year.

use crate::acts::pitch as acts;
use crate::domain::account::Permission;
use crate::domain::bid::steps::Begun;
use crate::domain::bid::takeover::{ends_soon, years_due};
use crate::domain::pitch::State;
use crate::domain::pitch::help::is_asked;
use crate::domain::round::{Phase, Round};
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// Bids that wait for a talk with their group, and those of which nobody found out what their task costs, each with its last day. A
/// draft has no name here: who has an interest in the round reads none.
pub async fn begun(visit: &Visit, conn: &mut Conn, rounds: &[Round]) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::RunRounds) {
        return Ok(tasks);
    }
    for round in rounds.iter().filter(|round| matches!(round.phase, Phase::Propose | Phase::Check)) {
        let bids = store::bid::begun::of_round(conn, &round.id).await?;
        if bids.is_empty() {
            continue;
        }
        let clocks = acts::terms(conn, round).await?.clocks;
        let known = store::bid::task::list(conn).await?;
        for bid in bids {
            let help = store::pitch::help::of(conn, &bid.id).await?;
            let is_draft = bid.state == State::Draft;
            if is_draft && !is_asked(&help, bid.state, round.phase) {
                continue;
            }
            let events = store::pitch::life::events(conn, &bid.id).await?;
            let begun = Begun { help: &help, events: &events, clocks };
            let task = known.iter().find(|task| task.id.as_str() == bid.content.offer.task);
            let parts = [round.id.as_str(), bid.id.as_str()];
            let (plan, to) = match is_draft {
                true => (visit.say("takeover-task-draft"), visit.to(paths::ROUND_HELP_DRAFT, &parts)),
                false => (named(visit, &bid), visit.to(paths::ROUND_PITCH, &parts)),
            };
            let mut line = |until: Moment, [soon, late]: [&str; 2]| {
                let when = visit.text.day(until);
                let title = round.plan.title.as_str();
                let values = [("title", title.into()), ("plan", plan.as_str().into()), ("when", when.into())];
                let key = if until < visit.now { late } else { soon };
                tasks.push((visit.text.with(key, &values), to.clone()));
            };
            if let Some(until) = begun.talk_by() {
                line(until, ["takeover-task-talk", "takeover-task-talk-late"]);
            }
            if let Some(until) = task.and_then(|task| begun.facts_by(task.facts.status)) {
                line(until, ["takeover-task-facts", "takeover-task-facts-late"]);
            }
        }
    }
    Ok(tasks)
}

/// Words and address of each, in the rounds that are seen.
pub async fn of_rounds(visit: &Visit, conn: &mut Conn, rounds: &[Round]) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::HandleGrants) {
        return Ok(tasks);
    }
    for id in store::bid::decided(conn).await? {
        let Some(pitch) = store::pitch::find(conn, &id).await? else { continue };
        if !rounds.iter().any(|round| round.id == pitch.round) {
            continue;
        }
        let steps = store::bid::steps(conn, &id).await?;
        let title = named(visit, &pitch);
        let address = visit.to(paths::ROUND_BID, &[pitch.round.as_str(), id.as_str()]);
        for year in years_due(&steps, visit.now) {
            let values = [("title", title.as_str().into()), ("year", year.to_string().into())];
            tasks.push((visit.text.with("takeover-task-due", &values), address.clone()));
        }
        if let Some(until) = ends_soon(&steps, visit.now) {
            let values = [("title", title.as_str().into()), ("when", visit.text.civil_day(until).into())];
            tasks.push((visit.text.with("takeover-task-ends", &values), address));
        }
    }
    Ok(tasks)
}
