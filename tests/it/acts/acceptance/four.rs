//! The planned mix of a buurt, with the wijkanalyse version behind it, was public before the first ballot; changing it
//! afterwards is impossible.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::money::BasisPoints;
use schuifruimte::domain::round::Condition;
use schuifruimte::domain::rules::Rules;
use schuifruimte::store;

use crate::support::mix::mix;
use crate::support::people::JORIS;
use crate::support::town::NOORDWEST;
use crate::support::{Town, days, now, on_both};

#[test]
fn the_planned_mix_with_its_wijkanalyse_was_public_before_the_first_ballot_and_stays_as_it_was() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast(&round, 0, &["01"]).await.unwrap();

        let mut conn = place.store.read().await.unwrap();
        let signed = store::mix::of_area(&mut conn, &AreaId::new(NOORDWEST), 2027).await.unwrap().remove(0);
        assert_eq!(signed.statement.basis.name, "Sociale wijkanalyse");
        assert_eq!(signed.statement.basis.digest, Digest::of(b"sociale wijkanalyse 2026"));
        assert_eq!(signed.statement.function, JORIS.function);
        // The log binds the rules of the round from its opening on, and the rules bind the file that was signed.
        let rules = acts::round::rules(&mut conn, &round.id).await.unwrap();
        assert_eq!(rules.mix, Some(Digest::of(&signed.body)));
        let entries = acts::log::entries(&mut conn, &round.id).await.unwrap();
        assert!(matches!(&entries[0], Entry::Config { rules: bound, .. } if *bound == rules.fingerprint()));
        let opened = entries.iter().find_map(|entry| match entry {
            Entry::Open { at, .. } => Some(*at),
            _ => None,
        });
        assert!(signed.statement.signed < opened.unwrap(), "public before the vote began");
        drop(conn);

        for statement in [
            "UPDATE mix_statement SET body = body, hash = 'x'",
            "UPDATE mix_statement SET signed_at = signed_at - 1",
            "UPDATE mix_statement SET year = 2028",
            "DELETE FROM mix_statement",
            "INSERT INTO mix_statement SELECT area_id, year, 9, body, 'x', signed_by, signed_at FROM mix_statement",
            "INSERT INTO mix_statement SELECT area_id, year, 2, body, 'x', signed_by, signed_at - 1 FROM mix_statement",
        ] {
            let refused = place.sql(statement).await.expect_err(statement).to_string();
            assert!(refused.contains("append_only"), "{statement}: {refused}");
        }

        // A new statement is for rounds that open later; this one keeps what it had, and anyone can see both.
        let mut other = mix(NOORDWEST);
        other.providers[0].share = BasisPoints::new(6_900).unwrap();
        other.providers[1].share = BasisPoints::new(1_900).unwrap();
        let later = acts::mix::sign(&town.joris_at(days(2)), other).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let kept: Rules = acts::round::rules(&mut conn, &round.id).await.unwrap();
        assert_eq!((kept.mix, kept.fingerprint()), (Some(signed.hash), rules.fingerprint()));
        drop(conn);
        let (next, letters) = town.ready_round("ondiep").await;
        town.open_at(&next, Some(&letters), days(3)).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        assert_eq!(acts::round::rules(&mut conn, &next).await.unwrap().mix, Some(later));
    });
}

#[test]
fn a_round_does_not_open_before_the_mix_of_its_area_and_year_is_public() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let area = AreaId::new("WK034403");
        let money = schuifruimte::domain::money::Cents::euros(50_000);
        let part =
            crate::support::allocate(&mut town.nobody_at(days(-80)), &town.line, &area, money).await.unwrap();
        let (id, letters) = town.ready_round("overvecht").await;
        let plan = crate::support::town::plan("Overvecht");
        acts::round::change(&town.joris_at(days(-1)), &id, &part, &plan).await.unwrap();
        match town.open_at(&id, Some(&letters), now()).await {
            Err(ActError::NotReady(missing)) => assert_eq!(missing, [Condition::Mix]),
            other => panic!("opened: {other:?}"),
        }
        let forced = place.sql("UPDATE round SET rules_hash = 'x' WHERE id = 'overvecht'").await;
        assert!(forced.expect_err("refused").to_string().contains("mix_missing"));
        let nobody = acts::mix::sign(&town.nobody_at(days(-1)), mix("WK034403")).await;
        assert!(matches!(nobody, Err(ActError::FourEyes)), "a statement has a signature of a person");
        let mut half = mix("WK034403");
        half.pots[0].share = BasisPoints::new(1_000).unwrap();
        half.providers[2].reason = " ".to_string();
        let half = acts::mix::sign(&town.joris_at(days(-1)), half).await;
        assert!(matches!(half, Err(ActError::Fields(faults)) if faults.len() == 2));
        town.sign_mix("WK034403", days(-1)).await;
        town.open_at(&id, Some(&letters), now()).await.unwrap();
    });
}
