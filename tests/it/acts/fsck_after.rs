//! What `fsck` finds when someone with the database in hands changes what came after an award.

use schuifruimte::acts::settlement::receive;

use super::payments::{account, granted, settle};
use crate::support::{days, on_both_tampered};

#[test]
fn a_settlement_or_a_reclaim_that_no_decision_stands_behind() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        life.ends(days(200)).await;
        life.pay(whole, days(30)).await;
        let spent = whole - 150_000;
        receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(spent), days(210))).await.unwrap();
        settle(&life.town.marijke_at(days(220)), &life.grant, spent).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        place.disarm("settlement").await;
        place.disarm("reclaim").await;
        place.sql("UPDATE settlement SET settled_cents = settled_cents - 1").await.unwrap();
        place.sql("UPDATE reclaim SET amount_cents = amount_cents - 1").await.unwrap();
        let found = place.fsck().await;
        let tells = |words: &str| found.iter().any(|line| line.starts_with("I8") && line.contains(words));
        assert!(tells("it was settled at") && tells("was reclaimed, and no decision says so"), "{found:?}");
    });
}

#[test]
fn what_was_erased_before_its_end_or_not_wholly() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
        place.disarm("grant_event").await;
        place.sql("UPDATE grant_event SET reason = '(gewist)' WHERE step = 'award'").await.unwrap();
        place.sql("UPDATE recipient SET erased_at = 1").await.unwrap();
        let found = place.fsck().await;
        let tells = |words: String| found.iter().any(|line| line.starts_with("I10") && line.contains(&words));
        assert!(
            tells(format!("grant {}: something was erased, and it is not over", life.grant)),
            "{found:?}"
        );
        assert!(tells("something of it is left".to_string()), "{found:?}");
    });
}

/// Every text about a grant that is erased at its end, erased before it.
#[test]
fn each_text_that_was_erased_while_its_grant_goes_on() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        life.ends(days(200)).await;
        life.pay(whole, days(30)).await;
        receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(whole), days(210))).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let texts = [
            ("grant_event", "reason"),
            ("advance", "condition"),
            ("payment_order", "reference"),
            ("payment_order", "return_reason"),
            ("payment_order", "return_reference"),
            ("grant_account", "activities"),
            ("grant_account", "result_k1"),
            ("grant_account", "result_k2"),
            ("grant_account", "result_k3"),
            ("decision", "reason"),
        ];
        let told = format!("I10: grant {}: something was erased, and it is not over", life.grant);
        for (table, column) in texts {
            let own = format!("WHERE grant_id = '{}'", life.grant);
            let kept = format!(
                "UPDATE {table} SET {column} = CASE WHEN {column} = '(gewist)' THEN 'x' ELSE '(gewist)' END {own}"
            );
            place.slip(table, kept.clone()).await;
            let found = place.fsck().await;
            assert!(found.contains(&told), "{table}.{column}: {found:?}");
            place.slip(table, kept).await;
            assert!(!place.fsck().await.contains(&told), "{table}.{column} is as it was");
        }
    });
}
