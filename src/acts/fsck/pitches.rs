//! I5, plans of groups: each version is the one that its fingerprint says, and what stands on a ballot is what the group
//! sent in.

use super::super::pitch::{review::as_proposal, waiting};
use super::super::{ActError, round::opened_at};
use super::Findings;
use crate::domain::id::PitchId;
use crate::domain::moderation::Written;
use crate::domain::pitch::ally::silent;
use crate::domain::pitch::{Assessment, Content, EventKind, Pitch, State};
use crate::domain::proposal::Proposal;
use crate::domain::round::Phase;
use crate::store::{Conn, moderation, pitch, proposal, round};

/// All of them.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for (id, text, digest) in pitch::assessment::texts(conn).await? {
        findings.unless(Assessment::digest(&text).to_string() == digest, "I5", || {
            format!("plan {id}: what the office answered is not what was written down")
        });
    }
    opened(conn, findings).await?;
    for (id, text, digest) in pitch::life::texts(conn).await? {
        findings.unless(Content::digest(&text).to_string() == digest, "I5", || {
            format!("plan {id}: a version is not the one that was sent in")
        });
    }
    for id in pitch::wish::unfit(conn).await? {
        findings.add("I5", format!("plan {id}: the help that it asks for is not what its text says"));
    }
    for id in pitch::titles::unfit(conn).await? {
        findings.add("I5", format!("plan {id}: its name or its task on lists is not what it sent in last"));
    }
    for found in pitch::on_ballots(conn).await? {
        let content = newest(conn, &found.id).await?.unwrap_or_default();
        let asked = pitch::ally::of_pitch(conn, &found.id).await?;
        findings.unless(silent(&content, &found.id, &asked).is_empty(), "I5", || {
            format!("plan {}: a member did not say yes to its task and share", found.id)
        });
        let plans = proposal::list(conn, &found.round).await?;
        let on_ballot = plans.iter().find(|plan| Some(&plan.id) == found.proposal.as_ref());
        let holds = match (found.state, on_ballot) {
            (State::Admissible, Some(plan)) => is_what_was_sent(conn, &found, plan).await?,
            (State::Admissible, None) => false,
            (State::NotAdmitted | State::Withdrawn | State::Merged, on_ballot) => on_ballot.is_none(),
            (State::Draft | State::Submitted | State::Incomplete, _) => false,
        };
        findings.unless(holds, "I5", || {
            format!("plan {}: what stands on the ballot of {} is not what was sent in", found.id, found.round)
        });
    }
    Ok(())
}

/// I6: the list of a vote that was opened waited for no plan.
async fn opened(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let before = pitch::before_reviews(conn).await?;
    for found in round::list(conn).await? {
        if found.rules.is_none() || found.phase == Phase::Cancelled || before.contains(&found.id) {
            continue;
        }
        let Some(at) = opened_at(conn, &found.id).await? else { continue };
        // The log says it in whole seconds.
        let waiting = waiting::holding_up(conn, &found, at.plus_seconds(1)).await?;
        findings.unless(waiting == 0, "I6", || {
            format!(
                "{}: the vote was opened while {waiting} plans of groups were not decided about",
                found.id
            )
        });
    }
    Ok(())
}

/// Whether a plan on a ballot says and asks what the newest version did when it was admitted.
async fn is_what_was_sent(conn: &mut Conn, found: &Pitch, plan: &Proposal) -> Result<bool, ActError> {
    let events = pitch::life::events(conn, &found.id).await?;
    let admitted = events.iter().any(|one| matches!(one.kind, EventKind::Admit | EventKind::Overturn));
    let Some(content) = newest(conn, &found.id).await? else { return Ok(false) };
    let Ok(wanted) = as_proposal(&content, &found.applicant) else { return Ok(false) };
    let stands = Proposal { id: wanted.id.clone(), pot: wanted.pot, ..plan.clone() };
    // A text that was off when the vote was opened is not on the list, whatever came of it.
    let taken = moderation::of_pitch(conn, &found.id).await?;
    let was_off = taken.iter().any(|taken| matches!(taken.of, Written::Plan(..)));
    Ok(admitted && (stands == wanted || (was_off && stands == wanted.without_words())))
}

async fn newest(conn: &mut Conn, id: &PitchId) -> Result<Option<Content>, ActError> {
    Ok(pitch::life::versions(conn, id).await?.pop().and_then(|version| version.content))
}
