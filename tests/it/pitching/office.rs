//! What the office does with a plan, and what it never does.

use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::Role;
use schuifruimte::domain::disclosure::Help;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::initiator::MemberRole;
use schuifruimte::domain::pitch::content::{Content, Step};
use schuifruimte::domain::pitch::{EventKind, Ground, State};
use schuifruimte::domain::recipient::ProviderClass;
use schuifruimte::domain::round::Step as RoundStep;
use schuifruimte::store;

use super::{admit, fill, found, group_of, own, refusal, refuse, sent, someone, soup, state, today};
use crate::support::people::Staff;
use crate::support::{DAY, Town, days, on_both, on_both_tampered};

/// S44: only the group writes. Officers say something beside it, and the plan on the ballot is what was sent in.
#[test]
fn nobody_rewrites_a_plan_but_its_group() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        review::remark(&joris, &round, &id, "Denk aan de sleutel van het plein.").await.expect("said");
        let number = admit(&joris, &round, &id).await.expect("admitted");
        let mut conn = place.store.read().await.expect("a connection");
        let mut plans = store::proposal::list(&mut conn, &round).await.expect("readable");
        drop(conn);
        let mut own_plan = plans.pop().expect("a plan");
        own_plan.title = "Beter geformuleerd".to_string();
        let done = acts::proposal::change(&joris, &round, &own_plan).await;
        assert_eq!(refusal(done), "title: pt-of-group");
        assert_eq!(refusal(acts::proposal::withdraw(&joris, &round, &number).await), "word: pt-of-group");
        let wanted =
            acts::disclosure::Wanted { class: ProviderClass::Other, help: Help::Smo, paid: String::new() };
        let done = acts::disclosure::state(&joris, &round, &number, &wanted).await;
        assert_eq!(refusal(done), "chk_class: pt-of-group");
        // The group itself does not write in it either while the office looks at it, or once it is admitted.
        let ctx = own(&place, &henk, today());
        let mark = soup().mark(Step::Idea);
        let done = acts::pitch::write(&ctx, Author::Member(&henk.id), &id, (Step::Idea, &mark), soup()).await;
        assert!(matches!(done, Err(ActError::StillNeeded)), "{done:?}");
        let mut conn = place.store.read().await.expect("a connection");
        let events = store::pitch::life::events(&mut conn, &id).await.expect("readable");
        let remark = events.iter().find(|one| one.kind == EventKind::Remark).expect("it stands there");
        assert!(!remark.function.is_empty(), "with the function of who said it");
        assert_eq!(found(&place.store, &id).await.content, soup());
    });
}

/// Readers read along; who is not in the group is told that there is no such plan.
#[test]
fn a_reader_does_not_write_and_an_editor_does_not_take_back() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let group = group_of(&town, &id).await;
        let (truus, kees) = (
            someone(&place, "truus@buurt.example", today()).await,
            someone(&place, "kees@elders.example", today()).await,
        );
        let mut tx = place.store.begin().await.expect("a transaction");
        store::initiative::join(&mut tx, &group, &truus.id, MemberRole::Reader, today()).await.expect("in");
        store::commit(tx).await.expect("kept");
        for who in [&truus, &kees] {
            let ctx = own(&place, who, today());
            let done = acts::pitch::withdraw(&ctx, Author::Member(&who.id), &id).await;
            assert!(matches!(done, Err(ActError::NotFound)), "{done:?}");
        }
        let mut tx = place.store.begin().await.expect("a transaction");
        store::initiative::leave(&mut tx, &group, &truus.id).await.expect("out");
        store::commit(tx).await.expect("kept");
    });
}

/// What is missing is mended within its term, the new version is kept beside the old one, and what was not mended in time is
/// not admitted.
#[test]
fn an_incomplete_plan_is_mended_within_its_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (_, other) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        let until = today().plus_minutes(14 * DAY);
        for id in [&id, &other] {
            let asked = ("Hoeveel mensen komen er?", until);
            review::ask_repair(&joris, &round, id, asked).await.expect("asked");
        }
        let early = review::not_admit(&joris, &round, &other, (Ground::Incomplete, "Te laat.")).await;
        assert!(matches!(early, Err(ActError::StillNeeded)), "the term runs: {early:?}");
        // Also when the round takes no new plans any more.
        acts::round::step(&town.joris_at(days(-9)), &round, RoundStep::Check).await.expect("checked");
        let ctx = own(&place, &henk, days(-8));
        let author = Author::Member(&henk.id);
        let better = Content { summary: "Elke week soep voor dertig buren.".to_string(), ..soup() };
        fill(&ctx, author, &id, &better).await.expect("written");
        acts::pitch::submit(&ctx, author, &id).await.expect("in time");
        let mut conn = place.store.read().await.expect("a connection");
        let versions = store::pitch::life::versions(&mut conn, &id).await.expect("readable");
        drop(conn);
        assert_eq!(
            versions.iter().map(|one| one.content.clone()).collect::<Vec<_>>(),
            [Some(soup()), Some(better)]
        );
        admit(&town.joris_at(days(-7)), &round, &id).await.expect("admitted");
        let late = town.joris_at(days(-5));
        let reason = (Ground::Incomplete, "U vulde het plan niet op tijd aan.");
        review::not_admit(&late, &round, &other, reason).await.expect("after the term");
        assert_eq!(state(&town, &other).await, State::NotAdmitted);
    });
}

/// Until the list is fixed the owner takes a plan back, off the ballot as well, and the office can still say no.
#[test]
fn a_plan_leaves_the_ballot_until_the_list_is_fixed() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, first) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (truus, second) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let (ans, third) = sent(&town, &round, "ans@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        for id in [&first, &second, &third] {
            admit(&joris, &round, id).await.expect("admitted");
        }
        let ctx = own(&place, &henk, today());
        acts::pitch::withdraw(&ctx, Author::Member(&henk.id), &first).await.expect("taken back");
        let silent = review::not_admit(&joris, &round, &second, (Ground::Unfeasible, " ")).await;
        assert_eq!(refusal(silent), "pt_reason: empty", "a no has its reason");
        let reason = (Ground::Unfeasible, "Het plein gaat dicht.");
        refuse(&place, &joris, (&round, &second), reason).await.expect("off the list");
        let on = async || {
            let mut conn = place.store.read().await.expect("a connection");
            let list = store::proposal::list(&mut conn, &round).await.expect("readable");
            list.iter().map(|one| one.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(on().await, ["01", "02", "03", "04", "05", "06", "09"]);
        acts::round::step(&town.joris_at(days(-3)), &round, RoundStep::Check).await.expect("checked");
        acts::round::step(&town.joris_at(days(-2)), &round, RoundStep::Fix).await.expect("fixed");
        for (who, id) in [(&ans, &third), (&truus, &second)] {
            let ctx = own(&place, who, days(-1));
            let done = acts::pitch::withdraw(&ctx, Author::Member(&who.id), id).await;
            assert!(matches!(done, Err(ActError::WrongPhase(_) | ActError::StillNeeded)), "{done:?}");
        }
        let done = review::not_admit(&town.joris_at(days(-1)), &round, &third, (Ground::Unlawful, "x")).await;
        assert!(matches!(done, Err(ActError::WrongPhase(_))), "{done:?}");
        assert_eq!(on().await.last().map(String::as_str), Some("09"));
    });
}

/// S55, S58: who has an interest in a plan of the round decides about none.
#[test]
fn who_has_an_interest_decides_nothing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let noor = Staff { login: "noor", name: "Noor", function: "Wijkadviseur", role: Role::Officer };
        let noor = place.employ(noor, schuifruimte::domain::account::Scope::City).await;
        let ctx = place.context(schuifruimte::domain::log::chain::Actor::Staff(noor), today());
        let plan = ProposalId::new("01");
        acts::interest::state(&ctx, &round, Some(&plan), "Mijn zus.").await.expect("stated");
        let done = admit(&ctx, &round, &id).await;
        assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{done:?}");
        let done = review::remark(&ctx, &round, &id, "Mooi.").await;
        assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{done:?}");
    });
}

/// Whoever holds the database can change a version, a sum or a link; the check says so.
#[test]
fn what_was_sent_in_cannot_be_changed_unseen() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        for table in ["pitch", "pitch_version", "pitch_event", "proposal"] {
            place.disarm(table).await;
        }
        let slips = [
            (
                "UPDATE proposal SET amount_cents = amount_cents + 1 WHERE id = '07'",
                "UPDATE proposal SET amount_cents = amount_cents - 1 WHERE id = '07'",
                "is not what was sent in",
            ),
            (
                "UPDATE proposal SET title = 'Soep van de gemeente' WHERE id = '07'",
                "UPDATE proposal SET title = 'Samen soep' WHERE id = '07'",
                "is not what was sent in",
            ),
            (
                "UPDATE pitch SET state = 'submitted'",
                "UPDATE pitch SET state = 'admissible'",
                "is not what was sent in",
            ),
            (
                "UPDATE pitch_version SET content = REPLACE(content, 'Pannen', 'Auto')",
                "UPDATE pitch_version SET content = REPLACE(content, 'Auto', 'Pannen')",
                "a version is not the one",
            ),
            (
                "UPDATE pitch_event SET at = at + 1 WHERE kind = 'admit'",
                "UPDATE pitch_event SET at = at - 1 WHERE kind = 'admit'",
                "it is not what the staff log tells of it",
            ),
        ];
        for (slip, back, words) in slips {
            place.sql(slip).await.expect("slipped");
            let told = place.fsck().await;
            assert!(told.iter().any(|line| line.contains(words)), "{slip}: {told:#?}");
            place.sql(back).await.expect("put back");
        }
    });
}
