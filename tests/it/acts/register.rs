//! The register of letters: one person brings it, another one accepts it, and only then a round opens.

use schuifruimte::acts::{self, ActError, FieldFault};
use schuifruimte::cli::registrar::{self, Letters};
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::round::{Condition, Phase, Step};
use schuifruimte::domain::seed::Seed;
use schuifruimte::store::{self, register::Summary};

use crate::support::town::typed;
use crate::support::{Place, Town, days, now, on_both};

async fn found(place: &Place, id: &RoundId) -> Option<Summary> {
    let mut conn = place.store.read().await.expect("a connection");
    store::register::find(&mut conn, id).await.expect("readable")
}

/// A round that lacks nothing but letters, and a register of ten and two spares with its fingerprint.
async fn without_letters(town: &Town) -> (RoundId, Letters, Digest) {
    let id = town.draft_round("zuilen").await;
    for step in [Step::Check, Step::Fix] {
        acts::round::step(&town.joris_at(days(-3)), &id, step).await.expect("a step");
    }
    let letters = registrar::make_with_spares(&id, 10, 2, Seed::new([3; 32]));
    let upload = Digest::of(letters.register.write().as_bytes());
    (id, letters, upload)
}

#[test]
fn a_round_opens_with_a_register_that_two_persons_saw() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters, upload) = without_letters(&town).await;
        acts::register::propose(&mut town.joris_at(days(-2)), &id, &letters.register, upload).await.unwrap();
        let early = town.open_at(&id, Some(&letters), now()).await;
        let lacking = [Condition::Register, Condition::CodeKey];
        assert!(matches!(early, Err(ActError::NotReady(missing)) if missing == lacking));

        let (joris, marijke) = (town.joris_at(days(-1)), town.marijke_at(days(-1)));
        let own = typed(&upload, &joris);
        let alone = acts::register::accept(&joris, &id, days(-2), [&own[0], &own[1]]).await;
        assert!(matches!(alone, Err(ActError::FourEyes)));
        let paper = typed(&upload, &marijke);
        let stale = acts::register::accept(&marijke, &id, days(-3), [&paper[0], &paper[1]]).await;
        assert!(matches!(stale, Err(ActError::DraftChanged)));
        let by_command = town.nobody_at(days(-1));
        let by_command = acts::register::accept(&by_command, &id, days(-2), [&paper[0], &paper[1]]).await;
        assert!(matches!(by_command, Err(ActError::FourEyes)), "the command line has no paper");
        let shouted = paper[0].to_uppercase();
        acts::register::accept(&marijke, &id, days(-2), [&shouted, &format!(" {} ", paper[1])])
            .await
            .unwrap();
        let accepted = found(&place, &id).await.unwrap();
        assert_eq!((accepted.letters, accepted.spares, accepted.wrong), (10, 2, 0));
        assert_eq!(accepted.accepted, Some((town.marijke.to_string(), days(-1))));
        town.open_at(&id, Some(&letters), now()).await.unwrap();
        assert!(place.fsck().await.is_empty());
    });
}

#[test]
fn a_wrong_group_is_counted_and_changes_nothing_else() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters, upload) = without_letters(&town).await;
        acts::register::propose(&mut town.joris_at(days(-2)), &id, &letters.register, upload).await.unwrap();
        let marijke = town.marijke_at(days(-1));
        let paper = typed(&upload, &marijke);
        for (typed, wrong) in
            [([paper[0].as_str(), "0000"], &["group_b"][..]), (["", "zzzz"], &["group_a", "group_b"])]
        {
            let refused = acts::register::accept(&marijke, &id, days(-2), typed).await;
            let Err(ActError::Fields(faults)) = refused else { panic!("{refused:?}") };
            let expected: Vec<_> = wrong.iter().map(|field| FieldFault { field, fault: "group" }).collect();
            assert_eq!(faults, expected);
        }
        let still = found(&place, &id).await.unwrap();
        assert_eq!((still.wrong, still.accepted), (2, None));
        let mut conn = place.store.read().await.unwrap();
        let staff_log = store::log::staff(&mut conn).await.unwrap();
        let noted =
            |link: &&store::log::Stored| String::from_utf8_lossy(&link.entry).contains("register.mismatch");
        assert_eq!(staff_log.iter().filter(noted).count(), 2);
        drop(conn);
        assert_eq!(place.number("SELECT COUNT(*) FROM letter").await, 12);
    });
}

#[test]
fn a_register_is_taken_back_with_its_letters_until_it_is_accepted() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters, upload) = without_letters(&town).await;
        acts::register::propose(&mut town.joris_at(days(-2)), &id, &letters.register, upload).await.unwrap();
        let again =
            acts::register::propose(&mut town.marijke_at(days(-2)), &id, &letters.register, upload).await;
        assert!(matches!(again, Err(ActError::Import(_))), "a round has one register");
        let other = acts::register::withdraw(&town.joris_at(days(-2)), &id, days(-1)).await;
        assert!(matches!(other, Err(ActError::DraftChanged)));
        acts::register::withdraw(&town.joris_at(days(-2)), &id, days(-2)).await.unwrap();
        assert_eq!((found(&place, &id).await, place.number("SELECT COUNT(*) FROM letter").await), (None, 0));

        acts::register::propose(&mut town.joris_at(days(-1)), &id, &letters.register, upload).await.unwrap();
        let marijke = town.marijke_at(now());
        let paper = typed(&upload, &marijke);
        acts::register::accept(&marijke, &id, days(-1), [&paper[0], &paper[1]]).await.unwrap();
        let late = acts::register::withdraw(&town.joris_at(now()), &id, days(-1)).await;
        assert!(matches!(late, Err(ActError::DraftChanged)), "two persons saw it");
        town.open_at(&id, Some(&letters), now()).await.unwrap();
        let open = acts::register::propose(&mut town.joris_at(now()), &id, &letters.register, upload).await;
        assert!(matches!(open, Err(ActError::WrongPhase(Phase::Open))));
    });
}

#[test]
fn what_the_command_brings_waits_for_a_person_with_paper() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters, upload) = without_letters(&town).await;
        let mut operator = place.context(Actor::Operator, days(-2));
        acts::register::propose(&mut operator, &id, &letters.register, upload).await.unwrap();
        assert_eq!(found(&place, &id).await.unwrap().accepted, None);
        let joris = town.joris_at(days(-1));
        let paper = typed(&upload, &joris);
        acts::register::accept(&joris, &id, days(-2), [&paper[0], &paper[1]]).await.unwrap();
    });
}

#[test]
fn the_key_of_other_letters_opens_no_round() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters) = town.ready_round("zuilen").await;
        let other = registrar::make(&id, letters.printed.len(), Seed::new([77; 32]));
        let refused = town.open_at(&id, Some(&other), now()).await;
        assert!(matches!(refused, Err(ActError::NotReady(missing)) if missing == [Condition::OtherCodeKey]));
        town.open_at(&id, Some(&letters), now()).await.unwrap();
    });
}

#[test]
fn a_register_that_names_another_key_after_the_acceptance_stops_the_opening() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, _) = town.ready_round("zuilen").await;
        let other = registrar::make(&id, 1, Seed::new([77; 32]));
        place.sql(format!("UPDATE register SET code_key = '{}'", other.key.mark())).await.unwrap();
        let open = town.open_at(&id, Some(&other), now()).await;
        assert!(matches!(open, Err(ActError::Integrity(_))), "{open:?}");
    });
}

#[test]
fn a_letter_that_slipped_in_after_the_acceptance_stops_the_opening() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters) = town.ready_round("zuilen").await;
        let control = ControlNumber::new(48_271_635);
        let slipped = format!(
            "INSERT INTO letter (id, round_id, code_mac, control_no, made, state) \
             VALUES ('x', 'zuilen', '{}', '{control}', 'issued', 'issued')",
            Digest::of(b"x")
        );
        place.sql(&slipped).await.unwrap();
        let open = town.open_at(&id, Some(&letters), now()).await;
        assert!(matches!(open, Err(ActError::Integrity(_))), "{open:?}");
    });
}

#[test]
fn a_code_that_was_swapped_after_the_acceptance_stops_the_opening() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters) = town.ready_round("zuilen").await;
        let swapped = format!(
            "UPDATE letter SET code_mac = '{}' WHERE control_no = '{}'",
            Digest::of(b"a code of someone at the office"),
            letters.printed[0].1
        );
        place.sql(&swapped).await.unwrap();
        let open = town.open_at(&id, Some(&letters), now()).await;
        assert!(matches!(open, Err(ActError::Integrity(_))), "{open:?}");
    });
}
