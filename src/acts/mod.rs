//! What happens? One function per official act: begin, load, decide (in `domain`), save, note, commit.
//!
//! State changes only here, and each act appends its entry to the staff log in its own transaction; acts
//! that the public must be able to check append to the round's log as well. Casting a ballot is the one
//! act without an entry of staff: its record is the queue of leaves.

pub mod account;
pub mod affiliation;
pub mod anchor;
pub mod area;
pub mod auditor;
pub mod ballot;
pub mod bid;
pub mod borders;
mod bounds;
pub mod budget;
pub mod call;
pub mod casefile;
pub mod certificate;
pub mod decision;
pub mod disclosure;
pub mod division;
pub mod election;
pub mod erasure;
pub mod error;
pub mod extension;
pub mod factor;
pub mod follow;
pub mod fsck;
pub mod grant;
pub mod guess;
pub mod help;
pub mod indicator;
pub mod initiative;
pub mod initiator;
pub mod interest;
pub mod invitation;
pub mod kiosk;
mod ledger;
pub mod letter;
pub mod location;
pub mod log;
pub mod lot;
pub mod mandate;
pub mod meeting;
pub mod mix;
pub mod moderation;
pub mod municipality;
pub mod news;
pub mod objection;
mod origin;
pub mod outbox;
pub mod paper;
pub mod passkey;
pub mod payee;
pub mod payment;
pub mod person;
pub mod picture;
pub mod pitch;
mod plain;
pub mod pot;
pub mod progress;
pub mod proposal;
pub mod publication;
pub mod recipient;
pub mod register;
pub mod reserve_list;
pub mod resident;
pub mod retention;
pub mod round;
pub mod session;
pub mod settlement;
pub mod smo;
pub mod standing;
pub mod succession;
pub mod support;
pub mod talk;
pub mod transfer;
pub mod vault;

use ed25519_dalek::SigningKey;

pub use error::{ActError, FieldFault};
pub use person::is_other_person;
pub use plain::FAULTS as TEXT_FAULTS;

use crate::domain::digest::hex;
use crate::domain::id::{AccountId, RoundId};
use crate::domain::log::chain::Actor;
use crate::domain::log::note::NoteSigner;
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
use crate::domain::vault::VaultKey;
use crate::store::{Store, StoreError, Tx};

/// Everything an act is done with: who, when, with what randomness and which keys.
pub struct Context<'a> {
    /// Where it is kept.
    pub store: &'a Store,
    /// Who acts.
    pub actor: Actor,
    /// When.
    pub now: Moment,
    /// Randomness for this act.
    pub seed: Seed,
    /// The keys of the service.
    pub signing: &'a Signing,
}

/// The keys with which the service signs and locks away, and the name under which its logs are known.
pub struct Signing {
    /// Signs checkpoints.
    pub log: SigningKey,
    /// Signs receipts.
    pub receipt: SigningKey,
    /// Locks account numbers away.
    pub vault: VaultKey,
    /// Host of the service, the first part of the name of every log.
    pub host: String,
}

impl Signing {
    /// The signer of a round's log.
    pub fn log_of(&self, round: &RoundId) -> NoteSigner {
        NoteSigner::new(format!("{}/{round}", self.host), self.log.clone())
    }

    /// The signer of the public log of the office.
    pub fn office_log(&self) -> NoteSigner {
        NoteSigner::new(format!("{}/{}", self.host, crate::domain::log::anchor::NAME), self.log.clone())
    }

    /// The public key of receipts, in hexadecimal.
    pub fn receipt_key(&self) -> String {
        hex(self.receipt.verifying_key().as_bytes())
    }
}

impl Context<'_> {
    async fn begin(&self) -> Result<Tx, ActError> {
        Ok(self.store.begin().await?)
    }

    /// Who answers for the act, where only a person may: never the command line.
    fn person(&self) -> Result<&AccountId, ActError> {
        self.staff().ok_or(ActError::FourEyes)
    }

    /// Who signs a decision: a person, because nobody else has a mandate.
    fn signer(&self) -> Result<&AccountId, ActError> {
        self.staff().ok_or(ActError::NoMandate)
    }

    fn staff(&self) -> Option<&AccountId> {
        match &self.actor {
            Actor::Staff(account) => Some(account),
            Actor::Operator | Actor::Service | Actor::Visitor | Actor::Initiator(_) => None,
        }
    }

    /// Notes the act in the staff log and makes everything durable.
    async fn finish(&self, mut tx: Tx, note: log::Note) -> Result<(), ActError> {
        log::note(&mut tx, &self.actor, self.now, note).await?;
        self.store.noting(crate::store::commit(tx).await)?;
        Ok(())
    }
}

/// How often an act is tried when the database could not do it at that moment.
const TRIALS: u32 = 5;

/// Does an act, and does it again while the database could not do it at that moment. An act that found the database busy
/// did nothing, so doing it again is doing it once; what is refused for any other reason is refused at once.
async fn until_done<T, Doing>(mut once: impl FnMut() -> Doing) -> Result<T, ActError>
where
    Doing: Future<Output = Result<T, ActError>>,
{
    for _ in 1..TRIALS {
        match once().await {
            Err(ActError::Store(StoreError::Busy(_))) => {}
            done => return done,
        }
    }
    once().await
}
