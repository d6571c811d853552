//! The first steps of a bid, each with a term of its round: the office talks with who prepares it, and finds out what its task costs
//! (Dutch: gesprek; kosten en contract). Both begin when the office first knows of the bid.

use super::task::CostStatus;
use crate::domain::pitch::clock::end_after;
use crate::domain::pitch::help::{Help, HelpKind};
use crate::domain::pitch::{Clocks, Event, EventKind};
use crate::domain::time::Moment;

/// A bid of which nothing is decided about the takeover, as far as these steps go.
#[derive(Debug, Clone, Copy)]
pub struct Begun<'a> {
    /// What was asked and said about its draft.
    pub help: &'a [Help],
    /// What happened to it since it was sent in.
    pub events: &'a [Event],
    /// The terms of its round.
    pub clocks: Clocks,
}

impl Begun<'_> {
    /// When the office first knew of it: by a question about the draft, or when it was sent in.
    fn known(&self) -> Option<Moment> {
        let asked = self.help.iter().find(|one| one.kind == HelpKind::Ask).map(|one| one.at);
        let sent = self.events.iter().find(|one| one.kind == EventKind::Submit).map(|one| one.at);
        [asked, sent].into_iter().flatten().min()
    }

    /// Whether somebody of the office said anything about it to its group.
    fn was_talked_about(&self) -> bool {
        let said = self.help.iter().any(|one| one.kind == HelpKind::Say);
        said || self.events.iter().any(|one| is_said(one.kind))
    }

    /// Until when the office talks with its group; nothing once it did.
    pub fn talk_by(&self) -> Option<Moment> {
        let known = self.known().filter(|_| !self.was_talked_about())?;
        Some(end_after(known, self.clocks.talk))
    }

    /// Until when the office finds out what the task costs; nothing once that is known.
    pub fn facts_by(&self, status: CostStatus) -> Option<Moment> {
        let known = self.known().filter(|_| status == CostStatus::Unknown)?;
        Some(end_after(known, self.clocks.facts))
    }
}

/// Whether the office says something to the group with it.
fn is_said(kind: EventKind) -> bool {
    match kind {
        EventKind::Repair
        | EventKind::Admit
        | EventKind::NotAdmit
        | EventKind::Remark
        | EventKind::Show
        | EventKind::Short => true,
        EventKind::Submit
        | EventKind::Withdraw
        | EventKind::Reply
        | EventKind::Extend
        | EventKind::Appeal
        | EventKind::Uphold
        | EventKind::Overturn
        | EventKind::Merge
        | EventKind::Split
        | EventKind::Reopen => false,
    }
}
