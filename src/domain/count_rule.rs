//! The parameters of a count as published text. The engine knows nothing of JSON; this file does.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::money::Cents;
use crate::tally::rule::{
    Add1, AddOpt, Affordable, Completion, EqualShares, ExactEqualShares, Greedy, Method, NoFit, ONE_UNIT,
    Phragmen, Rule, Score, Start, Stop, Then, Utility,
};
use crate::tally::ties::TieRule;

/// A counting rule with every parameter spelled out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CountRule(#[serde(with = "RuleText")] pub Rule);

impl CountRule {
    /// The JSON text that is stored with a round.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a rule is plain data")
    }

    /// Reads the stored text.
    pub fn parse(text: &str) -> Option<CountRule> {
        serde_json::from_str(text).ok()
    }

    /// Whether voters hold equal shares under this rule.
    pub fn is_equal_shares(&self) -> bool {
        matches!(self.0.method, Method::EqualShares(_))
    }

    /// Whether shares are raised step by step by one euro until the plans would cost too much.
    pub fn raises_shares(&self) -> bool {
        match &self.0.method {
            Method::EqualShares(shares) => {
                matches!(&shares.completion, Completion::Add1(add1) if add1.step == ONE_UNIT)
            }
            Method::Greedy(_)
            | Method::ExactEqualShares(_)
            | Method::Phragmen(_)
            | Method::MaximinSupport
            | Method::MaxWelfare(_)
            | Method::BoundedOverspending(_) => false,
        }
    }

    /// Whether the part of the rule that goes by an order counts plain votes.
    pub fn orders_by_votes(&self) -> bool {
        self.0.greedy_part().is_none_or(|greedy| greedy.score == Score::Votes)
    }

    /// Whether the order of ties can leave two plans equal, so that a lot must be drawn.
    pub fn leaves_ties_open(&self) -> bool {
        !self.0.ties.iter().any(is_last)
    }

    /// Whether ties go by votes, then by cost, then by number.
    pub fn has_usual_ties(&self) -> bool {
        self.0.ties == Rule::round_default().ties
    }

    /// The rule that results are compared with: greedy for Equal Shares, and the reverse; it adds up the same. What is only compared
    /// never waits for a lot: where the order of ties leaves one open, the number on the list decides.
    pub fn counterpart(&self) -> CountRule {
        let other = if self.is_equal_shares() { Rule::round_greedy() } else { Rule::round_default() };
        let other = self.worth().read_by(other);
        let mut ties = self.0.ties.clone();
        if !ties.iter().any(is_last) {
            ties.push(TieRule::IdText);
        }
        CountRule(Rule { ties, ..other })
    }
}

/// Whether no two plans stay equal under a step.
fn is_last(tie: &TieRule) -> bool {
    match tie {
        TieRule::IdText | TieRule::IdNumber | TieRule::FileOrder | TieRule::Lot(_) => true,
        TieRule::MostVotes | TieRule::LowestCost | TieRule::HighestCost => false,
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Rule", deny_unknown_fields)]
struct RuleText {
    #[serde(with = "MethodText")]
    method: Method,
    #[serde(with = "ties_text")]
    ties: Vec<TieRule>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Method", rename_all = "kebab-case")]
enum MethodText {
    Greedy(#[serde(with = "GreedyText")] Greedy),
    EqualShares(#[serde(with = "EqualSharesText")] EqualShares),
    ExactEqualShares(#[serde(with = "ExactEqualSharesText")] ExactEqualShares),
    Phragmen(#[serde(with = "PhragmenText")] Phragmen),
    MaximinSupport,
    MaxWelfare(#[serde(with = "UtilityText")] Utility),
    BoundedOverspending(#[serde(with = "UtilityText")] Utility),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Greedy", deny_unknown_fields)]
struct GreedyText {
    #[serde(with = "ScoreText")]
    score: Score,
    #[serde(with = "NoFitText")]
    no_fit: NoFit,
    threshold: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EqualShares", deny_unknown_fields)]
struct EqualSharesText {
    #[serde(with = "UtilityText")]
    utility: Utility,
    #[serde(with = "CompletionText")]
    completion: Completion,
    #[serde(with = "ThenText")]
    then: Then,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Completion", rename_all = "kebab-case", deny_unknown_fields)]
enum CompletionText {
    None,
    Add1(#[serde(with = "Add1Text")] Add1),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Add1", deny_unknown_fields)]
struct Add1Text {
    #[serde(with = "StartText")]
    start: Start,
    #[serde(with = "amount_text")]
    step: u64,
    #[serde(with = "StopText")]
    stop: Stop,
    /// Rules that were frozen before this had a name raise.
    #[serde(with = "AffordableText", default = "raise", skip_serializing_if = "is_raise")]
    affordable: Affordable,
}

fn raise() -> Affordable {
    Affordable::Raise
}

fn is_raise(affordable: &Affordable) -> bool {
    *affordable == Affordable::Raise
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Affordable", rename_all = "kebab-case")]
enum AffordableText {
    Raise,
    CountOnce,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ExactEqualShares", deny_unknown_fields)]
struct ExactEqualSharesText {
    #[serde(with = "UtilityText")]
    utility: Utility,
    #[serde(with = "add_opt_text")]
    add_opt: Option<AddOpt>,
    #[serde(with = "ThenText")]
    then: Then,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Phragmen", deny_unknown_fields)]
struct PhragmenText {
    #[serde(with = "NoFitText")]
    no_fit: NoFit,
    #[serde(with = "ThenText")]
    then: Then,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Then", rename_all = "kebab-case")]
enum ThenText {
    None,
    Greedy(#[serde(with = "GreedyText")] Greedy),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Score", rename_all = "kebab-case")]
enum ScoreText {
    Votes,
    VotesPerCost,
    Points,
    PointsPerCost,
    BordaPerCost,
    RankScore,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "NoFit", rename_all = "kebab-case")]
enum NoFitText {
    Skip,
    Stop,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Utility", rename_all = "kebab-case")]
enum UtilityText {
    Cost,
    Cardinality,
    Points,
    Borda,
    RankScore,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Start", rename_all = "kebab-case")]
enum StartText {
    Exact,
    Integral,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Stop", rename_all = "kebab-case")]
enum StopText {
    OverBudget,
    ExhaustiveSupported,
    ExhaustiveAll,
}

mod ties_text {
    use super::*;

    pub fn serialize<S: Serializer>(ties: &[TieRule], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(ties.iter().map(|tie| tie.name()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<TieRule>, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        let ties = names.iter().map(|name| TieRule::named(name)).collect::<Option<_>>();
        ties.ok_or_else(|| serde::de::Error::custom("an unknown step in the order of ties"))
    }
}

mod add_opt_text {
    use super::*;

    /// The forms with their names.
    const NAMES: [(&str, Option<AddOpt>); 5] = [
        ("none", None),
        ("best", Some(AddOpt::Best)),
        ("first-over", Some(AddOpt::FirstOver)),
        ("exhaustive", Some(AddOpt::Exhaustive)),
        ("skip", Some(AddOpt::Skip)),
    ];

    pub fn serialize<S: Serializer>(form: &Option<AddOpt>, serializer: S) -> Result<S::Ok, S::Error> {
        let name = NAMES.iter().find(|(_, known)| known == form).map(|(name, _)| *name);
        serializer.serialize_str(name.expect("every form has a name"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<AddOpt>, D::Error> {
        let name = String::deserialize(deserializer)?;
        let form = NAMES.iter().find(|(known, _)| *known == name).map(|(_, form)| *form);
        form.ok_or_else(|| serde::de::Error::custom("an unknown form of add-opt"))
    }
}

mod amount_text {
    use super::*;

    pub fn serialize<S: Serializer>(cents: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        Cents::from_unsigned(*cents)
            .map_err(|_| serde::ser::Error::custom("a step above all amounts"))?
            .serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        Cents::deserialize(deserializer).map(Cents::unsigned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_back_and_unknown_parameters_do_not_pass() {
        for rule in
            [Rule::greedy(), Rule::equal_shares(), Rule::round_default(), Rule::preset("pabutools").unwrap()]
        {
            let rule = CountRule(rule);
            assert_eq!(CountRule::parse(&rule.to_text()), Some(rule));
        }
        let text = CountRule(Rule::round_default()).to_text();
        assert_eq!(
            text,
            r#"{"method":{"equal-shares":{"utility":"cost","completion":{"add1":{"start":"integral","step":"1.00","stop":"over-budget"}},"then":{"greedy":{"score":"votes","no_fit":"skip","threshold":1}}}},"ties":["most-votes","lowest-cost","id-text"]}"#
        );
        assert_eq!(CountRule::parse(&text.replace("\"utility\"", "\"bonus\":1,\"utility\"")), None);
        assert_eq!(CountRule::parse(&text.replace("most-votes", "dice")), None);
    }
}
