//! Plans as groups sent them in, for everyone: in an order of chance or in one that the reader asks for, all in the same form,
//! without a verdict before there is one (S46, S47). What is looked for is found by words; where they lie is a map.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::choose::{ORDER, ordered};
use super::pitches::trail;
use super::visible_round;
use super::wanted::select;
use crate::acts;
use crate::acts::pitch::{review::as_proposal, takes_plans};
use crate::domain::digest::Digest;
use crate::domain::id::ProposalId;
use crate::domain::pitch::help::Drafts;
use crate::domain::pitch::wish::Counted;
use crate::domain::pitch::{Content, Form as Questions, Pitch};
use crate::domain::progress::Shot;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Phase, Round};
use crate::domain::search::Query;
use crate::domain::seed::Seed;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::layout::framed;
use crate::web::parts::pages::turning;
use crate::web::parts::plan_map::drawn;
use crate::web::parts::{help, large_amount, picture, pitch as parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Plans on one page.
const PER_PAGE: usize = 24;

/// What a reader asks of the list: words, a theme, a neighbourhood, an order that the reader chooses. There is no order by size, reach
/// or what others think (S47).
struct Asked {
    order: Order,
    find: String,
    theme: String,
    place: String,
    page: usize,
}

/// In which order.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Order {
    /// Of chance, made from this text.
    Chance(String),
    Newest,
    Oldest,
}

impl Order {
    /// As it stands in an address.
    fn name(&self) -> &str {
        match self {
            Order::Chance(text) => text,
            Order::Newest => "nieuw",
            Order::Oldest => "oud",
        }
    }
}

impl Asked {
    fn is_all(&self) -> bool {
        self.find.trim().is_empty() && self.theme.is_empty() && self.place.is_empty()
    }

    fn of(form: &Form) -> Option<Asked> {
        let order = match form.get(ORDER) {
            "nieuw" => Order::Newest,
            "oud" => Order::Oldest,
            chance => Order::Chance(ordered(chance)?),
        };
        let find: String = form.get("zoek").trim_start().chars().take(200).collect();
        let theme: String = form.get("thema").chars().take(100).collect();
        let place: String = form.get("buurt").chars().take(20).collect();
        let page = form.get("blad").parse().ok().filter(|page| (1..=10_000).contains(page)).unwrap_or(1);
        Some(Asked { order, find, theme, place, page })
    }

    /// The address of a page of it, in the order that stands there, or in a new one of chance where none does.
    fn address(&self, list: &str, order: Option<&Order>, page: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(order) = order {
            query.append_pair(ORDER, order.name());
        }
        for (name, value) in [("zoek", &self.find), ("thema", &self.theme), ("buurt", &self.place)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if page > 1 {
            query.append_pair("blad", &page.to_string());
        }
        format!("{list}?{}", query.finish())
    }
}

/// A page of the list.
struct Listed {
    asked: Asked,
    /// How many were sent in, and how many of them are asked for.
    counts: (usize, usize),
    /// The themes of the round, and the neighbourhoods by code and name.
    themes: Vec<String>,
    places: Vec<(String, String)>,
    /// Each with what was sent in last, and its first picture.
    shown: Vec<(Pitch, Content, Option<Shot>)>,
}

/// Shows the plans of a round.
pub async fn list(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let form = Form::parse(visit.query.as_bytes());
    let Some(asked) = Asked::of(&form) else {
        let chance = Order::Chance(Seed::new(visit.app.entropy.seed()).id()[..8].to_string());
        let list = visit.to(paths::SENT_IN, &[round.id.as_str()]);
        let mut form = form;
        form.set(ORDER, "nieuw".to_string());
        let to = Asked::of(&form).map(|asked| asked.address(&list, Some(&chance), 1)).unwrap_or(list);
        return Ok(Redirect::to(&to).into_response());
    };
    let listed = find(&mut conn, &round, asked).await?;
    let drafts = store::pitch::help::counts(&mut conn, &round.id).await?;
    let wishes = store::pitch::wish::of_round(&mut conn, &round.id).await?;
    drop(conn);
    Ok(list_page(&visit, &round, &listed, (&drafts, &wishes)).into_response())
}

async fn find(conn: &mut Conn, round: &Round, asked: Asked) -> Answer<Listed> {
    let mut all = store::search::listed(conn, &round.id).await?;
    let sent = all.len();
    let theme = if asked.theme.is_empty() { Query::default() } else { Query::themed(&asked.theme) };
    for query in [Query::of(&asked.find), theme, Query::of(&format!("{} ", asked.place))] {
        if !query.is_empty() {
            let found = store::search::find(conn, &round.id, &query).await?;
            all.retain(|(id, _)| found.contains(id));
        }
    }
    match &asked.order {
        Order::Chance(order) => all.sort_by_cached_key(|(id, _)| {
            Digest::of_parts(&[order.as_bytes(), b":", id.as_str().as_bytes()])
        }),
        Order::Newest => all.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0))),
        Order::Oldest => all.sort_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0))),
    }
    let counts = (sent, all.len());
    let off = store::moderation::plans_off(conn, &round.id).await?;
    let mut shown = Vec::new();
    for (id, _) in all.iter().skip((asked.page - 1) * PER_PAGE).take(PER_PAGE) {
        let pitch = store::pitch::find(conn, id).await?;
        let mut content = store::pitch::life::newest_of(conn, id).await?;
        if off.iter().any(|(pitch, _)| pitch == id) {
            content = content.map(Content::without_words);
        }
        let first = store::pitch::picture::sent(conn, id).await?.into_iter().next();
        shown.extend(pitch.zip(content).map(|(pitch, content)| (pitch, content, first)));
    }
    let themes = acts::pitch::terms(conn, round).await?.categories;
    let places = acts::location::places(conn, round).await?;
    let places = places.into_iter().map(|one| (one.code.as_str().to_string(), one.name)).collect();
    Ok(Listed { asked, counts, themes, places, shown })
}

/// Shows where the plans lie.
pub async fn map(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let places = acts::location::places(&mut conn, &round).await?;
    let codes: Vec<String> = places.iter().map(|one| one.code.as_str().to_lowercase()).collect();
    let known = store::search::counts(&mut conn, &round.id, &codes).await?;
    drop(conn);
    let list = visit.to(paths::SENT_IN, &[round.id.as_str()]);
    let count = |code: &str| {
        known.get(&code.to_lowercase()).map_or(0, |count| usize::try_from(*count).unwrap_or(usize::MAX))
    };
    let counted: Vec<_> = places.iter().map(|one| (one, count(one.code.as_str()))).collect();
    let title = visit.say("pt-public-map");
    let content = html! {
        (trail(&visit, &round, &title))
        h1.utrecht-heading-1 { (title) }
        p { a.utrecht-link href=(list) { (visit.say("pt-public-title")) } }
        @if counted.iter().all(|(_, count)| *count == 0) { p { (visit.say("pt-public-nowhere")) } } @else {
            (drawn(&visit, &counted, 0, |code| Some(format!("{list}?buurt={code}"))))
        }
    };
    Ok(framed(&visit, title, content).into_response())
}

fn list_page(
    visit: &Visit,
    round: &Round,
    listed: &Listed,
    (drafts, wishes): (&Drafts, &[Counted]),
) -> Markup {
    let title = visit.say("pt-public-title");
    let count = |count: usize| number(u64::try_from(count).unwrap_or(u64::MAX));
    let list = visit.to(paths::SENT_IN, &[round.id.as_str()]);
    let asked = &listed.asked;
    let at = |page: usize| asked.address(&list, Some(&asked.order), page);
    let content = html! {
        (trail(visit, round, &title))
        h1.utrecht-heading-1 { (title) }
        p.utrecht-paragraph.utrecht-paragraph--lead {
            (visit.text.with("pt-public-lead", &[("count", count(listed.counts.0)), ("round", round.plan.title.as_str().into())]))
        }
        @if takes_plans(round, visit.now) {
            p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::PITCHES, &[])) { (visit.say("pt-public-own")) } }
        }
        @if listed.counts.0 == 0 { p { (visit.say("pt-public-none")) } } @else {
            (choosing(visit, round, &list, listed))
            @if !asked.is_all() {
                p { (visit.text.with("pt-public-found", &[("count", count(listed.counts.1))])) " "
                    a.utrecht-link href=(list) { (visit.say("slw-from-start")) } }
            }
        }
        ul.sr-plan-list { @for (pitch, content, own) in &listed.shown { (card(visit, round, (pitch, content), own.as_ref())) } }
        (turning(visit, [(asked.page > 1).then(|| at(asked.page - 1)), (asked.page * PER_PAGE < listed.counts.1).then(|| at(asked.page + 1))]))
        @if round.phase > Phase::Propose { (help::drafts(visit, drafts)) }
        (help::wishes(visit, wishes, round.phase))
    };
    framed(visit, title, content)
}

/// Words to find, and the orders: chance, or by the day of sending in. The reader chooses; nothing else orders plans.
fn choosing(visit: &Visit, round: &Round, list: &str, listed: &Listed) -> Markup {
    let asked = &listed.asked;
    let themes: Vec<_> = listed.themes.iter().map(|one| (one.clone(), one.clone())).collect();
    let is_chance = matches!(asked.order, Order::Chance(_));
    let order = |order: Option<Order>, key: &str| {
        let is_on = order.as_ref().map_or(is_chance, |order| asked.order == *order);
        let address = asked.address(list, order.as_ref(), 1);
        html! { a.utrecht-link href=(address) aria-current=[is_on.then_some("true")] { (visit.say(key)) } }
    };
    html! {
        form.sr-stack.sr-stack--tight method="get" action=(list) role="search" {
            input type="hidden" name=(ORDER) value=(asked.order.name());
            div.utrecht-button-group {
                div.utrecht-form-field {
                    label.utrecht-form-label for="zoek" { (visit.say("pt-public-find")) }
                    input.utrecht-textbox #zoek type="search" name="zoek" value=(asked.find);
                }
                (select(visit, ("thema", "way-theme", "way-theme-all"), &asked.theme, &themes))
                (select(visit, ("buurt", "way-near", "way-near-all"), &asked.place, &listed.places))
            }
            p { button.utrecht-button type="submit" { (visit.say("slw-find-do")) } }
        }
        p.utrecht-button-group.sr-small {
            (order(None, "pt-order-chance")) (order(Some(Order::Newest), "talk-order-nieuw")) (order(Some(Order::Oldest), "talk-order-oud"))
            a.utrecht-link href=(visit.to(paths::SENT_IN_MAP, &[round.id.as_str()])) { (visit.say("pt-public-map")) }
        }
        @if is_chance { p.sr-small { (visit.say("choose-order")) } }
    }
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
                p.sr-small { bdi { (pitch.applicant) } @if !content.place.is_empty() { ", " (content.place) } }
            }
            div.sr-plan-card__line { p { (content.summary) } @if content.form == Questions::Bid { p { strong { (visit.say("bid-mark")) } } } p { (parts::badge(visit, pitch.state.for_everyone())) } }
            div.sr-plan-card__sum { @if let Some(plan) = &plan { p { (large_amount(visit.text, plan.amount)) } } }
        }
    }
}
