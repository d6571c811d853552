//! The provider (OpenID Connect, such as a broker of DigiD or Yivi) with which residents may sign in: where they are sent,
//! and who came back. It is named in the settings; nothing that anyone sends says whom to ask.
//!
//! What a provider tells of a person is one text, which its caller turns into a pseudonym and lets go. Nothing of it is
//! logged: a fault says what was wrong, never with whom.

mod http;
mod token;

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::url::Url;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::config::ProviderSettings;
use crate::domain::sign_in::SignIn;
use crate::domain::time::Moment;
use http::Client;
use token::Bad;

/// How long what a provider says of itself is used, in minutes.
const FRESH_MINUTES: i64 = 10;
/// What stands behind the issuer: OpenID Connect Discovery 1.0 section 4.
const DOCUMENT: &str = "/.well-known/openid-configuration";

/// Why nobody is signed in. It names no person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The provider cannot be asked now, or is not set up as it should be.
    Down(&'static str),
    /// What came back is not good.
    Refused(&'static str),
}

/// A provider.
pub struct Provider {
    /// What the settings say of it.
    pub settings: ProviderSettings,
    secret: Zeroizing<String>,
    back: String,
    client: Client,
    known: Mutex<Option<Known>>,
}

/// What a provider says of itself.
#[derive(Clone)]
struct Known {
    at: Moment,
    authorize: Url,
    token: Url,
    keys_at: Url,
    secret_in: SecretIn,
    keys: Arc<CoreJsonWebKeySet>,
}

/// Where the secret of this service stands in a question: OpenID Connect Core 1.0 section 9.
#[derive(Debug, Clone, Copy)]
enum SecretIn {
    Header,
    Form,
}

/// The document in which a provider describes itself.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// The answer to a code.
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

impl Provider {
    /// A provider to which this service shows a secret, and which sends browsers back to this address. `None` when the
    /// address of the provider cannot be one.
    pub fn new(settings: ProviderSettings, secret: String, back: String) -> Option<Provider> {
        let client = Client::new(&settings.issuer)?;
        Some(Provider { client, settings, secret: Zeroizing::new(secret), back, known: Mutex::new(None) })
    }

    /// Where a browser is sent to sign in.
    pub async fn address(&self, sign_in: &SignIn, now: Moment) -> Result<String, Fault> {
        let mut address = self.known(now).await?.authorize;
        let (nonce, challenge, fresh) = (sign_in.nonce(), sign_in.challenge(), token::FRESH.to_string());
        let acr = self.settings.acr.join(" ");
        let mut fields = address.query_pairs_mut();
        fields.extend_pairs([
            ("response_type", "code"),
            ("scope", "openid"),
            ("client_id", &*self.settings.client),
            ("redirect_uri", &*self.back),
            ("state", &*sign_in.state),
            ("nonce", &*nonce),
            ("code_challenge", &*challenge),
            ("code_challenge_method", "S256"),
            ("max_age", &*fresh),
        ]);
        if !acr.is_empty() {
            fields.append_pair("acr_values", &acr);
        }
        drop(fields);
        Ok(address.into())
    }

    /// What the provider calls whoever came back with this code.
    pub async fn name(&self, sign_in: &SignIn, code: &str, now: Moment) -> Result<String, Fault> {
        let known = self.known(now).await?;
        let token = self.exchange(&known, sign_in, code).await?;
        let nonce = sign_in.nonce();
        let read =
            |keys: &CoreJsonWebKeySet| token::name(&token, keys.clone(), (&self.settings, &nonce), now);
        let read = match read(&known.keys) {
            // Providers change their keys: once, it is asked whether there is a new one.
            Err(Bad::UnknownKey) => read(&*self.fresh_keys(known).await?),
            read => read,
        };
        read.map_err(|bad| match bad {
            Bad::UnknownKey => Fault::Refused("the token is signed with an unknown key"),
            Bad::Refused(what) => Fault::Refused(what),
        })
    }

    /// How a token is asked for a code: what stands in the header, and the form.
    fn question(&self, secret_in: SecretIn, sign_in: &SignIn, code: &str) -> (Option<String>, String) {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &*self.back),
            ("code_verifier", &*sign_in.verifier()),
        ]);
        let authorization = match secret_in {
            SecretIn::Header => {
                // RFC 6749 section 2.3.1: both are encoded as in forms before they are joined.
                let encoded =
                    |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
                let pair = format!("{}:{}", encoded(&self.settings.client), encoded(&self.secret));
                Some(format!("Basic {}", STANDARD.encode(pair)))
            }
            SecretIn::Form => {
                form.extend_pairs([("client_id", &*self.settings.client), ("client_secret", &*self.secret)]);
                None
            }
        };
        (authorization, form.finish())
    }

    async fn exchange(&self, known: &Known, sign_in: &SignIn, code: &str) -> Result<String, Fault> {
        let (authorization, form) = self.question(known.secret_in, sign_in, code);
        let (status, body) = self.client.post(&known.token, authorization, form).await?;
        match status {
            StatusCode::OK => {}
            // RFC 6749 section 5.2: the code is not good.
            StatusCode::BAD_REQUEST => return Err(Fault::Refused("the code is not accepted")),
            _ => return Err(Fault::Down("it gives no token for a code")),
        }
        let tokens: Tokens =
            serde_json::from_slice(&body).map_err(|_| Fault::Refused("there is no token in the answer"))?;
        Ok(tokens.id_token)
    }

    /// What the provider says of itself, asked now and then.
    async fn known(&self, now: Moment) -> Result<Known, Fault> {
        let kept = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_fresh = |known: &Known| (known.at..known.at.plus_minutes(FRESH_MINUTES)).contains(&now);
        if let Some(known) = kept.filter(is_fresh) {
            return Ok(known);
        }
        let at = format!("{}{DOCUMENT}", self.settings.issuer.trim_end_matches('/'));
        let bytes = self.client.get(&self.client.own(&at)?).await?;
        let document: Document = serde_json::from_slice(&bytes)
            .map_err(|_| Fault::Down("it does not describe itself as a provider does"))?;
        if document.issuer != self.settings.issuer {
            return Err(Fault::Down("it calls itself something else than the settings do"));
        }
        let ways = document.token_endpoint_auth_methods_supported.unwrap_or_default();
        let takes = |way: &str| ways.iter().any(|one| one == way);
        let secret_in = match (ways.is_empty() || takes("client_secret_basic"), takes("client_secret_post")) {
            (true, _) => SecretIn::Header,
            (false, true) => SecretIn::Form,
            (false, false) => return Err(Fault::Down("it takes no secret in a way that this service knows")),
        };
        let keys_at = self.client.own(&document.jwks_uri)?;
        let known = Known {
            at: now,
            authorize: self.client.own(&document.authorization_endpoint)?,
            token: self.client.own(&document.token_endpoint)?,
            keys: self.keys(&keys_at).await?,
            keys_at,
            secret_in,
        };
        Ok(self.keep(known))
    }

    async fn fresh_keys(&self, known: Known) -> Result<Arc<CoreJsonWebKeySet>, Fault> {
        let keys = self.keys(&known.keys_at).await?;
        Ok(self.keep(Known { keys, ..known }).keys)
    }

    async fn keys(&self, at: &Url) -> Result<Arc<CoreJsonWebKeySet>, Fault> {
        let keys = serde_json::from_slice(&self.client.get(at).await?);
        Ok(Arc::new(keys.map_err(|_| Fault::Down("its keys cannot be read"))?))
    }

    fn keep(&self, known: Known) -> Known {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known.clone());
        known
    }
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({})", self.settings.issuer)
    }
}
