//! What the writer of votes promises when many come at once: each is decided by itself, whatever happens to its
//! neighbours, and everyone gets an answer.

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use schuifruimte::acts::ballot::writer::QUEUE;
use schuifruimte::acts::ballot::{self, Vote, Who, Writer};
use schuifruimte::acts::{self, ActError};
use schuifruimte::cli::registrar;
use schuifruimte::domain::ballot_box::{BallotBox, Owner};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::CastId;
use schuifruimte::domain::leaf;
use schuifruimte::domain::receipt::Receipt;
use schuifruimte::domain::round::{Phase, Step};
use schuifruimte::domain::seed::Seed;
use schuifruimte::store::{self, Backend, StoreError, Tx};

use crate::support::town::{ballot_key, bring};
use crate::support::{OpenRound, Place, Town, days, now, on_both, on_both_tampered};

type Answer = Result<Receipt, ActError>;

/// A round with so many letters.
async fn round_with(town: &Town, name: &str, letters: usize) -> OpenRound {
    let id = town.draft_round(name).await;
    let joris = town.joris_at(days(-2));
    for step in [Step::Check, Step::Fix] {
        acts::round::step(&joris, &id, step).await.expect("a step");
    }
    let letters = registrar::make(&id, letters, Seed::new([61; 32]));
    bring(joris, &town.marijke_at(days(-2)), &id, &letters.register).await;
    town.open_at(&id, Some(&letters), now()).await.expect("open");
    let mut conn = town.place.store.read().await.expect("a connection");
    let rules = acts::round::rules(&mut conn, &id).await.expect("rules");
    let ballots = BallotBox::new(rules.clone(), ballot_key(&id)).into();
    OpenRound { id, letters, rules, ballots }
}

/// Sends one vote through a writer.
async fn send(town: &Town, writer: &Writer, round: &OpenRound, vote: Vote) -> Answer {
    ballot::cast_with(writer, &mut town.nobody_at(days(1)), &round.ballots, vote).await
}

/// Someone else who holds the round, so that nobody can vote until they let go.
async fn hold(other: &Place, round: &OpenRound) -> Tx {
    let mut tx = other.store.begin().await.expect("a transaction");
    assert!(store::round::claim(&mut tx, &round.id, Phase::Open).await.expect("a round"));
    tx
}

/// Sends votes in such a way that they wait for each other and come to the database together.
async fn together(town: &Town, votes: Vec<(&OpenRound, Vote)>) -> Vec<Answer> {
    let writer = &Writer::start(town.place.store.clone());
    let other = town.place.second().await;
    let held = hold(&other, votes[0].0).await;
    let sendings = join_all(votes.into_iter().map(|(round, vote)| send(town, writer, round, vote)));
    let let_go = async { held.rollback().await.expect("let go") };
    let (answers, ()) = futures_util::future::join(sendings, let_go).await;
    other.store.close().await;
    answers
}

/// A vote under a name of its own.
fn named(round: &OpenRound, letter: usize, choices: &[&str], cast: &str) -> Vote {
    Vote { cast: CastId::new(cast), ..round.vote(letter, choices) }
}

/// What a visitor with this receipt sends.
fn visit(round: &OpenRound, receipt: &Receipt, choices: &[&str], cast: &str) -> Vote {
    let who = Who::Visit { control: receipt.control, commitment: receipt.commitment };
    Vote { who, ..named(round, 0, choices, cast) }
}

/// The commitments that wait for the close, and those in the box. Every ballot opens.
async fn stored(place: &Place, round: &OpenRound) -> (BTreeSet<Digest>, BTreeSet<Digest>) {
    let mut conn = place.store.read().await.expect("a connection");
    let queued = store::ballot::queued(&mut conn, &round.id).await.expect("a queue");
    leaf::counting(&queued).expect("one chain a letter");
    let voters = store::ballot::list(&mut conn, &round.id).await.expect("ballots");
    let boxed = voters.iter().map(|voter| {
        let stored = voter.ballot.as_ref().expect("they have ballots");
        let owner = Owner { letter: &voter.letter, control: voter.control };
        assert!(round.ballots.open(owner, &stored.locked).is_some(), "a whole ballot");
        stored.locked.commitment
    });
    (queued.iter().map(|leaf| leaf.commitment).collect(), boxed.collect())
}

fn commitments(answers: &[Answer]) -> BTreeSet<Digest> {
    answers.iter().flatten().map(|receipt| receipt.commitment).collect()
}

/// Ballots that the cases below choose from.
const CHOICES: [&[&str]; 4] = [&["01", "02", "03"], &["02", "04"], &["05"], &["01", "06"]];

fn first_votes(round: &OpenRound, letters: usize) -> Vec<(&OpenRound, Vote)> {
    (0..letters).map(|letter| (round, round.vote(letter, CHOICES[letter % 4]))).collect()
}

#[test]
fn different_voters_at_once_each_get_the_receipt_of_their_own_whole_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        // As many as fit the sizes of statements exactly, and as many as do not.
        for (name, letters) in [("zuilen", 64), ("ondiep", 601)] {
            let round = round_with(&town, name, letters).await;
            let answers = together(&town, first_votes(&round, letters)).await;
            for (letter, answer) in answers.iter().enumerate() {
                let receipt = answer.as_ref().expect("a receipt");
                assert_eq!(receipt.control, round.letters.printed[letter].1);
                assert_eq!(receipt.change, Some(round.ballots.change_code(&receipt.commitment)));
            }
            let receipts = commitments(&answers);
            assert_eq!(receipts.len(), letters);
            assert_eq!(stored(&place, &round).await, (receipts.clone(), receipts));
        }
    });
}

#[test]
fn twenty_ballots_of_one_voter_at_once_are_one_ballot_within_the_rules() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let vote = |n: usize| (&round, named(&round, 0, CHOICES[n % 4], &format!("browser-{n}")));
        let answers = together(&town, (0..20).map(vote).collect()).await;
        let receipts = commitments(&answers);
        assert_eq!(receipts.len(), 1);
        let refused = answers.iter().filter(|one| matches!(one, Err(ActError::AlreadyVoted))).count();
        assert_eq!(refused, 19, "{answers:?}");
        assert_eq!(stored(&place, &round).await, (receipts.clone(), receipts));
    });
}

#[test]
fn the_same_sending_twenty_times_at_once_gives_twenty_times_the_same_receipt() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let answers = together(&town, vec![(&round, round.vote(0, &["01"])); 20]).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(commitments(&answers).len(), 1);
        assert_eq!(place.number("SELECT COUNT(*) FROM leaf_queue").await, 1);
    });
}

#[test]
fn a_vote_and_changes_of_one_letter_at_once_are_decided_one_after_the_other() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let first = town.cast(&round, 0, &["01"]).await.expect("a receipt");
        let again = round.vote(0, &["01"]);
        let votes = vec![
            (&round, round.vote(1, &["05"])),
            (&round, named(&round, 0, &["02"], "by code")),
            (&round, again.clone()),
            (&round, visit(&round, &first, &["03"], "by visit")),
            (&round, visit(&round, &first, &["04"], "by a second window")),
            (&round, again),
            (&round, visit(&round, &first, &["03"], "by visit")),
        ];
        let answers = together(&town, votes).await;
        let [Ok(neighbour), by_code, Ok(same), Ok(changed), second, late, Ok(retried)] = answers.as_slice()
        else {
            panic!("{answers:?}");
        };
        assert!(matches!(by_code, Err(ActError::AlreadyVoted)));
        assert_eq!(same, &first, "sent again before the change");
        assert!(matches!(second, Err(ActError::AlreadyVoted)), "its ballot is not there any more");
        assert!(matches!(late, Err(ActError::AlreadyVoted)), "sent again after the change");
        assert_ne!(changed.commitment, first.commitment);
        assert_eq!(retried, changed);
        let all = BTreeSet::from([neighbour.commitment, first.commitment, changed.commitment]);
        let counting = BTreeSet::from([neighbour.commitment, changed.commitment]);
        assert_eq!(stored(&place, &round).await, (all, counting));
    });
}

#[test]
fn votes_of_an_open_and_of_a_closed_round_come_together_and_only_the_closed_one_is_refused() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let open = town.open_round("zuilen").await;
        let closed = town.open_round("ondiep").await;
        town.close(&closed.id).await;
        let votes = first_votes(&open, 12).into_iter().zip(first_votes(&closed, 12));
        let answers = together(&town, votes.flat_map(|(one, other)| [one, other]).collect()).await;
        for pair in answers.chunks(2) {
            assert!(matches!(pair, [Ok(_), Err(ActError::VoteClosed)]), "{pair:?}");
        }
        assert_eq!(stored(&place, &open).await.1.len(), 12);
        assert_eq!(stored(&place, &closed).await, (BTreeSet::new(), BTreeSet::new()));
    });
}

/// Makes the database refuse whatever is sent under the name `bad`.
async fn refuse_bad(place: &Place) {
    let statements: &[&str] = match place.store.backend() {
        Backend::Sqlite => &[
            "CREATE TRIGGER bad_row BEFORE INSERT ON ballot WHEN NEW.cast_id = 'bad' \
             BEGIN SELECT RAISE(ABORT, 'this row is bad'); END",
            "CREATE TRIGGER bad_change BEFORE UPDATE ON ballot WHEN NEW.cast_id = 'bad' \
             BEGIN SELECT RAISE(ABORT, 'this row is bad'); END",
        ],
        Backend::Postgres => &[
            "CREATE FUNCTION bad_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF NEW.cast_id = 'bad' THEN RAISE EXCEPTION 'this row is bad'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER bad_row BEFORE INSERT OR UPDATE ON ballot FOR EACH ROW EXECUTE FUNCTION bad_row()",
        ],
    };
    for statement in statements {
        place.sql(*statement).await.expect("whoever holds the database may");
    }
}

#[test]
fn a_row_that_the_database_refuses_never_fails_its_neighbours() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = round_with(&town, "zuilen", 64).await;
        refuse_bad(&place).await;
        let mut votes = first_votes(&round, 64);
        votes[20].1.cast = CastId::new("bad");
        let answers = together(&town, votes).await;
        let refused: Vec<usize> = (0..64).filter(|&letter| answers[letter].is_err()).collect();
        assert_eq!(refused, [20], "{answers:?}");
        assert!(matches!(answers[20], Err(ActError::Store(StoreError::Refused(_)))), "{:?}", answers[20]);
        let receipts = commitments(&answers);
        assert_eq!(receipts.len(), 63);
        assert_eq!(stored(&place, &round).await, (receipts.clone(), receipts), "nothing of the bad one");

        let first = answers[0].as_ref().expect("a receipt");
        let bad = visit(&round, first, &["06"], "bad");
        let good = visit(&round, answers[1].as_ref().expect("a receipt"), &["06"], "good");
        let own = round.vote(20, &["05"]);
        let answers = together(&town, vec![(&round, bad), (&round, good), (&round, own)]).await;
        assert!(matches!(answers.as_slice(), [Err(_), Ok(_), Ok(_)]), "{answers:?}");
        let (queued, boxed) = stored(&place, &round).await;
        assert_eq!((queued.len(), boxed.len()), (65, 64));
        assert!(boxed.contains(&first.commitment), "what could not be changed stands as it was");
    });
}

#[test]
fn a_stored_ballot_that_somebody_spoilt_stops_only_its_own_voter() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let receipts = [0, 1].map(|letter| town.cast(&round, letter, &["01"]));
        let [unreadable, moved] = join_all(receipts).await.try_into().expect("two");
        let (unreadable, moved) = (unreadable.expect("a receipt"), moved.expect("a receipt"));
        let spoil = |what: &str, receipt: &Receipt| {
            place.sql(format!("UPDATE ballot SET {what} WHERE commitment = '{}'", receipt.commitment))
        };
        let (some_blob, other) = match place.store.backend() {
            Backend::Sqlite => ("locked = x'00'", "commitment = 'nonsense'"),
            Backend::Postgres => ("locked = '\\x00'", "commitment = 'nonsense'"),
        };
        assert_eq!(spoil(some_blob, &moved).await.expect("spoilt"), 1);
        assert_eq!(spoil(other, &unreadable).await.expect("spoilt"), 1);
        let votes = (0..12).map(|letter| (&round, round.vote(letter, &["01"]))).collect();
        let answers = together(&town, votes).await;
        assert!(matches!(answers[0], Err(ActError::Store(StoreError::Corrupt(_)))), "{:?}", answers[0]);
        assert!(matches!(answers[1], Err(ActError::Integrity(_))), "{:?}", answers[1]);
        assert!(answers[2..].iter().all(Result::is_ok), "{answers:?}");
    });
}

/// More than wait and are at work together.
const TOO_MANY: usize = QUEUE + 512 + 100;

#[test]
fn when_too_many_wait_the_others_hear_it_at_once_and_nobody_is_forgotten() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = round_with(&town, "zuilen", TOO_MANY).await;
        let (other, writer) = (place.second().await, Writer::start(place.store.clone()));
        let held = hold(&other, &round).await;
        let votes = first_votes(&round, TOO_MANY).into_iter().enumerate();
        let sending = async |letter: usize, vote| (letter, send(&town, &writer, &round, vote).await);
        let mut waiting: FuturesUnordered<_> =
            votes.map(|(letter, (_, vote))| sending(letter, vote)).collect();
        // While nothing can be stored, whoever does not fit in the queue is told so.
        let mut answers = Vec::new();
        while answers.len() < 100 {
            answers.push(waiting.next().await.expect("an answer"));
        }
        assert!(answers.iter().all(|(_, answer)| is_busy(answer)), "{answers:?}");
        held.rollback().await.expect("let go");
        while let Some(answer) = waiting.next().await {
            answers.push(answer);
        }
        assert_eq!(answers.len(), TOO_MANY, "everyone got an answer");
        assert!(answers.iter().all(|(_, answer)| answer.is_ok() || is_busy(answer)));
        let (letters, given): (Vec<usize>, Vec<Answer>) = answers.into_iter().unzip();
        let receipts = commitments(&given);
        assert!(receipts.len() >= QUEUE, "who waited was served: {}", receipts.len());
        assert_eq!(stored(&place, &round).await, (receipts.clone(), receipts));
        for letter in
            letters.into_iter().zip(given).filter(|(_, answer)| is_busy(answer)).map(|(letter, _)| letter)
        {
            let vote = round.vote(letter, CHOICES[letter % 4]);
            send(&town, &writer, &round, vote).await.expect("trying again works");
        }
        assert_eq!(stored(&place, &round).await.1.len(), TOO_MANY);
        other.store.close().await;
    });
}

fn is_busy(answer: &Answer) -> bool {
    matches!(answer, Err(ActError::Store(StoreError::Busy(_))))
}

#[test]
fn while_the_database_is_held_everyone_hears_busy_and_nothing_is_half_stored() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let (other, writer) = (place.second().await, Writer::start(place.store.clone()));
        let held = hold(&other, &round).await;
        let votes = first_votes(&round, 60);
        let answers =
            join_all(votes.into_iter().map(|(round, vote)| send(&town, &writer, round, vote))).await;
        assert!(answers.iter().all(is_busy), "{answers:?}");
        held.rollback().await.expect("let go");
        assert_eq!(stored(&place, &round).await, (BTreeSet::new(), BTreeSet::new()));
        let votes = first_votes(&round, 60);
        let answers =
            join_all(votes.into_iter().map(|(round, vote)| send(&town, &writer, round, vote))).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(stored(&place, &round).await.1, commitments(&answers));
        other.store.close().await;
    });
}
