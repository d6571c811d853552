//! What is still missing from a plan before it can be sent in, each with the page where that is mended.

use super::ally::Ally;
use super::budget::BudgetFault;
use super::content::{Content, Form, Step};
use super::terms::Terms;
use crate::domain::calendar::parse_day;
use crate::domain::check::Terms as Held;
use crate::domain::id::{GrantId, TaskId};
use crate::domain::money::Cents;
use crate::domain::proven::Statement;
use crate::domain::recipient::name_key;
use crate::domain::registration::Kvk;
use crate::domain::smo::{Identity, Reach};

/// What a round holds plans to.
pub struct Setting<'a> {
    /// What it asks of who pitches.
    pub terms: &'a Terms,
    /// What it holds recipients to.
    pub held: &'a Held,
    /// The most that one plan can ask.
    pub most: Cents,
    /// By which name the group asks.
    pub applicant: &'a str,
    /// The tasks that a bid can be for.
    pub tasks: &'a [TaskId],
}

/// Something that is missing or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where it is mended.
    pub step: Step,
    /// What it is, as the ending of a text key.
    pub name: &'static str,
}

impl Fault {
    /// Whether it keeps a plan off the list that was sent in with it. Who signs is asked of whoever sends in; a plan that came in
    /// before this was asked is not held up by it.
    pub fn holds_up(&self) -> bool {
        self.name != "board"
    }
}

impl Content {
    /// Everything that is missing, in order of the pages.
    pub fn faults(&self, setting: &Setting<'_>) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut add = |is_wrong: bool, step, name| {
            if is_wrong {
                faults.push(Fault { step, name });
            }
        };
        let empty = |text: &str| text.trim().is_empty();
        let (is_full, is_bid) = (self.form.is_full(), self.form == Form::Bid);
        add(empty(&self.title), Step::Idea, "title");
        add(empty(&self.summary), Step::Idea, "summary");
        add(is_full && empty(&self.text), Step::Idea, "text");
        add(!setting.terms.categories.contains(&self.category), Step::Idea, "category");
        add(empty(&self.place), Step::Where, "place");
        match (parse_day(&self.from), parse_day(&self.until)) {
            (Some(from), Some(until)) => add(until < from, Step::Where, "period-order"),
            (None, _) | (_, None) => add(true, Step::Where, "period"),
        }
        if is_full {
            add(self.criteria.iter().all(|line| empty(line)), Step::Goal, "criteria");
            add(self.avoided.is_some() && empty(&self.avoided_ground), Step::Goal, "avoided");
        }
        for fault in self.budget.faults() {
            add(true, Step::Costs, budget_fault(fault));
        }
        let asked = self.budget.asked().unwrap_or(Cents::ZERO);
        add(asked > setting.most, Step::Costs, "too-much");
        add(!is_full && asked > setting.terms.light, Step::Costs, "not-light");
        add(is_full && self.least.is_some_and(|least| least > asked), Step::Costs, "least");
        add(is_bid && asked > setting.terms.bid, Step::Costs, "bid-too-much");
        self.who_faults(setting, asked, &mut add);
        if is_bid {
            self.offer.faults(setting.tasks).into_iter().for_each(|fault| add(true, fault.step, fault.name));
        }
        for fault in self.alliance_faults(setting.applicant) {
            add(true, Step::Allies, fault);
        }
        let limits = setting.held.class_most;
        let is_large = |ally: &Ally| ally.class.is_some_and(|class| !limits.allows(class.0, ally.share));
        add(self.allies.iter().any(is_large), Step::Allies, "ally-class-most");
        add(self.help.is_none(), Step::Help, "help");
        let onward = Cents::sum(self.onward.iter().map(|one| one.amount));
        let most = setting.held.onward.of(asked);
        // Who is of another class than the lead gets no more by an alliance than by being paid on.
        let others = self.to_other_classes();
        let together = onward.as_ref().ok().and_then(|sum| sum.plus(others).ok());
        add(others > Cents::ZERO && together.is_none_or(|sum| sum > most), Step::Allies, "ally-onward");
        add(!onward.is_ok_and(|sum| sum <= most), Step::Paid, "onward-much");
        let is_bad = |one: &super::content::Onward| {
            name_key(&one.name).is_empty() || empty(&one.purpose) || one.amount == Cents::ZERO
        };
        add(self.onward.iter().any(is_bad), Step::Paid, "onward-line");
        faults
    }

    fn who_faults(
        &self,
        setting: &Setting<'_>,
        asked: Cents,
        add: &mut impl FnMut(bool, Step, &'static str),
    ) {
        add(self.kind.is_none(), Step::Who, "kind");
        add(self.class.is_none(), Step::Who, "class");
        let needs_number = self.kind.is_some_and(|kind| kind.0.is_registered());
        add(needs_number && Kvk::parse(&self.kvk).is_err(), Step::Who, "kvk");
        let is_small = self.class.is_none_or(|class| setting.held.class_most.allows(class.0, asked));
        add(!is_small, Step::Who, "class-most");
        if self.form.is_full() {
            add(self.roots.trim().is_empty(), Step::Who, "roots");
            add(self.since.is_none(), Step::Who, "since");
            // Of several people: who binds them. Only one person, or a group that is no bid, decides as it likes.
            let decides = needs_number || self.form == Form::Bid;
            add(decides && self.board.trim().is_empty(), Step::Who, "board");
            add(self.via_smo.is_some_and(|share| share > 100), Step::Who, "via-smo");
        }
    }

    /// What it states for the test whether the group is proven in its wijk (S20).
    pub fn statement(&self) -> Option<Statement> {
        Some(Statement {
            since: self.since?,
            earlier: self.earlier.split_whitespace().map(GrantId::new).collect(),
            reference: self.reference.trim().to_string(),
            text: self.roots.clone(),
        })
    }

    /// Whom its money would reach, as far as it says so: by which name and number it asks, who shares, and whom it pays on.
    pub fn reach(&self, applicant: &str) -> Reach {
        let onward = self.onward.iter().map(|one| vec![Identity::new(&one.name, Kvk::parse(&one.kvk).ok())]);
        // Who gets no money may be anybody: also a social-brokerage organisation is a welcome partner (S10).
        let sharing = self.allies.iter().filter(|one| one.share > Cents::ZERO);
        Reach {
            applicant: vec![Identity::new(applicant, Kvk::parse(&self.kvk).ok())],
            members: sharing.map(|one| vec![Identity::new(&one.name, Kvk::parse(&one.kvk).ok())]).collect(),
            onward: onward.collect(),
            ..Reach::default()
        }
    }
}

fn budget_fault(fault: BudgetFault) -> &'static str {
    match fault {
        BudgetFault::Empty => "costs",
        BudgetFault::Line => "cost-line",
        BudgetFault::NothingAsked => "nothing-asked",
        BudgetFault::TooMuch => "too-much",
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::{Budget, Line};
    use super::super::content::{Named, Onward};
    use super::*;
    use crate::domain::disclosure::Help;
    use crate::domain::recipient::{ProviderClass, RecipientKind};

    fn light() -> Content {
        let what = "Soep".to_string();
        Content {
            title: "Samen soep".to_string(),
            summary: "Elke week soep.".to_string(),
            category: "Samen eten".to_string(),
            place: "Het plein".to_string(),
            from: "2027-05-01".to_string(),
            until: "2027-09-01".to_string(),
            budget: Budget { costs: vec![Line { what, amount: Cents::euros(900) }], ..Budget::default() },
            kind: Some(Named(RecipientKind::Group)),
            class: Some(Named(ProviderClass::Resident)),
            help: Some(Named(Help::None)),
            ..Content::default()
        }
    }

    fn faults(content: &Content) -> Vec<&'static str> {
        let (terms, held) = (Terms::usual(&[]), Held::default());
        let setting = Setting {
            terms: &terms,
            held: &held,
            most: Cents::euros(10_000),
            applicant: "Soepgroep",
            tasks: &[],
        };
        content.faults(&setting).into_iter().map(|fault| fault.name).collect()
    }

    /// S18: a small sum asks little; S42: a part may be paid on, and no more.
    #[test]
    fn a_small_plan_needs_little_and_a_large_one_needs_all() {
        assert_eq!(faults(&light()), [""; 0]);
        let full = Content { form: Form::Full, ..light() };
        assert_eq!(faults(&full), ["text", "criteria", "roots", "since"]);
        let mut dear = light();
        dear.budget.costs[0].amount = Cents::euros(2_501);
        assert_eq!(faults(&dear), ["not-light"]);
        dear.budget.costs[0].amount = Cents::euros(10_001);
        assert_eq!(faults(&dear), ["too-much", "not-light"]);
        let pay = |euros| Onward {
            name: "Kok".to_string(),
            kvk: String::new(),
            amount: Cents::euros(euros),
            purpose: "koken".to_string(),
        };
        assert_eq!(faults(&Content { onward: vec![pay(180)], ..light() }), [""; 0]);
        assert_eq!(faults(&Content { onward: vec![pay(181)], ..light() }), ["onward-much"]);
        let foundation = Content { kind: Some(Named(RecipientKind::Foundation)), ..light() };
        assert_eq!(faults(&foundation), ["kvk"]);
        let full = Content { form: Form::Full, kvk: "69599068".to_string(), ..foundation };
        assert!(faults(&full).contains(&"board"), "a legal person says who signs");
        let signed = Content { board: "De voorzitter".to_string(), ..full };
        assert!(!faults(&signed).contains(&"board"));
    }
}
