//! A published election as a round: it shows how this program counts real ballots. It has no letters and
//! can never be awarded.

use super::area::Area;
use super::ballot::{Ballot, BallotForm, Choice, Mark, Marking, Points, Spend};
use super::ballot_form::MOST_POINTS;
use super::budget;
use super::count_rule::CountRule;
use super::digest::Digest;
use super::id::{ProposalId, RoundId};
use super::limits::RoundLimits;
use super::money::Cents;
use super::plain::cleaned;
use super::pot::Pot;
use super::proposal::Proposal;
use super::round::{Change, Dates, Plan, Publish, Regulation};
use super::rules::Rules;
use super::worth::Worth;
use crate::tally::pb::Election;
use crate::tally::{BallotKind, Instance};

/// Most characters that are taken over of a line of the file.
const MAX_TOLD: usize = 300;

/// An election, ready to become a round.
pub struct ImportedElection {
    /// Short name from the name of the file.
    pub round: RoundId,
    /// Its area.
    pub area: Area,
    /// Year of the election.
    pub year: i64,
    /// The plan of the round.
    pub plan: Plan,
    /// The plans on the ballot.
    pub proposals: Vec<Proposal>,
    /// The choices of each ballot.
    pub ballots: Vec<Vec<Choice>>,
    /// SHA-256 of the file.
    pub file: Digest,
}

/// Why an election cannot become a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportFault {
    /// The file has no name from which a round could be named.
    Name,
    /// An amount is nothing or too large.
    Amount(ProposalId),
    /// There is no plan on the ballot or no budget.
    Empty,
    /// A ballot gives more points than a ballot of a round can hold.
    Points,
    /// The rule adds up something else than the ballots say: what it adds up, and what they say.
    Rule(Worth, Worth),
}

impl std::fmt::Display for ImportFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ImportFault::Name => f.write_str("the name of the file gives no name for a round"),
            ImportFault::Amount(id) => write!(f, "project '{id}' costs nothing or too much"),
            ImportFault::Empty => f.write_str("there are no projects, or there is no budget"),
            ImportFault::Points => write!(f, "a ballot gives more than {MOST_POINTS} points"),
            ImportFault::Rule(rule, ballots) => write!(
                f,
                "the rule adds up {}, and the ballots hold {}; 'default' and 'greedy' fit every file",
                words(*rule),
                words(*ballots)
            ),
        }
    }
}

/// What is added up, in words.
fn words(worth: Worth) -> &'static str {
    match worth {
        Worth::Votes => "votes",
        Worth::Points => "points",
        Worth::Places => "places",
    }
}

impl ImportedElection {
    /// What the ballots of an election say of the plans: the rule that counts them adds up the same.
    pub fn worth(election: &Election) -> Worth {
        match election.instance.kind() {
            BallotKind::Approval => Worth::Votes,
            BallotKind::Points => Worth::Points,
            BallotKind::Ranking => Worth::Places,
        }
    }

    /// Makes a round of an election that was read from a file of this name and content. Ballots stay what they are: plans
    /// that were chosen, points, or a ranking; no points for a plan say nothing of it.
    pub fn new(
        election: &Election,
        name: &str,
        bytes: &[u8],
        count: CountRule,
    ) -> Result<ImportedElection, ImportFault> {
        let round = RoundId::parse(&short_name(name)).map_err(|_| ImportFault::Name)?;
        let instance = &election.instance;
        let ceiling = Cents::from_unsigned(instance.budget()).map_err(|_| ImportFault::Empty)?;
        if instance.projects().is_empty() || ceiling == Cents::ZERO {
            return Err(ImportFault::Empty);
        }
        let worth = ImportedElection::worth(election);
        if !count.adds_up(worth) {
            return Err(ImportFault::Rule(count.worth(), worth));
        }
        let most = u64::try_from(instance.projects().len()).expect("a length fits in 64 bits");
        let marking = marking(instance)?;
        let told = |key: &str| cleaned(election.meta(key).unwrap_or(""), MAX_TOLD);
        let date = told("date_begin");
        let year = date.rsplit(['.', '-']).find(|part| part.len() == 4).and_then(|year| year.parse().ok());
        let plan = Plan {
            title: format!("{} {}", told("unit"), told("instance")).trim().to_string(),
            ceiling,
            objection_reserve: Cents::ZERO,
            ballot: BallotForm { marking, ..BallotForm::approval(0, most) },
            count,
            lot: None,
            limits: RoundLimits::default(),
            change: Change::None,
            publish: Publish::Ballots,
            regulation: Some(Regulation {
                title: told("description"),
                place: format!("{name} ({})", told("country")),
                date,
            }),
            deadline: None,
            dates: Dates::default(),
        };
        let area = Area::new(format!("import-{round}"), told("unit"));
        let proposals = proposals(election)?;
        let ballots = ballots(instance);
        Ok(ImportedElection {
            round,
            area,
            year: year.unwrap_or(0),
            plan,
            proposals,
            ballots,
            file: Digest::of(bytes),
        })
    }

    /// What its example line must hold so that the reserved share covers the round, at most all money
    /// there is; a share that is still too small is then refused by the chain of ceilings.
    pub fn line_total(&self, share: super::money::BasisPoints) -> Cents {
        let mut total = self.plan.ceiling;
        while total < Cents::MAX && budget::fits(share.of(total), Cents::ZERO, self.plan.ceiling).is_err() {
            total = total.plus(total).unwrap_or(Cents::MAX);
        }
        total
    }

    /// The ballots under the rules of the round.
    pub fn sealed(&self, rules: &Rules) -> Result<Vec<Ballot>, super::ballot::BallotFault> {
        self.ballots.iter().map(|choices| Ballot::new(rules, choices)).collect()
    }
}

/// `Netherlands_Amsterdam_309.pb` becomes `netherlands-amsterdam-309`.
fn short_name(file: &str) -> String {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file).trim_end_matches(".pb");
    let words = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    name.chars().take(super::id::MAX_LENGTH).collect::<String>().trim_end_matches('-').to_string()
}

fn proposals(election: &Election) -> Result<Vec<Proposal>, ImportFault> {
    let line = |told: &Option<String>| {
        told.as_deref().map(|told| cleaned(told, MAX_TOLD)).filter(|line| !line.is_empty())
    };
    let listed = election.instance.projects().iter().zip(&election.projects);
    let mut proposals = Vec::new();
    for (project, listing) in listed {
        let id = ProposalId::new(&project.id);
        let amount = Cents::from_unsigned(project.cost).ok().filter(|&amount| amount > Cents::ZERO);
        proposals.push(Proposal {
            title: line(&listing.name).unwrap_or_else(|| project.id.clone()),
            summary: String::new(),
            text: String::new(),
            applicant: String::new(),
            place: String::new(),
            category: line(&listing.category).unwrap_or_default(),
            amount: amount.ok_or_else(|| ImportFault::Amount(id.clone()))?,
            pot: Pot::None,
            id,
        });
    }
    proposals.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(proposals)
}

/// What voters did with the plans. Of points the file is trusted for no total: it is the most that a ballot gives.
fn marking(instance: &Instance) -> Result<Marking, ImportFault> {
    let points = |group: usize| instance.group_values(group).iter().map(|&points| u64::from(points));
    let groups = 0..instance.group_weights().len();
    Ok(match instance.kind() {
        BallotKind::Approval => Marking::Approval,
        BallotKind::Ranking => Marking::Ranking,
        BallotKind::Points => {
            let total = groups.clone().map(|group| points(group).sum()).max().unwrap_or(0).max(1);
            let each = groups.flat_map(points).max().unwrap_or(0).max(1);
            if total > MOST_POINTS {
                return Err(ImportFault::Points);
            }
            Marking::Points(Points { total, each, spend: Spend::UpTo })
        }
    })
}

fn ballots(instance: &Instance) -> Vec<Vec<Choice>> {
    let group = |(group, &weight): (usize, &u64)| {
        let choices = choices(instance, group);
        std::iter::repeat_n(choices, usize::try_from(weight).expect("a weight counts ballots in memory"))
    };
    instance.group_weights().iter().enumerate().flat_map(group).collect()
}

/// The ballot of a group of voters.
fn choices(instance: &Instance, group: usize) -> Vec<Choice> {
    let plans =
        instance.group_projects(group).iter().map(|&project| ProposalId::new(&instance.project(project).id));
    let values = || instance.group_values(group).iter().copied();
    match instance.kind() {
        BallotKind::Approval => plans.map(Choice::from).collect(),
        BallotKind::Points => {
            let given = plans.zip(values()).filter(|(_, points)| *points > 0);
            given.map(|(plan, points)| Choice { plan, mark: Mark::Points(u64::from(points)) }).collect()
        }
        BallotKind::Ranking => {
            // The best one has the highest value.
            let mut ranked: Vec<(u32, ProposalId)> = values().zip(plans).collect();
            ranked.sort_by_key(|(value, _)| std::cmp::Reverse(*value));
            (1..).zip(ranked).map(|(place, (_, plan))| Choice { plan, mark: Mark::Place(place) }).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_names_the_round() {
        assert_eq!(short_name("../pb/Netherlands_Amsterdam_309.pb"), "netherlands-amsterdam-309");
        assert_eq!(short_name("Poland_Łódź  2024.pb"), "poland-d-2024");
        assert!(RoundId::parse(&short_name("??.pb")).is_err());
    }
}
