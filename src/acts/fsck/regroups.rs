//! I5, plans that go on as one or as two: nothing of it without a yes of every group to the same versions.

use super::super::ActError;
use super::Findings;
use crate::domain::pitch::regroup::{End, Kind, Regroup};
use crate::store::pitch::regroup;
use crate::store::{Conn, pitch};

/// All of them.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let all = regroup::all(conn).await?;
    let merged = regroup::merged(conn).await?;
    for (id, into) in &merged {
        let rests = all.iter().any(|one| {
            one.kind == Kind::Merge
                && is_done(one)
                && &one.pitch == into
                && one.others().any(|other| other == id)
        });
        let is_chain = merged.iter().any(|(other, _)| other == into);
        findings.unless(rests && !is_chain && id != into, "I5", || {
            format!("plan {id}: it goes on in {into}, to which not every group said yes")
        });
    }
    for one in all.iter().filter(|one| is_done(one)) {
        let first = one.parts.first().and_then(|part| part.said.as_ref()).map(|said| said.agreed);
        let is_agreed = first.is_some_and(|mark| one.is_agreed(&mark));
        let ended = one.others().all(|other| merged.contains(&(other.clone(), one.pitch.clone())));
        findings.unless(is_agreed && ended, "I5", || {
            format!("{}: it took effect without a yes of every group to the same versions", one.id)
        });
    }
    for one in &all {
        let mut same = true;
        for part in &one.parts {
            same &= pitch::find(conn, &part.pitch).await?.is_some_and(|found| found.round == one.round);
        }
        findings.unless(same, "I5", || format!("{}: a plan of it is of another round", one.id));
    }
    Ok(())
}

fn is_done(one: &Regroup) -> bool {
    one.ended.is_some_and(|(end, _)| end == End::Done)
}
