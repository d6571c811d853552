//! How the money was divided: the bar that shifts, purchase by purchase, with what those who chose the
//! other plans still held, and the same as a table.

use maud::{Markup, html};

use super::Told;
use crate::domain::id::ProposalId;
use crate::domain::money::Cents;
use crate::domain::outcome::{BoughtBy, Winner};
use crate::domain::worth::Worth;
use crate::text::number;
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::{amount, form};

/// So many plans are drawn below a purchase; the table has them all.
const MOST_DRAWN: usize = 8;
/// A table with more cells than this is no table for people: the trace has them all.
const MOST_CELLS: usize = 1_500;

/// A plan whose supporters' money is followed.
struct Followed<'a> {
    id: &'a ProposalId,
    amount: Cents,
    /// At the start, then after each purchase from shares, until it was bought.
    held: &'a [Cents],
    has_won: bool,
}

impl Followed<'_> {
    /// What is left of the money with which those who chose it began.
    fn bar(&self, held: Cents) -> Markup {
        let start = self.held.first().copied().unwrap_or(held);
        let gone = start.minus(held).unwrap_or(Cents::ZERO);
        Bar::of(start).thin().money(Look::Mid, held).money(Look::Empty, gone).draw()
    }
}

impl Told<'_> {
    /// The section.
    pub(super) fn purchases(&self) -> Markup {
        let (text, outcome) = (self.visit.text, &self.outcome);
        let followed = self.followed();
        let mut looks = vec![
            (Look::Fixed, text.get("legend-spent")),
            (Look::Main, text.get("legend-cost")),
            (Look::Room, text.get("legend-left")),
        ];
        if !followed.is_empty() {
            looks.push((Look::Mid, text.get("legend-held")));
        }
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("purchases-title")) }
                div.sr-split.sr-split--start {
                    div.sr-stack { (self.way()) (legend(&looks)) }
                    div.sr-stack {
                        ol.sr-purchases.sr-stack { (self.rows(&followed)) }
                        @if !followed.is_empty() { (self.all_held(&followed)) }
                    }
                }
                @if outcome.winners.is_empty() { p { (text.get("purchases-none")) } }
                (self.ties())
            }
        }
    }

    /// How this rule divides, in words.
    fn way(&self) -> Markup {
        let (text, outcome) = (self.visit.text, &self.outcome);
        html! {
            @if let Some(share) = &outcome.endowment {
                p { (text.with("share-line", &[("amount", text.exact_euros(share).into())])) }
                p { (text.get("share-how")) }
                @if outcome.count.raises_shares() { p { (text.get("share-why-line")) } }
            } @else {
                p { (text.get(if outcome.count.worth() == Worth::Votes { "greedy-how" } else { "form-greedy-how" })) }
            }
        }
    }

    fn followed(&self) -> Vec<Followed<'_>> {
        let winners = self.outcome.winners.iter().map(|one| Followed {
            id: &one.id,
            amount: one.amount,
            held: &one.held,
            has_won: true,
        });
        let others = self.outcome.others.iter().map(|one| Followed {
            id: &one.id,
            amount: one.amount,
            held: &one.held,
            has_won: false,
        });
        winners.chain(others).filter(|one| !one.held.is_empty()).collect()
    }

    fn rows(&self, followed: &[Followed<'_>]) -> Markup {
        let text = self.visit.text;
        // How many purchases from shares were made up to and with each of them.
        let mut from_shares = 0;
        let placed: Vec<(&Winner, Option<usize>)> = self
            .outcome
            .winners
            .iter()
            .map(|winner| {
                let is_share = winner.bought_by == BoughtBy::Shares;
                from_shares += usize::from(is_share);
                (winner, is_share.then_some(from_shares))
            })
            .collect();
        let rest =
            if self.outcome.count.worth() == Worth::Votes { "rest-begins" } else { "form-rest-begins" };
        let rest_begins = self.outcome.winners.iter().position(|one| one.bought_by == BoughtBy::Votes);
        html! {
            @for (place, (winner, from_shares)) in placed.into_iter().enumerate() {
                @if rest_begins == Some(place) && place > 0 { li { p.sr-small { (text.get(rest)) } } }
                li {
                    (self.purchase(place, winner))
                    @if let Some(purchases) = from_shares { (self.still_held(followed, purchases)) }
                }
            }
        }
    }

    /// One purchase: what was spent before it, on it, and what is left.
    fn purchase(&self, place: usize, winner: &Winner) -> Markup {
        let (text, budget) = (self.visit.text, self.outcome.budget);
        let now = budget.minus(winner.left_after).unwrap_or(Cents::ZERO);
        let before = now.minus(winner.amount).unwrap_or(Cents::ZERO);
        let bar = Bar::of(budget).thin().money(Look::Fixed, before).money(Look::Main, winner.amount).room();
        let paid = match (winner.bought_by, winner.payers, &winner.highest_payment) {
            (BoughtBy::Shares, Some(payers), Some(most)) => text.with(
                "purchase-paid",
                &[("payers", number(payers)), ("most", text.exact_euros(most).into())],
            ),
            (BoughtBy::Votes, ..) => match winner.score {
                None => text.with("purchase-votes", &[("votes", number(winner.votes))]),
                Some(score) => text.with("form-purchase", &[("score", number(score))]),
            },
            (BoughtBy::Shares, None, _)
            | (BoughtBy::Shares, Some(_), None)
            | (BoughtBy::Free | BoughtBy::Load | BoughtBy::Welfare, ..) => {
                text.with("purchase-chosen", &[("votes", number(winner.votes))])
            }
        };
        html! {
            p { strong { (place + 1) ". " (self.plan(&winner.id).title) } " " (amount(text, winner.amount)) }
            div.sr-bar { (bar.draw()) }
            p.sr-small { span { (paid) } " " span { (text.get("left-after")) " " (text.euros(winner.left_after)) } }
        }
    }

    /// What those who chose the plans that were not yet bought held after this purchase.
    fn still_held(&self, followed: &[Followed<'_>], purchases: usize) -> Markup {
        let text = self.visit.text;
        let open: Vec<(&Followed<'_>, Cents)> =
            followed.iter().filter_map(|one| Some((one, *one.held.get(purchases)?))).collect();
        html! {
            @if !open.is_empty() {
                details {
                    summary { (text.get("held-title")) }
                    ul.sr-held {
                        @for (one, held) in open.iter().take(MOST_DRAWN) {
                            li.sr-bar.sr-bar--thin {
                                p.sr-small.sr-between { span { (self.plan(one.id).title) } " " span { (self.enough(*held, one.amount)) } }
                                (one.bar(*held))
                            }
                        }
                    }
                    @if open.len() > MOST_DRAWN { p.sr-small { (text.get("held-more")) } }
                }
            }
        }
    }

    /// Whether those who chose a plan held enough for it.
    fn enough(&self, held: Cents, price: Cents) -> String {
        let text = self.visit.text;
        match price.minus(held) {
            Ok(short) if short > Cents::ZERO => text.with(
                "held-short",
                &[("held", text.euros(held).into()), ("short", text.euros(short).into())],
            ),
            Ok(_) | Err(_) => text.with(
                "held-enough",
                &[("held", text.euros(held).into()), ("amount", text.euros(price).into())],
            ),
        }
    }

    /// The same as numbers.
    fn all_held(&self, followed: &[Followed<'_>]) -> Markup {
        let text = self.visit.text;
        let columns = followed.iter().map(|one| one.held.len()).max().unwrap_or(0);
        html! {
            @if columns * followed.len() > MOST_CELLS {
                p.sr-small { (text.get("held-trace")) }
            } @else {
                details {
                    summary { (text.get("held-as-table")) }
                    (form::table(&text.get("held-table"), html! {
                        table.utrecht-table.sr-wide {
                            caption { (text.get("held-table")) }
                            thead { tr {
                                th scope="col" { (text.get("plan")) }
                                th.sr-number scope="col" { (text.get("held-start")) }
                                @for after in 1..columns { th.sr-number scope="col" { (text.with("held-after", &[("rank", number(super::count(after)))])) } }
                            } }
                            tbody { @for one in followed { (self.held_row(one, columns)) } }
                        }
                    }))
                }
            }
        }
    }

    fn held_row(&self, one: &Followed<'_>, columns: usize) -> Markup {
        let text = self.visit.text;
        html! {
            tr {
                th scope="row" { (self.plan(one.id).title) }
                @for held in one.held { td.sr-number { (amount(text, *held)) } }
                @if one.held.len() < columns {
                    @if one.has_won { td.sr-number { (text.get("held-bought")) } } @else { td {} }
                    @for _ in one.held.len() + 1..columns { td {} }
                }
            }
        }
    }
}
