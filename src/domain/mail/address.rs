//! One e-mail address, and nothing that could be taken for more.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::digest::Digest;

/// Longest address (RFC 5321 section 4.5.3.1, as errata 1690 reads it).
const MAX: usize = 254;
/// Longest part before the sign (RFC 5321 section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Signs that may stand in the part before the sign besides letters and digits. RFC 5322 allows more; those steer other
/// mail systems (`%` and `!` route) or are quoted, and nobody's mailbox needs them.
const LOCAL_SIGNS: &[u8] = b"._+-'=&~#$*/?^`{|}";

/// An e-mail address (Dutch: e-mailadres), in small letters: one mailbox is one account, however it is typed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

/// Why a text is no address: it is not exactly one, in plain letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadAddress;

impl Address {
    /// Reads one address as it was typed. Letters outside ASCII are refused: they can look like others.
    pub fn parse(typed: &str) -> Result<Address, BadAddress> {
        let typed = typed.trim_matches(' ');
        let (local, domain) = typed.rsplit_once('@').ok_or(BadAddress)?;
        let good = typed.len() <= MAX && is_local(local) && is_domain(domain);
        if good { Ok(Address(typed.to_ascii_lowercase())) } else { Err(BadAddress) }
    }

    /// The address as a mail carries it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of an address whose owner wants no mail that others cause.
    pub fn mark(&self) -> Digest {
        Digest::of_parts(&[b"schuifruimte-address/1\0", self.0.as_bytes()])
    }

    /// The address as others may see it: its first sign and where it is.
    pub fn shortened(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').expect("an address has two parts");
        format!("{}…@{domain}", &local[..1])
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(***)")
    }
}

fn is_local(local: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || LOCAL_SIGNS.contains(&byte);
    // `=?` and `?=` begin and end an encoded word (RFC 2047).
    (1..=MAX_LOCAL).contains(&local.len())
        && local.bytes().all(sign)
        && local.split('.').all(|part| !part.is_empty())
        && !local.contains("=?")
        && !local.contains("?=")
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_one_address() {
        for good in
            ["truus@utrecht.example", " t.van-dijk+buurt@mail.utrecht.example ", "o'brien@a-b.example"]
        {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        assert_eq!(Address::parse("Truus@Utrecht.Example"), Address::parse("truus@utrecht.example"));
        assert_eq!(Address::parse("henk@buurt.example").unwrap().shortened(), "h…@buurt.example");
        let shown = format!("{:?}", Address::parse("henk@buurt.example"));
        assert!(!shown.contains("henk"));
    }

    /// A47: nothing that a header, a list of receivers or the eye could take for something else.
    #[test]
    fn whatever_is_more_or_less_than_one_address_is_none() {
        let ten = ["a@b.example"; 10].join(",");
        let long = format!("{}@b.example", "a".repeat(65));
        let longer = format!("a@{}example", "abcdefgh.".repeat(30));
        let bad = [
            "",
            "a",
            "@b.example",
            "a@",
            "a@b",
            "a@localhost",
            "a@1.2.3.4",
            "a@[1.2.3.4]",
            "a b@c.example",
            "a@b.example\r\nBcc: c@d.example",
            "a@b.example\nx",
            "a@b.example%0d%0aBcc:c@d.example",
            "a%0d%0abcc@b.example",
            "a\0@b.example",
            "a@b.example,c@d.example",
            "a@b.example;c@d.example",
            "<a@b.example>",
            "Truus <a@b.example>",
            "\"a b\"@c.example",
            "a@b@c.example",
            "=?utf-8?q?a?=@b.example",
            "tru\u{443}s@utrecht.example",
            "truus@utr\u{435}cht.example",
            "a@b..example",
            ".a@b.example",
            "a.@b.example",
            "a@-b.example",
            "a!b@c.example",
            "a\u{202e}@b.example",
            "a@b.example\t",
            &ten,
            &long,
            &longer,
        ];
        for text in bad {
            assert_eq!(Address::parse(text), Err(BadAddress), "{text:?}");
        }
    }
}
