//! A plan as a card in a list.

use maud::{Markup, html};

use super::picture::picture;
use super::{amount, large_amount};
use crate::domain::id::RoundId;
use crate::domain::picture::Picture;
use crate::domain::proposal::Proposal;
use crate::web::paths;
use crate::web::visit::Visit;

/// What stands around a plan on its card.
#[derive(Default)]
pub struct Ends<'a> {
    /// Its own picture, if it has one.
    pub picture: Option<&'a Picture>,
    /// Beside the amount.
    pub beside: Markup,
    /// Below it: what to do, or what is the case.
    pub act: Markup,
    /// Under its line.
    pub told: Markup,
    /// Whether it is out of sight.
    pub is_hidden: bool,
    /// What stands behind the question mark of its address.
    pub query: &'a str,
}

/// One card. `rank` is its place in an order, where it has one.
pub fn card(visit: &Visit, round: &RoundId, plan: &Proposal, rank: Option<usize>, ends: &Ends<'_>) -> Markup {
    let address = visit.to(paths::PROPOSAL, &[round.as_str(), plan.id.as_str()]);
    let query = if ends.query.is_empty() { String::new() } else { format!("?{}", ends.query) };
    html! {
        li.sr-plan-card hidden[ends.is_hidden] {
            (picture(plan, ends.picture))
            div.sr-plan-card__head {
                h3.utrecht-heading-3 {
                    @if let Some(rank) = rank { span.sr-rank { (rank) } " " }
                    a.utrecht-link href={ (address) (query) } { (plan.title) }
                }
                p.sr-small { (who(plan)) }
            }
            div.sr-plan-card__line {
                p { (plan.summary) }
                @if !ends.told.0.is_empty() { div.sr-plan-card__told { (ends.told) } }
            }
            div.sr-plan-card__sum { p { (large_amount(visit.text, plan.amount)) } (ends.beside) }
            div.sr-plan-card__act { (ends.act) }
        }
    }
}

/// Who asks, and where: as far as it is known.
pub fn who(plan: &Proposal) -> String {
    let known: Vec<&str> =
        [plan.applicant.as_str(), plan.place.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    known.join(", ")
}

/// Chosen plans as a table with their sum.
pub fn table(visit: &Visit, plans: &[&Proposal]) -> Markup {
    let text = visit.text;
    let sum = crate::domain::money::Cents::sum(plans.iter().map(|plan| plan.amount));
    html! {
        table.utrecht-table {
            caption.sr-hidden { (text.get("chosen-table")) }
            thead { tr { th scope="col" { (text.get("plan")) } th.sr-number scope="col" { (text.get("amount")) } } }
            tbody {
                @for (rank, plan) in (1_u64..).zip(plans) {
                    tr {
                        th scope="row" { span.sr-rank.sr-rank--own { (rank) } " " (plan.title) }
                        td.sr-number { (amount(text, plan.amount)) }
                    }
                }
            }
            @if let Ok(sum) = sum {
                tfoot { tr { th scope="row" { (text.get("together")) } td.sr-number { (large_amount(text, sum)) } } }
            }
        }
    }
}
