//! The cookie of staff, and who is behind it. Residents get none here: see `web::public::sign_in` for the one of a trip.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::acts;
use crate::domain::account::{Account, FRESH_MINUTES, Factors};
use crate::domain::time::Moment;
use crate::web::error::Refusal;
use crate::web::state::App;

/// A member of staff who is signed in.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Who.
    pub account: Account,
    /// What the person has beside a password.
    pub factors: Factors,
    /// When the person last proved to be there.
    pub proved_at: Moment,
    /// The text of the cookie.
    pub token: String,
}

impl Staff {
    /// Whether the last proof that the person is there is enough for what is signed.
    pub fn is_fresh(&self, now: Moment) -> bool {
        now < self.proved_at.plus_minutes(FRESH_MINUTES)
    }
}

/// `__Host-` ties a cookie to this very host over https; without https browsers refuse such a name.
fn name(https: bool) -> &'static str {
    if https { "__Host-bureau" } else { "bureau" }
}

/// Who is signed in.
pub async fn staff(app: &App, headers: &HeaderMap) -> Result<Option<Staff>, Refusal> {
    let Some(token) = token(app, headers) else { return Ok(None) };
    let found = acts::session::find(&app.store, &token, app.clock.now()).await?;
    Ok(found.map(|acts::session::Found { account, factors, proved_at }| Staff {
        account,
        factors,
        proved_at,
        token,
    }))
}

/// The text of the cookie of staff.
pub fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    cookie_named(headers, name(app.settings.is_https()))
}

/// The text of the cookie of this name.
pub(super) fn cookie_named(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, token)| token.to_string())
}

/// On what someone works, as far as a browser tells: enough to know one's own devices apart, too little to follow anyone.
pub fn device(headers: &HeaderMap) -> String {
    let told = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| told.contains(mark)).map_or("", |(_, name)| name)
    };
    // Each browser also bears the names of those it came from, so the order matters.
    let browser =
        first(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    format!("{browser} {system}").trim().to_string()
}

/// The header that sets the cookie, or removes it when `token` is empty.
pub fn cookie(https: bool, token: &str) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let end = if token.is_empty() { "; Max-Age=0" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{end}", name(https));
    HeaderValue::from_str(&text).expect("a token is hexadecimal")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_two_words_at_most() {
        let of = |told: &'static str| {
            device(&HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static(told))]))
        };
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        assert_eq!(of(windows), "Chrome Windows");
        assert_eq!(
            of("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"),
            "Firefox Android"
        );
        assert_eq!(of("<script>alert(1)</script>"), "");
    }
}
