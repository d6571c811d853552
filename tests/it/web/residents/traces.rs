//! What is left of who signed in: a pseudonym while the vote is open, and nothing after the seal.

use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::resident::ResidentKey;
use schuifruimte::domain::sign_in::SignIn;

use super::{KARIM, Stand, TRUUS, come_back, leave, told, vote};
use crate::support::{Browser, Place, Town, days, on_both, on_both_tampered};

/// The rows that the database has of people who sign in.
async fn rows(place: &Place) -> [i64; 3] {
    [
        place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM letter WHERE resident IS NOT NULL").await,
        place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM letter WHERE code_mac IS NOT NULL").await,
        place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM resident_sign_in").await,
    ]
}

#[test]
fn the_seal_takes_the_pseudonyms_and_whoever_is_away_along_with_the_codes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let page = come_back(&stand, &mut Browser::default(), &["01"], TRUUS).await;
        assert_eq!(told(&vote(&stand, &mut Browser::default(), &page, &[]).await), (200, Some("receipt")));
        leave(&stand, &mut Browser::default(), &["02"]).await;
        assert_eq!(rows(&place).await, [2, 5, 1]);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        town.close_and_seal(&stand.round.id).await;
        assert_eq!(rows(&place).await, [0, 0, 0]);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn fsck_sees_a_pseudonym_that_was_moved_and_one_that_was_left() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let key = ResidentKey::of(&stand.round.letters.key);
        let truus = key.pseudonym(&stand.round.id, &stand.provider.issuer, TRUUS);
        let karim = key.pseudonym(&stand.round.id, &stand.provider.issuer, KARIM);
        let put = |from: Digest, to: String| {
            format!("UPDATE letter SET resident = '{to}' WHERE resident = '{from}'")
        };
        // The letter of one is given to the other.
        let other = Digest::of(b"tussendoor");
        for (from, to) in [(truus, other), (karim, truus), (other, karim)] {
            place.sql(&put(from, to.to_string())).await.unwrap();
        }
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.starts_with("I3")), "{found:?}");
        for (from, to) in [(truus, other), (karim, truus), (other, karim)] {
            place.sql(&put(from, to.to_string())).await.unwrap();
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
        town.close_and_seal(&stand.round.id).await;
        let control = stand.round.letters.printed[0].1;
        let left = format!("UPDATE letter SET resident = '{truus}' WHERE control_no = '{control}'");
        place.sql(&left).await.unwrap();
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("pseudonym")), "{found:?}");
    });
}

#[test]
fn whoever_reads_the_database_during_a_trip_can_neither_come_back_nor_see_what_was_chosen() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut browser = Browser::default();
        let address = leave(&stand, &mut browser, &["01", "03"]).await;
        let field = |name: &str| {
            let (_, query) = address.split_once('?').expect("fields");
            let found = form_urlencoded::parse(query.as_bytes()).find(|(one, _)| one == name);
            found.expect("it is there").1.into_owned()
        };
        let kept = browser.cookie_value();
        let trip = SignIn::read(&stand.site.app.form_key, &field("state"), &kept).expect("a trip");
        assert_eq!((trip.nonce(), trip.challenge()), (field("nonce"), field("code_challenge")));
        let secrets = [trip.state.clone(), trip.browser.clone(), trip.nonce(), trip.verifier()];
        let text = place.dump().await.join("\n");
        for secret in secrets.iter().map(String::as_str).chain(["plan=01", TRUUS]) {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert!(!address.contains(&trip.verifier()) && !address.contains(&trip.browser));
        // Nor is a name anywhere once someone came back and voted.
        let page = browser.get(&stand.site, &stand.provider.sign_in(&address, TRUUS)).await;
        assert!(!page.says(TRUUS) && !page.says("Truus"), "{}", page.body);
        let receipt = vote(&stand, &mut Browser::default(), &page, &[]).await;
        assert!(!receipt.says(TRUUS) && receipt.kind() == Some("receipt"));
        let text = place.dump().await.join("\n");
        assert!(!text.contains(TRUUS), "no name in the database");
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM resident_sign_in").await, 0);
    });
}

#[test]
fn who_stays_away_is_forgotten() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        leave(&stand, &mut Browser::default(), &["01"]).await;
        schuifruimte::acts::erasure::run(&town.nobody_at(days(1).plus_minutes(15))).await.unwrap();
        assert_eq!(rows(&place).await[2], 0);
    });
}
