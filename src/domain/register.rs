//! The register of voters (Dutch: kiezersregister) as the server knows it: per letter the keyed hash of
//! its code and its control number. No person, no code.

use std::collections::BTreeSet;
use std::fmt;

use super::control_number::ControlNumber;
use super::digest::Digest;
use super::id::RoundId;
use super::log::merkle;

/// First line of an upload.
const FORMAT: &str = "schuifruimte-register/1";
/// The most letters of one round.
pub const MAX_LETTERS: usize = 1_000_000;

/// Whether a letter can be voted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    /// It is good.
    Issued,
    /// It lies in its envelope at the desk until it takes the place of a revoked letter.
    Spare,
    /// It is no longer good.
    Revoked,
}

impl LetterState {
    /// Every state with its name in the database.
    pub const NAMES: [(LetterState, &'static str); 3] =
        [(LetterState::Issued, "issued"), (LetterState::Spare, "spare"), (LetterState::Revoked, "revoked")];

    /// Its name.
    pub fn name(self) -> &'static str {
        LetterState::NAMES.iter().find(|(state, _)| *state == self).expect("every state has a name").1
    }
}

/// One letter in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The keyed hash of the code.
    pub code_mac: Digest,
    /// The number printed on the letter.
    pub control: ControlNumber,
}

/// The register of one round, sorted by control number so that it tells nothing of the order in which
/// letters were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    round: RoundId,
    entries: Vec<Entry>,
}

/// Why an upload was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The file does not begin as a register does.
    NotARegister,
    /// It is the register of another round.
    OtherRound,
    /// The line is not a hash and a control number.
    BadLetter,
    /// The control number or the hash stands in the file twice, or out of order.
    Repeated,
    /// The number of letters differs from what the file says at the top.
    Count,
    /// The fingerprint over the control numbers differs from what the file says at the top.
    Root,
    /// There is no letter, or more than [`MAX_LETTERS`].
    Size,
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            Fault::NotARegister => "this is not a register.upload file",
            Fault::OtherRound => "this is the register of another round",
            Fault::BadLetter => "this is not a code hash and a control number",
            Fault::Repeated => "this letter stands here twice or out of order",
            Fault::Count => "the number of letters differs from the one at the top",
            Fault::Root => "the fingerprint differs from the one at the top",
            Fault::Size => "a register has between 1 and 1,000,000 letters",
        };
        write!(f, "line {}: {fault}", self.line)
    }
}

impl std::error::Error for RegisterError {}

impl Register {
    /// A register of these letters. `None` when a hash or a control number occurs twice.
    pub fn new(round: RoundId, mut entries: Vec<Entry>) -> Option<Register> {
        entries.sort_by_key(|entry| entry.control);
        let controls: BTreeSet<_> = entries.iter().map(|entry| entry.control).collect();
        let macs: BTreeSet<_> = entries.iter().map(|entry| entry.code_mac).collect();
        let unique = controls.len() == entries.len() && macs.len() == entries.len();
        unique.then_some(Register { round, entries })
    }

    /// The letters, by control number.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the log commits to before the round opens.
    pub fn root(&self) -> Digest {
        root(self.entries.iter().map(|entry| entry.control))
    }

    /// The upload file.
    pub fn write(&self) -> String {
        let mut text =
            format!("{FORMAT}\nround {}\nletters {}\nroot {}\n", self.round, self.entries.len(), self.root());
        for entry in &self.entries {
            text.push_str(&format!("{} {}\n", entry.code_mac, entry.control));
        }
        text
    }

    /// Reads an upload file for a round: all of it or nothing.
    pub fn parse(text: &str, round: &RoundId) -> Result<Register, RegisterError> {
        let refuse = |line, fault| RegisterError { line, fault };
        let mut lines = text.lines();
        let mut head = |line, name: &str| {
            let value = lines.next().and_then(|text| text.strip_prefix(name)).map(str::trim);
            value.ok_or(refuse(line, Fault::NotARegister))
        };
        head(1, FORMAT)?;
        if head(2, "round ")? != round.as_str() {
            return Err(refuse(2, Fault::OtherRound));
        }
        let count: usize = head(3, "letters ")?.parse().map_err(|_| refuse(3, Fault::NotARegister))?;
        let told = Digest::parse(head(4, "root ")?).ok_or(refuse(4, Fault::NotARegister))?;
        let (mut entries, mut macs): (Vec<Entry>, _) = (Vec::new(), BTreeSet::new());
        for (line, text) in (5..).zip(lines) {
            let entry = parse_entry(text).ok_or(refuse(line, Fault::BadLetter))?;
            let in_order = entries.last().is_none_or(|last| last.control < entry.control);
            if !in_order || !macs.insert(entry.code_mac) {
                return Err(refuse(line, Fault::Repeated));
            }
            if entries.len() == MAX_LETTERS {
                return Err(refuse(line, Fault::Size));
            }
            entries.push(entry);
        }
        let register = Register { round: round.clone(), entries };
        if register.entries.is_empty() {
            return Err(refuse(5, Fault::Size));
        }
        if register.entries.len() != count {
            return Err(refuse(3, Fault::Count));
        }
        if register.root() != told {
            return Err(refuse(4, Fault::Root));
        }
        Ok(register)
    }
}

fn parse_entry(line: &str) -> Option<Entry> {
    let (mac, control) = line.split_once(' ')?;
    Some(Entry { code_mac: Digest::parse(mac)?, control: ControlNumber::parse(control)? })
}

/// The Merkle root (RFC 6962) over control numbers in ascending order.
pub fn root(controls: impl Iterator<Item = ControlNumber>) -> Digest {
    let leaves: Vec<Digest> = controls.map(|control| merkle::leaf(control.to_string().as_bytes())).collect();
    merkle::root(&leaves)
}

/// What fixes which keyed hash of a code belongs to which control number: of entries in ascending order of
/// their numbers.
pub fn codes_mark(entries: &[Entry]) -> Digest {
    let lines: String =
        entries.iter().map(|entry| format!("{} {}\n", entry.control, entry.code_mac)).collect();
    Digest::of_parts(&[b"schuifruimte-codes/1\n", lines.as_bytes()])
}

/// The public list of control numbers, one a line.
pub fn write_controls(controls: impl Iterator<Item = ControlNumber>) -> String {
    controls.map(|control| format!("{control}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register() -> Register {
        let entry =
            |n: u32| Entry { code_mac: Digest::of(&n.to_be_bytes()), control: ControlNumber::new(n * 7_919) };
        Register::new(RoundId::new("zuilen-2027"), (1..=3).map(entry).collect()).unwrap()
    }

    #[test]
    fn an_upload_reads_back_whole_or_not_at_all() {
        let (round, text) = (RoundId::new("zuilen-2027"), register().write());
        assert_eq!(Register::parse(&text, &round), Ok(register()));
        let fault = |text: &str| {
            Register::parse(text, &round).map_err(|error| (error.line, error.fault)).unwrap_err()
        };
        let lines: Vec<&str> = text.lines().collect();
        let joined = |lines: &[&str]| lines.join("\n");
        assert_eq!(fault(""), (1, Fault::NotARegister));
        assert_eq!(fault("naam;adres\n"), (1, Fault::NotARegister));
        assert_eq!(fault(&text.replace("zuilen", "ondiep")), (2, Fault::OtherRound));
        assert_eq!(fault(&joined(&lines[..6])), (3, Fault::Count));
        assert_eq!(fault(&joined(&[&lines[..], &lines[6..]].concat())), (8, Fault::Repeated));
        let other_root = text.replace(&register().root().to_string(), &Digest::of(b"x").to_string());
        assert_eq!(fault(&other_root), (4, Fault::Root));
        assert_eq!(fault(&text.replacen(lines[4], "23456789ABCDEFGS 1", 1)), (5, Fault::BadLetter));
    }
}
