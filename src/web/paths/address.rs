//! How an address is filled in, and taken apart again.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::text::Lang;

/// What stays as it is in a part of an address.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// An address in a language: the parts in braces filled in, in order.
pub fn fill(lang: Lang, pattern: &str, parts: &[&str]) -> String {
    let mut address = match lang {
        Lang::Nl => String::new(),
        Lang::En => format!("{}{}", super::HOME, lang.tag()),
    };
    let mut parts = parts.iter();
    for piece in pattern.split_inclusive('}') {
        match piece.split_once('{') {
            None => address.push_str(piece),
            Some((before, _)) => {
                let part = parts.next().expect("an address gets a value for each of its parts");
                address.push_str(before);
                address.extend(utf8_percent_encode(part, PART));
            }
        }
    }
    address
}

/// The language of an address and the address without it.
pub fn split_language(path: &str) -> (Lang, &str) {
    let rest = path.strip_prefix('/').unwrap_or(path);
    let (first, after) = rest.split_once('/').unwrap_or((rest, ""));
    match Lang::of_tag(first).filter(|lang| *lang != Lang::Nl) {
        Some(lang) if after.is_empty() => (lang, super::HOME),
        Some(lang) => (lang, &path[1 + first.len()..]),
        None => (Lang::Nl, path),
    }
}
