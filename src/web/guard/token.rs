//! The token of a ballot under review: choices, cast id and last moment under one MAC. It makes the
//! overview the only way to a ballot, and needs no cookie and no row before a code is accepted.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::domain::digest::hex;
use crate::domain::id::{CastId, ProposalId, RoundId};
use crate::domain::time::Moment;

/// How long a voter may look at the overview, in minutes: also someone who reads slowly or is helped.
pub const MINUTES: i64 = 120;

/// A ballot that its voter looks over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Which round.
    pub round: RoundId,
    /// The chosen plans.
    pub choices: Vec<ProposalId>,
    /// What makes sending it twice count once.
    pub cast: CastId,
    /// Until when it can be sent.
    pub until: Moment,
}

impl Review {
    /// The token under the key of forms.
    pub fn token(&self, key: &[u8; 32]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
        let until = self.until.micros().to_string();
        let mut add = |part: &str| {
            let length = u64::try_from(part.len()).expect("a length fits in 64 bits");
            mac.update(&length.to_be_bytes());
            mac.update(part.as_bytes());
        };
        add("schuifruimte-review/1");
        add(self.round.as_str());
        add(self.cast.as_str());
        add(&until);
        self.choices.iter().for_each(|choice| add(choice.as_str()));
        hex(&mac.finalize().into_bytes())
    }

    /// Whether the token is ours and in time.
    pub fn is_good(&self, key: &[u8; 32], token: &str, now: Moment) -> bool {
        let ours: bool = self.token(key).as_bytes().ct_eq(token.as_bytes()).into();
        ours && now < self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_choices_its_round_and_its_time_only() {
        let (key, now) = ([7; 32], Moment::from_micros(0));
        let review = Review {
            round: RoundId::new("zuilen"),
            choices: vec![ProposalId::new("01"), ProposalId::new("02")],
            cast: CastId::new("abc"),
            until: now.plus_minutes(MINUTES),
        };
        let token = review.token(&key);
        assert!(review.is_good(&key, &token, now));
        assert!(!review.is_good(&key, &token, now.plus_minutes(MINUTES)));
        assert!(!review.is_good(&[8; 32], &token, now));
        let other = Review { choices: vec![ProposalId::new("0102")], ..review.clone() };
        assert!(!other.is_good(&key, &token, now));
        let other = Review { round: RoundId::new("ondiep"), ..review };
        assert!(!other.is_good(&key, &token, now));
    }
}
