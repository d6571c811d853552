//! Voting letters on paper: what the printer gets, read back as others would read it.

use std::fs;
use std::path::Path;

use crate::support::extract::extract;
use crate::support::registrar::Desk;

/// What the letters say about their round.
const ROUND: &str = r#"{
  "format": "schuifruimte-letter-round/1",
  "round": "zuilen-2027",
  "title": "Zuilen kiest 2027",
  "area": "Zuilen",
  "municipality": "Utrecht",
  "ceiling": "50000.00",
  "vote_from": "2027-03-01T08:00:00Z",
  "vote_until": "2027-03-21T19:00:00Z",
  "desk_place": "Wijkbureau Noordwest, Amsterdamsestraatweg 283",
  "desk_hours": "maandag tot en met vrijdag, 9.00 tot 17.00 uur",
  "desk_phone": "14 030",
  "origin": "https://stem.utrecht.example"
}
"#;
/// The command, but for what a test adds.
const PDF: &str = "pdf --identity printer.key letters/letters.age --round round.json --out brieven";
/// The names of the columns of an extract with every line of an address.
#[cfg(feature = "pdf")]
const HEAD: &str = "persoon;aanhef;naam;naam2;adres;adres2;postcode;plaats";

/// A desk with the letters of an extract.
fn desk(name: &str, extract: impl AsRef<[u8]>, more: &str) -> Desk {
    let desk = Desk::new(name);
    fs::write(desk.path("round.json"), ROUND).expect("written");
    desk.make(extract, more).expect("made");
    desk
}

/// The rows of the list, as the printer may read them.
#[cfg(feature = "pdf")]
fn rows(desk: &Desk) -> Vec<Vec<String>> {
    desk.run("csv --identity printer.key letters/letters.age --out print.csv").expect("read");
    let text = desk.text("print.csv");
    let cells = |line: &str| line.split(';').map(|cell| cell.trim_matches('"').to_string()).collect();
    text.lines().skip(1).map(cells).collect()
}

fn is_left(folder: &Path) -> bool {
    folder.exists() || folder.with_extension("part").exists()
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_pdf_says_what_is_missing() {
    let desk = desk("sheets-without", extract(2), "");
    let refused = desk.run(PDF).unwrap_err();
    assert!(refused.contains("without PDF") && refused.contains("registrar csv"), "{refused}");
    assert!(!is_left(&desk.path("brieven")));
}

#[cfg(feature = "pdf")]
#[expect(clippy::float_arithmetic, reason = "places on paper are told in fractions of points")]
mod pdf {
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    use super::*;
    use crate::support::debian;
    use crate::support::poppler::{gives, says};

    /// Millimetres in a point, 1/72 of an inch.
    const MM: f64 = 25.4 / 72.0;
    /// The part of the sheet that is seen through the window however the sheet slides in its envelope: from the left, from
    /// above, to the right, to below, in millimetres. The window is 110 by 40 mm, 20 mm from the left and 72 mm from below
    /// in an envelope of 229 by 162 mm; the folded sheet is 210 by 148.5 mm.
    const WINDOW: [f64; 4] = [20.0, 50.0, 111.0, 76.5];

    /// The typefaces of Arabic, brought when they are not there.
    fn typefaces() {
        let find = || {
            let file = PathBuf::from(schuifruimte::documents::voting_letters::FOLDER)
                .join("NotoNaskhArabic-Regular.ttf");
            Some(file).filter(|file| file.exists())
        };
        debian::program("the typeface Noto Naskh Arabic", &["fonts-noto-core"], find);
    }

    /// The letters as files, in order.
    fn printed(desk: &Desk, more: &str) -> Vec<PathBuf> {
        typefaces();
        desk.run(format!("{PDF} {more}").trim_end()).unwrap_or_else(|refused| panic!("{refused}"));
        let mut files: Vec<PathBuf> = fs::read_dir(desk.path("brieven"))
            .expect("a folder")
            .map(|entry| entry.expect("a file").path())
            .collect();
        files.sort();
        files
    }

    /// A word on a page: the page, its box in millimetres (left, top, right, bottom), and what it says.
    struct Word {
        page: usize,
        at: [f64; 4],
        text: String,
    }

    impl Word {
        fn is_within(&self, zone: [f64; 4]) -> bool {
            let [left, top, right, bottom] = self.at;
            left >= zone[0] && top >= zone[1] && right <= zone[2] && bottom <= zone[3]
        }
    }

    fn words(file: &Path) -> Vec<Word> {
        let text = says("pdftotext", &["-bbox"], file);
        let mut page = 0;
        let mut words = Vec::new();
        for line in text.lines() {
            page += usize::from(line.contains("<page "));
            let Some(rest) = line.trim().strip_prefix("<word ") else { continue };
            let number = |name: &str| {
                let after = rest.split(&format!("{name}=\"")).nth(1).expect("a side");
                after.split('"').next().expect("a number").parse::<f64>().expect("a number") * MM
            };
            let said = rest.split_once('>').expect("a word").1.trim_end_matches("</word>");
            let text =
                said.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            words.push(Word {
                page,
                at: ["xMin", "yMin", "xMax", "yMax"].map(number),
                text: text.replace("&apos;", "'"),
            });
        }
        words
    }

    /// What stands in the window of a page.
    fn window(words: &[Word], page: usize) -> String {
        let seen = words.iter().filter(|word| word.page == page && word.is_within(WINDOW));
        seen.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What a telephone reads on a page.
    fn read_square(file: &Path, page: usize) -> String {
        let page = page.to_string();
        let bytes = gives("pdftoppm", &["-gray", "-r", "150", "-f", &page, "-l", &page], file);
        let mut parts = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut head = || String::from_utf8_lossy(parts.next().expect("a head")).into_owned();
        assert_eq!(head(), "P5");
        let (width, height): (usize, usize) =
            (head().parse().expect("a width"), head().parse().expect("a height"));
        let pixels = &bytes[bytes.len() - width * height..];
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
        let squares = image.detect_grids();
        assert_eq!(squares.len(), 1, "one on a page");
        squares[0].decode().expect("it is read").1
    }

    #[test]
    fn every_letter_has_address_code_number_and_last_moment_in_their_places() {
        let desk = desk("sheets", extract(12), "--spare 1");
        let rows = rows(&desk);
        let files = printed(&desk, "");
        assert_eq!(files.len(), 1);
        let words = words(&files[0]);
        assert_eq!(words.last().map(|word| word.page), Some(13), "one sheet a letter");
        for (page, row) in (1..).zip(&rows) {
            let seen = window(&words, page);
            if page == 13 {
                assert!(seen.contains("Reservebrief voor de balie") && seen.contains(&row[10]), "{seen}");
            } else {
                for line in [&row[3], &row[5], &row[7], &row[8]] {
                    assert!(seen.contains(line.as_str()), "{line} is not in the window of {page}: {seen}");
                }
                assert!(!seen.contains(&row[10]), "who carries a letter sees no number");
            }
            assert!(seen.starts_with("Retouradres: Gemeente Utrecht, Wijkbureau"), "{seen}");
            // The code stands at the lower right, large, below the fold.
            let code: Vec<&Word> = words
                .iter()
                .filter(|word| word.page == page && word.is_within([86.0, 190.0, 190.0, 255.0]))
                .filter(|word| row[9].split(' ').any(|group| group == word.text))
                .collect();
            let told: Vec<&str> = code.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(told.join(" "), row[9], "page {page}");
            assert!(
                code.iter().all(|word| word.at[3] - word.at[1] > 6.0),
                "its letters are 6 mm high and more"
            );
            let all: Vec<&str> =
                words.iter().filter(|word| word.page == page).map(|word| word.text.as_str()).collect();
            let all = all.join(" ");
            for wanted in [
                "Stem over € 50.000 voor Zuilen",
                "Stem uiterlijk zondag 21 maart 2027, 20.00 uur.",
                "stem.utrecht.example/stem",
                "Bel 14 030",
                "Amsterdamsestraatweg 283",
                "maandag tot en met vrijdag",
                "Stemmen voor een ander mag niet",
                "stem.utrecht.example/en/stem",
                &row[10],
            ] {
                assert!(all.contains(wanted), "{wanted} is not on page {page}: {all}");
            }
        }
        // Nothing else than the address and where the letter goes back to is ever seen through the window.
        let beside = words.iter().filter(|word| !word.is_within(WINDOW));
        let near =
            beside.filter(|word| word.at[3] > 36.5 && word.at[1] < 90.0).map(|word| word.text.as_str());
        assert_eq!(near.collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn the_square_is_the_address_of_the_round_with_the_code_behind_the_sign_that_browsers_keep_to_themselves()
    {
        let desk = desk("sheets-square", extract(2), "");
        let rows = rows(&desk);
        let files = printed(&desk, "");
        for (page, row) in (1..).zip(&rows) {
            let code = row[9].replace(' ', "");
            let wanted = format!("https://stem.utrecht.example/rondes/zuilen-2027/stemmen#{code}");
            assert_eq!(read_square(&files[0], page), wanted);
        }
    }

    #[test]
    fn the_letters_are_tagged_with_their_languages_and_carry_their_typefaces() {
        let desk = desk("sheets-tags", extract(1), "");
        let files = printed(&desk, "");
        let info = says("pdfinfo", &[], &files[0]);
        for wanted in [
            "Tagged:          yes",
            "Title:           Stembrieven Zuilen kiest 2027",
            "Author:          Gemeente Utrecht",
            "Page size:       595.276 x 841.89 pts (A4)",
            "Pages:           1",
        ] {
            assert!(info.contains(wanted), "{wanted}: {info}");
        }
        let meta = says("pdfinfo", &["-meta"], &files[0]);
        assert!(
            meta.contains("<pdfuaid:part>1</pdfuaid:part>") && meta.contains("<pdfaid:conformance>A"),
            "{meta}"
        );
        let tags = says("pdfinfo", &["-struct-text"], &files[0]);
        for wanted in
            ["H1", "H2", "P (block)", "L (block)", "LI (block)", "Figure", "Uw stemcode", "Zo stemt u"]
        {
            assert!(tags.contains(wanted), "{wanted}: {tags}");
        }
        // Poppler lists no languages; the marks of each line in another one stand uncompressed in the file.
        let file = String::from_utf8_lossy(&fs::read(&files[0]).unwrap()).into_owned();
        for language in ["en", "tr", "pl", "ar"] {
            assert!(file.contains(&format!("/Lang({language})")), "no part is in {language}");
        }
        let fonts = says("pdffonts", &[], &files[0]);
        assert!(fonts.lines().count() > 4 && fonts.contains("NotoNaskhArabic"), "{fonts}");
        assert!(
            fonts.lines().skip(2).all(|font| font.contains(" yes yes yes")),
            "embedded, with text: {fonts}"
        );
        let text = says("pdftotext", &[], &files[0]);
        for wanted in ["Do you need help?", "Yardım ister misiniz?", "Potrzebna pomoc?"] {
            assert!(text.replace('\n', " ").contains(wanted), "{wanted}: {text}");
        }
        let arabic = text.chars().filter(|sign| matches!(sign, '\u{600}'..='\u{6ff}')).count();
        assert!(arabic > 80, "{arabic} letters of Arabic in {text}");
    }

    #[test]
    fn the_same_list_gives_the_same_bytes_and_nothing_is_written_over() {
        let desk = desk("sheets-same", extract(3), "");
        let first = fs::read(&printed(&desk, "")[0]).unwrap();
        let refused = desk.run(PDF).unwrap_err();
        assert!(refused.contains("never written over"), "{refused}");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&desk.path("brieven")), 0o700);
        assert_eq!(mode(&desk.path("brieven/brieven-0001.pdf")), 0o600);
        assert!(desk.run("erase brieven --yes").unwrap().contains("erased brieven-0001.pdf"));
        assert!(!desk.path("brieven").exists());
        assert_eq!(fs::read(&printed(&desk, "")[0]).unwrap(), first);
    }

    #[test]
    fn a_thousand_and_one_letters_are_two_files() {
        let desk = desk("sheets-many", extract(1_001), "");
        let files = printed(&desk, "--languages nl");
        let pages = |file: &Path| {
            says("pdfinfo", &[], file).lines().find(|line| line.starts_with("Pages:")).map(str::to_string)
        };
        assert_eq!(files.len(), 2);
        assert_eq!(pages(&files[0]).unwrap().trim_start_matches("Pages:").trim(), "1000");
        assert_eq!(pages(&files[1]).unwrap().trim_start_matches("Pages:").trim(), "1");
        let rows = rows(&desk);
        let (last, beyond) = (words(&files[0]), words(&files[1]));
        assert!(window(&last, 1_000).contains(&rows[999][3]) && window(&beyond, 1).contains(&rows[1_000][5]));
    }

    #[test]
    fn names_of_every_kind_stay_in_the_window() {
        let long = "Maximiliaan Alexander Johannes Wilhelmus van Bergen-Henegouwen tot Nederhorst den Berg en Lichtenvoorde";
        let people = [
            "p1;De heer;#panic() $x$ *a* _b_ `c` <d> @e // f;[g] \\h = i;Straat \"1\" & 2;;3551 AB;Utrecht"
                .to_string(),
            format!(
                "p2;Hare excellentie mevrouw;{long};Stichting voor de Langste Namen van het Land;Burgemeester van Tuyllkade-Noord achter de Amsterdamsestraatweg 283-bis-A;Gebouw De Overkant, derde verdieping;3554 ZZ;Utrecht-Overvecht"
            ),
            "p3;;محمد العربي;;Marnixlaan 3 bis;;3552 HA;Utrecht".to_string(),
            "p4;;Łukasz Żółć-Çağlayan Ångström;;Ï-straat 1;;3552 HA;Utrecht".to_string(),
            format!("p5;;{};;Straat 1;;3552 HA;Utrecht", "W".repeat(150)),
        ];
        let text = people.map(|row| row.replace("\"1\"", "1")).join("\n");
        let desk = desk("sheets-names", format!("{HEAD}\n{text}\n"), "");
        let files = printed(&desk, "");
        let words = words(&files[0]);
        let whole = |page| window(&words, page);
        assert!(whole(1).contains("#panic() $x$ *a* _b_ `c` <d> @e // f"), "{}", whole(1));
        assert!(
            whole(2).contains("Lichtenvoorde") && whole(2).contains("3554 ZZ Utrecht-Overvecht"),
            "{}",
            whole(2)
        );
        assert!(whole(3).contains("Marnixlaan 3 bis"), "{}", whole(3));
        let arabic = whole(3).chars().filter(|sign| matches!(sign, '\u{600}'..='\u{6ff}')).count();
        assert!(arabic >= 10, "{}", whole(3));
        assert!(whole(4).contains("Łukasz Żółć-Çağlayan Ångström"), "{}", whole(4));
        assert_eq!(whole(5).matches('W').count(), 151, "with that of Wijkbureau: {}", whole(5));
    }

    #[test]
    fn what_cannot_be_printed_is_refused_with_its_row_and_nothing_is_left() {
        let at = |naam: &str| {
            format!(
                "{HEAD}\np1;;Aaltje Fictie;;Straat 1;;3551 AB;Utrecht\np2;;{naam};;Straat 2;;3551 AB;Utrecht\n"
            )
        };
        typefaces();
        let full = format!("{0};{0};{0};{0};3551 AB;{0}", "W".repeat(200));
        let table = [
            (at("漢"), "row 3: naam has the sign U+6F22"),
            (
                format!("{HEAD}\np1;;Aaltje Fictie;;Straat 1;;3551 AB;Utrecht\np2;;{full}\n"),
                "row 3 does not fit",
            ),
        ];
        for (place, (extract, says)) in table.into_iter().enumerate() {
            let desk = desk(&format!("sheets-refused-{place}"), extract, "");
            let refused = desk.run(PDF).expect_err(says);
            assert!(refused.contains(says), "{refused}");
            assert!(
                !refused.contains('漢') && !refused.contains("Straat") && !refused.contains("WW"),
                "{refused}"
            );
            assert!(!is_left(&desk.path("brieven")));
        }
    }

    #[test]
    fn a_list_or_a_round_that_is_wrong_is_refused() {
        typefaces();
        let desk = desk("sheets-wrong", extract(30), "");
        let whole = fs::read(desk.path("letters/letters.age")).unwrap();
        fs::write(desk.path("short.age"), &whole[..whole.len() - 30]).unwrap();
        desk.run("keygen --out other.key").unwrap();
        desk.run("csv --identity printer.key letters/letters.age --out print.csv").unwrap();
        let list = desk.text("print.csv");
        let code = list.lines().nth(4).unwrap().split(';').nth(9).unwrap();
        fs::write(desk.path("code.csv"), list.replace(code, "2345 6789 ABCD EFGT")).unwrap();
        fs::write(desk.path("kind.csv"), list.replacen("1;brief;", "1;kaart;", 1)).unwrap();
        fs::write(desk.path("half.csv"), list.replacen("3551 AB;Utrecht", "3551 AB;", 1)).unwrap();
        fs::write(desk.path("head.csv"), list.replacen("aanhef", "kop", 1)).unwrap();
        fs::write(desk.path("none.csv"), list.lines().next().unwrap()).unwrap();
        fs::write(desk.path("later.json"), ROUND.replace("2027-03-21", "2027-02-21")).unwrap();
        let table = [
            ("--identity other.key letters/letters.age --round round.json", "letters.age"),
            ("--identity printer.key short.age --round round.json", "short.age"),
            ("code.csv --round round.json", "row 5: the code is not a code"),
            ("kind.csv --round round.json", "row 2: the kind of letter"),
            ("half.csv --round round.json", "row 2: a part of the address is missing"),
            ("head.csv --round round.json", "row 1: this is not a list"),
            ("none.csv --round round.json", "there is no letter"),
            ("print.csv --round later.json", "vote_until does not come after"),
            ("print.csv --round round.json --window 20,20,110,40", "--window"),
            ("print.csv --round round.json --languages en,xx", "there is no line in 'xx'"),
            ("print.csv --round round.json --fonts .", "install Debian's package fonts-noto-core"),
        ];
        for (words, says) in table {
            let refused = desk.run(&format!("pdf {words} --out brieven")).expect_err(says);
            assert!(refused.contains(says), "{words}: {refused}");
            assert!(!refused.contains("Aaltje") && !refused.contains("EFGT"), "{refused}");
            assert!(!is_left(&desk.path("brieven")), "{words}");
        }
        desk.run("pdf print.csv --round round.json --fonts . --languages en,tr,pl --out brieven")
            .expect("without Arabic");
    }
}
