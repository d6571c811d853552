//! A town with money, staff and rounds, made by the same acts that people use.

use std::sync::Arc;

use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::ballot::{Vote, Who};
use schuifruimte::acts::budget::LineDecision;
use schuifruimte::acts::round::RoundKeys;
use schuifruimte::acts::{self, ActError, Context};
use schuifruimte::cli::registrar::{self, Letters};
use schuifruimte::domain::account::Scope;
use schuifruimte::domain::area;
use schuifruimte::domain::ballot::BallotForm;
use schuifruimte::domain::ballot_box::BallotBox;
use schuifruimte::domain::ballot_key::BallotKey;
use schuifruimte::domain::budget::{Base, Ground};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{AccountId, AllocationId, AreaId, CastId, LineId, ProposalId, RoundId};
use schuifruimte::domain::limits::RoundLimits;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::municipality::Municipality;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::receipt::Receipt;
use schuifruimte::domain::register::{Register, asked, groups};
use schuifruimte::domain::round::{Change, Dates, Plan, Publish, Regulation, Step};
use schuifruimte::domain::rules::Rules;
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::sealing;
use schuifruimte::tally::Rule;
use schuifruimte::tally::rule::{Completion, EqualShares, Method};

pub use super::given::{mandate, plans};
use super::people::{JORIS, MARIJKE, Staff, auditor_keys, stored_password};
use super::{Place, days, lookout, now};

/// Code of the wijk that has money.
pub const NOORDWEST: &str = "WK034402";

/// Letters of a round, unless a test says otherwise.
pub const LETTERS: usize = 60;

/// A town: municipality, areas, the line of 7,000,000.00 at 30 percent, 100,000.00 of it for Noordwest,
/// and the two members of staff.
pub struct Town {
    /// Where it is kept.
    pub place: Place,
    /// The line.
    pub line: LineId,
    /// What Noordwest may spend of it.
    pub noordwest: AllocationId,
    /// The officer.
    pub joris: AccountId,
    /// The certifier.
    pub marijke: AccountId,
}

/// A round that takes votes from [`now`] until fourteen days later.
pub struct OpenRound {
    /// Its name.
    pub id: RoundId,
    /// Its letters: sixty, the first one for Truus, and three spares.
    pub letters: Letters,
    /// Its frozen rules.
    pub rules: Rules,
    /// Its ballot box.
    pub ballots: Arc<BallotBox>,
}

/// A key of the service: in tests it follows from its name.
pub fn service_key(name: &str) -> [u8; 32] {
    *Digest::of(name.as_bytes()).bytes()
}

/// The key of a round's ballots: in tests it follows from its name.
pub fn ballot_key(round: &RoundId) -> BallotKey {
    BallotKey::from_bytes(*Digest::of(round.as_str().as_bytes()).bytes())
}

impl Town {
    /// Makes the town.
    pub async fn new(place: &Place) -> Town {
        let mut ctx = place.context(Actor::Operator, days(-90));
        let desk = Municipality {
            name: "Utrecht".to_string(),
            desk_place: "wijkbureau Noordwest".to_string(),
            desk_hours: "maandag tot en met vrijdag".to_string(),
            desk_phone: "14 030".to_string(),
        };
        acts::municipality::set(&ctx, &desk).await.expect("a municipality");
        acts::area::add(&ctx, &area::utrecht()).await.expect("ten wijken");
        acts::auditor::add(&ctx, "Truus de Wit, bewonersjury", &auditor_keys().1).await.expect("an auditor");
        let joris = account(&mut ctx, JORIS).await;
        let marijke = account(&mut ctx, MARIJKE).await;
        acts::mandate::enter(&ctx, &mandate(&marijke, days(-90))).await.expect("a mandate");
        let line = acts::budget::decide_line(&mut ctx, line_decision(None)).await.expect("a line");
        let noordwest = AreaId::new(NOORDWEST);
        let noordwest = crate::support::allocate(&mut ctx, &line, &noordwest, Cents::euros(100_000)).await;
        let noordwest = noordwest.expect("an allocation");
        let town = Town { place: place.clone(), line, noordwest, joris, marijke };
        town.sign_mix(NOORDWEST, days(-60)).await;
        town
    }

    /// The same town as a second process sees it.
    pub async fn second(&self) -> Town {
        Town {
            place: self.place.second().await,
            line: self.line.clone(),
            noordwest: self.noordwest.clone(),
            joris: self.joris.clone(),
            marijke: self.marijke.clone(),
        }
    }

    /// What the officer acts with, at a moment.
    pub fn joris_at(&self, at: Moment) -> Context<'_> {
        self.place.context(Actor::Staff(self.joris.clone()), at)
    }

    /// What the certifier acts with, at a moment.
    pub fn marijke_at(&self, at: Moment) -> Context<'_> {
        self.place.context(Actor::Staff(self.marijke.clone()), at)
    }

    /// What a voter or the command line acts with, at a moment.
    pub fn nobody_at(&self, at: Moment) -> Context<'_> {
        self.place.context(Actor::Operator, at)
    }

    /// A round that takes plans, with the six of [`plans`] on its list.
    pub async fn draft_round(&self, name: &str) -> RoundId {
        self.draft_round_with(name, &plan(name), &plans()).await
    }

    /// The same with another plan of the round and other proposals.
    pub async fn draft_round_with(&self, name: &str, plan: &Plan, proposals: &[Proposal]) -> RoundId {
        let id = RoundId::parse(name).expect("a name for a round");
        let ctx = self.joris_at(days(-30));
        acts::round::create(&ctx, &id, &self.noordwest, plan).await.expect("a round");
        self.free_terms(&id).await;
        self.state_no_interest(&id).await;
        acts::round::step(&ctx, &id, Step::Announce).await.expect("announced");
        for proposal in proposals {
            acts::proposal::add(&ctx, &id, proposal.clone()).await.expect("a proposal");
        }
        id
    }

    /// A draft whose list is fixed and whose letters are in: ready to open.
    pub async fn ready_round(&self, name: &str) -> (RoundId, Letters) {
        let id = self.draft_round(name).await;
        let letters = self.make_ready(&id, LETTERS).await;
        (id, letters)
    }

    pub(super) async fn make_ready(&self, id: &RoundId, count: usize) -> Letters {
        let ctx = self.joris_at(days(-2));
        acts::round::step(&ctx, id, Step::Check).await.expect("checked");
        acts::round::step(&ctx, id, Step::Fix).await.expect("fixed");
        let letters = registrar::make_with_spares(id, count, 3, Seed::new([60; 32]));
        bring(ctx, &self.marijke_at(days(-2)), id, &letters.register).await;
        for (code, _) in letters.printed.iter().take(3) {
            lookout::planted(&self.place.url, &code.for_the_letter());
        }
        letters
    }

    /// A round that takes votes.
    pub async fn open_round(&self, name: &str) -> OpenRound {
        self.open_round_with(name, &plan(name), &plans()).await
    }

    /// The same with another plan of the round and other proposals.
    pub async fn open_round_with(&self, name: &str, plan: &Plan, proposals: &[Proposal]) -> OpenRound {
        let id = self.draft_round_with(name, plan, proposals).await;
        self.open_draft(id, LETTERS).await
    }

    /// A round with so many letters, voting as its plan says.
    pub async fn open_large_round(&self, name: &str, plan: &Plan, letters: usize) -> OpenRound {
        let id = self.draft_round_with(name, plan, &plans()).await;
        self.open_draft(id, letters).await
    }

    /// Opens a draft, with so many letters.
    pub async fn open_draft(&self, id: RoundId, letters: usize) -> OpenRound {
        let letters = self.make_ready(&id, letters).await;
        self.open_at(&id, Some(&letters), now()).await.expect("open");
        let mut conn = self.place.store.read().await.expect("a connection");
        let rules = acts::round::rules(&mut conn, &id).await.expect("rules");
        let ballots = Arc::new(BallotBox::new(rules.clone(), ballot_key(&id)));
        OpenRound { id, letters, rules, ballots }
    }

    /// Marijke opens a round at a moment, with the key of these letters or without any.
    pub async fn open_at(
        &self,
        id: &RoundId,
        letters: Option<&Letters>,
        at: Moment,
    ) -> Result<Digest, ActError> {
        let codes = letters.map(|letters| &letters.key);
        let keys = RoundKeys { codes, ballots: &ballot_key(id) };
        acts::round::open(&self.marijke_at(at), id, keys).await
    }

    /// Casts what `vote` says, at a moment.
    pub async fn cast_at(&self, round: &OpenRound, vote: Vote, at: Moment) -> Result<Receipt, ActError> {
        acts::ballot::cast(&mut self.nobody_at(at), &round.ballots, vote).await
    }

    /// The holder of a letter votes for plans, such as `["01", "03"]`, one day after the opening.
    pub async fn cast(
        &self,
        round: &OpenRound,
        letter: usize,
        choices: &[&str],
    ) -> Result<Receipt, ActError> {
        self.cast_at(round, round.vote(letter, choices), days(1)).await
    }

    /// Closes the vote at its end.
    pub async fn close(&self, round: &RoundId) {
        acts::round::close(&mut self.marijke_at(days(15)), round).await.expect("closed");
    }

    /// Closes and seals.
    pub async fn close_and_seal(&self, round: &RoundId) {
        self.close(round).await;
        self.seal(round).await.expect("sealed");
    }

    /// Joris asks for the seal and Marijke carries it out, up to the note that the key was destroyed.
    pub async fn seal(&self, round: &RoundId) -> Result<(), ActError> {
        acts::round::ask_seal(&self.joris_at(days(15)), round).await?;
        let mut marijke = self.marijke_at(days(15));
        acts::round::seal(&mut marijke, round, ballot_key(round), sealing::encrypt).await?;
        acts::round::read_back(&marijke, round).await?;
        acts::round::note_destroyed(&marijke, round).await
    }

    /// Joris counts what is sealed and puts the certificate forward: its hash.
    pub async fn count_and_propose(&self, round: &RoundId) -> Digest {
        acts::round::count(&self.joris_at(days(16)), round).await.expect("counted");
        acts::certificate::propose(&self.joris_at(days(16)), round, "").await.expect("proposed")
    }

    /// A round with twelve votes, certified by Joris and Marijke.
    pub async fn certified_round(&self, name: &str) -> OpenRound {
        let round = self.open_round(name).await;
        self.cast_twelve(&round).await;
        self.close_and_seal(&round.id).await;
        let hash = self.count_and_propose(&round.id).await;
        acts::certificate::approve(&self.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
        round
    }
}

impl OpenRound {
    /// What the holder of a letter shows.
    pub fn letter(&self, letter: usize) -> Who {
        let code = self.letters.key.mac(&self.id, &self.letters.printed[letter].0);
        Who::Letter { code, change: None }
    }

    /// What the holder of a spare letter sends.
    pub fn vote_spare(&self, spare: usize, choices: &[&str]) -> Vote {
        let code = self.letters.key.mac(&self.id, &self.letters.spares[spare].0);
        let cast = CastId::new(format!("spare-{spare}"));
        Vote { who: Who::Letter { code, change: None }, cast, ..self.vote(0, choices) }
    }

    /// What the holder of a letter sends; the same letter and choices always give the same sending.
    pub fn vote(&self, letter: usize, choices: &[&str]) -> Vote {
        Vote {
            choices: choices.iter().map(|id| ProposalId::new(*id).into()).collect(),
            who: self.letter(letter),
            cast: CastId::new(format!("cast-{letter}")),
        }
    }
}

/// One person brings a register; another one types over from paper what the screen leaves open.
pub async fn bring(mut first: Context<'_>, second: &Context<'_>, id: &RoundId, register: &Register) {
    let upload = Digest::of(register.write().as_bytes());
    acts::register::propose(&mut first, id, register, upload).await.expect("a register");
    let typed = typed(&upload, second);
    acts::register::accept(second, id, first.now, [&typed[0], &typed[1]]).await.expect("accepted");
}

/// The two groups of a fingerprint that someone is asked for.
pub fn typed(upload: &Digest, ctx: &Context<'_>) -> [String; 2] {
    let Actor::Staff(account) = &ctx.actor else { panic!("only staff accept a register") };
    asked(upload, account).map(|place| groups(upload)[place].clone())
}

impl Place {
    /// An account for someone who works there.
    pub async fn employ(&self, who: Staff, scope: Scope) -> AccountId {
        account_in(&mut self.context(Actor::Operator, days(-90)), who, scope).await
    }
}

/// An account for someone who works everywhere.
pub async fn account(ctx: &mut Context<'_>, who: Staff) -> AccountId {
    account_in(ctx, who, Scope::City).await
}

async fn account_in(ctx: &mut Context<'_>, who: Staff, scope: Scope) -> AccountId {
    let new = NewAccount {
        login: who.login.to_string(),
        name: who.name.to_string(),
        function: who.function.to_string(),
        role: who.role,
        scope,
        password: stored_password().to_string(),
    };
    acts::account::create(ctx, new).await.expect("an account")
}

/// Seven million at thirty percent.
pub fn line_decision(id: Option<LineId>) -> LineDecision {
    LineDecision {
        id,
        year: 2027,
        name: "Sociaal makelen".to_string(),
        total: Cents::euros(7_000_000),
        share: BasisPoints::new(3_000).expect("a share"),
        base: Base::told("het hele bedrag"),
        ground: Ground::named("raadsbesluit"),
        reason: "de raad besloot opnieuw".to_string(),
    }
}

/// A round of 20,000.00 that could open, voting from [`now`] for fourteen days, one to three plans a ballot.
pub fn plan(title: &str) -> Plan {
    Plan {
        title: title.to_string(),
        ceiling: Cents::euros(20_000),
        objection_reserve: Cents::euros(1_000),
        ballot: BallotForm::approval(1, 3),
        count: quick_rule(),
        lot: None,
        limits: RoundLimits::default(),
        change: Change::Allowed,
        publish: Publish::Ballots,
        regulation: Some(Regulation {
            title: "Nadere regel schuifruimte".to_string(),
            place: "Gemeenteblad".to_string(),
            date: "2026-12-01".to_string(),
        }),
        deadline: None,
        dates: Dates {
            propose_until: Some(days(-10)),
            vote_from: Some(now()),
            vote_until: Some(days(14)),
            outcome_at: Some(days(20)),
        },
    }
}

/// The same, voting whatever the clock of this machine says: for real processes.
pub fn always_open() -> Plan {
    let dates = Dates { vote_from: Some(days(-9_000)), vote_until: Some(days(9_000)), ..Dates::default() };
    Plan { dates, ..plan("Zuilen") }
}

/// The default rule of a round, but raising shares by 500.00 at a time: a town with few voters and large
/// amounts would count for seconds in steps of one euro.
pub fn quick_rule() -> CountRule {
    let mut rule = Rule::round_default();
    if let Method::EqualShares(EqualShares { completion: Completion::Add1(add1), .. }) = &mut rule.method {
        add1.step = 50_000;
    }
    CountRule(rule)
}
