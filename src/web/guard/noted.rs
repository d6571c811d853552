//! What the staff log learns of requests that were refused to somebody who is signed in (ASVS 16.3.2, 16.3.3): once a minute
//! for each of them, so that nobody fills the log.

use axum::http::Method;
use axum::http::request::Parts;

use super::session::{self, Staff};
use crate::acts;
use crate::acts::session::Refused;
use crate::domain::digest::Digest;
use crate::domain::log::chain::Actor;
use crate::web::error::Refusal;
use crate::web::state::App;

/// Minutes in which a second refusal of the same kind is not noted.
const QUIET_MINUTES: i64 = 1;

/// Notes it under the pattern of the address, in which no name and no number stands.
pub async fn refusal(
    app: &App,
    staff: &Staff,
    what: Refused,
    (method, path): (&Method, &'static str),
) -> Result<(), Refusal> {
    let (id, now) = (&staff.account.id, app.clock.now());
    let key = Digest::of_parts(&[b"refused\0", what.act().as_bytes(), b"\0", id.as_str().as_bytes()]);
    if app.limits.noted.holds(&key, now) {
        return Ok(());
    }
    app.limits.noted.watch(key, now.plus_minutes(QUIET_MINUTES));
    let context = app.context(Actor::Staff(id.clone()));
    Ok(acts::session::refused(&context, what, (method.as_str(), path)).await?)
}

/// Notes a form that came from another site with the cookie of somebody.
pub async fn foreign_form(app: &App, (parts, path): (&Parts, &'static str)) -> Result<(), Refusal> {
    match session::staff(app, &parts.headers).await? {
        Some(staff) => refusal(app, &staff, Refused::ForeignForm, (&parts.method, path)).await,
        None => Ok(()),
    }
}
