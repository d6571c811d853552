//! The address of the database.

use super::SettingsError;

/// A database on another machine is spoken to under TLS with a certificate that is checked: what the library does by
/// itself, TLS where the server offers it, would end in plain text for whoever stands between.
pub(super) fn checked(url: String) -> Result<String, SettingsError> {
    let Some((_, rest)) = url.split_once("://").filter(|(scheme, _)| scheme.starts_with("postgres")) else {
        return Ok(url);
    };
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let place = place.split('/').next().unwrap_or("");
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    let name = match host.split_once(']') {
        Some((name, _)) => name.trim_start_matches('['),
        None => host.split(':').next().unwrap_or(""),
    };
    let asked: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let socket = |host: &str| host.starts_with('/') || host.to_ascii_lowercase().starts_with("%2f");
    let is_here = matches!(name, "" | "localhost" | "127.0.0.1" | "::1") || socket(name);
    let is_elsewhere = asked.iter().any(|(key, value)| matches!(*key, "host" | "hostaddr") && !socket(value));
    if asked.contains(&("sslmode", "verify-full")) || (is_here && !is_elsewhere) {
        return Ok(url);
    }
    Err(SettingsError(format!(
        "database {}: on another machine it needs ?sslmode=verify-full, so that nobody in between reads along",
        without_password(&url)
    )))
}

/// A database URL as it may be shown.
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_string() };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or(user, |(name, _)| name);
            format!("{scheme}://{user}:***@{host}")
        }
        None => url.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_elsewhere_is_spoken_to_under_tls_or_not_at_all() {
        for here in [
            "sqlite:///srv/x.db",
            "postgres:///ruimte",
            "postgres://ruimte@localhost:5433/ruimte",
            "postgres://ruimte@[::1]/ruimte",
            "postgres://ruimte@localhost/ruimte?host=/var/run/postgresql",
            "postgres://ruimte@%2Fvar%2Frun/ruimte",
            "postgres://ruimte@db.internal/ruimte?sslmode=verify-full",
            "postgresql://db.internal:5432/ruimte?application_name=x&sslmode=verify-full",
        ] {
            assert_eq!(checked(here.to_string()).as_deref(), Ok(here));
        }
        for open in [
            "postgres://ruimte:geheim@db.internal/ruimte",
            "postgresql://ruimte:geheim@db.internal/ruimte?sslmode=require",
            "postgres://ruimte:geheim@localhost/ruimte?host=db.internal",
            "postgres://ruimte:geheim@localhost/ruimte?hostaddr=203.0.113.9",
        ] {
            let refused = checked(open.to_string()).unwrap_err().to_string();
            assert!(refused.contains("verify-full") && !refused.contains("geheim"), "{refused}");
        }
    }
}
