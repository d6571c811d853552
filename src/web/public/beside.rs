//! What stands beside the rounds of an area: its pots for quick requests and its mix, as links.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::domain::id::{AreaId, RoundId};
use crate::store::{Conn, mix, standing};
use crate::web::error::Answer;
use crate::web::paths;
use crate::web::visit::Visit;

/// The pots for quick requests and the mixes that are public, the newest year first.
#[derive(Default)]
pub struct Beside {
    quick: Vec<(RoundId, String)>,
    /// Year, name of the area, area.
    mixes: BTreeSet<(i64, String, AreaId)>,
}

/// Those of every area, or of one area in one year.
pub async fn find(conn: &mut Conn, visit: &Visit, of: Option<(&AreaId, i64)>) -> Answer<Beside> {
    let wanted = |area: &AreaId, year: i64| of.is_none_or(|wanted| wanted == (area, year));
    let quick = standing::list(conn).await?.into_iter();
    let quick = quick.filter(|round| wanted(&round.area, round.year)).map(|one| (one.id, one.plan.title));
    let mut beside = Beside { quick: quick.collect(), mixes: BTreeSet::new() };
    for stored in mix::list(conn).await? {
        let one = &stored.statement;
        if stored.at <= visit.now && wanted(&one.area, one.year) {
            beside.mixes.insert((one.year, one.area_name.clone(), one.area.clone()));
        }
    }
    Ok(beside)
}

/// The links, if there are any.
pub fn links(visit: &Visit, beside: &Beside) -> Markup {
    let text = visit.text;
    html! {
        @if !beside.quick.is_empty() || !beside.mixes.is_empty() {
            section.sr-stack.sr-stack--tight #ernaast {
                h2.utrecht-heading-2 { (text.get("lot-beside")) }
                ul.sr-links {
                    @for (id, title) in &beside.quick {
                        li { a.utrecht-link href=(visit.to(paths::QUICK, &[id.as_str()])) { (text.with("lot-beside-quick", &[("title", title.as_str().into())])) } }
                    }
                    @for (year, name, area) in beside.mixes.iter().rev() {
                        li {
                            a.utrecht-link href=(visit.to(paths::MIX, &[area.as_str(), &year.to_string()])) {
                                (text.with("lot-beside-mix", &[("area", name.as_str().into()), ("year", year.to_string().into())]))
                            }
                        }
                    }
                }
            }
        }
    }
}
