//! Which ballots a method can read.

use crate::tally::BallotKind;
use crate::tally::CountError;
use crate::tally::rule::{Method, Score, Then, Utility};

/// Refuses a method that asks of ballots what they do not say: points of ballots without points, places of
/// ballots without an order.
pub fn check(kind: BallotKind, method: &Method) -> Result<(), CountError> {
    let (utility, then) = match method {
        Method::Greedy(greedy) => (scored(greedy.score), &Then::None),
        Method::EqualShares(shares) => (shares.utility, &shares.then),
        Method::ExactEqualShares(shares) => (shares.utility, &shares.then),
        Method::Phragmen(phragmen) => (Utility::Cardinality, &phragmen.then),
        Method::MaximinSupport => (Utility::Cardinality, &Then::None),
        Method::MaxWelfare(utility) | Method::BoundedOverspending(utility) => (*utility, &Then::None),
    };
    let after = match then {
        Then::None => Utility::Cardinality,
        Then::Greedy(greedy) => scored(greedy.score),
    };
    match [utility, after].into_iter().find_map(|utility| wants(kind, utility)) {
        Some(why) => Err(CountError::Incompatible(why)),
        None => Ok(()),
    }
}

/// The utility that a greedy score adds up.
fn scored(score: Score) -> Utility {
    match score {
        Score::Votes | Score::VotesPerCost => Utility::Cardinality,
        Score::Points | Score::PointsPerCost => Utility::Points,
        Score::BordaPerCost => Utility::Borda,
        Score::RankScore => Utility::RankScore,
    }
}

/// Why ballots of this kind do not tell this utility.
fn wants(kind: BallotKind, utility: Utility) -> Option<&'static str> {
    match utility {
        Utility::Points if kind != BallotKind::Points => {
            Some("the ballots give no points: choose a utility or score by price, votes or places")
        }
        Utility::Borda | Utility::RankScore if kind != BallotKind::Ranking => {
            Some("the ballots rank nothing: choose a utility or score by price, votes or points")
        }
        Utility::Cost | Utility::Cardinality | Utility::Points | Utility::Borda | Utility::RankScore => None,
    }
}
