//! The token of a ballot under review: choices, cast id, last moment and, for who changes a ballot at once, the
//! right to it, under one MAC. It makes the overview the only way to a ballot, and needs no cookie and no row
//! before a code is accepted. Who signs in with a provider is given the right to vote in the same way.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::domain::ballot::Choice;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::{Digest, hex};
use crate::domain::id::{CastId, RoundId};
use crate::domain::time::Moment;
use crate::web::marks::fields;

/// How long a voter may look at the overview, in minutes: also someone who reads slowly or is helped.
pub const MINUTES: i64 = 120;

/// A ballot that its voter looks over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Which round.
    pub round: RoundId,
    /// The plans and what is done with each.
    pub choices: Vec<Choice>,
    /// What makes sending it twice count once.
    pub cast: CastId,
    /// Until when it can be sent.
    pub until: Moment,
}

impl Review {
    /// The token under the key of forms. The overview of one letter is none for the pass of another.
    pub fn token(&self, key: &[u8; 32], pass: Option<&Pass>) -> String {
        let until = self.until.micros().to_string();
        let pass = pass.map(|pass| pass.write(key)).unwrap_or_default();
        let mut parts = vec!["schuifruimte-review/1", self.round.as_str(), self.cast.as_str(), &until, &pass];
        let fields: Vec<String> =
            fields(&self.choices).map(|(name, value)| format!("{name}={value}")).collect();
        parts.extend(fields.iter().map(String::as_str));
        mac(key, &parts)
    }

    /// Whether the token is ours and in time.
    pub fn is_good(&self, key: &[u8; 32], pass: Option<&Pass>, token: &str, now: Moment) -> bool {
        is_same(&self.token(key, pass), token) && now < self.until
    }
}

/// How long the page with the receipt can be used to change the ballot, in minutes: a visit, not longer.
pub const VISIT_MINUTES: i64 = 15;
/// How long whoever signed in with a provider can vote with that, in minutes: to look the plans over once more.
pub const RESIDENT_MINUTES: i64 = 30;
/// What stands in a pass in the place of a ballot, when there need not be one.
const SIGNED_IN: &str = "ingelogd";

/// What a pass is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// To put another ballot in the place of this one, of whoever cast it a moment ago.
    Change(Digest),
    /// To vote under the letter, of whoever signed in with a provider as the one whom it is for.
    Vote,
}

/// A right of someone at a page: it goes along in forms as one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Which round.
    pub round: RoundId,
    /// The number on the letter.
    pub control: ControlNumber,
    /// To what.
    pub right: Right,
    /// Until when it is good.
    pub until: Moment,
}

impl Pass {
    /// The text under the key of forms.
    pub fn write(&self, key: &[u8; 32]) -> String {
        format!("{}.{}.{}.{}", self.control, self.right.text(), self.until.micros(), self.mac(key))
    }

    /// Reads such a text; `None` when it is not ours, for another round or too old.
    pub fn read(key: &[u8; 32], round: &RoundId, text: &str, now: Moment) -> Option<Pass> {
        let mut parts = text.splitn(4, '.');
        let pass = Pass {
            round: round.clone(),
            control: ControlNumber::parse(parts.next()?)?,
            right: Right::parse(parts.next()?)?,
            until: Moment::from_micros(parts.next()?.parse().ok()?),
        };
        (is_same(&pass.mac(key), parts.next()?) && now < pass.until).then_some(pass)
    }

    fn mac(&self, key: &[u8; 32]) -> String {
        let (control, right) = (self.control.to_string(), self.right.text());
        let until = self.until.micros().to_string();
        mac(key, &["schuifruimte-pass/1", self.round.as_str(), &control, &right, &until])
    }
}

impl Right {
    fn text(self) -> String {
        match self {
            Right::Change(commitment) => commitment.to_string(),
            Right::Vote => SIGNED_IN.to_string(),
        }
    }

    fn parse(text: &str) -> Option<Right> {
        if text == SIGNED_IN { Some(Right::Vote) } else { Digest::parse(text).map(Right::Change) }
    }
}

/// A MAC over parts, none of which can run into the next.
fn mac(key: &[u8; 32], parts: &[&str]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        let length = u64::try_from(part.len()).expect("a length fits in 64 bits");
        mac.update(&length.to_be_bytes());
        mac.update(part.as_bytes());
    }
    hex(&mac.finalize().into_bytes())
}

/// What a mail carries so that the owner of its address can say what may come to it: the mark of the address under a MAC, so
/// that nobody says it for others.
pub fn of_mailbox(key: &[u8; 32], mark: &Digest) -> String {
    let mark = mark.to_string();
    let mac = mac(key, &["schuifruimte-mailbox/1", &mark]);
    format!("{mark}{mac}")
}

/// The mark in such a text, if it is ours.
pub fn mailbox(key: &[u8; 32], token: &str) -> Option<Digest> {
    let mark = token.get(..64).and_then(Digest::parse)?;
    is_same(&of_mailbox(key, &mark), token).then_some(mark)
}

/// What a mail carries so that the owner of its address sees what was written about plans under it: the mark of the address
/// and when the link was made, under a MAC of its own, so that no other link in a mail opens it.
pub fn of_contributor(key: &[u8; 32], mark: &Digest, at: Moment) -> String {
    let (mark, at) = (mark.to_string(), at.micros().to_string());
    let mac = mac(key, &["schuifruimte-contributor/1", &mark, &at]);
    format!("{mark}{mac}{at}")
}

/// The mark and the moment in such a text, if it is ours.
pub fn contributor(key: &[u8; 32], token: &str) -> Option<(Digest, Moment)> {
    let mark = token.get(..64).and_then(Digest::parse)?;
    let at = Moment::from_micros(token.get(128..)?.parse().ok()?);
    is_same(&of_contributor(key, &mark, at), token).then_some((mark, at))
}

fn is_same(ours: &str, token: &str) -> bool {
    ours.as_bytes().ct_eq(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ballot::Mark;
    use crate::domain::id::ProposalId;

    fn choice(plan: &str, mark: Mark) -> Choice {
        Choice { plan: ProposalId::new(plan), mark }
    }

    #[test]
    fn a_token_fits_its_choices_its_round_and_its_time_only() {
        let (key, now) = ([7; 32], Moment::from_micros(0));
        let review = Review {
            round: RoundId::new("zuilen"),
            choices: vec![choice("01", Mark::Chosen), choice("02", Mark::Chosen)],
            cast: CastId::new("abc"),
            until: now.plus_minutes(MINUTES),
        };
        let token = review.token(&key, None);
        assert!(review.is_good(&key, None, &token, now));
        assert!(!review.is_good(&key, None, &token, now.plus_minutes(MINUTES)));
        assert!(!review.is_good(&[8; 32], None, &token, now));
        for others in [
            vec![choice("0102", Mark::Chosen)],
            vec![choice("01", Mark::Points(1)), choice("02", Mark::Chosen)],
            vec![choice("01", Mark::Place(1)), choice("02", Mark::Place(2))],
        ] {
            let other = Review { choices: others, ..review.clone() };
            assert!(!other.is_good(&key, None, &token, now));
        }
        let other = Review { round: RoundId::new("ondiep"), ..review.clone() };
        assert!(!other.is_good(&key, None, &token, now));
        let pass = Pass {
            round: review.round.clone(),
            control: ControlNumber::new(48_271_635),
            right: Right::Change(Digest::of(b"c")),
            until: review.until,
        };
        assert!(!review.is_good(&key, Some(&pass), &token, now));
        let token = review.token(&key, Some(&pass));
        assert!(review.is_good(&key, Some(&pass), &token, now));
        let other = Pass { control: ControlNumber::new(5), ..pass };
        assert!(!review.is_good(&key, Some(&other), &token, now) && !review.is_good(&key, None, &token, now));
    }

    #[test]
    fn what_a_mail_carries_speaks_for_its_address_only() {
        let (key, mark) = ([7; 32], Digest::of(b"truus"));
        let token = of_mailbox(&key, &mark);
        assert_eq!(mailbox(&key, &token), Some(mark));
        let other = Digest::of(b"henk").to_string();
        for forged in [format!("{other}{}", &token[64..]), token[..127].to_string(), other, String::new()] {
            assert_eq!(mailbox(&key, &forged), None);
        }
        assert_eq!(mailbox(&[8; 32], &token), None);
    }

    #[test]
    fn the_link_to_what_someone_wrote_is_no_other_link() {
        let (key, mark, at) = ([7; 32], Digest::of(b"truus"), Moment::from_micros(1_700));
        let token = of_contributor(&key, &mark, at);
        assert_eq!(contributor(&key, &token), Some((mark, at)));
        let later = format!("{}9", &token[..token.len() - 1]);
        let mailbox = of_mailbox(&key, &mark);
        for forged in [later, mailbox, token[..128].to_string(), String::new(), format!("{token}é")] {
            assert_eq!(contributor(&key, &forged), None, "{forged}");
        }
        assert_eq!(contributor(&[8; 32], &token), None);
    }

    #[test]
    fn a_pass_is_good_for_one_ballot_and_one_visit() {
        let (key, now, round) = ([7; 32], Moment::from_micros(0), RoundId::new("zuilen"));
        let pass = Pass {
            round: round.clone(),
            control: ControlNumber::new(48_271_635),
            right: Right::Change(Digest::of(b"c")),
            until: now.plus_minutes(VISIT_MINUTES),
        };
        let text = pass.write(&key);
        assert_eq!(Pass::read(&key, &round, &text, now), Some(pass.clone()));
        assert_eq!(Pass::read(&key, &round, &text, pass.until), None);
        assert_eq!(Pass::read(&key, &RoundId::new("ondiep"), &text, now), None);
        assert_eq!(Pass::read(&[8; 32], &round, &text, now), None);
        let other = Pass { right: Right::Change(Digest::of(b"d")), ..pass.clone() }.write(&[8; 32]);
        assert_eq!(Pass::read(&key, &round, &other, now), None);
        let signed_in = Pass { right: Right::Vote, ..pass.clone() };
        assert_eq!(Pass::read(&key, &round, &signed_in.write(&key), now), Some(signed_in));
        let swapped = text.replace(&Digest::of(b"c").to_string(), SIGNED_IN);
        assert_eq!(
            Pass::read(&key, &round, &swapped, now),
            None,
            "a ballot of one's own gives no other right"
        );
        for strange in ["", ".", "...", "a.b.c.d", &text[1..]] {
            assert_eq!(Pass::read(&key, &round, strange, now), None, "{strange}");
        }
    }
}
