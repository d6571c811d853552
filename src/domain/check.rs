//! Checks before an award (Dutch: toets voor verlening).

/// A check that has to be done, or was done with another answer than yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingCheck {
    /// The recipient is not known yet.
    Recipient,
}
