//! Projects that cost nothing, under the rules that spend the money of voters.
//!
//! *Definition.* At the start each project that costs nothing and has a supporter is bought, in the
//! declared tie order, as far as the limits allow. A supporter is a voter to whom the project is worth
//! something; by its price or as one, whoever named it.

use crate::tally::ProjectIndex;
use crate::tally::constraints::Guard;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage};
use crate::tally::rule::Utility;
use crate::tally::ties::{TieLog, TieOrder};

/// Whether the project has a supporter.
pub fn supported(instance: &Instance, utility: Utility, project: ProjectIndex) -> bool {
    match utility {
        Utility::Cost | Utility::Cardinality => instance.votes(project) > 0,
        Utility::Points | Utility::Borda | Utility::RankScore => instance.total_worth(project, utility) > 0,
    }
}

/// Buys the supported projects that cost nothing. They are a tie only where the limits shut one out.
pub fn buy(
    instance: &Instance,
    utility: Utility,
    order: &TieOrder,
    guard: &mut Guard<'_>,
    ties: &mut TieLog,
) -> Vec<Purchase> {
    let mut free: Vec<ProjectIndex> = instance
        .indexes()
        .filter(|&p| instance.project(p).cost == 0 && supported(instance, utility, p) && guard.allows(p))
        .collect();
    free.sort_by_key(|&project| order.rank(project));
    let mut bought = Vec::new();
    for &project in &free {
        if guard.allows(project) {
            guard.buy(project);
            bought.push(Purchase::whole(instance, project, Stage::Free));
        }
    }
    if bought.len() < free.len() {
        ties.met(1, None, &free);
    }
    bought
}
