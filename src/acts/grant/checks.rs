//! Checks before an award.

use crate::acts::ActError;
use crate::domain::check::MissingCheck;
use crate::domain::grant::GrantRecord;
use crate::store::Tx;

/// What still stands in the way of an award.
pub(in crate::acts) async fn missing(
    _tx: &mut Tx,
    _record: &GrantRecord,
) -> Result<Vec<MissingCheck>, ActError> {
    Ok(Vec::new())
}
