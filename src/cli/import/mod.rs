//! `schuifruimte import`: takes in an election, a register of letters, the key of a round's codes, or a file about
//! areas.

mod areas;

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::service::{DataArgs, Service, block_on, refused};
use super::tally::read;
use crate::acts::{self, ActError};
use crate::config::Settings;
use crate::domain::count_rule::CountRule;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::import::ImportedElection;
use crate::domain::register::{Register, groups};
use crate::domain::worth::Worth;
use crate::keys::{CODE_KEY_FORMAT, read_code_key};
use crate::tally::{Rule, pb};
use areas::AreaArgs;

/// The largest file that is taken in, in bytes: a register of a million letters and any published election are smaller.
/// A device has no end.
const MOST: u64 = 1 << 28;

/// Take in a file: an election (.pb), a register.upload or a code.key; told apart by what is in it.
///
/// An election becomes a round that stands closed and sealed, ready to count and certify; it shows the
/// count and can never be awarded. A register and its key belong to a round that is not open yet; an officer
/// accepts the register in the office, with the paper protocol in hand. With --what it is a file about areas: CSV or
/// GeoJSON.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  schuifruimte import Netherlands_Amsterdam_309.pb --data try --origin http://localhost:8080\n  schuifruimte import letters/register.upload --config /etc/schuifruimte/settings.toml\n  schuifruimte import code.key --config /etc/schuifruimte/settings.toml\n  schuifruimte import --config /etc/schuifruimte/settings.toml --what neighbourhoods --source 'Gemeente Utrecht' --year 2013 --licence 'open data' buurten.geojson"
)]
pub struct ImportArgs {
    /// The file
    file: PathBuf,
    /// How an election is counted: default, greedy, assen, wieliczka or pabutools
    #[arg(long, default_value = "default")]
    preset: String,
    #[command(flatten)]
    areas: AreaArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub fn run(args: &ImportArgs) -> Result<(), Failure> {
    let shown = args.file.display();
    let bytes = read(&args.file, MOST, "a file to import").map_err(refused)?;
    let settings = Settings::of_data(&args.data).map_err(refused)?;
    block_on(async {
        let text = String::from_utf8_lossy(&bytes);
        if let Some(kind) = args.areas.what {
            areas::run(&Service::find(&settings).await?, kind, &args.areas, &args.file, &bytes).await
        } else if text.starts_with("schuifruimte-register/") {
            register(&Service::find(&settings).await?, &text, &shown.to_string()).await
        } else if text.starts_with(CODE_KEY_FORMAT) {
            code_key(&Service::find(&settings).await?, &text, &shown.to_string()).await
        } else {
            election(&settings, args, &bytes).await
        }
    })
}

async fn register(service: &Service, text: &str, shown: &str) -> Result<(), Failure> {
    let round = text.lines().nth(1).and_then(|line| line.strip_prefix("round ")).unwrap_or("");
    let round = RoundId::parse(round).map_err(|_| Failure::refused(format!("{shown}: it names no round")))?;
    let register =
        Register::parse(text, &round).map_err(|error| Failure::refused(format!("{shown}: {error}")))?;
    let upload = Digest::of(text.as_bytes());
    acts::register::propose(&mut service.context(), &round, &register, upload)
        .await
        .map_err(|error| told(error, shown, &round, "the register"))?;
    let (letters, spares) = register.counts();
    println!("{round}: {letters} letters and {spares} spares, register root {}", register.root());
    println!("{}", groups(&upload).join(" "));
    println!("Now an officer accepts it in the office, with the paper protocol in hand.");
    Ok(())
}

async fn code_key(service: &Service, text: &str, shown: &str) -> Result<(), Failure> {
    let (round, key) =
        read_code_key(text).ok_or_else(|| Failure::refused(format!("{shown}: this is not a code.key")))?;
    let keep =
        || service.keys.replace_codes(&round, &key).map_err(|error| ActError::Import(error.to_string()));
    let wanted = acts::register::bring_code_key(&service.context(), &round, key.mark(), keep).await;
    let wanted = wanted.map_err(|error| told(error, shown, &round, "the key"))?;
    println!("{round}: the key of its codes is here, mark {}", key.mark());
    match wanted {
        Some(wanted) if wanted == key.mark() => println!("It is the key of the letters in the register."),
        Some(wanted) => {
            println!(
                "It is NOT the key of the letters in the register that was brought: that one has the mark {wanted}."
            );
            println!(
                "The round does not open with both. Import the code.key that was made with the right register."
            );
        }
        None => println!("There is no register yet to compare it with."),
    }
    Ok(())
}

/// Why what belongs to a round was not taken in.
fn told(error: ActError, shown: &str, round: &RoundId, what: &str) -> Failure {
    match error {
        ActError::NotFound => Failure::refused(format!("{shown}: there is no round {round} here")),
        ActError::WrongPhase(phase) => Failure::refused(format!(
            "{shown}: {what} of {round} is brought before the round opens; its phase is {}",
            phase.name()
        )),
        ActError::Import(reason) => Failure::refused(format!("{shown}: {reason}")),
        other => other.into(),
    }
}

/// Takes in an election once it is known to be one, and under which address its log will be signed.
async fn election(settings: &Settings, args: &ImportArgs, bytes: &[u8]) -> Result<(), Failure> {
    let shown = args.file.display();
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let election = pb::read(bytes).map_err(|error| Failure::refused(format!("{shown}: {error}")))?;
    let rule = rule(&args.preset, ImportedElection::worth(&election))?;
    let imported = ImportedElection::new(&election, &name, bytes, CountRule(rule))
        .map_err(|error| Failure::refused(format!("{shown}: {error}")))?;
    if !settings.names_origin {
        return Err(Failure::refused(
            "the name of the round's log begins with the address of the service: give the one that you serve it under, \
             such as --origin http://localhost:8080, or the settings with --config",
        ));
    }
    let service = Service::begin(settings).await?;
    acts::election::import(&mut service.context(), &imported).await?;
    println!(
        "{}: {} ballots, {} projects, sealed",
        imported.round,
        imported.ballots.len(),
        imported.proposals.len()
    );
    Ok(())
}

/// The rule of a preset, for ballots that say this.
fn rule(preset: &str, worth: Worth) -> Result<Rule, Failure> {
    let named = |shares: &str, greedy: &str| match preset {
        "default" => CountRule::named(shares),
        "greedy" => CountRule::named(greedy),
        _ => None,
    };
    let found = match worth {
        Worth::Votes if preset == "greedy" => Some(Rule::greedy()),
        Worth::Votes => named("equal-shares", "greedy"),
        Worth::Points => named("equal-shares-points", "greedy-points"),
        Worth::Places => named("equal-shares-places", "greedy-places"),
    };
    let other = || Rule::preset(preset);
    found
        .or_else(other)
        .ok_or_else(|| Failure::refused(format!("--preset {preset}: there is no such preset")))
}
