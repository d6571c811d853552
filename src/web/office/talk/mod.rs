//! What people wrote with the plans of a round, for the office: what was reported, what waits for a second look, what was taken off,
//! and what was said last.

pub mod case;
pub mod speaking;

use maud::{Markup, html};

use super::frame::Frame;
use super::rounds;
use crate::acts::moderation::{Found, written};
use crate::domain::account::Permission;
use crate::domain::id::RoundId;
use crate::domain::moderation::{RULING_DAYS, ToTell, With, Withholding, Written};
use crate::domain::progress::Shot;
use crate::domain::round::Round;
use crate::domain::talk::Comment;
use crate::domain::time::Moment;
use crate::store::moderation::waiting::Untold;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::pages::turning;
use crate::web::parts::{moderation, talk as parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Most of what was said last that is listed.
const LAST: u64 = 50;
/// Reported things on one page.
const REPORTED: u64 = 20;

/// What waits for an officer of a round: words and address.
pub async fn tasks(visit: &Visit, conn: &mut Conn, round: &Round) -> Answer<Vec<(String, String)>> {
    if !visit.may(Permission::RunRounds) {
        return Ok(Vec::new());
    }
    let (reported, appeals, since) = store::moderation::waiting::sums(conn, &round.id).await?;
    let unchecked = store::talk::endorsement::waiting(conn, &round.id).await?.len();
    let unchecked = u64::try_from(unchecked).unwrap_or(u64::MAX);
    let address = visit.to(paths::ROUND_TALK, &[round.id.as_str()]);
    let due = since.map(|since| since.plus_minutes(RULING_DAYS * 24 * 60));
    let is_late = due.is_some_and(|due| due < visit.now);
    let all = [
        ("talk-task-reported", reported, "gemeld"),
        (if is_late { "talk-task-appeals-late" } else { "talk-task-appeals" }, appeals, "herziening"),
        ("support-task", unchecked, "organisaties"),
    ];
    let waits = all.into_iter().filter(|(_, count, _)| *count > 0);
    let task = |(key, count, place): (&str, u64, &str)| {
        let when = due.map(|due| visit.text.day(due)).unwrap_or_default();
        let title = round.plan.title.as_str();
        let values = [("count", number(count)), ("title", title.into()), ("when", when.into())];
        (visit.text.with(key, &values), format!("{address}#{place}"))
    };
    Ok(waits.map(task).collect())
}

/// Groups without e-mail that have to be told that something of theirs was taken off, or what the second look came to: words and address of
/// each.
pub async fn untold(visit: &Visit, conn: &mut Conn, round: &Round) -> Answer<Vec<(String, String)>> {
    let is_own = |one: &Untold| match &one.with {
        With::Plan(_) => visit.may(Permission::HelpInitiators),
        With::Grant(_) => visit.may(Permission::HandleGrants),
    };
    let task = |one: Untold| {
        let values = [("title", round.plan.title.as_str().into()), ("plan", one.title.into())];
        let to = match &one.with {
            With::Plan(pitch) => visit.to(paths::DESK_PITCH_OFF, &[one.who.as_str(), pitch.as_str()]),
            With::Grant(grant) => visit.to(paths::GRANT_PROGRESS, &[grant.as_str()]),
        };
        let key = match one.what {
            ToTell::Off => "talk-task-untold",
            ToTell::Ruling => "talk-task-untold-ruling",
        };
        (visit.text.with(key, &values), to)
    };
    let all = store::moderation::waiting::untold(conn, &round.id, visit.now).await?;
    Ok(all.into_iter().filter(is_own).map(task).collect())
}

/// What was reported: how many things, which page of them, and the things on it.
struct Page {
    all: u64,
    page: u64,
    rows: Vec<(Written, Found, (u64, Moment))>,
}

async fn reported(visit: &Visit, conn: &mut Conn, round: &RoundId) -> Answer<Page> {
    let (all, ..) = store::moderation::waiting::sums(conn, round).await?;
    let asked: Option<u64> = Form::parse(visit.query.as_bytes()).get("blad").parse().ok();
    // What was looked at leaves the list: the last page that there is, then.
    let page = asked.unwrap_or(1).clamp(1, all.div_ceil(REPORTED).max(1));
    let mut rows = Vec::new();
    let window = ((page - 1) * REPORTED, REPORTED);
    for (one, reports, since) in store::moderation::waiting::reported(conn, round, window).await? {
        let found = written::find(conn, &one).await?;
        rows.extend(found.map(|found| (one, found, (reports, since))));
    }
    Ok(Page { all, page, rows })
}

fn reports(visit: &Visit, round: &Round, reported: &Page) -> Markup {
    let (page, base) = (reported.page, visit.to(paths::ROUND_TALK, &[round.id.as_str()]));
    let at = |page: u64| format!("{base}?blad={page}#gemeld");
    html! {
        section.sr-stack #gemeld {
            h2.utrecht-heading-2 { (visit.say("talk-office-reported")) }
            @if reported.rows.is_empty() { p { (visit.say("talk-office-nothing")) } }
            ol.sr-rows.sr-rows--plain { @for one in &reported.rows { li { (reported_row(visit, round, one)) } } }
            (turning(visit, [(page > 1).then(|| at(page - 1)), (page * REPORTED < reported.all).then(|| at(page + 1))]))
        }
    }
}

/// Shows the list.
pub async fn list(Of(id, _): Of<RoundId>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, &id).await?;
    let reported = reported(&visit, &mut conn, &id).await?;
    let taken = store::moderation::of_round(&mut conn, &id).await?;
    let newest = store::talk::newest(&mut conn, &id, LAST).await?;
    let unchecked = store::talk::endorsement::waiting(&mut conn, &id).await?;
    drop(conn);
    let waits: Vec<&Withholding> = taken.iter().filter(|one| one.waits()).collect();
    let rest: Vec<&Withholding> = taken.iter().filter(|one| !one.waits()).collect();
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("talk-office-line")) " " a.utrecht-link href=(visit.to(paths::TALK_RULES, &[id.as_str()])) { (visit.say("talk-rules-title")) } }
            (reports(&visit, &round, &reported))
            @if !unchecked.is_empty() {
                section.sr-stack #organisaties {
                    h2.utrecht-heading-2 { (visit.say("support-office-waiting")) }
                    ol.sr-rows.sr-rows--plain { @for one in &unchecked { li { (row(&visit, &round, one)) } } }
                }
            }
            section.sr-stack #herziening {
                h2.utrecht-heading-2 { (visit.say("talk-office-appeals")) }
                (withholdings(&visit, &round, &waits))
            }
            section.sr-stack #weggehaald {
                h2.utrecht-heading-2 { (visit.say("talk-office-off")) }
                (withholdings(&visit, &round, &rest))
            }
            section.sr-stack #laatste {
                h2.utrecht-heading-2 { (visit.say("talk-office-last")) }
                @if newest.is_empty() { p { (visit.say("talk-office-nothing")) } }
                ol.sr-rows.sr-rows--plain { @for one in &newest { li { (row(&visit, &round, one)) } } }
            }
        }
    };
    Ok(Frame::below_round(&visit, &round, visit.say("talk-office-title")).show(&visit, content))
}

fn link(visit: &Visit, round: &Round, one: &Written) -> Markup {
    html! { a.utrecht-link href=(moderation::case(visit, &round.id, one)) { (visit.say("talk-office-look")) } }
}

fn row(visit: &Visit, round: &Round, one: &Comment) -> Markup {
    let to = link(visit, round, &Written::Comment(one.id.clone()));
    html! { div.sr-stack.sr-stack--tight { (parts::comment(visit, one, &html! { p { (to) } })) } }
}

fn reported_row(
    visit: &Visit,
    round: &Round,
    (one, found, (reports, since)): &(Written, Found, (u64, Moment)),
) -> Markup {
    let values = [("count", number(*reports)), ("when", visit.text.moment(*since).into())];
    let at = |shot: &Shot| {
        let number = shot.number.to_string();
        visit.to(paths::ROUND_WRITTEN_PICTURE, &[round.id.as_str(), one.word(), &one.id(), &number])
    };
    html! {
        div.sr-stack.sr-stack--tight {
            p { strong { (visit.say(&format!("moderation-{}", one.kind()))) } ", " (found.title) }
            (moderation::written_as(visit, found, at))
            p.sr-small { (visit.text.with("talk-office-reports", &values)) }
            p { (link(visit, round, one)) }
        }
    }
}

fn withholdings(visit: &Visit, round: &Round, all: &[&Withholding]) -> Markup {
    html! {
        @if all.is_empty() { p { (visit.say("talk-office-nothing")) } }
        ul.sr-rows.sr-rows--plain {
            @for one in all {
                li.sr-stack.sr-stack--tight {
                    p { strong { (visit.say(&format!("moderation-{}", one.of.kind()))) } }
                    (moderation::course(visit, one))
                    p { (link(visit, round, &one.of)) }
                }
            }
        }
    }
}
