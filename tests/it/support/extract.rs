//! A made-up extract of residents: nobody in it exists.

use std::fmt::Write as _;

use super::people::STREETS;

const FIRST: [&str; 8] = ["Aaltje", "Bram", "Chaimae", "Dirk", "Esra", "Femke", "Gijs", "Hülya"];
const LAST: [&str; 8] = [
    "van der Fictie",
    "Verzonnen",
    "de Proef",
    "El Voorbeeld",
    "Öz-Test",
    "'t Model",
    "ter Schets",
    "Nietbestaand",
];
/// The names of the columns.
pub const HEAD: &str = "persoon;naam;adres;postcode;plaats;geboortedatum;buurt";

/// The row of a person: number `n` is born in the year 1930 + `n` mod 90 and lives in one of five buurten.
pub fn row(n: u32) -> String {
    let pick = |list: &[&'static str], n: u32| list[usize::try_from(n).expect("small") % list.len()];
    let (name, street) = (format!("{} {}", pick(&FIRST, n), pick(&LAST, n / 8)), pick(&STREETS, n / 3));
    let (year, month, day) = (1930 + n % 90, 1 + n % 12, 1 + n % 28);
    format!("P{n:07};{name};{street} {n};3551 AB;Utrecht;{year}-{month:02}-{day:02};BU{}", n % 5)
}

/// An extract of so many persons.
pub fn extract(persons: u32) -> String {
    let mut text = format!("{HEAD}\n");
    for n in 0..persons {
        writeln!(text, "{}", row(n)).expect("memory");
    }
    text
}
