//! How long things of signing in hold, and how often it may go wrong.

/// Minutes without use after which a session ends (trust.md 2.5).
pub const IDLE_MINUTES: i64 = 30;
/// Minutes after which a session ends however busy.
pub const LONGEST_MINUTES: i64 = 8 * 60;
/// Minutes for which a proof that the person is there is enough for what is signed.
pub const FRESH_MINUTES: i64 = 5;
/// Hours for which a link of invitation is good.
pub const INVITED_HOURS: i64 = 48;
/// Minutes in which a sign-in that was begun on one page must end on the next.
pub const CEREMONY_MINUTES: i64 = 5;

/// How often something may go wrong in a while. What counts is kept in the database, so it holds on every copy of the
/// service and after a restart; nobody is locked out by what others type elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Passwords for one login from one address.
    Password,
    /// Passwords for any login from one address.
    Address,
    /// Passwords for one login from everywhere. Above it nobody is refused; each next one waits a moment.
    Login,
    /// Codes of an app for one account from one address.
    Code,
    /// Codes of an app for one account, whoever types them: who has got so far knows the password.
    Account,
}

impl Bound {
    /// Its name under the keyed hash.
    pub fn name(self) -> &'static str {
        match self {
            Bound::Password => "password",
            Bound::Address => "address",
            Bound::Login => "login",
            Bound::Code => "code",
            Bound::Account => "account",
        }
    }

    /// How often at most.
    pub fn most(self) -> i64 {
        match self {
            Bound::Password | Bound::Code => 5,
            Bound::Address => 50,
            Bound::Login | Bound::Account => 20,
        }
    }

    /// In how many minutes.
    pub fn minutes(self) -> i64 {
        match self {
            Bound::Password | Bound::Address | Bound::Login | Bound::Code => 15,
            Bound::Account => 60,
        }
    }
}
