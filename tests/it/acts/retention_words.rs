//! A name that staff wrote wherever words are asked for is gone after its term; sums, decisions and pages stay.

use schuifruimte::acts::objection::{Agreed, Received, Verdict};
use schuifruimte::acts::settlement::{NewAccount, close, receive, reclaim, repaid, write_off};
use schuifruimte::acts::standing::{Decision, ask, decide, open};
use schuifruimte::acts::{self, objection, payment};
use schuifruimte::domain::accountability::Thresholds;
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::decision::DecisionKind;
use schuifruimte::domain::digest::hex;
use schuifruimte::domain::id::{GrantId, ProposalId, RoundId};
use schuifruimte::domain::interest::Feasible;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::objection::{Advice, Outcome};
use schuifruimte::domain::payment::{Advance, PaymentNotice};
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::standing::Asked;
use schuifruimte::store::{self, Guard, StoreError};

use super::interest::anneke;
use super::payments::{Granted, account, day, receipt, returned};
use super::retention::{file, person, send};
use super::standing::snel;
use crate::support::people::{JORIS, MARIJKE};
use crate::support::town::mandate;
use crate::support::{Browser, Place, Site, Town, days, now, on_both};

/// A name that stands nowhere else.
pub const NAME: &str = "Zwaantje Overalmerk";

/// What staff write, with the name in it.
pub fn words(what: &str) -> String {
    format!("{NAME}: {what}")
}

fn euros(sum: u32) -> Cents {
    Cents::euros(sum)
}

/// How many rows of any table hold the name, in a text or in bytes.
async fn rows(place: &Place) -> Vec<String> {
    let in_bytes = hex(NAME.as_bytes());
    let dump = place.dump().await;
    dump.into_iter().filter(|row| row.contains(NAME) || row.to_lowercase().contains(&in_bytes)).collect()
}

/// A request to a quick pot in this name, and another one that is refused.
pub async fn asked(town: &Town) -> (RoundId, GrantId) {
    let (id, plan) = snel();
    super::pots::set_apart(town, (Pot::None, Pot::Quick), 1_500).await.expect("set apart");
    open(&town.joris_at(days(-1)), &id, &town.noordwest, &plan).await.expect("open");
    town.no_interest_in_quick(&id).await;
    let asked = |title: &str| Asked {
        applicant: NAME.to_string(),
        title: title.to_string(),
        place: words("thuis"),
        amount: euros(400),
        received_at: now(),
    };
    let first = ask(&town.joris_at(now()), &id, asked("Een lange tafel")).await.expect("asked");
    let other = ask(&town.joris_at(now()), &id, asked("Een stoel")).await.expect("asked");
    let why = words("past in de regel");
    let grant = decide(&town.marijke_at(days(2)), &id, first, Decision::Grant, &why).await.expect("decided");
    decide(&town.marijke_at(days(2)), &id, other, Decision::Refuse, &words("kan niet"))
        .await
        .expect("decided");
    let mut conn = town.place.store.read().await.expect("a connection");
    let refused = store::decision::requests::refusals(&mut conn, &id).await.expect("decisions").remove(0);
    drop(conn);
    // Sent on day 3: the last day for objections is day 45.
    super::decisions::send(&town.joris_at(days(3)), &refused.decision).await.expect("sent");
    (id, grant.expect("a grant"))
}

/// Everything that can happen to a grant, with the name in every word.
pub async fn lived(town: Town, grant: GrantId) -> Granted {
    // Bounds of a regulation under which every grant gives account.
    let row = Thresholds { direct: Cents::ZERO, ..Thresholds::usual() };
    acts::settlement::set_thresholds(&town.nobody_at(days(-1)), &row, "Raadsbesluit.").await.expect("bounds");
    file(&town, &grant, &person(NAME, "Vergeetmijnietlaan 88")).await;
    acts::grant::award(&town.marijke_at(days(20)), &grant, &words("gekozen")).await.expect("awarded");
    send(&town, &grant, DecisionKind::Award, &person(NAME, "Vergeetmijnietlaan 88"), 20).await;
    let mut conn = town.place.store.read().await.expect("a connection");
    let record = store::grant::find(&mut conn, &grant).await.expect("it reads").expect("a grant");
    let award = store::decision::of_grant(&mut conn, &grant).await.expect("decisions").remove(0);
    drop(conn);
    objected(&town, &award.number).await;
    let life = Granted { grant, amount: record.amount, line: record.line.clone(), town };
    let town = &life.town;
    life.ends(days(200)).await;
    let condition = words("na het feest");
    let half = Cents::new(life.amount.get() / 2).expect("an amount");
    for due in [30, 100] {
        let (due_on, line) = (day(days(due)), life.line.clone());
        let advance = Advance { number: 0, line, due_on, amount: half, condition: condition.clone() };
        let number =
            payment::add_advance(&town.joris_at(days(21)), &life.grant, &advance).await.expect("planned");
        let order =
            payment::order_advance(&town.joris_at(days(due)), &life.grant, number).await.expect("ordered");
        life.send(std::slice::from_ref(&order), days(due)).await;
        // Once it never arrives, and once it is paid and comes back.
        if due == 100 {
            let told = PaymentNotice { reference: words("BK 1"), ..receipt(&order, days(due + 1)) };
            payment::pay(&town.marijke_at(days(due + 1)), &[told]).await.expect("paid");
        }
        let why = words("rekening onbekend");
        let bank = payment::GivenBack { reference: words("RET"), ..returned(days(due + 2), &why) };
        payment::give_back(&town.marijke_at(days(due + 2)), &order, &bank).await.expect("given back");
        let again = payment::renew(&town.joris_at(days(due + 3)), &order).await.expect("renewed");
        life.send(std::slice::from_ref(&again), days(due + 4)).await;
        life.paid(&again, days(due + 5)).await;
    }
    let told = NewAccount {
        activities: words("kookte"),
        results: [words("lachte"), String::new(), words("bleef")],
        ..account(Some(life.amount.get() - 20_000), days(210))
    };
    receive(&town.joris_at(days(210)), &life.grant, &told).await.expect("accounted");
    let kept = Cents::new(life.amount.get() - 20_000).expect("an amount");
    let why = words("niet alles besteed");
    acts::settlement::settle(&town.marijke_at(days(220)), &life.grant, kept, &why).await.expect("settled");
    reclaim(&town.marijke_at(days(230)), &life.grant, euros(50), &words("toch te veel"))
        .await
        .expect("reclaimed");
    repaid(&town.joris_at(days(240)), &life.grant, euros(200), day(days(239)), &words("NL91 77"))
        .await
        .expect("repaid");
    write_off(&town.marijke_at(days(250)), &life.grant, euros(50), &words("kan niet"))
        .await
        .expect("given up");
    close(&town.joris_at(days(260)), &life.grant).await.expect("closed");
    life
}

/// An objection against the award: more time, and a decision by someone else.
async fn objected(town: &Town, number: &schuifruimte::domain::decision::DecisionNumber) {
    acts::mandate::enter(&town.nobody_at(days(-80)), &mandate(&town.joris, days(-80)))
        .await
        .expect("a mandate");
    let received = Received {
        decision: number.clone(),
        received: day_of(days(25)),
        posted: None,
        reference: "2027-889".to_string(),
        advice: Advice::None,
    };
    let objection = objection::receive(&town.joris_at(days(25)), &received).await.expect("received");
    let until = day_of(days(180));
    objection::extend(&town.joris_at(days(26)), &objection, until, &words("ziek"), Agreed::Objector)
        .await
        .expect("extended");
    let verdict = Verdict { outcome: Outcome::Unfounded, reason: words("ongelijk"), pay: None };
    objection::decide(&town.joris_at(days(27)), &objection, &verdict).await.expect("decided");
    let mut conn = town.place.store.read().await.expect("a connection");
    let all = store::decision::list(&mut conn).await.expect("decisions");
    drop(conn);
    let last = all.last().expect("a decision").clone();
    super::decisions::send(&town.joris_at(days(28)), &last.number).await.expect("sent");
}

async fn job(place: &Place, day: i64) -> acts::retention::Emptied {
    acts::erasure::run(&place.context(Actor::Service, days(day))).await.expect("it runs").emptied
}

async fn sums(place: &Place) -> Vec<i64> {
    let mut found = Vec::new();
    for query in [
        "SELECT COUNT(*) FROM posting",
        "SELECT CAST(SUM(amount_cents) AS BIGINT) FROM posting",
        "SELECT CAST(SUM(sum_cents) AS BIGINT) FROM decision",
        "SELECT COUNT(*) FROM decision",
        "SELECT COUNT(*) FROM grant_event",
        "SELECT CAST(SUM(settled_cents) AS BIGINT) FROM settlement",
        "SELECT CAST(SUM(amount_cents) AS BIGINT) FROM quick_request",
        "SELECT COUNT(*) FROM objection_outcome",
        "SELECT COUNT(*) FROM plan_check",
    ] {
        found.push(place.number(query).await);
    }
    found
}

#[test]
fn after_the_term_no_table_holds_the_name_and_every_sum_decision_and_page_stays() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let anneke = place.context(Actor::Staff(anneke(&town).await), days(-29));
        acts::interest::state(&anneke, &id, None, "").await.expect("stated");
        let plan = ProposalId::new("01");
        acts::interest::check_plan(&anneke, &id, &plan, Feasible::Yes, &words("kan")).await.expect("checked");
        town.certify_draft(id).await;
        let (quick, grant) = asked(&town).await;
        let life = lived(town, grant).await;
        let before = sums(&place).await;
        let held = rows(&place).await;
        assert!(held.len() > 30, "it stood in {} rows", held.len());
        assert!(held.iter().all(|row| !row.starts_with("staff_log")), "no log holds it: {held:?}");

        let refused = |done: Result<u64, StoreError>| matches!(done, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only");
        for other in [
            "UPDATE posting SET reason = 'anders' WHERE reason <> ''",
            "UPDATE posting SET reason = '(gewist)', amount_cents = 1 WHERE kind = 'settle'",
            "UPDATE posting SET reason = '(gewist)' WHERE kind = 'budget'",
            "UPDATE decision SET reason = '(gewist)', sum_cents = 1",
            "UPDATE decision SET facts = '{}'",
            "UPDATE grant_event SET reason = 'anders'",
            "UPDATE payment_order SET return_reference = 'anders' WHERE returned_on IS NOT NULL",
            "UPDATE posting SET reason = '(gewist)' WHERE kind = 'ceiling'",
            "UPDATE settlement SET reason = ''",
            "UPDATE quick_request SET applicant = 'Iemand anders'",
            "UPDATE quick_request SET applicant = '(gewist)', amount_cents = 1",
            "UPDATE grant_record SET applicant = 'Iemand anders'",
            "UPDATE grant_record SET applicant = '(gewist)' WHERE round_id IS NOT NULL",
            "UPDATE objection_outcome SET reason = '(gewist)', outcome = 'founded'",
            "UPDATE grant_account SET activities = '(gewist)', reached = 1",
        ] {
            assert!(refused(place.sql(other).await), "{other}");
        }

        // Two years after the last day for objections, with a leap day between.
        assert_eq!(job(&place, 45 + 2 * 365 + 1).await.requests, 0, "a request has two years");
        assert_eq!(job(&place, 46 + 2 * 365 + 1).await.requests, 1);
        // Seven years after the last day, with two leap days; the end of the grant is day 260.
        let last = 260 + 7 * 365 + 2;
        assert_eq!(job(&place, last).await.grants, 0, "its last day");
        assert!(rows(&place).await.len() > 20);
        let done = job(&place, last + 1).await;
        assert_eq!((done.grants, done.recipients), (1, 1), "{done:?}");
        assert_eq!(rows(&place).await, Vec::<String>::new());
        assert_eq!(
            job(&place, last + 2).await,
            acts::retention::Emptied::default(),
            "done again, it does nothing"
        );
        assert_eq!(sums(&place).await, before);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        everything_answers(&life, &quick, last + 3).await;
    });
}

/// Every page that showed it answers, and says that something was erased.
async fn everything_answers(life: &Granted, quick: &RoundId, at: i64) {
    let site = Site::of(&life.town, days(at));
    let mut conn = life.town.place.store.read().await.expect("a connection");
    let decisions = store::decision::of_grant(&mut conn, &life.grant).await.expect("decisions");
    drop(conn);
    let grant = &life.grant;
    let mut office = vec![
        format!("/bureau/subsidies/{grant}"),
        format!("/bureau/subsidies/{grant}/toets"),
        "/bureau/subsidies".to_string(),
        format!("/bureau/snel/{quick}"),
        "/bureau/besluiten".to_string(),
        "/bureau/bezwaren".to_string(),
        "/bureau/bezwaren/B2027-00001".to_string(),
        "/bureau/ontvangers".to_string(),
        "/bureau/rondes/zuilen".to_string(),
    ];
    for taken in &decisions {
        office.push(format!("/bureau/besluiten/{}", taken.number));
    }
    let mut joris = Browser::of(&site, JORIS).await;
    for page in &office {
        let found = joris.get(&site, page).await;
        assert_eq!(found.status.as_u16(), 200, "{page}: {}", found.body);
        assert!(!found.body.contains(NAME), "{page}");
    }
    assert!(joris.get(&site, &office[3]).await.body.contains("(gewist)"));
    let award = joris.get(&site, &format!("/bureau/besluiten/{}", decisions[0].number)).await;
    assert!(award.says("De brief is gewist") && !award.body.contains("/brief\""), "no link to what is gone");
    let mut anyone = Browser::default();
    for page in [format!("/snel/{quick}"), "/geld".to_string(), format!("/geld/subsidies/{grant}")] {
        let found = anyone.get(&site, &page).await;
        assert_eq!(found.status.as_u16(), 200, "{page}: {}", found.body);
        assert!(!found.body.contains(NAME), "{page}");
    }
    let mut marijke = Browser::of(&site, MARIJKE).await;
    let file = marijke.post(&site, &format!("/bureau/subsidies/{grant}/dossier.tar"), &[]).await;
    assert_eq!(file.status.as_u16(), 200, "the case file is made");
    assert!(!String::from_utf8_lossy(&file.bytes).contains(NAME));
}
