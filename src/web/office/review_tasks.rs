//! What waits for the office: plans to be looked at, and requests to do a plan in another way, each with its last day.

use crate::acts::pitch::{help, waiting};
use crate::acts::support::confirmable;
use crate::domain::account::Permission;
use crate::domain::calendar::day_of;
use crate::domain::pitch::clock::Heard;
use crate::domain::round::{Phase, Round};
use crate::domain::talk::is_on;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::paths;
use crate::web::sight::Sight;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// Words and address of each: what was given to who looks first, then what was given to nobody and what is late.
pub async fn of_rounds(visit: &Visit, conn: &mut Conn, rounds: &[Round]) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::RunRounds) {
        return Ok(tasks);
    }
    for round in rounds.iter().filter(|round| round.phase.is_editable()) {
        let title = round.plan.title.as_str();
        let list = visit.to(paths::ROUND_PITCHES, &[round.id.as_str()]);
        let (mut free, mut late, mut heard) = (0, 0, 0);
        for sent in waiting::of_round(conn, round, visit.now).await? {
            let Some(due) = sent.due else { continue };
            let is_own = sent.officer.as_ref().is_some_and(|officer| visit.is(officer));
            let answer = sent.course().heard(visit.now).filter(|_| sent.pitch.state.is_undecided());
            free += u64::from(sent.officer.is_none());
            heard += u64::from(!is_own && answer.is_some());
            late += u64::from(!is_own && due < visit.now);
            if is_own {
                let key = match (sent.course().appeal(), answer) {
                    (Some(_), _) => "pt-task-again",
                    (None, _) if due < visit.now => "pt-task-own-late",
                    (None, None) if sent.course().is_late(sent.pitch.state, visit.now) => {
                        "pt-task-own-not-sent"
                    }
                    (None, Some(Heard::Replied)) => "pt-task-replied",
                    (None, Some(Heard::Silent)) => "pt-task-silent",
                    (None, None) => "pt-task-own",
                };
                let plan = named(visit, &sent.pitch);
                let when = visit.text.day(due);
                let values = [("title", title.into()), ("plan", plan.into()), ("when", when.into())];
                let parts = [round.id.as_str(), sent.pitch.id.as_str()];
                tasks.push((visit.text.with(key, &values), visit.to(paths::ROUND_PITCH, &parts)));
            }
        }
        for (key, count) in [("pt-task-waits", free), ("pt-task-late", late), ("pt-task-heard", heard)] {
            if count > 0 {
                let values = [("title", title.into()), ("count", number(count))];
                tasks.push((visit.text.with(key, &values), list.clone()));
            }
        }
    }
    Ok(tasks)
}

/// Drafts about which groups ask for help.
pub async fn of_help(visit: &Visit, conn: &mut Conn, rounds: &[Round]) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::HelpInitiators) {
        return Ok(tasks);
    }
    for round in rounds.iter().filter(|round| round.phase == Phase::Propose) {
        let asked = help::all_asked(conn, &round.id).await?.len();
        if asked > 0 {
            let count = number(u64::try_from(asked).unwrap_or(u64::MAX));
            let values = [("title", round.plan.title.as_str().into()), ("count", count)];
            let to = visit.to(paths::ROUND_HELP, &[round.id.as_str()]);
            tasks.push((visit.text.with("pt-task-help", &values), to));
        }
    }
    Ok(tasks)
}

/// Paper lists that a colleague entered and nobody else saw, of plans that may need them, in rounds that ask for support.
pub async fn of_lists(visit: &Visit, conn: &mut Conn, rounds: &[Round]) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::HelpInitiators) {
        return Ok(tasks);
    }
    for round in rounds.iter().filter(|round| is_on(round)) {
        if store::support::threshold(conn, &round.id).await?.needed() == 0 {
            continue;
        }
        let lists = store::support::lists(conn, &round.id).await?;
        let others = lists.iter().filter(|(_, list)| list.waits() && !visit.is(&list.by));
        let others: Vec<_> = others.map(|(plan, _)| plan).collect();
        if others.is_empty() {
            continue;
        }
        let needs = confirmable(&visit.context(), conn, round).await?;
        let waiting = others.iter().filter(|plan| needs.contains(**plan)).count();
        if waiting > 0 {
            let count = number(u64::try_from(waiting).unwrap_or(u64::MAX));
            let values = [("title", round.plan.title.as_str().into()), ("count", count)];
            let to = visit.to(paths::ROUND_SUPPORT, &[round.id.as_str()]);
            tasks.push((visit.text.with("support-task-lists", &values), to));
        }
    }
    Ok(tasks)
}

/// Requests to do a plan in another way on which nobody decided, the one with the first last day first.
pub async fn of_changes(visit: &Visit, conn: &mut Conn, sight: &Sight) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::DecideGrants) {
        return Ok(tasks);
    }
    let waiting = store::progress::change::waiting(conn).await?;
    let grants = store::grant::some(conn, waiting.iter().map(|(grant, _)| grant)).await?;
    for (grant, change) in &waiting {
        let Some(record) = grants.get(grant).filter(|record| sight.has_allocation(&record.allocation)) else {
            continue;
        };
        let is_late = change.decide_by < day_of(visit.now);
        let key = if is_late { "pt-task-change-late" } else { "pt-task-change" };
        let when = visit.text.civil_day(change.decide_by);
        let values = [("title", record.title.as_str().into()), ("when", when.into())];
        tasks.push((visit.text.with(key, &values), visit.to(paths::OFFICE_GRANT, &[grant.as_str()])));
    }
    Ok(tasks)
}
