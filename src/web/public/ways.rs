//! In which ways the ballots of a round came in, and which paper does not count: told after the close, for the round as a
//! whole. And what was posted about the last moment.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use crate::acts;
use crate::domain::deadline::PaperRule;
use crate::domain::log::entry::Entry;
use crate::domain::paper::Rejection;
use crate::domain::round::{Origin, Phase, Round};
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::round as round_parts;
use crate::web::visit::Visit;

/// What is told.
#[derive(Default)]
pub struct Ways {
    lines: Vec<(String, u64)>,
    rejected: BTreeMap<Rejection, u64>,
}

/// What a round tells of its ways; nothing before the close.
pub async fn find(conn: &mut Conn, visit: &Visit, round: &Round) -> Answer<Ways> {
    let is_told =
        round.origin == Origin::Vote && round.phase > Phase::Open && round.phase != Phase::Cancelled;
    if !is_told {
        return Ok(Ways::default());
    }
    let mut ways = Ways { rejected: store::paper::rejected(conn, &round.id).await?, ..Ways::default() };
    if let Some(Entry::Close { channels, .. }) = acts::log::close(conn, &round.id).await? {
        for total in channels {
            let names: Vec<String> =
                total.ways.iter().map(|way| visit.say(&format!("paper-way-{}", way.name()))).collect();
            ways.lines.push((names.join(", "), total.ballots));
        }
    }
    Ok(ways)
}

/// The part of a page about it.
pub fn section(visit: &Visit, ways: &Ways) -> Markup {
    let text = visit.text;
    html! {
        @if !ways.lines.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("ways-title")) }
                p.utrecht-paragraph { (text.get("ways-line")) }
                ul { @for (names, ballots) in &ways.lines { li { (names) ": " (text.number(*ballots)) } } }
                @if !ways.rejected.is_empty() {
                    h3.utrecht-heading-3 { (text.get("paper-rejected")) }
                    ul { @for (reason, papers) in &ways.rejected { li { (text.get(&format!("paper-why-{}", reason.name()))) ": " (text.number(*papers)) } } }
                }
            }
        }
    }
}

/// What was posted about the last moment, as lines among the rules.
pub fn posted(visit: &Visit, round: &Round) -> Markup {
    let text = visit.text;
    let deadline = round.deadline();
    html! {
        @if round.origin == Origin::Vote {
            li { (text.with("ways-grace", &[("minutes", number(deadline.grace_minutes))])) }
            @if deadline.paper != PaperRule::None {
                li {
                    (text.get(&format!("ways-paper-{}", deadline.paper.name())))
                    @if cfg!(feature = "pdf") && round.phase == Phase::Open {
                        " " a.utrecht-link href=(visit.to(crate::web::paths::PAPER_BALLOT, &[round.id.as_str()])) { (text.get("paper-pdf")) }
                    }
                }
            }
            @match deadline.extend_until {
                Some(latest) => li { (text.with("ways-extend", &[("moment", text.moment(latest).into())])) },
                None => li { (text.get("ways-extend-never")) },
            }
        }
    }
}

/// That the vote was extended, and in its last hour that it ends soon.
pub fn notice(visit: &Visit, round: &Round) -> Markup {
    html! {
        @if let (Some(until), Some(planned)) = (round.extended, round.plan.dates.vote_until) {
            p.utrecht-paragraph data-kind="extended" {
                (visit.text.with("ways-extended", &[("moment", visit.text.moment(until).into()), ("before", visit.text.moment(planned).into())]))
            }
        }
        @if let Some(line) = round_parts::last_hour(visit.text, round, visit.now) {
            p.utrecht-paragraph role="status" data-kind="last_hour" { strong { (line) } }
        }
    }
}

/// The ballot of a round for on paper.
#[cfg(feature = "pdf")]
pub async fn paper(Path(id): Path<String>, visit: Visit) -> Answer<Response> {
    use axum::http::{HeaderValue, header};
    use axum::response::IntoResponse as _;

    use crate::documents::paper::{Draft, sheet};
    use crate::web::error::Kind;

    let mut conn = visit.app.store.read().await?;
    let round = super::visible_round(&mut conn, &id).await?;
    if round.phase != Phase::Open || round.deadline().paper == PaperRule::None {
        return Err(Refusal::NOT_FOUND);
    }
    let rules = acts::round::rules(&mut conn, &round.id).await?;
    drop(conn);
    let (text, town, until) = (visit.text, visit.town.clone(), round.vote_until());
    let place = visit.app.limits.documents.acquire().await.map_err(|_| Refusal(Kind::Shedding))?;
    let set = tokio::task::spawn_blocking(move || {
        sheet(&Draft { text, rules: &rules, town: town.as_ref(), until })
    })
    .await;
    drop(place);
    let bytes = set.map_err(|_| Refusal(Kind::IntegrityFailed))?.map_err(|fault| {
        tracing::error!(round = round.id.as_str(), "a paper ballot could not be set: {}", fault.0);
        Refusal(Kind::IntegrityFailed)
    })?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"stembiljet.pdf\"")),
    ];
    Ok((headers, bytes).into_response())
}

/// A program built without PDF has no ballot for on paper.
#[cfg(not(feature = "pdf"))]
pub async fn paper(Path(_): Path<String>, _: Visit) -> Answer<Response> {
    Err(Refusal::NOT_FOUND)
}
