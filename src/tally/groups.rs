//! Groups of equal ballots, and lists of numbers one after the other.

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
    /// None yet, and room for as many as there are in `other`.
    pub fn with_room_of(other: &Groups) -> Groups {
        let mut starts = Vec::with_capacity(other.projects.starts.len());
        starts.push(0);
        Groups {
            weights: Vec::with_capacity(other.weights.len()),
            projects: Rows { starts, items: Vec::with_capacity(other.projects.items.len()) },
            values: Vec::with_capacity(other.values.len()),
            homes: Vec::with_capacity(other.homes.len()),
        }
    }

    /// The values of one group; empty for sets.
    pub fn values(&self, group: usize) -> &[u32] {
        if self.values.is_empty() { &[] } else { &self.values[self.projects.range(group)] }
    }

    /// Where the voters of a group live; 0 when the election has no homes.
    pub fn home(&self, group: usize) -> u32 {
        self.homes.get(group).copied().unwrap_or(0)
    }

    /// All that makes a group differ from another.
    pub fn content(&self, group: usize) -> (u32, &[u32], &[u32]) {
        (self.home(group), self.projects.row(group), self.values(group))
    }

    /// Adds a group of `other`, or its voters to the last group when that is equal.
    pub fn append(&mut self, other: &Groups, group: usize) {
        let last = self.weights.len().checked_sub(1);
        let equal = |last: usize| {
            same(self.projects.row(last), other.projects.row(group))
                && same(self.values(last), other.values(group))
                && self.home(last) == other.home(group)
        };
        if let Some(last) = last.filter(|&last| equal(last)) {
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

/// A length as it is stored.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).expect("all choices of an election are fewer than 2^32")
}

/// Most ballots are short or empty: a look at each item is faster than a call that compares memory.
#[inline]
pub(super) fn same(a: &[u32], b: &[u32]) -> bool {
    a.len() == b.len() && std::iter::zip(a, b).all(|(a, b)| a == b)
}
