//! Everything that everybody gets names nobody who did not ask for it, and tells no code: files, signs of life and the pages
//! that are nearest to people. What costs little of it is looked at when any test ends (`support::lookout`).

use std::collections::BTreeSet;

use axum::http::Method;
use schuifruimte::acts;
use schuifruimte::domain::mail::Address;
use schuifruimte::domain::recipient::RecipientKind;
use schuifruimte::web::{Access, paths, table};

use crate::support::checked::foundation;
use crate::support::lookout::everybody::{EACH_TIME, ONCE, gets};
use crate::support::lookout::{all_of, look_for};
use crate::support::town::plans;
use crate::support::{Place, Town, days, on_both};

/// All that is looked at.
fn all() -> Vec<&'static str> {
    [&EACH_TIME[..], &ONCE].concat()
}

/// Not searched for words: our own files; pictures, with nothing in them beside the dots; and the ballot on paper, which is
/// set from the rules alone, and those are.
const NO_WORDS: [&str; 3] = [paths::PICTURE, paths::ASSET, paths::PAPER_BALLOT];

#[test]
fn no_file_for_everybody_is_left_out_of_the_scan() {
    for route in table().into_iter().filter(|route| route.access == Access::Anyone) {
        let is_file = route.path.rsplit('/').next().is_some_and(|last| last.contains('.'));
        if route.method == Method::GET && is_file && !NO_WORDS.contains(&route.path) {
            assert!(all().contains(&route.path), "{}", route.path);
        }
    }
}

/// A round with a grant to a person, someone who pitches, and someone who asked for a link.
async fn plant(place: &Place) {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await.id;
    let grant = town.grants(&round).await.remove(0);
    let mut wanted = foundation("Wilhelmina Verborgen");
    wanted.kind = RecipientKind::Person;
    wanted.kvk = None;
    let recipient = town.recipient(&wanted).await;
    town.make_out(&grant, &recipient).await;
    let mut ctx = town.joris_at(days(18));
    acts::initiator::desk::open(&mut ctx, "Hendrika Verborgen", "nl").await.expect("an account");
    let email = Address::parse("verborgen@buurt.example").expect("an address");
    acts::initiator::ask(&mut town.nobody_at(days(18)), "a", &email, "nl").await.expect("a link");
}

#[test]
fn what_everybody_gets_names_nobody_and_tells_no_code() {
    on_both(|place| async move {
        plant(&place).await;
        let own = all_of(&place).await;
        for planted in
            ["Wilhelmina Verborgen", "Hendrika Verborgen", "verborgen@buurt.example", "Elinkwijkstraat 12"]
        {
            assert!(own.contains(planted), "{planted} is looked for");
        }
        assert!(own.len() > 8, "codes and account numbers too: {own:?}");
        for (address, words) in gets(&place, &all()).await {
            assert_eq!(look_for(&own, &words, &address), None);
        }
    });
}

/// The scan hears: what is for everybody is found where it must stand.
#[test]
fn what_stands_in_a_file_for_everybody_is_heard() {
    on_both(|place| async move {
        plant(&place).await;
        let got = gets(&place, &all()).await;
        let title = BTreeSet::from([plans()[0].title.clone()]);
        for pattern in [paths::BUNDLE, paths::RULES, paths::OUTCOME] {
            let address = pattern.replace("{round}", "zuilen");
            let (_, words) = got.iter().find(|(known, _)| *known == address).expect(&address);
            assert!(look_for(&title, words, &address).is_some(), "{address}");
        }
        for ending in
            ["/readyz", "/healthz", "/ontvangers.csv", "/wat-als.json", "/uitkomst.csv", "/boekingen"]
        {
            assert!(got.iter().any(|(known, _)| known.ends_with(ending)), "{ending} answers");
        }
    });
}
