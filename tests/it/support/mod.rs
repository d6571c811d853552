//! What tests stand on: throw-away databases of both kinds ([`database`]), a fixed clock, five remembered
//! people ([`people`]) and a town in which rounds are made with few words ([`town`]).
//!
//! ```ignore
//! on_both(|place| async move {
//!     let town = Town::new(&place).await;
//!     let round = town.open_round("zuilen-2027").await;
//!     town.cast(&round, 0, &["01"]).await.unwrap();
//! });
//! ```

pub mod announced;
pub mod checked;
pub mod database;
pub mod debian;
pub mod extract;
pub mod folder;
pub mod given;
pub mod kill;
pub mod last_minute;
pub mod lookout;
pub mod many;
pub mod mix;
pub mod people;
pub mod picture;
mod postgres;
pub mod process;
pub mod provider;
pub mod site;
pub mod smtp;
pub mod town;
pub mod voter;

pub use database::{Place, on_both, on_both_at, on_both_tampered, on_embedded, on_one, on_server};
pub use site::{Browser, Page, Site};
pub use town::{OpenRound, Town};

use schuifruimte::acts::{ActError, Context};
use schuifruimte::domain::id::{AllocationId, AreaId, LineId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::time::Moment;

/// Minutes in a day.
pub const DAY: i64 = 24 * 60;

/// The moment at which everything happens unless a test says otherwise: 1 March 2027, 12.00 UTC.
pub fn now() -> Moment {
    Moment::parse("2027-03-01T12:00:00Z").expect("a moment")
}

/// So many days after (or before) [`now`].
pub fn days(days: i64) -> Moment {
    now().plus_minutes(days * DAY)
}

/// Sets what an area may spend, with a reason.
pub async fn allocate(
    ctx: &mut Context<'_>,
    line: &LineId,
    area: &AreaId,
    ceiling: Cents,
) -> Result<AllocationId, ActError> {
    schuifruimte::acts::budget::allocate(ctx, line, area, ceiling, "Besluit van het college").await
}
