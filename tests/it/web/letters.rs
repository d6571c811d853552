//! What stands in letters: every part that the law and the municipality want, in short Dutch sentences, on a page and
//! as a tagged PDF.

use schuifruimte::acts;
use schuifruimte::acts::decision::refuse_others;
use schuifruimte::documents::letter::{Draft, Recipient, write};
use schuifruimte::domain::calendar::parse_day;
use schuifruimte::domain::decision::facts::Earlier;
use schuifruimte::domain::decision::{Decision, DecisionKind, Terms};
use schuifruimte::domain::letter::{Block, Letter};
use schuifruimte::domain::money::Cents;
use schuifruimte::store;
use schuifruimte::text::{Lang, Text};

use crate::support::{Place, Town, days, on_embedded};

/// The decisions of a round after everything was awarded and refused.
async fn decisions(place: &Place) -> Vec<Decision> {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await;
    let mut conn = place.store.read().await.expect("a connection");
    for grant in store::grant::list(&mut conn).await.expect("grants") {
        town.check_grant(&grant.id).await;
        acts::grant::award(&town.marijke_at(days(18)), &grant.id, "Een fijne plek.").await.expect("awarded");
    }
    refuse_others(&town.marijke_at(days(18)), &round.id, "").await.expect("refused");
    store::decision::list(&mut conn).await.expect("decisions")
}

fn letter(decision: &Decision) -> Letter {
    letter_with(decision, &["Buren van de Fresialaan", "Fresialaan 12", "3551 AB Utrecht"])
}

fn letter_with(decision: &Decision, lines: &[&str]) -> Letter {
    let lines = lines.iter().map(|line| (*line).to_string()).collect();
    let recipient = Recipient { lines, account_end: Some("4300".to_string()), organisation: None };
    let on = parse_day("2027-03-20").expect("a day");
    let terms = Terms::usual(decision);
    write(&Draft { text: Text { lang: Lang::Nl }, decision, recipient: &recipient, on, terms })
}

/// Everything that a letter says, as one text.
fn told(letter: &Letter) -> String {
    let mut told = vec![letter.sender.clone(), letter.subject.clone()];
    told.extend(letter.addressee.clone());
    told.extend(letter.marks.iter().map(|mark| mark.join(" ")));
    for block in &letter.blocks {
        match block {
            Block::Heading(words) | Block::Text(words) | Block::Decision(words) | Block::Quote(words) => {
                told.push(words.clone());
            }
            Block::List(items) | Block::Signature(items) => told.extend(items.clone()),
            Block::Table(rows) => told.extend(rows.iter().map(|row| row.join(" "))),
        }
    }
    told.join("\n").replace('\u{a0}', " ")
}

fn says_all(letter: &Letter, parts: &[&str]) {
    let told = told(letter);
    for part in parts {
        assert!(told.contains(part), "{:?} does not say {part:?}:\n{told}", letter.subject);
    }
}

/// What every decision letter says (domain.md section 5).
const ALWAYS: [&str; 16] = [
    "Gemeente Utrecht",
    "Fresialaan 12\n3551 AB Utrecht",
    "Datum 20 maart 2027",
    "Ons kenmerk 2027-0000",
    "ontvangen uiterlijk 19 februari 2027",
    "Een bankje in de",
    "Algemene wet bestuursrecht",
    "Algemene subsidieverordening van de gemeente Utrecht",
    "Nadere regel schuifruimte, bekendgemaakt in Gemeenteblad op 1 december 2026",
    "Subsidieplafond van deze ronde: € 19.000",
    "uiterlijk 3 mei 2027",
    "6 weken, vanaf de dag na de datum van deze brief",
    "Kom langs bij wijkbureau Noordwest (maandag tot en met vrijdag). Of bel 14 030",
    "namens burgemeester en wethouders van Utrecht",
    "Manager wijkbureau Noordwest",
    "Mandaat: Mandaatbesluit schuifruimte van 1 november 2026",
];

/// How to object: free, where, and what it must contain.
const OBJECTION: [&str; 5] = [
    "U kunt ook bezwaar maken. Dat is gratis.",
    "Stuur uw bezwaar aan burgemeester en wethouders van Utrecht",
    "uw naam en adres\nde datum\nhet kenmerk van dit besluit: 2027-0000",
    "waarom u het niet eens bent",
    "uw handtekening",
];

#[test]
fn an_award_and_a_refusal_say_everything_that_they_must() {
    on_embedded(|place| async move {
        for decision in decisions(&place).await {
            let letter = letter(&decision);
            says_all(&letter, &ALWAYS);
            says_all(&letter, &OBJECTION);
            let result = decision.facts.result.as_ref().expect("there was a vote");
            let sum = Text { lang: Lang::Nl }.euros(decision.sum).replace('\u{a0}', " ");
            let place = format!("Naar aantal stemmen staat het op plaats {}", result.rank);
            says_all(&letter, &["Er stemden 12 bewoners", &place, "Die regel stond vast", &sum]);
            says_all(
                &letter,
                &["Twee medewerkers stelden de uitslag vast op 18 maart 2027", "nog geen besluit over geld"],
            );
            if decision.kind == DecisionKind::Award {
                says_all(
                    &letter,
                    &[
                        &format!("U krijgt {sum} subsidie"),
                        "van 19 maart 2027 tot en met 31 december 2027",
                        "binnen 6 weken",
                        "op uw rekening die eindigt op 4300",
                        "Meld dat meteen bij wijkbureau Noordwest",
                        "Bewaar bonnen en rekeningen",
                        "dat de gemeente Utrecht meebetaalt",
                        "Ook mensen met een beperking",
                        "U bent klaar met het plan op 31 december 2027",
                        "Laat zien wat u deed",
                        "Voorbehoud",
                        "Uw plan won",
                        "Een fijne plek.",
                        "artikel 4:29",
                    ],
                );
            } else {
                says_all(
                    &letter,
                    &["U krijgt geen subsidie", "De wet zegt dat wij dan moeten weigeren", "artikel 4:25"],
                );
                let lacked = told(&letter)
                    .lines()
                    .filter(|line| line.contains("Dit plan had gewonnen") || line.contains("dit plan"))
                    .count();
                assert!(lacked > 0, "it says what the plan lacked");
            }
        }
    });
}

#[test]
fn large_sums_later_years_and_later_decisions_say_what_belongs_to_them() {
    on_embedded(|place| async move {
        let mut award = decisions(&place).await.remove(0);
        assert_eq!(award.kind, DecisionKind::Award);
        // As decisions were before they kept their years.
        award.facts.years.clear();
        for (euros, wanted) in [
            (5_000, "U hoeft geen verslag te sturen"),
            (20_000, "Stuur ons uiterlijk 31 maart 2028 een kort verslag"),
            (100_000, "wat u deed en wat het kostte"),
            (100_001, "een verklaring van een accountant"),
        ] {
            award.sum = Cents::euros(euros);
            says_all(&letter(&award), &[wanted]);
        }
        says_all(&letter(&award), &["Komt er geen verslag?", "Daarna kunnen wij het bedrag verlagen"]);
        award.facts.plan.asked = Cents::euros(200_000);
        says_all(&letter(&award), &["U vroeg € 200.000. U krijgt daarvan € 100.001."]);
        award.facts.round.year = 2028;
        says_all(&letter(&award), &["De gemeenteraad moet de begroting van 2028 nog vaststellen"]);
        for (kind, wanted) in [
            (DecisionKind::Revocation, ["Wij trekken uw subsidie van € 100.001 in", "artikel 4:48"]),
            (DecisionKind::Settlement, ["Wij stellen uw subsidie vast op € 100.001", "artikel 4:42"]),
            (DecisionKind::Reclaim, ["U moet € 100.001 terugbetalen", "artikel 4:57"]),
            (DecisionKind::WriteOff, ["U hoeft € 100.001 niet meer terug te betalen", "artikel 4:94a"]),
        ] {
            award.kind = kind;
            let letter = letter(&award);
            says_all(&letter, &ALWAYS);
            says_all(&letter, &OBJECTION);
            says_all(&letter, &wanted);
            says_all(&letter, &["Een fijne plek."]);
        }
        award.kind = DecisionKind::Objection;
        for (outcome, wanted) in [
            ("founded", "Uw bezwaar is gegrond"),
            ("unfounded", "Uw bezwaar is ongegrond"),
            ("inadmissible", "niet-ontvankelijk"),
        ] {
            award.facts.earlier = Some(Earlier {
                number: "2027-00003".to_string(),
                at: days(18),
                objection: "B2027-00001".to_string(),
                outcome: outcome.to_string(),
            });
            let letter = letter(&award);
            says_all(&letter, &ALWAYS);
            says_all(
                &letter,
                &[wanted, "ons besluit 2027-00003 van 19 maart 2027", "in beroep gaan bij de rechtbank"],
            );
            assert!(!told(&letter).contains("U kunt ook bezwaar maken"), "no second objection");
        }
    });
}

#[test]
fn sentences_of_letters_are_short() {
    let dutch = include_str!("../../../src/text/nl.ftl");
    let lines = dutch.lines().skip_while(|line| *line != "## Letters about decisions").skip(1);
    let mut checked = 0;
    for line in lines.take_while(|line| !line.starts_with("## ")) {
        let words = line.split_once(" = ").map_or(line, |(_, words)| words);
        for sentence in words.split_inclusive(['.', '?', '!', ':']) {
            let count = sentence.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
            assert!(count <= 15, "{count} words: {sentence}");
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[cfg(feature = "pdf")]
mod pdf {
    use schuifruimte::documents::pdf;

    use super::*;
    use crate::support::poppler::says;

    #[test]
    fn a_letter_is_a_tagged_pdf_in_dutch_with_its_own_typefaces() {
        on_embedded(|place| async move {
            let folder = std::env::temp_dir().join(format!("schuifruimte-letters-{}", std::process::id()));
            std::fs::create_dir_all(&folder).expect("a folder");
            let all = decisions(&place).await;
            let refusal = all.iter().find(|one| one.kind == DecisionKind::Refusal).expect("a refusal");
            for decision in [&all[0], refusal] {
                let letter = letter(decision);
                let bytes = pdf::letter(&letter).expect("set");
                assert_eq!(bytes, pdf::letter(&letter).expect("set"), "the same bytes again");
                let file = folder.join(format!("{}.pdf", decision.number));
                std::fs::write(&file, &bytes).expect("a file");
                let info = says("pdfinfo", &[], &file);
                for wanted in [
                    "Tagged:          yes",
                    "Title:           Besluit: u krijgt",
                    "Page size:       595.276 x 841.89 pts (A4)",
                ] {
                    assert!(info.contains(wanted), "{wanted}: {info}");
                }
                let meta = says("pdfinfo", &["-meta"], &file);
                for wanted in [
                    "<pdfuaid:part>1</pdfuaid:part>",
                    "<pdfaid:part>2</pdfaid:part>",
                    "<pdfaid:conformance>A</pdfaid:conformance>",
                    "nl",
                ] {
                    assert!(meta.contains(wanted), "{wanted}: {meta}");
                }
                let tags = says("pdfinfo", &["-struct-text"], &file);
                for wanted in [
                    "Document",
                    "H1",
                    "H2",
                    "P (block)",
                    "L (block)",
                    "LI (block)",
                    "BlockQuote",
                    "Besluit: u krijgt",
                ] {
                    assert!(tags.contains(wanted), "{wanted}: {tags}");
                }
                let fonts = says("pdffonts", &[], &file);
                assert!(
                    fonts.lines().skip(2).all(|font| font.contains(" yes yes yes")),
                    "embedded, with text: {fonts}"
                );
                let text = says("pdftotext", &["-layout"], &file);
                assert!(text.contains("Fresialaan 12") && text.contains("bezwaar"), "{text}");
            }
            std::fs::remove_dir_all(&folder).ok();
        });
    }

    #[test]
    fn what_an_applicant_writes_cannot_break_a_letter() {
        on_embedded(|place| async move {
            let mut decision = decisions(&place).await.remove(0);
            for words in [
                "#import \"x\"",
                "$ x^2 $",
                "*vet* = kop",
                "\u{202e}omgekeerd",
                "🎉",
                &"x".repeat(5_000),
                "{ $sum }",
            ] {
                decision.facts.plan.title = words.to_string();
                decision.facts.plan.summary = words.to_string();
                decision.facts.plan.applicant = words.to_string();
                decision.reason = words.to_string();
                let letter = letter_with(&decision, &[words]);
                let steering = letter.write().contains('\u{202e}');
                assert!(!steering, "no sign that turns other text around");
                pdf::letter(&letter).unwrap_or_else(|fault| panic!("{words}: {fault:?}"));
            }
        });
    }
}
