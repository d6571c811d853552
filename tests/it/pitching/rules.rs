//! The rules for plans of groups, each by its number in the requirements.

use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::acts::smo::{Organisation, TypedAccount};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::check::Terms;
use schuifruimte::domain::disclosure::Help;
use schuifruimte::domain::limits::{Bound, PotLimit, RoundLimits};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::pitch::content::{Content, Form, Named, Onward, Wish};
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::recipient::{ProviderClass, RecipientKind};
use schuifruimte::domain::round::Plan;
use schuifruimte::store;

use super::{admit, found, kitchen, own, refusal, sent, soup, state, today, written};
use crate::support::checked::kvk;
use crate::support::town::{plan, plans};
use crate::support::{Town, days, on_both};
use schuifruimte::domain::pitch::State;

/// What is missing from a plan.
async fn missing(town: &Town, content: &Content) -> Vec<&'static str> {
    let mut conn = town.place.store.read().await.expect("a connection");
    let round = store::round::list(&mut conn).await.expect("readable").remove(0);
    let done = acts::pitch::missing(&mut conn, &round, (content, "Soepgroep"), today()).await;
    done.expect("looked up").0.into_iter().map(|fault| fault.name).collect()
}

/// S11: help is asked after and never needed or scored; S12: other help than money; S58: paid interests are told; S19: a
/// kind from the list of the round.
#[test]
fn a_plan_tells_who_helped_what_else_it_needs_and_who_is_paid() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        for help in [Help::None, Help::Office, Help::Smo, Help::Other] {
            assert_eq!(missing(&town, &Content { help: Some(Named(help)), ..soup() }).await, [""; 0]);
        }
        assert_eq!(missing(&town, &Content { help: None, ..soup() }).await, ["help"], "S11: it is asked");
        let strange = Content { category: "Vuurwerk".to_string(), ..soup() };
        assert_eq!(missing(&town, &strange).await, ["category"], "S19");
        let content = Content {
            wishes: vec![Wish::Space, Wish::Advice],
            wish_text: "Een keuken op woensdag".to_string(),
            paid: "Kok Ans, 100 euro".to_string(),
            ..soup()
        };
        let (_, id) = sent(&town, &round, "henk@buurt.example", &content).await;
        let number = admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        let mut conn = place.store.read().await.expect("a connection");
        let told =
            store::disclosure::newest(&mut conn, &round, &number).await.expect("readable").expect("there");
        assert_eq!((told.help, told.paid.as_str()), (Help::None, "Kok Ans, 100 euro"), "S58");
        assert_eq!(found(&place.store, &id).await.content.wishes, content.wishes, "S12");
    });
}

/// S16: cost, own contribution and co-funding add up to what is asked, and that is what stands on the ballot; S21 to S23: at
/// least one criterion has its line.
#[test]
fn what_is_asked_is_computed_and_stands_on_the_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let silent = Content { criteria: Default::default(), ..kitchen() };
        assert_eq!(missing(&town, &silent).await, ["criteria"], "S21, S22, S23");
        let groundless = Content { avoided: Some(Cents::euros(100)), ..kitchen() };
        assert_eq!(missing(&town, &groundless).await, ["avoided"], "S16: avoided cost has its ground");
        let (_, id) = sent(&town, &round, "henk@buurt.example", &kitchen()).await;
        let number = admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        assert_eq!(number.as_str(), "07", "the next number after the six that are there");
        let mut conn = place.store.read().await.expect("a connection");
        let on = store::proposal::list(&mut conn, &round).await.expect("readable").pop().expect("a plan");
        assert_eq!((on.amount, on.applicant.as_str()), (Cents::euros(8_000), "Soepgroep"));
        assert_eq!(on.title, "Een buurtkeuken");
    });
}

/// S18: up to a sum of the round few questions are asked; the sum is a parameter.
#[test]
fn a_small_sum_asks_few_questions() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        assert!(Form::Light.steps().len() < Form::Full.steps().len());
        assert_eq!(missing(&town, &soup()).await, [""; 0]);
        let terms = {
            let mut conn = place.store.read().await.expect("a connection");
            let found = store::round::find(&mut conn, &round).await.expect("readable").expect("there");
            acts::pitch::terms(&mut conn, &found).await.expect("terms")
        };
        let less = schuifruimte::domain::pitch::Terms { light: Cents::euros(800), ..terms };
        review::set_terms(&town.joris_at(today()), &round, &less).await.expect("set");
        assert_eq!(missing(&town, &soup()).await, ["not-light"]);
        let (who, id) = written(&town, &round, "henk@buurt.example", &soup()).await;
        let ctx = own(&place, &who, today());
        let done = acts::pitch::submit(&ctx, Author::Member(&who.id), &id).await;
        assert_eq!(refusal(done), "pt_submit: pt-missing");
    });
}

/// S20: whether a group is proven follows from what it states, and decides the pot that it asks from.
#[test]
fn a_proven_group_asks_from_continuity_and_a_new_one_from_renewal() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let share = |percent: i64| Bound::Share(BasisPoints::new(percent * 100).expect("a share"));
        let pot = |pot, least, most| PotLimit { pot, least: share(least), most: share(most) };
        let pots = vec![pot(Pot::Continuity, 20, 60), pot(Pot::Renewal, 30, 70)];
        let limits = RoundLimits { pots, ..RoundLimits::default() };
        let plan = Plan { limits, ..plan("Zuilen") };
        let mut proposals = plans();
        proposals.iter_mut().for_each(|one| one.pot = Pot::Renewal);
        let round = town.draft_round_with("zuilen", &plan, &proposals).await;
        let proven = Content { since: Some(2020), reference: "besluit 2024-118".to_string(), ..soup() };
        let (_, old) = sent(&town, &round, "henk@buurt.example", &proven).await;
        let (_, new) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        for id in [&old, &new] {
            admit(&town.joris_at(today()), &round, id).await.expect("admitted");
        }
        let mut conn = place.store.read().await.expect("a connection");
        let on = store::proposal::list(&mut conn, &round).await.expect("readable");
        let pots: Vec<Pot> = on.iter().skip(6).map(|one| one.pot).collect();
        assert_eq!(pots, [Pot::Continuity, Pot::Renewal]);
        let stated = store::proven::list(&mut conn, &round).await.expect("readable");
        assert_eq!((stated.len(), stated[0].checked.is_some()), (1, false), "somebody still checks it");
    });
}

/// S26: every kind of applicant; one that is registered says its number. S41: a class has a limit, and says its roots.
#[test]
fn every_kind_of_applicant_can_ask_and_a_class_has_its_limit() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        for (kind, _) in RecipientKind::NAMES {
            let without = Content { kind: Some(Named(kind)), ..soup() };
            let expected: &[&str] = if kind.is_registered() { &["kvk"] } else { &[] };
            assert_eq!(missing(&town, &without).await, expected, "S26 {kind:?}");
            let number = kvk("koor").as_str().to_string();
            assert_eq!(missing(&town, &Content { kvk: number, ..without }).await, [""; 0], "S26 {kind:?}");
        }
        assert_eq!(missing(&town, &Content { roots: String::new(), ..kitchen() }).await, ["roots"], "S41");
        let mut terms = Terms::default();
        terms.class_most.professional = Some(Cents::euros(899));
        acts::grant::checks::set_round_terms(&town.joris_at(today()), &round, &terms).await.expect("set");
        let small = Content { class: Some(Named(ProviderClass::Professional)), ..soup() };
        assert_eq!(missing(&town, &small).await, ["class-most"], "S41");
        assert_eq!(missing(&town, &soup()).await, [""; 0], "of its own class only");
    });
}

pub async fn register(town: &Town) {
    let smo = Organisation {
        name: "Stichting Het Makelpunt".to_string(),
        kvk: Some(kvk("makelpunt")),
        account: TypedAccount::Unknown,
        from: days(-80),
        until: None,
        affiliates: vec![("Makelpunt Vastgoed".to_string(), None)],
    };
    acts::smo::enter(&town.joris_at(today()), 0, &smo, "aanbesteding").await.expect("a register");
}

fn paying(name: &str, kvk: &str, euros: u32) -> Content {
    let onward = Onward {
        name: name.to_string(),
        kvk: kvk.to_string(),
        amount: Cents::euros(euros),
        purpose: "koken".to_string(),
    };
    Content { onward: vec![onward], ..soup() }
}

/// S42, S45: nothing to a social-brokerage organisation, by name, number or who belongs to it: each way with its own reason,
/// when a plan is sent in and when it is admitted.
#[test]
fn no_plan_pays_a_social_broker_by_any_way() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        assert_eq!(missing(&town, &paying("Kok", "", 181)).await, ["onward-much"], "S42: a fifth at most");
        // Sent in before the register knew anybody.
        let (_, early) = sent(&town, &round, "ans@buurt.example", &paying("Het Makelpunt", "", 50)).await;
        register(&town).await;
        let number = kvk("makelpunt").as_str().to_string();
        let ways = [
            (Content { kvk: number.clone(), ..soup() }, "applicant"),
            (paying("Stichting Het Makelpunt", "", 50), "onward"),
            (paying("Iets anders", &number, 50), "onward"),
            (paying("Makelpunt Vastgoed", "", 50), "onward-affiliate"),
        ];
        for (place_of, (content, way)) in ways.iter().enumerate() {
            let email = format!("p{place_of}@buurt.example");
            let (who, id) = written(&town, &round, &email, content).await;
            let ctx = own(&place, &who, today());
            let done = acts::pitch::submit(&ctx, Author::Member(&who.id), &id).await;
            let Err(ActError::Excluded(found)) = done else { panic!("{way}: {done:?}") };
            assert_eq!(found.iter().map(|one| one.name()).collect::<Vec<_>>(), [*way], "S45");
            assert_eq!(state(&town, &id).await, State::Draft);
        }
        let done = admit(&town.joris_at(today()), &round, &early).await;
        assert!(matches!(done, Err(ActError::Excluded(_))), "{done:?}");
        assert_eq!(state(&town, &early).await, State::Submitted);
    });
}
