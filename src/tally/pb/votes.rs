//! VOTES. A row without quotes and without blanks in odd places is taken in one walk over its bytes; any
//! other row, and every row that is refused, goes through [`Rows`].

use std::collections::BTreeMap;

use super::ids::{Ids, short_key};
use super::rows::{Columns, Rows};
use super::scan::{below, cell_end, find, first, line_end, word};
use super::voters::Voters;
use super::{PbError, VoteType, refuse};
use crate::tally::{Ballots, Project, ProjectIndex};

/// What a column is read for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Voter,
    Vote,
    Points,
    Home,
    Other,
}

/// Reads the ballots, to the end of the file.
pub fn read<'a>(
    rows: &mut Rows<'a>,
    projects: &'a [Project],
    vote_type: VoteType,
    home: Option<&str>,
) -> Result<Ballots, PbError> {
    let columns = rows.header()?;
    let body = rows.clone();
    let mut reader = Reader::new(projects, vote_type, home, columns)?;
    loop {
        while reader.plain_row(rows).is_some() {
            rows.line += 1;
        }
        let Some(line) = rows.next()? else { break };
        reader.any_row(line, rows)?;
    }
    let place = reader.place(Role::Voter);
    reader.voters.check(&body, place)?;
    let mut ballots = reader.ballots;
    ballots.sort_homes();
    Ok(ballots)
}

struct Reader<'a> {
    vote_type: VoteType,
    ids: Ids<'a>,
    columns: Columns,
    /// What the columns are read for, up to the last that is not [`Role::Other`].
    roles: Vec<Role>,
    voters: Voters,
    homes: BTreeMap<String, u32>,
    ballots: Ballots,
    choices: Vec<ProjectIndex>,
    points: Vec<u32>,
}

impl<'a> Reader<'a> {
    fn new(
        projects: &'a [Project],
        vote_type: VoteType,
        home: Option<&str>,
        columns: Columns,
    ) -> Result<Reader<'a>, PbError> {
        let mut wanted = vec![(Role::Voter, "voter_id"), (Role::Vote, "vote")];
        if vote_type == VoteType::Points {
            wanted.push((Role::Points, "points"));
        }
        wanted.extend(home.map(|home| (Role::Home, home)));
        let mut roles = Vec::new();
        for (role, name) in wanted {
            let place = columns.required(name)?;
            roles.resize(roles.len().max(place + 1), Role::Other);
            if roles[place] != Role::Other {
                return refuse(columns.line, format!("the column '{name}' cannot say where voters live"));
            }
            roles[place] = role;
        }
        let ballots = match home {
            None => Ballots::new(vote_type.kind()),
            Some(_) => Ballots::with_homes(vote_type.kind(), Vec::new()),
        };
        Ok(Reader {
            vote_type,
            ids: Ids::new(projects),
            columns,
            roles,
            voters: Voters::new(),
            homes: BTreeMap::new(),
            ballots,
            choices: Vec::new(),
            points: Vec::new(),
        })
    }

    fn place(&self, wanted: Role) -> usize {
        self.roles
            .iter()
            .position(|&role| role == wanted)
            .expect("only roles that have a column are asked for")
    }

    /// Takes the next row and moves behind it; nothing has happened when it is not plain.
    fn plain_row(&mut self, rows: &mut Rows<'a>) -> Option<()> {
        let bytes = rows.text.as_bytes();
        let mut at = rows.at;
        let (mut voter, mut home) = (0..0, None);
        let last = self.roles.len() - 1;
        for column in 0..=last {
            if *bytes.get(at)? == b'"' {
                return None;
            }
            let begin = at;
            at = match self.roles[column] {
                Role::Vote => self.plain_choices(bytes, at)?,
                Role::Points => self.plain_points(bytes, at)?,
                Role::Voter | Role::Home | Role::Other => cell_end(bytes, at),
            };
            match self.roles[column] {
                Role::Voter => voter = begin..at,
                Role::Home => home = Some(rows.text.get(begin..at)?.trim()),
                Role::Vote | Role::Points | Role::Other => {}
            }
            if column < last {
                if *bytes.get(at)? != b';' {
                    return None;
                }
                at += 1;
            }
        }
        let (end, separators) = line_end(bytes, at)?;
        let voter = &bytes[voter];
        let bare = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_graphic());
        if separators + last + 1 != self.columns.len() || !bare(voter.first()) || !bare(voter.last()) {
            return None;
        }
        let home = match home {
            Some(text) => self.home(text),
            None => 0,
        };
        self.take(home).ok()?;
        self.voters.add(voter);
        rows.at = end + 1;
        Some(())
    }

    /// The projects of a cell, and where it ends.
    #[inline]
    fn plain_choices(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        self.choices.clear();
        if matches!(bytes.get(at)?, b';' | b'\n' | b'\r') {
            return cell_closes(bytes, at);
        }
        loop {
            while *bytes.get(at)? == b' ' {
                at += 1;
            }
            let word = word(bytes, at)?;
            // No byte below the minus stands in ids that are read here; a comma and all line ends do.
            let end = below(word, b'-') | find(word, b';');
            if end == 0 {
                at = self.long_choice(bytes, at)?;
            } else {
                let length = first(end);
                self.choices.push(self.ids.short(short_key(word, length))?);
                at += length;
            }
            match *bytes.get(at)? {
                b',' => at += 1,
                _ => return cell_closes(bytes, at),
            }
        }
    }

    /// A project with an id of eight bytes or more, and where it ends.
    fn long_choice(&mut self, bytes: &[u8], begin: usize) -> Option<usize> {
        let mut at = begin + 8;
        let end = loop {
            let word = word(bytes, at)?;
            let end = below(word, b'-') | find(word, b';');
            if end != 0 {
                break at + first(end);
            }
            at += 8;
        };
        self.choices.push(self.ids.find(std::str::from_utf8(&bytes[begin..end]).ok()?)?);
        Some(end)
    }

    /// The points of a cell, and where it ends.
    #[inline]
    fn plain_points(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        self.points.clear();
        if matches!(bytes.get(at)?, b';' | b'\n' | b'\r') {
            return cell_closes(bytes, at);
        }
        loop {
            while *bytes.get(at)? == b' ' {
                at += 1;
            }
            let begin = at;
            let mut points = 0_u32;
            while let Some(digit) =
                bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|&digit| digit < 10)
            {
                points = points.checked_mul(10)?.checked_add(u32::from(digit))?;
                at += 1;
            }
            if at == begin {
                return None;
            }
            self.points.push(points);
            match *bytes.get(at)? {
                b',' => at += 1,
                _ => return cell_closes(bytes, at),
            }
        }
    }

    /// Takes a row that was cut into cells.
    fn any_row(&mut self, line: usize, rows: &Rows<'a>) -> Result<(), PbError> {
        self.columns.check(line, &rows.cells)?;
        let cell = |role: Role| rows.cells[self.place(role)].as_ref();
        let voter = cell(Role::Voter);
        if voter.is_empty() {
            return refuse(line, "the ballot has no voter_id");
        }
        let (vote, home) = (cell(Role::Vote), self.roles.contains(&Role::Home).then(|| cell(Role::Home)));
        let points = (self.vote_type == VoteType::Points).then(|| cell(Role::Points));
        self.choices.clear();
        for id in list(vote) {
            match self.ids.find(id) {
                Some(project) => self.choices.push(project),
                None => return refuse(line, format!("the ballot names the unknown project '{id}'")),
            }
        }
        self.points.clear();
        for text in points.into_iter().flat_map(list) {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            match text.parse().ok().filter(|_| digits) {
                Some(points) => self.points.push(points),
                None => {
                    return refuse(line, format!("the points '{text}' are not a whole number below 2^32"));
                }
            }
        }
        let home = home.map_or(0, |home| self.home(home));
        self.take(home).map_err(|reason| PbError { line, reason })?;
        self.voters.add(voter.as_bytes());
        Ok(())
    }

    fn home(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.homes.get(name) {
            return known;
        }
        let new = self.ballots.add_home(name.to_string());
        self.homes.insert(name.to_string(), new);
        new
    }

    /// Adds the ballot at hand, or says why it cannot be.
    #[inline]
    fn take(&mut self, home: u32) -> Result<(), String> {
        let (choices, points) = (&self.choices, &self.points);
        match self.vote_type {
            VoteType::ChooseOne if choices.len() > 1 => {
                return Err(format!("the ballot names {} projects; this election allows 1", choices.len()));
            }
            VoteType::Points if choices.len() != points.len() => {
                return Err(format!(
                    "the ballot names {} projects and gives points to {}",
                    choices.len(),
                    points.len()
                ));
            }
            VoteType::Points => {
                self.ballots.push_points_from(home, std::iter::zip(choices, points).map(|(&c, &p)| (c, p)));
            }
            VoteType::Approval | VoteType::ChooseOne | VoteType::Ordinal => {
                self.ballots.push_from(home, choices.iter().copied());
            }
        }
        Ok(())
    }
}

/// The items of a list between commas; none in an empty cell.
fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(',').map(str::trim).filter(|_| !cell.is_empty())
}

/// The end of a cell that may close at `at`: there, or behind a carriage return.
#[inline]
fn cell_closes(bytes: &[u8], at: usize) -> Option<usize> {
    match *bytes.get(at)? {
        b';' | b'\n' => Some(at),
        b'\r' if bytes.get(at + 1) == Some(&b'\n') => Some(at + 1),
        _ => None,
    }
}
