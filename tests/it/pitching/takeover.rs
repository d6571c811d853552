//! The takeover of a task (S25): what a decision rests on, who hears of it, and what waits for the office.

use jiff::civil::date;
use schuifruimte::acts;
use schuifruimte::acts::ActError;
use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::domain::bid::condition::{Answer, Condition};
use schuifruimte::domain::bid::takeover::{Agreement, Says};
use schuifruimte::domain::id::{PitchId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::recipient::RecipientKind;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::StoreError;

use super::bids::{agree, clubs, judged, listed, past, wanted};
use super::{admit, decider, fill, own, refusal, rules, sent, today};
use crate::post::entering::enter;
use crate::post::turn;
use crate::support::checked::{foundation, kvk};
use crate::support::people::{JORIS, MARIJKE};
use crate::support::smtp::{MailServer, Manner, header};
use crate::support::{Browser, DAY, Site, Town, days, on_both, on_both_tampered};

const HENK: &str = "henk@buurt.example";

/// S25: a verdict is about the version that it was given on. A bid that changed is judged anew, in the act and in the database.
#[test]
fn s25_a_bid_that_changed_is_judged_anew() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let task = listed(&town).await;
        let (henk, id) = sent(&town, &round, HENK, &clubs(&task)).await;
        let joris = town.joris_at(today());
        let cost = (Condition::Cost, Answer::Yes);
        acts::bid::judge(&joris, (&round, &id), cost, "Goedkoper.").await.expect("judged");
        let until = today().plus_minutes(14 * DAY);
        review::ask_repair(&joris, &round, &id, ("Wat doet u in de zomer?", until)).await.expect("asked");
        let mut dearer = clubs(&task);
        dearer.offer.yearly = Some(Cents::euros(150_000));
        let (ctx, author) = (own(&place, &henk, today()), Author::Member(&henk.id));
        fill(&ctx, author, &id, &dearer).await.expect("mended");
        acts::pitch::submit(&ctx, author, &id).await.expect("sent in");
        admit(&decider(&place).await, &round, &id).await.expect("admitted");
        town.certify_draft(round.clone()).await;
        judged(&town, (&round, &id), &[Condition::Cost]).await;
        let marijke = town.marijke_at(days(500));
        let yes = || wanted(agree(RecipientKind::Foundation), date(2027, 6, 1));
        let done = acts::bid::decide(&marijke, (&round, &id), yes()).await;
        assert_eq!(refusal(done), "to_decision: bid-not-ready", "the price is another one");
        let done = place.sql(past(&id, &town.marijke, "agree")).await;
        assert!(matches!(done, Err(StoreError::Refused(_))), "nor past the act: {done:?}");
        acts::bid::judge(&town.joris_at(days(19)), (&round, &id), cost, "Nagerekend.").await.expect("judged");
        acts::bid::decide(&marijke, (&round, &id), yes()).await.expect("agreed");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// A bid to which the municipality said yes on 1 June 2027.
async fn agreed(town: &Town) -> (RoundId, PitchId, Initiator) {
    let round = town.draft_round("zuilen").await;
    let (henk, id) = sent(town, &round, HENK, &clubs(&listed(town).await)).await;
    decided(town, (&round, &id)).await;
    (round, id, henk)
}

/// The way of a bid that was sent in to that yes.
async fn decided(town: &Town, (round, id): (&RoundId, &PitchId)) {
    admit(&decider(&town.place).await, round, id).await.expect("admitted");
    town.certify_draft(round.clone()).await;
    judged(town, (round, id), &[]).await;
    let yes = wanted(agree(RecipientKind::Foundation), date(2027, 6, 1));
    acts::bid::decide(&town.marijke_at(days(500)), (round, id), yes).await.expect("agreed");
}

/// The same, begun on the first of 2028, for four years.
pub async fn running(town: &Town) -> (RoundId, PitchId, Initiator) {
    let (round, id, henk) = agreed(town).await;
    begun(town, (&round, &id)).await;
    (round, id, henk)
}

/// The same of a bid that was sent in otherwise.
pub async fn taken_over(town: &Town, one: (&RoundId, &PitchId)) {
    decided(town, one).await;
    begun(town, one).await;
}

async fn begun(town: &Town, one: (&RoundId, &PitchId)) {
    let sign = Says::Sign(Agreement {
        from: date(2028, 1, 1),
        until: date(2031, 12, 31),
        yearly: Cents::euros(104_500),
        break_clause: "Een half jaar vooraf.".to_string(),
    });
    for (says, on) in [(sign, date(2027, 7, 1)), (Says::Start, date(2028, 1, 1))] {
        let done = acts::bid::follow(&town.joris_at(days(500)), one, wanted(says, on)).await;
        done.expect("written down");
    }
}

/// S45: a social-brokerage organisation takes no task over; past the acts, it is found.
#[test]
fn s45_no_task_goes_to_a_social_broker() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        rules::register(&town).await;
        let (_, id, _) = agreed(&town).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let slip = "UPDATE takeover_step SET legal_name = 'Stichting Het Makelpunt' WHERE number = 1";
        place.slip("takeover_step", slip).await;
        let found = place.fsck().await;
        let line = format!("I11: plan {id}: its task went over to a social-brokerage organisation");
        assert!(found.contains(&line), "{found:?}");
    });
}

/// S45: nor in the act, by name.
#[test]
fn s45_the_municipality_agrees_to_no_takeover_by_a_social_broker() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        rules::register(&town).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, HENK, &clubs(&listed(&town).await)).await;
        admit(&decider(&place).await, &round, &id).await.expect("admitted");
        town.certify_draft(round.clone()).await;
        judged(&town, (&round, &id), &[]).await;
        let Says::Agree(number, mut legal) = agree(RecipientKind::Foundation) else { panic!("a yes") };
        legal.name = "Stichting Het Makelpunt".to_string();
        let yes = wanted(Says::Agree(number, legal), date(2027, 6, 1));
        let done = acts::bid::decide(&town.marijke_at(days(500)), (&round, &id), yes).await;
        assert!(matches!(done, Err(ActError::Excluded(_))), "{done:?}");
    });
}

pub fn on(day: &str) -> Moment {
    Moment::parse(&format!("{day}T12:00:00Z")).expect("a moment")
}

/// S25: the group hears of each step by mail, with why it comes; who follows hears of it in the news; everyone reads it in the feed.
#[test]
fn s25_the_group_and_who_follows_hear_of_a_takeover() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let server = MailServer::start(|_| Manner::Take).await;
        let (round, id, _) = running(&town).await;
        turn(&place, &server, days(501)).await;
        let mails: Vec<(String, String)> = server
            .arrived()
            .iter()
            .filter(|mail| header(mail, "To") == HENK)
            .map(|mail| (header(mail, "Subject").to_string(), mail.replace("=\r\n", "")))
            .collect();
        for subject in ["U bent begonnen met de taak", "De overeenkomst over de taak staat vast"] {
            let (_, words) = mails.iter().find(|(found, _)| found == subject).expect(subject);
            for said in ["De sporthal van de clubs", "Zie het besluit.", "omdat u meedoet in de groep"] {
                assert!(words.contains(said), "{said}: {words}");
            }
        }
        let site = Site::of(&town, days(502));
        let feed =
            Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}/nieuws.atom")).await;
        for said in [
            "De gemeente beslist: bewoners nemen de taak over.",
            "Er is een overeenkomst over de taak.",
            "De bewoners zijn met de taak begonnen.",
        ] {
            assert!(feed.body.contains(said), "{said}: {}", feed.body);
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// S25: the group sees that a year is due on its own page and tells of it there, everyone reads it, and what waits stands on the
/// work list of the office until somebody does it.
#[test]
fn s25_the_group_tells_how_a_year_went_and_the_office_sees_what_waits() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, id, _) = running(&town).await;
        let due = "De sporthal van de clubs: over 2028 hoorde de buurt nog niet hoe het ging";
        let ends = "de overeenkomst eindigt op 31 december 2031";
        let site = Site::of(&town, on("2028-12-31"));
        let page = Browser::of(&site, JORIS).await.get(&site, "/bureau").await;
        assert!(!page.says(due) && !page.says(ends), "{}", page.body);
        site.clock.set(on("2029-02-01"));
        let page = Browser::of(&site, JORIS).await.get(&site, "/bureau").await;
        assert!(page.says(due), "{}", page.body);
        let mut henk = enter(&place, &site, HENK).await;
        let own_page = format!("/initiatief/plannen/{id}");
        let page = henk.get(&site, &own_page).await;
        assert!(page.says("Over 2028 is nog niet verteld hoe het ging."), "{}", page.body);
        let told = |year: &'static str, words: &'static str| [("to_year", year), ("to_reason", words)];
        let page =
            henk.post(&site, &format!("{own_page}/verantwoording"), &told("2027", "Zo ging het.")).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("Zo ging het."), "nothing typed is lost: {}", page.body);
        let page =
            henk.post(&site, &format!("{own_page}/verantwoording"), &told("2028", "Drukker dan ooit.")).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let public = format!("/rondes/{round}/ingestuurd/{id}/overname");
        let page = Browser::default().get(&site, &public).await;
        assert!(page.says("Drukker dan ooit.") && page.says("door de groep zelf"), "{}", page.body);
        let page = Browser::of(&site, JORIS).await.get(&site, "/bureau").await;
        assert!(!page.says(due), "{}", page.body);
        site.clock.set(on("2031-07-01"));
        let page = Browser::of(&site, JORIS).await.get(&site, "/bureau").await;
        assert!(page.says(ends), "{}", page.body);
        goes_on(&site, (&round, &id)).await;
        let page = Browser::of(&site, JORIS).await.get(&site, "/bureau").await;
        assert!(!page.says(ends), "{}", page.body);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// By the pages: Joris looks back, Marijke decides that it goes on, with a proof that it is she.
async fn goes_on(site: &Site, (round, id): (&RoundId, &PitchId)) {
    let office = format!("/bureau/rondes/{round}/ingestuurd/{id}/bod");
    let mut joris = Browser::of(site, JORIS).await;
    let evaluate = [("to_step", "evaluate"), ("to_on", "2031-07-01"), ("to_reason", "Het gaat goed.")];
    let page = joris.post(site, &format!("{office}/vervolg"), &evaluate).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let page = joris.get(site, &office).await;
    assert!(page.says("Hierover beslist iemand die subsidies mag toekennen."), "{}", page.body);
    let extend = [
        ("to_step", "extend"),
        ("to_decision", "extend"),
        ("to_on", "2031-07-01"),
        ("to_until", "2035-12-31"),
        ("to_reason", "Door."),
    ];
    assert_eq!(joris.post(site, &format!("{office}/vervolg"), &extend).await.status, 404);
    assert_eq!(joris.post(site, &format!("{office}/besluit"), &extend).await.status, 404);
    let mut marijke = Browser::of(site, MARIJKE).await;
    let page = marijke.post(site, &format!("{office}/besluit"), &extend).await;
    assert_eq!(page.status, 303, "{}", page.body);
}

/// A second certificate of a round, at a moment.
async fn certified_again(town: &Town, at: Moment) {
    let again = format!(
        "INSERT INTO certificate (round_id, number, hash, proposed_by, proposed_at, approved_by, approved_at) \
         SELECT round_id, number + 1, hash, proposed_by, proposed_at, approved_by, {} FROM certificate",
        at.micros()
    );
    town.place.sql(again).await.expect("a second certificate");
}

fn of_takeover(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().filter(|line| line.contains("its takeover") || line.starts_with("I11")).collect()
}

/// S25, S63: a result that was replaced shows no support: it is judged again after the newest one, in the act and in the database.
#[test]
fn s63_the_support_of_a_bid_is_judged_after_the_newest_result() {
    // The certificates are made up here: fsck finds that they were signed by nobody.
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, HENK, &clubs(&listed(&town).await)).await;
        admit(&decider(&place).await, &round, &id).await.expect("admitted");
        town.certify_draft(round.clone()).await;
        judged(&town, (&round, &id), &[]).await;
        certified_again(&town, days(20)).await;
        let yes = || wanted(agree(RecipientKind::Foundation), date(2027, 6, 1));
        let done = acts::bid::decide(&town.marijke_at(days(500)), (&round, &id), yes()).await;
        assert_eq!(refusal(done), "to_decision: bid-not-ready", "that result was replaced");
        let done = place.sql(past(&id, &town.marijke, "agree")).await;
        assert!(matches!(done, Err(StoreError::Refused(_))), "nor past the act: {done:?}");
        let support = (Condition::Support, Answer::Yes);
        acts::bid::judge(&town.joris_at(days(21)), (&round, &id), support, "Herteld.").await.expect("judged");
        acts::bid::decide(&town.marijke_at(days(500)), (&round, &id), yes()).await.expect("agreed");
        // What comes later changes nothing about what was decided then.
        let third = format!(
            "INSERT INTO certificate (round_id, number, hash, proposed_by, proposed_at, approved_by, approved_at) \
             SELECT round_id, 3, hash, proposed_by, proposed_at, approved_by, {} FROM certificate WHERE number = 2",
            days(600).micros()
        );
        place.sql(third).await.expect("a third certificate");
        assert_eq!(of_takeover(place.fsck().await), Vec::<String>::new());
    });
}

/// I11: an honest agreement is no finding because its legal person came to belong with a social broker years later.
#[test]
fn s45_fsck_looks_at_a_takeover_with_who_belonged_together_then() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        rules::register(&town).await;
        agreed(&town).await;
        let named =
            |name: &str, number| Wanted { name: name.to_string(), kvk: Some(number), ..foundation(name) };
        let hall = town.recipient(&named("Stichting De Hal", kvk("sporthal"))).await;
        let broker = town.recipient(&named("Stichting Het Makelpunt", kvk("makelpunt"))).await;
        acts::recipient::affiliate(&town.joris_at(days(900)), &hall, &broker, "zelfde bestuur")
            .await
            .expect("affiliated");
        assert_eq!(of_takeover(place.fsck().await), Vec::<String>::new());
    });
}
