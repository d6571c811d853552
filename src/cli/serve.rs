//! `schuifruimte serve`: the service.

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::Failure;
use super::service::{DataArgs, Service, block_on, refused};
use crate::acts::fsck::keys::Address;
use crate::config::{ListenArgs, Settings};
use crate::keys::read_secret;
use crate::sealing;
use crate::web::serve;
use crate::web::state::App;

/// Serves the pages
#[derive(Args)]
#[command(
    after_help = "Example: schuifruimte serve --data /var/lib/schuifruimte --origin https://ruimte.utrecht.example"
)]
pub struct ServeArgs {
    /// Shows the settings, without secrets, and stops
    #[arg(long)]
    print_config: bool,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub fn run(args: &ServeArgs) -> Result<(), Failure> {
    let settings = Settings::of_service(&args.data, &args.listen).map_err(refused)?;
    if args.print_config {
        print!("{}", settings.print());
        let secret = settings.provider.as_ref().map(|provider| read_secret(&provider.secret_file));
        return secret.transpose().map(drop).map_err(refused);
    }
    has_an_address(&settings)?;
    log_to_standard_error();
    block_on(async {
        let listener = listen(&settings).await?;
        let service = Service::open(&settings).await?;
        if !service.store.writes_through().await.map_err(refused)? {
            tracing::error!("PostgreSQL runs with fsync = off: a power cut takes votes that have a receipt");
        }
        if !service.store.empty_journal().await.map_err(refused)? {
            tracing::warn!("someone reads the database: what was deleted is emptied within an hour");
        }
        // First what a stop left half-way, keys that were being destroyed among it. The keys that are there after that
        // are the ones that will be needed: better to hear of a bad one now.
        finish_seals(&service).await;
        service.keys.check().map_err(refused)?;
        keys_fit(&service).await?;
        let store = service.store.clone();
        let app = App::new(settings.clone(), service.store, service.keys, service.clock, service.entropy);
        let app = app.map_err(refused)?;
        eprintln!("schuifruimte serves {} on {}", settings.origin, settings.listen);
        let stop = stopped()?;
        let writer = app.writer.clone();
        let until = {
            let (store, writer) = (store.clone(), writer.clone());
            async move {
                tokio::select! {
                    () = stop => {}
                    _ = store.failed() => {}
                    () = writer.ended() => {}
                }
            }
        };
        serve::run(listener, app, until).await.map_err(refused)?;
        // Closing the database writes once more, so a disk that failed is left alone.
        if let Some(reason) = store.failure() {
            return Err(Failure::Broken(format!(
                "the disk under the database failed ({reason}). Votes that were answered with a receipt are kept; \
                 this process takes nothing more. Look at the disk, then start again: the service goes on from what \
                 is stored, and `schuifruimte fsck` checks it"
            )));
        }
        store.close().await;
        if writer.has_ended() {
            return Err(Failure::Broken("the writer of ballots stopped; start again".to_string()));
        }
        Ok(())
    })
}

/// Whether browsers can know the service by its address: the names of all logs begin with it, for good.
fn has_an_address(settings: &Settings) -> Result<(), Failure> {
    if settings.listen.ip().is_unspecified() && !settings.names_origin {
        return Err(Failure::refused(format!(
            "{} is no address that a browser can go to, and the names of all logs would begin with it: say how the service \
             is known with --origin, such as https://ruimte.utrecht.example",
            settings.listen
        )));
    }
    Ok(())
}

/// Whether the keys are the ones that rounds were opened with. Without the keys that sign nothing can go on in such a
/// round, and receipts would be worth nothing; a missing key of one round is told, and the others go on.
async fn keys_fit(service: &Service) -> Result<(), Failure> {
    for finding in service.keys_of_rounds(Address::Known).await? {
        if finding.invariant == "I5" {
            return Err(Failure::refused(finding.what));
        }
        tracing::error!("{}", finding.what);
    }
    for finding in service.imported_elsewhere(Address::Known).await? {
        tracing::error!("{}", finding.what);
    }
    Ok(())
}

/// Finishes what a stop of the service left half-way. What does not succeed is no reason not to serve: it is told
/// here and at the address for readiness, and such a round cannot be counted.
async fn finish_seals(service: &Service) {
    let failed = match sealing::finish_all(&service.context(), &service.keys).await {
        Ok(failed) => failed,
        Err(error) => return tracing::error!("seals could not be looked at: {error}"),
    };
    for (round, error) in failed {
        tracing::error!(round = round.as_str(), "the seal could not be finished: {error}");
    }
}

/// Takes the address, or says who could have it.
pub async fn listen(settings: &Settings) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(settings.listen).await;
    bound.map_err(|error| {
        Failure::refused(format!("{}: {error}; choose another with --listen", settings.listen))
    })
}

/// Done when the service is asked to stop.
pub fn stopped() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(refused)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(refused)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// What happens goes to standard error; `RUST_LOG` says how much. Requests are not logged: who voted when
/// could be read from that.
pub fn log_to_standard_error() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
