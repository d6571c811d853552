//! `schuifruimte export`: writes the publication bundle of a certified round.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use super::service::{DataArgs, Service, block_on, refused};
use crate::acts;
use crate::config::Settings;
use crate::documents::bundle::write_tar;
use crate::domain::bundle::Bundle;
use crate::domain::id::RoundId;

/// Write the publication bundle of a certified round, as a folder or as one .tar; `verify` checks it.
#[derive(Args)]
#[command(after_help = "Example: schuifruimte export zuilen-2027 --out zuilen-2027.tar")]
pub struct ExportArgs {
    /// Short name of the round
    round: String,
    /// A new file with the ending .tar, or a folder that is new or empty
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub fn run(args: &ExportArgs) -> Result<(), Failure> {
    let round = RoundId::parse(&args.round)
        .map_err(|_| Failure::refused("a round is named with small letters, digits and single hyphens"))?;
    let settings = Settings::of_data(&args.data).map_err(refused)?;
    let bundle = block_on(async {
        let service = Service::find(&settings).await?;
        let mut conn = service.store.read().await.map_err(refused)?;
        Ok(acts::publication::bundle(&mut conn, &round).await?)
    })?;
    if args.out.extension().is_some_and(|ending| ending == "tar") {
        write(&args.out, &write_tar(&bundle))?;
    } else {
        write_folder(&args.out, &bundle)?;
    }
    println!("{round}: {} files in {}", bundle.files().count(), args.out.display());
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
    let told = |error: std::io::Error| Failure::refused(format!("{}: {error}", path.display()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(told)?;
    file.write_all(bytes).map_err(told)
}
