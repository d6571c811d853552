//! The paper protocol (Dutch: proces-verbaal) of making letters: no person, no code, two signatures.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::domain::digest::Digest;
use crate::domain::eligibility::Eligibility;
use crate::domain::id::RoundId;
use crate::domain::register::{Register, codes_mark, groups};

/// What was counted while letters were made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Rows of the extract.
    pub rows: u64,
    /// Rows that repeat a person word for word.
    pub repeated: u64,
    /// Persons who are too young.
    pub too_young: u64,
    /// Persons who live elsewhere.
    pub outside: u64,
    /// Persons whose date of birth is not fully known.
    pub inexact: u64,
    /// Letters to persons whom the provider can name.
    pub named: u64,
    /// Letters per buurt.
    pub buurten: BTreeMap<String, u64>,
}

/// Everything the protocol tells.
pub(super) struct Protocol<'a> {
    pub round: &'a RoundId,
    /// The day, as people write it.
    pub day: String,
    pub register: &'a Register,
    pub upload: Digest,
    /// The list for the printer: name and fingerprint.
    pub list: (&'static str, Digest),
    /// Counts and rule, when the letters were made from an extract.
    pub persons: Option<(&'a Counts, &'a Eligibility)>,
}

impl Protocol<'_> {
    /// The text, in Dutch, for one sheet of paper.
    pub(super) fn write(&self) -> String {
        let (letters, spares) = self.register.counts();
        let mut text = format!(
            "PROTOCOL: BRIEVEN VOOR DE RONDE {}\n\nGemaakt op {} met schuifruimte {}.\n\n",
            self.round,
            self.day,
            env!("CARGO_PKG_VERSION")
        );
        let mut fact = |words: &str, value: String| writeln!(text, "{words:<38}{value}").expect("memory");
        fact("Brieven:", letters.to_string());
        fact("Reservebrieven voor de balie:", spares.to_string());
        if let Some((counts, rule)) = self.persons {
            persons(counts, rule, &mut fact);
        }
        if let Some(issuer) = self.register.issuer() {
            fact("Bewoners kunnen ook inloggen via:", issuer.to_string());
        }
        text.push_str(&self.fingerprints());
        text.push_str(&self.next());
        text
    }

    fn fingerprints(&self) -> String {
        let groups = groups(&self.upload);
        let numbered: Vec<String> =
            (1..).zip(&groups).map(|(place, group): (u8, _)| format!("{place:>6}: {group}")).collect();
        let rows: Vec<String> = numbered.chunks(4).map(|row| format!("{}\n", row.concat())).collect();
        let (name, list) = &self.list;
        format!(
            "\nKenmerk van register.upload (SHA-256), in groepjes met een nummer:\n\n{}\n\
             Kenmerk van de controlenummers:\n    {}\n\
             Kenmerk van de codes:\n    {}\n\
             Kenmerk van de sleutel in code.key:\n    {}\n\
             Kenmerk van {name}:\n    {list}\n",
            rows.concat(),
            self.register.root(),
            codes_mark(self.register.entries()),
            self.register.code_key(),
        )
    }

    fn next(&self) -> String {
        let (name, _) = &self.list;
        format!(
            "\nWat nu?\n\
             1. Print dit blad. Vergelijk de aantallen met wat u verwacht. Zet allebei uw handtekening.\n\
             2. Breng register.upload naar het wijkbureau. Een medewerker leest het bestand in.\n\
             3. Breng dit blad apart. Een andere medewerker typt er twee groepjes van het kenmerk uit over.\n\
             4. Breng code.key langs een andere weg naar beheer. Mail het bestand nooit.\n\
             5. Geef {name} aan de drukker. De server krijgt dit bestand nooit.\n\
             6. De reservebrieven gaan in dichte enveloppen naar de balie.\n\
             7. Wis het uittreksel zodra de brieven zijn gedrukt. Dit programma doet dat niet voor u.\n\
             8. Bewaar dit blad. Vergelijk na de stemming de kenmerken van de controlenummers en de codes\n    \
             met wat schuifruimte verify bij de uitslag toont. Zij moeten gelijk zijn.\n\
             9. Acht weken na het verzegelen, of als over de bezwaren is beslist als dat later is:\n    \
             wis deze map met schuifruimte registrar erase MAP --yes\n\n\
             Naam:          ______________________________    Naam:          ______________________________\n\n\
             Handtekening:  ______________________________    Handtekening:  ______________________________\n"
        )
    }
}

fn persons(counts: &Counts, rule: &Eligibility, fact: &mut impl FnMut(&str, String)) {
    if let Some((years, on)) = rule.min_age {
        fact("Leeftijd:", format!("{years} jaar of ouder op {on}"));
    }
    fact("Regels in het uittreksel:", counts.rows.to_string());
    fact("Dubbele regels, een keer geteld:", counts.repeated.to_string());
    fact("Te jong, geen brief:", counts.too_young.to_string());
    fact("Woont buiten het gebied, geen brief:", counts.outside.to_string());
    if counts.inexact > 0 {
        fact("Geboortedatum niet helemaal bekend:", counts.inexact.to_string());
    }
    if counts.named > 0 {
        fact("Brieven van wie ook kan inloggen:", counts.named.to_string());
    }
    if !counts.buurten.is_empty() {
        fact("\nBrieven per buurt", String::new());
        for (buurt, letters) in &counts.buurten {
            fact(&format!("    {buurt}:"), letters.to_string());
        }
    }
}
