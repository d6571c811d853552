//! Two hundred awards at once for the last euro of a later year, sent as forms to two processes of the program on one
//! database: never over, none lost, the ledger balanced.

use std::thread;

use schuifruimte::acts;
use schuifruimte::domain::decision::DecisionKind;
use schuifruimte::domain::grant::{GrantState, Slice};
use schuifruimte::domain::id::{GrantId, LineId};
use schuifruimte::domain::ledger::{AccountKind, PostingKind};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::store;

use super::several_years::{on_years, small_plans};
use crate::support::people::{MARIJKE, PASSWORD};
use crate::support::process::{Process, Start, at_once, fields};
use crate::support::site::between;
use crate::support::town::mandate;
use crate::support::{Place, Site, Town, days, now, on_both};

/// So many grants ask for money of the next year.
const ASK: usize = 200;
/// So many can have it: the year has a cent less than one more needs.
const FIT: usize = 77;
/// What each asks: as much as in its first year, for a later one never gives more.
const SLICE: Cents = Cents::euros(10);

/// What whoever sent the form was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// It is awarded.
    Awarded,
    /// The year is full.
    Full,
}

/// The town with its grants, all in order, and a year of this much for them.
async fn town_of(place: &Place, reserved: Cents) -> (Town, LineId, Vec<GrantId>) {
    let (town, mut lines) = on_years(place, &[reserved]).await;
    let line = lines.remove(0);
    let (_, grants) = small_plans(&town, ASK, Cents::euros(5_000)).await;
    assert_eq!(grants.len(), ASK);
    let slice = Slice { line: line.clone(), year: 2028, amount: SLICE };
    // A real process has the clock of this machine, which may stand before the mandates and the checks of the town begin.
    let long_ago = days(-9_000);
    town.check_grants(&grants, &[slice], long_ago).await;
    let early =
        acts::mandate::Wanted { ground_date: "2001-01-01".to_string(), ..mandate(&town.marijke, long_ago) };
    acts::mandate::enter(&place.context(Actor::Operator, long_ago), &early).await.expect("a mandate");
    (town, line, grants)
}

/// Sends the form of an award until it is answered: who hears that the service is busy sends it again, to the other
/// process, and looks whether it was done all the same.
fn send(processes: &[Process; 2], cookie: &str, number: usize, grant: &GrantId) -> Told {
    let path = format!("/bureau/subsidies/{grant}/stap/award");
    let form = fields(&[("reason", "Naar de uitslag.")]);
    for attempt in 0..100 {
        let process = &processes[(number + attempt) % 2];
        let answer = process.post_as(&path, number, cookie, &form).expect("an answer");
        match answer.told() {
            (303, "") => return Told::Awarded,
            (409, "wrong_state") if attempt > 0 => return Told::Awarded,
            (409, "ceiling_exceeded") => {
                // What is left says how much less would fit.
                let sentence = "In een van de latere jaren is nog maar € 9,99 vrij.";
                assert!(answer.body.contains(sentence), "{grant}: {}", answer.body);
                assert!(answer.body.contains("Naar de uitslag."), "what was typed comes back");
                return Told::Full;
            }
            (503, "busy") => assert!(answer.headers.contains("retry-after: "), "{}", answer.headers),
            other => panic!("{grant}: {other:?}: {}\n{}", answer.body, process.said()),
        }
        thread::yield_now();
    }
    panic!("{grant} was never answered");
}

fn sign_in(process: &Process) -> String {
    let form = fields(&[("login", MARIJKE.login), ("password", PASSWORD)]);
    let answer = process.post("/bureau/aanmelden", 0, &form).expect("an answer");
    between(&answer.headers, "set-cookie: ", ";").expect("a cookie").to_string()
}

#[test]
fn two_hundred_awards_race_for_the_last_euro_at_two_processes_and_exactly_those_that_fit_win() {
    on_both(|place| async move {
        let all_but_a_cent = SLICE.get() * i64::try_from(FIT + 1).expect("few") - 1;
        let (_town, line, grants) = town_of(&place, Cents::new(all_but_a_cent).expect("an amount")).await;
        let site = Site::on(&place, "http://schuif.example", now());
        let processes = [Start::of(&site).serve(), Start::of(&site).serve()];
        let cookie = sign_in(&processes[0]);
        let told = at_once(ASK, ASK, |number| send(&processes, &cookie, number, &grants[number]));

        let count = |wanted| told.iter().filter(|one| **one == wanted).count();
        assert_eq!((count(Told::Awarded), count(Told::Full)), (FIT, ASK - FIT));
        stands(&place, &grants, &told).await;
        balanced(&place, &line, all_but_a_cent).await;
        for process in &processes {
            process.terminate();
            assert!(!process.said().contains("panicked"), "{}", process.said());
        }
    });
}

/// What each was told is what stands, with one decision for each award and none besides.
async fn stands(place: &Place, grants: &[GrantId], told: &[Told]) {
    let mut conn = place.store.read().await.expect("a connection");
    for (grant, told) in grants.iter().zip(told) {
        let found = store::grant::find(&mut conn, grant).await.expect("it reads").expect("it is there");
        let wanted = match told {
            Told::Awarded => GrantState::Awarded,
            Told::Full => GrantState::Certified,
        };
        assert_eq!(found.state, wanted, "{grant}");
    }
    let decisions = store::decision::list(&mut conn).await.expect("decisions");
    let mut awarded: Vec<_> = decisions
        .iter()
        .filter(|one| one.kind == DecisionKind::Award)
        .filter_map(|one| one.grant.as_ref())
        .collect();
    awarded.sort();
    awarded.dedup();
    assert_eq!((decisions.len(), awarded.len()), (FIT, FIT), "one decision for each award");
}

/// The year gave what was awarded and holds the rest; no posting is missing and none stands twice.
async fn balanced(place: &Place, line: &LineId, reserved: i64) {
    let mut conn = place.store.read().await.expect("a connection");
    let committed = SLICE.get() * i64::try_from(FIT).expect("few");
    let controls = store::ledger::controls(&mut conn).await.expect("controls");
    let of = |kind| {
        let own = controls.iter().filter(|one| &one.line == line && one.kind == kind);
        own.map(|one| one.balance().get()).sum::<i64>()
    };
    assert_eq!(of(AccountKind::Committed), committed);
    assert_eq!(of(AccountKind::Reserve), reserved - committed);
    let postings = store::ledger::postings(&mut conn).await.expect("postings");
    let taken: Vec<i64> = postings
        .iter()
        .filter(|one| one.draft.kind == PostingKind::Award && &one.draft.to.line == line)
        .map(|one| one.draft.amount.get())
        .collect();
    assert_eq!(taken, vec![SLICE.get(); FIT]);
}
