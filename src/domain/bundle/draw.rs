//! The lot in a bundle: it is the one in the log, it follows from the rules, and without it the count stops.

use super::log::PublicLog;
use super::voters::BallotBox;
use super::{Broken, Bundle, DRAW};
use crate::domain::digest::Digest;
use crate::domain::log::entry::Entry;
use crate::domain::lot::{Draw, DrawWay};
use crate::domain::outcome::OutcomeDocument;
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;

/// The lot that the log names, if it names one.
pub(super) fn check(
    bundle: &Bundle,
    log: &PublicLog,
    rules: &Rules,
    box_of: &BallotBox,
    steps: &mut Vec<String>,
) -> Result<Option<Draw>, Broken> {
    let logged = (1..).zip(&log.entries).find_map(|(number, entry)| match entry {
        Entry::Draw { at, draw } => Some((number, *at, *draw)),
        _ => None,
    });
    let Some((entry, at, hash)) = logged else {
        return match bundle.file(DRAW) {
            Some(_) => Err(Broken::whole(DRAW, "no entry of the log is about it")),
            None => Ok(None),
        };
    };
    let bytes: &[u8] = bundle.need(DRAW)?;
    if Digest::of(bytes) != hash {
        return Err(Broken::whole(DRAW, format!("its SHA-256 is not the one in entry {entry} of the log")));
    }
    let draw = Draw::parse(bytes).ok_or_else(|| Broken::whole(DRAW, "this is not a lot"))?;
    if let Some(what) = draw.contradiction(rules, &box_of.sealed.1) {
        return Err(Broken::whole(DRAW, what));
    }
    if draw.signatures.iter().any(|one| one.at > at) {
        return Err(Broken::entry(entry, "the lot was read after it was entered"));
    }
    steps.push(told(&draw));
    Ok(Some(draw))
}

/// That the count stops without this lot, at the plans that it names.
pub(super) fn needed(draw: &Draw, rules: &Rules, ballots: &SealedBallots) -> Result<String, Broken> {
    match OutcomeDocument::left_open(rules, ballots) {
        Ok(Some(tied)) if tied == draw.tied => {
            let names: Vec<&str> = tied.iter().map(|plan| plan.as_str()).collect();
            Ok(format!("without the lot the count stops: {} stand equal", names.join(", ")))
        }
        Ok(Some(_)) => Err(Broken::whole(DRAW, "other plans stood equal")),
        Ok(None) => Err(Broken::whole(DRAW, "no lot was needed")),
        Err(error) => Err(Broken::whole(DRAW, format!("it cannot be counted: {error}"))),
    }
}

/// The sentence of a report.
fn told(draw: &Draw) -> String {
    let from = match draw.way {
        DrawWay::Published => "as the rules say",
        DrawWay::Instead => "in the place of what the rules say",
    };
    format!(
        "a lot was drawn {from}, by two persons; its seed follows from the rules and the reading: {}",
        draw.seed
    )
}
