//! What plans asked for beside money, of texts that were sent in before it stood beside them.

use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::pitch::form::Wish;
use schuifruimte::store::{pitch, schema};

use super::forward::BEFORE_THE_LEDGER;
use crate::support::{Place, on_both_at};

/// Three plans as version 64 kept them: one that asked for more when it was sent in again, one that asks nothing, one that was erased.
async fn before(place: &Place) {
    let mark = "a".repeat(64);
    for id in ["p", "q", "r"] {
        let plan = format!(
            "INSERT INTO pitch (id, round_id, applicant, state, content, made_at, changed_at, submitted_at) \
             VALUES ('{id}', 'nieuw', 'Buren', 'submitted', '{{}}', 1, 1, 1)"
        );
        place.sql(plan).await.expect("a plan");
    }
    for (id, number, content) in [
        ("p", 1, r#"{"title":"Zeg \u0022wishes\u0022:[]","wishes":["space"]}"#),
        ("p", 2, r#"{"wishes":["space","permit"]}"#),
        ("q", 1, "{}"),
        ("r", 1, ""),
    ] {
        let version = format!(
            "INSERT INTO pitch_version (pitch_id, number, content, digest, at, by_actor) \
             VALUES ('{id}', {number}, '{content}', '{mark}', 1, 'initiator:h')"
        );
        place.sql(version).await.expect("a version");
    }
}

#[test]
fn the_help_that_plans_asked_for_goes_forward_and_cannot_be_changed() {
    on_both_at(5, |place| async move {
        for statement in BEFORE_THE_LEDGER {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate_to(&place.store, 64).await.expect("forward");
        before(&place).await;
        schema::migrate(&place.store).await.expect("forward");
        assert_eq!(place.number("SELECT COUNT(*) FROM pitch_asked").await, 3);
        assert_eq!(place.number("SELECT COUNT(*) FROM row_before WHERE kind = 'pitch_asked'").await, 1);
        let mut conn = place.store.read().await.expect("a connection");
        let round = RoundId::new("nieuw");
        let counted = pitch::wish::of_round(&mut conn, &round).await.expect("readable");
        let asked: Vec<(Wish, u64)> =
            counted.iter().filter(|one| one.asked > 0).map(|one| (one.wish, one.asked)).collect();
        assert_eq!(asked, [(Wish::Space, 1), (Wish::Permit, 1)], "of what was sent in last");
        assert!(pitch::wish::unfit(&mut conn).await.expect("readable").is_empty());
        drop(conn);
        for slip in ["DELETE FROM pitch_asked", "UPDATE pitch_asked SET wish = 'advice'"] {
            assert!(place.sql(slip).await.is_err(), "{slip}");
        }
        let again = "INSERT INTO row_before (kind, row_key) VALUES ('pitch_asked', 'q')";
        assert!(place.sql(again).await.is_err(), "nothing else stood there before");
    });
}
