//! Rows of cells between semicolons. A cell may stand in double quotes, in which a quote is doubled.

use std::borrow::Cow;

use super::scan::cell_end;
use super::{PbError, refuse};

/// The most cells in a row: far above any real file.
const MAX_CELLS: usize = 1_000;

/// The columns that a header names.
pub struct Columns {
    /// The line of the header.
    pub line: usize,
    names: Vec<String>,
}

impl Columns {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The place of a column.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// The place of a column that must be there.
    pub fn required(&self, name: &str) -> Result<usize, PbError> {
        self.place(name)
            .ok_or_else(|| PbError { line: self.line, reason: format!("there is no column '{name}'") })
    }

    /// Refuses a row with more or fewer cells.
    pub fn check(&self, line: usize, cells: &[Cow<'_, str>]) -> Result<(), PbError> {
        if cells.len() == self.names.len() {
            return Ok(());
        }
        refuse(line, format!("the row has {} cells; the header names {}", cells.len(), self.names.len()))
    }
}

/// The rows of a file, one after the other.
#[derive(Clone)]
pub struct Rows<'a> {
    /// The whole file.
    pub text: &'a str,
    /// Where the next row begins.
    pub at: usize,
    /// The line of the next row.
    pub line: usize,
    /// The cells of the last row, without blanks around them.
    pub cells: Vec<Cow<'a, str>>,
}

impl<'a> Rows<'a> {
    /// The rows of a text.
    pub fn new(text: &'a str) -> Rows<'a> {
        Rows { text, at: 0, line: 1, cells: Vec::new() }
    }

    /// Reads the line that begins a section.
    pub fn title(&mut self, title: &str) -> Result<(), PbError> {
        match self.next()? {
            Some(_) if self.is_title(title) => Ok(()),
            Some(line) => refuse(line, format!("the section {title} was expected here")),
            None => refuse(self.line, format!("the file ends before the section {title}")),
        }
    }

    /// Reads the names of the columns.
    pub fn header(&mut self) -> Result<Columns, PbError> {
        let Some(line) = self.next()? else { return refuse(self.line, "the file ends before a header") };
        let names: Vec<String> = self.cells.iter().map(|cell| cell.to_string()).collect();
        for (place, name) in names.iter().enumerate() {
            if names[..place].contains(name) {
                return refuse(line, format!("the header names '{name}' twice"));
            }
        }
        Ok(Columns { line, names })
    }

    /// Reads the next row and tells its line, or `None` at the title of the next section.
    pub fn until(&mut self, title: &str) -> Result<Option<usize>, PbError> {
        match self.next()? {
            Some(_) if self.is_title(title) => Ok(None),
            Some(line) => Ok(Some(line)),
            None => refuse(self.line, format!("the file ends before the section {title}")),
        }
    }

    /// Reads the next row that is not empty and tells its line.
    pub fn next(&mut self) -> Result<Option<usize>, PbError> {
        while self.at < self.text.len() {
            let line = self.line;
            self.row()?;
            if self.cells.len() > 1 || !self.cells[0].is_empty() {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    fn is_title(&self, title: &str) -> bool {
        self.cells.len() == 1 && self.cells[0].eq_ignore_ascii_case(title)
    }

    fn row(&mut self) -> Result<(), PbError> {
        self.cells.clear();
        loop {
            let begin = self.at;
            let cell = match self.text.as_bytes().get(begin) {
                Some(b'"') => self.quoted()?,
                _ => {
                    self.at = cell_end(self.text.as_bytes(), begin);
                    Cow::Borrowed(self.text[begin..self.at].trim())
                }
            };
            self.cells.push(cell);
            let separator = self.text.as_bytes().get(self.at);
            self.at += 1;
            match separator {
                Some(b';') if self.cells.len() == MAX_CELLS => {
                    return refuse(self.line, format!("the row has more than {MAX_CELLS} cells"));
                }
                Some(b';') => {}
                Some(_) => {
                    self.line += 1;
                    return Ok(());
                }
                None => return Ok(()),
            }
        }
    }

    /// Reads a cell in quotes, up to the separator behind it.
    fn quoted(&mut self) -> Result<Cow<'a, str>, PbError> {
        let opened = self.line;
        let inner = &self.text[self.at + 1..];
        let mut from = 0;
        let end = loop {
            let Some(quote) = inner[from..].find('"') else {
                return refuse(opened, "a quote is never closed");
            };
            if !inner[from + quote + 1..].starts_with('"') {
                break from + quote;
            }
            from += quote + 2;
        };
        let cell = &inner[..end];
        self.line += cell.bytes().filter(|&byte| byte == b'\n').count();
        let begin = self.at + 1 + end + 1;
        self.at = cell_end(self.text.as_bytes(), begin);
        if !self.text[begin..self.at].trim().is_empty() {
            return refuse(self.line, "text stands behind a closing quote");
        }
        let cell = cell.trim();
        Ok(if cell.contains('"') { Cow::Owned(cell.replace("\"\"", "\"")) } else { Cow::Borrowed(cell) })
    }
}
