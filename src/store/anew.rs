//! On PostgreSQL: tables are written anew, so that nothing lingers of what was deleted from them or emptied in them.

use std::collections::BTreeSet;

use super::{Conn, StoreError, row};

/// Tables by name, each with the statement that writes it anew.
macro_rules! tables {
    ($($name:ident)*) => { &[$((stringify!($name), concat!("VACUUM FULL ", stringify!($name)))),*] };
}

/// Every table from which something is deleted, or in which it is emptied: a test reads the statements of the store
/// and looks whether one is missing here.
const TABLES: &[(&str, &str)] = tables!(
    ballot leaf_queue paper_entry letter letter_call register
    resident_sign_in staff_session passkey account_code account_recovery account_reset invitation ceremony sign_in_try
    code_try outbox pace kiosk_turn mail_stop
    initiator initiator_session initiator_link initiator_move initiative initiative_member
    recipient recipient_payee recipient_signer recipient_affiliate recipient_aid
    grant_record grant_check grant_onward grant_event grant_notice grant_account grant_member grant_slice grant_group
    grant_report grant_report_picture grant_change grant_milestone grant_milestone_event grant_evaluation
    decision decision_sending objection_extension objection_outcome certificate reserve_list_end
    posting advance payment_order settlement reclaim quick_request plan_check
    interest standing_interest
    proposal plan_picture plan_location
    pitch pitch_version pitch_event pitch_end pitch_word pitch_picture pitch_help pitch_assessment bid_verdict
    takeover_step pitch_wish ally_consent regroup regroup_part
    contribution comment moderation_report withholding endorsement_check support support_list meeting
    follow follow_mail
    account_scope area_neighbourhood auditor ballot_channel round_grant standing_round
);

/// Writes them anew, those in which something may linger: a table that never held a row is left as it is.
pub(super) async fn write(conn: &mut Conn) -> Result<(), StoreError> {
    let grown = grown(conn).await?;
    for (_, statement) in TABLES.iter().filter(|(name, _)| grown.contains(*name)) {
        sqlx::query(*statement).execute(&mut *conn).await?;
    }
    Ok(())
}

/// How many transactions hold removed rows back. Rows that an older transaction may still read are taken along; one that writes
/// in another database of the same server holds them back as well, and so does what is prepared or waits for a replica.
/// One that only reads in another database reads nothing of this one.
pub(super) async fn older(conn: &mut Conn) -> Result<i64, StoreError> {
    let found = sqlx::query(
        "SELECT CAST((SELECT COUNT(*) FROM pg_stat_activity WHERE (backend_xid IS NOT NULL OR (backend_xmin IS NOT NULL \
         AND datname = current_database())) AND pid <> pg_backend_pid()) + (SELECT COUNT(*) FROM pg_prepared_xacts) \
         + (SELECT COUNT(*) FROM pg_replication_slots WHERE xmin IS NOT NULL) AS BIGINT) AS older",
    )
    .fetch_one(conn)
    .await?;
    row::int(&found, "older")
}

/// Tables that take more room than an empty one, which has nothing but the first page of each of its indexes.
async fn grown(conn: &mut Conn) -> Result<BTreeSet<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT CAST(c.relname AS TEXT) AS name FROM pg_class c WHERE c.relkind = 'r' \
         AND c.relnamespace = CAST(current_schema() AS regnamespace) \
         AND pg_total_relation_size(c.oid) > CAST(current_setting('block_size') AS BIGINT) \
         * ((SELECT COUNT(*) FROM pg_index i WHERE i.indrelid = c.oid) + CASE WHEN c.reltoastrelid = 0 THEN 0 ELSE 1 END)",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| row::text(found, "name")).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// All statements of the store, and those of whatever erases, where each one takes something out of a row.
    fn sources(folder: &Path, (all, erasing): (&mut String, &mut String)) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()) {
            if entry.is_dir() {
                sources(&entry, (&mut *all, &mut *erasing));
            } else if entry.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&entry).expect("text");
                if entry.to_string_lossy().contains("eras") {
                    erasing.push_str(&text);
                }
                all.push_str(&text);
            }
        }
    }

    /// The tables named after a word, in statements that say one of these as well.
    fn named(text: &str, word: &str, also: &[&str]) -> BTreeSet<String> {
        let statements = text.split(word).skip(1);
        let whole = |rest: &str| rest.split(['"', ';']).next().unwrap_or_default().to_string();
        let fits = |statement: &String| also.is_empty() || also.iter().any(|one| statement.contains(one));
        let name = |statement: String| {
            statement
                .split(|letter: char| !letter.is_ascii_lowercase() && letter != '_')
                .next()
                .map(str::to_string)
        };
        statements.map(whole).filter(fits).filter_map(name).filter(|name| !name.is_empty()).collect()
    }

    #[test]
    fn whatever_loses_something_is_written_anew() {
        let (mut text, mut erasing) = (String::new(), String::new());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
        sources(&folder, (&mut text, &mut erasing));
        let mut losing = named(&text, "DELETE FROM ", &[]);
        losing.extend(named(&erasing, "UPDATE ", &[]));
        losing.extend(named(&text, "UPDATE ", &["= ''", "THEN '' ELSE", "= NULL"]));
        let listed: BTreeSet<&str> = TABLES.iter().map(|(name, _)| *name).collect();
        let missing: Vec<&String> = losing.iter().filter(|name| !listed.contains(name.as_str())).collect();
        assert!(
            ["ballot", "comment", "takeover_step"].iter().all(|name| losing.contains(*name)),
            "{losing:?}"
        );
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(listed.len(), TABLES.len(), "each once");
    }
}
