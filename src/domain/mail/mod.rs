//! Mail that the service sends: what it says as data, and the way of one mail from the table to the server.
//!
//! A mail is written down in the transaction of the act that wants it ([`crate::acts::outbox`]) and carried by a job. No mail
//! is ever sent twice by itself: before its words go out it is marked as begun, and one that was begun and never answered is
//! `unsure`, which only a person can send again. So a mail that is sent without a person arrives at most once; one that
//! certainly did not arrive is tried again.

mod address;
mod content;
mod regrouped;

pub use address::{Address, BadAddress};
pub use content::{Content, Door, Told, Took};
pub use regrouped::Regrouped;

use super::time::Moment;

/// Where a mail is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// It waits for its next try.
    Waiting,
    /// A process has it and talks to the server; not one of its words went out.
    Claimed,
    /// Its words are going out.
    Begun,
    /// The server took it.
    Sent,
    /// It was given up: it did not arrive.
    Failed,
    /// Its words went out and no answer came: it may have arrived.
    Unsure,
    /// A person decided that it is not to be sent any more.
    Dropped,
}

impl MailState {
    /// Every state with its name.
    pub const NAMES: [(MailState, &'static str); 7] = [
        (MailState::Waiting, "waiting"),
        (MailState::Claimed, "claimed"),
        (MailState::Begun, "begun"),
        (MailState::Sent, "sent"),
        (MailState::Failed, "failed"),
        (MailState::Unsure, "unsure"),
        (MailState::Dropped, "dropped"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        MailState::NAMES.iter().find(|(state, _)| *state == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<MailState> {
        MailState::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }
}

/// Why a mail is not sent yet, or never was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The mail server could not be reached, or let us not in.
    Unreachable,
    /// The server said: not now (a reply of the 400s).
    PutOff,
    /// The server said: never (a reply of the 500s about this mail).
    Refused,
    /// The connection broke, or the server was too slow, before any word of the mail went out.
    Broken,
    /// Its words went out and no answer came.
    Unanswered,
    /// It waited until it was of no use, or longer than [`PATIENCE_MINUTES`].
    Late,
    /// It cannot be written.
    Unwritable,
}

impl Fault {
    /// Every fault with its name.
    pub const NAMES: [(Fault, &'static str); 7] = [
        (Fault::Unreachable, "unreachable"),
        (Fault::PutOff, "put_off"),
        (Fault::Refused, "refused"),
        (Fault::Broken, "broken"),
        (Fault::Unanswered, "unanswered"),
        (Fault::Late, "late"),
        (Fault::Unwritable, "unwritable"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Fault::NAMES.iter().find(|(fault, _)| *fault == self).expect("every fault has a name").1
    }

    /// The fault of this name.
    pub fn named(name: &str) -> Option<Fault> {
        Fault::NAMES.iter().find(|(_, known)| *known == name).map(|(fault, _)| *fault)
    }
}

/// Seconds until the next try, after the first, the second and so on: growing, so that a server that is down is not
/// run over when it comes back.
const WAITS: [i64; 8] = [15, 60, 3 * 60, 10 * 60, 30 * 60, 2 * 3_600, 6 * 3_600, 12 * 3_600];
/// Most tries of one mail.
pub const MOST_TRIES: u64 = 12;
/// Minutes after which a mail that still waits is given up: three days.
pub const PATIENCE_MINUTES: i64 = 3 * 24 * 60;
/// Minutes for which a process may hold a mail before another one looks at it: longer than any talk with a server lasts.
pub const LEASE_MINUTES: i64 = 10;
/// Minutes for which the office sees what became of a mail: a week.
pub const KEPT_MINUTES: i64 = 7 * 24 * 60;

/// Minutes for which mail waits where no server is set: two weeks. Nobody has anything of it then.
pub const WAITING_KEPT_MINUTES: i64 = 14 * 24 * 60;

/// What becomes of a mail that was certainly not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is tried again at this moment.
    Again(Moment),
    /// It is given up.
    GiveUp,
}

/// What becomes of a mail after so many tries (this one included) that ended so. One that is soon of no use (`until`) is
/// tried more often: it waits for a sixth of the time that is left at most.
pub fn next(fault: Fault, tries: u64, now: Moment, until: Moment) -> Next {
    match fault {
        Fault::Refused | Fault::Late | Fault::Unwritable | Fault::Unanswered => Next::GiveUp,
        Fault::Unreachable | Fault::PutOff | Fault::Broken if tries >= MOST_TRIES => Next::GiveUp,
        Fault::Unreachable | Fault::PutOff | Fault::Broken => {
            let place = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
            let wait = *WAITS.get(place).unwrap_or(&WAITS[WAITS.len() - 1]);
            let left = (until.micros() - now.micros()) / 1_000_000;
            Next::Again(now.plus_seconds(wait.min((left / 6).max(WAITS[0]))))
        }
    }
}

/// When a mail that still waits is given up.
pub fn given_up_at(content: &Content, queued: Moment) -> Moment {
    let patience = queued.plus_minutes(PATIENCE_MINUTES);
    content.useless_after().map_or(patience, |until| until.min(patience))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let now = Moment::from_micros(0);
        let far = now.plus_minutes(PATIENCE_MINUTES);
        let mut last = 0;
        for tries in 1..MOST_TRIES {
            let Next::Again(at) = next(Fault::PutOff, tries, now, far) else {
                panic!("{tries} is not the last")
            };
            assert!(at.micros() >= last, "{tries}");
            last = at.micros();
        }
        assert_eq!(next(Fault::PutOff, MOST_TRIES, now, far), Next::GiveUp);
        let soon = now.plus_minutes(30);
        assert_eq!(
            next(Fault::Broken, 6, now, soon),
            Next::Again(now.plus_minutes(5)),
            "it is of no use later"
        );
        for never in [Fault::Refused, Fault::Unanswered, Fault::Unwritable, Fault::Late] {
            assert_eq!(next(never, 1, now, far), Next::GiveUp, "{never:?} is never tried again by itself");
        }
    }

    #[test]
    fn a_mail_reads_back_and_waits_no_longer_than_it_is_of_use() {
        let until = Moment::from_micros(60_000_000);
        let content = Content::Enter { token: "ab".into(), until, task: None };
        let text = serde_json::to_string(&content).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&text).unwrap(), content);
        assert_eq!(given_up_at(&content, Moment::from_micros(0)), until);
        assert_eq!(given_up_at(&Content::Moved, until), until.plus_minutes(PATIENCE_MINUTES));
        for (state, name) in MailState::NAMES {
            assert_eq!(MailState::named(name), Some(state));
        }
    }
}
