//! Equal Shares once more, as short as it can be said: a purse per voter, exact fractions, no groups, no
//! queue. It shares no code with the engine.

use std::cmp::Ordering;

use num_bigint::BigUint;

/// A fraction, never reduced.
#[derive(Clone)]
struct Fraction(BigUint, BigUint);

impl Fraction {
    fn whole(value: u64) -> Fraction {
        Fraction(value.into(), 1_u32.into())
    }

    fn cmp(&self, other: &Fraction) -> Ordering {
        (&self.0 * &other.1).cmp(&(&other.0 * &self.1))
    }

    fn less(&self, other: &Fraction) -> bool {
        self.cmp(other).is_lt()
    }

    fn minus(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.1 - &other.0 * &self.1, &self.1 * &other.1)
    }

    fn over(&self, divisor: u64) -> Fraction {
        Fraction(self.0.clone(), &self.1 * divisor)
    }
}

/// The winners in order, with cost utility; the first project of the list wins ties.
pub fn equal_shares(budget: u64, costs: &[u64], ballots: &[Vec<u32>]) -> Vec<u32> {
    let voters = u64::try_from(ballots.len()).expect("few");
    let mut purses = vec![Fraction::whole(budget).over(voters); ballots.len()];
    let mut bought: Vec<u32> = Vec::new();
    loop {
        let mut best: Option<(Fraction, Fraction, u32)> = None;
        for (project, &cost) in (0..).zip(costs) {
            if bought.contains(&project) {
                continue;
            }
            let Some(share) = share_of(project, cost, ballots, &purses) else { continue };
            let per_euro = share.over(cost);
            if best.as_ref().is_none_or(|(lowest, _, _)| per_euro.less(lowest)) {
                best = Some((per_euro, share, project));
            }
        }
        let Some((_, share, project)) = best else { return bought };
        for (purse, ballot) in purses.iter_mut().zip(ballots) {
            if ballot.contains(&project) {
                *purse = if purse.less(&share) { Fraction::whole(0) } else { purse.minus(&share) };
            }
        }
        bought.push(project);
    }
}

/// What each supporter who can pays, when the others give all they have.
fn share_of(project: u32, cost: u64, ballots: &[Vec<u32>], purses: &[Fraction]) -> Option<Fraction> {
    let supporters = ballots.iter().zip(purses).filter(|(ballot, _)| ballot.contains(&project));
    let mut held: Vec<&Fraction> = supporters.map(|(_, purse)| purse).collect();
    held.sort_by(|a, b| a.cmp(b));
    let mut due = Fraction::whole(cost);
    for (place, purse) in held.iter().enumerate() {
        let share = due.over(u64::try_from(held.len() - place).expect("few"));
        if !purse.less(&share) {
            return Some(share);
        }
        due = due.minus(purse);
    }
    None
}
