//! The register of voters (Dutch: kiezersregister) as the server knows it: per letter the keyed hash of
//! its code, its control number, and whether it was sent or lies in reserve; and, where a round takes residents whom a
//! provider names, the pseudonym of whoever the letter is for. No person, no code.

use std::fmt;

use super::control_number::ControlNumber;
use super::digest::Digest;
use super::id::{AccountId, RoundId};
use super::log::merkle;
use super::resident::is_issuer;

/// First line of an upload.
const FORMAT: &str = "schuifruimte-register/1";
/// First line of an upload with residents whom a provider names.
const FORMAT_RESIDENTS: &str = "schuifruimte-register/2";
/// The line of an upload on which the first letter stands, when there is no provider.
const FIRST_LETTER: usize = 7;
/// What stands in the place of a pseudonym for a letter of which the provider names nobody.
const NOBODY: &str = "-";
/// The most letters of one round, spares included.
pub const MAX_LETTERS: usize = 1_000_000;
/// What stands behind the control number of a spare letter, in the upload and in the public list.
const SPARE: &str = " spare";

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

    /// The state of this name.
    pub fn named(name: &str) -> Option<LetterState> {
        LetterState::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }
}

/// What a letter was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Made {
    /// To be sent to a person.
    Issued,
    /// To lie in a sealed envelope at the desk until it replaces another.
    Spare,
}

/// A letter as everyone may know it: `4827-1635-37`, or `4827-1635-37 spare`. The text is its leaf in the
/// tree over the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The number printed on the letter.
    pub control: ControlNumber,
    /// What it was made for.
    pub made: Made,
}

impl Slot {
    /// Reads what [`Slot`] writes and nothing else.
    pub fn parse(line: &str) -> Option<Slot> {
        let (number, made) = match line.strip_suffix(SPARE) {
            Some(number) => (number, Made::Spare),
            None => (line, Made::Issued),
        };
        let slot = Slot { control: ControlNumber::parse(number)?, made };
        (slot.to_string() == line).then_some(slot)
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.made {
            Made::Issued => "",
            Made::Spare => SPARE,
        };
        write!(f, "{}{mark}", self.control)
    }
}

/// One letter in the register: 76 bytes in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The keyed hash of the code.
    pub code_mac: Digest,
    /// The number printed on the letter.
    pub control: ControlNumber,
    /// What it was made for.
    pub made: Made,
    /// The pseudonym of whom it is for, when the provider of the round can name that person.
    pub resident: Option<Digest>,
}

impl Entry {
    /// What everyone may know of it.
    pub fn slot(&self) -> Slot {
        Slot { control: self.control, made: self.made }
    }

    fn parse(line: &str, issuer: Option<&str>) -> Option<Entry> {
        let (mac, rest) = line.split_once(' ')?;
        let (resident, slot) = match issuer {
            None => (None, rest),
            Some(_) => match rest.split_once(' ')? {
                (NOBODY, slot) => (None, slot),
                (resident, slot) => (Some(Digest::parse(resident)?), slot),
            },
        };
        let Slot { control, made } = Slot::parse(slot)?;
        // Whoever gets a spare letter is only known at the desk.
        let is_possible = resident.is_none() || made == Made::Issued;
        is_possible.then_some(Entry { code_mac: Digest::parse(mac)?, control, made, resident })
    }
}

/// The register of one round, sorted by control number so that it tells nothing of the order in which
/// letters were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    round: RoundId,
    code_key: Digest,
    issuer: Option<String>,
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
    /// The control number, the hash or the pseudonym stands in the file twice, or out of order.
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
    /// A register of these letters, whose codes were hashed with the key of this mark, and whose residents this provider
    /// names. `None` when a hash, a control number or a pseudonym occurs twice, or a pseudonym without a provider.
    pub fn new(
        round: RoundId,
        code_key: Digest,
        issuer: Option<String>,
        mut entries: Vec<Entry>,
    ) -> Option<Register> {
        entries.sort_unstable_by_key(|entry| entry.control);
        let controls = entries.is_sorted_by(|a, b| a.control < b.control);
        let named = issuer.is_some() || entries.iter().all(|entry| entry.resident.is_none());
        let unique = repeated(&entries).is_none();
        (controls && named && unique).then_some(Register { round, code_key, issuer, entries })
    }

    /// All letters, by control number.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The mark of the key with which the codes were hashed.
    pub fn code_key(&self) -> Digest {
        self.code_key
    }

    /// The provider that names residents, if there is one.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// How many letters were made to be sent, and how many to lie in reserve.
    pub fn counts(&self) -> (u64, u64) {
        counts(self.entries.iter().map(Entry::slot))
    }

    /// What the log commits to before the round opens.
    pub fn root(&self) -> Digest {
        root(self.entries.iter().map(Entry::slot))
    }

    /// The upload file.
    pub fn write(&self) -> String {
        std::iter::once(self.head()).chain(self.lines()).collect()
    }

    /// The first lines of the upload file.
    pub fn head(&self) -> String {
        let (letters, spares) = self.counts();
        let Register { round, code_key, .. } = self;
        let root = self.root();
        let (format, issuer) = match &self.issuer {
            None => (FORMAT, String::new()),
            Some(issuer) => (FORMAT_RESIDENTS, format!("issuer {issuer}\n")),
        };
        format!(
            "{format}\nround {round}\nletters {letters}\nspares {spares}\nroot {root}\nkey {code_key}\n{issuer}"
        )
    }

    /// The lines of the upload file below its head.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.entries.iter().map(|entry| match (&self.issuer, entry.resident) {
            (None, _) => format!("{} {}\n", entry.code_mac, entry.slot()),
            (Some(_), None) => format!("{} {NOBODY} {}\n", entry.code_mac, entry.slot()),
            (Some(_), Some(resident)) => format!("{} {resident} {}\n", entry.code_mac, entry.slot()),
        })
    }

    /// Reads an upload file for a round: all of it or nothing.
    pub fn parse(text: &str, round: &RoundId) -> Result<Register, RegisterError> {
        let refuse = |line, fault| RegisterError { line, fault };
        let mut lines = text.lines();
        let mut head = |line, name: &str| {
            let value = lines.next().and_then(|text| text.strip_prefix(name)).map(str::trim);
            value.ok_or(refuse(line, Fault::NotARegister))
        };
        let has_residents = text.lines().next() == Some(FORMAT_RESIDENTS);
        head(1, if has_residents { FORMAT_RESIDENTS } else { FORMAT })?;
        if head(2, "round ")? != round.as_str() {
            return Err(refuse(2, Fault::OtherRound));
        }
        let number = |line, text: &str| text.parse::<u64>().map_err(|_| refuse(line, Fault::NotARegister));
        let told = (number(3, head(3, "letters ")?)?, number(4, head(4, "spares ")?)?);
        let digest = |line, text: &str| Digest::parse(text).ok_or(refuse(line, Fault::NotARegister));
        let told_root = digest(5, head(5, "root ")?)?;
        let code_key = digest(6, head(6, "key ")?)?;
        let issuer = if has_residents { Some(head(7, "issuer ")?.to_string()) } else { None };
        if issuer.as_deref().is_some_and(|issuer| !is_issuer(issuer)) {
            return Err(refuse(7, Fault::NotARegister));
        }
        let first = FIRST_LETTER + usize::from(has_residents);
        let mut entries: Vec<Entry> = Vec::new();
        for (line, text) in (first..).zip(lines) {
            let entry = Entry::parse(text, issuer.as_deref()).ok_or(refuse(line, Fault::BadLetter))?;
            if entries.last().is_some_and(|last| last.control >= entry.control) {
                return Err(refuse(line, Fault::Repeated));
            }
            if entries.len() == MAX_LETTERS {
                return Err(refuse(line, Fault::Size));
            }
            entries.push(entry);
        }
        if let Some(place) = repeated(&entries) {
            return Err(refuse(first + place, Fault::Repeated));
        }
        let register = Register { round: round.clone(), code_key, issuer, entries };
        match register.counts() {
            (0, _) => Err(refuse(first, Fault::Size)),
            found if found != told => Err(refuse(3, Fault::Count)),
            _ if register.root() != told_root => Err(refuse(5, Fault::Root)),
            _ => Ok(register),
        }
    }
}

/// The place of a letter whose keyed hash or pseudonym stands higher up.
fn repeated(entries: &[Entry]) -> Option<usize> {
    let place_of = |key: fn(&Entry) -> Option<Digest>| {
        let mut places: Vec<usize> =
            (0..entries.len()).filter(|&place| key(&entries[place]).is_some()).collect();
        places.sort_unstable_by_key(|&place| (key(&entries[place]), place));
        let twice = |pair: &&[usize]| key(&entries[pair[0]]) == key(&entries[pair[1]]);
        places.windows(2).filter(twice).map(|pair| pair[1]).min()
    };
    let places = [place_of(|entry| Some(entry.code_mac)), place_of(|entry| entry.resident)];
    places.into_iter().flatten().min()
}

/// Whether two letters are for the same resident.
pub fn is_resident_repeated(entries: &[Entry]) -> bool {
    let mut residents: Vec<Digest> = entries.iter().filter_map(|entry| entry.resident).collect();
    residents.sort_unstable();
    residents.windows(2).any(|pair| pair[0] == pair[1])
}

/// How many letters were made to be sent, and how many to lie in reserve.
pub fn counts(slots: impl Iterator<Item = Slot>) -> (u64, u64) {
    slots.fold((0, 0), |(letters, spares), slot| match slot.made {
        Made::Issued => (letters + 1, spares),
        Made::Spare => (letters, spares + 1),
    })
}

/// The Merkle root (RFC 6962) over the letters in ascending order of their control numbers.
pub fn root(slots: impl Iterator<Item = Slot>) -> Digest {
    let leaves: Vec<Digest> = slots.map(|slot| merkle::leaf(slot.to_string().as_bytes())).collect();
    merkle::root(&leaves)
}

/// What fixes which keyed hash of a code, and which resident, belongs to which letter: of entries in ascending order of
/// their control numbers.
pub fn codes_mark(entries: &[Entry]) -> Digest {
    let lines = entries.iter().map(|entry| match entry.resident {
        None => format!("{} {}\n", entry.slot(), entry.code_mac),
        Some(resident) => format!("{} {} {resident}\n", entry.slot(), entry.code_mac),
    });
    Digest::of_all(std::iter::once("schuifruimte-codes/1\n".to_string()).chain(lines))
}

/// The public list of letters, one a line.
pub fn write_controls(slots: impl Iterator<Item = Slot>) -> String {
    slots.map(|slot| format!("{slot}\n")).collect()
}

/// How many groups of four characters a fingerprint has on paper.
const GROUPS: usize = 16;

/// The fingerprint of an upload in groups of four, as the paper protocol shows it.
pub fn groups(upload: &Digest) -> Vec<String> {
    let text = upload.to_string();
    (0..GROUPS).map(|place| text[4 * place..][..4].to_string()).collect()
}

/// The places (from 0, ascending) of the two groups that are left open on the screen of an account and must
/// be typed over from the paper protocol. They follow from the upload and the account, so that nobody picks
/// the groups to be asked.
pub fn asked(upload: &Digest, account: &AccountId) -> [usize; 2] {
    let hash = Digest::of_parts(&[b"schuifruimte-asked/1\0", upload.bytes(), account.as_str().as_bytes()]);
    let first = usize::from(hash.bytes()[0]) % GROUPS;
    let second = (first + 1 + usize::from(hash.bytes()[1]) % (GROUPS - 1)) % GROUPS;
    [first.min(second), first.max(second)]
}

#[cfg(test)]
mod tests;
