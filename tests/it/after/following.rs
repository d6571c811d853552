//! News of rounds and plans: on pages, in feeds, and by mail for who follows.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::domain::id::{PitchId, ProposalId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::Ground;
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use crate::acts::payments::granted;
use crate::pitching::{admit, fill, kitchen, own, refuse, sent, soup, today};
use crate::post::{count, turn};
use crate::sepa::tree::{self, Node};
use crate::support::smtp::{MailServer, Manner, header};
use crate::support::{Browser, DAY, Place, Site, Town, days, now, on_both};

const KAREL: &str = "karel.volgt@buurt.example";

/// The entries of a feed: name, title, moment.
fn entries(feed: &Node) -> Vec<(String, String, String)> {
    let all = feed.children.iter().filter(|one| one.name == "entry");
    all.map(|one| (one.at("id").to_string(), one.at("title").to_string(), one.at("updated").to_string()))
        .collect()
}

async fn feed(site: &Site, address: &str) -> Node {
    let page = Browser::default().get(site, address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(page.header("content-type"), "application/atom+xml; charset=utf-8");
    tree::read(&page.body).unwrap_or_else(|| panic!("no XML: {}", page.body))
}

async fn tell(place: &Place, at: Moment) -> u64 {
    acts::follow::tell(&mut place.context(Actor::Service, at)).await.expect("told")
}

/// A page that the newest mail to an address leads to.
fn way(server: &MailServer, email: &str, before: &str) -> String {
    let mails: Vec<String> =
        server.arrived().into_iter().filter(|mail| header(mail, "To") == email).collect();
    let mail = mails.last().expect("a mail").replace("=\r\n", "");
    let rest = mail.split(&format!("https://schuif.example{before}")).nth(1).expect("a link");
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '/').unwrap_or(rest.len());
    format!("{before}{}", &rest[..end])
}

/// Somebody types an address and its owner says yes: the page that this ends on.
async fn follow(place: &Place, site: &Site, server: &MailServer, topic: &str, at: Moment) -> String {
    let page = Browser::default().post(site, topic, &[("post_email", KAREL)]).await;
    assert_eq!(page.status, StatusCode::ACCEPTED, "{}", page.body);
    turn(place, server, at).await;
    let link = way(server, KAREL, "/volgen/ja/");
    let page = Browser::default().get(site, &link).await;
    assert!(page.says("Ja, ik wil dit volgen"), "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    let page = Browser::default().post(site, &link, &[("yes", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.header("location").to_string()
}

#[test]
fn a_feed_tells_what_happened_under_names_that_stay_and_counts_nothing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(1));
        let round = town.open_round("zuilen").await;
        for letter in 0..12 {
            town.cast(&round, letter, &["01", "02"]).await.expect("a receipt");
        }
        let open = feed(&site, "/rondes/zuilen/nieuws.atom").await;
        assert_eq!(open.at("id"), "tag:schuif.example,2027:zuilen");
        assert_eq!(open.at("author/name"), "Utrecht");
        assert_eq!(entries(&open).len(), 1, "only that it is open: {open:?}");
        town.close_and_seal(&round.id).await;
        let hash = town.count_and_propose(&round.id).await;
        site.clock.set(days(16));
        let closed = feed(&site, "/rondes/zuilen/nieuws.atom").await;
        assert_eq!(entries(&closed).len(), 2, "a count that nobody certified is no news: {closed:?}");
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
        let grant = town.grants(&round.id).await.remove(0);
        town.announce_grant(&grant).await;
        site.clock.set(days(21));
        let all = entries(&feed(&site, "/rondes/zuilen/nieuws.atom").await);
        assert_eq!(all[all.len() - 2..], entries(&closed)[..], "what stood there stands there");
        let titles: Vec<&str> = all.iter().map(|(_, title, _)| title.as_str()).collect();
        assert!(titles.iter().any(|title| title.contains("De uitslag is vastgesteld.")), "{titles:?}");
        let own = entries(&feed(&site, "/rondes/zuilen/plannen/01/nieuws.atom").await);
        assert!(own[0].1.contains("De gemeente geeft subsidie voor dit plan."), "{own:?}");
        assert!(own.iter().all(|entry| all.contains(entry)), "the same names in both: {own:?}");
        let english = entries(&feed(&site, "/en/rondes/zuilen/nieuws.atom").await);
        assert_eq!(english[0].0, all[0].0, "one name in both languages");
        let page = Browser::default().get(&site, "/rondes/zuilen/nieuws").await;
        assert!(page.says("De gemeente geeft subsidie voor dit plan."), "{}", page.body);
        let page = Browser::default().get(&site, "/rondes/zuilen/plannen/01").await;
        assert!(
            page.says("Het leven van dit plan") && page.says("De stemming is begonnen."),
            "{}",
            page.body
        );
        assert_eq!(Browser::default().get(&site, "/rondes/anders/nieuws.atom").await.status, 404);
        assert_eq!(Browser::default().get(&site, "/rondes/zuilen/plannen/99/nieuws.atom").await.status, 404);
    });
}

#[test]
fn who_says_yes_gets_one_mail_a_day_with_its_reason_and_a_way_out() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let site = Site::of(&life.town, days(22));
        let server = MailServer::start(|_| Manner::Take).await;
        let own = follow(&place, &site, &server, "/rondes/zuilen/plannen/01/volgen", days(22)).await;
        assert!(Browser::default().get(&site, &own).await.says("Wat u volgt"));
        assert_eq!(tell(&place, days(23)).await, 0, "nothing is new since the yes");
        life.pay(100_000, days(24)).await;
        assert_eq!(tell(&place, days(25)).await, 1);
        assert_eq!(tell(&place, days(25)).await, 0, "told once");
        life.pay(200_000, days(25)).await;
        assert_eq!(tell(&place, days(25).plus_minutes(600)).await, 0, "one mail a day");
        turn(&place, &server, days(25)).await;
        let mail = server.arrived().pop().expect("news");
        assert_eq!(header(&mail, "Subject"), "Nieuws over wat u volgt");
        let stop = header(&mail, "List-Unsubscribe").to_string();
        assert_eq!(stop, format!("<https://schuif.example{own}>"), "{mail}");
        assert!(mail.contains("omdat u dit volgt"), "{mail}");
        assert!(mail.contains("1.000"), "what was paid: {mail}");
        assert_eq!(tell(&place, days(26).plus_minutes(1)).await, 1, "the rest on the next day");

        let page = Browser::default().post(&site, &own, &[("one", "")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert!(Browser::default().get(&site, &own).await.says("U volgt niets meer"));
        turn(&place, &server, days(27)).await;
        let left: Vec<String> = place.dump().await.into_iter().filter(|row| row.contains("karel")).collect();
        assert_eq!(left, Vec::<String>::new(), "nothing of the address is left");
        life.pay(100_000, days(28)).await;
        assert_eq!(tell(&place, days(30)).await, 0);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn an_address_of_a_stranger_gets_few_questions_and_nothing_more() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let site = Site::of(&life.town, days(22));
        for client in 1..=6 {
            let mut browser = Browser::at(&format!("203.0.113.{client}"));
            let topic =
                if client % 2 == 0 { "/rondes/zuilen/volgen" } else { "/rondes/zuilen/plannen/01/volgen" };
            let page = browser.post(&site, topic, &[("post_email", KAREL)]).await;
            assert_eq!(page.status, StatusCode::ACCEPTED, "the same answer: {}", page.body);
        }
        assert_eq!(count(&place, "waiting").await, 2, "two at once, and no more");
        life.pay(100_000, days(24)).await;
        assert_eq!(tell(&place, days(25)).await, 0, "who never said yes gets no news");
        let mark = crate::post::address(KAREL).mark();
        acts::initiator::mailbox::stop(&place.context(Actor::Visitor, days(25)), &mark)
            .await
            .expect("stopped");
        site.clock.set(days(26));
        let page =
            Browser::at("203.0.113.9").post(&site, "/rondes/zuilen/volgen", &[("post_email", KAREL)]).await;
        assert_eq!(page.status, StatusCode::ACCEPTED);
        assert_eq!(count(&place, "waiting").await, 2, "who wants no mail that others cause is not asked");
        acts::erasure::run(&place.context(Actor::Service, days(26))).await.expect("it runs");
        assert_eq!(
            place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM follow").await,
            0,
            "a question is no yes"
        );

        let page = Browser::default().post(&site, "/rondes/zuilen/volgen", &[("post_email", "karel")]).await;
        assert_eq!((page.status, page.kind()), (StatusCode::UNPROCESSABLE_ENTITY, Some("email_invalid")));
        let mut one = Browser::at("198.51.100.7");
        let mut refused = None;
        for number in 0..30 {
            let email = format!("karel.{number}@buurt.example");
            let page = one.post(&site, "/rondes/zuilen/volgen", &[("post_email", &email)]).await;
            refused = refused.or_else(|| page.kind().map(ToString::to_string));
        }
        assert_eq!(refused.as_deref(), Some("rate_limited"), "nobody writes to everyone from one place");
        let page = Browser::default().get(&site, "/volgen/ja/0000").await;
        assert_eq!((page.status, page.kind()), (StatusCode::GONE, Some("link_expired")));
        assert_eq!(Browser::default().get(&site, "/volgen/0000").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn who_follows_a_plan_from_the_day_it_came_in_hears_what_becomes_of_it_until_the_end() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, pitch) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (_, other) = sent(&town, &round, "ans@buurt.example", &kitchen()).await;
        let site = Site::of(&town, today());
        let server = MailServer::start(|_| Manner::Take).await;
        let address = format!("/rondes/zuilen/ingestuurd/{pitch}");
        assert!(Browser::default().get(&site, &address).await.says("Volg dit plan"));
        follow(&place, &site, &server, &format!("{address}/volgen"), today()).await;
        let joris = town.joris_at(today().plus_minutes(60));
        let reason = (Ground::Unfeasible, "Er is geen water.");
        refuse(&place, &joris, (&round, &other), reason).await.expect("decided");
        assert_eq!(tell(&place, today().plus_minutes(70)).await, 0, "another plan is no news");
        review::ask_repair(&joris, &round, &pitch, ("Waar?", today().plus_minutes(9 * DAY)))
            .await
            .expect("asked");
        assert_eq!(tell(&place, today().plus_minutes(70)).await, 0, "what is missing is for the group");
        let number = admitted_after_mending(&town, &round, &pitch).await;
        let later = today().plus_minutes(5 * DAY);
        assert_eq!(tell(&place, later).await, 1);
        turn(&place, &server, later).await;
        let news = server.arrived().pop().expect("news").replace("=\r\n", "");
        assert!(news.contains("komt op de lijst") && news.contains("Samen soep"), "{news}");
        let titles = |feed: Node| entries(&feed).into_iter().map(|(_, title, _)| title).collect::<Vec<_>>();
        let own = titles(feed(&site, &format!("{address}/nieuws.atom")).await);
        assert_eq!(own.len(), 3, "sent in, changed, admitted: {own:?}");
        let all = titles(feed(&site, "/rondes/zuilen/nieuws.atom").await);
        assert!(all.iter().any(|title| title == "Een buurtkeuken: Dit plan komt niet op de lijst. Op de pagina van het plan staat waarom."), "{all:?}");
        let page = Browser::default().get(&site, &format!("/rondes/zuilen/plannen/{number}")).await;
        assert!(page.says("Een groep heeft dit plan ingestuurd."), "{}", page.body);
        assert_eq!(
            Browser::default().get(&site, "/rondes/zuilen/ingestuurd/nergens/volgen").await.status,
            404
        );
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// The group mends its plan and the office admits it.
async fn admitted_after_mending(town: &Town, round: &RoundId, pitch: &PitchId) -> ProposalId {
    let at = today().plus_minutes(2 * DAY);
    let place = &town.place;
    let email = crate::post::address("henk@buurt.example");
    let mut conn = place.store.read().await.expect("a connection");
    let henk = store::initiator::find_email(&mut conn, &email).await.expect("readable").expect("there");
    drop(conn);
    let (ctx, author) = (own(place, &henk, at), Author::Member(&henk.id));
    fill(&ctx, author, pitch, &soup()).await.expect("mended");
    acts::pitch::submit(&ctx, author, pitch).await.expect("sent in");
    admit(&town.joris_at(at), round, pitch).await.expect("admitted")
}

/// The term of two years (docs/retention.md).
#[test]
fn a_follower_to_whom_nothing_was_told_for_two_years_is_erased() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, now());
        let server = MailServer::start(|_| Manner::Take).await;
        follow(&place, &site, &server, "/rondes/zuilen/volgen", now()).await;
        assert_eq!(tell(&place, days(20)).await, 1, "closed, certified, chosen");
        let erased =
            acts::erasure::run(&place.context(Actor::Service, days(20 + 729))).await.expect("it runs");
        assert_eq!(erased.emptied.followers, 0);
        let erased =
            acts::erasure::run(&place.context(Actor::Service, days(20 + 732))).await.expect("it runs");
        assert_eq!(erased.emptied.followers, 1);
    });
}
