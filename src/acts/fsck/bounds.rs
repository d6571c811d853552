//! I8, bounds: each is what the last decision about it made of it.

use super::super::ActError;
use super::Findings;
use crate::domain::bounds::BoundsSet;
use crate::store::{Conn, bounds, check, settlement};

/// What a recipient may have of each year, and what each regulation asks. What was set before there were decisions has
/// none.
pub(super) async fn of_all(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let decided = bounds::list(conn).await?;
    let years =
        check::year_terms(conn).await?.into_iter().map(|(year, share)| BoundsSet::Recipient(year, share));
    let rows = settlement::thresholds(conn).await?.into_iter().map(BoundsSet::Accountability);
    let place = |set: &BoundsSet| (set.kind(), set.regulation().to_string(), set.year());
    for now in years.chain(rows) {
        let last = decided.iter().rev().find(|one| place(&one.set) == place(&now));
        findings.unless(last.is_none_or(|one| one.set == now), "I8", || {
            let (kind, regulation, year) = place(&now);
            format!("bounds {kind} {regulation} {year}: not what was decided")
        });
    }
    Ok(())
}
