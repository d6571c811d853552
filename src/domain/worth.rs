//! What a rule adds up: votes, points or places. A rule that adds up what the ballots do not say, or nothing of what
//! they do say, does not fit them.

use super::count_rule::CountRule;
use crate::tally::rule::{Greedy, Method, Score, Then, Utility};
use crate::tally::{Instance, ProjectIndex, Rule};

/// What a rule adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// Ballots that name a plan.
    Votes,
    /// Points on them.
    Points,
    /// Places on them: the last of a ranking counts for 1, each place above it for one more.
    Places,
}

/// The names of the rules that a round can have, with what each adds up and whether voters hold equal shares.
const NAMED: [(&str, Worth, Sharing); 6] = [
    ("equal-shares", Worth::Votes, Sharing::Equal),
    ("greedy", Worth::Votes, Sharing::None),
    ("equal-shares-points", Worth::Points, Sharing::Equal),
    ("greedy-points", Worth::Points, Sharing::None),
    ("equal-shares-places", Worth::Places, Sharing::Equal),
    ("greedy-places", Worth::Places, Sharing::None),
];

/// Whether each voter holds an equal share of the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sharing {
    Equal,
    None,
}

impl Worth {
    /// What a plan is worth to voters, in the words of the engine.
    pub fn utility(self) -> Utility {
        match self {
            Worth::Votes => Utility::Cost,
            Worth::Points => Utility::Points,
            Worth::Places => Utility::RankScore,
        }
    }

    /// What a plan got of it together.
    pub fn score_of(self, instance: &Instance, project: ProjectIndex) -> u64 {
        match self {
            Worth::Votes => instance.votes(project),
            Worth::Points | Worth::Places => {
                u64::try_from(instance.total_worth(project, self.utility())).unwrap_or(u64::MAX)
            }
        }
    }

    fn score(self) -> Score {
        match self {
            Worth::Votes => Score::Votes,
            Worth::Points => Score::Points,
            Worth::Places => Score::RankScore,
        }
    }

    fn of_utility(utility: Utility) -> Worth {
        match utility {
            Utility::Cost | Utility::Cardinality => Worth::Votes,
            Utility::Points => Worth::Points,
            Utility::Borda | Utility::RankScore => Worth::Places,
        }
    }

    fn of_score(score: Score) -> Worth {
        match score {
            Score::Votes | Score::VotesPerCost => Worth::Votes,
            Score::Points | Score::PointsPerCost => Worth::Points,
            Score::BordaPerCost | Score::RankScore => Worth::Places,
        }
    }

    /// A rule of a round that adds up votes, as it is when it adds up this.
    pub(super) fn read_by(self, mut rule: Rule) -> Rule {
        if self == Worth::Votes {
            return rule;
        }
        let scored = |then: &mut Then| match then {
            Then::Greedy(greedy) => greedy.score = self.score(),
            Then::None => {}
        };
        match &mut rule.method {
            Method::Greedy(greedy) => greedy.score = self.score(),
            Method::EqualShares(shares) => {
                shares.utility = self.utility();
                scored(&mut shares.then);
            }
            Method::ExactEqualShares(shares) => scored(&mut shares.then),
            Method::Phragmen(phragmen) => scored(&mut phragmen.then),
            Method::MaxWelfare(utility) | Method::BoundedOverspending(utility) => *utility = self.utility(),
            Method::MaximinSupport => {}
        }
        rule
    }
}

impl CountRule {
    /// Every rule that a round can have, by name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, ..)| *name)
    }

    /// A rule that a round can have; `None` for an unknown name.
    pub fn named(name: &str) -> Option<Rule> {
        let (_, worth, sharing) = NAMED.iter().find(|(known, ..)| *known == name)?;
        let rule = match sharing {
            Sharing::Equal => Rule::round_default(),
            Sharing::None => Rule::round_greedy(),
        };
        Some(worth.read_by(rule))
    }

    /// Its name among the rules that a round can have; of a rule with other conventions the one that is nearest.
    pub fn name(&self) -> &'static str {
        let sharing = if self.is_equal_shares() { Sharing::Equal } else { Sharing::None };
        let wanted = (self.worth(), sharing);
        let found = NAMED.iter().find(|(_, worth, sharing)| (*worth, *sharing) == wanted);
        found.map(|(name, ..)| *name).expect("each worth stands in the list with and without shares")
    }

    /// What its first part adds up.
    pub fn worth(&self) -> Worth {
        match &self.0.method {
            Method::Greedy(greedy) => Worth::of_score(greedy.score),
            Method::EqualShares(shares) => Worth::of_utility(shares.utility),
            Method::ExactEqualShares(shares) => Worth::of_utility(shares.utility),
            Method::MaxWelfare(utility) | Method::BoundedOverspending(utility) => Worth::of_utility(*utility),
            Method::Phragmen(_) | Method::MaximinSupport => Worth::Votes,
        }
    }

    /// Whether every part of it adds up this.
    pub fn adds_up(&self, worth: Worth) -> bool {
        let last = self.0.greedy_part().map(|greedy: &Greedy| Worth::of_score(greedy.score));
        self.worth() == worth && last.is_none_or(|last| last == worth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_fits_ballots_of_which_it_adds_up_what_they_say_in_every_part() {
        for (name, worth, _) in NAMED {
            let rule = CountRule(CountRule::named(name).expect("it is in the list"));
            assert_eq!((rule.name(), rule.worth()), (name, worth));
            for other in [Worth::Votes, Worth::Points, Worth::Places] {
                assert_eq!(rule.adds_up(other), other == worth, "{name}");
            }
            assert!(rule.counterpart().adds_up(worth), "it is compared with a rule that reads the same");
            assert_eq!(CountRule::parse(&rule.to_text()), Some(rule));
        }
        assert_eq!(CountRule::named("dice"), None);
        let mut mixed = CountRule::named("equal-shares-points").expect("it is in the list");
        if let Method::EqualShares(shares) = &mut mixed.method {
            shares.then = Then::Greedy(Greedy::by_votes(1));
        }
        assert!(!CountRule(mixed).adds_up(Worth::Points), "what is left goes by votes");
    }
}
