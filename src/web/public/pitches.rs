//! One plan as its group sent it in, for everyone, with its whole life: what it says, what the office found, what people say
//! about it.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::news::ways;
use super::{support, talk, visible_round};
use crate::acts;
use crate::acts::pitch::{assessment::Known, terms};
use crate::domain::id::PitchId;
use crate::domain::news::Topic;
use crate::domain::pitch::{Content, Pitch, State};
use crate::domain::round::Round;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::meetings;
use crate::web::parts::layout::framed;
use crate::web::parts::pitch::Eyes;
use crate::web::parts::{alliance, assessment, bid, moderation, pitch as parts, regroup};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows one plan with its whole life.
pub async fn show(Path((id, pitch)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let pitch = store::pitch::find(&mut conn, &PitchId::new(pitch)).await?;
    let pitch = pitch.filter(|one| one.round == round.id && one.submitted.is_some());
    let pitch = pitch.ok_or(Refusal::NOT_FOUND)?;
    let versions = store::pitch::life::versions(&mut conn, &pitch.id).await?;
    let events = store::pitch::life::events(&mut conn, &pitch.id).await?;
    let places = parts::places(&mut conn).await?;
    let pictures = store::pitch::picture::sent(&mut conn, &pitch.id).await?;
    let bid = bid::of_versions(&mut conn, &pitch, &versions).await?;
    let known = Known { events, clocks: terms(&mut conn, &round).await?.clocks };
    let bid = bid.map(|beside| beside.for_everyone(&pitch, &known.course()));
    let found = assessment::for_everyone(&mut conn, &pitch, &known.course()).await?;
    let counts = store::talk::counts(&mut conn, &pitch.id).await?;
    let supported = support::Told::find(&mut conn, &pitch).await?;
    let open = acts::talk::open::of_plan(&mut conn, &round, &pitch).await?;
    let meetings = meetings::section(&visit, &mut conn, &round.id, Some(&pitch.id)).await?;
    let links = regroup::links(&mut conn, &pitch).await?;
    let beside = moderation::beside(&mut conn, &pitch).await?;
    drop(conn);
    // What a group took back is not shown any more, but that it did.
    let sent = versions.last().and_then(|version| version.content.clone());
    let sent = sent.filter(|_| pitch.state != State::Withdrawn);
    let life = match sent {
        Some(_) => parts::life(&visit, (pitch.state, &beside), (&known.events, &versions), Eyes::Everyone),
        None => html! { p.utrecht-paragraph { (visit.say("pt-public-gone")) } },
    };
    let title = sent.as_ref().map_or_else(|| visit.say("pt-unnamed"), |sent| sent.title.clone());
    let content = html! {
        (trail(&visit, &round, &title))
        h1.utrecht-heading-1 { (title) }
        p { (parts::badge(&visit, pitch.state.for_everyone())) " " bdi { (pitch.applicant) } }
        (regroup::beside(&visit, &links))
        (assessment::deadline(&visit, &pitch, &known.course()))
        @if open.is_some() && sent.is_some() {
            p.utrecht-button-group.sr-small.sr-noprint {
                a.utrecht-link href="#steun" { (visit.say("support-title")) }
                a.utrecht-link href="#gesprek" { (visit.say("talk")) }
            }
        }
        @if let Some(sent) = &sent {
            (on_ballot(&visit, &pitch))
            (text(&visit, sent, &beside, (&places, bid.as_ref())))
            @if pitch.state != State::Merged { (beside.pictures(&visit, &pictures, Eyes::Everyone)) }
            (shares(&visit, sent, &pitch, &beside))
            (bid::beside(&visit, &pitch, bid.as_ref()))
            @if pitch.state != State::Merged { (ways(&visit, &Topic::pitch(round.id.clone(), pitch.id.clone()))) }
        }
        @if let Some(found) = &found { (assessment::found(&visit, found)) }
        @if let Some(open) = open.filter(|_| sent.is_some()) {
            (meetings)
            (support::summary(&visit, (&round, open), &pitch, &supported))
            (talk::summary(&visit, (&round, open), &pitch, &counts))
        }
        (life)
    };
    Ok(framed(&visit, title, content).into_response())
}

/// Who carries it together; what each does is text of the plan.
fn shares(visit: &Visit, sent: &Content, pitch: &Pitch, beside: &moderation::Beside) -> Markup {
    match beside.text_off(visit) {
        Some(_) => alliance::shares(visit, &sent.clone().without_words(), &pitch.applicant),
        None => alliance::shares(visit, sent, &pitch.applicant),
    }
}

/// What it says, or that the office took that off; the name, the sum and who asks stay.
fn text(
    visit: &Visit,
    sent: &Content,
    beside: &moderation::Beside,
    (places, bid): (&[(String, String)], Option<&bid::Beside>),
) -> Markup {
    match beside.text_off(visit) {
        Some(off) => html! { (off) (parts::asked(visit, sent, Eyes::Everyone)) },
        None => html! { (body(visit, sent, (places, bid))) (beside.of_text(visit, Eyes::Everyone)) },
    }
}

fn body(visit: &Visit, sent: &Content, (places, bid): (&[(String, String)], Option<&bid::Beside>)) -> Markup {
    html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (sent.summary) }
        @if let Some(bid) = bid { (bid::comparison(visit, bid.task.as_ref(), &sent.offer)) }
        (parts::for_everyone(visit, sent, places))
    }
}

/// The way to the plan on the ballot.
fn on_ballot(visit: &Visit, pitch: &Pitch) -> Markup {
    html! {
        @if let (State::Admissible, Some(plan)) = (pitch.state, &pitch.proposal) {
            p {
                a.utrecht-link href=(visit.to(paths::PROPOSAL, &[pitch.round.as_str(), plan.as_str()])) {
                    (visit.text.with("pt-public-number", &[("number", plan.as_str().into())]))
                }
            }
        }
    }
}

pub(super) fn trail(visit: &Visit, round: &Round, title: &str) -> Markup {
    html! {
        nav.sr-small aria-label=(visit.say("breadcrumb")) {
            a.utrecht-link href=(visit.to(paths::ROUND, &[round.id.as_str()])) { (round.plan.title) } " / " (title)
        }
    }
}
