//! Why a plan won or not, in one sentence that is true in every case, and the arithmetic behind it.

use maud::{Markup, html};

use super::{Told, count};
use crate::domain::id::ProposalId;
use crate::domain::money::Cents;
use crate::domain::outcome::{BoughtBy, Other, OutcomeDocument, PaidClass, Reason, Support, Winner};
use crate::tally::rule::{Method, Utility};
use crate::text::{Text, number};
use crate::web::parts::amount;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::form;
use crate::web::parts::{pot, support};

/// More classes of payers than this are for the trace, not for a page.
const MOST_CLASSES: usize = 6;

/// Why a plan won.
pub fn won(text: Text, outcome: &OutcomeDocument, winner: &Winner) -> String {
    match (winner.bought_by, winner.payers) {
        (BoughtBy::Shares, Some(payers)) => text.with("why-shares", &[("payers", number(payers))]),
        (BoughtBy::Shares, None) => text.get("why-rule"),
        (BoughtBy::Votes, _) if counts_votes(outcome) => text.get("why-votes"),
        (BoughtBy::Votes, _) => text.get("why-score"),
        (BoughtBy::Free, _) => text.get("why-free"),
        (BoughtBy::Load, _) => text.get("why-load"),
        (BoughtBy::Welfare, _) => text.get("why-welfare"),
    }
}

/// Why a plan did not win. `title` gives the name of a plan. Documents of the first form do not say.
pub fn lost(
    text: Text,
    outcome: &OutcomeDocument,
    other: &Other,
    title: impl Fn(&ProposalId) -> String,
) -> Option<String> {
    Some(match other.reason.as_ref()? {
        Reason::OverBudget { by } => text.with("why-not-over-budget", &[("by", text.euros(*by).into())]),
        Reason::NoSupport => text.get("why-not-support"),
        Reason::TooFew { counted, least } => {
            let key = if counts_votes(outcome) { "why-not-few" } else { "why-not-few-points" };
            text.with(key, &[("counted", number(*counted)), ("least", number(*least))])
        }
        Reason::Limits => text.get("why-not-limits"),
        Reason::PotFull { pot, left } => text.with(
            "why-not-pot-full",
            &[("pot", pot::name(text, *pot).into()), ("left", text.euros(*left).into())],
        ),
        Reason::PotKept { pots, left } => text.with(
            "why-not-pot-kept",
            &[("pots", pot::names(text, pots).into()), ("left", text.euros(*left).into())],
        ),
        Reason::HeldTooLittle => text.get("why-not-held"),
        Reason::NoRoom { left: Cents::ZERO, .. } => text.get("why-not-nothing"),
        Reason::NoRoom { left, short } => text.with(
            "why-not-room",
            &[("left", text.euros(*left).into()), ("short", text.euros(*short).into())],
        ),
        Reason::Ended { left } => text.with("why-not-ended", &[("left", text.euros(*left).into())]),
        Reason::LostTie { to } => text.with("why-not-tie", &[("plan", title(to).into())]),
        Reason::NotChosen => text.get("why-not-chosen"),
    })
}

/// Whether the part of the rule that goes by an order counts plain votes.
fn counts_votes(outcome: &OutcomeDocument) -> bool {
    outcome.count.orders_by_votes()
}

/// Whether the highest effective votes win a round under this rule.
fn goes_by_effective_votes(outcome: &OutcomeDocument) -> bool {
    matches!(&outcome.count.0.method, Method::EqualShares(shares) if shares.utility == Utility::Cost)
}

/// Whether who paid less than others had nothing left: so where a plan is worth the same to all who chose it.
fn pays_what_is_left(outcome: &OutcomeDocument) -> bool {
    matches!(
        &outcome.count.0.method,
        Method::EqualShares(shares) if matches!(shares.utility, Utility::Cost | Utility::Cardinality)
    )
}

impl Told<'_> {
    /// Why a plan won, and who paid what.
    pub(super) fn why_won(&self, winner: &Winner) -> Markup {
        let text = self.visit.text;
        html! {
            p { (won(text, &self.outcome, winner)) }
            @if !winner.paid.is_empty() {
                details {
                    summary { (text.get("why-how")) }
                    div.sr-stack.sr-stack--tight { (self.payments(winner)) }
                }
            }
        }
    }

    fn payments(&self, winner: &Winner) -> Markup {
        let text = self.visit.text;
        // Who paid most comes first: mostly that is nearly everyone.
        let (hidden, shown) = winner.paid.split_at(winner.paid.len().saturating_sub(MOST_CLASSES));
        let hidden: u64 = hidden.iter().map(|class| class.voters).sum();
        let empty = winner.votes.saturating_sub(winner.payers.unwrap_or(winner.votes));
        html! {
            (form::table(&text.get("paid-table"), paid_table(text, shown)))
            @if hidden > 0 { p.sr-small { (text.with("paid-more", &[("count", number(hidden))])) } }
            @if empty > 0 && pays_what_is_left(&self.outcome) { p.sr-small { (text.with("paid-empty", &[("count", number(empty))])) } }
            @if winner.paid.len() > 1 && pays_what_is_left(&self.outcome) { p.sr-small { (text.get("paid-less")) } }
            p.sr-small { (text.with("paid-sum", &[("amount", text.euros(winner.amount).into())])) }
            @if let (Some(votes), Some(most)) = (&winner.effective_votes, &winner.highest_payment) {
                @if goes_by_effective_votes(&self.outcome) {
                    p.sr-small {
                        (text.with("paid-effective", &[
                            ("amount", text.euros(winner.amount).into()),
                            ("most", text.exact_euros(most).into()),
                            ("votes", text.tenths(votes).into()),
                        ]))
                    }
                }
            }
        }
    }

    /// The plans that did not win, each with its reason.
    pub(super) fn others(&self) -> Markup {
        let text = self.visit.text;
        let follows_money = self.outcome.others.iter().any(|other| other.behind.is_some());
        html! {
            @if !self.outcome.others.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("others-title")) }
                    @if follows_money { p.utrecht-paragraph { (text.get("others-lead")) } }
                    ul.sr-rows.sr-rows--plain { @for other in &self.outcome.others { (self.other(other)) } }
                }
            }
        }
    }

    fn other(&self, other: &Other) -> Markup {
        let text = self.visit.text;
        let sentence = lost(text, &self.outcome, other, |id| self.plan(id).title.clone());
        let lines = self.arithmetic(other);
        html! {
            li.sr-bar.sr-bar--thin {
                p.sr-between { strong { (self.plan(&other.id).title) } " " (amount(text, other.amount)) }
                @if let Some(behind) = &other.behind {
                    (Bar::of(other.amount).thin().part(Look::Mid, behind.0.floor()).room().draw())
                }
                @match sentence {
                    Some(sentence) => {
                        p { (sentence) " " span.sr-small { (self.chosen(&other.id)) } }
                        @if !lines.is_empty() {
                            details {
                                summary { (text.get("why-how")) }
                                ul.sr-stack.sr-stack--tight { @for line in lines { li { (line) } } }
                            }
                        }
                    },
                    None => p {
                        @for line in lines { (line) " " }
                        span.sr-small { (self.chosen(&other.id)) }
                    },
                }
            }
        }
    }

    /// How many chose a plan, and the points that is where points are counted.
    pub(super) fn chosen(&self, id: &ProposalId) -> String {
        let (text, outcome) = (self.visit.text, &self.outcome);
        let support = outcome.support(id).unwrap_or(Support { votes: 0, score: None });
        let chosen = text.with("other-votes", &[("count", number(support.votes))]);
        std::iter::once(chosen)
            .chain(support::points(text, &outcome.count, support))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What those who chose a plan held, who took it, and what would have been enough.
    fn arithmetic(&self, other: &Other) -> Vec<String> {
        let text = self.visit.text;
        let mut lines = Vec::new();
        if let Some(start) = other.held.first() {
            lines.push(text.with("why-start", &[("amount", text.euros(*start).into())]));
        }
        if let Some(took) = &other.took_most {
            lines.push(text.with(
                "why-took",
                &[
                    ("plan", self.plan(&took.id).title.as_str().into()),
                    ("rank", number(took.round)),
                    ("amount", text.exact_euros(&took.amount).into()),
                ],
            ));
        }
        if let Some(behind) = &other.behind {
            lines.push(text.with(
                "why-behind",
                &[("held", text.exact_euros(behind).into()), ("amount", text.euros(other.amount).into())],
            ));
        }
        if let Some(short) = other.short_by {
            lines.push(text.with("other-short", &[("amount", text.euros(short).into())]));
        }
        if let Some(more) = other.supporters_needed {
            lines.push(support::needed(text, &self.outcome.count, more, other.short_by.is_some()));
        }
        lines
    }

    /// The ties that were met, with what the other choice would have changed.
    pub(super) fn ties(&self) -> Markup {
        let text = self.visit.text;
        let names = |ids: &[ProposalId]| -> String {
            ids.iter().map(|id| self.plan(id).title.as_str()).collect::<Vec<_>>().join(", ")
        };
        html! {
            @for tie in self.outcome.ties.iter().filter(|tie| tie.changes_outcome != Some(false)) {
                p.sr-small {
                    (text.with("tie-line", &[("rank", number(tie.purchase))])) " "
                    (text.with("tie-plans", &[("plans", names(&tie.tied).into())]))
                    @for other in tie.others.iter().filter(|one| !one.joins.is_empty() || !one.leaves.is_empty()) {
                        " "
                        (text.with("tie-other", &[
                            ("plan", self.plan(&other.id).title.as_str().into()),
                            ("joins", names(&other.joins).into()), ("joining", number(count(other.joins.len()))),
                            ("leaves", names(&other.leaves).into()), ("leaving", number(count(other.leaves.len()))),
                        ]))
                    }
                }
            }
        }
    }
}

fn paid_table(text: Text, classes: &[PaidClass]) -> Markup {
    html! {
        table.utrecht-table {
            caption.sr-hidden { (text.get("paid-table")) }
            thead { tr {
                th.sr-number scope="col" { (text.get("paid-voters")) }
                th.sr-number scope="col" { (text.get("paid-each")) }
            } }
            tbody {
                @for class in classes.iter().rev() {
                    tr { td.sr-number { (text.number(class.voters)) } td.sr-number { (amount(text, class.each)) } }
                }
            }
        }
    }
}
