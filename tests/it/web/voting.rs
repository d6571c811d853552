//! A vote from the list of plans to the receipt, and everything that can go wrong on the way.

use schuifruimte::domain::round::GRACE_MINUTES;

use crate::support::{Browser, OpenRound, Page, Site, Town, days, on_both};

const CHOOSE: &str = "/rondes/zuilen/stemmen";
/// The list in an order: whoever comes without one is sent on to one by chance.
const LIST: &str = "/rondes/zuilen/stemmen?volgorde=x";
const CAST: &str = "/rondes/zuilen/stem";

/// Chooses plans and goes on to the review.
async fn review(site: &Site, plans: &[&str]) -> Page {
    let mut fields: Vec<(&str, &str)> = plans.iter().map(|plan| ("plan", *plan)).collect();
    fields.extend([("order", "x"), ("next", "review")]);
    Browser::default().post(site, CHOOSE, &fields).await
}

/// Sends what the review holds with a code.
async fn cast(site: &Site, review: &Page, code: &str) -> Page {
    let form = review.body.split("action=\"/rondes/zuilen/stem\"").nth(1).expect("a form for the code");
    let form = Page { body: form.to_string(), bytes: Vec::new(), headers: Default::default(), ..*review };
    let plans = form.fields("plan");
    let (cast, until, token) = (form.field("cast"), form.field("until"), form.field("token"));
    let mut fields: Vec<(&str, &str)> = plans.iter().map(|plan| ("plan", plan.as_str())).collect();
    fields.extend([("cast", &*cast), ("until", &*until), ("token", &*token), ("code", code)]);
    Browser::default().post(site, CAST, &fields).await
}

fn code(round: &OpenRound, letter: usize) -> String {
    round.letters.printed[letter].0.for_the_letter()
}

async fn open(town: &Town) -> (OpenRound, Site) {
    let round = town.open_round("zuilen").await;
    let site = Site::of(town, days(1));
    site.add_keys(&round);
    (round, site)
}

#[test]
fn a_vote_ends_in_a_receipt_that_shows_no_choice_and_the_code_is_spent() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let list = Browser::default().get(&site, LIST).await;
        assert_eq!(list.fields("plan").len(), 6, "every plan can be chosen");
        let review = review(&site, &["01", "03"]).await;
        assert!(review.says("U kiest 2 plannen") && review.says("€ 10.500"), "{}", review.body);
        assert!(!review.headers.contains_key("set-cookie"), "a voter gets no cookie");
        let receipt = cast(&site, &review, &code(&round, 0)).await;
        assert_eq!(receipt.status, 200, "{}", receipt.body);
        assert!(receipt.says("Uw stem telt mee"));
        assert!(receipt.says(&round.letters.printed[0].1.to_string()), "the control number of the letter");
        assert!(!receipt.says("Een bankje in de"), "no choice on the receipt");
        assert!(!receipt.says(&code(&round, 0)), "no code on the receipt");
        assert_eq!(receipt.header("cache-control"), "no-store");

        let again = cast(&site, &review, &code(&round, 0)).await;
        assert_eq!(again.body, receipt.body, "sending the same again gives the same receipt");
        let other = self::review(&site, &["02"]).await;
        let refused = cast(&site, &other, &code(&round, 0)).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (409, Some("already_voted")));
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
    });
}

#[test]
fn a_wrong_code_keeps_the_choice_and_names_the_symbol() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let review = review(&site, &["01", "03"]).await;
        let typo = code(&round, 0).replacen(|c: char| c.is_alphanumeric(), "0", 1);
        let page = cast(&site, &review, &typo).await;
        assert_eq!((page.status.as_u16(), page.kind()), (422, Some("code_typo")));
        assert!(page.says("Kijk naar teken 1: 0.") && page.says("U kiest 2 plannen"), "{}", page.body);
        let short = cast(&site, &page, "7K3M").await;
        assert!(short.says("Een code heeft 16 tekens. U hebt er 4."));
        let small = code(&round, 0).to_lowercase().replace(' ', "-");
        assert_eq!(cast(&site, &page, &small).await.status, 200, "small letters and hyphens are fine");
        let unknown = schuifruimte::domain::voting_code::VotingCode::from_values([3; 15]).for_the_letter();
        let page = cast(&site, &self::review(&site, &["02"]).await, &unknown).await;
        assert_eq!((page.status.as_u16(), page.kind()), (422, Some("code_not_accepted")));
    });
}

#[test]
fn choices_outside_the_rules_are_refused_before_a_code_is_asked() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        for plans in [&["01", "02", "03", "04"][..], &[], &["99"], &["01", "01"]] {
            let page = review(&site, plans).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some("ballot_invalid")), "{plans:?}");
        }
    });
}

#[test]
fn only_an_unchanged_and_fresh_review_becomes_a_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let review = review(&site, &["01"]).await;
        let changed = Page { body: review.body.replace("value=\"01\"", "value=\"06\""), ..review };
        let page = cast(&site, &changed, &code(&round, 0)).await;
        assert_eq!((page.status.as_u16(), page.kind()), (403, Some("form_expired")));
        let late = self::review(&site, &["01"]).await;
        site.clock.set(days(1).plus_minutes(121));
        let page = cast(&site, &late, &code(&round, 0)).await;
        assert_eq!((page.status.as_u16(), page.kind()), (403, Some("form_expired")));
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 0);
        assert!(page.says("U kiest 1 plan"), "the choice is kept");
        let page = cast(&site, &page, &code(&round, 0)).await;
        assert_eq!(page.status, 200, "looked over once more, it is fine: {:?}", page.kind());
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
    });
}

#[test]
fn before_the_first_and_after_the_last_moment_no_vote_is_taken() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let end = days(14).plus_minutes(GRACE_MINUTES);
        site.clock.set(end.plus_minutes(-1));
        let late = review(&site, &["01"]).await;
        site.clock.set(end);
        let page = cast(&site, &late, &code(&round, 0)).await;
        assert_eq!((page.status.as_u16(), page.kind()), (403, Some("round_closed")));
        assert!(page.says("U kiest 1 plan"), "the choice is kept");
        assert_eq!(Browser::default().get(&site, CHOOSE).await.kind(), Some("round_closed"));
        site.clock.set(days(-1));
        assert_eq!(Browser::default().get(&site, CHOOSE).await.kind(), Some("round_not_open"));
    });
}

#[test]
fn sixty_four_first_votes_at_once_with_one_code_give_one_receipt() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let second = town.second().await;
        let other = Site::of(&second, days(1));
        other.add_keys(&round);
        let mut reviews = Vec::new();
        for number in 0..64 {
            let site = if number % 2 == 0 { &site } else { &other };
            reviews.push((site, review(site, &["01", "02"]).await));
        }
        let code = code(&round, 0);
        let votes = reviews.iter().map(|(site, review)| cast(site, review, &code));
        let pages = futures_util::future::join_all(votes).await;
        let receipts = pages.iter().filter(|page| page.status == 200).count();
        let refused = pages.iter().filter(|page| page.kind() == Some("already_voted")).count();
        let told: Vec<_> = pages.iter().map(|page| (page.status.as_u16(), page.kind())).collect();
        assert_eq!((receipts, receipts + refused), (1, 64), "{told:?}");
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM leaf_queue").await, 1);
        second.place.store.close().await;
    });
}

#[test]
fn a_zero_byte_is_no_name_and_no_reason_to_fall() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        let mut browser = Browser::default();
        for address in ["/rondes/zui%00len", "/rondes/zuilen/plannen/%00", "/en/rondes/%00/uitslag", "/%00"] {
            let page = browser.get(&site, address).await;
            assert_eq!((page.status.as_u16(), page.kind()), (404, Some("not_found")), "{address}");
        }
        let typed = review(&site, &["01"]).await;
        let page = cast(&site, &typed, "2345 67\u{0}89 ABCD EFGS").await;
        assert_eq!((page.status.as_u16(), page.kind()), (422, Some("code_typo")));
        let strange = browser.post(&site, CHOOSE, &[("plan", "0\u{0}1"), ("next", "review")]).await;
        assert_eq!((strange.status.as_u16(), strange.kind()), (422, Some("ballot_invalid")));
    });
}
