//! Every route with who may use it: a file a room of the house. The router is made from this table, so a route that is
//! not in it does not exist.

mod grants;
mod initiator;
mod money;
mod office;
pub mod presence;
mod public;
mod rounds;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use super::state::App;
use crate::domain::account::{Permission, Subject};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone. What a voter may do is decided by the code on the letter, not by the route.
    Anyone,
    /// Someone who pitches, is signed in, and for whom it exists.
    Initiator(Own),
    /// Staff who are signed in, whose role carries the permission, and who work where it is about. For others it does
    /// not exist.
    Staff(Permission, About),
}

/// What a route of people who pitch is about. For others it does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// The own account.
    Account,
    /// A group in which the person is.
    Group,
    /// A group that the person owns.
    OwnedGroup,
    /// A plan of a group in which the person is.
    Pitch,
    /// A plan of a group for which the person writes.
    WrittenPitch,
    /// The same, where a picture comes in.
    PicturedPitch,
    /// A grant that a group carries out in which the person is.
    GroupGrant,
}

/// What a route of the office is about: what is held against the districts in which someone works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Nothing that lies anywhere: the own work, who is who.
    Nothing,
    /// The whole city. Whoever has the permission sees it; only who works everywhere changes it.
    City,
    /// What mixes things of the whole city: only who works everywhere sees it, or changes it.
    Everything,
    /// A list, of which everyone sees what lies where they work.
    List,
    /// What its form names, which the handler holds against the scope.
    Form,
    /// One thing, which the address names.
    One(Subject),
}

impl About {
    /// Its name, as in the list of routes.
    pub fn name(self) -> &'static str {
        match self {
            About::Nothing => "",
            About::City => "the city",
            About::Everything => "works everywhere",
            About::List => "what lies in their districts",
            About::Form => "in their districts",
            About::One(Subject::Area) => "area in their districts",
            About::One(Subject::Round | Subject::Standing) => "round in their districts",
            About::One(Subject::Grant) => "grant in their districts",
            About::One(Subject::Decision) => "decision in their districts",
            About::One(Subject::Objection) => "objection in their districts",
            About::One(Subject::Transfer) => "transfer of their districts",
            About::One(Subject::Initiator) => "account opened in their districts",
            About::One(Subject::Recipient) => "recipient in their districts",
        }
    }
}

impl std::fmt::Display for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Access::Anyone => f.write_str("anyone"),
            Access::Initiator(Own::Account) => f.write_str("initiator"),
            Access::Initiator(Own::Group) => f.write_str("initiator: member of the group"),
            Access::Initiator(Own::GroupGrant) => {
                f.write_str("initiator: member of the group that carries it out")
            }
            Access::Initiator(Own::OwnedGroup) => f.write_str("initiator: owner of the group"),
            Access::Initiator(Own::Pitch) => f.write_str("initiator: member of the group of the plan"),
            Access::Initiator(Own::WrittenPitch | Own::PicturedPitch) => {
                f.write_str("initiator: writes for the group of the plan")
            }
            Access::Staff(permission, About::Nothing) => write!(f, "staff: {}", permission.name()),
            Access::Staff(permission, about) => write!(f, "staff: {}, {}", permission.name(), about.name()),
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
    let rounds = [
        public::public(),
        office::own(),
        office::office(),
        office::desk(),
        office::desk_answers(),
        rounds::round(),
        rounds::pitch(),
        rounds::bid(),
        rounds::pot(),
        initiator::initiator(),
        initiator::pitch(),
        initiator::grant(),
    ];
    let money =
        [money::money(), money::payment(), money::case(), money::bank(), grants::grant(), grants::decision()];
    let after = [public::news(), public::talk(), rounds::talk(), grants::progress()];
    rounds.into_iter().chain(money).chain(after).flatten().collect()
}
