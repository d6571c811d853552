//! What was taken off of comments and of meetings before it stood in one table.

use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{CommentId, MeetingId, PitchId, RoundId};
use schuifruimte::domain::log::kept::Kept;
use schuifruimte::domain::moderation::{Ground, Ruling, Subject};
use schuifruimte::store::{kept, moderation, schema};

use super::forward::BEFORE_THE_LEDGER;
use crate::support::{Place, on_both_at};

/// A comment that was taken off and stands so, and a meeting that was put back, each with a report: as version 64 kept them.
async fn before(place: &Place) {
    let mark = "a".repeat(64);
    for statement in [
        "INSERT INTO pitch (id, round_id, applicant, state, content, made_at, changed_at, submitted_at) \
         VALUES ('p', 'nieuw', 'Buren', 'submitted', '{}', 1, 1, 1)"
            .to_string(),
        format!(
            "INSERT INTO comment (id, pitch_id, kind, side, name, words, digest, by_actor, at) \
             VALUES ('c', 'p', 'question', 'resident', 'Kees', 'Bel 06.', '{mark}', '', 2)"
        ),
        format!(
            "INSERT INTO meeting (id, round_id, pitch_id, title, at, place, access, about, digest, by_actor, made_at) \
             VALUES ('m', 'nieuw', 'p', 'Avond', 3, 'Thuis', 'Bel aan', 'Praten', '{mark}', 'initiator:h', 2)"
        ),
        "INSERT INTO comment_report (comment_id, number, ground, words, at, looked_by, looked_at) \
         VALUES ('c', 1, 'personal', 'Een nummer', 3, 'j', 5)"
            .to_string(),
        "INSERT INTO meeting_report (meeting_id, number, ground, words, at) VALUES ('m', 1, 'insult', 'Grof', 4)"
            .to_string(),
        "INSERT INTO withholding (id, pitch_id, comment_id, ground, reason, by_account, by_function, at) \
         VALUES ('w1', 'p', 'c', 'personal', 'Een nummer.', 'j', 'Adviseur', 5)"
            .to_string(),
        "INSERT INTO meeting_withholding (id, pitch_id, meeting_id, ground, reason, by_account, by_function, at, appeal, \
         appealed_at, ruling, ruled_by, ruled_function, ruled_reason, ruled_at) \
         VALUES ('w2', 'p', 'm', 'insult', 'Grof.', 'j', 'Adviseur', 5, 'Nee.', 6, 'restored', 'm', 'Manager', 'Ja.', 7)"
            .to_string(),
    ] {
        place.sql(statement.clone()).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

#[test]
fn what_was_taken_off_goes_forward_and_the_staff_log_still_says_the_same_of_it() {
    on_both_at(5, |place| async move {
        for statement in BEFORE_THE_LEDGER {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate_to(&place.store, 64).await.expect("forward");
        before(&place).await;
        schema::migrate(&place.store).await.expect("forward");
        let mut conn = place.store.read().await.expect("a connection");
        let comment = Subject::Comment(CommentId::new("c"));
        let meeting = Subject::Meeting(MeetingId::new("m"));
        let off = moderation::of(&mut conn, &comment).await.expect("readable");
        assert_eq!((off.len(), off[0].ground, off[0].stands()), (1, Ground::Personal, true));
        let back = moderation::of(&mut conn, &meeting).await.expect("readable");
        assert_eq!(back[0].ruled.as_ref().map(|(ruling, _)| *ruling), Some(Ruling::Restored));
        assert_eq!(back[0].pitch, PitchId::new("p"));
        let waits = moderation::waiting(&mut conn, &RoundId::new("nieuw")).await.expect("readable");
        assert_eq!(waits, (1, 0, None), "the report of the comment was looked at");
        assert_eq!(moderation::reports(&mut conn, &comment).await.expect("readable")[0].words, "Een nummer");
        // What entries of before carry is the fingerprint of these lines.
        let lines = [
            r#"["w1","c","personal","j","5",null,null,null,null]"#,
            r#"["w2","m","insult","j","5","6","restored","m","7"]"#,
        ];
        let told = Digest::of_parts(&[lines[0].as_bytes(), b"\n", lines[1].as_bytes(), b"\n"]);
        assert_eq!(kept::of(&mut conn, Kept::Withholdings, "p").await.expect("readable"), told);
        drop(conn);
        for slip in
            ["DELETE FROM withholding", "DELETE FROM moderation_report", "UPDATE withholding SET at = 1"]
        {
            assert!(place.sql(slip).await.is_err(), "{slip}");
        }
    });
}
