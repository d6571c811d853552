//! Looking at eight bytes at once. In a mask the highest bit of a byte says yes; the lowest yes is always
//! right, and [`exactly`] is right everywhere.

/// The highest bit of each byte.
const HIGH: u64 = 0x8080_8080_8080_8080;
/// One in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The eight bytes from `at` on, the first one lowest, if there are so many.
#[inline]
pub fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*eight))
}

/// Where `byte` may stand; the lowest place is right.
#[inline]
pub fn find(word: u64, byte: u8) -> u64 {
    let zero = word ^ (ONES * u64::from(byte));
    zero.wrapping_sub(ONES) & !zero & HIGH
}

/// Where a byte below `bound` (at most 128) may stand; the lowest place is right.
#[inline]
pub fn below(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(bound)) & !word & HIGH
}

/// Where `byte` stands.
#[inline]
pub fn exactly(word: u64, byte: u8) -> u64 {
    let zero = word ^ (ONES * u64::from(byte));
    !(((zero & !HIGH) + !HIGH) | zero | !HIGH)
}

/// How many bytes stand before the lowest yes; 8 when there is none.
#[inline]
pub fn first(mask: u64) -> usize {
    (mask.trailing_zeros() / 8) as usize
}

/// How often a mask says yes.
#[inline]
pub fn count(mask: u64) -> usize {
    usize::from((mask >> 7).wrapping_mul(ONES).to_be_bytes()[0])
}

/// The lowest `length` bytes of a word, at most 7.
#[inline]
pub fn low(word: u64, length: usize) -> u64 {
    word & ((1 << (length * 8)) - 1)
}

/// Where the cell that begins at `at` ends: at a semicolon, a new line or the end of the text.
#[inline]
pub fn cell_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let ends = find(word, b';') | find(word, b'\n');
        if ends != 0 {
            return at + first(ends);
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b';' | b'\n')).unwrap_or(rest.len())
}

/// The end of the line from `at` on and how many semicolons stand before it, if the line ends and has no
/// quotes.
#[inline]
pub fn line_end(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut separators = 0;
    loop {
        let word = word(bytes, at)?;
        let end = find(word, b'\n');
        // All bits below the lowest yes, or all bits.
        let before = if end == 0 { u64::MAX } else { (end & end.wrapping_neg()) - 1 };
        if exactly(word, b'"') & before != 0 {
            return None;
        }
        separators += count(exactly(word, b';') & before);
        if end != 0 {
            return Some((at + first(end), separators));
        }
        at += 8;
    }
}

/// A number made of a number and eight bytes more; the same on every machine.
#[inline]
pub fn mix(hash: u64, part: u64) -> u64 {
    let mixed = (hash.rotate_left(29) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// A number made of all bytes and their count.
pub fn hash(bytes: &[u8]) -> u64 {
    let length = u64::try_from(bytes.len()).expect("a length fits in 64 bits");
    bytes.chunks(8).fold(mix(0, length), |hash, chunk| {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        mix(hash, u64::from_le_bytes(eight))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_in_words_is_what_a_plain_search_finds() {
        let mut state = 7_u64;
        for _ in 0..20_000 {
            let bytes: Vec<u8> = (0..21)
                .map(|_| {
                    state = mix(state, 11);
                    b";\n\":<\x0b,-\xff\x00ab"[usize::try_from(state >> 40).unwrap() % 12]
                })
                .collect();
            let plain = bytes.iter().position(|byte| matches!(byte, b';' | b'\n')).unwrap_or(bytes.len());
            assert_eq!(cell_end(&bytes, 0), plain, "{bytes:?}");
            if let Some((end, separators)) = line_end(&bytes, 0) {
                assert_eq!(bytes.iter().position(|&byte| byte == b'\n'), Some(end));
                assert_eq!(bytes[..end].iter().filter(|&&byte| byte == b';').count(), separators);
                assert!(!bytes[..end].contains(&b'"'));
            }
            let small = word(&bytes, 0).map(|word| first(below(word, b'-'))).unwrap();
            assert_eq!(small, bytes[..8].iter().position(|&byte| byte < b'-').unwrap_or(8));
        }
    }
}
