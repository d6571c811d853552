//! The municipality that runs the rounds.

/// Its name and where residents find help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    /// Name, without "gemeente".
    pub name: String,
    /// Where the help desk is.
    pub desk_place: String,
    /// When it is open.
    pub desk_hours: String,
    /// Its telephone number.
    pub desk_phone: String,
}
