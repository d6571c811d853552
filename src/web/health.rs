//! For whoever watches over the service: is it alive, and can it do its work?

use axum::extract::State;

use super::error::{Answer, Kind, Refusal};
use super::state::App;
use crate::acts;
use crate::acts::fsck::keys::{self, Address};
use crate::store::schema;

/// The process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// The database answers and has the schema of this program. A seal that was stopped half-way is told: the service
/// can do its work for other rounds, and someone must look at this one. So is an imported
/// election whose log is signed under another address.
pub async fn ready(State(app): State<App>) -> Answer<String> {
    if !schema::is_current(&app.store).await? {
        return Err(Refusal(Kind::SchemaMismatch));
    }
    let mut said = "ready\n".to_string();
    for round in acts::round::stopped_seals(&mut *app.store.read().await?).await? {
        said.push_str(&format!("the seal of {round} is not finished\n"));
    }
    for finding in keys::imported(&app.store, &app.signing, Address::Known).await? {
        said.push_str(&format!("{}\n", finding.what));
    }
    Ok(said)
}
