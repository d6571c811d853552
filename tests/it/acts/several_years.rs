//! Towns with a budget of several years and a round of many small plans, for tests about grants.

use schuifruimte::acts;
use schuifruimte::domain::ballot::BallotForm;
use schuifruimte::domain::budget::{Base, Budget, BudgetPlan, Ground, YearPlan};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::grant::GrantRecord;
use schuifruimte::domain::id::{AreaId, GrantId, LineId, RoundId};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::Plan;
use schuifruimte::store;
use schuifruimte::tally::Rule;

use crate::support::town::{NOORDWEST, plan, plans};
use crate::support::{Place, Town, days};

/// The town on a budget of several years: 2027 as ever, then years with exactly these reserved shares.
pub async fn on_years(place: &Place, later: &[Cents]) -> (Town, Vec<LineId>) {
    let town = Town::new(place).await;
    let points = |points| BasisPoints::new(points).expect("a share");
    let first = YearPlan { total: Cents::euros(7_000_000), share: points(3_000) };
    let rest = later.iter().map(|reserved| YearPlan { total: *reserved, share: points(10_000) });
    let wanted = BudgetPlan {
        name: "Sociaal makelen, vier jaar".to_string(),
        first_year: 2027,
        years: std::iter::once(first).chain(rest).collect(),
        base: Base::told("het hele bedrag"),
        ground: Ground::named("raadsbesluit"),
        review_on: String::new(),
        warning: points(Budget::WARNING),
    };
    let mut ctx = town.nobody_at(days(-80));
    let budget = acts::budget::create(&mut ctx, &wanted).await.expect("a budget");
    let mut conn = place.store.read().await.expect("a connection");
    let mut lines = store::budget::lines(&mut conn).await.expect("lines");
    drop(conn);
    lines.retain(|line| line.budget == budget);
    lines.sort_by_key(|line| line.year);
    for line in &lines {
        // One recipient may have all of a year, which a round freezes for all years of its grants: what years hold is
        // tested here, not who has how much of them.
        acts::grant::checks::set_year_terms(&ctx, line.year, points(10_000), "Raadsbesluit.")
            .await
            .expect("terms");
    }
    let mut lines: Vec<LineId> = lines.into_iter().map(|line| line.id).collect();
    let line = lines.remove(0);
    let area = AreaId::new(NOORDWEST);
    let noordwest = crate::support::allocate(&mut ctx, &line, &area, Cents::euros(100_000)).await;
    drop(ctx);
    (Town { line, noordwest: noordwest.expect("an allocation"), ..town }, lines)
}

/// A certified round of so many plans of 10.00 that somebody chose, which may grant `spendable` and holds a tenth of
/// it for objections: its name, and its grants.
pub async fn small_plans(town: &Town, count: usize, spendable: Cents) -> (RoundId, Vec<GrantId>) {
    let one = |number: usize| Proposal {
        title: format!("Plan {number}"),
        applicant: format!("Buren van straat {number}"),
        amount: Cents::euros(10),
        ..plans()[1].clone()
    };
    let all: Vec<Proposal> = (1..=count).map(one).collect();
    let max = u64::try_from(count).expect("few");
    let objection_reserve = Cents::new(spendable.get() / 10).expect("an amount");
    let ceiling = spendable.plus(objection_reserve).expect("an amount");
    // One voter chose them all and pays for all: nothing has to be raised, step by step, until the money is spent.
    let rule = CountRule(Rule::equal_shares());
    let ballot = BallotForm::approval(1, max);
    let wide = Plan { ballot, ceiling, objection_reserve, count: rule, ..plan("Veel") };
    let round = town.open_round_with("veel", &wide, &all).await;
    let names: Vec<String> = round.rules.proposals.iter().map(|plan| plan.id.to_string()).collect();
    let choices: Vec<&str> = names.iter().map(String::as_str).collect();
    town.cast(&round, 0, &choices).await.expect("a receipt");
    town.close_and_seal(&round.id).await;
    let hash = town.count_and_propose(&round.id).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
    let grants = in_force(town, &round.id).await;
    (round.id, grants)
}

/// The grants that the certificate in force holds, in its order.
pub async fn in_force(town: &Town, round: &RoundId) -> Vec<GrantId> {
    let mut conn = town.place.store.read().await.expect("a connection");
    let chain = acts::publication::chain(&mut conn, round).await.expect("certified");
    let (_, last) = chain.last().expect("a certificate");
    last.grants.iter().map(|grant| GrantRecord::id_of(round, &grant.proposal)).collect()
}
