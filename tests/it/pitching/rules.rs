//! The rules for plans of groups, each by its number in the requirements.

use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::acts::smo::{Organisation, TypedAccount};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::check::{CheckKind, MissingCheck, Terms};
use schuifruimte::domain::disclosure::Help;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pitch::content::{Content, Form, Named, Onward, Wish};
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::recipient::{ProviderClass, RecipientKind};
use schuifruimte::store;
use schuifruimte::tally::{Instance, Project, Rule, count};

use super::{admit, decider, found, kitchen, own, refusal, sent, soup, state, today, written};
use crate::acts::several_years::on_years;
use crate::support::checked::{foundation, kvk};
use crate::support::town::{plan, plans};
use crate::support::{Browser, Site, Town, days, on_both};
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
fn s11_s12_s19_s58_a_plan_tells_who_helped_what_else_it_needs_and_who_is_paid() {
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

/// S21 to S23: at least one criterion has its line.
#[test]
fn s21_s22_s23_a_plan_says_what_it_adds_by_at_least_one_criterion() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let silent = Content { criteria: Default::default(), ..kitchen() };
        assert_eq!(missing(&town, &silent).await, ["criteria"]);
        for criterion in 0..3 {
            let mut one = silent.clone();
            one.criteria[criterion] = "Buren koken samen.".to_string();
            assert_eq!(missing(&town, &one).await, [""; 0], "{criterion}");
        }
    });
}

/// S16: a plan states what it costs, what the group puts in and what others pay; what is asked is what is left of that, and nobody
/// types it. What it saves elsewhere is optional, and has its ground. Everyone reads all of it, and the sum stands on the ballot.
#[test]
fn s16_what_is_asked_is_the_cost_less_what_the_group_and_others_pay() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let with = |change: fn(&mut Content)| {
            let mut made = kitchen();
            change(&mut made);
            made
        };
        assert_eq!(missing(&town, &with(|made| made.budget.costs.clear())).await, ["costs"]);
        let paid = with(|made| made.budget.own = Some(Cents::euros(8_500)));
        assert_eq!(missing(&town, &paid).await, ["nothing-asked"], "all of it is paid already");
        let groundless = with(|made| made.avoided = Some(Cents::euros(3_100)));
        assert_eq!(missing(&town, &groundless).await, ["avoided"], "avoided cost has its ground");
        let content = Content { avoided_ground: "Minder maaltijden aan huis.".to_string(), ..groundless };
        assert_eq!(content.budget.asked(), Some(Cents::euros(10_000 - 500 - 1_500)));
        let (_, id) = sent(&town, &round, "henk@buurt.example", &content).await;
        let site = Site::of(&town, today());
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await;
        for told in [
            "Verbouwing",
            "€ 2.000",
            "€ 500",
            "Oranje Fonds",
            "€ 1.500",
            "€ 3.100",
            "Minder maaltijden",
            "€ 8.000",
        ] {
            assert!(page.says(told), "{told}: {}", page.body);
        }
        let number = admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        assert_eq!(number.as_str(), "07", "the next number after the six that are there");
        let mut conn = place.store.read().await.expect("a connection");
        let on = store::proposal::list(&mut conn, &round).await.expect("readable").pop().expect("a plan");
        assert_eq!((on.amount, on.applicant.as_str()), (Cents::euros(8_000), "Soepgroep"));
        assert_eq!(on.title, "Een buurtkeuken");
    });
}

/// S18: up to a sum of the round few questions are asked, and that sum, which parts small from large, is a parameter.
#[test]
fn s18_a_small_sum_asks_few_questions() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        assert!(Form::Light.steps().iter().all(|step| Form::Full.steps().contains(step)));
        assert!(Form::Light.steps().len() < Form::Full.steps().len());
        assert_eq!(missing(&town, &soup()).await, [""; 0]);
        let large = Content { form: Form::Full, ..soup() };
        let more = ["text", "criteria", "roots"];
        assert_eq!(missing(&town, &large).await, more, "what a large plan says besides");
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

/// S18: a rule that does not favour large plans only. Sixty of a hundred people want the plan that takes all the money, forty want
/// four small ones: by most votes the large one takes all, by the rule with which a round begins the small ones get their share.
#[test]
fn s18_the_rule_with_which_a_round_begins_does_not_favour_large_plans_only() {
    let project = |id: &str, euros: u64| Project { id: id.to_string(), cost: euros * 100 };
    let projects = [project("groot", 10_000)]
        .into_iter()
        .chain(["a", "b", "c", "d"].map(|id| project(id, 900)))
        .collect::<Vec<_>>();
    let ballots: Vec<Vec<u32>> =
        (0..100).map(|voter| if voter < 60 { vec![0] } else { vec![1 + (voter - 60) / 10] }).collect();
    let town = Instance::new(10_000 * 100, projects, ballots);
    let winners = |rule: Rule| {
        let outcome = count(&town, &rule).expect("it counts");
        outcome.winners().map(|winner| town.project(winner).id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(winners(Rule::greedy()), ["groot"]);
    let mut small = winners(Rule::round_default());
    small.sort();
    assert_eq!(small, ["a", "b", "c", "d"]);
}

/// S20: whether a group is proven follows from an objective test of what it states: years active, and an earlier grant that was settled
/// well. It decides the pot that the plan asks from, somebody else checks it, and only a proven group gets later years.
#[test]
fn s20_a_proven_group_asks_from_continuity_and_can_have_later_years() {
    on_both(|place| async move {
        let (town, _) = on_years(&place, &[Cents::euros(300_000); 2]).await;
        let round = super::bids::pots_round(&town).await;
        let stated = |since: i64, reference: &str| Content {
            title: format!("Soep sinds {since} {reference}"),
            since: Some(since),
            reference: reference.to_string(),
            ..soup()
        };
        let officer = decider(&place).await;
        let mut numbers = Vec::new();
        for (email, content) in [
            ("henk@buurt.example", stated(2020, "besluit 2024-118")),
            ("truus@buurt.example", stated(2020, "")),
            ("ans@buurt.example", stated(2026, "besluit 2024-118")),
        ] {
            let (_, id) = sent(&town, &round, email, &content).await;
            numbers.push(admit(&officer, &round, &id).await.expect("admitted"));
        }
        let mut conn = place.store.read().await.expect("a connection");
        let on = store::proposal::list(&mut conn, &round).await.expect("readable");
        let pots: Vec<Pot> = on.iter().skip(6).map(|one| one.pot).collect();
        assert_eq!(pots, [Pot::Continuity, Pot::Renewal, Pot::Renewal], "both years and a grant");
        let known = store::proven::list(&mut conn, &round).await.expect("readable");
        assert_eq!((known.len(), known[0].checked.is_some()), (1, false), "somebody still checks it");
        drop(conn);
        acts::pot::check_proven(&town.marijke_at(days(-18)), &round, &numbers[0]).await.expect("checked");
        let open = town.open_draft(round.clone(), 60).await;
        let wanted: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
        for letter in 0..40 {
            town.cast(&open, letter, &wanted).await.expect("cast");
        }
        town.close_and_seal(&round).await;
        let hash = town.count_and_propose(&round).await;
        acts::certificate::approve(&town.marijke_at(days(17)), &round, &hash).await.expect("certified");
        let grants = town.grants(&round).await;
        for (number, is_proven) in numbers.iter().zip([true, false, false]) {
            let grant =
                grants.iter().find(|grant| grant.as_str().ends_with(number.as_str())).expect("funded");
            let years = [Cents::euros(100), Cents::euros(100)];
            let done = acts::grant::set_years(&town.joris_at(days(17)), grant, &years).await;
            match is_proven {
                true => done.expect("later years for who goes on"),
                false => assert_eq!(refusal(done), "years: years-unproven", "{number}"),
            }
        }
    });
}

/// S26: every kind of applicant can ask; one that is registered says its number.
#[test]
fn s26_every_kind_of_applicant_can_ask() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let kinds = RecipientKind::NAMES.map(|(kind, _)| kind);
        for named in [
            RecipientKind::Group,
            RecipientKind::Person,
            RecipientKind::Association,
            RecipientKind::Foundation,
            RecipientKind::Cooperative,
            // A social enterprise.
            RecipientKind::Company,
        ] {
            assert!(kinds.contains(&named), "{named:?}");
        }
        for (number, kind) in kinds.into_iter().enumerate() {
            let without = Content { kind: Some(Named(kind)), ..soup() };
            let expected: &[&str] = if kind.is_registered() { &["kvk"] } else { &[] };
            assert_eq!(missing(&town, &without).await, expected, "{kind:?}");
            let kvk = kvk(&format!("koor {number}")).as_str().to_string();
            let whole = Content { kvk, ..without };
            assert_eq!(missing(&town, &whole).await, [""; 0], "{kind:?}");
            let (_, id) = sent(&town, &round, &format!("k{number}@buurt.example"), &whole).await;
            admit(&town.joris_at(today()), &round, &id).await.expect("on the list");
        }
        let small = Content { class: Some(Named(ProviderClass::Professional)), ..soup() };
        assert_eq!(missing(&town, &small).await, [""; 0], "a small professional organisation");
    });
}

/// S26: of an enterprise it is checked what aid it had, and of nobody else.
#[test]
fn s26_an_enterprise_is_looked_at_for_state_aid() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round_with("zuilen", &plan("zuilen"), &[]).await;
        let number = kvk("Fietswerk BV").as_str().to_string();
        let content = Content { kind: Some(Named(RecipientKind::Company)), kvk: number, ..soup() };
        let (_, id) = sent(&town, &round, "henk@buurt.example", &content).await;
        let number = admit(&decider(&place).await, &round, &id).await.expect("admitted");
        for other in plans() {
            acts::proposal::add(&town.joris_at(days(-15)), &round, other).await.expect("a plan");
        }
        let round = town.certify_draft(round).await;
        let grants = town.grants(&round).await;
        let grant = grants.iter().find(|grant| grant.as_str().ends_with(number.as_str())).expect("funded");
        let aid = [CheckKind::DeMinimis, CheckKind::Aid].map(MissingCheck::Check);
        for (is_enterprise, name) in [(false, "Soepgroep"), (true, "Fietswerk BV")] {
            let kind = if is_enterprise { RecipientKind::Company } else { RecipientKind::Foundation };
            let wanted = Wanted { kind, kvk: Some(kvk(name)), is_enterprise, ..foundation(name) };
            let recipient = town.recipient(&wanted).await;
            town.make_out(grant, &recipient).await;
            let done = acts::grant::award(&town.marijke_at(days(18)), grant, "Gekozen.").await;
            let Err(ActError::Unchecked(missing)) = done else { panic!("nobody checked anything: {done:?}") };
            let asked = aid.iter().filter(|one| missing.contains(one)).count();
            assert_eq!(asked, if is_enterprise { 2 } else { 0 }, "{missing:?}");
        }
    });
}

/// S41: a class of provider has a limit, and a plan says how its group is rooted.
#[test]
fn s41_a_class_has_its_limit_and_a_group_says_its_roots() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        assert_eq!(missing(&town, &Content { roots: String::new(), ..kitchen() }).await, ["roots"]);
        let mut terms = Terms::default();
        terms.class_most.professional = Some(Cents::euros(899));
        acts::grant::checks::set_round_terms(&town.joris_at(today()), &round, &terms).await.expect("set");
        let small = Content { class: Some(Named(ProviderClass::Professional)), ..soup() };
        assert_eq!(missing(&town, &small).await, ["class-most"]);
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
fn s42_s45_no_plan_pays_a_social_broker_by_any_way() {
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
