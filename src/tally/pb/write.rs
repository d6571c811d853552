//! The way back: an election as a file that the official checker of the format accepts.

use std::fmt::Write as _;

use super::sections::COLUMNS;
use super::{Election, Listing, VoteType, cents};
use crate::tally::rule::Utility;
use crate::tally::{BallotKind, Instance, ProjectIndex};

/// Writes an election; [`read_with`](super::read_with), with its home column, gives the same election
/// again, except that blanks around the commas of its lists are gone. What the file says of itself (`budget`, `num_projects`, `num_votes`, and per project `votes` and
/// `score` where they are told) is what the instance holds. Voters are numbered: their own ids, and what
/// else the file told of them, are not kept by reading.
pub fn write(election: &Election) -> String {
    let mut text = String::from("META\nkey;value\n");
    for (key, value) in meta(election) {
        row(&mut text, [key, &value]);
    }
    text.push_str("PROJECTS\n");
    projects(&mut text, election);
    text.push_str("VOTES\n");
    votes(&mut text, election);
    text
}

fn meta(election: &Election) -> Vec<(&str, String)> {
    let instance = &election.instance;
    let mut rows: Vec<(&str, String)> =
        election.meta.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
    let mut hold = |key, value: String, same: &dyn Fn(&str) -> bool| match rows
        .iter_mut()
        .find(|(known, _)| *known == key)
    {
        Some((_, told)) if same(told) => {}
        Some((_, told)) => *told = value,
        None => rows.push((key, value)),
    };
    let counts = [
        ("num_projects", instance.indexes().count().to_string()),
        ("num_votes", instance.voters().to_string()),
    ];
    for (key, found) in counts {
        hold(key, found.clone(), &|told| told.parse() == found.parse::<u64>());
    }
    hold("budget", amount(instance.budget()), &|told| cents(told) == Some(instance.budget()));
    let default = match instance.kind() {
        BallotKind::Approval => "approval",
        BallotKind::Ranking => "ordinal",
        BallotKind::Points => "cumulative",
    };
    hold("vote_type", default.to_string(), &|told| {
        VoteType::named(told).is_some_and(|told| told.kind() == instance.kind())
    });
    rows
}

fn projects(text: &mut String, election: &Election) {
    let instance = &election.instance;
    let cells: Vec<[Option<String>; 14]> = election
        .projects
        .iter()
        .zip(0..)
        .map(|(listing, project)| cells(listing, instance, project))
        .collect();
    let used: Vec<usize> =
        (0..COLUMNS.len()).filter(|&at| cells.iter().any(|row| row[at].is_some())).collect();
    row(text, ["project_id", "cost"].into_iter().chain(used.iter().map(|&at| COLUMNS[at])));
    for (project, cells) in instance.projects().iter().zip(&cells) {
        let cost = amount(project.cost);
        let told = used.iter().map(|&at| cells[at].as_deref().unwrap_or(""));
        row(text, [project.id.as_str(), &cost].into_iter().chain(told));
    }
}

/// In the order of [`COLUMNS`].
fn cells(listing: &Listing, instance: &Instance, project: ProjectIndex) -> [Option<String>; 14] {
    let score = |told: &String| match instance.kind() {
        BallotKind::Approval => told.clone(),
        BallotKind::Ranking => instance.total_worth(project, Utility::RankScore).to_string(),
        BallotKind::Points => instance.total_worth(project, Utility::Points).to_string(),
    };
    let Listing { name, category, beneficiaries, selected, neighborhood, subunit, .. } = listing.clone();
    let Listing { district, description, proposer, public_id, latitude, longitude, .. } = listing.clone();
    let selected = selected.map(|won| if won { "1" } else { "0" }.to_string());
    [
        listing.votes.as_ref().map(|_| instance.votes(project).to_string()),
        listing.score.as_ref().map(score),
        name,
        category.as_deref().map(list),
        beneficiaries.as_deref().map(list),
        selected,
        neighborhood,
        subunit,
        district,
        description,
        proposer,
        public_id,
        latitude,
        longitude,
    ]
}

fn votes(text: &mut String, election: &Election) {
    let instance = &election.instance;
    let points = instance.kind() == BallotKind::Points;
    let columns = [Some("voter_id"), Some("vote"), points.then_some("points"), election.home.as_deref()];
    row(text, columns.into_iter().flatten());
    let mut voter = 0_u64;
    for (group, &weight) in instance.group_weights().iter().enumerate() {
        let values = instance.group_values(group);
        let mut order: Vec<usize> = (0..instance.group_projects(group).len()).collect();
        // Best first, as the official checker likes to see it: by rank or by points.
        order.sort_by_key(|&place| values.get(place).copied().map(std::cmp::Reverse));
        let id = |&place: &usize| instance.project(instance.group_projects(group)[place]).id.as_str();
        let vote = order.iter().map(id).collect::<Vec<_>>().join(",");
        let given = order.iter().filter_map(|&place| values.get(place)).map(u32::to_string);
        let given = given.collect::<Vec<_>>().join(",");
        let home = election.home.as_ref().map(|_| instance.homes()[instance.home(group) as usize].as_str());
        for _ in 0..weight {
            voter += 1;
            let cells = [Some(vote.as_str()), points.then_some(given.as_str()), home];
            row(text, [voter.to_string().as_str()].into_iter().chain(cells.into_iter().flatten()));
        }
    }
}

/// A list between commas without blanks around them, which the official checker refuses.
fn list(text: &str) -> String {
    text.split(',').map(str::trim).collect::<Vec<_>>().join(",")
}

/// An amount in cents, with decimals only where there are cents.
fn amount(cents: u64) -> String {
    match (cents / 100, cents % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:02}"),
    }
}

fn row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(';');
        }
        if cell.contains([';', '"', '\n', '\r']) {
            write!(text, "\"{}\"", cell.replace('"', "\"\"")).expect("a text takes all that is written");
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}
