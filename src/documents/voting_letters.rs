//! Voting letters (Dutch: stembrieven) as tagged PDF: one sheet a person, for an envelope with a window.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Value, json};

use super::typeset::{Faces, Job, LONGEST_WORD, NotSet, drawn, set};
use crate::domain::calendar::day_of;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::letter_round::LetterRound;
use crate::domain::voting_code::VotingCode;
use crate::text::Text;
use crate::text::beside::{Beside, Piece};

/// The layout of a letter.
const LAYOUT: &str = include_str!("voting_letters.typ");
/// The typefaces of the words: the first is built in, the others are of the computer on which letters are made.
const FACES: [&str; 3] = ["Libertinus Serif", ARABIC, "Noto Serif"];
/// The typeface of Arabic.
const ARABIC: &str = "Noto Naskh Arabic";
/// The files with those that are not built in, as Debian's package `fonts-noto-core` names them.
pub const FILES: [&str; 3] =
    ["NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSerif-Regular.ttf"];
/// Where that package puts them.
pub const FOLDER: &str = "/usr/share/fonts/truetype/noto";
/// The package.
pub const PACKAGE: &str = "fonts-noto-core";
/// Squares of white around the picture of a code, as readers want it.
const MARGIN: usize = 4;

/// An envelope of C5 is so wide and so high, and a sheet of A4 folded once so much smaller, in tenths of millimetres.
const ENVELOPE: (u32, u32) = (2290, 1620);
const FOLDED: (u32, u32) = (2100, 1485);
/// How wide the widest letter, W, is in the largest size of an address, in tenths of millimetres.
const WIDEST: u32 = 42;
/// What is kept free within the window on each side, in tenths of millimetres: windows and folds are not exact.
const MARGIN_IN_WINDOW: u32 = 20;

/// The window of an envelope of C5 (229 by 162 mm), in tenths of millimetres: how far from the left edge and from the
/// lower edge of the envelope, how wide and how high.
///
/// The default, 110 by 40 mm at 20 mm from the left and 72 mm from below, is what envelopes sold in the Netherlands as "venster
/// links" have as far as the writer remembers; the text of the norm was not at hand, and makers differ. Before a print run
/// hold a proof to the envelopes that will be used: what counts is what is seen of a folded sheet that slides in one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    left: u32,
    below: u32,
    width: u32,
    height: u32,
}

impl Default for Window {
    fn default() -> Window {
        Window { left: 200, below: 720, width: 1100, height: 400 }
    }
}

/// The part of a sheet that is seen through a window however the sheet slides, in tenths of millimetres from its upper left
/// corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// From the left edge of the sheet.
    pub x: u32,
    /// From its upper edge.
    pub y: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

impl Window {
    /// Reads `LEFT,BELOW,WIDTH,HEIGHT` in whole millimetres. `None` when an address of five lines has no room in it, or
    /// when the words of the letter would be seen through it.
    pub fn parse(text: &str) -> Option<Window> {
        let numbers: Vec<u32> = text
            .split(',')
            .map(|part| part.trim().parse().ok().filter(|mm| *mm < 230))
            .collect::<Option<_>>()?;
        let [left, below, width, height] = numbers[..] else { return None };
        let window = Window { left: 10 * left, below: 10 * below, width: 10 * width, height: 10 * height };
        let is_inside =
            window.left + window.width <= ENVELOPE.0 && window.below + window.height <= ENVELOPE.1;
        let zone = if is_inside { window.zone()? } else { return None };
        let is_roomy = zone.width >= 600 && zone.height >= 180;
        // The head of the letter ends 22 mm down, and comes into view when it lies less than a slide above the window.
        let is_clear = zone.y >= 400 && window.lower_edge() <= 1000;
        (is_roomy && is_clear).then_some(window)
    }

    /// Where an address is always seen.
    pub fn zone(self) -> Option<Zone> {
        // Slid to the right or down, the sheet hides its own part to the left or above.
        let (side, up) = (ENVELOPE.0 - FOLDED.0, ENVELOPE.1 - FOLDED.1);
        let top = ENVELOPE.1 - self.below - self.height;
        let lost = 2 * MARGIN_IN_WINDOW;
        Some(Zone {
            x: self.left + MARGIN_IN_WINDOW,
            y: top + MARGIN_IN_WINDOW,
            width: self.width.checked_sub(side + lost)?,
            height: self.height.checked_sub(up + lost)?,
        })
    }

    /// How far down the sheet anything can be seen.
    fn lower_edge(self) -> u32 {
        ENVELOPE.1 - self.below
    }
}

/// To whom a letter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// A person: name and address, line by line.
    Person(Vec<String>),
    /// Nobody in particular.
    Anyone,
    /// It lies at the desk in its closed envelope; its control number is seen through the window.
    Desk,
}

/// A letter.
pub struct VotingLetter {
    /// The row of the list it stands in.
    pub row: u64,
    /// To whom.
    pub to: To,
    /// Its code.
    pub code: VotingCode,
    /// Its control number.
    pub control: ControlNumber,
}

/// What all letters of a round have in common.
pub struct Print {
    /// The sentences.
    pub text: Text,
    /// The round.
    pub round: LetterRound,
    /// Where letters go that cannot be delivered.
    pub return_to: String,
    /// The address that people type.
    pub page: String,
    /// The address for the telephone's camera; a code comes behind it as fragment, which browsers keep to themselves.
    pub camera: String,
    /// The address of the page in other languages.
    pub page_beside: String,
    /// The languages beside Dutch.
    pub beside: Vec<Beside>,
    /// The window of the envelope.
    pub window: Window,
    /// The typefaces.
    pub faces: Faces,
}

impl Print {
    /// The languages that the typefaces here cannot draw.
    pub fn undrawable(&self) -> Vec<&'static str> {
        let is_without = |one: &&Beside| {
            !self.faces.missing(&one.words()).is_empty()
                || (one.is_right_to_left && !self.faces.has_family(ARABIC))
        };
        self.beside.iter().filter(is_without).map(|one| one.tag).collect()
    }

    /// Sets letters as one document. `first` is the place of the first of them among all.
    pub fn set(&self, letters: &[VotingLetter], first: usize) -> Result<Vec<u8>, NotSet> {
        let data = self.data(letters, first);
        let ident = Digest::of(data.to_string().as_bytes()).to_string();
        set(Job { layout: LAYOUT, data, faces: self.faces.clone(), ident: &ident })
    }

    fn data(&self, letters: &[VotingLetter], first: usize) -> Value {
        let round = &self.round;
        let day = day_of(round.vote_from);
        let range = format!("{} – {}", first, first + letters.len().saturating_sub(1));
        let title = self.with("print-document", &[("round", &round.title), ("range", &range)]);
        let zone = self.window.zone().expect("a window has room");
        let letters: Vec<Value> = letters.iter().map(|letter| self.letter(letter)).collect();
        json!({
            "title": title,
            "author": self.with("print-sender", &[("municipality", &round.municipality)]),
            "day": [day.year(), day.month(), day.day()],
            "faces": FACES.iter().filter(|family| self.faces.has_family(family)).collect::<Vec<_>>(),
            "window": {
                "x": zone.x, "y": zone.y, "width": zone.width, "height": zone.height,
                "below": self.window.lower_edge(),
            },
            "words": self.words(),
            "beside": self.beside.iter().map(|one| self.beside(one)).collect::<Vec<_>>(),
            "letters": letters,
        })
    }

    /// What every letter says.
    fn words(&self) -> Value {
        let (round, text) = (&self.round, self.text);
        let (from, until) = (text.date(round.vote_from), text.moment(round.vote_until));
        let amount = text.euros(round.ceiling);
        let steps = ["print-step-choose", "print-step-code", "print-step-send"].map(|key| text.get(key));
        // The address stands out, and is not torn apart at the end of a line.
        let go = self.with("print-step-go", &[("page", "\n")]);
        let (before, behind) = go.split_once('\n').unwrap_or((&go, ""));
        json!({
            "return-line": self.with("print-return", &[("address", &self.return_to)]),
            "sender": self.with("print-sender", &[("municipality", &round.municipality)]),
            "heading": self.with("print-heading", &[("amount", &amount), ("area", &round.area)]),
            "lead": self.with("print-lead", &[("area", &round.area), ("from", &from)]),
            "until": self.with("print-until", &[("until", &until)]),
            "steps-title": text.get("print-steps"),
            "go": [before, behind],
            "page": self.page,
            "steps": steps,
            "code-title": text.get("print-code"),
            "code-secret": text.get("print-code-secret"),
            "scan": text.get("print-scan"),
            "scan-alt": text.get("print-scan-alt"),
            "control": text.get("print-control"),
            "help-title": text.get("print-help"),
            "help": [
                self.with("print-help-phone", &[("phone", &round.desk_phone)]),
                self.with("print-help-place", &[("place", &round.desk_place)]),
                self.with("print-help-hours", &[("hours", &round.desk_hours)]),
                text.get("print-help-bring"),
            ],
            "own": text.get("print-own"),
        })
    }

    /// The sentence in another language.
    fn beside(&self, one: &Beside) -> Value {
        let piece = |piece: Piece| match piece {
            Piece::Words(text) => json!({ "fixed": false, "text": text }),
            Piece::Fixed(text) => json!({ "fixed": true, "text": text }),
        };
        let pieces = one.say(&self.round.desk_phone, &self.page_beside).into_iter().map(piece);
        json!({
            "tag": one.tag,
            "name": one.own_name,
            "rtl": one.is_right_to_left,
            "pieces": pieces.collect::<Vec<_>>(),
        })
    }

    fn letter(&self, letter: &VotingLetter) -> Value {
        let control = letter.control.to_string();
        let zone = self.window.zone().expect("a window has room");
        let longest = usize::try_from(zone.width / WIDEST).expect("a small number");
        let lines = match &letter.to {
            To::Person(lines) => lines.iter().map(|line| drawn(line, &self.faces, longest, ' ')).collect(),
            To::Anyone => vec![self.with("print-anyone", &[("area", &self.round.area)])],
            To::Desk => {
                vec![self.text.get("print-spare"), self.with("print-spare-number", &[("number", &control)])]
            }
        };
        let code = letter.code.for_the_letter();
        let camera = format!("{}#{}", self.camera, code.replace(' ', ""));
        json!({ "row": letter.row, "lines": lines, "code": code, "control": control, "square": square(&camera) })
    }

    /// A sentence with values, which may be words without an end.
    fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let fitting: Vec<String> =
            values.iter().map(|(_, value)| drawn(value, &self.faces, LONGEST_WORD, ' ')).collect();
        let values: Vec<_> =
            values.iter().zip(&fitting).map(|((name, _), value)| (*name, value.as_str().into())).collect();
        self.text.with(key, &values)
    }
}

/// A text as a picture that telephones read, in SVG: one path, a rectangle for each run of dark squares. A stain on the paper
/// may hide a seventh of it.
fn square(text: &str) -> String {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M);
    let code = code.expect("an address and a code are far shorter than the most that fits");
    let (width, colours) = (code.width(), code.to_colors());
    let whole = width + 2 * MARGIN;
    let mut dark = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (left, top, wide) = (x + MARGIN, y + MARGIN, run.len());
                write!(dark, "M{left} {top}h{wide}v1h-{wide}z").expect("memory");
            }
            x += run.len();
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\"><path d=\"M0 0h{whole}v{whole}H0z\" \
         fill=\"#fff\"/><path d=\"{dark}\" fill=\"#000\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_seen_however_the_sheet_slides() {
        let zone = Window::default().zone().unwrap();
        assert_eq!(zone, Zone { x: 220, y: 520, width: 870, height: 225 });
        assert_eq!(Window::parse("20,72,110,40"), Some(Window::default()));
        assert!(Window::parse("99, 72, 110, 40").is_some(), "at the right");
        for bad in [
            "",
            "20,72,110",
            "20,72,110,40,1",
            "20,72,30,40",
            "20,20,110,40",
            "20,110,110,40",
            "150,72,110,40",
            "a,b,c,d",
        ] {
            assert_eq!(Window::parse(bad), None, "{bad}");
        }
    }
}
