//! The same ballots under other rules, side by side.

use maud::{Markup, html};

use super::{Told, count};
use crate::domain::count_rule::CountRule;
use crate::domain::id::ProposalId;
use crate::domain::outcome::Column;
use crate::domain::worth::Worth;
use crate::tally::rule::Method;
use crate::text::number;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::{amount, form};

/// What a rule is called on a page.
fn name(rule: &CountRule) -> &'static str {
    match &rule.0.method {
        Method::EqualShares(_) => "fair-shares",
        Method::ExactEqualShares(_) => "fair-exact",
        Method::Greedy(_) if rule.worth() == Worth::Votes => "fair-greedy",
        Method::Greedy(_) => "form-fair-greedy",
        Method::Phragmen(_) | Method::MaximinSupport => "fair-load",
        Method::MaxWelfare(_) => "fair-welfare",
        Method::BoundedOverspending(_) => "fair-other",
    }
}

impl Told<'_> {
    /// The section.
    pub(super) fn comparison(&self) -> Markup {
        let (text, outcome) = (self.visit.text, &self.outcome);
        let other = &outcome.comparison;
        let plans = |number_of: usize, cost| {
            text.with("fair-plans", &[("count", number(count(number_of))), ("cost", text.euros(cost).into())])
        };
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("fair-title")) }
                p.utrecht-paragraph { (text.get("fair-lead")) }
                div.sr-split.sr-split--even {
                    div.sr-stack.sr-stack--tight {
                        h3.utrecht-heading-3 { (text.get(name(&outcome.count))) ": " (text.get("fair-this")) }
                        (self.without(outcome.without_winner, Look::Main))
                        p { (plans(outcome.winners.len(), outcome.cost)) }
                    }
                    div.sr-stack.sr-stack--tight {
                        h3.utrecht-heading-3 { (text.get(name(&other.count))) ": " (text.get("fair-that")) }
                        (self.without(other.without_winner, Look::Mid))
                        p { (plans(other.winners.len(), other.cost)) }
                        (self.differences())
                    }
                }
                @if let Some(columns) = &outcome.side_by_side {
                    (form::table(&text.get("side-table"), self.numbers(columns)))
                    details {
                        summary { (text.get("side-plans")) }
                        (form::table(&text.get("side-plans"), self.winners_of(columns)))
                    }
                }
                @if outcome.blank > 0 { p.sr-small { (text.with("fair-blank", &[("count", number(outcome.blank))])) } }
            }
        }
    }

    fn without(&self, voters: u64, look: Look) -> Markup {
        let text = self.visit.text;
        html! {
            p {
                span.sr-amount.sr-amount--huge { (text.number(voters)) } " "
                (text.with("of-voters", &[("count", number(self.outcome.ballots))]))
            }
            div.sr-bar.sr-bar--thin {
                (Bar::new(self.outcome.ballots).thin().part(look, voters).part(Look::Empty, self.outcome.ballots - voters).draw())
            }
        }
    }

    /// Which plans win under one rule only.
    fn differences(&self) -> Markup {
        let text = self.visit.text;
        let other = &self.outcome.comparison.winners;
        let names = |ids: Vec<&ProposalId>| -> String {
            ids.into_iter().map(|id| self.plan(id).title.as_str()).collect::<Vec<_>>().join(", ")
        };
        let gained =
            names(other.iter().filter(|id| !self.outcome.winners.iter().any(|w| &w.id == *id)).collect());
        let lost =
            names(self.outcome.winners.iter().map(|w| &w.id).filter(|id| !other.contains(id)).collect());
        html! {
            @if gained.is_empty() && lost.is_empty() { p { (text.get("fair-same")) } }
            @if !gained.is_empty() { p { (text.with("fair-gained", &[("plans", gained.into())])) } }
            @if !lost.is_empty() { p { (text.with("fair-lost", &[("plans", lost.into())])) } }
        }
    }

    fn heads(&self, columns: &[Column]) -> Markup {
        let text = self.visit.text;
        html! {
            @for (place, column) in columns.iter().enumerate() {
                th.sr-number scope="col" role="columnheader" {
                    (text.get(name(&column.count)))
                    @if place == 0 { br; (text.get("side-this")) }
                }
            }
        }
    }

    /// The roles are spelled out: on a narrow screen the rows are no longer laid out as those of a table, and not
    /// every browser then remembers what they are.
    fn numbers(&self, columns: &[Column]) -> Markup {
        let text = self.visit.text;
        let row = |key: &str, cell: &dyn Fn(usize, &Column) -> Markup| {
            html! {
                tr role="row" {
                    th scope="row" role="rowheader" { (text.get(key)) }
                    @for (place, column) in columns.iter().enumerate() { td.sr-number role="cell" { (cell(place, column)) } }
                }
            }
        };
        let beside = |place: usize, voters: u64| match place {
            0 => html! { "–" },
            _ => html! { (text.number(voters)) },
        };
        html! {
            table.utrecht-table.sr-side role="table" {
                caption { (text.get("side-table")) }
                thead role="rowgroup" { tr role="row" { td role="cell" {} (self.heads(columns)) } }
                tbody role="rowgroup" {
                    (row("side-without", &|_, one| html! { (text.number(one.without_winner)) }))
                    (row("side-average", &|_, one| html! { (text.tenths(&one.average_winners)) }))
                    (row("side-count", &|_, one| html! { (text.number(count(one.winners.len()))) }))
                    (row("side-cost", &|_, one| amount(text, one.cost)))
                    (row("side-better", &|place, one| beside(place, one.prefer_other)))
                    (row("side-worse", &|place, one| beside(place, one.prefer_this)))
                }
            }
        }
    }

    /// Each plan with the rules under which it wins; plans that never win are left out.
    fn winners_of(&self, columns: &[Column]) -> Markup {
        let text = self.visit.text;
        let wins = |id: &ProposalId| columns.iter().any(|column| column.winners.contains(id));
        html! {
            table.utrecht-table.sr-side role="table" {
                caption.sr-hidden { (text.get("side-plans")) }
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { (text.get("plan")) }
                    (self.heads(columns))
                } }
                tbody role="rowgroup" {
                    @for plan in self.rules.proposals.iter().filter(|plan| wins(&plan.id)) {
                        tr role="row" {
                            th scope="row" role="rowheader" { (plan.title) }
                            @for column in columns {
                                td.sr-number role="cell" {
                                    @if column.winners.contains(&plan.id) { (text.get("side-wins")) } @else { "–" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
