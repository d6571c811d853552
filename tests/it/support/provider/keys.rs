//! The keys of the provider: one of each kind that real ones have, and ways to sign that nobody may believe.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use rsa::pkcs1v15;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use sha2::Sha256;

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// With the elliptic curve P-256.
    Es256,
    /// With Ed25519.
    EdDsa,
    /// With RSA.
    Rs256,
    /// Not at all.
    None,
    /// With the public key, as if it were a secret.
    PublicAsSecret,
    /// With the secret that the service shares.
    SharedSecret,
    /// With a key that nobody knows, under a name that is not in the list.
    UnknownKey,
    /// With a key that nobody knows, under the name of a known one.
    FalseKey,
}

static RSA: LazyLock<rsa::RsaPrivateKey> =
    LazyLock::new(|| rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2_048).expect("a key"));

fn curve(byte: u8) -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&[byte; 32]).expect("a key")
}

fn edwards() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The public keys, as everyone may read them.
pub fn public() -> Value {
    let point = curve(5).verifying_key().to_sec1_point(false);
    let (x, y) = (encoded(point.x().expect("a point")), encoded(point.y().expect("a point")));
    json!({ "keys": [
        { "kty": "EC", "crv": "P-256", "use": "sig", "kid": "kromme", "alg": "ES256", "x": x, "y": y },
        { "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": "edwards", "alg": "EdDSA",
          "x": encoded(edwards().verifying_key().as_bytes()) },
        { "kty": "RSA", "use": "sig", "kid": "rsa", "alg": "RS256",
          "n": encoded(RSA.n().to_bytes_be()), "e": encoded(RSA.e().to_bytes_be()) },
    ] })
}

/// A token with these claims.
pub fn sign(signature: &Signature, claims: &Value) -> String {
    let (algorithm, kid) = match signature {
        Signature::Es256 | Signature::FalseKey => ("ES256", "kromme"),
        Signature::EdDsa => ("EdDSA", "edwards"),
        Signature::Rs256 => ("RS256", "rsa"),
        Signature::None => ("none", "kromme"),
        Signature::PublicAsSecret | Signature::SharedSecret => ("HS256", "rsa"),
        Signature::UnknownKey => ("ES256", "onbekend"),
    };
    let head = json!({ "alg": algorithm, "typ": "JWT", "kid": kid });
    let text = format!("{}.{}", encoded(head.to_string()), encoded(claims.to_string()));
    let hmac = |secret: &[u8]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key of any length");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let ecdsa = |byte| -> Vec<u8> {
        let made: p256::ecdsa::Signature = curve(byte).sign(text.as_bytes());
        made.to_bytes().to_vec()
    };
    let bytes = match signature {
        Signature::Es256 => ecdsa(5),
        Signature::UnknownKey | Signature::FalseKey => ecdsa(6),
        Signature::EdDsa => edwards().sign(text.as_bytes()).to_bytes().to_vec(),
        Signature::Rs256 => {
            let key = pkcs1v15::SigningKey::<rsa::sha2::Sha256>::new(RSA.clone());
            key.sign(text.as_bytes()).to_vec()
        }
        Signature::None => Vec::new(),
        Signature::PublicAsSecret => hmac(public()["keys"][2]["n"].as_str().expect("a key").as_bytes()),
        Signature::SharedSecret => hmac(super::SECRET.as_bytes()),
    };
    format!("{text}.{}", encoded(bytes))
}
