//! All that a group writes and shows with its plan can be reported and taken off, with a reason, notice and a second look: what it said to
//! the office, its pictures, the text of the plan itself. The ballot is counted as before.

use axum::http::StatusCode;
use schuifruimte::acts::moderation::{self, Writer};
use schuifruimte::acts::pitch::Author;
use schuifruimte::acts::pitch::appeal;
use schuifruimte::acts::{self, ActError};
use schuifruimte::documents::picture::make;
use schuifruimte::domain::id::{PitchId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::moderation::{Ground, Ruling, Written};
use schuifruimte::domain::picture::Pair;
use schuifruimte::domain::pitch::Ground as Refusal;
use schuifruimte::domain::pitch::content::Content;
use schuifruimte::domain::rules::Rules;
use schuifruimte::store::{Guard, StoreError};

use super::bids::{clubs, listed, pots_round};
use super::{admit, decider, fill, own, sent, soup, today};
use crate::post::entering::enter;
use crate::support::people::{JORIS, MARIJKE};
use crate::support::picture::png;
use crate::support::{Browser, DAY, Page, Place, Site, Town, days, on_both};

const HENK: &str = "henk@buurt.example";

/// A reader reports something by its page; the officer sees it and takes it off.
async fn taken_off(site: &Site, public: &str, (round, kind, one): (&RoundId, &str, &str), reason: &str) {
    let mut anyone = Browser::default();
    let way = format!("/rondes/{round}/melden/{kind}/{one}");
    let page = anyone.get(site, public).await;
    assert!(page.body.contains(&way), "{way}: {}", page.body);
    assert_eq!(anyone.get(site, &way).await.status, StatusCode::OK);
    let told = [("talk_ground", "personal"), ("talk_report", "Dit ben ik.")];
    assert!(anyone.post(site, &way, &told).await.says("Dank u wel"));
    let case = format!("/bureau/rondes/{round}/gesprek/{kind}/{one}");
    let mut joris = Browser::of(site, JORIS).await;
    assert!(joris.get(site, &format!("/bureau/rondes/{round}/gesprek")).await.body.contains(&case));
    let silent = [("do", "off"), ("talk_ground", "personal"), ("talk_reason", " ")];
    let page = joris.post(site, &case, &silent).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "never without a reason");
    let off = [("do", "off"), ("talk_ground", "personal"), ("talk_reason", reason)];
    let page = joris.post(site, &case, &off).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = anyone.get(site, public).await;
    assert!(page.says(reason) && !page.body.contains(&way), "{}", page.body);
    assert_eq!(anyone.get(site, &way).await.status, StatusCode::NOT_FOUND);
}

/// The group asks for a second look on its own page. Who took it off does not give it; another officer does.
async fn looked_at_again(
    site: &Site,
    (henk, id): (&mut Browser, &PitchId),
    (round, kind, one): (&RoundId, &str, &str),
    ruling: &str,
) {
    let off = format!("/initiatief/plannen/{id}/weggehaald");
    assert!(henk.get(site, &format!("/initiatief/plannen/{id}")).await.body.contains(&off));
    let page = henk.post(site, &off, &[("kind", kind), ("one", one), ("talk_appeal", "Het mag.")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let case = format!("/bureau/rondes/{round}/gesprek/{kind}/{one}");
    let rule = [("do", "rule"), ("talk_ruling", ruling), ("talk_ruling_reason", "Anders bekeken.")];
    let page = Browser::of(site, JORIS).await.post(site, &case, &rule).await;
    assert_eq!((page.status, page.kind()), (StatusCode::CONFLICT, Some("four_eyes_required")));
    let page = Browser::of(site, MARIJKE).await.post(site, &case, &rule).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

/// What a group said to what the office found, and why it wants another officer to decide again, are for everyone once there is a
/// decision, and can be taken off from then on.
#[test]
fn what_a_group_said_to_the_office_is_reported_taken_off_and_put_back() {
    const WHY: &str = "De heer De Wit liegt over het plein.";
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, HENK, &soup()).await;
        let site = Site::of(&town, today());
        let early = format!("/rondes/{round}/melden/reactie/{id}.3");
        super::hear(&place, &decider(&place).await, &round, &id).await;
        assert_eq!(
            Browser::default().get(&site, &early).await.status,
            StatusCode::NOT_FOUND,
            "nobody reads it before the decision"
        );
        let no = (Refusal::Unfeasible, "Er komt een speeltuin.");
        let bea = place.context(bea(&place).await, today());
        acts::pitch::review::not_admit(&bea, &round, &id, no).await.expect("refused");
        let ctx = own(&place, &henk, today());
        appeal::ask(&ctx, Author::Member(&henk.id), &id, WHY).await.expect("asked");
        let public = format!("/rondes/{round}/ingestuurd/{id}");
        let mut henk = enter(&place, &site, HENK).await;
        for (number, words) in [(3, "Dat zien wij anders."), (5, WHY)] {
            let one = format!("{id}.{number}");
            let what = (&round, "reactie", one.as_str());
            assert!(Browser::default().get(&site, &public).await.says(words), "{words}");
            taken_off(&site, &public, what, "Dit noemt iemand.").await;
            assert!(!Browser::default().get(&site, &public).await.says(words), "{words}");
            looked_at_again(&site, (&mut henk, &id), what, "restored").await;
            assert!(Browser::default().get(&site, &public).await.says(words), "it stands there again");
        }
        assert_eq!(crate::talk::mails(&place, "withheld").await, 4, "the group is told each time");
        assert_eq!(place.fsck().await, [""; 0]);
        // Taken off for good, its words go after their term.
        let one = Written::Said(id.clone(), 5);
        let new = (Ground::Insult, "Grof.");
        moderation::withhold(&mut town.joris_at(today()), (&round, &one), new).await.expect("taken off");
        acts::erasure::run(&place.context(Actor::Service, today().plus_minutes(900 * DAY)))
            .await
            .expect("it runs");
        assert!(!place.dump().await.iter().any(|row| row.contains(WHY)), "{:?}", place.dump().await);
    });
}

/// The officer of [`decider`].
async fn bea(place: &Place) -> Actor {
    let mut conn = place.store.read().await.expect("a connection");
    let all = schuifruimte::store::account::list(&mut conn).await.expect("readable");
    Actor::Staff(all.into_iter().find(|one| one.login == "bea").expect("there").id)
}

fn pair(side: u32) -> Pair {
    make(&png(side, 300)).unwrap_or_else(|_| panic!("a picture"))
}

/// A plan of Henk with two pictures, sent in.
async fn pictured(town: &Town, round: &RoundId) -> (PitchId, [String; 2]) {
    let place = &town.place;
    let (henk, id) = super::written(town, round, HENK, &soup()).await;
    let (ctx, author) = (own(place, &henk, today()), Author::Member(&henk.id));
    let pairs = [pair(300), pair(301)];
    for (pair, alt) in pairs.iter().zip(["Een kind met een pan", "Een lange tafel"]) {
        acts::pitch::picture::add(&ctx, author, &id, (pair, alt)).await.expect("added");
    }
    acts::pitch::submit(&ctx, author, &id).await.expect("sent in");
    (id, pairs.map(|pair| format!("/fotos/{}.jpg", pair.large.name())))
}

/// A picture that was taken off is gone from every page and its file with it, and comes back after a second look; from the ballot as well
/// once the list is fixed. Nothing of what is counted changes.
#[test]
fn a_picture_that_was_taken_off_gets_a_second_look_before_and_on_the_fixed_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (id, files) = pictured(&town, &round).await;
        let site = Site::of(&town, today());
        let public = format!("/rondes/{round}/ingestuurd/{id}");
        let mut henk = enter(&place, &site, HENK).await;
        let mut anyone = Browser::default();
        let one = format!("{id}.1");
        taken_off(&site, &public, (&round, "foto", &one), "Er staat een kind op.").await;
        assert_eq!(anyone.get(&site, &files[0]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(anyone.get(&site, &files[1]).await.status, StatusCode::OK);
        let list = anyone.get(&site, &format!("/rondes/{round}/ingestuurd?volgorde=a")).await;
        assert!(!list.says("Een kind met een pan") && list.says("Een lange tafel"), "{}", list.body);
        let case = format!("/bureau/rondes/{round}/gesprek/foto/{one}");
        let seen = Browser::of(&site, MARIJKE).await.get(&site, &format!("{case}/fotos/1")).await;
        assert_eq!(seen.header("content-type"), "image/jpeg", "who looks again sees it");
        let page = henk.get(&site, &format!("/initiatief/plannen/{id}/weggehaald")).await;
        assert!(page.body.contains(&format!("/initiatief/plannen/{id}/fotos/1")), "{}", page.body);
        looked_at_again(&site, (&mut henk, &id), (&round, "foto", &one), "restored").await;
        assert_eq!(anyone.get(&site, &files[0]).await.status, StatusCode::OK);
        assert_eq!(crate::talk::mails(&place, "withheld").await, 2, "the group is told");
        let number = admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        let open = town.open_draft(round.clone(), 6).await;
        let fixed = open.rules.clone();
        let site = Site::of(&town, days(1));
        let ballot = format!("/rondes/{round}/plannen/{number}");
        let two = format!("{id}.2");
        taken_off(&site, &ballot, (&round, "foto", &two), "De buurman wil dit niet.").await;
        assert_eq!(anyone.get(&site, &files[1]).await.status, StatusCode::NOT_FOUND);
        let page = anyone.get(&site, &ballot).await;
        assert!(page.body.contains(&files[0]) && !page.body.contains(&files[1]), "{}", page.body);
        assert_eq!(rules(&place, &round).await, fixed, "what is counted is what it was");
        assert_eq!(place.fsck().await, [""; 0]);
        final_picture(&place).await;
    });
}

async fn rules(place: &Place, round: &RoundId) -> Rules {
    let mut conn = place.store.read().await.expect("a connection");
    acts::round::rules(&mut conn, round).await.expect("rules")
}

/// Nobody asked for a second look: the file goes when its group could not do that any more, from the ballot when the round is over.
async fn final_picture(place: &Place) {
    let files = async |table: &str| {
        let query = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table} WHERE large_file IS NOT NULL");
        place.number(query).await
    };
    let at = |day| place.context(Actor::Service, days(day));
    acts::erasure::run(&at(80)).await.expect("it runs");
    assert_eq!((files("pitch_picture").await, files("plan_picture").await), (2, 2), "not yet");
    acts::erasure::run(&at(95)).await.expect("it runs");
    assert_eq!((files("pitch_picture").await, files("plan_picture").await), (1, 2), "people still vote");
    assert_eq!(place.fsck().await, [""; 0]);
}

/// While it mends its plan a group takes a picture out itself; of one that was reported it stays that it was there, and one that the
/// office took off waits for the second look. Its numbers are not given twice.
#[test]
fn a_group_that_mends_its_plan_loses_no_second_look_at_a_picture() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (id, _) = pictured(&town, &round).await;
        let (one, two) = (Written::Picture(id.clone(), 1), Written::Picture(id.clone(), 2));
        let off = (Ground::Personal, "Er staat een kind op.");
        moderation::withhold(&mut town.joris_at(today()), (&round, &one), off).await.expect("taken off");
        let reader = crate::talk::visitor(&place, today());
        moderation::report(&reader, "198.51.100.1", (&round, &two), off).await.expect("told");
        let until = today().plus_minutes(10 * DAY);
        acts::pitch::review::ask_repair(&town.joris_at(today()), &round, &id, ("Wie kookt er?", until))
            .await
            .expect("asked");
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, HENK).await;
        let plan = format!("/initiatief/plannen/{id}");
        let page = henk.post(&site, &format!("{plan}/fotos/1/verwijdering"), &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "what is off is not its to remove");
        let slip = place.sql(format!("DELETE FROM pitch_picture WHERE pitch_id = '{id}'")).await;
        assert!(matches!(slip, Err(StoreError::Refused(Guard::Trigger(_)))), "{slip:?}");
        assert_eq!(henk.post(&site, &format!("{plan}/fotos/2/verwijdering"), &[]).await.status, 303);
        let page = henk
            .upload_bytes(
                &site,
                &format!("{plan}/fotos"),
                &[("words_alt", "Soep")],
                ("c.png", &png(302, 300)),
            )
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert!(henk.get(&site, &plan).await.body.contains(&format!("{plan}/fotos/3\"")));
        let case = format!("/bureau/rondes/{round}/gesprek/foto/{}", two.id());
        let mut joris = Browser::of(&site, JORIS).await;
        assert!(joris.get(&site, &case).await.says("teruggenomen of gewist"));
        assert_eq!(
            joris.post(&site, &case, &[("do", "keep")]).await.status,
            303,
            "and its report is looked at"
        );
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What may not be read in a plan.
fn rude() -> Content {
    let place = "Bij mevrouw De Wit".to_string();
    Content { summary: "Mevrouw De Wit steelt soep.".to_string(), place, ..soup() }
}

fn without(page: &Page, reason: &str) {
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("Samen soep"), "its name stays: {}", page.body);
    assert!(!page.says("De Wit"), "{}", page.body);
    assert!(reason.is_empty() || page.says(reason), "{}", page.body);
}

/// Before the list is fixed a group sends in another text, which stands there at once; what was taken off of the first is not to be read
/// among what changed.
#[test]
fn the_text_of_a_plan_is_taken_off_and_a_mended_one_stands() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, HENK, &rude()).await;
        let site = Site::of(&town, today());
        let mut anyone = Browser::default();
        let public = format!("/rondes/{round}/ingestuurd/{id}");
        let one = format!("{id}.1");
        taken_off(&site, &public, (&round, "plan", &one), "Dit is niet waar.").await;
        let page = anyone.get(&site, &public).await;
        without(&page, "Dit is niet waar.");
        assert!(page.says("€ 900"), "what it asks stays: {}", page.body);
        without(&anyone.get(&site, &format!("/rondes/{round}/ingestuurd?volgorde=a")).await, "");
        let found = anyone.get(&site, &format!("/rondes/{round}/ingestuurd?zoek=steelt")).await;
        assert!(!found.says("Samen soep"), "nobody finds it by words that nobody reads: {}", found.body);
        assert_eq!(place.fsck().await, [""; 0]);
        let until = today().plus_minutes(10 * DAY);
        acts::pitch::review::ask_repair(&town.joris_at(today()), &round, &id, ("Noem niemand.", until))
            .await
            .expect("asked");
        let ctx = own(&place, &henk, today());
        let same = acts::pitch::submit(&ctx, Author::Member(&henk.id), &id).await;
        assert!(format!("{same:?}").contains("pt-off"), "the same words do not come back: {same:?}");
        fill(&ctx, Author::Member(&henk.id), &id, &soup()).await.expect("mended");
        acts::pitch::submit(&ctx, Author::Member(&henk.id), &id).await.expect("sent in again");
        let page = anyone.get(&site, &public).await;
        assert!(page.says("Elke week koken wij soep") && !page.says("De Wit"), "{}", page.body);
        assert_eq!(crate::talk::mails(&place, "withheld").await, 1, "the group is told");
        let report = |number: u64| format!("/rondes/{round}/melden/plan/{id}.{number}");
        assert_eq!(
            anyone.get(&site, &report(1)).await.status,
            StatusCode::NOT_FOUND,
            "nor on the page to report it"
        );
        assert_eq!(anyone.get(&site, &report(2)).await.status, StatusCode::OK);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What is off when the vote is opened is not in the rules, which everyone keeps for ever; a second look later changes nothing of that.
#[test]
fn a_text_that_is_off_when_the_vote_opens_is_never_in_the_rules() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, HENK, &rude()).await;
        let number = admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        let one = Written::Plan(id.clone(), 1);
        let off = (Ground::Personal, "Dit is niet waar.");
        moderation::withhold(&mut town.joris_at(days(-3)), (&round, &one), off).await.expect("taken off");
        town.open_draft(round.clone(), 6).await;
        let site = Site::of(&town, days(1));
        let fixed = rules(&place, &round).await;
        let listed = fixed.proposals.iter().find(|plan| plan.id == number).expect("on the list");
        assert_eq!(
            (listed.title.as_str(), listed.summary.as_str(), listed.place.as_str()),
            ("Samen soep", "", "")
        );
        let file = Browser::default().get(&site, &format!("/rondes/{round}/regels.json")).await;
        assert!(file.says("Samen soep") && !file.says("De Wit"), "{}", file.body);
        assert_eq!(place.fsck().await, [""; 0]);
        let mut henk = enter(&place, &site, HENK).await;
        looked_at_again(&site, (&mut henk, &id), (&round, "plan", &one.id()), "restored").await;
        assert_eq!(rules(&place, &round).await, fixed);
        assert!(
            Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await.says("De Wit")
        );
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Once the list is fixed the text goes off every page and nothing of the ballot changes: the plan keeps its number, its name and its sum,
/// and the rules their fingerprint. After a second look it stands there again.
#[test]
fn the_text_of_a_plan_on_the_fixed_ballot_is_taken_off_and_the_count_stays_as_it_was() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, HENK, &rude()).await;
        let number = admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        let open = town.open_draft(round.clone(), 6).await;
        let fixed = open.rules.clone();
        let site = Site::of(&town, days(1));
        let mut anyone = Browser::default();
        let (ballot, one) = (format!("/rondes/{round}/plannen/{number}"), format!("{id}.1"));
        taken_off(&site, &ballot, (&round, "plan", &one), "Dit is niet waar.").await;
        for page in ["", "/stemmen?volgorde=x", &format!("/plannen/{number}"), &format!("/ingestuurd/{id}")] {
            without(&anyone.get(&site, &format!("/rondes/{round}{page}")).await, "");
        }
        assert_eq!(rules(&place, &round).await, fixed, "what is counted is what it was");
        assert_eq!(place.fsck().await, [""; 0]);
        let mut henk = enter(&place, &site, HENK).await;
        looked_at_again(&site, (&mut henk, &id), (&round, "plan", &one), "restored").await;
        assert!(anyone.get(&site, &ballot).await.says("De Wit"), "it stands there again");
        let owner = Written::Plan(id.clone(), 1);
        let new = (Ground::Insult, "Grof.");
        moderation::withhold(&mut town.joris_at(days(1)), (&round, &owner), new).await.expect("taken off");
        let stranger =
            moderation::appeal(&crate::talk::visitor(&place, days(1)), Writer::Carrier, &owner, "Nee.").await;
        assert!(matches!(stranger, Err(ActError::NotFound)), "{stranger:?}");
        let ruled = (Ruling::Restored, "Mag.");
        let early = moderation::rule(&mut town.marijke_at(days(1)), (&round, &owner), ruled).await;
        assert!(matches!(early, Err(ActError::DraftChanged)), "nobody asked: {early:?}");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Who reports a bid reads what its group wrote, not the number under which the city keeps the task.
#[test]
fn who_reports_a_bid_reads_no_number_of_its_task() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let task = listed(&town).await;
        let round = pots_round(&town).await;
        let (_, id) = sent(&town, &round, HENK, &clubs(&task)).await;
        let site = Site::of(&town, today());
        let page = Browser::default().get(&site, &format!("/rondes/{round}/melden/plan/{id}.1")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(&clubs(&task).title) && !page.body.contains(task.as_str()), "{}", page.body);
    });
}
