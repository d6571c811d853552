//! Whether what a route is about lies where who is signed in works. What lies elsewhere does not exist for them.

use axum::extract::{FromRequestParts as _, RawPathParams};
use axum::http::request::Parts;

use crate::domain::account::{Account, Scope, Subject};
use crate::store;
use crate::web::error::{Kind, Refusal};
use crate::web::routes::About;
use crate::web::state::App;

/// What a guard asks of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To see.
    See,
    /// To change.
    Change,
}

/// Whether someone may see, or change, what the route is about.
pub async fn allows(
    app: &App,
    who: &Account,
    about: About,
    wish: Wish,
    parts: &mut Parts,
) -> Result<bool, Refusal> {
    if who.scope == Scope::City {
        return Ok(true);
    }
    let subject = match about {
        About::Nothing | About::List | About::Form => return Ok(true),
        About::City => return Ok(wish == Wish::See),
        About::Everything => return Ok(false),
        About::One(subject) => subject,
    };
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let params = params.map_err(|_| Refusal(Kind::BadRequest))?;
    let named = params.iter().find(|(name, _)| *name == param(subject));
    let (_, key) = named.ok_or(Refusal(Kind::IntegrityFailed))?;
    holds(app, &who.scope, subject, key, wish).await
}

/// Whether a thing lies where it must for who works in these places.
pub async fn holds(
    app: &App,
    scope: &Scope,
    subject: Subject,
    key: &str,
    wish: Wish,
) -> Result<bool, Refusal> {
    if *scope == Scope::City {
        return Ok(true);
    }
    let mut conn = app.store.read().await?;
    let areas = store::scope::areas(&mut conn, subject, key).await?;
    let reach = store::scope::reaches(&mut conn).await?.of_areas(&areas);
    Ok(match wish {
        Wish::See => scope.touches(&reach),
        Wish::Change => subject.is_in_hands_of(scope, &reach),
    })
}

/// The part of an address that names a thing of this kind.
pub fn param(subject: Subject) -> &'static str {
    match subject {
        Subject::Area => "area",
        Subject::Round | Subject::Standing => "round",
        Subject::Grant => "grant",
        Subject::Decision => "decision",
        Subject::Objection => "objection",
        Subject::Transfer => "transfer",
        Subject::Recipient => "recipient",
    }
}
