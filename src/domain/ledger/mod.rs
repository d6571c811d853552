//! The ledger (Dutch: grootboek): where each euro of a budget line stands, from the municipal line to the last
//! receipt. Double entry: a [`Posting`] debits one account and credits another by the same whole number of cents,
//! so the sum of all balances is nothing at every moment.
//!
//! ```text
//! line -> fixed
//!     \-> reserve -> area -> round ------> selected -> committed -> payable -> paid -> accounted -> settled
//!                        \-> objection ----------------/                           \-> receivable
//! ```
//!
//! A balance is what was credited less what was debited: what stands on an account and can still go on. No balance
//! but that of the line is ever below nothing, so no part passes its whole: a round cannot hold more than its area
//! gave it, an award cannot be more than the round holds. The accounts below `reserve` divide it without rest, which
//! is why a meter of the reserved share is nothing but their balances.

mod account;
mod posting;
mod reference;
mod stretch;

pub use account::{AccountKey, AccountKind, Balance, Control};
pub use posting::{Draft, Posting, PostingKind};
pub use reference::Reference;
pub use stretch::Stretch;
