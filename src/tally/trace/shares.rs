//! One run of a rule in which voters pay from equal shares, told slowly: every round looks at every
//! project that could be the best one.

use super::ledger::{Bid, Ledger, Rate, Sharing, Start};
use super::{Bought, Decision, Out, Step, Why};
use crate::tally::constraints::Guard;
use crate::tally::ratio::Ratio;
use crate::tally::rule::Utility;
use crate::tally::ties::TieOrder;
use crate::tally::{Instance, ProjectIndex};

/// What a run is counted by.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// The election.
    pub instance: &'a Instance,
    /// The declared order of ties.
    pub order: &'a TieOrder,
    /// What a project is worth.
    pub utility: Utility,
    /// How supporters share a price.
    pub sharing: Sharing,
}

/// A run that is going on.
pub struct Run<'a> {
    terms: Terms<'a>,
    /// What every voter holds.
    pub ledger: Ledger<'a>,
    guard: Guard<'a>,
    /// Projects that may still be bought, with the last rate known: rates never fall during a run, because
    /// balances only fall.
    open: Vec<(ProjectIndex, Option<Rate>)>,
    /// What was bought, in order.
    pub bought: Vec<ProjectIndex>,
}

/// Whether somebody gets something out of a project.
pub fn supported(instance: &Instance, utility: Utility, project: ProjectIndex) -> bool {
    match utility {
        Utility::Cost | Utility::Cardinality => instance.votes(project) > 0,
        Utility::Points | Utility::Borda | Utility::RankScore => {
            instance.worths(project, utility).any(|worth| worth > 0)
        }
    }
}

/// Supported projects that cost something and fit the budget alone.
pub fn buyable(instance: &Instance, utility: Utility) -> impl Iterator<Item = ProjectIndex> + '_ {
    let in_reach = |&p: &ProjectIndex| (1..=instance.budget()).contains(&instance.project(p).cost);
    instance.indexes().filter(in_reach).filter(move |&p| supported(instance, utility, p))
}

/// Free projects with a supporter, as far as the limits allow, in the declared order.
pub fn free(terms: Terms<'_>, guard: &mut Guard<'_>) -> Vec<ProjectIndex> {
    let Terms { instance, order, utility, .. } = terms;
    let wanted = |&p: &ProjectIndex| instance.project(p).cost == 0 && supported(instance, utility, p);
    let mut free: Vec<ProjectIndex> = instance.indexes().filter(wanted).collect();
    free.sort_by_key(|&project| order.rank(project));
    free.retain(|&project| {
        let allowed = guard.allows(project);
        if allowed {
            guard.buy(project);
        }
        allowed
    });
    free
}

impl<'a> Run<'a> {
    /// Before the first purchase that costs something.
    pub fn new(terms: Terms<'a>, start: &Start) -> Run<'a> {
        let instance = terms.instance;
        let mut guard = Guard::new(instance);
        let bought = free(terms, &mut guard);
        let ledger = Ledger::new(instance, terms.utility, terms.sharing, start);
        let open = buyable(instance, terms.utility).map(|project| (project, None)).collect();
        Run { terms, ledger, guard, open, bought }
    }

    /// The projects with the lowest rate in the declared order, and the bid of the first.
    fn best(&mut self) -> Option<(Vec<ProjectIndex>, Bid)> {
        let mut open = std::mem::take(&mut self.open);
        open.retain(|(project, _)| self.guard.allows(*project));
        open.sort_by(|(a, x), (b, y)| match (x, y) {
            (Some(x), Some(y)) => x.compare(y).then(a.cmp(b)),
            (None, Some(_)) => std::cmp::Ordering::Less,
            (Some(_), None) => std::cmp::Ordering::Greater,
            (None, None) => a.cmp(b),
        });
        let mut best: Vec<(ProjectIndex, Bid)> = Vec::new();
        let mut lowest: Option<Rate> = None;
        for (project, known) in open {
            if let (Some(known), Some(lowest)) = (&known, &lowest)
                && known.compare(lowest).is_gt()
            {
                self.open.push((project, Some(known.clone())));
                continue;
            }
            let Some(bid) = self.ledger.bid(project) else { continue };
            let rate = self.ledger.rate(project, &bid);
            self.open.push((project, Some(rate.clone())));
            match lowest.as_ref().map_or(std::cmp::Ordering::Less, |lowest| rate.compare(lowest)) {
                std::cmp::Ordering::Less => (lowest, best) = (Some(rate), vec![(project, bid)]),
                std::cmp::Ordering::Equal => best.push((project, bid)),
                std::cmp::Ordering::Greater => {}
            }
        }
        best.sort_by_key(|(project, _)| self.terms.order.rank(*project));
        let bid = best.first().map(|(_, bid)| bid.clone())?;
        Some((best.into_iter().map(|(project, _)| project).collect(), bid))
    }

    /// Buys the best project. `None` when nothing can be bought any more. The ledger still stands before
    /// the purchase while `before` looks at it with the rate.
    pub fn buy(&mut self, before: impl FnOnce(&Run<'_>, &Ratio)) -> Option<(Vec<ProjectIndex>, super::Paid)> {
        let (tied, bid) = self.best()?;
        before(self, &self.ledger.rate(tied[0], &bid).ratio());
        let paid = self.ledger.pay(tied[0], &bid);
        self.guard.buy(tied[0]);
        self.bought.push(tied[0]);
        self.open.retain(|(project, _)| *project != tied[0]);
        Some((tied, paid))
    }

    /// Buys all that can be bought.
    pub fn finish(mut self) -> Vec<ProjectIndex> {
        while self.buy(|_, _| ()).is_some() {}
        self.bought
    }

    /// Whether the project was not bought and the limits still allow it.
    pub fn is_open(&self, project: ProjectIndex) -> bool {
        !self.bought.contains(&project) && self.guard.allows(project)
    }

    /// Supported projects that were not bought and that the limits still allow.
    pub fn rest(&self) -> impl Iterator<Item = ProjectIndex> + '_ {
        buyable(self.terms.instance, self.terms.utility).filter(|&p| self.is_open(p))
    }
}

/// What the story of a run tells beside its purchases.
#[derive(Default)]
pub struct Told {
    /// What happened.
    pub steps: Vec<Step>,
    /// For each project, what its supporters held at the start and after each purchase.
    pub held: Vec<Vec<Ratio>>,
    /// For each project that did not win, what it lacked in the run.
    pub reach: Vec<Option<Reach>>,
}

/// How near a project that was not bought came in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The highest price, in cents, at which it would have been bought.
    pub price: Ratio,
    /// With so many more supporters who hold a whole endowment it would have been bought.
    pub supporters: u64,
}

/// Tells a run. `winners` are those of the whole count: of the others it is told how near they came.
pub fn tell(run: &mut Run<'_>, endowment: &Ratio, winners: &[ProjectIndex]) -> Told {
    let instance = run.terms.instance;
    let mut told = Told::default();
    told.held.resize(instance.projects().len(), Vec::new());
    told.reach.resize(instance.projects().len(), None);
    let mut left = instance.budget();
    tell_first(run, &mut told);
    let mut open: Vec<ProjectIndex> = buyable(instance, run.terms.utility).collect();
    for (at, &project) in (1..).zip(&run.bought) {
        let bought = Bought { round: at, project, amount: 0, left, decision: Decision::Free, tied: vec![] };
        told.steps.push(Step::Bought(bought));
    }
    loop {
        tell_out(run, &mut open, &mut told);
        let nearer = |run: &Run<'_>, rate: &Ratio| {
            let losers = open.iter().filter(|p| !winners.contains(p));
            losers.for_each(|&p| near(run, p, Some(rate), endowment, &mut told.reach[p as usize]));
        };
        let Some((tied, paid)) = run.buy(nearer) else { break };
        let project = tied[0];
        let amount = instance.project(project).cost;
        left = left.saturating_sub(amount);
        let tied = if tied.len() > 1 { tied } else { Vec::new() };
        let round = run.bought.len();
        let decision = Decision::Shares(paid);
        told.steps.push(Step::Bought(Bought { round, project, amount, left, decision, tied }));
        open.retain(|p| *p != project);
    }
    for project in buyable(instance, run.terms.utility).filter(|p| !winners.contains(p)) {
        near(run, project, None, endowment, &mut told.reach[project as usize]);
    }
    told
}

/// Notes what a price or a number of supporters would have brought in this state: below a rate, or at the
/// end of the run.
fn near(run: &Run<'_>, p: ProjectIndex, rate: Option<&Ratio>, endowment: &Ratio, best: &mut Option<Reach>) {
    if run.terms.sharing == Sharing::Equally {
        return;
    }
    let cost = run.terms.instance.project(p).cost;
    let (price, raised, each) = match rate {
        None => {
            let held = run.ledger.held(p);
            (held.clone(), held.floor(), endowment.floor())
        }
        Some(rate) => {
            let worth = if run.terms.utility == Utility::Cost { cost } else { 1 };
            let asked = Ratio::new(rate.numerator() * worth, rate.denominator().clone());
            let raised = run.ledger.raises(p, rate).floor();
            (run.ledger.price_at(p, rate), raised, asked.floor().min(endowment.floor()))
        }
    };
    let supporters = cost.saturating_sub(raised).div_ceil(each.max(1)).max(1);
    match best {
        None => *best = Some(Reach { price, supporters }),
        Some(known) => {
            known.supporters = known.supporters.min(supporters);
            if price > known.price {
                known.price = price;
            }
        }
    }
}

/// Tells which projects never took part.
fn tell_first(run: &Run<'_>, told: &mut Told) {
    let instance = run.terms.instance;
    let mut out = |project, why| told.steps.push(Step::Out(Out { project, after: 0, why }));
    for project in by_id(instance) {
        if instance.project(project).cost > instance.budget() {
            out(project, Why::OverBudget);
        } else if !supported(instance, run.terms.utility, project) {
            out(project, Why::NoSupport);
        } else if instance.project(project).cost == 0 && !run.bought.contains(&project) {
            out(project, Why::Limits);
        }
    }
}

/// Tells which projects can no longer be bought, and what the supporters of all others hold.
fn tell_out(run: &Run<'_>, open: &mut Vec<ProjectIndex>, told: &mut Told) {
    let after = run.bought.len();
    for project in by_id(run.terms.instance) {
        if !open.contains(&project) {
            continue;
        }
        let held = run.ledger.held(project);
        told.held[project as usize].push(held.clone());
        let why = if !run.guard.allows(project) {
            Why::Limits
        } else if !run.ledger.can_pay(project) {
            Why::Held(held)
        } else if run.terms.sharing == Sharing::Equally && run.ledger.bid(project).is_none() {
            Why::NoGroup
        } else {
            continue;
        };
        let known = |step: &Step| matches!(step, Step::Out(out) if out.project == project);
        if !told.steps.iter().any(known) {
            told.steps.push(Step::Out(Out { project, after, why }));
        }
    }
}

/// All projects in the order of their ids as text.
pub fn by_id(instance: &Instance) -> Vec<ProjectIndex> {
    let mut list: Vec<ProjectIndex> = instance.indexes().collect();
    list.sort_by(|&a, &b| instance.project(a).id.cmp(&instance.project(b).id));
    list
}
