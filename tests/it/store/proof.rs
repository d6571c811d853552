//! What proves a result: register, ballots, logs, certificates.

use schuifruimte::domain::ballot_box::Locked;
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::Grant;
use schuifruimte::domain::id::{CastId, LetterId, ProposalId};
use schuifruimte::domain::leaf::Leaf;
use schuifruimte::domain::log::merkle;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::register::{Entry, LetterState, Made};
use schuifruimte::domain::round::Phase;
use schuifruimte::store::ballot::Stored;
use schuifruimte::store::log::Checkpoint;
use schuifruimte::store::register::Summary;
use schuifruimte::store::{ballot, certificate, log, register, round, sealed};

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
            code_key: Digest::of(b"key"),
            issuer: Some("https://inloggen.example".to_string()),
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
            let entry = Entry { code_mac, control: ControlNumber::new(number), made, resident: None };
            (LetterId::new(format!("letter-{number}")), entry)
        };
        let letters: Vec<_> = (2..704).rev().map(letter).collect();
        register::add_letters(&mut tx, &id, &letters).await.unwrap();
        let mac = |number: u32| Digest::of(&number.to_be_bytes());
        let found = ballot::by_code(&mut tx, &id, &[mac(703), Digest::of(b"none"), mac(5)]).await.unwrap();
        assert_eq!(found.len(), 2, "one code is of no letter");
        assert_eq!(found[&mac(703)].state, LetterState::Issued);
        assert_eq!(found[&mac(5)].state, LetterState::Spare, "it lies in reserve");
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
fn a_letter_changes_its_state_and_stays_what_it_was_made_for() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let open = town.open_round("zuilen").await;
        let id = &open.id;
        let mut tx = place.store.begin().await.unwrap();
        let control = open.letters.printed[0].1;
        let slots = register::slots(&mut tx, id).await.unwrap();
        let voter = ballot::by_control(&mut tx, id, control).await.unwrap().unwrap();
        assert_eq!((voter.state, &voter.ballot), (LetterState::Issued, &None));
        assert_eq!(ballot::by_control(&mut tx, id, ControlNumber::new(5)).await.unwrap(), None);
        let revoke = (LetterState::Issued, LetterState::Revoked);
        assert!(register::set_state(&mut tx, &voter.letter, revoke).await.unwrap());
        assert!(!register::set_state(&mut tx, &voter.letter, revoke).await.unwrap());
        assert_eq!(register::in_state(&mut tx, id, LetterState::Revoked).await.unwrap(), [control]);
        assert_eq!(register::slots(&mut tx, id).await.unwrap(), slots);
    });
}

fn stored(number: usize) -> Stored {
    let commitment = Digest::of(&number.to_be_bytes());
    Stored {
        locked: Locked { bytes: vec![7; 90], commitment },
        cast: CastId::new(format!("k{number}")),
        wrong_change_codes: 0,
    }
}

#[test]
fn the_ballot_box_takes_one_ballot_a_letter_and_empties_at_the_seal() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let open = town.open_round("zuilen").await;
        let id = &open.id;
        let mut tx = place.store.begin().await.unwrap();
        let macs: Vec<Digest> =
            open.letters.printed.iter().map(|(code, _)| open.letters.key.mac(id, code)).collect();
        let voters = ballot::by_code(&mut tx, id, &macs).await.unwrap();
        assert_eq!(voters.len(), 60, "in one statement or in several");
        let letters: Vec<_> = macs.iter().map(|mac| voters[mac].clone()).collect();
        let mut wanted: Vec<_> = (0..50).map(|n| (letters[n].letter.clone(), stored(n))).collect();
        // A second ballot of letter 3, and one of letter 50 from the form of letter 4.
        wanted.push((letters[3].letter.clone(), stored(50)));
        wanted.push((letters[50].letter.clone(), Stored { cast: CastId::new("k4"), ..stored(51) }));
        let added = ballot::add(&mut tx, id, &wanted).await.unwrap();
        let expected: std::collections::BTreeSet<Digest> =
            (0..50).chain([51]).map(|n| stored(n).locked.commitment).collect();
        assert_eq!(added, expected);
        assert_eq!(ballot::list(&mut tx, id).await.unwrap().len(), 51);
        let voter = ballot::by_control(&mut tx, id, letters[3].control).await.unwrap().unwrap();
        assert_eq!(voter.ballot, Some(stored(3)));

        let (one, another) = (&letters[3].letter, stored(4).locked.commitment);
        assert!(!ballot::remove(&mut tx, one, &another).await.unwrap());
        assert!(ballot::remove(&mut tx, one, &stored(3).locked.commitment).await.unwrap());
        round::step(&mut tx, id, Phase::Open, Phase::Closed).await.unwrap();
        let list: Vec<String> = (0..70).map(|n| format!("01,{n:02}")).collect();
        sealed::add(&mut tx, id, &list).await.unwrap();
        assert_eq!(ballot::remove_all(&mut tx, id).await.unwrap(), 50);
        let kept = sealed::list(&mut tx, id).await.unwrap();
        assert_eq!(kept.iter().map(|one| one.choices.clone()).collect::<Vec<_>>(), list);
        assert_eq!((kept[1].number, kept[1].digest), (2, sealed::digest(id, 2, "01,01")));
    });
}

#[test]
fn a_ballot_is_replaced_where_it_stands() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let open = town.open_round("zuilen").await;
        let id = &open.id;
        let mut tx = place.store.begin().await.unwrap();
        let control = open.letters.printed[3].1;
        let owner = ballot::by_control(&mut tx, id, control).await.unwrap().unwrap();
        ballot::add(&mut tx, id, &[(owner.letter.clone(), stored(3))]).await.unwrap();
        let another = ballot::by_control(&mut tx, id, open.letters.printed[4].1).await.unwrap().unwrap();
        ballot::add(&mut tx, id, &[(another.letter, stored(4))]).await.unwrap();
        let other = stored(60);
        let whose = &owner.letter;
        let old = stored(3).locked.commitment;
        ballot::note_wrong_change_code(&mut tx, &owner.letter).await.unwrap();
        let voter = ballot::by_control(&mut tx, id, control).await.unwrap().unwrap();
        assert_eq!(voter.ballot.unwrap().wrong_change_codes, 1);
        assert!(ballot::replace(&mut tx, whose, &old, &other).await.unwrap());
        assert!(!ballot::replace(&mut tx, whose, &old, &stored(61)).await.unwrap(), "it was replaced");
        let voter = ballot::by_control(&mut tx, id, control).await.unwrap().unwrap();
        assert_eq!(voter.ballot, Some(other.clone()), "and the tries begin anew");
    });
}

#[test]
fn leaves_wait_for_the_close() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let open = town.open_round("zuilen").await;
        let id = &open.id;
        let mut tx = place.store.begin().await.unwrap();
        let leaf = |n: usize| Leaf {
            control: open.letters.printed[n].1,
            commitment: stored(n).locked.commitment,
            replaces: None,
            voided: false,
        };
        let mut leaves: Vec<Leaf> = (0..50).map(leaf).collect();
        let last = stored(60).locked.commitment;
        leaves.push(Leaf { commitment: last, replaces: Some(leaves[3].commitment), ..leaves[3] });
        ballot::queue(&mut tx, id, &leaves).await.unwrap();
        assert!(ballot::void(&mut tx, &last).await.unwrap());
        assert!(!ballot::void(&mut tx, &last).await.unwrap(), "it is void already");
        leaves[50].voided = true;
        leaves.sort_by_key(|leaf| leaf.commitment);
        assert_eq!(ballot::queued(&mut tx, id).await.unwrap(), leaves);
        ballot::clear_queue(&mut tx, id).await.unwrap();
        assert_eq!(ballot::queued(&mut tx, id).await.unwrap(), []);
    });
}

#[test]
fn the_seal_is_asked_for_once_and_forgets_the_codes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let open = town.open_round("zuilen").await;
        let id = &open.id;
        let mut tx = place.store.begin().await.unwrap();
        let mac = open.letters.key.mac(id, &open.letters.printed[0].0);
        assert_eq!(ballot::by_code(&mut tx, id, &[mac]).await.unwrap().len(), 1);
        register::forget_codes(&mut tx, id).await.unwrap();
        assert!(ballot::by_code(&mut tx, id, &[mac]).await.unwrap().is_empty());
        assert_eq!(sealed::asked_by(&mut tx, id).await.unwrap(), None);
        assert!(sealed::ask(&mut tx, id, &town.joris).await.unwrap());
        assert!(!sealed::ask(&mut tx, id, &town.marijke).await.unwrap());
        assert_eq!(sealed::asked_by(&mut tx, id).await.unwrap(), Some(town.joris.clone()));
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
