//! Members of staff: who they are, what each role may do and in which districts, and
//! passwords.

mod change;
mod code;
mod factor;
mod memory;
mod password;
mod permission;
mod role;
mod scope;
mod sign_in;
mod weak;

pub use change::{Change, ChangeKind};
pub use code::{CodeSecret, RECOVERY_CODES, recovery_code, recovery_hash};
pub use factor::{Factors, SecondFactor};
pub use password::{BadPassword, MAX_PASSWORD, MIN_PASSWORD, Password};
pub use permission::Permission;
pub use role::{Posting, Role};
pub use scope::{Reach, Reaches, Scope, Subject};
pub use sign_in::{Bound, CEREMONY_MINUTES, FRESH_MINUTES, IDLE_MINUTES, INVITED_HOURS, LONGEST_MINUTES};

use super::id::AccountId;

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Opaque; the only thing of a person that stands in a log or a bundle.
    pub id: AccountId,
    /// What the person types to sign in.
    pub login: String,
    /// Name, for colleagues.
    pub name: String,
    /// Function, as it stands under a certificate.
    pub function: String,
    /// What the person may do.
    pub role: Role,
    /// Where the person may do it.
    pub scope: Scope,
    /// Whether the person may still sign in.
    pub enabled: bool,
}
