//! The register of social-brokerage organisations. Each change is a new version of the whole.

use serde_json::json;

use super::log::{Note, size};
use super::{ActError, Context, plain};
use crate::domain::iban::Iban;
use crate::domain::log::kept::Kept;
use crate::domain::recipient::{MAX_NAME, name_key};
use crate::domain::registration::Kvk;
use crate::domain::smo::{MAX_PARTIES, Namesake, Party, SmoRegister};
use crate::domain::time::Moment;
use crate::store::smo;

/// An organisation as it is to stand in the register.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its number in the trade register.
    pub kvk: Option<Kvk>,
    /// An account that is known to be its own.
    pub account: TypedAccount,
    /// From when it is shut out.
    pub from: Moment,
    /// Until when, if that is known.
    pub until: Option<Moment>,
    /// The names and numbers of those who belong to it.
    pub affiliates: Vec<(String, Option<Kvk>)>,
}

/// What is known of an account.
#[derive(Debug, Clone)]
pub enum TypedAccount {
    /// Nothing.
    Unknown,
    /// Its number.
    Number(Iban),
    /// What the register keeps of it already, under the name of the organisation.
    Kept,
}

/// Puts an organisation into the register, in the place of one of the same name. Refused when the register is not the
/// version that was seen.
pub async fn enter(
    ctx: &Context<'_>,
    seen: u64,
    wanted: &Organisation,
    reason: &str,
) -> Result<u64, ActError> {
    let bad = |name: &str| name_key(name).is_empty() || name.chars().count() > MAX_NAME;
    if bad(&wanted.name) {
        return Err(ActError::field("org_name", "empty"));
    }
    if wanted.until.is_some_and(|until| until <= wanted.from) {
        return Err(ActError::field("org_until", "until"));
    }
    if wanted.affiliates.iter().any(|(name, _)| bad(name)) {
        return Err(ActError::field("affiliates", "affiliates"));
    }
    if reason.trim().is_empty() || reason.chars().count() > MAX_NAME {
        return Err(ActError::field("check_why", "empty"));
    }
    plain::lines(&[("org_name", &wanted.name)])?;
    plain::lines(
        &wanted.affiliates.iter().map(|(name, _)| ("affiliates", name.as_str())).collect::<Vec<_>>(),
    )?;
    plain::texts(&[("check_why", reason)])?;
    let mut tx = ctx.begin().await?;
    // Awards wait: each is checked against one register, before or after.
    super::ledger::hold(&mut tx).await?;
    if matches!(wanted.account, TypedAccount::Number(_)) {
        super::vault::hold(ctx, &mut tx).await?;
    }
    let mut register = smo::newest(&mut tx).await?;
    if register.version != seen {
        return Err(ActError::DraftChanged);
    }
    let kept = take_out(&mut register, &wanted.name);
    let (from, until, of) = (wanted.from, wanted.until, Some(register.parties.len()));
    let account = match &wanted.account {
        TypedAccount::Unknown => None,
        TypedAccount::Number(iban) => Some(Party::account(&ctx.signing.vault, iban)),
        TypedAccount::Kept => kept,
    };
    let (name, kvk) = (wanted.name.trim().to_string(), wanted.kvk.clone());
    register.parties.push(Party { of: None, name, kvk, account, from, until });
    for (name, kvk) in &wanted.affiliates {
        let (name, kvk) = (name.trim().to_string(), kvk.clone());
        register.parties.push(Party { of, name, kvk, account: None, from, until });
    }
    if register.parties.len() > MAX_PARTIES {
        return Err(ActError::field("affiliates", "affiliates"));
    }
    register.version = seen + 1;
    let (number, reason) = (register.version, reason.trim().to_string());
    smo::add(&mut tx, &register, &smo::Version { number, at: ctx.now, by: ctx.actor.name(), reason }).await?;
    let detail = json!({ "parties": size(register.parties.len()) });
    ctx.finish(tx, Note::with("smo.enter", number, detail).of_rows(Kept::Smo, number)).await?;
    Ok(number)
}

/// Writes down that an organisation which bears a name of the register is another one, and why. It is known by its number
/// in the trade register. Refused for a number that stands in the register itself. Who says so awards nothing that rests
/// on it.
pub async fn tell_apart(ctx: &Context<'_>, name: &str, kvk: &Kvk, reason: &str) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    if name_key(name).is_empty() || name.chars().count() > MAX_NAME {
        return Err(ActError::field("namesake_name", "empty"));
    }
    if reason.trim().is_empty() || reason.chars().count() > MAX_NAME {
        return Err(ActError::field("namesake_why", "empty"));
    }
    plain::lines(&[("namesake_name", name)])?;
    plain::texts(&[("namesake_why", reason)])?;
    let mut tx = ctx.begin().await?;
    super::ledger::hold(&mut tx).await?;
    let register = smo::newest(&mut tx).await?;
    if register.parties.iter().any(|party| party.kvk.as_ref() == Some(kvk)) {
        return Err(ActError::field("namesake_kvk", "in-register"));
    }
    let (name, reason) = (name.trim().to_string(), reason.trim().to_string());
    let namesake = Namesake { name, kvk: kvk.clone(), by, at: ctx.now, reason };
    smo::add_namesake(&mut tx, &namesake).await?;
    ctx.finish(tx, Note::with("smo.tell-apart", kvk, json!({})).of_rows(Kept::Namesakes, kvk)).await
}

/// Takes an organisation and those who belong to it out of the list; what was known of its account.
fn take_out(register: &mut SmoRegister, name: &str) -> Option<(String, crate::domain::digest::Digest)> {
    let key = name_key(name);
    let parties = std::mem::take(&mut register.parties);
    let gone = parties.iter().position(|party| party.of.is_none() && name_key(&party.name) == key);
    let mut places = Vec::new();
    let mut kept = None;
    for (place, mut party) in parties.into_iter().enumerate() {
        if Some(place) == gone || (gone.is_some() && party.of == gone) {
            kept = kept.or(party.account);
            places.push(None);
            continue;
        }
        party.of = party.of.and_then(|of| places.get(of).copied().flatten());
        places.push(Some(register.parties.len()));
        register.parties.push(party);
    }
    kept
}
