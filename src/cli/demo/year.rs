//! The invented municipal year, made by the same acts that staff and residents use.

use std::sync::Arc;

use super::places;
use super::staff::{Officer, at_moment, auditors, officers, stationed};
use super::town;
use crate::acts::ballot::{Vote, Who};
use crate::acts::outbox::Claimed;
use crate::acts::round::RoundKeys;
use crate::acts::{self, Context};
use crate::cli::Failure;
use crate::cli::registrar::{self, Letters};
use crate::cli::service::{Service, refused};
use crate::domain::area;
use crate::domain::ballot::{BallotForm, Choice};
use crate::domain::ballot_box::BallotBox;
use crate::domain::budget::{
    Base, Budget, BudgetPlan, Commitments, Ground, Indexing, Line, YearPlan, of_year,
};
use crate::domain::check::Terms;
use crate::domain::control_number::ControlNumber;
use crate::domain::count_rule::CountRule;
use crate::domain::deadline::{Deadline, PaperRule};
use crate::domain::digest::Digest;
use crate::domain::id::{AllocationId, AreaId, CastId, LineId, ProposalId, RoundId};
use crate::domain::limits::RoundLimits;
use crate::domain::log::chain::Actor;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::municipality::Municipality;
use crate::domain::pot::Pot;
use crate::domain::proposal::Proposal;
use crate::domain::register::{asked, groups};
use crate::domain::round::{Change, Dates, Plan, Publish, Regulation, Step};
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
use crate::domain::transfer::{self, Place};
use crate::domain::voting_code::VotingCode;
use crate::sealing;
use crate::store;
use crate::tally::Rule;

/// Minutes in a day.
const DAY: i64 = 24 * 60;

/// What the demonstration tells its visitor.
pub struct Year {
    /// Everyone who can sign in.
    pub officers: Vec<Officer>,
    /// The file and the secret key of each auditor. The service does not keep them.
    pub auditors: Vec<(&'static str, String)>,
    /// Five letters of the round that takes votes and five spare ones: code and control number.
    pub letters: [Vec<String>; 2],
    /// What people who pitch were mailed and can still use.
    pub mails: Vec<Claimed>,
    /// The round that takes plans.
    pub collecting: RoundId,
    /// The round that is open.
    pub open: RoundId,
    /// The round in which points are divided, and the codes of some of its letters.
    pub points: (RoundId, Vec<String>),
    /// The round that was certified.
    pub certified: RoundId,
}

/// Makes the year, as it stands at `now`.
pub async fn make(service: &Service, now: Moment) -> Result<Year, Failure> {
    let mut seed = Seed::new(service.entropy.seed());
    let long_ago = now.plus_minutes(-90 * DAY);
    let officers = officers(service, long_ago, &mut seed).await?;
    let auditors = auditors(service, long_ago).await?;
    let noordwest = money(service, long_ago, i64::from(now.local().year())).await?;
    stationed(service, &officers, long_ago).await?;
    let made = Maker { service, now, noordwest, officers: &officers };
    made.mix().await?;
    made.quick().await?;
    made.shifted().await?;
    let collecting = made.collecting().await?;
    let mails = made.pitching().await?;
    let certified = made.certified(&mut seed).await?;
    made.grants(&certified).await?;
    made.by_lot(&mut seed).await?;
    let (open, letters) = made.open(&mut seed).await?;
    let points = made.by_points(&mut seed).await?;
    Ok(Year { officers, auditors, letters, mails, collecting, open, points, certified })
}

/// The municipality, its areas, its line and what the wijken may spend: the allocation of Noordwest.
async fn money(service: &Service, at: Moment, this_year: i64) -> Result<AllocationId, Failure> {
    let mut ctx = at_moment(service, Actor::Operator, at);
    let town = Municipality {
        name: "Utrecht".to_string(),
        desk_place: "wijkbureau Noordwest".to_string(),
        desk_hours: "maandag tot en met vrijdag, 9.00 tot 17.00 uur".to_string(),
        desk_phone: "14 030".to_string(),
    };
    acts::municipality::set(&ctx, &town).await?;
    acts::area::add(&ctx, &area::utrecht()).await?;
    let line = budget(service, &mut ctx, this_year).await?;
    places::divided(service, &mut ctx, (&line, this_year)).await
}

/// A budget of six years that grows: this is its third year, at thirty percent. The line of this year.
async fn budget(service: &Service, ctx: &mut Context<'_>, this_year: i64) -> Result<LineId, Failure> {
    let shares = [1_000, 2_000, 3_000, 3_000, 3_000, 3_000];
    let year = |points| YearPlan {
        total: Cents::euros(7_000_000),
        share: BasisPoints::new(points).expect("the shares of the example are shares"),
    };
    let plan = BudgetPlan {
        name: "Sociaal makelen".to_string(),
        first_year: this_year - 2,
        years: shares.into_iter().map(year).collect(),
        base: Base {
            commitments: Commitments::Gross,
            indexing: Indexing::Indexed,
            words: "het hele bedrag".to_string(),
        },
        ground: Ground {
            name: "voorbeeldbesluit van de gemeenteraad".to_string(),
            date: format!("{}-11-05", this_year - 3),
            link: String::new(),
        },
        review_on: format!("{}-01-01", this_year + 1),
        warning: BasisPoints::new(Budget::WARNING).expect("half is a share"),
    };
    let id = acts::budget::create(ctx, &plan).await?;
    let mut conn = service.store.read().await.map_err(refused)?;
    let lines = store::budget::lines(&mut conn).await.map_err(refused)?;
    let own: Vec<Line> = lines.into_iter().filter(|line| line.budget == id).collect();
    let line = of_year(&own, this_year).ok_or_else(|| Failure::refused("the budget has this year"))?;
    Ok(line.id.clone())
}

/// A round on its way to the vote.
pub(super) struct Planned<'a> {
    pub(super) id: &'a RoundId,
    pub(super) plan: Plan,
    pub(super) plans: Vec<Proposal>,
    pub(super) letters: &'a Letters,
    /// Day on which it opens, from today.
    pub(super) opens: i64,
}

/// Makes the rounds.
pub(super) struct Maker<'a> {
    pub(super) service: &'a Service,
    now: Moment,
    pub(super) noordwest: AllocationId,
    officers: &'a [Officer],
}

impl Maker<'_> {
    pub(super) fn ctx(&self, login: &str, days: i64) -> Context<'_> {
        let who = self.officers.iter().find(|officer| officer.login == login);
        let actor = who.map_or(Actor::Operator, |officer| Actor::Staff(officer.id.clone()));
        at_moment(self.service, actor, self.now.plus_minutes(days * DAY))
    }

    /// The year of the budget line.
    pub(super) fn year(&self) -> i64 {
        i64::from(self.now.local().year())
    }

    /// A day at 20.00 hours in the Netherlands.
    pub(super) fn evening(&self, days: i64) -> Option<Moment> {
        let date = self.now.plus_minutes(days * DAY).local().date();
        Moment::parse_local(&format!("{date}T20:00"))
    }

    pub(super) fn plan(&self, title: &str, euros: u32, dates: [i64; 4]) -> Plan {
        Plan {
            title: title.to_string(),
            ceiling: Cents::euros(euros),
            objection_reserve: Cents::ZERO,
            ballot: BallotForm::approval(1, 12),
            count: CountRule(Rule::round_default()),
            lot: None,
            limits: RoundLimits::default(),
            change: Change::Allowed,
            publish: Publish::Ballots,
            regulation: Some(Regulation {
                title: "Nadere regel schuifruimte".to_string(),
                place: "Gemeenteblad (voorbeeld)".to_string(),
                date: self.now.plus_minutes(-85 * DAY).local().date().to_string(),
            }),
            dates: Dates {
                propose_until: self.evening(dates[0]),
                vote_from: self.evening(dates[1]),
                vote_until: self.evening(dates[2]),
                outcome_at: self.evening(dates[3]),
            },
            deadline: Some(Deadline {
                grace_minutes: 15,
                paper: PaperRule::HandedIn,
                extend_until: self.evening(dates[2] + 3),
            }),
        }
    }

    /// Overvecht gives Zuidwest room: Joris proposed it, Anneke agreed.
    async fn shifted(&self) -> Result<(), Failure> {
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let parts = store::budget::allocations(&mut conn).await.map_err(refused)?;
        drop(conn);
        let own = parts.iter().find(|part| part.id == self.noordwest);
        let line =
            own.map(|part| part.line.clone()).ok_or_else(|| Failure::refused("Noordwest has money"))?;
        let place = |code: &str| Place { line: line.clone(), area: Some(AreaId::new(code)), pot: Pot::None };
        let proposal = transfer::ProposedTransfer {
            from: place(town::SHIFTED.0),
            to: place(town::SHIFTED.1),
            amount: Cents::euros(town::SHIFTED.2),
            reason: town::SHIFTED.3.to_string(),
        };
        let number = acts::transfer::propose(&self.ctx("joris", -60), &proposal).await?;
        acts::transfer::confirm(&mut self.ctx("anneke", -58), number).await?;
        Ok(())
    }

    async fn collecting(&self) -> Result<RoundId, Failure> {
        let id = RoundId::new("ondiep");
        let ctx = self.ctx("joris", -20);
        let plan = Plan { limits: Maker::in_pots(), ..self.plan("Ondiep", 40_000, [30, 60, 81, 90]) };
        acts::round::create(&ctx, &id, &self.noordwest, &plan).await?;
        acts::round::step(&ctx, &id, Step::Announce).await?;
        let pots = [Pot::Renewal, Pot::Continuity, Pot::Renewal, Pot::Continuity, Pot::None];
        let mut entered = Vec::new();
        for (number, (plan, pot)) in town::ONDIEP.iter().zip(pots).enumerate() {
            let plan = Proposal { pot, ..town::proposal(plan) };
            let plan = acts::proposal::add(&self.ctx("joris", -10), &id, plan).await?;
            if number == 0 {
                self.photo(&id, &plan).await?;
            }
            entered.push(plan);
        }
        places::located(&self.ctx("joris", -10), &id, &entered).await?;
        Ok(id)
    }

    /// Takes a round to its opening.
    pub(super) async fn opened(&self, round: &Planned<'_>) -> Result<(), Failure> {
        let Planned { id, plan, plans, letters, opens } = round;
        let ctx = self.ctx("joris", opens - 30);
        acts::round::create(&ctx, id, &self.noordwest, plan).await?;
        let of_round = BasisPoints::new(4_000).expect("a share of the whole");
        let terms = Terms { of_round, ..Terms::default() };
        acts::grant::checks::set_round_terms(&ctx, id, &terms).await?;
        acts::round::step(&ctx, id, Step::Announce).await?;
        let mut entered = Vec::new();
        for plan in plans {
            entered.push(acts::proposal::add(&ctx, id, plan.clone()).await?);
        }
        places::located(&ctx, id, &entered).await?;
        acts::round::step(&self.ctx("joris", opens - 9), id, Step::Check).await?;
        acts::round::step(&self.ctx("joris", opens - 8), id, Step::Fix).await?;
        for officer in ["joris", "marijke", "anneke"] {
            acts::interest::state(&self.ctx(officer, opens - 8), id, None, "").await?;
        }
        self.letters(id, letters, opens - 7).await?;
        self.service.keys.add_codes(id, &letters.key).map_err(refused)?;
        let ballots = self.service.keys.make_ballots(id, Seed::new(self.service.entropy.seed()));
        let keys = RoundKeys { codes: Some(&letters.key), ballots: &ballots.map_err(refused)? };
        acts::round::open(&self.ctx("marijke", *opens), id, keys).await?;
        Ok(())
    }

    /// Joris brings the letters; Marijke types over from paper what her screen leaves open.
    async fn letters(&self, id: &RoundId, letters: &Letters, day: i64) -> Result<(), Failure> {
        let upload = Digest::of(letters.register.write().as_bytes());
        acts::register::propose(&mut self.ctx("joris", day), id, &letters.register, upload).await?;
        let ctx = self.ctx("marijke", day);
        let Actor::Staff(marijke) = &ctx.actor else {
            return Err(Failure::refused("Marijke has an account"));
        };
        let (paper, [a, b]) = (groups(&upload), asked(&upload, marijke));
        acts::register::accept(&ctx, id, ctx.now, [&paper[a], &paper[b]]).await?;
        Ok(())
    }

    async fn open(&self, seed: &mut Seed) -> Result<(RoundId, [Vec<String>; 2]), Failure> {
        let id = RoundId::new("zuilen");
        let letters =
            registrar::make_with_spares(&id, town::ZUILEN_LETTERS, town::SPARES, Seed::new(seed.bytes()));
        let plan = self.plan("Zuilen", 50_000, [-40, -6, 15, 24]);
        let plans = town::ZUILEN.iter().map(town::proposal).collect();
        self.opened(&Planned { id: &id, plan, plans, letters: &letters, opens: -6 }).await?;
        self.papers(&id, &letters).await?;
        let shown = |letters: &[(VotingCode, ControlNumber)]| {
            letters
                .iter()
                .take(5)
                .map(|(code, control)| format!("{}  {control}", code.for_the_letter()))
                .collect()
        };
        Ok((id, [shown(&letters.printed), shown(&letters.spares)]))
    }

    async fn certified(&self, seed: &mut Seed) -> Result<RoundId, Failure> {
        let id = RoundId::new("pijlsweerd");
        let letters = registrar::make(&id, town::PIJLSWEERD_LETTERS, Seed::new(seed.bytes()));
        let plan = self.plan("Pijlsweerd", 35_000, [-70, -40, -19, -10]);
        let plans = town::PIJLSWEERD.iter().map(town::proposal).collect();
        self.opened(&Planned { id: &id, plan, plans, letters: &letters, opens: -40 }).await?;
        self.votes(&id, &letters, seed).await?;
        acts::round::close(&mut self.ctx("marijke", -18), &id).await?;
        acts::round::ask_seal(&self.ctx("joris", -18), &id).await?;
        sealing::seal(&mut self.ctx("marijke", -18), &self.service.keys, &id).await?;
        acts::round::count(&self.ctx("joris", -18), &id).await?;
        let hash = acts::certificate::propose(&self.ctx("marijke", -16), &id, "").await?;
        acts::certificate::approve(&self.ctx("anneke", -15), &id, &hash).await?;
        Ok(id)
    }

    async fn votes(&self, id: &RoundId, letters: &Letters, seed: &mut Seed) -> Result<(), Failure> {
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let rules = acts::round::rules(&mut conn, id).await?;
        drop(conn);
        let key = self.service.keys.ballots(id).map_err(refused)?;
        let key = key.ok_or_else(|| Failure::refused("the key of the ballots is missing"))?;
        let ballots = Arc::new(BallotBox::new(rules.clone(), key));
        for (code, _) in letters.printed.iter().take(town::VOTERS) {
            let kind = usize::from(seed.below(100) >= town::FIRST_KIND);
            let likes: Vec<bool> =
                town::LIKINGS[kind].iter().map(|liking| seed.below(100) < *liking).collect();
            let chosen =
                rules.proposals.iter().zip(likes).filter(|(_, like)| *like).map(|(plan, _)| plan.id.clone());
            let mut choices: Vec<ProposalId> = chosen.collect();
            if choices.is_empty() {
                choices.push(rules.proposals[0].id.clone());
            }
            self.vote(&ballots, letters.key.mac(id, code), choices, seed).await?;
        }
        Ok(())
    }

    /// A resident casts one ballot.
    pub(super) async fn vote(
        &self,
        ballots: &Arc<BallotBox>,
        code: Digest,
        choices: Vec<ProposalId>,
        seed: &mut Seed,
    ) -> Result<(), Failure> {
        let who = Who::Letter { code, change: None };
        let choices = choices.into_iter().map(Choice::from).collect();
        let vote = Vote { choices, who, cast: CastId::new(seed.id()) };
        acts::ballot::cast(&mut self.ctx("", -30), ballots, vote).await?;
        Ok(())
    }
}
