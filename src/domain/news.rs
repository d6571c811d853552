//! News of a round and its plans (Dutch: nieuws): what happened, in one list that the page, the feed and the mail of who
//! follows all show. It is made of what is on record for everyone; nothing in it counts votes or names a person.

use serde::{Deserialize, Serialize};

use super::grant::GrantStep;
use super::growth::Stage;
use super::id::{PitchId, ProposalId, RoundId};
use super::log::entry::Entry;
use super::money::Cents;
use super::pitch::EventKind;
use super::progress::{Change, ChangeKind, Milestone, Report, Ruling, Turn};
use super::time::Moment;

/// Most news that a page, a feed or a mail shows, newest first.
pub const MOST: usize = 100;

/// What one can follow: a round, or one of its plans.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Topic {
    /// The round.
    pub round: RoundId,
    /// The plan on the ballot; nothing for the whole round.
    pub plan: Option<ProposalId>,
    /// The plan as its group sent it in, which may not be on a ballot yet, or never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pitch: Option<PitchId>,
}

impl Topic {
    /// A round.
    pub fn round(round: RoundId) -> Topic {
        Topic { round, plan: None, pitch: None }
    }

    /// A plan on the ballot.
    pub fn plan(round: RoundId, plan: ProposalId) -> Topic {
        Topic { round, plan: Some(plan), pitch: None }
    }

    /// A plan as its group sent it in.
    pub fn pitch(round: RoundId, pitch: PitchId) -> Topic {
        Topic { round, plan: None, pitch: Some(pitch) }
    }

    /// Whether it is the whole round.
    pub fn is_round(&self) -> bool {
        self.plan.is_none() && self.pitch.is_none()
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Its name within the round: the same for ever.
    pub id: String,
    /// When.
    pub at: Moment,
    /// About which plan on the ballot; nothing where it is on none, or about the whole round.
    pub plan: Option<ProposalId>,
    /// About which plan, as its group sent it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pitch: Option<PitchId>,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// A group sent a plan in.
    SentIn,
    /// It sent it in anew, changed.
    Mended,
    /// The plan comes on the ballot.
    Admitted,
    /// It does not.
    NotAdmitted,
    /// Its group asked that another officer looks again.
    Appealed,
    /// That officer did, and it stays off the ballot.
    Upheld,
    /// That officer did, and it comes on the ballot after all.
    Overturned,
    /// Plans went on as one.
    Merged,
    /// A part of a plan goes on apart.
    Parted,
    /// Its group took it back.
    TakenBack,
    /// The vote began.
    Opened,
    /// The vote takes longer.
    Extended {
        /// Until when.
        until: Moment,
    },
    /// The vote ended.
    Closed,
    /// The round was stopped.
    Cancelled,
    /// Two officers signed for the result.
    Certified {
        /// 1 for the first certificate of the round; a later one takes the place of the one before.
        number: u64,
    },
    /// The grant took a step.
    Grant {
        /// Which.
        step: GrantStep,
    },
    /// Money was paid.
    Paid {
        /// How much.
        amount: Cents,
    },
    /// Something happened to a milestone.
    Turned {
        /// Which milestone of the grant.
        number: u64,
        /// What was to be there.
        title: String,
        /// What happened.
        turn: Turn,
        /// The day of it, as `2027-05-01`.
        day: String,
    },
    /// The group told how it goes.
    Told {
        /// Which report of the grant.
        number: u64,
        /// Its title.
        title: String,
    },
    /// The municipality took a report off.
    Withheld {
        /// Which report of the grant.
        number: u64,
    },
    /// Somebody asked to do it in another way.
    Asked {
        /// Which request about the grant.
        number: u64,
        /// What kind.
        kind: ChangeKind,
    },
    /// The municipality decided on that.
    Ruled {
        /// Which request about the grant.
        number: u64,
        /// What kind.
        kind: ChangeKind,
        /// Yes or no.
        ruling: Ruling,
    },
    /// The municipality evaluated the plan: it may take the next step.
    Grown {
        /// Where it may go.
        to: Stage,
    },
}

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

/// What is on record of a plan between its group and the ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The plan, as its group sent it in.
    pub pitch: PitchId,
    /// The plan on the ballot.
    pub plan: Option<ProposalId>,
    /// What happened: number, what, when.
    pub events: Vec<(u64, EventKind, Moment)>,
}

/// The news that follows from the log of a round, from how its plans came in, and from the course of its grants, oldest first.
pub fn of(log: &[Entry], reviews: &[Review], courses: &[Course]) -> Vec<News> {
    let mut all = of_log(log);
    for review in reviews {
        all.extend(of_review(review));
    }
    for course in courses {
        all.extend(of_course(course));
    }
    all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    all
}

/// Those that someone who follows a topic wants: of a plan also what happens to its round.
pub fn about(all: Vec<News>, topic: &Topic) -> Vec<News> {
    let wanted = |news: &News| {
        let of_round = news.plan.is_none() && news.pitch.is_none();
        let of_plan = news.plan.is_some() && news.plan == topic.plan;
        let of_pitch = news.pitch.is_some() && news.pitch == topic.pitch;
        topic.is_round() || of_round || of_plan || of_pitch
    };
    all.into_iter().filter(wanted).collect()
}

fn of_log(log: &[Entry]) -> Vec<News> {
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

/// What everyone may know of a plan on its way to the ballot: that something is missing is for its group.
fn of_review(review: &Review) -> Vec<News> {
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
            EventKind::Merge => What::Merged,
            EventKind::Split => What::Parted,
            EventKind::Repair
            | EventKind::Reopen
            | EventKind::Remark
            | EventKind::Show
            | EventKind::Reply
            | EventKind::Extend => continue,
        };
        came = true;
        let (plan, pitch) = (review.plan.clone(), Some(review.pitch.clone()));
        news.push(News { id: format!("pitch-{}-{number}", review.pitch), at: *at, plan, pitch, what });
    }
    news
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

fn of_course(course: &Course) -> Vec<News> {
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
        all.push(match &one.withheld {
            None => {
                let what = What::Told { number: one.number, title: one.title.clone() };
                news("report", one.number, one.at, what)
            }
            Some((at, _)) => news("withheld", one.number, *at, What::Withheld { number: one.number }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::digest::Digest;

    fn at(minutes: i64) -> Moment {
        Moment::from_micros(0).plus_minutes(minutes)
    }

    fn course(plan: &str) -> Course {
        Course {
            plan: ProposalId::new(plan),
            steps: vec![(1, GrantStep::Certify, at(30)), (2, GrantStep::Announce, at(40))],
            paid: vec![(7, at(50), Cents::euros(100))],
            milestones: Vec::new(),
            reports: Vec::new(),
            changes: Vec::new(),
            evaluated: None,
        }
    }

    #[test]
    fn news_is_in_order_and_who_follows_a_plan_hears_of_its_round_and_of_no_other_plan() {
        let log = [
            Entry::Open { at: at(10), ballot_key: Digest::of(b"k") },
            Entry::Close { at: at(20), ballots: 1_234, channels: Vec::new() },
            Entry::Certificate { at: at(30), certificate: Digest::of(b"c"), signatures: Digest::of(b"s") },
        ];
        let pitch = PitchId::new("p");
        let events = vec![
            (1, EventKind::Submit, at(1)),
            (2, EventKind::Repair, at(2)),
            (3, EventKind::Submit, at(3)),
            (4, EventKind::Admit, at(4)),
        ];
        let review = Review { pitch: pitch.clone(), plan: Some(ProposalId::new("01")), events };
        let all = of(&log, &[review], &[course("01"), course("02")]);
        let ids: Vec<&str> = all.iter().map(|news| news.id.as_str()).collect();
        let first = "pitch-p-1 pitch-p-3 pitch-p-4 open close";
        assert_eq!(ids.join(" "), format!("{first} 01-step-1 02-step-1 certificate-1 01-paid-7 02-paid-7"));
        let said = serde_json::to_string(&all).unwrap();
        assert!(!said.contains("1234"), "no count: {said}");
        assert_eq!(serde_json::from_str::<Vec<News>>(&said).unwrap(), all);
        let round = RoundId::new("zuilen");
        let topic = Topic::plan(round.clone(), ProposalId::new("02"));
        let own = about(all.clone(), &topic);
        assert!(own.iter().all(|news| news.plan.as_ref().is_none_or(|plan| plan.as_str() == "02")));
        assert_eq!((own.len(), about(all.clone(), &Topic::round(round.clone())).len()), (5, 10));
        let of_pitch = about(all, &Topic::pitch(round, pitch));
        assert_eq!(of_pitch.len(), 6, "how it came in, and what happens to its round: {of_pitch:?}");
    }
}
