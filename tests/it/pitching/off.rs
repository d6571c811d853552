//! Words of groups beside a plan that may not stand there: what was told of a year of a takeover, and why plans go on as one.

use axum::http::StatusCode;
use jiff::civil::date;
use schuifruimte::acts;
use schuifruimte::acts::meeting::Host;
use schuifruimte::acts::moderation::{self, Writer};
use schuifruimte::acts::pitch::Author;
use schuifruimte::acts::{ActError, Context};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::bid::takeover::Says;
use schuifruimte::domain::id::{PitchId, ProposalId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::moderation::{Ground, Ruling, Written};
use schuifruimte::domain::pitch::ally::Reply;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{Guard, StoreError};

use super::bids::wanted;
use super::takeover::{on, running};
use super::{admit, decider, own, refusal, regroups, sent, soup, today};
use crate::post::entering::enter;
use crate::support::people::{JORIS, MARIJKE, Staff};
use crate::support::{Browser, DAY, Place, Site, Town, days, on_both};

const HENK: &str = "henk@buurt.example";
const TRUUS: &str = "truus@buurt.example";

/// In how many rows these words stand.
async fn rows(place: &Place, words: &str) -> usize {
    place.dump().await.iter().filter(|row| row.contains(words)).count()
}

/// By the pages: a neighbour reports what a group told of a year, the office takes it off with a reason, another officer looks again. It
/// vanishes from the page, the news and the feed, and its words are erased after their term.
#[test]
fn what_a_group_told_of_a_year_is_reported_taken_off_and_erased() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, id, henk) = running(&town).await;
        let now = on("2029-02-01");
        let (ctx, author) = (own(&place, &henk, now), Author::Member(&henk.id));
        acts::bid::tell(&ctx, author, &id, (2028, "Bel Fatima op 06 1234.")).await.expect("told");
        let site = Site::of(&town, now);
        let mut anyone = Browser::default();
        let public = format!("/rondes/{round}/ingestuurd/{id}/overname");
        let feed = format!("/rondes/{round}/ingestuurd/{id}/nieuws.atom");
        let way = format!("/rondes/{round}/melden/jaar/{id}.4");
        let page = anyone.get(&site, &public).await;
        assert!(page.says("Bel Fatima") && page.body.contains(&way), "{}", page.body);
        assert!(anyone.get(&site, &feed).await.body.contains(&format!("takeover-{id}-4")));
        assert!(anyone.get(&site, &way).await.says("Bel Fatima"));
        let told = [("talk_ground", "personal"), ("talk_report", "Fatima wil dit niet.")];
        assert!(anyone.post(&site, &way, &told).await.says("Dank u wel"));
        let mut joris = Browser::of(&site, JORIS).await;
        assert!(joris.get(&site, "/bureau").await.says("lezers meldden 1 tekst of foto"));
        let case = format!("/bureau/rondes/{round}/gesprek/jaar/{id}.4");
        assert!(joris.get(&site, &format!("/bureau/rondes/{round}/gesprek")).await.body.contains(&case));
        let off = [("do", "off"), ("talk_ground", "personal"), ("talk_reason", "Een nummer van iemand.")];
        let page = joris.post(&site, &case, &off).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = anyone.get(&site, &public).await;
        assert!(page.says("Een nummer van iemand.") && !page.says("Fatima"), "{}", page.body);
        assert!(!anyone.get(&site, &feed).await.body.contains(&format!("takeover-{id}-4")));
        assert_eq!(anyone.get(&site, &way).await.status, StatusCode::NOT_FOUND);
        assert_eq!(crate::talk::mails(&place, "withheld").await, 1, "the group is told");
        again(&place, &site, (&id, &case)).await;
        assert!(!anyone.get(&site, &public).await.says("Fatima"), "it stays away");
        database_holds(&place, &id).await;
        let later = on("2029-02-01").plus_minutes(800 * DAY);
        acts::erasure::run(&place.context(Actor::Service, later)).await.expect("it runs");
        assert_eq!(rows(&place, "Fatima").await, 0, "{:?}", place.dump().await);
        let page = anyone.get(&site, &public).await;
        assert!(page.says("Over 2028"), "that it was told stays: {}", page.body);
    });
}

/// A name in an account burns no year (condition 7): what was taken off nobody heard. The year is due again, nobody looks back meanwhile,
/// and the group tells of it again without the name; once.
#[test]
fn s25_a_year_that_was_taken_off_is_told_again() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, id, henk) = running(&town).await;
        let now = on("2029-02-01");
        let (ctx, author) = (own(&place, &henk, now), Author::Member(&henk.id));
        acts::bid::tell(&ctx, author, &id, (2028, "Bel Fatima op 06 1234.")).await.expect("told");
        let again = acts::bid::tell(&ctx, author, &id, (2028, "Wij waren open.")).await;
        assert_eq!(refusal(again), "to_year: bid-year");
        let due = "over 2028 hoorde de buurt nog niet hoe het ging";
        let site = Site::of(&town, now);
        assert!(!Browser::of(&site, JORIS).await.get(&site, "/bureau").await.says(due));
        let one = Written::Account(id.clone(), 4);
        let off = (Ground::Personal, "Een nummer van iemand.");
        moderation::withhold(&mut town.joris_at(now), (&round, &one), off).await.expect("taken off");
        assert!(Browser::of(&site, JORIS).await.get(&site, "/bureau").await.says(due));
        let back = wanted(Says::Evaluate, date(2029, 2, 1));
        let done = acts::bid::follow(&town.joris_at(now), (&round, &id), back.clone()).await;
        assert_eq!(refusal(done), "to_on: bid-untold", "on what nobody can read");
        acts::bid::tell(&ctx, author, &id, (2028, "Wij waren open.")).await.expect("without the name");
        assert!(!Browser::of(&site, JORIS).await.get(&site, "/bureau").await.says(due));
        let again = acts::bid::tell(&ctx, author, &id, (2028, "Nog eens.")).await;
        assert_eq!(refusal(again), "to_year: bid-year", "once");
        let slip = format!(
            "INSERT INTO takeover_step (pitch_id, number, step, from_state, to_state, on_day, reason, reference, legal_kind, \
             legal_name, kvk, from_day, until_day, break_clause, year, by_function, at) VALUES ('{id}', 6, 'account', \
             'running', 'running', '2029-02-01', 'Zo.', '', '', '', '', '', '', '', 2028, '', 1)"
        );
        let done = place.sql(slip).await;
        assert!(matches!(done, Err(StoreError::Refused(Guard::Unique))), "nor past the act: {done:?}");
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}/overname")).await;
        assert!(page.says("Wij waren open.") && !page.says("Fatima"), "{}", page.body);
        acts::bid::follow(&town.joris_at(now), (&round, &id), back).await.expect("looked back");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What readers reported of an account that stays, and what was said about one that was put back, goes after the term of its own; what
/// waits for a second look waits with its words.
#[test]
fn what_was_said_about_an_account_that_stays_is_erased_after_its_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, id, henk) = running(&town).await;
        let now = on("2029-02-01");
        let (ctx, author) = (own(&place, &henk, now), Author::Member(&henk.id));
        acts::bid::tell(&ctx, author, &id, (2028, "De hal was 70 uur open.")).await.expect("told");
        let one = Written::Account(id.clone(), 4);
        let reader = crate::talk::visitor(&place, now);
        let told = (Ground::Insult, "Mevrouw De Wit steelt.");
        moderation::report(&reader, "198.51.100.1", (&round, &one), told).await.expect("told");
        let kim = interested(&place, &round, now).await;
        let done = moderation::keep(&kim, (&round, &one)).await;
        assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{done:?}");
        moderation::keep(&town.joris_at(now), (&round, &one)).await.expect("it stays");
        let off = (Ground::Insult, "De Wit wil dit niet.");
        moderation::withhold(&mut town.joris_at(now), (&round, &one), off).await.expect("taken off");
        moderation::appeal(&ctx, Writer::Group(author), &one, "De Wit mag.").await.expect("asked");
        let ruled = (Ruling::Restored, "De Wit staat er niet in.");
        moderation::rule(&mut town.marijke_at(now), (&round, &one), ruled).await.expect("ruled");
        let off = (Ground::Personal, "Zwart wil dit niet.");
        moderation::withhold(&mut town.joris_at(now), (&round, &one), off).await.expect("taken off");
        moderation::appeal(&ctx, Writer::Group(author), &one, "Zwart mag.").await.expect("asked");
        let run = async |at: Moment| {
            acts::erasure::run(&place.context(Actor::Service, at)).await.expect("it runs").emptied.words
        };
        run(now.plus_minutes(700 * DAY)).await;
        assert_eq!(rows(&place, "De Wit").await, 2, "its term has not passed");
        let later = now.plus_minutes(800 * DAY);
        assert_eq!(run(later).await, 2);
        assert_eq!((rows(&place, "De Wit").await, rows(&place, "Zwart").await), (0, 1));
        assert_eq!(run(later).await, 0, "once");
        assert_eq!(rows(&place, "70 uur open").await, 1, "the account itself stays");
        let ruled = (Ruling::Restored, "Zwart staat er niet in.");
        moderation::rule(&mut town.marijke_at(later), (&round, &one), ruled).await.expect("ruled");
        run(later.plus_minutes(100 * DAY)).await;
        assert_eq!(rows(&place, "Zwart").await, 0);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Somebody of the office whose sister has a plan in the round.
async fn interested<'a>(place: &'a Place, round: &RoundId, now: Moment) -> Context<'a> {
    let kim = Staff { login: "kim", name: "Kim Bos", function: "Adviseur", role: Role::Officer };
    let ctx = place.context(Actor::Staff(place.employ(kim, Scope::City).await), now);
    let about = ProposalId::new("01");
    acts::interest::state(&ctx, round, Some(&about), "Mijn zus doet mee.").await.expect("stated");
    ctx
}

/// S55: who has an interest in the round does not put reports away either, of whatever kind.
#[test]
fn s55_who_has_an_interest_puts_no_report_away() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, reason) = merged(&town, &round).await;
        let (mo, plan) = sent(&town, &round, "mo@buurt.example", &soup()).await;
        let comment = crate::talk::said(&town, &plan).await;
        let host = Host::Group(Author::Member(&mo.id));
        let evening = crate::talk::meetings::evening();
        let mut ctx = own(&place, &mo, today());
        let meeting = acts::meeting::call(&mut ctx, host, (&round, Some(&plan)), &evening).await;
        let meeting = meeting.expect("called");
        let kim = interested(&place, &round, today()).await;
        let reader = crate::talk::visitor(&place, today());
        for one in [reason, Written::Comment(comment), Written::Meeting(meeting)] {
            let told = (Ground::Insult, "Grof.");
            moderation::report(&reader, "198.51.100.1", (&round, &one), told).await.expect("told");
            let done = moderation::keep(&kim, (&round, &one)).await;
            assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{one}: {done:?}");
            moderation::keep(&town.joris_at(today()), (&round, &one)).await.expect("by another one");
        }
    });
}

/// The group asks, Joris may not rule on his own decision, Marijke does.
async fn again(place: &Place, site: &Site, (id, case): (&PitchId, &str)) {
    let mut henk = enter(place, site, HENK).await;
    let own_page = format!("/initiatief/plannen/{id}/weggehaald");
    assert!(henk.get(site, &format!("/initiatief/plannen/{id}")).await.body.contains(&own_page));
    assert!(henk.get(site, &own_page).await.says("Een nummer van iemand."));
    let one = format!("{id}.4");
    let fields = [("kind", "jaar"), ("one", one.as_str()), ("talk_appeal", "Fatima vindt het goed.")];
    let page = henk.post(site, &own_page, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let rule = [("do", "rule"), ("talk_ruling", "upheld"), ("talk_ruling_reason", "Fatima wil het niet.")];
    let page = Browser::of(site, JORIS).await.post(site, case, &rule).await;
    assert_eq!((page.status, page.kind()), (StatusCode::CONFLICT, Some("four_eyes_required")));
    let page = Browser::of(site, MARIJKE).await.post(site, case, &rule).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

/// Past the acts nothing of a step changes, and nothing is taken off that does not stand there.
async fn database_holds(place: &Place, id: &PitchId) {
    for slip in [
        "UPDATE takeover_step SET reason = 'Anders.' WHERE number = 4",
        "UPDATE takeover_step SET reason = '(gewist)' WHERE number = 1",
        "UPDATE takeover_step SET by_desk = (SELECT MIN(id) FROM account) WHERE number = 4",
        "UPDATE withholding SET kind = 'meeting'",
    ] {
        assert!(matches!(place.sql(slip).await, Err(StoreError::Refused(_))), "{slip}");
    }
    for (kind, of) in [("account", format!("{id}.1")), ("account", "elders.4".into()), ("merge", "r".into())]
    {
        let astray = format!(
            "INSERT INTO moderation_report (kind, of_id, round_id, pitch_id, number, ground, words, at) \
             SELECT '{kind}', '{of}', round_id, id, 1, 'insult', '', 1 FROM pitch WHERE id = '{id}'"
        );
        let done = place.sql(astray).await;
        assert!(
            matches!(&done, Err(StoreError::Refused(Guard::Trigger(word))) if word == "astray"),
            "{kind} {of}: {done:?}"
        );
    }
}

/// Two plans that go on as one because the group of the first proposed it.
async fn merged(town: &Town, round: &RoundId) -> ([(Initiator, PitchId); 2], Written) {
    let place = &town.place;
    let (henk, one) = regroups::plan(town, round, HENK, "Soep").await;
    let (truus, other) = regroups::plan(town, round, TRUUS, "Brood").await;
    let asked = regroups::ask(place, (&henk, &one), round, (&one, std::slice::from_ref(&other))).await;
    let seen = regroups::standing(place, &other, today()).await;
    regroups::say(place, (&truus, &other), &seen, Reply::Yes).await.expect("as one");
    ([(henk, one), (truus, other)], Written::Merge(asked.expect("proposed")))
}

/// Why a group proposed to go on as one stands with every plan in it. Taken off, it is gone from all of them, for everyone and for the
/// groups; only who wrote it asks for a second look; and it is erased after its term.
#[test]
fn why_plans_go_on_as_one_is_taken_off_of_each_of_them() {
    const WORDS: &str = "Wij koken op hetzelfde plein.";
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let ([(henk, one), (truus_self, other)], reason) = merged(&town, &round).await;
        let site = Site::of(&town, today());
        let mut truus = enter(&place, &site, TRUUS).await;
        let office = format!("/bureau/rondes/{round}/ingestuurd/{one}");
        let case = format!("/bureau/rondes/{round}/gesprek/samengaan/{}", reason.id());
        let shown = async |truus: &mut Browser| {
            let (mut anyone, mut joris) = (Browser::default(), Browser::of(&site, JORIS).await);
            let mut all = Vec::new();
            for id in [&one, &other] {
                all.push(anyone.get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await.says(WORDS));
            }
            all.push(truus.get(&site, &format!("/initiatief/plannen/{other}")).await.says(WORDS));
            all.push(joris.get(&site, &office).await.says(WORDS));
            all
        };
        assert_eq!(shown(&mut truus).await, [true; 4]);
        let way = format!("/rondes/{round}/melden/samengaan/{}", reason.id());
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{other}")).await;
        assert!(page.body.contains(&way), "also from the plan of the other group: {}", page.body);
        let off = (Ground::Insult, "Dit is niet aardig.");
        let target = (&round, &reason);
        moderation::withhold(&mut town.joris_at(today()), target, off).await.expect("taken off");
        assert_eq!(shown(&mut truus).await, [false; 4]);
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{other}")).await;
        assert!(page.says("Dit is niet aardig.") && !page.body.contains(&way), "{}", page.body);
        assert!(Browser::of(&site, JORIS).await.get(&site, &case).await.says(WORDS), "for who decides");
        second_look(&town, target, [&truus_self, &henk]).await;
        assert_eq!(shown(&mut truus).await, [true; 4], "it stands there again");
        // Its group had the time to take it in hand.
        let after = Context { now: today().plus_minutes(8 * DAY), ..decider(&place).await };
        admit(&after, &round, &one).await.expect("decided");
        town.certify_draft(round).await;
        acts::erasure::run(&place.context(Actor::Service, days(1_000))).await.expect("it runs");
        assert_eq!(rows(&place, WORDS).await, 0, "{:?}", place.dump().await);
    });
}

async fn second_look(town: &Town, (round, reason): (&RoundId, &Written), [truus, henk]: [&Initiator; 2]) {
    let place = &town.place;
    for (who, may) in [(truus, false), (henk, true)] {
        let owner = Writer::Group(Author::Member(&who.id));
        let done = moderation::appeal(&own(place, who, today()), owner, reason, "Toch wel.").await;
        assert_eq!(done.is_ok(), may, "{who:?}: {done:?}");
        assert!(may || matches!(done, Err(ActError::NotFound)), "{done:?}");
    }
    let ruled = (Ruling::Restored, "Het is een gewone zin.");
    moderation::rule(&mut town.marijke_at(today()), (round, reason), ruled).await.expect("ruled");
}
