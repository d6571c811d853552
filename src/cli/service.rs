//! What every command on the data of a service needs: the database, the keys, the clock.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

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

/// What becomes of a command where there is no service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Absent {
    /// A new one is made.
    Make,
    /// It is refused, and leaves nothing behind.
    Refuse,
}

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
    /// Opens a service whose schema is current and whose key of account numbers is the right one. Where there is none, a
    /// new one is made; any other change of schema is left to `migrate`.
    pub async fn open(settings: &Settings) -> Result<Service, Failure> {
        Service::settled(settings, Absent::Make).await
    }

    /// The same for a command that may come before the service first runs: a new one is made in a folder that was named,
    /// never in the one where somebody happens to stand.
    pub async fn begin(settings: &Settings) -> Result<Service, Failure> {
        let absent = if settings.names_folder { Absent::Make } else { Absent::Refuse };
        Service::settled(settings, absent).await
    }

    /// Opens a service that is there, for whoever looks at it or works on it: they must not be shown a new and empty one
    /// because of a slip in the name of its folder.
    pub async fn find(settings: &Settings) -> Result<Service, Failure> {
        Service::current(settings, Absent::Refuse).await
    }

    /// Makes a service where there is nothing yet: no database with tables, no keys.
    pub async fn make(settings: &Settings) -> Result<Service, Failure> {
        let used = settings.data.join("keys").exists() || sqlite_file(settings).is_some_and(Path::exists);
        if used || !is_empty(settings).await? {
            return Err(Failure::refused(format!(
                "{} holds a service already, or its database does; nothing was changed",
                settings.data.display()
            )));
        }
        Service::open(settings).await
    }

    async fn settled(settings: &Settings, absent: Absent) -> Result<Service, Failure> {
        let service = Service::current(settings, absent).await?;
        service.settle().await?;
        Ok(service)
    }

    /// Refuses a key of account numbers that is not the one that locked what is stored, and writes down the one that is.
    pub async fn settle(&self) -> Result<(), Failure> {
        Ok(acts::vault::settle(&self.context()).await?)
    }

    async fn current(settings: &Settings, absent: Absent) -> Result<Service, Failure> {
        let service = Service::open_as_it_is(settings, absent).await?;
        if !schema::is_current(&service.store).await.map_err(refused)? {
            return Err(Failure::refused(
                "the database has another schema than this program: run `schuifruimte migrate`",
            ));
        }
        Ok(service)
    }

    /// Opens a service whatever the state of its schema. An empty database on a server gets its tables here, and its keys
    /// in the folder that was named; an embedded one is made by the service itself.
    pub async fn to_migrate(settings: &Settings) -> Result<Service, Failure> {
        let is_first = settings.names_folder && sqlite_file(settings).is_none();
        Service::open_as_it_is(settings, if is_first { Absent::Make } else { Absent::Refuse }).await
    }

    async fn open_as_it_is(settings: &Settings, absent: Absent) -> Result<Service, Failure> {
        if absent == Absent::Refuse && sqlite_file(settings).is_some_and(|file| !file.exists()) {
            return Err(nothing(settings));
        }
        let (clock, entropy) = (Clock::system(), Entropy::system());
        let seed = Seed::new(entropy.seed());
        if absent == Absent::Make {
            let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&settings.data);
            made.map_err(|error| Failure::refused(format!("{}: {error}", settings.data.display())))?;
        }
        let store = Store::connect(&settings.database).await.map_err(refused)?;
        let columns = schema::columns(&store).await.map_err(refused)?;
        let keys = if !columns.is_empty() {
            let locked = locked(&store, &columns).await.map_err(refused)?;
            KeyRing::of_service(&settings.data, seed, locked).map_err(refused)?
        } else if absent == Absent::Refuse {
            return Err(nothing(settings));
        } else {
            let keys = KeyRing::open(&settings.data, seed).map_err(refused)?;
            schema::migrate(&store).await.map_err(refused)?;
            keys
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

    /// What is wrong with the keys and the address of imported elections.
    pub async fn imported_elsewhere(&self, address: Address) -> Result<Vec<Finding>, Failure> {
        Ok(fsck::keys::imported(&self.store, &self.signing, address).await?)
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

/// The file of an embedded database.
fn sqlite_file(settings: &Settings) -> Option<&Path> {
    let rest = settings.database.strip_prefix("sqlite://")?;
    Some(Path::new(rest.split('?').next().unwrap_or(rest)))
}

/// Whether a database has no tables. An embedded one that is not there is not made.
async fn is_empty(settings: &Settings) -> Result<bool, Failure> {
    if sqlite_file(settings).is_some() {
        return Ok(true);
    }
    let store = Store::connect(&settings.database).await.map_err(refused)?;
    let columns = schema::columns(&store).await.map_err(refused)?;
    store.close().await;
    Ok(columns.is_empty())
}

/// There is no service where one was looked for, and nothing was made.
fn nothing(settings: &Settings) -> Failure {
    let folder = settings.data.display();
    let place = if settings.names_folder {
        ""
    } else {
        "; name another folder with --data, or the settings with --config"
    };
    match sqlite_file(settings) {
        Some(_) => Failure::refused(format!("there is no service in {folder}: it has no database{place}")),
        None => Failure::refused(format!("there is no service in this database: it has no tables{place}")),
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
