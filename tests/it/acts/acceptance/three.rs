//! "An SMO, its affiliate, an alliance with an SMO money share, and an onward payment to an SMO are each refused with a
//! different, plain reason."

use std::collections::BTreeSet;

use schuifruimte::acts::grant::checks;
use schuifruimte::acts::smo::{Organisation, TypedAccount};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::check::{Member, Onward};
use schuifruimte::domain::grant::{GrantRecord, GrantState};
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::smo::Exclusion;
use schuifruimte::store::{self, Guard, StoreError};
use schuifruimte::text::{Lang, Text};

use crate::support::checked::{foundation, iban, kvk};
use crate::support::{Place, Town, days, on_both};

const SMO: &str = "Stichting De Makelaars";
/// A second account of it, which stands in the register alone: who shares the account of a recipient counts as one with it.
const ACCOUNT: &str = "De Makelaars, spaarrekening";
const DAUGHTER: &str = "Makelaars Vastgoed BV";

/// A town whose register holds one organisation with one that belongs to it, and a grant that waits for its award.
async fn town(place: &Place) -> (Town, GrantId) {
    let town = Town::new(place).await;
    let smo = Organisation {
        name: SMO.to_string(),
        kvk: Some(kvk(SMO)),
        account: TypedAccount::Number(iban(ACCOUNT)),
        from: days(-400),
        until: None,
        affiliates: vec![(DAUGHTER.to_string(), Some(kvk(DAUGHTER)))],
    };
    acts::smo::enter(&town.joris_at(days(-60)), 0, &smo, "aanbesteding").await.expect("a register");
    let round = town.certified_round("zuilen").await;
    let grant = town.grants(&round.id).await.remove(0);
    (town, grant)
}

async fn record(town: &Town, grant: &GrantId) -> GrantRecord {
    let mut conn = town.place.store.read().await.expect("a connection");
    store::grant::find(&mut conn, grant).await.expect("it reads").expect("a grant")
}

/// Tries to award, and finds that nothing was awarded: the reasons. The database refuses the same past all acts.
async fn refused(town: &Town, grant: &GrantId) -> Vec<Exclusion> {
    let refused = acts::grant::award(&town.marijke_at(days(18)), grant, "uitslag").await;
    let Err(ActError::Excluded(reasons)) = refused else { panic!("not refused: {refused:?}") };
    let record = record(town, grant).await;
    assert_eq!(record.state, GrantState::Certified);
    let raw = post_past_all_acts(town, &record).await;
    assert!(
        matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word.contains("excluded_recipient")),
        "{raw:?}"
    );
    reasons
}

/// Writes the posting of the award as someone with the database in hands could.
async fn post_past_all_acts(town: &Town, record: &GrantRecord) -> Result<u64, StoreError> {
    let (from, to) = (record.account(AccountKind::Selected), record.account(AccountKind::Committed));
    let mut tx = town.place.store.begin().await.expect("a transaction");
    store::ledger::open(&mut tx, &to).await.expect("an account");
    store::commit(tx).await.expect("kept");
    let next = town.place.number("SELECT COUNT(*) + 1 FROM posting").await;
    let (from, to, at, cents) = (from.id(), to.id(), days(18).micros(), record.amount.get());
    town.place
        .sql(format!(
            "INSERT INTO posting VALUES ({next}, 'award', '{from}', '{to}', {cents}, {at}, 'x', '', '')"
        ))
        .await
}

#[test]
fn each_way_is_refused_with_a_different_plain_reason() {
    on_both(|place| async move {
        let (town, grant) = town(&place).await;
        let mut told = Vec::new();

        // An SMO asks for the grant itself.
        let smo = town.recipient(&foundation(SMO)).await;
        town.make_out(&grant, &smo).await;
        told.extend(refused(&town, &grant).await);

        // Its affiliate, known from the register.
        let daughter = town.recipient(&foundation(DAUGHTER)).await;
        town.make_out(&grant, &daughter).await;
        told.extend(refused(&town, &grant).await);

        // An alliance in which an SMO has a share of the money.
        let friend = town.recipient(&foundation("Buurtkamer Zuilen")).await;
        town.make_out(&grant, &friend).await;
        let amount = record(&town, &grant).await.amount;
        let share = Cents::new(1).unwrap();
        let member = |id, share| Member { recipient: id, share, consented: Some("2027-03-01".to_string()) };
        let members = [member(friend.clone(), amount.minus(share).unwrap()), member(smo, share)];
        checks::set_members(&town.joris_at(days(17)), &grant, &members).await.unwrap();
        told.extend(refused(&town, &grant).await);

        // An onward payment to an SMO, of one cent.
        checks::set_members(&town.joris_at(days(17)), &grant, &[]).await.unwrap();
        let onward = Onward {
            name: "de makelaars".to_string(),
            kvk: None,
            amount: share,
            purpose: "uren".to_string(),
        };
        checks::set_onward(&town.joris_at(days(17)), &grant, &[onward]).await.unwrap();
        told.extend(refused(&town, &grant).await);

        // An account that is the SMO's, whatever name stands on the application.
        checks::set_onward(&town.joris_at(days(17)), &grant, &[]).await.unwrap();
        let mut disguised = foundation("Buurtkamer De Kleine Zon");
        disguised.iban = Some(iban(ACCOUNT));
        let disguised = town.recipient(&disguised).await;
        town.make_out(&grant, &disguised).await;
        told.extend(refused(&town, &grant).await);

        let names: Vec<&str> = told.iter().map(Exclusion::name).collect();
        assert_eq!(names, ["applicant", "applicant-affiliate", "member", "onward", "payee"]);
        for lang in [Lang::Nl, Lang::En] {
            let say = |name: &&str| Text { lang }.with(&format!("excluded-{name}"), &[("party", SMO.into())]);
            let sentences: BTreeSet<String> = names.iter().map(say).collect();
            assert_eq!(sentences.len(), 5, "a sentence of its own each: {sentences:?}");
        }

        // And who has nothing to do with an SMO gets the grant.
        town.make_out(&grant, &friend).await;
        town.do_checks(&grant).await;
        acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await.unwrap();
        assert_eq!(record(&town, &grant).await.state, GrantState::Awarded);
    });
}

#[test]
fn an_affiliate_that_only_the_office_knows_of_is_refused_as_well() {
    on_both(|place| async move {
        let (town, grant) = town(&place).await;
        let smo = town.recipient(&foundation(SMO)).await;
        let between = town.recipient(&foundation("Beheer Zuilen")).await;
        let end = town.recipient(&foundation("Vrienden van het Buurthuis")).await;
        let joris = town.joris_at(days(17));
        acts::recipient::affiliate(&joris, &smo, &between, "zelfde bestuur").await.unwrap();
        acts::recipient::affiliate(&joris, &end, &between, "dochter").await.unwrap();
        town.make_out(&grant, &end).await;
        let reasons = refused(&town, &grant).await;
        assert_eq!(reasons.iter().map(Exclusion::name).collect::<Vec<_>>(), ["applicant-affiliate"]);
        // Once they part, which takes two persons, it is nobody's.
        for ctx in [town.joris_at(days(17)), town.marijke_at(days(17))] {
            acts::affiliation::part(&ctx, &smo, &between, "ander bestuur").await.unwrap();
        }
        town.do_checks(&grant).await;
        acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await.unwrap();
    });
}

#[test]
fn an_organisation_that_enters_the_register_between_check_and_award_is_refused() {
    on_both(|place| async move {
        let (town, grant) = town(&place).await;
        town.check_grant(&grant).await;
        let applicant = record(&town, &grant).await.applicant;
        let late = Organisation {
            name: applicant.clone(),
            kvk: Some(kvk(&applicant)),
            account: TypedAccount::Unknown,
            from: days(17),
            until: None,
            affiliates: Vec::new(),
        };
        acts::smo::enter(&town.joris_at(days(17)), 1, &late, "nieuwe opdracht").await.unwrap();
        assert_eq!(refused(&town, &grant).await[0].name(), "applicant");
        // From a later day on only, it is not in the way now.
        let later = Organisation { from: days(30), ..late };
        let stale = acts::smo::enter(&town.joris_at(days(17)), 1, &later, "datum").await;
        assert!(matches!(stale, Err(ActError::DraftChanged)), "who looked at an older register looks again");
        acts::smo::enter(&town.joris_at(days(17)), 2, &later, "datum").await.unwrap();
        acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await.unwrap();
        // Afterwards its account cannot become the account of an organisation that is shut out.
        let mut conn = place.store.read().await.unwrap();
        let recipient = store::recipient::of_grant(&mut conn, &grant).await.unwrap().unwrap();
        drop(conn);
        let mut moved = foundation(&applicant);
        moved.iban = Some(iban(ACCOUNT));
        let change = acts::recipient::change(&mut town.joris_at(days(19)), &recipient.id, 1, &moved).await;
        assert!(matches!(change, Err(ActError::Excluded(_))), "{change:?}");
    });
}
