//! The side of the printer, or of an auditor: a key of one's own, and reading what was encrypted to it.

use std::fs::{self, File};
use std::io::{self, BufReader, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::ProgressBar;

use super::output::{Hashing, wipe};
use crate::cli::Failure;
use crate::domain::extract::is_formula;
use crate::sealing;

/// Make a key for a printer or an auditor: the file stays with its owner, the line that is printed goes to
/// whoever makes the letters.
#[derive(Args)]
#[command(after_help = "Example: schuifruimte registrar keygen --out printer.key")]
pub struct KeygenArgs {
    /// A new file, for its owner only
    #[arg(long)]
    out: PathBuf,
}

/// Read letters.age with one's own key and write it as a CSV for the print shop.
#[derive(Args)]
#[command(
    after_help = "Example: schuifruimte registrar csv --identity printer.key letters.age --out print.csv\n\nThe CSV holds names, addresses and codes: erase it when the letters are printed."
)]
pub struct CsvArgs {
    /// The file with the key
    #[arg(long)]
    identity: PathBuf,
    /// The encrypted list of letters
    letters: PathBuf,
    /// A new file, for its owner only
    #[arg(long)]
    out: PathBuf,
    /// What stands between cells: ; or ,
    #[arg(long, default_value = ";", value_parser = [";", ","])]
    separator: String,
}

/// Makes a key.
pub(super) fn keygen(args: &KeygenArgs) -> Result<(), Failure> {
    let (secret, public) = sealing::new_keys();
    let mut file = Hashing::create(&args.out)?;
    let text = format!("# public key: {public}\n{secret}\n");
    file.write_all(text.as_bytes()).and_then(|()| file.end()).map_err(at(&args.out))?;
    println!("{public}");
    Ok(())
}

/// The rows of a list of letters, decrypted with one's own key as they are read; without a key, of a list that was never
/// encrypted.
pub(super) fn opened(
    identity: Option<&Path>,
    letters: &Path,
    watched: &ProgressBar,
) -> Result<Box<dyn io::Read>, Failure> {
    let keys = match identity {
        None => Vec::new(),
        Some(identity) => {
            let text = fs::read_to_string(identity).map_err(at(identity))?;
            sealing::identities(&text)
                .map_err(|why| Failure::refused(format!("{}: {why}", identity.display())))?
        }
    };
    let file = File::open(letters).map_err(at(letters))?;
    watched.set_length(file.metadata().map_or(0, |about| about.len()));
    let file = BufReader::new(watched.wrap_read(file));
    if identity.is_none() {
        return Ok(Box::new(file));
    }
    let refuse = |reason: String| Failure::refused(format!("{}: {reason}", letters.display()));
    let decryptor = age::Decryptor::new_buffered(file).map_err(|error| refuse(error.to_string()))?;
    let clear = decryptor.decrypt(keys.iter().map(|key| key as &dyn age::Identity));
    Ok(Box::new(clear.map_err(|error| refuse(error.to_string()))?))
}

/// Decrypts a list of letters.
pub(super) fn csv(args: &CsvArgs) -> Result<(), Failure> {
    let clear = opened(Some(&args.identity), &args.letters, &ProgressBar::hidden())?;
    let refuse = |reason: String| Failure::refused(format!("{}: {reason}", args.letters.display()));
    // Each piece is authenticated as it comes, so that a file cut short shows only at its end.
    let mut half = args.out.clone().into_os_string();
    half.push(".part");
    let half = PathBuf::from(half);
    if args.out.exists() {
        return Err(Failure::refused(format!("{}: this file is there already", args.out.display())));
    }
    let out = Hashing::create(&half)?;
    let written = rewrite(clear, out, args.separator.as_bytes()[0]);
    let written = written.and_then(|letters| fs::rename(&half, &args.out).map(|()| letters));
    match written {
        Ok(letters) => {
            println!("{letters} letters in {}", args.out.display());
            Ok(())
        }
        Err(error) => {
            wipe(&half).ok();
            Err(refuse(error.to_string()))
        }
    }
}

/// Copies rows with another separator, safe for spreadsheets: how many letters.
fn rewrite(from: impl io::Read, to: Hashing, separator: u8) -> io::Result<u64> {
    let mut rows = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(from);
    let mut out = csv::WriterBuilder::new().delimiter(separator).from_writer(to);
    let (mut row, mut number) = (csv::StringRecord::new(), 0_u64);
    while rows.read_record(&mut row)? {
        out.write_record(row.iter().map(guarded))?;
        number += 1;
    }
    out.into_inner().map_err(csv::IntoInnerError::into_error)?.end()?;
    Ok(number.saturating_sub(1))
}

/// A cell that a spreadsheet does not compute.
fn guarded(cell: &str) -> String {
    if is_formula(cell) || cell.starts_with(['\t', '\r']) { format!("'{cell}") } else { cell.to_string() }
}

/// A refusal that names a file.
pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |error| Failure::refused(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(guarded("＝1+1"), "'＝1+1");
        assert_eq!(guarded("－1"), "'－1");
        assert_eq!(guarded("'t Hart"), "'t Hart");
        assert_eq!(guarded("2345 6789 ABCD EFGS"), "2345 6789 ABCD EFGS");
    }
}
