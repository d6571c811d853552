//! `registrar pdf`: voting letters as they are printed, one sheet a person, made where the list is read.

use std::path::PathBuf;

use clap::Args;

/// Read letters.age with one's own key and write the letters as PDF, 1,000 in a file.
///
/// One sheet of A4 a letter, to be printed at its own size and folded once across the middle, for an envelope of C5 with
/// a window. The same list, round file and typefaces give the same bytes.
#[derive(Args)]
#[command(after_help = HELP)]
pub struct PdfArgs {
    /// The file with the key; without it, the list is one that was never encrypted
    #[arg(long)]
    identity: Option<PathBuf>,
    /// The list of letters
    letters: PathBuf,
    /// What the letters say about the round: the file that the office hands out on the page "Brieven en codes"
    #[arg(long)]
    round: PathBuf,
    /// A folder that is not there yet, or empty
    #[arg(long)]
    out: PathBuf,
    /// Where letters go that cannot be delivered, on one line; the help desk when it is left out
    #[arg(long)]
    return_to: Option<String>,
    /// Languages beside Dutch in which a line says where help is
    #[arg(long, value_delimiter = ',', default_value = "en,tr,pl,ar")]
    languages: Vec<String>,
    /// The folder with the typefaces of Debian's package fonts-noto-core
    #[arg(long, env = "SCHUIFRUIMTE_FONTS", default_value = "/usr/share/fonts/truetype/noto")]
    fonts: PathBuf,
    /// The window of the envelope in millimetres: from its left edge, from its lower edge, width, height
    #[arg(long, default_value = "20,72,110,40")]
    window: String,
}

const HELP: &str = "\
A round that is refused says which row of the list is wrong, and shows nothing of a person. Nothing is left behind then.
A language or a name that the typefaces cannot draw is refused: install fonts-noto-core, or leave the language out.

Example: schuifruimte registrar pdf --identity printer.key letters.age --round stembrief.json --out brieven
Envelopes with the window at the right: --window 99,72,110,40
Dutch alone: --languages nl

The files hold names, addresses and codes: erase them with `schuifruimte registrar erase` when the letters are printed.";

/// Runs the command.
#[cfg(not(feature = "pdf"))]
pub(super) fn run(args: &PdfArgs) -> Result<(), crate::cli::Failure> {
    let PdfArgs { identity: _, letters, round: _, out: _, return_to: _, languages: _, fonts: _, window: _ } =
        args;
    Err(crate::cli::Failure::refused(format!(
        "this program was built without PDF (cargo feature `pdf`): make one with it, or give {} to a print shop with registrar csv",
        letters.display()
    )))
}

#[cfg(feature = "pdf")]
pub(super) use sheets::run;

#[cfg(feature = "pdf")]
mod sheets {
    use std::fs::File;
    use std::io::{Read as _, Write as _};
    use std::path::Path;

    use super::PdfArgs;
    use crate::cli::Failure;
    use crate::cli::registrar::erasure::SHEETS;
    use crate::cli::registrar::letters::names;
    use crate::cli::registrar::making::progress;
    use crate::cli::registrar::output::Output;
    use crate::cli::registrar::printer::{at, opened};
    use crate::documents::typeset::{Faces, NotSet};
    use crate::documents::voting_letters::{FILES, PACKAGE, Print, To, VotingLetter, Window};
    use crate::domain::control_number::ControlNumber;
    use crate::domain::extract::LINES;
    use crate::domain::letter_round::{LetterRound, MAX_BYTES};
    use crate::domain::plain::is_unseen;
    use crate::domain::voting_code::VotingCode;
    use crate::text::beside::Beside;
    use crate::text::{Lang, Text};
    use crate::web::paths;

    /// Letters in a file.
    const IN_A_FILE: usize = 1_000;

    /// Runs the command.
    pub fn run(args: &PdfArgs) -> Result<(), Failure> {
        let print = print(args)?;
        let out = Output::begin(&args.out)?;
        let bar = progress(0);
        let clear = opened(args.identity.as_deref(), &args.letters, &bar)?;
        let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(clear);
        let refuse = |reason: String| Failure::refused(format!("{}: {reason}", args.letters.display()));
        let head = rows.headers().map_err(|error| refuse(told(&error)))?;
        if head != names().as_slice() {
            return Err(refuse("row 1: this is not a list that registrar make wrote".to_string()));
        }
        let (mut batch, mut done, mut row) = (Vec::with_capacity(IN_A_FILE), 0, 1_u64);
        let mut files = Vec::new();
        let mut record = csv::StringRecord::new();
        loop {
            row += 1;
            let is_there = rows
                .read_record(&mut record)
                .map_err(|error| refuse(format!("row {row}: {}", told(&error))))?;
            if is_there {
                let letter = letter(&record, row, &print.faces)
                    .map_err(|what| refuse(format!("row {row}: {what}")))?;
                batch.push(letter);
            }
            if !batch.is_empty() && (batch.len() == IN_A_FILE || !is_there) {
                let name = format!("{SHEETS}{:04}.pdf", files.len() + 1);
                let bytes = print.set(&batch, done + 1).map_err(|NotSet(why)| refuse(why))?;
                let mut file = out.file(&name)?;
                let written =
                    file.write_all(&bytes).and_then(|()| file.end()).map_err(at(&args.out.join(&name)))?;
                files.push(format!(
                    "{name}: letters {} to {}, SHA-256 {written}",
                    done + 1,
                    done + batch.len()
                ));
                done += batch.len();
                batch.clear();
            }
            if !is_there {
                break;
            }
        }
        bar.finish_and_clear();
        if done == 0 {
            return Err(refuse("there is no letter in it".to_string()));
        }
        out.end()?;
        files.iter().for_each(|line| println!("{line}"));
        println!("{done} letters in {}", args.out.display());
        Ok(())
    }

    /// What all letters have in common, when this computer can draw it.
    fn print(args: &PdfArgs) -> Result<Print, Failure> {
        let round = round(&args.round)?;
        let window = Window::parse(&args.window).ok_or_else(|| {
            Failure::refused("--window: give LEFT,BELOW,WIDTH,HEIGHT in millimetres of a window of an envelope of C5 in which an address has room")
        })?;
        let text = Text { lang: Lang::Nl };
        let mut beside = Vec::new();
        for tag in args.languages.iter().map(|tag| tag.trim()).filter(|tag| !matches!(*tag, "" | "nl")) {
            let known = Beside::of_tag(tag)
                .ok_or_else(|| Failure::refused(format!("--languages: there is no line in '{tag}'")))?;
            if !beside.contains(&known) {
                beside.push(known);
            }
        }
        let sender = text.with("print-sender", &[("municipality", round.municipality.as_str().into())]);
        let return_to = args.return_to.clone().unwrap_or_else(|| format!("{sender}, {}", round.desk_place));
        if return_to.trim().is_empty() || return_to.chars().count() > 120 || return_to.chars().any(is_unseen)
        {
            return Err(Failure::refused(
                "--return-to: give an address on one line, of at most 120 characters",
            ));
        }
        let page = |lang| format!("{}{}", round.host(), paths::fill(lang, paths::VOTE_SHORT, &[]));
        let print = Print {
            text,
            return_to,
            page: page(Lang::Nl),
            // The page of the round itself: what stands behind the short address depends on how many rounds are open.
            camera: format!("{}{}", round.origin, paths::fill(Lang::Nl, paths::CHOOSE, &[&round.round])),
            page_beside: page(Lang::En),
            beside,
            window,
            faces: Faces::with(&args.fonts, &FILES),
            round,
        };
        drawable(&print, &args.fonts)?;
        Ok(print)
    }

    fn round(path: &Path) -> Result<LetterRound, Failure> {
        let mut text = String::new();
        let file = File::open(path).map_err(at(path))?;
        file.take(MAX_BYTES).read_to_string(&mut text).map_err(at(path))?;
        LetterRound::parse(&text).map_err(|why| Failure::refused(format!("{}: {why}", path.display())))
    }

    /// Refuses what would be printed as empty boxes.
    fn drawable(print: &Print, fonts: &Path) -> Result<(), Failure> {
        let undrawable = print.undrawable();
        if !undrawable.is_empty() {
            let tags = undrawable.join(",");
            return Err(Failure::refused(format!(
                "no typeface here draws the line in {tags}: install Debian's package {PACKAGE}, say with --fonts where its files are (not in {}), or leave the language out with --languages",
                fonts.display()
            )));
        }
        let LetterRound { title, area, municipality, desk_place, desk_hours, desk_phone, .. } = &print.round;
        let words = [title, area, municipality, desk_place, desk_hours, desk_phone, &print.return_to];
        match words.iter().find_map(|text| print.faces.missing(text).pop_first()) {
            None => Ok(()),
            Some(sign) => {
                Err(Failure::refused(format!("what the letters say about the round has {}", lacking(sign))))
            }
        }
    }

    fn lacking(sign: char) -> String {
        format!("the sign U+{:04X}, which no typeface here draws", u32::from(sign))
    }

    /// What the reader says, without what stands in the row.
    fn told(error: &csv::Error) -> String {
        match error.kind() {
            csv::ErrorKind::Io(why) => format!("cannot be read: {why}"),
            csv::ErrorKind::Utf8 { .. } => "not UTF-8".to_string(),
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("{len} cells instead of {expected_len}")
            }
            _ => "this is not a list that registrar make wrote".to_string(),
        }
    }

    /// A letter of the list, or what is wrong with its row. Nothing of a person is said.
    fn letter(record: &csv::StringRecord, row: u64, faces: &Faces) -> Result<VotingLetter, String> {
        let cell = |name: &str| {
            let place =
                names().iter().position(|known| *known == name).expect("only columns of the list are asked");
            record.get(place).unwrap_or_default().trim()
        };
        let code = VotingCode::parse(cell("code")).map_err(|_| "the code is not a code".to_string())?;
        let control = ControlNumber::parse(cell("controlenummer"));
        let control = control.ok_or("the control number is not a control number")?;
        for name in LINES {
            if cell(name).chars().any(is_unseen) {
                return Err(format!("{name} has a character that nobody sees"));
            }
            if let Some(sign) = faces.missing(cell(name)).pop_first() {
                return Err(format!("{name} has {}", lacking(sign)));
            }
        }
        let pair = |first: &str, second: &str| format!("{} {}", cell(first), cell(second)).trim().to_string();
        let lines = [
            pair("aanhef", "naam"),
            cell("naam2").to_string(),
            cell("adres").to_string(),
            cell("adres2").to_string(),
            // Two spaces, as sorting machines of the post want it.
            format!("{}  {}", cell("postcode"), cell("plaats")).trim().to_string(),
        ];
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let is_addressed = ["naam", "adres", "postcode", "plaats"].map(|name| !cell(name).is_empty());
        let to = match (cell("soort"), lines.is_empty()) {
            ("reserve", true) => To::Desk,
            ("brief", true) => To::Anyone,
            ("brief", false) if is_addressed == [true; 4] => To::Person(lines),
            ("brief", false) => return Err("a part of the address is missing".to_string()),
            _ => return Err("the kind of letter is not known, or does not go with an address".to_string()),
        };
        Ok(VotingLetter { row, to, code, control })
    }
}
