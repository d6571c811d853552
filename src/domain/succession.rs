//! The reserve list (Dutch: reservelijst): who moves up when a plan that was to get money drops out.
//!
//! *The order.* The plans that did not win, as the last part of the rule of the round orders them: by votes, points or
//! places (or by these for each euro, where greedy selection counts so), equal ones by the declared order of ties. From the first to
//! the last, each plan gets all it asked if that fits in what the round has left beside the grants that stay, and
//! every limit of the round allows it. Where the rule ends at the first plan that does not fit, so does this.
//!
//! *Why not count again without the plan that dropped out.* Counting again could take money from a plan that was
//! certified, and where ballots are not published nobody outside could check it. This follows from `rules.json` and
//! `outcome.json` alone, so `verify` and anyone with paper can do it. It is a choice that belongs in the regulation.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::count_rule::CountRule;
use super::grant::{Grant, GrantState, total};
use super::id::ProposalId;
use super::money::Cents;
use super::outcome::OutcomeDocument;
use super::rules::Rules;
use crate::tally::ballots::{BallotKind, Ballots};
use crate::tally::constraints::{Guard, last_pass};
use crate::tally::instance::Project;
use crate::tally::rule::{Greedy, Method, NoFit, Score, Then};
use crate::tally::ties::TieOrder;
use crate::tally::{Instance, ProjectIndex};

/// What a certificate says when it takes the place of one whose plans did not all go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Succession {
    /// The plans that dropped out since the certificate before.
    pub dropped: Vec<Dropped>,
    /// The plans that move up, in the order of the reserve list.
    pub moved_up: Vec<ProposalId>,
    /// The plans of the list that were passed over; left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<Skipped>,
}

/// What a new certificate is about: who dropped out, and who is passed over.
#[derive(Debug, Clone, Copy)]
pub struct Changes<'a> {
    /// The plans that dropped out since the certificate before.
    pub dropped: &'a [Dropped],
    /// The plans of the list that are not moved up.
    pub skipped: &'a [Skipped],
}

/// A plan of the reserve list that is not moved up. That the money was out is no reason for it: the list is there for
/// exactly those plans, and who was refused for that gets a new decision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skipped {
    /// Which plan.
    pub proposal: ProposalId,
    /// Why.
    pub why: Skip,
}

/// Why a plan is not moved up. More than this is in the file of the municipality: it may be about people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Skip {
    /// The applicant stopped.
    Withdrawn,
    /// The municipality refused it on its own ground, such as a check that failed.
    Refused,
    /// It came to nothing by itself.
    Lapsed,
    /// It has money already, by an objection that was upheld.
    Granted,
}

impl Skip {
    /// The reasons that someone gives, with their names in the database and in forms.
    pub const GIVEN: [(Skip, &'static str); 3] =
        [(Skip::Withdrawn, "withdrawn"), (Skip::Refused, "refused"), (Skip::Lapsed, "lapsed")];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Skip::Withdrawn => "withdrawn",
            Skip::Refused => "refused",
            Skip::Lapsed => "lapsed",
            Skip::Granted => "granted",
        }
    }

    /// The reason of this name, of those that someone gives.
    pub fn given(name: &str) -> Option<Skip> {
        Skip::GIVEN.iter().find(|(_, known)| *known == name).map(|(skip, _)| *skip)
    }
}

/// A plan that dropped out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// Which plan.
    pub proposal: ProposalId,
    /// Why.
    pub why: Why,
}

/// Why a plan dropped out. More than this is in the file of the grant: it may be about people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The applicant stopped.
    Withdrawn,
    /// The municipality decided not to award.
    Refused,
    /// The award was taken back before anything was paid.
    Revoked,
    /// It came to nothing by itself.
    Lapsed,
}

impl Why {
    /// What a grant in this state dropped out for; `None` while it goes on.
    pub fn of(state: GrantState) -> Option<Why> {
        match state {
            GrantState::Withdrawn => Some(Why::Withdrawn),
            GrantState::Refused => Some(Why::Refused),
            GrantState::Revoked => Some(Why::Revoked),
            GrantState::Lapsed => Some(Why::Lapsed),
            GrantState::Selected
            | GrantState::Certified
            | GrantState::Awarded
            | GrantState::Objection
            | GrantState::Advances
            | GrantState::Running
            | GrantState::Accounted
            | GrantState::Settled
            | GrantState::Closed => None,
        }
    }

    /// The state of a grant that dropped out for this.
    pub fn state(self) -> GrantState {
        match self {
            Why::Withdrawn => GrantState::Withdrawn,
            Why::Refused => GrantState::Refused,
            Why::Revoked => GrantState::Revoked,
            Why::Lapsed => GrantState::Lapsed,
        }
    }
}

/// The reserve list: every plan that may still move up, the first one first. Plans of `taken` have or had their turn.
pub fn reserve_list(
    rules: &Rules,
    outcome: &OutcomeDocument,
    taken: &BTreeSet<ProposalId>,
) -> Vec<ProposalId> {
    let instance = as_told(rules, outcome);
    listed(rules, &instance, outcome, taken).into_iter().map(|plan| id(rules, plan)).collect()
}

/// The plans that move up beside the grants that stay, each with all it asked. Plans of `out` had their turn.
pub fn successors(
    rules: &Rules,
    outcome: &OutcomeDocument,
    kept: &[Grant],
    out: &BTreeSet<ProposalId>,
) -> Vec<Grant> {
    let instance = as_told(rules, outcome);
    let place = |plan: &ProposalId| places(rules).find(|(_, id)| *id == plan).map(|(place, _)| place);
    let taken: BTreeSet<ProposalId> = kept.iter().map(|grant| &grant.proposal).chain(out).cloned().collect();
    let list = listed(rules, &instance, outcome, &taken);
    let stops = last_part(&rules.count.0.method).is_some_and(|part| part.no_fit == NoFit::Stop);
    let mut left = rules.spendable().minus(total(kept)).unwrap_or(Cents::ZERO).unsigned();
    let mut up: Vec<ProjectIndex> = Vec::new();
    // A rule whose limits end goes through its list once more without them.
    for election in std::iter::once(instance.clone()).chain(last_pass(&instance)) {
        let mut guard = Guard::new(&election);
        for grant in kept {
            place(&grant.proposal).into_iter().for_each(|at| guard.buy_for(at, grant.amount.unsigned()));
        }
        up.iter().for_each(|&plan| guard.buy(plan));
        for &plan in &list {
            if up.contains(&plan) || !guard.allows(plan) {
                continue;
            }
            let price = election.project(plan).cost;
            if price <= left {
                left -= price;
                guard.buy(plan);
                up.push(plan);
            } else if stops {
                break;
            }
        }
    }
    let grant = |plan: ProjectIndex| Grant {
        proposal: id(rules, plan),
        amount: rules.proposals[plan as usize].amount,
    };
    up.into_iter().map(grant).collect()
}

fn id(rules: &Rules, plan: ProjectIndex) -> ProposalId {
    rules.proposals[plan as usize].id.clone()
}

fn places(rules: &Rules) -> impl Iterator<Item = (ProjectIndex, &ProposalId)> {
    (0..).zip(rules.proposals.iter().map(|plan| &plan.id))
}

/// An election in which each plan has the votes that the outcome tells: ballots say no more than that here.
fn as_told(rules: &Rules, outcome: &OutcomeDocument) -> Instance {
    let votes: Vec<u64> = places(rules).map(|(_, plan)| votes(outcome, plan)).collect();
    let mut ballots = Ballots::new(BallotKind::Approval);
    let mut levels: Vec<u64> = votes.iter().map(|votes| (*votes).min(outcome.ballots)).collect();
    levels.push(outcome.ballots);
    levels.sort_unstable();
    let mut below = 0;
    for level in levels {
        // From one number of votes to the next, all ballots say the same.
        let chosen = (0..).zip(&votes).filter(|(_, votes)| below < **votes).map(|(plan, _)| plan);
        ballots.push_times(chosen, level - below);
        below = level;
    }
    let project =
        |plan: &super::proposal::Proposal| Project { id: plan.id.to_string(), cost: plan.amount.unsigned() };
    let projects = rules.proposals.iter().map(project).collect();
    let instance = Instance::build(rules.spendable().unsigned(), projects, ballots);
    instance.with_limits(rules.limits.on(&rules.proposals, rules.spendable()))
}

fn votes(outcome: &OutcomeDocument, plan: &ProposalId) -> u64 {
    outcome.support(plan).map_or(0, |support| support.votes)
}

fn listed(
    rules: &Rules,
    instance: &Instance,
    outcome: &OutcomeDocument,
    taken: &BTreeSet<ProposalId>,
) -> Vec<ProjectIndex> {
    let lost = |plan: &ProposalId| outcome.others.iter().any(|other| &other.id == plan);
    let waits = |(plan, id): (ProjectIndex, &ProposalId)| (lost(id) && !taken.contains(id)).then_some(plan);
    let rest = places(rules).filter_map(waits).collect();
    let scores: Vec<u64> =
        places(rules).map(|(_, id)| outcome.support(id).map_or(0, |support| support.score())).collect();
    // The outcome says how was counted: with the lot, where one was drawn.
    let order = TieOrder::new(instance, &outcome.count.0.ties);
    ordered(&Standing { instance, scores }, &outcome.count, &order, rest)
}

/// An election, and what each plan scores in it: votes, points or places, as the rule of the round adds up.
struct Standing<'a> {
    instance: &'a Instance,
    scores: Vec<u64>,
}

/// Plans that did not win in the order of the list, without those that score too little for it.
fn ordered(
    standing: &Standing<'_>,
    rule: &CountRule,
    order: &TieOrder,
    mut rest: Vec<ProjectIndex>,
) -> Vec<ProjectIndex> {
    let part = last_part(&rule.0.method);
    let least = part.map_or(1, |part| part.threshold.max(1));
    rest.retain(|&plan| standing.scores[plan as usize] >= least);
    rest.sort_by(|&a, &b| standing.by_score(part, a, b).then_with(|| order.rank(a).cmp(&order.rank(b))));
    rest
}

/// The first plans of a reserve list that stand equal and that the order of ties leaves open; `None` when the order
/// of the whole list is known.
pub fn left_open(instance: &Instance, rule: &CountRule, won: &[ProjectIndex]) -> Option<Vec<ProjectIndex>> {
    let order = TieOrder::new(instance, &rule.0.ties);
    let rest = instance.indexes().filter(|plan| !won.contains(plan)).collect();
    let scores = instance.indexes().map(|plan| rule.worth().score_of(instance, plan)).collect();
    let standing = Standing { instance, scores };
    let list = ordered(&standing, rule, &order, rest);
    let part = last_part(&rule.0.method);
    let equal =
        |&a: &ProjectIndex, &b: &ProjectIndex| standing.by_score(part, a, b).is_eq() && !order.decides(a, b);
    list.chunk_by(equal).find(|tied| tied.len() > 1).map(<[ProjectIndex]>::to_vec)
}

impl Standing<'_> {
    /// The better one first.
    fn by_score(&self, part: Option<&Greedy>, a: ProjectIndex, b: ProjectIndex) -> Ordering {
        let score = |plan: ProjectIndex, price_of: ProjectIndex| {
            let score = u128::from(self.scores[plan as usize]);
            match part.map(|part| part.score) {
                Some(Score::VotesPerCost | Score::PointsPerCost | Score::BordaPerCost) => {
                    score * u128::from(self.instance.project(price_of).cost)
                }
                Some(Score::Votes | Score::Points | Score::RankScore) | None => score,
            }
        };
        score(b, a).cmp(&score(a, b))
    }
}

/// The greedy part of a rule: what it does with money that is left.
fn last_part(method: &Method) -> Option<&Greedy> {
    let then = match method {
        Method::Greedy(greedy) => return Some(greedy),
        Method::EqualShares(shares) => &shares.then,
        Method::ExactEqualShares(shares) => &shares.then,
        Method::Phragmen(phragmen) => &phragmen.then,
        Method::MaximinSupport | Method::MaxWelfare(_) | Method::BoundedOverspending(_) => return None,
    };
    match then {
        Then::Greedy(greedy) => Some(greedy),
        Then::None => None,
    }
}
