//! Lines of an extract: one row a line, cells between separators, quotes around a cell.

use std::io::{BufRead, Read as _};

use super::{ExtractError, Fault, MAX_ROW};

/// The lines of a file, one at a time.
pub(super) struct Lines<R> {
    reader: R,
    row: usize,
    bytes: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Lines<R> {
        Lines { reader, row: 0, bytes: 0 }
    }

    /// The number of the line that was read last, from 1.
    pub(super) fn row(&self) -> usize {
        self.row
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// The next line without its end and, at the beginning, without the mark of UTF-8.
    pub(super) fn next_line(&mut self) -> Result<Option<String>, ExtractError> {
        self.row += 1;
        let refuse = |fault| ExtractError { row: self.row, fault };
        let mut line = Vec::new();
        let limit = u64::try_from(MAX_ROW + 2).expect("a row is short");
        let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut line);
        let read = read.map_err(|error| refuse(Fault::Unreadable(error.to_string())))?;
        if read == 0 {
            return Ok(None);
        }
        self.bytes += u64::try_from(read).expect("a length fits in 64 bits");
        if line.last() == Some(&b'\n') {
            line.pop();
            if line.last() == Some(&b'\r') {
                line.pop();
            }
        }
        if line.len() > MAX_ROW {
            return Err(refuse(Fault::RowTooLong));
        }
        let text = String::from_utf8(line).map_err(|_| refuse(Fault::NotUtf8))?;
        let marked = text.strip_prefix('\u{feff}').filter(|_| self.row == 1);
        Ok(Some(marked.map_or_else(|| text.clone(), str::to_string)))
    }
}

/// What stands between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Separator(char);

impl Separator {
    /// The separator of a row of names; Dutch spreadsheets write semicolons.
    pub(super) fn of(names: &str) -> Separator {
        Separator(if names.contains(';') { ';' } else { ',' })
    }

    /// The cells of a row. A quote opens at the beginning of a cell and closes at its end; two of them inside
    /// are one.
    pub(super) fn cells(self, text: &str) -> Result<Vec<String>, Fault> {
        let (mut cells, mut cell) = (Vec::new(), String::new());
        let mut letters = text.chars().peekable();
        loop {
            match letters.next() {
                Some('"') if cell.is_empty() => {
                    quoted(&mut letters, &mut cell)?;
                    match letters.next() {
                        None => break,
                        Some(next) if next == self.0 => cells.push(std::mem::take(&mut cell)),
                        Some(_) => return Err(Fault::StrayQuote),
                    }
                }
                Some('"') => return Err(Fault::StrayQuote),
                Some(letter) if letter == self.0 => cells.push(std::mem::take(&mut cell)),
                Some(letter) => cell.push(letter),
                None => break,
            }
        }
        cells.push(cell);
        Ok(cells)
    }
}

/// Reads up to the closing quote.
fn quoted(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, cell: &mut String) -> Result<(), Fault> {
    loop {
        match letters.next() {
            None => return Err(Fault::OpenQuote),
            Some('"') if letters.next_if_eq(&'"').is_some() => cell.push('"'),
            Some('"') => return Ok(()),
            Some(letter) => cell.push(letter),
        }
    }
}
