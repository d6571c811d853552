//! How deep a JSON text is folded. A reader that calls itself for each fold needs a bound, and no file that is taken in
//! comes near it.

/// How deep the JSON of a file that is taken in may be folded.
pub const MAX_DEPTH: usize = 32;

/// Whether brackets of a JSON text stand deeper within each other than this. Brackets within words do not count; whether
/// it is JSON at all is for its reader to say.
pub fn is_deeper(json: &[u8], most: usize) -> bool {
    let (mut deep, mut is_word, mut is_escaped) = (0_usize, false, false);
    for &byte in json {
        if is_word {
            is_word = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => is_word = true,
            b'[' | b'{' => deep += 1,
            b']' | b'}' => deep = deep.saturating_sub(1),
            _ => {}
        }
        if deep > most {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_counted_and_those_in_words_are_not() {
        assert!(!is_deeper(b"[[{\"a\":[1]}]]", 4));
        assert!(is_deeper(b"[[{\"a\":[1]}]]", 3));
        assert!(!is_deeper(br#"{"a":"[[[[\"[[[["}"#, 1));
        assert!(!is_deeper(br#"{"a\\":[]}"#, 2) && is_deeper(br#"{"a\\":[]}"#, 1));
        assert!(!is_deeper(&[b"[],".repeat(1_000), b"[]".to_vec()].concat(), 1));
        assert!(is_deeper(&b"[".repeat(1_000_000), 32));
    }
}
