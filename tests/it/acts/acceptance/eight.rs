//! "The officer who did the feasibility check cannot sign the certificate; an officer with a declared interest cannot do
//! either."

use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::grant::checks;
use schuifruimte::acts::{self, ActError, Context};
use schuifruimte::domain::account::Role;
use schuifruimte::domain::check::{Answer, CheckKind};
use schuifruimte::domain::id::{AccountId, ProposalId, RoundId};
use schuifruimte::domain::interest::Feasible;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{Guard, StoreError};

use crate::support::people::stored_password;
use crate::support::town::mandate;
use crate::support::{OpenRound, Place, Town, days, on_both};

/// A town with Anneke, who certifies as well, and a round that takes plans.
async fn town(place: &Place) -> (Town, AccountId, RoundId) {
    let town = Town::new(place).await;
    let new = NewAccount {
        login: "anneke".to_string(),
        name: "Anneke Visser".to_string(),
        function: "Adviseur subsidies".to_string(),
        role: Role::Certifier,
        scope: schuifruimte::domain::account::Scope::City,
        password: stored_password().to_string(),
    };
    let anneke = acts::account::create(&mut town.nobody_at(days(-60)), new).await.expect("an account");
    let round = town.draft_round("zuilen").await;
    (town, anneke, round)
}

/// The round with twelve votes, counted.
async fn counted(town: &Town, round: RoundId) -> OpenRound {
    let round = town.open_drafted(round).await;
    town.cast_twelve(&round).await;
    town.close_and_seal(&round.id).await;
    acts::round::count(&town.joris_at(days(16)), &round.id).await.expect("counted");
    round
}

fn at<'a>(town: &'a Town, who: &AccountId, moment: Moment) -> Context<'a> {
    town.place.context(Actor::Staff(who.clone()), moment)
}

#[test]
fn the_officer_who_did_the_feasibility_check_cannot_sign_the_certificate() {
    on_both(|place| async move {
        let (town, anneke, round) = town(&place).await;
        let plan = ProposalId::new("01");
        let silent =
            acts::interest::check_plan(&at(&town, &anneke, days(-5)), &round, &plan, Feasible::Yes, " ")
                .await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "a check has a reason");
        acts::interest::check_plan(
            &at(&town, &anneke, days(-5)),
            &round,
            &plan,
            Feasible::Yes,
            "past op de stoep",
        )
        .await
        .unwrap();
        let round = counted(&town, round).await;
        let late = acts::interest::check_plan(
            &at(&town, &anneke, days(16)),
            &round.id,
            &plan,
            Feasible::No,
            "toch niet",
        )
        .await;
        assert!(matches!(late, Err(ActError::WrongPhase(_))), "the list is fixed: {late:?}");
        let unstated = acts::certificate::propose(&at(&town, &anneke, days(16)), &round.id, "").await;
        assert!(matches!(unstated, Err(ActError::InterestUnstated)), "{unstated:?}");
        acts::interest::state(&at(&town, &anneke, days(16)), &round.id, None, "").await.unwrap();
        let put = acts::certificate::propose(&at(&town, &anneke, days(16)), &round.id, "").await;
        assert!(matches!(put, Err(ActError::FourEyes)), "{put:?}");
        let hash = acts::certificate::propose(&town.joris_at(days(16)), &round.id, "").await.unwrap();
        let signed = acts::certificate::approve(&at(&town, &anneke, days(17)), &round.id, &hash).await;
        assert!(matches!(signed, Err(ActError::FourEyes)), "{signed:?}");
        let raw =
            place.sql(format!("UPDATE certificate SET approved_by = '{anneke}', approved_at = 1")).await;
        assert!(
            matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word == "conflict_of_interest"),
            "{raw:?}"
        );
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.unwrap();
    });
}

#[test]
fn an_officer_with_a_declared_interest_can_do_neither() {
    on_both(|place| async move {
        let (town, anneke, round) = town(&place).await;
        let plan = ProposalId::new("02");
        let state = acts::interest::state(&at(&town, &anneke, days(-5)), &round, Some(&plan), "").await;
        assert!(matches!(state, Err(ActError::Fields(_))), "an interest has a reason");
        acts::interest::state(&at(&town, &anneke, days(-5)), &round, Some(&plan), "mijn broer woont daar")
            .await
            .unwrap();
        // That she states none afterwards takes nothing back.
        acts::interest::state(&at(&town, &anneke, days(-4)), &round, None, "").await.unwrap();
        let other = ProposalId::new("01");
        let check =
            acts::interest::check_plan(&at(&town, &anneke, days(-3)), &round, &other, Feasible::Yes, "past")
                .await;
        assert!(
            matches!(check, Err(ActError::ConflictOfInterest)),
            "not the check of a rival either: {check:?}"
        );
        let round = counted(&town, round).await;
        let put = acts::certificate::propose(&at(&town, &anneke, days(16)), &round.id, "").await;
        assert!(matches!(put, Err(ActError::ConflictOfInterest)));
        let hash = acts::certificate::propose(&town.joris_at(days(16)), &round.id, "").await.unwrap();
        let signed = acts::certificate::approve(&at(&town, &anneke, days(17)), &round.id, &hash).await;
        assert!(matches!(signed, Err(ActError::ConflictOfInterest)));
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.unwrap();

        let grant = town.grants(&round.id).await.remove(0);
        town.check_grant(&grant).await;
        let answered =
            checks::answer(&at(&town, &anneke, days(17)), &grant, CheckKind::Permit, Answer::Yes, "gezien")
                .await;
        assert!(matches!(answered, Err(ActError::ConflictOfInterest)));
        acts::mandate::enter(&town.nobody_at(days(17)), &mandate(&anneke, days(17))).await.unwrap();
        let awarded = acts::grant::award(&at(&town, &anneke, days(18)), &grant, "uitslag").await;
        assert!(matches!(awarded, Err(ActError::ConflictOfInterest)));
        acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await.unwrap();
    });
}

#[test]
fn whoever_did_a_check_of_the_grant_does_not_award_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        let marijke = town.marijke_at(days(17));
        checks::answer(&marijke, &grant, CheckKind::Permit, Answer::NotApplicable, "niet nodig")
            .await
            .unwrap();
        let awarded = acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await;
        assert!(matches!(awarded, Err(ActError::FourEyes)), "{awarded:?}");
        let joris = town.joris_at(days(18));
        checks::answer(&joris, &grant, CheckKind::Permit, Answer::NotApplicable, "niet nodig").await.unwrap();
        acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await.unwrap();
    });
}

#[test]
fn nobody_signs_or_awards_who_did_not_state_first_whether_there_is_an_own_interest() {
    on_both(|place| async move {
        let (town, anneke, round) = town(&place).await;
        let round = counted(&town, round).await;
        let hash = acts::certificate::propose(&town.joris_at(days(16)), &round.id, "").await.unwrap();
        let signed = acts::certificate::approve(&at(&town, &anneke, days(17)), &round.id, &hash).await;
        assert!(matches!(signed, Err(ActError::InterestUnstated)), "{signed:?}");
        for statement in [
            format!("UPDATE certificate SET approved_by = '{anneke}', approved_at = 1"),
            format!(
                "INSERT INTO certificate (round_id, number, hash, proposed_by, proposed_at) VALUES ('{}', 2, 'h', '{anneke}', 1)",
                round.id
            ),
        ] {
            let raw = place.sql(statement).await;
            assert!(
                matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word == "interest_unstated"),
                "{raw:?}"
            );
        }
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.unwrap();
        let grant = town.grants(&round.id).await.remove(0);
        town.check_grant(&grant).await;
        acts::mandate::enter(&town.nobody_at(days(17)), &mandate(&anneke, days(17))).await.unwrap();
        let awarded = acts::grant::award(&at(&town, &anneke, days(18)), &grant, "uitslag").await;
        assert!(matches!(awarded, Err(ActError::InterestUnstated)), "{awarded:?}");
        acts::interest::state(&at(&town, &anneke, days(18)), &round.id, None, "").await.unwrap();
        acts::grant::award(&at(&town, &anneke, days(18)), &grant, "uitslag").await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
