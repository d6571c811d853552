//! What `fsck` finds when a posting, a check or a counter no longer rests on what it says.

use schuifruimte::acts::settlement::receive;

use super::fsck_grants::slip_each;
use super::payments::{account, granted, settle};
use crate::support::{days, on_both_tampered};

#[test]
fn postings_that_rest_on_nothing() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        life.pay(100_000, days(30)).await;
        let changes = [
            (
                "posting",
                "UPDATE posting SET reference = '2027-99999' WHERE kind = 'advance'",
                "I8 advance rests on no decision",
            ),
            (
                "posting",
                "UPDATE posting SET amount_cents = amount_cents - 1 WHERE kind = 'award'",
                "I8 cents were awarded in the ledger, not",
            ),
            (
                "posting",
                "UPDATE posting SET amount_cents = amount_cents - 1 WHERE kind = 'ceiling'",
                "I8 round zuilen: it was counted over",
            ),
            ("payment_order", "UPDATE payment_order SET state = 'cancelled'", "I8 given up on line"),
        ];
        slip_each(&place, &changes).await;
    });
}

#[test]
fn what_nobody_looked_at() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        life.ends(days(200)).await;
        life.pay(whole, days(30)).await;
        let spent = whole - 150_000;
        receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(spent), days(210))).await.unwrap();
        settle(&life.town.marijke_at(days(220)), &life.grant, spent).await.unwrap();
        let changes = [
            ("payment_head", "UPDATE payment_head SET orders = orders + 1", "I8 orders and"),
            (
                "grant_account",
                "UPDATE grant_account SET spent_cents = spent_cents - 1",
                "I8 are accounted for in the ledger",
            ),
            (
                "grant_check",
                "UPDATE grant_check SET answer = 'no' WHERE kind = 'permit'",
                "I9 awarded without the checks",
            ),
            (
                "reserve_list_out",
                "INSERT INTO reserve_list_out (round_id, proposal_id, why, at, by_actor, reason) \
                 SELECT round_id, proposal_id, 'withdrawn', 1, 'joris', 'x' FROM grant_record WHERE state = 'settled'",
                "I9 was taken from the reserve list",
            ),
        ];
        slip_each(&place, &changes).await;
    });
}
