//! What an area has of a line: where it stands, and in which rounds.

use std::collections::BTreeMap;

use axum::extract::Path;
use maud::{Markup, html};

use super::{Books, Way, line_name};
use crate::domain::budget::{Allocation, Line};
use crate::domain::id::RoundId;
use crate::domain::ledger::Control;
use crate::domain::money::Cents;
use crate::domain::report::{Meter, Part};
use crate::store::{self, Conn};
use crate::web::error::{Answer, Refusal};
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, meter as meter_part};
use crate::web::paths;
use crate::web::public::beside;
use crate::web::visit::Visit;

/// What a round has of an area's money.
struct Held {
    title: String,
    id: RoundId,
    meter: Meter,
}

/// The rounds that hold or granted money of an allocation.
struct Rounds {
    shown: Vec<Held>,
    /// What rounds hold that are not public yet.
    in_preparation: Cents,
}

/// Shows an area in a year.
pub async fn show(Path((line, area)): Path<(String, String)>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let books = Books::now(&mut conn, &visit).await?;
    let part = books
        .allocations
        .iter()
        .find(|one| one.line.as_str() == line && one.area.as_str() == area)
        .ok_or(Refusal::NOT_FOUND)?;
    let line = books.line(&part.line)?;
    let meter = Meter::of_allocation(&books.controls, &part.id);
    let rounds = rounds(&mut conn, part).await?;
    let near = beside::find(&mut conn, &visit, Some((&part.area, line.year))).await?;
    let has_mix = !store::mix::of_area(&mut conn, &part.area, line.year).await?.is_empty();
    let text = visit.text;
    let postings = format!("{}?deel={}", visit.to(paths::POSTINGS, &[]), part.id);
    let title = format!("{} {}", part.area_name, line.year);
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            (crumbs(&visit, &Way::top(&visit).line(&visit, line).area(&visit, part).here()))
            h1.utrecht-heading-1 { (title) }
            p.utrecht-paragraph.utrecht-paragraph--lead {
                (text.with("walk-area-lead", &[("amount", text.euros(meter.reserved()).into()), ("area", part.area_name.as_str().into()), ("line", line_name(line).into())]))
            }
            (meter_part::figure(&visit, &meter, |part| (part != Part::Free).then(|| "#rondes".to_string())))
            (meter_part::table(&visit, &meter))
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
            (list(&visit, line, part, &rounds))
            (beside::links(&visit, &near))
            p.utrecht-button-group {
                a.utrecht-link href=(postings) { (text.get("walk-postings-area")) }
                @if has_mix {
                    a.utrecht-link href=(visit.to(paths::MIX_REALISED, &[part.area.as_str(), &line.year.to_string()])) { (text.get("rep-mix-area")) }
                }
            }
        } }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

async fn rounds(conn: &mut Conn, part: &Allocation) -> Answer<Rounds> {
    let mut held: BTreeMap<RoundId, Vec<Control>> = BTreeMap::new();
    for (round, control) in store::report::rounds_of_allocation(conn, &part.id).await? {
        held.entry(round).or_default().push(control);
    }
    let (mut shown, mut in_preparation) = (Vec::new(), Cents::ZERO);
    for (id, controls) in held {
        let meter = Meter::of(&controls);
        if meter.reserved() == Cents::ZERO {
            continue;
        }
        let title = match store::round::find(conn, &id).await? {
            Some(round) => round.phase.is_public().then_some(round.plan.title),
            None => store::report::standing_title(conn, &id).await?.map(|(title, _)| title),
        };
        match title {
            Some(title) => shown.push(Held { title, id, meter }),
            None => in_preparation = in_preparation.plus(meter.reserved()).unwrap_or(Cents::MAX),
        }
    }
    Ok(Rounds { shown, in_preparation })
}

fn list(visit: &Visit, line: &Line, part: &Allocation, rounds: &Rounds) -> Markup {
    let text = visit.text;
    let most = rounds.shown.iter().map(|held| held.meter.reserved()).max().unwrap_or_default();
    html! {
        section.sr-stack #rondes {
            h2.utrecht-heading-2 { (text.get("walk-rounds")) }
            p.utrecht-paragraph { (text.with("walk-rounds-line", &[("area", part.area_name.as_str().into()), ("year", line.year.to_string().into())])) }
            @if rounds.shown.is_empty() { p.utrecht-paragraph { (text.get("walk-rounds-none")) } }
            ul.sr-rows.sr-rows--plain {
                @for Held { title, id, meter } in &rounds.shown {
                    li.sr-bar.sr-bar--thin {
                        p.sr-between {
                            a.utrecht-link href=(visit.to(paths::ROUND_MONEY, &[id.as_str()])) { (title) } " "
                            (amount(text, meter.reserved()))
                        }
                        (meter_part::bar_within(meter, most).thin().draw())
                        p.sr-small { (text.with("walk-round-line", &[
                            ("spent", text.euros(meter.part(Part::Spent)).into()),
                            ("promised", text.euros(meter.part(Part::Promised)).into()),
                            ("rounds", text.euros(meter.part(Part::Rounds)).into()),
                        ])) }
                    }
                }
            }
            @if rounds.in_preparation.get() > 0 {
                p.sr-small { (text.with("walk-rounds-draft", &[("amount", text.euros(rounds.in_preparation).into())])) }
            }
        }
    }
}
