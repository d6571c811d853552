//! The laws of money in small: numbers, and who may have what when.

use std::collections::BTreeMap;

use schuifruimte::domain::grant::GrantState as S;
use schuifruimte::domain::ledger::{AccountKind as A, PostingKind as P};
use schuifruimte::domain::seed::Seed;

use super::shift::{Apart, Spot};

/// What one plan asks, in cents.
const PLAN: i64 = 1_000;
/// Plans that were on the ballot.
const PLANS: usize = 40;
/// What the round may grant.
const SPENDABLE: i64 = 25_000;

/// What is said to a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Done,
    /// It does not fit.
    Ceiling,
    /// A field is not acceptable.
    Fields,
    /// It is not the time for it.
    State,
}

/// How a grant ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Refuse,
    Withdraw,
    Lapse,
    Reclaim,
    Keep,
}

/// Something that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Allocate { area: usize, to: i64 },
    Shift { from: Spot, to: Spot, amount: i64 },
    Plan { area: usize, ceiling: i64 },
    Replan { round: usize, ceiling: i64 },
    Cancel { round: usize },
    Years { amount: i64 },
    Award,
    Announce,
    Start,
    End(Ending),
    Post { kind: P, from: A, to: A, amount: i64 },
    Succeed,
    Release,
}

impl Move {
    pub fn name(self) -> &'static str {
        match self {
            Move::Allocate { .. } => "allocate",
            Move::Shift { .. } => "shift",
            Move::Plan { .. } | Move::Replan { .. } | Move::Cancel { .. } => "round",
            Move::Years { .. } => "years",
            Move::Award => "award",
            Move::Announce | Move::Start => "step",
            Move::End(_) => "end",
            Move::Post { .. } => "post",
            Move::Succeed => "succeed",
            Move::Release => "release",
        }
    }
}

/// A move, and the grant it is about.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    pub grant: Option<usize>,
    pub what: Move,
}

/// A round that is planned.
#[derive(Debug, Clone)]
pub struct Draft {
    pub area: usize,
    ceiling: i64,
    stopped: bool,
}

#[derive(Debug, Clone)]
struct Grant {
    state: S,
    /// What it holds of its first year, by the kind of account.
    money: BTreeMap<A, i64>,
    agreed: i64,
    later: i64,
    was_paid: bool,
    /// Whether the certificate in force holds it.
    certified: bool,
}

impl Grant {
    fn new() -> Grant {
        let money = BTreeMap::from([(A::Selected, PLAN)]);
        Grant { state: S::Certified, money, agreed: 0, later: 0, was_paid: false, certified: true }
    }

    fn take(&mut self, kind: A) -> i64 {
        self.money.remove(&kind).unwrap_or(0)
    }

    fn holds(&self, kind: A) -> i64 {
        self.money.get(&kind).copied().unwrap_or(0)
    }

    fn put(&mut self, kind: A, amount: i64) {
        *self.money.entry(kind).or_default() += amount;
    }
}

/// Where all money is.
pub struct Model {
    pub(super) reserve: i64,
    pub(super) later: i64,
    pub(super) areas: [i64; 2],
    pub(super) apart: Apart,
    /// Whether it is the year after the first one.
    pub is_next_year: bool,
    pub drafts: Vec<Draft>,
    /// What the certified round has left.
    left: i64,
    open: bool,
    grants: Vec<Grant>,
}

impl Model {
    pub fn new(winners: usize) -> Model {
        let left = SPENDABLE - PLAN * i64::try_from(winners).expect("few");
        let areas = [10_000_000 - SPENDABLE - SPENDABLE / 10, 5_000_000];
        let grants = vec![Grant::new(); winners];
        Model {
            reserve: 210_000_000 - 15_000_000,
            later: 1_500,
            areas,
            apart: Apart::default(),
            is_next_year: false,
            drafts: Vec::new(),
            left,
            open: true,
            grants,
        }
    }

    pub fn states(&self) -> Vec<S> {
        self.grants.iter().map(|grant| grant.state).collect()
    }

    /// All that is held, by name; nothing is left out.
    pub fn held(&self) -> BTreeMap<String, i64> {
        let mut held = BTreeMap::from([
            ("reserve".to_string(), self.reserve),
            ("reserve later".to_string(), self.later),
            ("area area 0".to_string(), self.areas[0]),
            ("area area 1".to_string(), self.areas[1]),
            ("round main".to_string(), self.left),
            ("objection main".to_string(), SPENDABLE / 10),
        ]);
        for (place, draft) in self.drafts.iter().enumerate().filter(|(_, draft)| !draft.stopped) {
            held.insert(format!("round draft {place}"), draft.ceiling - draft.ceiling / 10);
            held.insert(format!("objection draft {place}"), draft.ceiling / 10);
        }
        for (place, grant) in self.grants.iter().enumerate() {
            for (kind, amount) in &grant.money {
                held.insert(format!("{} grant {place}", kind.name()), *amount);
            }
            held.insert(format!("committed later grant {place}"), grant.later);
        }
        held.extend(self.apart.held());
        held.retain(|_, amount| *amount != 0);
        held
    }

    /// The next move, by lot; `None` for one that makes no sense now. The list ends near the end of a course.
    pub fn next(&self, seed: &mut Seed, left: usize) -> Option<Course> {
        let mut below = |limit: usize| seed.below(u32::try_from(limit).expect("small")) as usize;
        let amount = |most: usize| i64::try_from(most).expect("small");
        let about = below(self.grants.len());
        let of = |what| Some(Course { grant: Some(about), what });
        let alone = |what| Some(Course { grant: None, what });
        match below(27) {
            24..=26 => {
                let (from, to) = (Spot::ALL[below(8)], Spot::ALL[below(8)]);
                // Little goes to the next year, so that its last euro stays worth a race.
                let unit = if to == Spot::Later { 2 } else { 25_000 };
                alone(Move::Shift { from, to, amount: amount(below(40) * unit) })
            }
            0 | 1 => alone(Move::Allocate { area: below(2), to: amount(below(120) * 100_000) }),
            2 | 3 => alone(Move::Plan { area: below(2), ceiling: amount(below(60) * 50_000 + 1) }),
            4 if !self.drafts.is_empty() => {
                let round = below(self.drafts.len());
                let ceiling = amount(below(60) * 50_000 + 1);
                (!self.drafts[round].stopped)
                    .then_some(Course { grant: None, what: Move::Replan { round, ceiling } })
            }
            5 if !self.drafts.is_empty() => alone(Move::Cancel { round: below(self.drafts.len()) }),
            6 | 7 => of(Move::Years { amount: amount(below(8) * 150) }),
            8..=10 => of(Move::Award),
            11 | 12 => of(Move::Announce),
            13 => of(Move::Start),
            14 if below(2) == 0 => {
                let all = [Ending::Refuse, Ending::Withdraw, Ending::Lapse, Ending::Reclaim, Ending::Keep];
                of(Move::End(all[below(5)]))
            }
            15..=20 => {
                let posts = [
                    (P::Advance, A::Committed, A::Payable),
                    (P::Payment, A::Payable, A::Paid),
                    (P::Return, A::Paid, A::Payable),
                    (P::Account, A::Paid, A::Accounted),
                    (P::Settle, A::Paid, A::Settled),
                    (P::Settle, A::Accounted, A::Settled),
                    (P::Receipt, A::Receivable, A::Area),
                    (P::WriteOff, A::Receivable, A::Settled),
                ];
                let (kind, from, to) = posts[below(posts.len())];
                let what = Move::Post { kind, from, to, amount: amount(below(600) + 1) };
                let state = self.grants[about].state;
                let pays = matches!(state, S::Objection | S::Advances | S::Running);
                let back = from == A::Receivable;
                (if back { state == S::Revoked } else { pays }).then_some(Course { grant: Some(about), what })
            }
            21 if below(10) == 0 => alone(Move::Succeed),
            22 if left < 300 && below(10) == 0 => alone(Move::Release),
            _ => None,
        }
    }

    /// What a move is answered, and what it changes.
    pub fn apply(&mut self, course: Course) -> Said {
        let number = course.grant.unwrap_or(0);
        match course.what {
            Move::Allocate { area, to } => self.allocate(area, to),
            Move::Shift { from, to, amount } => self.shift(from, to, amount),
            Move::Plan { area, ceiling } => {
                if ceiling > self.areas[area] {
                    return Said::Ceiling;
                }
                self.areas[area] -= ceiling;
                self.drafts.push(Draft { area, ceiling, stopped: false });
                Said::Done
            }
            Move::Replan { round, ceiling } => {
                let draft = &mut self.drafts[round];
                if ceiling > self.areas[draft.area] + draft.ceiling {
                    return Said::Ceiling;
                }
                self.areas[draft.area] += draft.ceiling - ceiling;
                draft.ceiling = ceiling;
                Said::Done
            }
            Move::Cancel { round } => {
                let draft = &mut self.drafts[round];
                if draft.stopped {
                    return Said::State;
                }
                draft.stopped = true;
                self.areas[draft.area] += draft.ceiling;
                Said::Done
            }
            Move::Years { amount } => match self.grants[number].state {
                S::Certified if amount > PLAN => Said::Fields,
                S::Certified => {
                    self.grants[number].agreed = amount;
                    Said::Done
                }
                _ => Said::State,
            },
            Move::Award => self.award(number),
            Move::Announce => self.step(number, &[S::Awarded], S::Objection),
            Move::Start => self.step(number, &[S::Objection, S::Advances], S::Running),
            Move::End(how) => self.end(number, how),
            Move::Post { kind, from, to, amount } => self.post(number, (kind, from, to), amount),
            Move::Succeed => self.succeed(),
            Move::Release => {
                if !self.open {
                    return Said::State;
                }
                self.open = false;
                self.areas[0] += std::mem::take(&mut self.left);
                Said::Done
            }
        }
    }

    /// An area has what is free and what its rounds and grants hold; money of later years is not in it.
    fn allocate(&mut self, area: usize, to: i64) -> Said {
        let rounds: i64 =
            self.drafts.iter().filter(|one| one.area == area && !one.stopped).map(|one| one.ceiling).sum();
        let grants: i64 = self.grants.iter().flat_map(|grant| grant.money.values()).sum();
        let taken = if area == 0 { rounds + grants + self.left + SPENDABLE / 10 } else { rounds };
        let taken = taken + self.apart.of(area);
        let own = self.areas[area] + taken;
        if to > self.reserve + own {
            return Said::Ceiling;
        }
        if to < own {
            return Said::Fields;
        }
        self.reserve -= to - own;
        self.areas[area] += to - own;
        Said::Done
    }

    fn step(&mut self, number: usize, from: &[S], to: S) -> Said {
        let grant = &mut self.grants[number];
        if !from.contains(&grant.state) {
            return Said::State;
        }
        grant.state = to;
        Said::Done
    }

    fn award(&mut self, number: usize) -> Said {
        let grant = &mut self.grants[number];
        if grant.state != S::Certified {
            return Said::State;
        }
        if grant.agreed > self.later {
            return Said::Ceiling;
        }
        self.later -= grant.agreed;
        grant.later = grant.agreed;
        let sum = grant.take(A::Selected);
        grant.put(A::Committed, sum);
        grant.state = S::Awarded;
        Said::Done
    }

    fn end(&mut self, number: usize, how: Ending) -> Said {
        let grant = &mut self.grants[number];
        let early = matches!(grant.state, S::Certified | S::Awarded | S::Objection);
        let awarded = matches!(grant.state, S::Awarded | S::Objection | S::Advances | S::Running);
        let (may, state) = match how {
            Ending::Refuse => (grant.state == S::Certified, S::Refused),
            Ending::Withdraw => (early, S::Withdrawn),
            Ending::Lapse => (early, S::Lapsed),
            Ending::Reclaim | Ending::Keep => (awarded, S::Revoked),
        };
        if !may || grant.holds(A::Payable) > 0 {
            return Said::State;
        }
        grant.state = state;
        let back = grant.take(A::Selected) + grant.take(A::Committed);
        self.later += std::mem::take(&mut grant.later);
        if how == Ending::Reclaim {
            let paid = grant.take(A::Paid) + grant.take(A::Accounted) + grant.take(A::Settled);
            grant.put(A::Receivable, paid);
        }
        if how == Ending::Keep {
            let paid = grant.take(A::Paid) + grant.take(A::Accounted);
            grant.put(A::Settled, paid);
        }
        *(if self.open { &mut self.left } else { &mut self.areas[0] }) += back;
        Said::Done
    }

    fn post(&mut self, number: usize, (kind, from, to): (P, A, A), amount: i64) -> Said {
        let grant = &mut self.grants[number];
        if grant.holds(from) < amount {
            return Said::Ceiling;
        }
        if kind == P::Advance && grant.state == S::Objection {
            grant.state = S::Advances;
        }
        grant.put(from, -amount);
        grant.was_paid |= to == A::Paid;
        if to == A::Area {
            self.areas[0] += amount;
        } else {
            grant.put(to, amount);
        }
        Said::Done
    }

    /// Each plan that dropped out makes room for one that waits; who was paid keeps its place.
    fn succeed(&mut self) -> Said {
        let over = |grant: &Grant| matches!(grant.state, S::Withdrawn | S::Refused | S::Lapsed | S::Revoked);
        let out = |grant: &Grant| grant.certified && over(grant) && !grant.was_paid;
        if !self.open || !self.grants.iter().any(out) {
            return Said::State;
        }
        self.grants.iter_mut().filter(|grant| out(grant)).for_each(|grant| grant.certified = false);
        let kept = self.grants.iter().filter(|grant| grant.certified).count();
        let room = usize::try_from(SPENDABLE / PLAN).expect("few") - kept;
        let up = room.min(PLANS - self.grants.len());
        self.grants.extend(vec![Grant::new(); up]);
        self.left -= PLAN * i64::try_from(up).expect("few");
        Said::Done
    }
}
