//! News of a plan on its way to the ballot, and of the takeover for which it is a bid.

use super::{News, What};
use crate::domain::bid::StepKind;
use crate::domain::id::{PitchId, ProposalId};
use crate::domain::pitch::EventKind;
use crate::domain::time::Moment;

/// What is on record of a plan between its group and the ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The plan, as its group sent it in.
    pub pitch: PitchId,
    /// The plan on the ballot.
    pub plan: Option<ProposalId>,
    /// What happened: number, what, when.
    pub events: Vec<(u64, EventKind, Moment)>,
    /// The steps of the takeover of its task, of a bid: number, which, when.
    pub takeover: Vec<(u64, StepKind, Moment)>,
}

impl Review {
    /// Its news.
    pub(super) fn news(&self) -> Vec<News> {
        let mut news = way(self);
        news.extend(self.takeover.iter().map(|(number, step, at)| News {
            id: format!("takeover-{}-{number}", self.pitch),
            at: *at,
            plan: self.plan.clone(),
            pitch: Some(self.pitch.clone()),
            what: What::Takeover { step: *step },
        }));
        news
    }
}

/// What everyone may know of a plan on its way to the ballot: that something is missing is for its group.
fn way(review: &Review) -> Vec<News> {
    let mut came = false;
    let mut news = Vec::new();
    for (number, kind, at) in &review.events {
        let what = match kind {
            EventKind::Submit if came => What::Mended,
            EventKind::Submit => What::SentIn,
            EventKind::Admit => What::Admitted,
            EventKind::NotAdmit => What::NotAdmitted,
            EventKind::Withdraw => What::TakenBack,
            EventKind::Appeal => What::Appealed,
            EventKind::Uphold => What::Upheld,
            EventKind::Overturn => What::Overturned,
            EventKind::Extend => What::Delayed,
            EventKind::Merge => What::Merged,
            EventKind::Split => What::Parted,
            EventKind::Repair
            | EventKind::Reopen
            | EventKind::Remark
            | EventKind::Show
            | EventKind::Reply
            | EventKind::Short => continue,
        };
        came = true;
        let (plan, pitch) = (review.plan.clone(), Some(review.pitch.clone()));
        news.push(News { id: News::of_pitch(&review.pitch, *number), at: *at, plan, pitch, what });
    }
    news
}
