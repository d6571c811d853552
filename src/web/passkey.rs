//! Passkeys (WebAuthn): what a browser is asked, and whether its answer is right. The library draws its challenges itself,
//! so it stands here and not below; the state between question and answer lies in the database.

use serde_json::Value;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

use crate::acts::ActError;
use crate::domain::digest::{Digest, hex};
use crate::domain::passkey::Owner;
use crate::domain::time::Moment;
use crate::store::passkey::Passkey as Stored;

/// What checks passkeys for the address of this service; nothing when that is a bare number, for which browsers make none.
pub struct Passkeys(Option<Webauthn>);

/// For whom a passkey is made, as the device shows it.
pub struct Person<'a> {
    /// Whose it will be.
    pub owner: &'a Owner,
    /// What tells this person from others at this service.
    pub login: &'a str,
    /// The name.
    pub name: &'a str,
}

/// What a browser is asked, and what must be kept until it answers.
pub struct Question {
    /// The options of the browser's own function, as JSON.
    pub options: String,
    /// What must be kept.
    pub state: String,
}

/// A right answer.
pub struct Right {
    /// Which passkey it was, in hexadecimal.
    pub id: String,
    /// The counter of its device.
    pub counter: u64,
}

impl Passkeys {
    /// For the scheme, host and port under which browsers know the service.
    pub fn of(origin: &str) -> Passkeys {
        let made = Url::parse(origin).ok().and_then(|url| {
            let host = url.domain()?.to_string();
            WebauthnBuilder::new(&host, &url).ok()?.rp_name("Schuifruimte").build().ok()
        });
        Passkeys(made)
    }

    /// Whether passkeys work here.
    pub fn work(&self) -> bool {
        self.0.is_some()
    }

    fn checker(&self) -> Result<&Webauthn, ActError> {
        self.0.as_ref().ok_or(ActError::NotFound)
    }

    /// Asks for a new passkey, one that the device finds by itself later, so that nobody types a login.
    pub fn ask_new(&self, who: &Person<'_>, known: &[Stored]) -> Result<Question, ActError> {
        let known = known.iter().map(|one| Ok(opened(one)?.cred_id().clone()));
        let known = known.collect::<Result<Vec<_>, ActError>>()?;
        let handle = uuid(who.owner.id());
        let asked = self.checker()?.start_passkey_registration(handle, who.login, who.name, Some(known));
        let (options, state) = asked.map_err(refused)?;
        let mut options = text(&options)?;
        let choice = &mut options["publicKey"]["authenticatorSelection"];
        choice["residentKey"] = Value::from("required");
        choice["requireResidentKey"] = Value::from(true);
        Ok(Question { options: options["publicKey"].to_string(), state: text(&state)?.to_string() })
    }

    /// Checks the answer: the passkey as it is kept.
    pub fn made(
        &self,
        owner: &Owner,
        name: &str,
        now: Moment,
        [state, answer]: [&str; 2],
    ) -> Result<Stored, ActError> {
        let state: PasskeyRegistration = read(state)?;
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let made = self.checker()?.finish_passkey_registration(&answer, &state).map_err(refused)?;
        Ok(Stored {
            id: hex(made.cred_id()),
            owner: owner.clone(),
            name: name.trim().to_string(),
            credential: text(&made)?.to_string(),
            counter: 0,
            made_at: now,
            used_at: None,
        })
    }

    /// Asks for a passkey of whoever it may be.
    pub fn ask_anyone(&self) -> Result<Question, ActError> {
        let (options, state) = self.checker()?.start_discoverable_authentication().map_err(refused)?;
        question(&options, &state)
    }

    /// Which passkey an answer is of, before anything of it was checked.
    pub fn claimed(answer: &str) -> Result<String, ActError> {
        let answer: PublicKeyCredential = read(answer)?;
        Ok(hex(answer.get_credential_id()))
    }

    /// Checks the answer of anyone against the passkey that it claims to be of, and whose that is.
    pub fn is_right(&self, key: &Stored, [state, answer]: [&str; 2]) -> Result<Right, ActError> {
        let state: DiscoverableAuthentication = read(state)?;
        let answer: PublicKeyCredential = read(answer)?;
        let checker = self.checker()?;
        let (whose, _) = checker.identify_discoverable_authentication(&answer).map_err(refused)?;
        if whose != uuid(key.owner.id()) {
            return Err(ActError::SignInFailed);
        }
        let own = DiscoverableKey::from(opened(key)?);
        // The list is this one key, so no other of the database can answer.
        #[expect(deprecated, reason = "the newer call takes a type that the library keeps to itself")]
        let right = checker.finish_discoverable_authentication(&answer, state, &[own]).map_err(refused)?;
        right_of(key, right.user_verified(), right.counter())
    }

    /// Asks for a passkey of someone who is signed in.
    pub fn ask_known(&self, keys: &[Stored]) -> Result<Question, ActError> {
        let keys = keys.iter().map(opened).collect::<Result<Vec<_>, _>>()?;
        let (options, state) = self.checker()?.start_passkey_authentication(&keys).map_err(refused)?;
        question(&options, &state)
    }

    /// Checks the answer of someone who is signed in.
    pub fn is_known(&self, key: &Stored, [state, answer]: [&str; 2]) -> Result<Right, ActError> {
        let state: PasskeyAuthentication = read(state)?;
        let answer: PublicKeyCredential = read(answer)?;
        let right = self.checker()?.finish_passkey_authentication(&answer, &state).map_err(refused)?;
        if hex(right.cred_id()) != key.id {
            return Err(ActError::SignInFailed);
        }
        right_of(key, right.user_verified(), right.counter())
    }
}

fn right_of(key: &Stored, verified: bool, counter: u32) -> Result<Right, ActError> {
    if !verified {
        return Err(ActError::SignInFailed);
    }
    Ok(Right { id: key.id.clone(), counter: u64::from(counter) })
}

fn question(options: &impl serde::Serialize, state: &impl serde::Serialize) -> Result<Question, ActError> {
    let options = text(options)?["publicKey"].to_string();
    Ok(Question { options, state: text(state)?.to_string() })
}

/// The passkey as the library knows it, with the counter that was seen last.
fn opened(key: &Stored) -> Result<Passkey, ActError> {
    let broken = || ActError::Integrity(format!("the passkey {} cannot be read", key.id));
    let mut kept: Value = serde_json::from_str(&key.credential).map_err(|_| broken())?;
    kept["cred"]["counter"] = Value::from(key.counter);
    serde_json::from_value(kept).map_err(|_| broken())
}

/// How devices know someone: a number that says nothing.
fn uuid(id: &str) -> Uuid {
    let digest = Digest::of_parts(&[b"schuifruimte-handle/1\0", id.as_bytes()]);
    Uuid::from_bytes(*digest.bytes().first_chunk().expect("a digest has 32 bytes"))
}

fn text(of: &impl serde::Serialize) -> Result<Value, ActError> {
    serde_json::to_value(of).map_err(|error| ActError::Integrity(error.to_string()))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, ActError> {
    serde_json::from_str(text).map_err(|_| ActError::SignInFailed)
}

fn refused(error: webauthn_rs::prelude::WebauthnError) -> ActError {
    tracing::info!("a passkey was refused: {error:?}");
    ActError::SignInFailed
}
