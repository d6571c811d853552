//! I10, what was erased: nothing went while its grant or its round goes on, and of who was erased nothing is left.

use super::super::ActError;
use super::Findings;
use crate::store::{Conn, erasure::words};

/// Every mark that stands where words were.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for place in words::too_early(conn).await? {
        findings.add("I10", format!("{place}: something was erased, and it is not over"));
    }
    for id in words::left_of_recipients(conn).await? {
        findings.add("I10", format!("recipient {id}: it was erased, and something of it is left"));
    }
    Ok(())
}
