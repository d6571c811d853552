//! One request, as handlers and pages see it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::error::Refusal;
use super::guard::initiator::SignedIn;
use super::guard::limits::ClientKey;
use super::guard::scope::{self, Wish};
use super::guard::session::Staff;
use super::guard::{self};
use super::kiosk::{self, Asked, Turn};
use super::paths;
use super::state::App;
use crate::acts::Context;
use crate::acts::session::Browser;
use crate::domain::account::{Permission, Scope, Subject};
use crate::domain::id::{AccountId, AllocationId, AreaId};
use crate::domain::log::chain::Actor;
use crate::domain::municipality::Municipality;
use crate::domain::time::Moment;
use crate::store::{self};
use crate::text::{Lang, Text};

/// Who looks at what, when, and in which language.
#[derive(Clone)]
pub struct Visit {
    /// The service.
    pub app: App,
    /// The sentences in the language of the page.
    pub text: Text,
    /// When: read from the clock once.
    pub now: Moment,
    /// The municipality, once it is entered.
    pub town: Option<Municipality>,
    /// The address without the language.
    pub here: String,
    /// What stands behind the question mark.
    pub query: String,
    /// Where the request comes from.
    pub client: ClientKey,
    /// On what the request was made, in words such as `Firefox Windows`.
    pub device: String,
    /// The cookie of staff that came along, whatever it is worth.
    pub cookie: Option<String>,
    /// Who is signed in, on pages of the office.
    pub staff: Option<Staff>,
    /// Who is signed in, on pages of people who pitch.
    pub initiator: Option<SignedIn>,
    /// The turn of the voter, on a device that many use.
    pub kiosk: Option<Turn>,
}

impl Visit {
    /// Reads what pages need from a request.
    pub async fn of(app: &App, parts: &Parts) -> Result<Visit, Refusal> {
        let town = store::municipality::find(&mut *app.store.read().await?).await?;
        Ok(Visit::without_town(app, parts).with_town(town))
    }

    /// A visit when the database cannot be asked.
    pub fn without_town(app: &App, parts: &Parts) -> Visit {
        let lang = parts.extensions.get::<Lang>().copied().unwrap_or(Lang::Nl);
        Visit {
            app: app.clone(),
            text: Text { lang },
            now: app.clock.now(),
            town: None,
            here: parts.uri.path().to_string(),
            query: parts.uri.query().unwrap_or_default().to_string(),
            client: guard::client(app, parts),
            device: guard::session::device(&parts.headers),
            cookie: guard::session::token(app, &parts.headers),
            staff: parts.extensions.get::<Staff>().cloned(),
            initiator: parts.extensions.get::<SignedIn>().cloned(),
            kiosk: parts.extensions.get::<Asked>().map(|_| Turn::new(app.entropy.seed())),
        }
    }

    /// The same visit with the municipality.
    pub fn with_town(self, town: Option<Municipality>) -> Visit {
        Visit { town, ..self }
    }

    /// The browser in which somebody signs in.
    pub fn browser(&self) -> Browser<'_> {
        Browser { device: &self.device, earlier: self.cookie.as_deref() }
    }

    /// Whether who is signed in may do this.
    pub fn may(&self, permission: Permission) -> bool {
        self.staff.as_ref().is_some_and(|staff| staff.account.role.may(permission))
    }

    /// For whom long lists are cut to what lies where they work; empty for who works everywhere.
    pub fn viewer(&self) -> &str {
        match &self.staff {
            Some(staff) if staff.account.scope != Scope::City => staff.account.id.as_str(),
            Some(_) | None => "",
        }
    }

    /// Whether who is signed in may change a thing that a form names, as far as places go.
    pub async fn holds(&self, subject: Subject, key: &str) -> Result<bool, Refusal> {
        let Some(staff) = &self.staff else { return Ok(false) };
        scope::holds(&self.app, &staff.account.scope, subject, key, Wish::Change).await
    }

    /// Whether who is signed in may see a thing that a form names, as far as places go.
    pub async fn sees(&self, subject: Subject, key: &str) -> Result<bool, Refusal> {
        let Some(staff) = &self.staff else { return Ok(false) };
        scope::holds(&self.app, &staff.account.scope, subject, key, Wish::See).await
    }

    /// Whether who is signed in works where this area lies: for what a form names.
    pub async fn is_in_hands(&self, area: &AreaId) -> Result<bool, Refusal> {
        self.holds(Subject::Area, area.as_str()).await
    }

    /// Whether who is signed in works where this allocation is spent: for what a form names.
    pub async fn may_spend(&self, allocation: &AllocationId) -> Result<bool, Refusal> {
        let mut conn = self.app.store.read().await?;
        let all = store::budget::allocations(&mut conn).await?;
        drop(conn);
        match all.iter().find(|one| &one.id == allocation) {
            Some(found) => self.is_in_hands(&found.area).await,
            // What does not exist is refused by the act.
            None => Ok(true),
        }
    }

    /// Whether this account is the one that is signed in.
    pub fn is(&self, account: &AccountId) -> bool {
        self.staff.as_ref().is_some_and(|staff| &staff.account.id == account)
    }

    /// Whether the one of this name in the logs is the one that is signed in.
    pub fn is_named(&self, name: &str) -> bool {
        self.staff.as_ref().is_some_and(|staff| staff.account.id.as_str() == name)
    }

    /// Whether the word that a page asks for was typed.
    pub fn is_word(&self, key: &str, typed: &str) -> bool {
        typed.trim().to_lowercase() == self.say(key)
    }

    /// A sentence.
    pub fn say(&self, key: &str) -> String {
        self.text.get(key)
    }

    /// An address in the language of the page.
    pub fn to(&self, pattern: &str, parts: &[&str]) -> String {
        if self.kiosk.is_some() {
            return kiosk::address(self, pattern, parts);
        }
        paths::fill(self.text.lang, pattern, parts)
    }

    /// What an act is done with.
    pub fn context(&self) -> Context<'_> {
        let actor = match (&self.staff, &self.initiator) {
            (Some(staff), _) => Actor::Staff(staff.account.id.clone()),
            (None, Some(signed_in)) => Actor::Initiator(signed_in.who.id.clone()),
            (None, None) => Actor::Visitor,
        };
        Context { now: self.now, ..self.app.context(actor) }
    }
}

/// A visit that has not asked the database anything: for the busiest page, which knows what it needs.
pub struct QuickVisit(pub Visit);

impl FromRequestParts<App> for QuickVisit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<QuickVisit, Refusal> {
        Ok(QuickVisit(Visit::without_town(app, parts)))
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visit, Refusal> {
        Visit::of(app, parts).await
    }
}
