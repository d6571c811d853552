//! Setting documents with typst. What it sees is a layout of ours, plain data, and typefaces: those that are built in and,
//! for voting letters, some of the computer it runs on. No clock, no network, no other file: the same data and typefaces
//! give the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_kit::fonts::{self, FontStore};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Signs in a row without a place to break a line, after which one is offered in a wide text.
pub const LONGEST_WORD: usize = 40;

/// A document could not be set: a fault in the layout, or something that the layout itself refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSet(pub String);

/// Typefaces.
#[derive(Clone)]
pub struct Faces(Arc<FontStore>);

/// The typefaces that are built in.
static BUILT_IN: LazyLock<Faces> = LazyLock::new(|| Faces::with(Path::new(""), &[]));

impl Faces {
    /// Those that are built in.
    pub fn built_in() -> Faces {
        BUILT_IN.clone()
    }

    /// Those that are built in, and those of these files in a folder that are there, in this order.
    pub fn with(folder: &Path, files: &[&str]) -> Faces {
        let mut store = FontStore::new();
        store.extend(fonts::embedded());
        for bytes in files.iter().filter_map(|name| fs::read(folder.join(name)).ok()) {
            store.extend(Font::iter(Bytes::new(bytes)).map(|font| {
                let info = font.info().clone();
                (font, info)
            }));
        }
        Faces(Arc::new(store))
    }

    /// Whether one of them has a sign.
    pub fn has(&self, sign: char) -> bool {
        let book: &FontBook = self.0.book();
        book.select_fallback(None, Default::default(), &sign.to_string())
            .is_some_and(|index| book.info(index).is_some_and(|info| info.coverage.contains(u32::from(sign))))
    }

    /// Whether one typeface of a family is among them.
    pub fn has_family(&self, family: &str) -> bool {
        self.0.book().contains_family(&family.to_lowercase())
    }

    /// The signs of a text that none of them has.
    pub fn missing(&self, text: &str) -> BTreeSet<char> {
        let is_drawn = |sign: &char| !sign.is_control() && !sign.is_whitespace() && !is_hidden(*sign);
        text.chars().filter(is_drawn).filter(|sign| !self.has(*sign)).collect()
    }
}

/// A document that is to be set.
pub struct Job<'a> {
    /// The layout, in the language of typst.
    pub layout: &'static str,
    /// What the layout reads as `letter.json`.
    pub data: Value,
    /// The typefaces.
    pub faces: Faces,
    /// What identifies the document.
    pub ident: &'a str,
}

/// Sets a document as tagged PDF (PDF/UA-1 and PDF/A-2a).
pub fn set(job: Job<'_>) -> Result<Vec<u8>, NotSet> {
    // One at a time: a document takes tens of megabytes while it is set.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().map_err(|_| NotSet("an earlier document stopped half-way".to_string()))?;
    let ident = job.ident.to_string();
    let desk = Desk {
        library: LazyHash::new(Library::default()),
        layout: Source::new(file("letter.typ"), job.layout.to_string()),
        data: (file("letter.json"), Bytes::from_string(job.data.to_string())),
        faces: job.faces,
    };
    drop(job.data);
    let set = written(&desk, ident);
    // What was remembered of this document is let go: it holds addresses, and room.
    comemo::evict(0);
    set
}

fn written(desk: &Desk, ident: String) -> Result<Vec<u8>, NotSet> {
    let document = typst::compile::<PagedDocument>(desk).output.map_err(|faults| told(&faults))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Schuifruimte".to_string())),
        standards: standards.map_err(|fault| NotSet(fault.message().to_string()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| told(&faults))
}

fn told(faults: &[SourceDiagnostic]) -> NotSet {
    NotSet(faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>().join("; "))
}

/// Everything typst can see: the layout, the data, and the typefaces.
struct Desk {
    library: LazyHash<Library>,
    layout: Source,
    data: (FileId, Bytes),
    faces: Faces,
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the names of our own files are paths");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// A text with places to break a line in words that never end: after so many signs without one. `instead` stands for a sign
/// that no typeface has.
pub fn drawn(text: &str, faces: &Faces, longest: usize, instead: char) -> String {
    let mut into = String::with_capacity(text.len());
    let mut run = 0;
    for sign in text.chars().filter(|sign| !is_hidden(*sign) && (!sign.is_control() || *sign == '\n')) {
        run = if sign.is_whitespace() { 0 } else { run + 1 };
        if run > longest {
            into.push('\u{200b}');
            run = 1;
        }
        into.push(if sign.is_whitespace() || faces.has(sign) { sign } else { instead });
    }
    into
}

/// Whether a sign is not drawn, and only changes how others are.
fn is_hidden(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ad}' | '\u{e0000}'..='\u{e0fff}')
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.faces.0.book()
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
        self.faces.0.font(index)
    }

    /// No clock: the day stands in the data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
