//! Forms are taken from our own pages only. Browsers tell where a form stands: in `Sec-Fetch-Site`, and
//! older ones in `Origin`. A request that tells neither is refused.

use axum::http::HeaderMap;

/// Whether a request that changes something comes from our own pages.
pub fn is_from_here(headers: &HeaderMap, origin: &str) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers.get("origin").is_some_and(|told| told == origin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_send_a_form() {
        let from = |pairs: &[(&'static str, &'static str)]| {
            let headers: HeaderMap =
                pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            is_from_here(&headers, "https://ruimte.example")
        };
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(from(&[("origin", "https://ruimte.example")]));
        for refused in [
            &[][..],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://ruimte.example")],
            &[("origin", "https://ruimte.example.evil.example")],
            &[("origin", "null")],
        ] {
            assert!(!from(refused), "{refused:?}");
        }
    }
}
