//! I8: the sums on the rows are the sums of their parts, and no part passes its whole.

use super::super::ActError;
use super::Findings;
use crate::domain::grant;
use crate::domain::money::Cents;
use crate::domain::round::Phase;
use crate::store::{Conn, budget, certificate, round};

/// Every line, allocation and round.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let (lines, allocations) = (budget::lines(conn).await?, budget::allocations(conn).await?);
    let rounds = round::list(conn).await?;
    let sum = |amounts: Vec<Cents>| Cents::sum(amounts).unwrap_or(Cents::MAX);
    for line in &lines {
        let parts = sum(allocations.iter().filter(|a| a.line == line.id).map(|a| a.ceiling).collect());
        findings.unless(parts == line.allocated && parts <= line.reserved(), "I8", || {
            format!(
                "line {}: its areas have {parts}, noted {}, reserved {}",
                line.id,
                line.allocated,
                line.reserved()
            )
        });
    }
    for allocation in &allocations {
        let own = rounds.iter().filter(|r| r.allocation == allocation.id && r.phase != Phase::Cancelled);
        let parts = sum(own.map(|r| r.plan.ceiling).collect());
        findings.unless(parts == allocation.rounds && parts <= allocation.ceiling, "I8", || {
            format!("area {}: its rounds have {parts}, noted {}", allocation.area_name, allocation.rounds)
        });
    }
    for round in &rounds {
        let granted = grant::total(&certificate::grants(conn, &round.id).await?);
        findings.unless(granted == round.granted && granted <= round.plan.spendable(), "I8", || {
            format!("round {}: granted {granted}, noted {}", round.id, round.granted)
        });
    }
    Ok(())
}
