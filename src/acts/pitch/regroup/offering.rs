//! Which plans are offered to whoever proposes that plans go on as one: those that look alike, and those of the same neighbourhood and
//! theme. Likeness is a matter of the kept words of plans; of each plan that is offered its text is read, and of no other one.

use std::collections::BTreeSet;

use crate::acts::ActError;
use crate::domain::id::PitchId;
use crate::domain::pitch::Pitch;
use crate::domain::pitch::regroup::{Candidate, MOST_NAMED};
use crate::domain::pitch::similar;
use crate::domain::search::{Query, theme};
use crate::domain::time::Moment;
use crate::store::pitch::joining;
use crate::store::{Conn, search};

/// Most plans of each ground on which they are offered.
const MOST_OFFERED: usize = 5;
/// Most plans that are looked at for that: of some another proposal stands.
const MOST_LOOKED_AT: usize = 8;
/// Most plans that are shown of what was found by words.
const MOST_FOUND: usize = 10;

/// What somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// Plans that were named already.
    pub named: &'a [PitchId],
    /// Words to find others by.
    pub words: &'a str,
}

/// Plans that are offered, each once.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    /// Those that were named, also where they cannot take part.
    pub named: Vec<Candidate>,
    /// Those that were found by words, also where they cannot take part.
    pub found: Vec<Candidate>,
    /// How many more were found.
    pub more: usize,
    /// How many others have the words, those that were named as well.
    pub hits: usize,
    /// Those that look alike.
    pub alike: Vec<Candidate>,
    /// Those of the same neighbourhood.
    pub near: Vec<Candidate>,
    /// Those of the same theme.
    pub themed: Vec<Candidate>,
}

/// Whom a plan is offered for, and which plans were offered before.
struct Looking<'a> {
    own: &'a Pitch,
    now: Moment,
    seen: BTreeSet<PitchId>,
}

/// Whether a plan is offered beside another one at a moment.
type Fits = fn(&Candidate, &Pitch, Moment) -> bool;

impl Looking<'_> {
    /// Reads plans that were not offered before; where `fits` says so, at most so many.
    async fn read(
        &mut self,
        conn: &mut Conn,
        ids: &[PitchId],
        (most, fits): (usize, Fits),
    ) -> Result<Vec<Candidate>, ActError> {
        let mut all = Vec::new();
        for id in ids {
            if all.len() == most {
                break;
            }
            if self.seen.contains(id) {
                continue;
            }
            let found = joining::candidate(conn, (&self.own.round, id), self.now).await?;
            if let Some(found) = found.filter(|one| fits(one, self.own, self.now)) {
                self.seen.insert(id.clone());
                all.push(found);
            }
        }
        Ok(all)
    }
}

/// Every plan, also one that cannot take part.
fn any(_: &Candidate, _: &Pitch, _: Moment) -> bool {
    true
}

/// A plan that can take part.
fn free(one: &Candidate, own: &Pitch, now: Moment) -> bool {
    one.hindrance(own, now).is_none()
}

/// What is offered beside a plan, which says what was sent in last.
pub async fn offer(conn: &mut Conn, own: &Pitch, sought: Sought<'_>, now: Moment) -> Result<Offer, ActError> {
    let mut looking = Looking { own, now, seen: BTreeSet::from([own.id.clone()]) };
    let named = looking.read(conn, sought.named, (MOST_NAMED, any)).await?;
    let (found, more, hits) = by_words(conn, &mut looking, sought.words).await?;
    let beside = (&own.round, &own.id);
    let alike = similar::ranked(search::alike(conn, beside, &similar::words(&own.content)).await?);
    let alike = looking.read(conn, &alike[..alike.len().min(MOST_LOOKED_AT)], (MOST_OFFERED, free)).await?;
    let near = match Query::of(&format!("{} ", own.content.neighbourhood)).whole.first() {
        Some(code) => search::undecided(conn, beside, code, MOST_LOOKED_AT).await?,
        None => Vec::new(),
    };
    let near = looking.read(conn, &near, (MOST_OFFERED, free)).await?;
    let themed = match own.content.category.as_str() {
        "" => Vec::new(),
        category => search::undecided(conn, beside, &theme(category), MOST_LOOKED_AT).await?,
    };
    let themed = looking.read(conn, &themed, (MOST_OFFERED, free)).await?;
    Ok(Offer { named, found, more, hits, alike, near, themed })
}

/// The plans that have some words, those about which nothing can be proposed as well: whoever looks for one knows why it is not there.
/// In order of their names, which are random, from the own plan on.
async fn by_words(
    conn: &mut Conn,
    looking: &mut Looking<'_>,
    words: &str,
) -> Result<(Vec<Candidate>, usize, usize), ActError> {
    let query = Query::of(words);
    if query.is_empty() {
        return Ok((Vec::new(), 0, 0));
    }
    let all = search::find(conn, &looking.own.round, &query).await?;
    let hits = all.iter().filter(|id| *id != &looking.own.id).count();
    let (before, behind): (Vec<_>, Vec<_>) =
        all.into_iter().filter(|id| !looking.seen.contains(id)).partition(|id| id < &looking.own.id);
    let all: Vec<PitchId> = behind.into_iter().chain(before).collect();
    let found = looking.read(conn, &all, (MOST_FOUND, any)).await?;
    let more = all.len().saturating_sub(found.len());
    Ok((found, more, hits))
}
