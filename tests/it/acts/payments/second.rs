//! What the second person for another account saw: recent, kept as it was written down, and there to read.

use schuifruimte::acts::payee::{Seen, confirm};
use schuifruimte::acts::recipient::{self, Wanted};
use schuifruimte::acts::{self, ActError, casefile};
use schuifruimte::domain::id::{AccountId, ProposalId, RecipientId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::recipient::{PayBy, RecipientKind};
use schuifruimte::store::{self, Guard, StoreError};

use super::super::interest::anneke;
use super::{Granted, day, granted};
use crate::support::checked::{foundation, iban};
use crate::support::people::MARIJKE;
use crate::support::{Browser, Place, Site, days, on_both, on_both_tampered};

const GROUND: &str = "afschrift op papier, gebeld met de voorzitter";

/// A grant after its award, for whose recipient Joris wrote another account down on day 30.
async fn changed(place: &Place, to: impl Fn(Wanted) -> Wanted) -> (Granted, RecipientId) {
    let life = granted(place).await;
    let mut conn = place.store.read().await.expect("a connection");
    let own = store::recipient::of_grant(&mut conn, &life.grant).await.expect("it reads").expect("made out");
    drop(conn);
    let wanted = to(Wanted { iban: Some(iban("van iemand anders")), ..foundation(&own.name) });
    recipient::change(&mut life.town.joris_at(days(30)), &own.id, 1, &wanted).await.expect("changed");
    (life, own.id)
}

fn seen(at: i64) -> Seen {
    Seen { revision: 2, statement_on: day(days(at)), ground: GROUND.to_string() }
}

/// Anneke, who stated this about the round of the grant.
async fn stated(life: &Granted, plan: Option<&str>) -> AccountId {
    let anneke = anneke(&life.town).await;
    let round = life.record().await.source.round().clone();
    let ctx = life.town.place.context(Actor::Staff(anneke.clone()), days(29));
    let plan = plan.map(ProposalId::new);
    acts::interest::state(&ctx, &round, plan.as_ref(), "mijn broer").await.expect("stated");
    anneke
}

#[test]
fn whoever_has_an_interest_confirms_no_account_and_a_colleague_without_one_does() {
    on_both(|place| async move {
        let (life, id) = changed(&place, |wanted| wanted).await;
        let anneke = stated(&life, Some("02")).await;
        let own = confirm(&place.context(Actor::Staff(anneke), days(31)), &id, &seen(30)).await;
        assert!(matches!(own, Err(ActError::ConflictOfInterest)), "{own:?}");
        confirm(&life.town.marijke_at(days(31)), &id, &seen(30)).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_statement_of_more_than_three_months_ago_shows_nothing() {
    on_both(|place| async move {
        let (life, id) = changed(&place, |wanted| wanted).await;
        let marijke = life.town.marijke_at(days(120));
        let last = schuifruimte::domain::payee::seen_since(day(days(120)));
        let old = Seen { statement_on: last.yesterday().expect("a day"), ..seen(120) };
        let refused = confirm(&marijke, &id, &old).await;
        let told = |fault: &acts::FieldFault| (fault.field, fault.fault) == ("statement_on", "mnda-seen-old");
        assert!(matches!(&refused, Err(ActError::Fields(faults)) if faults.iter().all(told)), "{refused:?}");
        confirm(&marijke, &id, &Seen { statement_on: last, ..seen(120) }).await.unwrap();
    });
}

#[test]
fn what_was_seen_is_on_the_page_and_in_the_case_file_and_nobody_rewrites_it() {
    on_both(|place| async move {
        let (life, id) = changed(&place, |wanted| wanted).await;
        let site = Site::of(&life.town, days(31));
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let address = format!("/bureau/ontvangers/{id}");
        let page = marijke.get(&site, &address).await;
        assert!(
            page.says("Datum van het afschrift") && page.says("Niet ouder dan drie maanden"),
            "{}",
            page.body
        );
        confirm(&life.town.marijke_at(days(31)), &id, &seen(30)).await.unwrap();
        let page = marijke.get(&site, &address).await;
        assert!(page.says("met een afschrift van") && page.says(GROUND), "{}", page.body);
        let file = casefile::gather(&place.store, &casefile::Of::Grant(life.grant.clone())).await.unwrap();
        assert!(format!("{file:?}").contains(GROUND), "the case file tells what was seen");
        for ground in ["'iets anders'", "''"] {
            let rewritten = place.sql(format!("UPDATE recipient_payee SET ground = {ground}")).await;
            let is_kept = |word: &str| word == "append_only";
            assert!(
                matches!(&rewritten, Err(StoreError::Refused(Guard::Trigger(word))) if is_kept(word)),
                "{ground}: {rewritten:?}"
            );
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn what_was_seen_goes_with_the_recipient_when_that_is_erased() {
    on_both_tampered(|place| async move {
        let (life, id) = changed(&place, |wanted| wanted).await;
        confirm(&life.town.marijke_at(days(31)), &id, &seen(30)).await.unwrap();
        // The grant is over, and its term of keeping too.
        place.slip("grant_record", "UPDATE grant_record SET state = 'closed'").await;
        let mut tx = place.store.begin().await.unwrap();
        assert!(store::erasure::empty_recipient(&mut tx, &id, days(3_000)).await.unwrap());
        tx.commit().await.unwrap();
        let left = "SELECT COUNT(*) FROM recipient_payee WHERE ground <> '' OR iban_last IS NOT NULL";
        assert_eq!(place.number(left).await, 0);
        let site = Site::of(&life.town, days(31));
        let page = Browser::of(&site, MARIJKE).await.get(&site, &format!("/bureau/ontvangers/{id}")).await;
        assert!(
            page.says("Wat gezien is, was van") && !page.says("De betaalkaart is gegeven"),
            "{}",
            page.body
        );
    });
}

#[test]
fn for_a_payment_card_the_second_person_says_who_has_it() {
    on_both(|place| async move {
        let card = |wanted| Wanted {
            kind: RecipientKind::Person,
            kvk: None,
            iban: None,
            account_name: String::new(),
            pay_by: PayBy::Card,
            ..wanted
        };
        let (life, id) = changed(&place, card).await;
        let site = Site::of(&life.town, days(31));
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let address = format!("/bureau/ontvangers/{id}");
        let page = marijke.get(&site, &address).await;
        assert!(page.says("Dag waarop de kaart is gegeven of getoond"), "{}", page.body);
        assert!(!page.says("Datum van het afschrift"), "there is none for a card: {}", page.body);
        let ground = "kaart gegeven aan Truus, paspoort gezien";
        let on = day(days(30)).to_string();
        let fields = [("revision", "2"), ("statement_on", on.as_str()), ("payee_ground", ground)];
        let page = marijke.post(&site, &format!("{address}/rekening"), &fields).await;
        assert_eq!(page.status.as_u16(), 303, "{}", page.body);
        let page = marijke.get(&site, &address).await;
        assert!(page.says("De betaalkaart is gegeven of getoond op") && page.says(ground), "{}", page.body);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
