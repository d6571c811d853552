//! Long talk: what stands on a second page is answered there, and reports come a page at a time.

use axum::http::StatusCode;
use schuifruimte::domain::id::{PitchId, RoundId};
use schuifruimte::store;

use super::said;
use crate::pitching::{sent, soup, today};
use crate::post::entering;
use crate::support::people::JORIS;
use crate::support::{Browser, Place, Site, Town, on_both_tampered};

/// So many remarks about a plan, each a minute later than the one before: made up, so fsck finds that nobody placed them.
async fn remarks(place: &Place, plan: &PitchId, count: i64) {
    for number in 1..=count {
        let at = today().plus_minutes(number).micros();
        let insert = format!(
            "INSERT INTO comment (id, pitch_id, kind, side, name, words, digest, by_actor, at) \
             VALUES ('r{number}', '{plan}', 'remark', 'resident', 'Ans', 'Reactie {number}', '{number:064}', '', {at})"
        );
        place.sql(insert).await.expect("placed");
    }
}

/// Nothing typed is lost: an answer to what stands on the second page, or moved there meanwhile, comes back with its words.
#[test]
fn an_answer_on_the_second_page_comes_back_with_what_was_typed() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let one = said(&town, &plan).await.to_string();
        remarks(&place, &plan, 30).await;
        let site = Site::of(&town, today());
        let mut henk = entering::enter(&place, &site, "henk@buurt.example").await;
        let first = format!("/initiatief/plannen/{plan}/gesprek");
        let second = format!("{first}?blad=2");
        assert!(!henk.get(&site, &first).await.says("Mag iedereen mee-eten?"));
        let page = henk.get(&site, &second).await;
        assert!(page.says("Mag iedereen mee-eten?"), "{}", page.body);
        assert!(page.body.contains(&format!("action=\"{second}\"")), "{}", page.body);
        let long = "Ja hoor. ".repeat(170);
        for to in [&second, &first] {
            let typed = [("one", one.as_str()), ("do", "answer"), ("talk_answer", long.as_str())];
            let page = henk.post(&site, to, &typed).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
            assert!(page.body.contains(long.trim()), "{to}: nothing typed is lost: {}", page.body);
        }
        let typed = [("one", one.as_str()), ("do", "answer"), ("talk_answer", "Ja hoor.")];
        let page = henk.post(&site, &second, &typed).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert_eq!(page.header("location"), second);
    });
}

async fn page_of(place: &Place, round: &RoundId, skip: u64) -> Vec<String> {
    let mut conn = place.store.read().await.expect("a connection");
    let rows = store::moderation::waiting::reported(&mut conn, round, (skip, 20)).await.expect("readable");
    rows.iter().map(|(one, ..)| one.id()).collect()
}

/// Reports come twenty at a time, the longest waiting first; what was looked at leaves no empty page behind.
#[test]
fn reports_come_twenty_at_a_time() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        remarks(&place, &plan, 21).await;
        let report = "INSERT INTO moderation_report (kind, of_id, round_id, pitch_id, number, ground, words, at) \
                      SELECT 'comment', id, 'zuilen', pitch_id, 1, 'insult', 'Grof.', at FROM comment";
        place.sql(report).await.expect("reported");
        let (first, second) = (page_of(&place, &round, 0).await, page_of(&place, &round, 20).await);
        assert_eq!((first.len(), first[0].as_str(), second), (20, "r1", vec!["r21".to_string()]));
        let site = Site::of(&town, today());
        let mut joris = Browser::of(&site, JORIS).await;
        let list = format!("/bureau/rondes/{round}/gesprek");
        let one = |number: u32| format!("{list}/bericht/r{number}\"");
        let times = |body: &str, number| body.matches(&one(number)).count();
        let page = joris.get(&site, &list).await;
        assert!(page.body.contains("?blad=2#gemeld"), "{}", page.body);
        // Each of them also stands among what was said last.
        assert_eq!((times(&page.body, 1), times(&page.body, 21)), (2, 1), "{}", page.body);
        let page = joris.get(&site, &format!("{list}?blad=2")).await;
        assert_eq!((times(&page.body, 1), times(&page.body, 21)), (1, 2), "{}", page.body);
        let keep = [("do", "keep")];
        let page = joris.post(&site, &format!("{list}/bericht/r21"), &keep).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = joris.get(&site, &format!("{list}?blad=2")).await;
        assert_eq!(times(&page.body, 1), 2, "the last page that there is: {}", page.body);
    });
}
