//! `schuifruimte demo`: an invented municipal year on a fresh embedded database, ready to look at.

mod beside;
mod bid;
mod course;
mod grants;
mod lot;
mod paper;
mod photo;
mod pitched;
mod pitching;
mod places;
mod points;
mod post;
mod pots;
mod staff;
mod town;
mod year;

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use super::serve::{listen, log_to_standard_error, stopped};
use super::service::{DataArgs, Service, block_on, refused};
use crate::acts::publication;
use crate::acts::round::OPENING;
use crate::config::{ListenArgs, Settings};
use crate::documents::bundle::write_tar;
use crate::domain::account::SecondFactor;
use crate::domain::seed::Seed;
use crate::entropy::Entropy;
use crate::text::Lang;
use crate::web::paths;
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
    // Whoever looks around comes in with the printed passwords; a real service asks for more.
    let mut listening = args.listen.clone();
    listening.second_factor.get_or_insert_with(|| SecondFactor::Optional.name().to_string());
    let settings = Settings::of_service(&data, &listening).map_err(refused)?;
    log_to_standard_error();
    block_on(async {
        let listener = if args.once { None } else { Some(listen(&settings).await?) };
        let service = Service::make(&settings).await?;
        let year = year::make(&service, service.clock.now()).await?;
        let files = files(&service, &year, &settings.data).await?;
        let mail = post::all_shown(&service, &settings.origin, &year.mails)?;
        tell(&settings, &year, &files, &mail);
        let Some(listener) = listener else { return Ok(()) };
        let app = App::new(settings, service.store, service.keys, service.clock, service.entropy)
            .map_err(refused)?;
        if app.settings.mail.is_none() {
            tokio::spawn(post::show(app.clone()));
        }
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

/// What the visitor can check.
struct Files {
    bundle: PathBuf,
    flipped: PathBuf,
    opening: PathBuf,
    /// The secret key of an auditor.
    identity: PathBuf,
}

/// The published bundle, the same with one byte flipped in the middle, the auditors' file, and their keys in a folder
/// apart from the keys of the service: in a real year they never come near it.
async fn files(service: &Service, year: &Year, data: &Path) -> Result<Files, Failure> {
    let round = &year.certified;
    let mut conn = service.store.read().await.map_err(refused)?;
    let good = write_tar(&publication::bundle(&mut conn, round).await?);
    let opening = crate::store::document::find(&mut conn, round, OPENING).await.map_err(refused)?;
    let opening = opening.ok_or_else(|| Failure::refused("a sealed round has a file for auditors"))?;
    let mut bad = good.clone();
    let middle = bad.len() / 2;
    bad[middle] ^= 1;
    let homes = data.join("auditors");
    let told = |error: std::io::Error| Failure::refused(format!("{}: {error}", homes.display()));
    std::fs::DirBuilder::new().mode(0o700).create(&homes).map_err(told)?;
    let named = |ending: &str| data.join(format!("{round}{ending}"));
    let files = Files {
        bundle: named(".tar"),
        flipped: named("-flipped.tar"),
        opening: named("-opening.age"),
        identity: homes.join(year.auditors[0].0),
    };
    for (file, secret) in &year.auditors {
        write(&homes.join(file), format!("{secret}\n").as_bytes())?;
    }
    write(&files.bundle, &good)?;
    write(&files.flipped, &bad)?;
    write(&files.opening, &opening)?;
    Ok(files)
}

/// Writes a new file that only its owner can read.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let told = |error: std::io::Error| Failure::refused(format!("{}: {error}", path.display()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(told)?;
    file.write_all(bytes).map_err(told)
}

fn tell(settings: &Settings, year: &Year, files: &Files, mail: &str) {
    let origin = &settings.origin;
    let program =
        std::env::current_exe().map_or("schuifruimte".to_string(), |path| path.display().to_string());
    println!("An invented year of the municipality of Utrecht. Data: {}\n", settings.data.display());
    println!("Pages");
    println!("  start          {origin}/");
    println!("  takes plans    {origin}/rondes/{}", year.collecting);
    println!("  votes now      {origin}/rondes/{}/stemmen", year.open);
    println!("  divides points {origin}/rondes/{}/stemmen", year.points.0);
    println!("  at a kiosk     {origin}{}", paths::fill(Lang::Nl, paths::KIOSK, &[]));
    println!("  is decided     {origin}/rondes/{}/uitslag", year.certified);
    println!("  by lot         {origin}/rondes/driehoek/uitslag");
    println!("  the money      {origin}/geld");
    let [letters, spares] = &year.letters;
    println!("\nLetters to vote with: code and control number");
    letters.iter().for_each(|letter| println!("  {letter}"));
    println!("Letters of the round that divides points");
    year.points.1.iter().for_each(|letter| println!("  {letter}"));
    println!("Spare letters at the desk: they work when two officers put them in the place of another");
    spares.iter().take(2).for_each(|letter| println!("  {letter}"));
    println!("\nOffice {origin}/bureau");
    for officer in &year.officers {
        println!("  {:<8} {}   {}", officer.login, officer.password, officer.function);
    }
    println!(
        "  Sign in with a name and the password behind it: in a demonstration that is enough. To try a passkey or an app"
    );
    println!(
        "  as well, go to 'Uw account'; passkeys want a name of a host: start with --origin http://localhost:PORT."
    );
    println!("\nPeople who pitch {origin}{}", paths::fill(Lang::Nl, paths::ENTER, &[]));
    println!(
        "  Nadia, Bram and Yusuf are a group. They sign in by a link in a mail, which opens once and for half an hour."
    );
    println!(
        "  The demonstration sends no mail: it shows all of it here. Ask for a link with any address, and look here."
    );
    print!("{mail}");
    println!("\nCheck the decided round yourself: it holds");
    println!("  {program} verify {}", files.bundle.display());
    println!("The same with one byte flipped: it names what broke");
    println!("  {program} verify {}", files.flipped.display());
    println!("As an auditor: every commitment in the log opens to one ballot");
    println!(
        "  {program} verify {} --opening {} --identity {}",
        files.bundle.display(),
        files.opening.display(),
        files.identity.display()
    );
    println!("  The keys of both invented auditors lie in {}.", homes(files));
    println!("  Real auditors make their own and show them to nobody.");
}

fn homes(files: &Files) -> String {
    files.identity.parent().map_or_else(String::new, |folder| folder.display().to_string())
}
