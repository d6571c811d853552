//! The parameters of a count. Every convention on which programs of the field differ has a name
//! here, so that a round can freeze it and anyone can repeat it.

use super::ties::TieRule;

/// How a count is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The method.
    pub method: Method,
    /// The declared order of tied projects. Steps that leave two tied projects equal leave the tie
    /// undecided: see [`super::CountError::DrawRequired`].
    pub ties: Vec<TieRule>,
}

/// The method of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// Highest score first, while the money lasts.
    Greedy(Greedy),
    /// The Method of Equal Shares.
    EqualShares(EqualShares),
    /// Exact Equal Shares: all who pay for a project pay the same.
    ExactEqualShares(ExactEqualShares),
    /// Sequential Phragmén.
    Phragmen(Phragmen),
    /// Sequential Phragmén with all loads spread anew each round.
    MaximinSupport,
    /// The affordable set that is worth most to all voters together.
    MaxWelfare(Utility),
    /// Equal Shares that lets a project overspend a little when nothing else fits.
    BoundedOverspending(Utility),
}

/// Parameters of greedy selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greedy {
    /// What projects are ordered by, highest first.
    pub score: Score,
    /// What happens at a project that costs more than what is left.
    pub no_fit: NoFit,
    /// Projects with less than this are left out: less of what the score counts (votes, points or
    /// places), before any division by the price.
    pub threshold: u64,
}

/// What greedy selection orders by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// The number of ballots that name the project.
    Votes,
    /// The same divided by the price.
    VotesPerCost,
    /// The sum of the points it got.
    Points,
    /// The same divided by the price.
    PointsPerCost,
    /// The sum of [`Utility::Borda`] divided by the price.
    BordaPerCost,
    /// The sum of [`Utility::RankScore`].
    RankScore,
}

/// What a rule does with a project that no longer fits.
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
    /// The points the voter gave it.
    Points,
    /// Projects ranked below it on the ballot: the last one is worth nothing.
    Borda,
    /// The same and one more: the last one is worth one. The official score of ranked elections.
    RankScore,
}

/// How Equal Shares goes on when the first run leaves money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completion {
    /// It does not; every voter holds exactly budget / voters.
    None,
    /// Count again with a higher endowment, and again, until `stop` says so.
    Add1(Add1),
}

/// Parameters of raising the endowment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Add1 {
    /// The first endowment.
    pub start: Start,
    /// What each voter gets more per run, in cents; not 0.
    pub step: u64,
    /// When the last outcome stands.
    pub stop: Stop,
    /// What happens when all projects together fit the budget.
    pub affordable: Affordable,
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

/// What raising the endowment does when all projects together fit the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Affordable {
    /// It goes on as always.
    Raise,
    /// One run in which every voter holds exactly budget / voters.
    CountOnce,
}

/// What happens with the money that a rule leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// It stays.
    None,
    /// Greedy spends it.
    Greedy(Greedy),
}

/// Parameters of Exact Equal Shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactEqualShares {
    /// What a bought project is worth to a voter who chose it: its price, or one.
    pub utility: Utility,
    /// Raise the endowment from breakpoint to breakpoint; `None` counts once.
    pub add_opt: Option<AddOpt>,
    /// What happens with the money that is left.
    pub then: Then,
}

/// The forms of raising the endowment from breakpoint to breakpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddOpt {
    /// Look at all breakpoints; the affordable outcome that spends most stands.
    Best,
    /// Stop at the first outcome over budget; the one before it stands.
    FirstOver,
    /// The same, or stop when no supported project fits in what is left.
    Exhaustive,
    /// As `FirstOver`, with only breakpoints of projects not yet bought.
    Skip,
}

/// Parameters of sequential Phragmén.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phragmen {
    /// What happens when one of the tied best projects does not fit.
    pub no_fit: NoFit,
    /// What happens with the money that is left.
    pub then: Then,
}

/// A step of one unit of the currency, in cents.
pub const ONE_UNIT: u64 = 100;

/// The names of the presets.
pub const PRESETS: [&str; 4] = ["assen", "wieliczka", "equalshares-net", "pabutools"];

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
        Rule::by_id(Method::Greedy(Greedy::by_votes(0)))
    }

    /// Equal Shares with cost utility and one exact run.
    pub fn equal_shares() -> Rule {
        let shares = EqualShares { utility: Utility::Cost, completion: Completion::None, then: Then::None };
        Rule::by_id(Method::EqualShares(shares))
    }

    /// The greedy selection that is the rule or ends it; `None` when there is none.
    pub fn greedy_part(&self) -> Option<&Greedy> {
        let then = match &self.method {
            Method::Greedy(greedy) => return Some(greedy),
            Method::EqualShares(EqualShares { then, .. })
            | Method::ExactEqualShares(ExactEqualShares { then, .. })
            | Method::Phragmen(Phragmen { then, .. }) => then,
            Method::MaximinSupport | Method::MaxWelfare(_) | Method::BoundedOverspending(_) => return None,
        };
        match then {
            Then::Greedy(greedy) => Some(greedy),
            Then::None => None,
        }
    }

    /// A method with ties by the text of the id.
    pub fn by_id(method: Method) -> Rule {
        Rule { method, ties: vec![TieRule::IdText] }
    }

    /// A named set of conventions: `assen` and `wieliczka` (the same: the only ones that reproduce
    /// the official outcomes of those cities), `equalshares-net` and `pabutools` (the defaults of those
    /// programs). `None` for an unknown name.
    pub fn preset(name: &str) -> Option<Rule> {
        let (start, stop, affordable, then) = match name {
            "assen" | "wieliczka" => (Start::Integral, Stop::OverBudget, Affordable::Raise, Then::None),
            "equalshares-net" => {
                let then = Then::Greedy(Greedy::by_votes(0));
                (Start::Integral, Stop::ExhaustiveAll, Affordable::CountOnce, then)
            }
            "pabutools" => (Start::Exact, Stop::ExhaustiveSupported, Affordable::Raise, Then::None),
            _ => return None,
        };
        let completion = Completion::Add1(Add1 { start, step: ONE_UNIT, stop, affordable });
        let shares = EqualShares { utility: Utility::Cost, completion, then };
        Some(Rule::by_id(Method::EqualShares(shares)))
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
