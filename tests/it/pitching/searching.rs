//! Finding plans among many: by words, by place, a page at a time; and equal treatment on the list.

use schuifruimte::acts;
use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::domain::pitch::content::Content;

use super::{fill, own, sent, soup, today};
use crate::support::{Browser, DAY, Page, Site, Town, on_both, on_both_tampered};

/// The titles on a page of the list, as they stand there.
fn titles(page: &Page) -> Vec<String> {
    let cards = page.body.split("sr-plan-card__head").skip(1);
    cards.filter_map(|card| card.split("</a>").next()?.rsplit('>').next().map(str::to_string)).collect()
}

fn named(title: &str, place: &str) -> Content {
    Content { title: title.to_string(), place: place.to_string(), ..soup() }
}

/// Every word has to be there, the last one may be a beginning, and neither capitals nor accents matter. What a group mends
/// is found by its new words in the same moment, and what it took back is not found.
#[test]
fn plans_are_found_by_the_words_of_their_newest_text() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let (henk, cafe) = sent(&town, &round, "henk@buurt.example", &named("Een café", "Ahornstraat")).await;
        let (ans, garden) =
            sent(&town, &round, "ans@buurt.example", &named("Een tuin", "Zuilense plein")).await;
        let find = async |words: &str| {
            let words = words.replace(' ', "+");
            let page = Browser::default()
                .get(&site, &format!("/rondes/{round}/ingestuurd?volgorde=oud&zoek={words}"))
                .await;
            titles(&page)
        };
        assert_eq!(find("CAFE").await, ["Een café"]);
        assert_eq!(find("een ahorn").await, ["Een café"], "the last word may be a beginning");
        assert_eq!(find("ahorn ").await, [""; 0], "not one that is followed by a space");
        assert_eq!(find("soepgroep").await.len(), 2, "by the name of the group");
        assert_eq!(find("tuin ahornstraat").await, [""; 0], "every word");
        let joris = town.joris_at(today());
        review::ask_repair(&joris, &round, &cafe, ("Meer", today().plus_minutes(14 * DAY)))
            .await
            .expect("asked");
        let ctx = own(&place, &henk, today());
        fill(&ctx, Author::Member(&henk.id), &cafe, &named("Een theehuis", "Ahornstraat"))
            .await
            .expect("written");
        assert_eq!(find("theehuis").await, [""; 0], "not before it is sent in");
        acts::pitch::submit(&ctx, Author::Member(&henk.id), &cafe).await.expect("sent in");
        assert_eq!((find("cafe").await.len(), find("theehuis").await.len()), (0, 1));
        let ctx = own(&place, &ans, today());
        acts::pitch::withdraw(&ctx, Author::Member(&ans.id), &garden).await.expect("taken back");
        assert_eq!(find("tuin").await, [""; 0]);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Words that are not those of the text are found by fsck.
#[test]
fn words_of_another_text_are_told() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        sent(&town, &round, "henk@buurt.example", &soup()).await;
        place.slip("pitch_word", "DELETE FROM pitch_word WHERE word = 'soep'").await;
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("are not those of its text")), "{found:?}");
    });
}

/// S46, S47: the list has an order of chance, or by day as the reader chooses; it has none by money, support or what others
/// say, whatever the address asks for. All plans have a card of one form with a drawing of one size: no logo, no pick.
#[test]
fn s46_s47_the_list_treats_all_plans_alike_and_ranks_none() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let mut ids = Vec::new();
        for (number, email) in
            (0..).zip(["henk@buurt.example", "ans@buurt.example", "mo@buurt.example", "truus@buurt.example"])
        {
            let (_, id) = sent(&town, &round, email, &named(&format!("Plan {number}"), "Het plein")).await;
            ids.push(id);
        }
        let comment = crate::talk::said(&town, &ids[3]).await;
        let site = Site::of(&town, today());
        let list = format!("/rondes/{round}/ingestuurd");
        let get = async |query: &str| Browser::default().get(&site, &format!("{list}?{query}")).await;
        let chance = titles(&get("volgorde=abc").await);
        assert_eq!(chance, titles(&get("volgorde=abc").await), "the same when the page is loaded again");
        let mut orders = std::collections::BTreeSet::new();
        for seed in 0..40 {
            orders.insert(titles(&get(&format!("volgorde=toeval{seed}")).await));
        }
        assert!(orders.len() > 8, "chance, not one order: {}", orders.len());
        let firsts: std::collections::BTreeSet<&String> = orders.iter().map(|order| &order[0]).collect();
        assert_eq!(firsts.len(), 4, "each of them comes first sometimes");
        let strange = ["volgorde=steun", "volgorde=bedrag", "volgorde=reacties"];
        let mut before = Vec::new();
        for query in strange {
            before.push(titles(&get(query).await));
        }
        crate::talk::said(&town, &ids[1]).await;
        crate::talk::support::of_each_kind(&town, &round, &ids[3]).await;
        for (query, order) in strange.into_iter().zip(&before) {
            assert_eq!(
                &titles(&get(query).await),
                order,
                "{query} is a seed, no rank: support moves nothing"
            );
        }
        let page = get("volgorde=nieuw").await;
        for word in ["Vragen (", "bewoners willen", "uitgelicht", "populair"] {
            assert!(!page.says(word), "{word}: nothing of what others think stands on the list ({comment})");
        }
        let cards = page.body.split("<img class=\"sr-picture\"").skip(1);
        let alike = cards.filter(|card| card.contains("width=\"160\" height=\"120\"")).count();
        assert_eq!(alike, 4, "one size: {}", page.body);
    });
}

/// A page holds two dozen plans; the next ones are behind a link that keeps order and words.
#[test]
fn a_long_list_is_read_a_page_at_a_time() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        for number in 0..26 {
            let email = format!("buur{number}@buurt.example");
            sent(&town, &round, &email, &named(&format!("Plan {number}"), "Het plein")).await;
        }
        let site = Site::of(&town, today());
        let list = format!("/rondes/{round}/ingestuurd?volgorde=abc&zoek=plan");
        let page = Browser::default().get(&site, &list).await;
        let first = titles(&page);
        assert_eq!(first.len(), 24);
        assert!(page.body.contains("volgorde=abc&amp;zoek=plan&amp;blad=2"), "{}", page.body);
        let rest = titles(&Browser::default().get(&site, &format!("{list}&blad=2")).await);
        assert_eq!(rest.len(), 2);
        assert!(rest.iter().all(|title| !first.contains(title)));
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/kaart")).await;
        assert!(page.says("Kaart van de plannen"), "{}", page.body);
    });
}
