//! An imported election shows a count and can never be awarded.

use schuifruimte::acts;
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::import::ImportedElection;
use schuifruimte::domain::round::Phase;
use schuifruimte::store;
use schuifruimte::tally::{Rule, pb};

use crate::support::{Town, days, on_both};

const FILE: &str = "META\nkey;value\ndescription;Voorbeeld\ncountry;Netherlands\nunit;Assen\ninstance;2024\n\
    num_projects;3\nnum_votes;4\nbudget;1000\nvote_type;approval\nrule;greedy\ndate_begin;01.03.2024\n\
    PROJECTS\nproject_id;cost;name\n1;600;Bankje\n2;500;Boom\n3;400;Feest\n\
    VOTES\nvoter_id;vote\n1;1\n2;1,3\n3;2\n4;3\n";

#[test]
fn an_imported_election_is_counted_and_certified_and_gets_no_money() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let election = pb::read(FILE.as_bytes()).unwrap();
        let rule = CountRule(Rule::greedy());
        let imported =
            ImportedElection::new(&election, "Netherlands_Assen_2024.pb", FILE.as_bytes(), rule).unwrap();
        acts::election::import(&mut town.nobody_at(days(1)), &imported).await.unwrap();
        let id = imported.round.clone();
        assert!(acts::election::import(&mut town.nobody_at(days(1)), &imported).await.is_err(), "once");
        let hash = town.count_and_propose(&id).await;
        acts::certificate::approve(&town.marijke_at(days(17)), &id, &hash).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let found = store::round::find(&mut conn, &id).await.unwrap().unwrap();
        assert_eq!(found.phase, Phase::Certified);
        let outcome = acts::publication::outcome(&mut conn, &id).await.unwrap().unwrap();
        let winners: Vec<&str> = outcome.winners.iter().map(|winner| winner.id.as_str()).collect();
        assert_eq!(winners, ["1", "3"]);
        drop(conn);
        assert_eq!(place.number("SELECT COUNT(*) FROM round_grant").await, 0);
        let raw = place.sql(format!("INSERT INTO round_grant VALUES ('{id}', '1', 60000, 1)")).await;
        assert!(raw.unwrap_err().to_string().contains("imported_round"));
    });
}
