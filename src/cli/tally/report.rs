//! What is said of one election, and its JSON.

use std::path::Path;

use serde_json::{Value, json};

use super::arguments::{COMPARISONS, name_of};
use super::comparison::{Counted, SideBySide};
use super::explanation;
use super::file::{self, MAX_ELECTION};
use super::limits::Source;
use super::refusal::Refusal;
use super::units::{amount, exact, worth};
use crate::domain::count_rule::CountRule;
use crate::tally::explain::{Explanation, explain};
use crate::tally::metrics::{self, Compare, Labels, Measures, Preference, measure};
use crate::tally::outcome::Outcome;
use crate::tally::pb::{self, Election};
use crate::tally::rule::{Method, Rule, Utility};
use crate::tally::trace::Trace;
use crate::tally::{CountError, Instance, ProjectIndex, count};

/// What is asked of each election.
pub(super) struct Task {
    pub(super) rule: Rule,
    pub(super) limits: Option<Source>,
    pub(super) compare: Option<Compare>,
    pub(super) explain: bool,
    pub(super) trace: bool,
    pub(super) side_by_side: Option<SideBySide>,
}

/// What is said of one election.
pub(super) struct Report {
    pub(super) file: String,
    pub(super) limits: Option<String>,
    pub(super) election: Election,
    pub(super) rule: Rule,
    /// The outcome that stands: greedy's when the comparison keeps that one.
    pub(super) outcome: Outcome,
    pub(super) more: More,
}

/// What was asked beyond the outcome.
#[derive(Default)]
pub(super) struct More {
    pub(super) comparison: Option<Comparison>,
    pub(super) explanation: Option<Explanation>,
    pub(super) measures: Option<Measures>,
    pub(super) trace: Option<String>,
    pub(super) side_by_side: Option<Counted>,
}

/// How the rule stands beside greedy.
pub(super) struct Comparison {
    by: Compare,
    pub(super) preference: Preference,
    /// The outcome that is kept: `rule` or `greedy`.
    pub(super) kept: &'static str,
}

/// Reads an election and lays the limits on it.
pub(super) fn election(limits: Option<&Source>, path: &Path) -> Result<Election, Refusal> {
    let bytes = file::read(path, MAX_ELECTION, "an election")?;
    let home = limits.and_then(Source::homes).map(str::to_string);
    let election = pb::read_with(&bytes, &pb::Options { home });
    drop(bytes);
    let mut election = election.map_err(|error| Refusal::election(path, error))?;
    if let Some(source) = limits {
        let limits = source.of(&election, path)?;
        election.instance = election.instance.with_limits(limits);
    }
    Ok(election)
}

impl Task {
    /// Reads an election and counts it.
    pub(super) fn report(&self, path: &Path) -> Result<Report, Refusal> {
        let election = election(self.limits.as_ref(), path)?;
        let (outcome, more) =
            self.count(&election).map_err(|error| Refusal::count(path, &election.instance, &error))?;
        let limits = self.limits.as_ref().map(Source::name);
        let file = path.display().to_string();
        Ok(Report { file, limits, election, rule: self.rule.clone(), outcome, more })
    }

    fn count(&self, election: &Election) -> Result<(Outcome, More), CountError> {
        let instance = &election.instance;
        let greedy = Rule { ties: self.rule.ties.clone(), ..Rule::greedy() };
        let (mut outcome, mut standing) = (count(instance, &self.rule)?, &self.rule);
        let mut more = More::default();
        if let Some(by) = self.compare {
            let other = count(instance, &greedy)?;
            let preference = metrics::preference(instance, by, &outcome, &other);
            let wins = preference.second > preference.first;
            more.comparison = Some(Comparison { by, preference, kept: if wins { "greedy" } else { "rule" } });
            if wins {
                (outcome, standing) = (other, &greedy);
            }
        }
        if self.explain {
            let explanation = explain(instance, standing, &outcome)?;
            more.trace = self.trace.then(|| explanation.trace.write());
            more.explanation = Some(explanation);
            more.measures = Some(measure(instance, &outcome, utility(&standing.method), &labels(election)));
        } else if self.trace {
            more.trace = Some(Trace::of(instance, standing, &outcome)?.write());
        }
        more.side_by_side = self.side_by_side.as_ref().map(|table| table.count(instance, &labels(election)));
        Ok((outcome, more))
    }
}

/// What a project is worth to a voter where that is asked of any outcome: what the method says, or its price.
fn utility(method: &Method) -> Utility {
    match method {
        Method::EqualShares(shares) => shares.utility,
        Method::ExactEqualShares(shares) => shares.utility,
        Method::MaxWelfare(utility) | Method::BoundedOverspending(utility) => *utility,
        Method::Greedy(_) | Method::Phragmen(_) | Method::MaximinSupport => Utility::Cost,
    }
}

/// The categories of projects, and their neighborhoods or else districts.
fn labels(election: &Election) -> Labels {
    let listed = election.projects.iter();
    let area = |area: &Option<String>| area.iter().cloned().collect();
    Labels {
        categories: listed.clone().map(|one| one.categories().map(str::to_string).collect()).collect(),
        areas: listed
            .map(|one| area(if one.neighborhood.is_some() { &one.neighborhood } else { &one.district }))
            .collect(),
    }
}

impl Report {
    pub(super) fn instance(&self) -> &Instance {
        &self.election.instance
    }

    pub(super) fn id(&self, project: ProjectIndex) -> &str {
        &self.instance().project(project).id
    }

    /// The projects that are out at the start because one alone costs more than there is.
    pub(super) fn dearer_than_budget(&self) -> impl Iterator<Item = ProjectIndex> + '_ {
        let instance = self.instance();
        instance.indexes().filter(|&project| instance.project(project).cost > instance.budget())
    }

    fn ids(&self, projects: impl Iterator<Item = ProjectIndex>) -> Vec<&str> {
        projects.map(|project| self.id(project)).collect()
    }

    /// The report for programs.
    pub(super) fn json(&self) -> Value {
        let (instance, outcome, more) = (self.instance(), &self.outcome, &self.more);
        let mut report = json!({
            "file": self.file,
            "rule": CountRule(self.rule.clone()),
            "limits": self.limits,
            "budget": amount(instance.budget()),
            "voters": instance.voters(),
            "projects": instance.projects().len(),
            "dearer_than_budget": self.ids(self.dearer_than_budget()),
            "winners": self.ids(outcome.winners()),
            "cost": amount(outcome.cost()),
            "value": outcome.value.map(|value| worth(value, &self.rule.method)),
            "endowment": outcome.endowment.as_ref().map(exact),
            "ties": outcome.ties.iter().map(|tie| json!({
                "round": tie.round,
                "endowment": tie.endowment.as_ref().map(exact),
                "tied": self.ids(tie.tied.iter().copied()),
                "chosen": self.id(tie.tied[0]),
                "changes_outcome": tie.changes_outcome(),
            })).collect::<Vec<_>>(),
            "reserve": self.ids(outcome.reserve.iter().copied()),
            "comparison": more.comparison.as_ref().map(|c| json!({
                "by": name_of(&COMPARISONS, &c.by),
                "prefer_rule": c.preference.first,
                "prefer_greedy": c.preference.second,
                "kept": c.kept,
            })),
            "measures": match &more.measures {
                Some(measures) => explanation::measures(self, measures),
                None => json!({ "voters_without_winner": metrics::without_winner(instance, outcome) }),
            },
        });
        if let Some(explanation) = &more.explanation {
            report["results"] = explanation::results(self, explanation);
        }
        if let Some(table) = &more.side_by_side {
            report["side_by_side"] = table.json(instance);
        }
        report
    }
}
