//! What the page of an outcome says of each plan is true, whatever kept it out.

use schuifruimte::acts;
use schuifruimte::domain::ballot::{Ballot, BallotForm};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::limits::{CategoryCeiling, RoundLimits};
use schuifruimte::domain::lot::LotSource;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::outcome::{BoughtBy, CountRefused, OutcomeDocument, Reason};
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::rules::Rules;
use schuifruimte::domain::sealed::SealedBallots;
use schuifruimte::tally::Rule;
use schuifruimte::tally::rule::{Greedy, Method, NoFit};
use schuifruimte::tally::ties::TieRule;
use schuifruimte::text::{Lang, Text};
use schuifruimte::web::public::outcome::why;

use crate::support::people::{JORIS, MARIJKE};
use crate::support::town;
use crate::support::{Browser, Site, Town, days, on_both};

/// Rules over 1,000.00 with plans of these whole euros, numbered from 1.
fn rules(euros: &[u32], rule: Rule) -> Rules {
    let bytes = include_bytes!("../proof/first-form/rules.json");
    let mut rules = Rules::parse(bytes).expect("rules");
    let plan = |(number, euros): (usize, &u32)| Proposal {
        id: ProposalId::new(number.to_string()),
        title: format!("Plan {number}"),
        amount: Cents::euros(*euros),
        ..rules.proposals[0].clone()
    };
    rules.proposals = (1..).zip(euros).map(plan).collect();
    (rules.ceiling, rules.objection_reserve) = (Cents::euros(1_000), Cents::ZERO);
    rules.ballot = BallotForm::approval(0, 9);
    rules.count = CountRule(rule);
    rules
}

/// Counts ballots, each a list of numbers of plans.
fn counted(rules: &Rules, ballots: &[&[u32]]) -> Result<OutcomeDocument, CountRefused> {
    let ballot = |numbers: &&[u32]| {
        let plans: Vec<ProposalId> = numbers.iter().map(|n| ProposalId::new(n.to_string())).collect();
        Ballot::new(rules, &plans).expect("a ballot")
    };
    let ballots = ballots.iter().map(ballot).collect();
    let sealed = SealedBallots::new(rules.round.clone(), Digest::of(b"salt"), ballots);
    OutcomeDocument::compute(rules, None, &sealed).map(|counted| counted.outcome)
}

/// What the page says of the plans that did not win, in Dutch; the English is only there.
fn said(outcome: &OutcomeDocument) -> Vec<String> {
    let title = |id: &ProposalId| format!("Plan {id}");
    let each = |other| {
        let say = |lang| why::lost(Text { lang }, outcome, other, title).expect("there is a reason");
        let (dutch, english) = (say(Lang::Nl), say(Lang::En));
        assert!(!english.contains('⟨') && english != dutch, "{english}");
        dutch.replace('\u{a0}', " ")
    };
    outcome.others.iter().map(each).collect()
}

fn greedy(no_fit: NoFit, threshold: u64) -> Rule {
    let greedy = Greedy { no_fit, ..Greedy::by_votes(threshold) };
    Rule { method: Method::Greedy(greedy), ties: Rule::round_default().ties }
}

/// The plans, the rule, the ballots, and what is said of those that did not win.
type Case = (&'static [u32], Rule, &'static [&'static [u32]], &'static [&'static str]);

#[test]
fn every_reason_that_a_count_gives_has_its_true_sentence() {
    const ROOM: &str = "Toen dit plan aan de beurt was, was er nog € 400. Dat is € 100 te weinig.";
    let cases: [Case; 9] = [
        (&[600, 500], greedy(NoFit::Skip, 1), &[&[1], &[1, 2]], &[ROOM]),
        (
            &[600, 500, 300],
            greedy(NoFit::Stop, 1),
            &[&[1, 2, 3], &[1, 2], &[1]],
            &[ROOM, "Een ander plan paste niet meer. Daar stopte de verdeling. Er was toen nog € 400."],
        ),
        (
            &[1_000, 500],
            greedy(NoFit::Skip, 1),
            &[&[1], &[1, 2]],
            &["Toen dit plan aan de beurt was, was het geld op."],
        ),
        (
            &[1_250, 300],
            greedy(NoFit::Skip, 1),
            &[&[1, 2]],
            &["Dit plan kost € 250 meer dan er voor alle plannen samen is."],
        ),
        (&[300, 300], greedy(NoFit::Skip, 1), &[&[1]], &["Geen enkele bewoner koos dit plan."]),
        (&[300, 300], Rule::round_default(), &[&[1]], &["Geen enkele bewoner koos dit plan."]),
        (
            &[300, 300],
            greedy(NoFit::Skip, 2),
            &[&[1, 2], &[1]],
            &["Dit plan kreeg 1 stem. Nodig waren er 2."],
        ),
        // Four voters hold 250.00 each; the two who want plan 2 hold 500.00.
        (
            &[500, 700],
            Rule::equal_shares(),
            &[&[1], &[1], &[2], &[2]],
            &["De bewoners die dit plan kozen, konden het samen niet betalen uit hun deel."],
        ),
        (
            &[600, 600],
            greedy(NoFit::Skip, 1),
            &[&[1, 2], &[1, 2]],
            &["Dit plan stond precies gelijk met Plan 1. De volgorde uit de regels besliste."],
        ),
    ];
    for (euros, rule, ballots, expected) in cases {
        let outcome = counted(&rules(euros, rule.clone()), ballots).expect("it counts");
        assert_eq!(said(&outcome), expected, "{euros:?} {rule:?}");
    }
}

#[test]
fn a_ceiling_that_keeps_a_plan_out_is_said() {
    let mut rules = rules(&[300, 300], greedy(NoFit::Skip, 1));
    let category = rules.proposals[0].category.clone();
    rules.limits = RoundLimits {
        categories: vec![CategoryCeiling { category, most: Cents::euros(500) }],
        ..RoundLimits::default()
    };
    let outcome = counted(&rules, &[&[1], &[1, 2]]).expect("it counts");
    assert_eq!(said(&outcome), ["Dit plan mocht niet naast de gekozen plannen. Dat staat in de regels."]);
}

/// Reasons that no round gives today, and who bought a plan.
#[test]
fn every_reason_there_is_has_a_sentence() {
    let mut outcome = counted(&rules(&[600, 500], greedy(NoFit::Skip, 1)), &[&[1], &[1, 2]]).unwrap();
    outcome.others[0].reason = Some(Reason::NotChosen);
    assert_eq!(said(&outcome), ["De telregel koos andere plannen."]);
    let shares = counted(&rules(&[600, 500], Rule::round_default()), &[&[1], &[1, 2]]).unwrap();
    let text = Text { lang: Lang::Nl };
    assert_eq!(
        why::won(text, &shares, &shares.winners[0]),
        "2 bewoners betaalden dit plan samen uit hun deel."
    );
    assert_eq!(
        why::won(text, &outcome, &outcome.winners[0]),
        "Van de plannen die nog pasten, had geen plan meer stemmen."
    );
    for bought_by in [BoughtBy::Free, BoughtBy::Load, BoughtBy::Welfare] {
        outcome.winners[0].bought_by = bought_by;
        for (lang, ..) in Lang::ALL {
            assert!(!why::won(Text { lang }, &outcome, &outcome.winners[0]).contains('⟨'));
        }
    }
}

/// Few ballots are published in totals only: nothing in the document follows single ones.
#[test]
fn totals_tell_nothing_that_follows_single_ballots() {
    let rules = rules(&[500, 700], Rule::equal_shares());
    let outcome = counted(&rules, &[&[1], &[1], &[2], &[2]]).unwrap();
    assert!(outcome.trace.is_none() && outcome.measures.is_none());
    assert!(outcome.winners.iter().all(|one| one.paid.is_empty() && one.held.is_empty()));
    assert!(outcome.others.iter().all(|one| one.held.is_empty() && one.took_most.is_none()));
    let many: Vec<&[u32]> = (0..60).map(|n| if n % 2 == 0 { [1].as_slice() } else { &[2] }).collect();
    let mut three = rules.clone();
    three.proposals.push(Proposal { id: ProposalId::new("3"), ..rules.proposals[0].clone() });
    let outcome = counted(&three, &many).unwrap();
    assert!(outcome.trace.is_some() && !outcome.winners[0].paid.is_empty());
    assert_eq!(outcome.measures.unwrap().winners_per_voter, [30, 30]);
}

#[test]
fn the_page_shows_who_paid_what_others_held_and_the_rules_side_by_side() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let ballots: [&[&str]; 4] = [&["01", "02"], &["02", "03"], &["01", "05"], &["04"]];
        for letter in 0..52 {
            town.cast(&round, letter, ballots[letter % 4]).await.expect("a receipt");
        }
        town.close_and_seal(&round.id).await;
        let hash = town.count_and_propose(&round.id).await;
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let site = Site::of(&town, days(18));
        let page = Browser::default().get(&site, "/rondes/zuilen/uitslag").await;
        for sentence in [
            "Hoe zit dat?",
            "Ieder uit zijn deel",
            "Geen ander plan had toen een hoger getal.",
            "Wat hadden anderen daarna nog?",
            "Dit geld als tabel",
            "De telregels naast elkaar",
            "Welke plannen winnen bij welke telregel?",
            "Kenmerk van de stappen van de telling:",
        ] {
            assert!(page.says(sentence), "{sentence}: {}", page.body);
        }
        assert!(!page.says("⟨"));
        let trace = Browser::default().get(&site, "/rondes/zuilen/telling.txt").await;
        assert!(trace.body.starts_with("schuifruimte-trace/1\n"), "{}", trace.body);
        let mut conn = place.store.read().await.unwrap();
        let (_, certificate) = acts::publication::certificate(&mut conn, &round.id).await.unwrap().unwrap();
        assert_eq!(certificate.trace, Some(Digest::of(&trace.bytes)), "its hash stands on the certificate");
    });
}

/// Two plans of one price with as many votes; the rules order ties by votes and price, and then by lot.
#[test]
fn a_tie_that_the_rules_leave_open_asks_for_a_lot_and_two_persons_enter_it_on_its_page() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut plan = town::plan("Zuilen");
        let ties = vec![TieRule::MostVotes, TieRule::LowestCost];
        plan.count = CountRule(Rule { ties, ..Rule::round_greedy() });
        let source = "de trekking van de loterij".to_string();
        plan.lot = Some(LotSource { source, at: days(15) });
        let mut proposals = town::plans();
        proposals.iter_mut().for_each(|one| one.amount = Cents::euros(12_000));
        let round = town.open_round_with("zuilen", &plan, &proposals).await;
        town.cast(&round, 0, &["02"]).await.expect("a receipt");
        town.cast(&round, 1, &["04"]).await.expect("a receipt");
        town.close_and_seal(&round.id).await;
        let site = Site::of(&town, days(16));
        let mut joris = Browser::of(&site, JORIS).await;
        let page = joris.post(&site, "/bureau/rondes/zuilen/stap/count", &[]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (409, Some("draw_required")), "{}", page.body);
        let titles = [&round.rules.proposals[1].title, &round.rules.proposals[3].title];
        assert!(titles.iter().all(|title| page.says(title)), "{}", page.body);
        assert!(!page.says(&round.rules.proposals[0].title), "only the tied plans are named");
        let mut conn = place.store.read().await.unwrap();
        let found = schuifruimte::store::round::find(&mut conn, &round.id).await.unwrap().unwrap();
        assert_eq!(found.phase, schuifruimte::domain::round::Phase::Sealed);
        drop(conn);
        let lot = "/bureau/rondes/zuilen/lot";
        assert!(page.says(lot), "the way out is on the page");
        assert!(joris.get(&site, lot).await.says("de trekking van de loterij"));
        let typed = [("lot_way", "published"), ("lot_drawn", "3, 14, 15")];
        assert_eq!(joris.post(&site, lot, &typed).await.status.as_u16(), 303);
        let page = joris.post(&site, &format!("{lot}/1/akkoord"), &[("lot_drawn", "3 14 15")]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (409, Some("four_eyes_required")));
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let page = marijke.get(&site, lot).await;
        assert!(!page.says("3 14 15"), "the second person reads the source, not the screen: {}", page.body);
        let page = marijke.post(&site, &format!("{lot}/1/akkoord"), &[("lot_drawn", "3 14 51")]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")));
        let page = marijke.post(&site, &format!("{lot}/1/akkoord"), &[("lot_drawn", "3-14-15")]).await;
        assert_eq!(page.status.as_u16(), 303, "{}", page.body);
        let page = joris.post(&site, "/bureau/rondes/zuilen/stap/count", &[]).await;
        assert_eq!(page.status.as_u16(), 303, "{}", page.body);
        let hash = acts::certificate::propose(&town.joris_at(days(16)), &round.id, "").await.unwrap();
        let public = Browser::default().get(&site, "/rondes/zuilen/uitslag").await;
        assert!(!public.says("3 14 15"), "not before the certificate");
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.unwrap();
        let public = Browser::default().get(&site, "/rondes/zuilen/uitslag").await;
        let seed = format!("{} 3 14 15", round.rules.fingerprint());
        assert!(public.says("Het lot besliste") && public.says(&seed) && public.says("sha256sum"));
        assert!(Browser::default().get(&site, "/rondes/zuilen").await.says("de trekking van de loterij"));
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
