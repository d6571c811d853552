//! Checks before an award: what is computed is exact, and nothing is awarded without the answers it needs.

use schuifruimte::acts::grant::checks;
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::check::{Answer, CheckKind, MissingCheck, Terms};
use schuifruimte::domain::grant::GrantRecord;
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::recipient::{Aid, RecipientKind};
use schuifruimte::store::{self, Guard, StoreError};

use crate::support::checked::{foundation, iban, kvk};
use crate::support::{Place, Town, days, on_both};

/// A certified round and its first two grants.
async fn two_grants(place: &Place) -> (Town, [GrantRecord; 2]) {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await;
    let ids = town.grants(&round.id).await;
    let grants = [record(&town, &ids[0]).await, record(&town, &ids[1]).await];
    (town, grants)
}

async fn record(town: &Town, grant: &GrantId) -> GrantRecord {
    let mut conn = town.place.store.read().await.expect("a connection");
    store::grant::find(&mut conn, grant).await.expect("it reads").expect("a grant")
}

async fn award(town: &Town, grant: &GrantId) -> Result<(), ActError> {
    acts::grant::award(&town.marijke_at(days(18)), grant, "uitslag").await
}

/// What is missing, according to an award that is refused for it.
async fn missing(town: &Town, grant: &GrantId) -> Vec<MissingCheck> {
    match award(town, grant).await {
        Err(ActError::Unchecked(missing)) => missing,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn nothing_is_awarded_to_nobody_nor_before_each_check_was_done() {
    on_both(|place| async move {
        let (town, [grant, _]) = two_grants(&place).await;
        assert_eq!(missing(&town, &grant.id).await, [MissingCheck::Recipient]);
        let recipient = town.recipient(&foundation("Buurtkamer Zuilen")).await;
        town.make_out(&grant.id, &recipient).await;
        let all = missing(&town, &grant.id).await;
        assert!(
            all.contains(&MissingCheck::Check(CheckKind::Smo))
                && all.contains(&MissingCheck::Check(CheckKind::Permit))
        );
        assert!(!all.contains(&MissingCheck::Check(CheckKind::Age)), "a legal person has no age");
        town.do_checks(&grant.id).await;
        let joris = town.joris_at(days(17));
        checks::answer(&joris, &grant.id, CheckKind::DoubleFunding, Answer::No, "ook bij het fonds")
            .await
            .unwrap();
        assert_eq!(missing(&town, &grant.id).await, [MissingCheck::Check(CheckKind::DoubleFunding)]);
        let wrong =
            checks::answer(&joris, &grant.id, CheckKind::DoubleFunding, Answer::NotApplicable, "x").await;
        assert!(matches!(wrong, Err(ActError::Fields(_))), "it always matters");
        checks::answer(&joris, &grant.id, CheckKind::DoubleFunding, Answer::Yes, "fonds trok zich terug")
            .await
            .unwrap();
        award(&town, &grant.id).await.unwrap();
        let late = checks::answer(&joris, &grant.id, CheckKind::Permit, Answer::No, "toch niet").await;
        assert!(matches!(late, Err(ActError::WrongState(_))));
        for statement in
            ["UPDATE grant_check SET answer = 'no'", "DELETE FROM grant_check", "DELETE FROM grant_recipient"]
        {
            let raw = place.sql(statement).await;
            assert!(
                matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only"),
                "{statement}"
            );
        }
    });
}

#[test]
fn a_change_of_the_recipient_after_the_checks_asks_for_them_again() {
    on_both(|place| async move {
        let (town, [grant, _]) = two_grants(&place).await;
        let mut wanted = foundation("Buurtkamer Zuilen");
        let recipient = town.recipient(&wanted).await;
        town.make_out(&grant.id, &recipient).await;
        town.do_checks(&grant.id).await;
        wanted.iban = Some(iban("een andere rekening"));
        acts::recipient::change(&mut town.joris_at(days(17)), &recipient, 1, &wanted).await.unwrap();
        assert!(missing(&town, &grant.id).await.contains(&MissingCheck::Check(CheckKind::Statement)));
        let stale = acts::recipient::change(&mut town.joris_at(days(17)), &recipient, 1, &wanted).await;
        assert!(matches!(stale, Err(ActError::DraftChanged)));
        town.do_checks(&grant.id).await;
        award(&town, &grant.id).await.unwrap();
    });
}

#[test]
fn an_account_in_another_name_holds_the_award_and_a_group_is_paid_on_the_account_of_who_signs() {
    on_both(|place| async move {
        let (town, [grant, other]) = two_grants(&place).await;
        let named = Wanted { account_name: "K. Vermeulen".to_string(), ..foundation("Buurtkamer Zuilen") };
        let recipient = town.recipient(&named).await;
        town.make_out(&grant.id, &recipient).await;
        town.do_checks(&grant.id).await;
        assert_eq!(missing(&town, &grant.id).await, [MissingCheck::Check(CheckKind::Account)]);
        let group = Wanted {
            kind: RecipientKind::Group,
            kvk: None,
            account_name: "Truus van Dijk".to_string(),
            ..foundation("Straat vol stoelen")
        };
        let group = town.recipient(&group).await;
        town.make_out(&other.id, &group).await;
        town.do_checks(&other.id).await;
        award(&town, &other.id).await.unwrap();
    });
}

/// Both grants go to two foundations with one board; the round lets one recipient have `of_round` of it.
async fn affiliated(place: &Place, of_round: i64) -> Result<(), ActError> {
    let town = Town::new(place).await;
    let id = town.draft_round("zuilen").await;
    let terms = Terms { of_round: BasisPoints::new(of_round).expect("a share"), ..Terms::default() };
    checks::set_round_terms(&town.joris_at(days(-30)), &id, &terms).await.expect("terms");
    let round = town.certify_draft(id).await;
    let ids = town.grants(&round).await;
    let grants = [record(&town, &ids[0]).await, record(&town, &ids[1]).await];
    assert_eq!(grants.map(|one| one.amount), [Cents::euros(8_000), Cents::euros(4_000)]);
    let one = town.recipient(&foundation("Buurtkamer Zuilen")).await;
    let other = town.recipient(&foundation("Vrienden van de Buurtkamer")).await;
    let joris = town.joris_at(days(17));
    acts::recipient::affiliate(&joris, &one, &other, "zelfde bestuur").await.expect("affiliated");
    town.make_out(&ids[0], &one).await;
    town.make_out(&ids[1], &other).await;
    town.do_checks(&ids[0]).await;
    award(&town, &ids[0]).await.expect("the first fits by itself");
    town.do_checks(&ids[1]).await;
    award(&town, &ids[1]).await
}

#[test]
fn affiliates_reach_the_ceiling_of_a_recipient_together() {
    on_both(|place| async move {
        // The ceiling of the round is 20,000.00: 60 percent of it is what both have together.
        affiliated(&place, 6_000).await.expect("exactly at the ceiling");
    });
    on_both(|place| async move {
        let second = affiliated(&place, 5_999).await;
        let Err(ActError::Unchecked(missing)) = second else { panic!("above the ceiling: {second:?}") };
        assert_eq!(missing, [MissingCheck::Check(CheckKind::RecipientRound)]);
    });
}

#[test]
fn aid_counts_for_enterprises_only_and_for_three_years_to_the_cent() {
    on_both(|place| async move {
        let (town, [grant, _]) = two_grants(&place).await;
        let company = Wanted {
            kind: RecipientKind::Company,
            kvk: Some(kvk("Fietswerk BV")),
            is_enterprise: true,
            ..foundation("Fietswerk BV")
        };
        let recipient = town.recipient(&company).await;
        town.make_out(&grant.id, &recipient).await;
        let room = Cents::euros(300_000).minus(grant.amount).unwrap();
        let cent = Cents::new(1).unwrap();
        let aid = |day: &str, amount| Aid { day: day.to_string(), amount, giver: "provincie".to_string() };
        let joris = town.joris_at(days(17));
        // Joris computes on 18 March 2027: what was given on 18 March 2024 no longer counts.
        let declared =
            [aid("2024-03-20", room.plus(cent).unwrap()), aid("2024-03-18", Cents::euros(900_000))];
        acts::recipient::declare_aid(&joris, &recipient, &declared).await.unwrap();
        town.do_checks(&grant.id).await;
        assert_eq!(missing(&town, &grant.id).await, [MissingCheck::Check(CheckKind::DeMinimis)]);
        acts::recipient::declare_aid(&joris, &recipient, &[aid("2024-03-20", room), declared[1].clone()])
            .await
            .unwrap();
        town.do_checks(&grant.id).await;
        award(&town, &grant.id).await.unwrap();
        let future = acts::recipient::declare_aid(&joris, &recipient, &[aid("2027-12-31", cent)]).await;
        assert!(matches!(future, Err(ActError::Fields(_))));
    });
}

#[test]
fn a_check_of_the_declared_aid_is_of_what_was_declared_then() {
    on_both(|place| async move {
        let (town, [grant, _]) = two_grants(&place).await;
        let company = Wanted {
            kind: RecipientKind::Company,
            kvk: Some(kvk("Fietswerk BV")),
            is_enterprise: true,
            ..foundation("Fietswerk BV")
        };
        let recipient = town.recipient(&company).await;
        town.make_out(&grant.id, &recipient).await;
        town.do_checks(&grant.id).await;
        let aid = Aid {
            day: "2026-03-20".to_string(),
            amount: Cents::euros(1_000),
            giver: "provincie".to_string(),
        };
        let joris = town.joris_at(days(17));
        acts::recipient::declare_aid(&joris, &recipient, std::slice::from_ref(&aid)).await.unwrap();
        let stale = [MissingCheck::Check(CheckKind::Aid)];
        assert_eq!(missing(&town, &grant.id).await, stale, "nobody looked at this aid");
        town.do_checks(&grant.id).await;
        let other = Aid { giver: "rijk".to_string(), ..aid.clone() };
        acts::recipient::declare_aid(&joris, &recipient, &[other]).await.unwrap();
        assert_eq!(missing(&town, &grant.id).await, stale, "of another giver it is other aid");
        acts::recipient::declare_aid(&joris, &recipient, &[aid]).await.unwrap();
        award(&town, &grant.id).await.expect("what was looked at stands again");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn the_terms_of_a_round_are_frozen_when_it_opens() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let late = checks::set_round_terms(&town.joris_at(days(1)), &round.id, &Terms::default()).await;
        assert!(matches!(late, Err(ActError::Frozen)));
        let raw = place.sql("UPDATE round_terms SET recipient_bp = 1").await;
        assert!(
            matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word == "round_frozen"),
            "{raw:?}"
        );
    });
}

#[test]
fn no_account_number_stands_in_the_database_and_no_name_in_the_log() {
    on_both(|place| async move {
        let (town, [grant, _]) = two_grants(&place).await;
        let wanted = Wanted { account_name: "Truus van Dijk".to_string(), ..foundation("Buurtkamer Zuilen") };
        let recipient = town.recipient(&wanted).await;
        town.make_out(&grant.id, &recipient).await;
        let number = iban("Buurtkamer Zuilen");
        for line in place.dump().await {
            assert!(!line.contains(number.whole()), "{line}");
            let is_log = line.starts_with("staff_log") || line.starts_with("round_log");
            assert!(!is_log || !line.contains("Truus"), "{line}");
        }
        let mut conn = place.store.read().await.unwrap();
        let stored = store::recipient::of_grant(&mut conn, &grant.id).await.unwrap().unwrap();
        let locked = stored.iban.clone().unwrap();
        assert_eq!(locked.last_four, number.last_four());
        assert_eq!(place.signing.vault.open(&recipient, &locked), Some(number));
        assert!(
            !format!("{stored:?}").contains("Elinkwijkstraat"),
            "an address shows only where it is asked for"
        );
    });
}
