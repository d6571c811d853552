//! Votes that were under way before ways, papers and requests to be called were kept.

use schuifruimte::domain::call::{About, Call};
use schuifruimte::domain::channel::Channel;
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::deadline::UNPOSTED;
use schuifruimte::domain::id::{CallId, RoundId};
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{call, channel, extension, kept, paper, round, schema};
use schuifruimte::tally::Rule;

use super::forward::BEFORE_THE_LEDGER;
use crate::support::{Place, on_both_at};

/// What stood in version 5, with the round `nieuw` open, brought to another version.
async fn open_at(place: &Place, version: i64) {
    let rule = CountRule(Rule::round_default()).to_text();
    let rule = format!("UPDATE round SET count_rule = '{rule}' WHERE count_rule = 'x'");
    for statement in BEFORE_THE_LEDGER.iter().map(ToString::to_string).chain([rule]) {
        place.slip("round", statement).await;
    }
    schema::migrate_to(&place.store, version).await.expect("forward");
    place.slip("round", "UPDATE round SET phase = 'open' WHERE id = 'nieuw'").await;
}

/// A leaf that waits: its mark, what it replaces, and whether it counts no more.
async fn waits(place: &Place, round: &str, (mark, replaces, voided): (&str, Option<&str>, i64)) {
    let replaces = replaces.map_or("NULL".to_string(), |old| format!("'{}'", old.repeat(64)));
    let row = format!("('{}', '{round}', '1234567{mark}', {replaces}, {voided})", mark.repeat(64));
    place.sql(format!("INSERT INTO leaf_queue VALUES {row}")).await.expect("it waits");
}

#[test]
fn first_ballots_of_a_vote_under_way_came_in_online_and_those_of_before_are_told_nowhere() {
    on_both_at(5, |place| async move {
        open_at(&place, 44).await;
        for leaf in [("a", None, 0), ("b", Some("a"), 0), ("c", None, 0), ("d", None, 1)] {
            waits(&place, "nieuw", leaf).await;
        }
        schema::migrate(&place.store).await.unwrap();
        let (open, certified) = (RoundId::new("nieuw"), RoundId::new("zuilen"));
        let mut tx = place.store.begin().await.unwrap();
        assert_eq!(
            channel::list(&mut tx, &open).await.unwrap(),
            [(Channel::Online, 3)],
            "one of four is a change"
        );
        assert_eq!(channel::list(&mut tx, &certified).await.unwrap(), []);
        channel::count(&mut tx, &open, Channel::Online, 2).await.unwrap();
        channel::count(&mut tx, &open, Channel::Paper, 1).await.unwrap();
        let both = [(Channel::Online, 5), (Channel::Paper, 1)];
        assert_eq!(channel::list(&mut tx, &open).await.unwrap(), both, "and so it goes on");
        let found = round::find(&mut tx, &open).await.unwrap().unwrap();
        assert_eq!((found.deadline(), found.extended), (UNPOSTED, None));
        for id in [&open, &certified] {
            assert!(paper::batches(&mut tx, id).await.unwrap().is_empty());
            assert!(extension::list(&mut tx, id).await.unwrap().is_empty());
        }
        drop(tx);
        let late = "UPDATE round SET deadline = '{}' WHERE id = 'zuilen'";
        assert!(place.sql(late).await.unwrap_err().to_string().contains("round_frozen"));
        let closed = "INSERT INTO ballot_channel VALUES ('zuilen', 'online', 1)";
        assert!(place.sql(closed).await.unwrap_err().to_string().contains("round_closed"));
    });
}

#[test]
fn who_asks_to_be_called_about_a_letter_of_a_vote_under_way_waits_once() {
    on_both_at(5, |place| async move {
        open_at(&place, 42).await;
        schema::migrate(&place.store).await.unwrap();
        let call = |id: &str, phone: &str| Call {
            id: CallId::new(id),
            about: About::Letter,
            name: "Truus".to_string(),
            phone: phone.to_string(),
            asked: Moment::from_micros(7),
        };
        let open = RoundId::new("nieuw");
        let mut tx = place.store.begin().await.unwrap();
        assert!(call::add(&mut tx, &open, &call("a", "0301234567")).await.unwrap());
        assert!(!call::add(&mut tx, &open, &call("b", "0301234567")).await.unwrap());
        assert_eq!(call::list(&mut tx, &open).await.unwrap().len(), 1);
        assert!(call::add(&mut tx, &RoundId::new("nergens"), &call("c", "0307654321")).await.is_err());
    });
}

#[test]
fn papers_and_extensions_of_before_their_fingerprints_are_known_as_such() {
    on_both_at(5, |place| async move {
        open_at(&place, 45).await;
        let rows = [
            "INSERT INTO paper_batch VALUES ('s', 'nieuw', 1, 1, 0, 'j', 7)",
            "INSERT INTO paper (id, batch_id, number, state) VALUES ('p', 's', 1, 'waiting')",
            "INSERT INTO extension VALUES ('nieuw', 1, 9, 'Storing', 'j', 7, 'refused', 'm')",
            "INSERT INTO extension VALUES ('nieuw', 2, 9, 'Storing', 'j', 8, 'asked', NULL)",
        ];
        for row in rows {
            place.sql(row).await.unwrap_or_else(|error| panic!("{row}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let before = kept::before(&mut conn).await.unwrap();
        for (kind, key) in [("paper_batch", "s"), ("extension", "nieuw")] {
            assert!(before.contains(&(kind.to_string(), key.to_string())), "{kind}");
        }
        drop(conn);
        let later = place.sql("INSERT INTO row_before VALUES ('paper_batch', 'x')").await;
        assert!(later.is_err(), "nobody adds to it");
    });
}
