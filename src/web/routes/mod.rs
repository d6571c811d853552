//! Every route with who may use it: a file a room of the house. The router is made from this table, so a route that is
//! not in it does not exist.

mod grants;
mod initiator;
mod money;
mod office;
mod public;
mod rounds;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use super::state::App;
use crate::domain::account::Permission;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone. What a voter may do is decided by the code on the letter, not by the route.
    Anyone,
    /// Someone who pitches and is signed in. What is another one's does not exist for them.
    Initiator,
    /// Staff who are signed in and whose role carries the permission. For others it does not exist.
    Staff(Permission),
}

impl std::fmt::Display for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Access::Anyone => f.write_str("anyone"),
            Access::Initiator => f.write_str("initiator"),
            Access::Staff(permission) => write!(f, "staff: {}", permission.name()),
        }
    }
}

/// One way into the service.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with its parts in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    pub(super) handler: MethodRouter<App>,
}

fn get<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, handler: on(MethodFilter::GET, handler) }
}

fn post<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, handler: on(MethodFilter::POST, handler) }
}

/// Every route with who may use it.
pub fn table() -> Vec<Route> {
    let rounds = [public::public(), office::office(), rounds::round(), rounds::pot(), initiator::initiator()];
    let money = [money::money(), money::payment(), grants::grant(), grants::decision()];
    rounds.into_iter().chain(money).flatten().collect()
}
