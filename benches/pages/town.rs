//! A town at the end of its year, written straight into the database: rounds of a hundred grants, each grant with
//! twelve postings from the certificate to the settlement. One grant in ten still runs, after its end: its last advance
//! waits to be paid, or stands in a batch. Nobody voted here; what is measured is the reading.

use std::path::Path;

use jiff::civil::date;
use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::budget::LineDecision;
use schuifruimte::acts::mix::NewMix;
use schuifruimte::acts::{self, Context};
use schuifruimte::cli::service::Service;
use schuifruimte::clock::Clock;
use schuifruimte::config::{DataArgs, ListenArgs, Settings};
use schuifruimte::domain::account::{Password, Role, Scope};
use schuifruimte::domain::area;
use schuifruimte::domain::ballot::BallotForm;
use schuifruimte::domain::budget::{Base, Ground};
use schuifruimte::domain::bundle;
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::{GrantRecord, GrantState, GrantStep, Source};
use schuifruimte::domain::id::{AccountId, AllocationId, AreaId, GrantId, LineId, ProposalId, RoundId};
use schuifruimte::domain::interest::Interest;
use schuifruimte::domain::ledger::{AccountKey, AccountKind, Draft, Posting, PostingKind};
use schuifruimte::domain::limits::RoundLimits;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mix::{Basis, Planned, Provider};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::municipality::Municipality;
use schuifruimte::domain::payment::{Batch, BatchNumber, BatchState, Order, OrderNumber, OrderState, Part};
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::{Change, Dates, Plan, Publish, Regulation, Round};
use schuifruimte::domain::rules::{self, Rules};
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{self, Conn, certificate, grant::Event};
use schuifruimte::tally::Rule;
use schuifruimte::web::state::App;

/// Grants of a round; it has half as many plans again that got nothing.
const PER_ROUND: usize = 100;
/// One grant in so many still runs.
const RUNNING: usize = 10;
/// Orders in the batch.
const IN_BATCH: usize = 50;
/// With what staff sign in.
pub const PASSWORD: &str = "een lang wachtwoord voor de meting";
/// Minutes in a day.
const DAY: i64 = 24 * 60;
/// The themes of the plans.
const THEMES: [&str; 8] =
    ["Groen", "Ontmoeten", "Samen leren", "Veilig", "Spelen", "Straat", "Sport", "Zorg"];

/// Where the walk of the bench goes.
pub struct Town {
    /// The line.
    pub line: LineId,
    /// An area of it.
    pub area: AreaId,
    /// What that area has.
    pub allocation: AllocationId,
    /// A round of that area.
    pub round: RoundId,
    /// A grant of that round.
    pub grant: GrantId,
    /// A batch of orders; `None` in a town with few grants.
    pub batch: Option<BatchNumber>,
    /// How many rounds there are.
    pub rounds: usize,
    /// How many grants.
    pub grants: usize,
    /// How many postings.
    pub postings: u64,
    /// A round that takes plans.
    pub plans: super::plans::Plans,
}

/// Who is asked when something is written.
struct Writer {
    line: LineId,
    staff: [AccountId; 2],
    seq: u64,
    orders: Vec<Order>,
}

/// Makes the town in an empty database, and the service over it on a day after the year.
pub async fn make(data: &Path, url: &str, sizes: (usize, usize, usize)) -> (App, Town) {
    let args = DataArgs {
        data: Some(data.to_path_buf()),
        database: Some(url.to_string()),
        origin: Some("https://ruimte.utrecht.example".to_string()),
        config: None,
    };
    let listen = ListenArgs { second_factor: Some("optional".to_string()), ..ListenArgs::default() };
    let settings = Settings::of_service(&args, &listen).expect("settings");
    let service = Service::open(&settings).await.expect("an empty database");
    let town = fill(&service, sizes).await;
    let clock = Clock::fixed(at("2028-01-15T12:00:00Z"));
    let app = App::new(settings, service.store, service.keys, clock, service.entropy).expect("a service");
    (app, town)
}

fn at(text: &str) -> Moment {
    Moment::parse(text).expect("a moment")
}

async fn fill(service: &Service, (grants, plans, comments): (usize, usize, usize)) -> Town {
    let begin = at("2027-01-02T09:00:00Z");
    let mut ctx = Context { now: begin, ..service.context() };
    let (line, staff) = base(&mut ctx).await;
    let areas: Vec<AreaId> = area::utrecht().into_iter().map(|area| area.id).collect();
    let mut parts = Vec::new();
    for area in &areas {
        let part = acts::budget::allocate(&mut ctx, &line, area, Cents::euros(6_000_000), "Verdeling").await;
        parts.push(part.expect("an allocation"));
    }
    for area in &areas {
        mix(&mut ctx, &staff[0], area).await;
    }
    let rounds = grants.div_ceil(PER_ROUND);
    let mut tx = service.store.begin().await.expect("a transaction");
    let seq = store::ledger::size(&mut tx).await.expect("a ledger");
    let mut writer = Writer { line: line.clone(), staff, seq, orders: Vec::new() };
    for round in 0..rounds {
        let opens = begin.plus_minutes(DAY * i64::try_from(round * 300 / rounds).expect("a day"));
        let count = PER_ROUND.min(grants - round * PER_ROUND);
        writer.round(&mut tx, (round, count), &parts[round % parts.len()], opens).await;
    }
    let batch = writer.batch(&mut tx, at("2028-01-10T09:00:00Z")).await;
    let ceiling = Cents::euros(1_000);
    let taking = (&parts[0], plan(rounds, ceiling));
    let round = AccountKey::round(&line, &parts[0], &RoundId::new(super::plans::ROUND));
    let kept = Draft::new(PostingKind::Ceiling, AccountKey::area(&line, &parts[0]), round, ceiling);
    writer.post(&mut tx, kept, at("2027-12-01T09:00:00Z")).await;
    super::plans::neighbourhoods(&mut tx, &areas[0]).await;
    let mut plans = super::plans::write(&mut tx, taking, (plans, comments), at("2027-12-01T09:00:00Z")).await;
    let done = sqlx::query("UPDATE ledger_head SET size = $1").bind(i64::try_from(writer.seq).expect("few"));
    done.execute(&mut *tx).await.expect("the head");
    store::commit(tx).await.expect("it stands");
    let mut ctx =
        Context { now: at("2027-12-02T09:00:00Z"), actor: Actor::Staff(writer.staff[0].clone()), ..ctx };
    plans.draft = Some(super::plans::draft(&mut ctx, &plans.round).await);
    let round = round_id(0);
    let grant = GrantRecord::id_of(&round, &plan_id(7));
    let (area, allocation) = (areas[0].clone(), parts[0].clone());
    Town { line, area, allocation, round, grant, batch, rounds, grants, postings: writer.seq, plans }
}

async fn base(ctx: &mut Context<'_>) -> (LineId, [AccountId; 2]) {
    let town = Municipality {
        name: "Utrecht".to_string(),
        desk_place: "wijkbureau".to_string(),
        desk_hours: "maandag".to_string(),
        desk_phone: "14 030".to_string(),
    };
    acts::municipality::set(ctx, &town).await.expect("a municipality");
    acts::area::add(ctx, &area::utrecht()).await.expect("ten wijken");
    let stored = Password::choose(PASSWORD).expect("a long one").hash(&[9; 16]);
    let mut staff = Vec::new();
    for login in ["joris", "marijke"] {
        let new = NewAccount {
            login: login.to_string(),
            name: login.to_string(),
            function: format!("Adviseur {login}"),
            role: Role::Certifier,
            scope: Scope::City,
            password: stored.clone(),
        };
        staff.push(acts::account::create(ctx, new).await.expect("an account"));
    }
    let decision = LineDecision {
        id: None,
        year: 2027,
        name: "Sociaal makelen".to_string(),
        total: Cents::euros(200_000_000),
        share: BasisPoints::new(3_000).expect("a share"),
        base: Base::told("het hele bedrag"),
        ground: Ground::named("raadsbesluit"),
        reason: String::new(),
    };
    let line = acts::budget::decide_line(ctx, decision).await.expect("a line");
    (line, [staff[0].clone(), staff[1].clone()])
}

/// What was planned for an area: every type and every pot a quarter.
async fn mix(ctx: &mut Context<'_>, signer: &AccountId, area: &AreaId) {
    fn quarter<T>(of: T) -> Planned<T> {
        let share = BasisPoints::new(2_500).expect("a share");
        Planned { of, share, reason: "Zo past het bij de buurt.".to_string() }
    }
    ctx.actor = Actor::Staff(signer.clone());
    let basis =
        Basis { name: "Sociale wijkanalyse".to_string(), year: 2026, digest: Digest::of(b"wijkanalyse") };
    let new = NewMix {
        area: area.clone(),
        year: 2027,
        basis,
        providers: Provider::NAMES.map(|(one, _)| quarter(one)).to_vec(),
        pots: Pot::OF_AN_AREA.map(quarter).to_vec(),
    };
    acts::mix::sign(ctx, new).await.expect("a statement");
}

fn round_id(number: usize) -> RoundId {
    RoundId::new(format!("ronde-{number:03}"))
}

fn plan_id(number: usize) -> ProposalId {
    ProposalId::new(format!("{number:03}"))
}

impl Writer {
    /// A round that was certified, with its grants.
    async fn round(
        &mut self,
        conn: &mut Conn,
        (number, grants): (usize, usize),
        part: &AllocationId,
        opens: Moment,
    ) {
        let id = round_id(number);
        let account = AccountKey::round(&self.line, part, &id);
        let area = AccountKey::area(&self.line, part);
        let ceiling = Cents::euros(1_000_000);
        self.post(conn, Draft::new(PostingKind::Ceiling, area, account.clone(), ceiling), opens).await;
        let origin = schuifruimte::domain::round::Origin::Vote;
        store::round::add(conn, &id, part, origin, &plan(number, ceiling)).await.expect("a round");
        for plan in 0..PER_ROUND + PER_ROUND / 2 {
            store::proposal::add(conn, &id, &proposal(number, plan)).await.expect("a plan");
        }
        let rules = rules(store::round::find(conn, &id).await.expect("readable").expect("there"), number);
        store::document::add(conn, &id, bundle::RULES, &rules.write()).await.expect("rules");
        assert!(store::round::freeze(conn, &id, &rules.fingerprint()).await.expect("frozen"));
        let signed = opens.plus_minutes(30 * DAY);
        let record = certificate::Stored {
            number: 1,
            hash: Digest::of(id.as_str().as_bytes()),
            proposed_by: self.staff[0].clone(),
            proposed_at: signed,
            refused: None,
            approved: None,
        };
        for officer in &self.staff[..2] {
            let none = Interest { by: officer.clone(), plan: None, reason: String::new(), at: opens };
            store::interest::add(conn, &id, &none).await.expect("stated");
        }
        certificate::propose(conn, &id, &record).await.expect("proposed");
        let approved = certificate::approve(conn, &id, 1, &self.staff[1], signed);
        assert!(approved.await.expect("approved"));
        let phase = sqlx::query("UPDATE round SET phase = 'certified' WHERE id = $1").bind(id.as_str());
        phase.execute(&mut *conn).await.expect("certified");
        for plan in 0..grants {
            let state =
                if plan % RUNNING == RUNNING - 1 { GrantState::Advances } else { GrantState::Settled };
            self.grant(conn, (&id, part, state), &proposal(number, plan), signed).await;
        }
    }

    /// The first orders that wait, put together.
    async fn batch(&self, conn: &mut Conn, now: Moment) -> Option<BatchNumber> {
        let orders = self.orders.get(..IN_BATCH)?;
        let number = BatchNumber::new(2028, 1);
        let batch = Batch {
            number: number.clone(),
            state: BatchState::Gathered,
            execute_on: now.local().date(),
            count: u64::try_from(orders.len()).expect("few"),
            sum: Cents::sum(orders.iter().map(|order| order.amount)).expect("a sum"),
            gathered: (self.staff[0].clone(), now),
            approved: None,
            file: None,
            exported: None,
        };
        store::payment::add_batch(conn, &batch).await.expect("a batch");
        let numbers: Vec<OrderNumber> = orders.iter().map(|order| order.number.clone()).collect();
        let gathered = store::payment::gather_orders(conn, &numbers, &number).await;
        assert_eq!(gathered.expect("orders"), batch.count);
        Some(number)
    }

    /// The end of a grant that runs, and the order of its last advance.
    async fn wait(&mut self, conn: &mut Conn, grant: &GrantRecord, amount: Cents) {
        let plan = store::payment::Plan { ends_on: date(2027, 9, 30), income: None };
        store::payment::set_plan(conn, &grant.id, &plan).await.expect("a plan");
        let order = Order {
            number: OrderNumber::new(2027, u64::try_from(self.orders.len() + 1).expect("few")),
            grant: grant.id.clone(),
            line: grant.line.clone(),
            part: Part::Rest,
            amount,
            due_on: date(2027, 12, 1),
            state: OrderState::Ordered,
            batch: None,
            paid_on: None,
            reference: String::new(),
            payee: None,
            returned: None,
            replaces: None,
        };
        store::payment::add_order(conn, &order).await.expect("an order");
        self.orders.push(order);
    }

    /// The steps that a grant took.
    async fn history(&self, conn: &mut Conn, record: &GrantRecord, signed: Moment) {
        let steps = [
            (GrantStep::Certify, GrantState::Selected, GrantState::Certified),
            (GrantStep::Award, GrantState::Certified, GrantState::Awarded),
            (GrantStep::Announce, GrantState::Awarded, GrantState::Objection),
            (GrantStep::Advance, GrantState::Objection, GrantState::Advances),
            (GrantStep::Settle, GrantState::Advances, GrantState::Settled),
        ];
        for (number, (step, from, to)) in
            (1..).zip(steps).filter(|(_, (.., to))| *to != GrantState::Settled || record.state == *to)
        {
            let (at, by) = (signed, self.staff[1].to_string());
            let event = Event { number, step, from, to, at, by, reason: String::new() };
            store::grant::note(conn, &record.id, &event).await.expect("history");
        }
    }

    /// A grant that was paid in three advances and settled, in twelve postings; one that runs still waits for the last.
    async fn grant(
        &mut self,
        conn: &mut Conn,
        (round, part, state): (&RoundId, &AllocationId, GrantState),
        plan: &Proposal,
        signed: Moment,
    ) {
        let record = GrantRecord {
            id: GrantRecord::id_of(round, &plan.id),
            line: self.line.clone(),
            allocation: part.clone(),
            source: Source::Vote { round: round.clone(), proposal: plan.id.clone(), certificate: 1 },
            pot: Pot::None,
            title: plan.title.clone(),
            applicant: plan.applicant.clone(),
            amount: plan.amount,
            state,
        };
        store::grant::add(conn, &record).await.expect("a grant");
        recipient(conn, &record, signed).await;
        self.history(conn, &record, signed).await;
        let third = Cents::new(plan.amount.get() / 3).expect("a part");
        let mut drafts = vec![
            Draft::new(
                PostingKind::Select,
                record.round_account(),
                record.account(AccountKind::Selected),
                plan.amount,
            ),
            Draft::new(
                PostingKind::Award,
                record.account(AccountKind::Selected),
                record.account(AccountKind::Committed),
                plan.amount,
            ),
        ];
        for _ in 0..3 {
            for (kind, from, to) in [
                (PostingKind::Advance, AccountKind::Committed, AccountKind::Payable),
                (PostingKind::Payment, AccountKind::Payable, AccountKind::Paid),
                (PostingKind::Account, AccountKind::Paid, AccountKind::Accounted),
            ] {
                drafts.push(Draft::new(kind, record.account(from), record.account(to), third));
            }
        }
        if state == GrantState::Advances {
            drafts.truncate(drafts.len() - 2);
            self.wait(conn, &record, third).await;
        } else {
            let (from, to) = (record.account(AccountKind::Accounted), record.account(AccountKind::Settled));
            let paid = Cents::new(third.get() * 3).expect("a sum");
            drafts.push(Draft::new(PostingKind::Settle, from, to, paid));
        }
        for (days, draft) in (0..).zip(drafts) {
            self.post(conn, draft.because("voorbeeld"), signed.plus_minutes(days * 3 * DAY)).await;
        }
    }

    async fn post(&mut self, conn: &mut Conn, draft: Draft, at: Moment) {
        self.seq += 1;
        store::ledger::open(conn, &draft.from).await.expect("an account");
        store::ledger::open(conn, &draft.to).await.expect("an account");
        let posting = Posting { seq: self.seq, at, by: self.staff[0].to_string(), draft };
        store::ledger::add(conn, &posting).await.expect("a posting");
    }
}

/// The group that gets the money; one that asked before is the same.
async fn recipient(conn: &mut Conn, grant: &GrantRecord, at: Moment) {
    let name = &grant.applicant;
    let class = ["resident", "professional", "other"][name.len() % 3];
    let group = sqlx::query(
        "INSERT INTO recipient (id, kind, class, name, name_key, street, postcode, place, pay_by, account_name, \
         account_key, is_enterprise, family_id, revision, changed_at) \
         VALUES ($1, 'association', $2, $1, $1, 'Straat 1', '3500 AA', 'Utrecht', 'account', $1, $1, 0, $1, 1, $3) \
         ON CONFLICT (id) DO NOTHING",
    );
    let group = group.bind(name).bind(class).bind(at.micros());
    group.execute(&mut *conn).await.expect("a recipient");
    let own = sqlx::query("INSERT INTO grant_recipient (grant_id, recipient_id, set_at) VALUES ($1, $2, $3)");
    let own = own.bind(grant.id.as_str()).bind(name).bind(at.micros());
    own.execute(conn).await.expect("its recipient");
}

fn plan(number: usize, ceiling: Cents) -> Plan {
    Plan {
        title: format!("Ronde {number}"),
        ceiling,
        objection_reserve: Cents::ZERO,
        ballot: BallotForm::approval(1, 5),
        count: CountRule(Rule::round_default()),
        lot: None,
        limits: RoundLimits::default(),
        change: Change::Allowed,
        publish: Publish::Ballots,
        regulation: None,
        deadline: None,
        dates: Dates::default(),
    }
}

/// What was fixed when a round opened.
fn rules(round: Round, number: usize) -> Rules {
    Rules {
        format: rules::FORMAT.to_string(),
        municipality: "Utrecht".to_string(),
        round: round.id,
        title: round.plan.title,
        area: round.area,
        area_name: round.area_name,
        year: round.year,
        ceiling: round.plan.ceiling,
        objection_reserve: round.plan.objection_reserve,
        regulation: Regulation {
            title: "Regeling buurtbudget".to_string(),
            place: "Gemeenteblad 2026, 1".to_string(),
            date: "2026-09-04".to_string(),
        },
        recipients: None,
        vote_from: None,
        vote_until: None,
        deadline: None,
        ballot: round.plan.ballot,
        count: round.plan.count,
        lot: None,
        limits: round.plan.limits,
        mix: None,
        change: round.plan.change,
        publish: round.plan.publish,
        log_key: String::new(),
        support: None,
        receipt_key: String::new(),
        auditors: Vec::new(),
        proposals: (0..PER_ROUND + PER_ROUND / 2).map(|plan| proposal(number, plan)).collect(),
    }
}

/// A plan; one in seven groups asks more than once.
fn proposal(round: usize, number: usize) -> Proposal {
    let group = (round * PER_ROUND + number) * 6 / 7;
    Proposal {
        id: plan_id(number),
        title: format!("Plan {number} van ronde {round}"),
        summary: "Wij doen dit samen met de buurt.".to_string(),
        text: "Wij doen dit plan zelf, samen met de buurt. Het geld is voor materiaal.".repeat(4),
        applicant: format!("Bewonersgroep {group}"),
        place: "De hele wijk".to_string(),
        pot: Pot::None,
        category: THEMES[(round + number) % THEMES.len()].to_string(),
        amount: Cents::new(30_000 + i64::try_from((round * 37 + number * 101) % 900_000).expect("small"))
            .expect("an amount"),
    }
}
