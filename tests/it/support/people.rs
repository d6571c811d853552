//! The same five people in every test.
//!
//! - **Truus van Dijk** votes with a letter; she holds letter 0 of every round.
//! - **Henk Bouwmeester** has a plan: he signs for the first one on every ballot.
//! - **Joris de Wit** is the officer of the wijkbureau; he runs rounds and puts certificates forward.
//! - **Marijke Bos** certifies.
//! - **Kees Vermeulen** is an outsider: no letter, no plan, no account; what he tries must fail.

use std::sync::OnceLock;

use schuifruimte::domain::account::{Password, Role};

/// The initiator.
pub const HENK: &str = "Henk Bouwmeester";
/// The outsider.
pub const KEES: &str = "Kees Vermeulen";

/// Streets of the town.
pub const STREETS: [&str; 6] = [
    "Ahornstraat",
    "Burgemeester Norbruislaan",
    "Elinkwijkstraat",
    "Fresialaan",
    "Marnixlaan",
    "Vleutenseweg",
];

/// Someone who can sign in.
#[derive(Debug, Clone, Copy)]
pub struct Staff {
    /// What is typed to sign in.
    pub login: &'static str,
    /// Name.
    pub name: &'static str,
    /// Function, as it stands under a certificate.
    pub function: &'static str,
    /// What the person may do.
    pub role: Role,
}

/// The officer.
pub const JORIS: Staff = Staff {
    login: "joris",
    name: "Joris de Wit",
    function: "Adviseur wijkbureau Noordwest",
    role: Role::Officer,
};
/// The certifier.
pub const MARIJKE: Staff = Staff {
    login: "marijke",
    name: "Marijke Bos",
    function: "Manager wijkbureau Noordwest",
    role: Role::Certifier,
};

/// The password of all staff in tests.
pub const PASSWORD: &str = "een lange zin van de buurt";

/// How the database keeps it; made once, because it is slow on purpose.
pub fn stored_password() -> &'static str {
    static STORED: OnceLock<String> = OnceLock::new();
    STORED.get_or_init(|| Password::choose(PASSWORD).expect("long enough").hash(&[9; 16]))
}

/// The secret and the public key of the auditor, made once.
pub fn auditor_keys() -> &'static (String, String) {
    static KEYS: OnceLock<(String, String)> = OnceLock::new();
    KEYS.get_or_init(schuifruimte::sealing::new_keys)
}
