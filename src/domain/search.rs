//! Finding plans by words (search): a table of the words of each plan as everyone reads it, in small letters without marks, and
//! the same for what a reader types. Every word has to be there; the last one may be a beginning.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::pitch::Content;

/// Fewest letters of a word that is kept.
const LEAST_LETTERS: usize = 2;
/// Most letters of a word; what is longer is cut.
const MOST_LETTERS: usize = 40;
/// Most words that are looked for at once.
const MOST_WORDS: usize = 6;
/// What comes behind every word that begins so.
const LAST: char = '\u{10ffff}';

/// A text in small letters without marks: of whoever compares what people write with what they look for.
pub fn folded(text: &str) -> String {
    let bare = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    let mut folded = String::with_capacity(text.len());
    for letter in bare.flat_map(char::to_lowercase) {
        match letter {
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            other => folded.push(other),
        }
    }
    folded
}

/// A name by which one is told from another, however it is written: its words in small letters without marks and signs.
pub fn name_key(name: &str) -> String {
    let folded = folded(name);
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn split(text: &str) -> Vec<String> {
    folded(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() >= LEAST_LETTERS)
        .map(|word| word.chars().take(MOST_LETTERS).collect())
        .collect()
}

/// The word of a theme: all of it as one, behind a sign that nobody can look for. Words of texts never begin with it.
pub fn theme(category: &str) -> String {
    format!("#{}", split(category).join("-"))
}

/// The words by which a plan is found: of its title, summary, text, place, kind and neighbourhood, and of its group; and its
/// theme as a whole.
pub fn words(content: &Content, applicant: &str) -> BTreeSet<String> {
    let texts = [
        &content.title,
        &content.summary,
        &content.text,
        &content.place,
        &content.category,
        &content.neighbourhood,
    ];
    let mut words: BTreeSet<String> =
        texts.into_iter().map(String::as_str).chain([applicant]).flat_map(split).collect();
    if !content.category.is_empty() {
        words.insert(theme(&content.category));
    }
    words
}

/// What a reader looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Words that are there as they are.
    pub whole: Vec<String>,
    /// With what a word begins.
    pub begun: Option<String>,
}

impl Query {
    /// Reads what was typed. A sign behind the last word says that it is whole.
    pub fn of(typed: &str) -> Query {
        let mut whole = split(typed);
        whole.truncate(MOST_WORDS);
        let is_begun = typed.ends_with(char::is_alphanumeric);
        let begun = if is_begun { whole.pop() } else { None };
        Query { whole, begun }
    }

    /// What has a theme.
    pub fn themed(category: &str) -> Query {
        Query { whole: vec![theme(category)], begun: None }
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.begun.is_none()
    }
}

/// What comes behind every word that begins so, in the order of both databases.
pub fn behind(begun: &str) -> String {
    format!("{begun}{LAST}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for name in ["Café ’t Ærø", "CAFÉ 'T ÆRØ", " café  t-aero "] {
            assert_eq!(name_key(name), "cafe t aero", "{name}");
        }
        assert_ne!(name_key("Koor Zuilen"), name_key("Koor Zuilens"));
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let content = Content {
            title: "Café Zuilen, één KEUKEN".to_string(),
            place: "Straße van ’t Łódź-plein".to_string(),
            neighbourhood: "BU03440111".to_string(),
            ..Content::default()
        };
        let words = words(&content, "Groep Çelik");
        for word in
            ["cafe", "zuilen", "een", "keuken", "strasse", "lodz", "plein", "bu03440111", "celik", "groep"]
        {
            assert!(words.contains(word), "{word}: {words:?}");
        }
        assert!(!words.contains("t"), "one letter says nothing");
        assert!(!words.iter().any(|word| word.starts_with('#')), "it has no theme");
        let themed = Content { category: "Kunst en Cultuur".to_string(), ..content.clone() };
        let themed = super::words(&themed, "");
        assert!(themed.contains(&Query::themed("kunst en cultuur").whole[0]), "{themed:?}");
        assert_ne!(Query::of("#kunst-en-cultuur "), Query::themed("Kunst en cultuur"), "nobody types it");
        let query = Query::of("  KÉUKEN caf");
        assert_eq!((query.whole, query.begun.as_deref()), (vec!["keuken".to_string()], Some("caf")));
        assert_eq!(Query::of("keuken ").begun, None);
        assert!(Query::of(" !? ").is_empty());
        assert!("cafe" < behind("caf").as_str() && "cafe" >= "caf" && "cag" > behind("caf").as_str());
        assert_eq!(Query::of(&"woord ".repeat(50)).whole.len(), 6, "a limit on everything");
    }
}
