//! Which plans are bids, and for which task, of what was sent in before that stood in a column.

use schuifruimte::domain::pitch::content::{Content, Form};
use schuifruimte::domain::pitch::offer::Offer;
use schuifruimte::store::schema;

use super::forward::BEFORE_THE_LEDGER;
use crate::support::{Place, on_both_at};

/// A plan that was sent in as version 64 kept it, once or again.
async fn sent(place: &Place, id: &str, versions: &[Content]) {
    let mark = "a".repeat(64);
    let pitch = format!(
        "INSERT INTO pitch (id, round_id, applicant, state, content, made_at, changed_at, submitted_at) \
         VALUES ('{id}', 'nieuw', 'Buren', 'submitted', '{{}}', 1, 1, 1)"
    );
    place.sql(pitch).await.expect("kept");
    for (number, content) in (1..).zip(versions) {
        let version = format!(
            "INSERT INTO pitch_version (pitch_id, number, content, digest, at, by_actor) \
             VALUES ('{id}', {number}, '{}', '{mark}', 1, 'initiator:h')",
            content.write()
        );
        place.sql(version).await.expect("kept");
    }
}

#[test]
fn bids_that_were_sent_in_before_are_known_by_their_task() {
    on_both_at(5, |place| async move {
        for statement in BEFORE_THE_LEDGER {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate_to(&place.store, 64).await.expect("forward");
        let offer = |task: &str| Offer { task: task.to_string(), ..Offer::default() };
        let bid = |task| Content { form: Form::Bid, offer: offer(task), ..Content::default() };
        let words = "Wij schrijven: \"form\":\"bid\"".to_string();
        let other = Content { text: words, offer: offer("hal"), ..Content::default() };
        sent(&place, "bod", &[bid("zwembad"), bid("hal")]).await;
        sent(&place, "plan", &[other]).await;
        sent(&place, "leeg", &[Content::default()]).await;
        schema::migrate(&place.store).await.expect("forward");
        let known = "SELECT CAST(COUNT(*) AS BIGINT) FROM pitch WHERE sent_task";
        assert_eq!(
            place.number(format!("{known} = 'hal' AND id = 'bod'")).await,
            1,
            "as it was sent in last"
        );
        assert_eq!(place.number(format!("{known} <> ''")).await, 1, "and of no other plan");
    });
}
