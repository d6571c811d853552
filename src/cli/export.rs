//! `schuifruimte export`: writes the publication bundle of a certified round, or the case file of a grant or a round.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use super::service::{DataArgs, Service, block_on, refused};
use super::tally::shown;
use crate::acts::{self, ActError};
use crate::config::Settings;
use crate::documents::bundle::write_tar;
use crate::documents::casefile;
use crate::domain::bundle::Bundle;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;

/// Write the publication bundle of a certified round, as a folder or as one .tar; `verify` checks it. Or the case file of
/// a grant, a certified round or a standing round for the municipal archive, as one .tar: it holds personal data, and
/// only you can read it.
#[derive(Args)]
#[command(
    after_help = "Examples: schuifruimte export zuilen-2027 --out zuilen-2027.tar\n          schuifruimte export --case zuilen-2027 --out dossier-zuilen-2027.tar"
)]
pub struct ExportArgs {
    /// Short name of the round
    #[arg(required_unless_present = "case", conflicts_with = "case")]
    round: Option<String>,
    /// Name of a grant, or short name of a round or a standing round, of which to write the case file
    #[arg(long, value_name = "GRANT_OR_ROUND")]
    case: Option<String>,
    /// A new file with the ending .tar, or a folder that is new or empty
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub fn run(args: &ExportArgs) -> Result<(), Failure> {
    match (&args.case, &args.round) {
        (Some(case), _) => case_file(args, case),
        (None, Some(round)) => publication(args, round),
        (None, None) => Err(Failure::refused("name a round")),
    }
}

fn publication(args: &ExportArgs, round: &str) -> Result<(), Failure> {
    let round = RoundId::parse(round)
        .map_err(|_| Failure::refused("a round is named with small letters, digits and single hyphens"))?;
    let settings = Settings::of_data(&args.data).map_err(refused)?;
    let bundle = block_on(async {
        let service = Service::find(&settings).await?;
        let mut conn = service.store.read().await.map_err(refused)?;
        acts::publication::bundle(&mut conn, &round).await.map_err(|error| match error {
            ActError::NotFound => Failure::refused(format!("there is no round {round} here")),
            other => other.into(),
        })
    })?;
    if args.out.extension().is_some_and(|ending| ending == "tar") {
        write(&args.out, &write_tar(&bundle))?;
    } else {
        write_folder(&args.out, &bundle)?;
    }
    println!("{round}: {} files in {}", bundle.files().count(), args.out.display());
    Ok(())
}

/// Writes a case file, and notes its fingerprint in the staff log: who has this computer in hands took it.
fn case_file(args: &ExportArgs, id: &str) -> Result<(), Failure> {
    if args.out.extension().is_none_or(|ending| ending != "tar") {
        return Err(Failure::refused("a case file is one archive: give a new file with the ending .tar"));
    }
    let settings = Settings::of_data(&args.data).map_err(refused)?;
    let (count, digest) = block_on(async {
        let service = Service::find(&settings).await?;
        let case = acts::casefile::named(&service.store, id).await.map_err(|error| match error {
            ActError::NotFound => {
                Failure::refused(format!("there is no grant, round or standing round '{}' here", shown(id)))
            }
            ActError::WrongPhase(phase) => Failure::refused(format!(
                "{id} has no case file before its certificate is signed; its phase is {}",
                phase.name()
            )),
            other => other.into(),
        })?;
        let bytes = casefile::write(&case)
            .map_err(|fault| Failure::refused(format!("the case file could not be made: {}", fault.0)))?;
        let digest = Digest::of(&bytes);
        write_as(&args.out, &bytes, 0o600)?;
        acts::casefile::note(&service.context(), case.subject, &case.id, &digest).await?;
        Ok((case.parts.len(), digest))
    })?;
    println!("{id}: {count} parts in {}, SHA-256 {digest}", args.out.display());
    Ok(())
}

fn write_folder(folder: &Path, bundle: &Bundle) -> Result<(), Failure> {
    let told = |error: std::io::Error| Failure::refused(format!("{}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(told)?;
    if fs::read_dir(folder).map_err(told)?.next().is_some() {
        return Err(Failure::refused(format!("{}: there is something in this folder", folder.display())));
    }
    bundle.files().try_for_each(|(name, bytes)| write(&folder.join(name), bytes))
}

/// Writes a new file.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_as(path, bytes, 0o666)
}

/// Writes a new file that these may read, as far as the mask of the process lets them. What is there already stays as it
/// is; of what could not be written whole nothing is left.
fn write_as(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Failure> {
    let told = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => {
            Failure::refused(format!("{}: this file exists, and it is left as it is", path.display()))
        }
        _ => Failure::refused(format!("{}: {error}", path.display())),
    };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path).map_err(told)?;
    file.write_all(bytes).map_err(|error| {
        // The reason is told whether or not this succeeds.
        fs::remove_file(path).ok();
        told(error)
    })
}
