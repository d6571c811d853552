//! What the desk owes to groups without e-mail: it tells them what was taken off, and whoever typed for one judges nothing of it.

use axum::http::StatusCode;
use jiff::civil::date;
use schuifruimte::acts;
use schuifruimte::acts::meeting::Host;
use schuifruimte::acts::moderation::{self, Writer};
use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::acts::{ActError, Context};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::bid::takeover::Says;
use schuifruimte::domain::id::{InitiatorId, PitchId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::moderation::{Ground, Ruling, Written};
use schuifruimte::domain::pitch::content::Content;
use schuifruimte::store::{self, Guard, StoreError};

use super::bids::{clubs, listed, wanted};
use super::takeover::{on, taken_over};
use super::{fill, refusal, sent, soup, today};
use crate::support::people::Staff;
use crate::support::{Browser, DAY, Place, Site, Town, on_both, on_both_tampered};

const KIM: Staff = Staff { login: "kim", name: "Kim Bos", function: "Balie", role: Role::Officer };
const OFF: (Ground, &str) = (Ground::Advertising, "Reclame.");

/// A plan that the desk typed for Truus, who has no e-mail.
async fn typed(desk: &mut Context<'_>, round: &RoundId, content: &Content) -> (InitiatorId, PitchId) {
    let truus = acts::initiator::desk::open(desk, "Truus van Dijk", "nl").await.expect("opened");
    let author = Author::Desk(&truus);
    let (name, task) = ("Straatgroep", content.offer.task.as_str());
    let start = Start { round: round.clone(), group: None, name, form: content.form, task };
    let id = acts::pitch::start(desk, author, &start).await.expect("begun");
    fill(desk, author, &id, content).await.expect("typed");
    acts::pitch::submit(desk, author, &id).await.expect("sent in");
    (truus, id)
}

/// A meeting that the desk called for it.
async fn called(desk: &mut Context<'_>, round: &RoundId, (truus, id): (&InitiatorId, &PitchId)) -> Written {
    let host = Host::Group(Author::Desk(truus));
    let meeting = acts::meeting::call(desk, host, (round, Some(id)), &crate::talk::meetings::evening()).await;
    Written::Meeting(meeting.expect("called"))
}

async fn untold(place: &Place, round: &RoundId) -> usize {
    let mut conn = place.store.read().await.expect("a connection");
    store::moderation::waiting::untold(&mut conn, round, today()).await.expect("readable").len()
}

/// S22: who has no e-mail is told by the desk that something was taken off, with a task until that is done; the term to ask for a new
/// decision begins then. A group with e-mail hears by mail and is nobody's task.
#[test]
fn s22_a_group_without_mail_is_told_by_the_desk_what_was_taken_off() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let kim = place.employ(KIM, Scope::City).await;
        let mut desk = place.context(Actor::Staff(kim.clone()), today());
        let (truus, id) = typed(&mut desk, &round, &soup()).await;
        let one = called(&mut desk, &round, (&truus, &id)).await;
        let two = called(&mut desk, &round, (&truus, &id)).await;
        let bread = Content { title: "Buurtbrood".to_string(), ..soup() };
        let (henk, other) = sent(&town, &round, "henk@buurt.example", &bread).await;
        let question = crate::talk::said(&town, &other).await;
        let answer = crate::talk::answered(&place, &henk, &question, "Bel 06 1234.").await.expect("said");
        let site = Site::of(&town, today());
        let task = "vertel de groep van “Samen soep” dat wij iets weghaalden";
        assert!(!Browser::of(&site, KIM).await.get(&site, "/bureau").await.says(task));
        let mut joris = town.joris_at(today());
        for one in [&one, &Written::Comment(answer), &Written::Comment(question)] {
            moderation::withhold(&mut joris, (&round, one), OFF).await.expect("taken off");
        }
        let page = Browser::of(&site, KIM).await.get(&site, "/bureau").await;
        let to = format!("/bureau/initiatiefnemers/{truus}/plannen/{id}/weggehaald");
        assert!(page.says(task) && page.body.contains(&to), "{}", page.body);
        assert!(!page.says("Buurtbrood” dat wij"), "that group has e-mail: {}", page.body);
        desk_tells(&site, (&one, &to), task).await;
        let late = place.context(Actor::Staff(kim), today().plus_minutes(22 * DAY));
        let again = moderation::told(&late, Writer::Group(Author::Desk(&truus)), &one).await;
        assert!(matches!(again, Err(ActError::DraftChanged)), "once: {again:?}");
        let own = place.context(Actor::Initiator(henk.id.clone()), today());
        let stranger = moderation::told(&own, Writer::Group(Author::Member(&henk.id)), &one).await;
        assert!(matches!(stranger, Err(ActError::NotFound)), "only the desk tells: {stranger:?}");
        let slip = "UPDATE withholding SET told_by = NULL, told_at = NULL WHERE told_at IS NOT NULL";
        assert!(matches!(place.sql(slip).await, Err(StoreError::Refused(_))));
        // Who asks for a new decision knows.
        moderation::withhold(&mut town.joris_at(late.now), (&round, &two), OFF).await.expect("taken off");
        assert_eq!(untold(&place, &round).await, 1);
        let owner = Writer::Group(Author::Desk(&truus));
        moderation::appeal(&late, owner, &two, "Koffie is gratis.").await.expect("asked");
        assert_eq!(untold(&place, &round).await, 0);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Twenty days later, which is after the usual term.
async fn desk_tells(site: &Site, (one, to): (&Written, &str), task: &str) {
    site.clock.set(today().plus_minutes(20 * DAY));
    let mut office = Browser::of(site, KIM).await;
    let id = one.id();
    let appeal = [("kind", one.word()), ("one", id.as_str()), ("talk_appeal", "Koffie is gratis.")];
    let page = office.post(site, to, &appeal).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(office.get(site, to).await.says("Niemand in deze groep heeft e-mail."));
    let told = [("do", "told"), ("kind", one.word()), ("one", id.as_str())];
    let page = office.post(site, to, &told).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(!office.get(site, "/bureau").await.says(task), "it is done");
    let page = office.get(site, to).await;
    assert!(page.says("Het wijkbureau vertelde dit aan de groep op"), "{}", page.body);
    let page = office.post(site, to, &appeal).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "its term began today: {}", page.body);
}

/// S22: who has no e-mail is told of the second decision as well: a task of the desk until it did, or for two weeks. A group with e-mail
/// hears it by mail.
#[test]
fn s22_a_group_without_mail_is_told_by_the_desk_what_was_decided_anew() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let kim = place.employ(KIM, Scope::City).await;
        let mut desk = place.context(Actor::Staff(kim.clone()), today());
        let (truus, id) = typed(&mut desk, &round, &soup()).await;
        let one = called(&mut desk, &round, (&truus, &id)).await;
        let two = called(&mut desk, &round, (&truus, &id)).await;
        let owner = Writer::Group(Author::Desk(&truus));
        for one in [&one, &two] {
            moderation::withhold(&mut town.joris_at(today()), (&round, one), OFF).await.expect("taken off");
            moderation::told(&desk, owner, one).await.expect("told");
            moderation::appeal(&desk, owner, one, "Koffie is gratis.").await.expect("asked");
        }
        let early = moderation::told(&desk, owner, &one).await;
        assert!(matches!(early, Err(ActError::DraftChanged)), "nothing was decided: {early:?}");
        let (back, stays) = ((Ruling::Restored, "Geen reclame."), (Ruling::Upheld, "Toch reclame."));
        moderation::rule(&mut town.marijke_at(today()), (&round, &one), back).await.expect("ruled");
        let task = "vertel de groep van “Samen soep” wat er opnieuw is beslist";
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, KIM).await;
        let to = format!("/bureau/initiatiefnemers/{truus}/plannen/{id}/weggehaald");
        let page = office.get(&site, "/bureau").await;
        assert!(page.says(task) && page.body.contains(&to), "{}", page.body);
        let page = office.get(&site, &to).await;
        assert!(
            page.says("Geen reclame.") && page.says("Vertel de groep wat er opnieuw is beslist"),
            "{}",
            page.body
        );
        let (kind, name) = (one.word(), one.id());
        let told = [("do", "told"), ("kind", kind), ("one", name.as_str())];
        let page = office.post(&site, &to, &told).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert!(!office.get(&site, "/bureau").await.says(task), "it is done");
        let again = moderation::told(&desk, owner, &one).await;
        assert!(matches!(again, Err(ActError::DraftChanged)), "once: {again:?}");
        let slip = "UPDATE withholding SET ruling_told_by = NULL, ruling_told_at = NULL WHERE ruling_told_at IS NOT NULL";
        assert!(matches!(place.sql(slip).await, Err(StoreError::Refused(_))));
        // After two weeks it is no task any more.
        moderation::rule(&mut town.marijke_at(today()), (&round, &two), stays).await.expect("ruled");
        assert!(office.get(&site, "/bureau").await.says(task));
        site.clock.set(today().plus_minutes(15 * DAY));
        assert!(!Browser::of(&site, KIM).await.get(&site, "/bureau").await.says(task));
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S55: who typed at the desk how a year went neither looks back on the takeover nor decides whether it goes on, in the act and in the
/// database; past both, it is found.
#[test]
fn s55_who_typed_a_year_neither_looks_back_nor_decides() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let kim = place.employ(KIM, Scope::City).await;
        let bid = clubs(&listed(&town).await);
        let (truus, id) = typed(&mut place.context(Actor::Staff(kim), today()), &round, &bid).await;
        let one = (&round, &id);
        taken_over(&town, one).await;
        let at = on("2029-02-01");
        let (joris, marijke) = (town.joris_at(at), town.marijke_at(at));
        let told = (2028, "Drukker dan ooit.");
        acts::bid::tell(&marijke, Author::Desk(&truus), &id, told).await.expect("told");
        let evaluate = || wanted(Says::Evaluate, date(2029, 2, 1));
        let done = acts::bid::follow(&marijke, one, evaluate()).await;
        assert!(matches!(done, Err(ActError::FourEyes)), "{done:?}");
        let past = format!(
            "INSERT INTO takeover_step (pitch_id, number, step, from_state, to_state, on_day, reason, reference, legal_kind, \
             legal_name, kvk, from_day, until_day, break_clause, by_account, by_function, at) VALUES ('{id}', 5, 'evaluate', \
             'running', 'evaluated', '2029-02-01', 'Zo.', '', '', '', '', '', '', '', '{}', '', 1)",
            town.marijke
        );
        let done = place.sql(past).await;
        let own = |done: &Result<u64, StoreError>| matches!(done, Err(StoreError::Refused(Guard::Trigger(word))) if word == "own_decision");
        assert!(own(&done), "nor past the act: {done:?}");
        acts::bid::follow(&joris, one, evaluate()).await.expect("by another one");
        for says in [Says::Extend(date(2035, 12, 31)), Says::Stop] {
            let done = acts::bid::decide(&marijke, one, wanted(says, date(2029, 2, 1))).await;
            assert!(matches!(done, Err(ActError::FourEyes)), "{done:?}");
        }
        assert_eq!(place.fsck().await, [""; 0]);
        let slip =
            format!("UPDATE takeover_step SET by_account = '{}' WHERE step = 'evaluate'", town.marijke);
        place.slip("takeover_step", slip).await;
        let line = format!("I5: plan {id}: who typed how a year of its takeover went decided about it");
        let found = place.fsck().await;
        assert!(found.contains(&line), "{found:?}");
    });
}

/// A year whose account the office took off at the desk is told again by whoever types, as by a group itself.
#[test]
fn s22_the_desk_tells_a_year_again() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let kim = place.employ(KIM, Scope::City).await;
        let bid = clubs(&listed(&town).await);
        let (truus, id) = typed(&mut place.context(Actor::Staff(kim.clone()), today()), &round, &bid).await;
        taken_over(&town, (&round, &id)).await;
        let at = on("2029-02-01");
        let (desk, author) = (place.context(Actor::Staff(kim), at), Author::Desk(&truus));
        acts::bid::tell(&desk, author, &id, (2028, "Bel Fatima.")).await.expect("told");
        let again = acts::bid::tell(&desk, author, &id, (2028, "Druk.")).await;
        assert_eq!(refusal(again), "to_year: bid-year");
        let one = Written::Account(id.clone(), 4);
        moderation::withhold(&mut town.joris_at(at), (&round, &one), OFF).await.expect("taken off");
        acts::bid::tell(&desk, author, &id, (2028, "Druk.")).await.expect("without the name");
    });
}

/// S55: who typed a meeting at the desk puts no report about it away. A new decision that is asked too late comes back with what was
/// typed, and nobody reads on the page to report it what a plan said that was taken back.
#[test]
fn s55_who_typed_a_meeting_puts_no_report_about_it_away() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let kim = place.employ(KIM, Scope::City).await;
        let mut desk = place.context(Actor::Staff(kim), today());
        let (truus, id) = typed(&mut desk, &round, &soup()).await;
        let one = called(&mut desk, &round, (&truus, &id)).await;
        let reader = crate::talk::visitor(&place, today());
        moderation::report(&reader, "198.51.100.1", (&round, &one), OFF).await.expect("told");
        let own = moderation::keep(&desk, (&round, &one)).await;
        assert!(matches!(own, Err(ActError::FourEyes)), "{own:?}");
        moderation::keep(&town.joris_at(today()), (&round, &one)).await.expect("by another one");
        moderation::withhold(&mut town.joris_at(today()), (&round, &one), OFF).await.expect("taken off");
        moderation::told(&desk, Writer::Group(Author::Desk(&truus)), &one).await.expect("told");
        let site = Site::of(&town, today().plus_minutes(40 * DAY));
        let to = format!("/bureau/initiatiefnemers/{truus}/plannen/{id}/weggehaald");
        let late = [
            ("kind", "bijeenkomst"),
            ("one", &one.id()),
            ("do", "appeal"),
            ("talk_appeal", "Koffie is gratis."),
        ];
        let page = Browser::of(&site, KIM).await.post(&site, &to, &late).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says("Koffie is gratis.") && page.body.contains("data-kind"), "{}", page.body);
        let site = Site::of(&town, today());
        let other = called(&mut desk, &round, (&truus, &id)).await;
        let report = format!("/rondes/{round}/melden/bijeenkomst/{}", other.id());
        assert_eq!(Browser::default().get(&site, &report).await.status, StatusCode::OK);
        acts::pitch::withdraw(&desk, Author::Desk(&truus), &id).await.expect("taken back");
        assert_eq!(Browser::default().get(&site, &report).await.status, StatusCode::NOT_FOUND);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}
