//! The Method of Equal Shares, one run at a fixed endowment.
//!
//! *Definition.* Every voter holds an endowment. For each project that is left, let ρ be the smallest
//! number such that its supporters can pay for it when each pays `min(balance, ρ·u)`, where `u` is what
//! the project is worth to the supporter. A project whose supporters hold less than its price is out for
//! good. Buy the project with the smallest ρ, take the payments, repeat until nothing can be paid for.
//! Projects dearer than the budget are out from the start; free projects with a supporter are in from the
//! start. A project that the limits of the municipality do not allow when it would be bought is out for
//! good, and its supporters keep their money.
//!
//! *Source.* D. Peters, G. Pierczyński, P. Skowron: Proportional Participatory Budgeting with Additive
//! Utilities (2021).
//!
//! *How it is exact and fast.* ρ never falls during a run (balances only fall), so an old ρ is a lower
//! bound, and a project is looked at again only when its bound is the smallest. A look ([`float`]) goes
//! once over flat lists of floats and gives a bound that is rounded to the safe side; any split of the
//! supporters into poor and rich gives one. The project that seems best is worked out to within a tiny
//! known error ([`offer`], [`book`]); what lies within that error of it is compared exactly ([`exact`]),
//! so no float and no rounded number decides anything.
//!
//! *It ends*: each turn buys a project, drops one, or ends the run.

mod book;
mod exact;
mod field;
mod float;
mod growth;
mod offer;
mod queue;

use std::cmp::Ordering;

use book::Book;
use exact::{Exact, Question};
use field::{Field, Seat};
use float::Look;
use growth::Growth;
use offer::{Bidder, Offer, Trust};
use queue::{Bound, Queue};

use crate::tally::ballots::ProjectIndex;
use crate::tally::constraints::{Endowments, Guard};
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage};
use crate::tally::ratio::Ratio;
use crate::tally::rule::Utility;
use crate::tally::rules::free;
use crate::tally::ties::{TieLog, TieOrder};

/// How numbers are kept; every choice gives the same outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// Bounds first, 128 bits where they leave a doubt, integers without a limit where these are too few.
    Swift,
    /// Every comparison exactly; 128-bit numbers are given up above so many bits.
    Exact {
        /// From 0 to 127.
        most_bits: u64,
    },
}

/// Runs Equal Shares again and again on one election.
pub struct Engine<'a> {
    instance: &'a Instance,
    utility: Utility,
    field: Field,
    trust: Trust,
    free: Vec<ProjectIndex>,
    book: Book,
    exact: Exact,
    bidder: Bidder,
    first: Queue,
    queue: Queue,
    /// The list of the best offers between two purchases: empty, and room for some.
    best: Vec<Offer>,
    growth: Option<Growth>,
    /// The ties of the last run.
    tied: Vec<Vec<ProjectIndex>>,
}

/// The bits that whole numbers of parts may use: room for a sign and a few sums below 128.
const ROOM: u32 = 122;
/// Finer parts than a cent divided by two to this power serve nobody.
const FINEST: u32 = 88;

impl<'a> Engine<'a> {
    /// Prepares an election. `endowments` are what voters hold in a run that is not raised.
    pub fn new(
        instance: &'a Instance,
        utility: Utility,
        endowments: Endowments,
        arithmetic: Arithmetic,
    ) -> Engine<'a> {
        let field = Field::new(instance, utility);
        let (trust, most_bits) = match arithmetic {
            Arithmetic::Swift => (Trust::Bounds, 127),
            Arithmetic::Exact { most_bits } => (Trust::Nothing, most_bits),
        };
        let bound = |seat| Bound { bound: float::first_bound(field.floats(seat)), slope: 0.0, seat };
        let first = (0..field.len()).map(bound).collect();
        Engine {
            instance,
            first,
            queue: Queue::default(),
            best: Vec::new(),
            growth: None,
            tied: Vec::new(),
            free: Vec::new(),
            utility,
            trust,
            book: Book::default(),
            exact: Exact::new(endowments, most_bits),
            bidder: Bidder::default(),
            field,
        }
    }

    /// Buys what costs nothing; every run begins with it.
    pub fn buy_free(&mut self, order: &TieOrder, ties: &mut TieLog) {
        let mut guard = Guard::new(self.instance);
        let bought = free::buy(self.instance, self.utility, order, &mut guard, ties);
        self.free = bought.iter().map(|purchase| purchase.project).collect();
    }

    /// Runs with `raised` cents more per voter. The seats that were bought are in the book; whether they
    /// fit the budget is the answer: a run that does not is broken off.
    pub fn run(&mut self, raised: u64, order: &TieOrder, ties: &mut TieLog) -> bool {
        self.open(raised);
        let mut guard = Guard::new(self.instance);
        let mut spent = 0;
        self.free.iter().for_each(|&project| guard.buy(project));
        while let Some(best) = self.cheapest(&guard) {
            let chosen = self.choose(best, order, ties);
            let project = self.field.project(chosen.seat);
            self.book.charge(&self.field, &chosen);
            if let Some(growth) = &mut self.growth {
                growth.follow(&self.book, &chosen);
            }
            guard.buy(project);
            spent += self.field.cost(chosen.seat);
            self.bidder.done(chosen);
            if spent > self.instance.budget() {
                return false;
            }
            if self.book.is_worn() {
                let (roots, rhos) = self.exact.parts(&self.field, &self.book);
                self.book.renew(&roots, &rhos);
            }
        }
        true
    }

    fn open(&mut self, raised: u64) {
        self.exact.open(raised);
        let homes = self.exact.homes();
        let richest = (0..homes).map(|home| u128::from(self.exact.floor(home)) + 1).max();
        let all = richest.unwrap_or(1) * u128::from(self.instance.voters().max(1));
        let most = all.max(self.instance.budget().into());
        let bits = u128::BITS - most.leading_zeros();
        let shift = ROOM.saturating_sub(bits).min(FINEST);
        let roots = self.exact.roots(shift);
        let instance = self.instance;
        let groups = 0..instance.group_weights().len();
        self.book.open(shift, roots, groups.map(|group| instance.home(group) as usize));
        self.queue.restart(&self.first);
        self.tied.clear();
        if let Some(growth) = &mut self.growth {
            growth.open(&self.book);
        }
    }

    /// All projects with the smallest ρ, each with its offer; `None` when nothing can be paid for.
    fn cheapest(&mut self, guard: &Guard) -> Option<Vec<Offer>> {
        loop {
            let (seat, bound) = self.seems_best(guard)?;
            let guess = float::times(bound, self.field.floats(seat).per);
            let Some(offer) = self.offer(seat, guess) else { continue };
            let mut best = std::mem::take(&mut self.best);
            best.push(offer);
            self.rivals(&mut best, guard);
            return Some(best);
        }
    }

    fn offer(&mut self, seat: Seat, guess: f64) -> Option<Offer> {
        let books = (&self.field, &self.book);
        let offer = self.bidder.offer(books, &mut self.exact, (seat, guess), self.trust);
        if offer.is_none() {
            self.drop_out(seat);
        }
        offer
    }

    fn drop_out(&mut self, seat: Seat) {
        if let Some(growth) = &mut self.growth {
            growth.out(&self.field, &self.book, seat);
        }
    }

    /// Takes the project with the smallest bound from the queue, after as few looks as that needs.
    fn seems_best(&mut self, guard: &Guard) -> Option<(Seat, f64)> {
        let mut best: Option<Bound> = None;
        while let Some(next) = self.queue.first() {
            let limit = best.map_or(f64::INFINITY, |best| best.bound);
            if next.bound >= limit {
                break;
            }
            self.queue.take();
            if !guard.allows(self.field.project(next.seat)) {
                continue;
            }
            let Some(found) = self.look(next, limit) else { continue };
            let loser = if found.bound < limit { best.replace(found) } else { Some(found) };
            loser.into_iter().for_each(|loser| self.queue.add(loser));
        }
        best.map(|best| (best.seat, best.bound))
    }

    /// A better bound, as far as that is needed to know that it is above `limit`; the same bound when only an
    /// exact look can tell; `None` when the supporters hold too little.
    fn look(&mut self, from: Bound, limit: f64) -> Option<Bound> {
        let question = self.question(from.seat);
        match float::evaluate(&question, self.book.balances(), self.book.slack(), from.bound, limit) {
            Look::TooPoor => {
                self.drop_out(from.seat);
                None
            }
            Look::Unclear | Look::AtLeast { threshold: None, .. } => Some(from),
            Look::AtLeast { bound, threshold: Some(threshold) } => {
                let slope = |growth: &Growth| growth.of_bound(&self.field, &self.book, from.seat, threshold);
                Some(Bound { bound, slope: self.growth.as_ref().map_or(0.0, slope), seat: from.seat })
            }
        }
    }

    fn question(&self, seat: Seat) -> float::Question<'_> {
        float::Question { supporters: self.field.supporters(seat), floats: self.field.floats(seat) }
    }

    /// Compares the best with every project whose bound is not surely higher: `best` ends as all those
    /// with the smallest ρ.
    fn rivals(&mut self, best: &mut Vec<Offer>, guard: &Guard) {
        let sure = self.trust == Trust::Bounds;
        let mut beaten: Vec<Bound> = Vec::new();
        while let Some(next) = self.queue.first() {
            let (_, high) = self.interval(&best[0]);
            if sure && next.bound > high {
                break;
            }
            self.queue.take();
            if !guard.allows(self.field.project(next.seat)) {
                continue;
            }
            let Some(found) = self.look(next, high) else { continue };
            if sure && found.bound > high {
                self.queue.add(found);
                continue;
            }
            let guess = float::times(found.bound, self.field.floats(next.seat).per);
            if let Some(rival) = self.offer(next.seat, guess) {
                self.meet(best, rival, &mut beaten);
            }
        }
        beaten.into_iter().for_each(|bound| self.queue.add(bound));
    }

    /// Lets an offer compete with the best so far.
    fn meet(&mut self, best: &mut Vec<Offer>, rival: Offer, beaten: &mut Vec<Bound>) {
        let ((low, high), (own_low, own_high)) = (self.interval(&best[0]), self.interval(&rival));
        let order = if self.trust == Trust::Bounds && own_low > high {
            Ordering::Greater
        } else if self.trust == Trust::Bounds && own_high < low {
            Ordering::Less
        } else {
            self.exact.ask((&self.field, &self.book), &Question::Better(&rival, &best[0]))
        };
        match order {
            Ordering::Greater => {
                beaten.push(self.bound_of(&rival));
                self.bidder.done(rival);
            }
            Ordering::Equal => best.push(rival),
            Ordering::Less => {
                for lost in best.drain(..) {
                    beaten.push(self.bound_of(&lost));
                    self.bidder.done(lost);
                }
                best.push(rival);
            }
        }
    }

    /// ρ of an offer divided by [`Field::per`], in cents: the ends between which it surely lies.
    fn interval(&self, offer: &Offer) -> (f64, f64) {
        float::interval(offer.rho, offer.error, self.book.shift(), self.field.floats(offer.seat).per)
    }

    fn bound_of(&self, offer: &Offer) -> Bound {
        let slope = self.growth.as_ref().map_or(0.0, |growth| growth.of_offer(&self.field, offer));
        Bound { bound: self.interval(offer).0, slope, seat: offer.seat }
    }

    /// The first of the tied offers in the declared order; the others wait for their turn.
    fn choose(&mut self, mut best: Vec<Offer>, order: &TieOrder, ties: &mut TieLog) -> Offer {
        let rank = |offer: &Offer| order.rank(self.field.project(offer.seat));
        best.sort_by_key(rank);
        let (_, high) = self.interval(&best[0]);
        if let Some(growth) = &mut self.growth {
            growth.purchase((&self.field, &self.book), &best, high, self.queue.iter());
        }
        // Most runs change with the next step; then nothing more need be known of this one.
        self.growth.take_if(|growth| growth.steps() == 0);
        if best.len() > 1 {
            let tied: Vec<ProjectIndex> = best.iter().map(|offer| self.field.project(offer.seat)).collect();
            let round = self.free.len() + self.book.bought().len() + 1;
            ties.met(round, Some(&self.exact.endowment(0)), &tied);
            self.tied.push(tied);
        }
        let chosen = best.swap_remove(0);
        for offer in best.drain(..) {
            let bound = self.bound_of(&offer);
            self.queue.add(bound);
            self.bidder.done(offer);
        }
        self.best = best;
        chosen
    }

    /// Whether the next run finds out by how many steps of so many cents it can be raised; those that trust
    /// no bounds never do.
    pub fn watch(&mut self, steps_of: Option<u64>) {
        let step = steps_of.filter(|_| self.trust == Trust::Bounds);
        self.growth = step.map(Growth::new);
    }

    /// By how many steps the last run can be raised and still buy the same in the same order, with the same
    /// ties; 0 when it did not watch.
    pub fn steps(&self) -> u64 {
        self.growth.as_ref().map_or(0, Growth::steps)
    }

    /// Notes the ties of the last run once more for each of `times` runs that would have met them too.
    pub fn repeat_ties(&self, ties: &mut TieLog, times: u64) {
        self.tied.iter().for_each(|tied| ties.again(tied, times));
    }

    /// The projects that the last run bought, in order.
    pub fn bought(&self) -> Vec<ProjectIndex> {
        let bought = self.book.bought().iter().map(|bought| self.field.project(bought.seat));
        self.free.iter().copied().chain(bought).collect()
    }

    /// The same with what was paid.
    pub fn purchases(&mut self) -> Vec<Purchase> {
        let free = self.free.iter().map(|&project| Purchase::whole(self.instance, project, Stage::Free));
        let payments = self.exact.payments(&self.field, &self.book);
        let paid = self.book.bought().iter().zip(payments).map(|(bought, payment)| {
            Purchase::whole(self.instance, self.field.project(bought.seat), Stage::Shares(payment))
        });
        free.chain(paid).collect()
    }

    /// The projects that take part, cost something and are worth something to somebody.
    pub fn wanted(&self) -> Vec<ProjectIndex> {
        (0..self.field.len()).map(|seat| self.field.project(seat)).collect()
    }

    /// What the poorest voter held at the start of the last run, in cents, rounded down.
    pub fn least(&self) -> u64 {
        (0..self.exact.homes()).map(|home| self.exact.floor(home)).min().unwrap_or(0)
    }

    /// What a voter held at the start of the last run, in cents (in the first home, if they differ).
    pub fn endowment(&self) -> Ratio {
        self.exact.endowment(0)
    }
}
