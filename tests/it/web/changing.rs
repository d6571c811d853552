//! Changing a vote through the pages: at once from the receipt, later with two codes, and never in any other way.

use schuifruimte::acts;
use schuifruimte::domain::round::{Change, Plan};

use crate::support::site::between;
use crate::support::town::{plan, plans};
use crate::support::{Browser, OpenRound, Page, Place, Site, Town, days, on_both};

const CHOOSE: &str = "/rondes/zuilen/stemmen";
/// The list in an order: whoever comes without one is sent on to one by chance.
const LIST: &str = "/rondes/zuilen/stemmen?volgorde=x";
const CAST: &str = "/rondes/zuilen/stem";
/// A plan that is on every list here, and one that nobody chooses.
const FIRST: &str = "Een bankje in de Ahornstraat";

type Fields = Vec<(String, String)>;

/// What a browser would send of the form with this action, as it stands on a page.
pub(super) fn form(page: &Page, action: &str) -> Fields {
    let form = between(&page.body, &format!("action=\"{action}\""), "</form>");
    let form = form.unwrap_or_else(|| panic!("no form for {action} on the page: {}", page.body));
    let tags = form.split("<input").skip(1).map(|rest| rest.split('>').next().expect("an end"));
    let sent = tags.filter(|tag| !tag.contains("type=\"checkbox\"") || tag.contains(" checked"));
    let field = |tag: &str| {
        let name = between(tag, "name=\"", "\"")?.to_string();
        Some((name, between(tag, "value=\"", "\"").unwrap_or("").to_string()))
    };
    sent.filter_map(field).collect()
}

/// The same form with some fields filled in.
pub(super) fn filled(mut fields: Fields, values: &[(&str, &str)]) -> Fields {
    for (name, value) in values {
        fields.retain(|(known, _)| known != name);
        fields.push((name.to_string(), value.to_string()));
    }
    fields
}

pub(super) async fn post(site: &Site, action: &str, fields: &Fields) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    Browser::default().post(site, action, &fields).await
}

/// Goes from the list on a page to the review with one plan.
pub(super) async fn choose(site: &Site, list: &Page, plan: &str) -> Page {
    let fields = filled(form(list, CHOOSE), &[("plan", plan), ("next", "review")]);
    let review = post(site, CHOOSE, &fields).await;
    assert_eq!(review.status, 200, "{}", review.body);
    review
}

/// A review of one plan, by someone who comes from nowhere.
pub(super) async fn review(site: &Site, plan: &str) -> Page {
    choose(site, &Browser::default().get(site, LIST).await, plan).await
}

/// Sends what stands on a review, with a code and a change code; whoever changes a vote is asked once more, and says yes.
pub(super) async fn send(site: &Site, review: &Page, code: &str, change: &str) -> Page {
    let mut fields = form(review, CAST);
    let has = |fields: &Fields, name: &str| fields.iter().any(|(known, _)| known == name);
    if has(&fields, "code") {
        fields = filled(fields, &[("code", code)]);
    }
    if !change.is_empty() {
        fields = filled(fields, &[("change", change)]);
    }
    let page = post(site, CAST, &fields).await;
    if page.kind() != Some("second_look") {
        return page;
    }
    assert!(page.status == 200 && page.says("Klopt dit?"), "{}", page.body);
    post(site, CAST, &filled(form(&page, CAST), &[("sure", "1")])).await
}

/// What stands on the slip of a receipt: control number, tracker and, if there is one, change code.
pub(super) fn slip(page: &Page) -> Vec<String> {
    assert_eq!(page.kind(), Some("receipt"), "{}", page.body);
    let keys = page.body.split("<dd class=\"sr-key\">").skip(1);
    keys.map(|rest| rest.split('<').next().expect("an end").to_string()).collect()
}

pub(super) fn told(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

pub(super) fn code(round: &OpenRound, letter: usize) -> String {
    round.letters.printed[letter].0.for_the_letter()
}

pub(super) async fn open(town: &Town) -> (OpenRound, Site) {
    open_with(town, Change::Allowed).await
}

async fn open_with(town: &Town, change: Change) -> (OpenRound, Site) {
    let round = town.open_round_with("zuilen", &Plan { change, ..plan("Zuilen") }, &plans()).await;
    let site = Site::of(town, days(1));
    site.add_keys(&round);
    (round, site)
}

/// The holder of a letter votes for the first plan.
pub(super) async fn receipt(site: &Site, round: &OpenRound, letter: usize) -> Page {
    send(site, &review(site, "01").await, &code(round, letter), "").await
}

/// How many ballots count, and how many there have been.
async fn ballots(place: &Place) -> (i64, i64) {
    let boxed = place.number("SELECT COUNT(*) FROM ballot").await;
    (boxed, place.number("SELECT COUNT(*) FROM leaf_queue").await)
}

#[test]
fn a_vote_is_changed_at_once_from_its_receipt_without_a_code() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let first = receipt(&site, &round, 0).await;
        let old = slip(&first);
        assert_eq!(old.len(), 3, "control number, tracker, change code: {old:?}");
        assert_eq!(old[0], round.letters.printed[0].1.to_string());
        assert_eq!((old[1].len(), old[2].len()), (22, 7), "{old:?}");

        let list = post(&site, CHOOSE, &filled(form(&first, CHOOSE), &[("next", "sum")])).await;
        assert!(list.says("U verandert uw stem."), "{}", list.body);
        assert_eq!(
            form(&list, CHOOSE).iter().filter(|(name, _)| name == "plan").count(),
            0,
            "nothing given away"
        );
        let review = choose(&site, &list, "02").await;
        assert!(form(&review, CAST).iter().all(|(name, _)| name != "code" && name != "change"));
        assert_eq!(ballots(&place).await, (1, 1), "nothing has changed yet");
        let second = send(&site, &review, "", "").await;
        let new = slip(&second);
        assert_eq!(new[0], old[0], "the same letter");
        assert!(new[1] != old[1] && new[2] != old[2], "{old:?} {new:?}");
        assert_eq!(ballots(&place).await, (1, 2));
        for page in [&first, &second] {
            assert!(!page.says("Een bankje in de") && !page.says("name=\"plan\""), "no choice on a receipt");
            assert_eq!(page.header("cache-control"), "no-store");
            assert!(!page.headers.contains_key("set-cookie"));
        }
    });
}

#[test]
fn later_a_vote_is_changed_with_the_code_of_the_letter_and_the_change_code_of_the_receipt() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let old = slip(&receipt(&site, &round, 0).await);
        site.clock.set(days(2));
        let code = code(&round, 0);
        let page = send(&site, &review(&site, "02").await, &code, "").await;
        assert_eq!(told(&page), (409, Some("already_voted")));
        assert!(page.says("name=\"change\"") && page.says("U kiest 1 plan"), "{}", page.body);
        let typed = form(&page, CAST).into_iter().find(|(name, _)| name == "code").expect("a field").1;
        assert_eq!(typed, code, "what was typed stays");
        let page = send(&site, &page, &code, "2X").await;
        assert_eq!(told(&page), (422, Some("code_typo")));
        assert_eq!(ballots(&place).await, (1, 1));

        let small = old[2].to_lowercase().replace(' ', "-");
        let new = slip(&send(&site, &page, &code, &small).await);
        assert!(new[0] == old[0] && new[1] != old[1] && new[2] != old[2], "{old:?} {new:?}");
        assert_eq!(ballots(&place).await, (1, 2));
        let page = send(&site, &review(&site, "03").await, &code, &old[2]).await;
        assert_eq!(told(&page), (422, Some("code_not_accepted")), "an old receipt changes nothing");
        assert_eq!(ballots(&place).await, (1, 2));
        let page = send(&site, &review(&site, "03").await, &code, &new[2]).await;
        assert_eq!(slip(&page)[0], old[0]);
    });
}

#[test]
fn after_five_wrong_change_codes_not_even_the_right_one_works_on_any_copy() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let right = slip(&receipt(&site, &round, 0).await)[2].clone();
        let code = code(&round, 0);
        let wrong = if right == "AAA AAA" { "BBB BBB" } else { "AAA AAA" };
        for _ in 0..5 {
            let page = send(&site, &review(&site, "02").await, &code, wrong).await;
            assert_eq!(told(&page), (422, Some("code_not_accepted")));
            assert!(page.says("Deze wijzigcode hoort niet bij uw stem") && page.says(wrong), "{}", page.body);
        }
        let page = send(&site, &review(&site, "02").await, &code, &right).await;
        assert_eq!(told(&page), (403, Some("change_locked")));
        assert!(page.says("U kiest 1 plan") && page.says("wijkbureau"), "{}", page.body);
        let second = town.second().await;
        let other = Site::of(&second, days(3));
        other.add_keys(&round);
        let page = send(&other, &review(&other, "02").await, &code, &right).await;
        assert_eq!(told(&page), (403, Some("change_locked")), "on a copy that just started");
        assert_eq!(ballots(&place).await, (1, 1));
        let neighbour = send(&other, &review(&other, "02").await, &self::code(&round, 1), "").await;
        assert_eq!(slip(&neighbour).len(), 3, "it is about one ballot only");
        second.place.store.close().await;
    });
}

#[test]
fn a_pass_that_is_of_another_form_too_old_or_made_up_changes_nothing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let (own, other) = (receipt(&site, &round, 0).await, receipt(&site, &round, 1).await);
        let (pass, theirs) = (own.field("pass"), other.field("pass"));
        let list = |page: Page| {
            let site = &site;
            async move { post(site, CHOOSE, &filled(form(&page, CHOOSE), &[("next", "sum")])).await }
        };
        let (own, other) = (list(own).await, list(other).await);
        let own = form(&choose(&site, &own, "02").await, CAST);
        let other = form(&choose(&site, &other, "03").await, CAST);
        let fresh = form(&review(&site, "04").await, CAST);
        let before = place.dump().await;
        let (code, forged) = (code(&round, 2), forge(&pass));
        let attempts = [
            filled(own.clone(), &[("pass", &theirs)]),
            filled(other, &[("pass", &pass)]),
            filled(fresh.clone(), &[("pass", &pass), ("code", &code)]),
            filled(own.clone(), &[("pass", "")]),
            filled(own.clone(), &[("pass", &forged)]),
            filled(fresh, &[("pass", "iets anders"), ("code", &code)]),
        ];
        for fields in &attempts {
            let page = post(&site, CAST, fields).await;
            assert_eq!(told(&page), (403, Some("form_expired")), "{fields:?}");
            assert!(page.says("U kiest 1 plan"), "the choice is kept: {}", page.body);
        }
        site.clock.set(days(1).plus_minutes(15));
        let late = post(&site, CAST, &own).await;
        assert_eq!(told(&late), (403, Some("form_expired")), "a visit lasts fifteen minutes");
        assert_eq!(place.dump().await, before, "nothing has changed");
        let page = send(&site, &late, &self::code(&round, 0), "").await;
        assert_eq!(told(&page), (409, Some("already_voted")), "from here on it takes both codes");
        site.clock.set(days(1).plus_minutes(14));
        let own = filled(own, &[("sure", "1")]);
        assert_eq!(slip(&post(&site, CAST, &own).await).len(), 3, "in time, the very same form is good");
    });
}

#[test]
fn nobody_votes_or_changes_past_the_review() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let first = receipt(&site, &round, 0).await;
        let before = place.dump().await;
        let vote = filled(form(&review(&site, "02").await, CAST), &[("code", &code(&round, 1))]);
        let pass = filled(form(&first, CHOOSE), &[("plan", "02"), ("cast", "mine")]);
        for missing in ["token", "cast", "until"] {
            let page = post(&site, CAST, &filled(vote.clone(), &[(missing, "")])).await;
            assert_eq!(told(&page), (403, Some("form_expired")), "without {missing}");
        }
        let page = post(&site, CAST, &pass).await;
        assert_eq!(told(&page), (403, Some("form_expired")), "a pass is no review");
        assert_eq!(place.dump().await, before, "nothing has changed");
    });
}

/// The pass with its last symbol changed.
fn forge(pass: &str) -> String {
    let (start, last) = pass.split_at(pass.len() - 1);
    format!("{start}{}", if last == "0" { "1" } else { "0" })
}

#[test]
fn a_receipt_that_has_been_replaced_leads_back_to_the_codes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let first = receipt(&site, &round, 0).await;
        let list = post(&site, CHOOSE, &filled(form(&first, CHOOSE), &[("next", "sum")])).await;
        let (one, two) = (choose(&site, &list, "02").await, choose(&site, &list, "03").await);
        let changed = send(&site, &one, "", "").await;
        let page = send(&site, &two, "", "").await;
        assert_eq!(told(&page), (409, Some("already_voted")), "a second window came too late");
        assert!(page.says("name=\"code\"") && page.says("name=\"change\""), "{}", page.body);
        let new = send(&site, &page, &code(&round, 0), &slip(&changed)[2]).await;
        assert_eq!(slip(&new)[0], slip(&first)[0]);
        assert_eq!(ballots(&place).await, (1, 3));
    });
}

#[test]
fn where_a_vote_stands_for_good_no_page_speaks_of_changing_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open_with(&town, Change::None).await;
        let page = receipt(&site, &round, 0).await;
        assert_eq!(slip(&page).len(), 2, "no change code");
        assert!(!page.says("name=\"pass\"") && !page.says("ijzigcode"), "{}", page.body);
        let review = review(&site, "02").await;
        assert!(review.says("u kunt uw stem daarna niet meer veranderen"));
        for change in ["", "AAA AAA"] {
            let page = send(&site, &review, &code(&round, 0), change).await;
            assert_eq!(told(&page), (409, Some("already_voted")));
            assert!(
                !page.says("name=\"change\"") && !page.says("#change") && !page.says("ijzigcode"),
                "{}",
                page.body
            );
            assert!(page.says("In deze ronde kunt u een stem niet veranderen."), "{}", page.body);
        }
        assert_eq!(ballots(&place).await, (1, 1));
        assert_eq!(place.number("SELECT wrong_change_codes FROM ballot").await, 0);
    });
}

#[test]
fn the_same_form_again_gives_the_same_slip_to_the_byte() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let whole = |page: &Page| {
            between(&page.body, "<section class=\"sr-slip", "</section>").expect("a slip").to_string()
        };
        let review = review(&site, "01").await;
        let first = send(&site, &review, &code(&round, 0), "").await;
        let again = send(&site, &review, &code(&round, 0), "").await;
        assert_eq!(again.bytes, first.bytes);
        assert_eq!(again.headers, first.headers);
        site.clock.set(days(1).plus_minutes(9));
        let second = town.second().await;
        let other = Site::of(&second, days(1).plus_minutes(10));
        other.add_keys(&round);
        assert_eq!(
            whole(&send(&other, &review, &code(&round, 0), "").await),
            whole(&first),
            "on another copy"
        );

        let list = post(&site, CHOOSE, &filled(form(&first, CHOOSE), &[("next", "sum")])).await;
        let change = choose(&site, &list, "02").await;
        let changed = send(&site, &change, "", "").await;
        assert_eq!(whole(&send(&other, &change, "", "").await), whole(&changed));
        let old = send(&site, &review, &code(&round, 0), "").await;
        assert_eq!(told(&old), (409, Some("already_voted")), "the first form does not undo the change");
        assert_eq!(ballots(&place).await, (1, 2));
        second.place.store.close().await;
    });
}

#[test]
fn after_the_end_everything_is_refused_and_the_choice_stays_on_the_screen() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        site.clock.set(days(14).plus_minutes(10));
        let page = receipt(&site, &round, 0).await;
        let (pass, change) = (form(&page, CHOOSE), slip(&page)[2].clone());
        let list = post(&site, CHOOSE, &filled(pass.clone(), &[("next", "sum")])).await;
        let by_visit = form(&choose(&site, &list, "01").await, CAST);
        let open = form(&review(&site, "01").await, CAST);
        let (own, other) = (code(&round, 0), code(&round, 1));
        let votes = [
            by_visit,
            filled(open.clone(), &[("code", &own), ("change", &change)]),
            filled(open.clone(), &[("code", &other)]),
            filled(open, &[("code", "iets anders")]),
        ];
        let list = filled(pass, &[("plan", "01"), ("next", "review")]);
        // First the clock alone has passed the last moment; then the round is closed, whatever the clock says.
        for (closed, at) in [(false, days(14).plus_minutes(15)), (true, days(14).plus_minutes(12))] {
            if closed {
                acts::round::close(&mut town.marijke_at(days(15)), &round.id).await.expect("closed");
            }
            site.clock.set(at);
            let before = place.dump().await;
            for (action, fields) in votes.iter().map(|vote| (CAST, vote)).chain([(CHOOSE, &list)]) {
                let page = post(&site, action, fields).await;
                assert_eq!(told(&page), (403, Some("round_closed")), "{fields:?}");
                assert!(page.says(FIRST) && page.says("U kiest 1 plan"), "{}", page.body);
                assert!(page.says("Stemde u al eerder met deze brief? Die stem telt."));
                assert!(!page.says("<form") || !page.says(&format!("action=\"{CAST}\"")), "nothing to send");
                assert!(!page.says(&own) && !page.says(&other), "no code on the screen");
            }
            assert_eq!(Browser::default().get(&site, CHOOSE).await.kind(), Some("round_closed"));
            assert_eq!(place.dump().await, before, "nothing has changed");
        }
    });
}
