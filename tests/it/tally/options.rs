//! Every rule, and how the command line says it. A new method or convention without a word here does not
//! compile; one without a rule in [`rules`] fails the test at the end.

use schuifruimte::tally::rule::{
    Add1, AddOpt, Affordable, Completion, EqualShares, ExactEqualShares, Greedy, Method, NoFit, Phragmen,
    Score, Start, Stop, Then, Utility,
};
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::{BallotKind, Rule};

/// The options that ask for this rule.
pub fn options(rule: &Rule) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut say = |option: &str, value: &str| words.extend([format!("--{option}"), value.to_string()]);
    let then = match &rule.method {
        Method::Greedy(greedy) => {
            say("rule", "greedy");
            say("score", score(greedy.score));
            say("no-fit", no_fit(greedy.no_fit));
            say("threshold", &greedy.threshold.to_string());
            &Then::None
        }
        Method::EqualShares(shares) => {
            say("rule", "equal-shares");
            say("utility", utility(shares.utility));
            match &shares.completion {
                Completion::None => say("completion", "none"),
                Completion::Add1(add1) => say_add1(add1, &mut say),
            }
            &shares.then
        }
        Method::ExactEqualShares(shares) => {
            say("rule", "exact-equal-shares");
            say("utility", utility(shares.utility));
            match shares.add_opt {
                None => say("completion", "none"),
                Some(form) => {
                    say("completion", "add-opt");
                    say("add-opt", add_opt(form));
                }
            }
            &shares.then
        }
        Method::Phragmen(phragmen) => {
            say("rule", "phragmen");
            say("no-fit", no_fit(phragmen.no_fit));
            &phragmen.then
        }
        Method::MaximinSupport => {
            say("rule", "maximin-support");
            &Then::None
        }
        Method::MaxWelfare(worth) => {
            say("rule", "max-welfare");
            say("utility", utility(*worth));
            &Then::None
        }
        Method::BoundedOverspending(worth) => {
            say("rule", "bounded-overspending");
            say("utility", utility(*worth));
            &Then::None
        }
    };
    match then {
        Then::None => say("then", "none"),
        Then::Greedy(greedy) => {
            assert_eq!(greedy, &Greedy::by_votes(greedy.threshold), "the command line knows no other");
            say("then", "greedy");
            say("threshold", &greedy.threshold.to_string());
        }
    }
    let steps: Vec<String> = rule.ties.iter().map(TieRule::name).collect();
    say("ties", &steps.join(","));
    words
}

fn say_add1(add1: &Add1, say: &mut impl FnMut(&str, &str)) {
    say("completion", "add1");
    say("start", start(add1.start));
    say("step", &format!("{}.{:02}", add1.step / 100, add1.step % 100));
    say("stop", stop(add1.stop));
    say("affordable", affordable(add1.affordable));
}

/// A list of all values, and the word for each.
macro_rules! named {
    ($list:ident, $name:ident, $kind:ident { $($value:ident => $word:literal),+ $(,)? }) => {
        const $list: &[$kind] = &[$($kind::$value),+];

        fn $name(value: $kind) -> &'static str {
            match value {
                $($kind::$value => $word),+
            }
        }
    };
}

named!(SCORES, score, Score {
    Votes => "votes",
    VotesPerCost => "votes-per-cost",
    Points => "points",
    PointsPerCost => "points-per-cost",
    BordaPerCost => "borda-per-cost",
    RankScore => "rank-score",
});
named!(NO_FITS, no_fit, NoFit { Skip => "skip", Stop => "stop" });
named!(UTILITIES, utility, Utility {
    Cost => "cost",
    Cardinality => "cardinality",
    Points => "points",
    Borda => "borda",
    RankScore => "rank-score",
});
named!(STARTS, start, Start { Exact => "exact", Integral => "integral" });
named!(STOPS, stop, Stop {
    OverBudget => "over-budget",
    ExhaustiveSupported => "exhaustive-supported",
    ExhaustiveAll => "exhaustive-all",
});
named!(AFFORDABLES, affordable, Affordable { Raise => "raise", CountOnce => "count-once" });
named!(ADD_OPTS, add_opt, AddOpt {
    Best => "best",
    FirstOver => "first-over",
    Exhaustive => "exhaustive",
    Skip => "skip",
});

/// Whether ballots of this kind tell this utility.
fn tells(kind: BallotKind, utility: Utility) -> bool {
    match utility {
        Utility::Cost | Utility::Cardinality => true,
        Utility::Points => kind == BallotKind::Points,
        Utility::Borda | Utility::RankScore => kind == BallotKind::Ranking,
    }
}

fn scored(kind: BallotKind, score: Score) -> bool {
    match score {
        Score::Votes | Score::VotesPerCost => true,
        Score::Points | Score::PointsPerCost => tells(kind, Utility::Points),
        Score::BordaPerCost => tells(kind, Utility::Borda),
        Score::RankScore => tells(kind, Utility::RankScore),
    }
}

/// Every rule that can be counted with ballots of this kind: all conventions with all others, ties in this
/// order.
pub fn rules(kind: BallotKind, ties: &[TieRule]) -> Vec<Rule> {
    let thens = || [Then::None, Then::Greedy(Greedy::by_votes(0)), Then::Greedy(Greedy::by_votes(2))];
    let utilities = || UTILITIES.iter().copied().filter(|&utility| tells(kind, utility));
    let mut methods = Vec::new();
    for &score in SCORES.iter().filter(|&&score| scored(kind, score)) {
        for &no_fit in NO_FITS {
            methods.extend([0, 3].map(|threshold| Method::Greedy(Greedy { score, no_fit, threshold })));
        }
    }
    for (utility, completion) in utilities().flat_map(|u| completions().into_iter().map(move |c| (u, c))) {
        let then = |then| Method::EqualShares(EqualShares { utility, completion: completion.clone(), then });
        methods.extend(thens().map(then));
    }
    for utility in [Utility::Cost, Utility::Cardinality] {
        for add_opt in std::iter::once(None).chain(ADD_OPTS.iter().copied().map(Some)) {
            let then = |then| Method::ExactEqualShares(ExactEqualShares { utility, add_opt, then });
            methods.extend(thens().map(then));
        }
    }
    for &no_fit in NO_FITS {
        methods.extend(thens().map(|then| Method::Phragmen(Phragmen { no_fit, then })));
    }
    methods.push(Method::MaximinSupport);
    methods.extend(utilities().map(Method::MaxWelfare));
    methods.extend(utilities().map(Method::BoundedOverspending));
    let rule = |method| Rule { method, ties: ties.to_vec() };
    methods.into_iter().map(rule).collect()
}

/// Counting once, and raising the endowment in every way.
fn completions() -> Vec<Completion> {
    let mut all = vec![Completion::None];
    for &start in STARTS {
        for &stop in STOPS {
            for &affordable in AFFORDABLES {
                all.extend([100, 37].map(|step| Completion::Add1(Add1 { start, step, stop, affordable })));
            }
        }
    }
    all
}

/// 32 bytes of randomness from a few words, the same in every run.
pub fn seed(words: &str) -> [u8; 32] {
    let mut seed = *b"schuifruimte counts it once more";
    seed.iter_mut().zip(words.bytes()).for_each(|(byte, word)| *byte ^= word);
    seed
}
