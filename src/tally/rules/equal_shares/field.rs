//! What does not change between the runs of one count: the projects that take part and who wants them.

use super::float;
use crate::tally::ballots::ProjectIndex;
use crate::tally::instance::Instance;
use crate::tally::rule::Utility;

/// The place of a project in the [`Field`].
pub type Seat = usize;

/// The projects that take part, with their supporters in flat lists. A supporter is a group of equal
/// ballots to which the project is worth something.
pub struct Field {
    seats: Vec<Taken>,
    groups: Vec<u32>,
    /// Of those that stand for more than one voter only.
    weights: Vec<u32>,
    /// What the project is worth to each; empty when it is worth the same to all.
    worths: Vec<u32>,
}

/// A seat that is taken, with places in the lists of the field: 32 bits are enough for those of an instance.
struct Taken {
    project: ProjectIndex,
    cost: u64,
    /// What one unit of ρ is counted against when two projects are compared: see [`Field::per`].
    per: u64,
    floats: Floats,
    /// Where its supporters that stand for one voter each begin.
    singles: u32,
    /// Where those that stand for more begin.
    heavies: u32,
    /// Where these end.
    end: u32,
    /// Where the numbers of voters that these stand for begin.
    weights: u32,
}

/// A project as floats, to steer by.
#[derive(Clone, Copy)]
pub struct Floats {
    /// See [`Field::cost`].
    pub cost: f64,
    /// The sum over all supporters of what the project is worth to them (1 each where it is the same).
    pub total: f64,
    /// See [`Field::per`].
    pub per: f64,
}

/// The supporters of one project.
#[derive(Clone, Copy)]
pub struct Supporters<'a> {
    /// Groups that stand for one voter each.
    pub singles: &'a [u32],
    /// Groups that stand for more.
    pub heavies: &'a [u32],
    /// How many voters each of [`Supporters::heavies`] stands for.
    pub weights: &'a [u32],
    /// What the project is worth to each, first the singles; empty when it is worth the same to all.
    pub worths: &'a [u32],
}

impl Field {
    /// Takes the projects that cost something, fit the budget alone and are wanted.
    pub fn new(instance: &Instance, utility: Utility) -> Field {
        let approvals = instance.indexes().map(|p| instance.supporters(p).len()).sum();
        let mut field = Field {
            seats: Vec::with_capacity(instance.projects().len()),
            groups: Vec::with_capacity(approvals),
            weights: Vec::with_capacity(approvals),
            worths: Vec::new(),
        };
        for project in instance.indexes() {
            let cost = instance.project(project).cost;
            if cost == 0 || cost > instance.budget() {
                continue;
            }
            let (start, weights) = (field.groups.len(), field.weights.len());
            let (total, heavies) = match utility {
                Utility::Cost | Utility::Cardinality => field.add_equals(instance, project),
                Utility::Points | Utility::Borda | Utility::RankScore => {
                    field.add_supporters(instance, project, utility)
                }
            };
            if total == 0 {
                continue;
            }
            let per = if utility == Utility::Cost { cost } else { 1 };
            let [near_cost, near_per] = [cost, per].map(|whole| float::near_unsigned(whole.into()));
            field.seats.push(Taken {
                project,
                cost,
                per,
                floats: Floats { cost: near_cost, total: float::near_unsigned(total), per: near_per },
                singles: small(start),
                heavies: small(heavies),
                end: small(field.groups.len()),
                weights: small(weights),
            });
        }
        field
    }

    /// Lists the supporters of a project that is worth the same to all, single voters first; how many voters
    /// they are, and where those that stand for more begin.
    fn add_equals(&mut self, instance: &Instance, project: ProjectIndex) -> (u128, usize) {
        let (supporters, weights) = (instance.supporters(project), instance.group_weights());
        let votes = instance.votes(project);
        // Each is written where the next single belongs, and stays if it is one: no jump to guess wrong.
        let mut end = self.groups.len();
        self.groups.resize(end + supporters.len(), 0);
        for &group in supporters {
            self.groups[end] = group;
            end += usize::from(weights[group as usize] == 1);
        }
        self.groups.truncate(end);
        if usize::try_from(votes) != Ok(supporters.len()) {
            for &group in supporters.iter().filter(|&&group| weights[group as usize] > 1) {
                self.groups.push(group);
                self.weights.push(small(weights[group as usize]));
            }
        }
        (votes.into(), end)
    }

    /// Lists the supporters of a project, single voters first; the sum of what it is worth to them, and
    /// where those that stand for more begin.
    fn add_supporters(
        &mut self,
        instance: &Instance,
        project: ProjectIndex,
        utility: Utility,
    ) -> (u128, usize) {
        let (mut total, mut heavies) = (0, Vec::new());
        let worths = instance.worths(project, utility);
        for (&group, worth) in instance.supporters(project).iter().zip(worths) {
            let weight = instance.group_weights()[group as usize];
            total += u128::from(weight) * u128::from(worth);
            if weight > 1 && worth > 0 {
                heavies.push((group, weight, worth));
            } else if worth > 0 {
                self.add(group, worth);
            }
        }
        let end = self.groups.len();
        for (group, weight, worth) in heavies {
            self.add(group, worth);
            self.weights.push(small(weight));
        }
        (total, end)
    }

    fn add(&mut self, group: u32, worth: u64) {
        self.groups.push(group);
        self.worths.push(u32::try_from(worth).expect("points fit in 32 bits"));
    }

    /// How many projects take part.
    pub fn len(&self) -> usize {
        self.seats.len()
    }

    /// The project in this seat.
    pub fn project(&self, seat: Seat) -> ProjectIndex {
        self.seats[seat].project
    }

    /// Its price in cents.
    pub fn cost(&self, seat: Seat) -> u64 {
        self.seats[seat].cost
    }

    /// Projects are compared by ρ divided by this. Where a project is worth the same to all, ρ is counted
    /// as the payment of one who pays in full, and this is that worth: the price, or one.
    pub fn per(&self, seat: Seat) -> u64 {
        self.seats[seat].per
    }

    /// The same as floats, and what it is worth to all.
    pub fn floats(&self, seat: Seat) -> Floats {
        self.seats[seat].floats
    }

    /// Who wants it.
    pub fn supporters(&self, seat: Seat) -> Supporters<'_> {
        let Taken { singles, heavies, end, weights, .. } = self.seats[seat];
        let [singles, heavies, end, weights] = [singles, heavies, end, weights].map(|at| at as usize);
        Supporters {
            singles: &self.groups[singles..heavies],
            heavies: &self.groups[heavies..end],
            weights: &self.weights[weights..weights + (end - heavies)],
            worths: if self.worths.is_empty() { &[] } else { &self.worths[singles..end] },
        }
    }

    /// Whether each project is worth the same to all its supporters.
    pub fn uniform(&self) -> bool {
        self.worths.is_empty()
    }
}

/// A weight or a place: there are fewer than 2^32 ballots, and approvals.
fn small<N: TryInto<u32>>(number: N) -> u32 {
    number.try_into().unwrap_or_else(|_| unreachable!("an instance holds fewer than 2^32 of each"))
}

impl<'a> Supporters<'a> {
    /// Every group with its weight and what the project is worth to it.
    pub fn each(self) -> impl Iterator<Item = (u32, u64, u32)> + 'a {
        let singles = self.singles.iter().map(|&group| (group, 1));
        let heavies =
            self.heavies.iter().zip(self.weights).map(|(&group, &weight)| (group, u64::from(weight)));
        let worth = move |at: usize| self.worths.get(at).copied().unwrap_or(1);
        singles.chain(heavies).enumerate().map(move |(at, (group, weight))| (group, weight, worth(at)))
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.singles.len() + self.heavies.len()
    }
}
