//! Following a round or a plan by mail (Dutch: volgen), without an account. Whoever types an address gets one mail; only who
//! opens its link follows. Kept of a follower is the address, the language and what is followed, and nothing else.

use super::digest::Digest;
use super::mail::Address;
use super::news::Topic;
use super::time::Moment;

/// Minutes for which the link that says yes can be used.
pub const CONFIRM_MINUTES: i64 = 48 * 60;
/// Minutes between two mails with news to one address: one a day.
pub const NEWS_MINUTES: i64 = 24 * 60;
/// Most things that one address follows, also those that wait for a yes.
pub const MOST: u64 = 40;

/// Somebody who follows something, or was asked whether that is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// What the database knows of the text of the link in the first mail.
    pub key: Digest,
    /// Where mail goes.
    pub email: Address,
    /// The tag of the language of mail.
    pub language: String,
    /// What is followed.
    pub topic: Topic,
    /// When it was asked for.
    pub asked: Moment,
    /// Since when it is followed; nothing as long as nobody said yes.
    pub since: Option<Moment>,
    /// What happened until then was told.
    pub told: Moment,
}

impl Follow {
    /// Whether the link still says yes to it.
    pub fn is_open(&self, now: Moment) -> bool {
        self.since.is_none() && now < self.asked.plus_minutes(CONFIRM_MINUTES)
    }
}
