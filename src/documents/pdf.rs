//! Letters as tagged PDF, set by typst. The same letter gives the same bytes on every machine: the typefaces are built
//! in, the day stands on the letter, and nothing is read from the system.

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub use super::typeset::NotSet;
use super::typeset::{Faces, Job, LONGEST_WORD, drawn, set};
use crate::domain::calendar::parse_day;
use crate::domain::letter::Letter;

/// The layout of a letter.
const LAYOUT: &str = include_str!("letter.typ");
/// What stands for a sign that no typeface of ours has.
const MISSING: char = '\u{25a1}';

/// Sets a letter. It cannot be set only by a fault in the layout, never by what people wrote.
pub fn letter(letter: &Letter) -> Result<Vec<u8>, NotSet> {
    let ident = letter.digest().to_string();
    set(Job { layout: LAYOUT, data: data(letter)?, faces: Faces::built_in(), ident: &ident })
}

/// Another document than a letter, in the same typefaces: its layout, its words as plain data, and what it is known by. A
/// field `mark` is a picture, no text of people: nothing in it is made fit to be read.
pub fn sheet(layout: &'static str, mut data: Value, ident: &str) -> Result<Vec<u8>, NotSet> {
    let mark = data.get("mark").cloned();
    printable(&mut data, &Faces::built_in());
    if let Some(mark) = mark {
        data["mark"] = mark;
    }
    set(Job { layout, data, faces: Faces::built_in(), ident })
}

fn data(letter: &Letter) -> Result<Value, NotSet> {
    let day = parse_day(&letter.date).ok_or_else(|| NotSet(format!("no day: {}", letter.date)))?;
    let mut data = serde_json::to_value(letter).expect("a letter is plain data");
    printable(&mut data, &Faces::built_in());
    data["day"] = json!([day.year(), day.month(), day.day()]);
    data["footer"] = data["marks"].get(1).map_or(Value::from(""), |mark| {
        let part = |place: usize| mark[place].as_str().unwrap_or_default().to_string();
        Value::from(format!("{} {}", part(0), part(1)))
    });
    Ok(data)
}

/// Puts every text into signs that can be drawn.
fn printable(value: &mut Value, faces: &Faces) {
    match value {
        Value::String(text) => {
            let words = drawn(text, faces, LONGEST_WORD, MISSING);
            // A heading of nothing is no heading.
            *text = if words.trim().is_empty() { "–".to_string() } else { words };
        }
        Value::Array(items) => items.iter_mut().for_each(|item| printable(item, faces)),
        Value::Object(fields) => fields.values_mut().for_each(|field| printable(field, faces)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The signs of a letter that no typeface of ours has, in order: on paper a box stands in their place.
pub fn missing_signs(letter: &Letter) -> BTreeSet<char> {
    Faces::built_in().missing(&letter.write())
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
        assert_eq!(drawn("a\u{202e}b\u{200d}🎉", &Faces::built_in(), LONGEST_WORD, MISSING), "ab□");
    }
}
