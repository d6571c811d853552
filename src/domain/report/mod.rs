//! Reports: what the ledger says, at a moment, in a form that can be read, copied and compared.
//!
//! Every figure of money here is a sum of postings. [`controls_at`] makes it from the postings alone; the database
//! keeps the same sums at hand, and a test holds the two together. A [`Report`] is one table with its name and
//! version: the page, the CSV and the JSON are written from the same rows.

pub mod council;
mod meter;
pub mod mix;
mod recipients;
mod room;
pub mod scenario;
mod table;
mod year;

pub use meter::{KINDS, Meter, Part, controls_at};
pub use recipients::{Awarded, as_one, concentration, each};
pub use room::Room;
pub use table::{Cell, Report, mean, share};
pub use year::{Lived, Themed, Year, per_resident};
