//! The town that is measured: a round that takes votes, with letters for all who will vote. Everything that
//! knows how a round comes to be stands in this file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::ballot::{Vote, Who};
use schuifruimte::acts::budget::LineDecision;
use schuifruimte::acts::mix::NewMix;
use schuifruimte::acts::round::RoundKeys;
use schuifruimte::acts::{self, Context};
use schuifruimte::cli::registrar::{self, Letters};
use schuifruimte::cli::service::Service;
use schuifruimte::clock::Clock;
use schuifruimte::config::{DataArgs, ListenArgs, Settings};
use schuifruimte::domain::account::Role;
use schuifruimte::domain::area;
use schuifruimte::domain::ballot::{BallotForm, Choice};
use schuifruimte::domain::ballot_box::BallotBox;
use schuifruimte::domain::budget::{Base, Ground};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{AccountId, AreaId, CastId, ProposalId, RoundId};
use schuifruimte::domain::limits::RoundLimits;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mix::{Basis, Planned, Provider};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::municipality::Municipality;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::register::{asked, groups};
use schuifruimte::domain::round::{Change, Dates, Plan, Publish, Regulation, Step};
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::entropy::Entropy;
use schuifruimte::keys::KeyRing;
use schuifruimte::sealing;
use schuifruimte::store::Store;
use schuifruimte::tally::Rule;
use schuifruimte::web::guard::token::Review;
use schuifruimte::web::marks;

/// The round that takes votes.
const ROUND: &str = "zuilen";
/// Plans on the ballot, numbered from `01`.
const PLANS: usize = 20;
/// Plans that a voter chooses.
const CHOSEN: usize = 4;
/// Minutes in a day.
const DAY: i64 = 24 * 60;
/// The address under which browsers know the service. It listens elsewhere, as it does behind a proxy.
pub const ORIGIN: &str = "https://ruimte.utrecht.example";

/// A round with its letters; the databases that hold it differ in nothing but their kind.
pub struct Town {
    /// Folder with the keys of the service.
    pub data: PathBuf,
    round: RoundId,
    letters: Letters,
}

/// The settings of the service on a database, behind a proxy on this machine.
pub fn settings(data: &Path, url: &str) -> Settings {
    let args = DataArgs {
        data: Some(data.to_path_buf()),
        database: Some(url.to_string()),
        origin: Some(ORIGIN.to_string()),
        config: None,
    };
    let proxies = Some(vec!["127.0.0.1/32".to_string()]);
    let listen = ListenArgs { trusted_proxies: proxies, ..ListenArgs::default() };
    Settings::of_service(&args, &listen).expect("settings")
}

/// Opens the service on a database that is there. A start of the real service also lets go of what was deleted,
/// which takes PostgreSQL long when much is stored and would still be written to disk while votes are measured.
pub async fn open(settings: &Settings) -> Service {
    let (clock, entropy) = (Clock::system(), Entropy::system());
    let store = Store::connect(&settings.database).await.expect("the database opens");
    let keys = KeyRing::open(&settings.data, Seed::new(entropy.seed())).expect("a folder for keys");
    let signing = keys.signing(settings.host()).expect("the keys of the service");
    Service { store, keys, signing, clock, entropy }
}

impl Town {
    /// Draws so many letters.
    pub fn new(data: &Path, letters: usize) -> Town {
        let round = RoundId::new(ROUND);
        let letters = registrar::make(&round, letters, Seed::new([60; 32]));
        Town { data: data.to_path_buf(), round, letters }
    }

    /// How many letters there are.
    pub fn letters(&self) -> usize {
        self.letters.printed.len()
    }

    /// Opens the round in an empty database.
    pub async fn open_round(&self, url: &str) -> Service {
        let service = Service::open(&settings(&self.data, url)).await.expect("an empty database");
        let at = |days: i64| service.clock.now().plus_minutes(days * DAY);
        let ctx = |days: i64| Context { actor: Actor::Operator, now: at(days), ..service.context() };
        money_and_plans(&mut ctx(-30), &self.round, plan(at)).await;
        for step in [Step::Check, Step::Fix] {
            acts::round::step(&ctx(-9), &self.round, step).await.expect("a step");
        }
        self.bring_letters(ctx(-8)).await;
        sign_mix(&mut ctx(-8)).await;
        service.keys.add_codes(&self.round, &self.letters.key).expect("the key of the codes");
        let ballots = service.keys.make_ballots(&self.round, Seed::new(service.entropy.seed()));
        let ballots = ballots.expect("the key of the ballots");
        let keys = RoundKeys { codes: Some(&self.letters.key), ballots: &ballots };
        acts::round::open(&ctx(-1), &self.round, keys).await.expect("an open round");
        service
    }

    /// One brings the letters, another accepts them with the groups that stand on paper.
    async fn bring_letters(&self, mut first: Context<'_>) {
        let upload = Digest::of(self.letters.register.write().as_bytes());
        let done = acts::register::propose(&mut first, &self.round, &self.letters.register, upload).await;
        done.expect("a register");
        let account = AccountId::new("paper");
        let typed = asked(&upload, &account).map(|place| groups(&upload)[place].clone());
        let (seen, second) = (first.now, Context { actor: Actor::Staff(account), ..first });
        let accepted = acts::register::accept(&second, &self.round, seen, [&typed[0], &typed[1]]).await;
        accepted.expect("two persons saw it");
    }

    /// The ballot box of the round.
    pub async fn ballots(&self, service: &Service) -> Arc<BallotBox> {
        let key = service.keys.ballots(&self.round).expect("a key file").expect("the key of the ballots");
        let mut conn = service.store.read().await.expect("a connection");
        let rules = acts::round::rules(&mut conn, &self.round).await.expect("frozen rules");
        Arc::new(BallotBox::new(rules, key))
    }

    /// What the holder of a letter sends, once it is past the page.
    pub fn vote(&self, letter: usize) -> Vote {
        let code = self.letters.key.mac(&self.round, &self.letters.printed[letter].0);
        let who = Who::Letter { code, change: None };
        Vote { choices: choices(letter).into_iter().map(Choice::from).collect(), who, cast: cast(letter) }
    }

    /// The same as a browser sends it, from the home of this letter.
    pub fn request(&self, letter: usize, form_key: &[u8; 32], until: Moment) -> Vec<u8> {
        let review = Review {
            round: self.round.clone(),
            choices: choices(letter).into_iter().map(Choice::from).collect(),
            cast: cast(letter),
            until,
        };
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("code", &self.letters.printed[letter].0.for_the_letter()).append_pair("change", "");
        form.extend_pairs(marks::fields(&review.choices));
        form.append_pair("cast", review.cast.as_str());
        form.append_pair("until", &until.micros().to_string());
        form.append_pair("token", &review.token(form_key, None)).append_pair("order", "");
        let body = form.finish();
        let [.., a, b, c] = letter.to_be_bytes();
        let (host, length) = (ORIGIN.trim_start_matches("https://"), body.len());
        format!(
            "POST /rondes/{ROUND}/stem HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: 10.{a}.{b}.{c}\r\n\
             User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n\
             Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n\
             Accept-Language: nl,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\nOrigin: {ORIGIN}\r\n\
             Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: same-origin\r\n\
             Sec-Fetch-User: ?1\r\nUpgrade-Insecure-Requests: 1\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }
}

/// Every voter chooses other plans than the neighbours do.
fn choices(letter: usize) -> Vec<ProposalId> {
    (0..CHOSEN)
        .map(|n| (letter + n * (1 + letter % 4)) % PLANS + 1)
        .map(|n| ProposalId::new(format!("{n:02}")))
        .collect()
}

/// As long as the browser's own: 32 hexadecimal characters.
fn cast(letter: usize) -> CastId {
    let number = u64::try_from(letter).expect("letters are few");
    let mut key = [61; 32];
    key[..8].copy_from_slice(&number.to_be_bytes());
    CastId::new(Seed::new(key).id())
}

/// The mix statement without which no round opens, signed by an officer.
async fn sign_mix(ctx: &mut Context<'_>) {
    let new = NewAccount {
        login: "joris".to_string(),
        name: "Joris".to_string(),
        function: "Adviseur wijkbureau".to_string(),
        role: Role::Officer,
        scope: schuifruimte::domain::account::Scope::City,
        password: String::new(),
    };
    let officer = acts::account::create(ctx, new).await.expect("an account");
    fn planned<T>((of, percent): (T, i64)) -> Planned<T> {
        let share = BasisPoints::new(percent * 100).expect("a share");
        Planned { of, share, reason: "Zo past het bij de buurt.".to_string() }
    }
    let providers = Provider::NAMES.map(|(one, _)| one).into_iter().zip([70, 20, 7, 3]);
    let basis = Basis { name: "Wijkanalyse".to_string(), year: 2026, digest: Digest::of(b"wijkanalyse") };
    let new = NewMix {
        area: AreaId::new("WK034402"),
        year: 2027,
        basis,
        providers: providers.map(planned).collect(),
        pots: Pot::OF_AN_AREA.into_iter().zip([40, 45, 10, 5]).map(planned).collect(),
    };
    let signer = Context { actor: Actor::Staff(officer), seed: Seed::new([62; 32]), ..*ctx };
    acts::mix::sign(&signer, new).await.expect("a signed statement");
}

/// The municipality with its money, and the round with its plans.
async fn money_and_plans(ctx: &mut Context<'_>, round: &RoundId, plan: Plan) {
    let desk = Municipality {
        name: "Utrecht".to_string(),
        desk_place: "wijkbureau Noordwest".to_string(),
        desk_hours: "maandag tot en met vrijdag, 9.00 tot 17.00 uur".to_string(),
        desk_phone: "14 030".to_string(),
    };
    acts::municipality::set(ctx, &desk).await.expect("a municipality");
    acts::area::add(ctx, &area::utrecht()).await.expect("ten wijken");
    acts::auditor::add(ctx, "Truus de Wit", &sealing::new_keys().1).await.expect("an auditor");
    let line = LineDecision {
        id: None,
        year: 2027,
        name: "Sociaal makelen".to_string(),
        total: Cents::euros(7_000_000),
        share: BasisPoints::new(3_000).expect("thirty percent is a share"),
        base: Base::told("het hele bedrag"),
        ground: Ground::named("raadsbesluit"),
        reason: String::new(),
    };
    let line = acts::budget::decide_line(ctx, line).await.expect("a line");
    let area = AreaId::new("WK034402");
    let money =
        acts::budget::allocate(ctx, &line, &area, Cents::euros(276_000), "Verdeling").await.expect("money");
    acts::round::create(ctx, round, &money, &plan).await.expect("a round");
    acts::round::step(ctx, round, Step::Announce).await.expect("announced");
    for number in 1..=PLANS {
        acts::proposal::add(ctx, round, proposal(number)).await.expect("a plan");
    }
}

fn plan(at: impl Fn(i64) -> Moment) -> Plan {
    Plan {
        title: "Zuilen".to_string(),
        ceiling: Cents::euros(50_000),
        objection_reserve: Cents::ZERO,
        ballot: BallotForm::approval(1, 12),
        count: CountRule(Rule::round_default()),
        lot: None,
        limits: RoundLimits::default(),
        change: Change::Allowed,
        publish: Publish::Ballots,
        regulation: Some(Regulation {
            title: "Nadere regel schuifruimte".to_string(),
            place: "Gemeenteblad".to_string(),
            date: "2026-09-04".to_string(),
        }),
        deadline: None,
        dates: Dates {
            propose_until: Some(at(-10)),
            vote_from: Some(at(-1)),
            vote_until: Some(at(15)),
            outcome_at: Some(at(24)),
        },
    }
}

fn proposal(number: usize) -> Proposal {
    Proposal {
        id: ProposalId::new(""),
        title: format!("Bankjes in straat {number}"),
        summary: "Een plek om te zitten op de route naar de winkels.".to_string(),
        text: "Wij zetten de bankjes zelf neer. ".repeat(12),
        applicant: format!("Buren van straat {number}"),
        place: "Elinkwijk".to_string(),
        category: "Straat".to_string(),
        amount: Cents::euros(2_500 + 500 * u32::try_from(number).expect("few plans")),
        pot: Pot::None,
    }
}
