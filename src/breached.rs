//! Passwords that leaked elsewhere: a file that whoever runs the service lays down. It is looked up on the disk, without
//! network and without reading it whole, so it may be as long as it likes.
//!
//! A line is the SHA-1 of a password in 40 hexadecimal digits, a colon, and how often it leaked; the lines stand in order.
//! So the list that "Have I Been Pwned" gives out "ordered by hash" fits as it is, and a part of it does as well. A short
//! list would be of little use here: hardly any of the passwords that everyone knows has fifteen characters
//! ([`crate::domain::account::MIN_PASSWORD`]). What people do choose at that length is refused by rules, with or without a list.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use crate::domain::account::Password;

/// Hexadecimal digits of a line.
const DIGITS: usize = 40;
/// No line is longer, in bytes.
const LINE: usize = 64;
/// From this many bytes on the rest is read as it is.
const REST: u64 = 1_024;
/// Lines that are looked at before the service starts, to see that they stand in order.
const SAMPLES: u64 = 32;

/// A list of passwords that leaked.
#[derive(Debug, Clone)]
pub struct Breached(PathBuf);

impl Breached {
    /// The list in a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, when a line that was looked at is no SHA-1, or when the lines are not in order.
    pub fn at(path: PathBuf) -> io::Result<Breached> {
        let list = Breached(path);
        let (file, end) = list.open()?;
        let mut last = String::new();
        for sample in 0..SAMPLES {
            let from = end / SAMPLES * sample;
            let Some((_, digits)) = line_from(&file, from, end)? else { continue };
            if digits < last {
                return Err(invalid("the lines are not in the order of their hashes"));
            }
            last = digits;
        }
        match last.is_empty() {
            true => Err(invalid("there is no line in it")),
            false => Ok(list),
        }
    }

    /// Where it lies.
    pub fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn open(&self) -> io::Result<(File, u64)> {
        let file = File::open(&self.0)?;
        let end = file.metadata()?.len();
        Ok((file, end))
    }

    /// Whether a password is on the list.
    ///
    /// # Errors
    ///
    /// When the file is gone or a line is no SHA-1: then nobody knows, and the password is not taken.
    pub fn holds(&self, password: &Password) -> io::Result<bool> {
        let wanted = password.sha1();
        let (file, end) = self.open()?;
        // The line of the wanted hash, if there is one, begins in this part; `from` is always the begin of a line.
        let (mut from, mut until) = (0, end);
        while until - from > REST {
            let middle = from + (until - from) / 2;
            match line_from(&file, middle, until)? {
                Some((begin, digits)) if digits <= wanted => from = begin,
                Some(_) | None => until = middle,
            }
        }
        let mut rest = vec![0; to_size(until - from) + LINE];
        let read = read_at(&file, &mut rest, from)?;
        let mut lines = rest[..read].split(|byte| *byte == b'\n').filter(|line| line.len() >= DIGITS);
        Ok(lines.any(|line| line[..DIGITS].eq_ignore_ascii_case(wanted.as_bytes())))
    }
}

/// The first line that begins at or after a place and before an end: where it begins, and its digits.
fn line_from(file: &File, from: u64, end: u64) -> io::Result<Option<(u64, String)>> {
    let mut text = [0; 2 * LINE];
    // One byte back, so that a line that begins right here is seen to begin.
    let start = from.saturating_sub(1);
    let read = read_at(file, &mut text, start)?;
    let skipped = if from == 0 {
        0
    } else {
        match text[..read].iter().position(|byte| *byte == b'\n') {
            Some(place) => place + 1,
            None if read < text.len() => return Ok(None),
            None => return Err(invalid("a line is too long")),
        }
    };
    let begin = start + u64::try_from(skipped).expect("a small number");
    if begin >= end || skipped == read {
        return Ok(None);
    }
    let digits = text[..read].get(skipped..skipped + DIGITS);
    let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    let digits = digits.ok_or_else(|| invalid("a line does not begin with a SHA-1 in 40 digits"))?;
    Ok(Some((begin, String::from_utf8_lossy(digits).to_ascii_uppercase())))
}

fn read_at(file: &File, into: &mut [u8], from: u64) -> io::Result<usize> {
    let mut read = 0;
    while read < into.len() {
        let place = from + u64::try_from(read).expect("a length fits in 64 bits");
        match file.read_at(&mut into[read..], place)? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

fn to_size(bytes: u64) -> usize {
    usize::try_from(bytes).expect("it is at most the rest")
}

fn invalid(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with these lines, which goes with the test.
    fn file(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("schuifruimte-leaked-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path
    }

    fn sentence(number: usize) -> Password {
        Password::typed(&format!("een zin met nummer {number}"))
    }

    #[test]
    fn what_is_in_the_file_is_found_and_nothing_else_at_any_length_of_it() {
        for (length, end) in [(1, "\n"), (2, ""), (3, "\r\n"), (60, "\n"), (3_000, "\r\n"), (3_001, "")] {
            let mut lines: Vec<String> = (0..length)
                .map(|number| format!("{}:{}", sentence(2 * number).sha1(), number * 7_919 + 1))
                .collect();
            lines.sort();
            let between = if end.is_empty() { "\n" } else { end };
            let path = file(&length.to_string(), &format!("{}{end}", lines.join(between)));
            let list = Breached::at(path.clone()).unwrap();
            for number in 0..length {
                assert!(list.holds(&sentence(2 * number)).unwrap(), "{number} of {length}");
                assert!(!list.holds(&sentence(2 * number + 1)).unwrap(), "{number} of {length}");
            }
            std::fs::remove_file(&path).unwrap();
            assert!(list.holds(&sentence(0)).is_err(), "a list that is gone lets nothing pass");
        }
    }

    #[test]
    fn a_file_that_is_no_such_list_is_refused_before_the_service_starts() {
        let by_count =
            "FFFF00000000000000000000000000000000AAAA:90\n0000FF000000000000000000000000000000AAAA:80\n";
        for (name, text) in [
            ("empty", String::new()),
            ("words", "wachtwoord\nwelkom01\n".to_string()),
            ("by-count", by_count.repeat(40)),
            ("one-line", "0".repeat(5_000)),
        ] {
            let path = file(name, &text);
            assert!(Breached::at(path.clone()).is_err(), "{name}");
            std::fs::remove_file(&path).unwrap();
        }
        assert!(Breached::at(PathBuf::from("/nowhere/at/all")).is_err());
    }
}
