//! The alphabet of codes on paper, and numbers written in it.

use unicode_normalization::UnicodeNormalization as _;

/// 31 symbols that people do not confuse: no 0, 1, I, L or O.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// The longest text that is looked at; a code with every separator people use is far shorter.
pub const MAX_TYPED: usize = 200;

/// A code as it was typed, in capitals and without what people put between its symbols: small letters, spaces,
/// hyphens, dots, typographic dashes and wide forms are fine.
pub fn typed(text: &str) -> String {
    let separator =
        |c: &char| c.is_whitespace() || matches!(c, '-' | '.' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let symbols = text.chars().take(MAX_TYPED).nfkc().flat_map(char::to_uppercase);
    symbols.filter(|c| !separator(c)).collect()
}

/// The value of a symbol, or `None` when it is not in the alphabet.
pub fn value(symbol: char) -> Option<u32> {
    let symbol = u8::try_from(symbol).ok()?;
    ALPHABET.iter().position(|&known| known == symbol).and_then(|place| u32::try_from(place).ok())
}

/// The symbol of a value below 31.
pub fn symbol(value: u32) -> char {
    char::from(ALPHABET[value as usize])
}

/// The symbol that makes the weighted sum (weights 1, 2, 3 ...) of all symbols zero modulo 31, put at
/// the end. It catches every wrong symbol and every swap of two, for texts of up to 30 symbols.
pub fn check_symbol(values: &[u32]) -> char {
    let sum: u32 = (1..).zip(values).map(|(weight, value)| weight * value % 31).sum();
    let weight = u32::try_from(values.len() + 1).expect("a code is short");
    let last = (0..31).find(|last| (sum + weight * last).is_multiple_of(31));
    symbol(last.expect("31 is prime, so every weight has an inverse"))
}

/// Whether the last symbol checks the others.
pub fn checks(values: &[u32]) -> bool {
    let sum: u32 = (1..).zip(values).map(|(weight, value)| weight * value % 31).sum();
    sum.is_multiple_of(31)
}

/// Symbols in groups of four, for people to read.
pub fn grouped(symbols: &str) -> String {
    let symbols: Vec<char> = symbols.chars().collect();
    symbols.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
