//! "Buurt, wijk and city rounds run in one year and their ceilings never add up above the reserve; moving money between
//! them leaves a signed trace."

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::area::{Area, Level};
use schuifruimte::domain::id::{AllocationId, AreaId, RoundId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::round::{Plan, Step};
use schuifruimte::domain::transfer::TransferState;
use schuifruimte::store;

use crate::acts::transfer::shift;
use crate::support::people::{JORIS, MARIJKE};
use crate::support::town::{NOORDWEST, plan};
use crate::support::{Browser, Site, Town, days, now, on_both};

/// The reserve of the year, and what the three levels have of it: all of it together.
const RESERVE: i64 = 210_000_000;
const LEVELS: [(&str, u32); 3] = [("stad", 700_000), (NOORDWEST, 900_000), ("zuilen", 500_000)];

/// What all rounds of the year may spend together, in cents.
const CEILINGS: &str =
    "SELECT CAST(COALESCE(SUM(ceiling_cents), 0) AS BIGINT) FROM round WHERE phase <> 'cancelled'";
/// What the ledger holds for areas and rounds, in cents.
const HELD: &str = "SELECT CAST(SUM(credit_cents - debit_cents) AS BIGINT) FROM ledger_account WHERE allocation_id IS NOT NULL";

fn whole(title: &str, ceiling: Cents) -> Plan {
    Plan { ceiling, objection_reserve: Cents::ZERO, ..plan(title) }
}

/// City, wijk and buurt each with their part: what the buurt has comes out of the wijk that it is in.
async fn three_levels(town: &Town) -> Vec<AllocationId> {
    let mut ctx = town.nobody_at(days(-60));
    let city = Area { level: Level::City, ..Area::new("stad", "De hele stad") };
    let buurt = Area { parent: Some(AreaId::new(NOORDWEST)), ..Area::new("zuilen", "Zuilen-Noord") };
    acts::area::add(&ctx, &[city, buurt]).await.expect("areas");
    let mut parts = Vec::new();
    for (id, euros) in LEVELS {
        let inside = if id == NOORDWEST { LEVELS[2].1 } else { 0 };
        let whole = Cents::euros(euros + inside);
        let part = crate::support::allocate(&mut ctx, &town.line, &AreaId::new(id), whole).await;
        parts.push(part.expect("a part"));
    }
    parts
}

#[test]
fn buurt_wijk_and_city_rounds_run_in_one_year_and_their_ceilings_never_add_up_above_the_reserve() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let parts = three_levels(&town).await;
        let joris = town.joris_at(days(-30));
        for ((id, euros), part) in LEVELS.into_iter().zip(&parts) {
            let round = RoundId::parse(&format!("ronde-{}", id.to_lowercase())).unwrap();
            let cent_more = Cents::new(i64::from(euros) * 100 + 1).unwrap();
            let refused = acts::round::create(&joris, &round, part, &whole(id, cent_more)).await;
            assert!(matches!(refused, Err(ActError::Ceiling(_))), "{id}: {refused:?}");
            acts::round::create(&joris, &round, part, &whole(id, Cents::euros(euros))).await.unwrap();
            acts::round::step(&joris, &round, Step::Announce).await.unwrap();
        }
        assert_eq!(place.number(CEILINGS).await, RESERVE, "all three run, and together they take all of it");
        let cent = Cents::new(1).unwrap();
        for part in &parts {
            let refused =
                acts::round::create(&joris, &RoundId::new("nog-een"), part, &whole("x", cent)).await;
            assert!(matches!(refused, Err(ActError::Ceiling(_))), "not a cent more on any level");
        }
        let other = AreaId::new("WK034403");
        let refused = crate::support::allocate(&mut town.nobody_at(now()), &town.line, &other, cent).await;
        assert!(matches!(refused, Err(ActError::Ceiling(_))));
        let by_hand = "UPDATE round SET ceiling_cents = ceiling_cents + 1";
        assert!(place.sql(by_hand).await.is_err(), "nor past all acts");
        assert_eq!((place.number(CEILINGS).await, place.number(HELD).await), (RESERVE, RESERVE));
    });
}

#[test]
fn moving_money_between_them_leaves_a_signed_trace() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let parts = three_levels(&town).await;
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        let (from, to) = (format!("{}/stad/none", town.line), format!("{}/zuilen/none", town.line));
        let form = [
            ("from", from.as_str()),
            ("to", to.as_str()),
            ("sum", "20.000"),
            ("why", "Zuilen-Noord begint eerder."),
        ];
        let proposed = joris.post(&site, "/bureau/geld/schuiven", &form).await;
        assert_eq!(proposed.status.as_u16(), 303, "{}", proposed.body);
        let address = "/bureau/geld/schuiven/1";
        let mut marijke = Browser::of(&site, MARIJKE).await;
        assert!(marijke.get(&site, "/bureau").await.says("Bevestig of wijs af: € 20.000 schuiven"));
        let confirmed = marijke.post(&site, &format!("{address}/akkoord"), &[]).await;
        assert_eq!(confirmed.status.as_u16(), 303, "{}", confirmed.body);

        let trace = joris.get(&site, address).await;
        for told in
            ["€ 20.000", "De hele stad", "Zuilen-Noord begint eerder.", JORIS.function, MARIJKE.function]
        {
            assert!(trace.says(told), "{told}: {}", trace.body);
        }
        let mut conn = place.store.read().await.unwrap();
        let one = store::transfer::find(&mut conn, 1).await.unwrap().unwrap();
        let (second, _) = one.decided.clone().unwrap();
        assert_eq!(
            (one.state, one.proposed.by, second.by),
            (TransferState::Confirmed, town.joris.clone(), town.marijke.clone())
        );
        let posted = store::ledger::postings(&mut conn).await.unwrap();
        let posted = posted.iter().find(|posting| Some(posting.seq) == one.posting).unwrap();
        assert_eq!(posted.draft.reason, "Zuilen-Noord begint eerder.");
        drop(conn);
        assert_eq!(place.number(HELD).await, RESERVE, "nothing left the reserve and nothing came in");

        let ctx = town.joris_at(now());
        let buurt = RoundId::new("zuilen-noord");
        let cent_more = Cents::new(52_000_001).unwrap();
        assert!(acts::round::create(&ctx, &buurt, &parts[2], &whole("Zuilen", cent_more)).await.is_err());
        acts::round::create(&ctx, &buurt, &parts[2], &whole("Zuilen", Cents::euros(520_000))).await.unwrap();
        let again = shift((&town.line, "zuilen"), (&town.line, "stad"), 1);
        let held = acts::transfer::propose(&ctx, &again).await;
        assert!(matches!(held, Err(ActError::Ceiling(_))), "what a round holds does not move");
    });
}
