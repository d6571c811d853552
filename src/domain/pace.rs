//! How often something may happen, where it must hold on all copies of the service and after a restart: the counters are
//! rows. Each is one moment that every use moves on by a step; it may lie ahead by a burst. (Known as GCRA, from the
//! networks of telephones.)

use super::digest::Digest;
use super::initiator::LINK_MINUTES;

/// A pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// What is counted: also keeps the keys of one apart from those of another.
    pub name: &'static str,
    /// Seconds that one use takes.
    pub step: i64,
    /// Uses at once after a quiet time.
    pub burst: i64,
}

/// Mails to one address that somebody asked for without being signed in. After the first two, one in a quarter of an hour:
/// never more than six in an hour; and because a link opens for half an hour, whoever is bothered by others that ask
/// has one in the mailbox that works, at any time.
pub const MAIL_TO_ADDRESS: Pace = Pace { name: "mail-to", step: 15 * 60, burst: 2 };
/// Invitations to one address, from whatever group: few, on top of those.
pub const INVITATIONS_TO_ADDRESS: Pace = Pace { name: "invitations-to", step: 3_600, burst: 2 };
/// Questions to one address whether it wants to follow something: few, on top of those. What is followed is sent at a pace
/// of its own.
pub const FOLLOWS_TO_ADDRESS: Pace = Pace { name: "follows-to", step: 3_600, burst: 3 };
/// The same of one client, for whatever address. A library or a home shares one.
pub const FOLLOWS_OF_CLIENT: Pace = Pace { name: "follows-of", step: 60, burst: 10 };
/// Contributions of one client to the talk about plans, for whatever address. A library or a home shares one.
pub const CONTRIBUTIONS_OF_CLIENT: Pace = Pace { name: "contributions-of", step: 60, burst: 20 };
/// Reports of one client about what others said.
pub const REPORTS_OF_CLIENT: Pace = Pace { name: "reports-of", step: 120, burst: 10 };
/// What one address says yes to, takes back or asks a second look at, by the link in a mail; and what one member of an alliance
/// answers.
pub const TALK_CHOICES: Pace = Pace { name: "talk-choices", step: 30, burst: 60 };
/// Mails to a group that people talk about its plan: one in a day, however much they say.
pub const TALK_TO_GROUP: Pace = Pace { name: "talk-to", step: 24 * 3_600, burst: 1 };
/// Mails to a group that one other group asks to go on with it as one: one in a day. What it did not hear of stands on the page of its
/// plan.
pub const MERGE_ASKED: Pace = Pace { name: "merge-asked", step: 24 * 3_600, burst: 1 };
/// The same of all groups together that ask it: a stranger that asks every day does not keep a partner from being heard.
pub const MERGES_ASKED: Pace = Pace { name: "merges-asked", step: 4 * 3_600, burst: 5 };
/// Requests of one client that the desk calls about a letter. A home for the elderly or a library shares one client.
pub const CALLS_OF_CLIENT: Pace = Pace { name: "calls-of", step: 5 * 60, burst: 10 };
/// The same of everybody together, for one round.
pub const CALLS_OF_ROUND: Pace = Pace { name: "calls-round", step: 60, burst: 100 };
/// Links that one client (an address, or the /64 of one) asks for. A library or a home shares one.
pub const LINKS_OF_CLIENT: Pace = Pace { name: "links-of", step: 60, burst: 10 };
/// Changes of one's mind about mail, by the link in it: nobody is signed in there.
pub const MAIL_CHOICES: Pace = Pace { name: "mail-choices", step: 10 * 60, burst: 6 };
/// What one person changes in an own account and own groups; each is a line in a log that is kept.
pub const CHANGES: Pace = Pace { name: "changes-of", step: 60, burst: 40 };
/// What one person writes in plans: a page of a plan is a change, and a whole evening of mending fits.
pub const WRITING: Pace = Pace { name: "writing-of", step: 20, burst: 120 };
/// Invitations of one person.
pub const INVITATIONS: Pace = Pace { name: "invitations-of", step: 6 * 60, burst: 10 };

impl Pace {
    /// The key of a counter. It shows nobody whose it is, but for who has the database and tries all addresses.
    pub fn key(&self, of: &str) -> Digest {
        Digest::of_parts(&[b"schuifruimte-pace/1\0", self.name.as_bytes(), b"\0", of.as_bytes()])
    }
}

// A mailbox is never without a link that works, nor full of them.
const _: () = assert!(MAIL_TO_ADDRESS.step < LINK_MINUTES * 60);
const _: () = assert!(MAIL_TO_ADDRESS.burst + 3_600 / MAIL_TO_ADDRESS.step <= 6);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_of_one_pace_are_not_those_of_another() {
        assert_ne!(MAIL_TO_ADDRESS.key("a"), LINKS_OF_CLIENT.key("a"));
        assert_ne!(MAIL_TO_ADDRESS.key("a"), MAIL_TO_ADDRESS.key("b"));
    }
}
