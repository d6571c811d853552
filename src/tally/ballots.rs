//! Ballots as they arrive: equal ones are put together at once, so that a million voters who said the
//! same cost the memory of one.

use super::groups::{Groups, index, same};

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
    /// Open addressing: the high half of a hash, and the number of its group plus one or 0 where there is
    /// none.
    table: Vec<(u32, u32)>,
    /// The ballot at hand: its projects, as given and then ascending.
    choices: Vec<u32>,
    /// The value of each of its projects; empty for sets.
    values: Vec<u32>,
    /// Projects and places of the ballot at hand while it is sorted, in the two halves of each number.
    pairs: Vec<u64>,
}

/// The names of homes, and a number made of each.
#[derive(Debug, Clone, Default)]
struct Homes {
    names: Vec<String>,
    hashes: Vec<u64>,
}

fn halves(pair: u64) -> (u32, u32) {
    let half = |part: u64| u32::try_from(part & u64::from(u32::MAX)).expect("32 bits");
    (half(pair >> 32), half(pair))
}

/// Sorts a set and leaves each project in it once. One bit for each project sorts faster than comparing.
#[inline]
fn sort_set(choices: &mut Vec<u32>) {
    let mut bits = [0_u64; 8];
    if choices.len() < 2 {
        return;
    }
    for &project in &*choices {
        let Some(word) = bits.get_mut(project as usize / 64) else {
            choices.sort_unstable();
            choices.dedup();
            return;
        };
        *word |= 1 << (project % 64);
    }
    choices.clear();
    for (mut word, first) in bits.into_iter().zip((0..).step_by(64)) {
        while word != 0 {
            choices.push(first + word.trailing_zeros());
            word &= word - 1;
        }
    }
}

fn pair(project: u32, beside: u32) -> u64 {
    u64::from(project) << 32 | u64::from(beside)
}

fn mix(hash: u64, part: u64) -> u64 {
    (hash.rotate_left(26) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A number that depends on the content only, on every machine the same. `home` is made of its name.
fn fingerprint(choices: &[u32], values: &[u32], home: u64) -> u64 {
    let twos = choices.chunks_exact(2);
    let one = twos.remainder().first().map_or(0, |&one| u64::from(one) + 1);
    let hash = twos.fold(mix(mix(0x5bf0_3635, home), one), |hash, two| mix(hash, pair(two[0], two[1])));
    let hash = values.iter().fold(hash, |hash, &value| mix(hash, u64::from(value)));
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
            table: vec![(0, 0); 64],
            choices: Vec::new(),
            values: Vec::new(),
            pairs: Vec::new(),
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

    /// As [`Ballots::push`], of so many voters who chose the same; nothing for nobody.
    pub fn push_times(&mut self, choices: impl IntoIterator<Item = ProjectIndex>, times: u64) {
        debug_assert!(self.kind != BallotKind::Points, "points come with their projects");
        if times > 0 {
            self.choices.clear();
            self.choices.extend(choices);
            self.take(0, times);
        }
    }

    /// As [`Ballots::push`], of a voter who lives in this home.
    pub fn push_from(&mut self, home: u32, choices: impl IntoIterator<Item = ProjectIndex>) {
        debug_assert!(self.kind != BallotKind::Points, "points come with their projects");
        self.choices.clear();
        self.choices.extend(choices);
        self.take(home, 1);
    }

    /// Adds projects with points. A project named twice counts once, as it stands first.
    pub fn push_points(&mut self, choices: impl IntoIterator<Item = (ProjectIndex, u32)>) {
        self.push_points_from(0, choices);
    }

    /// As [`Ballots::push_points`], of a voter who lives in this home.
    pub fn push_points_from(&mut self, home: u32, choices: impl IntoIterator<Item = (ProjectIndex, u32)>) {
        debug_assert!(self.kind == BallotKind::Points, "this election has no points");
        self.choices.clear();
        self.values.clear();
        for (project, points) in choices {
            self.choices.push(project);
            self.values.push(points);
        }
        self.take(home, 1);
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
    fn take(&mut self, home: u32, times: u64) {
        let homes = self.homes.as_ref().map_or(&[0][..], |homes| &homes.hashes);
        let home_hash = *homes.get(home as usize).expect("a voter lives in a home of this election");
        match self.kind {
            BallotKind::Approval => sort_set(&mut self.choices),
            BallotKind::Ranking | BallotKind::Points => self.sort(),
        }
        self.voters += times;
        let hash = fingerprint(&self.choices, &self.values, home_hash);
        if self.find(hash, home, times) {
            return;
        }
        self.hashes.push(hash);
        self.groups.weights.push(times);
        self.groups.projects.items.extend_from_slice(&self.choices);
        self.groups.projects.end();
        self.groups.values.extend_from_slice(&self.values);
        if self.homes.is_some() {
            self.groups.homes.push(home);
        }
    }

    /// Adds a voter to the group of the ballot at hand, if there is one; otherwise the table already names
    /// the group that is to come.
    #[inline]
    fn find(&mut self, hash: u64, home: u32, times: u64) -> bool {
        if self.hashes.len() * 2 >= self.table.len() {
            self.grow();
        }
        let mask = self.table.len() - 1;
        let (mark, first) = halves(hash);
        for slot in (first as usize..first as usize + PROBES).map(|slot| slot & mask) {
            match self.table[slot] {
                (_, 0) => {
                    self.table[slot] = (mark, index(self.hashes.len() + 1));
                    return false;
                }
                (known, number) if known == mark => {
                    let group = number as usize - 1;
                    let groups = &self.groups;
                    if same(groups.projects.row(group), &self.choices)
                        && same(groups.values(group), &self.values)
                        && groups.home(group) == home
                    {
                        self.groups.weights[group] += times;
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// Brings rankings and points into the form in which they are compared: projects ascending, each once,
    /// where it stands first, with its value.
    fn sort(&mut self) {
        let project = |pair: u64| pair >> 32;
        self.pairs.clear();
        self.pairs.extend(self.choices.iter().zip(0..).map(|(&project, place)| pair(project, place)));
        self.pairs.sort_unstable();
        self.pairs.dedup_by_key(|pair| project(*pair));
        self.choices.clear();
        self.choices.extend(self.pairs.iter().map(|&pair| halves(pair).0));
        match self.kind {
            BallotKind::Approval => {}
            BallotKind::Points => {
                // A value is taken from its place before a later value could stand there.
                self.pairs.iter_mut().for_each(|one| *one = u64::from(self.values[halves(*one).1 as usize]));
                self.values.clear();
                self.values.extend(self.pairs.iter().map(|&value| halves(value).1));
            }
            BallotKind::Ranking => {
                self.close_gaps();
                let length = index(self.pairs.len());
                self.values.clear();
                self.values.extend(self.pairs.iter().map(|&pair| length - halves(pair).1));
            }
        }
    }

    /// Places count only projects that are there: who named one twice has no gap in the ranking.
    fn close_gaps(&mut self) {
        let last = self.pairs.iter().map(|&pair| halves(pair).1).max();
        if last.is_none_or(|last| last as usize + 1 == self.pairs.len()) {
            return;
        }
        self.pairs.sort_unstable_by_key(|&pair| halves(pair).1);
        for (one, place) in self.pairs.iter_mut().zip(0..) {
            *one = pair(halves(*one).0, place);
        }
        self.pairs.sort_unstable();
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table.clear();
        self.table.resize(size, (0, 0));
        for (number, &hash) in (1..).zip(&self.hashes) {
            let (mark, first) = halves(hash);
            let mut looks = (first as usize..first as usize + PROBES).map(|slot| slot & (size - 1));
            if let Some(slot) = looks.find(|&slot| self.table[slot].1 == 0) {
                self.table[slot] = (mark, number);
            }
        }
    }

    /// The kind, the names of the homes, the number of voters and the groups, in an order that depends on
    /// their content only.
    pub(super) fn settle(self) -> (BallotKind, Vec<String>, u64, Groups) {
        let order = self.order();
        let mut settled = Groups::with_room_of(&self.groups);
        order.iter().for_each(|&group| settled.append(&self.groups, group as usize));
        (self.kind, self.homes.unwrap_or_default().names, self.voters, settled)
    }

    /// All groups by hash, equal hashes by content: into as many heaps as there are groups first, by the
    /// highest bits.
    fn order(&self) -> Vec<u32> {
        let heaps = self.hashes.len().next_power_of_two().max(2);
        let heap = |hash: u64| {
            usize::try_from(hash >> (64 - heaps.trailing_zeros())).expect("below the number of heaps")
        };
        let mut next = vec![0_u32; heaps + 1];
        self.hashes.iter().for_each(|&hash| next[heap(hash) + 1] += 1);
        (1..next.len()).for_each(|heap| next[heap] += next[heap - 1]);
        let mut order = vec![0_u32; self.hashes.len()];
        for (group, &hash) in (0..).zip(&self.hashes) {
            let place = &mut next[heap(hash)];
            order[*place as usize] = group;
            *place += 1;
        }
        let mut begin = 0;
        for &end in &next[..heaps] {
            let heap = &mut order[begin as usize..end as usize];
            if heap.len() > 1 {
                let by = |group: u32| (self.hashes[group as usize], self.groups.content(group as usize));
                heap.sort_unstable_by(|&a, &b| by(a).cmp(&by(b)));
            }
            begin = end;
        }
        order
    }
}
