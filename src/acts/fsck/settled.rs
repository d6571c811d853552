//! I8, decisions about money after the award: a settlement and a reclaim each rest on a decision of their own, about the
//! same grant and of the same sum.

use super::super::ActError;
use super::Findings;
use crate::domain::decision::{Decision, DecisionKind, DecisionNumber};
use crate::domain::id::GrantId;
use crate::domain::money::Cents;
use crate::store::{self, Conn, decision, settlement};

/// Every settlement and every reclaim.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let decisions = decision::list(conn).await?;
    let rests = |grant: &GrantId, number: &str, (kind, sum): (DecisionKind, Cents)| {
        let is_it = |taken: &&Decision| taken.number == DecisionNumber(number.to_string());
        decisions.iter().find(is_it).is_some_and(|taken| {
            taken.kind == kind && taken.sum == sum && taken.grant.as_ref() == Some(grant)
        })
    };
    for record in store::grant::list(conn).await? {
        let Some(made) = settlement::settlement(conn, &record.id).await? else { continue };
        let holds = rests(&record.id, &made.decision, (DecisionKind::Settlement, made.settled));
        findings.unless(holds, "I8", || {
            format!("grant {}: it was settled at {}, and no decision says so", record.id, made.settled)
        });
    }
    for (grant, made) in settlement::reclaims(conn).await? {
        let holds = rests(&grant, &made.decision, (DecisionKind::Reclaim, made.amount));
        findings.unless(holds, "I8", || {
            format!("grant {grant}: {} was reclaimed, and no decision says so", made.amount)
        });
    }
    Ok(())
}
