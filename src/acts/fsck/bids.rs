//! I5 and I11, bids: each step of a takeover goes on from where the last one led; the municipality decided after the result, and
//! agreed to nothing while one of the seven conditions was open, to nothing dearer than it was, and with no social-brokerage
//! organisation.

use super::super::ActError;
use super::super::bid::{barred, cost_at};
use super::Findings;
use crate::domain::bid::condition::{Since, open};
use crate::domain::bid::takeover::{Says, Step, StepKind, Takeover};
use crate::domain::id::PitchId;
use crate::store::{Conn, bid};

/// All of them.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for id in bid::decided(conn).await? {
        let steps = bid::steps(conn, &id).await?;
        follows(&id, &steps, findings);
        decided(conn, (&id, &steps), findings).await?;
        for step in &steps {
            let is_barred = !barred(conn, &step.says, step.at).await?.is_empty();
            findings.unless(!is_barred, "I11", || {
                format!("plan {id}: its task went over to a social-brokerage organisation")
            });
            let Says::Sign(agreed) = &step.says else { continue };
            let cost = cost_at(conn, &id, step.at).await?;
            findings.unless(cost.is_some_and(|cost| agreed.yearly <= cost), "I5", || {
                format!("plan {id}: the agreement about its takeover is dearer than the task was")
            });
        }
    }
    Ok(())
}

fn follows(id: &PitchId, steps: &[Step], findings: &mut Findings) {
    let (mut at, mut before) = (Takeover::None, None::<&Step>);
    for step in steps {
        let is_next = step.from == at && at.after(step.says.kind()) == Some(step.to);
        let is_later = before.is_none_or(|before| before.on <= step.on);
        findings.unless(is_next && is_later, "I5", || {
            format!("plan {id}: the step {} of its takeover does not follow", step.number)
        });
        let looked_back = before.filter(|before| before.says.kind() == StepKind::Evaluate);
        let is_own = looked_back.is_some_and(|before| step.says.kind().is_decision() && before.by == step.by);
        findings
            .unless(!is_own, "I5", || format!("plan {id}: who looked back on its takeover decided about it"));
        let decides = step.says.kind().is_decision() || step.says.kind() == StepKind::Evaluate;
        let mut earlier = steps.iter().take_while(|one| one.number < step.number);
        let has_typed = step.by.is_some() && earlier.any(|one| one.desk == step.by);
        findings.unless(!(decides && has_typed), "I5", || {
            format!("plan {id}: who typed how a year of its takeover went decided about it")
        });
        (at, before) = (step.to, Some(step));
    }
}

/// The first decision: after the result, and a yes only when all conditions held.
async fn decided(
    conn: &mut Conn,
    (id, steps): (&PitchId, &[Step]),
    findings: &mut Findings,
) -> Result<(), ActError> {
    // As it was then: a result that was replaced later, or a round that went on, changes nothing about it.
    let since = bid::since(conn, id).await?;
    findings.unless(since.certified.is_some(), "I5", || {
        format!("plan {id}: its takeover was decided about before the result was certified")
    });
    let is_agreed = steps.iter().any(|step| step.says.kind() == StepKind::Agree);
    // Until support had to be looked at after the newest result, the first one was enough.
    let first = Since { certified: bid::first_certified(conn, id).await?, ..since };
    let verdicts = bid::verdicts(conn, id).await?;
    let is_open = [&since, &first].iter().all(|since| !open(&verdicts, since).is_empty());
    findings.unless(!is_agreed || !is_open, "I5", || {
        format!("plan {id}: its takeover was agreed to while a condition was open")
    });
    Ok(())
}
