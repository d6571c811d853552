//! What goes to the printer: one row a letter, in the clear or encrypted as it is written.

use std::io::{self, Write};
use std::str::FromStr as _;

use age::stream::StreamWriter;
use age::x25519::Recipient;

use super::output::Hashing;
use crate::cli::Failure;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::extract::LINES;
use crate::domain::register::Made;
use crate::domain::voting_code::VotingCode;
use crate::sealing::{self, KeyFault};

/// Where rows go.
enum Sink {
    /// To a file that printers can read with their own keys only.
    Sealed(StreamWriter<Hashing>),
    /// To a file as it is.
    Open(Hashing),
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Sealed(to) => to.write(bytes),
            Sink::Open(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Sealed(to) => to.flush(),
            Sink::Open(to) => to.flush(),
        }
    }
}

/// The list of letters while it is written.
pub(super) struct Printing {
    rows: csv::Writer<Sink>,
    number: u64,
}

/// The names of the columns.
pub(super) fn names() -> Vec<&'static str> {
    [&["brief", "soort"][..], &LINES, &["code", "controlenummer"]].concat()
}

impl Printing {
    /// Begins a list for these printers; in the clear when there are none.
    pub(super) fn begin(file: Hashing, printers: &[Recipient]) -> Result<Printing, Failure> {
        let sink = if printers.is_empty() {
            Sink::Open(file)
        } else {
            let printers = printers.iter().map(|printer| printer as &dyn age::Recipient);
            let encryptor = age::Encryptor::with_recipients(printers);
            let encryptor = encryptor.map_err(|error| Failure::refused(format!("--printer: {error}")))?;
            Sink::Sealed(encryptor.wrap_output(file).map_err(told)?)
        };
        let mut rows = csv::WriterBuilder::new().delimiter(b';').from_writer(sink);
        rows.write_record(names()).map_err(told)?;
        Ok(Printing { rows, number: 0 })
    }

    /// Adds a letter, with the lines of a person or without.
    pub(super) fn add(
        &mut self,
        made: Made,
        lines: &[String],
        (code, control): &(VotingCode, ControlNumber),
    ) -> Result<(), Failure> {
        self.number += 1;
        let kind = match made {
            Made::Issued => "brief",
            Made::Spare => "reserve",
        };
        let (number, code, control) = (self.number.to_string(), code.for_the_letter(), control.to_string());
        let mut row = vec![number.as_str(), kind];
        row.extend((0..LINES.len()).map(|place| lines.get(place).map_or("", String::as_str)));
        row.extend([code.as_str(), control.as_str()]);
        self.rows.write_record(row).map_err(told)
    }

    /// Ends the list: the fingerprint of the file.
    pub(super) fn end(self) -> Result<Digest, Failure> {
        let sink = self.rows.into_inner().map_err(|error| told(error.into_error()))?;
        let file = match sink {
            Sink::Sealed(to) => to.finish().map_err(told)?,
            Sink::Open(to) => to,
        };
        file.end().map_err(told)
    }
}

/// Reads the public keys of printers. A refusal never shows what was typed: it may be a secret key.
pub(super) fn recipients(texts: &[String]) -> Result<Vec<Recipient>, Failure> {
    let read = |(number, text): (usize, &String)| {
        let refuse = |what: &str| Failure::refused(format!("key {number} of --printer: {what}"));
        sealing::check_key(text).map_err(|fault| match fault {
            KeyFault::Secret => refuse(
                "this is a SECRET key, for the printer alone. Whoever read it here can read the letters: ask for a new one, the line that begins with age1",
            ),
            KeyFault::Unusable => refuse("this is not a public key of age, which begins with age1"),
        })?;
        Recipient::from_str(text.trim()).map_err(refuse)
    };
    (1..).zip(texts).map(read).collect()
}

fn told(error: impl std::fmt::Display) -> Failure {
    Failure::refused(format!("the list of letters: {error}"))
}
