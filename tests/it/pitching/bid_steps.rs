//! The first steps of a bid (S25): the office talks with its group within two weeks and finds out what the task costs within six.

use jiff::civil::date;
use schuifruimte::acts;
use schuifruimte::acts::bid::task;
use schuifruimte::acts::pitch::{Author, help, review};
use schuifruimte::domain::bid::takeover::Says;
use schuifruimte::domain::bid::task::{CostStatus, Facts};
use schuifruimte::domain::pitch::Terms;
use schuifruimte::domain::pitch::clock::{Clocks, USUAL};

use super::bids::{clubs, hall, wanted};
use super::{admit, decider, own, sent, today, written};
use crate::support::people::JORIS;
use crate::support::{Browser, DAY, Site, Town, days, on_both, on_both_tampered};

const TALK: &str = "raat met de groep van een bewonersbod";
const FACTS: &str = "oek uit wat de taak nu kost bij een bewonersbod";

/// The list of work of the office some days after a bid came in.
async fn work(town: &Town, later: i64) -> String {
    let site = Site::of(town, today().plus_minutes(later * DAY));
    Browser::of(&site, JORIS).await.get(&site, "/bureau").await.body
}

/// S25: a bid waits for a talk and for the cost of its task, each with its last day, and says so when that is over.
#[test]
fn s25_the_office_talks_about_a_bid_and_finds_out_what_its_task_costs_in_time() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let unknown = Facts { cost: None, status: CostStatus::Unknown, source: String::new(), ..hall() };
        let task = task::add(&mut town.joris_at(days(-40)), unknown).await.expect("a task");
        let (_, id) = sent(&town, &round, "henk@buurt.example", &clubs(&task)).await;
        let soon = work(&town, 1).await;
        assert!(soon.contains(TALK) && soon.contains(FACTS), "{soon}");
        assert!(!soon.contains("Dit is te laat."), "{soon}");
        let late = work(&town, 15).await;
        assert!(
            late.contains("Dit is te laat. Praat met de groep") && !late.contains("Dit is te laat. Zoek uit"),
            "{late}"
        );
        assert!(
            work(&town, 43).await.contains("Dit is te laat. Zoek uit wat de taak nu kost"),
            "after six weeks"
        );
        review::remark(&town.joris_at(today()), &round, &id, "Wij spraken u op dinsdag.")
            .await
            .expect("said");
        assert!(!work(&town, 15).await.contains(TALK), "somebody talked with them");
        task::change(&town.joris_at(today()), &task, 1, hall()).await.expect("known");
        assert!(!work(&town, 43).await.contains(FACTS), "it is known what it costs");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S25: what a task costs is found out for a bid on the list as well, and after the vote, until something is decided about the
/// takeover: the conditions rest on it.
#[test]
fn s25_what_a_task_costs_is_found_out_until_the_takeover_is_decided() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let unknown = Facts { cost: None, status: CostStatus::Unknown, source: String::new(), ..hall() };
        let task = task::add(&mut town.joris_at(days(-40)), unknown).await.expect("a task");
        let (_, id) = sent(&town, &round, "henk@buurt.example", &clubs(&task)).await;
        admit(&decider(&place).await, &round, &id).await.expect("admitted");
        let late = work(&town, 43).await;
        assert!(
            late.contains("Dit is te laat. Zoek uit wat de taak nu kost") && !late.contains(TALK),
            "{late}"
        );
        town.certify_draft(round.clone()).await;
        let late = work(&town, 100).await;
        assert!(late.contains(FACTS) && late.contains("De sporthal van de clubs"), "after the vote: {late}");
        let no = wanted(Says::Refuse("2027-119".to_string()), date(2027, 6, 1));
        acts::bid::decide(&town.marijke_at(days(500)), (&round, &id), no).await.expect("refused");
        assert!(!work(&town, 600).await.contains(FACTS), "it is decided");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// A group that asks for help with the draft of a bid is talked with as well; the list of work tells nothing of the draft.
#[test]
fn a_draft_of_a_bid_waits_for_a_talk_once_its_group_asks() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let task = super::bids::listed(&town).await;
        let (henk, id) = written(&town, &round, "henk@buurt.example", &clubs(&task)).await;
        assert!(!work(&town, 1).await.contains(TALK), "nobody asked anything");
        let author = Author::Member(&henk.id);
        help::ask(&own(&place, &henk, today()), author, &id, "Wat kost de hal?").await.expect("asked");
        let page = work(&town, 1).await;
        assert!(page.contains(TALK) && page.contains("een bewonersbod dat nog niet is ingestuurd"), "{page}");
        assert!(!page.contains("De sporthal van de clubs"), "{page}");
        help::say(&town.joris_at(today()), &round, &id, "Kom dinsdag langs.").await.expect("said");
        assert!(!work(&town, 1).await.contains(TALK));
    });
}

/// Both terms are parameters of the round.
#[test]
fn the_terms_of_a_bid_are_those_of_its_round() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let terms = |talk, facts| Terms { clocks: Clocks { talk, facts, ..USUAL }, ..Terms::usual(&[]) };
        let joris = town.joris_at(today());
        for (wrong, field) in
            [(terms(0, 42), "pt_talk_days: pt-days"), (terms(14, 366), "pt_facts_days: pt-days-year")]
        {
            let done = review::set_terms(&joris, &round, &wrong).await;
            assert_eq!(super::refusal(done), field);
        }
        review::set_terms(&joris, &round, &terms(3, 5)).await.expect("set");
        let mut conn = place.store.read().await.expect("a connection");
        let found =
            schuifruimte::store::round::find(&mut conn, &round).await.expect("readable").expect("there");
        let clocks = acts::pitch::terms(&mut conn, &found).await.expect("readable").clocks;
        assert_eq!((clocks.talk, clocks.facts), (3, 5));
        drop(conn);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What lists say of a bid without reading its text is what it says: fsck names a plan with another name or task.
#[test]
fn s25_a_task_on_a_list_that_no_bid_asked_for_is_told() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let task = super::bids::listed(&town).await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &clubs(&task)).await;
        sent(&town, &round, "truus@buurt.example", &super::soup()).await;
        assert_eq!(place.fsck().await, [""; 0]);
        for (column, right) in [("sent_task", task.to_string()), ("sent_title", clubs(&task).title)] {
            for wrong in ["", "iets anders"] {
                place.slip("pitch", format!("UPDATE pitch SET {column} = '{wrong}' WHERE id = '{id}'")).await;
                let told =
                    format!("I5: plan {id}: its name or its task on lists is not what it sent in last");
                assert!(place.fsck().await.contains(&told), "{column} {wrong}: {:?}", place.fsck().await);
            }
            place.slip("pitch", format!("UPDATE pitch SET {column} = '{right}' WHERE id = '{id}'")).await;
        }
        place.slip("pitch", "UPDATE pitch SET sent_task = 'taak' WHERE sent_task = ''").await;
        let found = place.fsck().await;
        assert_eq!(found.iter().filter(|one| one.contains("its task on lists")).count(), 1, "{found:?}");
    });
}
