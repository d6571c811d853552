//! Follows a finished count through its whole rule.

use rayon::prelude::*;

use super::ledger::{Sharing, Start};
use super::shares::{Reach, Run, Terms, by_id, supported, tell};
use super::{Bought, Decision, Depth, Listed, Next, Stands, Step, Trace, greedy, load};
use crate::tally::completion::everything_fits;
use crate::tally::constraints::{Guard, endowments};
use crate::tally::outcome::{Outcome, Payment, Stage};
use crate::tally::ratio::Ratio;
use crate::tally::rule::{
    Add1, Affordable, Completion, EqualShares, ExactEqualShares, Method, Phragmen, Rule,
    Start as FirstEndowment, Stop, Then, Utility,
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
    homes: Vec<(String, Ratio)>,
}

impl Part {
    fn new(steps: Vec<Step>, depth: Depth) -> Part {
        Part { steps, held: Vec::new(), reach: Vec::new(), stands: None, depth, homes: Vec::new() }
    }

    fn bought(&self) -> impl Iterator<Item = &Bought> {
        self.steps.iter().filter_map(|step| match step {
            Step::Bought(bought) => Some(bought),
            Step::Out(_) | Step::Then(_) | Step::LastPass(_) => None,
        })
    }
}

/// Tells the whole story and refuses choices that differ from it.
pub fn follow(instance: &Instance, rule: &Rule, choices: &Choices) -> Result<Trace, Refused> {
    let order = TieOrder::new(instance, &rule.ties);
    let has_endowment = match &rule.method {
        Method::EqualShares(_) | Method::ExactEqualShares(_) | Method::BoundedOverspending(_) => true,
        Method::Greedy(_) | Method::Phragmen(_) | Method::MaximinSupport | Method::MaxWelfare(_) => false,
    };
    if choices.endowment.is_some() && !has_endowment {
        return Err(Refused::whole("this rule gives voters no money of their own"));
    }
    let (mut part, then) = method(instance, &rule.method, &order, choices)?;
    if let Then::Greedy(greedy_rule) = then {
        let before: Vec<(ProjectIndex, u64)> =
            part.bought().map(|bought| (bought.project, bought.amount)).collect();
        let spent: u64 = before.iter().map(|(_, amount)| amount).sum();
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
        homes: part.homes,
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
            let (mut part, run, start) = shares(terms, completion, choices)?;
            if let Completion::Add1(add1) = completion {
                part.stands = Some(stands(terms, *add1, &start, &run)?);
            }
            Ok((part, then))
        }
        Method::ExactEqualShares(ExactEqualShares { utility, add_opt, then }) => {
            let terms = terms(*utility, Sharing::Equally);
            let (mut part, stands) = match add_opt {
                None => (shares(terms, &Completion::None, choices)?.0, None),
                Some(_) => (told(terms, &Start::same(endowment(choices)?), choices).0, Some(Stands::Told)),
            };
            if stands.is_some() {
                // Each purchase is confirmed, but not that no other breakpoint stands.
                part.depth = Depth::Facts;
            }
            part.stands = stands;
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
        Method::BoundedOverspending(_) => {
            same(endowment(choices)?, &Start::of(&endowments(instance)).at(0))?;
            facts(instance, choices, |_| Decision::Told).map(|part| (part, &NOTHING))
        }
        Method::MaximinSupport => facts(instance, choices, |_| Decision::Told).map(|part| (part, &NOTHING)),
    }
}

fn endowment(choices: &Choices) -> Result<&Ratio, Refused> {
    choices.endowment.as_ref().ok_or_else(|| Refused::whole("the endowment is missing"))
}

fn same(told: &Ratio, due: &Ratio) -> Result<(), Refused> {
    if told == due {
        Ok(())
    } else {
        Err(Refused::whole(format!("the endowment is {due} cents by the rule")))
    }
}

/// Tells the run at the endowment that was chosen, which has to be one that the rule can come to.
fn shares<'a>(
    terms: Terms<'a>,
    completion: &Completion,
    choices: &Choices,
) -> Result<(Part, Run<'a>, Start), Refused> {
    let told_endowment = endowment(choices)?;
    let start = match raising(terms.instance, completion) {
        None => {
            let start = Start::of(&endowments(terms.instance));
            same(told_endowment, &start.at(0))?;
            start
        }
        Some(add1) => {
            let (first, steps) = steps_to(terms.instance, add1, told_endowment)?;
            first.plus(steps * add1.step)
        }
    };
    let (part, run) = told(terms, &start, choices);
    Ok((part, run, start))
}

fn told<'a>(terms: Terms<'a>, start: &Start, choices: &Choices) -> (Part, Run<'a>) {
    let mut run = Run::new(terms, start);
    let told = tell(&mut run, &start.at(0), &choices.winners());
    let mut part = Part::new(told.steps, Depth::Decisions);
    (part.held, part.reach) = (told.held, told.reach);
    if start.differs() {
        part.homes =
            (0_u32..).zip(terms.instance.homes()).map(|(at, home)| (home.clone(), start.at(at))).collect();
        part.homes.sort();
    }
    (part, run)
}

/// The way of raising; `None` where there is one run.
fn raising(instance: &Instance, completion: &Completion) -> Option<Add1> {
    let Completion::Add1(add1) = completion else { return None };
    let once = add1.affordable == Affordable::CountOnce && everything_fits(instance);
    (!once).then_some(*add1)
}

/// Why no higher endowment stands than this one, with which `run` was counted.
fn stands(terms: Terms<'_>, add1: Add1, start: &Start, run: &Run<'_>) -> Result<Stands, Refused> {
    let instance = terms.instance;
    if raising(instance, &Completion::Add1(add1)).is_none() {
        return Ok(Stands::CountedOnce);
    }
    let cost = |winners: &[ProjectIndex]| -> u64 { winners.iter().map(|&p| instance.project(p).cost).sum() };
    let left = instance
        .budget()
        .checked_sub(cost(&run.bought))
        .ok_or_else(|| Refused::whole("the run that stands costs more than the budget"))?;
    if let Some(end) = end(terms, add1.stop, run, left) {
        return Ok(end);
    }
    let next = start.plus(add1.step);
    let winners = Run::new(terms, &next).finish();
    let cost = cost(&winners);
    if cost <= instance.budget() {
        return Err(Refused::whole(
            "the next endowment is within the budget too, so this one does not stand",
        ));
    }
    Ok(Stands::NextOverBudget(Next { endowment: next.at(0), winners, cost }))
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
fn steps_to(instance: &Instance, add1: Add1, endowment: &Ratio) -> Result<(Start, u64), Refused> {
    let exact = endowments(instance);
    let first = Start::of(&match add1.start {
        FirstEndowment::Exact => exact,
        FirstEndowment::Integral => exact.integral(),
    });
    let steps = endowment.floor().checked_sub(first.at(0).floor()).and_then(|more| {
        let steps = more.checked_div(add1.step).unwrap_or(0);
        (first.plus(steps.saturating_mul(add1.step)).at(0) == *endowment).then_some(steps)
    });
    let reason = "the endowment cannot be reached from the first one by whole steps";
    steps.map(|steps| (first, steps)).ok_or_else(|| Refused::whole(reason))
}

/// Confirms that raising the endowment did not have to end before the run that stands.
pub fn confirm_raising(instance: &Instance, rule: &Rule, endowment: &Ratio) -> Result<(), Refused> {
    let Method::EqualShares(EqualShares { utility, completion, .. }) = &rule.method else { return Ok(()) };
    let Some(add1) = raising(instance, completion) else { return Ok(()) };
    let order = TieOrder::new(instance, &rule.ties);
    let terms = Terms { instance, order: &order, utility: *utility, sharing: Sharing::ByWorth };
    let (first, steps) = steps_to(instance, add1, endowment)?;
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
            return Err(Refused::whole(format!(
                "raising ends before this endowment, at {} cents",
                earlier.at(0)
            )));
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
    let mut guard = Guard::new(instance);
    for (at, &(project, amount)) in choices.bought.iter().enumerate() {
        let refuse = |reason: &str| Err(Refused { at: Some(at), reason: reason.to_string() });
        if choices.bought[..at].iter().any(|(other, _)| *other == project) {
            return refuse("it was bought before");
        }
        if !supported(instance, Utility::Cardinality, project) {
            return refuse("nobody chose it");
        }
        if amount > left || amount != instance.project(project).cost {
            return refuse("it costs more than is left, or is not bought for its price");
        }
        if !guard.allows(project) {
            return refuse("a limit keeps it out");
        }
        guard.buy(project);
        left -= amount;
        let round = at + 1;
        let decision = if amount == 0 { Decision::Free } else { decision(project) };
        steps.push(Step::Bought(Bought { round, project, amount, left, decision, tied: vec![] }));
    }
    Ok(Part::new(steps, Depth::Facts))
}

/// Whether an outcome says of each purchase which part of the rule made it, as a trace found; what differs.
/// Who paid what is told by the trace itself.
pub fn differs(trace: &Trace, outcome: &Outcome) -> Option<String> {
    for (bought, purchase) in trace.bought().zip(&outcome.purchases) {
        let same = match &bought.decision {
            Decision::Free => purchase.stage == Stage::Free,
            Decision::Shares(paid) => {
                let paid = Payment { payers: paid.payers, highest: paid.highest.clone() };
                purchase.stage == Stage::Shares(paid)
            }
            Decision::Score(_) => purchase.stage == Stage::Greedy,
            Decision::Load(load) => purchase.stage == Stage::Load(load.clone()),
            Decision::Welfare(_) => purchase.stage == Stage::Welfare,
            Decision::Told => true,
        };
        if !same {
            return Some(format!(
                "purchase {} was not made by the part of the rule that is told",
                bought.round
            ));
        }
    }
    None
}
