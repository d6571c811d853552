//! What a municipality adds, as a JSON file says it or as the META section of the election does.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::file;
use super::refusal::Refusal;
use crate::tally::constraints::{
    Ceiling, Envelope, Leftover, Limits, Minimum, Recipient, Share, StatedMinimum, Unused,
};
use crate::tally::pb::{self, Election, Listing};
use crate::tally::{Instance, ProjectIndex, pb_limits};

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 10_000_000;

/// Where the limits come from.
pub(super) enum Source {
    /// From META: see [`pb_limits`].
    Meta,
    /// From a file.
    File(PathBuf, Box<Told>),
}

/// A file with limits, each as [`crate::tally::constraints`] defines it. Amounts are texts in units of the currency, shares texts in percent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Told {
    /// The column of VOTES that says where a voter lives.
    homes: Option<String>,
    ceilings: Vec<TopOf>,
    recipients: Option<Recipients>,
    minima: Vec<LeastOf>,
    exclusive: Vec<Vec<String>>,
    min_votes: u64,
    min_share: Option<String>,
    parts: Vec<PartOf>,
    unused: UnusedTold,
    leftover: LeftoverTold,
    envelopes: Vec<EnvelopeTold>,
}

impl Default for Told {
    fn default() -> Told {
        Told {
            homes: None,
            ceilings: Vec::new(),
            recipients: None,
            minima: Vec::new(),
            exclusive: Vec::new(),
            min_votes: 0,
            min_share: None,
            parts: Vec::new(),
            unused: UnusedTold::Kept,
            leftover: LeftoverTold::Capped,
            envelopes: Vec::new(),
        }
    }
}

/// Projects by their ids or by what a column of PROJECTS says of them: one of these.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SetTold {
    Projects(Vec<String>),
    Category(String),
    Neighborhood(String),
    District(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopOf {
    name: Option<String>,
    of: SetTold,
    most: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeastOf {
    name: Option<String>,
    of: SetTold,
    least: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipients {
    most: String,
    list: Vec<RecipientTold>,
    #[serde(default)]
    affiliated: Vec<[String; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipientTold {
    name: String,
    projects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartOf {
    project: String,
    least: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnvelopeTold {
    name: String,
    amount: String,
    /// All of them when this is not said.
    homes: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum UnusedTold {
    Kept,
    Released,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LeftoverTold {
    Capped,
    Free,
}

impl Source {
    /// The source that `--limits` names.
    pub(super) fn read(name: &Path) -> Result<Source, Refusal> {
        if name.as_os_str() == "meta" {
            return Ok(Source::Meta);
        }
        let bytes = file::read(name, MAX_FILE, "a file with limits")?;
        let told = serde_json::from_slice(&bytes).map_err(|error| Refusal::limits(name, error))?;
        Ok(Source::File(name.to_path_buf(), Box::new(told)))
    }

    /// The column of VOTES that must be read for them.
    pub(super) fn homes(&self) -> Option<&str> {
        match self {
            Source::Meta => None,
            Source::File(_, told) => told.homes.as_deref(),
        }
    }

    /// What it is called in the report.
    pub(super) fn name(&self) -> String {
        match self {
            Source::Meta => "meta".to_string(),
            Source::File(path, _) => path.display().to_string(),
        }
    }

    /// The limits of this election, which lies at `path`.
    pub(super) fn of(&self, election: &Election, path: &Path) -> Result<Limits, Refusal> {
        match self {
            Source::Meta => match pb_limits::limits(election) {
                Ok(limits) if limits == Limits::default() => {
                    Err(Refusal::limits(path, "META tells of no limits that can be read"))
                }
                limits => limits.map_err(|why| Refusal::limits(path, why)),
            },
            Source::File(file, told) => Names { election }
                .file(told)
                .map_err(|why| Refusal::limits(file, format!("{}: {why}", path.display()))),
        }
    }
}

/// Finds what limits name in an election.
struct Names<'a> {
    election: &'a Election,
}

type Found<T> = Result<T, String>;

impl Names<'_> {
    fn instance(&self) -> &Instance {
        &self.election.instance
    }

    fn project(&self, id: &str) -> Found<ProjectIndex> {
        let found = self.instance().indexes().find(|&p| self.instance().project(p).id == id);
        found.ok_or_else(|| format!("there is no project '{id}'"))
    }

    fn projects(&self, ids: &[String]) -> Found<Vec<ProjectIndex>> {
        ids.iter().map(|id| self.project(id)).collect()
    }

    fn set(&self, told: &SetTold) -> Found<Vec<ProjectIndex>> {
        match told {
            SetTold::Projects(ids) => self.projects(ids),
            SetTold::Category(name) => {
                self.having("category", name, |listing| listing.categories().any(|own| own == name))
            }
            SetTold::Neighborhood(name) => {
                self.having("neighborhood", name, |listing| listing.neighborhood.as_ref() == Some(name))
            }
            SetTold::District(name) => {
                self.having("district", name, |listing| listing.district.as_ref() == Some(name))
            }
        }
    }

    fn having(&self, column: &str, name: &str, has: impl Fn(&Listing) -> bool) -> Found<Vec<ProjectIndex>> {
        let listed = self.instance().indexes().zip(&self.election.projects);
        let found: Vec<ProjectIndex> =
            listed.filter(|(_, listing)| has(listing)).map(|(project, _)| project).collect();
        if found.is_empty() {
            return Err(format!("no project has the {column} '{name}'"));
        }
        Ok(found)
    }

    fn ceiling(&self, name: Option<&str>, of: &SetTold, most: &str) -> Found<Ceiling> {
        let name = name.unwrap_or_else(|| of.name()).to_string();
        Ok(Ceiling { name, projects: self.set(of)?, most: amount(most)? })
    }

    fn file(&self, told: &Told) -> Found<Limits> {
        let mut ceilings = Vec::new();
        for top in &told.ceilings {
            ceilings.push(self.ceiling(top.name.as_deref(), &top.of, &top.most)?);
        }
        if let Some(recipients) = &told.recipients {
            ceilings.extend(self.recipients(recipients)?);
        }
        let minimum = |told: &LeastOf| {
            let name = told.name.as_deref().unwrap_or_else(|| told.of.name()).to_string();
            Ok(Minimum { name, projects: self.set(&told.of)?, least: amount(&told.least)? })
        };
        let part = |told: &PartOf| {
            Ok(StatedMinimum { project: self.project(&told.project)?, least: amount(&told.least)? })
        };
        Ok(Limits {
            ceilings,
            minima: told.minima.iter().map(minimum).collect::<Found<_>>()?,
            exclusive: told.exclusive.iter().map(|ids| self.projects(ids)).collect::<Found<_>>()?,
            min_votes: told.min_votes,
            min_share: told.min_share.as_deref().map(share).transpose()?,
            parts: told.parts.iter().map(part).collect::<Found<_>>()?,
            unused: match told.unused {
                UnusedTold::Kept => Unused::Kept,
                UnusedTold::Released => Unused::Released,
            },
            leftover: match told.leftover {
                LeftoverTold::Capped => Leftover::Capped,
                LeftoverTold::Free => Leftover::Free,
            },
            envelopes: told.envelopes.iter().map(|told| self.envelope(told)).collect::<Found<_>>()?,
        })
    }

    fn recipients(&self, told: &Recipients) -> Found<Vec<Ceiling>> {
        let recipient = |told: &RecipientTold| {
            Ok(Recipient { name: told.name.clone(), projects: self.projects(&told.projects)? })
        };
        let list: Vec<Recipient> = told.list.iter().map(recipient).collect::<Found<_>>()?;
        let place = |name: &String| {
            let place = list.iter().position(|known| &known.name == name);
            place.ok_or_else(|| format!("there is no recipient '{name}'"))
        };
        let pair = |[one, other]: &[String; 2]| Ok((place(one)?, place(other)?));
        let affiliated: Vec<(usize, usize)> = told.affiliated.iter().map(pair).collect::<Found<_>>()?;
        Ok(Ceiling::per_recipient(&list, &affiliated, amount(&told.most)?))
    }

    fn envelope(&self, told: &EnvelopeTold) -> Found<Envelope> {
        let known = self.instance().homes();
        let home = |(name, place): (&String, u32)| (name.clone(), place);
        let places: Vec<(String, u32)> = known.iter().zip(0..).map(home).collect();
        let find = |wanted: &String| {
            let place = places.iter().find(|(name, _)| name == wanted).map(|(_, place)| *place);
            place.ok_or_else(|| {
                format!("no voter lives in '{wanted}' (does \"homes\" name a column of VOTES?)")
            })
        };
        let homes = match &told.homes {
            Some(homes) => homes.iter().map(find).collect::<Found<_>>()?,
            None => places.iter().map(|(_, place)| *place).collect(),
        };
        Ok(Envelope { name: told.name.clone(), amount: amount(&told.amount)?, homes })
    }
}

impl SetTold {
    /// What the set is called when nothing else is said.
    fn name(&self) -> &str {
        match self {
            SetTold::Projects(ids) => ids.first().map_or("", String::as_str),
            SetTold::Category(name) | SetTold::Neighborhood(name) | SetTold::District(name) => name,
        }
    }
}

fn amount(text: &str) -> Found<u64> {
    pb::cents(text).ok_or_else(|| format!("'{text}' is not an amount with at most two decimals"))
}

/// A percentage with at most two decimals.
fn share(text: &str) -> Found<Share> {
    let of = pb::cents(text).filter(|&of| of <= 10_000);
    Ok(Share { of: of.ok_or_else(|| format!("'{text}' is not a percentage from 0 to 100"))?, per: 10_000 })
}
