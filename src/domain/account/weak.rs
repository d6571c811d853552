//! Passwords that others guess first. A list of leaked passwords holds hardly any of fifteen characters or more; what
//! people do choose at that length is a word they know, made longer. So this takes away what anyone would try, and looks
//! at what is left.

use unicode_normalization::UnicodeNormalization as _;

/// Fewest characters that must be left when everything that others try first is taken away.
const LEFT: usize = 8;
/// Fewest different characters.
const DIFFERENT: usize = 6;
/// Characters in a row along a keyboard or an alphabet that count as one guess.
const RUN: usize = 4;

/// Ways that fingers go: along rows and columns of keyboards, along the alphabet.
const WAYS: [&str; 9] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "q1w2e3r4t5y6u7i8o9p0",
];

/// Words that people in an office here begin with, and the words of this service. Written for this program from what
/// anyone would try; it is no copy of a list.
const WORDS: [&str; 66] = [
    "schuifruimte",
    "wachtwoord",
    "wijkbureau",
    "subsidie",
    "gemeente",
    "password",
    "begroting",
    "september",
    "december",
    "november",
    "welkom01",
    "donderdag",
    "woensdag",
    "zaterdag",
    "februari",
    "augustus",
    "computer",
    "nederland",
    "ajaxfeyenoord",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "geheim",
    "geheimpje",
    "maandag",
    "dinsdag",
    "vrijdag",
    "zondag",
    "januari",
    "oktober",
    "inloggen",
    "aanmelden",
    "toegang",
    "bureau",
    "welkom",
    "welcome",
    "login",
    "admin",
    "beheer",
    "beheerder",
    "administrator",
    "zomer",
    "winter",
    "herfst",
    "lente",
    "voorjaar",
    "najaar",
    "hallo",
    "secret",
    "letmein",
    "monkey",
    "dragon",
    "master",
    "shadow",
    "feyenoord",
    "voetbal",
    "holland",
    "buurt",
    "ronde",
    "stemmen",
    "april",
    "maart",
    "qwerty",
];

/// Whether others guess it first. `own` are words that belong to the person: login, name, municipality.
pub fn is_weak(password: &str, own: &[&str]) -> bool {
    let plain = folded(password, |letter| letter);
    let read = folded(password, as_read);
    repeats(&plain)
        || different(&plain) < DIFFERENT
        || [plain, read].iter().any(|text| left(text, own) < LEFT)
}

/// Whether hardly anything is left of a password without what it has in a row of another one.
pub fn is_like(password: &str, other: &str) -> bool {
    let (plain, other) = (folded(password, |letter| letter), folded(other, |letter| letter));
    let mut taken = vec![false; plain.len()];
    other.windows(RUN).for_each(|piece| take(&plain, piece, &mut taken));
    !other.is_empty() && (plain == other || taken.iter().filter(|taken| !**taken).count() < LEFT)
}

/// Small letters and digits without accents.
fn folded(text: &str, read: impl Fn(char) -> char) -> Vec<char> {
    let letters = text.nfkd().flat_map(char::to_lowercase).map(read);
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

/// The letter that a digit or sign stands for.
fn as_read(letter: char) -> char {
    match letter {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Whether it is one piece again and again.
fn repeats(text: &[char]) -> bool {
    (1..=text.len() / 2).any(|piece| text.iter().zip(&text[piece..]).all(|(one, next)| one == next))
}

fn different(text: &[char]) -> usize {
    text.iter().collect::<std::collections::BTreeSet<_>>().len()
}

/// How many characters are left without the words and ways that others try first.
fn left(text: &[char], own: &[&str]) -> usize {
    let mut taken = vec![false; text.len()];
    let own = own.iter().flat_map(|word| word.split(|letter: char| !letter.is_alphanumeric()));
    let own = own.map(|word| folded(word, |letter| letter)).filter(|word| word.len() >= 3);
    let words = WORDS.iter().map(|word| word.chars().collect());
    for word in own.chain(words) {
        take(text, &word, &mut taken);
    }
    for way in WAYS {
        let there: Vec<char> = way.chars().collect();
        let back: Vec<char> = way.chars().rev().collect();
        for way in [there, back] {
            way.windows(RUN).for_each(|piece| take(text, piece, &mut taken));
        }
    }
    taken.iter().filter(|taken| !**taken).count()
}

fn take(text: &[char], piece: &[char], taken: &mut [bool]) {
    if piece.len() > text.len() {
        return;
    }
    for start in 0..=text.len() - piece.len() {
        if text[start..].starts_with(piece) {
            taken[start..start + piece.len()].fill(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_try_first_is_weak_however_long_it_is_made() {
        let own = ["marijke", "Marijke Bos", "Utrecht"];
        for weak in [
            "aaaaaaaaaaaaaaaa",
            "wachtwoordwachtwoord",
            "abcabcabcabcabcabc",
            "qwertyuiopasdfghjkl",
            "1q2w3e4r5t6y7u8i",
            "12345678901234567890",
            "Welkom Utrecht 2027",
            "W@chtw00rd2027!!",
            "MarijkeBos-Utrecht1",
            "schuifruimte 2027",
            "zyxwvutsrqponmlkj",
            "!!!!!!!!!!!!!!!!!!!!",
        ] {
            assert!(is_weak(weak, &own), "{weak}");
        }
        for good in [
            "een lange zin van de buurt",
            "vier paarden eten stroop",
            "xk3m-px8r-h2tv-4wqd-7nbz",
            "Jo hellip bûter brea griene tsiis",
        ] {
            assert!(!is_weak(good, &own), "{good}");
        }
    }
}
