//! I8: money went to the account that stood for its recipient, and a change of it after the award was seen by two persons.

use super::Findings;
use super::books::Paid;
use crate::domain::payee::PayeeRevision;
use crate::domain::payment::Order;

/// Every recipient with what is known of its account through time, and every order that left.
pub fn check(paid: &Paid, findings: &mut Findings) {
    for own in &paid.recipients {
        let known = paid.payees_of(&own.id);
        let mark = own.iban.as_ref().map(|iban| iban.mark);
        let last = known.last().and_then(|last| last.account.as_ref()).map(|account| account.mark);
        findings.unless(!known.is_empty() && last == mark, "I8", || {
            format!("recipient {}: its account is not the one that was written down for it", own.id)
        });
        for change in known {
            let by_one = change.confirmed.as_ref().is_some_and(|seen| seen.by == change.changed_by);
            findings.unless(!by_one, "I9", || {
                format!("recipient {}: its account was changed and confirmed by one person", own.id)
            });
        }
    }
    for order in &paid.orders {
        left(order, paid, findings);
    }
}

/// An order that went to the bank went for the revision that stood at that moment.
fn left(order: &Order, paid: &Paid, findings: &mut Findings) {
    // What left before this was kept says nothing.
    let (Some(revision), Some(at)) = (order.payee, paid.left(order)) else { return };
    let known = paid.made_out(&order.grant).map_or(&[][..], |own| paid.payees_of(own));
    let own = known.iter().find(|one| one.revision == revision);
    findings.unless(own.is_some_and(|own| own.stands_at(at)), "I8", || {
        format!("order {} left for an account that nobody confirmed", order.number)
    });
    let newer = |one: &PayeeRevision| one.revision > revision && one.changed_at < at;
    findings.unless(!known.iter().any(newer), "I8", || {
        format!("order {} left for an account that had changed before", order.number)
    });
}
