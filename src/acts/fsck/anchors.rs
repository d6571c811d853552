//! I5: the public log of the office only grows, each state of it is signed as it was, and the staff log is the one that
//! every anchor saw.

use super::super::ActError;
use super::Findings;
use crate::domain::log::{anchor, merkle, note};
use crate::store::{self, Conn, log};

/// Every anchor beside the staff log.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let stored = store::anchor::list(conn).await?;
    for (place, one) in (1..).zip(&stored) {
        findings.unless(one.seq == place, "I5", || format!("log of the office: anchor {place} is missing"));
    }
    let anchors = match anchor::read(stored.iter().map(|one| one.entry.as_slice())) {
        Ok(anchors) => anchors,
        Err(wrong) => {
            findings.add("I5", format!("log of the office: {wrong}"));
            return Ok(());
        }
    };
    let mut leaves = Vec::new();
    for one in &stored {
        leaves.push(merkle::leaf(&one.entry));
        // Whoever has the published key checks the signature; here the state is looked at that was signed.
        let state = note::told(&one.note).map(|told| (told.size, told.root));
        let agrees = state == Some((super::super::log::size(leaves.len()), merkle::root(&leaves)));
        findings
            .unless(agrees, "I5", || format!("log of the office: the state of {} is another one", one.day));
    }
    let entries = log::staff(conn).await?;
    if let Err(wrong) = anchor::check_log(&anchors, entries.iter().map(|entry| entry.entry.as_slice())) {
        findings.add("I5", format!("log of the office: {wrong}"));
    }
    Ok(())
}
