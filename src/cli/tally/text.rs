//! The report for people.

use std::fmt::{Result, Write};

use super::explanation::sentence;
use super::file::shown;
use super::report::Report;
use super::units::{amount, exact, places, worth};
use crate::tally::explain::Explanation;
use crate::tally::metrics::Measures;
use crate::tally::ties::Tie;

/// The whole report, each line with its end.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::new();
    write(report, &mut text).expect("a text takes all that is written");
    text
}

fn write(report: &Report, to: &mut String) -> Result {
    winners(report, to)?;
    for project in report.dearer_than_budget() {
        writeln!(to, "out at the start: {} costs more than the whole budget", report.id(project))?;
    }
    let outcome = &report.outcome;
    if let Some(endowment) = &outcome.endowment {
        writeln!(to, "each voter held {}", exact(endowment))?;
    }
    if let Some(value) = outcome.value {
        writeln!(to, "worth {} to all voters together", worth(value, &report.rule.method))?;
    }
    outcome.ties.iter().try_for_each(|tie| tie_line(report, tie, to))?;
    if let Some(c) = &report.more.comparison {
        let (rule, greedy) = (c.preference.first, c.preference.second);
        writeln!(to, "{rule} voters prefer the rule, {greedy} greedy: {} kept", c.kept)?;
    }
    if let Some(explanation) = &report.more.explanation {
        explained(report, explanation, to)?;
    }
    if let Some(measures) = &report.more.measures {
        meaning(report, measures, to)?;
    }
    if let Some(table) = &report.more.side_by_side {
        to.push_str(&table.text(report.instance()));
    }
    Ok(())
}

/// What each project that did not win lacked.
fn explained(report: &Report, explanation: &Explanation, to: &mut String) -> Result {
    for lack in &explanation.lacks {
        let cost = amount(report.instance().project(lack.project).cost);
        write!(
            to,
            "no: {:<12} {cost:>12} {}",
            shown(report.id(lack.project)),
            sentence(report, &lack.reason)
        )?;
        if let Some(taken) = lack.took_most() {
            write!(to, "; {} took most of their money", shown(report.id(taken.project)))?;
        }
        if let Some(by) = lack.short_by {
            write!(to, "; {} cheaper wins", amount(by))?;
        }
        if let Some(more) = lack.supporters_needed {
            write!(to, "; {more} more voters win")?;
        }
        writeln!(to)?;
    }
    Ok(())
}

/// What the outcome means for voters.
fn meaning(report: &Report, measures: &Measures, to: &mut String) -> Result {
    let average = places(&measures.average_winners);
    writeln!(to, "{} voters without a winner; {average} winners on a ballot", measures.without_winner)?;
    match &measures.ejr_plus {
        None => writeln!(to, "no group was promised more (EJR+ up to one project)"),
        Some(found) => writeln!(
            to,
            "{} voters who chose {} could claim more (EJR+ up to one project)",
            found.voters,
            shown(report.id(found.project))
        ),
    }
}

fn winners(report: &Report, to: &mut String) -> Result {
    let (instance, outcome) = (report.instance(), &report.outcome);
    writeln!(
        to,
        "{} of {} projects for {} of {}, {} ballots",
        outcome.purchases.len(),
        instance.projects().len(),
        amount(outcome.cost()),
        amount(instance.budget()),
        instance.voters()
    )?;
    for (place, purchase) in (1..).zip(&outcome.purchases) {
        let project = purchase.project;
        let name = report.election.projects[project as usize].name.as_deref().map(shown).unwrap_or_default();
        let (cost, votes) = (amount(purchase.amount), instance.votes(project));
        writeln!(to, "{place:>4}. {:<12} {cost:>12} {votes:>8} votes  {name}", shown(report.id(project)))?;
    }
    Ok(())
}

fn tie_line(report: &Report, tie: &Tie, to: &mut String) -> Result {
    let tied: Vec<_> = tie.tied.iter().map(|&p| shown(report.id(p))).collect();
    let matters = match tie.changes_outcome() {
        Some(true) => "another order would change the outcome",
        Some(false) => "the outcome does not depend on it",
        None => "not tried whether the outcome depends on it",
    };
    writeln!(to, "tie at purchase {}: {} ({matters})", tie.round, tied.join(", "))
}
