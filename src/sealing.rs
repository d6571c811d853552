//! The seal from its first to its last step, over database and key files. Every step can be done again: what
//! was stopped half-way is finished by doing it once more, or by the next start of the service.

use std::io::Write as _;
use std::str::FromStr as _;

use crate::acts::round::SealState;
use crate::acts::{self, ActError, Context};
use crate::domain::auditor::Auditor;
use crate::domain::id::RoundId;
use crate::domain::round::Phase;
use crate::keys::{KeyError, KeyRing};
use crate::store;

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

/// Finishes every seal that was stopped after the ballots were taken from their letters.
pub async fn finish_all(ctx: &Context<'_>, keys: &KeyRing) -> Result<(), ActError> {
    let rounds = store::round::list(&mut *ctx.store.read().await?).await?;
    for round in rounds.into_iter().filter(|round| round.phase == Phase::Sealed) {
        let state = acts::round::seal_state(&mut *ctx.store.read().await?, &round.id).await?;
        if state == SealState::Sealed {
            finish(ctx, keys, &round.id).await?;
        }
    }
    Ok(())
}

/// What the service does by itself every hour: seals that were stopped are finished, and what has had its time
/// is erased, keys of rounds that are over among it.
pub async fn tidy(ctx: &Context<'_>, keys: &KeyRing) -> Result<(), ActError> {
    finish_all(ctx, keys).await?;
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

/// Opens a file for the holder of a secret key.
pub fn decrypt(secret: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let identity = age::x25519::Identity::from_str(secret.trim()).map_err(ToString::to_string)?;
    age::decrypt(&identity, bytes).map_err(|error| error.to_string())
}
