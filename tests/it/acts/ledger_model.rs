//! Money against a model of its laws: whatever is done with allocations, rounds and grants, in whatever order, the
//! service answers and holds what a small program says, and no sum passes the one above it (I8).

mod law;
mod shift;

use std::collections::BTreeMap;

use schuifruimte::acts::grant::PaidPart;
use schuifruimte::acts::{self, ActError, succession};
use schuifruimte::domain::grant::{GrantRecord, GrantState};
use schuifruimte::domain::id::{AllocationId, AreaId, GrantId, LineId, RoundId};
use schuifruimte::domain::ledger::{AccountKind, Draft, Posting, PostingKind};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::round::{Plan, Step};
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::domain::transfer::{Place as Stand, ProposedTransfer};
use schuifruimte::store::{self, Backend};

use self::law::{Course, Ending, Model, Move, Said};
use self::shift::Spot;
use super::several_years::{in_force, on_years, small_plans};
use crate::support::town::{NOORDWEST, plan};
use crate::support::{Place, Town, days, on_one};

/// The second area.
const OTHER: &str = "WK034401";

/// The service beside the model.
struct Twice {
    town: Town,
    later: LineId,
    other: AllocationId,
    round: RoundId,
    grants: Vec<GrantId>,
    /// Rounds that were planned during the course.
    drafts: Vec<RoundId>,
    model: Model,
}

fn cents(amount: i64) -> Cents {
    Cents::new(amount).expect("an amount")
}

fn said<T>(done: Result<T, ActError>) -> Said {
    match done {
        Ok(_) => Said::Done,
        Err(ActError::Ceiling(_)) => Said::Ceiling,
        Err(ActError::Fields(_)) => Said::Fields,
        Err(ActError::WrongState(_) | ActError::WrongPhase(_)) => Said::State,
        Err(other) => panic!("no model has {other:?}"),
    }
}

impl Twice {
    async fn new(place: &Place) -> Twice {
        let (town, lines) = on_years(place, &[Cents::euros(15)]).await;
        let other = AreaId::new(OTHER);
        let mut ctx = town.nobody_at(days(-60));
        let other = crate::support::allocate(&mut ctx, &town.line, &other, Cents::euros(50_000)).await;
        drop(ctx);
        let (round, grants) = small_plans(&town, 40, Cents::euros(250)).await;
        town.check_grants(&grants, &[], days(17)).await;
        let model = Model::new(grants.len());
        let (later, other) = (lines[0].clone(), other.expect("an allocation"));
        Twice { town, later, other, round, grants, drafts: Vec::new(), model }
    }

    fn place(&self) -> &Place {
        &self.town.place
    }

    fn area(&self, area: usize) -> &AllocationId {
        [&self.town.noordwest, &self.other][area]
    }

    /// When it is: in the first year, and at last in the next one.
    fn at(&self) -> Moment {
        days(if self.model.is_next_year { 400 } else { 30 })
    }

    /// What the service says to a move.
    async fn act(&mut self, course: Course) -> Said {
        let (at, grant) = (self.at(), course.grant.map(|number| self.grants[number].clone()));
        let (joris, marijke) = (self.town.joris_at(at), self.town.marijke_at(at));
        let grant = || grant.as_ref().expect("a move about a grant names it");
        match course.what {
            Move::Allocate { area, to } => {
                let area = AreaId::new([NOORDWEST, OTHER][area]);
                said(
                    crate::support::allocate(&mut self.town.nobody_at(at), &self.town.line, &area, cents(to))
                        .await,
                )
            }
            Move::Shift { from, to, amount } => self.shift(from, to, amount).await,
            Move::Plan { area, ceiling } => {
                let id = RoundId::new(format!("ronde-{}", self.drafts.len()));
                let done = said(acts::round::create(&joris, &id, self.area(area), &of(ceiling)).await);
                if done == Said::Done {
                    self.drafts.push(id);
                }
                done
            }
            Move::Replan { round, ceiling } => {
                let area = self.area(self.model.drafts[round].area);
                said(acts::round::change(&joris, &self.drafts[round], area, &of(ceiling)).await)
            }
            Move::Cancel { round } => {
                said(acts::round::step(&joris, &self.drafts[round], Step::Cancel).await)
            }
            Move::Years { amount } => {
                let done = said(acts::grant::set_years(&joris, grant(), &[cents(amount)]).await);
                if done == Said::Done {
                    self.town.do_checks(grant()).await;
                }
                done
            }
            Move::Award => said(acts::grant::award(&marijke, grant(), "Naar de uitslag.").await),
            Move::Announce => said(self.town.send_award(grant(), at).await),
            Move::Start => said(acts::grant::start(&joris, grant()).await),
            Move::End(Ending::Refuse) => said(acts::grant::refuse(&marijke, grant(), "Daarom.").await),
            Move::End(Ending::Withdraw) => said(acts::grant::withdraw(&marijke, grant(), "Daarom.").await),
            Move::End(Ending::Lapse) => said(acts::grant::lapse(&marijke, grant(), "Daarom.").await),
            Move::End(Ending::Reclaim) => {
                said(acts::grant::revoke(&marijke, grant(), "Daarom.", PaidPart::Reclaim).await)
            }
            Move::End(Ending::Keep) => {
                said(acts::grant::revoke(&marijke, grant(), "Daarom.", PaidPart::Keep).await)
            }
            Move::Post { kind, from, to, amount } => self.post(grant(), (kind, from, to), amount).await,
            Move::Succeed => self.succeed().await,
            Move::Release => said(succession::release(&marijke, &self.round, "De ronde is klaar.").await),
        }
    }

    /// Joris proposes that money shifts, and Marijke confirms it.
    async fn shift(&self, from: Spot, to: Spot, amount: i64) -> Said {
        let stand = |spot| match spot {
            Spot::Reserve => Stand { line: self.town.line.clone(), area: None, pot: Pot::None },
            Spot::Later => Stand { line: self.later.clone(), area: None, pot: Pot::None },
            Spot::Area(area, pot) => {
                let area = Some(AreaId::new([NOORDWEST, OTHER][area]));
                Stand { line: self.town.line.clone(), area, pot }
            }
        };
        let reason = "Daar is het nodig.".to_string();
        let wanted = ProposedTransfer { from: stand(from), to: stand(to), amount: cents(amount), reason };
        match acts::transfer::propose(&self.town.joris_at(self.at()), &wanted).await {
            Ok(number) => said(acts::transfer::confirm(&mut self.town.marijke_at(self.at()), number).await),
            refused => said(refused),
        }
    }

    async fn succeed(&mut self) -> Said {
        let proposed = succession::propose(&self.town.joris_at(self.at()), &self.round, "").await;
        let Ok(hash) = proposed else { return said(proposed) };
        let done = said(succession::approve(&self.town.marijke_at(self.at()), &self.round, &hash).await);
        for grant in in_force(&self.town, &self.round).await {
            if !self.grants.contains(&grant) {
                self.town.check_grant(&grant).await;
                self.grants.push(grant);
            }
        }
        done
    }

    /// A posting as the acts of payment make them, straight into the ledger.
    async fn post(
        &self,
        grant: &GrantId,
        (kind, from, to): (PostingKind, AccountKind, AccountKind),
        amount: i64,
    ) -> Said {
        let mut tx = self.place().store.begin().await.expect("a transaction");
        let record = store::grant::find(&mut tx, grant).await.expect("it reads").expect("a grant");
        if kind == PostingKind::Advance && record.state == GrantState::Objection {
            store::grant::step(&mut tx, grant, record.state, GrantState::Advances).await.expect("a step");
        }
        let area = schuifruimte::domain::ledger::AccountKey::area(&record.line, &record.allocation);
        let to = if to == AccountKind::Area { area } else { record.account(to) };
        let draft = Draft::new(kind, record.account(from), to, cents(amount));
        let seq = store::ledger::turn(&mut tx, 1).await.expect("a turn");
        store::ledger::open(&mut tx, &draft.from).await.expect("an account");
        store::ledger::open(&mut tx, &draft.to).await.expect("an account");
        let posting = Posting { seq, at: self.at(), by: "test".to_string(), draft };
        match store::ledger::add(&mut tx, &posting).await {
            Ok(()) => {
                store::commit(tx).await.expect("it is durable");
                Said::Done
            }
            Err(store::StoreError::Refused(store::Guard::Check)) => Said::Ceiling,
            Err(other) => panic!("{other:?}"),
        }
    }

    /// What the ledger holds, by the names that the model has.
    async fn held(&self) -> BTreeMap<String, i64> {
        let mut conn = self.place().store.read().await.expect("a connection");
        let mut held = BTreeMap::new();
        for account in store::ledger::accounts(&mut conn).await.expect("accounts") {
            let key = &account.key;
            let own = key.line == self.town.line || key.line == self.later;
            if !own || !key.kind.is_reserved() {
                continue;
            }
            let year = if key.line == self.later { " later" } else { "" };
            let owner = match (&key.grant, &key.round, &key.allocation) {
                (Some(grant), ..) => {
                    let place = self.grants.iter().position(|known| known == grant);
                    format!(" grant {}", place.expect("a grant of the course"))
                }
                (None, Some(round), _) if round == &self.round => " main".to_string(),
                (None, Some(round), _) => {
                    let place = self.drafts.iter().position(|known| known == round);
                    format!(" draft {}", place.expect("a round of the course"))
                }
                (None, None, Some(part)) => {
                    format!(" area {}", usize::from(part != &self.town.noordwest))
                }
                (None, None, None) => String::new(),
            };
            let pot = if key.pot == Pot::None { String::new() } else { format!(" {}", key.pot.name()) };
            if account.balance() > Cents::ZERO {
                held.insert(format!("{}{year}{owner}{pot}", key.kind.name()), account.balance().get());
            }
        }
        held
    }

    async fn states(&self) -> Vec<GrantState> {
        let mut conn = self.place().store.read().await.expect("a connection");
        let all: Vec<GrantRecord> = store::grant::list(&mut conn).await.expect("grants");
        let state = |id: &GrantId| all.iter().find(|one| &one.id == id).expect("a grant").state;
        self.grants.iter().map(state).collect()
    }
}

fn of(ceiling: i64) -> Plan {
    Plan { ceiling: cents(ceiling), objection_reserve: cents(ceiling / 10), ..plan("Een ronde") }
}

/// A course of so many steps: each answer is the model's, and every so often all that is held is.
async fn course(place: &Place, (steps, seed): (usize, u8), least: &[(&str, usize)]) {
    let mut twice = Twice::new(place).await;
    let mut seed = Seed::new([seed; 32]);
    let mut heard: BTreeMap<String, usize> = BTreeMap::new();
    let mut told: Vec<String> = Vec::new();
    for step in 0..steps {
        twice.model.is_next_year = step > steps * 3 / 4;
        let Some(next) = twice.model.next(&mut seed, steps - step) else { continue };
        let expected = twice.model.apply(next);
        let found = twice.act(next).await;
        told.push(format!("{step}: {next:?} gave {found:?}"));
        let last = told.len().saturating_sub(12);
        assert_eq!(found, expected, "the model says otherwise; the last steps: {:#?}", &told[last..]);
        *heard.entry(format!("{} {found:?}", next.what.name())).or_default() += 1;
        if step % 20 == 0 || matches!(next.what, Move::Succeed | Move::Release) {
            assert_eq!(twice.held().await, twice.model.held(), "after {:#?}", &told[last..]);
        }
    }
    assert_eq!(twice.held().await, twice.model.held(), "in the end");
    assert_eq!(twice.states().await, twice.model.states(), "in the end");
    eprintln!("{steps} steps: {heard:?}");
    for (what, least) in least {
        assert!(heard.get(*what).is_some_and(|count| count >= least), "{what} was hardly heard: {heard:?}");
    }
    // Payments were posted past their acts, and fsck tells of just that; all else must hold.
    let past_acts = [
        "its orders say",
        "payments without an order",
        "rests on no decision about",
        "last step led to",
        "where no step led",
        "and its account says less",
    ];
    let mut found = place.fsck().await;
    found.retain(|line| !past_acts.iter().any(|words| line.contains(words)));
    assert_eq!(found, Vec::<String>::new(), "fsck at the end");
}

#[test]
fn whatever_is_done_with_money_the_service_answers_and_holds_what_the_model_says() {
    let least = [
        ("award Done", 10),
        ("award Ceiling", 1),
        ("post Ceiling", 5),
        ("end Done", 10),
        ("succeed Done", 1),
        ("shift Done", 50),
        ("shift Ceiling", 10),
        ("shift Fields", 10),
    ];
    on_one(Backend::Sqlite, |place| async move { course(&place, (3_000, 11), &least).await });
}

#[test]
fn the_same_on_a_server() {
    let least = [("award Done", 10), ("post Ceiling", 5), ("shift Done", 10), ("shift Ceiling", 2)];
    on_one(Backend::Postgres, |place| async move { course(&place, (600, 12), &least).await });
}
