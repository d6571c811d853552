//! The limits that an election file tells of.
//!
//! *Read*: `budget_per_category` beside `categories` and the column `category`, and `budget_per_neighborhood`
//! beside `neighborhoods` and the column `neighborhood`: amounts in the order of the names, each a ceiling over
//! the projects of that name (of a project with several categories, over each). `leftover_budget` with
//! "Fund additional projects that fit ..." ends the ceilings for what is left, as the files themselves say in
//! their comments.
//!
//! *Not read*: thresholds (a file's threshold is an option of the count), limits per ballot
//! (`max_sum_cost_per_category`: voters kept to them), and a part for "one additional project with highest score",
//! for which no project states a minimum.

use super::ballots::ProjectIndex;
use super::constraints::{Ceiling, Leftover, Limits};
use super::pb::{Election, cents};

/// How `leftover_budget` begins when projects that fit are bought from what is left.
const FREE: &str = "Fund additional projects that fit";

/// The limits in META, or a sentence about what is wrong with them.
pub fn limits(election: &Election) -> Result<Limits, String> {
    let projects = || (0..).zip(&election.projects);
    let in_category = |name: &str| -> Vec<ProjectIndex> {
        projects()
            .filter(|(_, listing)| listing.categories().any(|one| one == name))
            .map(|(p, _)| p)
            .collect()
    };
    let in_neighborhood = |name: &str| -> Vec<ProjectIndex> {
        projects()
            .filter(|(_, listing)| listing.neighborhood.as_deref() == Some(name))
            .map(|(p, _)| p)
            .collect()
    };
    let mut all = ceilings(election, "budget_per_category", "categories", &in_category)?;
    all.extend(ceilings(election, "budget_per_neighborhood", "neighborhoods", &in_neighborhood)?);
    let free = election.meta("leftover_budget").is_some_and(|how| how.starts_with(FREE)) && !all.is_empty();
    let leftover = if free { Leftover::Free } else { Leftover::Capped };
    Ok(Limits { ceilings: all, leftover, ..Limits::default() })
}

/// One ceiling for each name that META lists under `names`, with the amounts under `amounts`.
fn ceilings(
    election: &Election,
    amounts: &str,
    names: &str,
    members: &dyn Fn(&str) -> Vec<ProjectIndex>,
) -> Result<Vec<Ceiling>, String> {
    let Some(told) = election.meta(amounts) else { return Ok(Vec::new()) };
    let named: Vec<&str> = election.meta(names).unwrap_or("").split(',').map(str::trim).collect();
    let told: Vec<&str> = told.split(',').map(str::trim).collect();
    if told.len() != named.len() {
        return Err(format!(
            "META has {} amounts in {amounts} and {} names in {names}",
            told.len(),
            named.len()
        ));
    }
    let ceiling = |(name, amount): (&str, &str)| match cents(amount) {
        Some(most) => Ok(Ceiling { name: name.to_string(), projects: members(name), most }),
        None => Err(format!("'{amount}' in {amounts} is not an amount with at most two decimals")),
    };
    named.into_iter().zip(told).map(ceiling).collect()
}
