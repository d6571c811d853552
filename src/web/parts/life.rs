//! The life of a plan (Dutch: het leven van een plan), from the day on which it was sent in to its last receipt: one list of what
//! happened, with what was told, shown and decided, and what is still planned.

use maud::{Markup, html};

use super::moderation;
use super::picture;
use super::pitch::{self, Eyes};
use super::written::{Below, written};
use crate::documents::news::sentence;
use crate::domain::grant::GrantRecord;
use crate::domain::growth::{Evaluation, Stage, Yield};
use crate::domain::id::{GrantId, PitchId, ProposalId, RoundId};
use crate::domain::moderation::Written;
use crate::domain::news::{News, Topic, What};
use crate::domain::picture::Picture;
use crate::domain::pitch::hearing::is_public;
use crate::domain::pitch::{Event, State};
use crate::domain::progress::{Change, Milestone, Report, Shot};
use crate::domain::retention::ERASED;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::office::frame::facts;
use crate::web::paths;
use crate::web::progress::{changes, reports, yields_table};
use crate::web::visit::Visit;

/// All that is known of it.
pub struct Life {
    news: Vec<News>,
    /// What came before the ballot, of a plan that a group sent in.
    sent: Option<Sent>,
    grant: Option<GrantRecord>,
    milestones: Vec<Milestone>,
    reports: Vec<Report>,
    changes: Vec<Change>,
    yields: Vec<Yield>,
    stage: Stage,
    evaluation: Option<Evaluation>,
    beside: Vec<(&'static str, GrantRecord)>,
}

/// The way of a plan of a group to the ballot.
struct Sent {
    /// The plan as its group sent it in.
    pitch: PitchId,
    /// What happened, as far as everyone sees it.
    events: Vec<Event>,
    /// The pictures that its group sent in with it and that are not off.
    shots: Vec<Shot>,
    /// What groups wrote with it, as the office left it.
    written: moderation::Beside,
}

/// Finds it.
pub async fn find(conn: &mut Conn, round: &RoundId, plan: &ProposalId) -> Answer<Life> {
    let topic = Topic::plan(round.clone(), plan.clone());
    let news = crate::acts::news::of(conn, &topic).await?;
    let id: GrantId = GrantRecord::id_of(round, plan);
    let grant = store::grant::find(conn, &id).await?;
    let sent = match store::pitch::of_proposal(conn, round, plan).await? {
        Some(pitch) => Some(Sent {
            events: public(store::pitch::life::events(conn, &pitch.id).await?, pitch.state),
            shots: store::pitch::picture::sent(conn, &pitch.id).await?,
            written: moderation::beside(conn, &pitch).await?,
            pitch: pitch.id,
        }),
        None => None,
    };
    Ok(Life {
        news,
        sent,
        milestones: store::progress::milestone::of(conn, &id).await?,
        reports: store::progress::report::of(conn, &id).await?,
        changes: store::progress::change::of(conn, &id).await?,
        yields: store::growth::yields(conn, &id).await?,
        stage: crate::acts::progress::growth::stage(conn, &id).await?,
        evaluation: store::growth::evaluation(conn, &id).await?,
        beside: beside(conn, &id).await?,
        grant,
    })
}

/// What everyone sees of what happened.
fn public(all: Vec<Event>, state: State) -> Vec<Event> {
    let shown: Vec<u64> =
        all.iter().filter(|one| is_public(&all, one, state)).map(|one| one.number).collect();
    all.into_iter().filter(|one| shown.contains(&one.number)).collect()
}

/// One thing in its life.
enum Item<'a> {
    /// News, with what was said with it on the way to the ballot.
    News(&'a News, Option<(&'a Event, &'a Sent)>),
    /// What was no news, but is part of its life.
    Event(&'a Event, &'a Sent),
}

impl Life {
    /// That the text of the plan was taken off, and why; where it was not, the way to report it. Of a plan that a group sent in.
    pub fn of_text(&self, visit: &Visit) -> Markup {
        let own = self.sent.as_ref().map(|sent| &sent.written);
        let off = own.and_then(|own| own.text_off(visit));
        html! {
            @match (off, own) {
                (Some(off), _) => (off),
                (None, Some(own)) => (own.of_text(visit, Eyes::Everyone)),
                (None, None) => {},
            }
        }
    }

    /// Whether the office took the text of the plan off.
    pub fn is_text_off(&self, visit: &Visit) -> bool {
        self.sent.as_ref().is_some_and(|sent| sent.written.text_off(visit).is_some())
    }

    /// The way to report a picture of the plan, if its group sent that in: the office took the others in itself.
    pub fn of_picture(&self, visit: &Visit, one: &Picture) -> Markup {
        let sent = self.sent.as_ref();
        let found =
            sent.and_then(|sent| Some((sent, sent.shots.iter().find(|shot| shot.large == one.large)?)));
        html! { @if let Some((sent, shot)) = found { (sent.written.of_picture(visit, shot, Eyes::Everyone)) } }
    }

    /// That pictures of its group were taken off, and why.
    pub fn pictures_off(&self, visit: &Visit) -> Markup {
        html! { @if let Some(sent) = &self.sent { (sent.written.pictures_off(visit, Eyes::Everyone)) } }
    }

    /// All of it, oldest first. Review and news tell of the same things: each stands there once.
    fn items(&self) -> Vec<Item<'_>> {
        let sent = || self.sent.iter().flat_map(|sent| sent.events.iter().map(move |event| (event, sent)));
        let name = |(event, sent): &(&Event, &Sent)| News::of_pitch(&sent.pitch, event.number);
        let of = |news: &News| sent().find(|one| name(one) == news.id);
        let mut all: Vec<Item<'_>> = self.news.iter().map(|news| Item::News(news, of(news))).collect();
        let is_news = |one: &(&Event, &Sent)| self.news.iter().any(|news| news.id == name(one));
        all.extend(sent().filter(|one| !is_news(one)).map(|(event, sent)| Item::Event(event, sent)));
        // What happened to it on its way stands in its own order, also within one moment.
        all.sort_by_key(|item| match item {
            Item::News(news, event) => (news.at, event.map_or(u64::MAX, |(event, _)| event.number)),
            Item::Event(event, _) => (event.at, event.number),
        });
        all
    }
}

/// The grants before and after it, for plans that have a page.
async fn beside(conn: &mut Conn, id: &GrantId) -> Answer<Vec<(&'static str, GrantRecord)>> {
    let mut all = Vec::new();
    for link in store::growth::links(conn).await? {
        let (key, other) = match (&link.grant == id, &link.earlier == id) {
            (true, _) => ("after-follows", &link.earlier),
            (false, true) => ("after-followed", &link.grant),
            (false, false) => continue,
        };
        let found = store::grant::find(conn, other).await?.filter(|found| found.source.proposal().is_some());
        all.extend(found.map(|found| (key, found)));
    }
    Ok(all)
}

/// The key of what a stage says.
pub fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Experiment => "after-stage-experiment",
        Stage::Grow => "after-stage-grow",
        Stage::Anchored => "after-stage-anchored",
    }
}

/// What it yields and where it grows to.
fn yields(visit: &Visit, life: &Life) -> Markup {
    html! {
        @if life.grant.as_ref().is_some_and(|grant| grant.state.is_awarded()) {
            section.sr-stack #opbrengst {
                h2.utrecht-heading-2 { (visit.say("after-yields")) }
                p.utrecht-paragraph { (visit.say(stage_key(life.evaluation.as_ref().map_or(life.stage, |made| made.to)))) }
                @if !life.yields.is_empty() { (yields_table(visit, &life.yields)) }
                @for (key, other) in &life.beside {
                    @if let Some(plan) = other.source.proposal() {
                        p {
                            (visit.say(key)) " "
                            a.utrecht-link href=(visit.to(paths::PROPOSAL, &[other.source.round().as_str(), plan.as_str()])) { (other.title) }
                        }
                    }
                }
            }
        }
    }
}

/// What happened, oldest first, and what is planned.
pub fn draw(visit: &Visit, life: &Life) -> Markup {
    let to_come = life.milestones.iter().filter(|one| one.end().is_none());
    let mut to_come: Vec<&Milestone> = if life.grant.as_ref().is_some_and(|grant| !grant.state.is_over()) {
        to_come.collect()
    } else {
        Vec::new()
    };
    to_come.sort_by_key(|one| one.day());
    html! {
        @let items = life.items();
        @if !items.is_empty() {
            section.sr-stack #leven {
                h2.utrecht-heading-2 { (visit.say("news-life")) }
                @if let Some(grant) = &life.grant {
                    p { a.utrecht-link href=(visit.to(paths::PUBLIC_GRANT, &[grant.id.as_str()])) { (visit.say("after-money")) } }
                }
                ol.sr-timeline {
                    @for one in &items { li.sr-done { (item(visit, life, one)) } }
                    @for one in &to_come {
                        li {
                            h3.utrecht-heading-3 { (one.title) }
                            p { (visit.text.with("after-planned", &[("day", visit.text.civil_day(one.day()).into())])) }
                        }
                    }
                }
            }
        }
        (yields(visit, life))
    }
}

fn item(visit: &Visit, life: &Life, one: &Item<'_>) -> Markup {
    let text = visit.text;
    match one {
        Item::News(news, event) => html! {
            h3.utrecht-heading-3 { (sentence(text, &news.what)) }
            p.sr-small { (text.date(news.at)) @if let Some((event, _)) = event { (by(event)) } }
            @match event {
                Some((event, sent)) => (pitch::told_with(visit, event, (&sent.written, Eyes::Everyone))),
                None => (more(visit, life, &news.what)),
            }
        },
        Item::Event(event, sent) => html! {
            h3.utrecht-heading-3 { (text.get(&format!("pt-event-{}", event.kind.name()))) }
            p.sr-small { (text.date(event.at)) (by(event)) }
            (pitch::told_with(visit, event, (&sent.written, Eyes::Everyone)))
        },
    }
}

/// By which function, for the office.
fn by(event: &Event) -> Markup {
    html! { @if !event.function.is_empty() { ", " (event.function) } }
}

/// What there is to say about it beside its sentence.
fn more(visit: &Visit, life: &Life, what: &What) -> Markup {
    match what {
        What::Told { number, .. } => {
            let found = life.reports.iter().find(|one| one.number == *number);
            html! { @if let (Some(one), Some(grant)) = (found, &life.grant) { (report(visit, grant, one)) } }
        }
        What::Withheld { number } => {
            let off = life.reports.iter().find(|one| one.number == *number).and_then(|one| one.off.as_ref());
            html! { @if let Some(off) = off { (reports::off(visit, off)) } }
        }
        What::Turned { number, turn, .. } => {
            let of = life.milestones.iter().find(|one| one.number == *number);
            let event = of.and_then(|one| one.events.iter().rev().find(|event| event.turn == *turn));
            html! { @if let Some(event) = event.filter(|event| !event.reason.is_empty()) { p { (event.reason) } } }
        }
        What::Asked { number, .. } => {
            let found = life.changes.iter().find(|one| one.number == *number);
            html! { @if let Some(one) = found { (facts(&changes::asked(visit, one))) } }
        }
        What::Ruled { number, .. } => {
            let decided =
                life.changes.iter().find(|one| one.number == *number).and_then(|one| one.decided.as_ref());
            html! { @if let Some(decided) = decided { p { (decided.reason) } } }
        }
        What::Grown { .. } => {
            html! { @if let Some(made) = &life.evaluation { p { (made.reason) } } }
        }
        What::SentIn
        | What::Mended
        | What::Admitted
        | What::NotAdmitted
        | What::Appealed
        | What::Upheld
        | What::Overturned
        | What::Merged
        | What::Parted
        | What::TakenBack
        | What::Delayed
        | What::Called { .. }
        | What::CalledOff { .. }
        | What::Met { .. }
        | What::Opened
        | What::Extended { .. }
        | What::Closed
        | What::Cancelled
        | What::Certified { .. }
        | What::Grant { .. }
        | What::Paid { .. }
        | What::Takeover { .. } => html! {},
    }
}

fn report(visit: &Visit, grant: &GrantRecord, one: &Report) -> Markup {
    let own = Written::Progress(grant.id.clone(), one.number);
    html! {
        p.sr-small { (visit.say(reports::side_key(one))) }
        (written(&one.story, Below::H3))
        @for shot in &one.shots {
            (picture::whole(&shot.large, &shot.alt))
        }
        @if one.story != ERASED { (moderation::reporting(visit, grant.source.round(), &own, &one.title)) }
    }
}
