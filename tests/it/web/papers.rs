//! Paper, desk, telephone and kiosk as people see them.

use schuifruimte::acts;
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::deadline::{Deadline, PaperRule};
use schuifruimte::domain::paper::numbered;
use schuifruimte::domain::round::Plan;
use schuifruimte::store;

use crate::support::people::{JORIS, MARIJKE, Staff};
use crate::support::town::{plan, plans};
use crate::support::{Browser, OpenRound, Page, Place, Site, Town, days, on_both};

async fn open(place: &Place) -> (Town, OpenRound, Site) {
    let town = Town::new(place).await;
    let deadline =
        Some(Deadline { grace_minutes: 10, paper: PaperRule::HandedIn, extend_until: Some(days(17)) });
    let round = town.open_round_with("zuilen", &Plan { deadline, ..plan("zuilen") }, &plans()).await;
    let site = Site::of(&town, days(1));
    site.add_keys(&round);
    (town, round, site)
}

fn code(round: &OpenRound, letter: usize) -> String {
    round.letters.printed[letter].0.for_the_letter()
}

fn number(round: &OpenRound, plan: &str) -> String {
    let place = numbered(&round.rules).iter().position(|one| one.id.as_str() == plan).expect("a plan");
    (place + 1).to_string()
}

#[test]
fn two_people_enter_a_stack_and_the_page_shows_nothing_of_what_was_typed() {
    on_both(|place| async move {
        let (town, round, site) = open(&place).await;
        let mut joris = Browser::of(&site, JORIS).await;
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let received = joris.post(&site, "/bureau/rondes/zuilen/papier", &[("papers", "2")]).await;
        assert_eq!(received.status, 303, "{}", received.body);
        let stack = received.header("location").to_string();
        let typed = code(&round, 0);
        let one = number(&round, "01");
        let fields = [("number", "1"), ("code", typed.as_str()), ("numbers", one.as_str()), ("mark", "")];
        let wrong = [("number", "1"), ("code", "7K3M"), ("numbers", "1"), ("mark", "")];
        let refused = joris.post(&site, &stack, &wrong).await;
        assert_eq!(refused.status, 422);
        assert_eq!(joris.post(&site, &stack, &fields).await.status, 303);
        let twice = joris.post(&site, &stack, &fields).await;
        assert_eq!((twice.status.as_u16(), twice.kind()), (409, Some("four_eyes_required")));
        let next = joris.get(&site, &stack).await;
        assert!(next.says("Papier 2"), "the next one is another: {}", next.body);
        let second = marijke.get(&site, &stack).await;
        assert!(second.says("Papier 1") && !second.body.contains(&typed), "blind");
        assert_eq!(marijke.post(&site, &stack, &fields).await.status, 303);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
        let list = marijke.get(&site, "/bureau/rondes/zuilen/papier").await;
        assert_eq!(list.status, 200);
        let mark = [("number", "2"), ("mark", "unreadable")];
        joris.post(&site, &stack, &mark).await;
        marijke.post(&site, &stack, &mark).await;
        let list = marijke.get(&site, "/bureau/rondes/zuilen/papier").await;
        assert!(list.says("Stapel 1, papier 2") && list.says("Het papier is niet te lezen"), "{}", list.body);
        assert!(!list.body.contains("handed_in"), "before the end nobody is asked");
        let over = Site::of(&town, days(14).plus_minutes(1));
        over.add_keys(&round);
        let (mut joris, address) = (Browser::of(&over, JORIS).await, "/bureau/rondes/zuilen/papier");
        let unsaid = joris.post(&over, address, &[("papers", "3")]).await;
        assert!(unsaid.status == 422 && unsaid.body.contains("id=\"handed_in-fout\""), "{}", unsaid.body);
        assert_eq!(joris.post(&over, address, &[("papers", "3"), ("handed_in", "before")]).await.status, 303);
        assert_eq!(joris.post(&over, address, &[("papers", "2"), ("handed_in", "after")]).await.status, 303);
        let counted = "SELECT COUNT(*) FROM paper WHERE state = 'waiting'";
        assert_eq!(place.number(counted).await, 3, "handed in before, taken in after");
        assert_eq!(place.number("SELECT COUNT(*) FROM paper WHERE reason = 'late'").await, 2);
    });
}

#[test]
fn who_entered_a_paper_is_not_asked_to_decide_about_it_and_a_third_is() {
    on_both(|place| async move {
        let (_town, round, site) = open(&place).await;
        place
            .employ(Staff { login: "bas", name: "Bas", function: "Balie", role: Role::Desk }, Scope::City)
            .await;
        let mut joris = Browser::of(&site, JORIS).await;
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let mut bas = Browser::of(&site, Staff { login: "bas", ..JORIS }).await;
        let received = joris.post(&site, "/bureau/rondes/zuilen/papier", &[("papers", "1")]).await;
        let stack = received.header("location").to_string();
        let (typed, one, two) = (code(&round, 0), number(&round, "01"), number(&round, "02"));
        let read = |number| [("number", "1"), ("code", typed.as_str()), ("numbers", number), ("mark", "")];
        joris.post(&site, &stack, &read(one.as_str())).await;
        marijke.post(&site, &stack, &read(two.as_str())).await;
        let paper = format!("{stack}/1");
        for earlier in [&mut joris, &mut marijke] {
            let page = earlier.get(&site, &paper).await;
            assert!(
                page.says("Een andere medewerker moet dit doen") && !page.says("name=\"cause\""),
                "{}",
                page.body
            );
        }
        let page = bas.get(&site, &paper).await;
        assert!(page.says("name=\"cause\"") && page.says("De nummers verschillen"), "{}", page.body);
        assert!(!page.says(&typed) && page.says("Stapel 1"), "in what, never how");
        let third = [read(two.as_str()).as_slice(), &[("cause", "typing")]].concat();
        assert_eq!(bas.post(&site, &paper, &third).await.status, 303);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
    });
}

#[test]
fn an_officer_votes_for_who_calls_and_keeps_nothing() {
    on_both(|place| async move {
        let (_town, round, site) = open(&place).await;
        let mut joris = Browser::of(&site, JORIS).await;
        let address = "/bureau/rondes/zuilen/helpen";
        let list = joris.get(&site, address).await;
        assert_eq!(list.fields("plan").len(), 6);
        assert_eq!((list.header("cache-control"), list.header("clear-site-data")), ("no-store", "\"cache\""));
        let typed = code(&round, 3);
        let fields = [("plan", "01"), ("plan", "03"), ("way", "telephone"), ("code", typed.as_str())];
        let review = joris.post(&site, address, &fields).await;
        let receipt = joris.post(&site, address, &looked_over(&review, &fields).as_pairs()).await;
        assert_eq!(receipt.status, 200, "{}", receipt.body);
        assert!(receipt.says(&round.letters.printed[3].1.to_string()), "the receipt");
        assert!(!receipt.says("Een bankje in de") && !receipt.says(&typed), "no choice, no code");
        assert_eq!(receipt.header("cache-control"), "no-store");
        let other = [("plan", "02"), ("way", "desk"), ("code", typed.as_str())];
        let own = [other[0], other[1], other[2], ("cast", "mark-of-the-officer")];
        let review = joris.post(&site, address, &own).await;
        assert_ne!(review.field("cast"), own[3].1, "what goes beside a ballot is made by the service");
        let refused = joris.post(&site, address, &looked_over(&review, &other).as_pairs()).await;
        assert_eq!(
            (refused.status.as_u16(), refused.kind()),
            (409, Some("field_invalid")),
            "{}",
            refused.body
        );
        let mut conn = place.store.read().await.unwrap();
        let mut told = 0;
        for stored in store::log::staff(&mut conn).await.unwrap() {
            let text = String::from_utf8(stored.entry).unwrap();
            assert!(!text.contains(&round.letters.printed[3].1.to_string()), "no letter: {text}");
            told += u64::from(text.contains("ballot.help") && text.contains("telephone"));
        }
        assert_eq!(told, 1, "the act stands in the log");
        let helped = store::channel::helped(&mut conn, &round.id).await.unwrap();
        assert_eq!(helped.iter().map(|one| one.ballots).collect::<Vec<_>>(), [0, 1]);
    });
}

/// What the desk sends after it looked a choice over.
struct Sent(Vec<(String, String)>);

impl Sent {
    fn as_pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

fn looked_over(review: &Page, fields: &[(&str, &str)]) -> Sent {
    let own = ["cast", "until", "token"].map(|name| (name.to_string(), review.field(name)));
    let typed = fields.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    Sent(typed.chain(own).collect())
}

#[test]
fn the_desk_changes_a_vote_with_the_change_code_and_a_vote_that_came_too_late_stays_on_the_screen() {
    on_both(|place| async move {
        let (town, round, site) = open(&place).await;
        let first = town.cast(&round, 3, &["01"]).await.expect("a receipt");
        let change = first.change.expect("a change code").for_the_receipt();
        let mut joris = Browser::of(&site, JORIS).await;
        let address = "/bureau/rondes/zuilen/helpen";
        let typed = code(&round, 3);
        let fields = [("plan", "02"), ("way", "desk"), ("code", typed.as_str()), ("change_code", "")];
        let review = joris.post(&site, address, &fields).await;
        let refused = joris.post(&site, address, &looked_over(&review, &fields).as_pairs()).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (409, Some("field_invalid")));
        assert!(refused.body.contains("name=\"change_code\""), "the desk asks for the change code");
        let fields = [fields[0], fields[1], fields[2], ("change_code", change.as_str())];
        let review = joris.post(&site, address, &fields).await;
        let sent = looked_over(&review, &fields);
        let other: Vec<_> = sent.as_pairs().into_iter().filter(|(name, _)| *name != "plan").collect();
        let other = [&[("plan", "03")], other.as_slice()].concat();
        let again = joris.post(&site, address, &other).await;
        assert!(again.body.contains("name=\"token\""), "what was not looked over is looked over first");
        let receipt = joris.post(&site, address, &sent.as_pairs()).await;
        assert_eq!((receipt.status.as_u16(), receipt.kind()), (200, Some("receipt")), "{}", receipt.body);
        assert!(!receipt.says(&change), "and there is a new change code");
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
        assert_eq!(
            place.number("SELECT CAST(SUM(ballots) AS BIGINT) FROM ballot_help").await,
            0,
            "it came in online"
        );
        let fields = [("plan", "04"), ("way", "telephone"), ("code", typed.as_str())];
        let review = joris.post(&site, address, &fields).await;
        site.clock.set(days(14).plus_minutes(10));
        let mut joris = Browser::of(&site, JORIS).await;
        let late = joris.post(&site, address, &looked_over(&review, &fields).as_pairs()).await;
        assert_eq!((late.status.as_u16(), late.kind()), (403, Some("round_closed")), "{}", late.body);
        assert!(late.says(&round.rules.proposals[3].title), "what was chosen stays on the screen");
    });
}

#[test]
fn a_kiosk_begins_in_the_language_of_the_municipality_whoever_was_there_before() {
    on_both(|place| async move {
        let (_town, _round, site) = open(&place).await;
        let list = Browser::default().get(&site, "/en/kiosk/rondes/zuilen/stemmen?volgorde=x").await;
        assert!(list.body.contains("lang=\"en\""), "{}", list.body);
        assert_eq!(list.header("refresh"), "600; url=/kiosk/zuilen");
        let turn = list.field("turn");
        let fields = [("turn", turn.as_str()), ("round", "zuilen")];
        let end = Browser::default().post(&site, "/en/kiosk/einde", &fields).await;
        assert_eq!((end.status.as_u16(), end.header("location")), (303, "/kiosk/zuilen"));
        let back = [("turn", turn.as_str()), ("plan", "01"), ("next", "review")];
        let back = Browser::default().post(&site, "/en/kiosk/rondes/zuilen/stemmen", &back).await;
        assert_eq!((back.status.as_u16(), back.header("location")), (303, "/kiosk/zuilen"));
    });
}

#[test]
fn a_kiosk_asks_for_no_name_and_no_number_that_the_next_voter_could_find() {
    on_both(|place| async move {
        let (_town, _round, site) = open(&place).await;
        let own = Browser::default().get(&site, "/rondes/zuilen/geen-brief").await;
        assert!(own.body.contains("name=\"call_phone\""), "on one's own device one may ask");
        let address = "/kiosk/rondes/zuilen/geen-brief";
        let page = Browser::default().get(&site, address).await;
        assert_eq!(page.status, 200);
        assert!(page.says("14 030") && !page.body.contains("call_phone") && !page.body.contains("call_name"));
        let fields = [("call_about", "letter"), ("call_name", "Truus"), ("call_phone", "0301234567")];
        let sent = Browser::default().post(&site, address, &fields).await;
        assert_eq!(sent.status, 404);
        assert_eq!(place.number("SELECT COUNT(*) FROM letter_call").await, 0);
    });
}

/// What a kiosk sends on from a page.
async fn on(site: &Site, page: &Page, more: &[(&str, &str)]) -> Page {
    let turn = page.field("turn");
    let mut fields = vec![("turn", turn.as_str())];
    fields.extend(more);
    Browser::default().post(site, "/kiosk/rondes/zuilen/stemmen", &fields).await
}

#[test]
fn a_kiosk_forgets_its_voter() {
    on_both(|place| async move {
        let (town, round, site) = open(&place).await;
        let begin = Browser::default().get(&site, "/kiosk/zuilen").await;
        assert_eq!(begin.header("clear-site-data"), "\"cache\", \"storage\"");
        assert!(begin.body.contains("/kiosk/rondes/zuilen/stemmen"), "{}", begin.body);
        assert!(!begin.body.contains("/kiosk/einde"), "there is no turn yet to end");
        let list = Browser::default().get(&site, "/kiosk/rondes/zuilen/stemmen?volgorde=x").await;
        assert!(list.body.contains("/kiosk/einde"), "{}", list.body);
        assert_eq!(list.header("cache-control"), "no-store");
        assert_eq!(list.header("refresh"), "600; url=/kiosk/zuilen");
        assert!(
            !list.body.contains("href=\"/geld") && !list.body.contains("<script"),
            "no way out, no script"
        );
        let review = on(&site, &list, &[("plan", "01"), ("next", "review")]).await;
        assert_eq!(review.status, 200, "{}", review.body);
        let stray = Browser::default();
        let lost = { stray }.post(&site, "/kiosk/rondes/zuilen/stemmen", &[("plan", "01")]).await;
        assert_eq!((lost.status.as_u16(), lost.header("location")), (303, "/kiosk/zuilen"), "without a turn");
        let typed = code(&round, 0);
        let names = ["turn", "cast", "until", "token"];
        let form = review.body.split("action=\"/kiosk/rondes/zuilen/stem\"").nth(1).expect("a form");
        let form = Page { body: form.to_string(), bytes: Vec::new(), headers: Default::default(), ..review };
        let values = names.map(|name| form.field(name));
        let mut fields: Vec<(&str, &str)> =
            names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        fields.extend([("plan", "01"), ("code", typed.as_str())]);
        let receipt = Browser::default().post(&site, "/kiosk/rondes/zuilen/stem", &fields).await;
        assert_eq!(receipt.status, 200, "{}", receipt.body);
        assert_eq!(receipt.header("refresh"), "180; url=/kiosk/zuilen");
        let again = Browser::default().post(&site, "/kiosk/rondes/zuilen/stem", &fields).await;
        assert_eq!(
            (again.status.as_u16(), again.header("location")),
            (303, "/kiosk/zuilen"),
            "the turn is over"
        );
        let back = on(&site, &list, &[("plan", "01"), ("next", "review")]).await;
        assert_eq!(back.status, 303, "nor does an earlier page of it come back");
        let copy = Site::of(&town.second().await, days(1));
        copy.add_keys(&round);
        let fresh = Browser::default().get(&copy, "/kiosk/rondes/zuilen/stemmen?volgorde=x").await;
        assert_eq!(on(&copy, &fresh, &[("plan", "01"), ("next", "review")]).await.status, 200);
        let back = on(&copy, &list, &[("plan", "01"), ("next", "review")]).await;
        assert_eq!(back.status, 303, "on no copy of the service");
        let kept = place.number("SELECT COUNT(*) FROM kiosk_turn WHERE until_at % 3600000000 <> 0").await;
        assert_eq!(kept, 0, "what is kept tells no minute");
        acts::erasure::run(&town.nobody_at(days(2))).await.unwrap();
        assert_eq!(place.number("SELECT COUNT(*) FROM kiosk_turn").await, 0);
        let asking = Browser::default().get(&site, "/kiosk/rondes/zuilen/geen-brief").await;
        assert!(asking.status == 200 && !asking.body.contains("call_name"), "nobody types a name here");
        assert_eq!(place.number("SELECT ballots FROM ballot_channel WHERE channel = 'kiosk'").await, 1);
        let elsewhere = Browser::default().get(&site, "/kiosk/bureau").await;
        assert_eq!(elsewhere.status, 404);
    });
}

#[test]
fn what_was_posted_is_told_and_the_last_hour_is_noticed() {
    on_both(|place| async move {
        let (town, _round, site) = open(&place).await;
        let page = Browser::default().get(&site, "/rondes/zuilen").await;
        assert!(page.says("Tot 10 minuten na het einde") && page.says("uiterlijk tot"), "{}", page.body);
        assert!(!page.body.contains("last_hour"));
        let late = Site::of(&town, days(14).plus_minutes(-30));
        let page = Browser::default().get(&late, "/rondes/zuilen/stemmen?volgorde=x").await;
        assert!(page.body.contains("data-kind=\"last_hour\""));
        let kept = days(17).plus_minutes(10).micros() / 1_000;
        assert!(
            page.body.contains(&format!("data-until=\"{kept}\"")),
            "a choice lives as long as an extension may last"
        );
        acts::extension::ask(&town.joris_at(days(13)), &_round.id, days(16), "Storing").await.unwrap();
        let mut marijke = Browser::of(&late, MARIJKE).await;
        let done = marijke.post(&late, "/bureau/rondes/zuilen/verlenging/1", &[("verdict", "extend")]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = Browser::default().get(&late, "/rondes/zuilen/stemmen?volgorde=x").await;
        assert!(page.body.contains("data-kind=\"extended\"") && !page.body.contains("last_hour"));
    });
}
