//! News in words, the same on a page, in a feed and in a mail.

use crate::domain::bid::StepKind;
use crate::domain::calendar::parse_day;
use crate::domain::grant::GrantStep;
use crate::domain::growth::Stage;
use crate::domain::news::What;
use crate::domain::progress::{ChangeKind, Ruling, Turn};
use crate::text::{Text, number};

/// What happened, in a sentence.
pub fn sentence(text: Text, what: &What) -> String {
    match what {
        What::SentIn => text.get("news-sent-in"),
        What::Mended => text.get("news-mended"),
        What::Admitted => text.get("news-admitted"),
        What::NotAdmitted => text.get("news-not-admitted"),
        What::Appealed => text.get("news-appealed"),
        What::Upheld => text.get("news-stays-off"),
        What::Overturned => text.get("news-overturned"),
        What::Merged => text.get("news-merged"),
        What::Parted => text.get("news-parted"),
        What::TakenBack => text.get("news-taken-back"),
        What::Delayed => text.get("news-delayed"),
        What::Called { title, on, place } => {
            let values = [
                ("title", title.as_str().into()),
                ("when", text.moment(*on).into()),
                ("place", place.as_str().into()),
            ];
            text.with("news-called", &values)
        }
        What::CalledOff { title } => text.with("news-called-off", &[("title", title.as_str().into())]),
        What::Met { title } => text.with("news-met", &[("title", title.as_str().into())]),
        What::Opened => text.get("news-opened"),
        What::Extended { until } => text.with("news-extended", &[("until", text.moment(*until).into())]),
        What::Closed => text.get("news-closed"),
        What::Cancelled => text.get("news-cancelled"),
        What::Certified { number: 1 } => text.get("news-certified"),
        What::Certified { number: again } => text.with("news-certified-again", &[("number", number(*again))]),
        What::Grant { step } => text.get(of_step(*step)),
        What::Paid { amount } => text.with("news-paid", &[("amount", text.euros(*amount).into())]),
        What::Turned { title, turn, day, .. } => {
            let day = parse_day(day).map_or_else(|| day.clone(), |day| text.civil_day(day));
            text.with(of_turn(*turn), &[("title", title.as_str().into()), ("day", day.into())])
        }
        What::Told { title, .. } => text.with("news-told", &[("title", title.as_str().into())]),
        What::Withheld { .. } => text.get("news-withheld"),
        What::Asked { kind: ChangeKind::Time, .. } => text.get("news-asked-time"),
        What::Asked { kind: ChangeKind::Use, .. } => text.get("news-asked-use"),
        What::Ruled { kind, ruling, .. } => text.get(of_ruling(*kind, *ruling)),
        What::Takeover { step } => text.get(of_takeover(*step)),
        What::Grown { to } => text.get(match to {
            Stage::Experiment => "after-stage-experiment",
            Stage::Grow => "news-grow",
            Stage::Anchored => "news-anchored",
        }),
    }
}

fn of_takeover(step: StepKind) -> &'static str {
    match step {
        StepKind::Agree => "news-takeover-agree",
        StepKind::Refuse => "news-takeover-refuse",
        StepKind::Sign => "news-takeover-sign",
        StepKind::Start => "news-takeover-start",
        StepKind::Account => "news-takeover-account",
        StepKind::Evaluate => "news-takeover-evaluate",
        StepKind::Extend => "news-takeover-extend",
        StepKind::Stop => "news-takeover-stop",
    }
}

fn of_turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Reached => "news-reached",
        Turn::Moved => "news-moved",
        Turn::Dropped => "news-dropped",
    }
}

fn of_ruling(kind: ChangeKind, ruling: Ruling) -> &'static str {
    match (kind, ruling) {
        (ChangeKind::Time, Ruling::Agreed) => "news-time-agreed",
        (ChangeKind::Use, Ruling::Agreed) => "news-use-agreed",
        (ChangeKind::Time, Ruling::Refused) => "news-time-refused",
        (ChangeKind::Use, Ruling::Refused) => "news-use-refused",
    }
}

fn of_step(step: GrantStep) -> &'static str {
    match step {
        GrantStep::Certify => "news-chosen",
        GrantStep::Award => "news-awarded",
        GrantStep::Announce => "news-announced",
        GrantStep::Advance => "news-advance",
        GrantStep::Start => "news-started",
        GrantStep::Account => "news-accounted",
        GrantStep::Settle => "news-settled",
        GrantStep::Close => "news-finished",
        GrantStep::Withdraw => "news-withdrawn",
        GrantStep::Refuse => "news-refused",
        GrantStep::Revoke => "news-revoked",
        GrantStep::Lapse => "news-lapsed",
        GrantStep::Uphold => "news-upheld",
        GrantStep::Reopen => "news-reopened",
    }
}
