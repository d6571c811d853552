//! Every store function on both databases, one test per noun; then the schema and its errors.

mod forward;
mod forward_moderation;
mod forward_payee;
mod forward_terms;
mod forward_ways;
mod forward_wishes;
mod nouns;
mod proof;
mod schema;
mod scope;
