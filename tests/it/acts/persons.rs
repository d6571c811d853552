//! What two persons do, two accounts of one human never do (S55, I9): a step each.

use std::future::Future;

use schuifruimte::acts::letter::Wanted;
use schuifruimte::acts::objection::{Received, Verdict};
use schuifruimte::acts::{self, ActError, payment};
use schuifruimte::cli::registrar;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::objection::{Advice, Outcome};
use schuifruimte::domain::proven::Statement;
use schuifruimte::domain::revocation::Reason;
use schuifruimte::domain::round::Step;
use schuifruimte::domain::seed::Seed;
use schuifruimte::store;

use super::payments::{day, granted};
use super::transfer::shift;
use crate::support::town::{NOORDWEST, mandate, typed};
use crate::support::{Place, Town, days, on_both};

/// Somebody says that Joris and Marijke are one human.
async fn are_one(town: &Town) {
    acts::account::join(&town.nobody_at(days(-1)), &town.joris, &town.marijke).await.expect("joined");
}

async fn refused<T: std::fmt::Debug>(step: &str, done: impl Future<Output = Result<T, ActError>>) {
    let done = done.await;
    assert!(matches!(done, Err(ActError::FourEyes)), "{step}: {done:?}");
}

#[test]
fn one_human_with_two_accounts_does_not_bring_a_round_to_its_vote() {
    on_both(|place: Place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let (joris, marijke) = (town.joris_at(days(-2)), town.marijke_at(days(-2)));
        let plan = ProposalId::new("01");
        let statement = Statement {
            since: 2019,
            earlier: Vec::new(),
            reference: "KvK 12345678".to_string(),
            text: "Wij doen dit al jaren.".to_string(),
        };
        acts::pot::state_proven(&joris, &id, &plan, statement).await.unwrap();
        let transfer = acts::transfer::propose(&joris, &shift((&town.line, NOORDWEST), (&town.line, ""), 1))
            .await
            .unwrap();
        acts::round::step(&joris, &id, Step::Check).await.unwrap();
        acts::round::step(&joris, &id, Step::Fix).await.unwrap();
        let register = registrar::make_with_spares(&id, 60, 3, Seed::new([60; 32])).register;
        let upload = Digest::of(register.write().as_bytes());
        acts::register::propose(&mut town.joris_at(days(-2)), &id, &register, upload).await.unwrap();
        are_one(&town).await;
        let groups = typed(&upload, &marijke);
        refused("register", acts::register::accept(&marijke, &id, days(-2), [&groups[0], &groups[1]])).await;
        refused("proven", acts::pot::check_proven(&marijke, &id, &plan)).await;
        refused("transfer", acts::transfer::confirm(&mut town.marijke_at(days(-2)), transfer)).await;
        refused("mandate", acts::mandate::enter(&joris, &mandate(&town.marijke, days(-2)))).await;
    });
}

#[test]
fn one_human_with_two_accounts_does_not_revoke_seal_or_certify() {
    on_both(|place: Place| async move {
        let town = Town::new(&place).await;
        let voting = town.open_round("zuilen").await;
        let control = voting.letters.printed[0].1;
        let wanted = Wanted { control, by: None, reason: Reason::Stolen };
        let request = acts::letter::ask(&mut town.joris_at(days(2)), &voting.id, &wanted).await.unwrap();
        let counted = town.open_round("ondiep").await;
        town.cast_twelve(&counted).await;
        town.close_and_seal(&counted.id).await;
        let hash = town.count_and_propose(&counted.id).await;
        are_one(&town).await;
        refused("letter", acts::letter::approve(&town.marijke_at(days(3)), &voting.id, &request)).await;
        let marijke = town.marijke_at(days(17));
        refused("certificate", acts::certificate::approve(&marijke, &counted.id, &hash)).await;
        let why = "De uitslag klopt niet.";
        refused("certificate refused", acts::certificate::refuse(&marijke, &counted.id, &hash, why)).await;
        town.close(&voting.id).await;
        refused("seal", town.seal(&voting.id)).await;
        // An interest that is stated under one account is there under the other.
        let plan = ProposalId::new("01");
        acts::interest::state(&town.joris_at(days(17)), &counted.id, Some(&plan), "mijn zus").await.unwrap();
        let sure = acts::certificate::refuse(&town.marijke_at(days(18)), &counted.id, &hash, why).await;
        assert!(matches!(sure, Err(ActError::ConflictOfInterest)), "{sure:?}");
    });
}

#[test]
fn one_human_with_two_accounts_does_not_check_and_award_or_gather_and_pay_or_judge_the_own_decision() {
    on_both(|place: Place| async move {
        let of = granted(&place).await;
        let town = &of.town;
        let next = town.grants(&schuifruimte::domain::id::RoundId::new("zuilen")).await;
        let mut conn = place.store.read().await.unwrap();
        let award = store::decision::of_grant(&mut conn, &of.grant).await.unwrap().remove(0).number;
        drop(conn);
        acts::mandate::enter(&town.nobody_at(days(-80)), &mandate(&town.joris, days(-80))).await.unwrap();
        let received = Received {
            decision: award,
            received: day(days(22)),
            posted: None,
            reference: "zaak 8".to_string(),
            advice: Advice::None,
        };
        let objection = acts::objection::receive(&town.joris_at(days(22)), &received).await.unwrap();
        let order = of.order(1_000, days(22)).await;
        let batch = payment::gather(&town.joris_at(days(22)), std::slice::from_ref(&order), day(days(22)))
            .await
            .unwrap();
        let other = next.into_iter().find(|one| one != &of.grant).expect("another grant");
        town.check_grant(&other).await;
        are_one(town).await;
        let marijke = town.marijke_at(days(23));
        refused("award", acts::grant::award(&marijke, &other, "Gekozen.")).await;
        refused("batch", payment::approve(&marijke, &batch, &Digest::of(b"file"))).await;
        let verdict = Verdict { outcome: Outcome::Unfounded, reason: "Nee.".to_string(), pay: None };
        refused("objection", acts::objection::decide(&town.joris_at(days(23)), &objection, &verdict)).await;
    });
}

#[test]
fn who_is_one_with_two_others_makes_these_one_too_and_it_is_said_once() {
    on_both(|place: Place| async move {
        let town = Town::new(&place).await;
        let anneke = super::interest::anneke(&town).await;
        let ctx = town.nobody_at(days(0));
        acts::account::join(&ctx, &town.joris, &anneke).await.unwrap();
        acts::account::join(&ctx, &town.marijke, &anneke).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        assert!(!acts::is_other_person(&mut conn, &town.joris, &town.marijke).await.unwrap());
        assert!(!acts::is_other_person(&mut conn, &town.joris, &town.joris).await.unwrap());
        drop(conn);
        let again = acts::account::join(&ctx, &town.joris, &town.marijke).await;
        assert!(matches!(again, Err(ActError::Fields(_))), "{again:?}");
    });
}
