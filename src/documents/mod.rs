//! What leaves the service and is neither page nor row. Made from the domain, used by the web and the
//! command line; nothing here decides.

pub mod bundle;
pub mod casefile;
pub mod letter;
pub mod payment_list;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod report;
pub mod sepa;
