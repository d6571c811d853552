//! What people say about plans until the vote begins, and what the office takes off.

mod lost;
mod meeting_off;
pub mod meetings;
mod moderation;
mod paged;
mod pages;
pub mod support;
mod threshold;
mod told;

use schuifruimte::acts::moderation::Writer;
use schuifruimte::acts::pitch::Author;
use schuifruimte::acts::talk as acts;
use schuifruimte::acts::{ActError, Context};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::{CommentId, PitchId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mail::Address;
use schuifruimte::domain::talk::contribution::What;
use schuifruimte::domain::talk::{CommentKind, Order, Side};
use schuifruimte::domain::time::Moment;
use schuifruimte::store;
use schuifruimte::store::talk::Wanted;

use crate::pitching::{admit, decider, own, refusal, sent, someone, soup, today};
use crate::support::people::Staff;
use crate::support::{Place, Town, days, on_both, on_both_tampered};

/// The contact of a social broker.
pub const SMO: Staff = Staff {
    login: "sanne",
    name: "Sanne Kok",
    function: "Contact van Het Makelpunt",
    role: Role::SmoContact,
};

pub fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

/// What somebody who is not signed in acts with.
pub fn visitor(place: &Place, at: Moment) -> Context<'_> {
    place.context(Actor::Visitor, at)
}

/// Writes something under an address.
pub async fn ask(place: &Place, at: Moment, email: &str, plan: &PitchId, what: What) -> Result<(), ActError> {
    acts::ask(&mut visitor(place, at), email, (&address(email), "nl"), plan, what).await
}

/// Says yes to all that waits for an address: the plans that it is about.
pub async fn say_yes(place: &Place, at: Moment, email: &str) -> Vec<PitchId> {
    let mark = address(email).mark();
    let mut conn = place.store.read().await.expect("a connection");
    let waiting = acts::waiting(&mut conn, &mark, at).await.expect("readable");
    drop(conn);
    let mut plans = Vec::new();
    for (one, _) in waiting {
        let mut ctx = visitor(place, at);
        plans.push(acts::confirm(&mut ctx, &mark, &one.id).await.expect("placed"));
    }
    plans
}

/// A question of Kees about a plan that was sent in, placed.
pub async fn said(town: &Town, plan: &PitchId) -> CommentId {
    let what = What::comment(CommentKind::Question, "Kees", "Mag iedereen mee-eten?");
    ask(&town.place, today(), "kees@buurt.example", plan, what).await.expect("asked");
    say_yes(&town.place, today(), "kees@buurt.example").await;
    let mut conn = town.place.store.read().await.expect("a connection");
    let mark = address("kees@buurt.example").mark();
    let own = store::talk::of_mark(&mut conn, &mark).await.expect("readable");
    own.into_iter().find(|one| &one.pitch == plan).expect("it stands there").id
}

/// The mails that wait, by kind.
/// What a group answers.
pub async fn answered(
    place: &Place,
    who: &Initiator,
    to: &CommentId,
    words: &str,
) -> Result<CommentId, ActError> {
    acts::answer(&mut own(place, who, today()), Author::Member(&who.id), to, words).await
}

pub async fn mails(place: &Place, kind: &str) -> i64 {
    place.number(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE kind = '{kind}'")).await
}

/// What was said about a plan, as the list shows it.
async fn list(place: &Place, plan: &PitchId, order: Order) -> Vec<String> {
    let mut conn = place.store.read().await.expect("a connection");
    let wanted = Wanted { pitch: plan, kind: None, order, skip: 0, most: 50 };
    let all = store::talk::of_plan(&mut conn, &wanted).await.expect("readable");
    all.into_iter().map(|one| one.words).collect()
}

/// Nothing stands anywhere before the owner of the address said yes; and what nobody says yes to is gone after three days.
#[test]
fn what_was_typed_under_an_address_waits_for_its_owner() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let what = || What::comment(CommentKind::For, "Kees", "Buren leren elkaar kennen.");
        ask(&place, today(), "kees@buurt.example", &plan, what()).await.expect("asked");
        ask(&place, today(), "ans@buurt.example", &plan, what()).await.expect("asked");
        assert_eq!(list(&place, &plan, Order::Newest).await, [""; 0]);
        assert_eq!(mails(&place, "contribution").await, 2);
        let (kees, ans) = (address("kees@buurt.example").mark(), address("ans@buurt.example").mark());
        let mut conn = place.store.read().await.expect("a connection");
        let waiting = acts::waiting(&mut conn, &kees, today()).await.expect("readable").remove(0).0;
        drop(conn);
        let other = acts::confirm(&mut visitor(&place, today()), &ans, &waiting.id).await;
        assert!(matches!(other, Err(ActError::LinkExpired)), "only its owner says yes: {other:?}");
        say_yes(&place, today(), "kees@buurt.example").await;
        assert_eq!(list(&place, &plan, Order::Newest).await, ["Buren leren elkaar kennen."]);
        let again = acts::confirm(&mut visitor(&place, today()), &kees, &waiting.id).await;
        assert!(matches!(again, Err(ActError::LinkExpired)), "once: {again:?}");
        let late = today().plus_minutes(4 * 24 * 60);
        schuifruimte::acts::erasure::run(&place.context(Actor::Service, late)).await.expect("it runs");
        let left = "SELECT CAST(COUNT(*) AS BIGINT) FROM contribution";
        assert_eq!(place.number(left).await, 0, "nobody said yes for ans");
        let own = store::talk::of_mark(&mut place.store.read().await.unwrap(), &kees).await.unwrap();
        acts::take_back(&visitor(&place, late), Writer::Address(&kees), &own[0].id).await.expect("gone");
        assert_eq!(list(&place, &plan, Order::Newest).await, [""], "its place stays, its words do not");
        assert!(!place.dump().await.iter().any(|row| row.contains("leren elkaar kennen")));
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// An address that had a mail a moment ago gets no other one: what came later waits behind the same link. And an address
/// that wants no mail, or has too much waiting, keeps nothing.
#[test]
fn one_mail_is_about_all_that_waits_for_an_address() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        for number in 0..30 {
            let what = What::comment(CommentKind::Remark, "Kees", &format!("Reactie {number}"));
            // From thirty places, so that only the address counts.
            let mut ctx = visitor(&place, today());
            let client = format!("client {number}");
            acts::ask(&mut ctx, &client, (&address("kees@buurt.example"), "nl"), &plan, what)
                .await
                .expect("kept");
        }
        assert_eq!(mails(&place, "contribution").await, 2, "never a flood");
        assert_eq!(say_yes(&place, today(), "kees@buurt.example").await.len(), 20, "and not without end");
        let mut refused = Vec::new();
        for number in 0..30 {
            let email = format!("kees{number}@buurt.example");
            let what = What::comment(CommentKind::Remark, "Kees", "Nog een");
            let done =
                acts::ask(&mut visitor(&place, today()), "one", (&address(&email), "nl"), &plan, what).await;
            refused.extend(done.err());
        }
        assert!(refused.iter().all(|error| matches!(error, ActError::TooOften)) && !refused.is_empty());
    });
}

/// Points are short, an answer is nobody's but the group's, and a name leads nowhere.
#[test]
fn words_are_plain_and_short() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (long, longer) = ("a".repeat(301), "a".repeat(1_501));
        for (kind, name, words, fault) in [
            (CommentKind::For, "Kees", long.as_str(), "talk_words: long"),
            (CommentKind::Question, "Kees", &longer, "talk_words: long"),
            (CommentKind::Question, "Kees", " ", "talk_words: empty"),
            (CommentKind::Question, "", "Mag het?", "talk_name: empty"),
            (CommentKind::Question, "www.koop.example", "Mag het?", "talk_name: post-name"),
            (CommentKind::Question, "Kees", "Mag\u{202e}het?", "talk_words: vlt-unseen"),
            (CommentKind::Answer, "Kees", "Ja.", "talk_kind: choose"),
        ] {
            let what = What::comment(kind, name, words);
            assert_eq!(refusal(ask(&place, today(), "kees@buurt.example", &plan, what).await), fault);
        }
        assert_eq!(mails(&place, "contribution").await, 0);
    });
}

/// Only who writes for the group answers, under its name; others are told that there is no such thing.
#[test]
fn the_group_answers_under_its_name() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let question = said(&town, &plan).await;
        let truus = someone(&place, "truus@buurt.example", today()).await;
        let done = answered(&place, &truus, &question, "Nee.").await;
        assert!(matches!(done, Err(ActError::NotFound)), "{done:?}");
        let id = answered(&place, &henk, &question, "Ja, altijd.").await.expect("said");
        let mut conn = place.store.read().await.expect("a connection");
        let answer = store::talk::find(&mut conn, &id).await.expect("readable").expect("there");
        drop(conn);
        assert_eq!(
            (answer.name.as_str(), answer.side, answer.parent),
            ("Soepgroep", Side::Group, Some(question))
        );
        let to_answer = answered(&place, &henk, &id, "En nog iets.").await;
        assert_eq!(refusal(to_answer), "talk_answer: talk-many", "nobody answers an answer");
    });
}

/// S56, S10: the contact of a social broker comments under its own label and decides nothing; S55: who works for a wijkbureau
/// says nothing as staff.
#[test]
fn s56_the_contact_of_a_social_broker_comments_and_officers_do_not() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let sanne = place.employ(SMO, Scope::City).await;
        let mut ctx = place.context(Actor::Staff(sanne), today());
        let words = (CommentKind::Remark, "Wij hebben een grote pan te leen.");
        let id = acts::speak(&mut ctx, &round, &plan, words).await.expect("said");
        let mut conn = place.store.read().await.expect("a connection");
        let said = store::talk::find(&mut conn, &id).await.expect("readable").expect("there");
        drop(conn);
        assert_eq!(
            (said.side, said.name.as_str()),
            (Side::Smo, "Contact van Het Makelpunt"),
            "its function, no person"
        );
        let done = acts::speak(&mut town.joris_at(today()), &round, &plan, words).await;
        assert!(matches!(done, Err(ActError::NotFound)), "{done:?}");
        let other = RoundId::new("elders");
        let done = acts::speak(&mut ctx, &other, &plan, words).await;
        assert!(matches!(done, Err(ActError::NotFound)), "{done:?}");
        acts::take_back(&ctx, Writer::Staff, &id).await.expect("its own");
    });
}

/// S58: one human may be a neighbour and in a group; who is in the group of a plan does not speak about it as a neighbour, and
/// may support it as anyone.
#[test]
fn s58_who_is_in_the_group_does_not_speak_as_a_neighbour() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let praise = What::comment(CommentKind::For, "Een buur", "Wat een goed plan.");
        ask(&place, today(), "henk@buurt.example", &plan, praise)
            .await
            .expect("nobody learns from it who is in the group");
        let mark = address("henk@buurt.example").mark();
        let mut conn = place.store.read().await.expect("a connection");
        let waiting = acts::waiting(&mut conn, &mark, today()).await.expect("readable").remove(0).0;
        drop(conn);
        let done = acts::confirm(&mut visitor(&place, today()), &mark, &waiting.id).await;
        assert_eq!(refusal(done), "talk_words: talk-own");
        acts::refuse(&visitor(&place, today()), &mark, &waiting.id).await.expect("gone");
        ask(&place, today(), "henk@buurt.example", &plan, What::Support).await.expect("asked");
        assert_eq!(say_yes(&place, today(), "henk@buurt.example").await.len(), 1);
    });
}

/// S47: by time, in the order that the reader chooses, and in no other one. From the vote on nobody says anything more.
#[test]
fn s47_comments_stand_by_time_and_end_when_the_vote_begins() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        for (number, email) in (0..).zip(["kees@buurt.example", "ans@buurt.example", "mo@buurt.example"]) {
            let at = today().plus_minutes(number);
            let what = What::comment(CommentKind::Remark, "Buur", &format!("Reactie {number}"));
            ask(&place, at, email, &plan, what).await.expect("asked");
            say_yes(&place, at, email).await;
        }
        let newest = ["Reactie 2", "Reactie 1", "Reactie 0"];
        assert_eq!(list(&place, &plan, Order::Newest).await, newest);
        let oldest: Vec<&str> = newest.into_iter().rev().collect();
        assert_eq!(list(&place, &plan, Order::Oldest).await, oldest);
        let late = What::comment(CommentKind::Remark, "Buur", "Te laat");
        ask(&place, days(-3), "late@buurt.example", &plan, late.clone()).await.expect("asked");
        admit(&decider(&place).await, &round, &plan).await.expect("decided");
        let open = town.open_drafted(round).await;
        assert_eq!(
            refusal(ask(&place, days(0), "mo@buurt.example", &plan, late).await),
            "talk_words: talk-closed"
        );
        assert_eq!(list(&place, &plan, Order::Newest).await.len(), 3, "{}", open.id);
    });
}

/// Addresses go when the round is over; two years later names and words do, and nothing of them is left.
#[test]
fn what_people_said_is_erased_after_its_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let comment = said(&town, &plan).await;
        admit(&decider(&place).await, &round, &plan).await.expect("decided");
        town.certify_draft(round).await;
        let run = async |at| {
            schuifruimte::acts::erasure::run(&place.context(Actor::Service, at))
                .await
                .expect("it runs")
                .emptied
        };
        let first = run(days(30)).await;
        assert_eq!((first.speakers, first.comments), (1, 0));
        let left = |rows: Vec<String>, word: &str| {
            rows.iter().filter(|row| row.starts_with("comment") && row.contains(word)).count()
        };
        assert_eq!(left(place.dump().await, "kees@"), 0);
        assert_eq!(left(place.dump().await, "mee-eten"), 1);
        assert_eq!(run(days(800)).await.comments, 1);
        assert_eq!(left(place.dump().await, "mee-eten"), 0);
        let mut conn = place.store.read().await.expect("a connection");
        assert!(
            store::talk::find(&mut conn, &comment)
                .await
                .expect("readable")
                .expect("its place")
                .gone
                .is_some()
        );
        drop(conn);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// A comment that somebody changed in the database is found.
#[test]
fn a_comment_is_what_was_placed() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let comment = said(&town, &plan).await;
        assert_eq!(place.fsck().await, [""; 0]);
        let changed =
            place.sql(format!("UPDATE comment SET words = 'Niemand wil dit.' WHERE id = '{comment}'")).await;
        assert!(changed.is_err(), "the database refuses it");
        place.slip("comment", "UPDATE comment SET words = 'Niemand wil dit.'").await;
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("is not what was placed")), "{found:?}");
    });
}
