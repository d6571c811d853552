//! Whoever has an interest in a plan of a round acts on none of its grants (S58): one table of every act there is.

use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::decision::{refuse_others, refuse_plan};
use schuifruimte::acts::grant::{PaidPart, checks};
use schuifruimte::acts::objection::{Agreed, Received, Verdict};
use schuifruimte::acts::payee::{Seen, confirm};
use schuifruimte::acts::standing::{Decision as Quick, answer, ask, decide};
use schuifruimte::acts::{self, ActError, Context, payment, reserve_list, settlement, succession};
use schuifruimte::domain::account::Role;
use schuifruimte::domain::check::{Answer, CheckKind};
use schuifruimte::domain::decision::DecisionNumber;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{AccountId, GrantId, ProposalId, RecipientId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::objection::{Advice, Outcome};
use schuifruimte::domain::payment::{BatchNumber, OrderNumber};
use schuifruimte::domain::succession::Skip;
use schuifruimte::store::{self, payment::Plan};

use super::decisions::send;
use super::payments::{Granted, account, day, export, granted, planned, receipt, returned};
use super::standing::{opened, table};
use crate::support::people::stored_password;
use crate::support::town::mandate;
use crate::support::{Place, Town, days, on_both};

const WHY: &str = "Daarom.";

/// Anneke, who certifies as well and may sign everything.
pub async fn anneke(town: &Town) -> AccountId {
    let new = NewAccount {
        login: "anneke".to_string(),
        name: "Anneke Visser".to_string(),
        function: "Adviseur subsidies".to_string(),
        role: Role::Certifier,
        scope: schuifruimte::domain::account::Scope::City,
        password: stored_password().to_string(),
    };
    let anneke = acts::account::create(&mut town.nobody_at(days(-60)), new).await.expect("an account");
    acts::mandate::enter(&town.nobody_at(days(-60)), &mandate(&anneke, days(-60))).await.expect("a mandate");
    anneke
}

/// Another account, of which it is said that it is Joris's too.
pub async fn one_with_joris(town: &Town) -> AccountId {
    let anneke = anneke(town).await;
    acts::account::join(&town.nobody_at(days(-1)), &town.joris, &anneke).await.expect("joined");
    anneke
}

/// What there is to act on.
struct Under {
    round: RoundId,
    grant: GrantId,
    recipient: RecipientId,
    award: DecisionNumber,
    objection: String,
    order: OrderNumber,
    batch: BatchNumber,
}

type Done = Vec<(&'static str, Result<(), ActError>)>;

async fn on_grant(ctx: &Context<'_>, Under { grant, .. }: &Under) -> Done {
    let nobody = RecipientId::new("nobody");
    let today = day(ctx.now);
    vec![
        ("years", acts::grant::set_years(ctx, grant, &[]).await),
        ("recipient", checks::set_recipient(ctx, grant, &nobody).await),
        ("members", checks::set_members(ctx, grant, &[]).await),
        ("onward", checks::set_onward(ctx, grant, &[]).await),
        ("answer", checks::answer(ctx, grant, CheckKind::Permit, Answer::Yes, WHY).await),
        ("compute", checks::compute(ctx, grant).await),
        ("award", acts::grant::award(ctx, grant, WHY).await),
        ("start", acts::grant::start(ctx, grant).await),
        ("refuse", acts::grant::refuse(ctx, grant, WHY).await),
        ("withdraw", acts::grant::withdraw(ctx, grant, WHY).await),
        ("lapse", acts::grant::lapse(ctx, grant, WHY).await),
        ("revoke", acts::grant::revoke(ctx, grant, WHY, PaidPart::Keep).await),
        ("notice", acts::grant::give_notice(ctx, grant, WHY).await),
        ("condition", acts::grant::call_on_condition(ctx, grant, (2028, today), WHY).await),
    ]
}

async fn on_money(ctx: &Context<'_>, under: &Under, of: &Granted) -> Done {
    let (grant, order, batch) = (&under.grant, &under.order, &under.batch);
    let (today, cent) = (day(ctx.now), Cents::new(1).expect("an amount"));
    let file = Digest::of(batch.0.as_bytes());
    let plan = Plan { ends_on: today, income: None };
    let seen = Seen { revision: 2, statement_on: today, ground: "afschrift".to_string() };
    vec![
        ("confirm", confirm(ctx, &under.recipient, &seen).await),
        ("give up", payment::give_up(ctx, order, WHY).await),
        ("plan", payment::set_plan(ctx, grant, &plan).await),
        ("advance", payment::add_advance(ctx, grant, &planned(&of.line, today, cent)).await.map(drop)),
        ("remove", payment::remove_advance(ctx, grant, 1).await),
        ("order", payment::order_advance(ctx, grant, 1).await.map(drop)),
        ("cancel", payment::cancel(ctx, order).await),
        ("renew", payment::renew(ctx, order).await.map(drop)),
        ("give back", payment::give_back(ctx, order, &returned(ctx.now, WHY)).await),
        ("pay", payment::pay(ctx, &[receipt(order, ctx.now)]).await.map(drop)),
        ("approve", payment::approve(ctx, batch, &file).await),
        ("export", payment::export(ctx, batch, &export(&file)).await),
        ("withdraw batch", payment::withdraw(ctx, batch).await),
        ("account", settlement::receive(ctx, grant, &account(None, ctx.now)).await),
        ("remind", settlement::remind(ctx, grant).await),
        ("settle", settlement::settle(ctx, grant, cent, WHY).await),
        ("reclaim", settlement::reclaim(ctx, grant, cent, WHY).await),
        ("repaid", settlement::repaid(ctx, grant, cent, today, "BK 1").await),
        ("write off", settlement::write_off(ctx, grant, cent, WHY).await),
        ("close", settlement::close(ctx, grant).await),
    ]
}

async fn on_round(ctx: &Context<'_>, under: &Under) -> Done {
    let (round, objection, plan) = (&under.round, under.objection.as_str(), ProposalId::new("05"));
    let (today, hash) = (day(ctx.now), Digest::of(b"seen"));
    let new = Received {
        decision: under.award.clone(),
        received: today,
        posted: None,
        reference: "zaak 9".to_string(),
        advice: Advice::None,
    };
    let verdict = Verdict { outcome: Outcome::Founded, reason: WHY.to_string(), pay: None };
    vec![
        ("letter", send(ctx, &under.award).await),
        ("receive", acts::objection::receive(ctx, &new).await.map(drop)),
        ("extend", acts::objection::extend(ctx, objection, today, WHY, Agreed::Nobody).await),
        ("decide", acts::objection::decide(ctx, objection, &verdict).await),
        ("refuse others", refuse_others(ctx, round, WHY).await.map(drop)),
        ("refuse plan", refuse_plan(ctx, round, &plan, WHY).await.map(drop)),
        ("strike", reserve_list::strike(ctx, round, &plan, Skip::Refused, WHY).await),
        ("move up", succession::propose(ctx, round, "").await.map(drop)),
        ("sign", succession::approve(ctx, round, &hash).await),
        ("turn down", succession::refuse(ctx, round, &hash, WHY).await),
        ("end list", succession::release(ctx, round, WHY).await),
        ("end objections", succession::release_objections(ctx, round, WHY).await),
    ]
}

/// A grant with an order in a batch and an objection, in whose round Anneke has an interest.
async fn under_way(place: &Place) -> (Granted, AccountId, Under) {
    let of = granted(place).await;
    let anneke = anneke(&of.town).await;
    let round = of.record().await.source.round().clone();
    let mut conn = place.store.read().await.expect("a connection");
    let award = store::decision::list(&mut conn).await.expect("decisions").remove(0).number;
    let recipient =
        store::recipient::of_grant(&mut conn, &of.grant).await.expect("it reads").expect("one").id;
    drop(conn);
    let new = Received {
        decision: award.clone(),
        received: day(days(22)),
        posted: None,
        reference: "zaak 8".to_string(),
        advice: Advice::None,
    };
    let objection = acts::objection::receive(&of.town.joris_at(days(22)), &new).await.expect("received");
    let order = of.order(1_000, days(22)).await;
    let orders = std::slice::from_ref(&order);
    let batch = payment::gather(&of.town.joris_at(days(22)), orders, day(days(22))).await.expect("gathered");
    let (by, plan) = (Actor::Staff(anneke.clone()), ProposalId::new("02"));
    acts::interest::state(&place.context(by, days(22)), &round, Some(&plan), "mijn broer")
        .await
        .expect("stated");
    let grant = of.grant.clone();
    (of, anneke, Under { round, grant, recipient, award, objection, order, batch })
}

#[test]
fn whoever_has_an_interest_acts_on_no_grant_of_the_round() {
    on_both(|place| async move {
        let (of, anneke, under) = under_way(&place).await;
        let before = place.dump().await;
        let ctx = place.context(Actor::Staff(anneke), days(23));
        let mut done = on_grant(&ctx, &under).await;
        done.extend(on_money(&ctx, &under, &of).await);
        done.extend(on_round(&ctx, &under).await);
        for (act, done) in done {
            assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{act}: {done:?}");
        }
        assert_eq!(place.dump().await, before, "nothing changed");
        // A colleague without one goes on with the same.
        acts::grant::start(&of.town.joris_at(days(23)), &under.grant).await.unwrap();
        let more = of.order(1_000, days(24)).await;
        let gathered = payment::gather(&ctx, std::slice::from_ref(&more), day(days(24))).await;
        assert!(matches!(gathered, Err(ActError::ConflictOfInterest)), "a new batch: {gathered:?}");
        payment::gather(&of.town.joris_at(days(24)), &[more], day(days(24))).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn whoever_has_an_interest_in_a_request_decides_nothing_in_that_quick_pot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let anneke = anneke(&town).await;
        let id = opened(&town).await;
        let [one, other] = [500, 250].map(table);
        let one = ask(&town.joris_at(days(0)), &id, one).await.unwrap();
        let other = ask(&town.joris_at(days(0)), &id, other).await.unwrap();
        let ctx = place.context(Actor::Staff(anneke), days(1));
        let unstated = decide(&ctx, &id, one, Quick::Grant, WHY).await;
        assert!(matches!(unstated, Err(ActError::InterestUnstated)), "{unstated:?}");
        let unknown = acts::interest::state_standing(&ctx, &id, Some(9), "mijn broer").await;
        assert!(matches!(unknown, Err(ActError::Fields(_))), "there is no such request: {unknown:?}");
        let silent = acts::interest::state_standing(&ctx, &id, Some(one), "").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "an interest has a reason: {silent:?}");
        acts::interest::state_standing(&ctx, &id, Some(one), "mijn broer vraagt het").await.unwrap();
        acts::interest::state_standing(&ctx, &id, None, "").await.unwrap();
        let answered = answer(&ctx, &id, one).await;
        assert!(matches!(answered, Err(ActError::ConflictOfInterest)), "{answered:?}");
        for number in [one, other] {
            let decided = decide(&ctx, &id, number, Quick::Grant, WHY).await;
            assert!(matches!(decided, Err(ActError::ConflictOfInterest)), "{number}: {decided:?}");
        }
        let grant = decide(&town.marijke_at(days(1)), &id, one, Quick::Grant, WHY).await.unwrap().unwrap();
        town.check_grant(&grant).await;
        let awarded = acts::grant::award(&ctx, &grant, WHY).await;
        assert!(matches!(awarded, Err(ActError::ConflictOfInterest)), "{awarded:?}");
        // The checks are of day 17.
        acts::grant::award(&town.marijke_at(days(18)), &grant, WHY).await.unwrap();
        for change in ["UPDATE standing_interest SET reason = ''", "DELETE FROM standing_interest"] {
            assert!(place.sql(change).await.is_err(), "a statement stands: {change}");
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
