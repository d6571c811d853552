//! Reading and writing elections in the Pabulib format (`.pb`): three sections META, PROJECTS and VOTES,
//! each a header and rows of cells between semicolons; a cell may stand in double quotes, in which a quote
//! is doubled. All five vote types are read: approval, choose-1, ordinal, cumulative and scoring.
//!
//! A file costs time and memory in proportion to its size, whoever made it: projects and META rows have a
//! ceiling, equal ballots are kept once, and nothing is allocated per ballot.
//!
//! | file | holds |
//! |---|---|
//! | `rows` | rows and cells, quotes and lines: right for every file |
//! | `sections` | META and PROJECTS |
//! | `votes` | VOTES: whole rows at once where they are plain, through `rows` where not |
//! | `ids` | from the id of a project to its place |
//! | `voters` | whether a voter stands in the file twice |
//! | `scan` | looking at eight bytes at once |
//! | `write` | the way back |

mod ids;
mod rows;
mod scan;
mod sections;
mod voters;
mod votes;
mod write;

use std::fmt;

use super::ballots::BallotKind;
use super::instance::Instance;
use rows::Rows;
use sections::Meta;

pub use write::write;

/// The largest amount, in cents; sums of as many of them as there may be projects stay far below 2^64.
const MAX_AMOUNT: u64 = 100_000_000_000_000;

/// An election as its file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// The META rows, in file order; amounts with a point where the file has a comma.
    pub meta: Vec<(String, String)>,
    /// The PROJECTS rows, in the order of [`Instance::projects`].
    pub projects: Vec<Listing>,
    /// What is counted.
    pub instance: Instance,
    /// The column of VOTES that gave the homes of voters, if any.
    pub home: Option<String>,
}

/// What a file says of a project beside its id and price, each under the name of its column; nothing where
/// the cell is empty or the column is missing. Only [`Listing::selected`] is understood, the rest is text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the name of a column is all that is known of it")]
pub struct Listing {
    pub votes: Option<String>,
    pub score: Option<String>,
    pub name: Option<String>,
    pub category: Option<String>,
    pub beneficiaries: Option<String>,
    /// Whether it won officially (only 1 means that it did).
    pub selected: Option<bool>,
    pub neighborhood: Option<String>,
    pub subunit: Option<String>,
    pub district: Option<String>,
    pub description: Option<String>,
    pub proposer: Option<String>,
    pub public_id: Option<String>,
    pub latitude: Option<String>,
    pub longitude: Option<String>,
}

impl Listing {
    /// The categories: the column `category` is a list between commas.
    pub fn categories(&self) -> impl Iterator<Item = &str> {
        let list = self.category.as_deref().unwrap_or("").split(',');
        list.map(str::trim).filter(|category| !category.is_empty())
    }
}

impl Election {
    /// The value of a META key.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

/// What is wanted beyond a plain reading.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The column of VOTES that says where a voter lives, such as `neighborhood`: its distinct texts become
    /// [`Instance::homes`], in order of text.
    pub home: Option<String>,
}

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for PbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for PbError {}

fn refuse<T>(line: usize, reason: impl Into<String>) -> Result<T, PbError> {
    Err(PbError { line, reason: reason.into() })
}

/// Reads an election.
pub fn read(bytes: &[u8]) -> Result<Election, PbError> {
    read_with(bytes, &Options::default())
}

/// Reads an election and what else is wanted.
pub fn read_with(bytes: &[u8], options: &Options) -> Result<Election, PbError> {
    if u32::try_from(bytes.len()).is_err() {
        return refuse(1, "the file is larger than 4 GiB");
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| PbError {
        line: 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count(),
        reason: "is not UTF-8 text".to_string(),
    })?;
    let mut rows = Rows::new(text);
    let meta = Meta::read(&mut rows)?;
    let (budget, vote_type) = (meta.budget()?, meta.vote_type()?);
    let (projects, listings) = sections::projects(&mut rows)?;
    meta.holds("num_projects", projects.len())?;
    let ballots = votes::read(&mut rows, &projects, vote_type, options.home.as_deref())?;
    meta.holds("num_votes", usize::try_from(ballots.len()).expect("ballots in memory"))?;
    let instance = Instance::build(budget, projects, ballots);
    Ok(Election { meta: meta.rows, projects: listings, instance, home: options.home.clone() })
}

/// How the VOTES section is to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum VoteType {
    Approval,
    ChooseOne,
    Ordinal,
    /// Cumulative or scoring: each project with points.
    Points,
}

impl VoteType {
    fn named(name: &str) -> Option<VoteType> {
        match name {
            "approval" => Some(VoteType::Approval),
            "choose-1" => Some(VoteType::ChooseOne),
            "ordinal" => Some(VoteType::Ordinal),
            "cumulative" | "scoring" => Some(VoteType::Points),
            _ => None,
        }
    }

    fn kind(self) -> BallotKind {
        match self {
            VoteType::Approval | VoteType::ChooseOne => BallotKind::Approval,
            VoteType::Ordinal => BallotKind::Ranking,
            VoteType::Points => BallotKind::Points,
        }
    }
}

/// An amount with at most two decimals, in cents; a comma is read as a point.
pub fn cents(text: &str) -> Option<u64> {
    let (whole, decimals) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let kept = decimals.trim_end_matches('0');
    if !digits(whole) || !digits(decimals) || kept.len() > 2 {
        return None;
    }
    let amount =
        whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(format!("{kept:0<2}").parse().ok()?)?;
    (amount <= MAX_AMOUNT).then_some(amount)
}
