//! What the wijkbureau and the city see: work first, then rounds, money, the municipality.

pub mod areas;
pub mod auditors;
pub mod budgets;
pub mod certificate;
pub mod division;
pub mod frame;
pub mod grants;
pub mod letters;
pub mod limits;
pub mod line;
pub mod money;
pub mod municipality;
pub mod places;
pub mod plan;
pub mod proposals;
pub mod register;
pub mod round;
pub mod rounds;
pub mod seal;
pub mod session;
pub mod staff;
pub mod step;
pub mod transfers;
pub mod work;
