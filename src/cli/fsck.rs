//! `schuifruimte fsck`: checks what is stored against the invariants of the house.

use clap::Args;
use serde_json::json;

use super::service::{DataArgs, Service, block_on, refused};
use super::{Failure, Format, print_json};
use crate::acts;
use crate::acts::fsck::keys::Address;
use crate::config::Settings;

/// Check what is stored: both logs, every ballot, every sum, every outcome (counted again), every certificate.
#[derive(Args)]
#[command(
    after_help = "Example: schuifruimte fsck --config /etc/schuifruimte/settings.toml\nExit status 0 when everything holds, 1 when something does not."
)]
pub struct FsckArgs {
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub fn run(args: &FsckArgs) -> Result<(), Failure> {
    let settings = Settings::of_data(&args.data).map_err(refused)?;
    let findings = block_on(async {
        let service = Service::find(&settings).await?;
        let mut findings =
            acts::fsck::check(&service.store, |round| service.keys.ballots(round).ok().flatten()).await?;
        findings.extend(acts::fsck::vault::check(&service.store, &service.signing.vault).await?);
        let address = if settings.names_origin { Address::Known } else { Address::Unknown };
        findings.extend(service.imported_elsewhere(address).await?);
        for finding in service.keys_of_rounds(address).await? {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        Ok(findings)
    })?;
    match args.format {
        Format::Json => {
            let list: Vec<_> =
                findings.iter().map(|one| json!({ "invariant": one.invariant, "what": one.what })).collect();
            print_json(&json!({ "findings": list }));
        }
        Format::Text => findings.iter().for_each(|one| println!("{one}")),
    }
    if findings.is_empty() {
        if args.format == Format::Text {
            println!("everything holds");
        }
        return Ok(());
    }
    Err(Failure::NotHolding(match findings.len() {
        1 => "one thing does not hold".to_string(),
        more => format!("{more} things do not hold"),
    }))
}
