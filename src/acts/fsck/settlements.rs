//! I8, decisions about money after the award: a settlement and a reclaim each rest on a decision of their own, about the
//! same grant and of the same sum.

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::decision::DecisionKind;
use crate::domain::id::GrantId;
use crate::domain::money::Cents;
use crate::store::{Conn, settlement};

/// Every settlement and every reclaim.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let rests = |grant: &GrantId, number: &str, (kind, sum): (DecisionKind, Cents)| {
        books.decisions_of(grant, kind).any(|taken| taken.number.0 == number && taken.sum == sum)
    };
    for (grant, made) in settlement::settlements(conn).await? {
        let holds = rests(&grant, &made.decision, (DecisionKind::Settlement, made.settled));
        findings.unless(holds, "I8", || {
            format!("grant {grant}: it was settled at {}, and no decision says so", made.settled)
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
