//! Decisions: who may sign them, what is written down of them, and when their letters leave.

use schuifruimte::acts::decision::{Posted, announce, others, refuse_others, refuse_plan};
use schuifruimte::acts::{self, ActError, Context, standing};
use schuifruimte::domain::calendar::parse_day;
use schuifruimte::domain::decision::facts::Fate;
use schuifruimte::domain::decision::{Decision, DecisionKind, DecisionNumber, Means};
use schuifruimte::domain::grant::{GrantRecord, GrantState};
use schuifruimte::domain::id::{GrantId, ProposalId, RoundId};
use schuifruimte::domain::letter::{FORMAT, Letter};
use schuifruimte::domain::money::Cents;
use schuifruimte::store::{self, Guard, StoreError};

use crate::support::town::mandate;
use crate::support::{Place, Town, days, on_both, on_both_tampered};

/// A letter that says little: what stands in letters is tested elsewhere.
fn letter(on: &str) -> Letter {
    Letter {
        format: FORMAT.to_string(),
        language: "nl".to_string(),
        sender: "Gemeente Utrecht".to_string(),
        addressee: vec!["Buren van de Fresialaan".to_string()],
        marks: Vec::new(),
        subject: "Besluit".to_string(),
        date: on.to_string(),
        blocks: Vec::new(),
    }
}

/// The day of a moment of [`days`] as a letter carries it.
fn on(day: i64) -> String {
    schuifruimte::domain::calendar::day_of(days(day)).to_string()
}

/// Sends the letter about a decision by post, on the day of the act.
pub async fn send(ctx: &Context<'_>, number: &DecisionNumber) -> Result<(), ActError> {
    let on = schuifruimte::domain::calendar::day_of(ctx.now);
    let letter = letter(&on.to_string());
    announce(ctx, &Posted { number, letter: &letter, on, means: Means::Post }).await
}

async fn grants(place: &Place) -> Vec<GrantRecord> {
    store::grant::list(&mut place.store.read().await.expect("a connection")).await.expect("grants")
}

async fn decisions(place: &Place) -> Vec<Decision> {
    store::decision::list(&mut place.store.read().await.expect("a connection")).await.expect("decisions")
}

async fn state(place: &Place, id: &GrantId) -> GrantState {
    let mut conn = place.store.read().await.expect("a connection");
    store::grant::find(&mut conn, id).await.expect("a row").expect("a grant").state
}

/// A certified round of which every grant was awarded on day 18.
pub async fn awarded(place: &Place) -> (Town, RoundId) {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await;
    for grant in grants(place).await {
        town.check_grant(&grant.id).await;
        acts::grant::award(&town.marijke_at(days(18)), &grant.id, "Het plan won.").await.expect("awarded");
    }
    (town, round.id)
}

#[test]
fn nobody_signs_without_a_mandate_for_the_sum_at_the_moment() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let dear = grants(&place).await.into_iter().max_by_key(|grant| grant.amount).unwrap();
        town.check_grant(&dear.id).await;
        let award = async |ctx: &Context<'_>| acts::grant::award(ctx, &dear.id, "Gewonnen.").await;
        assert!(matches!(award(&town.joris_at(days(18))).await, Err(ActError::NoMandate)), "none at all");
        assert!(matches!(award(&town.nobody_at(days(18))).await, Err(ActError::NoMandate)), "no person");

        let less = acts::mandate::Wanted {
            up_to: dear.amount.minus(Cents::new(1).unwrap()).unwrap(),
            ..mandate(&town.marijke, days(18))
        };
        acts::mandate::enter(&town.nobody_at(days(18)), &less).await.unwrap();
        assert!(
            matches!(award(&town.marijke_at(days(18))).await, Err(ActError::NoMandate)),
            "a cent too much"
        );
        let later = mandate(&town.marijke, days(20));
        acts::mandate::enter(&town.nobody_at(days(18)), &later).await.unwrap();
        assert!(matches!(award(&town.marijke_at(days(19))).await, Err(ActError::NoMandate)), "not begun");
        let own = acts::mandate::enter(&town.marijke_at(days(19)), &mandate(&town.marijke, days(19))).await;
        assert!(matches!(own, Err(ActError::FourEyes)), "nobody gives it to themselves");
        let back = acts::mandate::enter(&town.nobody_at(days(19)), &mandate(&town.marijke, days(17))).await;
        assert!(matches!(back, Err(ActError::Fields(_))), "it does not reach back");
        assert_eq!(decisions(&place).await, []);

        award(&town.marijke_at(days(20))).await.unwrap();
        let taken = decisions(&place).await.remove(0);
        assert_eq!(
            (taken.number.0.as_str(), taken.kind, taken.sum),
            ("2027-00001", DecisionKind::Award, dear.amount)
        );
        assert_eq!(
            (taken.by, taken.function.as_str()),
            (town.marijke.clone(), "Manager wijkbureau Noordwest")
        );
        assert_eq!(taken.facts.mandate, ["Mandaatbesluit schuifruimte", "2026-11-01"].map(String::from));
        let newest = place.number("SELECT MAX(number) FROM mandate WHERE kind = 'award'").await;
        assert_eq!(taken.mandate, newest.unsigned_abs());
        let old = acts::mandate::end(&town.nobody_at(days(21)), taken.mandate - 1).await;
        assert!(old.is_err(), "what a later row ended does not end again: that would end the later one");
        acts::mandate::end(&town.nobody_at(days(21)), taken.mandate).await.unwrap();
        let left =
            grants(&place).await.into_iter().find(|grant| grant.state == GrantState::Certified).unwrap();
        let ended = acts::grant::award(&town.marijke_at(days(21)), &left.id, "Gewonnen.").await;
        assert!(matches!(ended, Err(ActError::NoMandate)), "it was ended");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn every_plan_that_was_not_selected_is_refused_once_with_what_it_lacked() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let early = refuse_others(&town.marijke_at(days(18)), &round.id, "").await;
        assert!(matches!(early, Err(ActError::Fields(_))), "they may still move up");
        let waiting = others(&mut place.store.read().await.unwrap(), &round.id).await.unwrap().waiting;
        let first = waiting[0].id.clone();
        refuse_plan(&town.marijke_at(days(18)), &round.id, &first, "De aanvrager vroeg om dit besluit.")
            .await
            .unwrap();
        for grant in grants(&place).await {
            town.check_grant(&grant.id).await;
            acts::grant::award(&town.marijke_at(days(18)), &grant.id, "Gewonnen.").await.unwrap();
        }
        let signed = refuse_others(&town.joris_at(days(19)), &round.id, "").await;
        assert!(matches!(signed, Err(ActError::NoMandate)));
        assert_eq!(
            refuse_others(&town.marijke_at(days(19)), &round.id, "").await.unwrap(),
            waiting.len() - 1
        );
        assert_eq!(refuse_others(&town.marijke_at(days(19)), &round.id, "").await.unwrap(), 0);
        let again = refuse_plan(&town.marijke_at(days(19)), &round.id, &first, "Nog eens.").await;
        assert!(matches!(again, Err(ActError::NotFound)));

        let all = decisions(&place).await;
        let numbers: Vec<String> = all.iter().map(|taken| taken.number.0.clone()).collect();
        let wanted: Vec<String> = (1..=6).map(|seq| format!("2027-{seq:05}")).collect();
        assert_eq!(numbers, wanted, "six plans, six decisions, no gap");
        let plans: std::collections::BTreeSet<_> =
            all.iter().filter_map(|taken| taken.proposal.clone()).collect();
        assert_eq!(plans.len(), 6, "each plan has its own");
        for taken in all {
            let result = taken.facts.result.as_ref().expect("there was a vote");
            assert_eq!((result.ballots, result.plans), (12, 6));
            assert_eq!(taken.kind == DecisionKind::Award, matches!(result.fate, Fate::Won { .. }));
            if let Fate::Lost { reason, .. } = &result.fate {
                assert!(reason.is_some(), "{} says what it lacked", taken.number);
            }
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn with_its_letter_the_objection_term_of_an_award_begins() {
    on_both(|place| async move {
        let (town, _) = awarded(&place).await;
        let taken = decisions(&place).await.remove(0);
        let grant = taken.grant.clone().unwrap();
        let mut conn = place.store.read().await.unwrap();
        let due = store::decision::letters::count_due(&mut conn, "", "").await.unwrap();
        let posted = |on: &str| (letter(on), parse_day(on).unwrap());
        for (day, what) in [(on(17), "before the decision"), (on(30), "tomorrow or later")] {
            let (letter, on) = posted(&day);
            let sent = Posted { number: &taken.number, letter: &letter, on, means: Means::Mail };
            let refused = announce(&town.joris_at(days(19)), &sent).await;
            assert!(matches!(refused, Err(ActError::Fields(_))), "{what}");
        }
        let (letter, day) = (letter(&on(18)), parse_day(&on(19)).unwrap());
        let other = Posted { number: &taken.number, letter: &letter, on: day, means: Means::Mail };
        let refused = announce(&town.joris_at(days(19)), &other).await;
        assert!(matches!(refused, Err(ActError::Integrity(_))), "the letter has another day on it");
        assert_eq!(state(&place, &grant).await, GrantState::Awarded);

        send(&town.joris_at(days(19)), &taken.number).await.unwrap();
        assert_eq!(state(&place, &grant).await, GrantState::Objection);
        let sent = store::decision::sending(&mut conn, &taken.number).await.unwrap().unwrap();
        // Sent on Saturday 20 March 2027: six weeks later is a Saturday, so the Monday after it.
        assert_eq!(
            (sent.on.to_string(), sent.objection_until.to_string()),
            ("2027-03-20".into(), "2027-05-03".into())
        );
        assert_eq!(store::decision::letters::count_due(&mut conn, "", "").await.unwrap(), due - 1);
        let twice = send(&town.joris_at(days(19)), &taken.number).await;
        assert!(matches!(twice, Err(ActError::WrongState(GrantState::Objection))));
        let kept = store::decision::letter(&mut conn, &taken.number).await.unwrap().unwrap();
        assert_eq!(Letter::parse(&kept).unwrap().digest(), sent.letter);
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn the_database_holds_numbers_mandates_and_letters_by_itself() {
    on_both(|place| async move {
        let (town, _) = awarded(&place).await;
        let first = DecisionNumber::of(2027, 1);
        send(&town.joris_at(days(19)), &first).await.unwrap();
        let word = |done: Result<u64, StoreError>| match done {
            Err(StoreError::Refused(Guard::Trigger(word))) => word,
            other => panic!("not refused by a trigger: {other:?}"),
        };
        for table in ["mandate", "decision", "decision_sending"] {
            assert_eq!(word(place.sql(format!("DELETE FROM {table}")).await), "append_only", "{table}");
        }
        assert_eq!(word(place.sql("UPDATE decision SET sum_cents = 1").await), "append_only");
        assert_eq!(word(place.sql("UPDATE mandate SET up_to_cents = 1").await), "append_only");
        assert_eq!(word(place.sql("UPDATE decision_sending SET letter = 'x'").await), "append_only");
        let copy = |seq: u32, number: &str, by: &str, sum: &str| {
            format!(
                "INSERT INTO decision (number, year, seq, kind, grant_id, round_id, proposal_id, sum_cents, at, by_account, \
                 job, mandate_number, reason, facts, facts_hash) SELECT '{number}', 2027, {seq}, 'reclaim', grant_id, \
                 round_id, proposal_id, {sum}, at, {by}, job, \
                 (SELECT MAX(number) FROM mandate WHERE kind = 'reclaim'), reason, facts, facts_hash \
                 FROM decision WHERE number = '2027-00001'"
            )
        };
        let next = place.number("SELECT MAX(seq) + 1 FROM decision").await.unsigned_abs();
        let next = u32::try_from(next).unwrap();
        let number = DecisionNumber::of(2027, u64::from(next)).0;
        let gap = copy(next + 1, &DecisionNumber::of(2027, u64::from(next) + 1).0, "by_account", "5");
        assert_eq!(word(place.sql(gap).await), "append_only", "a number is left out");
        assert_eq!(word(place.sql(copy(next, "2027-41", "by_account", "5")).await), "append_only");
        let joris = format!("'{}'", town.joris);
        assert_eq!(word(place.sql(copy(next, &number, &joris, "5")).await), "no_mandate");
        assert_eq!(word(place.sql(copy(next, &number, "by_account", "100000001")).await), "no_mandate");
        assert_eq!(
            place.sql(copy(next, &number, "by_account", "100000000")).await.unwrap(),
            1,
            "the statement is good"
        );
        let (old, newest) = ("(SELECT MIN(number) FROM mandate", "(SELECT MAX(number) FROM mandate");
        acts::mandate::enter(&town.nobody_at(days(30)), &mandate(&town.marijke, days(30))).await.unwrap();
        let number = DecisionNumber::of(2027, u64::from(next) + 1).0;
        let later = format!(", {}, ", days(31).micros());
        let under = copy(next + 1, &number, "by_account", "5").replace(", at, ", &later);
        let under = under.replacen(&later, ", at, ", 1);
        let ended = place.sql(under.replace(newest, old)).await;
        assert_eq!(word(ended), "no_mandate", "a later row ended it");
        assert_eq!(place.sql(under).await.unwrap(), 1, "under the later row it is good");
        assert_eq!(
            place.sql("UPDATE decision_sending SET letter = ''").await.unwrap(),
            1,
            "its term of keeping passed"
        );
    });
}

#[test]
fn the_last_day_for_objections_stands_from_the_sending_on() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let id = super::standing::opened(&town).await;
        let number = standing::ask(&town.joris_at(days(0)), &id, super::standing::table(100)).await.unwrap();
        let why = "Er staat al een tafel.";
        standing::decide(&town.marijke_at(days(1)), &id, number, standing::Decision::Refuse, why)
            .await
            .unwrap();
        let taken = decisions(&place).await.remove(0).number;
        let posted = async |at: i64, on: i64| {
            let on = schuifruimte::domain::calendar::day_of(days(on));
            let letter = letter(&on.to_string());
            let posted = Posted { number: &taken, letter: &letter, on, means: Means::Post };
            announce(&town.joris_at(days(at)), &posted).await
        };
        let long_ago = posted(44, 1).await;
        let told = matches!(&long_ago, Err(ActError::Fields(faults)) if faults[0].fault == "ans-long-ago");
        assert!(told, "its term would be over on the day it was noted: {long_ago:?}");
        posted(44, 44).await.unwrap();
        for day in [44, 40, 45] {
            let again = posted(45, day).await;
            assert!(matches!(again, Err(ActError::DraftChanged)), "nobody moves the day: {again:?}");
        }
        let change = "UPDATE decision_sending SET sent_on = '2027-03-02', objection_until = '2027-04-13'";
        assert!(place.sql(change).await.is_err());
        assert_eq!(place.fsck().await, Vec::<String>::new());
        place.slip("decision_sending", format!("{change}, letter = ''")).await;
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("decision_sending 2027-00001")), "{found:?}");
    });
}

/// Two processes take decisions at once: every number is taken once.
#[test]
fn numbers_have_no_gap_when_many_sign_at_once() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let second = town.second().await;
        let all = grants(&place).await;
        for grant in &all {
            town.check_grant(&grant.id).await;
        }
        let waiting = others(&mut place.store.read().await.unwrap(), &round.id).await.unwrap().waiting;
        let mut tasks = Vec::new();
        for (index, grant) in all.iter().enumerate() {
            let town = if index % 2 == 0 { &town } else { &second };
            tasks.push(futures_util::future::Either::Left(async move {
                acts::grant::award(&town.marijke_at(days(18)), &grant.id, "Gewonnen.").await
            }));
        }
        for (index, plan) in waiting.iter().enumerate() {
            let town = if index % 2 == 0 { &second } else { &town };
            let (id, plan): (&RoundId, &ProposalId) = (&round.id, &plan.id);
            tasks.push(futures_util::future::Either::Right(async move {
                refuse_plan(&town.marijke_at(days(18)), id, plan, "").await.map(|_| ())
            }));
        }
        for done in futures_util::future::join_all(tasks).await {
            done.expect("a decision");
        }
        let numbers: Vec<String> =
            decisions(&place).await.iter().map(|taken| taken.number.0.clone()).collect();
        let wanted: Vec<String> = (1..=6).map(|seq| format!("2027-{seq:05}")).collect();
        assert_eq!(numbers, wanted);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn fsck_finds_a_decision_without_mandate_a_changed_letter_and_an_award_without_decision() {
    on_both_tampered(|place| async move {
        let (town, _) = awarded(&place).await;
        send(&town.joris_at(days(19)), &DecisionNumber::of(2027, 1)).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        for table in ["mandate", "decision", "decision_sending"] {
            place.disarm(table).await;
        }
        place.sql("UPDATE mandate SET up_to_cents = 1 WHERE kind = 'award'").await.unwrap();
        place
            .sql("UPDATE decision_sending SET letter = REPLACE(letter, 'Besluit', 'Besluiten')")
            .await
            .unwrap();
        place
            .sql("UPDATE decision SET facts = REPLACE(facts, 'bankje', 'bankstel') WHERE seq = 1")
            .await
            .unwrap();
        place.sql("UPDATE decision SET grant_id = NULL WHERE seq = 2").await.unwrap();
        let found = place.fsck().await.join("\n");
        for wanted in [
            "decision 2027-00001: no mandate covered it when it was taken",
            "decision 2027-00001: its facts were changed",
            "decision 2027-00001: its letter is not the one that was sent",
            "is awarded without a decision",
        ] {
            assert!(found.contains(wanted), "{wanted}: {found}");
        }
    });
}
