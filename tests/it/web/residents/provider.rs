//! The provider itself: keys of each kind, keys that change, and what happens when it is not there.

use serde_json::json;

use super::{LEAVE, Stand, TRUUS, come_back, form, leave, review, send, told, vote};
use crate::support::provider::{Signature, Wrong};
use crate::support::{Browser, Town, days, on_both};

#[test]
fn keys_of_each_kind_are_read_once_and_once_more_for_a_key_that_is_new() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        for signature in [Signature::Es256, Signature::EdDsa, Signature::Rs256] {
            stand.provider.signs(signature);
            let page = come_back(&stand, &mut Browser::default(), &["01"], TRUUS).await;
            assert_eq!(page.status, 200, "{signature:?}: {}", page.body);
        }
        let asked = stand.provider.asked();
        assert_eq!(
            asked,
            ["description", "keys", "token", "token", "token"],
            "what is known is not asked again"
        );
        stand.provider.does(Wrong::Signed(Signature::UnknownKey));
        let page = come_back(&stand, &mut Browser::default(), &["01"], TRUUS).await;
        assert_eq!(told(&page), (400, Some("login_failed")));
        assert_eq!(stand.provider.asked(), ["token", "keys"], "once, and not for ever");
        // Later it is asked who it is again.
        let later = days(1).plus_minutes(11);
        stand.site.clock.set(later);
        stand.provider.is_at(later);
        stand.provider.does(Wrong::Nothing);
        let page = come_back(&stand, &mut Browser::default(), &["01"], TRUUS).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert_eq!(stand.provider.asked(), ["description", "keys", "token"]);
    });
}

#[test]
fn a_provider_that_is_not_there_is_told_in_a_sentence_and_the_letter_still_does() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut browser = Browser::default();
        // It falls silent after the browser left.
        let address = leave(&stand, &mut browser, &["01", "03"]).await;
        let back = stand.provider.sign_in(&address, TRUUS);
        stand.provider.does(Wrong::Silent);
        let page = browser.get(&stand.site, &back).await;
        assert_eq!(told(&page), (503, Some("sign_in_unavailable")), "{}", page.body);
        assert!(page.headers.contains_key("retry-after") && page.says("U kiest 2 plannen"));
        assert!(page.says("Inloggen kan nu niet"), "{}", page.body);
        // It is gone, and what was known of it is too old.
        stand.provider.stop();
        stand.site.clock.set(days(1).plus_minutes(20));
        let mut browser = Browser::default();
        let page = review(&stand.site, &mut browser, &["01", "03"]).await;
        let page = send(&stand.site, &mut browser, LEAVE, &form(&page, LEAVE)).await;
        assert_eq!(told(&page), (503, Some("sign_in_unavailable")), "{}", page.body);
        assert!(!page.headers.contains_key("set-cookie") && !page.headers.contains_key("location"));
        let receipt = vote(&stand, &mut browser, &page, &[("code", &stand.code(0))]).await;
        assert_eq!(told(&receipt), (200, Some("receipt")), "{}", receipt.body);
    });
}

#[test]
fn a_provider_that_names_itself_or_its_parts_otherwise_is_not_asked_anything_more() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let evil = "http://169.254.169.254";
        for (line, value) in [
            ("issuer", json!("https://evil.example")),
            ("token_endpoint", json!(format!("{evil}/token"))),
            ("jwks_uri", json!(format!("{evil}/keys"))),
            ("authorization_endpoint", json!("https://evil.example/inloggen")),
            ("authorization_endpoint", json!("javascript:alert(1)")),
            ("token_endpoint_auth_methods_supported", json!(["private_key_jwt"])),
        ] {
            stand.provider.does(Wrong::Describes(line, value));
            let mut browser = Browser::default();
            let page = review(&stand.site, &mut browser, &["01"]).await;
            let page = send(&stand.site, &mut browser, LEAVE, &form(&page, LEAVE)).await;
            assert_eq!(told(&page), (503, Some("sign_in_unavailable")), "{line}: {}", page.body);
            assert!(!stand.provider.asked().contains(&"token"));
        }
        stand
            .provider
            .does(Wrong::Describes("token_endpoint_auth_methods_supported", json!(["client_secret_post"])));
        let page = come_back(&stand, &mut Browser::default(), &["01"], TRUUS).await;
        assert_eq!(page.status, 200, "the secret may stand in the form: {}", page.body);
    });
}
