//! `schuifruimte tally`: counts an election file.

mod units;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use units::{amount, effective_votes, exact};

use super::{Failure, Format, print_json};
use crate::domain::count_rule::CountRule;
use crate::tally::explain::{Lack, explain};
use crate::tally::metrics::{self, Compare};
use crate::tally::outcome::{Outcome, Stage};
use crate::tally::pb::{self, Election};
use crate::tally::rule::{
    Add1, Completion, EqualShares, Greedy, Method, NoFit, Rule, Score, Start, Stop, Then, Utility,
};
use crate::tally::ties::TieRule;
use crate::tally::{Instance, ProjectIndex, count};

/// Count an election file in the Pabulib format.
#[derive(Args)]
#[command(after_help = "Example: schuifruimte tally Netherlands_Assen_2024.pb --preset assen --explain")]
pub struct TallyArgs {
    /// The election
    file: PathBuf,
    /// The method (default: equal-shares)
    #[arg(long, value_enum)]
    rule: Option<RuleName>,
    /// A named set of conventions; options after it override: assen, wieliczka, pabutools
    #[arg(long)]
    preset: Option<String>,
    /// What greedy orders by
    #[arg(long, value_enum, default_value = "votes")]
    score: ScoreName,
    /// What a bought project is worth to a voter
    #[arg(long, value_enum)]
    utility: Option<UtilityName>,
    /// Raise the endowment step by step
    #[arg(long, value_enum)]
    completion: Option<CompletionName>,
    /// The first endowment: budget / voters, or that rounded down to whole units
    #[arg(long, value_enum)]
    start: Option<StartName>,
    /// What each voter gets more per run, in units of the currency
    #[arg(long)]
    step: Option<String>,
    /// When raising the endowment ends
    #[arg(long, value_enum)]
    stop: Option<StopName>,
    /// What happens with the money that equal-shares leaves
    #[arg(long, value_enum)]
    then: Option<ThenName>,
    /// What greedy does with a project that does not fit
    #[arg(long, value_enum, default_value = "skip")]
    no_fit: NoFitName,
    /// Greedy leaves out projects with fewer votes
    #[arg(long, default_value_t = 0)]
    threshold: u64,
    /// The order of tied projects: a comma list of most-votes, lowest-cost, highest-cost, id-text, id-number, file-order
    #[arg(long, default_value = "id-text")]
    ties: String,
    /// Compare with greedy by votes, voter by voter, and keep the outcome that more voters prefer
    #[arg(long, value_enum)]
    compare: Option<CompareName>,
    /// Say what each project that did not win lacked
    #[arg(long)]
    explain: bool,
    /// How many threads explanations may use (default: all cores)
    #[arg(long)]
    threads: Option<usize>,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum RuleName {
    Greedy,
    EqualShares,
}

#[derive(Clone, Copy, ValueEnum)]
enum ScoreName {
    Votes,
    VotesPerCost,
}

#[derive(Clone, Copy, ValueEnum)]
enum UtilityName {
    Cost,
    Cardinality,
}

#[derive(Clone, Copy, ValueEnum)]
enum CompletionName {
    None,
    Add1,
}

#[derive(Clone, Copy, ValueEnum)]
enum StartName {
    Exact,
    Integral,
}

#[derive(Clone, Copy, ValueEnum)]
enum StopName {
    OverBudget,
    ExhaustiveSupported,
    ExhaustiveAll,
}

#[derive(Clone, Copy, ValueEnum)]
enum ThenName {
    None,
    Greedy,
}

#[derive(Clone, Copy, ValueEnum)]
enum NoFitName {
    Skip,
    Stop,
}

#[derive(Clone, Copy, ValueEnum)]
enum CompareName {
    Satisfaction,
    ExclusionRatio,
}

/// Runs the command.
pub fn run(args: &TallyArgs) -> Result<(), Failure> {
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        pool.map_err(|error| Failure::refused(format!("--threads {threads}: {error}")))?;
    }
    let file = args.file.display();
    let bytes = std::fs::read(&args.file).map_err(|error| Failure::refused(format!("{file}: {error}")))?;
    let election = pb::read(&bytes).map_err(|error| Failure::refused(format!("{file}: {error}")))?;
    let rule = args.rule()?;
    let report = Report::make(&election, rule, args).map_err(|error| Failure::refused(error.to_string()))?;
    match args.format {
        Format::Json => print_json(&report.json(&args.file.display().to_string())),
        Format::Text => report.print(),
    }
    Ok(())
}

impl TallyArgs {
    fn rule(&self) -> Result<Rule, Failure> {
        let mut rule = match &self.preset {
            None => Rule::equal_shares(),
            Some(name) => Rule::preset(name).ok_or_else(|| {
                Failure::refused(format!(
                    "there is no preset '{name}'; there are assen, wieliczka and pabutools"
                ))
            })?,
        };
        if matches!(self.rule, Some(RuleName::Greedy)) {
            rule.method = Method::Greedy(self.greedy());
        }
        if let Method::EqualShares(shares) = &mut rule.method {
            self.adapt(shares)?;
        }
        let ties: Option<Vec<TieRule>> =
            self.ties.split(',').map(|name| TieRule::named(name.trim())).collect();
        rule.ties =
            ties.ok_or_else(|| Failure::refused(format!("--ties {}: see --help for the names", self.ties)))?;
        Ok(rule)
    }

    fn greedy(&self) -> Greedy {
        Greedy {
            score: match self.score {
                ScoreName::Votes => Score::Votes,
                ScoreName::VotesPerCost => Score::VotesPerCost,
            },
            no_fit: match self.no_fit {
                NoFitName::Skip => NoFit::Skip,
                NoFitName::Stop => NoFit::Stop,
            },
            threshold: self.threshold,
        }
    }

    fn adapt(&self, shares: &mut EqualShares) -> Result<(), Failure> {
        match self.utility {
            Some(UtilityName::Cost) => shares.utility = Utility::Cost,
            Some(UtilityName::Cardinality) => shares.utility = Utility::Cardinality,
            None => {}
        }
        match self.then {
            Some(ThenName::None) => shares.then = Then::None,
            Some(ThenName::Greedy) => shares.then = Then::Greedy(self.greedy()),
            None => {}
        }
        match (self.completion, &shares.completion) {
            (Some(CompletionName::None), _) => shares.completion = Completion::None,
            (Some(CompletionName::Add1), Completion::None) => {
                let assen = Rule::preset("assen").expect("assen is a preset");
                let Method::EqualShares(preset) = assen.method else { unreachable!("assen is Equal Shares") };
                shares.completion = preset.completion;
            }
            (Some(CompletionName::Add1) | None, _) => {}
        }
        self.adapt_add1(&mut shares.completion)
    }

    fn adapt_add1(&self, completion: &mut Completion) -> Result<(), Failure> {
        let Completion::Add1(Add1 { start, step, stop, .. }) = completion else { return Ok(()) };
        match self.start {
            Some(StartName::Exact) => *start = Start::Exact,
            Some(StartName::Integral) => *start = Start::Integral,
            None => {}
        }
        match self.stop {
            Some(StopName::OverBudget) => *stop = Stop::OverBudget,
            Some(StopName::ExhaustiveSupported) => *stop = Stop::ExhaustiveSupported,
            Some(StopName::ExhaustiveAll) => *stop = Stop::ExhaustiveAll,
            None => {}
        }
        if let Some(text) = &self.step {
            let amount = pb::cents(text).filter(|&amount| amount > 0);
            *step = amount.ok_or_else(|| {
                Failure::refused(format!("--step {text}: an amount above 0 with at most two decimals"))
            })?;
        }
        Ok(())
    }
}

/// Everything that is printed.
struct Report<'a> {
    election: &'a Election,
    rule: Rule,
    outcome: Outcome,
    comparison: Option<Comparison>,
    lacks: Option<Vec<Lack>>,
}

struct Comparison {
    by: Compare,
    preference: metrics::Preference,
    kept: &'static str,
}

impl<'a> Report<'a> {
    fn make(
        election: &'a Election,
        rule: Rule,
        args: &TallyArgs,
    ) -> Result<Report<'a>, crate::tally::CountError> {
        let instance = &election.instance;
        let mut outcome = count(instance, &rule)?;
        let lacks = if args.explain { Some(explain(instance, &rule, &outcome)?.lacks) } else { None };
        let mut comparison = None;
        if let Some(by) = args.compare {
            let by = match by {
                CompareName::Satisfaction => Compare::Satisfaction,
                CompareName::ExclusionRatio => Compare::ExclusionRatio,
            };
            let greedy = count(instance, &Rule { ties: rule.ties.clone(), ..Rule::greedy() })?;
            let preference = metrics::preference(instance, by, &outcome, &greedy);
            let greedy_wins = preference.second > preference.first;
            comparison =
                Some(Comparison { by, preference, kept: if greedy_wins { "greedy" } else { "rule" } });
            if greedy_wins {
                outcome = greedy;
            }
        }
        Ok(Report { election, rule, outcome, comparison, lacks })
    }

    fn instance(&self) -> &Instance {
        &self.election.instance
    }

    fn id(&self, project: ProjectIndex) -> &str {
        &self.instance().project(project).id
    }

    fn json(&self, file: &str) -> Value {
        let (instance, outcome) = (self.instance(), &self.outcome);
        let mut report = json!({
            "file": file,
            "rule": CountRule(self.rule.clone()),
            "budget": amount(instance.budget()),
            "voters": instance.voters(),
            "projects": instance.projects().len(),
            "winners": outcome.winners().map(|p| self.id(p)).collect::<Vec<_>>(),
            "cost": amount(outcome.cost()),
            "endowment": outcome.endowment.as_ref().map(exact),
            "ties": outcome.ties.iter().map(|tie| json!({
                "round": tie.round,
                "endowment": tie.endowment.as_ref().map(exact),
                "tied": tie.tied.iter().map(|&p| self.id(p)).collect::<Vec<_>>(),
                "chosen": self.id(tie.tied[0]),
                "changes_outcome": tie.changes_outcome(),
            })).collect::<Vec<_>>(),
            "comparison": self.comparison.as_ref().map(|c| json!({
                "by": match c.by { Compare::Satisfaction => "satisfaction", Compare::ExclusionRatio => "exclusion-ratio" },
                "prefer_rule": c.preference.first,
                "prefer_greedy": c.preference.second,
                "kept": c.kept,
            })),
            "measures": { "voters_without_winner": metrics::without_winner(instance, outcome) },
        });
        if let Some(lacks) = &self.lacks {
            report["results"] = instance.indexes().map(|p| self.result_json(p, lacks)).collect();
        }
        report
    }

    fn result_json(&self, project: ProjectIndex, lacks: &[Lack]) -> Value {
        let instance = self.instance();
        let cost = instance.project(project).cost;
        let place = self.outcome.winners().position(|winner| winner == project);
        let lack = lacks.iter().find(|lack| lack.project == project);
        let payment = place.and_then(|place| match &self.outcome.purchases[place].stage {
            Stage::Shares(payment) => Some(payment),
            Stage::Free | Stage::Greedy | Stage::Load(_) | Stage::Welfare => None,
        });
        let reason = match (place, payment, cost > instance.budget()) {
            (Some(_), Some(_), _) => "bought_by_supporters",
            (Some(_), None, _) => "bought_by_votes",
            (None, _, true) => "dearer_than_budget",
            (None, _, false) => "too_little_money",
        };
        json!({
            "id": self.id(project),
            "cost": amount(cost),
            "votes": instance.votes(project),
            "selected": place.is_some(),
            "round": place.map(|place| place + 1),
            "effective_votes": payment.map(|payment| effective_votes(cost, &payment.highest).to_string()),
            "reason": reason,
            "behind": lack.and_then(|lack| lack.behind.as_ref()).map(exact),
            "short_by": lack.and_then(|lack| lack.short_by).map(amount),
            "supporters_needed": lack.and_then(|lack| lack.supporters_needed),
        })
    }

    fn print(&self) {
        let instance = self.instance();
        println!(
            "{} of {} projects for {} of {}, {} ballots",
            self.outcome.purchases.len(),
            instance.projects().len(),
            amount(self.outcome.cost()),
            amount(instance.budget()),
            instance.voters()
        );
        for (place, project) in (1..).zip(self.outcome.winners()) {
            let name = self.election.projects[project as usize].name.as_deref().unwrap_or("");
            let cost = amount(instance.project(project).cost);
            println!(
                "{place:>4}. {:<12} {cost:>12} {:>8} votes  {name}",
                self.id(project),
                instance.votes(project)
            );
        }
        if let Some(endowment) = &self.outcome.endowment {
            println!("each voter held {}", exact(endowment));
        }
        for tie in &self.outcome.ties {
            let tied: Vec<&str> = tie.tied.iter().map(|&p| self.id(p)).collect();
            let matters = match tie.changes_outcome() {
                Some(true) => "another order would change the outcome",
                Some(false) => "the outcome does not depend on it",
                None => "not tried whether the outcome depends on it",
            };
            println!("tie at purchase {}: {} ({matters})", tie.round, tied.join(", "));
        }
        if let Some(c) = &self.comparison {
            println!(
                "{} voters prefer the rule, {} greedy: {} kept",
                c.preference.first, c.preference.second, c.kept
            );
        }
        for lack in self.lacks.iter().flatten() {
            let short = lack.short_by.map_or(String::new(), |by| format!(" short by {}", amount(by)));
            let more = lack.supporters_needed.map_or(String::new(), |n| format!(" or {n} more voters"));
            println!(
                "no: {:<12} {:>12}{short}{more}",
                self.id(lack.project),
                amount(instance.project(lack.project).cost)
            );
        }
    }
}
