//! The cookie of staff, and who is behind it. Residents get none here: see `web::public::sign_in` for the one of a trip.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::acts;
use crate::domain::account::Account;
use crate::web::error::Refusal;
use crate::web::state::App;

/// A member of staff who is signed in.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Who.
    pub account: Account,
    /// The text of the cookie.
    pub token: String,
}

/// `__Host-` ties a cookie to this very host over https; without https browsers refuse such a name.
fn name(https: bool) -> &'static str {
    if https { "__Host-bureau" } else { "bureau" }
}

/// Who is signed in.
pub async fn staff(app: &App, headers: &HeaderMap) -> Result<Option<Staff>, Refusal> {
    let wanted = name(app.settings.is_https());
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let token = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, token)| token.to_string());
    let Some(token) = token else { return Ok(None) };
    let account = acts::session::find(&app.store, &token, app.clock.now()).await?;
    Ok(account.map(|account| Staff { account, token }))
}

/// The header that sets the cookie, or removes it when `token` is empty.
pub fn cookie(https: bool, token: &str) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let end = if token.is_empty() { "; Max-Age=0" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{end}", name(https));
    HeaderValue::from_str(&text).expect("a token is hexadecimal")
}
