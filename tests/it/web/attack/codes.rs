//! A1 to A5 and A9: what can be typed as a code.

use axum::body::Body;
use schuifruimte::acts;
use schuifruimte::domain::voting_code::VotingCode;
use schuifruimte::store::Backend;

use super::super::changing::{code, open};
use super::{CAST, ballot, from, post_from, told};
use crate::support::town::plan;
use crate::support::{Browser, Page, Town, days, on_both, on_one};

/// A page without what was typed as the code, to compare what it says.
fn without(page: &Page, code: &str) -> String {
    page.body.replace(code, "")
}

/// A code that no letter has.
fn unknown() -> String {
    VotingCode::from_values([3; 15]).for_the_letter()
}

/// With the database closed there is none to ask: the answer comes all the same.
#[test]
fn a1_a_typing_error_is_told_without_a_look_at_the_database_and_is_no_guess() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        on_one(backend, |place| async move {
            let town = Town::new(&place).await;
            let (round, site) = open(&town).await;
            let right = code(&round, 0);
            let swapped: String = [&right[1..2], &right[..1], &right[2..]].concat();
            let typo = if swapped == right { right.replacen(&right[..1], "2", 1) } else { swapped };
            let typed = ballot(&site, &typo).await;
            for _ in 0..30 {
                assert_eq!(
                    told(&post_from(&site, "203.0.113.9", CAST, &typed).await),
                    (422, Some("code_typo"))
                );
            }
            assert_eq!(place.number("SELECT COUNT(*) FROM code_try").await, 0);
            let guess = ballot(&site, &unknown()).await;
            let page = post_from(&site, "203.0.113.9", CAST, &guess).await;
            assert_eq!(
                told(&page),
                (422, Some("code_not_accepted")),
                "the first guess, not the thirty-first"
            );
            place.store.close().await;
            let page = post_from(&site, "203.0.113.9", CAST, &typed).await;
            assert_eq!(told(&page), (422, Some("code_typo")));
            assert!(page.says("U kiest 1 plan"), "the choice is kept");
            assert_eq!(post_from(&site, "203.0.113.9", CAST, &guess).await.status, 503, "that one asks it");
        });
    }
}

#[test]
fn a2_codes_of_nobody_of_another_round_and_of_a_spare_letter_get_one_answer() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        // The first letters of every round here have the same codes; the later ones are of this round alone.
        let other = town.open_large_round("ondiep", &plan("Ondiep"), 90).await;
        site.add_keys(&other);
        let spare = round.letters.spares[0].0.for_the_letter();
        let mut bodies = Vec::new();
        let typed = ballot(&site, "").await;
        for code in [unknown(), code(&other, 80), spare] {
            let mut fields = typed.clone();
            fields.last_mut().expect("the code").1.clone_from(&code);
            let page = post_from(&site, "203.0.113.9", CAST, &fields).await;
            assert_eq!(told(&page), (422, Some("code_not_accepted")));
            bodies.push(without(&page, &code));
        }
        assert!(bodies.iter().all(|body| *body == bodies[0]), "nothing tells which it was");
    });
}

#[test]
fn a3_a_right_code_is_accepted_however_people_type_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let wide = |text: &str| -> String {
            let wide = |symbol: char| char::from_u32(u32::from(symbol) + 0xfee0).expect("a wide form");
            text.chars().map(|symbol| if symbol == ' ' { ' ' } else { wide(symbol) }).collect()
        };
        let ways: [&dyn Fn(String) -> String; 6] = [
            &|code| code.to_lowercase(),
            &|code| code.replace(' ', "\u{2013}"),
            &|code| wide(&code),
            &|code| code.replace(' ', "\u{a0}"),
            &|code| format!("  {}\r\n", code.replace(' ', "")),
            &|code| code.replace(' ', ".") + "\t",
        ];
        for (letter, way) in ways.into_iter().enumerate() {
            let typed = way(code(&round, letter));
            let page = post_from(&site, "203.0.113.9", CAST, &ballot(&site, &typed).await).await;
            assert_eq!(told(&page), (200, Some("receipt")), "{typed:?}");
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 6);
    });
}

#[test]
fn a4_signs_that_no_code_has_are_named_and_nothing_typed_makes_it_fall() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let right = code(&round, 0).replace(' ', "");
        for (place, strange) in [(1, '0'), (3, 'O'), (7, '1'), (12, 'I'), (16, 'L')] {
            let typed: String = (1..)
                .zip(right.chars())
                .map(|(at, symbol)| if at == place { strange } else { symbol })
                .collect();
            let page = post_from(&site, "203.0.113.9", CAST, &ballot(&site, &typed).await).await;
            assert_eq!(told(&page), (422, Some("code_typo")));
            assert!(page.says(&format!("Kijk naar teken {place}: {strange}.")), "{}", page.body);
        }
        let fields = ballot(&site, "").await;
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let long = "A".repeat(10_000);
        for typed in [long.as_str(), "%00", "%00%00ABCD", "%ff%fe%fd", "%c3%28", "%ed%a0%80", "%F0%9F%97%B3"]
        {
            let request = from("203.0.113.9", CAST).body(Body::from(format!("{body}{typed}")));
            let page = site.send(request.expect("a request")).await;
            assert_eq!(told(&page), (422, Some("code_typo")), "{typed:.20}");
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 0);
    });
}

#[test]
fn a5_a_revoked_letter_a_closed_round_and_one_that_is_not_open_each_say_so() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let request = super::super::leaks::ask_to_revoke(&town, &round, 0).await;
        acts::letter::approve(&town.marijke_at(days(1)), &round.id, &request).await.expect("revoked");
        let typed = ballot(&site, &code(&round, 0)).await;
        let page = post_from(&site, "203.0.113.9", CAST, &typed).await;
        assert_eq!(told(&page), (422, Some("code_replaced")));
        let typed = ballot(&site, &code(&round, 1)).await;
        site.clock.set(days(15));
        assert_eq!(told(&post_from(&site, "203.0.113.9", CAST, &typed).await), (403, Some("round_closed")));
        site.clock.set(days(-1));
        assert_eq!(told(&post_from(&site, "203.0.113.9", CAST, &typed).await), (403, Some("round_not_open")));
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 0);
    });
}

#[test]
fn a9_a_code_in_an_address_is_not_read_and_goes_nowhere() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let code = code(&round, 0).replace(' ', "");
        let before = place.dump().await;
        for path in ["/stem", "/rondes/zuilen", "/rondes/zuilen/stemmen", CAST] {
            let page = Browser::default().get(&site, &format!("{path}?code={code}&plan=01")).await;
            assert!(matches!(page.status.as_u16(), 200 | 303 | 405), "{path}: {}", page.status);
            assert!(!page.header("location").contains(&code), "{path} sends it on");
            assert!(!page.says(&code), "{path} shows it");
            // With `no-referrer` browsers say `Origin: null` on our own forms; this tells other sites nothing.
            assert_eq!(page.header("referrer-policy"), "same-origin");
        }
        assert_eq!(place.dump().await, before);
    });
}
