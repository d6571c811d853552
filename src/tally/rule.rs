//! The parameters of a count. Every convention on which programs of the field differ has a name
//! here, so that a round can freeze it and anyone can repeat it.

use super::ties::TieRule;

/// How a count is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The method.
    pub method: Method,
    /// The declared order of tied projects; the text of the id decides what this leaves open.
    pub ties: Vec<TieRule>,
}

/// The method of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// Most votes first, while the money lasts.
    Greedy(Greedy),
    /// The Method of Equal Shares.
    EqualShares(EqualShares),
}

/// Parameters of greedy selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greedy {
    /// What projects are ordered by, highest first.
    pub score: Score,
    /// What happens at a project that costs more than what is left.
    pub no_fit: NoFit,
    /// Projects with fewer votes than this are left out.
    pub threshold: u64,
}

/// What greedy selection orders by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// The number of ballots that name the project.
    Votes,
    /// The same divided by the price.
    VotesPerCost,
}

/// What greedy selection does with a project that no longer fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFit {
    /// Leave it out and go on with the next.
    Skip,
    /// End the selection.
    Stop,
}

/// Parameters of the Method of Equal Shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EqualShares {
    /// What a bought project is worth to a voter who chose it.
    pub utility: Utility,
    /// Raise the endowment step by step, or count once.
    pub completion: Completion,
    /// What happens with the money that Equal Shares leaves.
    pub then: Then,
}

/// What a bought project is worth to a voter who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Utility {
    /// Its price: the project with the highest effective vote count goes first.
    Cost,
    /// One: the project with the lowest payment goes first.
    Cardinality,
}

/// How Equal Shares goes on when the first run leaves money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completion {
    /// It does not; every voter holds exactly budget / voters.
    None,
    /// Count again with a higher endowment, and again, until `stop` says so.
    Add1 {
        /// The first endowment.
        start: Start,
        /// What each voter gets more per run, in cents.
        step: u64,
        /// When the last outcome stands.
        stop: Stop,
    },
}

/// The first endowment of a voter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Budget / voters, as an exact fraction.
    Exact,
    /// The same rounded down to whole units of the currency.
    Integral,
}

/// When raising the endowment ends. In every form it also ends when each supported project that
/// fits the budget alone has been bought: no higher endowment can then add anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The next outcome would cost more than the budget: keep the present one.
    OverBudget,
    /// The same, or no supported project fits in what is left.
    ExhaustiveSupported,
    /// The same, or no project at all fits in what is left.
    ExhaustiveAll,
}

/// What happens with the money that Equal Shares leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// It stays.
    None,
    /// Greedy spends it.
    Greedy(Greedy),
}

/// A step of one unit of the currency, in cents.
pub const ONE_UNIT: u64 = 100;

impl Greedy {
    /// By votes, skipping what does not fit: the common municipal rule. Projects with fewer votes
    /// than `threshold` are left out.
    pub fn by_votes(threshold: u64) -> Greedy {
        Greedy { score: Score::Votes, no_fit: NoFit::Skip, threshold }
    }
}

impl Rule {
    /// Greedy by votes.
    pub fn greedy() -> Rule {
        Rule { method: Method::Greedy(Greedy::by_votes(0)), ties: vec![TieRule::IdText] }
    }

    /// Equal Shares with cost utility and one exact run.
    pub fn equal_shares() -> Rule {
        let shares = EqualShares { utility: Utility::Cost, completion: Completion::None, then: Then::None };
        Rule { method: Method::EqualShares(shares), ties: vec![TieRule::IdText] }
    }

    /// A named set of conventions: `assen` and `wieliczka` (the same: the only ones that reproduce
    /// the official outcomes of those cities), `pabutools`. `None` for an unknown name.
    pub fn preset(name: &str) -> Option<Rule> {
        let add1 = |start, stop| EqualShares {
            utility: Utility::Cost,
            completion: Completion::Add1 { start, step: ONE_UNIT, stop },
            then: Then::None,
        };
        let shares = match name {
            "assen" | "wieliczka" => add1(Start::Integral, Stop::OverBudget),
            "pabutools" => add1(Start::Exact, Stop::ExhaustiveSupported),
            _ => return None,
        };
        Some(Rule { method: Method::EqualShares(shares), ties: vec![TieRule::IdText] })
    }

    /// Greedy by votes as a round counts it: a plan that nobody chose never wins.
    pub fn round_greedy() -> Rule {
        let ties = vec![TieRule::MostVotes, TieRule::LowestCost, TieRule::IdText];
        Rule { method: Method::Greedy(Greedy::by_votes(1)), ties }
    }

    /// The default of a new round: `assen`, then greedy with what is left. A plan that nobody chose
    /// gets nothing.
    pub fn round_default() -> Rule {
        let mut rule = Rule::preset("assen").expect("assen is a preset");
        if let Method::EqualShares(shares) = &mut rule.method {
            shares.then = Then::Greedy(Greedy::by_votes(1));
        }
        rule.ties = vec![TieRule::MostVotes, TieRule::LowestCost, TieRule::IdText];
        rule
    }
}
