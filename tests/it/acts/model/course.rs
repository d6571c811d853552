//! What people do in a vote, made up at random.

use proptest::prelude::*;

use super::rules::{By, Model, Sent};
use super::vote::{ALL, CHOICES, LETTERS};

/// What people do.
#[derive(Debug, Clone, Copy)]
pub enum Op {
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
    /// Two people at the desk revoke a letter; a spare one may take its place.
    Revoke {
        letter: usize,
        by: Option<usize>,
    },
    Close,
    Seal,
}

/// Of which ballot a change code or a receipt is.
#[derive(Debug, Clone, Copy)]
pub enum Which {
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

/// Everything that is sent.
fn sending() -> impl Strategy<Value = Op> {
    // Whoever holds a letter votes more often than whoever opened an envelope at the desk.
    let letter = prop_oneof![5 => 0..LETTERS, 1 => LETTERS..ALL].boxed();
    let (choice, sent) = (0..CHOICES.len(), 0..40_usize);
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

/// What the desk does: mostly what can be done, now and then what cannot.
fn revocation() -> impl Strategy<Value = (usize, Option<usize>)> {
    (0..ALL, prop_oneof![3 => (LETTERS..ALL).prop_map(Some), 1 => Just(None), 1 => (0..ALL).prop_map(Some)])
}

/// A vote from its opening on; most are closed, and many of those sealed.
pub fn course() -> impl Strategy<Value = Vec<Op>> {
    let step =
        prop_oneof![14 => sending(), 1 => revocation().prop_map(|(letter, by)| Op::Revoke { letter, by })];
    let step = step.boxed();
    let sendings = |most| prop::collection::vec(step.clone(), 0..most);
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

/// What is sent at the same time.
#[derive(Debug, Clone)]
pub struct AtOnce {
    pub ops: Vec<Op>,
    /// A letter is revoked in the midst of it.
    pub revokes: Option<(usize, Option<usize>)>,
    /// The round closes in the midst of it.
    pub closes: bool,
}

pub fn waves() -> impl Strategy<Value = Vec<AtOnce>> {
    // What is borrowed from another letter ties letters together; here each is looked at by itself.
    let alone = sending().prop_filter("a letter by itself", |op| !matches!(op, Op::Borrow { .. }));
    let wave = (
        prop::collection::vec(alone, 1..24),
        prop::option::weighted(0.3, revocation()),
        prop::bool::weighted(0.08),
    );
    let wave = wave.prop_map(|(ops, revokes, closes)| AtOnce { ops, revokes, closes });
    prop::collection::vec(wave, 1..10)
}

/// What an operation sends, as things stand; nothing when it needs an earlier sending and there is none.
pub fn sent(op: Op, model: &Model, before: &[Sent]) -> Option<Sent> {
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
        Op::Revoke { .. } | Op::Close | Op::Seal => return None,
    })
}
