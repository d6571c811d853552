//! A refused request for quick response: a decision with a letter, open to objection, and paid when that is right.

use schuifruimte::acts::objection::{Received, Verdict, decide as judge, receive};
use schuifruimte::acts::standing::{Decision, answer, ask, decide, end};
use schuifruimte::acts::{self, ActError};
use schuifruimte::documents::letter::{Draft, Recipient, write};
use schuifruimte::domain::calendar::{day_of, objection_until};
use schuifruimte::domain::decision::{Decision as Taken, DecisionKind, Terms};
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::id::{AccountId, GrantId, RoundId};
use schuifruimte::domain::ledger::AccountKey;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::objection::{Advice, Outcome};
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::retention::ERASED;
use schuifruimte::store::{self, Guard, StoreError};
use schuifruimte::text::{Lang, Text};

use super::decisions::send;
use super::interest::anneke;
use super::standing::{opened, table};
use crate::support::people::JORIS;
use crate::support::town::mandate;
use crate::support::{Browser, Place, Site, Town, days, now, on_both, on_both_tampered};

/// A quick pot of which Marijke refused a request of 600.00 on day 2.
async fn refused(town: &Town) -> (RoundId, Taken) {
    acts::mandate::enter(&town.nobody_at(days(-80)), &mandate(&town.joris, days(-80)))
        .await
        .expect("a mandate");
    let id = opened(town).await;
    let number = ask(&town.joris_at(now()), &id, table(600)).await.expect("asked");
    let none =
        decide(&town.marijke_at(days(2)), &id, number, Decision::Refuse, "Er staat al een tafel.").await;
    assert_eq!(none.expect("decided"), None);
    (id, only(&town.place).await)
}

/// What the Dutch letter about a decision says.
pub fn said(taken: &Taken) -> String {
    let (recipient, on) = (Recipient::default(), day_of(taken.at));
    let (text, terms) = (Text { lang: Lang::Nl }, Terms::usual(taken));
    let letter = write(&Draft { text, decision: taken, recipient: &recipient, on, terms });
    format!("{:?}", letter.blocks).replace("\\u{a0}", " ")
}

/// The newest decision.
pub async fn newest(place: &Place) -> Taken {
    let mut conn = place.store.read().await.expect("a connection");
    store::decision::list(&mut conn).await.expect("decisions").pop().expect("a decision")
}

async fn only(place: &Place) -> Taken {
    let mut conn = place.store.read().await.expect("a connection");
    let mut taken = store::decision::list(&mut conn).await.expect("decisions");
    assert_eq!(taken.len(), 1, "one refusal, one decision");
    taken.remove(0)
}

/// An objection that came in on day 10: its number.
async fn objected(town: &Town, taken: &Taken) -> String {
    let new = Received {
        decision: taken.number.clone(),
        received: day_of(days(10)),
        posted: None,
        reference: "zaak 7".to_string(),
        advice: Advice::None,
    };
    receive(&town.joris_at(days(10)), &new).await.expect("received")
}

fn founded(pay: u32) -> Verdict {
    Verdict {
        outcome: Outcome::Founded,
        reason: "De andere tafel is weg.".to_string(),
        pay: Some(Cents::euros(pay)),
    }
}

#[test]
fn a_refused_request_is_a_decision_under_a_mandate_and_its_letter_is_due() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = opened(&town).await;
        let number = ask(&town.joris_at(now()), &id, table(600)).await.unwrap();
        let unsigned = decide(&town.joris_at(days(1)), &id, number, Decision::Refuse, "Nee.").await;
        assert!(
            matches!(unsigned, Err(ActError::NoMandate)),
            "who has no mandate refuses nobody: {unsigned:?}"
        );
        let why = "Er staat al een tafel.";
        decide(&town.marijke_at(days(2)), &id, number, Decision::Refuse, why).await.unwrap();
        let taken = only(&place).await;
        assert_eq!(
            (taken.kind, taken.sum, taken.reason.as_str()),
            (DecisionKind::Refusal, Cents::euros(600), why)
        );
        assert_eq!((taken.request, &taken.grant, &taken.round), (Some(number), &None, &id));
        assert_eq!(taken.facts.plan.applicant, table(600).applicant);
        assert_eq!(taken.facts.plan.received, Some(now()), "the letter names the day of the request");
        let mut conn = place.store.read().await.unwrap();
        assert_eq!(store::decision::letters::count_due(&mut conn, "", "").await.unwrap(), 1);
        let due = store::decision::letters::due_by_round(&mut conn, "").await.unwrap();
        assert_eq!((due[0].round.clone(), due[0].count), (id.clone(), 1), "in the work list, under its pot");
        for (words, found) in [("LANGE tafel", 1), ("buren van de amster", 1), ("korte tafel", 0)] {
            let due = store::decision::letters::due(&mut conn, words, (0, 9), "").await.unwrap();
            assert_eq!(due.len(), found, "found by its request and by who asked: {words}");
        }
        drop(conn);
        send(&town.joris_at(days(3)), &taken.number).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let told = store::decision::requests::refusals(&mut conn, &id).await.unwrap();
        assert_eq!(told[0].objection_until, Some(objection_until(day_of(days(3)))));
        assert_eq!(store::decision::letters::count_due(&mut conn, "", "").await.unwrap(), 0);
        drop(conn);
        let again = answer(&town.marijke_at(days(4)), &id, number).await;
        assert!(matches!(again, Err(ActError::DraftChanged)), "refused once");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let silent = ask(
            &town.joris_at(days(4)),
            &id,
            schuifruimte::domain::standing::Asked { received_at: days(4), ..table(5) },
        )
        .await
        .unwrap();
        let quietly = format!(
            "UPDATE quick_request SET decision = 'refused', reason = 'nee', decided_by = 'x', decided_at = 9 \
             WHERE number = {silent}"
        );
        let quietly = place.sql(quietly).await;
        assert!(matches!(quietly, Err(StoreError::Refused(Guard::Trigger(_)))), "not without a decision");
    });
}

#[test]
fn an_objection_that_is_right_is_paid_out_of_the_pot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, taken) = refused(&town).await;
        send(&town.joris_at(days(3)), &taken.number).await.unwrap();
        let number = objected(&town, &taken).await;
        let own = judge(&town.marijke_at(days(12)), &number, &founded(600)).await;
        assert!(matches!(own, Err(ActError::FourEyes)), "not by who refused it");
        let more = judge(&town.joris_at(days(12)), &number, &founded(601)).await;
        assert!(matches!(more, Err(ActError::Fields(_))), "not more than was asked");
        judge(&town.joris_at(days(12)), &number, &founded(500)).await.unwrap();
        let grant = GrantId::new(format!("{id}.1"));
        let mut conn = place.store.read().await.unwrap();
        let record = store::grant::find(&mut conn, &grant).await.unwrap().expect("a grant");
        assert_eq!((record.state, record.amount), (GrantState::Certified, Cents::euros(500)));
        assert_eq!(
            store::ledger::balance(&mut conn, &record.round_account()).await.unwrap(),
            Cents::euros(1_500),
            "out of the pot"
        );
        let of = store::decision::of_grant(&mut conn, &grant).await.unwrap();
        let kinds: Vec<DecisionKind> = of.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [DecisionKind::Refusal, DecisionKind::Objection], "its whole history");
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        town.check_grant(&grant).await;
        acts::grant::award(&town.marijke_at(days(22)), &grant, "Na bezwaar.").await.unwrap();
        let award = newest(&place).await;
        assert_eq!((award.sum, award.facts.plan.asked), (Cents::euros(500), Cents::euros(600)));
        let told = said(&award);
        assert!(told.contains("U vroeg € 600. U krijgt daarvan € 500."), "{told}");
        assert!(!told.contains("het hele bedrag") && told.contains("Na bezwaar."), "{told}");
        town.send_award(&grant, days(22)).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        end(&town.joris_at(days(23)), &id).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn an_objection_that_is_right_after_the_pot_was_ended_is_paid_by_its_area() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, taken) = refused(&town).await;
        send(&town.joris_at(days(3)), &taken.number).await.unwrap();
        end(&town.joris_at(days(5)), &id).await.unwrap();
        let number = objected(&town, &taken).await;
        judge(&town.joris_at(days(12)), &number, &founded(600)).await.unwrap();
        let area = AccountKey::area(&town.line, &town.noordwest);
        let mut conn = place.store.read().await.unwrap();
        let pot = store::ledger::balance(&mut conn, &area.clone().in_pot(Pot::Quick)).await.unwrap();
        assert_eq!(pot, Cents::euros(900), "what is apart for quick response pays");
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let grant = GrantId::new(format!("{id}.1"));
        acts::grant::withdraw(&town.joris_at(days(14)), &grant, "De tafel is er al.").await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let pot = store::ledger::balance(&mut conn, &area.in_pot(Pot::Quick)).await.unwrap();
        assert_eq!(pot, Cents::euros(1_500), "and gets it back");
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn who_asked_is_erased_two_years_after_the_last_day_for_objections() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, taken) = refused(&town).await;
        let unsent = acts::erasure::run(&town.nobody_at(days(2 * 366 + 60))).await.unwrap();
        assert_eq!(unsent.emptied.requests, 0, "who has no letter yet may still object");
        send(&town.joris_at(days(3)), &taken.number).await.unwrap();
        let early = acts::erasure::run(&town.nobody_at(days(2 * 365 + 20))).await.unwrap();
        assert_eq!(
            (early.emptied.requests, early.emptied.letters),
            (0, 0),
            "two years after the refusal only"
        );
        let later = town.nobody_at(days(2 * 366 + 60));
        let done = acts::erasure::run(&later).await.unwrap();
        assert_eq!((done.emptied.requests, done.emptied.letters), (1, 1));
        let name = table(600).applicant;
        let left: Vec<String> = place.dump().await.into_iter().filter(|row| row.contains(&name)).collect();
        assert_eq!(left, Vec::<String>::new());
        assert_eq!(only(&place).await.facts.plan.applicant, ERASED);
        let again = acts::erasure::run(&later).await.unwrap();
        assert_eq!(again.emptied, Default::default(), "once");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn who_was_refused_before_there_were_decisions_gets_one_for_the_reason_of_then() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = opened(&town).await;
        let number = ask(&town.joris_at(now()), &id, table(600)).await.unwrap();
        let waits = answer(&town.marijke_at(days(4)), &id, number).await;
        assert!(matches!(waits, Err(ActError::NotFound)), "it was not refused");
        let before = "UPDATE quick_request SET decision = 'refused', reason = 'Er staat al een tafel.', \
                      decided_by = 'marijke', decided_at = 9";
        place.slip("quick_request", before).await;
        assert_eq!(place.fsck().await.len(), 1, "refused without a decision");
        let unsigned = answer(&town.joris_at(days(4)), &id, number).await;
        assert!(matches!(unsigned, Err(ActError::NoMandate)));
        end(&town.joris_at(days(5)), &id).await.unwrap();
        let taken = answer(&town.marijke_at(days(6)), &id, number).await.unwrap();
        let found = only(&place).await;
        assert_eq!((found.number, found.reason.as_str()), (taken.clone(), "Er staat al een tafel."));
        let mut conn = place.store.read().await.unwrap();
        assert_eq!(store::decision::requests::unanswered(&mut conn).await.unwrap(), []);
        assert_eq!(
            store::decision::letters::count_due(&mut conn, "", "").await.unwrap(),
            1,
            "its letter is due"
        );
        drop(conn);
        send(&town.joris_at(days(7)), &taken).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// A request of 600.00 that Marijke refused before there were decisions, and for which Anneke took one on day 6; its
/// letter left on day 7, and Joris may decide on objections too.
async fn refused_before(town: &Town) -> (RoundId, AccountId, Taken) {
    acts::mandate::enter(&town.nobody_at(days(-80)), &mandate(&town.joris, days(-80)))
        .await
        .expect("a mandate");
    let anneke = anneke(town).await;
    let id = opened(town).await;
    ask(&town.joris_at(now()), &id, table(600)).await.expect("asked");
    let before = format!(
        "UPDATE quick_request SET decision = 'refused', reason = 'Er staat al een tafel.', decided_by = '{}', \
         decided_at = 9",
        town.marijke
    );
    town.place.slip("quick_request", before).await;
    let ctx = town.place.context(Actor::Staff(anneke.clone()), days(6));
    let unstated = answer(&ctx, &id, 1).await;
    assert!(matches!(unstated, Err(ActError::InterestUnstated)), "{unstated:?}");
    acts::interest::state_standing(&ctx, &id, None, "").await.expect("stated");
    answer(&ctx, &id, 1).await.expect("a decision for the reason of then");
    let taken = only(&town.place).await;
    assert_eq!(taken.by, anneke);
    send(&town.joris_at(days(7)), &taken.number).await.expect("sent");
    (id, anneke, taken)
}

#[test]
fn neither_who_refused_then_nor_who_took_the_decision_judges_the_objection() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let (_, anneke, taken) = refused_before(&town).await;
        let number = objected(&town, &taken).await;
        let refused = judge(&town.marijke_at(days(12)), &number, &founded(600)).await;
        assert!(matches!(refused, Err(ActError::FourEyes)), "she refused it: {refused:?}");
        let ctx = place.context(Actor::Staff(anneke), days(12));
        let signed = judge(&ctx, &number, &founded(600)).await;
        assert!(matches!(signed, Err(ActError::FourEyes)), "she took the decision: {signed:?}");
        judge(&town.joris_at(days(12)), &number, &founded(600)).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let by = format!("UPDATE quick_request SET decided_by = '{}'", town.joris);
        place.slip("quick_request", by).await;
        let told = place.fsck().await.join("\n");
        assert!(told.contains("someone judged their own decision"), "{told}");
    });
}

#[test]
fn money_leaves_the_pot_only_by_who_stated_an_interest_or_none() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let anneke = anneke(&town).await;
        let (id, taken) = refused(&town).await;
        send(&town.joris_at(days(3)), &taken.number).await.unwrap();
        let number = objected(&town, &taken).await;
        let ctx = place.context(Actor::Staff(anneke), days(12));
        let unstated = judge(&ctx, &number, &founded(500)).await;
        assert!(matches!(unstated, Err(ActError::InterestUnstated)), "{unstated:?}");
        acts::interest::state_standing(&ctx, &id, None, "").await.unwrap();
        judge(&ctx, &number, &founded(500)).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn no_page_offers_a_letter_to_somebody_who_was_erased() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let id = opened(&town).await;
        ask(&town.joris_at(now()), &id, table(600)).await.unwrap();
        let refused =
            "decision = 'refused', reason = 'Er staat al een tafel.', decided_by = 'x', decided_at = 9";
        place.slip("quick_request", format!("UPDATE quick_request SET {refused}")).await;
        let site = Site::of(&town, days(4));
        let mut joris = Browser::of(&site, JORIS).await;
        let address = format!("/bureau/snel/{id}");
        assert!(joris.get(&site, &address).await.says("Maak het besluit en de brief"));
        let erased = format!("UPDATE quick_request SET applicant = '{ERASED}', reason = '{ERASED}'");
        place.slip("quick_request", erased).await;
        let page = joris.get(&site, &address).await;
        assert!(page.says("Een lange tafel") && !page.says("Maak het besluit en de brief"), "{}", page.body);
    });
}
