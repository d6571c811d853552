//! A plan with everything that the office answered about it, to be held against the rules of [`Hearing`]; and what these refuse.

use super::assessment::Known;
use crate::acts::person::require_other;
use crate::acts::{ActError, Context, support};
use crate::domain::pitch::{Answers, Course, Ground, Hearing, Pitch, State};
use crate::domain::round::Round;
use crate::store::pitch::assessment::Stored;
use crate::store::pitch::{assessment, life};
use crate::store::{self, Conn, Tx};

/// What was answered about a plan.
pub struct Looked {
    state: State,
    version: u64,
    all: Vec<Stored>,
}

impl Looked {
    /// Reads it.
    pub async fn of(conn: &mut Conn, found: &Pitch) -> Result<Looked, ActError> {
        let version = life::version(conn, &found.id).await?;
        Ok(Looked { state: found.state, version, all: assessment::of(conn, &found.id).await? })
    }

    /// Held against what happened to the plan.
    pub fn hearing<'a>(&'a self, course: &Course<'a>) -> Hearing<'a> {
        let answers = self.all.iter().map(|one| Answers {
            version: one.version,
            at: one.at,
            content: one.content.as_ref(),
        });
        Hearing { state: self.state, version: self.version, course: *course, answers: answers.collect() }
    }
}

/// Refuses a refusal on which nothing stands: by what its group was not heard about (S54), by what was not mended while there was
/// time, by too little support where the round asks for none, or the plan has it, or its group was not told. Whoever refused it
/// before and was put right by another officer refuses it no more.
pub(super) async fn lets_refuse(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (round, found): (&Round, &Pitch),
    ground: Ground,
) -> Result<(), ActError> {
    let known = Known::of(tx, round, &found.id).await?;
    let course = known.course();
    for refused in course.overturned() {
        if let Some(by) = &refused.by {
            require_other(ctx, tx, by).await?;
        }
    }
    if ground == Ground::Support && support::missing(tx, found).await? == 0 {
        return Err(ActError::field("pt_ground", "support-has-enough"));
    }
    if ground == Ground::Support && is_lost_since(tx, found, &course).await? {
        return Err(ActError::field("pt_ground", "support-untold"));
    }
    let looked = Looked::of(tx, found).await?;
    match looked.hearing(&course).fault(ground, found.until, ctx.now) {
        None => Ok(()),
        Some((field, fault)) => Err(ActError::field(field, fault)),
    }
}

/// Whether what the group was told of how much support is missing says nothing any more: people took theirs back after it was enough,
/// which counts once; a paper list was struck out, or the round asks for another number. Then it has to be told anew.
pub async fn is_lost_since(conn: &mut Conn, found: &Pitch, course: &Course<'_>) -> Result<bool, ActError> {
    let Some(told) = course.short() else { return Ok(false) };
    let noted = store::support::noted(conn, &found.id).await?;
    if noted.into_iter().flatten().any(|at| told.at <= at) {
        return Ok(true);
    }
    let lists = store::support::lists_of(conn, &found.id).await?;
    Ok(lists.iter().filter_map(|list| list.struck.as_ref()).any(|(at, _)| told.at < *at))
}
