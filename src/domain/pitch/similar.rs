//! Plans that look like another one: by the words that both have. It warns nobody off: it shows who else is busy with it. A word
//! that many plans have says nothing about one of them, so that likeness is found without reading what plans say.

use std::collections::{BTreeMap, BTreeSet};

use super::Content;
use crate::domain::id::PitchId;
use crate::domain::search::folded;

/// Words of fewer letters say little.
const LEAST_LETTERS: usize = 4;
/// Two plans look alike from so many shared words on.
const LEAST_SHARED: u64 = 3;
/// Most plans that are shown to who writes one.
pub const MOST: usize = 3;
/// Most words by which a plan is compared: the first ones, which say what it is about.
pub const MOST_WORDS: usize = 64;
/// A word that more plans have tells them not apart.
pub const MOST_PLANS: i64 = 40;

/// Long words that are in every plan.
const COMMON: [&str; 26] = [
    "voor", "waar", "maar", "deze", "onze", "alle", "veel", "meer", "niet", "wordt", "worden", "willen",
    "kunnen", "samen", "buurt", "wijk", "plan", "mensen", "bewoners", "buren", "naar", "door", "over",
    "elke", "iedereen", "hebben",
];

/// The words of a plan that say what it is about, in small letters without marks, each once and the first ones first: those of its
/// name before those of its text.
pub fn words(content: &Content) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let texts = [&content.title, &content.summary, &content.text].map(|text| folded(text));
    let all = texts.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    all.filter(|word| word.chars().count() >= LEAST_LETTERS && !COMMON.contains(word))
        .filter(|word| seen.insert(word.to_string()))
        .take(MOST_WORDS)
        .map(str::to_string)
        .collect()
}

/// Those that look alike, by how many words each shares: most first.
pub fn ranked(shared: BTreeMap<PitchId, u64>) -> Vec<PitchId> {
    let mut found: Vec<(PitchId, u64)> =
        shared.into_iter().filter(|(_, words)| *words >= LEAST_SHARED).collect();
    found.sort_by(|(one, many), (other, more)| (more, one).cmp(&(many, other)));
    found.into_iter().map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_compared_by_the_first_words_that_say_something() {
        let content = Content {
            title: "Moestuin op het dak voor alle BUREN".to_string(),
            summary: "Een moestuin met tomaten en krúiden".to_string(),
            text: (0..100).map(|word| format!("woord{word} ")).collect(),
            ..Content::default()
        };
        let words = words(&content);
        assert_eq!(words[..4], ["moestuin", "tomaten", "kruiden", "woord0"], "accents do not matter");
        assert_eq!(words.len(), MOST_WORDS, "a limit on everything");
        let empty =
            Content { title: "Een plan voor alle mensen in onze buurt".to_string(), ..Content::default() };
        assert_eq!(super::words(&empty), [""; 0]);
    }

    #[test]
    fn plans_that_share_most_stand_first_and_two_words_are_too_few() {
        let shared = [("a", 3), ("b", 5), ("c", 2), ("d", 5)];
        let shared = shared.map(|(id, words)| (PitchId::new(id), words)).into_iter().collect();
        assert_eq!(ranked(shared), ["b", "d", "a"].map(PitchId::new));
    }
}
