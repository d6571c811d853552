//! `schuifruimte demo`: an invented municipal year on a fresh embedded database, ready to look at.

mod town;
mod year;

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use super::serve::{listen, log_to_standard_error, stopped};
use super::service::{DataArgs, Service, block_on, refused};
use crate::acts::publication;
use crate::config::{ListenArgs, Settings};
use crate::documents::bundle::write_tar;
use crate::domain::seed::Seed;
use crate::entropy::Entropy;
use crate::web::serve;
use crate::web::state::App;
use year::Year;

/// Shows an invented municipal year: one round collects plans, one votes, one is decided
#[derive(Args)]
#[command(after_help = "Example: schuifruimte demo --listen 127.0.0.1:8080")]
pub struct DemoArgs {
    /// Makes everything, prints it, and stops without serving
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub fn run(args: &DemoArgs) -> Result<(), Failure> {
    let mut data = args.data.clone();
    if data.data.is_none() {
        data.data = Some(fresh_folder()?);
    }
    let settings = Settings::of_service(&data, &args.listen).map_err(refused)?;
    log_to_standard_error();
    block_on(async {
        let listener = if args.once { None } else { Some(listen(&settings).await?) };
        let service = Service::open(&settings).await?;
        if crate::store::municipality::find(&mut *service.store.read().await.map_err(refused)?)
            .await
            .map_err(refused)?
            .is_some()
        {
            return Err(Failure::refused(format!(
                "{} holds a service already; the demonstration wants an empty folder",
                settings.data.display()
            )));
        }
        let year = year::make(&service, service.clock.now()).await?;
        let bundles = bundles(&service, &year, &settings.data).await?;
        tell(&settings, &year, &bundles);
        let Some(listener) = listener else { return Ok(()) };
        let app = App::new(settings, service.store, service.keys, service.clock, service.entropy)
            .map_err(refused)?;
        serve::run(listener, app, stopped()?).await.map_err(refused)
    })
}

/// A folder that did not exist before.
fn fresh_folder() -> Result<PathBuf, Failure> {
    let mark = Seed::new(Entropy::system().seed()).id();
    let folder = std::env::temp_dir().join(format!("schuifruimte-demo-{}", &mark[..8]));
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .map_err(|error| Failure::refused(format!("{}: {error}", folder.display())))?;
    Ok(folder)
}

/// The published bundle and the same with one byte flipped in the middle.
async fn bundles(service: &Service, year: &Year, data: &Path) -> Result<[PathBuf; 2], Failure> {
    let mut conn = service.store.read().await.map_err(refused)?;
    let bundle = publication::bundle(&mut conn, &year.certified).await?;
    let good = write_tar(&bundle);
    let mut flipped = good.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let paths =
        [data.join(format!("{}.tar", year.certified)), data.join(format!("{}-flipped.tar", year.certified))];
    for (path, bytes) in paths.iter().zip([good, flipped]) {
        std::fs::write(path, bytes)
            .map_err(|error| Failure::refused(format!("{}: {error}", path.display())))?;
    }
    Ok(paths)
}

fn tell(settings: &Settings, year: &Year, [good, flipped]: &[PathBuf; 2]) {
    let origin = &settings.origin;
    let program =
        std::env::current_exe().map_or("schuifruimte".to_string(), |path| path.display().to_string());
    println!("An invented year of the municipality of Utrecht. Data: {}\n", settings.data.display());
    println!("Pages");
    println!("  start          {origin}/");
    println!("  takes plans    {origin}/rondes/{}", year.collecting);
    println!("  votes now      {origin}/rondes/{}/stemmen", year.open);
    println!("  is decided     {origin}/rondes/{}/uitslag", year.certified);
    println!("\nCodes for a vote");
    year.codes.iter().for_each(|code| println!("  {code}"));
    println!("\nOffice {origin}/bureau");
    for officer in &year.officers {
        println!("  {:<8} {}   {}", officer.login, officer.password, officer.function);
    }
    println!("\nCheck the decided round yourself: it holds");
    println!("  {program} verify {}", good.display());
    println!("The same with one byte flipped: it names what broke");
    println!("  {program} verify {}", flipped.display());
}
