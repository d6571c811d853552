//! Meetings about a round and its plans.

use axum::http::StatusCode;
use schuifruimte::acts::ActError;
use schuifruimte::acts::meeting::{self as acts, Host, Wanted};
use schuifruimte::acts::pitch::Author;
use schuifruimte::domain::id::{MeetingId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::store::StoreError;

use crate::pitching::{admit, decider, own, refusal, sent, someone, soup, today};
use crate::post::entering;
use crate::support::people::JORIS;
use crate::support::{Browser, DAY, Site, Town, days, on_both, on_both_tampered};

pub fn evening() -> Wanted<'static> {
    Wanted {
        title: "Avond over de plannen",
        at: today().plus_minutes(5 * DAY),
        place: "Buurthuis aan de Fresialaan",
        access: "Geen drempel, wel een ringleiding.",
        about: "Groepen vertellen over hun plan.",
    }
}

/// A meeting that the office called about a round.
pub async fn called(town: &Town, round: &RoundId) -> MeetingId {
    acts::call(&mut town.joris_at(today()), Host::Office, (round, None), &evening()).await.expect("called")
}

/// A meeting lies ahead when it is called, says how one gets in, is called off before it and reported after it; a group calls
/// one about its own plan only.
#[test]
fn a_meeting_is_called_called_off_and_reported() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let mut joris = town.joris_at(today());
        let blind = Wanted { access: " ", ..evening() };
        let done = acts::call(&mut joris, Host::Office, (&round, None), &blind).await;
        assert_eq!(refusal(done), "meet_access: empty");
        let past = Wanted { at: today(), ..evening() };
        assert_eq!(
            refusal(acts::call(&mut joris, Host::Office, (&round, None), &past).await),
            "meet_at: moment"
        );
        let id = called(&town, &round).await;
        let early = acts::report(&joris, Host::Office, (&round, &id), "Het was vol.").await;
        assert!(matches!(early, Err(ActError::StillNeeded)), "{early:?}");
        let later = town.joris_at(today().plus_minutes(6 * DAY));
        let late = acts::cancel(&later, Host::Office, (&round, &id), "Regen").await;
        assert!(matches!(late, Err(ActError::StillNeeded)), "{late:?}");
        acts::report(&later, Host::Office, (&round, &id), "Het was vol.").await.expect("told");
        let mut ctx = own(&place, &henk, today());
        let of_round =
            acts::call(&mut ctx, Host::Group(Author::Member(&henk.id)), (&round, None), &evening()).await;
        assert!(matches!(of_round, Err(ActError::NotFound)), "{of_round:?}");
        let own_one =
            acts::call(&mut ctx, Host::Group(Author::Member(&henk.id)), (&round, Some(&plan)), &evening())
                .await
                .expect("called");
        let truus = someone(&place, "truus@buurt.example", today()).await;
        let ctx = own(&place, &truus, today());
        let other =
            acts::cancel(&ctx, Host::Group(Author::Member(&truus.id)), (&round, &own_one), "Zomaar").await;
        assert!(matches!(other, Err(ActError::NotFound)), "{other:?}");
        acts::cancel(
            &own(&place, &henk, today()),
            Host::Group(Author::Member(&henk.id)),
            (&round, &own_one),
            "Ziek",
        )
        .await
        .expect("off");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// The office and a group call one on their pages, and everyone reads it with the round and the plan.
#[test]
fn meetings_stand_with_the_round_and_the_plan() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let mut joris = Browser::of(&site, JORIS).await;
        let way = format!("/bureau/rondes/{round}/bijeenkomsten");
        let day = today().plus_minutes(5 * DAY).local().date();
        let at = format!("{day}T19:30");
        let typed = [
            ("do", "call"),
            ("meet_plan", ""),
            ("meet_title", "Avond in het buurthuis"),
            ("meet_at", at.as_str()),
            ("meet_place", "Fresialaan 1"),
            ("meet_access", "Met de lift."),
            ("meet_about", ""),
        ];
        let page = joris.post(&site, &way, &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("Avond in het buurthuis"), "nothing typed is lost: {}", page.body);
        let typed =
            [typed[0], typed[1], typed[2], typed[3], typed[4], typed[5], ("meet_about", "Alle plannen.")];
        assert_eq!(joris.post(&site, &way, &typed).await.status, StatusCode::SEE_OTHER);
        let page = Browser::default().get(&site, &format!("/rondes/{round}")).await;
        assert!(page.says("Avond in het buurthuis") && page.says("Met de lift."), "{}", page.body);
        let mut henk = entering::enter(&place, &site, "henk@buurt.example").await;
        let own = format!("/initiatief/plannen/{plan}/bijeenkomsten");
        let typed = [typed[0], ("meet_title", "Proefkoken"), typed[3], typed[4], typed[5], typed[6]];
        assert_eq!(henk.post(&site, &own, &typed).await.status, StatusCode::SEE_OTHER);
        assert!(henk.get(&site, &own).await.says("Proefkoken"));
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{plan}")).await;
        assert!(page.says("Proefkoken") && !page.says("Avond in het buurthuis"), "{}", page.body);
    });
}

/// Two years after the round the words of its meetings are gone: where people met was often a home. What the staff log tells of
/// them still holds, and who changes them before is found.
#[test]
fn what_was_written_of_a_meeting_is_erased_after_its_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let mut ctx = own(&place, &henk, today());
        let home = Wanted { place: "Bij Henk thuis, Daalseweg 1", ..evening() };
        let about = (&round, Some(&plan));
        let first =
            acts::call(&mut ctx, Host::Group(Author::Member(&henk.id)), about, &home).await.expect("called");
        let second =
            acts::call(&mut ctx, Host::Group(Author::Member(&henk.id)), about, &home).await.expect("called");
        let host = Host::Group(Author::Member(&henk.id));
        acts::cancel(&ctx, host, (&round, &first), "Henk is ziek.").await.expect("off");
        let later = own(&place, &henk, today().plus_minutes(6 * DAY));
        acts::report(&later, host, (&round, &second), "Iedereen sprak met Henk.").await.expect("told");
        admit(&decider(&place).await, &round, &plan).await.expect("decided");
        town.certify_draft(round).await;
        let run = async |at| {
            schuifruimte::acts::erasure::run(&place.context(Actor::Service, at)).await.expect("it runs")
        };
        run(days(30)).await;
        let left = async || {
            place.dump().await.into_iter().filter(|row| row.starts_with("meeting: ")).collect::<Vec<_>>()
        };
        assert!(left().await.iter().any(|row| row.contains("Daalseweg")), "not before");
        run(days(800)).await;
        let rows = left().await;
        for word in ["Daalseweg", "Henk", "Groepen vertellen"] {
            assert!(!rows.iter().any(|row| row.contains(word)), "{word}: {rows:?}");
        }
        assert_eq!(rows.len(), 2, "that they were stays: {rows:?}");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// A meeting that somebody moved in the database is found.
#[test]
fn a_meeting_is_what_was_called() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        called(&town, &round).await;
        let moved = "UPDATE meeting SET place = 'Elders'";
        assert!(matches!(place.sql(moved).await, Err(StoreError::Refused(_))), "the database refuses it");
        place.slip("meeting", moved).await;
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("is not what was called")), "{found:?}");
    });
}
