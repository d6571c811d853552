//! Two plans tie for the last euro: order follows the published rule; the public seed lets anyone repeat the lot.

use std::process::Output;

use schuifruimte::acts::lot::{self, Entered};
use schuifruimte::acts::{self, ActError, FieldFault, publication, succession};
use schuifruimte::documents::bundle::write_tar;
use schuifruimte::domain::bundle::{self, Bundle, Expected, verify};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::GrantRecord;
use schuifruimte::domain::id::{ProposalId, RoundId};
use schuifruimte::domain::import::ImportedElection;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::lot::{Draw, DrawWay, Drawn, LotSource, reading, ticket};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::outcome::OutcomeDocument;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::report::scenario::Scenario;
use schuifruimte::domain::round::{Condition, Phase, Plan};
use schuifruimte::store;
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::{Rule, pb};

use crate::acts::interest::one_with_joris;
use crate::proof::changed;
use crate::proof::command::oracle;
use crate::support::town::{plan, plans};
use crate::support::{Browser, OpenRound, Place, Site, Town, days, on_both};

/// 10,000.00 to spend by votes; equal votes go to the cheapest plan, and then a lot decides, read two days after the
/// vote.
fn by_lot() -> Plan {
    let ties = vec![TieRule::MostVotes, TieRule::LowestCost];
    let source = "de trekking van de loterij, de getallen van laag naar hoog".to_string();
    Plan {
        ceiling: Cents::euros(11_000),
        objection_reserve: Cents::euros(1_000),
        count: CountRule(Rule { ties, ..Rule::round_greedy() }),
        lot: Some(LotSource { source, at: days(16) }),
        ..plan("Zuilen")
    }
}

/// Plans of these whole euros with so many votes each, on ballots that name one plan: closed and sealed.
async fn voted(town: &Town, wanted: &[(u32, usize)]) -> OpenRound {
    let asking = |(place, (euros, _)): (usize, &(u32, usize))| Proposal {
        amount: Cents::euros(*euros),
        title: format!("Plan {}", place + 1),
        ..plans()[place].clone()
    };
    let proposals: Vec<Proposal> = wanted.iter().enumerate().map(asking).collect();
    let round = town.open_round_with("zuilen", &by_lot(), &proposals).await;
    let mut letter = 0;
    for (number, (_, votes)) in (1..).zip(wanted) {
        for _ in 0..*votes {
            town.cast(&round, letter, &[&format!("{number:02}")]).await.expect("a receipt");
            letter += 1;
        }
    }
    town.close_and_seal(&round.id).await;
    round
}

fn read(typed: &str) -> Entered {
    Entered::Published { drawn: typed.to_string() }
}

async fn outcome(place: &Place, id: &RoundId) -> OutcomeDocument {
    let mut conn = place.store.read().await.expect("a connection");
    publication::outcome(&mut conn, id).await.expect("readable").expect("counted")
}

fn winners(outcome: &OutcomeDocument) -> Vec<&str> {
    outcome.winners.iter().map(|winner| winner.id.as_str()).collect()
}

/// Certifies what was counted, and gives what is published.
async fn published(town: &Town, id: &RoundId) -> Bundle {
    let hash = acts::certificate::propose(&town.joris_at(days(16)), id, "").await.expect("proposed");
    acts::certificate::approve(&town.marijke_at(days(17)), id, &hash).await.expect("certified");
    let mut conn = town.place.store.read().await.expect("a connection");
    publication::bundle(&mut conn, id).await.expect("a bundle")
}

/// What the second verifier says of a bundle; `None` when there is no Python to run it with.
fn second(bundle: &Bundle) -> Option<Output> {
    let tar = write_tar(bundle);
    let file = std::env::temp_dir().join(format!("lot-{}-{}.tar", std::process::id(), Digest::of(&tar)));
    std::fs::write(&file, tar).expect("written");
    let said = oracle(&file);
    std::fs::remove_file(&file).expect("removed");
    said
}

/// Both verifiers read a bundle and say the same.
pub fn both_say(bundle: &Bundle, says: &str) {
    let report = verify(bundle, &Expected::default());
    assert_eq!(report.end.expect("it holds").to_string(), says);
    let Some(second) = second(bundle) else { return };
    let said = String::from_utf8_lossy(&second.stdout).to_string() + &String::from_utf8_lossy(&second.stderr);
    assert_eq!(said.lines().last(), Some(says), "{said}");
}

#[test]
fn as_many_votes_for_the_last_euro_go_to_the_cheapest_plan_and_no_lot_is_drawn() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = voted(&town, &[(4_000, 20), (6_000, 16), (5_000, 16), (1, 1)]).await;
        let asked = lot::enter(&town.joris_at(days(16)), &round.id, read("3 14 15")).await;
        assert!(matches!(asked, Err(ActError::WrongPhase(Phase::Sealed))), "nothing to draw for: {asked:?}");
        acts::round::count(&town.joris_at(days(16)), &round.id).await.expect("counted");
        assert_eq!(winners(&outcome(&place, &round.id).await), ["01", "03", "04"]);
        let bundle = published(&town, &round.id).await;
        assert!(bundle.file(bundle::DRAW).is_none());
        both_say(&bundle, "53 ballots counted again: the same result");
    });
}

#[test]
fn where_only_the_lot_is_left_the_public_seed_decides_and_repeats_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = voted(&town, &[(4_000, 20), (6_000, 16), (6_000, 16)]).await;
        let id = &round.id;
        let stopped = acts::round::count(&town.joris_at(days(16)), id).await;
        let tied = ["02", "03"].map(ProposalId::new).to_vec();
        assert!(matches!(&stopped, Err(ActError::DrawRequired(plans)) if *plans == tied), "{stopped:?}");

        let fault = |field, fault| vec![FieldFault { field, fault }];
        let early = lot::enter(&town.joris_at(days(15)), id, read("3 14 15")).await;
        assert!(matches!(early, Err(ActError::Fields(f)) if f == fault("lot_drawn", "lot-early")));
        let number = lot::enter(&town.joris_at(days(16)), id, read("3, 14, 15")).await.expect("entered");
        let twice = lot::enter(&town.marijke_at(days(16)), id, read("9 9 9")).await;
        assert!(matches!(twice, Err(ActError::WrongPhase(Phase::Sealed))), "one lot at a time: {twice:?}");
        let own = lot::confirm(&town.joris_at(days(16)), id, number, "3 14 15").await;
        assert!(matches!(own, Err(ActError::FourEyes)), "two persons: {own:?}");
        let anneke = one_with_joris(&town).await;
        let again = town.place.context(Actor::Staff(anneke), days(16));
        let again = lot::confirm(&again, id, number, "3 14 15").await;
        assert!(matches!(again, Err(ActError::FourEyes)), "two accounts of one human: {again:?}");
        let other = lot::confirm(&town.marijke_at(days(16)), id, number, "3 14 16").await;
        assert!(matches!(other, Err(ActError::Fields(f)) if f == fault("lot_drawn", "lot-differs")));
        let waits = acts::round::count(&town.joris_at(days(16)), id).await;
        assert!(matches!(waits, Err(ActError::DrawRequired(_))), "one person's word decides nothing");
        lot::confirm(&town.marijke_at(days(16)), id, number, " 3-14-15 ").await.expect("the same reading");
        acts::round::count(&town.joris_at(days(16)), id).await.expect("counted");

        let bundle = published(&town, id).await;
        both_say(&bundle, "52 ballots counted again: the same result");
        let draw = Draw::parse(bundle.file(bundle::DRAW).expect("the lot is published")).expect("a lot");
        assert_eq!(draw.seed, format!("{} 3 14 15", round.rules.fingerprint()));
        let told = outcome(&place, id).await;
        let first = tied.iter().min_by_key(|plan| ticket(&draw.seed, plan)).expect("two plans");
        assert_eq!(winners(&told), ["01", first.as_str()], "the smallest ticket goes first");
        let mut conn = place.store.read().await.expect("a connection");
        let (_, certificate) = publication::certificate(&mut conn, id).await.unwrap().unwrap();
        let hash = Some(Digest::of(&draw.write()));
        assert_eq!((certificate.draw, told.draw), (hash, hash), "the certificate names the lot");
        let log = acts::log::entries(&mut conn, id).await.unwrap();
        assert!(log.iter().any(|entry| matches!(entry, Entry::Draw { draw, .. } if Some(*draw) == hash)));
        another_seed_gives_the_other_plan(&place, &round, &draw, first).await;
        each_changed_byte_of_the_lot_is_told(&bundle);
        another_share_knows_the_lot(&town, &round, &draw, &told).await;
    });
}

/// A byte of `draw.json` is another one: both verifiers say that it is no longer the file in the log.
fn each_changed_byte_of_the_lot_is_told(bundle: &Bundle) {
    let good: std::collections::BTreeMap<String, Vec<u8>> =
        bundle.files().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect();
    let bytes = &good[bundle::DRAW];
    // Three has no factor in common with the eight bits, so that every bit has its turn.
    for place in (0..bytes.len()).step_by(3) {
        let mut files = good.clone();
        files.insert(bundle::DRAW.to_string(), changed(bytes, place));
        let spoiled = Bundle::new(files);
        let broken = verify(&spoiled, &Expected::default()).end.expect_err("a changed byte");
        assert_eq!(broken.file, bundle::DRAW, "byte {place}: {broken}");
        if place % 99 == 0 {
            let Some(said) = second(&spoiled) else { continue };
            let out =
                String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
            assert!(said.status.code() == Some(1) && out.contains(bundle::DRAW), "byte {place}: {out}");
        }
    }
}

/// Under another share the lot that was drawn decides as well; only where none was drawn it is left open.
async fn another_share_knows_the_lot(town: &Town, round: &OpenRound, draw: &Draw, told: &OutcomeDocument) {
    let mut conn = town.place.store.read().await.expect("a connection");
    let sealed = publication::sealed(&mut conn, &round.rules).await.expect("sealed");
    drop(conn);
    let there_was = BasisPoints::new(3_000).expect("a share");
    let under = |draw: Option<&Draw>, points| {
        let share = BasisPoints::new(points).expect("a share");
        Scenario::count(&round.rules, draw, &sealed, (share, there_was)).expect("counted").winners
    };
    let won = under(Some(draw), 3_000).expect("the lot was drawn");
    let won: Vec<&str> = won.iter().map(|winner| winner.id.as_str()).collect();
    assert_eq!(won, winners(told), "under the share there was, the outcome is the outcome there was");
    assert_eq!(under(None, 3_000), None, "without the lot nobody can say");
    let site = Site::of(town, days(18));
    let page = Browser::default().get(&site, "/rondes/zuilen/wat-als?delen=30").await;
    assert!(page.says("Hetzelfde lot beslist hier bij elk deel."), "{}", page.body);
    assert!(!page.says("Een lot had beslist."), "{}", page.body);
}

/// Had the source said something else, the other plan could have won; nobody can write that down afterwards.
async fn another_seed_gives_the_other_plan(place: &Place, round: &OpenRound, draw: &Draw, won: &ProposalId) {
    let mut conn = place.store.read().await.expect("a connection");
    let sealed = publication::sealed(&mut conn, &round.rules).await.expect("sealed");
    let bundle = publication::bundle(&mut conn, &round.id).await.expect("a bundle");
    drop(conn);
    let [one, other] = [&draw.signatures[0], &draw.signatures[1]].map(Clone::clone);
    let read = |number: u32| {
        let drawn = Drawn {
            way: DrawWay::Published,
            source: draw.source.clone(),
            at: draw.at,
            why: String::new(),
            drawn: reading(&number.to_string()).expect("a reading"),
        };
        let signatures = [one.clone(), other.clone()];
        Draw::new(&round.rules, sealed.digest(), draw.tied.clone(), drawn, signatures)
    };
    let first = |draw: &Draw| draw.tied.iter().min_by_key(|plan| ticket(&draw.seed, plan)).cloned();
    let turned = (0..).map(read).find(|draw| first(draw).as_ref() != Some(won)).expect("half of all do");
    let counted = OutcomeDocument::compute(&round.rules, Some(&turned), &sealed).expect("counted");
    let lost = draw.tied.iter().find(|plan| *plan != won).expect("two plans");
    assert_eq!(winners(&counted.outcome), ["01", lost.as_str()]);

    let mut files: std::collections::BTreeMap<String, Vec<u8>> =
        bundle.files().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect();
    files.insert(bundle::DRAW.to_string(), turned.write());
    let broken = verify(&Bundle::new(files.clone()), &Expected::default()).end.expect_err("another lot");
    assert_eq!(broken.file, bundle::DRAW, "{broken}");
    files.remove(bundle::DRAW);
    assert!(verify(&Bundle::new(files), &Expected::default()).end.is_err(), "a lot that is left out");
}

#[test]
fn the_order_of_the_reserve_list_is_drawn_too_before_anyone_waits_on_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = voted(&town, &[(9_000, 20), (6_000, 16), (6_000, 16)]).await;
        let id = &round.id;
        let stopped = acts::round::count(&town.joris_at(days(16)), id).await;
        assert!(matches!(&stopped, Err(ActError::DrawRequired(plans)) if plans.len() == 2), "{stopped:?}");
        let number = lot::enter(&town.joris_at(days(16)), id, read("7 7 1")).await.expect("entered");
        lot::confirm(&town.marijke_at(days(16)), id, number, "7 7 1").await.expect("confirmed");
        acts::round::count(&town.joris_at(days(16)), id).await.expect("counted");
        let bundle = published(&town, id).await;
        both_say(&bundle, "52 ballots counted again: the same result");

        let winner = GrantRecord::id_of(id, &ProposalId::new("01"));
        acts::grant::withdraw(&town.joris_at(days(18)), &winner, "De groep stopt ermee.")
            .await
            .expect("done");
        let hash = succession::propose(&town.joris_at(days(19)), id, "").await.expect("proposed");
        succession::approve(&town.marijke_at(days(20)), id, &hash).await.expect("approved");
        let mut conn = place.store.read().await.expect("a connection");
        let bundle = publication::bundle(&mut conn, id).await.expect("a bundle");
        let (_, certificate) = publication::certificate(&mut conn, id).await.unwrap().unwrap();
        drop(conn);
        let draw = Draw::parse(bundle.file(bundle::DRAW).expect("it stays")).expect("a lot");
        let first = draw.tied.iter().min_by_key(|plan| ticket(&draw.seed, plan)).expect("two plans");
        assert_eq!(certificate.succession.expect("someone moved up").moved_up, std::slice::from_ref(first));
        both_say(&bundle, "52 ballots counted again: the same result");
    });
}

#[test]
fn a_round_does_not_open_without_a_source_that_can_be_read_after_the_vote() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let source = |at| Some(LotSource { source: "de loterij".to_string(), at });
        let cases = [("leeg", None), ("vroeg", source(days(14))), ("goed", source(days(14).plus_minutes(1)))];
        for (name, lot) in cases {
            let may = name == "goed";
            let id = town.draft_round_with(name, &Plan { lot, ..by_lot() }, &plans_that_fit()).await;
            let letters = town.letters_for(&id).await;
            match town.open_at(&id, Some(&letters), crate::support::now()).await {
                Ok(_) => assert!(may, "{name}"),
                Err(ActError::NotReady(missing)) => {
                    assert!(!may && missing == [Condition::Lot], "{missing:?}")
                }
                Err(other) => panic!("{name}: {other}"),
            }
        }
    });
}

fn plans_that_fit() -> Vec<Proposal> {
    plans().into_iter().take(3).collect()
}

/// The rules of an election from elsewhere name no source: two persons draw in public and say why.
#[test]
fn rules_without_a_lot_end_in_a_lot_drawn_in_public_with_its_record() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let ballots: String = (1..=60).map(|voter| format!("{voter};{}\n", 1 + voter % 3)).collect();
        let file = format!(
            "META\nkey;value\ndescription;Voorbeeld\ncountry;Netherlands\nunit;Assen\ninstance;2024\n\
             num_projects;3\nnum_votes;60\nbudget;1000\nvote_type;approval\nrule;greedy\ndate_begin;01.03.2024\n\
             PROJECTS\nproject_id;cost;name\n1;500;Bankje\n2;500;Boom\n3;500;Feest\nVOTES\nvoter_id;vote\n{ballots}"
        );
        let election = pb::read(file.as_bytes()).expect("an election");
        let rule = CountRule(Rule { ties: vec![TieRule::LowestCost], ..Rule::round_greedy() });
        let imported = ImportedElection::new(&election, "Assen_2024.pb", file.as_bytes(), rule).unwrap();
        acts::election::import(&mut town.nobody_at(days(1)), &imported).await.expect("imported");
        let id = imported.round.clone();
        let stopped = acts::round::count(&town.joris_at(days(2)), &id).await;
        assert!(matches!(&stopped, Err(ActError::DrawRequired(tied)) if tied.len() == 3), "{stopped:?}");
        assert!(matches!(
            lot::enter(&town.joris_at(days(2)), &id, read("1 2")).await,
            Err(ActError::NotFound)
        ));
        let drawn = |why: &str| Entered::Instead {
            source: "tien worpen met een dobbelsteen in de bibliotheek".to_string(),
            at: Some(days(2)),
            why: why.to_string(),
            drawn: "4 2 6 6 1 3 5 2 2 4".to_string(),
        };
        let silent = lot::enter(&town.joris_at(days(3)), &id, drawn(" ")).await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "a reason stands with it: {silent:?}");
        let why = "De regels noemden geen bron.";
        let first = lot::enter(&town.joris_at(days(3)), &id, drawn(why)).await.expect("entered");
        lot::refuse(&town.marijke_at(days(3)), &id, first, "Ik las iets anders.").await.expect("refused");
        let number = lot::enter(&town.joris_at(days(3)), &id, drawn(why)).await.expect("entered again");
        lot::confirm(&town.marijke_at(days(3)), &id, number, "4 2 6 6 1 3 5 2 2 4").await.expect("confirmed");
        acts::round::count(&town.joris_at(days(4)), &id).await.expect("counted");
        let bundle = published(&town, &id).await;
        let draw = Draw::parse(bundle.file(bundle::DRAW).expect("published")).expect("a lot");
        assert_eq!((draw.way, draw.why.as_str()), (DrawWay::Instead, why), "everyone sees that, and why");
        both_say(&bundle, "imported: shows the count, not the casting");
        let mut conn = place.store.read().await.expect("a connection");
        let all = store::lot::list(&mut conn, &id).await.expect("the lots");
        assert_eq!(all.len(), 2, "what was refused stays on record");
    });
}
