//! The list of tasks that residents can take over, kept by the city. What was said before stays and can be read.

use serde_json::json;

use crate::acts::budget::function_of;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, FieldFault, plain};
use crate::domain::bid::task::{Facts, MAX_TASKS, Task};
use crate::domain::id::TaskId;
use crate::domain::log::kept::Kept;
use crate::store::bid::task;
use crate::store::{Guard, StoreError, Tx};

/// Puts a task in the list.
pub async fn add(ctx: &mut Context<'_>, facts: Facts) -> Result<TaskId, ActError> {
    check(ctx, &facts)?;
    let mut tx = ctx.begin().await?;
    if task::list(&mut tx).await?.len() >= MAX_TASKS {
        return Err(ActError::field("task_name", "post-many"));
    }
    let id = TaskId::new(ctx.seed.id());
    task::add(&mut tx, &id, ctx.now).await?;
    say(ctx, tx, (&id, 0), facts).await?;
    Ok(id)
}

/// Says something else of a task. `seen` is the number of what the writer had before them.
pub async fn change(ctx: &Context<'_>, id: &TaskId, seen: u64, facts: Facts) -> Result<(), ActError> {
    check(ctx, &facts)?;
    let mut tx = ctx.begin().await?;
    let newest = task::history(&mut tx, id).await?.into_iter().next().ok_or(ActError::NotFound)?;
    if newest.number != seen {
        return Err(ActError::DraftChanged);
    }
    say(ctx, tx, (id, seen), facts).await
}

async fn say(
    ctx: &Context<'_>,
    mut tx: Tx,
    (id, seen): (&TaskId, u64),
    facts: Facts,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let function = function_of(ctx, &mut tx).await?;
    let number = seen.saturating_add(1);
    let detail = json!({ "number": number, "status": facts.status.name(), "open": facts.is_open });
    let said = Task { id: id.clone(), number, facts, by, function, at: ctx.now };
    match task::write(&mut tx, &said).await {
        Err(StoreError::Refused(Guard::Unique)) => return Err(ActError::DraftChanged),
        done => done?,
    }
    ctx.finish(tx, Note::with("task.say", id, detail).of_rows(Kept::Tasks, id)).await
}

fn check(ctx: &Context<'_>, facts: &Facts) -> Result<(), ActError> {
    let faults = facts.faults(ctx.now).into_iter();
    let faults: Vec<FieldFault> = faults.map(|(field, fault)| FieldFault { field, fault }).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::names(&[
        ("task_name", &facts.name),
        ("task_place", &facts.place),
        ("task_executor", &facts.executor),
    ])?;
    plain::texts(&[("task_about", &facts.about)])?;
    plain::lines(&[("task_source", &facts.source)])
}
