//! Someone without a letter asks the desk to call. Nobody needs an account for that, and the service learns as little as
//! possible: how to reach someone, and what about. Whether that person has a right to a letter is found out at the desk.

use super::id::CallId;
use super::plain::{fault_of_name, is_unseen};
use super::time::Moment;

/// Most characters of a name. A first name is enough.
pub const MAX_NAME: usize = 60;
/// Digits of a telephone number: as few as a Dutch number has, as many as any number in the world (E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
/// Days after which a request goes, also when nobody called.
pub const KEPT_DAYS: i64 = 14;
/// Most requests of a round that wait. Beyond them people are told to call themselves.
pub const MOST_WAITING: u64 = 500;

/// What someone wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A new letter.
    Letter,
    /// A time to come by at the desk, or someone who comes to see them.
    Visit,
}

impl About {
    /// Everything with its name in the database and in forms.
    pub const NAMES: [(About, &'static str); 2] = [(About::Letter, "letter"), (About::Visit, "visit")];

    /// Its name.
    pub fn name(self) -> &'static str {
        About::NAMES.iter().find(|(about, _)| *about == self).expect("everything has a name").1
    }

    /// What has this name.
    pub fn named(name: &str) -> Option<About> {
        About::NAMES.iter().find(|(_, known)| *known == name).map(|(about, _)| *about)
    }
}

/// Someone who waits for a call.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// Which one.
    pub id: CallId,
    /// What about.
    pub about: About,
    /// Whom to ask for.
    pub name: String,
    /// At which number: `+` or digits, without spaces.
    pub phone: String,
    /// The begin of the day on which it was asked: the hour is nobody's business.
    pub asked: Moment,
}

/// What someone typed, when it can be used.
#[derive(Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What about.
    pub about: About,
    /// Whom to ask for.
    pub name: String,
    /// At which number.
    pub phone: String,
}

impl Wanted {
    /// Reads what someone typed, or says which fields are wrong and why.
    pub fn read(about: &str, name: &str, phone: &str) -> Result<Wanted, Vec<(&'static str, &'static str)>> {
        let (mut faults, name) = (Vec::new(), name.trim());
        let about = About::named(about);
        if about.is_none() {
            faults.push(("call_about", "choose"));
        }
        if name.is_empty() {
            faults.push(("call_name", "empty"));
        } else if name.chars().count() > MAX_NAME || fault_of_name(name).is_some() {
            faults.push(("call_name", "call-name"));
        }
        let phone = number(phone);
        if phone.is_none() {
            faults.push(("call_phone", "call-phone"));
        }
        match (about, phone) {
            (Some(about), Some(phone)) if faults.is_empty() => {
                Ok(Wanted { about, name: name.to_string(), phone })
            }
            _ => Err(faults),
        }
    }
}

/// A telephone number without what people put between its digits.
fn number(typed: &str) -> Option<String> {
    let between = |sign: &char| {
        !sign.is_whitespace() && !matches!(sign, '-' | '.' | '(' | ')' | '/' | '\u{2011}' | '\u{2013}')
    };
    if typed.trim().chars().any(is_unseen) {
        return None;
    }
    // Behind the number of a country the nought of an area is not dialled: `+31 (0)30`.
    let is_abroad = typed.trim().starts_with(['+']) || typed.trim().starts_with("00");
    let typed = if is_abroad { typed.replacen("(0)", "", 1) } else { typed.to_string() };
    let number: String = typed.trim().chars().filter(between).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let is_good = digits.bytes().all(|byte| byte.is_ascii_digit()) && DIGITS.contains(&digits.len());
    is_good.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_says_how_to_reach_someone_and_nothing_else() {
        let read = |name: &str, phone: &str| Wanted::read("letter", name, phone).map(|wanted| wanted.phone);
        assert_eq!(read("Aaltje", "06 - 1234 5678").ok().as_deref(), Some("0612345678"));
        assert_eq!(read("آلتيه", "+31 (0)30 286 10 00").ok().as_deref(), Some("+31302861000"));
        for (name, phone) in [
            ("", "0612345678"),
            ("a\u{202e}b", "0612345678"),
            ("...", "0612345678"),
            (&"x".repeat(61), "0612345678"),
            ("Aaltje", ""),
            ("Aaltje", "1234567"),
            ("Aaltje", "bel mij"),
            ("Aaltje", "06123456781234567"),
            ("Aaltje", "0612\u{200b}345678"),
        ] {
            assert!(read(name, phone).is_err(), "{name} {phone}");
        }
        assert!(Wanted::read("vote", "Aaltje", "0612345678").is_err());
    }
}
