//! The extract of residents (Dutch: uittreksel) that a registrar reads: one line of CSV a person, read one by
//! one and never held as a whole. What is not exactly right is refused with its row, never mended. A refusal
//! names rows and columns and shows nothing of a person.

mod line;

use std::fmt;
use std::io::BufRead;

use unicode_normalization::UnicodeNormalization;

use super::digest::Digest;
use super::eligibility::Birth;
use super::plain::is_unseen;
use line::Separator;

/// Most bytes of a row.
pub const MAX_ROW: usize = 4_096;
/// Most characters of a cell.
pub const MAX_CELL: usize = 200;

/// The columns an extract may have, and which of them must be there. Any other column is refused: what a
/// letter does not need must not leave the population register.
pub const COLUMNS: [(&str, Need); 11] = [
    ("persoon", Need::Always),
    ("naam", Need::Always),
    ("adres", Need::Always),
    ("postcode", Need::Always),
    ("plaats", Need::Always),
    ("geboortedatum", Need::ForAge),
    ("buurt", Need::ForBuurt),
    ("aanhef", Need::Never),
    ("naam2", Need::Never),
    ("adres2", Need::Never),
    ("inlog", Need::ForSignIn),
];

/// When a column must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// In every extract.
    Always,
    /// When the round asks for an age.
    ForAge,
    /// When the round is for some buurten.
    ForBuurt,
    /// When residents may sign in with a provider, and otherwise in no extract.
    ForSignIn,
    /// Left to whoever makes the extract.
    Never,
}

/// A person of the extract.
#[derive(Clone, PartialEq, Eq)]
pub struct Resident {
    /// The row it stands in.
    pub row: usize,
    /// What is printed: salutation, name, second line of the name, address, second line of it, postcode, town.
    pub lines: [String; 7],
    /// The date of birth, if the extract has the column.
    pub birth: Option<Birth>,
    /// The code of the buurt, if the extract has the column.
    pub buurt: Option<String>,
    /// What the provider calls the person, if it can name this one.
    pub inlog: Option<String>,
    /// The hash of the person's key.
    pub key: [u8; 16],
    /// The hash of everything the row says.
    pub data: [u8; 16],
}

/// Names of the printed lines of a [`Resident`].
pub const LINES: [&str; 7] = ["aanhef", "naam", "naam2", "adres", "adres2", "postcode", "plaats"];

/// Why an extract was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractError {
    /// The row, counted from 1 for the row with the names of the columns.
    pub row: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be read on.
    Unreadable(String),
    /// There is nothing in the file.
    Empty,
    /// More than [`MAX_ROW`] bytes.
    RowTooLong,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A quote is opened and not closed in this row.
    OpenQuote,
    /// A quote in the middle of a cell.
    StrayQuote,
    /// An empty row with rows below it.
    Blank,
    /// Another number of cells than columns: found, expected.
    Cells(usize, usize),
    /// A column that must be there.
    MissingColumn(&'static str),
    /// A column that stands there twice.
    RepeatedColumn(&'static str),
    /// A column that is not used: its place, counted from 1.
    UnknownColumn(usize),
    /// An empty cell that may not be.
    EmptyCell(&'static str),
    /// More than [`MAX_CELL`] characters.
    CellTooLong(&'static str),
    /// A control character, or one that is invisible or turns the direction of writing.
    BadCharacter(&'static str),
    /// A cell that a spreadsheet would compute.
    Formula(&'static str),
    /// Not a date, or not one of a person.
    Date,
    /// Not a Dutch postcode.
    Postcode,
}

impl fmt::Display for ExtractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: ", self.row)?;
        match &self.fault {
            Fault::Unreadable(error) => write!(f, "cannot be read: {error}"),
            Fault::Empty => f.write_str("the file is empty"),
            Fault::RowTooLong => write!(f, "longer than {MAX_ROW} bytes"),
            Fault::NotUtf8 => f.write_str("not UTF-8; save the file as \"CSV UTF-8\""),
            Fault::OpenQuote => f.write_str("a quote is opened and not closed"),
            Fault::StrayQuote => f.write_str("a quote stands in the middle of a cell"),
            Fault::Blank => f.write_str("empty, with rows below it"),
            Fault::Cells(found, expected) => write!(f, "{found} cells instead of {expected}"),
            Fault::MissingColumn(name) => write!(f, "the column {name} is missing"),
            Fault::RepeatedColumn(name) => write!(f, "the column {name} stands there twice"),
            Fault::UnknownColumn(place) => {
                write!(f, "column {place} is not used for letters: take it out of the extract")
            }
            Fault::EmptyCell(name) => write!(f, "{name} is empty"),
            Fault::CellTooLong(name) => write!(f, "{name} is longer than {MAX_CELL} characters"),
            Fault::BadCharacter(name) => {
                write!(f, "{name} has a control character, an invisible one or a lost one")
            }
            Fault::Formula(name) => write!(f, "{name} begins with =, +, - or @, as a formula does"),
            Fault::Date => f.write_str("geboortedatum is not a date such as 2009-03-21"),
            Fault::Postcode => f.write_str("postcode is not a postcode such as 3551 AB"),
        }
    }
}

impl std::error::Error for ExtractError {}

/// Which columns the rule of a round asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Dates of birth.
    pub age: bool,
    /// Buurten.
    pub buurt: bool,
    /// What a provider calls people.
    pub inlog: bool,
}

/// An extract that is being read.
pub struct Extract<R> {
    lines: line::Lines<R>,
    separator: Separator,
    /// Where each of [`COLUMNS`] stands.
    places: [Option<usize>; COLUMNS.len()],
    width: usize,
    is_over: bool,
}

impl<R: BufRead> Extract<R> {
    /// Reads the names of the columns.
    pub fn new(reader: R, asked: Asked) -> Result<Extract<R>, ExtractError> {
        let mut lines = line::Lines::new(reader);
        let refuse = |fault| ExtractError { row: 1, fault };
        let text = lines.next_line()?.ok_or(refuse(Fault::Empty))?;
        let separator = Separator::of(&text);
        let names = separator.cells(&text).map_err(refuse)?;
        let mut places = [None; COLUMNS.len()];
        for (at, (name, need)) in COLUMNS.into_iter().enumerate() {
            let found: Vec<usize> =
                (0..names.len()).filter(|place| names[*place].trim().to_lowercase() == name).collect();
            let is_needed = match need {
                Need::Always => true,
                Need::ForAge => asked.age,
                Need::ForBuurt => asked.buurt,
                Need::ForSignIn => asked.inlog,
                Need::Never => false,
            };
            match found[..] {
                [] if is_needed => return Err(refuse(Fault::MissingColumn(name))),
                [] => {}
                // It may be the citizen service number, which stays where it is unless it must come along.
                [place] if need == Need::ForSignIn && !is_needed => {
                    return Err(refuse(Fault::UnknownColumn(place + 1)));
                }
                [place] => places[at] = Some(place),
                _ => return Err(refuse(Fault::RepeatedColumn(name))),
            }
        }
        if let Some(place) = (0..names.len()).find(|place| !places.contains(&Some(*place))) {
            return Err(refuse(Fault::UnknownColumn(place + 1)));
        }
        Ok(Extract { lines, separator, places, width: names.len(), is_over: false })
    }

    /// How many bytes were read.
    pub fn bytes_read(&self) -> u64 {
        self.lines.bytes_read()
    }

    fn read(&mut self) -> Result<Option<Resident>, ExtractError> {
        let Some(text) = self.lines.next_line()? else { return Ok(None) };
        let row = self.lines.row();
        let refuse = |fault| ExtractError { row, fault };
        if text.is_empty() {
            return match self.lines.next_line()? {
                None => Ok(None),
                Some(_) => Err(refuse(Fault::Blank)),
            };
        }
        let cells = self.separator.cells(&text).map_err(refuse)?;
        if cells.len() != self.width {
            return Err(refuse(Fault::Cells(cells.len(), self.width)));
        }
        self.resident(row, &cells).map(Some).map_err(refuse)
    }

    /// The cell of a column; `None` when there is no such column.
    fn cell(&self, cells: &[String], name: &'static str) -> Result<Option<String>, Fault> {
        let place = COLUMNS.iter().position(|(known, _)| *known == name).and_then(|at| self.places[at]);
        let Some(place) = place else { return Ok(None) };
        let text = cells[place].trim();
        if text.chars().any(is_unseen) {
            return Err(Fault::BadCharacter(name));
        }
        if is_formula(text) {
            return Err(Fault::Formula(name));
        }
        if text.chars().count() > MAX_CELL {
            return Err(Fault::CellTooLong(name));
        }
        let may_be_empty = matches!(name, "aanhef" | "naam2" | "adres2" | "inlog");
        if text.is_empty() && !may_be_empty {
            return Err(Fault::EmptyCell(name));
        }
        Ok(Some(text.to_string()))
    }

    fn resident(&self, row: usize, cells: &[String]) -> Result<Resident, Fault> {
        let key = self.cell(cells, "persoon")?.unwrap_or_default();
        let mut lines: [String; 7] = Default::default();
        for (line, name) in lines.iter_mut().zip(LINES) {
            *line = self.cell(cells, name)?.unwrap_or_default();
        }
        lines[5] = postcode(&lines[5]).ok_or(Fault::Postcode)?;
        let born = self.cell(cells, "geboortedatum")?;
        let birth = match &born {
            None => None,
            Some(text) => Some(Birth::parse(text).ok_or(Fault::Date)?),
        };
        let buurt = self.cell(cells, "buurt")?;
        let inlog = self.cell(cells, "inlog")?.filter(|name| !name.is_empty());
        let all = lines.iter().chain(&born).chain(&buurt).chain(&inlog);
        let data = short(&Digest::of_all(all.map(|cell| format!("{cell}\0"))));
        Ok(Resident { row, lines, birth, buurt, inlog, key: short(&Digest::of(key.as_bytes())), data })
    }
}

impl<R: BufRead> Iterator for Extract<R> {
    type Item = Result<Resident, ExtractError>;

    fn next(&mut self) -> Option<Result<Resident, ExtractError>> {
        if self.is_over {
            return None;
        }
        let read = self.read();
        self.is_over = !matches!(read, Ok(Some(_)));
        read.transpose()
    }
}

/// Half of a hash: that two of a million are the same by chance is one in 10^26.
fn short(hash: &Digest) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.bytes()[..16]);
    half
}

/// Whether a spreadsheet may compute this cell. It may read the wide forms of the signs, as keyboards for Chinese and
/// Japanese give them, like the narrow ones.
pub fn is_formula(cell: &str) -> bool {
    cell.nfkc().next().is_some_and(|first| matches!(first, '=' | '+' | '-' | '@'))
}

/// A Dutch postcode as it is printed: `3551 AB`.
fn postcode(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| *c != ' ').collect::<String>().to_ascii_uppercase();
    let (digits, letters) = text.split_at_checked(4)?;
    let good = digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0')
        && letters.len() == 2
        && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    good.then(|| format!("{digits} {letters}"))
}

#[cfg(test)]
mod tests;
