//! What proves a result: register, ballots, logs, certificates.

use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::Grant;
use schuifruimte::domain::id::{BallotId, CastId, LetterId, ProposalId};
use schuifruimte::domain::log::merkle;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::register::{Entry, Made};
use schuifruimte::domain::round::Phase;
use schuifruimte::store::ballot::{Leaf, Stored};
use schuifruimte::store::log::Checkpoint;
use schuifruimte::store::register::Summary;
use schuifruimte::store::{ballot, certificate, log, register, round};

use crate::support::{Town, days, now, on_both};

#[test]
fn letters_are_found_by_the_hash_of_their_code() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let mut tx = place.store.begin().await.unwrap();
        assert_eq!(register::find(&mut tx, &id).await.unwrap(), None);
        let mut summary = Summary {
            letters: 2,
            spares: 700,
            root: Digest::of(b"root"),
            upload: Digest::of(b"upload"),
            proposed: ("joris".to_string(), now()),
            wrong: 0,
            accepted: None,
        };
        assert!(register::add(&mut tx, &id, &summary).await.unwrap());
        assert!(!register::add(&mut tx, &id, &summary).await.unwrap());
        register::count_wrong(&mut tx, &id).await.unwrap();
        summary.wrong = 1;
        assert_eq!(register::find(&mut tx, &id).await.unwrap(), Some(summary.clone()));
        let letter = |number: u32| {
            let made = if number < 702 { Made::Spare } else { Made::Issued };
            let code_mac = Digest::of(&number.to_be_bytes());
            let entry = Entry { code_mac, control: ControlNumber::new(number), made };
            (LetterId::new(format!("letter-{number}")), entry)
        };
        let letters: Vec<_> = (2..704).rev().map(letter).collect();
        register::add_letters(&mut tx, &id, &letters).await.unwrap();
        let mac = |number: u32| Digest::of(&number.to_be_bytes());
        let found = register::letter(&mut tx, &id, &mac(703)).await.unwrap().unwrap();
        assert_eq!((found.id.as_str(), found.control), ("letter-703", ControlNumber::new(703)));
        assert_eq!(register::letter(&mut tx, &id, &Digest::of(b"none")).await.unwrap(), None);
        assert_eq!(register::letter(&mut tx, &id, &mac(5)).await.unwrap(), None, "it lies in reserve");
        let stored = register::letters(&mut tx, &id).await.unwrap();
        assert!(stored.iter().eq(letters.iter().rev().map(|(_, entry)| entry)), "all, by control number");
        let slots = register::slots(&mut tx, &id).await.unwrap();
        assert!(slots.iter().copied().eq(stored.iter().map(Entry::slot)));
        assert!(!register::remove(&mut tx, &id, days(1)).await.unwrap(), "another one");
        assert!(register::remove(&mut tx, &id, now()).await.unwrap());
        assert_eq!(register::slots(&mut tx, &id).await.unwrap(), []);
        assert!(register::add(&mut tx, &id, &summary).await.unwrap());
        assert!(register::accept(&mut tx, &id, now(), ("marijke", days(1))).await.unwrap());
        assert!(!register::accept(&mut tx, &id, now(), ("marijke", days(1))).await.unwrap());
        assert!(!register::remove(&mut tx, &id, now()).await.unwrap(), "it was accepted");
    });
}

#[test]
fn the_database_itself_wants_two_persons_for_a_register() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.ready_round("zuilen").await;
        let alone = place.sql("UPDATE register SET proposed_by = accepted_by").await;
        assert!(alone.is_err());
    });
}

#[test]
fn the_ballot_box_takes_one_ballot_a_letter_and_empties_at_the_seal() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let open = town.open_round("zuilen").await;
        let id = &open.id;
        let mut tx = place.store.begin().await.unwrap();
        let mac = open.letters.key.mac(id, &open.letters.printed[0].0);
        let letter = register::letter(&mut tx, id, &mac).await.unwrap().unwrap();
        let stored = Stored {
            id: BallotId::new("b1"),
            letter: letter.id.clone(),
            choices: "01,02".to_string(),
            nonce: "00".to_string(),
            commitment: Digest::of(b"c"),
            cast: CastId::new("k"),
        };
        assert!(ballot::add(&mut tx, id, &stored).await.unwrap());
        let second = Stored {
            id: BallotId::new("b2"),
            commitment: Digest::of(b"d"),
            cast: CastId::new("l"),
            ..stored.clone()
        };
        assert!(!ballot::add(&mut tx, id, &second).await.unwrap());
        assert_eq!(ballot::of_letter(&mut tx, &letter.id).await.unwrap(), Some(stored.clone()));
        assert_eq!(ballot::list(&mut tx, id).await.unwrap(), [(stored, letter.control)]);
        let leaf = Leaf { control: letter.control, commitment: Digest::of(b"c") };
        ballot::queue(&mut tx, id, &leaf).await.unwrap();
        assert_eq!(ballot::queued(&mut tx, id).await.unwrap(), [leaf]);
        ballot::clear_queue(&mut tx, id).await.unwrap();
        assert_eq!(ballot::queued(&mut tx, id).await.unwrap(), []);
        round::step(&mut tx, id, Phase::Open, Phase::Closed).await.unwrap();
        for (number, choices) in [(1, "01"), (2, "01,02")] {
            ballot::add_sealed(&mut tx, id, number, choices).await.unwrap();
        }
        assert_eq!(ballot::remove_all(&mut tx, id).await.unwrap(), 1);
        let sealed = ballot::sealed(&mut tx, id).await.unwrap();
        assert_eq!((sealed[1].number, sealed[1].choices.as_str()), (2, "01,02"));
        assert_eq!(sealed[1].digest, ballot::sealed_digest(id, 2, "01,02"));
    });
}

#[test]
fn both_logs_grow_by_turns() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let mut tx = place.store.begin().await.unwrap();
        let (size, head) = log::staff_head(&mut tx).await.unwrap();
        let stored = log::staff(&mut tx).await.unwrap();
        assert_eq!(
            (u64::try_from(stored.len()).unwrap(), stored.last().unwrap().hash.to_string()),
            (size, head)
        );
        let (seq, previous) = log::next_staff(&mut tx).await.unwrap();
        assert_eq!((seq, previous), (size + 1, Some(stored.last().unwrap().hash)));
        log::append_staff(&mut tx, seq, b"entry", &Digest::of(b"h")).await.unwrap();
        assert_eq!(log::staff_head(&mut tx).await.unwrap(), (seq, Digest::of(b"h").to_string()));

        assert_eq!(log::next_round(&mut tx, &id, 2).await.unwrap(), 0);
        for (seq, entry) in [(1, b"one"), (2, b"two")] {
            log::append_round(&mut tx, &id, seq, entry).await.unwrap();
        }
        assert_eq!(log::next_round(&mut tx, &id, 1).await.unwrap(), 2);
        let stored = log::round(&mut tx, &id).await.unwrap();
        assert_eq!((stored[1].entry.as_slice(), stored[1].hash), (b"two".as_slice(), merkle::leaf(b"two")));
        let checkpoint = Checkpoint { size: 2, root: Digest::of(b"r"), note: "note\n".to_string() };
        log::add_checkpoint(&mut tx, &id, &checkpoint, now()).await.unwrap();
        assert_eq!(log::checkpoints(&mut tx, &id).await.unwrap(), [checkpoint]);
    });
}

#[test]
fn a_certificate_is_refused_or_approved_once() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let mut tx = place.store.begin().await.unwrap();
        let mut wanted = certificate::Stored {
            number: 1,
            hash: Digest::of(b"certificate"),
            proposed_by: town.joris.clone(),
            proposed_at: now(),
            refused: None,
            approved: None,
        };
        certificate::propose(&mut tx, &id, &wanted).await.unwrap();
        let refusal = (town.marijke.clone(), days(1), "een reden".to_string());
        assert!(certificate::refuse(&mut tx, &id, 1, &refusal).await.unwrap());
        assert!(
            !certificate::approve(&mut tx, &id, 1, &town.marijke, days(1)).await.unwrap(),
            "it was refused"
        );
        wanted.refused = Some(refusal.clone());
        let next = certificate::Stored { number: 2, refused: None, ..wanted.clone() };
        certificate::propose(&mut tx, &id, &next).await.unwrap();
        assert!(certificate::approve(&mut tx, &id, 2, &town.marijke, days(2)).await.unwrap());
        assert!(!certificate::refuse(&mut tx, &id, 2, &refusal).await.unwrap(), "it was approved");
        let approved = certificate::Stored { approved: Some((town.marijke.clone(), days(2))), ..next };
        assert_eq!(certificate::list(&mut tx, &id).await.unwrap(), [wanted, approved]);
        let grant = Grant { proposal: ProposalId::new("02"), amount: Cents::euros(4_000) };
        certificate::grant(&mut tx, &id, &grant, 2).await.unwrap();
        assert_eq!(certificate::grants(&mut tx, &id).await.unwrap(), [grant]);
        assert_eq!(round::find(&mut tx, &id).await.unwrap().unwrap().granted, Cents::euros(4_000));
    });
}
