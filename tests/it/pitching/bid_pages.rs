//! A bid by the pages: the group writes it, the office judges it, everyone reads along.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::domain::bid::condition::{Answer, Condition};
use schuifruimte::domain::pitch::content::Form;

use super::bids::{clubs, listed};
use super::writing::{begin, typed};
use super::{admit, decider, sent, today};
use crate::post::entering::enter;
use crate::post::turn;
use crate::support::people::{JORIS, MARIJKE};
use crate::support::smtp::{MailServer, Manner};
use crate::support::{Browser, Site, Town, days, on_both, on_both_tampered};

/// S25: everyone reads which tasks there are, the bid beside the task as it is done now, each condition with its reason, and
/// where the takeover stands; only the office says so, and only who may decide decides.
#[test]
fn s25_everyone_reads_what_a_bid_saves_and_what_the_city_finds() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &clubs(&listed(&town).await)).await;
        let site = Site::of(&town, today());
        let mut anyone = Browser::default();
        let page = anyone.get(&site, "/bewonersbod").await;
        assert!(page.says("Beheer van de sporthal") && page.says("31 december 2029"), "{}", page.body);
        assert!(page.says("€ 120.000 per jaar (nagekeken door de gemeente)"), "{}", page.body);
        let own_page = format!("/rondes/{round}/ingestuurd/{id}");
        let page = anyone.get(&site, &own_page).await;
        assert!(page.says("€ 15.500 minder dan nu") && page.says("€ 45.000 waard"), "{}", page.body);
        assert!(page.says("Nog niet bekend"), "no verdict is no yes");
        let mut joris = Browser::of(&site, JORIS).await;
        let office = format!("/bureau/rondes/{round}/ingestuurd/{id}/bod");
        let verdict =
            [("bid_condition", "cost"), ("bid_verdict", "yes"), ("bid_reason", "De post sport klopt.")];
        let page = joris.post(&site, &format!("{office}/voorwaarden"), &verdict).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let empty = [("bid_condition", "cost"), ("bid_verdict", "no"), ("bid_reason", "")];
        let page = joris.post(&site, &format!("{office}/voorwaarden"), &empty).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a verdict has its reason");
        for address in [&own_page, &format!("{own_page}/overname")] {
            let page = anyone.get(&site, address).await;
            assert!(!page.says("De post sport klopt.") && page.says("Nog niet beslist"), "{}", page.body);
        }
        admit(&decider(&place).await, &round, &id).await.expect("admitted");
        for address in [&own_page, &format!("{own_page}/overname")] {
            let page = anyone.get(&site, address).await;
            assert!(page.says("De post sport klopt."), "everyone reads it once it is decided: {}", page.body);
        }
        let list = anyone.get(&site, &format!("/rondes/{round}/ingestuurd?volgorde=nieuw")).await;
        assert!(list.says("Bewonersbod."), "the list says that it is one: {}", list.body);
        // Who may not decide finds no way to.
        let decision = [
            ("to_decision", "refuse"),
            ("to_reference", "1"),
            ("to_on", "2027-02-01"),
            ("to_reason", "Nee."),
        ];
        let page = joris.post(&site, &format!("{office}/besluit"), &decision).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let yes = [
            ("to_decision", "agree"),
            ("to_reference", "1"),
            ("to_on", "2027-02-01"),
            ("to_reason", "Ja."),
            ("to_legal_kind", "foundation"),
            ("to_legal_name", "De Hal"),
            ("to_kvk", "12345678"),
        ];
        let page = marijke.post(&site, &format!("{office}/besluit"), &yes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "there is no result");
        assert!(page.says("Beslissen kan pas als de uitslag"), "{}", page.body);
        assert!(page.says("Ja."), "what was typed is not lost");
    });
}

/// S25: the group writes a bid in the same short steps, and what it typed is there again.
#[test]
fn s25_a_bid_is_written_in_steps_of_one_question_group() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let task = listed(&town).await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let page = henk.get(&site, "/bewonersbod").await;
        let way = format!("/initiatief/plannen?taak={task}");
        assert!(page.body.contains(&way), "each task has a way to a bid for it: {}", page.body);
        let page = henk.get(&site, &way).await;
        assert!(page.body.contains(&format!("name=\"bid_task\" value=\"{task}\"")), "{}", page.body);
        let fields = [
            ("pt_group_name", "Sportclubs Zuilen"),
            ("pt_size", "bid"),
            ("bid_task", &task.to_string()),
            ("pt_round", "zuilen"),
        ];
        let page = henk.post(&site, "/initiatief/plannen", &fields).await;
        let first = page.header("Location").to_string();
        let page = henk.get(&site, &first.replace("/stap/idee", "/stap/taak")).await;
        let chosen = format!("value=\"{task}\" selected");
        assert!(page.body.contains(&chosen), "the task is chosen already: {}", page.body);
        let plan = begin(&site, &mut henk, "Sportclubs Zuilen Noord", "bid").await;
        for step in Form::Bid.steps() {
            let page = henk.get(&site, &format!("{plan}/stap/{}", step.name())).await;
            assert_eq!(page.status, StatusCode::OK, "{step:?}");
        }
        let fields = [("bid_task", task.as_str()), ("bid_part", "Alleen de hal"), ("pt_next", "go")];
        let page = typed(&site, &mut henk, &format!("{plan}/stap/taak"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let fields = [("bid_yearly", "104.500"), ("bid_hours", "3.000"), ("bid_hour_value", "vijftien")];
        let page = typed(&site, &mut henk, &format!("{plan}/stap/bod"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("vijftien"), "nothing typed is lost");
        let fields = [("bid_yearly", "104.500"), ("bid_hours", "3.000"), ("bid_hour_value", "15")];
        let page = typed(&site, &mut henk, &format!("{plan}/stap/bod"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = henk.get(&site, &plan).await;
        assert!(page.says("Beheer van de sporthal, Zuilen") && page.says("€ 104.500"), "{}", page.body);
        assert!(
            page.says("Vul in hoe u of de gemeente eerder kan stoppen."),
            "what is missing: {}",
            page.body
        );
    });
}

/// S25: where no task can be taken over there is no bid to begin.
#[test]
fn s25_a_bid_begins_only_where_a_task_is_open() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let page = henk.get(&site, "/initiatief/plannen").await;
        assert!(!page.says("Wij nemen een taak van de gemeente over"), "{}", page.body);
        let fields = [("pt_group_name", "Clubs"), ("pt_size", "bid"), ("pt_round", "zuilen")];
        let page = henk.post(&site, "/initiatief/plannen", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        listed(&town).await;
        assert!(henk.get(&site, "/initiatief/plannen").await.says("Wij nemen een taak van de gemeente over"));
    });
}

/// S25: who chose a task and signs in first goes on with that task, also from the link in the mail. What is no name of a task, such as
/// an address elsewhere, goes nowhere.
#[test]
fn s25_a_task_that_was_chosen_is_kept_through_signing_in() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let task = listed(&town).await;
        let site = Site::of(&town, today());
        let server = MailServer::start(|_| Manner::Take).await;
        let mut henk = Browser::default();
        let chosen = format!("/initiatief/plannen?taak={task}");
        assert!(henk.get(&site, "/bewonersbod").await.body.contains(&chosen));
        let page = henk.get(&site, &chosen).await;
        let way = format!("/initiatief/aanmelden?taak={task}");
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, way.as_str()));
        let page = henk.get(&site, &way).await;
        assert!(page.body.contains(&format!("action=\"{way}\"")), "{}", page.body);
        let page = henk.post(&site, &way, &[("post_email", "henk@buurt.example")]).await;
        assert_eq!(page.status, StatusCode::ACCEPTED, "{}", page.body);
        turn(&place, &server, today()).await;
        let mail = server.arrived().pop().expect("a mail").replace("=\r\n", "").replace("=3D", "=");
        let rest = mail.split("https://schuif.example/initiatief/link/").nth(1).expect("a link");
        let link = format!("/initiatief/link/{}", rest.split_whitespace().next().expect("a link"));
        assert!(link.ends_with(&format!("?taak={task}")), "{link}");
        // On another device.
        let mut phone = Browser::default();
        let page = phone.get(&site, &link).await;
        assert!(page.body.contains(&format!("action=\"{link}\"")), "{}", page.body);
        let page = phone.post(&site, &link, &[]).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, chosen.as_str()));
        let page = phone.get(&site, &chosen).await;
        assert!(page.body.contains(&format!("name=\"bid_task\" value=\"{task}\"")), "{}", page.body);
        for odd in ["https%3A%2F%2Felders.example", "%2F%2Felders.example", "..%2F..%2Fbureau"] {
            let page = Browser::default().get(&site, &format!("/initiatief/plannen?taak={odd}")).await;
            assert_eq!(page.header("location"), "/initiatief/aanmelden", "{odd}");
            let page = phone.get(&site, &format!("/initiatief/aanmelden?taak={odd}")).await;
            assert!(!page.body.contains("elders.example") && !page.body.contains("taak="), "{}", page.body);
        }
    });
}

/// I5: who had the database in hands and agreed to a takeover past the acts is found.
#[test]
fn a_takeover_that_does_not_follow_is_found() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &clubs(&listed(&town).await)).await;
        admit(&decider(&place).await, &round, &id).await.expect("admitted");
        town.certify_draft(round.clone()).await;
        for (condition, _) in Condition::NAMES {
            let what = (condition, Answer::Yes);
            acts::bid::judge(&town.joris_at(days(18)), (&round, &id), what, "Ja.").await.expect("judged");
        }
        let no = acts::bid::Wanted {
            says: schuifruimte::domain::bid::takeover::Says::Refuse("1".to_string()),
            on: jiff::civil::date(2027, 4, 1),
            reason: "Nee.",
        };
        acts::bid::decide(&town.marijke_at(days(60)), (&round, &id), no).await.expect("refused");
        place.slip("takeover_step", "UPDATE takeover_step SET reference = '2'").await;
        let found = place.fsck().await;
        assert!(found.iter().any(|line| line.starts_with("I5: bid ")), "{found:?}");
        place.slip("bid_verdict", "UPDATE bid_verdict SET verdict = 'no' WHERE number = 3").await;
        let from = "UPDATE takeover_step SET step = 'agree', to_state = 'agreed', legal_kind = 'foundation', \
                    legal_name = 'De Hal', kvk = '12345678'";
        place.slip("takeover_step", from).await;
        let found = place.fsck().await;
        assert!(found.iter().any(|line| line.contains("agreed to while a condition was open")), "{found:?}");
    });
}
