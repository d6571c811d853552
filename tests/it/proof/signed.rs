//! Who signs what in bundles that are made up.

use ed25519_dalek::SigningKey;
use schuifruimte::domain::certificate::{Deed, Signature, Signatures};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{AccountId, RoundId};
use schuifruimte::domain::log::note::NoteSigner;

use super::made::at;

pub(super) fn signer(seed: u8, round: &RoundId) -> NoteSigner {
    NoteSigner::new(format!("ruimte.utrecht.example/{round}"), SigningKey::from_bytes(&[seed; 32]))
}

pub(super) fn signature(deed: Deed, account: &str, time: &str) -> Signature {
    Signature {
        deed,
        account: AccountId::new(account),
        function: "medewerker wijkbureau".to_string(),
        at: at(time),
    }
}

pub(super) fn signatures(certificate: Digest) -> Signatures {
    let both = [signature(Deed::Proposed, "m-1", "20:10"), signature(Deed::Approved, "m-2", "20:30")];
    Signatures::new(certificate, both)
}
