//! What waits for the office of tasks that residents take over: a talk with who prepares a bid, what the task costs, years of which
//! the neighbourhood heard nothing, and agreements that end within half a year.

use crate::acts::pitch as acts;
use crate::domain::account::Permission;
use crate::domain::bid::steps::Begun;
use crate::domain::bid::takeover::{Takeover, ends_soon, state, years_due};
use crate::domain::pitch::State;
use crate::domain::pitch::help::is_asked;
use crate::domain::round::Round;
use crate::domain::time::Moment;
use crate::store::bid::begun::Bid;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::paths;
use crate::web::visit::Visit;

/// Bids that wait for a talk with their group, and those of which nobody found out what their task costs, each with its last day. The
/// cost is found out in whatever phase the round is, until something is decided about the takeover. A draft has no name here: who has
/// an interest in the round reads none.
pub async fn begun(visit: &Visit, conn: &mut Conn, rounds: &[Round]) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::RunRounds) {
        return Ok(tasks);
    }
    let mut bids = store::bid::begun::sent_in(conn).await?;
    bids.extend(store::bid::begun::drafts(conn).await?);
    if bids.is_empty() {
        return Ok(tasks);
    }
    let known = store::bid::task::list(conn).await?;
    for round in rounds {
        let own: Vec<&Bid> = bids.iter().filter(|bid| bid.round == round.id).collect();
        if own.is_empty() {
            continue;
        }
        let clocks = acts::terms(conn, round).await?.clocks;
        let help = store::pitch::help::of_bids(conn, &round.id).await?;
        let events = store::pitch::life::of_bids(conn, &round.id).await?;
        for bid in own {
            let help = help.get(&bid.id).map(Vec::as_slice).unwrap_or_default();
            if bid.state == State::Draft && !is_asked(help, bid.state, round.phase) {
                continue;
            }
            let events = events.get(&bid.id).map(Vec::as_slice).unwrap_or_default();
            let begun = Begun { help, events, clocks };
            if let Some(until) = begun.talk_by() {
                tasks.push(line(visit, (round, bid), until, "talk"));
            }
            let task = known.iter().find(|task| task.id == bid.task);
            if let Some(until) = task.and_then(|task| begun.facts_by(task.facts.status)) {
                tasks.push(line(visit, (round, bid), until, "facts"));
            }
        }
    }
    Ok(tasks)
}

/// Words and address of one of these, which has a last day.
fn line(visit: &Visit, (round, bid): (&Round, &Bid), until: Moment, what: &str) -> (String, String) {
    let parts = [round.id.as_str(), bid.id.as_str()];
    let (plan, to) = match bid.state {
        State::Draft => (visit.say("takeover-task-draft"), visit.to(paths::ROUND_HELP_DRAFT, &parts)),
        State::Submitted
        | State::Incomplete
        | State::Admissible
        | State::NotAdmitted
        | State::Withdrawn
        | State::Merged => (bid.title.clone(), visit.to(paths::ROUND_PITCH, &parts)),
    };
    let late = if until < visit.now { "-late" } else { "" };
    let title = round.plan.title.as_str();
    let values = [("title", title.into()), ("plan", plan.into()), ("when", visit.text.day(until).into())];
    (visit.text.with(&format!("takeover-task-{what}{late}"), &values), to)
}

/// Words and address of each, in the rounds that are seen.
pub async fn of_rounds(visit: &Visit, conn: &mut Conn, rounds: &[Round]) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::HandleGrants) {
        return Ok(tasks);
    }
    for Bid { id, round, title, .. } in store::bid::begun::decided(conn).await? {
        if !rounds.iter().any(|known| known.id == round) {
            continue;
        }
        let steps = store::bid::steps(conn, &id).await?;
        let address = visit.to(paths::ROUND_BID, &[round.as_str(), id.as_str()]);
        // After its end nobody tells of a year any more, also not of one whose words were taken off.
        let runs = state(&steps) == Takeover::Running;
        for year in years_due(&steps, visit.now).into_iter().filter(|_| runs) {
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
