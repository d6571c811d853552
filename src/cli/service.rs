//! What every command on the data of a service needs: the database, the keys, the clock.

use std::os::unix::fs::DirBuilderExt as _;

use super::Failure;
use crate::acts::fsck::keys::{Address, AtHand};
use crate::acts::fsck::{self, Finding};
use crate::acts::{self, ActError, Context, Signing};
use crate::clock::Clock;
pub use crate::config::DataArgs;
use crate::config::Settings;
use crate::domain::id::RoundId;
use crate::domain::log::chain::Actor;
use crate::domain::seed::Seed;
use crate::entropy::Entropy;
use crate::keys::{KeyRing, Locked};
use crate::store::{Store, StoreError, schema, vault};

/// An opened service.
pub struct Service {
    /// Its database.
    pub store: Store,
    /// Its keys.
    pub keys: KeyRing,
    /// The keys that sign.
    pub signing: Signing,
    /// The clock of this machine.
    pub clock: Clock,
    /// The randomness of this machine.
    pub entropy: Entropy,
}

impl Service {
    /// Opens a service whose schema is current and whose key of account numbers is the right one. A new SQLite database
    /// is made on the spot; any other change of schema is left to `migrate`.
    pub async fn open(settings: &Settings) -> Result<Service, Failure> {
        let service = Service::current(settings).await?;
        service.settle().await?;
        Ok(service)
    }

    /// Refuses a key of account numbers that is not the one that locked what is stored, and writes down the one that is.
    pub async fn settle(&self) -> Result<(), Failure> {
        Ok(acts::vault::settle(&self.context()).await?)
    }

    async fn current(settings: &Settings) -> Result<Service, Failure> {
        let service = Service::open_as_it_is(settings).await?;
        if !schema::is_current(&service.store).await.map_err(refused)? {
            return Err(Failure::refused(
                "the database has another schema than this program: run `schuifruimte migrate`",
            ));
        }
        Ok(service)
    }

    /// Opens a service that is there, for whoever looks at it: they must not be shown a new and empty one because of a
    /// slip in the name of its folder.
    pub async fn find(settings: &Settings) -> Result<Service, Failure> {
        let file =
            settings.database.strip_prefix("sqlite://").map(|rest| rest.split('?').next().unwrap_or(rest));
        if file.is_some_and(|file| !std::path::Path::new(file).exists()) {
            let folder = settings.data.display();
            return Err(Failure::refused(format!("there is no service in {folder}: it has no database")));
        }
        Service::current(settings).await
    }

    /// Opens a service whatever the state of its schema; a database without any tables gets them.
    pub async fn open_as_it_is(settings: &Settings) -> Result<Service, Failure> {
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&settings.data);
        made.map_err(|error| Failure::refused(format!("{}: {error}", settings.data.display())))?;
        let (clock, entropy) = (Clock::system(), Entropy::system());
        let store = Store::connect(&settings.database).await.map_err(refused)?;
        let seed = Seed::new(entropy.seed());
        let columns = schema::columns(&store).await.map_err(refused)?;
        let keys = if columns.is_empty() {
            let keys = KeyRing::open(&settings.data, seed).map_err(refused)?;
            schema::migrate(&store).await.map_err(refused)?;
            keys
        } else {
            let locked = locked(&store, &columns).await.map_err(refused)?;
            KeyRing::of_service(&settings.data, seed, locked).map_err(refused)?
        };
        let signing = keys.signing(settings.host()).map_err(refused)?;
        Ok(Service { store, keys, signing, clock, entropy })
    }

    /// What is wrong with the key files, for rounds that need them.
    pub async fn keys_of_rounds(&self, address: Address) -> Result<Vec<Finding>, Failure> {
        let at_hand = AtHand {
            signing: &self.signing,
            address,
            ballots: |round: &RoundId| self.keys.ballots(round).ok().flatten(),
            codes: |round: &RoundId| self.keys.codes(round).ok().flatten(),
        };
        Ok(fsck::keys::check(&self.store, &at_hand).await?)
    }

    /// What an act of the command line is done with.
    pub fn context(&self) -> Context<'_> {
        Context {
            store: &self.store,
            actor: Actor::Operator,
            now: self.clock.now(),
            seed: Seed::new(self.entropy.seed()),
            signing: &self.signing,
        }
    }
}

/// Whether account numbers are locked in a database that has these columns.
async fn locked(store: &Store, columns: &[String]) -> Result<Locked, StoreError> {
    let has = |name: &str| columns.iter().any(|column| column == name);
    let mut conn = store.read().await?;
    let numbers = has("recipient.iban") && vault::is_used(&mut conn).await?;
    let secrets = has("account_code.secret") && vault::holds_secrets(&mut conn).await?;
    Ok(if numbers || secrets { Locked::Something } else { Locked::Nothing })
}

/// Runs a command that talks to a database.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(refused)?;
    runtime.block_on(work)
}

/// Anything that failed, as a refusal of the input.
pub fn refused(error: impl std::fmt::Display) -> Failure {
    Failure::refused(error.to_string())
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Failure {
        refused(error)
    }
}
