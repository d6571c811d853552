//! The first page: the money, the rounds, how it works.

use axum::response::Redirect;
use maud::{Markup, html};

use crate::domain::budget::{Allocation, Line, of_year};
use crate::domain::round::{Origin, Phase, Round, Voting};
use crate::store;
use crate::text::number;
use crate::web::error::Answer;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, large_amount, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// A round in the list with the number of its plans.
struct Listed {
    round: Round,
    plans: u64,
}

/// Shows the first page.
pub async fn show(visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let controls = store::ledger::controls(&mut conn).await?;
    let lines = store::budget::lines_with(&mut conn, &controls).await?;
    let allocations = store::budget::allocations_with(&mut conn, &controls).await?;
    let counts = store::proposal::counts(&mut conn).await?;
    let mut rounds = Vec::new();
    for round in store::round::list(&mut conn).await? {
        if round.phase.is_public() {
            let plans = counts.get(&round.id).copied().unwrap_or_default();
            rounds.push(Listed { round, plans });
        }
    }
    rounds.sort_by_key(|listed| (urgency(&listed.round, &visit), listed.round.id.clone()));
    let (real, imported): (Vec<_>, Vec<_>) =
        rounds.into_iter().partition(|listed| listed.round.origin == Origin::Vote);
    // Example lines of imported elections are nobody's money.
    let lines: Vec<Line> = lines.into_iter().filter(|line| !line.is_example).collect();
    let line = of_year(&lines, i64::from(visit.now.local().year()));
    let content = html! {
        (money(&visit, line))
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--wide {
                (list(&visit, "rounds-title", &real))
                @if !imported.is_empty() { (list(&visit, "imported-title", &imported)) }
                @if let Some(line) = line { (areas(&visit, line, &allocations)) }
                (how(&visit))
            }
        }
    };
    let title = visit.say("home-title");
    Ok(layout::page(&visit, &Head { title, place: Place::Rounds }, content))
}

/// The list of rounds stands on the first page.
pub async fn list_of_rounds(visit: Visit) -> Redirect {
    Redirect::to(&format!("{}#rondes", visit.to(paths::HOME, &[])))
}

/// What people can act on comes first.
fn urgency(round: &Round, visit: &Visit) -> u8 {
    match (round.phase, round.voting(visit.now)) {
        (_, Voting::Open) => 0,
        (Phase::Propose, _) => 1,
        (Phase::Check | Phase::Ready | Phase::Open, _) => 2,
        (Phase::Closed | Phase::Sealed | Phase::Counted | Phase::Proposed, _) => 3,
        (Phase::Certified | Phase::Final, _) => 4,
        (Phase::Draft | Phase::Cancelled, _) => 5,
    }
}

fn money(visit: &Visit, line: Option<&Line>) -> Markup {
    let text = visit.text;
    let walk = |line: &Line| visit.to(paths::PUBLIC_LINE, &[line.id.as_str()]);
    html! {
        div.sr-band {
            div.sr-page.sr-stack {
                h1.utrecht-heading-1 { (text.get("home-title")) }
                @match line {
                    None => p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("home-lead-none")) },
                    Some(line) => {
                        p.utrecht-paragraph.utrecht-paragraph--lead {
                            (text.with("home-lead", &[("total", text.euros(line.total).into()), ("year", line.year.to_string().into())]))
                        }
                        figure.sr-bar.sr-gap {
                            (Bar::of(line.total).money(Look::Fixed, line.fixed()).grip().money(Look::Main, line.reserved()).draw())
                            figcaption.sr-ends {
                                span { (text.get("money-fixed")) br; (large_amount(text, line.fixed())) }
                                span.sr-ends__2 {
                                    (text.with("money-reserved", &[("share", text.percent(line.share).into())])) br;
                                    a.utrecht-link href=(walk(line)) { (large_amount(text, line.reserved())) }
                                }
                            }
                        }
                        p { a.utrecht-link href=(walk(line)) { (text.get("home-walk")) } }
                    },
                }
            }
        }
    }
}

fn list(visit: &Visit, title: &str, rounds: &[Listed]) -> Markup {
    html! {
        section.sr-stack id=[(title == "rounds-title").then_some("rondes")] {
            h2.utrecht-heading-2 { (visit.say(title)) }
            @if rounds.is_empty() { p { (visit.say("rounds-none")) } }
            ul.sr-rows {
                @for listed in rounds { (row(visit, listed)) }
            }
        }
    }
}

fn row(visit: &Visit, Listed { round, plans }: &Listed) -> Markup {
    let (text, id) = (visit.text, round.id.as_str());
    let (path, key, main) = match (round.phase, round.voting(visit.now)) {
        (_, Voting::Open) => (paths::CHOOSE, "row-vote", true),
        (phase, _) if phase.shows_outcome() => (paths::OUTCOME, "row-outcome", false),
        _ => (paths::ROUND, "row-look", false),
    };
    html! {
        li {
            div.sr-stack.sr-stack--tight {
                p { (round_parts::badge(text, round, visit.now)) }
                h3.utrecht-heading-2 { a.utrecht-link href=(visit.to(paths::ROUND, &[id])) { (round.plan.title) } }
                p {
                    (text.with("count-plans", &[("count", number(*plans))])) ". "
                    @if let Some(line) = round_parts::now_line(text, round, visit.now) { (line) }
                }
            }
            div.sr-rows__end.sr-stack {
                p { bdi.sr-amount.sr-amount--huge dir="ltr" { (text.euros(round.plan.ceiling)) } }
                p {
                    a.utrecht-button.utrecht-button--primary-action[main] href=(visit.to(path, &[id])) {
                        (text.get(key)) span.sr-hidden { ": " (round.plan.title) }
                    }
                }
            }
        }
    }
}

fn areas(visit: &Visit, line: &Line, allocations: &[Allocation]) -> Markup {
    let text = visit.text;
    let mut own: Vec<&Allocation> = allocations.iter().filter(|one| one.line == line.id).collect();
    own.sort_by(|a, b| a.area_name.cmp(&b.area_name));
    let bar = own.iter().fold(Bar::of(line.reserved()), |bar, one| {
        bar.labelled(Look::Mid, one.ceiling.unsigned(), String::new())
    });
    html! {
        @if !own.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.with("areas-title", &[("amount", text.euros(line.reserved()).into())])) }
                figure.sr-bar.sr-bar--zoom {
                    div.sr-bar.sr-bar--thin {
                        (Bar::of(line.total).thin().money(Look::Fixed, line.fixed()).money(Look::Main, line.reserved()).draw())
                    }
                    svg.sr-bar__zoom viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                        path.sr-f-tint d=(format!("M{} 0H100V10H0z", (10_000 - line.share.get()) / 100)) {}
                    }
                    (bar.room().draw())
                }
                p.sr-small { (text.get("areas-order")) }
                ul.sr-areas {
                    @for one in &own {
                        @let address = visit.to(paths::PUBLIC_AREA, &[line.id.as_str(), one.area.as_str()]);
                        li { a href=(address) { span { (one.area_name) } (amount(text, one.ceiling)) } }
                    }
                }
                p.sr-small {
                    (text.with("areas-rest", &[("amount", text.euros(line.room()).into())])) " "
                    (text.with("areas-ground", &[("ground", line.ground.name.as_str().into())]))
                }
            }
        }
    }
}

fn how(visit: &Visit) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("how-title")) }
            ol.sr-timeline {
                @for step in ["plan", "check", "vote", "do"] {
                    li {
                        h3.utrecht-heading-3 { (visit.say(&format!("how-{step}"))) }
                        p { (visit.say(&format!("how-{step}-line"))) }
                    }
                }
            }
        }
    }
}
