//! What the office takes off, and the second look of another officer.

use schuifruimte::acts::ActError;
use schuifruimte::acts::moderation::{self, Writer};
use schuifruimte::acts::pitch::Author;
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::{AccountId, CommentId, ProposalId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::moderation::{Ground, Ruling, Written};
use schuifruimte::store;

use super::{address, mails, said, visitor};
use crate::pitching::{own, refusal, sent, soup, today};
use crate::support::people::Staff;
use crate::support::{DAY, Town, on_both, on_both_tampered};

const BEA: Staff = Staff { login: "bea", name: "Bea Kuiper", function: "Adviseur", role: Role::Officer };

fn one(comment: &CommentId) -> Written {
    Written::Comment(comment.clone())
}

/// An officer takes a comment off with a ground and a reason; its writer hears of it and asks for a second look, which
/// another human gives, never another account of the same one.
#[test]
fn another_officer_looks_again_at_what_was_taken_off() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let comment = said(&town, &plan).await;
        let kees = address("kees@buurt.example").mark();
        let mut joris = town.joris_at(today());
        let silent = moderation::withhold(&mut joris, (&round, &one(&comment)), (Ground::Insult, " ")).await;
        assert_eq!(refusal(silent), "talk_reason: empty", "never without a reason");
        let reason = (Ground::OffTopic, "Dit gaat over iets anders.");
        moderation::withhold(&mut joris, (&round, &one(&comment)), reason).await.expect("taken off");
        let twice = moderation::withhold(&mut joris, (&round, &one(&comment)), reason).await;
        assert!(matches!(twice, Err(ActError::DraftChanged)), "{twice:?}");
        assert_eq!(mails(&place, "withheld").await, 1, "the writer is told");
        let early = moderation::rule(&mut joris, (&round, &one(&comment)), (Ruling::Restored, "Toch.")).await;
        assert!(matches!(early, Err(ActError::DraftChanged)), "nobody asked: {early:?}");
        let mo = address("mo@elders.example").mark();
        let words = "Het gaat wel over het eten.";
        let stranger =
            moderation::appeal(&visitor(&place, today()), Writer::Address(&mo), &one(&comment), words).await;
        assert!(matches!(stranger, Err(ActError::NotFound)), "{stranger:?}");
        moderation::appeal(&visitor(&place, today()), Writer::Address(&kees), &one(&comment), words)
            .await
            .expect("asked");
        let gone = super::acts::take_back(&visitor(&place, today()), Writer::Address(&kees), &comment).await;
        assert!(matches!(gone, Err(ActError::StillNeeded)), "it stays for the second look: {gone:?}");
        let same = moderation::rule(&mut joris, (&round, &one(&comment)), (Ruling::Upheld, "Nee.")).await;
        assert!(matches!(same, Err(ActError::FourEyes)), "{same:?}");
        let twin = place.employ(Staff { login: "joris2", ..BEA }, Scope::City).await;
        schuifruimte::acts::account::join(&town.nobody_at(today()), &town.joris, &twin)
            .await
            .expect("one human");
        let mut twin = place.context(Actor::Staff(twin), today());
        let same = moderation::rule(&mut twin, (&round, &one(&comment)), (Ruling::Upheld, "Nee.")).await;
        assert!(matches!(same, Err(ActError::FourEyes)), "another account of one human: {same:?}");
        let bea = place.employ(BEA, Scope::City).await;
        let mut bea = place.context(Actor::Staff(bea), today());
        moderation::rule(&mut bea, (&round, &one(&comment)), (Ruling::Restored, "Het gaat over het plan."))
            .await
            .expect("ruled");
        assert_eq!(mails(&place, "withheld").await, 2);
        let mut conn = place.store.read().await.expect("a connection");
        let tally = store::moderation::tally(&mut conn, &round).await.expect("readable");
        let found = store::talk::find(&mut conn, &comment).await.expect("readable").expect("there");
        drop(conn);
        assert!(found.is_shown());
        assert_eq!((tally.placed, tally.appealed, tally.restored), (1, 1, 1));
        assert_eq!(tally.withheld, [(Ground::OffTopic, 1)]);
        let again = moderation::withhold(&mut joris, (&round, &one(&comment)), reason).await;
        assert!(matches!(again, Err(ActError::FourEyes)), "what was put back stays there: {again:?}");
        let new = (Ground::Personal, "Er staat een naam in.");
        moderation::withhold(&mut joris, (&round, &one(&comment)), new)
            .await
            .expect("a new fact is a new decision");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What the office took off its writer can still take back, during the term and after: no word of it is kept, and nothing that
/// tells whose it was. What nobody reads takes no room among what may be said.
#[test]
fn what_was_taken_off_can_be_taken_back_by_its_writer() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let comment = said(&town, &plan).await;
        let shown = async || {
            let mut conn = place.store.read().await.expect("a connection");
            store::talk::shown(&mut conn, &plan).await.expect("readable")
        };
        assert_eq!(shown().await, 1);
        let mut joris = town.joris_at(today());
        moderation::withhold(&mut joris, (&round, &one(&comment)), (Ground::Insult, "Grof."))
            .await
            .expect("taken off");
        assert_eq!(shown().await, 0);
        let kees = address("kees@buurt.example").mark();
        let ctx = visitor(&place, today().plus_minutes(20 * DAY));
        super::acts::take_back(&ctx, Writer::Address(&kees), &comment).await.expect("gone");
        let left: Vec<String> =
            place.dump().await.into_iter().filter(|row| row.starts_with("comment")).collect();
        for word in ["mee-eten", "Kees", "kees@buurt.example", kees.to_string().as_str()] {
            assert!(!left.iter().any(|row| row.contains(word)), "{word}: {left:?}");
        }
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// The term to ask for a second look ends; and an officer with an interest in the round takes nothing off (S55).
#[test]
fn s55_who_has_an_interest_takes_nothing_off_and_a_term_is_a_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let comment = said(&town, &plan).await;
        let bea = place.employ(BEA, Scope::City).await;
        let mut ctx = place.context(Actor::Staff(bea), today());
        let about = ProposalId::new("01");
        schuifruimte::acts::interest::state(&ctx, &round, Some(&about), "Mijn zus doet mee.")
            .await
            .expect("stated");
        let done = moderation::withhold(&mut ctx, (&round, &one(&comment)), (Ground::Insult, "Grof.")).await;
        assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{done:?}");
        let mut joris = town.joris_at(today());
        moderation::withhold(&mut joris, (&round, &one(&comment)), (Ground::Insult, "Grof."))
            .await
            .expect("taken off");
        let kees = address("kees@buurt.example").mark();
        let late = visitor(&place, today().plus_minutes(14 * DAY));
        let done = moderation::appeal(&late, Writer::Address(&kees), &one(&comment), "Niet grof.").await;
        assert_eq!(refusal(done), "talk_appeal: talk-late");
    });
}

/// Readers report without saying who they are; an officer looks at it and leaves it, and the sums tell.
#[test]
fn a_report_names_nobody_and_is_looked_at_once() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let comment = said(&town, &plan).await;
        for number in 0..40 {
            let ctx = visitor(&place, today());
            let told = (Ground::Personal, "Er staat een naam in.");
            let client = format!("198.51.100.{number}");
            moderation::report(&ctx, &client, (&round, &one(&comment)), told).await.expect("told");
        }
        let rows = "SELECT CAST(COUNT(*) AS BIGINT) FROM moderation_report";
        assert_eq!(place.number(rows).await, 25, "no flood of them");
        let dump = place.dump().await;
        assert!(!dump.iter().any(|row| row.starts_with("moderation_report") && row.contains("198.51")));
        let joris = town.joris_at(today());
        moderation::keep(&joris, (&round, &one(&comment))).await.expect("looked at");
        let again = moderation::keep(&joris, (&round, &one(&comment))).await;
        assert!(matches!(again, Err(ActError::DraftChanged)), "{again:?}");
        let mut conn = place.store.read().await.expect("a connection");
        assert_eq!(
            store::moderation::waiting::sums(&mut conn, &round).await.expect("readable"),
            (0, 0, None)
        );
        drop(conn);
        let told = (Ground::Insult, "Nu staat er iets anders.");
        let ctx = visitor(&place, today());
        moderation::report(&ctx, "192.0.2.1", (&round, &one(&comment)), told).await.expect("told");
        assert_eq!(place.number(rows).await, 26, "what was looked at stands in nobody's way");
        let other = schuifruimte::domain::id::RoundId::new("elders");
        let done = moderation::keep(&joris, (&other, &one(&comment))).await;
        assert!(matches!(done, Err(ActError::NotFound)), "not by the address of another round: {done:?}");
    });
}

/// A group whose answer was taken off asks for a second look, too, and is told by mail.
#[test]
fn a_group_asks_for_a_second_look_at_its_answer() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let question = said(&town, &plan).await;
        let id = super::answered(&place, &henk, &question, "Bel 06 1234.").await.expect("said");
        let mut joris = town.joris_at(today());
        moderation::withhold(&mut joris, (&round, &one(&id)), (Ground::Personal, "Een nummer."))
            .await
            .expect("taken off");
        assert_eq!(mails(&place, "withheld").await, 1);
        let ctx = own(&place, &henk, today());
        moderation::appeal(&ctx, Writer::Group(Author::Member(&henk.id)), &one(&id), "Het is ons nummer.")
            .await
            .expect("asked");
    });
}

/// The database itself refuses the same officer twice, and fsck finds a ruling that no act made.
#[test]
fn the_second_look_is_in_the_staff_log() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let comment = said(&town, &plan).await;
        let mut joris = town.joris_at(today());
        moderation::withhold(&mut joris, (&round, &one(&comment)), (Ground::Insult, "Grof."))
            .await
            .expect("taken off");
        let kees = address("kees@buurt.example").mark();
        moderation::appeal(&visitor(&place, today()), Writer::Address(&kees), &one(&comment), "Nee.")
            .await
            .expect("asked");
        let rule = |by: &AccountId| {
            format!(
                "UPDATE withholding SET ruling = 'restored', ruled_by = '{by}', ruled_function = '', ruled_reason = '', ruled_at = 1"
            )
        };
        assert!(place.sql(rule(&town.joris)).await.is_err(), "four eyes");
        place.sql(rule(&town.marijke)).await.expect("the database cannot know more");
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("withholding")), "{found:?}");
    });
}
