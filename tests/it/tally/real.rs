//! A real election through the whole house: taken in, counted, signed for by two officers, published,
//! verified by this program and by the second one.

use std::process::Command;

use schuifruimte::acts::{self, publication};
use schuifruimte::documents::bundle::write_tar;
use schuifruimte::domain::bundle::{Expected, verify};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::import::ImportedElection;
use schuifruimte::tally::{Rule, pb};

use super::goldens::cases;
use crate::support::{Place, Town, days, on_embedded};

/// Amsterdam 309: 14,411 ballots, 58 projects, 300,000 euro.
const FILE: &str = "Netherlands_Amsterdam_309.pb";

#[test]
fn a_real_election_is_counted_signed_for_and_verified_twice() {
    let Some(folder) = cases("a real election through the house") else { return };
    let bytes = std::fs::read(folder.join("pb").join(FILE)).expect("the file is among the cases");
    on_embedded(|place| {
        let bytes = bytes.clone();
        async move { through_the_house(&place, &bytes).await }
    });
}

async fn through_the_house(place: &Place, bytes: &[u8]) {
    let town = Town::new(place).await;
    let election = pb::read(bytes).expect("an election");
    let imported = ImportedElection::new(&election, FILE, bytes, CountRule(Rule::greedy())).expect("a round");
    acts::election::import(&mut town.nobody_at(days(0)), &imported).await.expect("taken in");
    let id = &imported.round;
    acts::round::count(&town.joris_at(days(1)), id).await.expect("counted");
    let hash = acts::certificate::propose(&town.joris_at(days(1)), id, "").await.expect("proposed");
    acts::certificate::approve(&town.marijke_at(days(2)), id, &hash).await.expect("certified");
    assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM round_grant").await, 0, "never awarded");

    let mut conn = place.store.read().await.expect("a connection");
    let outcome = publication::outcome(&mut conn, id).await.expect("readable").expect("counted");
    assert_eq!((outcome.ballots, outcome.budget.to_string()), (14_411, "300000.00".to_string()));
    let bundle = publication::bundle(&mut conn, id).await.expect("a bundle");
    let report = verify(&bundle, &Expected::default());
    assert!(report.end.expect("it holds").to_string().contains("shows the count, not the casting"));
    let file = std::env::temp_dir().join(format!("schuifruimte-real-{}.tar", std::process::id()));
    std::fs::write(&file, write_tar(&bundle)).expect("a file");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/verify.py");
    let second = Command::new("python3").arg(script).arg(&file).output().expect("python3 runs");
    std::fs::remove_file(&file).expect("removed");
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
}
