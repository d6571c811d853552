//! What names people in the files of grants goes when its term has passed, and not before; the money stays.

use schuifruimte::acts;
use schuifruimte::acts::decision::{Posted, announce};
use schuifruimte::acts::grant::checks;
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::acts::settlement::{close, receive};
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::check::{Answer, CheckKind, CheckedBy, Onward};
use schuifruimte::domain::decision::{DecisionKind, Means};
use schuifruimte::domain::id::{GrantId, ProposalId, RecipientId};
use schuifruimte::domain::letter::{FORMAT, Letter};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::recipient::{Address, RecipientKind};
use schuifruimte::store::{self, Backend, Guard, StoreError};

use super::payments::{Granted, account, settle};
use super::secrecy::in_the_files;
use crate::support::checked::foundation;
use crate::support::people::JORIS;
use crate::support::{Browser, Place, Site, Town, days, on_both};

/// Seven years, with two leap days.
const SEVEN_YEARS: i64 = 7 * 365 + 2;

/// A person as an officer writes it down, with a name and an address that stand nowhere else.
pub fn person(name: &str, street: &str) -> Wanted {
    Wanted {
        kind: RecipientKind::Person,
        name: name.to_string(),
        address: Address { street: street.to_string(), ..foundation(name).address },
        kvk: None,
        account_name: name.to_string(),
        signers: vec![name.to_string()],
        ..foundation(name)
    }
}

/// A file of a grant for a person: paid on to someone, with checks that name both.
pub async fn file(town: &Town, grant: &GrantId, wanted: &Wanted) -> RecipientId {
    let joris = town.joris_at(days(17));
    let recipient = town.recipient(wanted).await;
    town.make_out(grant, &recipient).await;
    let onward = Onward {
        name: format!("Vriend van {}", wanted.name),
        kvk: None,
        amount: Cents::new(1_000).expect("an amount"),
        purpose: format!("Koffie bij {}", wanted.name),
    };
    checks::set_onward(&joris, grant, &[onward]).await.expect("an onward payment");
    town.do_checks(grant).await;
    let words = format!("{} belde hierover", wanted.name);
    for kind in CheckKind::all().filter(|kind| kind.checked_by() == CheckedBy::Person) {
        // Not every check is asked of everyone.
        checks::answer(&joris, grant, kind, Answer::Yes, &words).await.ok();
    }
    recipient
}

/// Sends the letter about the newest decision about a grant, to a person, on a day.
pub async fn send(town: &Town, grant: &GrantId, kind: DecisionKind, wanted: &Wanted, day: i64) {
    let mut conn = town.place.store.read().await.expect("a connection");
    let taken = store::decision::of_grant(&mut conn, grant).await.expect("decisions");
    drop(conn);
    let taken = taken.into_iter().rfind(|one| one.kind == kind).expect("a decision");
    let on = day_of(days(day));
    let letter = Letter {
        format: FORMAT.to_string(),
        language: "nl".to_string(),
        sender: "Gemeente Utrecht".to_string(),
        addressee: vec![wanted.name.clone(), wanted.address.street.clone()],
        marks: Vec::new(),
        subject: "Besluit".to_string(),
        date: on.to_string(),
        blocks: Vec::new(),
    };
    let posted = Posted { number: &taken.number, letter: &letter, on, means: Means::Post };
    announce(&town.joris_at(days(day)), &posted).await.expect("sent");
}

/// What would betray a person: name, street, and the mark under which the account number is known.
async fn marks(place: &Place, wanted: &Wanted, id: &RecipientId) -> Vec<String> {
    let mut conn = place.store.read().await.expect("a connection");
    let found = store::recipient::find(&mut conn, id).await.expect("it reads").expect("a recipient");
    let mark = found.iban.expect("an account").mark.to_string();
    vec![wanted.name.clone(), wanted.address.street.clone(), mark]
}

/// How many rows of which tables hold one of these texts.
async fn rows_with(place: &Place, texts: &[String]) -> usize {
    let dump = place.dump().await;
    dump.iter().filter(|row| texts.iter().any(|text| row.contains(text.as_str()))).count()
}

/// The job at an hour of a day: recipients and letters that it emptied.
async fn job(place: &Place, day: i64) -> (u64, u64) {
    let done = acts::erasure::run(&place.context(Actor::Service, days(day))).await.expect("it runs");
    (done.emptied.recipients, done.emptied.letters)
}

/// What was done without a grant: one account, one recipient, one sum.
async fn closed(place: &Place, wanted: &Wanted) -> (Granted, RecipientId) {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await;
    let grant = town.grants(&round.id).await.remove(0);
    let recipient = file(&town, &grant, wanted).await;
    acts::grant::award(&town.marijke_at(days(20)), &grant, "Gekozen door de buurt.").await.expect("awarded");
    send(&town, &grant, DecisionKind::Award, wanted, 20).await;
    let mut conn = place.store.read().await.expect("a connection");
    let record = store::grant::find(&mut conn, &grant).await.expect("it reads").expect("a grant");
    drop(conn);
    let life = Granted { grant, amount: record.amount, line: record.line, town };
    let whole = life.amount.get();
    life.ends(days(200)).await;
    life.pay(whole, days(30)).await;
    receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(whole), days(210)))
        .await
        .expect("done");
    settle(&life.town.marijke_at(days(220)), &life.grant, whole).await.expect("done");
    (life, recipient)
}

#[test]
fn seven_years_after_the_end_nothing_names_the_recipient_and_every_sum_stands() {
    on_both(|place| async move {
        let wanted = person("Zwaantje Plantenmerk", "Vergeetmijnietlaan 88");
        let (life, recipient) = closed(&place, &wanted).await;
        let texts = marks(&place, &wanted, &recipient).await;
        let emptied = place.sql("UPDATE grant_check SET reason = ''").await;
        let refused =
            |done| matches!(done, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only");
        assert!(refused(emptied), "a grant that goes on keeps its words");
        assert!(refused(place.sql("UPDATE grant_onward SET name = '', name_key = '', purpose = ''").await));
        assert_eq!(job(&place, 230 + SEVEN_YEARS).await, (0, 0), "it is not closed");
        close(&life.town.joris_at(days(231)), &life.grant).await.unwrap();
        assert!(
            refused(place.sql("UPDATE grant_check SET answer = 'no', reason = ''").await),
            "only the words"
        );

        assert_eq!(job(&place, 231 + SEVEN_YEARS).await, (0, 0), "its last day");
        let held = rows_with(&place, &texts).await;
        assert!(held >= 6, "recipient, signer, onward payment, checks and letter: {held}");
        let sums = place.number("SELECT CAST(SUM(amount_cents) AS BIGINT) FROM posting").await;
        let notes = place.number("SELECT COUNT(*) FROM staff_log").await;

        assert_eq!(job(&place, 232 + SEVEN_YEARS).await, (1, 1));
        assert_eq!(rows_with(&place, &texts).await, 0);
        if place.store.backend() == Backend::Sqlite {
            assert_eq!(in_the_files(&place, &texts), 0, "nor in the files");
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM staff_log").await, notes + 1, "one note, with counts");
        assert_eq!(job(&place, 233 + SEVEN_YEARS).await, (0, 0), "done again, it does nothing");
        assert_eq!(place.number("SELECT COUNT(*) FROM staff_log").await, notes + 1);
        assert_eq!(place.number("SELECT CAST(SUM(amount_cents) AS BIGINT) FROM posting").await, sums);
        assert_eq!(
            place.number("SELECT COUNT(*) FROM decision_sending WHERE LENGTH(letter_hash) = 64").await,
            1
        );
        assert_eq!(place.fsck().await, Vec::<String>::new(), "everything still adds up");

        let site = Site::of(&life.town, days(234 + SEVEN_YEARS));
        let mut joris = Browser::of(&site, JORIS).await;
        for page in ["", "/toets"] {
            let page = joris.get(&site, &format!("/bureau/subsidies/{}{page}", life.grant)).await;
            assert_eq!(page.status.as_u16(), 200, "the page of the grant opens");
        }
        let page = joris.get(&site, &format!("/bureau/ontvangers/{recipient}")).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.body.contains("(gewist)"));
    });
}

#[test]
fn who_shared_an_account_with_someone_who_was_erased_counts_alone() {
    on_both(|place| async move {
        let wanted = person("Zwaantje Plantenmerk", "Vergeetmijnietlaan 88");
        let (life, recipient) = closed(&place, &wanted).await;
        close(&life.town.joris_at(days(231)), &life.grant).await.unwrap();
        let mut twins = Vec::new();
        for name in ["Koffie op dinsdag", "Thee op woensdag"] {
            let twin = Wanted { kind: RecipientKind::Group, name: name.to_string(), ..wanted.clone() };
            let mut later = life.town.joris_at(days(SEVEN_YEARS));
            twins.push(acts::recipient::add(&mut later, &twin).await.expect("a group"));
        }
        let families = async || {
            let mut conn = place.store.read().await.expect("a connection");
            let everyone = store::recipient::list(&mut conn).await.expect("recipients");
            let family = |id: &RecipientId| everyone.iter().find(|one| &one.id == id).unwrap().family.clone();
            let twins: Vec<_> = twins.iter().map(family).collect();
            (family(&recipient), twins)
        };
        let (own, of_twins) = families().await;
        assert!(of_twins.iter().all(|family| family == &own), "one account: one family");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        assert_eq!(job(&place, 232 + SEVEN_YEARS).await, (1, 1));
        let (own, of_twins) = families().await;
        assert_eq!(own, recipient, "who was erased counts with nobody");
        let least = twins.iter().min().expect("two of them");
        assert!(of_twins.iter().all(|family| family == least), "the others still share it");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn who_was_refused_is_forgotten_two_years_after_the_objection_term_and_no_earlier_than_the_objection() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        let wanted = person("Geert Afgewezenmerk", "Teleurgesteldepad 3");
        let recipient = file(&town, &grant, &wanted).await;
        let unused = person("Nooit Gebruiktmerk", "Nergensstraat 1");
        let other = town.recipient(&unused).await;
        acts::grant::refuse(&town.marijke_at(days(18)), &grant, "Het plan kan niet.").await.expect("refused");
        send(&town, &grant, DecisionKind::Refusal, &wanted, 19).await;
        let (texts, others) =
            (marks(&place, &wanted, &recipient).await, marks(&place, &unused, &other).await);
        // The term for objections ends on 3 May 2027, which is day 63; 2028 has a leap day.
        let last = 63 + 2 * 365 + 1;
        assert_eq!(job(&place, 17 + 2 * 365 + 1).await, (0, 0), "two years after it was written down");
        assert_eq!(job(&place, last - 1).await, (1, 0), "who never had a grant goes first");
        assert_eq!(rows_with(&place, &others).await, 0);
        let number = "SELECT number FROM decision WHERE kind = 'refusal'";
        let add = format!(
            "INSERT INTO objection (number, year, seq, decision_number, received_on, reference, advice, at, by_account) \
             VALUES ('B2027-00001', 2027, 1, ({number}), '2027-04-01', 'Z-1', 'none', {}, '{}')",
            days(31).micros(),
            town.joris
        );
        place.sql(add).await.unwrap();
        assert_eq!(job(&place, last + 1).await, (0, 0), "an objection is not decided");
        assert!(rows_with(&place, &texts).await > 3);
        let end = format!(
            "INSERT INTO objection_outcome (objection_number, outcome, reason, at, by_account) \
             VALUES ('B2027-00001', 'withdrawn', 'ingetrokken', {}, '{}')",
            days(40).micros(),
            town.joris
        );
        place.sql(end).await.unwrap();
        assert_eq!(job(&place, last + 1).await, (1, 1));
        assert_eq!(rows_with(&place, &texts).await, 0);
    });
}

#[test]
fn declared_aid_and_words_about_interests_have_terms_of_their_own() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let recipient = town.recipient(&foundation("Stichting Steun")).await;
        let aid = format!(
            "INSERT INTO recipient_aid (recipient_id, number, day, amount_cents, giver) VALUES ('{recipient}', 1, \
             '2026-06-01', 100, 'Gemeente Elders')"
        );
        place.sql(aid).await.unwrap();
        let plan = ProposalId::new("01");
        acts::interest::state(&town.joris_at(days(20)), &round.id, Some(&plan), "Mijn zus woont er")
            .await
            .unwrap();
        let words = "SELECT COUNT(*) FROM interest WHERE reason <> ''";
        let (early, late) = (20 + SEVEN_YEARS - 1, 20 + SEVEN_YEARS + 1);
        job(&place, early).await;
        assert_eq!(place.number(words).await, 1);
        job(&place, late).await;
        assert_eq!(place.number(words).await, 0);
        assert_eq!(place.number("SELECT COUNT(*) FROM interest").await, 3, "that there was one stays");
        assert_eq!(place.number("SELECT COUNT(*) FROM recipient_aid").await, 1);
        // 1 June 2036 is 3,380 days after 1 March 2027.
        job(&place, 3_380).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM recipient_aid").await, 1, "ten years");
        job(&place, 3_381).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM recipient_aid").await, 0);
    });
}
