//! Follows a finished count through its whole rule.

use rayon::prelude::*;

use super::ledger::Sharing;
use super::shares::{Reach, Run, Terms, by_id, supported, tell};
use super::{Bought, Decision, Depth, Listed, Next, Stands, Step, Trace, greedy, load};
use crate::tally::outcome::{Outcome, Stage};
use crate::tally::ratio::Ratio;
use crate::tally::rule::{
    Add1, Affordable, Completion, EqualShares, ExactEqualShares, Method, ONE_UNIT, Phragmen, Rule, Start,
    Stop, Then, Utility,
};
use crate::tally::ties::TieOrder;
use crate::tally::{Instance, ProjectIndex};

/// What is taken from an outcome or a text: all the rest is told anew.
#[derive(Debug, Clone)]
pub struct Choices {
    /// What each voter held in the run that stands.
    pub endowment: Option<Ratio>,
    /// What was bought for how many cents, in order.
    pub bought: Vec<(ProjectIndex, u64)>,
}

/// Why a story does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// At which purchase, from 0; `None` when it is not about one.
    pub at: Option<usize>,
    /// A sentence.
    pub reason: String,
}

impl Refused {
    fn whole(reason: impl Into<String>) -> Refused {
        Refused { at: None, reason: reason.into() }
    }
}

impl Choices {
    /// What an outcome chose.
    pub fn of(outcome: &Outcome) -> Choices {
        let bought = outcome.purchases.iter().map(|purchase| (purchase.project, purchase.amount)).collect();
        Choices { endowment: outcome.endowment.clone(), bought }
    }

    fn winners(&self) -> Vec<ProjectIndex> {
        self.bought.iter().map(|(project, _)| *project).collect()
    }
}

/// What a method told.
struct Part {
    steps: Vec<Step>,
    held: Vec<Vec<Ratio>>,
    reach: Vec<Option<Reach>>,
    stands: Option<Stands>,
    depth: Depth,
}

impl Part {
    fn new(steps: Vec<Step>, depth: Depth) -> Part {
        Part { steps, held: Vec::new(), reach: Vec::new(), stands: None, depth }
    }

    fn bought(&self) -> impl Iterator<Item = &Bought> {
        self.steps.iter().filter_map(|step| match step {
            Step::Bought(bought) => Some(bought),
            Step::Out(_) | Step::Then(_) => None,
        })
    }
}

/// Tells the whole story and refuses choices that differ from it.
pub fn follow(instance: &Instance, rule: &Rule, choices: &Choices) -> Result<Trace, Refused> {
    let order = TieOrder::new(instance, &rule.ties);
    let (mut part, then) = method(instance, &rule.method, &order, choices)?;
    if let Then::Greedy(greedy_rule) = then {
        let before: Vec<ProjectIndex> = part.bought().map(|bought| bought.project).collect();
        let spent: u64 = part.bought().map(|bought| bought.amount).sum();
        let left = instance
            .budget()
            .checked_sub(spent)
            .ok_or_else(|| Refused::whole("the shares buy more than the budget allows"))?;
        if !matches!(rule.method, Method::Greedy(_)) {
            part.steps.push(Step::Then(left));
        }
        part.steps.extend(greedy::tell(instance, greedy_rule, &order, &before, left));
    }
    agree(instance, &part, choices)?;
    let listed = |project: ProjectIndex| {
        let (told, votes) = (instance.project(project), instance.votes(project));
        Listed { project, id: told.id.clone(), cost: told.cost, votes }
    };
    Ok(Trace {
        rule: rule.clone(),
        budget: instance.budget(),
        voters: instance.voters(),
        projects: by_id(instance).into_iter().map(listed).collect(),
        endowment: choices.endowment.clone(),
        steps: part.steps,
        stands: part.stands,
        depth: part.depth,
        held: part.held,
        reach: part.reach,
    })
}

/// Whether the choices are what was told.
fn agree(instance: &Instance, part: &Part, choices: &Choices) -> Result<(), Refused> {
    let id = |project: ProjectIndex| &instance.project(project).id;
    let mut told = part.bought();
    for (at, &(project, amount)) in choices.bought.iter().enumerate() {
        let refuse = |reason| Err(Refused { at: Some(at), reason });
        match told.next() {
            None => {
                return refuse(format!("nothing more can be bought, so not \"{}\" either", id(project)));
            }
            Some(bought) if bought.project != project => {
                let (due, was) = (id(bought.project), id(project));
                return refuse(format!("by the ballots \"{due}\" is bought here and not \"{was}\""));
            }
            Some(bought) if bought.amount != amount => {
                return refuse(format!("\"{}\" is not bought for its price", id(project)));
            }
            Some(_) => {}
        }
    }
    match told.next() {
        None => Ok(()),
        Some(more) => Err(Refused::whole(format!("\"{}\" can still be bought at the end", id(more.project)))),
    }
}

fn method<'r>(
    instance: &Instance,
    method: &'r Method,
    order: &TieOrder,
    choices: &Choices,
) -> Result<(Part, &'r Then), Refused> {
    static NOTHING: Then = Then::None;
    let terms = |utility, sharing| Terms { instance, order, utility, sharing };
    match method {
        Method::Greedy(greedy_rule) => {
            let steps = greedy::tell(instance, greedy_rule, order, &[], instance.budget());
            Ok((Part::new(steps, Depth::Decisions), &NOTHING))
        }
        Method::EqualShares(EqualShares { utility, completion, then }) => {
            let terms = terms(*utility, Sharing::ByWorth);
            let (mut part, run) = shares(terms, choices)?;
            let endowment = choices.endowment.clone().expect("shares were told from it");
            part.stands = match completion {
                Completion::None => same(&endowment, &share(instance)).map(|()| None)?,
                Completion::Add1(add1) => Some(stands(terms, *add1, &endowment, &run)?),
            };
            Ok((part, then))
        }
        Method::ExactEqualShares(ExactEqualShares { utility, add_opt, then }) => {
            let (mut part, _) = shares(terms(*utility, Sharing::Equally), choices)?;
            let endowment = choices.endowment.clone().expect("shares were told from it");
            part.stands = match add_opt {
                None => same(&endowment, &share(instance)).map(|()| None)?,
                Some(_) => Some(Stands::Told),
            };
            Ok((part, then))
        }
        Method::Phragmen(Phragmen { no_fit, then }) => {
            let steps = load::tell(terms(Utility::Cardinality, Sharing::Equally), *no_fit);
            Ok((Part::new(steps, Depth::Decisions), then))
        }
        Method::MaxWelfare(utility) => {
            let worth = |p| Decision::Welfare(instance.total_worth(p, *utility));
            facts(instance, choices, worth).map(|part| (part, &NOTHING))
        }
        Method::MaximinSupport | Method::BoundedOverspending(_) => {
            facts(instance, choices, |_| Decision::Told).map(|part| (part, &NOTHING))
        }
    }
}

fn share(instance: &Instance) -> Ratio {
    Ratio::of(instance.budget(), instance.voters().max(1))
}

fn same(told: &Ratio, due: &Ratio) -> Result<(), Refused> {
    if told == due {
        Ok(())
    } else {
        Err(Refused::whole(format!("the endowment is {due} cents by the rule")))
    }
}

fn shares<'a>(terms: Terms<'a>, choices: &Choices) -> Result<(Part, Run<'a>), Refused> {
    let endowment = choices.endowment.as_ref().ok_or_else(|| Refused::whole("the endowment is missing"))?;
    let mut run = Run::new(terms, endowment);
    let told = tell(&mut run, endowment, &choices.winners());
    let mut part = Part::new(told.steps, Depth::Decisions);
    (part.held, part.reach) = (told.held, told.reach);
    Ok((part, run))
}

/// Why no higher endowment stands than this one, with which `run` was counted.
fn stands(terms: Terms<'_>, add1: Add1, endowment: &Ratio, run: &Run<'_>) -> Result<Stands, Refused> {
    let instance = terms.instance;
    let listed = || instance.indexes().filter(|&p| instance.project(p).cost <= instance.budget());
    let all: u128 = listed().map(|p| u128::from(instance.project(p).cost)).sum();
    if add1.affordable == Affordable::CountOnce && all <= u128::from(instance.budget()) {
        return same(endowment, &share(instance)).map(|()| Stands::CountedOnce);
    }
    steps_to(instance, add1, endowment)?;
    let cost = |winners: &[ProjectIndex]| -> u64 { winners.iter().map(|&p| instance.project(p).cost).sum() };
    let left = instance
        .budget()
        .checked_sub(cost(&run.bought))
        .ok_or_else(|| Refused::whole("the run that stands costs more than the budget"))?;
    if let Some(end) = end(terms, add1.stop, run, left) {
        return Ok(end);
    }
    let endowment = endowment.plus(add1.step);
    let winners = Run::new(terms, &endowment).finish();
    let cost = cost(&winners);
    if cost <= instance.budget() {
        return Err(Refused::whole(
            "the next endowment is within the budget too, so this one does not stand",
        ));
    }
    Ok(Stands::NextOverBudget(Next { endowment, winners, cost }))
}

/// Whether no higher endowment is tried after this run.
fn end(terms: Terms<'_>, stop: Stop, run: &Run<'_>, left: u64) -> Option<Stands> {
    let instance = terms.instance;
    let fits = |p: ProjectIndex| instance.project(p).cost <= left;
    if run.rest().next().is_none() {
        return Some(Stands::NothingLeft);
    }
    let more = match stop {
        Stop::OverBudget => true,
        Stop::ExhaustiveSupported => run.rest().any(fits),
        Stop::ExhaustiveAll => instance.indexes().any(|p| fits(p) && run.is_open(p)),
    };
    (!more).then_some(Stands::Exhausted)
}

/// The first endowment and the number of steps from it to this one.
fn steps_to(instance: &Instance, add1: Add1, endowment: &Ratio) -> Result<(Ratio, u64), Refused> {
    let share = share(instance);
    let first = match add1.start {
        Start::Exact => share,
        Start::Integral => Ratio::whole(share.floor() / ONE_UNIT * ONE_UNIT),
    };
    let steps = endowment.floor().checked_sub(first.floor()).and_then(|more| {
        let steps = if add1.step == 0 { 0 } else { more / add1.step };
        (first.plus(steps.saturating_mul(add1.step)) == *endowment).then_some(steps)
    });
    let reason = "the endowment cannot be reached from the first one by whole steps";
    steps.map(|steps| (first, steps)).ok_or_else(|| Refused::whole(reason))
}

/// Confirms that raising the endowment did not have to end before the run that stands.
pub fn confirm_raising(instance: &Instance, rule: &Rule, endowment: &Ratio) -> Result<(), Refused> {
    let Method::EqualShares(EqualShares { utility, completion: Completion::Add1(add1), .. }) = &rule.method
    else {
        return Ok(());
    };
    let order = TieOrder::new(instance, &rule.ties);
    let terms = Terms { instance, order: &order, utility: *utility, sharing: Sharing::ByWorth };
    if *endowment == share(instance) {
        return Ok(());
    }
    let (first, steps) = steps_to(instance, *add1, endowment)?;
    (0..steps).into_par_iter().try_for_each(|step| {
        let earlier = first.plus(step * add1.step);
        let mut run = Run::new(terms, &earlier);
        while run.buy(|_, _| ()).is_some() {}
        let cost: u64 = run.bought.iter().map(|&p| instance.project(p).cost).sum();
        let ended = match instance.budget().checked_sub(cost) {
            None => step > 0,
            Some(left) => end(terms, add1.stop, &run, left).is_some(),
        };
        if ended {
            return Err(Refused::whole(format!("raising ends before this endowment, at {earlier} cents")));
        }
        Ok(())
    })
}

/// Purchases of which only the facts are confirmed.
fn facts(
    instance: &Instance,
    choices: &Choices,
    decision: impl Fn(ProjectIndex) -> Decision,
) -> Result<Part, Refused> {
    let mut left = instance.budget();
    let mut steps = Vec::new();
    for (at, &(project, amount)) in choices.bought.iter().enumerate() {
        let refuse = |reason: &str| Err(Refused { at: Some(at), reason: reason.to_string() });
        if choices.bought[..at].iter().any(|(other, _)| *other == project) {
            return refuse("it was bought before");
        }
        if !supported(instance, Utility::Cardinality, project) {
            return refuse("nobody chose it");
        }
        if amount > left || amount > instance.project(project).cost {
            return refuse("it costs more than is left");
        }
        left -= amount;
        let (round, decision) = (at + 1, decision(project));
        steps.push(Step::Bought(Bought { round, project, amount, left, decision, tied: vec![] }));
    }
    Ok(Part::new(steps, Depth::Facts))
}

/// Whether an outcome tells of its purchases what a trace found; what differs.
pub fn differs(trace: &Trace, outcome: &Outcome) -> Option<String> {
    for (bought, purchase) in trace.bought().zip(&outcome.purchases) {
        let same = match (&bought.decision, &purchase.stage) {
            (Decision::Shares(paid), Stage::Shares(told)) => {
                paid.highest == told.highest && paid.payers == told.payers
            }
            (Decision::Load(load), Stage::Load(told)) => load == told,
            (Decision::Free, Stage::Free) | (Decision::Score(_), Stage::Greedy) => true,
            (Decision::Welfare(_), Stage::Welfare) | (Decision::Told, _) => true,
            (
                Decision::Shares(_)
                | Decision::Load(_)
                | Decision::Free
                | Decision::Score(_)
                | Decision::Welfare(_),
                _,
            ) => false,
        };
        if !same {
            return Some(format!("purchase {} was not paid for as told", bought.round));
        }
    }
    None
}
