//! The auditors' opening bundle beside a publication bundle: every commitment that counts opens to one ballot of
//! the sealed list, so the ballots can be counted again also where they are not published.

use super::log::PublicLog;
use super::voters::{self, BallotBox};
use super::{Broken, OPENING};
use crate::domain::digest::Digest;
use crate::domain::opening::{OpeningError, Openings};
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;

/// The opening bundle as an auditor has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpeningFile<'a> {
    /// The hash of the encrypted file, if that is what was given.
    pub encrypted: Option<Digest>,
    /// What it says, if it could be opened.
    pub text: Option<&'a str>,
}

/// The sealed ballots as the opening bundle gives them; `None` when it was not opened.
pub(super) fn check(
    file: &OpeningFile<'_>,
    log: &PublicLog,
    rules: &Rules,
    box_of: &BallotBox,
    steps: &mut Vec<String>,
) -> Result<Option<SealedBallots>, Broken> {
    let (entry, sealed) = box_of.sealed;
    let hash = box_of
        .opening
        .ok_or_else(|| Broken::whole(OPENING, format!("entry {entry} of the log names no opening bundle")))?;
    if let Some(found) = file.encrypted {
        if found != hash {
            let what = format!("its SHA-256 is not the one in entry {entry} of the log");
            return Err(Broken::whole(OPENING, what));
        }
        steps.push(format!("the encrypted opening bundle is the one in entry {entry} of the log"));
    }
    let Some(text) = file.text else { return Ok(None) };
    let counting = voters::counting(&log.entries)?;
    let openings = Openings::parse(rules, text).map_err(broken)?;
    let list = openings.check(rules, &counting, &sealed).map_err(broken)?;
    let alone = match file.encrypted {
        Some(_) => "",
        None => "; it was given decrypted, so its file is not compared with the log",
    };
    steps.push(format!(
        "each of the {} commitments that count opens to one ballot of the sealed list{alone}",
        list.count()
    ));
    Ok(Some(list))
}

fn broken(error: OpeningError) -> Broken {
    match error.line {
        0 => Broken::whole(OPENING, error.reason),
        line => Broken::line(OPENING, line, error.reason),
    }
}
