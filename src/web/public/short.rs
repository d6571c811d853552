//! The short address on letters, and the other votes that one may cast in the same visit. A letter is for one round: where
//! more than one takes votes, whoever comes says which, and each asks for the code of its own letter.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::choose;
use super::wanted::Wanted;
use crate::domain::area::{self, Area};
use crate::domain::id::RoundId;
use crate::domain::round::{Origin, Round, Voting};
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, basket, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Every round that takes votes, the smallest areas first, with the rounds for which everyone who lives there may vote too.
pub struct Open(Vec<(Round, Vec<RoundId>)>);

/// Finds them.
pub async fn open(conn: &mut Conn, now: Moment) -> Answer<Open> {
    let rounds = store::round::list(conn).await?;
    let mut rounds: Vec<Round> = rounds
        .into_iter()
        .filter(|round| round.origin == Origin::Vote && round.voting(now) == Voting::Open)
        .collect();
    if rounds.len() < 2 {
        return Ok(Open(rounds.into_iter().map(|round| (round, Vec::new())).collect()));
    }
    let areas = store::area::list(conn).await?;
    let members = store::area::members(conn).await?;
    let place = |round: &Round| areas.iter().find(|area| area.id == round.area);
    let holds = |outer: &Round, inner: &Round| match (place(outer), place(inner)) {
        // Two rounds of one area are for the same people.
        (Some(outer), Some(inner)) => outer.id == inner.id || area::holds(outer, inner, &members),
        _ => false,
    };
    // From the smallest to the largest: an area comes after all that lie in it.
    let size = |round: &Round| place(round).map(|area: &Area| std::cmp::Reverse(area.level));
    rounds.sort_by_key(|round| (size(round), round.area_name.clone(), round.id.clone()));
    let also = |round: &Round| {
        let others = rounds.iter().filter(|other| other.id != round.id && holds(other, round));
        others.map(|other| other.id.clone()).collect::<Vec<_>>()
    };
    let also: Vec<Vec<RoundId>> = rounds.iter().map(also).collect();
    Ok(Open(rounds.into_iter().zip(also).collect()))
}

impl Open {
    /// The rounds for which who may vote in this one may vote too.
    pub fn beside(&self, round: &RoundId) -> Vec<&Round> {
        let Some((_, also)) = self.0.iter().find(|(own, _)| &own.id == round) else { return Vec::new() };
        self.0.iter().map(|(round, _)| round).filter(|round| also.contains(&round.id)).collect()
    }

    /// How many rounds take votes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none does.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The short address on letters: the plans, or the rounds to choose from. The code in the address of a letter goes along with
/// a redirect, which has no place of its own in the page.
pub async fn show(visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let open = open(&mut conn, visit.now).await?;
    if let [(only, _)] = open.0.as_slice() {
        return Ok(Redirect::to(&choose::list(&visit, only, &Wanted::default())).into_response());
    }
    let title = visit.say("way-which-title");
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                h1.utrecht-heading-1 { (title) }
                @if open.is_empty() {
                    p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("way-which-none")) }
                    p { a.utrecht-button href={ (visit.to(paths::HOME, &[])) "#rondes" } { (visit.say("to-start")) } }
                } @else {
                    p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("way-which-lead")) }
                    p.utrecht-alert data-code-kept hidden { (visit.say("way-code-kept")) }
                    ul.sr-rows { @for (round, _) in &open.0 { (row(&visit, round, &open.beside(&round.id))) } }
                    p.utrecht-paragraph { (visit.say("way-own-letter")) }
                }
            }
        }
        (basket::script(&visit))
    };
    Ok(basket::scripted(layout::page(&visit, &Head { title, place: Place::Booth }, content)))
}

fn row(visit: &Visit, round: &Round, also: &[&Round]) -> Markup {
    let text = visit.text;
    html! {
        li {
            div.sr-stack.sr-stack--tight {
                h2.utrecht-heading-2 { (round.plan.title) }
                @if round.area_name != round.plan.title { p.sr-small { (round.area_name) } }
                @if let Some(line) = round_parts::now_line(text, round, visit.now) { p { (line) } }
                @if !also.is_empty() {
                    @let names: Vec<&str> = also.iter().map(|round| round.plan.title.as_str()).collect();
                    p.sr-small { (text.with("way-also-line", &[("titles", names.join(", ").into())])) }
                }
            }
            div.sr-rows__end.sr-stack {
                p { bdi.sr-amount.sr-amount--huge dir="ltr" { (text.euros(round.plan.ceiling)) } }
                p {
                    a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::CHOOSE, &[round.id.as_str()])) {
                        (text.get("row-vote")) span.sr-hidden { ": " (round.plan.title) }
                    }
                }
            }
        }
    }
}

/// The other votes that whoever just voted may cast, each with its own letter.
pub fn offered(visit: &Visit, also: &[Round]) -> Markup {
    let text = visit.text;
    html! {
        @if !also.is_empty() {
            section.sr-stack.sr-stack--tight.sr-noprint {
                h2.utrecht-heading-2 { (text.get("way-also-title")) }
                ul.sr-stack.sr-stack--tight {
                    @for round in also {
                        li {
                            a.utrecht-link href=(visit.to(paths::CHOOSE, &[round.id.as_str()])) { (round.plan.title) }
                            ": " (amount(text, round.plan.ceiling))
                            @if let Some(line) = round_parts::now_line(text, round, visit.now) { ". " (line) }
                        }
                    }
                }
                p.utrecht-paragraph { (text.get("way-own-letter")) }
            }
        }
    }
}
