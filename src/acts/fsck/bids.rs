//! I5, bids: each step of a takeover goes on from where the last one led, and the municipality agreed to nothing while one of the
//! seven conditions was open.

use super::super::{ActError, bid::not_ready};
use super::Findings;
use crate::domain::bid::takeover::{StepKind, Takeover};
use crate::store::{Conn, bid, pitch};

/// All of them.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for id in bid::decided(conn).await? {
        let steps = bid::steps(conn, &id).await?;
        let mut at = Takeover::None;
        for step in &steps {
            let follows = step.from == at && at.after(step.says.kind()) == Some(step.to);
            findings.unless(follows, "I5", || {
                format!("plan {id}: the step {} of its takeover does not follow", step.number)
            });
            at = step.to;
        }
        let is_agreed = steps.iter().any(|step| step.says.kind() == StepKind::Agree);
        let Some(found) = pitch::find(conn, &id).await?.filter(|_| is_agreed) else { continue };
        let ready = not_ready(conn, &found).await?.is_ready();
        findings.unless(ready, "I5", || {
            format!("plan {id}: its takeover was agreed to while a condition was open")
        });
    }
    Ok(())
}
