//! The sealed ballots and the outcome: counted again where the ballots are published.

use super::voters::BallotBox;
use super::{BALLOTS, Broken, Bundle, DRAW, OUTCOME, TRACE};
use crate::domain::digest::Digest;
use crate::domain::lot::Draw;
use crate::domain::money::Cents;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;

/// The sealed ballots, where the rules let them be published.
pub(super) fn sealed(
    bundle: &Bundle,
    rules: &Rules,
    box_of: &BallotBox,
    steps: &mut Vec<String>,
) -> Result<Option<SealedBallots>, Broken> {
    if !rules.publishes_ballots(box_of.ballots) {
        if bundle.file(BALLOTS).is_some() {
            return Err(Broken::whole(BALLOTS, "the rules keep the ballots of this round back"));
        }
        steps.push("the rules publish this round in totals only".to_string());
        return Ok(None);
    }
    let text = bundle.need_text(BALLOTS)?;
    let list =
        SealedBallots::parse(rules, text).map_err(|error| Broken::line(BALLOTS, error.line, error.reason))?;
    let (entry, hash) = box_of.sealed;
    if Digest::of(text.as_bytes()) != hash {
        return Err(Broken::whole(
            BALLOTS,
            format!("its SHA-256 is not the one in entry {entry} of the log"),
        ));
    }
    if list.count() != box_of.ballots {
        let what = format!("{} ballots, sealed were {}", list.count(), box_of.ballots);
        return Err(Broken::whole(BALLOTS, what));
    }
    steps.push(format!("the {} published ballots are the ones that were sealed", list.count()));
    Ok(Some(list))
}

/// What an outcome stands on.
pub(super) struct Grounds<'a> {
    /// The frozen rules.
    pub rules: &'a Rules,
    /// The lot, if one was drawn.
    pub draw: Option<&'a Draw>,
    /// What the log says of the ballots.
    pub box_of: &'a BallotBox,
}

/// The outcome, counted again when the ballots are there.
pub(super) fn outcome(
    bundle: &Bundle,
    grounds: &Grounds<'_>,
    sealed: Option<&SealedBallots>,
) -> Result<OutcomeDocument, Broken> {
    let bytes = bundle.need(OUTCOME)?;
    let (entry, hash) = grounds.box_of.outcome;
    if let Some(ballots) = sealed {
        recount(bundle, bytes, grounds, ballots)?;
    }
    if Digest::of(bytes) != hash {
        return Err(Broken::whole(
            OUTCOME,
            format!("its SHA-256 is not the one in entry {entry} of the log"),
        ));
    }
    let outcome =
        OutcomeDocument::parse(bytes).ok_or_else(|| Broken::whole(OUTCOME, "this is not an outcome"))?;
    match contradiction(grounds, &outcome) {
        Some(what) => return Err(Broken::whole(OUTCOME, what)),
        None => trace(bundle, &outcome)?,
    }
    if outcome.draw != bundle.file(DRAW).map(Digest::of) {
        return Err(Broken::whole(OUTCOME, "it does not name the lot that was drawn"));
    }
    Ok(outcome)
}

/// Counts again: the same outcome, told in the same words.
fn recount(
    bundle: &Bundle,
    bytes: &[u8],
    grounds: &Grounds<'_>,
    ballots: &SealedBallots,
) -> Result<(), Broken> {
    let told = OutcomeDocument::parse(bytes);
    let again = OutcomeDocument::again(told.as_ref(), grounds.rules, grounds.draw, ballots)
        .map_err(|error| Broken::whole(OUTCOME, format!("it cannot be counted again: {error}")))?;
    let wanted = again.outcome.write();
    if wanted != bytes {
        return Err(Broken::differs(OUTCOME, bytes, &wanted, "counting again gives something else here"));
    }
    if let Some(wanted) = again.trace {
        let found = bundle.need(TRACE)?;
        if found != wanted.as_bytes() {
            let what = "counting again tells something else here";
            return Err(Broken::differs(TRACE, found, wanted.as_bytes(), what));
        }
    }
    Ok(())
}

/// The trace is the one that the outcome names, or there is none.
fn trace(bundle: &Bundle, outcome: &OutcomeDocument) -> Result<(), Broken> {
    match outcome.trace {
        None if bundle.file(TRACE).is_some() => Err(Broken::whole(TRACE, "the outcome names no trace")),
        None => Ok(()),
        Some(hash) if Digest::of(bundle.need(TRACE)?) == hash => Ok(()),
        Some(_) => Err(Broken::whole(TRACE, "its SHA-256 is not the one in outcome.json")),
    }
}

/// What an outcome says that its rules and the log contradict, seen without the ballots.
fn contradiction(grounds: &Grounds<'_>, outcome: &OutcomeDocument) -> Option<&'static str> {
    let Grounds { rules, draw, box_of } = grounds;
    let asked = |id| rules.proposal(id).map(|plan| plan.amount);
    let cost = Cents::sum(outcome.winners.iter().map(|winner| winner.amount)).ok();
    let checks = [
        (outcome.round == rules.round, "it is of another round"),
        (outcome.rules == rules.fingerprint(), "it was counted under other rules"),
        (outcome.sealed == box_of.sealed.1, "it was counted over other ballots"),
        (outcome.ballots == box_of.ballots, "the number of ballots is not the one in the log"),
        (outcome.count == rules.count_with(*draw), "it was counted in another way than the rules say"),
        (outcome.budget == rules.spendable(), "the budget is not the one in the rules"),
        (
            outcome.trace.is_some()
                == (!outcome.is_of_the_first_form() && rules.publishes_ballots(box_of.ballots)),
            "a count is traced where the ballots are published, and only there",
        ),
        (
            outcome.winners.iter().all(|winner| asked(&winner.id) == Some(winner.amount)),
            "a winner gets another amount than it asked",
        ),
        (cost == Some(outcome.cost), "the cost is not the sum of the winners"),
        (
            rules.spendable().minus(outcome.cost) == Ok(outcome.left),
            "what is left is not the budget less the cost",
        ),
    ];
    checks.into_iter().find(|(holds, _)| !holds).map(|(_, what)| what)
}

/// The sentence of a report.
pub(super) fn told(outcome: &OutcomeDocument, recounted: bool) -> String {
    let how =
        if recounted { "counting again gives the outcome" } else { "the outcome is the one in the log" };
    format!("{how}: {} plans won, together {}", outcome.winners.len(), outcome.cost)
}

/// The sentence of a report about the trace.
pub(super) fn traced(recounted: bool) -> String {
    if recounted {
        "the trace follows from the ballots, line by line, and is the one that the outcome names".to_string()
    } else {
        "the trace is the one that the outcome names".to_string()
    }
}
