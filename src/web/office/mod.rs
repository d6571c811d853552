//! What the wijkbureau and the city see: work first, then rounds, money, the municipality.

pub mod session;
pub mod work;
