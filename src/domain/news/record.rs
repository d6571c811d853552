//! News as it follows from each thing on record.

use super::{News, What};
use crate::domain::grant::GrantStep;
use crate::domain::growth::Stage;
use crate::domain::id::ProposalId;
use crate::domain::log::entry::Entry;
use crate::domain::meeting::Meeting;
use crate::domain::money::Cents;
use crate::domain::progress::{Change, Milestone, Report};
use crate::domain::time::Moment;

/// What is on record of the grant of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The plan.
    pub plan: ProposalId,
    /// Its steps: number, which, when.
    pub steps: Vec<(u64, GrantStep, Moment)>,
    /// What was paid: number of the posting, when, how much.
    pub paid: Vec<(u64, Moment, Cents)>,
    /// Its milestones.
    pub milestones: Vec<Milestone>,
    /// What was told of it.
    pub reports: Vec<Report>,
    /// What was asked to change.
    pub changes: Vec<Change>,
    /// When it was evaluated, and where it may go.
    pub evaluated: Option<(Moment, Stage)>,
}

pub(super) fn of_log(log: &[Entry]) -> Vec<News> {
    let (mut news, mut extended, mut certified) = (Vec::new(), 0, 0);
    for entry in log {
        let (id, at, what) = match entry {
            Entry::Open { at, .. } => ("open".to_string(), *at, What::Opened),
            Entry::Extend { at, until } => {
                extended += 1;
                (format!("extend-{extended}"), *at, What::Extended { until: *until })
            }
            Entry::Close { at, .. } => ("close".to_string(), *at, What::Closed),
            Entry::Cancel { at } => ("cancel".to_string(), *at, What::Cancelled),
            Entry::Certificate { at, .. } => {
                certified += 1;
                (format!("certificate-{certified}"), *at, What::Certified { number: certified })
            }
            Entry::Config { .. }
            | Entry::Register { .. }
            | Entry::Revoke { .. }
            | Entry::Import { .. }
            | Entry::Ballot { .. }
            | Entry::Void { .. }
            | Entry::Seal { .. }
            | Entry::Note { .. }
            | Entry::Draw { .. }
            | Entry::Tally { .. } => continue,
        };
        news.push(News { id, at, plan: None, pitch: None, what });
    }
    news
}

pub(super) fn of_meeting(meeting: &Meeting, plan: Option<&ProposalId>) -> Vec<News> {
    let title = || meeting.title.clone();
    let news = |name: &str, at: Moment, what: What| News {
        id: format!("meeting-{}-{name}", meeting.id),
        at,
        plan: plan.cloned(),
        pitch: meeting.pitch.clone(),
        what,
    };
    let called = What::Called { title: title(), on: meeting.at, place: meeting.place.clone() };
    let off = meeting.cancelled.as_ref().map(|(at, _)| news("off", *at, What::CalledOff { title: title() }));
    let met = meeting.report.as_ref().map(|(at, _)| news("report", *at, What::Met { title: title() }));
    [Some(news("called", meeting.made, called)), off, met].into_iter().flatten().collect()
}

/// Steps that are news: not those that only pass a paper on.
fn is_news(step: GrantStep) -> bool {
    match step {
        GrantStep::Certify
        | GrantStep::Award
        | GrantStep::Start
        | GrantStep::Account
        | GrantStep::Settle
        | GrantStep::Close
        | GrantStep::Withdraw
        | GrantStep::Refuse
        | GrantStep::Revoke
        | GrantStep::Lapse
        | GrantStep::Uphold
        | GrantStep::Reopen => true,
        GrantStep::Announce | GrantStep::Advance => false,
    }
}

pub(super) fn of_course(course: &Course) -> Vec<News> {
    let plan = &course.plan;
    let news = |name: &str, number: u64, at: Moment, what: What| News {
        id: format!("{plan}-{name}-{number}"),
        at,
        plan: Some(plan.clone()),
        pitch: None,
        what,
    };
    let steps = course.steps.iter().filter(|(_, step, _)| is_news(*step));
    let steps = steps.map(|(number, step, at)| news("step", *number, *at, What::Grant { step: *step }));
    let paid = course.paid.iter();
    let paid = paid.map(|(seq, at, amount)| news("paid", *seq, *at, What::Paid { amount: *amount }));
    let mut all: Vec<News> = steps.chain(paid).collect();
    for one in &course.milestones {
        for (place, event) in (1..).zip(&one.events) {
            let (number, title, day) = (one.number, one.title.clone(), event.day.to_string());
            let what = What::Turned { number, title, turn: event.turn, day };
            all.push(news(&format!("milestone-{number}"), place, event.at, what));
        }
    }
    for one in &course.reports {
        all.push(match &one.off {
            None => {
                let what = What::Told { number: one.number, title: one.title.clone() };
                news("report", one.number, one.at, what)
            }
            Some(off) => news("withheld", one.number, off.at, What::Withheld { number: one.number }),
        });
    }
    for one in &course.changes {
        let (number, kind) = (one.number, one.kind);
        all.push(news("asked", number, one.at, What::Asked { number, kind }));
        if let Some(decided) = &one.decided {
            let what = What::Ruled { number, kind, ruling: decided.ruling };
            all.push(news("ruled", number, decided.at, what));
        }
    }
    all.extend(course.evaluated.map(|(at, to)| news("grown", 1, at, What::Grown { to })));
    all
}
