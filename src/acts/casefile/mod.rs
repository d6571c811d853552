//! Case files: everything of a grant or a round, gathered for the municipal archive. They hold personal data; who may
//! handle grants may have them. The service keeps none: the staff log keeps the fingerprint.

mod decisions;
mod grant;
mod payments;
mod round;
mod standing;

use serde_json::{Value, json};

use super::log::Note;
use super::{ActError, Context};
use crate::domain::casefile::{Body, CaseFile, Part, Subject};
use crate::domain::digest::Digest;
use crate::domain::id::{GrantId, RoundId};
use crate::domain::ledger::Posting;
use crate::store::Store;

/// What a case file is asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// A grant.
    Grant(GrantId),
    /// A certified round.
    Round(RoundId),
    /// A standing round.
    Standing(RoundId),
}

/// Everything of a grant or a round, as it was at one moment: what is written meanwhile is all in it or not at all.
pub async fn gather(store: &Store, of: &Of) -> Result<CaseFile, ActError> {
    let mut moment = store.snapshot().await?;
    match of {
        Of::Grant(id) => grant::grant(&mut moment, id).await,
        Of::Round(id) => round::round(&mut moment, id).await,
        Of::Standing(id) => standing::standing(&mut moment, id).await,
    }
}

/// The case file of whatever has this name: no two of a round, a standing round and a grant share one.
pub async fn named(store: &Store, name: &str) -> Result<CaseFile, ActError> {
    let all =
        [Of::Grant(GrantId::new(name)), Of::Round(RoundId::new(name)), Of::Standing(RoundId::new(name))];
    for of in all {
        match gather(store, &of).await {
            Err(ActError::NotFound) => {}
            found => return found,
        }
    }
    Err(ActError::NotFound)
}

/// Notes that a case file was made, with the SHA-256 of the archive.
pub async fn note(ctx: &Context<'_>, subject: Subject, id: &str, file: &Digest) -> Result<(), ActError> {
    let tx = ctx.begin().await?;
    let detail = json!({ "of": subject.name(), "sha256": file });
    ctx.finish(tx, Note::with("casefile.make", id, detail)).await
}

/// Postings as data and as a table.
fn postings(list: &[Posting]) -> Vec<Part> {
    const HEAD: [&str; 9] = ["seq", "at", "kind", "from", "to", "amount", "by", "reason", "reference"];
    const ABOUT: &str = "Alle boekingen, in volgorde";
    let row = |one: &Posting| {
        let draft = &one.draft;
        vec![
            one.seq.to_string(),
            one.at.to_string(),
            draft.kind.name().to_string(),
            draft.from.id(),
            draft.to.id(),
            draft.amount.to_string(),
            one.by.clone(),
            draft.reason.clone(),
            draft.reference.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = list.iter().map(row).collect();
    let object = |row: &Vec<String>| -> Value {
        HEAD.iter().zip(row).map(|(name, cell)| ((*name).to_string(), Value::from(cell.as_str()))).collect()
    };
    let data = Value::Array(rows.iter().map(object).collect());
    let table = Body::Table(HEAD.to_vec(), rows);
    vec![
        Part::json("boekingen", ABOUT, data),
        Part { name: "boekingen".to_string(), about: ABOUT, body: table },
    ]
}
