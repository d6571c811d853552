//! Real rounds with ceilings per category or neighbourhood.

use schuifruimte::tally::constraints::{Ceiling, Leftover, Limits};
use schuifruimte::tally::pb::{self, Election};
use schuifruimte::tally::{Outcome, ProjectIndex, Rule, count, pb_limits};

use super::goldens::{cases, election};

fn counted(election: &Election, limits: Limits) -> Outcome {
    count(&election.instance.clone().with_limits(limits), &Rule::greedy()).expect("it counts")
}

/// What the winners under each ceiling cost, in whole units.
fn spent(outcome: &Outcome, ceilings: &[Ceiling]) -> Vec<u64> {
    let under = |ceiling: &Ceiling| {
        outcome
            .purchases
            .iter()
            .filter(|b| ceiling.projects.contains(&b.project))
            .map(|b| b.amount / 100)
            .sum()
    };
    ceilings.iter().map(under).collect()
}

/// Geuzenveld-Slotermeer 2020: streets and parks 200,000, health and culture 100,000, doing things together
/// 100,000. Most votes went to streets and parks.
#[test]
fn ceilings_keep_social_plans_from_being_swept_away() {
    let Some(folder) = cases("ceilings of Amsterdam") else { return };
    let election = election(&folder, "Netherlands_Amsterdam_285.pb");
    let told = pb_limits::limits(&election).expect("META is right");
    let most: Vec<u64> = told.ceilings.iter().map(|ceiling| ceiling.most / 100).collect();
    assert_eq!((most, told.leftover), (vec![200_000, 100_000, 100_000], Leftover::Free));
    let under = |limits: Limits| spent(&counted(&election, limits), &told.ceilings);
    assert_eq!(under(Limits::default()), [225_800, 168_800, 5_000], "one plan for doing things together");
    assert_eq!(under(Limits { leftover: Leftover::Capped, ..told.clone() }), [199_800, 98_800, 97_000]);
    assert_eq!(under(told.clone()), [201_800, 98_800, 97_000], "what is left is free of ceilings");
}

/// What ceilings do in the four Amsterdam rounds that have them: winners and euro spent without ceilings,
/// under them, and under them with what is left free.
#[test]
fn the_four_rounds_of_amsterdam_with_ceilings_per_category() {
    let Some(folder) = cases("four rounds of Amsterdam") else { return };
    let found = [166, 179, 285, 605].map(|number| {
        let election = election(&folder, &format!("Netherlands_Amsterdam_{number}.pb"));
        let told = pb_limits::limits(&election).expect("META is right");
        assert_eq!(told.ceilings.iter().map(|c| c.most).sum::<u64>(), election.instance.budget());
        let capped = Limits { leftover: Leftover::Capped, ..told.clone() };
        [Limits::default(), capped, told].map(|limits| {
            let outcome = counted(&election, limits);
            (outcome.purchases.len(), outcome.cost() / 100)
        })
    });
    assert_eq!(found[0], [(30, 248_221), (29, 237_791), (30, 248_791)]);
    assert_eq!(found[1], [(22, 248_763), (13, 165_987), (22, 248_763)], "nobody asked for money of youth");
    assert_eq!(found[2], [(14, 399_600), (18, 395_600), (19, 397_600)]);
    assert_eq!(found[3], [(10, 295_272), (10, 266_717), (12, 295_665)]);
}

/// Budapest VIII 2025: 216 million forint over the whole district (0) and three neighbourhoods. The file names no
/// ceilings and holds the votes cast online, about half of all. The official winners cost 56, 55, 54.5 and 50.5
/// million: a quarter of the budget each, in which the last plan of an area may go over its quarter by
/// what another area leaves. As a strict ceiling a quarter gives other winners; what each area had in the end,
/// taken as its ceiling, gives the official ones.
#[test]
fn budapest_counted_by_neighbourhood() {
    let Some(folder) = cases("ceilings of Budapest") else { return };
    let election = election(&folder, "Hungary_Budapest_2025_VIII_Jozsefvaros.pb");
    assert_eq!(pb_limits::limits(&election), Ok(Limits::default()), "META names no ceilings");
    let listed = || (0..).zip(&election.projects);
    let official: Vec<ProjectIndex> =
        listed().filter(|(_, l)| l.selected == Some(true)).map(|(p, _)| p).collect();
    let area = |name: &str, most: u64| {
        let here = listed().filter(|(_, listing)| listing.neighborhood.as_deref() == Some(name));
        Ceiling { name: name.to_string(), projects: here.map(|(project, _)| project).collect(), most }
    };
    let under = |most: [u64; 4]| {
        let ceilings =
            ["0", "1", "2", "3"].iter().zip(most).map(|(name, most)| area(name, most * 100)).collect();
        Limits { ceilings, ..Limits::default() }
    };
    let differ = |limits: Limits| {
        let outcome = counted(&election, limits);
        let added = outcome.winners().filter(|winner| !official.contains(winner)).count();
        (added, official.iter().filter(|&&project| !outcome.has(project)).count())
    };
    let had = [56_000_000, 55_000_000, 54_500_000, 50_500_000];
    assert_eq!(had.iter().sum::<u64>() * 100, election.instance.budget());
    assert_eq!(official.len(), 19);
    assert_eq!(differ(Limits::default()), (5, 4), "by votes over the whole district");
    assert_eq!(differ(under([54_000_000; 4])), (5, 4), "a quarter each, strictly");
    assert_eq!(differ(under(had)), (0, 0));
    assert_eq!(spent(&counted(&election, under(had)), &under(had).ceilings), had);
}

/// A file of one voter with these lines added to META.
fn file(meta: &str) -> Election {
    let text = format!(
        "META\nkey;value\nnum_projects;2\nnum_votes;1\nbudget;10\nvote_type;approval\n{meta}PROJECTS\n\
         project_id;cost;category;neighborhood\na;5;green, sport;Noord\nb;5;sport;Zuid\n\
         VOTES\nvoter_id;vote\n1;a,b\n"
    );
    pb::read(text.as_bytes()).expect("an election")
}

#[test]
fn ceilings_are_read_by_name_or_refused() {
    let both = "categories;sport,green\nbudget_per_category;7.50,4\nneighborhoods;Noord\nbudget_per_neighborhood;5\n";
    let limits = pb_limits::limits(&file(both)).expect("right");
    let told: Vec<(&str, &[ProjectIndex], u64)> =
        limits.ceilings.iter().map(|c| (c.name.as_str(), c.projects.as_slice(), c.most)).collect();
    let expected: [(&str, &[ProjectIndex], u64); 3] =
        [("sport", &[0, 1], 750), ("green", &[0], 400), ("Noord", &[0], 500)];
    assert_eq!(told, expected);
    assert_eq!(limits.leftover, Leftover::Capped);
    let why = |meta: &str| pb_limits::limits(&file(meta)).expect_err("wrong");
    assert!(why("categories;sport\nbudget_per_category;7,4\n").contains("2 amounts"));
    assert!(why("categories;sport\nbudget_per_category;much\n").contains("'much'"));
    assert!(why("budget_per_neighborhood;7,4\n").contains("names in neighborhoods"));
}
