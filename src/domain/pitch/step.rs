//! The pages of a plan.

/// One page with one group of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What the plan is.
    Idea,
    /// Where and when.
    Where,
    /// Of a bid: which task of the municipality (S25).
    Task,
    /// Of a bid: what the residents would do it for.
    Offer,
    /// Of a bid: how good it is now and would be.
    Quality,
    /// Of a bid: whom it is for and how they are reached.
    Reach,
    /// Of a bid: who supports it.
    Support,
    /// Of a bid: what happens when things go wrong.
    Fallback,
    /// Of a bid: staff, privacy, permits, insurance.
    Duties,
    /// Of a bid: from when, how long, and how it can end.
    Term,
    /// Of a bid: whom they tell how it goes, and how it is evaluated.
    Account,
    /// What it brings: the criteria.
    Goal,
    /// What it costs, and who pays what.
    Costs,
    /// Who carries it.
    Who,
    /// Who carries it out together with the group. Nobody has to pass by it.
    Allies,
    /// Who helped, and what help is asked beside money.
    Help,
    /// Who is paid, and who is paid on.
    Paid,
}

impl Step {
    /// Every step with its name in addresses and texts.
    pub const NAMES: [(Step, &'static str); 17] = [
        (Step::Idea, "idee"),
        (Step::Where, "plek"),
        (Step::Task, "taak"),
        (Step::Offer, "bod"),
        (Step::Quality, "kwaliteit"),
        (Step::Reach, "voor-wie"),
        (Step::Support, "draagvlak"),
        (Step::Fallback, "vangnet"),
        (Step::Duties, "regels"),
        (Step::Term, "looptijd"),
        (Step::Account, "verantwoording"),
        (Step::Goal, "doel"),
        (Step::Costs, "kosten"),
        (Step::Who, "wie"),
        (Step::Allies, "samen"),
        (Step::Help, "hulp"),
        (Step::Paid, "betaald"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Step::NAMES.iter().find(|(step, _)| *step == self).expect("every step has a name").1
    }

    /// The step of this name.
    pub fn named(name: &str) -> Option<Step> {
        Step::NAMES.iter().find(|(_, known)| *known == name).map(|(step, _)| *step)
    }
}
