//! From options to a rule. An option that the rule has no use for is refused, so that nobody believes
//! that it did something.

use clap::Parser;

use super::arguments::{CompletionName, RULES, RuleArgs, RuleName, ThenName, name_of, value_of};
use super::refusal::Refusal;
use crate::tally::pb;
use crate::tally::rule::{
    Add1, AddOpt, Completion, EqualShares, ExactEqualShares, Greedy, Method, NoFit, PRESETS, Phragmen, Rule,
    Start, Then, Utility,
};
use crate::tally::ties::TieRule;

/// The rule that these words of a command line ask for, as in `["--preset", "assen", "--then", "greedy"]`;
/// or why they are refused.
pub fn rule_of(words: &[&str]) -> Result<Rule, String> {
    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        rule: RuleArgs,
    }
    let all = std::iter::once("tally").chain(words.iter().copied());
    let alone = Alone::try_parse_from(all).map_err(|error| error.to_string())?;
    alone.rule.rule().map_err(|refusal| refusal.to_string())
}

/// The rule of this name with its usual parameters, or the preset of this name.
pub(super) fn rule_named(name: &str) -> Option<Rule> {
    Rule::preset(name).or_else(|| value_of(&RULES, name).map(|name| Rule::by_id(usual(name))))
}

/// All names that [`rule_named`] knows.
pub(super) fn known_names() -> String {
    let names: Vec<&str> = RULES.iter().map(|(name, _)| *name).chain(PRESETS).collect();
    names.join(", ")
}

/// A method with its usual parameters.
fn usual(name: RuleName) -> Method {
    match name {
        RuleName::Greedy => Method::Greedy(Greedy::by_votes(0)),
        RuleName::EqualShares => Rule::equal_shares().method,
        RuleName::ExactEqualShares => {
            let (utility, then) = (Utility::Cost, Then::None);
            Method::ExactEqualShares(ExactEqualShares { utility, add_opt: None, then })
        }
        RuleName::Phragmen => Method::Phragmen(Phragmen { no_fit: NoFit::Stop, then: Then::None }),
        RuleName::MaximinSupport => Method::MaximinSupport,
        RuleName::MaxWelfare => Method::MaxWelfare(Utility::Cost),
        RuleName::BoundedOverspending => Method::BoundedOverspending(Utility::Cost),
    }
}

/// The name of a method.
fn kind(method: &Method) -> RuleName {
    match method {
        Method::Greedy(_) => RuleName::Greedy,
        Method::EqualShares(_) => RuleName::EqualShares,
        Method::ExactEqualShares(_) => RuleName::ExactEqualShares,
        Method::Phragmen(_) => RuleName::Phragmen,
        Method::MaximinSupport => RuleName::MaximinSupport,
        Method::MaxWelfare(_) => RuleName::MaxWelfare,
        Method::BoundedOverspending(_) => RuleName::BoundedOverspending,
    }
}

/// The greedy selection in which a method ends.
fn then_of(method: &Method) -> &Then {
    match method {
        Method::EqualShares(shares) => &shares.then,
        Method::ExactEqualShares(shares) => &shares.then,
        Method::Phragmen(phragmen) => &phragmen.then,
        Method::Greedy(_)
        | Method::MaximinSupport
        | Method::MaxWelfare(_)
        | Method::BoundedOverspending(_) => &Then::None,
    }
}

impl RuleArgs {
    /// The rule that these options ask for.
    pub(super) fn rule(&self) -> Result<Rule, Refusal> {
        let mut rule = match &self.preset {
            None => Rule::equal_shares(),
            Some(name) => Rule::preset(name).expect("only presets are let through"),
        };
        if let Some(name) = self.rule
            && name != kind(&rule.method)
        {
            rule.method = usual(name);
        }
        match &mut rule.method {
            Method::Greedy(greedy) => self.adapt_greedy(greedy),
            Method::EqualShares(shares) => self.adapt_shares(shares)?,
            Method::ExactEqualShares(shares) => self.adapt_exact_shares(shares)?,
            Method::Phragmen(phragmen) => {
                phragmen.no_fit = self.no_fit.unwrap_or(phragmen.no_fit);
                // Its own --no-fit says nothing of the greedy selection behind it.
                RuleArgs { no_fit: None, ..self.greedy_options() }.adapt_then(&mut phragmen.then);
            }
            Method::MaxWelfare(utility) | Method::BoundedOverspending(utility) => {
                *utility = self.utility.unwrap_or(*utility);
            }
            Method::MaximinSupport => {}
        }
        self.refuse_useless(&rule.method)?;
        if let Some(text) = &self.ties {
            rule.ties = ties(text)?;
        }
        Ok(rule)
    }

    /// What these options say of a greedy selection behind another method.
    fn greedy_options(&self) -> RuleArgs {
        RuleArgs {
            then: self.then,
            score: self.score,
            no_fit: self.no_fit,
            threshold: self.threshold,
            ..RuleArgs::default()
        }
    }

    fn adapt_greedy(&self, greedy: &mut Greedy) {
        greedy.score = self.score.unwrap_or(greedy.score);
        greedy.no_fit = self.no_fit.unwrap_or(greedy.no_fit);
        greedy.threshold = self.threshold.unwrap_or(greedy.threshold);
    }

    fn adapt_then(&self, then: &mut Then) {
        match (self.then, &then) {
            (Some(ThenName::None), _) => *then = Then::None,
            (Some(ThenName::Greedy), Then::None) => *then = Then::Greedy(Greedy::by_votes(0)),
            (Some(ThenName::Greedy), Then::Greedy(_)) | (None, _) => {}
        }
        if let Then::Greedy(greedy) = then {
            self.adapt_greedy(greedy);
        }
    }

    fn adapt_shares(&self, shares: &mut EqualShares) -> Result<(), Refusal> {
        shares.utility = self.utility.unwrap_or(shares.utility);
        match (self.completion, &shares.completion) {
            (Some(CompletionName::None), _) => shares.completion = Completion::None,
            (Some(CompletionName::Add1), Completion::None) => {
                let Some(Method::EqualShares(assen)) = Rule::preset("assen").map(|rule| rule.method) else {
                    unreachable!("assen is a preset of equal-shares")
                };
                shares.completion = assen.completion;
            }
            (Some(CompletionName::Add1), Completion::Add1(_)) | (None, _) => {}
            (Some(CompletionName::AddOpt), _) => {
                return Err(Refusal::option("--completion add-opt belongs to --rule exact-equal-shares"));
            }
        }
        if let Completion::Add1(add1) = &mut shares.completion {
            self.adapt_add1(add1)?;
        }
        self.adapt_then(&mut shares.then);
        Ok(())
    }

    fn adapt_add1(&self, add1: &mut Add1) -> Result<(), Refusal> {
        add1.start = self.start.unwrap_or(add1.start);
        add1.stop = self.stop.unwrap_or(add1.stop);
        add1.affordable = self.affordable.unwrap_or(add1.affordable);
        if let Some(text) = &self.step {
            let amount = pb::cents(text).filter(|&amount| amount > 0);
            add1.step = amount.ok_or_else(|| {
                Refusal::option(format!("--step {text}: an amount above 0 with at most two decimals"))
            })?;
        }
        Ok(())
    }

    fn adapt_exact_shares(&self, shares: &mut ExactEqualShares) -> Result<(), Refusal> {
        shares.utility = self.utility.unwrap_or(shares.utility);
        match self.completion {
            Some(CompletionName::AddOpt) => shares.add_opt = Some(self.add_opt.unwrap_or(AddOpt::Best)),
            Some(CompletionName::None) | None => {}
            Some(CompletionName::Add1) => {
                return Err(Refusal::option("--completion add1 belongs to --rule equal-shares"));
            }
        }
        self.adapt_then(&mut shares.then);
        Ok(())
    }

    /// Refuses the first option that does nothing in this method.
    fn refuse_useless(&self, method: &Method) -> Result<(), Refusal> {
        let all = self.uses(method);
        let Some((option, _, _, owner)) = all.iter().find(|(_, given, useful, _)| *given && !useful) else {
            return Ok(());
        };
        let name = name_of(&RULES, &kind(method));
        let reason = format!("{option} belongs to {owner}; it would do nothing in this count by {name}");
        Err(Refusal::option(reason))
    }

    /// Each option: whether it is given, whether this method makes use of it, and which do.
    fn uses(&self, method: &Method) -> [(&'static str, bool, bool, &'static str); 11] {
        const GREEDY: &str = "greedy (--rule greedy or --then greedy)";
        const ADD1: &str = "equal-shares with --completion add1";
        let name = kind(method);
        let greedy = name == RuleName::Greedy || matches!(then_of(method), Then::Greedy(_));
        let shares = matches!(name, RuleName::EqualShares | RuleName::ExactEqualShares);
        let worth = shares || matches!(name, RuleName::MaxWelfare | RuleName::BoundedOverspending);
        let phragmen = name == RuleName::Phragmen;
        let completion = match method {
            Method::EqualShares(shares) => Some(&shares.completion),
            Method::Greedy(_)
            | Method::ExactEqualShares(_)
            | Method::Phragmen(_)
            | Method::MaximinSupport
            | Method::MaxWelfare(_)
            | Method::BoundedOverspending(_) => None,
        };
        let add1 = matches!(completion, Some(Completion::Add1(_)));
        let add_opt = matches!(method, Method::ExactEqualShares(shares) if shares.add_opt.is_some());
        // A single run starts exactly at budget / voters: the option says what happens.
        let start = add1 || (completion.is_some() && self.start == Some(Start::Exact));
        [
            ("--score", self.score.is_some(), greedy, GREEDY),
            ("--threshold", self.threshold.is_some(), greedy, GREEDY),
            ("--no-fit", self.no_fit.is_some(), greedy || phragmen, "greedy and phragmen"),
            (
                "--utility",
                self.utility.is_some(),
                worth,
                "the two equal-shares, max-welfare and bounded-overspending",
            ),
            ("--completion", self.completion.is_some(), shares, "equal-shares and exact-equal-shares"),
            ("--add-opt", self.add_opt.is_some(), add_opt, "exact-equal-shares with --completion add-opt"),
            (
                "--then",
                self.then.is_some(),
                shares || phragmen,
                "equal-shares, exact-equal-shares and phragmen",
            ),
            ("--start", self.start.is_some(), start, ADD1),
            ("--step", self.step.is_some(), add1, ADD1),
            ("--stop", self.stop.is_some(), add1, ADD1),
            ("--affordable", self.affordable.is_some(), add1, ADD1),
        ]
    }
}

/// The steps of a comma list.
fn ties(text: &str) -> Result<Vec<TieRule>, Refusal> {
    text.split(',')
        .map(|name| {
            TieRule::named(name.trim())
                .ok_or_else(|| Refusal::option(format!("--ties {text}: '{}' is not a step", name.trim())))
        })
        .collect()
}
