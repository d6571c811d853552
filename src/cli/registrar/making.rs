//! `registrar make`: from an extract of residents, or from a number, to letters.

use std::collections::hash_map::{Entry as Place, HashMap};
use std::fs::File;
use std::io::{BufReader, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

use super::draw::Draw;
use super::letters::{Printing, recipients};
use super::output::Output;
use super::protocol::{Counts, Protocol};
use crate::cli::Failure;
use crate::clock::Clock;
use crate::domain::digest::Digest;
use crate::domain::eligibility::{Eligibility, Verdict};
use crate::domain::extract::{Asked, Extract, Resident};
use crate::domain::id::RoundId;
use crate::domain::register::{MAX_LETTERS, Made};
use crate::domain::resident::is_issuer;
use crate::domain::seed::Seed;
use crate::entropy::Entropy;
use crate::keys::write_code_key;

/// Make letters: codes and control numbers, the list for the printer, the upload, the key and the protocol.
///
/// The folder then holds `register.upload` (keyed hashes and control numbers: for the server), `code.key`
/// (for the server as well, carried apart), `letters.age` (names, addresses and codes, encrypted to the
/// printers: never for the server) and `protocol.txt` (for paper, with two signatures). All or nothing: a
/// refusal leaves no file behind.
#[derive(Args)]
#[command(after_help = EXTRACT_HELP)]
pub struct MakeArgs {
    /// Short name of the round
    #[arg(long)]
    round: String,
    /// The extract of residents
    #[arg(long, required_unless_present = "letters", conflicts_with = "letters")]
    extract: Option<PathBuf>,
    /// Letters to nobody in particular, instead of an extract
    #[arg(long)]
    letters: Option<usize>,
    /// Address of the provider with which residents may sign in, as in the settings of the server; the extract then has
    /// the column inlog
    #[arg(long, requires = "extract")]
    issuer: Option<String>,
    /// Letters in reserve, for the desk
    #[arg(long, default_value_t = 0)]
    spare: usize,
    /// The least age in years on the day of --on
    #[arg(long, requires_all = ["on", "extract"], value_parser = clap::value_parser!(i16).range(0..=120))]
    min_age: Option<i16>,
    /// The day on which the age is asked, such as 2027-03-01
    #[arg(long, requires = "min_age")]
    on: Option<Date>,
    /// A buurt that takes part; again for each of them
    #[arg(long, requires = "extract")]
    buurt: Vec<String>,
    /// A file with the buurten that take part, one a line
    #[arg(long, requires = "extract")]
    buurten: Option<PathBuf>,
    /// Public key of a printer (age1...); again for each of them
    #[arg(long, required_unless_present = "letters")]
    printer: Vec<String>,
    /// A folder that is not there yet, or empty
    #[arg(long)]
    out: PathBuf,
}

const EXTRACT_HELP: &str = "\
The extract is CSV in UTF-8, with ; or , between cells and these columns, in any order and no others:
  persoon        key of the person, not the BSN; the same person always has the same key
  naam           name as it stands on the letter
  adres          street and number
  postcode       3551 AB
  plaats         town
  geboortedatum  2009-03-21 or 21-03-2009, 00 for what is unknown; with --min-age
  buurt          code of the buurt; with --buurt or --buurten
  inlog          what the provider calls the person, such as the BSN; with --issuer only
  aanhef, naam2, adres2   if wanted: salutation, second lines
The same person twice with the same data gets one letter; with other data the extract is refused.
What stands in the column inlog is turned into a pseudonym of this round as it is read, and goes into no file. An empty
cell means that this person votes by letter alone. Write all digits, zeros in front too.

Example: schuifruimte registrar make --round zuilen-2027 --extract extract.csv --min-age 12 --on 2027-03-01 --buurt BU03440211 --spare 200 --printer age1... --out letters
Without persons: schuifruimte registrar make --round zuilen-2027 --letters 6920 --out letters";

/// Runs the command.
pub(super) fn run(args: &MakeArgs) -> Result<(), Failure> {
    let round = RoundId::parse(&args.round)
        .map_err(|_| Failure::refused("--round takes small letters, digits and single hyphens"))?;
    if args.letters.unwrap_or(1).saturating_add(args.spare) > MAX_LETTERS {
        return Err(too_many());
    }
    let printers = recipients(&args.printer)?;
    let rule = rule(args)?;
    if args.issuer.as_deref().is_some_and(|issuer| !is_issuer(issuer)) {
        return Err(Failure::refused("--issuer takes an address such as https://inloggen.example"));
    }
    let out = Output::begin(&args.out)?;
    let list = if printers.is_empty() { "letters.csv" } else { "letters.age" };
    let mut making = Making {
        draw: Draw::new(&round, args.issuer.clone(), Seed::new(Entropy::system().seed())),
        printing: Printing::begin(out.file(list)?, &printers)?,
        made: 0,
    };
    let counts = match (&args.extract, args.letters) {
        (Some(extract), _) => Some(making.persons(extract, &rule)?),
        (None, Some(letters)) => making.several(Made::Issued, letters).map(|()| None)?,
        (None, None) => None,
    };
    if making.made == 0 {
        return Err(Failure::refused("nobody would get a letter"));
    }
    making.several(Made::Spare, args.spare)?;
    let Making { draw, printing, .. } = making;
    let printed = printing.end()?;
    if draw.has_one_resident_twice() {
        return Err(Failure::refused("two persons of the extract have the same inlog"));
    }
    let (key, register) = draw.end();
    let register = register.ok_or_else(|| Failure::refused("a code was drawn twice: make them again"))?;
    let upload = std::iter::once(register.head()).chain(register.lines());
    let protocol = Protocol {
        round: &round,
        day: Clock::system().now().local().date().to_string(),
        register: &register,
        upload: out.write("register.upload", upload)?,
        list: (list, printed),
        persons: counts.as_ref().map(|counts| (counts, &rule)),
    };
    out.write("code.key", std::iter::once(write_code_key(&round, &key)))?;
    out.write("protocol.txt", std::iter::once(protocol.write()))?;
    out.end()?;
    let (letters, spares) = register.counts();
    println!("{letters} letters and {spares} spares for {round}, register root {}", register.root());
    println!("Now print {}", args.out.join("protocol.txt").display());
    Ok(())
}

fn too_many() -> Failure {
    Failure::refused("a round has at most 1,000,000 letters, spares included")
}

/// Who may vote.
fn rule(args: &MakeArgs) -> Result<Eligibility, Failure> {
    let mut buurten: Vec<String> = args.buurt.clone();
    if let Some(path) = &args.buurten {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::refused(format!("{}: {error}", path.display())))?;
        let text = text.trim_start_matches('\u{feff}');
        buurten.extend(text.lines().map(str::to_string));
    }
    let named = buurten.iter().map(|code| code.trim().to_string()).filter(|code| !code.is_empty());
    let buurten: std::collections::BTreeSet<String> = named.collect();
    if buurten.is_empty() && (args.buurten.is_some() || !args.buurt.is_empty()) {
        return Err(Failure::refused("--buurt and --buurten name no buurt"));
    }
    Ok(Eligibility { min_age: args.min_age.zip(args.on), buurten })
}

/// Letters while they are made.
struct Making {
    draw: Draw,
    printing: Printing,
    made: usize,
}

/// Persons that were met: per person the hash of the key, the hash of the data and the row. 36 bytes and one
/// of the table's own, which is full for at least seven sixteenths: at most 85 bytes a person.
type Met = HashMap<[u8; 16], ([u8; 16], u32)>;

impl Making {
    /// One letter.
    fn letter(&mut self, made: Made, lines: &[String], resident: Option<Digest>) -> Result<(), Failure> {
        if self.made == MAX_LETTERS {
            return Err(too_many());
        }
        self.made += 1;
        let drawn = self.draw.letter(made, resident);
        self.printing.add(made, lines, &drawn)
    }

    /// Letters without persons, if there is room for them.
    fn several(&mut self, made: Made, number: usize) -> Result<(), Failure> {
        if number > MAX_LETTERS - self.made {
            return Err(too_many());
        }
        let bar = progress(number.try_into().unwrap_or(u64::MAX));
        for _ in 0..number {
            self.letter(made, &[], None)?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// A letter for each person of an extract who may vote.
    fn persons(&mut self, path: &Path, rule: &Eligibility) -> Result<Counts, Failure> {
        let shown = path.display();
        let file = File::open(path).map_err(|error| Failure::refused(format!("{shown}: {error}")))?;
        let bar = progress(file.metadata().map_or(0, |about| about.len()));
        let refuse = |reason: String| Failure::refused(format!("{shown}: {reason}"));
        let inlog = self.draw.has_issuer();
        let asked = Asked { age: rule.min_age.is_some(), buurt: !rule.buurten.is_empty(), inlog };
        let mut extract =
            Extract::new(BufReader::new(file), asked).map_err(|error| refuse(error.to_string()))?;
        let buurten = rule.buurten.iter().map(|buurt| (buurt.clone(), 0)).collect();
        let mut counts = Counts { buurten, ..Counts::default() };
        let mut met = Met::new();
        while let Some(read) = extract.next() {
            let resident = read.map_err(|error| refuse(error.to_string()))?;
            counts.rows += 1;
            if is_new(&mut met, &resident).map_err(refuse)? {
                self.person(&resident, rule, &mut counts)?;
            } else {
                counts.repeated += 1;
            }
            bar.set_position(extract.bytes_read());
        }
        bar.finish_and_clear();
        Ok(counts)
    }

    fn person(
        &mut self,
        resident: &Resident,
        rule: &Eligibility,
        counts: &mut Counts,
    ) -> Result<(), Failure> {
        counts.inexact += u64::from(resident.birth.is_some_and(|birth| !birth.is_exact));
        match rule.of(resident.birth, resident.buurt.as_deref()) {
            Verdict::TooYoung => counts.too_young += 1,
            Verdict::Outside => counts.outside += 1,
            Verdict::Eligible => {
                if let Some(buurt) = &resident.buurt {
                    *counts.buurten.entry(buurt.clone()).or_default() += 1;
                }
                let pseudonym = resident.inlog.as_deref().and_then(|name| self.draw.pseudonym(name));
                counts.named += u64::from(pseudonym.is_some());
                self.letter(Made::Issued, &resident.lines, pseudonym)?;
            }
        }
        Ok(())
    }
}

/// Whether a person was not met before; refused when the same person was met with other data.
fn is_new(met: &mut Met, resident: &Resident) -> Result<bool, String> {
    let row = u32::try_from(resident.row).map_err(|_| "it has too many rows".to_string())?;
    match met.entry(resident.key) {
        Place::Vacant(place) => {
            place.insert((resident.data, row));
            Ok(true)
        }
        Place::Occupied(place) if place.get().0 == resident.data => Ok(false),
        Place::Occupied(place) => {
            let first = place.get().1;
            Err(format!("row {row}: the person of row {first} again, with other data"))
        }
    }
}

/// A bar for people who watch; nothing where nobody does.
pub(super) fn progress(length: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {percent} %").expect("the template is right");
    ProgressBar::new(length).with_style(style)
}
