//! I5, the talk about plans: what stands there is what was placed, and each answer stands below something of its own plan.

use super::super::ActError;
use super::Findings;
use crate::store::{Conn, talk};

/// All of it.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for (id, own, kept) in talk::marked(conn).await? {
        findings.unless(own == kept, "I5", || format!("comment {id}: it is not what was placed"));
    }
    for id in talk::astray(conn).await? {
        findings.add("I5", format!("comment {id}: it answers nothing of its own plan"));
    }
    Ok(())
}
