//! I5, rows that the staff log tells of: each is as the last entry about it said, and none came without one.

use std::collections::BTreeMap;

use super::super::ActError;
use super::Findings;
use crate::domain::digest::Digest;
use crate::domain::log::kept::{Kept, rows};
use crate::store::{Conn, kept, log};

/// All of them. What stood there before entries told of rows passes, until an act touches it.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let mut told: BTreeMap<(String, String), Digest> = BTreeMap::new();
    for stored in log::staff(conn).await? {
        told.extend(rows(&stored.entry).into_iter().map(|one| ((one.kind, one.key), one.digest)));
    }
    let before = kept::before(conn).await?;
    for (kind, name) in Kept::NAMES {
        for (key, found) in kept::all(conn, kind).await? {
            let place = (name.to_string(), key);
            let said = told.remove(&place);
            let holds = match (found, said) {
                (None, _) => true,
                (Some(found), Some(said)) => found == said,
                (Some(_), None) => before.contains(&place),
            };
            findings.unless(holds, "I5", || {
                format!("{name} {}: it is not what the staff log tells of it", place.1)
            });
        }
    }
    for ((name, key), said) in told {
        findings.unless(said == kept::nothing(), "I5", || {
            format!("{name} {key}: the staff log tells of it, and it is not there")
        });
    }
    Ok(())
}
