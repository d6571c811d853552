//! One plan. While its round takes votes the bar goes along, with a button that puts the plan into one's choice.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::choose::{ORDER, ordered, over};
use super::{news, round_with_plans};
use crate::domain::news::Topic;
use crate::domain::picture::Picture;
use crate::domain::pitch::{Form as Questions, Pitch};
use crate::domain::proposal::Proposal;
use crate::domain::round::{Origin, Round, Voting};
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::token;
use crate::web::meetings;
use crate::web::office::disclosure::told;
use crate::web::office::frame::facts;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::life::Life;
use crate::web::parts::tray::Tray;
use crate::web::parts::written::{Below, written};
use crate::web::parts::{
    alliance, amount, basket, choice, life, picture, plan as plan_parts, round as round_parts,
};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows a plan.
pub async fn show(Path((id, plan)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    let plan = plans.iter().find(|one| one.id.as_str() == plan).ok_or(Refusal::NOT_FOUND)?;
    let stated = store::disclosure::newest(&mut conn, &round.id, &plan.id).await?;
    let own = store::picture::of_plan(&mut conn, &round.id, &plan.id).await?;
    let written_by_group = store::pitch::of_proposal(&mut conn, &round.id, &plan.id).await?;
    let life = life::find(&mut conn, &round.id, &plan.id).await?;
    let written_by_group = written_by_group.map(|pitch| match life.is_text_off(&visit) {
        true => Pitch { content: pitch.content.without_words(), ..pitch },
        false => pitch,
    });
    let meetings = match &written_by_group {
        Some(pitch) => meetings::section(&visit, &mut conn, &round.id, Some(&pitch.id)).await?,
        None => html! {},
    };
    let (text, id) = (visit.text, round.id.as_str());
    let is_open = round.voting(visit.now) == Voting::Open;
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                nav.sr-small aria-label=(text.get("breadcrumb")) {
                    a.utrecht-link href=(visit.to(paths::ROUND, &[id])) { (round.plan.title) } " / " (plan.title)
                }
                div.sr-split.sr-split--aside {
                    div.sr-stack {
                        h1.utrecht-heading-1 { (plan.title) }
                        p.sr-small { (plan_parts::who(plan)) }
                        @if !plan.summary.is_empty() {
                            p.utrecht-paragraph.utrecht-paragraph--lead { (plan.summary) }
                        }
                        (written(&plan.text, Below::H1))
                        (life.of_text(&visit))
                        @if let Some(stated) = &stated { (facts(&told(&visit, stated))) }
                        (of_bid(&visit, written_by_group.as_ref()))
                        @if let Some(pitch) = &written_by_group {
                            (alliance::least(&visit, &pitch.content))
                            (alliance::shares(&visit, &pitch.content, &pitch.applicant))
                            p { a.utrecht-link href=(visit.to(paths::SENT_IN_ONE, &[id, pitch.id.as_str()])) { (text.get("plan-whole")) } }
                            p { a.utrecht-link href=(visit.to(paths::TALK, &[id, pitch.id.as_str()])) { (text.get("plan-talk")) } }
                        }
                    }
                    (beside(&visit, &round, plan, (&own, &life)))
                }
                p.sr-small.sr-noprint {
                    (text.get("way-share")) " "
                    span.sr-address { (visit.app.settings.origin) (visit.to(paths::PROPOSAL, &[id, plan.id.as_str()])) }
                }
                (meetings)
                (life::draw(&visit, &life))
                (news::ways(&visit, &Topic::plan(round.id.clone(), plan.id.clone())))
                @if is_open { (taking(&visit, &round, &plans, plan)) }
                (round_parts::fingerprint(&visit, &round))
            }
        }
        @if is_open { (basket::script(&visit)) }
    };
    let page = layout::page(&visit, &Head { title: plan.title.clone(), place: Place::Rounds }, content);
    Ok(if is_open { basket::scripted(page) } else { page.into_response() })
}

/// Beside the text: pictures, the sum, its part of the round.
fn beside(visit: &Visit, round: &Round, plan: &Proposal, (own, life): (&[Picture], &Life)) -> Markup {
    html! {
        aside.sr-stack {
            (picture::all(plan, own, |one| life.of_picture(visit, one)))
            (life.pictures_off(visit))
            p { bdi.sr-amount.sr-amount--huge dir="ltr" { (visit.text.euros(plan.amount)) } }
            div.sr-bar.sr-bar--thin {
                (Bar::of(round.plan.ceiling).thin().money(Look::Main, plan.amount).room().draw())
                p { (visit.say("plan-of")) " " (amount(visit.text, round.plan.ceiling)) }
            }
            @if round.origin == Origin::Vote { p.sr-small { (round_parts::later_years(visit, round)) } }
            @if !plan.category.is_empty() { p.sr-small { (visit.say("category")) ": " (plan.category) } }
        }
    }
}

/// Of a bid: that it is one, and the way to its takeover.
fn of_bid(visit: &Visit, pitch: Option<&Pitch>) -> Markup {
    let bid = pitch.filter(|pitch| pitch.content.form == Questions::Bid);
    html! {
        @if let Some(pitch) = bid {
            p.utrecht-paragraph { strong { (visit.say("bid-mark")) } " " (visit.say("bid-two-stages")) }
            p { a.utrecht-link href=(visit.to(paths::TAKEOVER, &[pitch.round.as_str(), pitch.id.as_str()])) { (visit.say("takeover-public")) } }
        }
    }
}

/// The bar, and the way with this plan to the list. What the device kept of earlier choices goes along; without a script the
/// list begins with this plan.
fn taking(visit: &Visit, round: &Round, plans: &[Proposal], plan: &Proposal) -> Markup {
    let text = visit.text;
    // The order in which the list was seen; whoever comes by a link gets one with the list.
    let order = ordered(Form::parse(visit.query.as_bytes()).get(ORDER));
    let action = visit.to(paths::CHOOSE, &[round.id.as_str()]);
    let until = round.choosing_until().unwrap_or(visit.now.plus_minutes(token::MINUTES));
    let amounts: Vec<String> =
        plans.iter().map(|plan| format!("{}:{}", plan.id, plan.amount.unsigned())).collect();
    let list = order.as_ref().map_or(action.clone(), |order| format!("{action}?{ORDER}={order}"));
    if !choice::is_about_money(&round.plan.ballot) {
        // Points and places are given where all plans stand beside each other.
        return html! { p.sr-noprint { a.utrecht-button href=(list) { (text.get("way-to-list")) } } };
    }
    let tray = Tray { round, plans: plans.len(), chosen: &[], over: over(round) };
    let acts = html! {
        a.utrecht-button href=(list) { (text.get("way-to-list")) }
        button.utrecht-button.utrecht-button--primary-action name="next" value="sum" data-plan-in=(plan.id)
            data-in=(text.get("way-plan-in")) data-out=(text.get("way-plan-take")) { (text.get("way-plan-take")) }
    };
    html! {
        form.sr-through method="post" action=(action) aria-label=(text.get("your-vote")) data-basket=(round.id)
            data-until=(until.micros() / 1_000) data-amounts=(amounts.join(" ")) data-list=(list) {
            @if let Some(order) = &order { input type="hidden" name="order" value=(order); }
            input type="hidden" name="plan" value=(plan.id);
            (tray.draw(text, &acts))
        }
    }
}
