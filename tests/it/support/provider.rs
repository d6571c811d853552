//! A small provider of our own (OpenID Connect): it has keys of three kinds, gives one token for one code, and can do each
//! thing wrong that a provider, or who pretends to be one, could do wrong.

mod keys;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use schuifruimte::acts;
use schuifruimte::cli::registrar;
use schuifruimte::config::{ListenArgs, ProviderArgs};
use schuifruimte::domain::account::SecondFactor;
use schuifruimte::domain::ballot_box::BallotBox;
use schuifruimte::domain::round::{Plan, Step};
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::task::JoinHandle;

use super::town::{ballot_key, bring, plan, plans};
use super::{OpenRound, Site, Town, days, now};
pub use keys::Signature;

/// What the service shows the provider.
pub const SECRET: &str = "geheim: 100% + één";
/// What the provider calls the service.
pub const CLIENT: &str = "schuifruimte test";
/// How residents must have signed in.
pub const ACR: &str = "urn:etoegang:core:assurance-class:loa3";

/// What a provider does wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// Nothing.
    Nothing,
    /// A claim has another value; without one it is left out.
    Claim(&'static str, Option<Value>),
    /// The token is signed in another way, or not.
    Signed(Signature),
    /// The answer to a code is much longer than any token.
    Long,
    /// The answer to a code never comes.
    Silent,
    /// The answer to a code leads elsewhere.
    Redirect(String),
    /// A line of its description has another value.
    Describes(&'static str, Value),
}

/// A provider.
pub struct Provider {
    /// Its address.
    pub issuer: String,
    inner: Arc<Mutex<Inner>>,
    task: JoinHandle<()>,
}

struct Inner {
    issuer: String,
    now: Moment,
    wrong: Wrong,
    signature: Signature,
    given: BTreeMap<String, Given>,
    asked: Vec<&'static str>,
    number: u32,
}

/// What belongs to a code.
struct Given {
    name: String,
    nonce: String,
    challenge: String,
    back: String,
}

type Shared = Arc<Mutex<Inner>>;

fn held(inner: &Shared) -> MutexGuard<'_, Inner> {
    inner.lock().expect("nobody fell while holding it")
}

impl Provider {
    /// Starts a provider for which it is this moment.
    pub async fn start(now: Moment) -> Provider {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let inner = Arc::new(Mutex::new(Inner {
            issuer: issuer.clone(),
            now,
            wrong: Wrong::Nothing,
            signature: Signature::Es256,
            given: BTreeMap::new(),
            asked: Vec::new(),
            number: 0,
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/sleutels", get(keys_of))
            .route("/token", post(token))
            .with_state(inner.clone());
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves until it is stopped");
        });
        Provider { issuer, inner, task }
    }

    /// From now on this is done wrong.
    pub fn does(&self, wrong: Wrong) {
        held(&self.inner).wrong = wrong;
    }

    /// From now on tokens are signed in this way.
    pub fn signs(&self, signature: Signature) {
        held(&self.inner).signature = signature;
    }

    /// From now on it is this moment there.
    pub fn is_at(&self, now: Moment) {
        held(&self.inner).now = now;
    }

    /// What it was asked since this was last called.
    pub fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut held(&self.inner).asked)
    }

    /// Stops answering for good.
    pub fn stop(&self) {
        self.task.abort();
    }

    /// Someone signs in at the address to which the service sent the browser: the address to which the browser is sent
    /// back, without the host. Everything that a provider holds against a service is held against it.
    pub fn sign_in(&self, address: &str, name: &str) -> String {
        let mut inner = held(&self.inner);
        let (at, query) = address.split_once('?').expect("fields");
        assert_eq!(at, format!("{}/inloggen", inner.issuer));
        let fields: BTreeMap<String, String> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        for (name, value) in [
            ("response_type", "code"),
            ("scope", "openid"),
            ("client_id", CLIENT),
            ("code_challenge_method", "S256"),
            ("redirect_uri", "https://schuif.example/inloggen/terug"),
            ("acr_values", ACR),
        ] {
            assert_eq!(fields.get(name).map(String::as_str), Some(value), "{name}");
        }
        inner.number += 1;
        let code = format!("code-{}", inner.number);
        let of = |name: &str| fields[name].clone();
        let given = Given {
            name: name.to_string(),
            nonce: of("nonce"),
            challenge: of("code_challenge"),
            back: of("redirect_uri"),
        };
        inner.given.insert(code.clone(), given);
        let state = of("state");
        format!("/inloggen/terug?code={code}&state={state}")
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn describe(State(inner): State<Shared>) -> String {
    let mut inner = held(&inner);
    inner.asked.push("description");
    let issuer = &inner.issuer;
    let mut description = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/inloggen"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/sleutels"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
    });
    if let Wrong::Describes(name, value) = &inner.wrong {
        description[*name] = value.clone();
    }
    description.to_string()
}

async fn keys_of(State(inner): State<Shared>) -> String {
    held(&inner).asked.push("keys");
    keys::public().to_string()
}

async fn token(State(inner): State<Shared>, headers: HeaderMap, body: String) -> Response {
    held(&inner).asked.push("token");
    let wrong = held(&inner).wrong.clone();
    match wrong {
        Wrong::Silent => std::future::pending().await,
        Wrong::Long => return "x".repeat(1 << 20).into_response(),
        Wrong::Redirect(to) => return (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Wrong::Nothing | Wrong::Claim(..) | Wrong::Signed(_) | Wrong::Describes(..) => {}
    }
    let fields: BTreeMap<String, String> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    if !is_ours(&headers, &fields) {
        return (StatusCode::UNAUTHORIZED, r#"{"error":"invalid_client"}"#).into_response();
    }
    let given = fields.get("code").and_then(|code| held(&inner).given.remove(code));
    let fits = |given: &Given| {
        let verifier = fields.get("code_verifier").map(|text| URL_SAFE_NO_PAD.encode(Sha256::digest(text)));
        verifier.as_ref() == Some(&given.challenge)
            && fields.get("redirect_uri") == Some(&given.back)
            && fields.get("grant_type").is_some_and(|kind| kind == "authorization_code")
    };
    let Some(given) = given.filter(fits) else {
        return (StatusCode::BAD_REQUEST, r#"{"error":"invalid_grant"}"#).into_response();
    };
    let id_token = id_token(&held(&inner), &given);
    json!({ "access_token": "niets", "token_type": "Bearer", "id_token": id_token })
        .to_string()
        .into_response()
}

/// Whether the service shows who it is: RFC 6749 section 2.3.1, in the header or in the form.
fn is_ours(headers: &HeaderMap, fields: &BTreeMap<String, String>) -> bool {
    let told = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let basic = told.and_then(|text| text.strip_prefix("Basic ")).and_then(|text| STANDARD.decode(text).ok());
    let pair = match basic {
        Some(bytes) => {
            let text = String::from_utf8(bytes).expect("text");
            let decoded = |text: &str| {
                let pair = format!("x={text}");
                form_urlencoded::parse(pair.as_bytes()).next().expect("a field").1.into_owned()
            };
            text.split_once(':').map(|(client, secret)| (decoded(client), decoded(secret)))
        }
        None => fields.get("client_id").cloned().zip(fields.get("client_secret").cloned()),
    };
    pair == Some((CLIENT.to_string(), SECRET.to_string()))
}

fn id_token(inner: &Inner, given: &Given) -> String {
    let seconds = inner.now.micros() / 1_000_000;
    let mut claims = json!({
        "iss": inner.issuer,
        "sub": given.name,
        "aud": CLIENT,
        "exp": seconds + 300,
        "iat": seconds,
        "auth_time": seconds,
        "nonce": given.nonce,
        "acr": ACR,
        "name": "Truus de Wit",
    });
    let mut signature = inner.signature;
    match &inner.wrong {
        Wrong::Claim(name, Some(value)) => claims[*name] = value.clone(),
        Wrong::Claim(name, None) => drop(claims.as_object_mut().expect("claims").remove(*name)),
        Wrong::Signed(other) => signature = *other,
        Wrong::Nothing | Wrong::Long | Wrong::Silent | Wrong::Redirect(_) | Wrong::Describes(..) => {}
    }
    keys::sign(&signature, &claims)
}

impl Site {
    /// Opens the service of a town at a moment, with this provider.
    pub fn of_provider(town: &Town, provider: &Provider, at: Moment) -> Site {
        let args = ProviderArgs {
            oidc_issuer: Some(provider.issuer.clone()),
            oidc_client: Some(CLIENT.to_string()),
            oidc_acr: Some(vec![ACR.to_string()]),
            oidc_name: Some("DigiD".to_string()),
            ..ProviderArgs::default()
        };
        let second_factor = Some(SecondFactor::Optional.name().to_string());
        let listen = ListenArgs { second_factor, provider: args, ..ListenArgs::default() };
        Site::with(&town.place, "https://schuif.example", at, &listen)
    }
}

impl Town {
    /// A round that takes votes, with a letter for each of those whom this provider calls by these names.
    pub async fn open_round_for(&self, name: &str, issuer: &str, names: &[&str]) -> OpenRound {
        self.open_round_for_with(name, &plan(name), (issuer, names)).await
    }

    /// The same with another plan of the round.
    pub async fn open_round_for_with(
        &self,
        name: &str,
        plan: &Plan,
        (issuer, names): (&str, &[&str]),
    ) -> OpenRound {
        let id = self.draft_round_with(name, plan, &plans()).await;
        let ctx = self.joris_at(days(-2));
        acts::round::step(&ctx, &id, Step::Check).await.expect("checked");
        acts::round::step(&ctx, &id, Step::Fix).await.expect("fixed");
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let letters = registrar::make_for(&id, issuer, &names, Seed::new([61; 32]));
        bring(ctx, &self.marijke_at(days(-2)), &id, &letters.register).await;
        self.open_at(&id, Some(&letters), now()).await.expect("open");
        let mut conn = self.place.store.read().await.expect("a connection");
        let rules = acts::round::rules(&mut conn, &id).await.expect("rules");
        let ballots = Arc::new(BallotBox::new(rules.clone(), ballot_key(&id)));
        OpenRound { id, letters, rules, ballots }
    }
}
