//! A round: what it is about, what can be done now, its plans.

use axum::extract::Path;
use maud::{Markup, html};

use super::wanted::NEAR;
use super::{beside, round_with_plans, ways};
use crate::acts;
use crate::acts::pitch::takes_plans;
use crate::domain::auditor::Auditor;
use crate::domain::check::RecipientTerms;
use crate::domain::count_rule::CountRule;
use crate::domain::digest::Digest;
use crate::domain::id::NeighbourhoodId;
use crate::domain::limits::Bound;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Origin, Phase, Round, Voting};
use crate::domain::time::Moment;
use crate::domain::worth::Worth;
use crate::store;
use crate::text::number;
use crate::web::error::Answer;
use crate::web::meetings;
use crate::web::office::interest::class_limits;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::picture::{self, Pictures};
use crate::web::parts::plan_map::Places;
use crate::web::parts::round::later_years;
use crate::web::parts::{amount, choice, plan, pot, round as parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows a round.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    let (auditors, recipients) = match round.rules {
        Some(_) => {
            let frozen = acts::round::rules(&mut conn, &round.id).await?;
            (frozen.auditors, frozen.recipients)
        }
        None => (Vec::new(), acts::round::recipients(&mut conn, &round).await?),
    };
    let pictures = store::picture::list(&mut conn, &round.id).await?;
    let places = Places::find(&mut conn, &round).await?;
    let told = ways::find(&mut conn, &visit, &round).await?;
    let meetings = meetings::section(&visit, &mut conn, &round.id, None).await?;
    let near = match round.origin {
        Origin::Vote => beside::find(&mut conn, &visit, Some((&round.area, round.year))).await?,
        Origin::Import => beside::Beside::default(),
    };
    let content = html! {
        div.sr-band { div.sr-page.sr-stack { (head(&visit, &round)) } }
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--wide {
                (list(&visit, &round, &plans, &pictures))
                (map(&visit, &round, &plans, &places))
                (meetings)
                div.sr-split.sr-split--even {
                    @if round.origin == Origin::Vote && round.phase != Phase::Cancelled {
                        section.sr-stack {
                            h2.utrecht-heading-2 { (visit.say("round-steps")) }
                            (parts::timeline(&visit, &round))
                        }
                    }
                    (rules(&visit, &round, &auditors, recipients.as_ref()))
                }
                (ways::section(&visit, &told))
                (beside::links(&visit, &near))
            }
        }
    };
    let title = round.plan.title.clone();
    Ok(layout::page(&visit, &Head { title, place: Place::Rounds }, content))
}

fn head(visit: &Visit, round: &Round) -> Markup {
    let (text, id) = (visit.text, round.id.as_str());
    html! {
        p { (parts::badge(text, round, visit.now)) }
        h1.utrecht-heading-1 { (round.plan.title) }
        (ways::notice(visit, round))
        p.utrecht-paragraph.utrecht-paragraph--lead {
            (text.with("round-lead", &[("amount", text.euros(round.plan.ceiling).into()), ("area", round.area_name.as_str().into()), ("title", round.plan.title.as_str().into())]))
            @if let Some(line) = parts::now_line(text, round, visit.now) { " " (line) }
        }
        @if round.origin == Origin::Import { p.utrecht-paragraph { (text.get("imported-line")) } }
        @if round.phase == Phase::Propose { p.utrecht-paragraph { (text.get("round-bring")) } }
        @if takes_plans(round, visit.now) {
            p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::PITCHES, &[])) { (text.get("pt-public-own")) } }
            p { a.utrecht-link href=(visit.to(paths::TASKS, &[])) { (text.get("tasks-title")) } }
        }
        @if round.origin == Origin::Vote && round.phase != Phase::Cancelled {
            p { a.utrecht-link href=(visit.to(paths::SENT_IN, &[id])) { (text.get("pt-public-title")) } }
        }
        p.utrecht-button-group {
            @if round.voting(visit.now) == Voting::Open {
                a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::CHOOSE, &[id])) { (text.get("row-vote")) }
                a.utrecht-link href=(visit.to(paths::NO_LETTER, &[id])) { (text.get("no-letter-title")) }
            }
            @if round.phase.shows_outcome() {
                a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::OUTCOME, &[id])) { (text.get("row-outcome")) }
            }
            @if round.origin == Origin::Vote {
                a.utrecht-link href=(visit.to(paths::ROUND_MONEY, &[id])) { (text.get("walk-round-money")) }
            }
            @if round.rules.is_some() {
                a.utrecht-link href=(visit.to(paths::LOG, &[id])) { (text.get("log-title")) }
            }
            a.utrecht-link href=(visit.to(paths::ROUND_NEWS, &[id])) { (text.get("news-title")) }
        }
        (parts::fingerprint(visit, round))
    }
}

/// The plans, every day in another order, the same for everyone: no plan always stands first (S46).
fn list(visit: &Visit, round: &Round, plans: &[Proposal], pictures: &Pictures) -> Markup {
    let count = u64::try_from(plans.len()).unwrap_or(u64::MAX);
    let day = visit.now.local().date().to_string();
    let mut plans: Vec<&Proposal> = plans.iter().collect();
    plans.sort_by_key(|plan| Digest::of_parts(&[day.as_bytes(), b":", plan.id.as_str().as_bytes()]));
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.text.with("count-plans", &[("count", number(count))])) }
            @if plans.is_empty() { p { (visit.say("plans-none")) } } @else if plans.len() > 1 { p.sr-small { (visit.say("plans-order")) } }
            ul.sr-plan-list {
                @for one in plans {
                    @let ends = plan::Ends {
                        picture: picture::first(pictures, &one.id),
                        act: html! { p.sr-small { (one.category) } },
                        ..plan::Ends::default()
                    };
                    (plan::card(visit, &round.id, one, None, &ends))
                }
            }
        }
    }
}

/// The map of the plans. While votes are taken it leads to the plans of a neighbourhood.
fn map(visit: &Visit, round: &Round, plans: &[Proposal], places: &Places) -> Markup {
    let is_open = round.voting(visit.now) == Voting::Open;
    let address = |code: &NeighbourhoodId| {
        is_open.then(|| format!("{}?{NEAR}={code}", visit.to(paths::CHOOSE, &[round.id.as_str()])))
    };
    let plans: Vec<&Proposal> = plans.iter().collect();
    let drawn = places.draw(visit, &plans, address);
    html! {
        @if !drawn.0.is_empty() {
            section.sr-stack #kaart {
                h2.utrecht-heading-2 { (visit.say("map-title")) }
                (drawn)
            }
        }
    }
}

/// The rules in plain words, and where they were published.
pub fn rules(
    visit: &Visit,
    round: &Round,
    auditors: &[Auditor],
    recipients: Option<&RecipientTerms>,
) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("rules-title")) }
            ul.sr-stack.sr-stack--tight {
                @for rule in choice::rules(text, &round.plan.ballot, round.plan.ceiling) { li { (rule) } }
                li { (text.get(counted(&round.plan.count))) " " a.utrecht-link href=(visit.to(paths::METHOD, &[])) { (text.get("menu-method")) } }
                @match &round.plan.lot {
                    Some(lot) => li { (text.with("lot-rule", &[("source", lot.source.as_str().into()), ("moment", text.moment(lot.at).into())])) },
                    None if round.plan.count.leaves_ties_open() => li { (text.get("lot-rule-unnamed")) },
                    None => li { (text.get(if round.plan.count.has_usual_ties() { "rules-ties" } else { "rules-ties-id" })) },
                }
                @for limit in &round.plan.limits.pots {
                    @let part = |bound: Bound| text.euros(bound.of(round.plan.spendable()));
                    li { (text.with("rules-pot", &[("pot", pot::name(text, limit.pot).into()), ("least", part(limit.least).into()), ("most", part(limit.most).into())])) }
                }
                @for row in &round.plan.limits.categories {
                    li { (text.with("rules-category", &[("category", row.category.as_str().into()), ("most", text.euros(row.most).into())])) }
                }
                @if round.origin == Origin::Vote { li { (later_years(visit, round)) } }
                @if round.origin == Origin::Vote && round.rules.is_some() {
                    li { a.utrecht-link href=(visit.to(paths::MIX, &[round.area.as_str(), &round.year.to_string()])) { (text.get("rules-mix")) } }
                }
                @if round.plan.objection_reserve.get() > 0 {
                    li { (text.get("rules-reserve")) " " (amount(text, round.plan.objection_reserve)) "." }
                }
                (ways::posted(visit, round))
                @if let Some(terms) = recipients { (of_recipients(visit, terms)) }
                @if let Some(regulation) = &round.plan.regulation {
                    li {
                        (text.with("rules-regulation", &[
                            ("title", regulation.title.as_str().into()),
                            ("place", regulation.place.as_str().into()),
                            ("date", published(visit, &regulation.date).into()),
                        ]))
                    }
                }
                @if !auditors.is_empty() {
                    @let names: Vec<&str> = auditors.iter().map(|auditor| auditor.name.as_str()).collect();
                    li {
                        (text.with("rules-auditors", &[("names", names.join("; ").into())])) " "
                        a.utrecht-link href=(visit.to(paths::TRUST, &[])) { (text.get("menu-trust")) }
                    }
                }
            }
        }
    }
}

/// How a rule counts, in a sentence.
fn counted(rule: &CountRule) -> &'static str {
    match (rule.is_equal_shares(), rule.worth()) {
        (true, Worth::Votes) => "rules-shares",
        (true, Worth::Points) => "form-counted-shares-points",
        (true, Worth::Places) => "form-counted-shares-places",
        (false, Worth::Votes) => "rules-greedy",
        (false, Worth::Points) => "form-counted-points",
        (false, Worth::Places) => "form-counted-places",
    }
}

/// What one recipient may have, and who gets nothing.
fn of_recipients(visit: &Visit, terms: &RecipientTerms) -> Markup {
    let text = visit.text;
    let values = [
        ("round", text.percent(terms.of_round).into()),
        ("year", text.percent(terms.of_year).into()),
        ("onward", text.percent(terms.onward).into()),
    ];
    html! {
        li { (text.with("chk-rules-recipient", &values)) }
        (class_limits(visit, terms.class_most))
        li {
            (text.get("chk-rules-smo")) " "
            @if terms.smo_register > 0 {
                (text.with("chk-rules-smo-version", &[("version", number(terms.smo_register))]))
            } @else { (text.get("chk-rules-smo-none")) }
        }
    }
}

/// A date of a regulation as people write it; what is no date stays as it is.
fn published(visit: &Visit, date: &str) -> String {
    Moment::parse_local(&format!("{date}T00:00")).map_or(date.to_string(), |day| visit.text.day(day))
}
