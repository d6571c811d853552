//! The cookie of people who pitch. Its name is not that of staff, so that neither is ever taken for the other; and it goes
//! along when someone comes from a link in a mail (`SameSite=Lax`), which the one of staff does not.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::changes;
use super::session::cookie_named;
use crate::acts;
use crate::acts::initiator::session::Found;
use crate::domain::account::FRESH_MINUTES;
use crate::domain::id::{GrantId, InitiativeId, PitchId};
use crate::domain::initiator::{Initiator, MemberRole};
use crate::domain::time::Moment;
use crate::store;
use crate::text::Lang;
use crate::web::error::{Kind, Refusal};
use crate::web::initiator::chosen::Chosen;
use crate::web::paths;
use crate::web::routes::Own;
use crate::web::state::App;

/// Someone who pitches and is signed in. Handlers get it from the guard of their route and from nowhere else, so having one
/// proves that the route asked for it.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub who: Initiator,
    /// What a page may show of the session.
    pub handle: String,
    /// Since when: then the person showed a link or a passkey.
    pub since: Moment,
}

impl SignedIn {
    /// Whether the person proved a moment ago who they are.
    pub fn is_fresh(&self, now: Moment) -> bool {
        now < self.since.plus_minutes(FRESH_MINUTES)
    }
}

/// `__Host-` ties a cookie to this very host over https; without https browsers refuse such a name.
fn name(https: bool) -> &'static str {
    if https { "__Host-initiatief" } else { "initiatief" }
}

/// Who is signed in.
pub async fn signed_in(app: &App, headers: &HeaderMap) -> Result<Option<SignedIn>, Refusal> {
    let Some(token) = cookie_named(headers, name(app.settings.is_https())) else { return Ok(None) };
    let days = app.settings.session_days;
    let found = acts::initiator::session::find(&app.store, &token, days, app.clock.now()).await?;
    Ok(found.map(|Found { who, handle, since }| SignedIn { who, handle, since }))
}

/// The header that sets the cookie, or removes it when `token` is empty.
pub fn cookie(https: bool, token: &str) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let end = if token.is_empty() { "; Max-Age=0" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{end}", name(https));
    HeaderValue::from_str(&text).expect("a token is hexadecimal")
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<SignedIn, Refusal> {
        parts.extensions.get::<SignedIn>().cloned().ok_or(Refusal(Kind::LoginRequired))
    }
}

/// A group for which the guard found that who is signed in is in it. Handlers get it from nowhere else.
#[derive(Debug, Clone)]
pub struct InGroup {
    /// Which group.
    pub id: InitiativeId,
    /// As what the person is in it.
    pub role: MemberRole,
    /// The plan of it that the address is about.
    pub pitch: Option<PitchId>,
}

impl<S: Send + Sync> FromRequestParts<S> for InGroup {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<InGroup, Refusal> {
        // A route whose guard looked at no group is a fault of ours.
        parts.extensions.get::<InGroup>().cloned().ok_or(Refusal(Kind::IntegrityFailed))
    }
}

/// A grant for which the guard found that the group of the address carries it out.
#[derive(Debug, Clone)]
pub struct InGrant(pub GrantId);

impl<S: Send + Sync> FromRequestParts<S> for InGrant {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<InGrant, Refusal> {
        parts.extensions.get::<InGrant>().cloned().ok_or(Refusal(Kind::IntegrityFailed))
    }
}

/// What an address names last, for an act that looks for it among what is the person's or the group's own.
#[derive(Debug)]
pub struct Named(pub String);

impl FromRequestParts<App> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Named, Refusal> {
        parts.extensions.get::<SignedIn>().ok_or(Refusal(Kind::LoginRequired))?;
        let params = RawPathParams::from_request_parts(parts, &()).await;
        let params = params.map_err(|_| Refusal(Kind::BadRequest))?;
        let last = params.iter().last().map(|(_, text)| text.to_string());
        last.map(Named).ok_or(Refusal(Kind::IntegrityFailed))
    }
}

/// The group that an address is about, itself or by a plan of it, for who is in it.
async fn in_group(
    app: &App,
    own: Own,
    parts: &mut Parts,
    found: &SignedIn,
) -> Result<Option<InGroup>, Refusal> {
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let params = params.map_err(|_| Refusal(Kind::BadRequest))?;
    let (_, id) = params.iter().next().ok_or(Refusal(Kind::IntegrityFailed))?;
    let mut conn = app.store.read().await?;
    let (id, pitch) = match own {
        Own::Account | Own::Group | Own::GroupGrant | Own::OwnedGroup => (InitiativeId::new(id), None),
        Own::Pitch | Own::WrittenPitch | Own::PicturedPitch => {
            let pitch = store::pitch::find(&mut conn, &PitchId::new(id)).await?.ok_or(Refusal::NOT_FOUND)?;
            (pitch.group.ok_or(Refusal::NOT_FOUND)?, Some(pitch.id))
        }
    };
    let role = store::initiative::role_of(&mut conn, &id, &found.who.id).await?;
    Ok(role.map(|role| InGroup { id, role, pitch }))
}

/// The grant that an address names behind the group that carries it out.
async fn carried(app: &App, parts: &mut Parts, group: &InitiativeId) -> Result<InGrant, Refusal> {
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let params = params.map_err(|_| Refusal(Kind::BadRequest))?;
    let (_, grant) = params.iter().nth(1).ok_or(Refusal(Kind::IntegrityFailed))?;
    let grant = GrantId::new(grant);
    let by = store::progress::group(&mut *app.store.read().await?, &grant).await?;
    by.filter(|by| by.id == *group).map(|_| InGrant(grant)).ok_or(Refusal::NOT_FOUND)
}

/// Before the handler of a route of people who pitch: who is not signed in is shown the way, and for whom it does not exist
/// it does not exist.
pub(super) async fn enter(app: &App, own: Own, parts: &mut Parts) -> Result<Option<Response>, Refusal> {
    let Some(found) = signed_in(app, &parts.headers).await? else {
        if changes(&parts.method) {
            return Err(Refusal(Kind::LoginRequired));
        }
        let lang = parts.extensions.get::<Lang>().copied().unwrap_or(Lang::Nl);
        let chosen = Chosen::of(parts.uri.query().unwrap_or_default());
        let way = chosen.along(paths::fill(lang, paths::ENTER, &[]));
        return Ok(Some(Redirect::to(&way).into_response()));
    };
    let least = match own {
        Own::Account => None,
        Own::Group | Own::Pitch | Own::GroupGrant => Some(MemberRole::Reader),
        Own::WrittenPitch | Own::PicturedPitch => Some(MemberRole::Editor),
        Own::OwnedGroup => Some(MemberRole::Owner),
    };
    if let Some(least) = least {
        let group = in_group(app, own, parts, &found).await?;
        let group = group.filter(|group| group.role <= least).ok_or(Refusal::NOT_FOUND)?;
        if own == Own::GroupGrant {
            let grant = carried(app, parts, &group.id).await?;
            parts.extensions.insert(grant);
        }
        parts.extensions.insert(group);
    }
    parts.extensions.insert(found);
    Ok(None)
}
