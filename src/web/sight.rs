//! What of a list someone sees: what lies where they work.

use crate::domain::account::Scope;
use crate::domain::id::{AllocationId, AreaId};
use crate::store::scope::Seen;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::visit::Visit;

/// What someone sees of lists.
pub struct Sight(Option<Seen>);

impl Sight {
    /// That of whoever is signed in.
    pub async fn of(visit: &Visit, conn: &mut Conn) -> Answer<Sight> {
        let Some(staff) = &visit.staff else { return Ok(Sight(Some(Seen::default()))) };
        Ok(Sight(match staff.account.scope {
            Scope::City => None,
            Scope::Districts(_) => Some(store::scope::seen(conn, &staff.account.id).await?),
        }))
    }

    /// Whether things of this area are seen.
    pub fn has_area(&self, area: &AreaId) -> bool {
        self.0.as_ref().is_none_or(|seen| seen.areas.contains(area))
    }

    /// Whether things are seen that spend this.
    pub fn has_allocation(&self, allocation: &AllocationId) -> bool {
        self.0.as_ref().is_none_or(|seen| seen.allocations.contains(allocation))
    }
}
