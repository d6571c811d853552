//! Voting against a model of its laws: whatever people send, in whatever order, the service answers and stores
//! what a program of sixty lines says (trust R8, invariants I1 to I4).

mod course;
mod rules;
mod vote;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use schuifruimte::acts::ballot::Writer;
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::money::Cents;

use self::course::{AtOnce, Op, course, sent, waves};
use self::rules::{By, Letter, Model, No, Sent, Stage};
use self::vote::{Answer, Held, Known, Twice};
use crate::support::town::NOORDWEST;
use crate::support::{Place, Town, now, on_both};

/// A town whose wijk has money for some thousand small rounds.
async fn rich_town(place: &Place) -> Town {
    let town = Town::new(place).await;
    let much = Cents::euros(2_000_000);
    crate::support::allocate(&mut town.nobody_at(now()), &town.line, &AreaId::new(NOORDWEST), much)
        .await
        .expect("an allocation");
    town
}

/// Tries a law on courses that are the same in every run, all in one database. What fails is made as short as
/// can be before it is shown.
fn for_all<S: Strategy>(cases: u32, courses: &S, law: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config =
        ProptestConfig { cases, max_shrink_iters: 400, failure_persistence: None, ..Default::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    match runner.run(courses, law) {
        Ok(()) => {}
        Err(TestError::Fail(reason, course)) => panic!("{reason}\nin {course:?}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// Waits for something in the midst of a law.
fn wait<F: Future>(future: F) -> F::Output {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(future))
}

/// The kinds of answers that were given.
type Heard = RefCell<BTreeSet<String>>;

/// One step at a time: each answer, and what is stored in the end.
async fn one_by_one(town: &Town, number: usize, course: &[Op], heard: &Heard) -> Result<(), TestCaseError> {
    let mut twice = Twice::new(town, number).await;
    for op in course {
        step(&mut twice, *op, heard).await?;
    }
    same_in_the_end(&twice).await
}

async fn step(twice: &mut Twice<'_>, op: Op, heard: &Heard) -> Result<(), TestCaseError> {
    let stage = twice.known.model.stage;
    match op {
        Op::Revoke { letter, by } => {
            let may = twice.known.model.revoke(letter, by);
            prop_assert_eq!(twice.revoke(letter, by).await, may, "revoking");
        }
        Op::Close => {
            prop_assert_eq!(twice.close().await, stage == Stage::Open, "the close");
            if stage == Stage::Open {
                twice.known.model.stage = Stage::Closed;
            }
        }
        Op::Seal => {
            prop_assert_eq!(twice.seal().await, stage == Stage::Closed, "the seal");
            if stage == Stage::Closed {
                twice.known.model.stage = Stage::Sealed;
            }
        }
        _ => {
            let Some(sent) = sent(op, &twice.known.model, &twice.sent) else { return Ok(()) };
            let answer = twice.send(sent).await;
            let expected = twice.known.model.clone().send(sent);
            heard.borrow_mut().insert(format!("{:?}", answer.as_ref().map(|_| "a receipt")));
            let is_same = twice.known.says(sent, &answer);
            prop_assert!(is_same, "{:?} gave {:?}, the model says {:?}", sent, answer, expected);
            twice.sent.push(sent);
        }
    }
    Ok(())
}

async fn stored(twice: &Twice<'_>) -> Result<Vec<Held>, TestCaseError> {
    twice.stored().await.map_err(TestCaseError::fail)
}

async fn same_in_the_end(twice: &Twice<'_>) -> Result<(), TestCaseError> {
    let counting = u64::try_from(twice.known.model.counting.len()).expect("few");
    let steps = twice.known.model.stage as usize;
    prop_assert_eq!(twice.told().await, vec![counting; steps], "what close and seal say");
    if twice.known.model.stage == Stage::Sealed {
        prop_assert_eq!(twice.sealed().await, (twice.known.list(), 0));
        return Ok(());
    }
    for (letter, held) in stored(twice).await?.into_iter().enumerate() {
        prop_assert_eq!(held, twice.known.held(letter), "letter {}", letter);
    }
    Ok(())
}

#[test]
fn whatever_is_sent_one_by_one_the_service_says_and_stores_what_the_model_says() {
    on_both(|place| async move {
        let town = rich_town(&place).await;
        let (rounds, steps, heard) = (Cell::new(0), Cell::new(0), Heard::default());
        for_all(60, &course(), |course| {
            rounds.set(rounds.get() + 1);
            steps.set(steps.get() + course.len());
            wait(one_by_one(&town, rounds.get(), &course, &heard))
        });
        assert_eq!(heard.borrow().len(), 8, "a receipt and each refusal: {heard:?}");
        eprintln!("{} rounds, {} steps", rounds.get(), steps.get());
    });
}

/// Many at once, through the writers of two processes: for each letter there must be an order in which the model
/// gives the same answers and ends with the same ballots.
async fn wave_by_wave(
    town: &Town,
    writers: &[Writer],
    number: usize,
    waves: &[AtOnce],
) -> Result<(), TestCaseError> {
    let mut twice = Twice::new(town, number).await;
    for wave in waves {
        let before = twice.sent.len();
        for op in &wave.ops {
            let next = sent(*op, &twice.known.model, &twice.sent);
            twice.sent.extend(next);
        }
        let was_open = twice.known.model.stage == Stage::Open;
        let besides = (wave.revokes, wave.closes);
        let (answers, revoked, closed) = twice.send_all(writers, &twice.sent[before..], besides).await;
        prop_assert_eq!(closed, wave.closes && was_open, "the close");
        let may = wave.revokes.is_some_and(|(letter, by)| twice.known.model.clone().revoke(letter, by));
        prop_assert!(revoked == may || (closed && !revoked), "revoking: {}", revoked);
        let late = answers.iter().filter(|answer| **answer == Err(No::Closed)).count();
        prop_assert!(if was_open { closed || late == 0 } else { late == answers.len() }, "{:?}", answers);
        let stage = if closed { Stage::Closed } else { twice.known.model.stage };
        twice.known.model.stage = stage;
        let stored = stored(&twice).await?;
        let (old, new) = wave.revokes.filter(|_| revoked).unzip();
        for (letter, held) in stored.iter().enumerate() {
            let sendings = twice.sent[before..].iter().copied().zip(answers.iter().cloned());
            // What came after the close changed nothing.
            let own = sendings.filter(|(sent, answer)| sent.letter == letter && *answer != Err(No::Closed));
            let own = own.map(|(sent, answer)| Event::Sent(sent, answer));
            let revoked = (old == Some(letter)).then_some(Event::Revoked(letter));
            let issued = (new.flatten() == Some(letter)).then_some(Event::Issued(letter));
            let own: Vec<Event> = own.chain(revoked).chain(issued).collect();
            let told = format!("letter {letter}: no order of {own:?} gives {held:?}");
            twice.known.model.stage = Stage::Open;
            let explained = explain(twice.known.clone(), own, &|known| known.held(letter) == *held);
            twice.known = explained.ok_or_else(|| TestCaseError::fail(told))?;
            twice.known.model.stage = stage;
        }
    }
    same_in_the_end(&twice).await
}

/// Something that happened to one letter.
#[derive(Debug, Clone)]
enum Event {
    Sent(Sent, Answer),
    Revoked(usize),
    Issued(usize),
}

/// An order of events in which the model gives the same answers and ends as it should.
fn explain(known: Known, rest: Vec<Event>, ends: &impl Fn(&Known) -> bool) -> Option<Known> {
    if rest.is_empty() {
        return ends(&known).then_some(known);
    }
    for place in 0..rest.len() {
        let mut next = known.clone();
        let is_possible = match &rest[place] {
            Event::Sent(sent, answer) => next.says(*sent, answer),
            Event::Revoked(letter) => {
                next.model.take_away(*letter);
                true
            }
            Event::Issued(letter) => {
                next.model.letters[*letter] = Letter::Good;
                true
            }
        };
        if !is_possible {
            continue;
        }
        let changes_nothing = next.receipts.len() == known.receipts.len()
            && next.model.counting == known.model.counting
            && next.model.letters == known.model.letters;
        let mut others = rest.clone();
        let _placed = others.remove(place);
        let found = explain(next, others, ends);
        // What changes nothing can stand here in any order that works.
        if found.is_some() || changes_nothing {
            return found;
        }
    }
    None
}

#[test]
fn whatever_is_sent_at_once_each_letter_has_one_chain_that_the_model_explains() {
    on_both(|place| async move {
        let town = rich_town(&place).await;
        let second = place.second().await;
        let writers = [Writer::start(place.store.clone()), Writer::start(second.store.clone())];
        let (rounds, steps) = (Cell::new(0), Cell::new(0));
        for_all(40, &waves(), |waves| {
            rounds.set(rounds.get() + 1);
            steps.set(steps.get() + waves.iter().map(|wave| wave.ops.len()).sum::<usize>());
            wait(wave_by_wave(&town, &writers, rounds.get(), &waves))
        });
        eprintln!("{} rounds, {} steps", rounds.get(), steps.get());
        second.store.close().await;
    });
}

#[test]
fn the_model_itself_locks_after_five_wrong_change_codes_and_keeps_one_ballot_a_letter() {
    let mut model = Model::new(1, 1);
    let sent = |by, cast| Sent { letter: 0, by, choice: 0, cast };
    assert_eq!(model.send(sent(By::Code, 0)), Ok(0));
    for cast in 1..6 {
        assert_eq!(model.send(sent(By::ChangeCode(None), cast)), Err(No::WrongChangeCode));
    }
    assert_eq!(model.send(sent(By::ChangeCode(Some(0)), 6)), Err(No::Locked));
    assert_eq!(model.send(sent(By::Visit(Some(0)), 7)), Ok(1));
    assert_eq!(model.send(sent(By::ChangeCode(Some(1)), 8)), Ok(2));
    assert_eq!(model.send(sent(By::Code, 8)), Ok(2), "the same sending");
    assert_eq!(model.counting.len(), 1);
    assert!(!model.revoke(1, None), "a spare letter is not handed out");
    assert!(model.revoke(0, Some(1)) && model.counting.is_empty());
    assert_eq!(model.send(sent(By::Visit(Some(2)), 9)), Err(No::Replaced));
}
