//! What `fsck` finds when someone with the database in hands changes what was noted of ways, papers and last moments.

use schuifruimte::acts;
use schuifruimte::acts::help::{ByTelephone, begin};
use schuifruimte::domain::deadline::PaperRule;

use super::super::fsck_grants::slip_each;
use super::Hall;
use crate::support::{Place, days, on_both_tampered};

/// A vote that was lengthened, with ballots online, at the desk, on the telephone and on paper, one paper that two people
/// read differently, and one that one person entered.
async fn lengthened(place: &Place) -> Hall {
    let hall = Hall::new(place, PaperRule::HandedIn).await;
    let stack = hall.stack(4, days(1)).await;
    hall.by_two(&hall.which(&stack, 1), &hall.paper(0, &["01"])).await.expect("cast");
    hall.by_two(&hall.which(&stack, 2), &hall.paper(0, &["02"])).await.expect("rejected");
    hall.enter(0, &hall.which(&stack, 3), &hall.paper(2, &["01"])).await.expect("entered");
    hall.enter(1, &hall.which(&stack, 3), &hall.paper(2, &["02"])).await.expect("differs");
    hall.enter(1, &hall.which(&stack, 4), &hall.paper(3, &["02"])).await.expect("entered");
    for (letter, by) in [(10, ByTelephone::No), (11, ByTelephone::Yes)] {
        let way = begin(&hall.ctx(0, days(1)), &hall.round.id, by).await.expect("begun");
        hall.by(way, hall.fresh(letter, &["01"], &format!("help-{letter}"))).await.expect("voted");
    }
    hall.town.cast(&hall.round, 20, &["03"]).await.expect("voted");
    let id = &hall.round.id;
    acts::extension::ask(&hall.town.joris_at(days(13)), id, days(16), "Storing").await.expect("asked");
    acts::extension::approve(&hall.town.marijke_at(days(13)), id, 1).await.expect("lengthened");
    hall
}

#[test]
fn ways_papers_and_last_moments_that_were_changed_during_the_vote() {
    on_both_tampered(|place| async move {
        let hall = lengthened(&place).await;
        let joris =
            format!("UPDATE ballot_help SET by_account = '{}' WHERE channel = 'desk'", hall.town.joris);
        let moved = format!("UPDATE paper SET second_by = '{}' WHERE number = 1", hall.desk[2]);
        let changes = [
            (
                "ballot_channel",
                "UPDATE ballot_channel SET ballots = ballots + 1 WHERE channel = 'online'",
                "I3 ballots were counted by their way",
            ),
            ("ballot_help", joris.as_str(), "I5 someone helped voters"),
            (
                "ballot_help",
                "UPDATE ballot_help SET ballots = ballots + 1 WHERE channel = 'telephone'",
                "I3 2 voters were helped (telephone)",
            ),
            ("paper", moved.as_str(), "I5 paper_batch"),
            ("paper_entry", "DELETE FROM paper_entry WHERE half = 2", "I3 paper 3 of a stack has entries"),
            (
                "paper_entry",
                "UPDATE paper_entry SET paper_id = (SELECT id FROM paper WHERE number = 1) \
                 WHERE paper_id = (SELECT id FROM paper WHERE number = 4)",
                "I3 paper 1 of a stack: an entry was changed",
            ),
            ("paper", "DELETE FROM paper WHERE number = 2", "I3 stack 1 has 3 papers"),
            ("extension", "UPDATE extension SET state = 'refused'", "I6 its extensions are not the ones"),
            (
                "round",
                "UPDATE round SET extended_until = extended_until + 60000000 WHERE id = 'zuilen'",
                "I6 the last moment of the vote",
            ),
            (
                "round",
                "UPDATE round SET deadline = NULL WHERE id = 'zuilen'",
                "I6 the plan of the round differs",
            ),
        ];
        slip_each(&place, &changes).await;
    });
}

#[test]
fn a_paper_that_is_said_to_be_spoiled_and_one_that_is_said_to_be_late() {
    on_both_tampered(|place| async move {
        lengthened(&place).await;
        let changes = [
            (
                "paper",
                "UPDATE paper SET state = 'rejected', reason = 'voted' WHERE state = 'cast'",
                "I3 0 papers are in the box, 1 ballots came in on paper",
            ),
            (
                "paper",
                "UPDATE paper SET state = 'waiting', first_by = NULL WHERE number = 4",
                "I3 paper 4 of a stack has entries",
            ),
        ];
        slip_each(&place, &changes).await;
    });
    on_both_tampered(|place| async move {
        lengthened(&place).await;
        let late = "UPDATE paper_batch SET late = 1";
        slip_each(&place, &[("paper_batch", late, "I5 paper_batch")]).await;
    });
    on_both_tampered(|place| async move {
        lengthened(&place).await;
        let why = "UPDATE paper SET reason = 'unreadable' WHERE state = 'rejected'";
        slip_each(&place, &[("paper", why, "I5 paper_batch")]).await;
    });
    on_both_tampered(|place| async move {
        lengthened(&place).await;
        let words = "UPDATE extension SET asked_by = decided_by, decided_by = asked_by";
        slip_each(&place, &[("extension", words, "I5 extension zuilen")]).await;
    });
}

#[test]
fn ways_that_were_changed_after_the_close() {
    on_both_tampered(|place| async move {
        let hall = Hall::new(&place, PaperRule::Entered).await;
        let stack = hall.stack(1, days(1)).await;
        hall.enter(0, &hall.which(&stack, 1), &hall.paper(40, &["01"])).await.expect("entered");
        for letter in 0..20 {
            hall.town.cast(&hall.round, letter, &["03"]).await.expect("voted");
        }
        for (who, letters) in [(0, 20..27), (1, 27..32)] {
            for letter in letters {
                let ctx = hall.ctx(who, days(1));
                let way = begin(&ctx, &hall.round.id, ByTelephone::No).await.expect("begun");
                hall.by(way, hall.fresh(letter, &["01"], &format!("help-{letter}"))).await.expect("voted");
            }
        }
        hall.town.close(&hall.round.id).await;
        let id = |who: usize| hall.desk[who].to_string();
        let (less, more) = (id(0), id(1));
        let moved = format!(
            "UPDATE ballot_help SET ballots = CASE by_account WHEN '{less}' THEN 5 WHEN '{more}' THEN 7 END"
        );
        let changes = [
            ("ballot_help", moved.as_str(), "I5 who helped voters is not what the staff log told"),
            (
                "ballot_channel",
                "UPDATE ballot_channel SET ballots = CASE channel WHEN 'online' THEN 19 ELSE 13 END",
                "I3 the ways in which ballots came in are not the ones in the log",
            ),
            ("paper", "UPDATE paper SET reason = 'late'", "I5 paper_batch"),
        ];
        slip_each(&place, &changes).await;
    });
}

#[test]
fn the_form_of_a_ballot_is_the_one_that_was_frozen() {
    on_both_tampered(|place| async move {
        lengthened(&place).await;
        let form = "UPDATE round SET ballot_form = '\"knapsack\"' WHERE id = 'zuilen'";
        slip_each(&place, &[("round", form, "I6 the plan of the round differs")]).await;
    });
    on_both_tampered(|place| async move {
        lengthened(&place).await;
        let themes = "UPDATE round SET ballot_per_theme = 1 WHERE id = 'zuilen'";
        slip_each(&place, &[("round", themes, "I6 the plan of the round differs")]).await;
    });
}
