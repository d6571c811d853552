//! I11 for money that leaves: a recipient that was in order when its grant was awarded, and no longer is.

use schuifruimte::acts::grant::checks;
use schuifruimte::acts::smo::{Organisation, TypedAccount};
use schuifruimte::acts::{self, ActError, payment};
use schuifruimte::domain::check::{Member, Onward};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::ledger::AccountKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::payment::{BatchNumber, BatchState, OrderNumber, OrderState};
use schuifruimte::domain::smo::Exclusion;
use schuifruimte::store::{self, Guard, StoreError};

use super::{Granted, account, day, export, receipt, settle};
use crate::support::checked::{foundation, iban, kvk};
use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Page, Place, Site, Town, days, on_both, on_both_tampered};

const LEAD: &str = "Buurtkamer Zuilen";
const FRIEND: &str = "Vrienden van de Buurtkamer";
const PRINTER: &str = "Drukkerij De Pers";
const SISTER: &str = "Beheer Zuilen";

/// A grant of an alliance that pays a printer, awarded and announced when nobody was in the register.
async fn alliance(place: &Place) -> Granted {
    let town = Town::new(place).await;
    town.certified_round("zuilen").await;
    let mut conn = place.store.read().await.expect("a connection");
    let record = store::grant::list(&mut conn).await.expect("grants").remove(0);
    drop(conn);
    let (lead, friend) = (town.recipient(&foundation(LEAD)).await, town.recipient(&foundation(FRIEND)).await);
    town.recipient(&foundation(SISTER)).await;
    town.make_out(&record.id, &lead).await;
    let member = |id, share| Member { recipient: id, share, consented: Some("2027-03-01".to_string()) };
    let share = Cents::euros(100);
    let members = [member(lead, record.amount.minus(share).expect("a part of it")), member(friend, share)];
    checks::set_members(&town.joris_at(days(17)), &record.id, &members).await.expect("an alliance");
    let onward = Onward {
        name: PRINTER.to_string(),
        kvk: Some(kvk(PRINTER)),
        amount: share,
        purpose: "posters".to_string(),
    };
    checks::set_onward(&town.joris_at(days(17)), &record.id, &[onward]).await.expect("paid on");
    town.do_checks(&record.id).await;
    town.award_and_send(&record.id).await;
    Granted { grant: record.id.clone(), amount: record.amount, line: record.line.clone(), town }
}

/// Puts an organisation into the register from day 30 on, until a day if there is one.
async fn enter(town: &Town, organisation: Organisation) {
    let seen = town.place.number("SELECT COALESCE(MAX(number), 0) FROM smo_version").await;
    let seen = u64::try_from(seen).expect("a version");
    acts::smo::enter(&town.joris_at(days(30)), seen, &organisation, "nieuwe opdracht")
        .await
        .expect("entered");
}

fn named(name: &str) -> Organisation {
    Organisation {
        name: name.to_string(),
        kvk: Some(kvk(name)),
        account: TypedAccount::Unknown,
        from: days(30),
        until: None,
        affiliates: Vec::new(),
    }
}

/// Why an act was refused: one reason.
fn reason<T: std::fmt::Debug>(refused: Result<T, ActError>) -> &'static str {
    match refused {
        Err(ActError::Excluded(reasons)) => match reasons.as_slice() {
            [one] => Exclusion::name(one),
            more => panic!("not one reason: {more:?}"),
        },
        other => panic!("not refused: {other:?}"),
    }
}

/// Four orders on their way, one for each act that lets money leave: to be gathered, approved, exported and renewed.
struct Started {
    number: u64,
    waiting: OrderNumber,
    gathered: BatchNumber,
    approved: BatchNumber,
    returned: OrderNumber,
}

impl Started {
    async fn of(life: &Granted) -> Started {
        let (joris, marijke) = (life.town.joris_at(days(25)), life.town.marijke_at(days(25)));
        let waiting = life.order(1_000, days(25)).await;
        let mut batches = Vec::new();
        for cents in [2_000, 3_000] {
            let order = life.order(cents, days(25)).await;
            batches.push(payment::gather(&joris, &[order], day(days(31))).await.expect("gathered"));
        }
        payment::approve(&marijke, &batches[1], &file(&batches[1])).await.expect("approved");
        let returned = life.order(4_000, days(25)).await;
        life.send(std::slice::from_ref(&returned), days(25)).await;
        payment::give_back(&joris, &returned, &super::returned(days(25), "de bank weigert"))
            .await
            .expect("returned");
        let [gathered, approved] = [batches[0].clone(), batches[1].clone()];
        Started { number: life.plan(5_000, days(25)).await, waiting, gathered, approved, returned }
    }

    /// Each act that lets money leave is refused for one reason, the same each time; nothing changed.
    async fn is_held(&self, life: &Granted) -> &'static str {
        let (joris, marijke) = (life.town.joris_at(days(31)), life.town.marijke_at(days(31)));
        let before = life.town.place.dump().await;
        let why = reason(payment::order_advance(&joris, &life.grant, self.number).await);
        let waiting = std::slice::from_ref(&self.waiting);
        assert_eq!(reason(payment::gather(&joris, waiting, day(days(31))).await), why);
        assert_eq!(reason(payment::approve(&marijke, &self.gathered, &file(&self.gathered)).await), why);
        let file = file(&self.approved);
        assert_eq!(reason(payment::export(&marijke, &self.approved, &export(&file)).await), why);
        assert_eq!(reason(payment::renew(&joris, &self.returned).await), why);
        assert_eq!(life.town.place.dump().await, before);
        why
    }
}

fn file(batch: &BatchNumber) -> Digest {
    Digest::of(batch.0.as_bytes())
}

/// What someone with the database in hands would write: an advance, and orders that go to the bank.
async fn past_all_acts(life: &Granted, started: &Started) {
    let record = life.record().await;
    let (from, to) = (record.account(AccountKind::Committed), record.account(AccountKind::Payable));
    let place = &life.town.place;
    let next = place.number("SELECT COUNT(*) + 1 FROM posting").await;
    let (from, to, at, batch) = (from.id(), to.id(), days(31).micros(), &started.approved);
    let advance =
        format!("INSERT INTO posting VALUES ({next}, 'advance', '{from}', '{to}', 1, {at}, 'x', '', '')");
    let export =
        format!("UPDATE payment_batch SET state = 'exported', exported_by = 'x', exported_at = {at}");
    place.sql(format!("{export} WHERE id = '{batch}'")).await.expect("a batch alone is no money");
    let send = format!("UPDATE payment_order SET state = 'sent' WHERE batch_id = '{batch}'");
    for statement in [advance, send] {
        let raw = place.sql(statement).await;
        assert!(
            matches!(&raw, Err(StoreError::Refused(Guard::Trigger(word))) if word.contains("excluded_recipient")),
            "{raw:?}"
        );
    }
}

/// The register of before: an organisation was in it for a minute.
fn for_a_minute(name: &str) -> Organisation {
    Organisation { until: Some(days(30).plus_minutes(1)), ..named(name) }
}

#[test]
fn nothing_leaves_for_who_became_a_broker_after_the_award_and_each_way_has_its_own_reason() {
    on_both_tampered(|place| async move {
        let life = alliance(&place).await;
        let started = Started::of(&life).await;
        let town = &life.town;
        let mut told = Vec::new();
        for name in [LEAD, FRIEND, PRINTER] {
            enter(town, named(name)).await;
            told.push(started.is_held(&life).await);
            enter(town, for_a_minute(name)).await;
        }
        let mut conn = place.store.read().await.unwrap();
        let everyone = store::recipient::list(&mut conn).await.unwrap();
        drop(conn);
        let id = |name: &str| everyone.iter().find(|one| one.name == name).expect("written down").id.clone();
        enter(town, named(SISTER)).await;
        acts::recipient::affiliate(&town.joris_at(days(30)), &id(LEAD), &id(SISTER), "zelfde bestuur")
            .await
            .unwrap();
        told.push(started.is_held(&life).await);
        for ctx in [town.joris_at(days(30)), town.marijke_at(days(30))] {
            acts::affiliation::part(&ctx, &id(LEAD), &id(SISTER), "ander bestuur").await.unwrap();
        }
        let own = Organisation { account: TypedAccount::Number(iban(LEAD)), ..named("Welzijn Noord") };
        enter(town, own.clone()).await;
        told.push(started.is_held(&life).await);
        assert_eq!(told, ["applicant", "member", "onward", "applicant-affiliate", "payee"]);

        // The register was wrong: what waited goes on.
        enter(town, Organisation { account: TypedAccount::Unknown, ..for_a_minute("Welzijn Noord") }).await;
        let (joris, marijke) = (town.joris_at(days(31)), town.marijke_at(days(31)));
        payment::order_advance(&joris, &life.grant, started.number).await.unwrap();
        payment::approve(&marijke, &started.gathered, &file(&started.gathered)).await.unwrap();
        payment::renew(&joris, &started.returned).await.unwrap();
        enter(town, own).await;
        past_all_acts(&life, &started).await;
        let found = place.fsck().await;
        assert!(found.iter().all(|line| !line.starts_with("I11")), "no order reached the bank: {found:?}");
    });
}

#[test]
fn an_order_for_it_can_be_given_up_and_what_the_bank_paid_before_is_written_down() {
    on_both(|place| async move {
        let life = alliance(&place).await;
        let started = Started::of(&life).await;
        let sent = life.order(6_000, days(25)).await;
        life.send(std::slice::from_ref(&sent), days(25)).await;
        enter(&life.town, named(LEAD)).await;
        let joris = life.town.joris_at(days(31));
        payment::pay(&life.town.marijke_at(days(31)), &[receipt(&sent, days(31))]).await.unwrap();
        payment::cancel(&joris, &started.waiting).await.unwrap();
        payment::withdraw(&joris, &started.approved).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let waiting = store::payment::order(&mut conn, &started.waiting).await.unwrap().unwrap();
        let batch = store::payment::batch(&mut conn, &started.approved).await.unwrap().unwrap();
        assert_eq!((waiting.state, batch.state), (OrderState::Cancelled, BatchState::Withdrawn));
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_settlement_pays_it_no_rest_but_can_keep_what_was_paid() {
    on_both(|place| async move {
        let life = alliance(&place).await;
        let whole = life.amount.get();
        life.ends(days(200)).await;
        life.pay(whole / 2, days(25)).await;
        let spent = account(Some(whole), days(210));
        acts::settlement::receive(&life.town.joris_at(days(210)), &life.grant, &spent).await.unwrap();
        enter(&life.town, named(FRIEND)).await;
        let marijke = life.town.marijke_at(days(220));
        assert_eq!(reason(settle(&marijke, &life.grant, whole).await), "member");
        settle(&marijke, &life.grant, whole / 2).await.unwrap();
        assert_eq!(life.held(AccountKind::Settled).await, whole / 2);
    });
}

#[test]
fn the_pages_say_which_grant_is_held_and_why() {
    on_both(|place| async move {
        let life = alliance(&place).await;
        let started = Started::of(&life).await;
        payment::set_payer(&life.town.joris_at(days(25)), "Gemeente Utrecht", iban("Utrecht").whole())
            .await
            .unwrap();
        enter(&life.town, named(LEAD)).await;
        let site = Site::of(&life.town, days(31));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);
        let title = life.record().await.title;
        let told = |page: &Page| {
            let sentence = format!("{LEAD} vraagt de subsidie zelf aan.");
            assert!(
                page.says(&sentence) && page.says("Betaal dit niet.") && page.says(&title),
                "{}",
                page.body
            );
        };
        let grant = format!("/bureau/subsidies/{}", life.grant);
        let (waiting, day) = (started.waiting.to_string(), day(days(31)).to_string());
        let gather = [("orders", waiting.as_str()), ("execute_on", day.as_str())];
        let gathered = format!("/bureau/betalingen/{}", started.gathered);
        let approved = format!("/bureau/betalingen/{}", started.approved);
        let refused = [
            joris.post(&site, "/bureau/betalingen", &gather).await,
            joris.post(&site, &format!("{grant}/voorschotten/{}", started.number), &[("do", "order")]).await,
            marijke.post(&site, &format!("{gathered}/akkoord"), &[]).await,
        ];
        for page in &refused {
            assert_eq!(
                (page.status.as_u16(), page.kind()),
                (409, Some("excluded_recipient")),
                "{}",
                page.body
            );
            told(page);
        }
        for address in ["/bureau/betalingen", &gathered, &approved] {
            told(&joris.get(&site, address).await);
        }
        assert!(joris.get(&site, &grant).await.says(&format!("{LEAD} vraagt de subsidie zelf aan.")));
    });
}
