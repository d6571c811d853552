//! What was taken off of comments and of meetings before it stood in one table.

use schuifruimte::domain::bid::takeover::{self, Step, Takeover};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{CommentId, MeetingId, PitchId, RoundId};
use schuifruimte::domain::log::kept::Kept;
use schuifruimte::domain::moderation::{Ground, Ruling, With, Written};
use schuifruimte::store::{Guard, StoreError, bid, kept, moderation, schema};

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

/// A takeover with an account of a year.
const RUNNING: &str = "INSERT INTO takeover_step (pitch_id, number, step, from_state, to_state, on_day, reason, reference, legal_kind, legal_name, \
     kvk, from_day, until_day, yearly_cents, break_clause, year, by_account, by_function, at) VALUES \
     ('p', 1, 'agree', 'none', 'agreed', '2027-06-01', 'Ja.', '1', 'foundation', 'De Hal', '12345678', '', '', NULL, '', NULL, 'j', '', 1), \
     ('p', 2, 'sign', 'agreed', 'signed', '2027-07-01', 'Ja.', '', '', '', '', '2028-01-01', '2031-12-31', 1, 'Half jaar.', NULL, 'j', '', 1), \
     ('p', 3, 'start', 'signed', 'running', '2028-01-01', 'Ja.', '', '', '', '', '', '', NULL, '', NULL, 'j', '', 1), \
     ('p', 4, 'account', 'running', 'running', '2029-01-01', 'Goed.', '', '', '', '', '', '', NULL, '', 2028, NULL, '', 1)";

fn another(year: i16) -> String {
    format!(
        "INSERT INTO takeover_step (pitch_id, number, step, from_state, to_state, on_day, reason, reference, legal_kind, legal_name, \
         kvk, from_day, until_day, break_clause, year, by_function, at) VALUES ('p', 5, 'account', 'running', 'running', \
         '2030-01-01', 'Goed.', '', '', '', '', '', '', '', {year}, '', 1)"
    )
}

#[test]
fn what_was_taken_off_goes_forward_and_the_staff_log_still_says_the_same_of_it() {
    on_both_at(5, |place| async move {
        for statement in BEFORE_THE_LEDGER {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate_to(&place.store, 64).await.expect("forward");
        before(&place).await;
        place.slip("takeover_step", RUNNING).await;
        schema::migrate(&place.store).await.expect("forward");
        let mut conn = place.store.read().await.expect("a connection");
        let comment = Written::Comment(CommentId::new("c"));
        let meeting = Written::Meeting(MeetingId::new("m"));
        let off = moderation::of(&mut conn, &comment).await.expect("readable");
        assert_eq!((off.len(), off[0].ground, off[0].stands()), (1, Ground::Personal, true));
        let back = moderation::of(&mut conn, &meeting).await.expect("readable");
        assert_eq!(back[0].ruled.as_ref().map(|(ruling, _)| *ruling), Some(Ruling::Restored));
        assert_eq!((&back[0].round, &back[0].with), (&RoundId::new("nieuw"), &With::Plan(PitchId::new("p"))));
        let waits = moderation::waiting::sums(&mut conn, &RoundId::new("nieuw")).await.expect("readable");
        assert_eq!(waits, (1, 0, None), "the report of the comment was looked at");
        assert_eq!(moderation::reports(&mut conn, &comment).await.expect("readable")[0].words, "Een nummer");
        // What entries of before carry is the fingerprint of these lines.
        let lines = [
            r#"["w1","c","personal","j","5",null,null,null,null]"#,
            r#"["w2","m","insult","j","5","6","restored","m","7"]"#,
        ];
        let told = Digest::of_parts(&[lines[0].as_bytes(), b"\n", lines[1].as_bytes(), b"\n"]);
        assert_eq!(kept::of(&mut conn, Kept::Withholdings, "p").await.expect("readable"), told);
        let steps = bid::steps(&mut conn, &PitchId::new("p")).await.expect("readable");
        assert_eq!(steps.iter().map(Step::told).collect::<Vec<_>>(), [None, None, None, Some(2028)]);
        assert_eq!((steps[3].reason.as_str(), takeover::state(&steps)), ("Goed.", Takeover::Running));
        drop(conn);
        let again = place.sql(another(2028)).await;
        assert!(matches!(again, Err(StoreError::Refused(Guard::Unique))), "once: {again:?}");
        place.sql(another(2029)).await.expect("of another year");
        for slip in
            ["DELETE FROM withholding", "DELETE FROM moderation_report", "UPDATE withholding SET at = 1"]
        {
            assert!(place.sql(slip).await.is_err(), "{slip}");
        }
    });
}
