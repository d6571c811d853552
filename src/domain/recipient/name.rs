//! When two names are the same name.

use unicode_normalization::UnicodeNormalization as _;

/// Words that say what an organisation is in law, not which one it is, as names and banks write them.
const LEGAL_WORDS: [&str; 14] = [
    "stichting",
    "stg",
    "st",
    "vereniging",
    "ver",
    "cooperatie",
    "cooperatieve",
    "cooperatief",
    "coop",
    "bv",
    "nv",
    "ua",
    "wa",
    "vof",
];

/// Articles that begin a name and say nothing about whose name it is.
const ARTICLES: [&str; 2] = ["de", "het"];

/// Letters of other alphabets that look like one of ours, first as capitals and then as small letters: whoever reads a
/// name sees no difference.
const LOOKALIKES: [(&str, &str); 5] = [
    ("АВЕКМНОРСТУХІЈЅԚԜӀ", "ABEKMHOPCTYXIJSQWl"),
    ("авекмнорстухіјѕԁһԛԝӏ", "abekmhopctyxijsdhqwl"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("αβγεηικνορτυχω", "abyenikvoptuxw"),
    ("ıłøđŁØĐ", "ilodLOD"),
];

/// The letter of ours that a letter looks like.
fn folded(letter: char) -> char {
    let alike = |(theirs, ours): &(&str, &str)| {
        theirs.chars().zip(ours.chars()).find(|(theirs, _)| *theirs == letter).map(|(_, ours)| ours)
    };
    LOOKALIKES.iter().find_map(alike).unwrap_or(letter)
}

/// What is left of a name without case, accents, signs, legal form and the article that it begins with, in letters of
/// our own alphabet: two names with the same key are the same name. A name of legal words alone stays whole.
pub fn name_key(name: &str) -> String {
    let plain: String = name.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(folded).collect();
    let plain = plain.to_lowercase().replace(['’', '‘', '`'], "'");
    let words = plain.split(|c: char| c.is_whitespace() || c == '-');
    let plain = words.map(|word| if word == "'t" { "het" } else { word }).collect::<Vec<_>>().join(" ");
    let plain = plain.replace(['.', '\''], "");
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let told: Vec<&str> = words.iter().copied().filter(|word| !LEGAL_WORDS.contains(word)).collect();
    match told.as_slice() {
        [] => words.concat(),
        [article, rest @ ..] if ARTICLES.contains(article) && !rest.is_empty() => rest.concat(),
        told => told.concat(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_is_the_same_whoever_wrote_it_down() {
        let key = name_key("Stichting Op Twee Wielen");
        for same in ["op twee wielen", "STG. OP TWEE-WIELEN", "Op Twée Wielen", "St. Op Twee Wielen"] {
            assert_eq!(name_key(same), key, "{same}");
        }
        assert_ne!(name_key("Stichting Op Drie Wielen"), key);
        assert_eq!(name_key("Stichting"), "stichting");
        assert_eq!(name_key("!"), "");
    }

    #[test]
    fn letters_that_look_alike_and_articles_make_no_other_name() {
        let key = name_key("Makelpunt");
        for same in [
            "Мakelpunt",
            "МАΚЕLРUΝТ",
            "mаkеlрunt",
            "Het Makelpunt",
            "'t Makelpunt",
            "’T MAKELPUNT",
            "Stichting Het Makelpunt",
            "De Stichting Makelpunt",
            "Vereniging De Makelpunt",
            "Makel\u{200b}punt",
        ] {
            assert_eq!(name_key(same), key, "{same}");
        }
        for other in ["Makelpunten", "Het Andere Makelpunt", "Makelpunt De Zon", "T. Makelpunt", "Markelpunt"]
        {
            assert_ne!(name_key(other), key, "{other}");
        }
    }

    #[test]
    fn ordinary_names_make_no_false_friends() {
        let names = [
            "De Zon",
            "De Maan",
            "Het",
            "De",
            "'t",
            "Hetty de Vries",
            "T. de Vries",
            "De Vries",
            "Dena Bos",
            "Ena Bos",
            "Hetgeen",
            "Geen",
            "Speeltuin De Boom",
            "Speeltuin Boom",
            "Тихий сад",
            "Тихая сад",
            "Ο κήπος",
            "Η πόλη",
            "Buurt 10",
            "Buurt IO",
            "Stichting",
            "Vereniging",
        ];
        let keys: BTreeSet<String> = names.iter().map(|name| name_key(name)).collect();
        // "Het" and "'t" alone are one word, in two spellings.
        assert_eq!(keys.len(), names.len() - 1, "{keys:?}");
    }
}
