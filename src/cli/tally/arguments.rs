//! The options of `schuifruimte tally`, with their names in published files and help texts.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::Format;
use crate::tally::metrics::Compare;
use crate::tally::rule::{AddOpt, Affordable, NoFit, PRESETS, Score, Start, Stop, Utility};

/// What stands below the list of options.
const AFTER_HELP: &str = "\
Example: schuifruimte tally Netherlands_Assen_2024.pb --preset assen --explain

An option of another rule than the one that counts is refused. Options override what a preset says.
Several files, or a folder (its .pb files by name), are counted at the same time; with --format json each
gives one line. A file that is refused does not stop the others.

A file for --limits holds any of these; sets go by projects, category, neighborhood or district:
  {\"ceilings\": [{\"of\": {\"category\": \"Green\"}, \"most\": \"50000\"}],
   \"recipients\": {\"most\": \"9000\", \"list\": [{\"name\": \"Club\", \"projects\": [\"3\"]}, ..],
                  \"affiliated\": [[\"Club\", \"Fund\"]]},
   \"minima\": [{\"name\": \"Renewal\", \"of\": {\"projects\": [\"7\", \"9\"]}, \"least\": \"30000\"}],
   \"exclusive\": [[\"1\", \"2\"]], \"min_votes\": 25, \"min_share\": \"2.5\",
   \"parts\": [{\"project\": \"4\", \"least\": \"1500\"}], \"unused\": \"released\", \"leftover\": \"free\",
   \"homes\": \"neighborhood\", \"envelopes\": [{\"name\": \"Noord\", \"amount\": \"60000\", \"homes\": [\"Noord\"]},
                 {\"name\": \"City\", \"amount\": \"40000\"}]}
min_share is in percent; \"homes\" names the column of VOTES that says where a voter lives; an envelope
without homes is for all.

Exit status 0; 1 when a trace does not hold; 2 when something was refused. Standard error then says which file, line and reason; with
--format json as one object a line: {\"error\": KIND, \"file\": .., \"line\": .., \"reason\": ..}, where KIND is
option_invalid, file_unreadable, file_invalid, limits_invalid, rule_incompatible, step_too_small,
unconfirmed (a second, slow count differs: tell the makers) or draw_required. The last means that the outcome depends on a tie that --ties leaves open: its `tied` names the projects, and a lot
with a published seed decides (--ties most-votes,lot:SEED).";

/// What a replay does not take: the rule stands in the trace, and nothing is counted.
const BESIDE_REPLAY: [&str; 18] = [
    "compare",
    "explain",
    "trace",
    "side_by_side",
    "rule",
    "preset",
    "score",
    "utility",
    "completion",
    "start",
    "step",
    "stop",
    "affordable",
    "add_opt",
    "then",
    "no_fit",
    "threshold",
    "ties",
];

/// Count elections in the Pabulib format.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct TallyArgs {
    /// Elections, or folders with elections
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) rule: RuleArgs,
    /// Compare with greedy by votes, voter by voter, and keep the outcome that more voters prefer
    #[arg(long, value_parser = named(&COMPARISONS))]
    pub(super) compare: Option<Compare>,
    /// Say of each project why it won and who paid, or what it lacked; and what the outcome means for voters
    #[arg(long)]
    pub(super) explain: bool,
    /// Write the trace of the count: a text to follow by hand, that a program can replay
    #[arg(long, value_name = "FILE")]
    pub(super) trace: Option<PathBuf>,
    /// Tell a trace again from the ballots and compare every line; the trace says which rule it was. Exit
    /// status 1 and the first line that differs when it does not hold
    #[arg(long, value_name = "TRACE", conflicts_with_all = BESIDE_REPLAY)]
    pub(super) replay: Option<PathBuf>,
    /// What the municipality adds: a JSON file (see below), or `meta` for the ceilings in META of the election
    #[arg(long, value_name = "FILE")]
    pub(super) limits: Option<PathBuf>,
    /// Show also these rules and presets, beside each other: a comma list
    #[arg(long, value_name = "NAMES")]
    pub(super) side_by_side: Option<String>,
    /// The budgets of --side-by-side: a comma list of percentages of the budget in the file
    #[arg(long, value_name = "PERCENTAGES", default_value = "5,10,30", requires = "side_by_side")]
    pub(super) budgets: String,
    /// How many files are counted at the same time, and threads for explanations (default: all cores)
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

/// The options that make up a rule.
#[derive(Args, Default)]
pub(super) struct RuleArgs {
    /// The method (default: equal-shares)
    #[arg(long, value_parser = named(&RULES))]
    pub(super) rule: Option<RuleName>,
    /// A named set of conventions for equal-shares
    #[arg(long, value_parser = PossibleValuesParser::new(PRESETS))]
    pub(super) preset: Option<String>,
    /// What greedy orders by (default: votes)
    #[arg(long, value_parser = named(&SCORES))]
    pub(super) score: Option<Score>,
    /// What a bought project is worth to a voter (default: cost)
    #[arg(long, value_parser = named(&UTILITIES))]
    pub(super) utility: Option<Utility>,
    /// Raise the endowment: add1 step by step (equal-shares), add-opt from breakpoint to breakpoint
    /// (exact-equal-shares)
    #[arg(long, value_parser = named(&COMPLETIONS))]
    pub(super) completion: Option<CompletionName>,
    /// The first endowment of add1: budget / voters, or that rounded down to whole units
    #[arg(long, value_parser = named(&STARTS))]
    pub(super) start: Option<Start>,
    /// What each voter gets more per run of add1, in units of the currency (default: 1)
    #[arg(long, value_name = "AMOUNT")]
    pub(super) step: Option<String>,
    /// When add1 ends
    #[arg(long, value_parser = named(&STOPS))]
    pub(super) stop: Option<Stop>,
    /// What add1 does when all projects together fit the budget
    #[arg(long, value_parser = named(&AFFORDABLE))]
    pub(super) affordable: Option<Affordable>,
    /// Which outcome of add-opt stands: the best over all breakpoints (default), the last before one over
    /// budget, the same or the first that is exhaustive, the same over projects not yet bought
    #[arg(long, value_parser = named(&ADD_OPTS))]
    pub(super) add_opt: Option<AddOpt>,
    /// What happens with the money that is left
    #[arg(long, value_parser = named(&THEN))]
    pub(super) then: Option<ThenName>,
    /// What greedy (default: skip) and phragmen (default: stop) do with a project that does not fit
    #[arg(long, value_parser = named(&NO_FITS))]
    pub(super) no_fit: Option<NoFit>,
    /// Greedy leaves out projects with fewer votes (points for a score by points)
    #[arg(long, value_name = "N")]
    pub(super) threshold: Option<u64>,
    /// The order of tied projects: a comma list of most-votes, lowest-cost, highest-cost, id-text, id-number,
    /// file-order and lot:SEED (default: id-text)
    #[arg(long, value_name = "LIST")]
    pub(super) ties: Option<String>,
}

/// The methods.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RuleName {
    Greedy,
    EqualShares,
    ExactEqualShares,
    Phragmen,
    MaximinSupport,
    MaxWelfare,
    BoundedOverspending,
}

/// The ways to raise the endowment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CompletionName {
    None,
    Add1,
    AddOpt,
}

/// What can follow a method.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ThenName {
    None,
    Greedy,
}

/// The values of an option with their names.
pub(super) type Names<T, const N: usize> = [(&'static str, T); N];

pub(super) const RULES: Names<RuleName, 7> = [
    ("greedy", RuleName::Greedy),
    ("equal-shares", RuleName::EqualShares),
    ("exact-equal-shares", RuleName::ExactEqualShares),
    ("phragmen", RuleName::Phragmen),
    ("maximin-support", RuleName::MaximinSupport),
    ("max-welfare", RuleName::MaxWelfare),
    ("bounded-overspending", RuleName::BoundedOverspending),
];

const SCORES: Names<Score, 6> = [
    ("votes", Score::Votes),
    ("votes-per-cost", Score::VotesPerCost),
    ("points", Score::Points),
    ("points-per-cost", Score::PointsPerCost),
    ("borda-per-cost", Score::BordaPerCost),
    ("rank-score", Score::RankScore),
];

const UTILITIES: Names<Utility, 5> = [
    ("cost", Utility::Cost),
    ("cardinality", Utility::Cardinality),
    ("points", Utility::Points),
    ("borda", Utility::Borda),
    ("rank-score", Utility::RankScore),
];

const COMPLETIONS: Names<CompletionName, 3> =
    [("none", CompletionName::None), ("add1", CompletionName::Add1), ("add-opt", CompletionName::AddOpt)];

const STARTS: Names<Start, 2> = [("exact", Start::Exact), ("integral", Start::Integral)];

const STOPS: Names<Stop, 3> = [
    ("over-budget", Stop::OverBudget),
    ("exhaustive-supported", Stop::ExhaustiveSupported),
    ("exhaustive-all", Stop::ExhaustiveAll),
];

const AFFORDABLE: Names<Affordable, 2> =
    [("raise", Affordable::Raise), ("count-once", Affordable::CountOnce)];

const ADD_OPTS: Names<AddOpt, 4> = [
    ("best", AddOpt::Best),
    ("first-over", AddOpt::FirstOver),
    ("exhaustive", AddOpt::Exhaustive),
    ("skip", AddOpt::Skip),
];

const THEN: Names<ThenName, 2> = [("none", ThenName::None), ("greedy", ThenName::Greedy)];

const NO_FITS: Names<NoFit, 2> = [("skip", NoFit::Skip), ("stop", NoFit::Stop)];

pub(super) const COMPARISONS: Names<Compare, 2> =
    [("satisfaction", Compare::Satisfaction), ("exclusion-ratio", Compare::ExclusionRatio)];

/// The value of this name.
pub(super) fn value_of<T: Copy>(names: &[(&'static str, T)], wanted: &str) -> Option<T> {
    names.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value)
}

/// The name of this value, which is in the list.
pub(super) fn name_of<T: PartialEq>(names: &[(&'static str, T)], wanted: &T) -> &'static str {
    names.iter().find(|(_, value)| value == wanted).map(|(name, _)| *name).expect("every value has a name")
}

/// Reads one of these names.
fn named<T, const N: usize>(names: &'static Names<T, N>) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let known = PossibleValuesParser::new(names.iter().map(|(name, _)| *name));
    known.map(|name| value_of(names, &name).expect("only known names are let through"))
}
