//! Budgets of several years: fixed in one act, changed by decisions that stay, lowered only when nobody counts on it.

use schuifruimte::acts::budget::LineDecision;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::budget::{
    Base, Budget, BudgetPlan, Commitments, Ground, Indexing, Line, ShareKept, Terms, YearPlan, lock_in,
};
use schuifruimte::domain::id::{AreaId, BudgetId, LineId, RoundId};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::round::Step;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{self, Guard, StoreError};

use crate::support::town::{NOORDWEST, plan};
use crate::support::{Place, Town, days, now, on_both, on_both_at, on_both_tampered};

/// Six years from 2027, growing from 10 to 30 percent, looked at again in 2030.
pub fn six_years() -> BudgetPlan {
    let year = |percent: i64| YearPlan {
        total: Cents::euros(7_000_000),
        share: BasisPoints::new(percent * 100).expect("a share"),
    };
    BudgetPlan {
        name: "Sociaal makelen".to_string(),
        first_year: 2027,
        years: [10, 15, 20, 25, 30, 30].map(year).to_vec(),
        base: Base {
            commitments: Commitments::Gross,
            indexing: Indexing::Indexed,
            words: "het hele bedrag".to_string(),
        },
        ground: Ground {
            name: "Nota van uitgangspunten".to_string(),
            date: "2026-11-05".to_string(),
            link: "https://raad.example/nota.pdf".to_string(),
        },
        review_on: "2030-01-01".to_string(),
        warning: BasisPoints::new(5_000).expect("a share"),
    }
}

/// Decides a budget and gives its years.
pub async fn decided(town: &Town, plan: &BudgetPlan) -> (BudgetId, Vec<Line>) {
    let id = acts::budget::create(&mut town.nobody_at(days(-80)), plan).await.expect("a budget");
    let years = years(&town.place, &id).await;
    (id, years)
}

async fn years(place: &Place, id: &BudgetId) -> Vec<Line> {
    let mut conn = place.store.read().await.expect("a connection");
    let mut lines = store::budget::lines(&mut conn).await.expect("lines");
    lines.retain(|line| &line.budget == id);
    lines.sort_by_key(|line| line.year);
    lines
}

fn share(percent: i64) -> BasisPoints {
    BasisPoints::new(percent * 100).expect("a share")
}

/// A new decision on a year: its share, and why.
fn again(line: &Line, percent: i64) -> LineDecision {
    LineDecision {
        id: Some(line.id.clone()),
        year: line.year,
        name: line.name.clone(),
        total: line.total,
        share: share(percent),
        base: line.base.clone(),
        ground: Ground::named("raadsbesluit 12"),
        reason: "de raad koos opnieuw".to_string(),
    }
}

#[test]
fn one_act_fixes_six_years_and_their_phasing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, years) = decided(&town, &six_years()).await;
        let mut conn = place.store.read().await.unwrap();
        let whole = store::budget::budget(&mut conn, &id).await.unwrap().unwrap();
        assert_eq!((whole.years, whole.last_year()), (6, 2032));
        assert_eq!(whole.ground, six_years().ground);
        let told: Vec<(i64, Cents)> = years.iter().map(|line| (line.year, line.reserved())).collect();
        let euros = [700_000, 1_050_000, 1_400_000, 1_750_000, 2_100_000, 2_100_000].map(Cents::euros);
        assert_eq!(told, (2027..).zip(euros).collect::<Vec<_>>());
        assert!(years.iter().all(|line| line.base == six_years().base && line.free == line.reserved()));
        let decisions = store::budget::decisions(&mut conn).await.unwrap();
        assert_eq!(decisions.iter().filter(|one| years.iter().any(|line| line.id == one.line)).count(), 6);
        assert!(decisions.iter().all(|one| one.before.is_none()));
    });
}

#[test]
fn a_budget_that_makes_no_sense_is_refused_field_by_field() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let wrong = BudgetPlan {
            name: " ".to_string(),
            years: Vec::new(),
            ground: Ground { link: "javascript:alert(1)".to_string(), ..Ground::named("nota") },
            review_on: "2040-01-01".to_string(),
            ..six_years()
        };
        let refused = acts::budget::create(&mut town.nobody_at(now()), &wrong).await;
        let Err(ActError::Fields(faults)) = refused else { panic!("{refused:?}") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["name", "years", "review_on", "ground_link"]);
        assert_eq!(place.number("SELECT COUNT(*) FROM budget").await, 1, "only that of the town");
    });
}

#[test]
fn every_change_is_a_decision_that_stays() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, years) = decided(&town, &six_years()).await;
        let mut fatma = town.marijke_at(days(-70));
        let silent = LineDecision { reason: " ".to_string(), ..again(&years[0], 12) };
        let refused = acts::budget::decide_line(&mut fatma, silent).await;
        assert!(matches!(refused, Err(ActError::Fields(faults)) if faults[0].field == "why"));
        let other = LineDecision { year: 2028, ..again(&years[0], 12) };
        let refused = acts::budget::decide_line(&mut fatma, other).await;
        assert!(matches!(refused, Err(ActError::Fields(faults)) if faults[0].fault == "year-stays"));
        acts::budget::decide_line(&mut fatma, again(&years[0], 12)).await.unwrap();

        let mut conn = place.store.read().await.unwrap();
        let last = store::budget::decisions(&mut conn).await.unwrap().pop().unwrap();
        assert_eq!(last.before, Some(years[0].stand()));
        assert_eq!((last.after.share, last.after.reserved()), (share(12), Cents::euros(840_000)));
        assert_eq!(
            (last.by, last.function),
            (town.marijke.to_string(), "Manager wijkbureau Noordwest".to_string())
        );
        assert_eq!(
            (last.reason.as_str(), last.ground.name.as_str()),
            ("de raad koos opnieuw", "raadsbesluit 12")
        );
        drop(conn);
        for change in [
            "UPDATE budget_decision SET reason = 'x'",
            "DELETE FROM budget_decision",
            "UPDATE budget SET review_on = '2027-01-01'",
            "DELETE FROM budget",
        ] {
            let refused = place.sql(change).await;
            assert!(
                matches!(refused, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only")
            );
        }
    });
}

#[test]
fn the_share_is_never_lowered_while_a_round_of_that_year_runs() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let line = {
            let mut conn = place.store.read().await.unwrap();
            store::budget::line(&mut conn, &town.line).await.unwrap().unwrap()
        };
        let draft = RoundId::new("zuilen");
        let joris = town.joris_at(days(-30));
        acts::round::create(&joris, &draft, &town.noordwest, &plan("Zuilen")).await.unwrap();
        let mut ctx = town.nobody_at(days(-30));
        acts::budget::decide_line(&mut ctx, again(&line, 29)).await.expect("a draft is nobody's hope yet");
        acts::round::step(&joris, &draft, Step::Announce).await.unwrap();

        let refused = acts::budget::decide_line(&mut ctx, again(&line, 28)).await;
        assert!(
            matches!(&refused, Err(ActError::ShareKept(ShareKept::RoundRuns(title))) if title == "Zuilen"),
            "{refused:?}"
        );
        let less = LineDecision { total: Cents::euros(6_999_000), ..again(&line, 29) };
        let refused = acts::budget::decide_line(&mut ctx, less).await;
        assert!(matches!(refused, Err(ActError::ShareKept(_))), "a lower total takes as much: {refused:?}");
        let by_hand = "UPDATE budget_line SET share_bp = 2800";
        let refused = place.sql(by_hand).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "the database as well: {refused:?}");

        acts::budget::decide_line(&mut ctx, again(&line, 31)).await.expect("more is always welcome");
        acts::round::step(&joris, &draft, Step::Cancel).await.unwrap();
        acts::budget::decide_line(&mut ctx, again(&line, 28)).await.expect("nothing runs any more");
    });
}

#[test]
fn a_certified_round_holds_what_areas_have_and_no_more() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let line = {
            let mut conn = place.store.read().await.unwrap();
            store::budget::line(&mut conn, &town.line).await.unwrap().unwrap()
        };
        let mut ctx = town.nobody_at(days(20));
        acts::budget::decide_line(&mut ctx, again(&line, 20)).await.expect("its outcome is signed for");
        let below = LineDecision { total: Cents::euros(400_000), ..again(&line, 20) };
        let refused = acts::budget::decide_line(&mut ctx, below).await;
        assert!(matches!(refused, Err(ActError::Ceiling(_))), "areas have 100,000.00: {refused:?}");
    });
}

#[test]
fn before_its_review_a_split_only_shifts_towards_residents() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, years) = decided(&town, &six_years()).await;
        let at = |text: &str| Moment::parse_local(text).unwrap();
        let mut early = town.nobody_at(at("2029-12-31T23:59"));
        let refused = acts::budget::decide_line(&mut early, again(&years[4], 29)).await;
        assert!(
            matches!(&refused, Err(ActError::ShareKept(ShareKept::BeforeReview(day))) if day == "2030-01-01")
        );
        acts::budget::decide_line(&mut early, again(&years[4], 35)).await.expect("raising is allowed");
        let mut review = town.nobody_at(at("2030-01-01T00:00"));
        acts::budget::decide_line(&mut review, again(&years[4], 25)).await.expect("the day has come");
    });
}

#[test]
fn the_curve_tells_how_much_of_each_year_can_still_shift() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let mut conn = place.store.read().await.unwrap();
        let lines = store::budget::lines(&mut conn).await.unwrap();
        let controls = store::ledger::controls(&mut conn).await.unwrap();
        let curve = lock_in(&lines, &controls);
        let granted = place.number("SELECT granted_cents FROM round").await;
        assert_eq!(curve.len(), 1);
        assert_eq!((curve[0].committed.get(), curve[0].reserved), (granted, Cents::euros(2_100_000)));
        let parts = [curve[0].committed, curve[0].in_rounds, curve[0].free];
        assert_eq!(Cents::sum(parts).unwrap(), curve[0].reserved, "no cent is left out");
    });
}

#[test]
fn a_line_of_before_becomes_a_budget_of_one_year() {
    on_both_at(6, |place| async move {
        let line = "INSERT INTO budget_line VALUES ('l', 2026, 'Sociaal makelen', 0, 3000, 0, 'alles', 'besluit', 5)";
        place.sql(line).await.unwrap();
        store::schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let found = store::budget::line(&mut conn, &LineId::new("l")).await.unwrap().unwrap();
        let whole: Budget = store::budget::budget(&mut conn, &found.budget).await.unwrap().unwrap();
        assert_eq!(
            (whole.first_year, whole.last_year(), whole.name.as_str()),
            (2026, 2026, "Sociaal makelen")
        );
        assert_eq!((&found.base, &found.ground), (&Base::told("alles"), &Ground::named("besluit")));
        let decisions = store::budget::decisions(&mut conn).await.unwrap();
        assert_eq!(decisions.len(), 1);
        assert_eq!((decisions[0].by.as_str(), &decisions[0].after), ("service", &found.stand()));
    });
}

#[test]
fn fsck_finds_a_year_that_nobody_decided_so() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        decided(&town, &six_years()).await;
        assert!(place.fsck().await.is_empty());
        place.sql("UPDATE budget_line SET base = 'iets anders' WHERE year = 2030").await.unwrap();
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("its last decision says something else")), "{found:?}");
    });
}

#[test]
fn areas_never_get_more_than_their_year_has() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, years) = decided(&town, &six_years()).await;
        let (mut ctx, area) = (town.nobody_at(now()), AreaId::new(NOORDWEST));
        crate::support::allocate(&mut ctx, &years[1].id, &area, Cents::euros(1_050_000)).await.unwrap();
        let more =
            crate::support::allocate(&mut ctx, &years[0].id, &area, Cents::new(70_000_001).unwrap()).await;
        assert!(matches!(more, Err(ActError::Ceiling(_))));
        let refused = acts::budget::decide_line(&mut town.nobody_at(days(1_400)), again(&years[1], 14)).await;
        assert!(matches!(refused, Err(ActError::Ceiling(_))), "below what areas have: {refused:?}");
    });
}

/// Name, day of review and warning are decided again: on a ground, with a reason, and never so that the share could go
/// down at once.
#[test]
fn name_review_and_warning_change_by_a_decision_that_stays() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let (id, _) = decided(&town, &six_years()).await;
        let found = || async {
            let mut conn = place.store.read().await.expect("a connection");
            store::budget::budget(&mut conn, &id).await.expect("readable").expect("there")
        };
        let was = Terms::of(&found().await);
        let ground = || Ground::named("Raadsbesluit herijking");
        let change = |terms: Terms, reason: &'static str| {
            let (town, id, ground) = (&town, &id, ground());
            async move { acts::budget::change_terms(&town.joris_at(now()), id, terms, ground, reason).await }
        };
        let today = now().local().date().to_string();
        let refused = [
            (was.clone(), "Zomaar.", "lot-same"),
            (Terms { name: " ".to_string(), ..was.clone() }, "Zomaar.", "empty"),
            (Terms { review_on: String::new(), ..was.clone() }, "Zomaar.", "lot-review"),
            (Terms { review_on: today, ..was.clone() }, "Zomaar.", "lot-review"),
            (Terms { review_on: "2040-01-01".to_string(), ..was.clone() }, "Zomaar.", "review"),
            (Terms { warning: share(60), ..was.clone() }, " ", "reason"),
        ];
        for (wanted, reason, fault) in refused {
            match change(wanted, reason).await {
                Err(ActError::Fields(faults)) => {
                    assert!(faults.iter().any(|one| one.fault == fault), "{faults:?}")
                }
                other => panic!("{fault}: {other:?}"),
            }
        }
        assert_eq!(Terms::of(&found().await), was, "nothing changed");
        let first = Terms { name: "Sociale basis".to_string(), warning: share(60), ..was.clone() };
        change(first.clone(), "De nota kreeg een andere naam.").await.expect("decided");
        let second = Terms { review_on: "2029-07-01".to_string(), ..first.clone() };
        change(second.clone(), "De raad kijkt eerder.").await.expect("decided again");
        assert_eq!(Terms::of(&found().await), second);
        let mut conn = place.store.read().await.expect("a connection");
        let all = store::budget::terms(&mut conn, &id).await.expect("decisions");
        drop(conn);
        let told: Vec<_> = all.iter().map(|one| (one.before.clone(), one.after.clone())).collect();
        assert_eq!(told, [(was, first.clone()), (first, second)], "each says what it was and what it became");
        assert!(all.iter().all(|one| !one.function.is_empty() && one.ground == ground() && one.at == now()));
        for sql in ["UPDATE budget_terms SET after_warning_bp = 0", "DELETE FROM budget_terms"] {
            let spoiled = place.sql(sql.to_string()).await.unwrap_err();
            assert!(spoiled.to_string().contains("append_only"), "{sql}: {spoiled}");
        }
    });
}
