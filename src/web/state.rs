//! What every request can reach.

use std::sync::Arc;

use super::booth::Booths;
use super::guard::limits::Limits;
use super::passkey::Passkeys;
use super::paths;
use super::public::money::shelf::Shelf;
use crate::acts::ballot::Writer;
use crate::acts::{Context, Signing};
use crate::clock::Clock;
use crate::config::Settings;
use crate::domain::log::chain::Actor;
use crate::domain::seed::Seed;
use crate::entropy::Entropy;
use crate::keys::{self, KeyError, KeyRing};
use crate::provider::Provider;
use crate::store::Store;

/// The service; copies are the same one.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What the service consists of.
pub struct Parts {
    /// Its database.
    pub store: Store,
    /// Its keys.
    pub keys: KeyRing,
    /// The keys that sign.
    pub signing: Signing,
    /// The key under the tokens of forms.
    pub form_key: [u8; 32],
    /// Its settings.
    pub settings: Settings,
    /// The clock.
    pub clock: Clock,
    /// The randomness.
    pub entropy: Entropy,
    /// Rates and numbers that are allowed.
    pub limits: Limits,
    /// What taking votes needs, for the rounds that are open.
    pub booths: Booths,
    /// The way of votes to the database.
    pub writer: Writer,
    /// With which provider residents may sign in, if there is one.
    pub provider: Option<Provider>,
    /// Scenarios of decided rounds that were counted.
    pub scenarios: Shelf,
    /// What checks passkeys, where the address of the service is one that they work with.
    pub passkeys: Passkeys,
}

impl App {
    /// A service from its parts; the other parts follow from the settings and the keys. It starts the writer of
    /// ballots, so it must be made where tasks run.
    pub fn new(
        settings: Settings,
        store: Store,
        keys: KeyRing,
        clock: Clock,
        entropy: Entropy,
    ) -> Result<App, KeyError> {
        let (signing, form_key) = (keys.signing(settings.host())?, keys.form()?);
        let limits = Limits::default();
        let (booths, writer) = (Booths::default(), Writer::start(store.clone()));
        let (scenarios, passkeys) = (Shelf::default(), Passkeys::of(&settings.origin));
        let provider = provider(&settings)?;
        let parts = Parts {
            store,
            keys,
            signing,
            form_key,
            settings,
            clock,
            entropy,
            limits,
            booths,
            writer,
            provider,
            scenarios,
            passkeys,
        };
        Ok(App(Arc::new(parts)))
    }

    /// What an act is done with.
    pub fn context(&self, actor: Actor) -> Context<'_> {
        Context {
            store: &self.store,
            actor,
            now: self.clock.now(),
            seed: Seed::new(self.entropy.seed()),
            signing: &self.signing,
        }
    }
}

/// The provider of the settings, with the secret out of its file.
fn provider(settings: &Settings) -> Result<Option<Provider>, KeyError> {
    let Some(wanted) = settings.provider.clone() else { return Ok(None) };
    let (file, secret) = (wanted.secret_file.clone(), keys::read_secret(&wanted.secret_file)?);
    let back = format!("{}{}", settings.origin, paths::RESIDENT_BACK);
    let provider = Provider::new(wanted, secret, back);
    provider
        .map(Some)
        .ok_or_else(|| keys::told(&file, &"the provider that this is for has no usable address"))
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
