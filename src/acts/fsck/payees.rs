//! I8: money went to the account that stood for its recipient, and a change of it after the award was seen by two persons.

use super::super::ActError;
use super::Findings;
use crate::domain::payee::Payee;
use crate::domain::payment::Order;
use crate::store::{Conn, payee, payment, recipient};

/// Every recipient with what is known of its account through time, and every order that left.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for own in recipient::list(conn).await? {
        let known = payee::of_recipient(conn, &own.id).await?;
        let mark = own.iban.as_ref().map(|iban| iban.mark);
        let last = known.last().and_then(|last| last.account.as_ref()).map(|account| account.mark);
        findings.unless(!known.is_empty() && last == mark, "I8", || {
            format!("recipient {}: its account is not the one that was written down for it", own.id)
        });
        for change in &known {
            let by_one = change.confirmed.as_ref().is_some_and(|seen| seen.by == change.changed_by);
            findings.unless(!by_one, "I9", || {
                format!("recipient {}: its account was changed and confirmed by one person", own.id)
            });
        }
    }
    for order in payment::orders(conn).await? {
        left(conn, &order, findings).await?;
    }
    Ok(())
}

/// An order that went to the bank went for the revision that stood at that moment.
async fn left(conn: &mut Conn, order: &Order, findings: &mut Findings) -> Result<(), ActError> {
    // What left before this was kept says nothing.
    let (Some(revision), Some(number)) = (order.payee, &order.batch) else { return Ok(()) };
    let batch = payment::batch(conn, number).await?;
    let Some((_, at)) = batch.and_then(|batch| batch.exported) else { return Ok(()) };
    let known = payee::of_grant(conn, &order.grant).await?;
    let own = known.iter().find(|one| one.revision == revision);
    findings.unless(own.is_some_and(|own| own.stands_at(at)), "I8", || {
        format!("order {} left for an account that nobody confirmed", order.number)
    });
    let newer = |one: &Payee| one.revision > revision && one.changed_at < at;
    findings.unless(!known.iter().any(newer), "I8", || {
        format!("order {} left for an account that had changed before", order.number)
    });
    Ok(())
}
