//! An imported election shows a count and can never be awarded.

use schuifruimte::acts;
use schuifruimte::domain::ballot::{Marking, Points, Spend};
use schuifruimte::domain::bundle::Expected;
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::import::{ImportFault, ImportedElection};
use schuifruimte::domain::round::Phase;
use schuifruimte::domain::worth::Worth;
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

/// An election of three plans with these ballots.
fn file(vote_type: &str, columns: &str, votes: &[&str]) -> String {
    format!(
        "META\nkey;value\ndescription;Voorbeeld\ncountry;Netherlands\nunit;Assen\ninstance;2024\nnum_projects;3\n\
         num_votes;{}\nbudget;1000\nvote_type;{vote_type}\nrule;greedy\ndate_begin;01.03.2024\n\
         PROJECTS\nproject_id;cost;name\n1;600;Bankje\n2;500;Boom\n3;400;Feest\nVOTES\n{columns}\n{}\n",
        votes.len(),
        votes.join("\n")
    )
}

fn imported(file: &str, rule: &str) -> Result<ImportedElection, ImportFault> {
    let election = pb::read(file.as_bytes()).expect("an election");
    let rule = CountRule(CountRule::named(rule).expect("a rule"));
    ImportedElection::new(&election, "Netherlands_Assen_2024.pb", file.as_bytes(), rule)
}

/// Takes an election in, counts and certifies it, and checks its bundle: the sealed ballots and who won.
async fn certified(town: &Town, election: &ImportedElection) -> (Vec<String>, Vec<String>) {
    acts::election::import(&mut town.nobody_at(days(1)), election).await.expect("imported");
    let hash = town.count_and_propose(&election.round).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &election.round, &hash).await.expect("certified");
    let mut conn = town.place.store.read().await.expect("a connection");
    let bundle = acts::publication::bundle(&mut conn, &election.round).await.expect("a bundle");
    let report = schuifruimte::domain::bundle::verify(&bundle, &Expected::default());
    assert_eq!(report.end.err().map(|broken| broken.to_string()), None);
    let sealed = store::sealed::list(&mut conn, &election.round).await.expect("a list");
    let outcome = acts::publication::outcome(&mut conn, &election.round).await.expect("read").expect("there");
    let winners = outcome.winners.iter().map(|winner| winner.id.to_string()).collect();
    (sealed.into_iter().map(|row| row.choices).collect(), winners)
}

#[test]
fn points_of_an_election_stay_points_and_a_plan_without_any_is_not_named() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let file =
            file("cumulative", "voter_id;vote;points", &["1;1,2;1,9", "2;2,3;4,6", "3;1,3;10,0", "4;;"]);
        let election = imported(&file, "greedy-points").unwrap();
        let points = Points { total: 10, each: 10, spend: Spend::UpTo };
        assert_eq!(election.plan.ballot.marking, Marking::Points(points));
        let (mut sealed, winners) = certified(&town, &election).await;
        sealed.sort();
        assert_eq!(sealed, ["", "1:1,2:9", "1:10", "2:4,3:6"]);
        assert_eq!(winners, ["2", "3"], "13, 11 and 6 points: the dearest does not fit beside the first");
    });
}

#[test]
fn a_ranking_of_an_election_stays_a_ranking() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let file = file("ordinal", "voter_id;vote", &["1;3,1,2", "2;3,2", "3;2"]);
        let election = imported(&file, "greedy-places").unwrap();
        assert_eq!(election.plan.ballot.marking, Marking::Ranking);
        let (mut sealed, winners) = certified(&town, &election).await;
        sealed.sort();
        assert_eq!(sealed, ["2", "3>1>2", "3>2"]);
        assert_eq!(winners.first().map(String::as_str), Some("3"));
    });
}

#[test]
fn a_rule_that_adds_up_something_else_and_points_beyond_measure_are_refused_with_a_sentence() {
    let points = |most: &str| file("scoring", "voter_id;vote;points", &[&format!("1;1,2;1,{most}")]);
    let refused = imported(&points("9"), "greedy").err();
    assert_eq!(refused, Some(ImportFault::Rule(Worth::Votes, Worth::Points)));
    let words = refused.map(|fault| fault.to_string()).unwrap_or_default();
    assert!(words.contains("adds up votes, and the ballots hold points"), "{words}");
    let ranked = imported(&file("ordinal", "voter_id;vote", &["1;3,1"]), "equal-shares-points").err();
    assert_eq!(ranked, Some(ImportFault::Rule(Worth::Points, Worth::Places)));
    assert!(imported(&points("999"), "greedy-points").is_ok());
    assert_eq!(imported(&points("1000"), "greedy-points").err(), Some(ImportFault::Points));
}
