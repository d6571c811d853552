//! News of a round and its plans (Dutch: nieuws): what happened, in one list that the page, the feed and the mail of who
//! follows all show. It is made of what is on record for everyone; nothing in it counts votes or names a person.

mod record;
mod review;

pub use record::Course;
use record::{of_course, of_log, of_meeting};
pub use review::Review;
use serde::{Deserialize, Serialize};

use super::bid::StepKind;
use super::grant::GrantStep;
use super::growth::Stage;
use super::id::{PitchId, ProposalId, RoundId};
use super::log::entry::Entry;
use super::meeting::Meeting;
use super::money::Cents;
use super::progress::{ChangeKind, Ruling, Turn};
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

impl News {
    /// The name of what happened to a plan on its way to the ballot.
    pub fn of_pitch(pitch: &PitchId, number: u64) -> String {
        format!("pitch-{pitch}-{number}")
    }
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
    /// The office takes more time to decide about it.
    Delayed,
    /// Somebody called a meeting.
    Called {
        /// What it is called.
        title: String,
        /// When.
        on: Moment,
        /// Where.
        place: String,
    },
    /// It was called off.
    CalledOff {
        /// What it is called.
        title: String,
    },
    /// It was told what was said there.
    Met {
        /// What it is called.
        title: String,
    },
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
    /// A step in the takeover of a task, for which the plan is a bid.
    Takeover {
        /// Which.
        step: StepKind,
    },
}

/// The news that follows from the log of a round, from how its plans came in, from meetings, and from the course of its
/// grants, oldest first.
pub fn of(log: &[Entry], reviews: &[Review], meetings: &[Meeting], courses: &[Course]) -> Vec<News> {
    let mut all = of_log(log);
    for meeting in meetings {
        let about = reviews.iter().find(|review| Some(&review.pitch) == meeting.pitch.as_ref());
        all.extend(of_meeting(meeting, about.and_then(|review| review.plan.as_ref())));
    }
    for review in reviews {
        all.extend(review.news());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::digest::Digest;
    use crate::domain::id::MeetingId;
    use crate::domain::pitch::EventKind;

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

    /// Whoever follows a plan hears of its meetings and of those of its round, and of no other plan's.
    #[test]
    fn meetings_are_news_of_what_they_are_about() {
        let meeting = |id: &str, pitch: Option<&str>| Meeting {
            id: MeetingId::new(id),
            round: RoundId::new("zuilen"),
            pitch: pitch.map(PitchId::new),
            title: "Avond".into(),
            at: at(100),
            place: "De Leeszaal".into(),
            access: String::new(),
            about: String::new(),
            by: String::new(),
            desk: None,
            made: at(1),
            cancelled: None,
            report: Some((at(200), "Er kwamen veertig mensen.".into())),
        };
        let events = vec![(1, EventKind::Submit, at(0)), (2, EventKind::Extend, at(2))];
        let review = Review {
            pitch: PitchId::new("p"),
            plan: Some(ProposalId::new("01")),
            events,
            takeover: Vec::new(),
        };
        let meetings = [meeting("a", None), meeting("b", Some("p")), meeting("c", Some("q"))];
        let all = of(&[], &[review], &meetings, &[]);
        let heard = |topic: Topic| -> Vec<String> {
            about(all.clone(), &topic).into_iter().map(|news| news.id).collect()
        };
        let round = || RoundId::new("zuilen");
        let own = [
            "pitch-p-1",
            "meeting-a-called",
            "meeting-b-called",
            "pitch-p-2",
            "meeting-a-report",
            "meeting-b-report",
        ];
        assert_eq!(heard(Topic::pitch(round(), PitchId::new("p"))), own);
        assert_eq!(heard(Topic::round(round())).len(), 8);
        assert_eq!(
            heard(Topic::plan(round(), ProposalId::new("02"))),
            ["meeting-a-called", "meeting-a-report"]
        );
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
        let takeover = vec![(1, StepKind::Agree, at(60))];
        let review = Review { pitch: pitch.clone(), plan: Some(ProposalId::new("01")), events, takeover };
        let all = of(&log, &[review], &[], &[course("01"), course("02")]);
        let ids: Vec<&str> = all.iter().map(|news| news.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "pitch-p-1",
                "pitch-p-3",
                "pitch-p-4",
                "open",
                "close",
                "01-step-1",
                "02-step-1",
                "certificate-1",
                "01-paid-7",
                "02-paid-7",
                "takeover-p-1"
            ]
        );
        let said = serde_json::to_string(&all).unwrap();
        assert!(!said.contains("1234"), "no count: {said}");
        assert_eq!(serde_json::from_str::<Vec<News>>(&said).unwrap(), all);
        let round = RoundId::new("zuilen");
        let topic = Topic::plan(round.clone(), ProposalId::new("02"));
        let own = about(all.clone(), &topic);
        assert!(own.iter().all(|news| news.plan.as_ref().is_none_or(|plan| plan.as_str() == "02")));
        assert_eq!((own.len(), about(all.clone(), &Topic::round(round.clone())).len()), (5, 11));
        let of_pitch = about(all, &Topic::pitch(round, pitch));
        assert_eq!(of_pitch.len(), 7, "how it came in, and what happens to its round: {of_pitch:?}");
    }
}
