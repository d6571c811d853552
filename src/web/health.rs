//! For whoever watches over the service: is it alive, and can it do its work?

use axum::extract::State;

use super::error::{Answer, Kind, Refusal};
use super::state::App;
use crate::store::schema;

/// The process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// The database answers and has the schema of this program.
pub async fn ready(State(app): State<App>) -> Answer<&'static str> {
    if schema::is_current(&app.store).await? { Ok("ready\n") } else { Err(Refusal(Kind::SchemaMismatch)) }
}
