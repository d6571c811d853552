//! What staff sign in with beside a password: an app that shows codes, codes on paper. Passkeys stand in
//! [`passkey`](super::passkey).

use super::log::Note;
use super::{ActError, Context, vault};
use crate::domain::account::{Bound, CodeSecret, RECOVERY_CODES, recovery_code, recovery_hash};
use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::log::kept::Kept;
use crate::store::{self, Tx, factor, tries};

/// From where someone tries: a network address, under a key so that what is counted tells no address.
pub struct From<'a> {
    /// The key under which tries are counted; the same on every copy of the service.
    pub key: &'a [u8; 32],
    /// The address, as coarse as rates see it.
    pub client: &'a str,
}

/// How a try at a password may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// At once.
    AtOnce,
    /// After a pause: many others tried this login elsewhere.
    Slow,
}

impl From<'_> {
    fn of(&self, bound: Bound, subject: &str) -> Digest {
        let client = match bound {
            Bound::Password | Bound::Address | Bound::Code => self.client,
            Bound::Login | Bound::Account => "",
        };
        let parts: [&[u8]; 4] = [self.key, bound.name().as_bytes(), subject.as_bytes(), client.as_bytes()];
        // Each part with its length, so that none runs into the next.
        let told: Vec<u8> = parts.iter().flat_map(|part| [&length(part), *part].concat()).collect();
        Digest::of_parts(&[b"schuifruimte-tries/1\0", &told])
    }

    async fn count(
        &self,
        ctx: &Context<'_>,
        tx: &mut Tx,
        bound: Bound,
        subject: &str,
    ) -> Result<i64, ActError> {
        let from = ctx.now.plus_minutes(-bound.minutes());
        Ok(tries::add(tx, &self.of(bound, subject), from, ctx.now).await?)
    }
}

fn length(part: &[u8]) -> [u8; 8] {
    u64::try_from(part.len()).expect("a length fits in 64 bits").to_be_bytes()
}

/// Counts a try at a password, before it is known whether it is right. Too many from one address are refused, for that
/// login there and nowhere else.
pub async fn try_password(ctx: &Context<'_>, from: &From<'_>, login: &str) -> Result<Pace, ActError> {
    let mut tx = ctx.begin().await?;
    let here = from.count(ctx, &mut tx, Bound::Password, login).await?;
    let address = from.count(ctx, &mut tx, Bound::Address, "").await?;
    let too_often = here > Bound::Password.most() || address > Bound::Address.most();
    // What is refused is no try, so it makes nobody elsewhere wait.
    let everywhere = if too_often { 0 } else { from.count(ctx, &mut tx, Bound::Login, login).await? };
    let is_news = here == Bound::Password.most() + 1 || address == Bound::Address.most() + 1;
    if is_news {
        ctx.finish(tx, Note::new("session.limited", "service")).await?;
    } else {
        ctx.store.noting(store::commit(tx).await)?;
    }
    match too_often {
        true => Err(ActError::TooOften),
        false if everywhere > Bound::Login.most() => Ok(Pace::Slow),
        false => Ok(Pace::AtOnce),
    }
}

/// The password was right: tries from this address no longer count.
pub async fn password_was_right(ctx: &Context<'_>, from: &From<'_>, login: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    tries::forget(&mut tx, &from.of(Bound::Password, login)).await?;
    tries::take_back(&mut tx, &from.of(Bound::Address, "")).await?;
    tries::take_back(&mut tx, &from.of(Bound::Login, login)).await?;
    Ok(ctx.store.noting(store::commit(tx).await)?)
}

/// Lets a code of the app or one on paper pass, once. What is refused is counted all the same, so the transaction comes
/// back only when the code was right.
pub(super) async fn pass(
    ctx: &Context<'_>,
    mut tx: Tx,
    id: &AccountId,
    from: &From<'_>,
    typed: &str,
) -> Result<Tx, ActError> {
    let here = from.count(ctx, &mut tx, Bound::Code, id.as_str()).await?;
    let all = from.count(ctx, &mut tx, Bound::Account, id.as_str()).await?;
    if here > Bound::Code.most() || all > Bound::Account.most() {
        ctx.store.noting(store::commit(tx).await)?;
        return Err(ActError::TooOften);
    }
    if is_right(ctx, &mut tx, id, typed).await? {
        tries::forget(&mut tx, &from.of(Bound::Code, id.as_str())).await?;
        tries::take_back(&mut tx, &from.of(Bound::Account, id.as_str())).await?;
        return Ok(tx);
    }
    ctx.finish(tx, Note::new("session.code_failed", id)).await?;
    Err(ActError::OtpNotAccepted)
}

async fn is_right(ctx: &Context<'_>, tx: &mut Tx, id: &AccountId, typed: &str) -> Result<bool, ActError> {
    let Some(code) = factor::code(tx, id).await?.filter(|code| code.confirmed_at.is_some()) else {
        return Ok(false);
    };
    match opened(ctx, id, &code.secret)?.step(typed, ctx.now) {
        Some(step) => Ok(factor::use_step(tx, id, step).await?),
        None => Ok(factor::use_recovery(tx, id, &recovery_hash(id, typed)).await?),
    }
}

fn opened(ctx: &Context<'_>, id: &AccountId, locked: &str) -> Result<CodeSecret, ActError> {
    let bytes = ctx.signing.vault.open_secret(id, locked);
    bytes.and_then(|bytes| CodeSecret::from_bytes(&bytes)).ok_or(ActError::OtherVaultKey)
}

/// Makes the secret of a new app for whoever acts. It counts once the app showed a code.
pub async fn begin_code(ctx: &mut Context<'_>) -> Result<CodeSecret, ActError> {
    let id = ctx.person()?.clone();
    let secret = CodeSecret::made(&mut ctx.seed);
    let locked = ctx.signing.vault.lock_secret(&id, secret.bytes(), &mut ctx.seed);
    let mut tx = ctx.begin().await?;
    vault::hold(ctx, &mut tx).await?;
    if !factor::put_code(&mut tx, &id, &locked, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::new("account.code_begin", &id).of_rows(Kept::Code, &id)).await?;
    Ok(secret)
}

/// The secret of the app that whoever acts is adding, to show it once more.
pub async fn begun_code(ctx: &Context<'_>) -> Result<CodeSecret, ActError> {
    let id = ctx.person()?;
    let code = factor::code(&mut *ctx.store.read().await?, id).await?;
    let code = code.filter(|code| code.confirmed_at.is_none()).ok_or(ActError::DraftChanged)?;
    opened(ctx, id, &code.secret)
}

/// The app showed its first code: from now on it is asked. The codes on paper, to show once.
pub async fn confirm_code(ctx: &mut Context<'_>, typed: &str) -> Result<Vec<String>, ActError> {
    let id = ctx.person()?.clone();
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(&mut ctx.seed)).collect();
    let hashes: Vec<Digest> = codes.iter().map(|code| recovery_hash(&id, code)).collect();
    let mut tx = ctx.begin().await?;
    // The secret of this very row: another page may have put a new one there meanwhile.
    let is_first = factor::confirm_code(&mut tx, &id, ctx.now).await?;
    let code = factor::code(&mut tx, &id).await?.filter(|_| is_first).ok_or(ActError::DraftChanged)?;
    let step = opened(ctx, &id, &code.secret)?.step(typed, ctx.now).ok_or(ActError::OtpNotAccepted)?;
    if !factor::use_step(&mut tx, &id, step).await? {
        return Err(ActError::DraftChanged);
    }
    factor::put_recovery(&mut tx, &id, &hashes).await?;
    ctx.finish(tx, Note::new("account.code", &id).of_rows(Kept::Code, &id).of_rows(Kept::Entry, &id)).await?;
    Ok(codes)
}

/// Takes the app of whoever acts away, and the codes on paper with it.
pub async fn remove_code(ctx: &Context<'_>) -> Result<(), ActError> {
    let id = ctx.person()?;
    let mut tx = ctx.begin().await?;
    factor::remove_code(&mut tx, id).await?;
    ctx.finish(tx, Note::new("account.code_end", id).of_rows(Kept::Code, id).of_rows(Kept::Entry, id)).await
}
