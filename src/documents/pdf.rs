//! Letters as tagged PDF, set by typst. The same letter gives the same bytes on every machine: the typefaces are built
//! in, the day stands on the letter, and nothing is read from the system.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex};

use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_kit::fonts::{self, FontStore};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::domain::calendar::parse_day;
use crate::domain::letter::Letter;

/// The layout of a letter.
const LAYOUT: &str = include_str!("letter.typ");
/// What stands for a sign that no typeface of ours has.
const MISSING: char = '\u{25a1}';
/// Signs in a row without a place to break a line, after which one is offered.
const LONGEST_WORD: usize = 40;

/// The letter could not be set: a fault in the layout, never in what people wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSet(pub String);

/// Sets a letter.
pub fn letter(letter: &Letter) -> Result<Vec<u8>, NotSet> {
    alone(|| set(&Desk::new(letter)?, &letter.digest().to_string()))
}

/// Another document than a letter: its layout, its words as plain data, and what it is known by.
pub struct Sheet<'a> {
    /// Name and text of the layout.
    pub layout: (&'static str, &'static str),
    /// Name and content of what the layout reads.
    pub data: (&'static str, Value),
    /// The same for the same words.
    pub ident: &'a str,
}

/// Sets another document. The same words give the same bytes on every machine.
pub fn sheet(sheet: &Sheet<'_>) -> Result<Vec<u8>, NotSet> {
    let (layout, mut data) = (sheet.layout, sheet.data.1.clone());
    printable(&mut data);
    // A picture is no text of people: nothing in it is made fit to be read.
    if let Some(mark) = sheet.data.1.get("mark") {
        data["mark"] = mark.clone();
    }
    let desk = Desk {
        library: LazyHash::new(Library::default()),
        layout: Source::new(file(layout.0), layout.1.to_string()),
        data: (file(sheet.data.0), Bytes::from_string(data.to_string())),
    };
    alone(|| set(&desk, sheet.ident))
}

/// One at a time: a document takes tens of megabytes while it is set. What was remembered of it is let go: it may hold an
/// address.
fn alone(work: impl FnOnce() -> Result<Vec<u8>, NotSet>) -> Result<Vec<u8>, NotSet> {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().map_err(|_| NotSet("an earlier letter stopped half-way".to_string()))?;
    let done = work();
    comemo::evict(0);
    done
}

fn set(desk: &Desk, ident: &str) -> Result<Vec<u8>, NotSet> {
    let document = typst::compile::<PagedDocument>(desk).output.map_err(|faults| told(&faults))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_string()),
        creator: Smart::Custom(Some("Schuifruimte".to_string())),
        standards: standards.map_err(|fault| NotSet(fault.message().to_string()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| told(&faults))
}

fn told(faults: &[SourceDiagnostic]) -> NotSet {
    NotSet(faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>().join("; "))
}

/// Everything typst can see: the layout, one letter, and the typefaces.
struct Desk {
    library: LazyHash<Library>,
    layout: Source,
    data: (FileId, Bytes),
}

/// The typefaces that are built in.
static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut store = FontStore::new();
    store.extend(fonts::embedded());
    store
});

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the names of our own files are paths");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl Desk {
    fn new(letter: &Letter) -> Result<Desk, NotSet> {
        let day = parse_day(&letter.date).ok_or_else(|| NotSet(format!("no day: {}", letter.date)))?;
        let mut data = serde_json::to_value(letter).expect("a letter is plain data");
        printable(&mut data);
        data["day"] = json!([day.year(), day.month(), day.day()]);
        data["footer"] = data["marks"].get(1).map_or(Value::from(""), |mark| {
            let part = |place: usize| mark[place].as_str().unwrap_or_default().to_string();
            Value::from(format!("{} {}", part(0), part(1)))
        });
        Ok(Desk {
            library: LazyHash::new(Library::default()),
            layout: Source::new(file("letter.typ"), LAYOUT.to_string()),
            data: (file("letter.json"), Bytes::from_string(data.to_string())),
        })
    }
}

/// Puts every text into signs that can be drawn, with places to break a line in words that never end.
fn printable(value: &mut Value) {
    match value {
        Value::String(text) => *text = drawn(text),
        Value::Array(items) => items.iter_mut().for_each(printable),
        Value::Object(fields) => fields.values_mut().for_each(printable),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn drawn(text: &str) -> String {
    let mut into = String::with_capacity(text.len());
    let mut run = 0;
    for sign in text.chars().filter_map(sign) {
        run = if sign.is_whitespace() { 0 } else { run + 1 };
        if run > LONGEST_WORD {
            into.push('\u{200b}');
            run = 1;
        }
        into.push(sign);
    }
    // A heading of nothing is no heading.
    if into.trim().is_empty() { "–".to_string() } else { into }
}

/// A sign as it can be drawn; `None` for signs that are not drawn and only change how others are.
fn sign(sign: char) -> Option<char> {
    let hidden = matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ad}' | '\u{e0000}'..='\u{e0fff}');
    if hidden || (sign.is_control() && sign != '\n') {
        return None;
    }
    Some(if sign.is_whitespace() || has(sign) { sign } else { MISSING })
}

/// Whether the typeface of letters has a sign, or one of the others has.
fn has(sign: char) -> bool {
    let book: &FontBook = FONTS.book();
    book.select_fallback(None, Default::default(), &sign.to_string())
        .is_some_and(|index| book.info(index).is_some_and(|info| info.coverage.contains(u32::from(sign))))
}

/// The signs of a letter that no typeface of ours has, in order: on paper a box stands in their place.
pub fn missing_signs(letter: &Letter) -> BTreeSet<char> {
    let lacks = |one: &char| !one.is_control() && sign(*one) == Some(MISSING) && *one != MISSING;
    letter.write().chars().filter(lacks).collect()
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }

    fn main(&self) -> FileId {
        self.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() { Ok(self.layout.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }

    /// No clock: the day stands on the letter.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::letter::{Block, FORMAT};

    fn with(words: &str) -> Letter {
        Letter {
            format: FORMAT.to_string(),
            language: "nl".to_string(),
            sender: "Gemeente Utrecht".to_string(),
            addressee: vec![words.to_string()],
            marks: vec![
                ["Datum".to_string(), "1 maart 2027".to_string()],
                ["Ons kenmerk".to_string(), "2027-00001".to_string()],
            ],
            subject: words.to_string(),
            date: "2027-03-01".to_string(),
            blocks: vec![
                Block::Heading(words.to_string()),
                Block::Text(words.to_string()),
                Block::Decision(words.to_string()),
                Block::Quote(words.to_string()),
                Block::List(vec![words.to_string()]),
                Block::Table(vec![[words.to_string(), words.to_string()]]),
                Block::Signature(vec![words.to_string()]),
            ],
        }
    }

    #[test]
    fn the_same_letter_gives_the_same_bytes() {
        let one = letter(&with("Een bankje in de Fresialaan")).unwrap();
        assert!(one.starts_with(b"%PDF-1.7"));
        assert_eq!(one, letter(&with("Een bankje in de Fresialaan")).unwrap());
        assert_ne!(one, letter(&with("Een bankje in de Marnixlaan")).unwrap());
    }

    #[test]
    fn nothing_that_people_write_is_an_instruction() {
        let hostile = [
            "#import \"@preview/x:1.0.0\"",
            "#read(\"/etc/passwd\")",
            "$ x $ *vet* _schuin_ `code` ",
            "= Kop\n== Kop",
            "\"); #panic(",
            "\\u{41} #{ while true {} }",
            "<label> @label // weg /* weg */",
            "-- --- ... ~",
            "\u{202e}tsrevo\u{202c} مرحبا بكم",
            "🎉👩‍👩‍👧 🇳🇱",
            "\u{0}\u{7}\u{1b}[2J",
            "",
            "😀",
        ];
        for words in hostile {
            letter(&with(words)).unwrap_or_else(|fault| panic!("{words:?}: {fault:?}"));
        }
        letter(&with(&"lang ".repeat(1_000))).unwrap();
        letter(&with(&"x".repeat(5_000))).unwrap();
    }

    #[test]
    fn what_cannot_be_drawn_is_told() {
        assert!(missing_signs(&with("Yılmaz, Ångström, Łódź, naïef, € 2.500")).is_empty());
        assert_eq!(missing_signs(&with("🎉 a 漢 🎉")).into_iter().collect::<String>(), "漢🎉");
        assert!(missing_signs(&with("مرحبا")).is_empty(), "one of the typefaces has Arabic");
        assert_eq!(drawn("a\u{202e}b\u{200d}🎉"), "ab□");
    }
}
