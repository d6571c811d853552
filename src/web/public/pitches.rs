//! Plans as groups sent them in, for everyone: in an order of chance, all in the same form, without a verdict before there is
//! one (S46, S47).

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::choose::{ORDER, ordered};
use super::news::ways;
use super::{talk, visible_round};
use crate::acts::pitch::{assessment::Known, review::as_proposal, takes_plans, terms};
use crate::domain::digest::Digest;
use crate::domain::id::{PitchId, ProposalId};
use crate::domain::news::Topic;
use crate::domain::pitch::help::Drafts;
use crate::domain::pitch::{Content, Pitch, State};
use crate::domain::progress::Shot;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Phase, Round};
use crate::domain::seed::Seed;
use crate::domain::talk::is_about;
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{alliance, assessment, bid, help, large_amount, picture, pitch as parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// The first pictures of plans, by plan.
type Pictures = BTreeMap<PitchId, Shot>;

/// Shows the plans of a round.
pub async fn list(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let asked = Form::parse(visit.query.as_bytes());
    let Some(order) = ordered(asked.get(ORDER)) else {
        let order = &Seed::new(visit.app.entropy.seed()).id()[..8];
        let list = visit.to(paths::SENT_IN, &[round.id.as_str()]);
        return Ok(Redirect::to(&format!("{list}?{ORDER}={order}")).into_response());
    };
    let mut sent = store::pitch::life::newest(&mut conn, &round.id).await?;
    let drafts = store::pitch::help::counts(&mut conn, &round.id).await?;
    let pictures: Pictures = store::pitch::picture::firsts(&mut conn, &round.id).await?.into_iter().collect();
    drop(conn);
    let place = |id: &PitchId| Digest::of_parts(&[order.as_bytes(), b":", id.as_str().as_bytes()]);
    sent.sort_by_key(|(one, _)| place(&one.id));
    Ok(list_page(&visit, &round, (&sent, &pictures), &drafts).into_response())
}

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
    let bid = bid::of_versions(&mut conn, &pitch.id, &versions).await?;
    let known = Known { events, clocks: terms(&mut conn, &round).await?.clocks };
    let found = assessment::for_everyone(&mut conn, &pitch).await?;
    let counts = store::talk::counts(&mut conn, &pitch.id).await?;
    drop(conn);
    // What a group took back is not shown any more, but that it did.
    let sent = versions.last().and_then(|version| version.content.clone());
    let sent = sent.filter(|_| pitch.state != State::Withdrawn);
    let life = match sent {
        Some(_) => parts::life(&visit, pitch.state, (&known.events, &versions), parts::Eyes::Everyone),
        None => html! { p.utrecht-paragraph { (visit.say("pt-public-gone")) } },
    };
    let title = sent.as_ref().map_or_else(|| visit.say("pt-unnamed"), |sent| sent.title.clone());
    let content = html! {
        (trail(&visit, &round, &title))
        h1.utrecht-heading-1 { (title) }
        p { (parts::badge(&visit, pitch.state.for_everyone())) " " bdi { (pitch.applicant) } }
        (assessment::deadline(&visit, &pitch, &known.course()))
        @if let Some(sent) = &sent {
            (body(&visit, &pitch, sent, (&places, bid.as_ref())))
            (picture::of_group(&pictures))
            (alliance::shares(&visit, sent, &pitch.applicant))
            (bid::beside(&visit, &pitch, bid.as_ref()))
            (ways(&visit, &Topic::pitch(round.id.clone(), pitch.id.clone())))
        }
        @if let Some(found) = &found { (assessment::found(&visit, found)) }
        @if is_about(&pitch) && sent.is_some() { (talk::summary(&visit, &round, &pitch, &counts)) }
        (life)
    };
    Ok(framed(&visit, title, content).into_response())
}

fn body(
    visit: &Visit,
    pitch: &Pitch,
    sent: &Content,
    (places, bid): (&[(String, String)], Option<&bid::Beside>),
) -> Markup {
    html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (sent.summary) }
        @if let (State::Admissible, Some(plan)) = (pitch.state, &pitch.proposal) {
            p {
                a.utrecht-link href=(visit.to(paths::PROPOSAL, &[pitch.round.as_str(), plan.as_str()])) {
                    (visit.text.with("pt-public-number", &[("number", plan.as_str().into())]))
                }
            }
        }
        @if let Some(bid) = bid { (bid::comparison(visit, bid.task.as_ref(), &sent.offer)) }
        (parts::for_everyone(visit, sent, places))
    }
}

fn list_page(
    visit: &Visit,
    round: &Round,
    (sent, pictures): (&[(Pitch, Content)], &Pictures),
    drafts: &Drafts,
) -> Markup {
    let title = visit.say("pt-public-title");
    let count = u64::try_from(sent.len()).unwrap_or(u64::MAX);
    let content = html! {
        (trail(visit, round, &title))
        h1.utrecht-heading-1 { (title) }
        p.utrecht-paragraph.utrecht-paragraph--lead {
            (visit.text.with("pt-public-lead", &[("count", number(count)), ("round", round.plan.title.as_str().into())]))
        }
        @if takes_plans(round, visit.now) {
            p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::PITCHES, &[])) { (visit.say("pt-public-own")) } }
        }
        @if sent.is_empty() { p { (visit.say("pt-public-none")) } } @else { p.sr-small { (visit.say("choose-order")) } }
        ul.sr-plan-list { @for (pitch, content) in sent { (card(visit, round, (pitch, content), pictures.get(&pitch.id))) } }
        @if round.phase > Phase::Propose { (help::drafts(visit, drafts)) }
    };
    framed(visit, title, content)
}

/// One plan on the list: its first picture or a drawing, all of one size (S46).
fn card(visit: &Visit, round: &Round, (pitch, content): (&Pitch, &Content), own: Option<&Shot>) -> Markup {
    let address = visit.to(paths::SENT_IN_ONE, &[round.id.as_str(), pitch.id.as_str()]);
    let plan = as_proposal(content, &pitch.applicant).ok();
    let plan = plan.map(|plan| Proposal { id: ProposalId::new(pitch.id.as_str()), ..plan });
    html! {
        li.sr-plan-card {
            @match (own, &plan) {
                (Some(own), _) => (picture::small(own)),
                (None, Some(plan)) => (picture::picture(plan, None)),
                (None, None) => {}
            }
            div.sr-plan-card__head {
                h2.utrecht-heading-3 { a.utrecht-link href=(address) { (content.title) } }
                p.sr-small { bdi { (pitch.applicant) } ", " (content.place) }
            }
            div.sr-plan-card__line { p { (content.summary) } p { (parts::badge(visit, pitch.state.for_everyone())) } }
            div.sr-plan-card__sum { @if let Some(plan) = &plan { p { (large_amount(visit.text, plan.amount)) } } }
        }
    }
}

fn trail(visit: &Visit, round: &Round, title: &str) -> Markup {
    html! {
        nav.sr-small aria-label=(visit.say("breadcrumb")) {
            a.utrecht-link href=(visit.to(paths::ROUND, &[round.id.as_str()])) { (round.plan.title) } " / " (title)
        }
    }
}

fn framed(visit: &Visit, title: String, content: Markup) -> Markup {
    let body = html! {
        div.utrecht-page-body { div.sr-page.sr-stack { (content) } }
    };
    layout::page(visit, &Head { title, place: Place::Rounds }, body)
}
