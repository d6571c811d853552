//! Lists of the office that are longer than a page.

use schuifruimte::acts::decision::announce_all;
use schuifruimte::domain::calendar::day_of;

use crate::acts::letters_of_round::{decided, due, letter, posted};
use crate::support::checked::foundation;
use crate::support::people::JORIS;
use crate::support::site::between;
use crate::support::{Browser, Site, Town, days, on_both};

/// The addresses of the rows of a list.
fn rows(body: &str) -> Vec<String> {
    let begin = "<th scope=\"row\"><a class=\"utrecht-link\" href=\"";
    body.split(begin).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_string()).collect()
}

#[test]
fn a_list_of_recipients_shows_fifty_and_each_can_be_found() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        for number in 0..60 {
            town.recipient(&foundation(&format!("Buurthuis {number:02}"))).await;
        }
        town.recipient(&foundation("De 100%_Tuin")).await;
        let site = Site::of(&town, days(18));
        let mut joris = Browser::of(&site, JORIS).await;
        let first = joris.get(&site, "/bureau/ontvangers").await;
        let next = between(&first.body, "href=\"/bureau/ontvangers?na=", "\"").expect("a way on").to_string();
        let second = joris.get(&site, &format!("/bureau/ontvangers?na={next}")).await;
        let (mut all, rest) = (rows(&first.body), rows(&second.body));
        assert_eq!((all.len(), rest.len()), (50, 11));
        all.extend(rest);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 61, "each stands on one page");
        assert!(!second.says("?na="), "the last page leads nowhere");
        let found = joris.get(&site, "/bureau/ontvangers?zoek=BUURTHUIS+07").await;
        assert!(found.says("Buurthuis 07") && rows(&found.body).len() == 1);
        let found = joris.get(&site, "/bureau/ontvangers?zoek=niemand").await;
        assert!(found.says("Niets gevonden") && rows(&found.body).is_empty());
    });
}

#[test]
fn a_grant_is_found_by_its_plan_its_applicant_and_its_own_name() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grants = town.grants(&round.id).await;
        let mut conn = place.store.read().await.unwrap();
        let record = schuifruimte::store::grant::find(&mut conn, &grants[0]).await.unwrap().unwrap();
        let find = async |conn: &mut schuifruimte::store::Conn, words: &str| {
            let found = schuifruimte::store::grant::page(conn, words, "", "", 50).await.unwrap();
            found.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(find(&mut conn, "").await.len(), grants.len(), "nothing typed: all of them");
        for words in [record.title.to_uppercase(), record.title.to_lowercase(), record.id.to_string()] {
            // Capitals are found as they were written, or as small letters.
            assert!(find(&mut conn, &words).await.contains(&record.id), "{words}");
        }
        assert!(find(&mut conn, &record.applicant).await.contains(&record.id));
        assert_eq!(find(&mut conn, "%").await, [], "a sign of the database is a sign like any other");
        let last = schuifruimte::store::grant::page(&mut conn, "", grants[0].as_str(), "", 50).await.unwrap();
        assert!(!last.iter().any(|one| one.id == grants[0]), "what was seen is not shown again");
    });
}

#[test]
fn decisions_are_read_by_fifty_and_each_is_found_by_its_number_or_its_plan() {
    on_both(|place| async move {
        let (town, round) = decided(&place, 60).await;
        let numbers = due(&place, &round).await;
        let site = Site::of(&town, days(21));
        let mut joris = Browser::of(&site, JORIS).await;
        for (list, is_sent) in [("te-versturen", false), ("verstuurd", true)] {
            if is_sent {
                let on = day_of(days(21));
                let letters: Vec<_> = numbers.iter().map(|number| letter(number, on)).collect();
                announce_all(&town.joris_at(days(21)), &round, &posted(&numbers, &letters)).await.unwrap();
            }
            let first = joris.get(&site, "/bureau/besluiten").await;
            let next = format!("/bureau/besluiten?{list}=2");
            assert!(first.body.contains(&format!("href=\"{next}#{list}\"")), "a way on: {}", first.body);
            let second = joris.get(&site, &next).await;
            let (mut all, rest) = (rows(&first.body), rows(&second.body));
            assert_eq!((all.len(), rest.len()), (50, 10), "{list}");
            assert!(!second.body.contains(&format!("{list}=3")), "the last page leads back only");
            all.extend(rest);
            all.sort();
            all.dedup();
            assert_eq!(all.len(), 60, "each stands on one page");
            let number = &numbers[57].0;
            for words in [number.as_str(), "plan+NUMMER+57", "Buren+van+nummer+57"] {
                let found = joris.get(&site, &format!("/bureau/besluiten?zoek={words}")).await;
                assert_eq!(rows(&found.body).len(), 1, "{words}");
            }
            let some = joris.get(&site, "/bureau/besluiten?zoek=plan+nummer").await;
            assert!(some.body.contains(&format!("?zoek=plan+nummer&amp;{list}=2#{list}")), "{}", some.body);
            let none = joris.get(&site, "/bureau/besluiten?zoek=%25").await;
            assert!(none.says("Niets gevonden") && rows(&none.body).is_empty());
        }
    });
}
