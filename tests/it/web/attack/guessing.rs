//! A6 and T2: codes that no letter has, from one place and from many. Nobody is shut out by what others try.

use schuifruimte::domain::guess::{Bound, Guess};
use schuifruimte::domain::symbols;
use schuifruimte::domain::voting_code::VotingCode;
use schuifruimte::store;
use schuifruimte::web::guard::limits::ClientKey;

use super::super::changing::{code, open};
use super::{CAST, ballot, post_from, told};
use crate::support::{OpenRound, Place, Site, Town, days, on_both};

/// Where a resident is who has a letter.
const HOME: &str = "198.51.100.7";

/// The first twelve symbols of a letter, with other ones behind them: whoever saw a part of it guesses the rest.
fn guess(round: &OpenRound, letter: usize, number: u32) -> String {
    let printed = code(round, letter).replace(' ', "");
    let mut values: Vec<u32> = printed.chars().filter_map(symbols::value).collect();
    values[13] = (values[13] + 1 + number % 30) % 31;
    values[14] = (values[14] + number / 30) % 31;
    VotingCode::from_values(std::array::from_fn(|place| values[place])).for_the_letter()
}

/// Codes that begin in many ways.
fn any(number: u32) -> String {
    let values = |place: u32| (number / 31_u32.pow(place % 4) + place * 7) % 31;
    VotingCode::from_values(std::array::from_fn(|place| values(u32::try_from(place).expect("small"))))
        .for_the_letter()
}

async fn tried(site: &Site, address: &str, code: &str) -> (u16, String) {
    let page = post_from(site, address, CAST, &ballot(site, code).await).await;
    (page.status.as_u16(), page.kind().unwrap_or("").to_string())
}

/// What the staff log says of guessing.
async fn events(place: &Place) -> Vec<String> {
    let mut conn = place.store.read().await.expect("a connection");
    let log = store::log::staff(&mut conn).await.expect("a log");
    let entries = log.iter().map(|stored| String::from_utf8_lossy(&stored.entry).into_owned());
    entries.filter(|entry| entry.contains("code.guessed")).collect()
}

const NO: (u16, &str) = (422, "code_not_accepted");
const STOP: (u16, &str) = (429, "rate_limited");
const YES: (u16, &str) = (200, "receipt");

#[track_caller]
fn is(found: (u16, String), wanted: (u16, &str)) {
    assert_eq!((found.0, found.1.as_str()), wanted);
}

#[test]
fn a6_who_saw_a_part_of_a_letter_gets_twenty_guesses_and_its_holder_still_votes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        for number in 0..21 {
            let kees = format!("203.0.113.{}", number / 7);
            is(tried(&site, &kees, &guess(&round, 0, number)).await, NO);
        }
        assert_eq!(events(&place).await.len(), 1, "the office can see it once");
        // Not even the right code, from where the last guess came.
        let right = code(&round, 0);
        is(tried(&site, "203.0.113.2", &right).await, STOP);
        is(tried(&site, "203.0.113.2", &code(&round, 1)).await, YES);
        // Another copy of the service learns it by the next guess.
        let second = town.second().await;
        let other = Site::of(&second, days(1));
        other.add_keys(&round);
        is(tried(&other, "203.0.113.9", &guess(&round, 0, 22)).await, NO);
        is(tried(&other, "203.0.113.9", &guess(&round, 0, 23)).await, STOP);
        is(tried(&other, HOME, &right).await, YES);
        second.place.store.close().await;
        let kept = place.dump().await.join("\n");
        for word in ["203.0.113.", &guess(&round, 0, 3), &guess(&round, 0, 3).replace(' ', ""), &right[..4]] {
            let counted: Vec<&str> = kept.lines().filter(|line| line.starts_with("code_try: ")).collect();
            assert!(!counted.is_empty() && counted.iter().all(|line| !line.contains(word)), "{word} is kept");
            assert!(events(&place).await.iter().all(|line| !line.contains(word)), "{word} is in the log");
        }
    });
}

#[test]
fn a6_guesses_from_everywhere_end_for_a_while_and_other_letters_do_not_notice() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        for number in 0..61 {
            is(tried(&site, &format!("203.0.113.{number}"), &guess(&round, 0, number)).await, NO);
        }
        is(tried(&site, HOME, &code(&round, 0)).await, STOP);
        is(tried(&site, HOME, &code(&round, 1)).await, YES);
        assert_eq!(events(&place).await.len(), 2);
        site.clock.set(days(1).plus_minutes(61));
        is(tried(&site, HOME, &code(&round, 0)).await, YES);
    });
}

#[test]
fn a6_in_a_round_where_many_guess_each_code_waits_a_moment_and_right_ones_count() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let client = |address: &str| ClientKey::of(address.parse().expect("an address"), "", &[]).bytes();
        let code_of = VotingCode::parse(&any(0)).expect("a code");
        let of = Guess::of(&site.app.form_key, &round.id, &code_of, &client(HOME));
        for number in 0..101 {
            assert!(!site.app.limits.watched.holds(&of.round, days(1)), "{number}");
            is(tried(&site, &format!("203.0.113.{number}"), &any(number)).await, NO);
        }
        assert!(site.app.limits.watched.holds(&of.round, days(1)), "from now on each waits");
        let told = events(&place).await;
        assert!(told.len() == 1 && told[0].contains("round"), "{told:?}");
        is(tried(&site, HOME, &code(&round, 0)).await, YES);
        assert!(!site.app.limits.watched.holds(&of.round, days(1).plus_minutes(Bound::Round.minutes())));
    });
}

#[test]
fn a_home_or_a_library_that_mistypes_is_slowed_and_right_codes_from_there_are_free() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        for number in 0..10 {
            is(tried(&site, HOME, &any(number)).await, NO);
        }
        is(tried(&site, HOME, &any(11)).await, STOP);
        for letter in 0..12 {
            is(tried(&site, HOME, &code(&round, letter)).await, YES);
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 12);
    });
}

#[test]
fn what_is_counted_of_guesses_goes_a_day_later() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        is(tried(&site, HOME, &any(1)).await, NO);
        assert_eq!(place.number("SELECT COUNT(*) FROM code_try").await, 2);
        schuifruimte::acts::erasure::run(&town.nobody_at(days(1).plus_minutes(60))).await.expect("erased");
        assert_eq!(place.number("SELECT COUNT(*) FROM code_try").await, 2);
        schuifruimte::acts::erasure::run(&town.nobody_at(days(3))).await.expect("erased");
        assert_eq!(place.number("SELECT COUNT(*) FROM code_try").await, 0);
    });
}

#[test]
fn guesses_at_the_same_moment_are_all_counted() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let mut forms = Vec::new();
        for number in 0..64 {
            forms.push((format!("203.0.113.{number}"), ballot(&site, &guess(&round, 0, number)).await));
        }
        let sent = forms.iter().map(|(address, form)| post_from(&site, address, CAST, form));
        let pages = futures_util::future::join_all(sent).await;
        let looked_at = pages.iter().filter(|page| told(page) == (422, Some("code_not_accepted"))).count();
        let counted = place.number("SELECT CAST(MAX(tries) AS BIGINT) FROM code_try").await;
        assert_eq!(
            usize::try_from(counted),
            Ok(looked_at),
            "{:?}",
            pages.iter().map(told).collect::<Vec<_>>()
        );
        is(tried(&site, HOME, &code(&round, 1)).await, YES);
    });
}
