//! I5, the talk about plans: what stands there is what was placed, each answer stands below something of its own plan, and a
//! plan is found by the words of its text.

use super::super::ActError;
use super::Findings;
use crate::store::{Conn, meeting, moderation, search, support, talk};

/// All of it.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for (id, own, kept) in talk::marked(conn).await? {
        findings.unless(own == kept, "I5", || format!("comment {id}: it is not what was placed"));
    }
    for (id, own, kept) in meeting::marked(conn).await? {
        findings.unless(own == kept, "I5", || format!("meeting {id}: it is not what was called"));
    }
    for (id, own, kept) in support::marked(conn).await? {
        findings.unless(own == kept, "I5", || {
            format!("plan {id}: a list of its supporters is not what was entered")
        });
    }
    for id in talk::astray(conn).await? {
        findings.add("I5", format!("comment {id}: it answers nothing of its own plan"));
    }
    for id in moderation::erase::astray(conn).await? {
        findings.add("I5", format!("withholding {id}: what was taken off does not stand with its plan"));
    }
    for id in support::twice(conn).await? {
        findings.add(
            "I10",
            format!("plan {id}: whose support it has is kept beside the number that stands for it"),
        );
    }
    for id in search::unfit(conn).await? {
        findings.add("I5", format!("plan {id}: the words by which it is found are not those of its text"));
    }
    Ok(())
}
