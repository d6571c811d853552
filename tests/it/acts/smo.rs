//! I11: ways to a social-brokerage organisation that someone would try after the plain ones. The rule of the acts and the
//! view that the triggers read say the same each time.

use schuifruimte::acts::affiliation::{self, Parted};
use schuifruimte::acts::grant::{PaidPart, checks};
use schuifruimte::acts::smo::{Organisation, TypedAccount};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::check::Onward;
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::recipient::name_key;
use schuifruimte::domain::registration::Kvk;
use schuifruimte::domain::smo::Exclusion;
use schuifruimte::store::{self, Guard, StoreError, schema};

use super::interest::one_with_joris;
use crate::support::checked::{foundation, iban, kvk};
use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Place, Site, Town, days, on_both, on_both_tampered};

const SMO: &str = "Stichting Het Makelpunt";
const SISTER: &str = "Beheer Zuilen";

/// A register with one organisation, which is a recipient with another account than the register knows, and belongs with
/// a sister that only the office knows of. A grant of a foundation that has nothing to do with them, checked.
async fn town(place: &Place) -> (Town, GrantId) {
    let town = Town::new(place).await;
    let smo = Organisation {
        name: SMO.to_string(),
        kvk: Some(kvk(SMO)),
        account: TypedAccount::Unknown,
        from: days(-400),
        until: None,
        affiliates: Vec::new(),
    };
    acts::smo::enter(&town.joris_at(days(-60)), 0, &smo, "aanbesteding").await.expect("a register");
    let (own, sister) = (town.recipient(&foundation(SMO)).await, town.recipient(&foundation(SISTER)).await);
    let joris = town.joris_at(days(17));
    acts::recipient::affiliate(&joris, &own, &sister, "zelfde bestuur").await.expect("affiliated");
    let grant = town.checked_grant("zuilen").await;
    (town, grant)
}

async fn pay_on(town: &Town, grant: &GrantId, name: &str, kvk: Option<Kvk>) {
    let amount = Cents::new(1).expect("a cent");
    let onward = Onward { name: name.to_string(), kvk, amount, purpose: "uren".to_string() };
    checks::set_onward(&town.joris_at(days(17)), grant, &[onward]).await.expect("paid on");
}

/// Why the grant may not be awarded, by the acts; the view of the database shuts it out as well, or neither does.
async fn reasons(town: &Town, grant: &GrantId) -> Vec<&'static str> {
    let mut conn = town.place.store.read().await.expect("a connection");
    let record = store::grant::find(&mut conn, grant).await.expect("it reads").expect("a grant");
    let dossier = checks::dossier(&mut conn, &record).await.expect("it reads").expect("a recipient");
    drop(conn);
    let view = format!("SELECT COUNT(*) FROM grant_shut_out WHERE grant_id = '{grant}'");
    let found = dossier.exclusions(days(18));
    assert_eq!(town.place.number(&view).await > 0, !found.is_empty(), "{found:?}");
    found.iter().map(Exclusion::name).collect()
}

#[test]
fn an_onward_payment_reaches_no_affiliate_and_no_broker_whatever_number_stands_beside_the_name() {
    on_both(|place| async move {
        let (town, grant) = town(&place).await;
        for (name, number, told) in [
            (SISTER, None, "onward-affiliate"),
            ("beheer zuilen", Some(kvk("verzonnen")), "onward-affiliate"),
            ("Een andere naam", Some(kvk(SISTER)), "onward-affiliate"),
            (SMO, None, "onward"),
            ("Het Makelpunt", Some(kvk("verzonnen")), "onward"),
            ("\u{41c}akelpunt", None, "onward"),
            ("Makelpunt", Some(kvk("verzonnen")), "onward"),
        ] {
            pay_on(&town, &grant, name, number).await;
            assert_eq!(reasons(&town, &grant).await, [told], "{name}");
            let refused = acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await;
            assert!(matches!(refused, Err(ActError::Excluded(_))), "{name}: {refused:?}");
        }
        pay_on(&town, &grant, "Drukkerij De Pers", None).await;
        assert_eq!(reasons(&town, &grant).await, [""; 0]);
    });
}

#[test]
fn a_namesake_is_let_through_when_a_person_said_why_and_somebody_else_awards() {
    on_both(|place| async move {
        let (town, grant) = town(&place).await;
        let (joris, marijke) = (town.joris_at(days(17)), town.marijke_at(days(17)));
        let choir = kvk("koor");
        pay_on(&town, &grant, "Makelpunt", Some(choir.clone())).await;
        assert_eq!(reasons(&town, &grant).await, ["onward"]);
        for (name, kvk, why) in
            [("Makelpunt", &choir, " "), ("", &choir, "koor"), ("Makelpunt", &kvk(SMO), "koor")]
        {
            let refused = acts::smo::tell_apart(&marijke, name, kvk, why).await;
            assert!(matches!(refused, Err(ActError::Fields(_))), "{name} {why}: {refused:?}");
        }
        acts::smo::tell_apart(&marijke, "Makelpunt", &choir, "een koor uit Lunetten").await.unwrap();
        assert_eq!(reasons(&town, &grant).await, [""; 0]);
        town.do_checks(&grant).await;
        let own = acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await;
        assert!(matches!(own, Err(ActError::FourEyes)), "{own:?}");
        acts::smo::tell_apart(&joris, "Makelpunt", &kvk("een ander koor"), "ook een koor").await.unwrap();
        pay_on(&town, &grant, "Makelpunt", Some(kvk("een ander koor"))).await;
        town.do_checks(&grant).await;
        acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await.unwrap();
        for statement in ["DELETE FROM smo_namesake", "UPDATE smo_namesake SET kvk = '12345678'"] {
            let raw = place.sql(statement).await;
            assert!(matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only"));
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn an_account_of_anyone_of_the_family_is_a_way_to_the_broker() {
    on_both(|place| async move {
        let (town, grant) = town(&place).await;
        for owner in [SMO, SISTER] {
            let mut disguised = foundation(&format!("Vrienden {}", owner.len()));
            disguised.iban = Some(iban(owner));
            let disguised = town.recipient(&disguised).await;
            town.make_out(&grant, &disguised).await;
            let found = reasons(&town, &grant).await;
            // Who shares an account counts as one with its holder, and so belongs to the broker.
            assert_eq!(found, ["applicant-affiliate"], "{owner}");
        }
    });
}

#[test]
fn who_parts_says_why_and_from_a_broker_it_takes_two() {
    on_both(|place| async move {
        let (town, _) = town(&place).await;
        let mut conn = place.store.read().await.unwrap();
        let everyone = store::recipient::list(&mut conn).await.unwrap();
        drop(conn);
        let id = |name: &str| everyone.iter().find(|one| one.name == name).expect("written down").id.clone();
        let (smo, sister) = (id(SMO), id(SISTER));
        let (joris, marijke) = (town.joris_at(days(18)), town.marijke_at(days(19)));
        let one = async || {
            let mut conn = place.store.read().await.unwrap();
            store::recipient::find(&mut conn, &sister).await.unwrap().unwrap().family
        };
        let family = one().await;
        let silent = affiliation::part(&joris, &smo, &sister, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "{silent:?}");
        assert_eq!(affiliation::part(&joris, &smo, &sister, "ander bestuur").await.unwrap(), Parted::Waits);
        let alone = affiliation::part(&joris, &smo, &sister, "echt waar").await;
        assert!(matches!(alone, Err(ActError::FourEyes)), "{alone:?}");
        let anneke = Actor::Staff(one_with_joris(&town).await);
        let alone = affiliation::part(&place.context(anneke, days(19)), &smo, &sister, "echt waar").await;
        assert!(matches!(alone, Err(ActError::FourEyes)), "under another account: {alone:?}");
        assert_eq!(one().await, family, "they still count as one");
        let site = Site::of(&town, days(19));
        let mut page = Browser::of(&site, JORIS).await;
        let shown = page.get(&site, &format!("/bureau/ontvangers/{sister}")).await;
        assert!(shown.says("De reden: ander bestuur."), "{}", shown.body);
        assert_eq!(affiliation::part(&marijke, &sister, &smo, "").await.unwrap(), Parted::Ended);
        let mut conn = place.store.read().await.unwrap();
        let link = store::recipient::affiliations(&mut conn).await.unwrap().pop().unwrap();
        drop(conn);
        let parting = link.parting.unwrap();
        assert_eq!((link.ended, parting.reason.as_str()), (Some(days(19)), "ander bestuur"));
        assert_ne!(Some(&parting.by), parting.ended_by.as_ref());
        let mut page = Browser::of(&site, MARIJKE).await;
        let shown = page.get(&site, &format!("/bureau/ontvangers/{sister}")).await;
        assert!(shown.says("Hoorden eerder bij elkaar") && shown.says("ander bestuur"), "{}", shown.body);
        // Where no broker is in it, one person is enough.
        let joris = town.joris_at(days(20));
        let (one, other) = (town.recipient(&foundation("A")).await, town.recipient(&foundation("B")).await);
        acts::recipient::affiliate(&joris, &one, &other, "dochter").await.unwrap();
        assert_eq!(affiliation::part(&joris, &one, &other, "verkocht").await.unwrap(), Parted::Ended);
    });
}

#[test]
fn keys_of_names_are_computed_anew_when_the_schema_is() {
    on_both(|place| async move {
        let (town, grant) = town(&place).await;
        pay_on(&town, &grant, "'t Makelpunt", None).await;
        for statement in [
            "UPDATE recipient SET name_key = 'hetmakelpunt', account_key = 'hetmakelpunt' WHERE name LIKE '%Makelpunt'",
            "UPDATE smo_party SET name_key = 'hetmakelpunt'",
            "UPDATE grant_onward SET name_key = 'tmakelpunt'",
        ] {
            assert_eq!(place.sql(statement).await.unwrap(), 1, "{statement}");
        }
        schema::migrate(&place.store).await.unwrap();
        let key = name_key(SMO);
        for (table, column) in [
            ("recipient", "name_key"),
            ("recipient", "account_key"),
            ("smo_party", "name_key"),
            ("grant_onward", "name_key"),
        ] {
            let count = format!("SELECT COUNT(*) FROM {table} WHERE {column} = '{key}'");
            assert_eq!(place.number(&count).await, 1, "{table}.{column}");
        }
        let raw = place.sql("UPDATE smo_party SET name = 'x'").await;
        assert!(matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only"));
    });
}

#[test]
fn an_account_of_later_says_nothing_about_the_money_of_then() {
    on_both(|place| async move {
        let (town, grant) = town(&place).await;
        town.award_and_send(&grant).await;
        acts::grant::revoke(&town.marijke_at(days(40)), &grant, "Er kwam niets van.", PaidPart::Keep)
            .await
            .unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let mut conn = place.store.read().await.unwrap();
        let own = store::recipient::of_grant(&mut conn, &grant).await.unwrap().unwrap();
        drop(conn);
        let mut later = foundation(&own.name);
        later.iban = Some(iban(SISTER));
        acts::recipient::change(&mut town.joris_at(days(1_200)), &own.id, own.revision, &later)
            .await
            .unwrap();
        let mut conn = place.store.read().await.unwrap();
        let now = store::recipient::find(&mut conn, &own.id).await.unwrap().unwrap();
        let sister = store::recipient::list(&mut conn).await.unwrap();
        drop(conn);
        let sister = sister.into_iter().find(|one| one.name == SISTER).unwrap();
        assert_eq!(now.family, sister.family, "from now on they count as one");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn an_account_of_then_still_says_that_the_money_went_to_the_broker() {
    on_both_tampered(|place| async move {
        let (town, grant) = town(&place).await;
        let mut conn = place.store.read().await.unwrap();
        let own = store::recipient::of_grant(&mut conn, &grant).await.unwrap().unwrap();
        let everyone = store::recipient::list(&mut conn).await.unwrap();
        drop(conn);
        town.award_and_send(&grant).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
        // It had the account of the sister, past every act, and another one since.
        let sister = everyone.into_iter().find(|one| one.name == SISTER).unwrap();
        let mark = sister.iban.unwrap().mark;
        let slipped =
            format!("UPDATE recipient_payee SET iban_mark = '{mark}' WHERE recipient_id = '{}'", own.id);
        place.slip("recipient_payee", slipped).await;
        let mut later = foundation(&own.name);
        later.iban = Some(iban("een ander"));
        acts::recipient::change(&mut town.joris_at(days(1_200)), &own.id, own.revision, &later)
            .await
            .unwrap();
        let told = place.fsck().await.join("\n");
        assert!(told.contains("reaches an organisation that is shut out"), "{told}");
    });
}
