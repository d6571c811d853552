//! Case files: everything of a grant or a round, gathered for the municipal archive. They hold personal data; who may
//! handle grants may have them. The service keeps none: the staff log keeps the fingerprint.

mod decided;
mod grant;
mod paid;
mod round;

use serde_json::{Value, json};

pub use grant::grant;
pub use round::round;

use super::log::Note;
use super::{ActError, Context};
use crate::domain::casefile::{Body, Part, Subject};
use crate::domain::digest::Digest;
use crate::domain::ledger::Posting;

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
