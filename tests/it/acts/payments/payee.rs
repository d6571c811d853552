//! The account that is paid stays the one of the award, unless a second person saw the papers of another one.

use schuifruimte::acts::grant::checks;
use schuifruimte::acts::payee::{Seen, confirm};
use schuifruimte::acts::recipient::{self, Wanted};
use schuifruimte::acts::settlement::{close, receive, repaid};
use schuifruimte::acts::{self, ActError, payment};
use schuifruimte::domain::check::{Answer, CheckKind, MissingCheck};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::RecipientId;
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::payee::fingerprint;
use schuifruimte::domain::payment::{OrderNumber, Part};
use schuifruimte::domain::recipient::Recipient;
use schuifruimte::store::{self, Guard, StoreError};

use super::{Granted, account, day, export, granted, receipt, returned, settle};
use crate::support::checked::{foundation, iban, kvk};
use crate::support::{Town, days, on_both, on_both_tampered};

/// The recipient of the grant as it stands.
async fn recipient_of(life: &Granted) -> Recipient {
    let mut conn = life.town.place.store.read().await.expect("a connection");
    store::recipient::of_grant(&mut conn, &life.grant).await.expect("it reads").expect("made out")
}

/// Joris writes another account of the same holder down: his own, say.
async fn another_account(life: &Granted, at: i64) -> RecipientId {
    let own = recipient_of(life).await;
    let wanted = Wanted { iban: Some(iban("van iemand anders")), ..foundation(&own.name) };
    recipient::change(&mut life.town.joris_at(days(at)), &own.id, own.revision, &wanted)
        .await
        .expect("changed");
    own.id
}

fn seen(revision: u64, at: i64) -> Seen {
    Seen { revision, statement_on: day(days(at)), ground: "afschrift op papier".to_string() }
}

fn waits<T>(done: &Result<T, ActError>) -> bool {
    matches!(done, Err(ActError::PayeeUnconfirmed(grants)) if grants.len() == 1)
}

#[test]
fn an_account_that_one_person_changed_after_the_award_is_not_paid() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let first = life.order(100_000, days(30)).await;
        life.plan(50_000, days(31)).await;
        let id = another_account(&life, 31).await;
        let (joris, marijke) = (life.town.joris_at(days(32)), life.town.marijke_at(days(32)));
        assert!(waits(&payment::order_advance(&joris, &life.grant, 2).await));
        assert!(waits(&payment::gather(&joris, std::slice::from_ref(&first), day(days(32))).await));
        let raw = "UPDATE payment_order SET state = 'gathered', batch_id = NULL";
        let raw = place.sql(raw).await;
        assert!(
            matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word == "payee_unconfirmed"),
            "{raw:?}"
        );
        let own = confirm(&joris, &id, &seen(2, 31)).await;
        assert!(matches!(own, Err(ActError::FourEyes)), "whoever changed it does not confirm it: {own:?}");
        assert!(matches!(confirm(&marijke, &id, &seen(1, 31)).await, Err(ActError::DraftChanged)));
        let silent = Seen { ground: " ".to_string(), ..seen(2, 31) };
        assert!(matches!(confirm(&marijke, &id, &silent).await, Err(ActError::Fields(_))));
        assert!(
            matches!(confirm(&marijke, &id, &seen(2, 40)).await, Err(ActError::Fields(_))),
            "not seen yet"
        );
        confirm(&marijke, &id, &seen(2, 31)).await.expect("confirmed");
        assert!(matches!(confirm(&marijke, &id, &seen(2, 31)).await, Err(ActError::DraftChanged)), "once");
        payment::order_advance(&joris, &life.grant, 2).await.expect("ordered");
        life.send(std::slice::from_ref(&first), days(32)).await;
        assert_eq!(life.town.place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_change_while_a_batch_waits_stops_the_approval_and_the_file() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let order = life.order(100_000, days(30)).await;
        let (joris, marijke) = (life.town.joris_at(days(30)), life.town.marijke_at(days(30)));
        let gather = || payment::gather(&joris, std::slice::from_ref(&order), day(days(30)));
        let batch = gather().await.expect("gathered");
        let file = Digest::of(b"file");
        let id = another_account(&life, 30).await;
        assert!(waits(&payment::approve(&marijke, &batch, &file).await));
        confirm(&marijke, &id, &seen(2, 30)).await.expect("confirmed");
        let blind = payment::approve(&marijke, &batch, &file).await;
        assert!(
            matches!(blind, Err(ActError::DraftChanged)),
            "it was gathered for another account: {blind:?}"
        );
        payment::withdraw(&joris, &batch).await.expect("withdrawn");
        let batch = gather().await.expect("gathered anew");
        payment::approve(&marijke, &batch, &file).await.expect("approved");
        another_account_back(&life, 30).await;
        assert!(waits(&payment::export(&marijke, &batch, &export(&file)).await));
    });
}

/// Joris puts the first account back: a change as any other.
async fn another_account_back(life: &Granted, at: i64) {
    let own = recipient_of(life).await;
    recipient::change(&mut life.town.joris_at(days(at)), &own.id, own.revision, &foundation(&own.name))
        .await
        .expect("changed");
}

#[test]
fn a_holder_of_another_name_is_never_confirmed_and_an_address_needs_nobody() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let order = life.order(100_000, days(30)).await;
        let own = recipient_of(&life).await;
        let mut moved = Wanted { iban: None, ..foundation(&own.name) };
        moved.address.street = "Amsterdamsestraatweg 1".to_string();
        recipient::change(&mut life.town.joris_at(days(30)), &own.id, 1, &moved).await.expect("moved");
        life.send(std::slice::from_ref(&order), days(30)).await;
        let other = Wanted { account_name: "J. de Wit".to_string(), ..moved };
        recipient::change(&mut life.town.joris_at(days(31)), &own.id, 2, &other).await.expect("changed");
        let marijke = life.town.marijke_at(days(31));
        let done = confirm(&marijke, &own.id, &seen(3, 31)).await;
        assert!(matches!(done, Err(ActError::Fields(_))), "the account is somebody else's: {done:?}");
        life.plan(50_000, days(31)).await;
        assert!(waits(&payment::order_advance(&life.town.joris_at(days(31)), &life.grant, 2).await));
    });
}

#[test]
fn fsck_tells_of_an_account_that_was_changed_past_the_acts() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        let order = life.order(100_000, days(30)).await;
        life.send(std::slice::from_ref(&order), days(30)).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let mark = Digest::of(b"another account");
        place.sql(format!("UPDATE recipient SET iban_mark = '{mark}'")).await.expect("changed");
        let told = place.fsck().await.join("\n");
        assert!(told.contains("its account is not the one that was written down"), "{told}");
        let one = "UPDATE recipient_payee SET changed_by = 'iemand'";
        let raw = place.sql(one).await;
        assert!(
            matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only"),
            "{raw:?}"
        );
    });
}

#[test]
fn the_log_tells_accounts_apart_without_their_numbers() {
    on_both(|place| async move {
        let life = granted(&place).await;
        another_account(&life, 30).await;
        let mark = fingerprint(&recipient_of(&life).await).expect("an account").to_string();
        let dump = place.dump().await;
        // The database shows the bytes of an entry as digits.
        let digits = |text: &str| text.bytes().map(|byte| format!("{byte:02X}")).collect::<String>();
        let is_about =
            |line: &str, word: &str| line.to_uppercase().contains(&digits(word)) || line.contains(word);
        let mut told =
            dump.iter().filter(|line| line.starts_with("staff_log") && is_about(line, "recipient.change"));
        assert!(told.next().is_some_and(|line| is_about(line, &mark)), "{dump:?}");
        assert!(!dump.iter().any(|line| line.contains(iban("van iemand anders").whole())));
    });
}

#[test]
fn a_batch_whose_day_has_passed_is_neither_approved_nor_taken_to_the_bank() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let order = life.order(100_000, days(30)).await;
        let joris = life.town.joris_at(days(30));
        let batch =
            payment::gather(&joris, std::slice::from_ref(&order), day(days(31))).await.expect("gathered");
        let file = Digest::of(b"file");
        let late = life.town.marijke_at(days(32));
        assert!(matches!(payment::approve(&late, &batch, &file).await, Err(ActError::Fields(_))));
        let in_time = life.town.marijke_at(days(31));
        payment::approve(&in_time, &batch, &file).await.expect("approved");
        assert!(matches!(payment::export(&late, &batch, &export(&file)).await, Err(ActError::Fields(_))));
        payment::export(&in_time, &batch, &export(&file)).await.expect("in time");
        payment::export(&late, &batch, &export(&file)).await.expect("the same file once more");
    });
}

#[test]
fn an_award_and_a_change_at_once_see_each_other() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        town.check_grant(&grant).await;
        let other = town.second().await;
        let mut conn = place.store.read().await.expect("a connection");
        let own = store::recipient::of_grant(&mut conn, &grant).await.expect("it reads").expect("made out");
        drop(conn);
        let wanted = Wanted { iban: Some(iban("van iemand anders")), ..foundation(&own.name) };
        let (marijke, mut joris) = (town.marijke_at(days(18)), other.joris_at(days(18)));
        let (awarded, changed) = futures_util::future::join(
            acts::grant::award(&marijke, &grant, "Gekozen door de buurt."),
            recipient::change(&mut joris, &own.id, 1, &wanted),
        )
        .await;
        changed.expect("changed");
        let second = place.number("SELECT needs_second FROM recipient_payee WHERE revision = 2").await;
        match awarded {
            Ok(()) => assert_eq!(second, 1, "awarded first: a second person confirms the change"),
            Err(ActError::Unchecked(_)) => assert_eq!(second, 0, "changed first: the checks begin anew"),
            Err(error) => panic!("{error}"),
        }
        other.place.store.close().await;
    });
}

#[test]
fn a_receipt_has_a_day_that_can_be_and_names_both_orders_after_a_renewal() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let order = life.order(100_000, days(30)).await;
        life.send(std::slice::from_ref(&order), days(30)).await;
        let marijke = life.town.marijke_at(days(32));
        for day in [days(33), days(29)] {
            let told = payment::pay(&marijke, &[receipt(&order, day)]).await;
            assert!(matches!(told, Err(ActError::Import(number)) if number == order.0));
        }
        let silent = payment::GivenBack { reference: " ".to_string(), ..returned(days(31), "onbekend") };
        for bad in [silent, returned(days(33), "onbekend"), returned(days(29), "onbekend")] {
            assert!(matches!(payment::give_back(&marijke, &order, &bad).await, Err(ActError::Fields(_))));
        }
        payment::give_back(&marijke, &order, &returned(days(31), "onbekend")).await.expect("back");
        let again = payment::renew(&life.town.joris_at(days(32)), &order).await.expect("renewed");
        let told = payment::pay(&marijke, &[receipt(&order, days(32))]).await;
        let both = format!("{order} → {again}");
        assert!(matches!(&told, Err(ActError::Import(number)) if number == &both), "{told:?}");
        let mut conn = place.store.read().await.expect("a connection");
        let [first, second] = [&order, &again].map(OrderNumber::clone);
        let first = store::payment::order(&mut conn, &first).await.expect("it reads").expect("there");
        let second = store::payment::order(&mut conn, &second).await.expect("it reads").expect("there");
        let bank = first.returned.expect("what the bank said");
        assert_eq!((bank.on, bank.reference.as_str()), (day(days(31)), "RET 1"));
        assert_eq!(second.replaces, Some(order));
    });
}

#[test]
fn one_number_is_one_recipient_however_often_it_is_written_down() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let first = town.recipient(&foundation("Buurtkamer Zuilen")).await;
        let same_kvk = Wanted { kvk: Some(kvk("Buurtkamer Zuilen")), ..foundation("Vrienden van Zuilen") };
        let same_account = Wanted { iban: Some(iban("Vrienden van Zuilen")), ..foundation("Andere naam") };
        let stranger = town.recipient(&foundation("Iemand anders")).await;
        let second = town.recipient(&same_kvk).await;
        let third = town.recipient(&same_account).await;
        let mut conn = place.store.read().await.expect("a connection");
        let mut families = Vec::new();
        for id in [&first, &second, &third, &stranger] {
            families
                .push(store::recipient::find(&mut conn, id).await.expect("it reads").expect("there").family);
        }
        drop(conn);
        assert!(families[0] == families[1] && families[1] == families[2], "a chain of numbers: {families:?}");
        assert_eq!(families[3], stranger);
        let own = foundation("Vrienden van Zuilen");
        recipient::change(&mut town.joris_at(days(18)), &second, 1, &own).await.expect("a number was wrong");
        let mut conn = place.store.read().await.expect("a connection");
        let now = store::recipient::find(&mut conn, &first).await.expect("it reads").expect("there");
        assert_eq!(now.family, first, "it shares no number any more");
    });
}

#[test]
fn the_database_promises_nothing_while_a_twin_counts_apart() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        town.check_grant(&grant).await;
        town.recipient(&Wanted { kvk: Some(kvk("Tweeling")), ..foundation("Tweeling") }).await;
        place
            .sql(format!("UPDATE recipient SET kvk = '{}'", kvk("Tweeling").as_str()))
            .await
            .expect("slipped in");
        assert!(
            acts::grant::award(&town.marijke_at(days(18)), &grant, "Gekozen door de buurt.").await.is_err()
        );
        let told = place.fsck().await.join("\n");
        assert!(told.contains("counts as one with others"), "{told}");
    });
}

#[test]
fn a_grant_for_another_than_the_applicant_waits_for_a_reason() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        let other = town.recipient(&foundation("Stichting Andere Naam")).await;
        town.make_out(&grant, &other).await;
        town.do_checks(&grant).await;
        let (joris, kind) = (town.joris_at(days(17)), CheckKind::Applicant);
        checks::answer(&joris, &grant, kind, Answer::No, "geen machtiging").await.expect("answered");
        let told = acts::grant::award(&town.marijke_at(days(18)), &grant, "Gekozen door de buurt.").await;
        assert!(
            matches!(&told, Err(ActError::Unchecked(missing)) if missing == &[MissingCheck::Check(kind)]),
            "{told:?}"
        );
        checks::answer(&joris, &grant, kind, Answer::Yes, "machtiging gezien").await.expect("answered");
        acts::grant::award(&town.marijke_at(days(18)), &grant, "Gekozen door de buurt.")
            .await
            .expect("awarded");
    });
}

#[test]
fn what_is_still_due_lapses_by_a_decision_when_nobody_is_left_to_be_paid() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let whole = life.amount.get();
        life.ends(days(200)).await;
        life.pay(whole / 2, days(30)).await;
        receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(whole), days(210)))
            .await
            .expect("in");
        settle(&life.town.marijke_at(days(220)), &life.grant, whole).await.expect("settled");
        let mut conn = place.store.read().await.expect("a connection");
        let orders = store::payment::orders_of_grant(&mut conn, &life.grant).await.expect("orders");
        drop(conn);
        let rest = orders.iter().find(|order| order.part == Part::Rest).expect("the rest").number.clone();
        life.send(std::slice::from_ref(&rest), days(222)).await;
        let marijke = life.town.marijke_at(days(225));
        payment::give_back(&marijke, &rest, &returned(days(224), "opgeheven")).await.expect("back");
        let free = life.area().await;
        let none = payment::give_up(&life.town.joris_at(days(225)), &rest, "opgeheven").await;
        assert!(matches!(none, Err(ActError::NoMandate)), "{none:?}");
        assert!(matches!(payment::give_up(&marijke, &rest, " ").await, Err(ActError::Fields(_))));
        payment::give_up(&marijke, &rest, "De stichting is opgeheven.").await.expect("given up");
        assert_eq!((life.held(AccountKind::Payable).await, life.area().await), (0, free + whole / 2));
        let decided =
            format!("SELECT COUNT(*) FROM decision WHERE kind = 'revocation' AND sum_cents = {}", whole / 2);
        assert_eq!(place.number(&decided).await, 1, "with a decision of its own");
        close(&life.town.joris_at(days(230)), &life.grant).await.expect("closed");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn money_that_was_paid_back_is_taken_in_once() {
    on_both(|place| async move {
        let life = granted(&place).await;
        life.ends(days(200)).await;
        life.pay(life.amount.get(), days(30)).await;
        let spent = life.amount.get() - 50_000;
        receive(&life.town.joris_at(days(210)), &life.grant, &account(Some(spent), days(210)))
            .await
            .expect("in");
        settle(&life.town.marijke_at(days(220)), &life.grant, spent).await.expect("settled");
        let (joris, sum) = (life.town.joris_at(days(230)), Cents::new(20_000).expect("an amount"));
        for _ in 0..2 {
            repaid(&joris, &life.grant, sum, day(days(229)), "BK 7").await.expect("taken in");
        }
        assert_eq!(life.held(AccountKind::Receivable).await, 30_000);
        let more = Cents::new(20_001).expect("an amount");
        let other = repaid(&joris, &life.grant, more, day(days(229)), "BK 7").await;
        assert!(matches!(other, Err(ActError::Fields(_))), "another sum under one reference: {other:?}");
    });
}
