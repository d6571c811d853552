//! Choosing: the plans with their boxes, and the review of what was chosen. No cookie, no row, no script needed: the order
//! of the plans stands in the address, and the answer to the form carries the choices.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::review::{Review, Typed, pass_field, review_page};
use super::wanted::Wanted;
use super::{late, round_with_plans, sign_in, ways};
use crate::domain::ballot::Marking;
use crate::domain::digest::Digest;
use crate::domain::id::CastId;
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::domain::seed::Seed;
use crate::provider::Provider;
use crate::store;
use crate::text::number;
use crate::web::booth;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::token::{self, Pass, Right};
use crate::web::kiosk;
use crate::web::marks::{Marks, WrongMark};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::picture::{self, Pictures};
use crate::web::parts::plan_map::Places;
use crate::web::parts::tray::{Over, Tray};
use crate::web::parts::{basket, choice, plan as plan_parts, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// The plans, and what is chosen of them.
struct Choosing<'a> {
    round: &'a Round,
    plans: Vec<&'a Proposal>,
    chosen: Vec<&'a Proposal>,
    /// What was typed about each plan.
    marks: Marks,
    /// Decides the order of the plans, so that it stays the same while one chooses.
    order: String,
    pictures: &'a Pictures,
    /// The right to change the ballot that was just cast, or to vote after signing in.
    pass: Option<Pass>,
    /// The provider with which the voter may sign in, if the round has one.
    way: Option<&'a Provider>,
    /// Where the plans lie.
    places: Places,
    /// Which plans are in sight.
    wanted: Wanted,
    from: From,
}

/// Where the choices on a page come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// There are none: what the device kept may come back.
    Nowhere,
    /// A form: that counts, whatever the device kept.
    Form,
}

/// Shows the plans, in an order that stands in the address: whoever comes without one is given one by chance, and it stays
/// the same when the page is asked for again.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    booth::is_open(&visit.app, &round, visit.now)?;
    let asked = Form::parse(visit.query.as_bytes());
    let Some(order) = ordered(asked.get(ORDER)) else {
        return Ok(Redirect::to(&list(&visit, &round, &Wanted::read(&asked))).into_response());
    };
    let pictures = store::picture::list(&mut conn, &round.id).await?;
    let way = sign_in::way(&visit.app, &mut conn, &round).await?.filter(|_| visit.kiosk.is_none());
    let wanted = Wanted::read(&asked);
    let choosing = Choosing::new(&round, (&plans, &pictures), Marks::default(), order, None);
    let places = Places::find(&mut conn, &round).await?;
    let choosing = Choosing { way, places, wanted, from: From::Nowhere, ..choosing };
    Ok(choose_page(&visit, &choosing, None))
}

/// What stands behind the question mark for the order of the plans.
pub const ORDER: &str = "volgorde";

/// An order as an address or a form names it.
pub fn ordered(text: &str) -> Option<String> {
    let is_order = (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_order.then(|| text.to_string())
}

/// The address of the plans in an order of chance, with those that are wanted. Nothing else of an address goes along.
pub fn list(visit: &Visit, round: &Round, wanted: &Wanted) -> String {
    let order = &Seed::new(visit.app.entropy.seed()).id()[..8];
    format!("{}{}", visit.to(paths::CHOOSE, &[round.id.as_str()]), query(order, wanted))
}

fn query(order: &str, wanted: &Wanted) -> String {
    format!("?{ORDER}={order}{}", wanted.query())
}

/// Takes the choices: counts them up, or goes on to the review.
pub async fn review(Path(id): Path<String>, visit: Visit, form: Form) -> Answer {
    let visit = match kiosk::go_on(visit, &form).await? {
        Ok(visit) => visit,
        Err(beginning) => return Ok(beginning.into_response()),
    };
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    match booth::is_open(&visit.app, &round, visit.now) {
        Err(Refusal(Kind::RoundClosed)) => {
            return Ok(late::closed_page(&visit, &round, &late::chosen(&form, &plans)));
        }
        open => open?,
    }
    let order = ordered(form.get("order")).unwrap_or_else(|| Seed::new(visit.app.entropy.seed()).id());
    let pass = Pass::read(&visit.app.form_key, &round.id, form.get("pass"), visit.now);
    let pictures = store::picture::list(&mut conn, &round.id).await?;
    let way = sign_in::way(&visit.app, &mut conn, &round).await?.filter(|_| visit.kiosk.is_none());
    let wanted = if form.get("next") == "all" { Wanted::default() } else { Wanted::read(&form) };
    let choosing = Choosing::new(&round, (&plans, &pictures), Marks::read(&form), order, pass);
    let places = Places::find(&mut conn, &round).await?;
    let choosing = Choosing { way, places, wanted, ..choosing };
    if form.get("next") != "review" {
        return Ok(choose_page(&visit, &choosing, None));
    }
    let rules = crate::acts::round::rules(&mut conn, &round.id).await?;
    match choosing.marks.checked(&rules) {
        Err(wrong) => Ok(with_kind(Kind::BallotInvalid, choose_page(&visit, &choosing, Some(&wrong)))),
        Ok(choices) => {
            let mut seed = Seed::new(visit.app.entropy.seed());
            let review = token::Review {
                round: round.id.clone(),
                choices,
                cast: CastId::new(seed.id()),
                until: visit.now.plus_minutes(token::MINUTES),
            };
            let review = Review {
                round: &round,
                plans: choosing.chosen,
                token: review,
                typed: Typed::default(),
                order: &choosing.order,
                pass: choosing.pass,
                way,
            };
            Ok(review_page(&visit, &review, None))
        }
    }
}

/// What more money than there is means for a ballot of this round.
pub fn over(round: &Round) -> Over {
    match round.plan.ballot.marking {
        Marking::Knapsack => Over::Blocks,
        Marking::Approval | Marking::OneChoice | Marking::Points(_) | Marking::Ranking => Over::Tells,
    }
}

impl<'a> Choosing<'a> {
    fn new(
        round: &'a Round,
        (plans, pictures): (&'a [Proposal], &'a Pictures),
        marks: Marks,
        order: String,
        pass: Option<Pass>,
    ) -> Choosing<'a> {
        let mut plans: Vec<&Proposal> = plans.iter().collect();
        plans.sort_by_key(|plan| Digest::of_parts(&[order.as_bytes(), b":", plan.id.as_str().as_bytes()]));
        let chosen = plans.iter().copied().filter(|plan| marks.has(&plan.id)).collect();
        let (way, places, wanted, from) = (None, Places::default(), Wanted::default(), From::Form);
        Choosing { round, plans, chosen, marks, order, pictures, pass, way, places, wanted, from }
    }

    fn tray(&self) -> Tray<'_> {
        let (round, plans, chosen) = (self.round, self.plans.len(), &self.chosen);
        Tray { round, plans, chosen, over: over(self.round) }
    }
}

fn choose_page(visit: &Visit, choosing: &Choosing<'_>, fault: Option<&WrongMark>) -> Response {
    let (text, round) = (visit.text, choosing.round);
    let money = text.euros(round.plan.ceiling);
    let title =
        text.with("choose-title", &[("amount", money.into()), ("title", round.plan.title.as_str().into())]);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page {
                div.sr-stack {
                    @if let Some(fault) = fault { (choice::notice(visit, &round.plan.ballot, fault)) }
                    p.sr-step {
                        (text.get("choose-step"))
                        // What was sent along would be lost on the way.
                        @if choosing.from == From::Nowhere { " · " (layout::other_language(visit, &query(&choosing.order, &choosing.wanted))) }
                    }
                    h1.utrecht-heading-1 { (title) }
                    (ways::notice(visit, round))
                    @if choosing.pass.as_ref().is_some_and(|pass| pass.right != Right::Vote) { p.utrecht-paragraph { strong { (text.get("change-busy")) } } }
                    p.utrecht-paragraph.utrecht-paragraph--lead {
                        (text.get(choice::lead(&round.plan.ballot)))
                        @if let Some(line) = round_parts::now_line(text, round, visit.now) { " " (line) }
                    }
                    p.utrecht-alert data-code-kept hidden { (text.get("way-code-kept")) }
                    @if let (Some(way), None) = (choosing.way, &choosing.pass) {
                        p.utrecht-paragraph { (text.with("oidc-choose", &[("name", way.settings.name.as_str().into())])) }
                    }
                    @for rule in choice::rules(text, &round.plan.ballot, round.plan.ceiling) { p.utrecht-paragraph { (rule) } }
                    (kiosk::stay(visit))
                }
                (form(visit, choosing, fault))
                (round_parts::fingerprint(visit, round))
            }
        }
        (basket::script(visit))
    };
    basket::scripted(layout::page(visit, &Head { title, place: Place::Booth }, content))
}

fn form(visit: &Visit, choosing: &Choosing<'_>, fault: Option<&WrongMark>) -> Markup {
    let (text, round, tray) = (visit.text, choosing.round, choosing.tray());
    let until = round.choosing_until().unwrap_or(visit.now.plus_minutes(token::MINUTES));
    let in_sight: Vec<bool> = choosing
        .plans
        .iter()
        .map(|plan| choosing.wanted.fits(plan, choosing.places.code(&plan.id), tray.left()))
        .collect();
    let shown = in_sight.iter().filter(|shown| **shown).count();
    let acts = html! {
        button.utrecht-button name="next" value="sum" data-noscript { (text.get("sum-action")) }
        button.utrecht-button.utrecht-button--primary-action name="next" value="review" { (text.get("review-action")) }
    };
    html! {
        form.sr-split.sr-split--aside.sr-gap method="post" action=(visit.to(paths::CHOOSE, &[round.id.as_str()]))
            aria-label=(text.get("your-vote")) autocomplete="off"
            data-basket=(round.id) data-until=(until.micros() / 1_000) data-fresh[choosing.from == From::Nowhere] {
            fieldset.sr-stack #(choice::LIST) {
                legend.sr-hidden { (text.get("choose-legend")) }
                (choosing.wanted.fields(visit, &choosing.plans, &choosing.places))
                h2.utrecht-heading-2 { (counted(visit, shown, choosing.plans.len())) }
                p { (text.get("choose-order")) " " span.sr-small { (text.get("way-order-stays")) } }
                @if shown < choosing.plans.len() { p { (text.get("way-kept")) } }
                input type="hidden" name="order" value=(choosing.order);
                (pass_field(visit, choosing.pass.as_ref()))
                ul.sr-plan-list {
                    @for (plan, is_shown) in choosing.plans.iter().zip(in_sight) { (option(visit, choosing, (&tray, plan), (is_shown, fault))) }
                }
                (choice::none(visit, round, &choosing.marks))
            }
            @if choice::is_about_money(&round.plan.ballot) { (tray.draw(text, &acts)) }
            @else { (choice::tray(visit, &round.plan.ballot, &choosing.marks.choices(), &acts)) }
        }
    }
}

/// How many plans there are, or how many of them are in sight.
fn counted(visit: &Visit, shown: usize, all: usize) -> String {
    let of = |count: usize| number(u64::try_from(count).unwrap_or(u64::MAX));
    if shown == all {
        visit.text.with("count-plans", &[("count", of(all))])
    } else {
        visit.text.with("way-found", &[("shown", of(shown)), ("count", of(all))])
    }
}

fn option(
    visit: &Visit,
    choosing: &Choosing<'_>,
    (tray, plan): (&Tray<'_>, &Proposal),
    (is_shown, fault): (bool, Option<&WrongMark>),
) -> Markup {
    let is_about_money = choice::is_about_money(&choosing.round.plan.ballot);
    let ends = plan_parts::Ends {
        picture: picture::first(choosing.pictures, &plan.id),
        beside: if is_about_money {
            tray.why(visit.text, plan)
        } else {
            html! {}
        },
        act: choice::control(visit, choosing.round, plan, &choosing.marks, fault),
        // What is not in sight stays in the form, so that it stays chosen.
        is_hidden: !is_shown,
        query: &format!("{ORDER}={}", choosing.order),
        ..plan_parts::Ends::default()
    };
    plan_parts::card(visit, &choosing.round.id, plan, None, &ends)
}
