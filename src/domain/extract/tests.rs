use proptest::prelude::*;

use super::*;

const HEAD: &str = "persoon;naam;adres;postcode;plaats;geboortedatum;buurt\n";
const TRUUS: &str = "p1;Truus van Dijk;Ahornstraat 1;3551 AB;Utrecht;1950-05-05;BU1\n";

fn read(bytes: &[u8]) -> Result<Vec<Resident>, ExtractError> {
    Extract::new(bytes, Asked { age: true, buurt: true, inlog: false })?.collect()
}

fn fault(bytes: impl AsRef<[u8]>) -> (usize, Fault) {
    match read(bytes.as_ref()) {
        Ok(residents) => panic!("{} residents were taken", residents.len()),
        Err(error) => (error.row, error.fault),
    }
}

/// Truus with something else in the place of a text.
fn with(old: &str, new: &str) -> String {
    format!("{HEAD}{TRUUS}{}", TRUUS.replacen(old, new, 1))
}

#[test]
fn an_extract_is_read_however_a_spreadsheet_saves_it() {
    let plain = read(format!("{HEAD}{TRUUS}").as_bytes()).unwrap();
    assert_eq!(plain[0].lines[1..], ["Truus van Dijk", "", "Ahornstraat 1", "", "3551 AB", "Utrecht"]);
    let text = format!("{HEAD}{TRUUS}");
    for other in [
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
        text.replace(';', ","),
        text.trim_end().to_string(),
        format!("{text}\n"),
        text.replace("Truus van Dijk", "\"Truus van Dijk\""),
        text.replace("3551 AB", "3551ab"),
        text.to_uppercase().replace("TRUUS VAN DIJK", "Truus van Dijk").replace("AHORN", "Ahorn"),
    ] {
        assert_eq!(read(other.as_bytes()).unwrap().len(), 1, "{other}");
    }
    let quoted = read(with("Truus", "\"Truus \"\"de;buur\"\"\"").replacen(" van Dijk", "", 2).as_bytes());
    assert_eq!(quoted.unwrap()[1].lines[1], "Truus \"de;buur\"");
}

#[test]
fn what_is_wrong_is_refused_with_its_row() {
    use Fault::*;
    let head = |old: &str, new: &str| format!("{}{TRUUS}", HEAD.replacen(old, new, 1));
    let table: Vec<(Vec<u8>, (usize, Fault))> = vec![
        (vec![], (1, Empty)),
        (head("persoon;", "").into(), (1, MissingColumn("persoon"))),
        (head(";buurt", "").into(), (1, MissingColumn("buurt"))),
        (head("buurt", "buurt;naam").into(), (1, RepeatedColumn("naam"))),
        (head("buurt", "buurt;bsn").into(), (1, UnknownColumn(8))),
        (with("Truus van Dijk", "=cmd|' /C calc'!A0").into(), (3, Formula("naam"))),
        (with("Truus van Dijk", "\"=HYPERLINK(1)\"").into(), (3, Formula("naam"))),
        (with("Ahornstraat", "@SUM(1)").into(), (3, Formula("adres"))),
        (with("Utrecht", "+31").into(), (3, Formula("plaats"))),
        (with("Truus van Dijk", "＝cmd|' /C calc'!A0").into(), (3, Formula("naam"))),
        (with("Ahornstraat", "＠SUM(1)").into(), (3, Formula("adres"))),
        (with("Utrecht", "＋31").into(), (3, Formula("plaats"))),
        (with("Utrecht", "－31").into(), (3, Formula("plaats"))),
        (with("Truus", "\"Truus").into(), (3, OpenQuote)),
        (with("Truus", "Tru\"us").into(), (3, StrayQuote)),
        (with("Truus van Dijk", "\"Truus\" van Dijk").into(), (3, StrayQuote)),
        (with("Truus", "Tru\u{0}us").into(), (3, BadCharacter("naam"))),
        (with("Truus", "Tru\rus").into(), (3, BadCharacter("naam"))),
        (with("Truus", "Truus\u{202e}").into(), (3, BadCharacter("naam"))),
        (with("Truus", "Tru\u{fffd}s").into(), (3, BadCharacter("naam"))),
        (with("Truus", "\u{200b}Truus").into(), (3, BadCharacter("naam"))),
        (with("Truus van Dijk", " ").into(), (3, EmptyCell("naam"))),
        (with("p1", "").into(), (3, EmptyCell("persoon"))),
        (with("BU1", "").into(), (3, EmptyCell("buurt"))),
        (with("Truus", &"x".repeat(201)).into(), (3, CellTooLong("naam"))),
        (with("Truus", &"x".repeat(4_100)).into(), (3, RowTooLong)),
        (with("1950-05-05", "1950-02-30").into(), (3, Date)),
        (with("1950-05-05", "5 mei 1950").into(), (3, Date)),
        (with("3551 AB", "0551 AB").into(), (3, Postcode)),
        (with("3551 AB", "3551 A").into(), (3, Postcode)),
        (with(";Utrecht", "").into(), (3, Cells(6, 7))),
        (with(";Utrecht", ";Utrecht;NL").into(), (3, Cells(8, 7))),
        (format!("{HEAD}\n{TRUUS}").into(), (2, Blank)),
        ([HEAD.as_bytes(), TRUUS.as_bytes(), b"p2;Ren\xe9e;"].concat(), (3, NotUtf8)),
        (b"\xff\xfep\x00e\x00".to_vec(), (1, NotUtf8)),
    ];
    for (bytes, expected) in table {
        assert_eq!(fault(&bytes), expected, "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_refusal_shows_nothing_of_a_person() {
    for text in [with("Truus", "=Truus"), with("1950-05-05", "Truus"), TRUUS.to_string()] {
        let error = read(text.as_bytes()).err().expect("refused").to_string();
        assert!(!error.contains("Truus") && !error.contains("Ahorn"), "{error}");
    }
}

#[test]
fn persons_are_told_apart_by_their_key_and_rows_by_what_they_say() {
    let rows = read(format!("{}{}", with("x", "x"), TRUUS.replace("p1", "p2")).as_bytes()).unwrap();
    assert!(rows[0].key == rows[1].key && rows[0].data == rows[1].data);
    assert!(rows[0].key != rows[2].key && rows[0].data == rows[2].data);
    let moved = read(with("Ahornstraat 1", "Ahornstraat 2").as_bytes()).unwrap();
    assert!(moved[0].key == moved[1].key && moved[0].data != moved[1].data);
}

#[test]
fn what_a_provider_calls_someone_comes_along_only_when_it_must() {
    let text = format!(
        "{};inlog\n{};012345672\n{}; \n",
        HEAD.trim(),
        TRUUS.trim(),
        TRUUS.trim().replace("p1", "p2")
    );
    assert_eq!(fault(&text), (1, Fault::UnknownColumn(8)), "it may be the citizen service number");
    let asked = Asked { age: true, buurt: true, inlog: true };
    let rows: Result<Vec<Resident>, ExtractError> = Extract::new(text.as_bytes(), asked).unwrap().collect();
    let names: Vec<Option<String>> = rows.unwrap().into_iter().map(|row| row.inlog).collect();
    assert_eq!(names, [Some("012345672".to_string()), None], "as it stands, zeros in front too");
    let without = Extract::new(format!("{HEAD}{TRUUS}").as_bytes(), asked).err().unwrap();
    assert_eq!(without.fault, Fault::MissingColumn("inlog"));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
        let _ = read(&[HEAD.as_bytes(), &bytes].concat());
    }

    #[test]
    fn no_text_makes_the_reader_fall(text in "[\"';,\\r\\n\u{feff}=a-z0-9€-]{0,300}") {
        let _ = read(text.as_bytes());
        let _ = read(format!("{HEAD}{TRUUS}{text}").as_bytes());
    }
}
