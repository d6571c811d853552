//! The bar that goes along while one chooses: in words, numbers and colour. What its script needs to keep it up to date
//! stands in its attributes; each control of a plan says its own plan and amount (`data-plan`, `data-amount`).

use maud::{Markup, html};

use super::bar::{Bar, Look};
use super::{amount, large_amount};
use crate::domain::money::Cents;
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::text::{Lang, Text, number};

/// What happens to a choice of more money than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// It is refused: the ballot must fit in the money.
    Blocks,
    /// It is told: a vote says which plans are good, the count says which can be paid.
    Tells,
}

impl Over {
    fn name(self) -> &'static str {
        match self {
            Over::Blocks => "blocks",
            Over::Tells => "tells",
        }
    }
}

/// What was chosen, held against what may be chosen.
pub struct Tray<'a> {
    /// The round.
    pub round: &'a Round,
    /// How many plans are on the list.
    pub plans: usize,
    /// The chosen ones.
    pub chosen: &'a [&'a Proposal],
    /// What more money than there is means.
    pub over: Over,
}

impl Tray<'_> {
    /// What the chosen plans cost together.
    fn sum(&self) -> Cents {
        Cents::sum(self.chosen.iter().map(|plan| plan.amount)).unwrap_or(Cents::MAX)
    }

    /// The money there is, and what is left of it; nothing when more was chosen.
    fn money(&self) -> (Cents, Cents) {
        let ceiling = self.round.plan.ceiling;
        (ceiling, ceiling.minus(self.sum()).unwrap_or(Cents::ZERO))
    }

    /// What is left.
    pub fn left(&self) -> Cents {
        self.money().1
    }

    fn count(&self) -> u64 {
        u64::try_from(self.chosen.len()).unwrap_or(u64::MAX)
    }

    /// Whether the number of plans is what limits a ballot: then the bar shows plans, and money is beside it.
    fn is_of_plans(&self) -> bool {
        let plans = u64::try_from(self.plans).unwrap_or(u64::MAX);
        self.over == Over::Tells && self.round.plan.ballot.max < plans
    }

    /// By how much a plan that is not chosen costs more than what is left.
    pub fn dear(&self, plan: &Proposal) -> Option<Cents> {
        let is_chosen = self.chosen.iter().any(|one| one.id == plan.id);
        if is_chosen { None } else { plan.amount.minus(self.left()).ok().filter(|more| *more > Cents::ZERO) }
    }

    /// Says at a plan that it is too dear, and by how much; hidden where it is not, for the script.
    pub fn why(&self, text: Text, plan: &Proposal) -> Markup {
        let dear = self.dear(plan);
        let words = dear.map(|more| dear_words(text, self.over, &text.euros(more)));
        html! {
            p.sr-plan-card__why.sr-plan-card__why--told[self.over == Over::Tells] id={ "duur-" (plan.id) } data-why=(plan.id) hidden[dear.is_none()] {
                @if let Some(words) = words { (words) }
            }
        }
    }

    fn bar(&self) -> Bar {
        if self.is_of_plans() {
            let whole = Bar::new(self.round.plan.ballot.max).thin();
            self.chosen.iter().fold(whole, |bar, _| bar.part(Look::Own, 1)).room()
        } else {
            let whole = Bar::of(self.round.plan.ceiling).thin();
            self.chosen.iter().fold(whole, |bar, plan| bar.money(Look::Own, plan.amount)).room()
        }
    }

    /// The bar with its words and what can be done: `acts` are its buttons.
    pub fn draw(&self, text: Text, acts: &Markup) -> Markup {
        let form = self.round.plan.ballot;
        let (euro, group, point) = amounts(text);
        html! {
            div.sr-tray role="group" aria-label=(text.get("your-choice"))
                data-tray=(if self.is_of_plans() { "plans" } else { "money" }) data-over=(self.over.name())
                data-ceiling=(self.round.plan.ceiling.unsigned()) data-min=(form.min) data-max=(form.max)
                data-euro=(euro) data-group=(group) data-point=(point)
                data-dear=(dear_words(text, self.over, "{x}")) {
                div.sr-stack.sr-stack--tight {
                    div.sr-bar.sr-bar--thin { (self.bar().draw()) }
                    div.sr-stack.sr-stack--tight aria-live="polite" {
                        @if self.is_of_plans() { (self.plans_told(text)) } @else { (self.money_told(text)) }
                    }
                    div.utrecht-button-group { (acts) }
                }
            }
        }
    }

    fn plans_told(&self, text: Text) -> Markup {
        let (form, count) = (self.round.plan.ballot, self.count());
        let said = |count| text.with("way-count", &[("count", count), ("max", number(form.max))]);
        let (many, few) = (count.saturating_sub(form.max), form.min.saturating_sub(count));
        html! {
            p.sr-tray__count data-say="count" data-other=(said("{n}".into())) { (said(number(count))) }
            p data-say="many" hidden[many == 0] data-other=(text.with("way-many", &[("count", "{n}".into())])) {
                (text.with("way-many", &[("count", number(many))]))
            }
            p data-say="few" hidden[few == 0] data-other=(text.with("way-few", &[("count", "{n}".into())])) {
                (text.with("way-few", &[("count", number(few))]))
            }
            p.sr-small {
                (text.get("way-sum")) " " bdi.sr-amount dir="ltr" data-say="sum" { (text.euros(self.sum())) } ". "
                (text.get("way-there-is")) " " (amount(text, self.round.plan.ceiling)) "."
            }
            (self.over_told(text))
        }
    }

    fn money_told(&self, text: Text) -> Markup {
        let said = |count| text.with("sum-chosen", &[("count", count)]);
        html! {
            p {
                span data-say="count" data-zero=(said(number(0))) data-one=(said(number(1))) data-other=(said("{n}".into())) {
                    (said(number(self.count())))
                }
                " " bdi.sr-amount dir="ltr" data-say="sum" { (text.euros(self.sum())) }
                " " (text.get("of")) " " (amount(text, self.round.plan.ceiling)) "."
            }
            p data-say="room" hidden[self.sum() > self.round.plan.ceiling] {
                (text.get("sum-left")) " "
                bdi.sr-amount.sr-amount--large dir="ltr" data-say="left" { (text.euros(self.left())) }
            }
            (self.over_told(text))
        }
    }

    fn over_told(&self, text: Text) -> Markup {
        let more = self.sum().minus(self.round.plan.ceiling).unwrap_or(Cents::ZERO);
        html! {
            p data-say="over" hidden[more == Cents::ZERO] {
                @match self.over {
                    Over::Tells => (text.get("sum-over")),
                    Over::Blocks => {
                        (text.get("way-over")) " " bdi.sr-amount dir="ltr" data-say="more" { (text.euros(more)) } ". "
                        (text.get("way-over-do"))
                    },
                }
            }
            // Filled by the script where it takes a choice back that does not fit.
            @if self.over == Over::Blocks { p.sr-plan-card__why data-say="refused" hidden {} }
        }
    }
}

fn dear_words(text: Text, over: Over, more: &str) -> String {
    let key = match over {
        Over::Blocks => "way-dear",
        Over::Tells => "way-dear-told",
    };
    text.with(key, &[("amount", more.into())])
}

/// What stands before an amount, between its thousands and before its cents.
fn amounts(text: Text) -> (&'static str, &'static str, &'static str) {
    match text.lang {
        Lang::Nl => ("€\u{a0}", ".", ","),
        Lang::En => ("€", ",", "."),
    }
}

/// What chosen plans cost together, beside what there is, where nothing can be chosen any more.
pub fn sum_line(text: Text, round: &Round, chosen: &[&Proposal]) -> Markup {
    let sum = Cents::sum(chosen.iter().map(|plan| plan.amount)).unwrap_or(Cents::MAX);
    let count = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
    let ceiling = round.plan.ceiling;
    html! {
        p {
            (text.with("sum-chosen", &[("count", number(count))])) " "
            (amount(text, sum)) " " (text.get("of")) " " (amount(text, ceiling)) "."
        }
        @match ceiling.minus(sum) {
            Ok(left) => p { (text.get("sum-left")) " " (large_amount(text, left)) },
            Err(_) => p { (text.get("sum-over")) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ballot::BallotForm;
    use crate::domain::count_rule::CountRule;
    use crate::domain::id::{AllocationId, AreaId, ProposalId, RoundId};
    use crate::domain::limits::RoundLimits;
    use crate::domain::pot::Pot;
    use crate::domain::round::{Change, Dates, Origin, Phase, Plan, Publish};
    use crate::tally::Rule;

    fn round(min: u64, max: u64) -> Round {
        let plan = Plan {
            title: "Zuilen".to_string(),
            ceiling: Cents::euros(10_000),
            objection_reserve: Cents::ZERO,
            ballot: BallotForm::approval(min, max),
            count: CountRule(Rule::round_default()),
            lot: None,
            limits: RoundLimits::default(),
            change: Change::Allowed,
            publish: Publish::Ballots,
            regulation: None,
            dates: Dates::default(),
            deadline: None,
        };
        Round {
            id: RoundId::new("zuilen"),
            allocation: AllocationId::new("a"),
            area: AreaId::new("zuilen"),
            area_name: "Zuilen".to_string(),
            year: 2027,
            origin: Origin::Vote,
            phase: Phase::Open,
            plan,
            granted: Cents::ZERO,
            rules: None,
            extended: None,
        }
    }

    fn plan(id: &str, euros: u32) -> Proposal {
        let text = String::new;
        let (summary, words, applicant, place, category) = (text(), text(), text(), text(), text());
        let (title, amount) = (format!("Plan {id}"), Cents::euros(euros));
        Proposal {
            id: ProposalId::new(id),
            title,
            summary,
            text: words,
            applicant,
            place,
            category,
            amount,
            pot: Pot::None,
        }
    }

    const NL: Text = Text { lang: Lang::Nl };

    #[test]
    fn where_the_money_limits_a_ballot_a_plan_that_is_too_dear_says_by_how_much() {
        let (round, one, other) = (round(1, 5), plan("01", 7_000), plan("02", 3_800));
        let chosen = [&one];
        let tray = Tray { round: &round, plans: 9, chosen: &chosen, over: Over::Blocks };
        assert_eq!((tray.dear(&one), tray.dear(&other)), (None, Some(Cents::euros(800))));
        let said = tray.why(NL, &other).into_string();
        assert!(said.contains("Kost €\u{a0}800 meer dan u overhoudt<"), "{said}");
        let drawn = tray.draw(NL, &html! {}).into_string();
        assert!(drawn.contains("data-tray=\"money\" data-over=\"blocks\""), "money is what limits: {drawn}");
        assert!(drawn.contains("70.000%") && drawn.contains("data-say=\"refused\""), "{drawn}");
        let both = [&one, &other];
        let drawn = Tray { chosen: &both, ..tray }.draw(NL, &html! {}).into_string();
        assert!(drawn.contains("Dat is meer dan er is:") && drawn.contains(">€\u{a0}800<"), "{drawn}");
        assert!(drawn.contains("Haal een plan weg."), "{drawn}");
    }

    #[test]
    fn where_a_number_of_plans_limits_a_ballot_the_bar_shows_plans() {
        let (round, one) = (round(2, 4), plan("01", 12_000));
        let chosen = [&one];
        let tray = Tray { round: &round, plans: 9, chosen: &chosen, over: Over::Tells };
        let drawn = tray.draw(NL, &html! {}).into_string();
        assert!(drawn.contains("U koos 1 van 4") && drawn.contains("Kies er nog ten minste 1."), "{drawn}");
        assert!(drawn.contains("width=\"25.000%\"") && drawn.contains("Dat mag."), "{drawn}");
        // Where all plans may be chosen, only the money says how full it is.
        let drawn = Tray { plans: 4, ..tray }.draw(NL, &html! {}).into_string();
        assert!(drawn.contains("data-tray=\"money\""), "{drawn}");
    }
}
