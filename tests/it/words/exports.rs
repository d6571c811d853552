//! Names through every file that leaves the service: none of them becomes a formula, a field, a row or markup there, and
//! each is still the name that was given.

use schuifruimte::documents::payment_list::{self, OnCard};
use schuifruimte::documents::{casefile, letter, report};
use schuifruimte::domain::casefile::{Body, CaseFile, Part, Subject};
use schuifruimte::domain::letter::{Block, FORMAT, Letter};
use schuifruimte::domain::report::{Cell, Report};
use schuifruimte::domain::time::Moment;
use schuifruimte::tally::pb;

use crate::sepa;
use crate::web::casefile::opened;

/// Names as attackers give them, and as honest people have them.
const NAMES: [&str; 34] = [
    "=1+1",
    "+31 6 12345678",
    "-1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =HYPERLINK(\"https://evil.example\")",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "=cmd|' /C calc'!A0",
    "a;b",
    "a,b",
    "a\"b",
    "\";\"",
    "a\nb;c\nVOTES",
    "a\r\nb",
    "VOTES",
    "META",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "]]><x/>",
    "&amp;&lt;&#60;",
    "</Nm><Nm>x",
    "{{7*7}} ${7*7}",
    "#import \"/etc/passwd\" *x* _y_ $z$ @ref `raw` \\",
    "'; DROP TABLE plan; --",
    "../../etc/passwd",
    "d'Arc & zn. – 2e",
    "محمد الأمين",
    "李雷 é Ž",
    "👩‍👧 thuis",
];

/// Cells of a table: no cell begins like a formula, and each is the name, at most with the mark of a text before it.
fn check_table(bytes: &[u8], delimiter: u8, place: &str, columns: usize) {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
    let at = reader.headers().expect("columns").iter().position(|name| name == place).expect("the column");
    let rows: Vec<csv::StringRecord> =
        reader.records().collect::<Result<_, _>>().expect("rows of one length");
    assert_eq!(rows.len(), NAMES.len(), "no name becomes a row");
    for (row, name) in rows.iter().zip(NAMES) {
        assert_eq!(row.len(), columns);
        let cell = &row[at];
        assert!(cell == name || cell == format!("'{name}"), "{name:?} became {cell:?}");
        let first = cell.trim_start().chars().next().expect("a cell");
        assert!(!"=+-@＝＋－＠".contains(first) && !cell.starts_with(['\t', '\r', '\n']), "{cell:?}");
    }
}

#[test]
fn a_report_is_a_table_without_formulas_and_json_with_the_name() {
    let made = Report {
        name: "test",
        version: 1,
        before: Moment::parse("2027-12-31T23:00:00Z").expect("a moment"),
        postings: 1,
        about: vec![("year", Cell::Number(2027))],
        columns: vec!["name", "count"],
        rows: NAMES.map(|name| vec![Cell::Text(name.to_string()), Cell::Count(1)]).to_vec(),
    };
    check_table(&report::csv(&made), b',', "name", 6);
    let json: serde_json::Value = serde_json::from_slice(&report::json(&made)).expect("JSON");
    let names: Vec<&str> =
        json["rows"].as_array().expect("rows").iter().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(names, NAMES);
}

#[test]
fn lists_of_payments_are_tables_without_formulas() {
    let list: Vec<_> = (1..).zip(NAMES).map(|(number, name)| sepa::transfer(number, 100, name)).collect();
    check_table(&payment_list::write(&list), b';', "naam", 7);
    let cards: Vec<OnCard> = list
        .into_iter()
        .map(|one| OnCard { name: one.payee.name.clone(), note: one.payee.name, order: one.order })
        .collect();
    check_table(&payment_list::write_cards(&cards), b';', "naam", 5);
    check_table(&payment_list::write_cards(&cards), b';', "omschrijving", 5);
}

#[test]
fn the_file_for_the_bank_holds_one_payment_for_each_name_whatever_it_says() {
    let payments = NAMES.map(|name| (100, name));
    let (bytes, list) = sepa::file(&payments);
    assert_eq!(sepa::definition::faults(&bytes), Vec::<String>::new());
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(text.matches("<CdtTrfTxInf>").count(), list.len());
    assert_eq!(text.matches("<Cdtr>").count(), list.len());
    assert!(!text.contains("<script") && !text.contains("<img") && !text.contains("<x/>"));
}

#[test]
fn a_case_file_keeps_names_in_their_cells_and_its_parts_in_its_folder() {
    let rows = NAMES.map(|name| vec![name.to_string(), "1".to_string()]).to_vec();
    let part = Part {
        name: "tabel".to_string(),
        about: "Een tabel",
        body: Body::Table(vec!["naam", "nummer"], rows),
    };
    let named = Part::json("namen", "De namen", serde_json::json!({ "names": NAMES.to_vec() }));
    let case = CaseFile {
        subject: Subject::Round,
        id: "zuilen".to_string(),
        title: NAMES[22].to_string(),
        from: None,
        until: None,
        terms: Vec::new(),
        parts: vec![part, named],
    };
    let (_, files) = opened(&casefile::write(&case).expect("an archive"));
    check_table(&files["tabel.csv"], b',', "naam", 2);
    let json: serde_json::Value = serde_json::from_slice(&files["namen.json"]).expect("JSON");
    assert_eq!(json["names"], serde_json::json!(NAMES.to_vec()));
}

#[test]
fn an_election_reads_back_with_the_same_names() {
    let head = "META\nkey;value\ndescription;x\ncountry;NL\nunit;Utrecht\ninstance;2027\nnum_projects;1\nnum_votes;1\n\
                budget;100\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;votes;name;category\n1;50;1;x;y\n\
                VOTES\nvoter_id;vote\n1;1\n";
    for name in NAMES {
        let mut election = pb::read(head.as_bytes()).expect("an election");
        election.projects[0].name = Some(name.to_string());
        election.projects[0].proposer = Some(name.to_string());
        election.meta.iter_mut().find(|(key, _)| key == "description").expect("a key").1 = name.to_string();
        let written = pb::write(&election);
        let again =
            pb::read(written.as_bytes()).unwrap_or_else(|error| panic!("{name:?}: {error:?}\n{written}"));
        let flat = |text: &str| text.replace("\r\n", "\n").trim().to_string();
        assert_eq!(again.projects.len(), 1, "no name becomes a row: {written}");
        assert_eq!(again.projects[0].name.as_deref().map(flat), Some(flat(name)), "{written}");
        assert_eq!(again.projects[0].proposer.as_deref().map(flat), Some(flat(name)));
        assert_eq!(again.meta("description").map(flat), Some(flat(name)));
        assert_eq!(again.instance.voters(), 1);
    }
}

/// A letter in which every word is a name of the list.
fn written_to(name: &str) -> Letter {
    let own = || name.to_string();
    Letter {
        format: FORMAT.to_string(),
        language: "nl".to_string(),
        sender: own(),
        addressee: vec![own(), own()],
        marks: vec![["Kenmerk".to_string(), own()]],
        subject: own(),
        date: "2027-03-20".to_string(),
        blocks: vec![
            Block::Heading(own()),
            Block::Text(own()),
            Block::Decision(own()),
            Block::Quote(own()),
            Block::List(vec![own()]),
            Block::Signature(vec![own()]),
            Block::Table(vec![[own(), own()]]),
        ],
    }
}

/// A40 in letters: on a page, and as PDF where the program makes them.
#[test]
fn a_letter_is_set_whatever_it_says() {
    for name in NAMES {
        let letter = written_to(name);
        let page = letter::page::whole(&letter);
        for active in ["<script", "<img", "<x/>", "</Nm>"] {
            assert!(!page.contains(active), "{name}: {page}");
        }
        #[cfg(feature = "pdf")]
        {
            let set = schuifruimte::documents::pdf::letter(&letter)
                .unwrap_or_else(|error| panic!("{name:?}: {error:?}"));
            assert!(set.starts_with(b"%PDF-"), "{name:?}");
        }
    }
}
