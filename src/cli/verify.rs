//! `schuifruimte verify`: checks a publication bundle, by anyone, on any machine.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{Failure, Format, print_json};
use crate::documents::bundle::{ArchiveFault, MAX_BUNDLE, read_tar};
use crate::domain::bundle::{Broken, Bundle, Expected, OpeningFile, Report, verify};
use crate::domain::digest::Digest;
use crate::domain::opening;
use crate::sealing;

/// The longest checkpoint, and the longest file with secret keys, that is read.
const MAX_SMALL: u64 = 10_000;

/// Check a publication bundle: the log, the register, the ballots counted again, the certificate.
///
/// It needs no database and no network. With --checkpoint it also checks that the log goes on from a
/// checkpoint that you kept, and with --key that it is signed with the key that you know from elsewhere.
///
/// Auditors check with --opening that every commitment in the log opens to one sealed ballot. With it they count
/// again also where the ballots are not published. Keep what it says to yourself: beside a list of letters and
/// persons it would tell who chose what.
#[derive(Args)]
#[command(
    after_help = "Examples: schuifruimte verify zuilen-2027.tar --checkpoint saved.txt\n          schuifruimte verify zuilen-2027.tar --opening opening.age --identity my-key.txt\nExit status 0 when everything holds, 1 when something does not, 2 when the input cannot be read."
)]
pub struct VerifyArgs {
    /// The bundle: a folder or a .tar
    bundle: PathBuf,
    /// A checkpoint that you kept from an earlier day
    #[arg(long)]
    checkpoint: Option<PathBuf>,
    /// The public key of the log, as it was printed
    #[arg(long)]
    key: Option<String>,
    /// The auditors' opening bundle, encrypted as the office gives it or already decrypted
    #[arg(long)]
    opening: Option<PathBuf>,
    /// Your secret key of the age tool, to decrypt the opening bundle with
    #[arg(long, requires = "opening")]
    identity: Option<PathBuf>,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &VerifyArgs) -> Result<(), Failure> {
    let checkpoint = args.checkpoint.as_deref().map(read_checkpoint).transpose()?;
    let opened =
        args.opening.as_deref().map(|path| read_opening(path, args.identity.as_deref())).transpose()?;
    let expected = Expected {
        key: args.key.as_deref(),
        checkpoint: checkpoint.as_deref(),
        opening: opened.as_ref().map(Opened::file),
    };
    let report = match read_bundle(&args.bundle)? {
        Ok(bundle) => verify(&bundle, &expected),
        Err(broken) => Report { steps: Vec::new(), end: Err(broken) },
    };
    // A file that is not the one in the log does not hold; the right one under another key is no verdict.
    if let (Ok(_), Some(Opened { text: Err(failure), .. })) = (&report.end, &opened) {
        return Err(Failure::refused(failure.clone()));
    }
    match args.format {
        Format::Text => print_text(&report),
        Format::Json => print_json(&as_json(&report)),
    }
    report.end.map(|_| ()).map_err(|broken| Failure::NotHolding(format!("does not hold: {broken}")))
}

/// An opening bundle that was read.
struct Opened {
    encrypted: Option<Digest>,
    /// What it says, or why it does not open.
    text: Result<String, String>,
}

impl Opened {
    fn file(&self) -> OpeningFile<'_> {
        OpeningFile { encrypted: self.encrypted, text: self.text.as_deref().ok() }
    }
}

/// Reads the auditors' file and opens it if it is encrypted.
fn read_opening(path: &Path, identity: Option<&Path>) -> Result<Opened, Failure> {
    let bytes = read_file(path, MAX_BUNDLE)?;
    if !sealing::is_encrypted(&bytes) {
        let text = String::from_utf8(bytes).ok().filter(|text| text.starts_with(opening::FORMAT));
        let text = text.ok_or_else(|| told(path, "this is not an opening bundle"))?;
        return Ok(Opened { encrypted: None, text: Ok(text) });
    }
    let identity = identity.ok_or_else(|| told(path, "this is encrypted: give your key with --identity"))?;
    let keys = String::from_utf8(read_file(identity, MAX_SMALL)?);
    let keys = keys.map_err(|_| told(identity, "this is not a file with a secret key of age"))?;
    let text = sealing::decrypt(&keys, &bytes)
        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "what was encrypted is not text".to_string()));
    let text =
        text.map_err(|why| format!("{} does not open with {}: {why}", path.display(), identity.display()));
    Ok(Opened { encrypted: Some(Digest::of(&bytes)), text })
}

fn print_text(report: &Report) {
    for step in &report.steps {
        println!("ok  {step}");
    }
    if let Ok(verdict) = &report.end {
        println!("{verdict}");
    }
}

fn as_json(report: &Report) -> serde_json::Value {
    match &report.end {
        Ok(verdict) => json!({
            "holds": true,
            "steps": report.steps,
            "verdict": verdict.name(),
            "ballots": verdict.ballots,
            "conclusion": verdict.to_string(),
        }),
        Err(broken) => json!({
            "holds": false,
            "steps": report.steps,
            "file": broken.file,
            "place": broken.place,
            "what": broken.what,
        }),
    }
}

fn told(path: &Path, error: impl std::fmt::Display) -> Failure {
    Failure::refused(format!("{}: {error}", path.display()))
}

fn read_checkpoint(path: &Path) -> Result<String, Failure> {
    let bytes = read_file(path, MAX_SMALL)?;
    String::from_utf8(bytes).map_err(|_| told(path, "this is not a checkpoint"))
}

/// The bundle in a folder or an archive, or what is broken in the archive itself.
fn read_bundle(path: &Path) -> Result<Result<Bundle, Broken>, Failure> {
    if fs::metadata(path).map_err(|error| told(path, error))?.is_dir() {
        return read_folder(path).map(Ok);
    }
    match read_tar(&read_file(path, MAX_BUNDLE)?) {
        Ok(bundle) => Ok(Ok(bundle)),
        Err(ArchiveFault::Broken(broken)) => Ok(Err(broken)),
        Err(ArchiveFault::NotAnArchive) => Err(told(path, "this is neither a folder nor a bundle as .tar")),
        Err(ArchiveFault::TooLarge) => Err(told(path, "this is larger than a bundle can be")),
    }
}

fn read_folder(path: &Path) -> Result<Bundle, Failure> {
    let mut files = BTreeMap::new();
    let mut room = MAX_BUNDLE;
    for entry in fs::read_dir(path).map_err(|error| told(path, error))? {
        let entry = entry.map_err(|error| told(path, error))?;
        let path = entry.path();
        // Of the entry itself, so that a link is not followed.
        if !entry.file_type().map_err(|error| told(&path, error))?.is_file() {
            return Err(told(&path, "a bundle holds plain files only"));
        }
        let name = entry.file_name().into_string().map_err(|_| told(&path, "its name is not text"))?;
        let bytes = read_file(&path, room)?;
        room = room.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        files.insert(name, bytes);
    }
    Ok(Bundle::new(files))
}

/// Reads a file of at most `most` bytes.
fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| told(path, error))?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| told(path, error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
        Ok(bytes)
    } else {
        Err(told(path, "this is larger than it can be"))
    }
}
