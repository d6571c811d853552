//! The voter's way: the list with its order and what one looks for, a plan of its own, the second look, the way from a
//! letter to the right round, and more than one vote in a visit.

use schuifruimte::acts;
use schuifruimte::domain::ballot::BallotForm;
use schuifruimte::domain::round::Plan;

use super::changing::{code, filled, form, open, post, send, slip, told};
use crate::support::town::{plan, plans};
use crate::support::{Browser, OpenRound, Page, Site, Town, days, on_both};

const CHOOSE: &str = "/rondes/zuilen/stemmen";
const LIST: &str = "/rondes/zuilen/stemmen?volgorde=x";
const CAST: &str = "/rondes/zuilen/stem";

/// The plans on a list in their order, each with whether it is in sight.
fn listed(page: &Page) -> Vec<(String, bool)> {
    let cards = page.body.split("<li class=\"sr-plan-card\"").skip(1);
    let id = |card: &str| {
        let (_, rest) = card.split_once("data-plan=\"").expect("a control");
        rest.split('"').next().expect("its end").to_string()
    };
    cards.map(|card| (id(card), !card.starts_with(" hidden"))).collect()
}

fn ids(page: &Page) -> Vec<String> {
    listed(page).into_iter().map(|(id, _)| id).collect()
}

fn chosen(page: &Page) -> Vec<String> {
    let mut chosen: Vec<String> =
        form(page, CHOOSE).into_iter().filter(|(name, _)| name == "plan").map(|(_, id)| id).collect();
    chosen.sort();
    chosen
}

/// Sends the list with some plans chosen in it.
async fn sent(site: &Site, list: &Page, plans: &[&str], more: &[(&str, &str)]) -> Page {
    let mut fields = filled(form(list, CHOOSE), more);
    fields.retain(|(name, _)| name != "plan");
    fields.extend(plans.iter().map(|plan| ("plan".to_string(), plan.to_string())));
    post(site, CHOOSE, &fields).await
}

#[test]
fn every_visitor_gets_an_order_by_chance_that_stays_with_the_address() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        let mut orders = std::collections::BTreeSet::new();
        for _ in 0..30 {
            let page = Browser::default().get(&site, CHOOSE).await;
            assert_eq!(page.status, 303);
            let address = page.header("location").to_string();
            assert!(address.starts_with("/rondes/zuilen/stemmen?volgorde="), "{address}");
            let (one, two) = (
                Browser::default().get(&site, &address).await,
                Browser::default().get(&site, &address).await,
            );
            assert!(one.bytes == two.bytes, "the same when it is asked for again");
            assert!(one.says("U ziet de plannen in willekeurige volgorde."));
            assert!(!one.headers.contains_key("set-cookie"));
            let counted = sent(&site, &one, &["02"], &[("next", "sum")]).await;
            assert_eq!(ids(&counted), ids(&one), "and while one chooses");
            orders.insert(ids(&one));
        }
        // Thirty draws out of 720 orders: fewer than twenty different ones is chance of one in many millions.
        assert!(orders.len() >= 20, "{} orders", orders.len());
        let firsts: std::collections::BTreeSet<&String> = orders.iter().map(|order| &order[0]).collect();
        assert!(firsts.len() >= 4, "no plan always comes first");
        for strange in ["", "%22%3E", "a%20b", &"x".repeat(33)] {
            let page =
                Browser::default().get(&site, &format!("{CHOOSE}?volgorde={strange}&thema=Straat")).await;
            assert_eq!(page.status, 303, "{strange}");
            assert!(page.header("location").ends_with("&thema=Straat"), "{}", page.header("location"));
        }
    });
}

#[test]
fn what_one_looks_for_hides_plans_and_loses_no_choice() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let list = Browser::default().get(&site, LIST).await;
        let first = sent(&site, &list, &["01", "03"], &[("next", "filter"), ("bedrag", "0-5000")]).await;
        let seen: Vec<String> = listed(&first).into_iter().filter(|one| one.1).map(|one| one.0).collect();
        let mut sorted = seen.clone();
        sorted.sort();
        assert_eq!(sorted, ["02", "03"], "up to 5,000");
        assert!(first.says("2 van 6 plannen") && first.says("Wat u koos, blijft gekozen."));
        assert_eq!(chosen(&first), ["01", "03"], "one of them is out of sight");
        let word = plans()[5].place.clone();
        let found =
            sent(&site, &first, &["01", "03"], &[("next", "filter"), ("bedrag", ""), ("zoek", &word)]).await;
        assert_eq!(listed(&found).iter().filter(|one| one.1).count(), 1);
        let nothing = sent(&site, &found, &["01"], &[("next", "filter"), ("zoek", "<script>")]).await;
        assert!(nothing.says("Geen plan gevonden") && !nothing.says("<script>"), "{}", nothing.body);
        let all = sent(&site, &nothing, &["01", "03"], &[("next", "all")]).await;
        assert!(all.says("6 plannen") && listed(&all).iter().all(|one| one.1));
        // The address says what is looked for as well, for a link.
        let linked = Browser::default().get(&site, &format!("{LIST}&plek={}", word.replace(' ', "+"))).await;
        assert_eq!(listed(&linked).iter().filter(|one| one.1).count(), 1, "{}", linked.body);
        let review = sent(&site, &first, &["01", "03"], &[("next", "review")]).await;
        assert!(review.says("U kiest 2 plannen"));
        assert_eq!(slip(&send(&site, &review, &code(&round, 0), "").await).len(), 3);
    });
}

#[test]
fn the_bar_tells_in_words_and_numbers_and_a_plan_says_by_how_much_it_goes_over() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        // Up to three plans out of six: the bar is of plans, and money is told beside it.
        let (_, site) = open(&town).await;
        let list = Browser::default().get(&site, LIST).await;
        assert!(list.says("U koos 0 van 3") && list.says("data-tray=\"plans\""), "{}", list.body);
        let page = sent(&site, &list, &["01", "06"], &[("next", "sum")]).await;
        // 8,000 and 12,000 of 20,000: every other plan costs more than what is left, by all of it.
        assert!(page.says("U koos 2 van 3") && page.says(">€ 20.000<"), "{}", page.body);
        assert!(page.says("Kost € 4.000 meer dan u overhoudt. Kiezen mag."));
        assert!(!page.says("Kost € 8.000 meer"), "not at a plan that is chosen");
        let many = sent(&site, &page, &["01", "02", "03", "04"], &[("next", "sum")]).await;
        assert!(many.says("Dat is te veel. Haal er 1 weg."));

        let free = BallotForm::approval(0, 6);
        let plan = Plan { ballot: free, ..plan("Ondiep") };
        let round = town.open_round_with("ondiep", &plan, &plans()).await;
        site.add_keys(&round);
        let page = Browser::default().get(&site, "/rondes/ondiep/stemmen?volgorde=x").await;
        assert!(page.says("data-tray=\"money\"") && page.says("Nog geen plan gekozen."), "{}", page.body);
        let fields = [("plan", "01"), ("plan", "06"), ("plan", "03"), ("next", "sum")];
        let page = Browser::default().post(&site, "/rondes/ondiep/stemmen", &fields).await;
        assert!(page.says("3 plannen gekozen.") && page.says("€ 22.500"), "{}", page.body);
        assert!(page.says("Dat is meer dan er is. Dat mag."), "a vote says what is good");
    });
}

#[test]
fn the_page_of_a_plan_leads_with_it_to_the_list_while_the_round_takes_votes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        let address = "/rondes/zuilen/plannen/02";
        let page = Browser::default().get(&site, address).await;
        assert!(page.says("class=\"sr-tray\"") && page.says("Kies dit plan"), "{}", page.body);
        assert!(page.says("https://schuif.example/rondes/zuilen/plannen/02"), "a link to share");
        assert_eq!(Browser::default().get(&site, address).await.bytes, page.bytes, "the same for everyone");
        let list = post(&site, CHOOSE, &filled(form(&page, CHOOSE), &[("next", "sum")])).await;
        assert_eq!(chosen(&list), ["02"]);
        // Whoever comes from the list goes back to its order.
        let page = Browser::default().get(&site, &format!("{address}?volgorde=x")).await;
        let back = post(&site, CHOOSE, &filled(form(&page, CHOOSE), &[("next", "sum")])).await;
        assert_eq!(ids(&back), ids(&Browser::default().get(&site, LIST).await));
        site.clock.set(days(15));
        let page = Browser::default().get(&site, address).await;
        assert!(!page.says("sr-tray") && !page.says("<script"), "{}", page.body);
    });
}

/// A round in which a blank vote is allowed.
async fn free(town: &Town) -> (OpenRound, Site) {
    let plan = Plan { ballot: BallotForm::approval(0, 3), ..plan("Zuilen") };
    let round = town.open_round_with("zuilen", &plan, &plans()).await;
    let site = Site::of(town, days(1));
    site.add_keys(&round);
    (round, site)
}

#[test]
fn a_blank_vote_is_asked_about_once_and_counts() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = free(&town).await;
        let list = Browser::default().get(&site, LIST).await;
        let review = sent(&site, &list, &[], &[("next", "review")]).await;
        assert!(review.says("U stemt blanco."), "{}", review.body);
        let typed = filled(form(&review, CAST), &[("code", "7K3M")]);
        assert_eq!(told(&post(&site, CAST, &typed).await), (422, Some("code_typo")), "a slip comes first");
        let typed = filled(form(&review, CAST), &[("code", &code(&round, 0))]);
        let before = place.dump().await;
        let asked = post(&site, CAST, &typed).await;
        assert_eq!(told(&asked), (200, Some("second_look")));
        assert!(asked.says("Klopt dit?") && asked.says("Ja, stem blanco"), "{}", asked.body);
        assert_eq!(asked.header("cache-control"), "no-store");
        assert_eq!(place.dump().await, before, "nothing has happened yet");
        let back = post(&site, CHOOSE, &filled(form(&asked, CHOOSE), &[("next", "sum")])).await;
        assert_eq!(ids(&back), ids(&list), "one may still choose");
        let receipt = post(&site, CAST, &filled(form(&asked, CAST), &[("sure", "1")])).await;
        assert_eq!(slip(&receipt).len(), 3);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
        // Who chose something is not asked.
        let review = sent(&site, &list, &["01"], &[("next", "review")]).await;
        let typed = filled(form(&review, CAST), &[("code", &code(&round, 1))]);
        assert_eq!(slip(&post(&site, CAST, &typed).await).len(), 3);
    });
}

#[test]
fn the_short_address_leads_to_the_only_vote_or_lets_one_say_which() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(1));
        let none = Browser::default().get(&site, "/stem").await;
        assert!(none.status == 200 && none.says("Er is nu geen stemming."), "{}", none.body);
        town.open_round("zuilen").await;
        let only = Browser::default().get(&site, "/stem").await;
        let address = only.header("location");
        assert!(
            address.starts_with("/rondes/zuilen/stemmen?volgorde=") && !address.contains('#'),
            "{address}"
        );
        town.three_rounds().await;
        let page = Browser::default().get(&site, "/stem").await;
        assert_eq!(page.status, 200);
        let at = |name: &str| page.body.find(&format!("/rondes/{name}/stemmen")).expect(name);
        assert!(at("buurt") < at("wijk") && at("wijk") < at("stad"), "from small to large: {}", page.body);
        assert!(page.says("Woont u hier? Dan mag u ook stemmen over: "), "{}", page.body);
        assert!(page.says("Voor elke stemming krijgt u een eigen brief met een eigen code."));
    });
}

#[test]
fn who_lives_in_a_buurt_casts_three_ballots_in_one_visit_each_with_its_own_letter() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let rounds = town.three_rounds().await;
        let site = Site::of(&town, days(1));
        rounds.iter().for_each(|round| site.add_keys(round));
        let mut address = "/rondes/buurt/stemmen".to_string();
        let offers = [&["wijk", "stad"][..], &["stad"], &[]];
        for (round, offered) in rounds.iter().zip(offers) {
            assert_eq!(address, format!("/rondes/{}/stemmen", round.id), "the receipt led here");
            let fields = [("plan", "01"), ("order", "x"), ("next", "review")];
            let review = Browser::default().post(&site, &address, &fields).await;
            let cast = format!("/rondes/{}/stem", round.id);
            let vote = filled(form(&review, &cast), &[("code", &code(round, 0))]);
            let receipt = post(&site, &cast, &vote).await;
            assert_eq!(slip(&receipt)[0], round.letters.printed[0].1.to_string());
            assert_eq!(receipt.says("U mag ook stemmen over"), !offered.is_empty(), "{}", receipt.body);
            for name in ["buurt", "wijk", "stad"] {
                let link = format!("href=\"/rondes/{name}/stemmen\"");
                assert_eq!(receipt.says(&link), offered.contains(&name), "{name} after {}", round.id);
            }
            if let Some(next) = offered.first() {
                address = format!("/rondes/{next}/stemmen");
            }
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 3);
        // What has closed is not offered any more.
        let receipt = acts::round::close(&mut town.marijke_at(days(15)), &rounds[2].id).await;
        receipt.expect("closed");
        site.clock.set(days(1).plus_minutes(1));
        let fields = [("plan", "01"), ("next", "review")];
        let review = Browser::default().post(&site, "/rondes/buurt/stemmen", &fields).await;
        let cast = "/rondes/buurt/stem";
        let vote = filled(form(&review, cast), &[("code", &code(&rounds[0], 1))]);
        let receipt = post(&site, cast, &vote).await;
        assert!(receipt.says("/rondes/wijk/stemmen") && !receipt.says("/rondes/stad/stemmen"));
    });
}

#[test]
fn a_vote_that_closes_between_two_ballots_of_one_visit_takes_none_and_spoils_none() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let rounds = town.three_rounds().await;
        let site = Site::of(&town, days(1));
        rounds.iter().for_each(|round| site.add_keys(round));
        let looked = async |round: &OpenRound| {
            let list = format!("/rondes/{}/stemmen", round.id);
            let fields = [("plan", "02"), ("order", "x"), ("next", "review")];
            let review = Browser::default().post(&site, &list, &fields).await;
            let cast = format!("/rondes/{}/stem", round.id);
            (cast.clone(), filled(form(&review, &cast), &[("code", &code(round, 0))]))
        };
        let [first, second, third] =
            [looked(&rounds[0]).await, looked(&rounds[1]).await, looked(&rounds[2]).await];
        assert_eq!(post(&site, &first.0, &first.1).await.kind(), Some("receipt"));
        acts::round::close(&mut town.marijke_at(days(15)), &rounds[1].id).await.expect("closed");
        let late = post(&site, &second.0, &second.1).await;
        assert_eq!((late.status.as_u16(), late.kind()), (403, Some("round_closed")), "{}", late.body);
        assert!(late.says(&rounds[1].rules.proposals[1].title), "what was chosen stays on the screen");
        assert_eq!(post(&site, &third.0, &third.1).await.kind(), Some("receipt"), "the others go on");
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 2);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot WHERE round_id = 'wijk'").await, 0);
    });
}

#[test]
fn only_our_own_script_runs_on_the_way_and_pages_hold_nothing_inline() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let list = Browser::default().get(&site, LIST).await;
        let review = sent(&site, &list, &["01"], &[("next", "review")]).await;
        let receipt = send(&site, &review, &code(&round, 0), "").await;
        let plan = Browser::default().get(&site, "/rondes/zuilen/plannen/01").await;
        for page in [&list, &review, &receipt, &plan] {
            let policy = page.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'; script-src 'self'; "), "{policy}");
            assert!(!policy.contains("unsafe") && !page.says(" style=\"") && !page.says(" onclick"));
            assert_eq!(page.body.matches("<script").count(), 1);
            assert!(page.says("<script src=\"/assets/ballot-") || page.says("<script src=\"/"), "ours");
            assert!(page.says("data-keep=\"device\""), "the one switch");
        }
        assert!(receipt.says("data-erase=\"zuilen\""), "the device forgets");
        site.clock.set(days(15));
        let late = sent(&site, &list, &["01"], &[("next", "review")]).await;
        assert!(late.kind() == Some("round_closed") && late.says("data-erase=\"zuilen\""));
    });
}
