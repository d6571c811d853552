//! I5, pictures: each file is the one that its name says, and so the one that the staff log tells of.

use super::super::ActError;
use super::Findings;
use crate::domain::digest::Digest;
use crate::store::progress::report;
use crate::store::{Conn, picture, pitch};

/// All of them, one at a time: a round may have more than fits in memory.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let mut last = (String::new(), String::new(), 0);
    while let Some((round, found, [large, small])) =
        picture::next_files(conn, (&last.0, &last.1, last.2)).await?
    {
        let holds = Digest::of(&large) == found.large && Digest::of(&small) == found.small;
        findings.unless(holds, "I5", || {
            format!(
                "picture {} of {round}/{}: a file is not the one it is named after",
                found.number, found.plan
            )
        });
        last = (round.to_string(), found.plan.to_string(), found.number);
    }
    of_pitches(conn, findings).await?;
    of_reports(conn, findings).await
}

/// The same of the pictures that groups added to their plans.
async fn of_pitches(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let mut last = (String::new(), 0);
    while let Some((id, shot, [large, small])) = pitch::picture::next_files(conn, (&last.0, last.1)).await? {
        let holds = Digest::of(&large) == shot.large && Digest::of(&small) == shot.small;
        findings.unless(holds, "I5", || {
            format!("picture {} of the plan {id}: a file is not the one it is named after", shot.number)
        });
        last = (id.to_string(), shot.number);
    }
    Ok(())
}

/// The same of the pictures of reports.
async fn of_reports(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let mut last = (String::new(), 0, 0);
    while let Some((grant, of, shot, [large, small])) =
        report::next_files(conn, (&last.0, last.1, last.2)).await?
    {
        let holds = Digest::of(&large) == shot.large && Digest::of(&small) == shot.small;
        findings.unless(holds, "I5", || {
            format!(
                "picture {} of report {of} about {grant}: a file is not the one it is named after",
                shot.number
            )
        });
        last = (grant.to_string(), of, shot.number);
    }
    Ok(())
}
