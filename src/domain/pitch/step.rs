//! The pages of a plan.

/// One page with one group of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What the plan is.
    Idea,
    /// Where and when.
    Where,
    /// What it brings: the criteria.
    Goal,
    /// What it costs.
    Costs,
    /// Who pays what.
    Money,
    /// Who carries it.
    Who,
    /// Who helps, who is paid, who is paid on.
    Help,
}

impl Step {
    /// Every step with its name in addresses and texts.
    pub const NAMES: [(Step, &'static str); 7] = [
        (Step::Idea, "idee"),
        (Step::Where, "plek"),
        (Step::Goal, "doel"),
        (Step::Costs, "kosten"),
        (Step::Money, "geld"),
        (Step::Who, "wie"),
        (Step::Help, "hulp"),
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
