//! Uploads that are good, and what is wrong with others.

use super::*;

fn register() -> Register {
    let entry = |n: u32| Entry {
        code_mac: Digest::of(&n.to_be_bytes()),
        control: ControlNumber::new(n * 7_919),
        made: if n == 2 { Made::Spare } else { Made::Issued },
        resident: None,
    };
    let letters = (1..=3).map(entry).collect();
    Register::new(RoundId::new("zuilen-2027"), Digest::of(b"key"), None, letters).unwrap()
}

/// The same letters; a provider names whom the first one is for.
fn named() -> Register {
    let mut letters = register().entries().to_vec();
    letters[0].resident = Some(Digest::of(b"resident"));
    let issuer = Some("https://inloggen.example".to_string());
    Register::new(RoundId::new("zuilen-2027"), Digest::of(b"key"), issuer, letters).unwrap()
}

#[test]
fn an_upload_reads_back_whole_or_not_at_all() {
    let (round, text) = (RoundId::new("zuilen-2027"), register().write());
    assert_eq!(Register::parse(&text, &round), Ok(register()));
    let fault =
        |text: &str| Register::parse(text, &round).map_err(|error| (error.line, error.fault)).unwrap_err();
    let lines: Vec<&str> = text.lines().collect();
    let joined = |lines: &[&str]| lines.join("\n");
    assert_eq!(fault(""), (1, Fault::NotARegister));
    assert_eq!(fault("naam;adres\n"), (1, Fault::NotARegister));
    assert_eq!(fault(&text.replace("zuilen", "ondiep")), (2, Fault::OtherRound));
    assert_eq!(fault(&joined(&lines[..8])), (3, Fault::Count));
    assert_eq!(fault(&joined(&lines[..6])), (7, Fault::Size));
    assert_eq!(fault(&joined(&[&lines[..], &lines[8..]].concat())), (10, Fault::Repeated));
    let other_root = text.replace(&register().root().to_string(), &Digest::of(b"x").to_string());
    assert_eq!(fault(&other_root), (5, Fault::Root));
    assert_eq!(fault(&text.replacen("\nkey ", "\nsleutel ", 1)), (6, Fault::NotARegister));
    assert_eq!(fault(&text.replacen(lines[6], "23456789ABCDEFGS 1", 1)), (7, Fault::BadLetter));
    let mac = &lines[6][..64];
    assert_eq!(fault(&text.replacen(&lines[8][..64], mac, 1)), (9, Fault::Repeated), "the same code");
    assert_eq!(fault(&text.replace(" spare", "")), (3, Fault::Count));
    assert_eq!(fault(&text.replace(" spare", " revoked")), (8, Fault::BadLetter));
}

#[test]
fn root_and_codes_mark_cover_which_letters_are_spare() {
    let all_sent: Vec<Entry> =
        register().entries().iter().map(|entry| Entry { made: Made::Issued, ..*entry }).collect();
    assert_ne!(root(all_sent.iter().map(Entry::slot)), register().root());
    assert_ne!(codes_mark(&all_sent), codes_mark(register().entries()));
    assert_eq!(register().counts(), (2, 1));
}

#[test]
fn two_different_groups_are_asked_and_other_ones_of_other_people() {
    let mut seen = std::collections::BTreeSet::new();
    for number in 0..200_u32 {
        let [a, b] = asked(&Digest::of(b"upload"), &AccountId::new(number.to_string()));
        assert!(a < b && b < GROUPS);
        seen.insert([a, b]);
    }
    assert!(seen.len() > 50, "{seen:?}");
    assert_eq!(groups(&Digest::of(b"")).concat(), Digest::of(b"").to_string());
}

#[test]
fn an_upload_with_residents_reads_back_whole_or_not_at_all() {
    let (round, text) = (RoundId::new("zuilen-2027"), named().write());
    assert_eq!(Register::parse(&text, &round), Ok(named()));
    let fault =
        |text: &str| Register::parse(text, &round).map_err(|error| (error.line, error.fault)).unwrap_err();
    let resident = Digest::of(b"resident").to_string();
    let twice = text.replacen(" - ", &format!(" {resident} "), 2);
    assert_eq!(fault(&twice), (9, Fault::BadLetter), "a spare letter is for nobody yet");
    let lines: Vec<String> = text.lines().map(str::to_string).collect();
    let second = lines.iter().rposition(|line| line.contains(" - ")).unwrap();
    let mut twice = lines.clone();
    twice[second] = twice[second].replace(" - ", &format!(" {resident} "));
    assert_eq!(fault(&twice.join("\n")), (second + 1, Fault::Repeated), "one person, one letter");
    assert_eq!(fault(&text.replace("register/2", "register/1")), (7, Fault::BadLetter));
    assert_eq!(fault(&text.replace("issuer https", "issuer ftp")), (7, Fault::NotARegister));
    assert_eq!(fault(&text.replace(&resident, "999990019")), (8, Fault::BadLetter), "never a name");
}

#[test]
fn the_mark_of_the_codes_covers_whom_a_letter_is_for() {
    assert_ne!(codes_mark(named().entries()), codes_mark(register().entries()));
    let mut other = named().entries().to_vec();
    other[2].resident = other[0].resident.take();
    assert_ne!(codes_mark(&other), codes_mark(named().entries()), "the same resident under another letter");
    assert_eq!(root(other.iter().map(Entry::slot)), named().root(), "the public list shows no resident");
    let letters = named().entries().to_vec();
    let without = Register::new(RoundId::new("zuilen-2027"), Digest::of(b"key"), None, letters);
    assert!(without.is_none(), "no resident without a provider");
}
