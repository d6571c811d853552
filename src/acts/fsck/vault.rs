//! I11, the key of account numbers: it is the one that the database names, and every number opens with it. Without that
//! no payment leaves, and no account is told apart from that of an organisation that is shut out.

use super::{Finding, Findings};
use crate::acts::{ActError, vault};
use crate::domain::vault::VaultKey;
use crate::store::{self, Store};

/// Whether the key at hand is the right one, and opens everything.
pub async fn check(store: &Store, key: &VaultKey) -> Result<Vec<Finding>, ActError> {
    let mut conn = store.snapshot().await?;
    let mut findings = Findings::default();
    let known = store::vault::known(&mut conn).await?;
    let is_used = store::vault::is_used(&mut conn).await?;
    findings.unless(known.is_some() || !is_used, "I11", || {
        "account numbers are locked, and no fingerprint says with which vault.key; start the service once"
            .to_string()
    });
    let is_other = known.is_some_and(|known| known != key.fingerprint());
    if is_other && is_used {
        findings.add("I11", ActError::OtherVaultKey.to_string());
        return Ok(findings.0);
    }
    for owner in vault::shut(&mut conn, key).await? {
        findings.add("I11", format!("recipient {owner}: its account number does not open with vault.key"));
    }
    Ok(findings.0)
}
