//! `schuifruimte migrate`: brings the database to the schema of this program.

use clap::Args;

use super::Failure;
use super::service::{DataArgs, Service, block_on, refused};
use crate::config::Settings;
use crate::store::schema;

/// Bring the database to the schema of this program; what is in it stays.
#[derive(Args)]
#[command(
    after_help = "Example: schuifruimte migrate --config /etc/schuifruimte/settings.toml\nA new embedded database needs none of this: `serve` makes one."
)]
pub struct MigrateArgs {
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub fn run(args: &MigrateArgs) -> Result<(), Failure> {
    let settings = Settings::of_data(&args.data).map_err(refused)?;
    block_on(async {
        let service = Service::to_migrate(&settings).await?;
        schema::migrate(&service.store).await.map_err(refused)?;
        service.settle().await?;
        println!("the schema is current");
        Ok(())
    })
}
