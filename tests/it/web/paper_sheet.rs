//! The ballot for on paper, read back as others read it: its words, its tags, and the square that a machine reads.

#![cfg(feature = "pdf")]

use std::fs;
use std::path::{Path, PathBuf};

use schuifruimte::domain::ballot::{BallotForm, Marking};
use schuifruimte::domain::deadline::{Deadline, PaperRule};
use schuifruimte::domain::paper::{numbered, round_mark};
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::Plan;

use crate::support::poppler::{gives, says};
use crate::support::town::{plan, plans};
use crate::support::{Browser, OpenRound, Place, Site, Town, days, on_embedded};

/// A round that takes paper, with this form; and its site.
async fn open(place: &Place, ballot: BallotForm) -> (OpenRound, Site) {
    let town = Town::new(place).await;
    let deadline = Some(Deadline { grace_minutes: 10, paper: PaperRule::HandedIn, extend_until: None });
    let themes = ["Straat", "Groen", "Groen", "Straat", "Groen", ""];
    let of_theme = |(plan, theme): (Proposal, &str)| Proposal { category: theme.to_string(), ..plan };
    let plans: Vec<Proposal> = plans().into_iter().zip(themes).map(of_theme).collect();
    let round = town.open_round_with("zuilen", &Plan { deadline, ballot, ..plan("zuilen") }, &plans).await;
    let site = Site::of(&town, days(1));
    site.add_keys(&round);
    (round, site)
}

/// The file, for programs to read.
async fn file(site: &Site, address: &str, name: &str) -> PathBuf {
    let page = Browser::default().get(site, address).await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "application/pdf"));
    let path = std::env::temp_dir().join(format!("schuifruimte-{}-{name}.pdf", std::process::id()));
    fs::write(&path, &page.bytes).expect("written");
    path
}

/// The words on all pages, a line as a line.
fn words(file: &Path) -> String {
    says("pdftotext", &["-layout"], file).replace('\u{a0}', " ")
}

/// What a machine reads on the first page.
fn square(file: &Path) -> String {
    let bytes = gives("pdftoppm", &["-gray", "-r", "300", "-f", "1", "-l", "1"], file);
    let mut parts = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut head = || String::from_utf8_lossy(parts.next().expect("a head")).into_owned();
    assert_eq!(head(), "P5");
    let (width, height): (usize, usize) =
        (head().parse().expect("a width"), head().parse().expect("a height"));
    let pixels = &bytes[bytes.len() - width * height..];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let squares = image.detect_grids();
    assert_eq!(squares.len(), 1, "one on the page");
    squares[0].decode().expect("it is read").1
}

#[test]
fn the_ballot_for_on_paper_says_what_to_do_and_names_every_plan_by_its_number() {
    on_embedded(|place| async move {
        let (round, site) = open(&place, BallotForm::approval(1, 3)).await;
        let file = file(&site, "/rondes/zuilen/stembiljet.pdf", "ballot").await;
        let text = words(&file);
        for wanted in [
            "Gemeente Utrecht",
            "Stembiljet zuilen",
            "Kies 1 tot en met 3 plannen",
            "Schrijf de code uit uw brief in de 16 vakjes",
            "Schrijf uw naam niet op dit papier",
            "wijkbureau Noordwest",
            "Bel 14 030",
            "De volgorde van de plannen is geloot",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        for (number, plan) in (1..).zip(numbered(&round.rules)) {
            let line = text.lines().find(|line| line.contains(&plan.title));
            let line = line.unwrap_or_else(|| panic!("{} is not on the paper: {text}", plan.title));
            let first = line.split_whitespace().next().expect("a word");
            assert_eq!(first, number.to_string(), "{line}");
        }
        for (code, control) in round.letters.printed.iter().take(3) {
            let (code, control) = (code.for_the_letter(), control.to_string());
            assert!(!text.contains(&code) && !text.contains(&control), "there is nothing of a letter on it");
        }
        assert_eq!(square(&file), round_mark(&round.rules), "a machine reads round and rules, and no more");
        fs::remove_file(file).expect("removed");
    });
}

#[test]
fn the_ballot_for_on_paper_is_tagged_and_carries_its_typefaces_and_every_copy_is_the_same() {
    on_embedded(|place| async move {
        let (_round, site) = open(&place, BallotForm::approval(1, 3)).await;
        let one = file(&site, "/rondes/zuilen/stembiljet.pdf", "one").await;
        let other = file(&site, "/rondes/zuilen/stembiljet.pdf", "other").await;
        assert_eq!(fs::read(&one).expect("read"), fs::read(&other).expect("read"));
        let info = says("pdfinfo", &[], &one);
        for wanted in
            ["Tagged:          yes", "Title:           Stembiljet zuilen", "(A4)", "Pages:           1"]
        {
            assert!(info.contains(wanted), "{wanted}: {info}");
        }
        let meta = says("pdfinfo", &["-meta"], &one);
        assert!(meta.contains("<pdfuaid:part>1</pdfuaid:part>"), "{meta}");
        let tags = says("pdfinfo", &["-struct-text"], &one);
        for wanted in ["H1", "L (block)", "LI (block)", "Table", "TH", "TD", "Figure", "Stembiljet zuilen"] {
            assert!(tags.contains(wanted), "{wanted}: {tags}");
        }
        let fonts = says("pdffonts", &[], &one);
        assert!(fonts.lines().count() > 2, "{fonts}");
        assert!(
            fonts.lines().skip(2).all(|font| font.contains(" yes yes yes")),
            "embedded, with text: {fonts}"
        );
        let english = file(&site, "/en/rondes/zuilen/stembiljet.pdf", "english").await;
        assert!(words(&english).contains("Write the code of your letter"), "{}", words(&english));
        assert_eq!(square(&english), square(&one), "in each language the numbers are the same");
        for file in [one, other, english] {
            fs::remove_file(file).expect("removed");
        }
    });
}

#[test]
fn who_fills_in_the_paper_of_a_knapsack_with_themes_is_told_of_both_limits() {
    on_embedded(|place| async move {
        let form =
            BallotForm { marking: Marking::Knapsack, per_theme: Some(2), ..BallotForm::approval(0, 6) };
        let (round, site) = open(&place, form).await;
        let file = file(&site, "/rondes/zuilen/stembiljet.pdf", "knapsack").await;
        let text = words(&file);
        assert!(text.contains("Uw plannen kosten samen niet meer dan € 20.000"), "{text}");
        assert!(text.contains("Van elk thema kiest u hoogstens 2 plannen"), "{text}");
        let green = round.rules.proposals.iter().filter(|plan| plan.category == "Groen").count();
        assert_eq!((green, text.matches("(Groen)").count()), (3, 3), "each plan tells its theme: {text}");
        fs::remove_file(file).expect("removed");
    });
}
