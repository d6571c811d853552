//! The id token: who made it, for whom, when, and in answer to what (OpenID Connect Core 1.0 section 3.1.3.7).

use std::str::FromStr as _;
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{
    CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Algorithm,
};
use openidconnect::{ClaimsVerificationError, ClientId, IssuerUrl, Nonce, SignatureVerificationError};
use serde_json::Value;

use crate::config::ProviderSettings;
use crate::domain::resident::MAX_NAME;
use crate::domain::time::Moment;

/// Signatures that are believed. None that is made with what both sides know, and never none at all.
const ALGORITHMS: [Algorithm; 4] = [
    Algorithm::EcdsaP256Sha256,
    Algorithm::EdDsa,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPkcs1V15Sha256,
];
/// How far two clocks may differ, in seconds.
const LEEWAY: i64 = 60;
/// How long ago someone may have shown the provider who they are, in seconds.
pub(super) const FRESH: i64 = 300;

/// Why a token says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bad {
    /// It is signed with a key that is not among those that are known.
    UnknownKey,
    /// Anything else.
    Refused(&'static str),
}

/// What the provider calls whoever signed in, if the token is good for this trip.
pub(super) fn name(
    token: &str,
    keys: CoreJsonWebKeySet,
    (settings, nonce): (&ProviderSettings, &str),
    now: Moment,
) -> Result<String, Bad> {
    let parsed = CoreIdToken::from_str(token).map_err(|_| Bad::Refused("it is no token"))?;
    let issuer = IssuerUrl::new(settings.issuer.clone());
    let issuer = issuer.map_err(|_| Bad::Refused("the issuer in the settings is no address"))?;
    let verifier = verifier(
        CoreIdTokenVerifier::new_public_client(ClientId::new(settings.client.clone()), issuer, keys),
        settings,
        now.micros().div_euclid(1_000_000),
    );
    parsed.claims(&verifier, &Nonce::new(nonce.to_string())).map_err(|error| fault(&error))?;
    let payload = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims = payload.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let name = claims.as_ref().and_then(|claims| claims.get(&settings.claim)).and_then(Value::as_str);
    let name = name.map(str::trim).filter(|name| !name.is_empty() && name.chars().count() <= MAX_NAME);
    name.map(str::to_string).ok_or(Bad::Refused("it names nobody"))
}

/// The same verifier with the times and the way of signing in that are asked. `now` is in seconds.
fn verifier<'a>(
    verifier: CoreIdTokenVerifier<'a>,
    settings: &'a ProviderSettings,
    now: i64,
) -> CoreIdTokenVerifier<'a> {
    let late = Duration::from_secs(u64::try_from(now - LEEWAY).unwrap_or(0));
    let is_lately = move |at: i64| (now - FRESH - LEEWAY..=now + LEEWAY).contains(&at);
    let held = |holds: bool, what: &str| if holds { Ok(()) } else { Err(what.to_string()) };
    verifier
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || (UNIX_EPOCH + late).into())
        .set_issue_time_verifier_fn(move |at| held(is_lately(at.timestamp()), "not made just now"))
        .set_auth_time_verifier_fn(move |at| {
            held(at.is_some_and(|at| is_lately(at.timestamp())), "not signed in just now")
        })
        .set_auth_context_verifier_fn(move |acr| {
            let is_one = |acr: &str| settings.acr.iter().any(|one| one == acr);
            held(settings.acr.is_empty() || acr.is_some_and(|acr| is_one(acr)), "another way of signing in")
        })
}

/// What is said of a fault: never what the token holds.
fn fault(error: &ClaimsVerificationError) -> Bad {
    Bad::Refused(match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            return Bad::UnknownKey;
        }
        ClaimsVerificationError::SignatureVerification(_) => "the signature is not good",
        ClaimsVerificationError::Expired(_) => "the token has expired",
        ClaimsVerificationError::InvalidAudience(_) => "the token is for someone else",
        ClaimsVerificationError::InvalidAuthContext(_) => "the way of signing in is not one that is asked",
        ClaimsVerificationError::InvalidAuthTime(_) => "signing in was too long ago",
        ClaimsVerificationError::InvalidIssuer(_) => "the token is from someone else",
        ClaimsVerificationError::InvalidNonce(_) => "the token is for another trip",
        _ => "the token is not good",
    })
}
