//! Voters at a real process: what they send, the receipts they keep.

use std::io;

use ed25519_dalek::SigningKey;
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{CastId, ProposalId};
use schuifruimte::domain::receipt::Receipt;
use schuifruimte::domain::time::Moment;
use schuifruimte::web::guard::token::Review;

use super::OpenRound;
use super::process::{Answer, Process};
use super::town::service_key;

/// A ballot that was looked over, with the code typed in: sent again, it is the same sending.
#[derive(Debug, Clone)]
pub struct Form {
    /// Which letter, from 0.
    pub letter: usize,
    /// The chosen plans.
    pub choices: Vec<String>,
    fields: Vec<(String, String)>,
    path: String,
}

/// What a voter keeps of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The number on the letter, as printed.
    pub control: String,
    /// The commitment.
    pub commitment: String,
    /// The change code.
    pub change: String,
}

impl Form {
    /// The form of the holder of a letter, under a `cast_id`, good until a moment.
    pub fn new(round: &OpenRound, letter: usize, choices: &[&str], cast: &str, until: Moment) -> Form {
        let review = Review {
            round: round.id.clone(),
            choices: choices.iter().map(|id| ProposalId::new(*id).into()).collect(),
            cast: CastId::new(cast),
            until,
        };
        let mut fields: Vec<(String, String)> =
            choices.iter().map(|id| ("plan".to_string(), id.to_string())).collect();
        let mut field = |name: &str, value: String| fields.push((name.to_string(), value));
        field("cast", cast.to_string());
        field("until", until.micros().to_string());
        field("token", review.token(&service_key("form"), None));
        field("code", round.letters.printed[letter].0.for_the_letter());
        let choices = choices.iter().map(ToString::to_string).collect();
        Form { letter, choices, fields, path: format!("/rondes/{}/stem", round.id) }
    }

    /// The same with the change code of an earlier receipt.
    pub fn changing(mut self, kept: &Kept) -> Form {
        self.fields.push(("change".to_string(), kept.change.clone()));
        self.fields.push(("sure".to_string(), "1".to_string()));
        self
    }

    /// Sends it.
    pub fn send(&self, process: &Process) -> io::Result<Answer> {
        process.post(&self.path, self.letter, &self.fields)
    }

    /// Whether it is the same sending.
    pub fn is_same(&self, other: &Form) -> bool {
        self.fields == other.fields
    }

    /// Whether a page still holds every choice.
    pub fn is_kept_on(&self, answer: &Answer) -> bool {
        self.choices.iter().all(|id| answer.body.contains(&format!("name=\"plan\" value=\"{id}\"")))
    }
}

impl Kept {
    /// The receipt on a page, if there is one. It must be signed, and for this letter.
    pub fn of(answer: &Answer, round: &OpenRound, form: &Form) -> Option<Kept> {
        if answer.told() != (200, "receipt") {
            return None;
        }
        let all = |start: &str| -> Vec<String> {
            let parts = answer.body.split(start).skip(1);
            parts.filter_map(|rest| rest.split('<').next()).map(str::to_string).collect()
        };
        let (keys, hashes) = (all("sr-key\">"), all("sr-hash\">"));
        let kept = Kept {
            control: keys.first()?.clone(),
            commitment: hashes.first()?.clone(),
            change: keys.get(2).cloned().unwrap_or_default(),
        };
        let commitment = Digest::parse(&kept.commitment).expect("a commitment");
        let control = ControlNumber::parse(&kept.control).expect("a control number");
        assert_eq!(control, round.letters.printed[form.letter].1, "the receipt is for this letter");
        let key = SigningKey::from_bytes(&service_key("receipt"));
        let signed = Receipt::sign(&key, &round.id, control, commitment);
        assert_eq!(hashes.get(1), Some(&signed.signature), "the receipt is signed");
        Some(kept)
    }
}
