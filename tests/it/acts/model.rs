//! Voting against a model of its laws: whatever people send, in whatever order, the service answers and stores
//! what a program of sixty lines says (trust R8, invariants I1 to I4).

#[path = "model/rules.rs"]
mod rules;
#[path = "model/vote.rs"]
mod vote;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use schuifruimte::acts;
use schuifruimte::acts::ballot::Writer;
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::money::Cents;

use self::rules::{By, Model, No, Sent, Stage};
use self::vote::{Answer, CHOICES, Held, Known, LETTERS, Twice};
use crate::support::town::NOORDWEST;
use crate::support::{Place, Town, now, on_both};

/// What people do.
#[derive(Debug, Clone, Copy)]
enum Op {
    /// A letter is voted with.
    Vote {
        letter: usize,
        choice: usize,
    },
    /// The same with a change code.
    Change {
        letter: usize,
        code: Which,
        choice: usize,
    },
    /// A ballot is changed from the page with its receipt.
    Visit {
        letter: usize,
        pass: Which,
        choice: usize,
    },
    /// Something is sent once more, as it was.
    Again {
        sending: usize,
    },
    /// Something is sent once more, with other choices.
    Twist {
        sending: usize,
        choice: usize,
    },
    /// A letter is voted with or changed under the name of an earlier sending.
    Borrow {
        letter: usize,
        code: Which,
        sending: usize,
        choice: usize,
    },
    /// Someone makes up a code.
    Guess {
        choice: usize,
    },
    Close,
    Seal,
}

/// Of which ballot a change code or a receipt is.
#[derive(Debug, Clone, Copy)]
enum Which {
    /// The one that counts for the letter; without one, none.
    Counting,
    /// One that was accepted earlier, of whichever letter.
    Earlier(usize),
    /// None.
    MadeUp,
}

fn which() -> impl Strategy<Value = Which> {
    prop_oneof![
        4 => Just(Which::Counting),
        1 => (0..40_usize).prop_map(Which::Earlier),
        3 => Just(Which::MadeUp),
    ]
}

/// Everything that is sent. Letters that are revoked and replaced are to join here, in [`Op`], in
/// `Model::send` and in `Twice`; nothing else has to change.
fn sending() -> impl Strategy<Value = Op> {
    let (letter, choice, sent) = (0..LETTERS, 0..CHOICES.len(), 0..40_usize);
    let vote = (letter.clone(), choice.clone()).prop_map(|(letter, choice)| Op::Vote { letter, choice });
    let change = (letter.clone(), which(), choice.clone()).prop_map(|(letter, code, choice)| Op::Change {
        letter,
        code,
        choice,
    });
    let visit = (letter.clone(), which(), choice.clone()).prop_map(|(letter, pass, choice)| Op::Visit {
        letter,
        pass,
        choice,
    });
    let again = sent.clone().prop_map(|sending| Op::Again { sending });
    let twist = (sent.clone(), choice.clone()).prop_map(|(sending, choice)| Op::Twist { sending, choice });
    let borrow = (letter, which(), sent, choice.clone())
        .prop_map(|(letter, code, sending, choice)| Op::Borrow { letter, code, sending, choice });
    let guess = choice.prop_map(|choice| Op::Guess { choice });
    prop_oneof![4 => vote, 8 => change, 4 => visit, 3 => again, 2 => twist, 3 => borrow, 1 => guess]
}

/// A vote from its opening on; most are closed, and many of those sealed.
fn course() -> impl Strategy<Value = Vec<Op>> {
    let sendings = |most| prop::collection::vec(sending(), 0..most);
    let early = prop_oneof![9 => Just(vec![]), 1 => Just(vec![Op::Seal])];
    let then = |step: Op, most| sendings(most).prop_map(move |rest| [vec![step], rest].concat());
    let sealed = (then(Op::Close, 6), then(Op::Seal, 4));
    let end = prop_oneof![
        1 => Just(vec![]),
        2 => then(Op::Close, 6),
        3 => sealed.prop_map(|(closed, sealed)| [closed, sealed, vec![Op::Close]].concat()),
    ];
    (sendings(60), early, end).prop_map(|(open, early, end)| [early, open, end].concat())
}

/// A town whose wijk has money for some thousand small rounds.
async fn rich_town(place: &Place) -> Town {
    let town = Town::new(place).await;
    let much = Cents::euros(2_000_000);
    acts::budget::allocate(&mut town.nobody_at(now()), &town.line, &AreaId::new(NOORDWEST), much)
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

/// What an operation sends, as things stand; nothing when it needs an earlier sending and there is none.
fn sent(op: Op, model: &Model, before: &[Sent]) -> Option<Sent> {
    let of = |which: Which, letter: usize| match which {
        Which::Counting => model.counting.get(&letter).map(|(ballot, _)| *ballot),
        Which::Earlier(number) => (!model.accepted.is_empty()).then(|| number % model.accepted.len()),
        Which::MadeUp => None,
    };
    let earlier = |number: usize| (!before.is_empty()).then(|| before[number % before.len()]);
    let cast = before.len();
    Some(match op {
        Op::Vote { letter, choice } => Sent { letter, by: By::Code, choice, cast },
        Op::Change { letter, code, choice } => {
            Sent { letter, by: By::ChangeCode(of(code, letter)), choice, cast }
        }
        Op::Visit { letter, pass, choice } => Sent { letter, by: By::Visit(of(pass, letter)), choice, cast },
        Op::Again { sending } => earlier(sending)?,
        Op::Twist { sending, choice } => Sent { choice, ..earlier(sending)? },
        Op::Borrow { letter, code, sending, choice } => {
            Sent { letter, by: By::ChangeCode(of(code, letter)), choice, cast: earlier(sending)?.cast }
        }
        Op::Guess { choice } => Sent { letter: 0, by: By::Stranger, choice, cast },
        Op::Close | Op::Seal => return None,
    })
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
        assert_eq!(heard.borrow().len(), 7, "a receipt and each refusal: {heard:?}");
        eprintln!("{} rounds, {} steps", rounds.get(), steps.get());
    });
}

/// What is sent at the same time.
#[derive(Debug, Clone)]
struct AtOnce {
    ops: Vec<Op>,
    /// The round closes in the midst of it.
    closes: bool,
}

fn waves() -> impl Strategy<Value = Vec<AtOnce>> {
    // What is borrowed from another letter ties letters together; here each is looked at by itself.
    let alone = sending().prop_filter("a letter by itself", |op| !matches!(op, Op::Borrow { .. }));
    let wave = (prop::collection::vec(alone, 1..24), prop::bool::weighted(0.08));
    prop::collection::vec(wave.prop_map(|(ops, closes)| AtOnce { ops, closes }), 1..10)
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
    for AtOnce { ops, closes } in waves {
        let before = twice.sent.len();
        for op in ops {
            let next = sent(*op, &twice.known.model, &twice.sent);
            twice.sent.extend(next);
        }
        let all = &twice.sent[before..];
        let was_open = twice.known.model.stage == Stage::Open;
        let (answers, closed) = twice.send_all(writers, all, *closes).await;
        prop_assert_eq!(closed, *closes && was_open, "the close");
        if closed {
            twice.known.model.stage = Stage::Closed;
        }
        let is_refused = |answer: &Answer| *answer == Err(No::Closed);
        let late = answers.iter().filter(|answer| is_refused(answer)).count();
        prop_assert!(if was_open { closed || late == 0 } else { late == answers.len() }, "{:?}", answers);
        for (letter, held) in stored(&twice).await?.iter().enumerate() {
            let own = twice.sent[before..].iter().copied().zip(answers.iter().cloned());
            let own: Vec<_> =
                own.filter(|(sent, answer)| sent.letter == letter && !is_refused(answer)).collect();
            let mut known = twice.known.clone();
            known.model.stage = Stage::Open;
            let told = format!("letter {letter}: no order of {own:#?} gives {held:#?}");
            let explained = explain(known, own, &|known| known.held(letter) == *held);
            let stage = twice.known.model.stage;
            twice.known = explained.ok_or_else(|| TestCaseError::fail(told))?;
            twice.known.model.stage = stage;
        }
    }
    same_in_the_end(&twice).await
}

/// An order of sendings in which the model gives their answers and ends as it should.
fn explain(known: Known, rest: Vec<(Sent, Answer)>, ends: &impl Fn(&Known) -> bool) -> Option<Known> {
    if rest.is_empty() {
        return ends(&known).then_some(known);
    }
    for place in 0..rest.len() {
        let mut next = known.clone();
        let (sent, answer) = &rest[place];
        if !next.says(*sent, answer) {
            continue;
        }
        let changes_nothing =
            next.receipts.len() == known.receipts.len() && next.model.counting == known.model.counting;
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
    let mut model = Model::new();
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
}
