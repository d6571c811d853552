//! What happened in a round and with its plans: as a page, and as feeds for readers.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::date;
use maud::{Markup, html};

use super::round_with_plans;
use crate::acts;
use crate::documents::atom::{self, Feed, Item};
use crate::documents::news::sentence;
use crate::domain::calendar::start_of;
use crate::domain::id::ProposalId;
use crate::domain::news::{MOST, News, Topic};
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the news of a round, the newest first.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    let news = newest(acts::news::of(&mut conn, &Topic { round: round.id.clone(), plan: None }).await?);
    let text = visit.text;
    let names = names(&plans);
    let title = text.with("news-of", &[("title", round.plan.title.as_str().into())]);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                nav.sr-small aria-label=(text.get("breadcrumb")) {
                    a.utrecht-link href=(visit.to(paths::ROUND, &[&id])) { (round.plan.title) } " / " (text.get("news-title"))
                }
                h1.utrecht-heading-1 { (title) }
                (ways(&visit, &round.id.to_string(), None))
                @if news.is_empty() { p.utrecht-paragraph { (text.get("news-none")) } }
                ol.sr-timeline reversed {
                    @for one in &news {
                        li.sr-done {
                            h2.utrecht-heading-3 { (sentence(text, &one.what)) }
                            @if let Some((plan, name)) = one.plan.as_ref().and_then(|plan| names.get_key_value(plan)) {
                                p { a.utrecht-link href=(visit.to(paths::PROPOSAL, &[&id, plan.as_str()])) { (name) } }
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
pub fn ways(visit: &Visit, round: &str, plan: Option<&str>) -> Markup {
    let (follow, feed, words) = match plan {
        Some(plan) => (
            visit.to(paths::FOLLOW_PLAN, &[round, plan]),
            visit.to(paths::PLAN_FEED, &[round, plan]),
            "follow-plan",
        ),
        None => {
            (visit.to(paths::FOLLOW_ROUND, &[round]), visit.to(paths::ROUND_FEED, &[round]), "follow-round")
        }
    };
    html! {
        @if visit.kiosk.is_none() {
            p.utrecht-button-group.sr-noprint {
                a.utrecht-button href=(follow) { (visit.say(words)) }
                a.utrecht-link href=(feed) type="application/atom+xml" { (visit.say("news-feed")) }
            }
        }
    }
}

/// Gives the feed of a round.
pub async fn round_feed(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    let news = acts::news::of(&mut conn, &Topic { round: round.id.clone(), plan: None }).await?;
    Ok(feed(&visit, &round, &plans, None, newest(news)))
}

/// Gives the feed of a plan.
pub async fn plan_feed(Path((id, plan)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    let plan = plans.iter().find(|one| one.id.as_str() == plan).ok_or(Refusal::NOT_FOUND)?;
    let topic = Topic { round: round.id.clone(), plan: Some(plan.id.clone()) };
    let news = acts::news::of(&mut conn, &topic).await?;
    Ok(feed(&visit, &round, &plans, Some(plan), newest(news)))
}

fn newest(news: Vec<News>) -> Vec<News> {
    news.into_iter().rev().take(MOST).collect()
}

fn names(plans: &[Proposal]) -> BTreeMap<ProposalId, &str> {
    plans.iter().map(|plan| (plan.id.clone(), plan.title.as_str())).collect()
}

fn feed(
    visit: &Visit,
    round: &Round,
    plans: &[Proposal],
    plan: Option<&Proposal>,
    news: Vec<News>,
) -> Response {
    let (id, names) = (round.id.as_str(), names(plans));
    let settings = &visit.app.settings;
    let address = |pattern: &str, parts: &[&str]| format!("{}{}", settings.origin, visit.to(pattern, parts));
    let tag = |name: &str| atom::tag(settings.host(), round.year, &format!("{id}{name}"));
    let item = |one: News| {
        let page = match &one.plan {
            Some(plan) => address(paths::PROPOSAL, &[id, plan.as_str()]),
            None => address(paths::ROUND_NEWS, &[id]),
        };
        let words = sentence(visit.text, &one.what);
        let of = one.plan.as_ref().and_then(|plan| names.get(plan)).copied().unwrap_or(&round.plan.title);
        Item {
            id: tag(&format!(":{}", one.id)),
            title: format!("{of}: {words}"),
            at: one.at,
            page,
            summary: String::new(),
        }
    };
    let (name, title, page, own) = match plan {
        Some(plan) => {
            let parts = [id, plan.id.as_str()];
            let own = address(paths::PLAN_FEED, &parts);
            (format!(":{}", plan.id), &plan.title, address(paths::PROPOSAL, &parts), own)
        }
        None => (
            String::new(),
            &round.plan.title,
            address(paths::ROUND_NEWS, &[id]),
            address(paths::ROUND_FEED, &[id]),
        ),
    };
    let year = i16::try_from(round.year).unwrap_or(i16::MAX);
    let written = atom::write(&Feed {
        lang: visit.text.lang.tag(),
        id: tag(&name),
        title: visit.text.with("news-of", &[("title", title.as_str().into())]),
        author: visit.town.as_ref().map_or("Schuifruimte", |town| town.name.as_str()),
        page,
        own,
        since: start_of(date(year.clamp(1, 9_999), 1, 1)),
        entries: news.into_iter().map(item).collect(),
    });
    let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], written).into_response()
}
