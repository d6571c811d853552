//! The register of voters (Dutch: kiezersregister) as the server knows it: per letter the keyed hash of
//! its code, its control number, and whether it was sent or lies in reserve. No person, no code.

use std::fmt;

use super::control_number::ControlNumber;
use super::digest::Digest;
use super::id::{AccountId, RoundId};
use super::log::merkle;

/// First line of an upload.
const FORMAT: &str = "schuifruimte-register/1";
/// The line of an upload on which the first letter stands.
const FIRST_LETTER: usize = 7;
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

/// One letter in the register: 40 bytes in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The keyed hash of the code.
    pub code_mac: Digest,
    /// The number printed on the letter.
    pub control: ControlNumber,
    /// What it was made for.
    pub made: Made,
}

impl Entry {
    /// What everyone may know of it.
    pub fn slot(&self) -> Slot {
        Slot { control: self.control, made: self.made }
    }
}

/// The register of one round, sorted by control number so that it tells nothing of the order in which
/// letters were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    round: RoundId,
    code_key: Digest,
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
    /// A register of these letters, whose codes were hashed with the key of this mark. `None` when a hash or a
    /// control number occurs twice.
    pub fn new(round: RoundId, code_key: Digest, mut entries: Vec<Entry>) -> Option<Register> {
        entries.sort_unstable_by_key(|entry| entry.code_mac);
        let macs = entries.is_sorted_by(|a, b| a.code_mac < b.code_mac);
        entries.sort_unstable_by_key(|entry| entry.control);
        let controls = entries.is_sorted_by(|a, b| a.control < b.control);
        (macs && controls).then_some(Register { round, code_key, entries })
    }

    /// All letters, by control number.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The mark of the key with which the codes were hashed.
    pub fn code_key(&self) -> Digest {
        self.code_key
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
        format!("{FORMAT}\nround {round}\nletters {letters}\nspares {spares}\nroot {root}\nkey {code_key}\n")
    }

    /// The lines of the upload file below its head.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.entries.iter().map(|entry| format!("{} {}\n", entry.code_mac, entry.slot()))
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
        let number = |line, text: &str| text.parse::<u64>().map_err(|_| refuse(line, Fault::NotARegister));
        let told = (number(3, head(3, "letters ")?)?, number(4, head(4, "spares ")?)?);
        let digest = |line, text: &str| Digest::parse(text).ok_or(refuse(line, Fault::NotARegister));
        let told_root = digest(5, head(5, "root ")?)?;
        let code_key = digest(6, head(6, "key ")?)?;
        let mut entries: Vec<Entry> = Vec::new();
        for (line, text) in (FIRST_LETTER..).zip(lines) {
            let entry = parse_entry(text).ok_or(refuse(line, Fault::BadLetter))?;
            if entries.last().is_some_and(|last| last.control >= entry.control) {
                return Err(refuse(line, Fault::Repeated));
            }
            if entries.len() == MAX_LETTERS {
                return Err(refuse(line, Fault::Size));
            }
            entries.push(entry);
        }
        if let Some(place) = repeated_mac(&entries) {
            return Err(refuse(FIRST_LETTER + place, Fault::Repeated));
        }
        let register = Register { round: round.clone(), code_key, entries };
        match register.counts() {
            (0, _) => Err(refuse(FIRST_LETTER, Fault::Size)),
            found if found != told => Err(refuse(3, Fault::Count)),
            _ if register.root() != told_root => Err(refuse(5, Fault::Root)),
            _ => Ok(register),
        }
    }
}

/// The place of a letter whose keyed hash stands higher up.
fn repeated_mac(entries: &[Entry]) -> Option<usize> {
    let mut places: Vec<usize> = (0..entries.len()).collect();
    places.sort_unstable_by_key(|&place| (entries[place].code_mac, place));
    let twice = |pair: &&[usize]| entries[pair[0]].code_mac == entries[pair[1]].code_mac;
    places.windows(2).filter(twice).map(|pair| pair[1]).min()
}

fn parse_entry(line: &str) -> Option<Entry> {
    let (mac, slot) = line.split_once(' ')?;
    let Slot { control, made } = Slot::parse(slot)?;
    Some(Entry { code_mac: Digest::parse(mac)?, control, made })
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

/// What fixes which keyed hash of a code belongs to which letter: of entries in ascending order of their
/// control numbers.
pub fn codes_mark(entries: &[Entry]) -> Digest {
    let lines = entries.iter().map(|entry| format!("{} {}\n", entry.slot(), entry.code_mac));
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
mod tests {
    use super::*;

    fn register() -> Register {
        let entry = |n: u32| Entry {
            code_mac: Digest::of(&n.to_be_bytes()),
            control: ControlNumber::new(n * 7_919),
            made: if n == 2 { Made::Spare } else { Made::Issued },
        };
        Register::new(RoundId::new("zuilen-2027"), Digest::of(b"key"), (1..=3).map(entry).collect()).unwrap()
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
        assert_eq!(fault(&joined(&lines[..8])), (3, Fault::Count));
        assert_eq!(fault(&joined(&lines[..6])), (7, Fault::Size));
        assert_eq!(fault(&joined(&[&lines[..], &lines[8..]].concat())), (10, Fault::Repeated));
        let other_root = text.replace(&register().root().to_string(), &Digest::of(b"x").to_string());
        assert_eq!(fault(&other_root), (5, Fault::Root));
        assert_eq!(fault(&text.replacen("\nkey ", "\nsleutel ", 1)), (6, Fault::NotARegister));
        assert_eq!(fault(&text.replacen(lines[6], "23456789ABCDEFGS 1", 1)), (7, Fault::BadLetter));
        let mac = &lines[6][..64];
        assert_eq!(fault(&text.replacen(&lines[8][..64], mac, 1)), (9, Fault::Repeated), "the same code");
        assert_eq!(fault(&text.replace(" spare", "")), (3, Fault::Count));
        assert_eq!(fault(&text.replace(" spare", " revoked")), (8, Fault::BadLetter));
    }

    #[test]
    fn root_and_codes_mark_cover_which_letters_are_spare() {
        let all_sent: Vec<Entry> =
            register().entries().iter().map(|entry| Entry { made: Made::Issued, ..*entry }).collect();
        assert_ne!(root(all_sent.iter().map(Entry::slot)), register().root());
        assert_ne!(codes_mark(&all_sent), codes_mark(register().entries()));
        assert_eq!(register().counts(), (2, 1));
    }

    #[test]
    fn two_different_groups_are_asked_and_other_ones_of_other_people() {
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..200_u32 {
            let [a, b] = asked(&Digest::of(b"upload"), &AccountId::new(number.to_string()));
            assert!(a < b && b < GROUPS);
            seen.insert([a, b]);
        }
        assert!(seen.len() > 50, "{seen:?}");
        assert_eq!(groups(&Digest::of(b"")).concat(), Digest::of(b"").to_string());
    }
}
