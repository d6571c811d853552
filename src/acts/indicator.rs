//! Bringing figures per neighbourhood: each time a new version, which never changes.

use std::collections::BTreeSet;

use serde_json::json;

use super::borders::{File, check};
use super::log::Note;
use super::{ActError, Context, plain};
use crate::domain::borders;
use crate::domain::digest::Digest;
use crate::domain::id::{DataSetId, NeighbourhoodId};
use crate::domain::indicator::{DataSet, fingerprint};
use crate::store::{indicator, neighbourhood};

/// Adds a version of the data set of this name. `columns` are those to take; without any, all that hold numbers.
pub async fn add(
    ctx: &mut Context<'_>,
    name: &str,
    file: &File<'_>,
    columns: &[String],
) -> Result<DataSetId, ActError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(ActError::field("name", "empty"));
    }
    plain::lines(&[("name", name)])?;
    check(&file.origin)?;
    let table = borders::parse(file.bytes)?;
    let mut tx = ctx.begin().await?;
    let known: BTreeSet<NeighbourhoodId> =
        neighbourhood::list(&mut tx).await?.into_iter().map(|one| one.code).collect();
    let (columns, values) = borders::figures(&table, &file.names, &file.only, columns, &known)?;
    let earlier = indicator::list(&mut tx).await?;
    let version = earlier.iter().filter(|set| set.name == name).map(|set| set.version).max().unwrap_or(0) + 1;
    let set = DataSet {
        id: DataSetId::new(ctx.seed.id()),
        name: name.to_string(),
        version,
        year: file.origin.year,
        source: file.origin.source.trim().to_string(),
        licence: file.origin.licence.trim().to_string(),
        file: Digest::of(file.bytes),
        figures: fingerprint(&values),
        columns,
        at: ctx.now,
        by: ctx.actor.name(),
    };
    indicator::add(&mut tx, &set, &values).await?;
    let detail = json!({
        "name": set.name, "version": set.version, "year": set.year, "sha256": set.file, "figures": set.figures,
        "columns": set.columns, "neighbourhoods": values.len(),
    });
    ctx.finish(tx, Note::with("figures.add", &set.id, detail)).await?;
    Ok(set.id)
}
