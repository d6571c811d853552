//! Where the plans of a round lie: a map of its neighbourhoods with the number of plans in each.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::map::{Level, Map, Piece};
use crate::acts;
use crate::domain::id::{NeighbourhoodId, ProposalId};
use crate::domain::neighbourhood::Neighbourhood;
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::visit::Visit;

/// The neighbourhoods of a round, and in which of them its plans lie.
#[derive(Debug, Default)]
pub struct Places {
    all: Vec<Neighbourhood>,
    of_plans: BTreeMap<ProposalId, NeighbourhoodId>,
}

/// Plans from which on a neighbourhood is drawn denser.
const EDGES: [usize; 4] = [1, 3, 6, 10];

impl Places {
    /// Looks them up. Where no plan has a place there is no map, and nothing to choose from.
    pub async fn find(conn: &mut Conn, round: &Round) -> Answer<Places> {
        let of_plans = store::location::list(conn, &round.id).await?;
        if of_plans.is_empty() {
            return Ok(Places::default());
        }
        Ok(Places { all: acts::location::places(conn, round).await?, of_plans })
    }

    /// The code of the neighbourhood of a plan.
    pub fn code(&self, plan: &ProposalId) -> Option<&str> {
        self.of_plans.get(plan).map(NeighbourhoodId::as_str)
    }

    /// Each neighbourhood with how many of these plans lie in it, those without any as well.
    fn counted(&self, plans: &[&Proposal]) -> Vec<(&Neighbourhood, usize)> {
        let mut counts: BTreeMap<&NeighbourhoodId, usize> = BTreeMap::new();
        for code in plans.iter().filter_map(|plan| self.of_plans.get(&plan.id)) {
            *counts.entry(code).or_default() += 1;
        }
        self.all.iter().map(|one| (one, counts.get(&one.code).copied().unwrap_or(0))).collect()
    }

    /// The neighbourhoods that have plans, for a list to choose from: code, and name with the number.
    pub fn options(&self, plans: &[&Proposal]) -> Vec<(String, String)> {
        let counted = self.counted(plans).into_iter().filter(|(_, count)| *count > 0);
        counted.map(|(one, count)| (one.code.to_string(), format!("{} ({count})", one.name))).collect()
    }

    /// The map, with the same numbers as a list below it. Where `link` leads, a neighbourhood with plans is a link.
    pub fn draw(
        &self,
        visit: &Visit,
        plans: &[&Proposal],
        link: impl Fn(&NeighbourhoodId) -> Option<String>,
    ) -> Markup {
        let nowhere = plans.iter().filter(|plan| self.code(&plan.id).is_none()).count();
        drawn(visit, &self.counted(plans), nowhere, link)
    }
}

/// The map of neighbourhoods with how many plans lie in each, and in none.
pub fn drawn(
    visit: &Visit,
    counted: &[(&Neighbourhood, usize)],
    nowhere: usize,
    link: impl Fn(&NeighbourhoodId) -> Option<String>,
) -> Markup {
    let words = |one: &Neighbourhood, count: usize| {
        let count = number(u64::try_from(count).unwrap_or(u64::MAX));
        visit.text.with("map-plans", &[("name", one.name.as_str().into()), ("count", count)])
    };
    let leads = |one: &Neighbourhood, count: usize| link(&one.code).filter(|_| count > 0);
    let shapes = || counted.iter().filter_map(|(one, count)| Some((one.shape.as_ref()?, *one, *count)));
    let pieces = shapes().map(|(shape, one, count)| Piece {
        shape,
        label: words(one, count),
        level: Level::among(&count, &EDGES),
        link: leads(one, count),
    });
    let marks = shapes().filter(|(.., count)| *count > 0);
    let map = Map {
        id: "plannenkaart",
        title: visit.say("map-title"),
        pieces: pieces.collect(),
        borders: Vec::new(),
        marks: marks.map(|(shape, _, count)| (shape, count.to_string())).collect(),
    };
    html! {
        @if !map.pieces.is_empty() {
            figure.sr-split.sr-split--even {
                div.sr-map-small { (map.draw()) }
                figcaption {
                    ul.sr-stack.sr-stack--tight {
                        @for (one, count) in counted {
                            li {
                                @match leads(one, *count) {
                                    Some(link) => a.utrecht-link href=(link) { (words(one, *count)) },
                                    None => (words(one, *count)),
                                }
                            }
                        }
                        @if nowhere > 0 {
                            li { (visit.text.with("map-nowhere", &[("count", number(u64::try_from(nowhere).unwrap_or(u64::MAX)))])) }
                        }
                    }
                }
            }
        }
    }
}
