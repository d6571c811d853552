//! I8, the ledger at a day: what each period took in and gave out is what its postings say.

use super::super::ActError;
use super::Findings;
use crate::store::{Conn, report};

/// Every period.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for (period, line) in report::broken_periods(conn).await? {
        findings.add("I8", format!("period {period} of line {line} does not say what its postings say"));
    }
    Ok(())
}
