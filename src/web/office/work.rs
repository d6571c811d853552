//! The first page of the office: what waits, what runs, what is done.

use maud::{Markup, html};

use super::{bid_tasks, calls, decisions, post, review_tasks, seal, talk, transfers};
use crate::acts;
use crate::acts::round::SealState;
use crate::domain::account::{Change, Permission, Subject};
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::AccountId;
use crate::domain::interest::has_stated;
use crate::domain::round::{Origin, Phase, Round, Step};
use crate::store::{self, certificate};
use crate::web::error::Answer;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::sight::Sight;
use crate::web::visit::Visit;

/// Something that waits for whoever looks.
struct Task {
    words: String,
    address: String,
}

/// Shows the work.
pub async fn show(visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let sight = Sight::of(&visit, &mut conn).await?;
    let mut rounds = store::round::list(&mut conn).await?;
    rounds.retain(|round| visit.may(Permission::ViewRounds) && sight.has_area(&round.area));
    let mut tasks = first_tasks(&visit, &mut conn).await?;
    for round in &rounds {
        tasks.extend(calls_task(&visit, &mut conn, round).await?);
        let mut said = talk::tasks(&visit, &mut conn, round).await?;
        said.extend(talk::untold(&visit, &mut conn, round).await?);
        tasks.extend(said.into_iter().map(|(words, address)| Task { words, address }));
        let proposed = certificate::list(&mut conn, &round.id).await?.pop();
        let seal = seal::state(&mut conn, round).await?;
        tasks.extend(statement(&visit, &mut conn, round).await?);
        tasks.extend(match &seal {
            Some(seal) => seal_task(&visit, round, seal),
            None => task(&visit, round, proposed.as_ref()),
        });
    }
    let mut review = review_tasks::of_rounds(&visit, &mut conn, &rounds).await?;
    review.extend(review_tasks::of_help(&visit, &mut conn, &rounds).await?);
    review.extend(review_tasks::of_lists(&visit, &mut conn, &rounds).await?);
    review.extend(review_tasks::of_changes(&visit, &mut conn, &sight).await?);
    review.extend(bid_tasks::begun(&visit, &mut conn, &rounds).await?);
    review.extend(bid_tasks::of_rounds(&visit, &mut conn, &rounds).await?);
    tasks.extend(review.into_iter().map(|(words, address)| Task { words, address }));
    tasks.extend(of_grants(&visit, &mut conn, &sight, &rounds).await?);
    let waiting = transfers::waiting(&visit, &mut conn).await?;
    tasks.extend(waiting.into_iter().map(|(words, address)| Task { words, address }));
    let mail = post::tasks(&visit, &mut conn).await?;
    tasks.extend(mail.into_iter().map(|(words, address)| Task { words, address }));
    let text = visit.text;
    let title = text.get("work-title");
    let (running, done): (Vec<Round>, Vec<Round>) = rounds
        .into_iter()
        .partition(|round| !matches!(round.phase, Phase::Certified | Phase::Final | Phase::Cancelled));
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--mid {
                div.sr-stack {
                    h1.utrecht-heading-1 { (title) }
                    @if let Some(staff) = &visit.staff { p.sr-small { (staff.account.name) ", " (staff.account.function) } }
                }
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("work-waits")) }
                    @if tasks.is_empty() { p { (text.get("work-none")) } }
                    ul.sr-rows.sr-rows--plain {
                        @for task in &tasks { li { a.utrecht-link href=(task.address) { (task.words) } } }
                    }
                }
                (list(&visit, "work-runs", &running))
                (list(&visit, "work-done", &done))
                @if visit.may(Permission::HelpInitiators) {
                    p { a.utrecht-link href=(visit.to(paths::DESK_ACCOUNTS, &[])) { (visit.say("post-desk-title")) } }
                }
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Office(paths::OFFICE) }, content))
}

/// What grants ask for: notice before they end, letters that are due, and who moves up when a plan dropped out.
async fn of_grants(
    visit: &Visit,
    conn: &mut store::Conn,
    sight: &Sight,
    rounds: &[Round],
) -> Answer<Vec<Task>> {
    let own = |due: &acts::grant::NoticeDue| sight.has_allocation(&due.grant.allocation);
    let mut tasks = Vec::new();
    if visit.may(Permission::DecideGrants) {
        for due in acts::grant::notices_due(conn, visit.now).await?.into_iter().filter(own) {
            let values =
                [("title", due.grant.title.as_str().into()), ("date", visit.text.civil_day(due.by).into())];
            tasks.push(Task {
                words: visit.text.with("task-notice", &values),
                address: visit.to(paths::OFFICE_GRANT, &[due.grant.id.as_str()]),
            });
        }
    }
    if visit.may(Permission::HandleGrants) {
        for due in acts::grant::notices_to_tell(conn, visit.now).await?.into_iter().filter(own) {
            let day = visit.text.civil_day(due.by);
            let values = [("title", due.grant.title.as_str().into()), ("date", day.into())];
            tasks.push(Task {
                words: visit.text.with("wrd-task-notice", &values),
                address: visit.to(paths::OFFICE_GRANT, &[due.grant.id.as_str()]),
            });
        }
        for (round, count) in store::decision::requests::unanswered(conn).await? {
            if !visit.holds(Subject::Standing, round.as_str()).await? {
                continue;
            }
            let title = store::standing::find(conn, &round).await?.map(|one| one.plan.title);
            let values = [("title", title.unwrap_or_default().into()), ("count", crate::text::number(count))];
            tasks.push(Task {
                words: visit.text.with("ans-task-unanswered", &values),
                address: visit.to(paths::OFFICE_QUICK_ROUND, &[round.as_str()]),
            });
        }
        for due in store::decision::letters::due_by_round(conn, visit.viewer()).await? {
            let address = visit.to(paths::ROUND_DECISIONS, &[due.round.as_str()]);
            tasks.push(Task { words: decisions::due_words(visit, &due), address });
        }
    }
    let waiting = store::reserve_list::waiting(conn).await?;
    for round in rounds.iter().filter(|round| waiting.contains(&round.id)) {
        let newest = certificate::list(conn, &round.id).await?.pop();
        let open = newest.filter(|one| one.approved.is_none() && one.refused.is_none());
        let key = match open {
            None if visit.may(Permission::RunRounds) => "task-reserve",
            Some(one) if visit.may(Permission::Certify) && !visit.is(&one.proposed_by) => {
                "task-reserve-second"
            }
            None | Some(_) => continue,
        };
        tasks.push(about(visit, round, key, visit.to(paths::RESERVE_LIST, &[round.id.as_str()])));
    }
    Ok(tasks)
}

/// Residents without a letter who wait for a call.
async fn calls_task(visit: &Visit, conn: &mut store::Conn, round: &Round) -> Answer<Option<Task>> {
    if !calls::is_shown(visit, round) {
        return Ok(None);
    }
    let waiting = store::call::count(conn, &round.id).await?;
    let values = [("count", crate::text::number(waiting)), ("title", round.plan.title.as_str().into())];
    Ok((waiting > 0).then(|| Task {
        words: visit.text.with("call-task", &values),
        address: format!("{}#bellen", visit.to(paths::ROUND_LETTERS, &[round.id.as_str()])),
    }))
}

/// Who may sign for a round states first whether there is an own interest in it.
async fn statement(visit: &Visit, conn: &mut store::Conn, round: &Round) -> Answer<Option<Task>> {
    let (Some(staff), Origin::Vote) = (&visit.staff, round.origin) else { return Ok(None) };
    let signs = match round.phase {
        Phase::Open | Phase::Closed | Phase::Sealed | Phase::Counted => visit.may(Permission::RunRounds),
        Phase::Proposed | Phase::Certified => visit.may(Permission::Certify),
        Phase::Draft | Phase::Propose | Phase::Check | Phase::Ready | Phase::Final | Phase::Cancelled => {
            false
        }
    };
    // Once everything of a round is decided nobody has to state anything any more.
    let waits = |one: &GrantRecord| matches!(one.state, GrantState::Selected | GrantState::Certified);
    let is_over =
        round.phase == Phase::Certified && !store::grant::of_round(conn, &round.id).await?.iter().any(waits);
    if !signs || is_over || has_stated(&store::interest::list(conn, &round.id).await?, &staff.account.id) {
        return Ok(None);
    }
    let address = visit.to(paths::OFFICE_ROUND, &[round.id.as_str()]) + "#belang";
    Ok(Some(about(visit, round, "chk-task-interest", address)))
}

/// What an empty service asks for first.
async fn first_tasks(visit: &Visit, conn: &mut store::Conn) -> Answer<Vec<Task>> {
    let mut tasks = Vec::new();
    let mut add = |key: &str, path: &str| {
        tasks.push(Task { words: visit.say(key), address: visit.to(path, &[]) });
    };
    let theirs = |one: &Change| !visit.is(&one.by) && !visit.is(&one.account);
    let anew = |(id, by): &(AccountId, AccountId)| !visit.is(by) && !visit.is(id);
    if visit.may(Permission::ConfirmStaff)
        && (store::account_change::waiting(conn).await?.iter().any(theirs)
            || store::invitation::resets(conn).await?.iter().any(anew))
    {
        add("role-task-waits", paths::STAFF);
    }
    if visit.may(Permission::ManageMunicipality) && visit.town.is_none() {
        add("task-municipality", paths::MUNICIPALITY);
    }
    if visit.may(Permission::ManageMunicipality) && store::area::list(conn).await?.is_empty() {
        add("task-areas", paths::MUNICIPALITY);
    }
    if visit.may(Permission::ManageMoney) && store::budget::lines(conn).await?.is_empty() {
        add("task-money", paths::MONEY);
    }
    Ok(tasks)
}

/// What a round asks of whoever looks.
fn task(visit: &Visit, round: &Round, proposed: Option<&certificate::Stored>) -> Option<Task> {
    let runs = visit.may(Permission::RunRounds);
    let own = |record: &certificate::Stored| visit.is(&record.proposed_by);
    let step = match round.phase {
        Phase::Open if runs && round.may_close(visit.now) => Step::Close,
        Phase::Ready if runs => Step::Open,
        Phase::Counted if runs => Step::Propose,
        Phase::Proposed if visit.may(Permission::Certify) && !proposed.is_some_and(own) => Step::Certify,
        _ => return None,
    };
    let path =
        if matches!(step, Step::Propose | Step::Certify) { paths::CERTIFICATE } else { paths::OFFICE_ROUND };
    let address = visit.to(path, &[round.id.as_str()]);
    Some(about(visit, round, &format!("task-{}", step.name()), address))
}

/// What the seal of a round asks of whoever looks: who asked for it waits for another.
fn seal_task(visit: &Visit, round: &Round, seal: &SealState) -> Option<Task> {
    if !visit.may(Permission::RunRounds) {
        return None;
    }
    let step = |key| {
        let parts = [round.id.as_str(), Step::Seal.name()];
        about(visit, round, key, visit.to(paths::ROUND_STEP, &parts))
    };
    match seal {
        SealState::Unasked => Some(step("task-seal")),
        SealState::Asked(by) if visit.is(by) => None,
        SealState::Asked(_) => Some(step("task-seal-second")),
        SealState::Sealed => Some(step("task-seal-finish")),
        SealState::Done => {
            Some(about(visit, round, "task-count", visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])))
        }
    }
}

fn about(visit: &Visit, round: &Round, key: &str, address: String) -> Task {
    Task { words: visit.text.with(key, &[("title", round.plan.title.as_str().into())]), address }
}

fn list(visit: &Visit, title: &str, rounds: &[Round]) -> Markup {
    let title = visit.say(title);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (title) }
            @if rounds.is_empty() { p { (visit.say("rounds-none")) } } @else { (super::rounds::table(visit, &title, rounds)) }
        }
    }
}
