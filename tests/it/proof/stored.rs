//! A round that went through the acts, from letters to certificate, gives a bundle that holds.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::ballot::{Vote, Who};
use schuifruimte::acts::budget::LineDecision;
use schuifruimte::acts::round::RoundKeys;
use schuifruimte::acts::{self, ActError, Context};
use schuifruimte::cli::registrar;
use schuifruimte::cli::service::{DataArgs, Service};
use schuifruimte::config::Settings;
use schuifruimte::domain::account::Role;
use schuifruimte::domain::area::Area;
use schuifruimte::domain::ballot_box::BallotBox;
use schuifruimte::domain::budget::{Base, Ground};
use schuifruimte::domain::bundle::{CONTROLS, Expected, verify};
use schuifruimte::domain::id::{AccountId, AllocationId, AreaId, CastId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::municipality::Municipality;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::{Dates, Phase, Plan, Step};
use schuifruimte::domain::rules::Rules;
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::sealing;

use super::command::{Folder, empty};
use super::made::{Recipe, at};
use crate::support::mix::mix;
use crate::support::town::bring;

const LETTERS: usize = 70;
const VOTERS: usize = 55;

/// A service with its data in a folder of its own.
struct House(Service);

impl House {
    fn ctx(&self, actor: &Actor, now: Moment) -> Context<'_> {
        Context { actor: actor.clone(), now, ..self.0.context() }
    }

    async fn officer(&self, login: &str) -> Actor {
        let text = |text: &str| text.to_string();
        let new = NewAccount {
            login: text(login),
            name: text(login),
            function: text("medewerker wijkbureau"),
            role: Role::Certifier,
            scope: schuifruimte::domain::account::Scope::City,
            password: text("not used here"),
        };
        let id: AccountId =
            acts::account::create(&mut self.ctx(&Actor::Operator, at("06:00")), new).await.unwrap();
        Actor::Staff(id)
    }

    async fn money(&self) -> AllocationId {
        let text = |text: &str| text.to_string();
        let mut ctx = self.ctx(&Actor::Operator, at("06:00"));
        let town = Municipality {
            name: text("Utrecht"),
            desk_place: text("wijkbureau"),
            desk_hours: text("9 tot 17 uur"),
            desk_phone: text("14 030"),
        };
        acts::municipality::set(&ctx, &town).await.unwrap();
        let area = Area::new("zuilen", text("Zuilen"));
        acts::area::add(&ctx, &[area]).await.unwrap();
        acts::auditor::add(&ctx, "Rekenkamer", &sealing::new_keys().1).await.unwrap();
        let decision = LineDecision {
            id: None,
            year: 2027,
            name: text("Sociaal makelen"),
            total: Cents::euros(100_000),
            share: BasisPoints::new(3_000).unwrap(),
            base: Base::told("alles"),
            ground: Ground::named("voorbeeldbesluit"),
            reason: String::new(),
        };
        let line = acts::budget::decide_line(&mut ctx, decision).await.unwrap();
        crate::support::allocate(&mut ctx, &line, &AreaId::new("zuilen"), Cents::euros(20_000)).await.unwrap()
    }

    /// Opens a round with these rules and casts its ballots.
    async fn vote(&self, wanted: &Rules, officer: &Actor) {
        let id = &wanted.round;
        let ctx = self.ctx(officer, at("07:00"));
        let plan = Plan {
            title: wanted.title.clone(),
            ceiling: wanted.ceiling,
            objection_reserve: wanted.objection_reserve,
            ballot: wanted.ballot,
            count: wanted.count.clone(),
            lot: wanted.lot.clone(),
            limits: wanted.limits.clone(),
            change: wanted.change,
            publish: wanted.publish,
            regulation: Some(wanted.regulation.clone()),
            deadline: wanted.deadline,
            dates: Dates { vote_from: wanted.vote_from, vote_until: wanted.vote_until, ..Dates::default() },
        };
        acts::round::create(&ctx, id, &self.money().await, &plan).await.unwrap();
        acts::mix::sign(&self.ctx(officer, at("07:00")), mix("zuilen")).await.unwrap();
        acts::round::step(&ctx, id, Step::Announce).await.unwrap();
        for plan in &wanted.proposals {
            acts::proposal::add(&ctx, id, Proposal { ..plan.clone() }).await.unwrap();
        }
        acts::round::step(&ctx, id, Step::Check).await.unwrap();
        acts::round::step(&ctx, id, Step::Fix).await.unwrap();
        let letters = registrar::make_with_spares(id, LETTERS, 2, Seed::new([7; 32]));
        let second = self.officer("dirk").await;
        bring(self.ctx(officer, at("07:30")), &self.ctx(&second, at("07:40")), id, &letters.register).await;
        let key = self.0.keys.make_ballots(id, Seed::new([9; 32])).unwrap();
        let keys = RoundKeys { codes: Some(&letters.key), ballots: &key };
        acts::round::open(&self.ctx(officer, at("08:00")), id, keys).await.unwrap();
        let rules = acts::round::rules(&mut self.0.store.read().await.unwrap(), id).await.unwrap();
        let ballots = Arc::new(BallotBox::new(rules.clone(), key));
        let mut seed = Seed::new([8; 32]);
        for (code, _) in letters.printed.iter().take(VOTERS) {
            let chosen = rules.proposals.iter().filter(|_| seed.below(3) == 0).take(3);
            let choices = chosen.map(|plan| plan.id.clone().into()).collect();
            let who = Who::Letter { code: letters.key.mac(id, code), change: None };
            let vote = Vote { choices, who, cast: CastId::new(seed.id()) };
            let mut ctx = self.ctx(&Actor::Operator, at("12:00"));
            acts::ballot::cast(&mut ctx, &ballots, vote).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_round_from_letters_to_certificate_gives_a_bundle_that_holds() {
    let folder = Folder::of("stored", &empty());
    let data = folder.0.join("data");
    let args = DataArgs { data: Some(data.clone()), ..DataArgs::default() };
    let house = House(Service::open(&Settings::of_data(&args).unwrap()).await.unwrap());
    let (first, second) = (house.officer("marijke").await, house.officer("anneke").await);
    let wanted = Recipe::vote().make().rules;
    let id: &RoundId = &wanted.round;
    house.vote(&wanted, &first).await;

    let mut conn = house.0.store.read().await.unwrap();
    let early = acts::publication::bundle(&mut conn, id).await;
    assert!(matches!(early, Err(ActError::WrongPhase(Phase::Open))), "{early:?}");
    acts::round::close(&mut house.ctx(&first, at("20:00")), id).await.unwrap();
    acts::round::ask_seal(&house.ctx(&second, at("20:00")), id).await.unwrap();
    sealing::seal(&mut house.ctx(&first, at("20:01")), &house.0.keys, id).await.unwrap();
    acts::round::count(&house.ctx(&first, at("20:02")), id).await.unwrap();
    for officer in [&first, &second] {
        acts::interest::state(&house.ctx(officer, at("20:05")), id, None, "").await.unwrap();
    }
    let hash = acts::certificate::propose(&house.ctx(&first, at("20:10")), id, "Niets.").await.unwrap();
    acts::certificate::approve(&house.ctx(&second, at("20:30")), id, &hash).await.unwrap();

    let bundle = acts::publication::bundle(&mut conn, id).await.unwrap();
    drop(conn);
    let report = verify(&bundle, &Expected::default());
    let verdict = report.end.unwrap_or_else(|broken| panic!("{broken}"));
    assert_eq!(verdict.to_string(), format!("{VOTERS} ballots counted again: the same result"));
    let controls = String::from_utf8(bundle.file(CONTROLS).unwrap().to_vec()).unwrap();
    assert_eq!(controls.lines().count(), LETTERS + 2);
    assert_eq!(controls.lines().filter(|line| line.ends_with(" spare")).count(), 2);
    drop(house);

    for out in ["out.tar", "out"] {
        let out = folder.0.join(out);
        let program = || Command::new(env!("CARGO_BIN_EXE_schuifruimte"));
        let export = |round: &str| {
            program().args(["export", round, "--out"]).arg(&out).arg("--data").arg(&data).output().unwrap()
        };
        let exported = export(id.as_str());
        assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
        assert!(program().arg("verify").arg(&out).output().unwrap().status.success());
        assert_eq!(export(id.as_str()).status.code(), Some(2), "nothing is written over");
        assert_eq!(export("ondiep-2027").status.code(), Some(2));
    }
    assert_eq!(fs::read_dir(folder.0.join("out")).unwrap().count(), bundle.files().count());
}
