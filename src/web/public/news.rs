//! What happened in a round and with its plans: as a page, and as feeds for readers.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::date;
use maud::{Markup, html};

use super::visible_round;
use crate::acts;
use crate::documents::atom::{self, Feed, Item};
use crate::documents::news::sentence;
use crate::domain::calendar::start_of;
use crate::domain::id::{PitchId, ProposalId};
use crate::domain::news::{MOST, News, Topic};
use crate::domain::round::Round;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Refusal};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the news of a round, the newest first.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let news = newest(&mut conn, &Topic::round(round.id.clone())).await?;
    let text = visit.text;
    let title = text.with("news-of", &[("title", round.plan.title.as_str().into())]);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                nav.sr-small aria-label=(text.get("breadcrumb")) {
                    a.utrecht-link href=(visit.to(paths::ROUND, &[&id])) { (round.plan.title) } " / " (text.get("news-title"))
                }
                h1.utrecht-heading-1 { (title) }
                (ways(&visit, &Topic::round(round.id.clone())))
                @if news.is_empty() { p.utrecht-paragraph { (text.get("news-none")) } }
                ol.sr-timeline reversed {
                    @for (one, name) in &news {
                        li.sr-done {
                            h2.utrecht-heading-3 { (sentence(text, &one.what)) }
                            @if let Some((pattern, plan)) = page_of(one) {
                                p {
                                    a.utrecht-link href=(visit.to(pattern, &[&id, plan])) {
                                        @match name { Some(name) => (name), None => (text.get("news-a-plan")) }
                                    }
                                }
                            }
                            p.sr-small { (text.date(one.at)) }
                        }
                    }
                }
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Rounds }, content))
}

/// How one hears of what comes: by mail, or by a feed. Not on a device that many use.
pub fn ways(visit: &Visit, topic: &Topic) -> Markup {
    let (follow, feed, words) = match (&topic.plan, &topic.pitch) {
        (Some(_), _) => (paths::FOLLOW_PLAN, paths::PLAN_FEED, "follow-plan"),
        (None, Some(_)) => (paths::FOLLOW_SENT_IN, paths::SENT_IN_FEED, "follow-plan"),
        (None, None) => (paths::FOLLOW_ROUND, paths::ROUND_FEED, "follow-round"),
    };
    let parts = parts_of(topic);
    let (follow, feed) = (visit.to(follow, &parts), visit.to(feed, &parts));
    html! {
        @if visit.kiosk.is_none() {
            p.utrecht-button-group.sr-noprint {
                a.utrecht-button href=(follow) { (visit.say(words)) }
                a.utrecht-link href=(feed) type="application/atom+xml" { (visit.say("news-feed")) }
            }
        }
    }
}

/// What stands in the addresses of a topic.
fn parts_of(topic: &Topic) -> Vec<&str> {
    let plan = topic.plan.as_ref().map(ProposalId::as_str);
    let pitch = topic.pitch.as_ref().map(PitchId::as_str);
    std::iter::once(topic.round.as_str()).chain(plan.or(pitch)).collect()
}

/// The page of the plan that news is about.
fn page_of(news: &News) -> Option<(&'static str, &str)> {
    match (&news.plan, &news.pitch) {
        // What happened before the ballot stands with the plan as it was sent in.
        (_, Some(pitch)) => Some((paths::SENT_IN_ONE, pitch.as_str())),
        (Some(plan), None) => Some((paths::PROPOSAL, plan.as_str())),
        (None, None) => None,
    }
}

/// Gives the feed of a round.
pub async fn round_feed(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let (topic, title) = (Topic::round(round.id.clone()), round.plan.title.clone());
    let news = newest(&mut conn, &topic).await?;
    Ok(feed(&visit, &round, (&topic, &title), news))
}

/// Gives the feed of a plan on the ballot.
pub async fn plan_feed(Path((id, plan)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let topic = Topic::plan(round.id.clone(), ProposalId::new(plan.clone()));
    let title = store::proposal::title(&mut conn, &round.id, &ProposalId::new(plan)).await?;
    let title = title.ok_or(Refusal::NOT_FOUND)?;
    let news = newest(&mut conn, &topic).await?;
    Ok(feed(&visit, &round, (&topic, &title), news))
}

/// Gives the feed of a plan as its group sent it in.
pub async fn sent_in_feed(Path((id, pitch)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let topic = Topic::pitch(round.id.clone(), PitchId::new(pitch.clone()));
    let title = store::pitch::life::title(&mut conn, &round.id, &PitchId::new(pitch)).await?;
    let title = title.ok_or(Refusal::NOT_FOUND)?;
    let news = newest(&mut conn, &topic).await?;
    Ok(feed(&visit, &round, (&topic, &title), news))
}

/// The newest news of a topic, newest first, each with the name of its plan.
async fn newest(conn: &mut Conn, topic: &Topic) -> Answer<Vec<(News, Option<String>)>> {
    let mut known: BTreeMap<(Option<ProposalId>, Option<PitchId>), Option<String>> = BTreeMap::new();
    let mut all = Vec::new();
    for news in acts::news::of(conn, topic).await?.into_iter().rev().take(MOST) {
        let key = (news.plan.clone(), news.pitch.clone());
        let name = match known.get(&key) {
            Some(name) => name.clone(),
            None => acts::news::name(conn, &topic.round, &news).await?,
        };
        known.insert(key, name.clone());
        all.push((news, name));
    }
    Ok(all)
}

fn feed(
    visit: &Visit,
    round: &Round,
    (topic, title): (&Topic, &str),
    news: Vec<(News, Option<String>)>,
) -> Response {
    let id = round.id.as_str();
    let settings = &visit.app.settings;
    let address = |pattern: &str, parts: &[&str]| format!("{}{}", settings.origin, visit.to(pattern, parts));
    let tag = |name: &str| atom::tag(settings.host(), round.year, &format!("{id}{name}"));
    let item = |(one, name): (News, Option<String>)| {
        let page = match page_of(&one) {
            Some((pattern, plan)) => address(pattern, &[id, plan]),
            None => address(paths::ROUND_NEWS, &[id]),
        };
        let words = sentence(visit.text, &one.what);
        let of = match (name, page_of(&one)) {
            (Some(name), _) => name,
            (None, Some(_)) => visit.say("news-a-plan"),
            (None, None) => round.plan.title.clone(),
        };
        let title = format!("{of}: {words}");
        Item { id: tag(&format!(":{}", one.id)), title, at: one.at, page, summary: String::new() }
    };
    let parts = parts_of(topic);
    let (name, page, own) = match (&topic.plan, &topic.pitch) {
        (Some(plan), _) => (format!(":{plan}"), paths::PROPOSAL, paths::PLAN_FEED),
        (None, Some(pitch)) => (format!(":pitch-{pitch}"), paths::SENT_IN_ONE, paths::SENT_IN_FEED),
        (None, None) => (String::new(), paths::ROUND_NEWS, paths::ROUND_FEED),
    };
    let year = i16::try_from(round.year).unwrap_or(i16::MAX);
    let written = atom::write(&Feed {
        lang: visit.text.lang.tag(),
        id: tag(&name),
        title: visit.text.with("news-of", &[("title", title.into())]),
        author: visit.town.as_ref().map_or("Schuifruimte", |town| town.name.as_str()),
        page: address(page, &parts),
        own: address(own, &parts),
        since: start_of(date(year.clamp(1, 9_999), 1, 1)),
        entries: news.into_iter().map(item).collect(),
    });
    let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], written).into_response()
}
