//! The seal from its first to its last step, over database and key files. Every step can be done again: what
//! was stopped half-way is finished by doing it once more, or by the next start of the service.

use std::io::{Read as _, Write as _};
use std::str::FromStr as _;

use crate::acts::round::SealState;
use crate::acts::{self, ActError, Context};
use crate::domain::auditor::Auditor;
use crate::domain::id::RoundId;
use crate::domain::round::{Phase, Round};
use crate::keys::{KeyError, KeyRing};
use crate::store;

/// How a secret key of the age tool begins.
const SECRET_MARK: &str = "AGE-SECRET-KEY-";

/// Seals a closed round for which another member of staff asked, or finishes a seal that was stopped: ballots
/// are taken from their letters, what was written is read back, the key is destroyed, and the log says so.
pub async fn seal(ctx: &mut Context<'_>, keys: &KeyRing, id: &RoundId) -> Result<(), ActError> {
    let mut conn = ctx.store.read().await?;
    let state = acts::round::seal_state(&mut conn, id).await?;
    drop(conn);
    if matches!(state, SealState::Unasked | SealState::Asked(_)) {
        let key = keys.ballots(id).map_err(unusable)?;
        let key =
            key.ok_or_else(|| ActError::Integrity(format!("the key of the ballots of {id} is missing")))?;
        acts::round::seal(ctx, id, key, encrypt).await?;
    }
    finish(ctx, keys, id).await
}

/// Finishes every seal that was stopped after the ballots were taken from their letters, and destroys keys that a
/// copy of the service on another machine, or a backup that was put back, still has of rounds that are done with
/// them. The rounds for which that did not succeed.
pub async fn finish_all(ctx: &Context<'_>, keys: &KeyRing) -> Result<Vec<(RoundId, ActError)>, ActError> {
    let rounds = store::round::list(&mut *ctx.store.read().await?).await?;
    let mut failed = Vec::new();
    for round in rounds.into_iter().filter(|round| round.phase > Phase::Closed) {
        if let Err(error) = finish_one(ctx, keys, &round).await {
            failed.push((round.id, error));
        }
    }
    Ok(failed)
}

async fn finish_one(ctx: &Context<'_>, keys: &KeyRing, round: &Round) -> Result<(), ActError> {
    if round.phase == Phase::Cancelled {
        return keys.destroy(&round.id).map_err(unusable);
    }
    let state = acts::round::seal_state(&mut *ctx.store.read().await?, &round.id).await?;
    match state {
        SealState::Sealed => finish(ctx, keys, &round.id).await,
        SealState::Done => keys.destroy(&round.id).map_err(unusable),
        SealState::Unasked | SealState::Asked(_) => Ok(()),
    }
}

/// What the service does by itself every hour: seals that were stopped are finished, and what has had its time
/// is erased, keys of rounds that are over among it.
pub async fn tidy(ctx: &Context<'_>, keys: &KeyRing) -> Result<(), ActError> {
    for (round, error) in finish_all(ctx, keys).await? {
        tracing::warn!(round = round.as_str(), "the seal was not finished: {error}");
    }
    for round in acts::erasure::run(ctx).await?.rounds {
        keys.destroy(&round).map_err(unusable)?;
    }
    Ok(())
}

async fn finish(ctx: &Context<'_>, keys: &KeyRing, id: &RoundId) -> Result<(), ActError> {
    acts::round::read_back(ctx, id).await?;
    keys.destroy(id).map_err(unusable)?;
    acts::round::note_destroyed(ctx, id).await
}

fn unusable(error: KeyError) -> ActError {
    ActError::Integrity(error.to_string())
}

/// Makes a file that each of these auditors can read with a key of their own.
pub fn encrypt(auditors: &[Auditor], text: &str) -> Result<Vec<u8>, ActError> {
    let broken = |what: &dyn std::fmt::Display| ActError::Integrity(format!("the auditors' bundle: {what}"));
    let recipients: Vec<age::x25519::Recipient> = auditors
        .iter()
        .map(|auditor| age::x25519::Recipient::from_str(&auditor.key).map_err(|error| broken(&error)))
        .collect::<Result<_, _>>()?;
    let recipients = recipients.iter().map(|one| one as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).map_err(|error| broken(&error))?;
    let mut bytes = Vec::new();
    let mut writer = encryptor.wrap_output(&mut bytes).map_err(|error| broken(&error))?;
    writer.write_all(text.as_bytes()).map_err(|error| broken(&error))?;
    writer.finish().map_err(|error| broken(&error))?;
    Ok(bytes)
}

/// A new pair of keys for an auditor or a printer: the secret one in the form of the age tool, to be kept by that
/// person alone, and the public one.
pub fn new_keys() -> (String, String) {
    use age::secrecy::ExposeSecret as _;
    let identity = age::x25519::Identity::generate();
    (identity.to_string().expose_secret().to_string(), identity.to_public().to_string())
}

/// Why a key cannot be that of an auditor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// It is a secret key, which nobody but the auditor may see.
    Secret,
    /// The age library cannot encrypt to it.
    Unusable,
}

/// Whether a file can be encrypted to this public key.
pub fn check_key(key: &str) -> Result<(), KeyFault> {
    let key = key.trim();
    if key.to_ascii_uppercase().contains(SECRET_MARK) {
        return Err(KeyFault::Secret);
    }
    age::x25519::Recipient::from_str(key).map(drop).map_err(|_| KeyFault::Unusable)
}

/// Whether these are the bytes of a file that age encrypted (https://age-encryption.org/v1).
pub fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(b"age-encryption.org/")
}

/// The secret keys in an identity file as the age tool writes it: one a line, and lines of comment. A refusal shows
/// nothing of the file.
pub fn identities(text: &str) -> Result<Vec<age::x25519::Identity>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Vec<age::x25519::Identity> = lines
        .map(|line| age::x25519::Identity::from_str(line).map_err(str::to_string))
        .collect::<Result<_, _>>()?;
    if keys.is_empty() { Err("there is no secret key in it".to_string()) } else { Ok(keys) }
}

/// Opens a file for the holder of a secret key. `identity` is the text of an identity file.
pub fn decrypt(identity: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let keys = identities(identity)?;
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let decryptor = age::Decryptor::new_buffered(bytes).map_err(|error| told(&error))?;
    let keys = keys.iter().map(|key| key as &dyn age::Identity);
    let mut reader = decryptor.decrypt(keys).map_err(|error| told(&error))?;
    let mut text = Vec::new();
    reader.read_to_end(&mut text).map_err(|error| told(&error))?;
    Ok(text)
}
