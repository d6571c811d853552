//! The registrar at its own computer: from an extract to letters, and nothing left over.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::register::{Made, groups};
use schuifruimte::domain::resident::ResidentKey;
use schuifruimte::domain::voting_code::VotingCode;
use schuifruimte::keys::read_code_key;

use crate::support::extract::{HEAD, extract, row};
use crate::support::registrar::Desk;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn an_extract_becomes_letters_that_only_the_printer_can_read() {
    let desk = Desk::new("letters");
    let told = desk.make(extract(90), "--spare 3").unwrap();
    assert!(told.starts_with("90 letters and 3 spares for zuilen-2027"), "{told}");
    for file in ["register.upload", "code.key", "letters.age", "protocol.txt"] {
        assert_eq!(mode(&desk.path("letters").join(file)), 0o600, "{file}");
    }
    assert_eq!((mode(&desk.path("letters")), mode(&desk.path("printer.key"))), (0o700, 0o600));
    let register = desk.register();
    assert_eq!(register.counts(), (90, 3));

    let told = desk.run("csv --identity printer.key letters/letters.age --out print.csv").unwrap();
    assert!(told.starts_with("93 letters"), "{told}");
    assert_eq!(mode(&desk.path("print.csv")), 0o600);
    let print = desk.text("print.csv");
    let rows: Vec<Vec<&str>> = print.lines().map(|line| line.split(';').collect()).collect();
    assert_eq!(
        rows[0].join(";"),
        "brief;soort;aanhef;naam;naam2;adres;adres2;postcode;plaats;code;controlenummer"
    );
    assert_eq!(
        rows[1][1..9],
        ["brief", "", "Aaltje van der Fictie", "", "Ahornstraat 0", "", "3551 AB", "Utrecht"]
    );
    assert_eq!(rows[93][1..9], ["reserve", "", "", "", "", "", "", ""]);
    let (round, key) = read_code_key(&desk.text("letters/code.key")).expect("a key");
    for row in &rows[1..] {
        let mac = key.mac(&round, &VotingCode::parse(row[9]).expect("a code"));
        let entry = register.entries().iter().find(|entry| entry.control.to_string() == row[10]);
        let entry = entry.expect("its number is in the register");
        assert_eq!(entry.code_mac, mac, "the code on the letter is the one the server knows");
        assert_eq!(entry.made == Made::Spare, row[1] == "reserve");
    }
    let again = desk.run("csv --identity printer.key letters/letters.age --out print.csv").unwrap_err();
    assert!(again.contains("there already"), "{again}");
    desk.run("csv --identity printer.key letters/letters.age --separator , --out comma.csv").unwrap();
    assert!(desk.text("comma.csv").starts_with("brief,soort,"));
}

#[test]
fn whom_a_provider_can_name_is_in_the_upload_as_a_pseudonym_and_nowhere_by_name() {
    let desk = Desk::new("residents");
    let issuer = "https://inloggen.example/realms/utrecht";
    let with = |names: &[&str]| {
        let rows = (0..).zip(names).map(|(n, name)| format!("{};{name}\n", row(n)));
        format!("{HEAD};inlog\n{}", rows.collect::<String>())
    };
    let refused = desk.make(with(&["999990019"]), "").unwrap_err();
    assert!(refused.contains("column 8 is not used"), "without a provider it stays behind: {refused}");
    let refused = desk.make(extract(2), &format!("--issuer {issuer}")).unwrap_err();
    assert!(refused.contains("inlog is missing"), "{refused}");
    let refused = desk.make(with(&["7", "7"]), &format!("--issuer {issuer}")).unwrap_err();
    assert!(refused.contains("two persons") && !desk.path("letters").exists(), "{refused}");
    desk.make(with(&["999990019", "", "012345672"]), &format!("--spare 2 --issuer {issuer}")).unwrap();
    let register = desk.register();
    assert_eq!((register.counts(), register.issuer()), ((3, 2), Some(issuer)));
    let (round, key) = read_code_key(&desk.text("letters/code.key")).expect("a key");
    let key = ResidentKey::of(&key);
    let mut made: Vec<Digest> = register.entries().iter().filter_map(|entry| entry.resident).collect();
    let mut wanted = ["999990019", "012345672"].map(|name| key.pseudonym(&round, issuer, name)).to_vec();
    made.sort();
    wanted.sort();
    assert_eq!(made, wanted, "what the server computes when they sign in");
    for file in ["register.upload", "code.key", "protocol.txt"] {
        let text = desk.text(&format!("letters/{file}"));
        assert!(!text.contains("999990019") && !text.contains("012345672"), "{file}");
    }
    let protocol = desk.text("letters/protocol.txt");
    assert!(protocol.contains(issuer) && protocol.contains("kan inloggen"), "{protocol}");
    desk.run("csv --identity printer.key letters/letters.age --out print.csv").unwrap();
    assert!(!desk.text("print.csv").contains("999990019"), "the printer has no use for it");
}

#[test]
fn nobody_else_reads_the_letters_and_a_list_cut_short_is_refused_whole() {
    let desk = Desk::new("other");
    desk.make(extract(900), "").unwrap();
    desk.run("keygen --out other.key").unwrap();
    assert!(desk.run("csv --identity other.key letters/letters.age --out print.csv").is_err());
    let whole = fs::read(desk.path("letters/letters.age")).unwrap();
    fs::write(desk.path("short.age"), &whole[..whole.len() - 30]).unwrap();
    assert!(desk.run("csv --identity printer.key short.age --out print.csv").is_err());
    for file in ["print.csv", "print.csv.part"] {
        assert!(!desk.path(file).exists(), "{file} holds half a list");
    }
    assert!(desk.run("keygen --out other.key").is_err(), "a key is never written over");
}

#[test]
fn no_person_and_no_code_is_in_what_leaves_for_the_server_or_on_paper() {
    let desk = Desk::new("secrecy");
    let planted = "PLANTKEY77;Plantnaam Zeldzaam;Plantstraat 4242;3599 ZZ;Plantdorp;1961-11-17;BU3\n";
    desk.make(format!("{}{planted}", extract(20)), "--spare 2").unwrap();
    desk.run("csv --identity printer.key letters/letters.age --out print.csv").unwrap();
    let print = desk.text("print.csv");
    let mut secrets: Vec<String> =
        ["PLANTKEY77", "Plantnaam", "Plantstraat", "3599", "Plantdorp", "1961", "17-11"]
            .map(str::to_string)
            .into();
    for code in print.lines().skip(1).map(|line| line.split(';').nth(9).unwrap()) {
        secrets.extend([code.to_string(), code.replace(' ', ""), code[..9].to_string()]);
    }
    for file in ["register.upload", "code.key", "protocol.txt"] {
        let text = desk.text(&format!("letters/{file}"));
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{file} holds {secret}");
        }
    }
    let sealed = fs::read(desk.path("letters/letters.age")).unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains("Plant"));
}

#[test]
fn the_protocol_says_what_was_counted_and_what_the_second_person_types_over() {
    let desk = Desk::new("protocol");
    fs::write(desk.path("buurten.txt"), "BU1\r\n\r\n BU2 \n").unwrap();
    // Persons 0 to 89 are born in 1930 to 2019; 3 and 7 stand there again, word for word.
    let text = format!("{}{}\n{}\n", extract(90), row(3), row(7));
    desk.make(text, "--min-age 12 --on 2027-03-01 --buurt BU9 --buurten buurten.txt --spare 4").unwrap();
    let protocol = desk.text("letters/protocol.txt");
    let says = |words: &str, value: &str| {
        let line = protocol.lines().find(|line| line.trim_start().starts_with(words));
        let line = line.unwrap_or_else(|| panic!("{words} is not in {protocol}"));
        assert_eq!(line.trim_start()[words.len()..].trim(), value, "{words}");
    };
    // Of 18 persons in BU1 the youngest is born in 2016, of 18 in BU2 in 2017 and before it in 2012.
    says("Brieven:", "34");
    says("BU1:", "17");
    says("BU2:", "17");
    says("BU9:", "0");
    says("Reservebrieven voor de balie:", "4");
    says("Regels in het uittreksel:", "92");
    says("Dubbele regels, een keer geteld:", "2");
    says("Te jong, geen brief:", "2");
    says("Woont buiten het gebied, geen brief:", "54");
    says("Leeftijd:", "12 jaar of ouder op 2027-03-01");
    let upload = fs::read(desk.path("letters/register.upload")).unwrap();
    for (number, group) in (1..).zip(groups(&Digest::of(&upload))) {
        assert!(protocol.contains(&format!(" {number}: {group}")), "group {number} is not in {protocol}");
    }
    let list = Digest::of(&fs::read(desk.path("letters/letters.age")).unwrap());
    let mark = schuifruimte::domain::register::codes_mark(desk.register().entries());
    assert!(protocol.contains(&list.to_string()) && protocol.contains(&mark.to_string()));
    let (_, key) = read_code_key(&desk.text("letters/code.key")).expect("a key");
    assert_eq!(desk.register().code_key(), key.mark());
    assert!(protocol.contains(&key.mark().to_string()) && protocol.contains("schuifruimte verify"));
    assert_eq!(protocol.matches("Handtekening:").count(), 2);
}

#[test]
fn who_has_the_birthday_on_the_day_itself_gets_a_letter() {
    let desk = Desk::new("birthday");
    let born = |n: u32, date: &str| {
        let row = row(n);
        let cells: Vec<&str> = row.split(';').collect();
        [&cells[..5], &[date], &cells[6..]].concat().join(";")
    };
    let people = [born(1, "2015-03-01"), born(2, "2015-03-02"), born(3, "2012-02-29"), born(4, "2015-00-00")];
    desk.make(format!("{HEAD}\n{}\n", people.join("\n")), "--min-age 12 --on 2027-03-01").unwrap();
    assert_eq!(desk.register().counts().0, 2);
    assert!(desk.text("letters/protocol.txt").contains("Geboortedatum niet helemaal bekend:   1"));
    fs::remove_dir_all(desk.path("letters")).unwrap();
    desk.make(format!("{HEAD}\n{}\n", people.join("\n")), "--min-age 15 --on 2027-02-28").unwrap_err();
    desk.make(format!("{HEAD}\n{}\n", people.join("\n")), "--min-age 15 --on 2027-03-01").unwrap();
    assert_eq!(desk.register().counts().0, 1, "born on 29 February, fifteen on 1 March");
}

#[test]
fn a_refused_extract_leaves_no_file() {
    let desk = Desk::new("refused");
    let good = extract(50);
    let other = row(7).replace("Utrecht", "Elders");
    let table: Vec<(Vec<u8>, &str, &str)> = vec![
        (format!("{good}{other}\n").into(), "", "row 52: the person of row 9 again, with other data"),
        (good.replacen("Aaltje", "=cmd|' /C calc'!A0;", 1).into(), "", "row 2: 8 cells instead of 7"),
        (good.replacen("P0000004;Esra", "P0000004;=Esra", 1).into(), "", "row 6: naam begins with"),
        (good.replacen("P0000004;Esra", "P0000004;＝Esra", 1).into(), "", "row 6: naam begins with"),
        (good.replacen("1939-10-10", "1939-02-30", 1).into(), "", "row 11: geboortedatum is not a date"),
        (good.replacen("P0000040;", "P0000040;\"", 1).into(), "", "row 42: a quote is opened and not closed"),
        ([good.as_bytes(), b"P9;Ren\xe9"].concat(), "", "row 52: not UTF-8"),
        (
            good.replacen(";geboortedatum", ";geboren", 1).into(),
            "--min-age 12 --on 2027-03-01",
            "geboortedatum is missing",
        ),
        (good.replacen("buurt", "bsn", 1).into(), "", "column 7 is not used"),
        (good.clone().into(), "--buurt BU8", "nobody would get a letter"),
        (good.clone().into(), "--spare 1000000", "at most 1,000,000 letters"),
        (HEAD.into(), "", "nobody would get a letter"),
        (Vec::new(), "", "the file is empty"),
    ];
    for (bytes, more, says) in table {
        let refused = desk.make(bytes, more).expect_err(says);
        assert!(refused.contains(says), "{refused}");
        assert!(!refused.contains("Esra") && !refused.contains("straat"), "it names a person: {refused}");
        let left: Vec<_> = fs::read_dir(&desk.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }
    desk.make(&good, "").unwrap();
    let kept = desk.text("letters/protocol.txt");
    assert!(desk.make(&good, "").unwrap_err().contains("never written over"));
    assert_eq!(desk.text("letters/protocol.txt"), kept);
    let nobody = "make --round zuilen-2027 --extract extract.csv --out other";
    assert!(desk.run(nobody).unwrap_err().contains("--printer"));
    let wrong = desk.run(&format!("{nobody} --printer age1zzz")).unwrap_err();
    assert!(wrong.contains("begins with age1") && !desk.path("other").exists(), "{wrong}");
    let key = desk.text("printer.key");
    let secret = key.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).expect("a secret key");
    for typed in [secret.to_string(), secret.to_lowercase(), format!("{secret}X")] {
        let refused = desk.run(&format!("{nobody} --printer {typed}")).unwrap_err();
        assert!(refused.contains("SECRET key"), "{refused}");
        assert!(!refused.to_uppercase().contains(&secret[20..40]), "it shows the key: {refused}");
    }
}

#[test]
fn letters_without_persons_are_made_from_a_number() {
    let desk = Desk::new("number");
    desk.run("make --round zuilen-2027 --letters 40 --spare 2 --out letters").unwrap();
    assert_eq!(desk.register().counts(), (40, 2));
    assert_eq!(desk.text("letters/letters.csv").lines().count(), 43);
    for bad in ["0", "1000001"] {
        let words = format!("make --round zuilen-2027 --letters {bad} --out other");
        assert!(desk.run(&words).is_err() && !desk.path("other").exists(), "{bad}");
    }
}

#[test]
fn after_the_round_the_registrar_keeps_the_protocol_and_nothing_else() {
    let desk = Desk::new("erase");
    desk.make(extract(30), "--spare 1").unwrap();
    let refused = desk.run("erase letters").unwrap_err();
    assert!(refused.contains("--yes") && desk.path("letters/letters.age").exists(), "{refused}");
    desk.run("csv --identity printer.key letters/letters.age --out letters/print.csv").unwrap();
    // A second name for the same file shows what became of its content.
    fs::hard_link(desk.path("letters/code.key"), desk.path("seen.key")).unwrap();
    let told = desk.run("erase letters --yes").unwrap();
    for line in ["erased letters.age", "erased code.key", "erased register.upload", "left protocol.txt"] {
        assert!(told.contains(line), "{told}");
    }
    assert!(told.contains("left print.csv: look yourself"), "{told}");
    assert!(fs::read(desk.path("seen.key")).unwrap().iter().all(|byte| *byte == 0), "it was written over");
    let mut left: Vec<_> =
        fs::read_dir(desk.path("letters")).unwrap().map(|one| one.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["print.csv", "protocol.txt"]);
    assert!(desk.run("erase letters --yes").is_err(), "there is nothing left to erase");
    assert!(desk.run("erase nowhere --yes").is_err());
}
