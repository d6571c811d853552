//! A grant of several years is one sum over all of them: for its mandate, its letter, its ceilings and its class.

use schuifruimte::acts::grant::checks;
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::acts::standing::Decision as Quick;
use schuifruimte::acts::{self, ActError};
use schuifruimte::documents::letter::{Draft, Recipient, write};
use schuifruimte::domain::accountability::Class;
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::check::{CheckKind, Member, MissingCheck};
use schuifruimte::domain::decision::facts::{Adoption, Year};
use schuifruimte::domain::decision::terms::Papers;
use schuifruimte::domain::decision::{Decision, DecisionKind, Terms};
use schuifruimte::domain::id::{AreaId, GrantId, LineId, RoundId};
use schuifruimte::domain::ledger::AccountKey;
use schuifruimte::domain::letter::Block;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::recipient::{Aid, RecipientKind};
use schuifruimte::domain::round::Plan;
use schuifruimte::domain::time::Moment;
use schuifruimte::store;
use schuifruimte::text::{Lang, Text};

use super::several_years::on_years;
use super::standing::{quick, table};
use crate::support::checked::{foundation, kvk};
use crate::support::town::{NOORDWEST, mandate, plan, plans};
use crate::support::{Place, Town, days, on_both, on_both_tampered};

/// What the plan gets in each of its four years.
pub const YEARLY: Cents = Cents::euros(30_000);

/// A certified grant of 30,000.00 in a budget of which 2028, 2029 and 2030 have these reserved shares, with the rest of
/// its file still to be done.
pub async fn certified(place: &Place, reserves: [Cents; 3]) -> (Town, Vec<LineId>, GrantId) {
    let (town, lines) = on_years(place, &reserves).await;
    let tenth = BasisPoints::new(1_000).expect("a share");
    for year in 2027..=2030 {
        checks::set_year_terms(&town.nobody_at(days(-79)), year, tenth, "Raadsbesluit.")
            .await
            .expect("terms");
    }
    let ceiling = Cents::euros(61_000);
    let mut plans = plans();
    plans[0].amount = YEARLY;
    let round = town.open_round_with("zuilen", &Plan { ceiling, ..plan("Zuilen") }, &plans).await;
    for letter in 0..12 {
        town.cast(&round, letter, &["01", "02"]).await.expect("a receipt");
    }
    town.close_and_seal(&round.id).await;
    let hash = town.count_and_propose(&round.id).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
    let grant = town.grants(&round.id).await.remove(0);
    (town, lines, grant)
}

/// The same with later years agreed and its file in order.
pub async fn agreed(place: &Place, later: &[Cents]) -> (Town, Vec<LineId>, GrantId) {
    let (town, lines, grant) = certified(place, [Cents::euros(300_000); 3]).await;
    acts::grant::set_years(&town.joris_at(days(17)), &grant, later).await.expect("agreed");
    town.check_grant(&grant).await;
    (town, lines, grant)
}

async fn award(town: &Town, grant: &GrantId) -> Result<(), ActError> {
    acts::grant::award(&town.marijke_at(days(20)), grant, "Gekozen door de buurt.").await
}

async fn decision(place: &Place) -> Decision {
    let mut conn = place.store.read().await.expect("a connection");
    store::decision::list(&mut conn).await.expect("decisions").remove(0)
}

async fn class(place: &Place, grant: &GrantId) -> Class {
    let mut conn = place.store.read().await.expect("a connection");
    let record = store::grant::find(&mut conn, grant).await.expect("a row").expect("a grant");
    acts::settlement::standing(&mut conn, &record, day_of(days(21))).await.expect("it reads").class
}

#[test]
fn the_mandate_is_about_all_years_together() {
    on_both(|place| async move {
        let (town, _, grant) = agreed(&place, &[YEARLY; 3]).await;
        let up_to = Cents::new(11_999_999).unwrap();
        let less = acts::mandate::Wanted { up_to, ..mandate(&town.marijke, days(17)) };
        acts::mandate::enter(&town.nobody_at(days(17)), &less).await.unwrap();
        let refused = award(&town, &grant).await;
        assert!(matches!(refused, Err(ActError::NoMandate)), "a cent short: {refused:?}");
        let enough =
            acts::mandate::Wanted { up_to: Cents::euros(120_000), ..mandate(&town.marijke, days(18)) };
        acts::mandate::enter(&town.nobody_at(days(18)), &enough).await.unwrap();
        award(&town, &grant).await.unwrap();
        assert_eq!(decision(&place).await.sum, Cents::euros(120_000));
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn its_decision_keeps_each_year_and_the_condition_of_years_without_a_budget() {
    on_both(|place| async move {
        let (town, _, grant) = agreed(&place, &[YEARLY; 3]).await;
        award(&town, &grant).await.unwrap();
        let taken = decision(&place).await;
        let year = |year, budget| Year { year, sum: YEARLY, budget };
        let awaited = [2028, 2029, 2030].map(|later| year(later, Adoption::Awaited));
        assert_eq!(taken.facts.years[0], year(2027, Adoption::Adopted));
        assert_eq!(taken.facts.years[1..], awaited, "Awb 4:34");
        let terms = Terms::usual(&taken);
        assert_eq!((terms.until.to_string().as_str(), terms.papers), ("2030-12-31", Papers::Finances));
        let (recipient, on) = (Recipient::default(), day_of(days(21)));
        let letter = write(&Draft {
            text: Text { lang: Lang::Nl },
            decision: &taken,
            recipient: &recipient,
            on,
            terms,
        });
        let table: Vec<_> = letter
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Table(rows) => Some(rows.clone()),
                _ => None,
            })
            .collect();
        let thirty = |year: &str| [year.to_string(), "€\u{a0}30.000".to_string()];
        assert_eq!(table, [["2027", "2028", "2029", "2030"].map(thirty).to_vec()]);
        let said = format!("{:?}", letter.blocks).replace("\\u{a0}", " ");
        assert!(said.contains("U krijgt € 120.000 subsidie"), "{said}");
        assert!(said.contains("begroting van 2028, 2029, 2030 nog vaststellen"), "{said}");
        assert!(!said.contains("Dat is het hele bedrag dat u vroeg"), "{said}");
    });
}

#[test]
fn the_share_of_a_year_is_held_against_the_slice_of_that_year() {
    on_both(|place| async move {
        // A tenth of 299,999.99 is 29,999.99: a cent less than 2029 asks.
        let short = Cents::new(29_999_999).unwrap();
        let (town, _, grant) = certified(&place, [Cents::euros(300_000), short, Cents::euros(300_000)]).await;
        acts::grant::set_years(&town.joris_at(days(17)), &grant, &[YEARLY; 3]).await.unwrap();
        town.check_grant(&grant).await;
        let Err(ActError::Unchecked(missing)) = award(&town, &grant).await else { panic!("over its share") };
        assert_eq!(missing, [MissingCheck::Check(CheckKind::RecipientYear)]);
        let less = [YEARLY, short.minus(Cents::euros(270_000)).unwrap(), YEARLY];
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &less).await.unwrap();
        town.do_checks(&grant).await;
        award(&town, &grant).await.unwrap();
    });
}

#[test]
fn a_later_year_of_one_grant_counts_for_the_next_grant_of_that_year() {
    on_both(|place| async move {
        let (town, _, grant) = agreed(&place, &[YEARLY]).await;
        award(&town, &grant).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let recipient = store::recipient::of_grant(&mut conn, &grant).await.unwrap().unwrap();
        let round = store::grant::find(&mut conn, &grant).await.unwrap().unwrap().source.round().clone();
        let other = GrantId::new("another");
        let earlier = store::earlier::of_family(&mut conn, &recipient.family, &other).await.unwrap();
        drop(conn);
        let years: Vec<(i64, Cents)> = earlier.iter().map(|one| (one.year, one.amount)).collect();
        assert_eq!(years, [(2027, YEARLY), (2028, YEARLY)]);
        let second = town.grants(&round).await.remove(1);
        town.make_out(&second, &recipient.id).await;
        acts::grant::set_years(&town.joris_at(days(21)), &second, &[Cents::new(1).unwrap()]).await.unwrap();
        town.do_checks(&second).await;
        let Err(ActError::Unchecked(missing)) = award(&town, &second).await else { panic!("2028 is full") };
        assert_eq!(missing, [MissingCheck::Check(CheckKind::RecipientYear)]);
    });
}

#[test]
fn aid_to_an_enterprise_counts_in_all_years_at_once() {
    on_both(|place| async move {
        let (town, _, grant) = certified(&place, [Cents::euros(300_000); 3]).await;
        acts::grant::set_years(&town.joris_at(days(17)), &grant, &[YEARLY; 3]).await.unwrap();
        let company = Wanted {
            kind: RecipientKind::Company,
            kvk: Some(kvk("Fietswerk BV")),
            is_enterprise: true,
            ..foundation("Fietswerk BV")
        };
        let recipient = town.recipient(&company).await;
        town.make_out(&grant, &recipient).await;
        let joris = town.joris_at(days(17));
        let aid = |cents| {
            let amount = Cents::new(cents).unwrap();
            [Aid { day: "2026-03-20".to_string(), amount, giver: "provincie".to_string() }]
        };
        acts::recipient::declare_aid(&joris, &recipient, &aid(18_000_001)).await.unwrap();
        town.do_checks(&grant).await;
        let Err(ActError::Unchecked(missing)) = award(&town, &grant).await else { panic!("too much aid") };
        assert_eq!(missing, [MissingCheck::Check(CheckKind::DeMinimis)]);
        acts::recipient::declare_aid(&joris, &recipient, &aid(18_000_000)).await.unwrap();
        town.do_checks(&grant).await;
        award(&town, &grant).await.unwrap();
    });
}

#[test]
fn the_class_is_that_of_its_largest_year_before_the_award_and_after_it() {
    on_both(|place| async move {
        let (town, _, grant) = agreed(&place, &[Cents::euros(4_000), YEARLY]).await;
        assert_eq!(class(&place, &grant).await, Class::Financial, "64,000 in all, 30,000 a year");
        let more = [Cents::euros(4_000), Cents::euros(4_000)];
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &more).await.unwrap();
        assert_eq!(class(&place, &grant).await, Class::Financial);
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &[YEARLY; 3]).await.unwrap();
        town.do_checks(&grant).await;
        award(&town, &grant).await.unwrap();
        assert_eq!(class(&place, &grant).await, Class::Financial, "30,000 a year, not 120,000");
    });
}

#[test]
fn an_alliance_shares_the_sum_of_all_years() {
    on_both(|place| async move {
        let (town, _, grant) = agreed(&place, &[YEARLY; 3]).await;
        let mut conn = place.store.read().await.unwrap();
        let lead = store::recipient::of_grant(&mut conn, &grant).await.unwrap().unwrap().id;
        drop(conn);
        let other = town.recipient(&foundation("Buurtkamer Zuilen")).await;
        let joris = town.joris_at(days(17));
        let share = |euros: [u32; 2]| {
            [&lead, &other]
                .into_iter()
                .zip(euros)
                .map(|(who, euros)| Member {
                    recipient: who.clone(),
                    share: Cents::euros(euros),
                    consented: Some("2027-03-01".to_string()),
                })
                .collect::<Vec<_>>()
        };
        let of_first_year = checks::set_members(&joris, &grant, &share([20_000, 10_000])).await;
        assert!(matches!(of_first_year, Err(ActError::Fields(_))), "that is one year of four");
        checks::set_members(&joris, &grant, &share([80_000, 40_000])).await.unwrap();
        town.do_checks(&grant).await;
        award(&town, &grant).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let family = store::recipient::find(&mut conn, &other).await.unwrap().unwrap().family;
        let earlier = store::earlier::of_family(&mut conn, &family, &GrantId::new("another")).await.unwrap();
        let years: Vec<Cents> = earlier.iter().map(|one| one.amount).collect();
        assert_eq!(years, [Cents::euros(10_000); 4], "each year in the same proportion");
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_year_whose_budget_holds_too_little_is_taken_back_within_four_weeks() {
    on_both(|place| async move {
        let (town, lines, grant) = agreed(&place, &[YEARLY; 3]).await;
        town.award_and_send(&grant).await;
        let at = |text: &str| Moment::parse_local(text).unwrap();
        let call = async |when: &str, year: i64, adopted: &str| {
            let about = (year, adopted.parse().unwrap());
            let ctx = town.marijke_at(at(when));
            acts::grant::call_on_condition(&ctx, &grant, about, "De raad nam te weinig op.").await
        };
        let first = call("2027-11-20T12:00", 2027, "2027-11-04").await;
        assert!(matches!(first, Err(ActError::Fields(_))), "its budget was adopted when it was awarded");
        let before = call("2027-11-20T12:00", 2028, "2027-03-01").await;
        assert!(matches!(before, Err(ActError::Fields(_))), "that is before the award");
        let late = call("2027-12-03T12:00", 2028, "2027-11-04").await;
        assert!(matches!(late, Err(ActError::Fields(_))), "the condition lapsed on 2 December");
        let held = async || {
            let reserve = AccountKey::reserve(&lines[0]);
            let mut conn = place.store.read().await.unwrap();
            store::ledger::balance(&mut conn, &reserve).await.unwrap()
        };
        let free = held().await;
        call("2027-12-02T12:00", 2028, "2027-11-04").await.unwrap();
        assert_eq!(held().await, free.plus(YEARLY).unwrap(), "it is free again, in its own year");
        let mut conn = place.store.read().await.unwrap();
        let taken = store::decision::list(&mut conn).await.unwrap().pop().unwrap();
        let record = store::grant::find(&mut conn, &grant).await.unwrap().unwrap();
        let whole = store::slice::whole(&mut conn, &record).await.unwrap();
        drop(conn);
        assert_eq!((taken.kind, taken.sum), (DecisionKind::Revocation, YEARLY));
        assert_eq!(taken.facts.years.iter().map(|year| year.year).collect::<Vec<_>>(), [2028]);
        assert_eq!(whole.sum(), Cents::euros(90_000), "the other years stand");
        let (recipient, on) = (Recipient::default(), day_of(at("2027-12-03T12:00")));
        let terms = Terms::usual(&taken);
        let letter = write(&Draft {
            text: Text { lang: Lang::Nl },
            decision: &taken,
            recipient: &recipient,
            on,
            terms,
        });
        let said = format!("{:?}", letter.blocks).replace("\\u{a0}", " ");
        assert!(
            said.contains("Het gaat alleen om het geld voor 2028") && said.contains("artikel 4:34"),
            "{said}"
        );
        let twice = call("2027-12-02T12:00", 2028, "2027-11-04").await;
        assert!(matches!(twice, Err(ActError::Fields(_))), "once is enough");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn three_years_in_a_row_by_several_grants_start_the_clock_as_well() {
    on_both(|place| async move {
        let (town, lines, grant) = agreed(&place, &[YEARLY]).await;
        town.award_and_send(&grant).await;
        let at = |text: &str| Moment::parse_local(text).unwrap();
        let due = async || {
            let mut conn = place.store.read().await.unwrap();
            acts::grant::notices_due(&mut conn, at("2028-11-01T09:00")).await.unwrap()
        };
        assert_eq!(due().await, [], "two years ask for no notice");
        let mut conn = place.store.read().await.unwrap();
        let recipient = store::recipient::of_grant(&mut conn, &grant).await.unwrap().unwrap().id;
        drop(conn);
        let area = AreaId::new(NOORDWEST);
        let of_2029 =
            crate::support::allocate(&mut town.nobody_at(days(-1)), &lines[1], &area, Cents::euros(40_000))
                .await;
        let id = RoundId::new("snel-2029");
        let quick = quick(Cents::euros(1_500));
        acts::standing::open(&town.joris_at(days(-1)), &id, &of_2029.unwrap(), &quick).await.unwrap();
        town.no_interest_in_quick(&id).await;
        let number = acts::standing::ask(&town.joris_at(days(1)), &id, table(375)).await.unwrap();
        let granted =
            acts::standing::decide(&town.marijke_at(days(2)), &id, number, Quick::Grant, "Past.").await;
        let second = granted.unwrap().unwrap();
        town.make_out(&second, &recipient).await;
        town.do_checks(&second).await;
        town.award_and_send(&second).await;
        let found = due().await;
        assert_eq!(found.len(), 1, "only the one that ends last: {found:?}");
        assert_eq!(
            (&found[0].grant.id, found[0].row, found[0].by.to_string().as_str()),
            (&second, 3, "2028-12-31")
        );
    });
}

#[test]
fn no_grant_outlives_the_budget_that_it_comes_from() {
    on_both_tampered(|place| async move {
        let (town, _, grant) = certified(&place, [Cents::euros(300_000); 3]).await;
        town.check_grant(&grant).await;
        let beyond = acts::grant::set_years(&town.joris_at(days(18)), &grant, &[Cents::euros(10); 4]).await;
        assert!(matches!(beyond, Err(ActError::Fields(_))), "the budget ends with 2030");
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &[Cents::euros(10); 3]).await.unwrap();
        // The budget is made shorter behind the back of the acts: the award looks once more.
        place.disarm("budget").await;
        place.sql("UPDATE budget SET years = 3").await.unwrap();
        let refused = award(&town, &grant).await;
        assert!(matches!(refused, Err(ActError::Fields(_))), "2030 lies past it: {refused:?}");
    });
}
