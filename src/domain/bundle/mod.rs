//! The publication bundle (Dutch: publicatiebundel): everything published about a certified round, as
//! named byte files, and the check that it holds together. The check needs nothing but these bytes: no
//! database, no network, no clock.

mod draw;
mod log;
mod office;
mod opening;
mod result;
mod voters;

use std::collections::BTreeMap;
use std::fmt;

use super::digest::Digest;
use super::log::entry::Entry;
use super::rules::Rules;
use log::PublicLog;
pub use opening::OpeningFile;

/// The frozen rules.
pub const RULES: &str = "rules.json";
/// The bytes of every entry, one a line, as they were hashed.
pub const LOG: &str = "log.txt";
/// The newest signed state of the log.
pub const CHECKPOINT: &str = "checkpoint.txt";
/// The public key that signed it.
pub const LOG_KEY: &str = "log.key";
/// The control numbers of all letters; absent for an imported election.
pub const CONTROLS: &str = "controls.txt";
/// The sealed ballots; absent when the round is published in totals only.
pub const BALLOTS: &str = "ballots.txt";
/// The lot that was drawn; absent where none was needed.
pub const DRAW: &str = "draw.json";
/// The outcome.
pub const OUTCOME: &str = "outcome.json";
/// The story of the count; absent when the round is published in totals only, and beside an outcome of the
/// first form.
pub const TRACE: &str = "trace.txt";
/// The certificate in force.
pub const CERTIFICATE: &str = "certificate.json";
/// Who signed it.
pub const SIGNATURES: &str = "signatures.json";

/// What the auditors' opening bundle is called in a report; it is never part of a bundle.
pub const OPENING: &str = "opening.age";

/// The name of a certificate that is no longer in force, by its number.
pub fn earlier_certificate(number: u64) -> String {
    format!("certificate-{number}.json")
}

/// The name of the signatures under it.
pub fn earlier_signatures(number: u64) -> String {
    format!("signatures-{number}.json")
}

/// Every file that a bundle may hold, but for certificates that are no longer in force.
pub const FILES: [&str; 11] =
    [BALLOTS, CERTIFICATE, CHECKPOINT, CONTROLS, DRAW, LOG_KEY, LOG, OUTCOME, RULES, SIGNATURES, TRACE];

/// What a saved checkpoint is called in a report.
const SAVED: &str = "the saved checkpoint";

/// The files of a bundle by name, in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    files: BTreeMap<String, Vec<u8>>,
}

impl Bundle {
    /// A bundle of these files, whatever they are; [`verify`] is the judge.
    pub fn new(files: BTreeMap<String, Vec<u8>>) -> Bundle {
        Bundle { files }
    }

    /// Every file with its name, in the order of the names.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The bytes of a file.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    fn need(&self, name: &str) -> Result<&[u8], Broken> {
        self.file(name).ok_or_else(|| Broken::whole(name, "it is missing"))
    }

    fn need_text(&self, name: &str) -> Result<&str, Broken> {
        std::str::from_utf8(self.need(name)?).map_err(|error| {
            let before = self.file(name).unwrap_or_default().iter().take(error.valid_up_to());
            Broken::line(name, before.filter(|byte| **byte == b'\n').count() + 1, "it is not text")
        })
    }
}

/// What a reader has from elsewhere, such as on paper.
#[derive(Debug, Clone, Copy, Default)]
pub struct Expected<'a> {
    /// The public key of the log as it was printed.
    pub key: Option<&'a str>,
    /// A checkpoint that was kept from an earlier day.
    pub checkpoint: Option<&'a str>,
    /// The opening bundle, for an auditor.
    pub opening: Option<OpeningFile<'a>>,
}

/// The first thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The file.
    pub file: String,
    /// Where in it, as `line 7` or `entry 7`, when that can be told.
    pub place: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl Broken {
    /// Something wrong with a file as a whole.
    pub fn whole(file: &str, what: impl Into<String>) -> Broken {
        Broken { file: file.to_string(), place: None, what: what.into() }
    }

    /// Something wrong with one line of a file.
    pub fn line(file: &str, line: usize, what: impl Into<String>) -> Broken {
        Broken { place: Some(format!("line {line}")), ..Broken::whole(file, what) }
    }

    /// Something wrong with one entry of the log.
    fn entry(entry: usize, what: impl Into<String>) -> Broken {
        Broken { place: Some(format!("entry {entry}")), ..Broken::whole(LOG, what) }
    }

    /// A file that is not, byte for byte, what it has to be.
    fn differs(file: &str, found: &[u8], wanted: &[u8], what: impl Into<String>) -> Broken {
        let same = found.iter().zip(wanted).take_while(|(a, b)| a == b);
        let line = same.filter(|(byte, _)| **byte == b'\n').count() + 1;
        Broken::line(file, line, what)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{}, {place}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

/// What a bundle that holds together proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Ballots of the round.
    pub ballots: u64,
    /// Whether the ballots are in the bundle and were counted again.
    pub recounted: bool,
    /// Whether the ballots come from a published election, without letters.
    pub imported: bool,
}

impl Verdict {
    /// The name for programs.
    pub fn name(self) -> &'static str {
        match (self.recounted, self.imported) {
            (true, false) => "recounted",
            (false, false) => "attested",
            (true, true) => "imported",
            (false, true) => "imported-attested",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attested = "count attested, not recomputed";
        let imported = "imported: shows the count, not the casting";
        match (self.recounted, self.imported) {
            (true, false) => write!(f, "{} ballots counted again: the same result", self.ballots),
            (false, false) => f.write_str(attested),
            (true, true) => f.write_str(imported),
            (false, true) => write!(f, "{imported}; {attested}"),
        }
    }
}

/// What was checked, in order, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Each thing that holds, as a sentence.
    pub steps: Vec<String>,
    /// What the bundle proves, or the first thing that does not hold.
    pub end: Result<Verdict, Broken>,
}

/// Checks a bundle and stops at the first thing that does not hold.
pub fn verify(bundle: &Bundle, expected: &Expected<'_>) -> Report {
    let mut steps = Vec::new();
    let end = walk(bundle, expected, &mut steps);
    Report { steps, end }
}

fn walk(bundle: &Bundle, expected: &Expected<'_>, steps: &mut Vec<String>) -> Result<Verdict, Broken> {
    for (name, _) in bundle.files() {
        if !belongs(name) {
            return Err(Broken::whole(name, "this file does not belong in a bundle"));
        }
    }
    let log = log::open(bundle, expected, steps)?;
    let rules = rules(bundle, &log)?;
    steps.push(format!(
        "the rules of {} with {} plans are the ones frozen in entry 1: {}",
        rules.round,
        rules.proposals.len(),
        rules.fingerprint()
    ));
    voters::check(bundle, &log, steps)?;
    let box_of = voters::counts(&log, &rules, steps)?;
    let published = result::sealed(bundle, &rules, &box_of, steps)?;
    let opened = match &expected.opening {
        Some(file) => opening::check(file, &log, &rules, &box_of, steps)?,
        None => None,
    };
    let sealed = published.or(opened);
    let draw = draw::check(bundle, &log, &rules, &box_of, steps)?;
    if let (Some(draw), Some(sealed)) = (&draw, &sealed) {
        steps.push(draw::needed(draw, &rules, sealed)?);
    }
    let grounds = result::Grounds { rules: &rules, draw: draw.as_ref(), box_of: &box_of };
    let outcome = result::outcome(bundle, &grounds, sealed.as_ref())?;
    steps.push(result::told(&outcome, sealed.is_some()));
    if outcome.trace.is_some() {
        steps.push(result::traced(sealed.is_some()));
    }
    office::check(bundle, &log, &rules, &outcome, steps)?;
    Ok(Verdict { ballots: box_of.ballots, recounted: sealed.is_some(), imported: log.is_imported() })
}

/// Whether a file may be in a bundle.
pub fn belongs(name: &str) -> bool {
    let earlier = |head: &str| {
        let number = name.strip_prefix(head).and_then(|rest| rest.strip_suffix(".json"));
        number.and_then(|number| number.parse::<u64>().ok())
    };
    let is_earlier = earlier("certificate-").is_some_and(|number| earlier_certificate(number) == name)
        || earlier("signatures-").is_some_and(|number| earlier_signatures(number) == name);
    is_earlier || FILES.contains(&name)
}

/// The rules, if they are the ones that the log begins with.
fn rules(bundle: &Bundle, log: &PublicLog) -> Result<Rules, Broken> {
    let bytes = bundle.need(RULES)?;
    let Some(Entry::Config { round, rules: hash } | Entry::Import { round, rules: hash, .. }) =
        log.entries.first()
    else {
        return Err(Broken::entry(1, "the log does not begin with the rules"));
    };
    let rules = Rules::parse(bytes);
    if Digest::of(bytes) != *hash {
        return Err(Broken::whole(RULES, "its SHA-256 is not the one in entry 1 of the log"));
    }
    let rules = rules.ok_or_else(|| Broken::whole(RULES, "this is not a file of rules"))?;
    if rules.round != *round {
        return Err(Broken::entry(1, format!("it is about {round}, the rules are about {}", rules.round)));
    }
    if rules.log_key != log.key {
        return Err(Broken::whole(LOG_KEY, "it is not the key that the rules name"));
    }
    if log.checkpoint.origin.rsplit('/').next() != Some(round.as_str()) {
        return Err(Broken::line(CHECKPOINT, 1, format!("it is not for the log of {round}")));
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_named_by_its_line() {
        let line = |found: &str, wanted: &str| {
            Broken::differs(OUTCOME, found.as_bytes(), wanted.as_bytes(), "x").place
        };
        assert_eq!(line("a\nb\n", "a\nc\n").as_deref(), Some("line 2"));
        assert_eq!(line("a\n", "a\nc\n").as_deref(), Some("line 2"));
        assert_eq!(line("x", "y").as_deref(), Some("line 1"));
    }

    #[test]
    fn a_file_too_many_is_named() {
        let files = [("notes.txt".to_string(), Vec::new())].into_iter().collect();
        let broken = verify(&Bundle::new(files), &Expected::default()).end.unwrap_err();
        assert_eq!(broken.to_string(), "notes.txt: this file does not belong in a bundle");
        let broken = verify(&Bundle::new(BTreeMap::new()), &Expected::default()).end.unwrap_err();
        assert_eq!(broken.to_string(), "log.key: it is missing");
    }
}
