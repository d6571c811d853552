//! Ballots as they arrive: equal ones are put together at once, so that a million voters who said the
//! same cost the memory of one.

/// The place of a project in [`Instance::projects`](super::Instance::projects).
pub type ProjectIndex = u32;

/// How voters say what they want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BallotKind {
    /// A set of projects.
    Approval,
    /// Projects in order, best first. The value of a place is the number of projects on the ballot minus
    /// those above: the last one has 1.
    Ranking,
    /// Projects with points. The value is the number of points.
    Points,
}

/// So many places of the table are looked at for an equal ballot. A file made to collide costs no more:
/// what is not found within them stands apart until [`Ballots::settle`] puts it together by content.
const PROBES: usize = 32;

/// Ballots as they arrive.
#[derive(Debug, Clone)]
pub struct Ballots {
    kind: BallotKind,
    homes: Option<Homes>,
    voters: u64,
    groups: Groups,
    hashes: Vec<u64>,
    /// Open addressing over `hashes`: the number of a group plus one, 0 where there is none.
    table: Vec<u32>,
    /// The ballot at hand: project and place, then project and value, in the two halves of each number.
    fresh: Vec<u64>,
    points: Vec<u32>,
}

/// The names of homes, and a number made of each.
#[derive(Debug, Clone, Default)]
struct Homes {
    names: Vec<String>,
    hashes: Vec<u64>,
}

/// Groups of equal ballots from equal homes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Groups {
    /// How many voters each stands for.
    pub weights: Vec<u64>,
    /// The projects of each, ascending.
    pub projects: Rows,
    /// The value of each of these projects; empty for sets.
    pub values: Vec<u32>,
    /// Where the voters of each group live; empty when the election has no homes.
    pub homes: Vec<u32>,
}

/// Lists of `u32` stored one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    /// Where each list starts, and where the last one ends.
    pub starts: Vec<u32>,
    /// All lists.
    pub items: Vec<u32>,
}

impl Default for Rows {
    fn default() -> Rows {
        Rows { starts: vec![0], items: Vec::new() }
    }
}

impl Rows {
    /// Ends the list to which items were added since the last end.
    pub fn end(&mut self) {
        self.starts.push(index(self.items.len()));
    }

    /// Where a list stands among the items.
    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.starts[row] as usize..self.starts[row + 1] as usize
    }

    /// One list.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.items[self.range(row)]
    }
}

impl Groups {
    /// The values of one group; empty for sets.
    pub fn values(&self, group: usize) -> &[u32] {
        if self.values.is_empty() { &[] } else { &self.values[self.projects.range(group)] }
    }

    /// Where the voters of a group live; 0 when the election has no homes.
    pub fn home(&self, group: usize) -> u32 {
        self.homes.get(group).copied().unwrap_or(0)
    }

    fn content(&self, group: usize) -> (u32, &[u32], &[u32]) {
        (self.home(group), self.projects.row(group), self.values(group))
    }

    /// Adds a group of `other`, or its voters to the last group when that is equal.
    fn append(&mut self, other: &Groups, group: usize) {
        let last = self.weights.len().checked_sub(1);
        if let Some(last) = last.filter(|&last| self.content(last) == other.content(group)) {
            self.weights[last] += other.weights[group];
            return;
        }
        self.weights.push(other.weights[group]);
        self.projects.items.extend_from_slice(other.projects.row(group));
        self.projects.end();
        self.values.extend_from_slice(other.values(group));
        self.homes.extend(other.homes.get(group));
    }
}

fn index(length: usize) -> u32 {
    u32::try_from(length).expect("all choices of an election are fewer than 2^32")
}

fn halves(pair: u64) -> (u32, u32) {
    let half = |part: u64| u32::try_from(part & u64::from(u32::MAX)).expect("32 bits");
    (half(pair >> 32), half(pair))
}

fn pair(project: u32, beside: u32) -> u64 {
    u64::from(project) << 32 | u64::from(beside)
}

fn mix(hash: u64, part: u64) -> u64 {
    (hash.rotate_left(26) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A number that depends on the content only, on every machine the same. `home` is made of its name.
fn fingerprint(ballot: &[u64], home: u64) -> u64 {
    let hash = ballot.iter().fold(mix(0x5bf0_3635, home), |hash, &part| mix(hash, part));
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

impl Ballots {
    /// No ballots yet.
    pub fn new(kind: BallotKind) -> Ballots {
        Ballots {
            kind,
            homes: None,
            voters: 0,
            groups: Groups::default(),
            hashes: Vec::new(),
            table: vec![0; 64],
            fresh: Vec::new(),
            points: Vec::new(),
        }
    }

    /// No ballots yet, of voters whose home is known: equal ballots from different homes stay apart. A
    /// home is named by its place in `homes`.
    pub fn with_homes(kind: BallotKind, homes: Vec<String>) -> Ballots {
        let mut ballots = Ballots { homes: Some(Homes::default()), ..Ballots::new(kind) };
        for home in homes {
            ballots.add_home(home);
        }
        ballots
    }

    /// One more home, and its place.
    pub(super) fn add_home(&mut self, name: String) -> u32 {
        let homes = self.homes.get_or_insert_default();
        homes.hashes.push(name.bytes().fold(0, |hash, byte| mix(hash, u64::from(byte))));
        homes.names.push(name);
        index(homes.names.len() - 1)
    }

    /// Puts the homes in order of name.
    pub(super) fn sort_homes(&mut self) {
        let Some(homes) = &mut self.homes else { return };
        let mut order: Vec<u32> = (0..index(homes.names.len())).collect();
        order.sort_unstable_by_key(|&home| &homes.names[home as usize]);
        let mut new = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&old, place)| new[old as usize] = place);
        self.groups.homes.iter_mut().for_each(|home| *home = new[*home as usize]);
        homes.hashes = order.iter().map(|&old| homes.hashes[old as usize]).collect();
        homes.names.sort_unstable();
    }

    /// Adds a set of projects, or a ranking with the best first. A project named twice counts once, where
    /// it stands first.
    pub fn push(&mut self, choices: impl IntoIterator<Item = ProjectIndex>) {
        self.push_from(0, choices);
    }

    /// As [`Ballots::push`], of a voter who lives in this home.
    pub fn push_from(&mut self, home: u32, choices: impl IntoIterator<Item = ProjectIndex>) {
        debug_assert!(self.kind != BallotKind::Points, "points come with their projects");
        self.fresh.clear();
        self.fresh.extend(choices.into_iter().zip(0..).map(|(project, place)| pair(project, place)));
        self.take(home);
    }

    /// Adds projects with points. A project named twice counts once, as it stands first.
    pub fn push_points(&mut self, choices: impl IntoIterator<Item = (ProjectIndex, u32)>) {
        self.push_points_from(0, choices);
    }

    /// As [`Ballots::push_points`], of a voter who lives in this home.
    pub fn push_points_from(&mut self, home: u32, choices: impl IntoIterator<Item = (ProjectIndex, u32)>) {
        debug_assert!(self.kind == BallotKind::Points, "this election has no points");
        self.fresh.clear();
        self.points.clear();
        for ((project, points), place) in choices.into_iter().zip(0..) {
            self.fresh.push(pair(project, place));
            self.points.push(points);
        }
        self.take(home);
    }

    /// Ballots so far, blank ones included.
    pub fn len(&self) -> u64 {
        self.voters
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.voters == 0
    }

    /// How voters say what they want.
    pub fn kind(&self) -> BallotKind {
        self.kind
    }

    /// Adds the ballot at hand.
    fn take(&mut self, home: u32) {
        let homes = self.homes.as_ref().map_or(&[0][..], |homes| &homes.hashes);
        let home_hash = *homes.get(home as usize).expect("a voter lives in a home of this election");
        self.sort();
        self.voters += 1;
        let hash = fingerprint(&self.fresh, home_hash);
        if self.hashes.len() * 2 >= self.table.len() {
            self.grow();
        }
        let mask = self.table.len() - 1;
        let first = place(hash);
        for slot in (first..first + PROBES).map(|slot| slot & mask) {
            match self.table[slot] as usize {
                0 => {
                    self.table[slot] = index(self.hashes.len() + 1);
                    break;
                }
                number if self.hashes[number - 1] == hash && self.is(number - 1, home) => {
                    self.groups.weights[number - 1] += 1;
                    return;
                }
                _ => {}
            }
        }
        self.hashes.push(hash);
        self.groups.weights.push(1);
        self.groups.projects.items.extend(self.fresh.iter().map(|&fresh| halves(fresh).0));
        self.groups.projects.end();
        if self.kind != BallotKind::Approval {
            self.groups.values.extend(self.fresh.iter().map(|&fresh| halves(fresh).1));
        }
        if self.homes.is_some() {
            self.groups.homes.push(home);
        }
    }

    /// Brings the ballot at hand into the form in which ballots are compared: projects ascending, each
    /// once, with its value.
    fn sort(&mut self) {
        let project = |fresh: u64| fresh >> 32;
        if !self.fresh.is_sorted_by(|&a, &b| project(a) < project(b)) {
            self.fresh.sort_unstable();
            self.fresh.dedup_by_key(|fresh| project(*fresh));
            if self.kind == BallotKind::Ranking {
                self.close_gaps();
            }
        }
        let length = index(self.fresh.len());
        for fresh in &mut self.fresh {
            let (project, place) = halves(*fresh);
            let value = match self.kind {
                BallotKind::Approval => 0,
                BallotKind::Ranking => length - place,
                BallotKind::Points => self.points[place as usize],
            };
            *fresh = pair(project, value);
        }
    }

    /// Places count only projects that are there: who named one twice has no gap in the ranking.
    fn close_gaps(&mut self) {
        let last = self.fresh.iter().map(|&fresh| halves(fresh).1).max();
        if last.is_none_or(|last| last as usize + 1 == self.fresh.len()) {
            return;
        }
        self.fresh.sort_unstable_by_key(|&fresh| halves(fresh).1);
        for (fresh, place) in self.fresh.iter_mut().zip(0..) {
            *fresh = pair(halves(*fresh).0, place);
        }
        self.fresh.sort_unstable();
    }

    /// Whether the ballot at hand is that of a group.
    fn is(&self, group: usize, home: u32) -> bool {
        let projects = self.groups.projects.row(group);
        let fresh = || self.fresh.iter().map(|&fresh| halves(fresh));
        self.groups.home(group) == home
            && projects.len() == self.fresh.len()
            && std::iter::zip(projects, fresh()).all(|(&known, (project, _))| known == project)
            && std::iter::zip(self.groups.values(group), fresh()).all(|(&known, (_, value))| known == value)
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table.clear();
        self.table.resize(size, 0);
        for (number, &hash) in (1..).zip(&self.hashes) {
            let first = place(hash);
            let free =
                (first..first + PROBES).map(|slot| slot & (size - 1)).find(|&slot| self.table[slot] == 0);
            if let Some(slot) = free {
                self.table[slot] = number;
            }
        }
    }

    /// The kind, the names of the homes, the number of voters and the groups, in an order that depends on
    /// their content only.
    pub(super) fn settle(self) -> (BallotKind, Vec<String>, u64, Groups) {
        let mut order: Vec<u32> = (0..index(self.hashes.len())).collect();
        order.sort_unstable_by_key(|&group| self.hashes[group as usize]);
        let content = |group: &u32| self.groups.content(*group as usize);
        for equal in order.chunk_by_mut(|&a, &b| self.hashes[a as usize] == self.hashes[b as usize]) {
            equal.sort_unstable_by(|a, b| content(a).cmp(&content(b)));
        }
        let mut settled = Groups::default();
        order.iter().for_each(|&group| settled.append(&self.groups, group as usize));
        (self.kind, self.homes.unwrap_or_default().names, self.voters, settled)
    }
}

fn place(hash: u64) -> usize {
    usize::try_from(hash & u64::from(u32::MAX)).expect("32 bits")
}
