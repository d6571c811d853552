//! Why each project won or did not, and what the outcome means for voters, as JSON.

use serde_json::{Value, json};

use super::file::shown;
use super::report::Report;
use super::units::{amount, exact};
use crate::tally::ProjectIndex;
use crate::tally::explain::{Explanation, Lack, Reason};
use crate::tally::metrics::{Measures, Portion};
use crate::tally::outcome::Stage;
use crate::tally::trace::{Bought, Decision, Paid};

/// One object a project, in the order of the election.
pub(super) fn results(report: &Report, explanation: &Explanation) -> Value {
    let instance = report.instance();
    let one = |project| {
        let bought = explanation.trace.bought().find(|bought| bought.project == project);
        let lack = explanation.lacks.iter().find(|lack| lack.project == project);
        let (cost, votes) = (amount(instance.project(project).cost), instance.votes(project));
        let mut result = json!({ "id": report.id(project), "cost": cost, "votes": votes });
        let about = match (bought, lack) {
            (Some(bought), _) => won(report, bought),
            (None, Some(lack)) => lost(report, lack),
            (None, None) => unreachable!("a project won or did not"),
        };
        let fields = about.as_object().expect("an object").iter();
        fields.for_each(|(key, value)| result[key] = value.clone());
        result
    };
    instance.indexes().map(one).collect()
}

fn won(report: &Report, bought: &Bought) -> Value {
    let paid = match &bought.decision {
        Decision::Shares(paid) => Some(paid.as_ref()),
        Decision::Free | Decision::Score(_) | Decision::Load(_) | Decision::Welfare(_) | Decision::Told => {
            None
        }
    };
    json!({
        "selected": true,
        "amount": amount(bought.amount),
        "round": bought.round,
        "effective_votes": paid.map(|paid| paid.effective_votes.to_string()),
        "reason": bought_by(report, bought.project),
        "behind": null,
        "short_by": null,
        "supporters_needed": null,
        "taken_by": null,
        "payments": paid.map(payments),
    })
}

/// The part of the rule that bought a winner.
fn bought_by(report: &Report, project: ProjectIndex) -> &'static str {
    let purchase = report.outcome.purchases.iter().find(|purchase| purchase.project == project);
    match purchase.map(|purchase| &purchase.stage).expect("what the trace bought is bought") {
        Stage::Free => "costs_nothing",
        Stage::Shares(_) => "bought_by_supporters",
        Stage::Greedy => "bought_by_votes",
        Stage::Load(_) => "bought_by_load",
        Stage::Welfare => "in_the_best_set",
    }
}

/// Who paid what: classes of voters who paid the same, the lowest payment first.
fn payments(paid: &Paid) -> Value {
    json!({
        "payers": paid.payers,
        "in_full": paid.full,
        "highest": exact(&paid.highest),
        "classes": paid
            .amounts()
            .map(|(voters, each)| json!({ "voters": voters, "each": exact(&each) }))
            .collect::<Vec<_>>(),
    })
}

fn lost(report: &Report, lack: &Lack) -> Value {
    let taken = lack.took_most().map(
        |taken| json!({ "id": report.id(taken.project), "round": taken.round, "amount": exact(&taken.amount) }),
    );
    json!({
        "selected": false,
        "amount": null,
        "round": null,
        "effective_votes": null,
        "reason": reason(&lack.reason),
        "behind": lack.behind.as_ref().map(exact),
        "short_by": lack.short_by.map(amount),
        "supporters_needed": lack.supporters_needed,
        "taken_by": taken,
        "payments": null,
    })
}

/// Why a project did not win, for programs.
fn reason(reason: &Reason) -> &'static str {
    match reason {
        Reason::OverBudget(_) => "dearer_than_budget",
        Reason::NoSupport => "no_support",
        Reason::TooFew { .. } => "below_threshold",
        Reason::Limits => "limits",
        Reason::HeldTooLittle => "too_little_money",
        Reason::NoRoom { .. } => "no_room",
        Reason::Ended { .. } => "selection_ended",
        Reason::LostTie(_) => "lost_tie",
        Reason::NotChosen => "not_chosen",
    }
}

/// Why a project did not win, for people.
pub(super) fn sentence(report: &Report, why: &Reason) -> String {
    match why {
        Reason::OverBudget(cents) => format!("{} more than the whole budget", amount(*cents)),
        Reason::NoSupport => "nobody chose it".to_string(),
        Reason::TooFew { counted, least } => format!("it has {counted} where {least} are needed"),
        Reason::Limits => "a limit keeps it out".to_string(),
        Reason::HeldTooLittle => "its supporters held too little".to_string(),
        Reason::NoRoom { left, short } => format!("{} were left, {} short", amount(*left), amount(*short)),
        Reason::Ended { left } => format!("the selection had ended with {} left", amount(*left)),
        Reason::LostTie(winner) => format!("it lost a tie with {}", shown(report.id(*winner))),
        Reason::NotChosen => "the rule chose others".to_string(),
    }
}

/// All measures.
pub(super) fn measures(report: &Report, measures: &Measures) -> Value {
    let portion = |portion: &Portion| json!({ "name": portion.name, "fair_share": exact(&portion.fair), "spent": exact(&portion.spent) });
    json!({
        "voters_without_winner": measures.without_winner,
        "exclusion_ratio": measures.exclusion_ratio.to_string(),
        "spent": amount(measures.spent),
        "winners_per_voter": measures.winners_per_voter,
        "average_winners": measures.average_winners.to_string(),
        "average_cost": exact(&measures.average_cost),
        "categories": measures.categories.iter().map(portion).collect::<Vec<_>>(),
        "areas": measures.areas.iter().map(portion).collect::<Vec<_>>(),
        "ejr_plus_violation": measures.ejr_plus.as_ref().map(|found| json!({
            "project": report.id(found.project),
            "voters": found.voters,
            "worth": found.worth,
            "most": found.most,
        })),
    })
}
